//! Notes of published tables: the marks that refer to them (`[note 1]`, `²`), and the lines that
//! tell them.

use crate::model::Marker;

/// A note that stands around a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Note {
    /// The number or letter that marks refer to.
    pub(crate) label: String,
    /// What it says.
    pub(crate) text: String,
}

const RAISED: &[char] = &['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
/// What a raised 2 or 3 after it makes a unit of, and no note.
const MEASURES: &[&str] = &["m", "km", "cm", "mm", "ft", "mi", "yd"];

/// Parts the marks of notes from a text: `[note 1]` anywhere in it, raised digits at its end or at
/// the end of a word. None when there are none.
pub(crate) fn part(text: &str) -> Option<(String, Vec<String>)> {
    // Most cells are plain: a look at the bytes is enough.
    if text.bytes().all(|byte| byte.is_ascii() && byte != b'[') {
        return None;
    }
    let mut marks = Vec::new();
    let mut rest = text.to_string();
    while let Some((start, end)) = bracketed(&rest) {
        marks.push(rest[start..end].to_string());
        let before = rest[..start].trim_end().to_string();
        let after = rest[end..].trim_start();
        let between = if before.is_empty() || after.is_empty() {
            ""
        } else {
            " "
        };
        rest = format!("{before}{between}{after}");
    }
    if let Some((before, raised)) = raised(&rest) {
        marks.push(raised.to_string());
        rest = before.to_string();
    }
    if let Some((word, after)) = raised_inside(&rest) {
        marks.insert(0, rest[word..after].to_string());
        rest.replace_range(word..after, "");
    }
    (!marks.is_empty()).then(|| (rest.trim().to_string(), marks))
}

/// Where `[note 1]` or `[notes 1 and 2]` stands.
fn bracketed(text: &str) -> Option<(usize, usize)> {
    for (start, _) in text.match_indices('[') {
        let inside = &text[start + 1..];
        let is_note = inside
            .get(..4)
            .is_some_and(|it| it.eq_ignore_ascii_case("note"));
        if is_note && let Some(end) = inside.find(']') {
            return Some((start, start + 1 + end + 1));
        }
    }
    None
}

/// Where raised digits stand at the end of a word that is not the last: `Rate¹ (%)`. What is raised
/// to a power (`m²`, `10³`, `x²`) is no note.
fn raised_inside(text: &str) -> Option<(usize, usize)> {
    let start = text.find(RAISED)?;
    let rest = &text[start..];
    let length = rest.find(|letter| !RAISED.contains(&letter) && letter != ',')?;
    let marks = rest[..length].trim_end_matches(',');
    let word = text[..start].rsplit(|letter: char| !letter.is_alphabetic());
    let word = word.into_iter().next().unwrap_or("");
    let ends = text[..start].ends_with([')', '%']) || word.chars().nth(1).is_some();
    let measure = MEASURES.contains(&word) && matches!(marks, "²" | "³");
    let parted = rest[marks.len()..].starts_with([' ', '(', ':', ';', ',']);
    (ends && parted && !measure).then_some((start, start + marks.len()))
}

/// A text and the raised digits at its end.
fn raised(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end();
    let before =
        text.trim_end_matches(|letter| RAISED.contains(&letter) || matches!(letter, ',' | ' '));
    let marks = text[before.len()..].trim_start_matches([',', ' ']);
    let word = before
        .rsplit(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or("");
    let measure = MEASURES.contains(&word) && matches!(marks, "²" | "³");
    (!before.is_empty() && marks.contains(RAISED) && !measure).then_some((before, marks))
}

/// The marker of a mark: what its notes say, as far as they were found.
pub(crate) fn marker(mark: &str, notes: &[Note]) -> Marker {
    let labels = labels(mark);
    let found = labels
        .iter()
        .filter_map(|label| notes.iter().find(|note| note.label == *label));
    let texts: Vec<&str> = found.map(|note| note.text.as_str()).collect();
    Marker {
        symbol: mark.to_string(),
        meaning: texts.join(" "),
    }
}

/// The labels that a mark refers to: `[notes 1, 2]` to `1` and `2`.
fn labels(mark: &str) -> Vec<String> {
    let plain: String = mark
        .chars()
        .map(
            |letter| match RAISED.iter().position(|raised| *raised == letter) {
                Some(digit) => char::from(b'0' + digit as u8),
                None => letter,
            },
        )
        .collect();
    let words = plain.split(|letter: char| !letter.is_alphanumeric());
    words
        .filter(|word| {
            let low = word.to_ascii_lowercase();
            !word.is_empty() && !matches!(low.as_str(), "note" | "notes" | "and")
        })
        .map(str::to_lowercase)
        .collect()
}

/// Reads a line that tells a note: `[note 1] …`, `Note 1: …`, `1. …`, `² …`.
pub(crate) fn told(line: &str) -> Option<Note> {
    let line = line.trim();
    let note = |mark: &str, text: &str| {
        let text = text.trim_start_matches([':', '.', ')', ' ', '-', '–']);
        let labels = labels(mark);
        let [label] = labels.as_slice() else {
            return None;
        };
        (!text.is_empty()).then(|| Note {
            label: label.clone(),
            text: text.to_string(),
        })
    };
    if let Some((0, end)) = bracketed(line) {
        return note(&line[..end], &line[end..]);
    }
    let first = line.split([':', '.', ')', ' ']).next().unwrap_or("");
    if first.eq_ignore_ascii_case("note") {
        let rest = &line[first.len()..];
        let label = rest.trim_start().split([':', '.', ')', ' ']).next()?;
        let numbered = label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let at = rest.find(label)? + label.len();
        return numbered.then(|| note(label, &rest[at..])).flatten();
    }
    let raised = line.trim_start_matches(RAISED);
    if raised.len() < line.len() {
        return note(&line[..line.len() - raised.len()], raised);
    }
    let numbered =
        !first.is_empty() && first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit());
    numbered
        .then(|| note(first, &line[first.len()..]))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes_are_parted_from_their_text() {
        let part = |text| part(text).map(|(text, marks)| (text, marks.join(" ")));
        let parted = |text: &str, marks: &str| Some((text.to_string(), marks.to_string()));
        assert_eq!(part("Area name [note 1]"), parted("Area name", "[note 1]"));
        assert_eq!(part("Rate [Note 1] (%)"), parted("Rate (%)", "[Note 1]"));
        assert_eq!(part("Wales¹ ²"), parted("Wales", "¹ ²"));
        assert_eq!(part("Rate¹ (%)"), parted("Rate (%)", "¹"));
        assert_eq!(
            part("Rate (%)¹,² of adults³"),
            parted("Rate (%) of adults", "¹,² ³")
        );
        assert_eq!(
            part("12.3 [notes 1 and 2]"),
            parted("12.3", "[notes 1 and 2]")
        );
        for plain in [
            "Area in km²",
            "Area in km² (land)",
            "10³ kWh",
            "R² of the model",
            "m²",
            "[c]",
            "12.3 [p]",
            "¹",
            "Ynys Môn",
            "Ward [north]",
        ] {
            assert_eq!(part(plain), None, "`{plain}`");
        }
    }

    #[test]
    fn a_mark_finds_its_notes() {
        let lines = [
            "[note 1] Excludes students.",
            "Note 2: Provisional.",
            "3. Revised.",
            "⁴ Rounded",
        ];
        let notes: Vec<Note> = lines.iter().filter_map(|line| told(line)).collect();
        assert_eq!(notes.len(), 4);
        assert_eq!(marker("[note 1]", &notes).meaning, "Excludes students.");
        assert_eq!(
            marker("[notes 2, 3]", &notes).meaning,
            "Provisional. Revised."
        );
        assert_eq!(marker("⁴", &notes).meaning, "Rounded");
        assert_eq!(marker("[note 9]", &notes).meaning, "");
        assert_eq!(told("Source: a statistics office"), None);
        assert_eq!(told("Note that figures are rounded"), None);
    }
}
