//! Control characters, which come from damaged files and from escapes.

use crate::diag::{Diagnostic, code};
use crate::source::{SourceId, Span};

/// Whether a letter may stand in no HTML page: a control character other than tab and line ends.
pub(super) fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\t' | '\n' | '\r')
}

/// Whether a text holds a byte that may be part of a control character, told without reading its
/// letters.
fn may_hold_one(text: &str) -> bool {
    let may_be = |byte: u8| {
        byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f || byte == 0xc2
    };
    // All of it, so that many bytes are looked at in one step.
    text.bytes().fold(false, |found, byte| found | may_be(byte))
}

/// Reports the first control character of a file.
pub(super) fn check(source: SourceId, text: &str, faults: &mut Vec<Diagnostic>) {
    if !may_hold_one(text) {
        return;
    }
    if let Some((at, letter)) = text.char_indices().find(|(_, letter)| is_control(*letter)) {
        faults.push(fault(letter, Span::new(source, at, at + letter.len_utf8())));
    }
}

/// Reports the first control character that the escapes of a text stand for.
pub(super) fn check_read(text: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    if !may_hold_one(text) {
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
