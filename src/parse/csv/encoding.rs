//! The bytes of a text file into text.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A text and how its bytes were understood.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    /// What the bytes were taken for.
    pub(crate) encoding: &'static Encoding,
    /// Where the first letter stands that makes a guessed encoding doubtful.
    pub(crate) doubt: Option<usize>,
}

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoText {
    /// They do not fit the encoding that was named; the first place where they do not.
    NotSo(usize),
    /// They fit none that can be guessed; the first byte that no text has.
    Binary(usize),
}

/// Letters that Windows-1252 has and published tables in English, Welsh, Irish or Gaelic rarely
/// do: they hint at another encoding, in which their bytes are common letters.
const RARE: &str = "‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ¡¢¤¥¦¨ªª«¬¯¸¿ÐØÞðøþ";

/// Decodes bytes that are not UTF-8: by the mark at their beginning, by the name given, or else
/// as Windows-1252, which is what spreadsheets write.
pub(crate) fn decode(bytes: &[u8], named: Option<&'static Encoding>) -> Result<Decoded, NoText> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, wrong) = encoding.decode(bytes);
        let at = text.find('\u{fffd}').unwrap_or(0);
        return match wrong {
            true => Err(NoText::NotSo(at)),
            false => Ok(decoded(text.into_owned(), encoding)),
        };
    }
    if let Some(encoding) = named {
        let (text, _, wrong) = encoding.decode(bytes);
        return match wrong {
            true => Err(NoText::NotSo(valid(bytes, encoding))),
            false => Ok(decoded(text.into_owned(), encoding)),
        };
    }
    let undefined = |byte: &u8| {
        matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0x7f)
            || (*byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n'))
    };
    if let Some(at) = bytes.iter().position(undefined) {
        return Err(NoText::Binary(at));
    }
    let (text, _, _) = WINDOWS_1252.decode(bytes);
    let doubt = text.find(|letter| RARE.contains(letter));
    Ok(Decoded {
        doubt,
        ..decoded(text.into_owned(), WINDOWS_1252)
    })
}

fn decoded(text: String, encoding: &'static Encoding) -> Decoded {
    Decoded {
        text,
        encoding,
        doubt: None,
    }
}

/// How many bytes can be read in an encoding.
fn valid(bytes: &[u8], encoding: &'static Encoding) -> usize {
    match encoding == UTF_8 {
        true => Encoding::utf8_valid_up_to(bytes),
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_is_guessed_and_doubt_is_told() {
        let welsh = decode(b"Ynys M\xf4n,\xa35", None).unwrap();
        assert_eq!((welsh.text.as_str(), welsh.doubt), ("Ynys Môn,£5", None));
        // What a Mac wrote: é is 0x8e there.
        let mac = decode(b"Caf\x8e", None).unwrap();
        assert_eq!((mac.text.as_str(), mac.doubt), ("CafŽ", Some(3)));
        let named = decode(b"Caf\x8e", Encoding::for_label(b"macintosh")).unwrap();
        assert_eq!((named.text.as_str(), named.doubt), ("Café", None));
    }

    #[test]
    fn utf_16_is_told_by_its_mark() {
        let text = decode(b"\xff\xfea\x00,\x00\xa3\x00", None).unwrap();
        assert_eq!(text.text, "a,£");
        assert_eq!(decode(b"a\x00,\x00", None).unwrap_err(), NoText::Binary(1));
        assert_eq!(
            decode(b"ab\xff", Some(UTF_8)).unwrap_err(),
            NoText::NotSo(2)
        );
    }
}
