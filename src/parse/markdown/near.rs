//! Blocks that are nearly something else: a figure with a misspelt word, a highlighted note that is
//! none. They would be shown as they are written, and nobody would be told.

use std::ops::Range;

use crate::diag::{nearest, suggest};

/// What is nearly something else: where it stands, what to say, and what to do.
pub(super) type Near = (Range<usize>, String, String);

const ALERTS: &[&str] = &["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// A block of code whose word is nearly `figure`. `text` is that of the whole page.
pub(super) fn figure(info: &str, text: &str, block: &Range<usize>) -> Option<Near> {
    let word = info.split_whitespace().next()?;
    nearest(word, ["figure"])?;
    let line = text[block.clone()].lines().next()?;
    let start = block.start + line.find(word)?;
    Some((
        start..start + word.len(),
        format!("`{word}` makes a block of code, not a figure"),
        "write `figure` in small letters after the three marks".to_string(),
    ))
}

/// A quotation that begins as a highlighted note does, and is none.
pub(super) fn alert(text: &str, block: &Range<usize>) -> Option<Near> {
    let line = text[block.clone()].lines().next()?;
    let inside = line.trim_start_matches(['>', ' ', '\t']);
    let word = inside.strip_prefix("[!")?.split_once(']')?.0;
    // A picture (`[![…](…)](…)`) begins so too.
    if word.is_empty() || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let start = block.start + (line.len() - inside.len());
    let place = start..start + "[!]".len() + word.len();
    if ALERTS.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return Some((
            place,
            format!("`[!{word}]` makes no highlighted note here"),
            format!(
                "write `> [!{}]` on a line of its own, and the words on the next",
                word.to_uppercase()
            ),
        ));
    }
    Some((
        place,
        format!("there is no highlighted note `[!{word}]`"),
        suggest(word, ALERTS.iter().copied())?,
    ))
}
