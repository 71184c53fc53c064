//! Control characters, which come from damaged files and from escapes.

use crate::bytes;
use crate::diag::{Diagnostic, code};
use crate::source::{SourceId, Span};

/// Whether a letter may stand in no HTML page: a control character other than tab and line ends.
pub(crate) fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

/// Whether a text holds a control character, told without reading its letters; tabs and line ends are
/// none.
fn holds_one(text: &str) -> bool {
    let is = |found: bool| u8::from(found);
    let ascii = |byte: u8| {
        let line = is(byte == b'\t') | is(byte == b'\n') | is(byte == b'\r');
        is(byte < b' ') & (1 - line) | is(byte == 0x7f)
    };
    // U+0080 to U+009F.
    let long = |first: u8, second: u8| is(first == 0xc2) & is(second < 0xa0);
    let letters = text.as_bytes();
    let first = letters.first().map_or(0, |first| ascii(*first));
    first != 0 || bytes::any_pair(letters, |before, next| ascii(next) | long(before, next))
}

/// Reports the first control character of a file.
pub(super) fn check(source: SourceId, text: &str, faults: &mut Vec<Diagnostic>) {
    if !holds_one(text) {
        return;
    }
    if let Some((at, letter)) = text.char_indices().find(|(_, letter)| is_control(*letter)) {
        faults.push(fault(letter, Span::new(source, at, at + letter.len_utf8())));
    }
}

/// Reports the first control character that the escapes of a text stand for.
pub(super) fn check_read(text: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    if !holds_one(text) {
        return;
    }
    if let Some(letter) = text.chars().find(|letter| is_control(*letter)) {
        faults.push(fault(letter, span));
    }
}

fn fault(letter: char, span: Span) -> Diagnostic {
    Diagnostic::error(
        &code::CONTROL_CHARACTER,
        span,
        format!(
            "the control character U+{:04X} cannot be printed",
            u32::from(letter)
        ),
    )
    .help("take it out; it may have come from a PDF or another program")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_letters_tell() {
        for code in (0..0x250).chain([0x2028, 0xfeff, 0x1f600]) {
            let letter = char::from_u32(code).unwrap();
            for text in [format!("{letter}"), format!("Ynys Môn £{letter} 2024")] {
                assert_eq!(holds_one(&text), text.contains(is_control), "{text:?}");
            }
        }
        assert!(!holds_one(""));
    }
}
