//! Contents: what is read of a file of the site, by what it is.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::source::SitePath;

use super::picture::{self, Picture};
use super::walk::Found;

/// The largest text that is read; a longer one is an attachment or a mistake.
const LARGEST_TEXT: u64 = 1 << 30;
/// The largest page or description that is read: what is made of it takes ten times as much memory.
pub(super) const LARGEST_PAGE: u64 = 32 << 20;
/// The largest workbook that is read.
pub(crate) const LARGEST_BOOK: u64 = 100 << 20;
/// The largest file of boundaries or hexagons that is read: it has far more points than are drawn.
pub(super) const LARGEST_GEOGRAPHY: u64 = 256 << 20;

/// What was read of a file.
pub(super) enum Contents {
    Text(Arc<str>, Option<usize>),
    /// Delimited text in an encoding that is not UTF-8.
    Encoded(Arc<[u8]>, usize),
    Bytes(Arc<[u8]>),
    Head {
        picture: (Picture, Option<(u32, u32)>),
        is_markup: bool,
    },
    TooLarge,
    Unreadable(std::io::Error),
}

fn is_text(path: &SitePath) -> bool {
    match path.extension().as_str() {
        "md" | "yaml" | "yml" | "csv" | "tsv" | "svg" | "bib" => true,
        // Boundaries and layouts stand beside the data; elsewhere they are attachments.
        "json" | "geojson" | "topojson" | "hexjson" => path.parent().name() == "data",
        _ => false,
    }
}

/// The largest size of a text.
pub(super) fn largest(path: &SitePath) -> u64 {
    match path.extension().as_str() {
        "json" | "geojson" | "topojson" | "hexjson" => LARGEST_GEOGRAPHY,
        "md" | "yaml" | "yml" | "bib" => LARGEST_PAGE,
        _ => LARGEST_TEXT,
    }
}

pub(super) fn is_delimited(path: &SitePath) -> bool {
    matches!(path.extension().as_str(), "csv" | "tsv")
}

/// Whether a file may be a dataset's workbook: one elsewhere is an attachment, and may be large.
fn is_workbook(path: &SitePath) -> bool {
    path.parent().name() == "data" && matches!(path.extension().as_str(), "xlsx" | "xlsm" | "ods")
}

/// Delimited text: as text where it is UTF-8, else as the bytes it is.
fn delimited(bytes: Vec<u8>) -> Contents {
    match String::from_utf8(bytes) {
        Ok(text) => Contents::Text(text.into(), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Contents::Encoded(error.into_bytes().into(), at)
        }
    }
}

pub(super) fn read_content(found: &Found) -> Contents {
    if is_text(&found.path) {
        if found.stamp.size > largest(&found.path) {
            return Contents::TooLarge;
        }
        return match read_whole(&found.origin) {
            Ok(bytes) => text_or_encoded(&found.path, bytes),
            Err(error) => Contents::Unreadable(error),
        };
    }
    if is_workbook(&found.path) && found.stamp.size <= LARGEST_BOOK {
        return read_bytes(found);
    }
    // Only what an image needs to say its size.
    let mut head = Vec::new();
    let read = opened(&found.origin).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    match read {
        Ok(_) => said_by_head(&head, found.stamp.size),
        Err(error) => Contents::Unreadable(error),
    }
}

/// How much is read of a file that is no text, from its beginning.
const HEAD: usize = 64 * 1024;

/// What the first bytes of a file that is no text say; `size` is that of the whole file.
fn said_by_head(head: &[u8], size: u64) -> Contents {
    Contents::Head {
        picture: picture::judge(head, size),
        is_markup: is_markup(head),
    }
}

/// Opens a file to be read. A pipe that was put in its place is not waited for.
fn opened(path: &Path) -> std::io::Result<std::fs::File> {
    let mut how = std::fs::OpenOptions::new();
    how.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        how.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    how.open(path)
}

/// Whether something is neither a file nor a folder, of which the system says that it cannot be read.
pub(super) fn is_no_file(data: &std::fs::Metadata) -> bool {
    !data.is_file() && !data.is_dir()
}

pub(super) fn no_file() -> std::io::Error {
    std::io::Error::other("it is no file but a pipe, socket or device")
}

/// The bytes of a file, unless it was changed while it was read: half of one state and half of the
/// next would be neither.
pub(super) fn read_whole(path: &Path) -> std::io::Result<Vec<u8>> {
    let changed = || {
        let why = "it was changed while it was read";
        std::io::Error::new(std::io::ErrorKind::ResourceBusy, why)
    };
    let file = opened(path)?;
    let before = file.metadata()?;
    if is_no_file(&before) {
        return Err(no_file());
    }
    let size = usize::try_from(before.len()).map_err(std::io::Error::other)?;
    let mut bytes = Vec::with_capacity(size);
    (&file).take(before.len()).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let is_same = bytes.len() == size
        && before.len() == after.len()
        && before.modified().ok() == after.modified().ok();
    match is_same {
        true => Ok(bytes),
        false => Err(changed()),
    }
}

/// What [`read_content`] makes of a file whose bytes are in memory.
pub(super) fn content_in_memory(found: &Found, bytes: Vec<u8>) -> Contents {
    match () {
        () if is_text(&found.path) && found.stamp.size > largest(&found.path) => Contents::TooLarge,
        () if is_text(&found.path) => text_or_encoded(&found.path, bytes),
        () if is_workbook(&found.path) && found.stamp.size <= LARGEST_BOOK => {
            Contents::Bytes(bytes.into())
        }
        () => said_by_head(&bytes[..bytes.len().min(HEAD)], found.stamp.size),
    }
}

fn text_or_encoded(path: &SitePath, bytes: Vec<u8>) -> Contents {
    if is_delimited(path) {
        return delimited(bytes);
    }
    let (text, not_utf8) = as_text(bytes);
    Contents::Text(text, not_utf8)
}

/// Whether a browser that goes by the first bytes would take a file for a page: a tag, a comment or a
/// declaration after nothing but space.
fn is_markup(head: &[u8]) -> bool {
    let plain: Vec<u8> = match head {
        // UTF-16, in either order.
        [0xff, 0xfe, rest @ ..] => rest.iter().copied().step_by(2).collect(),
        [0xfe, 0xff, rest @ ..] => rest.iter().copied().skip(1).step_by(2).collect(),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest.to_vec(),
        head => head.to_vec(),
    };
    let first = plain.trim_ascii_start();
    first.first() == Some(&b'<')
        && first
            .get(1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/'))
}

pub(super) fn read_bytes(found: &Found) -> Contents {
    match read_whole(&found.origin) {
        Ok(bytes) => Contents::Bytes(bytes.into()),
        Err(error) => Contents::Unreadable(error),
    }
}

/// What some editors write before a text in UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The text, and where it stops being UTF-8.
pub(super) fn as_text(bytes: Vec<u8>) -> (Arc<str>, Option<usize>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text.into(), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into(), Some(at))
        }
    }
}
