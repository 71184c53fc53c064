//! Raised letters of a cell. A spreadsheet keeps them as runs of a text, so that `Rate` with a raised
//! 1 is `Rate1` to whoever reads the text alone. They are written here as [`crate::parse::notes`]
//! reads them: digits as `¹`, letters as `[note a]`, and the letters of the shorthand after a number
//! as `[p]`.

use quick_xml::events::{BytesStart, Event};

use super::parts::{attribute, words};

/// The raised digits, by their values.
const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
/// The letters of the shorthand that may stand beside a value.
const SHORTHAND: &str = "befpru";

/// The text of a cell while its runs are read.
#[derive(Debug, Default)]
pub(super) struct Runs {
    wanted: bool,
    text: String,
    /// Whether some of it is raised.
    any: bool,
    /// Whether the run that is read is.
    raised: bool,
    in_text: bool,
    /// How deep in what is spoken and not written: the reading aids of Japanese.
    aside: usize,
}

impl Runs {
    /// No runs yet. Those that are not wanted are passed over.
    pub(super) fn new(wanted: bool) -> Self {
        Runs {
            wanted,
            ..Runs::default()
        }
    }

    /// An element begins, or is empty.
    pub(super) fn begin(&mut self, element: &BytesStart<'_>) {
        if !self.wanted {
            return;
        }
        match element.local_name().as_ref() {
            "r" => self.raised = false,
            "rPh" => self.aside += 1,
            "vertAlign" => {
                self.raised = attribute(element, "val").as_deref() == Some("superscript");
            }
            "t" => self.in_text = true,
            _ => {}
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "rPh" => self.aside = self.aside.saturating_sub(1),
            "r" => self.raised = false,
            _ => {}
        }
    }

    /// Words, if the event has any.
    pub(super) fn words(&mut self, event: &Event<'_>) {
        if !self.wanted || !self.in_text || self.aside > 0 {
            return;
        }
        let Some(words) = words(event) else { return };
        self.any |= self.raised;
        match self.raised {
            true => raise(&mut self.text, &words),
            false => self.text.push_str(&words),
        }
    }

    /// The text, if some of it is raised.
    pub(super) fn raised(self) -> Option<String> {
        self.any.then_some(self.text)
    }
}

/// Adds a raised run to the text before it.
pub(super) fn raise(text: &mut String, run: &str) {
    let bare = run.trim_matches(|letter: char| letter.is_whitespace() || "()[]".contains(letter));
    let marks = || {
        let parts = bare.split([',', ' ', ';', '&']).map(str::trim);
        parts.filter(|part| !part.is_empty())
    };
    let number = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let letter = |part: &str| part.len() == 1 && part.bytes().all(|it| it.is_ascii_alphabetic());
    if bare.is_empty() {
        text.push_str(run);
    } else if marks().all(number) {
        let raised: Vec<String> = marks()
            .map(|part| {
                part.bytes()
                    .map(|it| DIGITS[usize::from(it - b'0')])
                    .collect()
            })
            .collect();
        // Marks one after another may be runs of their own.
        if text.ends_with(DIGITS) {
            text.push(',');
        }
        text.push_str(&raised.join(","));
    } else if marks().all(letter) {
        for mark in marks().map(str::to_ascii_lowercase) {
            let after_digit = text.ends_with(|it: char| it.is_ascii_digit() || it == ']');
            let shorthand = after_digit && SHORTHAND.contains(&mark);
            let space = if text.is_empty() || text.ends_with(' ') {
                ""
            } else {
                " "
            };
            let note = if shorthand { "" } else { "note " };
            text.push_str(&format!("{space}[{note}{mark}]"));
        }
    } else {
        // An ordinal (`5th`), a trade mark, a star: part of the text.
        text.push_str(run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_run_is_written_as_the_mark_that_it_is() {
        for (before, run, expected) in [
            ("Rate", "1", "Rate¹"),
            ("Rate", " 1, 2", "Rate¹,²"),
            ("Rate", "(3)", "Rate³"),
            ("Rate¹", "12", "Rate¹,¹²"),
            ("South", "a", "South [note a]"),
            ("", "b", "[note b]"),
            ("", "1", "¹"),
            ("13.5", "p", "13.5 [p]"),
            ("1,200", "r,e", "1,200 [r] [e]"),
            ("13", "a", "13 [note a]"),
            ("km", "2", "km²"),
            ("5", "th", "5th"),
            ("Rate", "*", "Rate*"),
            ("Rate", " ", "Rate "),
        ] {
            let mut text = before.to_string();
            raise(&mut text, run);
            assert_eq!(text, expected);
        }
    }
}
