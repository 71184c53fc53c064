//! What a file is by its first bytes, whatever its name says: an image that browsers show, or not.

use imagesize::{Compression, ImageType};

/// What a file is for those who would see it in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Picture {
    /// An image that browsers show; those that go by these names go by one another's too.
    Shown,
    /// An AVIF image, which not every browser knows by its content alone.
    Avif,
    /// One that begins well, and says no size.
    Damaged(&'static str),
    /// A photograph as telephones keep it.
    Heic,
    /// Something else, in words.
    Other(&'static str),
    /// Without a byte.
    Empty,
    /// Nothing that is known.
    #[default]
    Unknown,
}

/// What the first bytes of a file of some size say, and the width and height of an image.
pub(super) fn judge(head: &[u8], size: u64) -> (Picture, Option<(u32, u32)>) {
    let pixels = pixels(head);
    // Photographs may keep much in front of their size.
    let may_follow = u64::try_from(head.len()).is_ok_and(|read| read < size);
    let sized = pixels.is_some_and(|(width, height)| width > 0 && height > 0);
    let whole = |picture, name, late: bool| match sized || (late && pixels.is_none() && may_follow)
    {
        true => picture,
        false => Picture::Damaged(name),
    };
    let picture = match imagesize::image_type(head) {
        _ if head.is_empty() => Picture::Empty,
        Ok(ImageType::Png) => whole(Picture::Shown, "a PNG", false),
        Ok(ImageType::Gif) => whole(Picture::Shown, "a GIF", false),
        Ok(ImageType::Webp) => whole(Picture::Shown, "a WebP", false),
        Ok(ImageType::Jpeg) => whole(Picture::Shown, "a JPEG", true),
        Ok(ImageType::Heif(Compression::Av1)) => whole(Picture::Avif, "an AVIF", true),
        Ok(ImageType::Heif(Compression::Hevc)) => Picture::Heic,
        Ok(ImageType::Heif(_)) => Picture::Other("a film, or an image as films are kept"),
        Ok(ImageType::Tiff) => Picture::Other("a TIFF image"),
        Ok(ImageType::Bmp) => Picture::Other("a BMP image"),
        Ok(ImageType::Psd) => Picture::Other("a Photoshop document"),
        Ok(ImageType::Jxl) => Picture::Other("a JPEG XL image"),
        _ if head.starts_with(b"%PDF") => Picture::Other("a PDF"),
        _ => Picture::Unknown,
    };
    (picture, pixels)
}

fn pixels(head: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(head).ok()?;
    Some((
        u32::try_from(size.width).ok()?,
        u32::try_from(size.height).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(head: &[u8]) -> Picture {
        judge(head, head.len() as u64).0
    }

    #[test]
    fn images_are_told_by_their_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0";
        let no_width = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x01\x08\0\0\0\0";
        let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0";
        let film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\0";
        assert_eq!(judged(png), Picture::Shown);
        assert_eq!(judge(png, 64).1, Some((1, 1)));
        assert_eq!(judged(b"GIF89a\x01\0\x01\0\0\0\0;"), Picture::Shown);
        assert_eq!(judged(&png[..12]), Picture::Damaged("a PNG"));
        assert_eq!(judged(no_width), Picture::Damaged("a PNG"));
        assert_eq!(judged(jpeg), Picture::Damaged("a JPEG"));
        // Its size may stand further down.
        assert_eq!(judge(jpeg, 100_000).0, Picture::Shown);
        assert_eq!(judged(heic), Picture::Heic);
        assert!(matches!(judged(film), Picture::Other(_)));
        assert_eq!(judged(b"%PDF-1.7\n"), Picture::Other("a PDF"));
        assert_eq!(judged(b""), Picture::Empty);
        assert_eq!(judged(b"not png"), Picture::Unknown);
        assert_eq!(judged(b"x"), Picture::Unknown);
    }
}
