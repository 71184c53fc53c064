//! What stands between the entries of a file. BibTeX takes it for a comment: an entry that has lost its
//! `@` would be gone without a word, and so would a whole file of another format.

use std::ops::Range;

/// What begins a record of RIS.
const RIS: &str = "TY  - ";

/// Something between entries that is no comment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) sort: Sort,
    pub(super) place: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// `report{key, …`.
    Entry,
    /// A record of RIS, of which the first of a file is told.
    Ris,
}

/// What was lost between entries, which stand in order.
pub(super) fn lost(text: &str, entries: &[Range<usize>]) -> Vec<Lost> {
    let starts = std::iter::once(0).chain(entries.iter().map(|entry| entry.end));
    let ends = entries.iter().map(|entry| entry.start);
    let mut found = Vec::new();
    for (start, end) in starts.zip(ends.chain([text.len()])) {
        let between = text.get(start..end).unwrap_or_default();
        let without_sign = heads(between);
        let all = without_sign.into_iter().chain(record(between));
        found.extend(all.map(|lost| Lost {
            place: start + lost.place.start..start + lost.place.end,
            ..lost
        }));
    }
    let first = found.iter().position(|lost| lost.sort == Sort::Ris);
    let mut at = 0..;
    found.retain(|lost| at.next() == first || lost.sort != Sort::Ris);
    found
}

/// The first record of RIS.
fn record(text: &str) -> Option<Lost> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches('\u{feff}');
        if bare.starts_with(RIS) {
            let place = start + line.len() - bare.len()..start + line.trim_end().len();
            let sort = Sort::Ris;
            return Some(Lost { sort, place });
        }
        start += line.len();
    }
    None
}

/// Words with a brace and a key behind them, as entries begin. Commands of TeX are none.
fn heads(text: &str) -> Vec<Lost> {
    let mut found = Vec::new();
    let mut word: Option<Range<usize>> = None;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let next = at + letter.len_utf8();
        let (passed, last) = match letter {
            '%' => (line(&text[at..]), None),
            '@' => (block(&text[at..]), None),
            '\\' => (letter.len_utf8() + name(&text[next..]), None),
            '{' => {
                if let Some(head) = word
                    && let Some(key) = key(&text[next..])
                {
                    let place = head.start..next + key;
                    let sort = Sort::Entry;
                    found.push(Lost { sort, place });
                }
                (1, None)
            }
            _ if letter.is_whitespace() => (letter.len_utf8(), word),
            _ => match name(&text[at..]) {
                0 => (letter.len_utf8(), None),
                length => (length, Some(at..at + length)),
            },
        };
        word = last;
        at += passed;
    }
    found
}

/// How long the name is that a text begins with.
fn name(text: &str) -> usize {
    let is_name = |letter: char| letter.is_alphanumeric() || "-_".contains(letter);
    let end = text.find(|letter: char| letter.is_ascii() && !is_name(letter));
    end.unwrap_or(text.len())
}

/// How long the key is behind the brace that begins an entry, with what stands before it.
fn key(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let no_key = |letter: char| letter.is_whitespace() || ",{}\"=".contains(letter);
    let end = start + text[start..].find(no_key)?;
    let is_key = end > start && text[end..].trim_start().starts_with(',');
    is_key.then_some(end)
}

/// How long the first line of a text is.
fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// How long the block is that a text begins with: `@comment{…}`, `@string{…}` or `@preamble{…}`.
fn block(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            '{' => depth += 1,
            '}' if depth <= 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(Sort, &str)> {
        let found = lost(text, &[]);
        let told = found.iter();
        told.map(|lost| (lost.sort, &text[lost.place.clone()]))
            .collect()
    }

    #[test]
    fn an_entry_without_its_sign_is_found() {
        for (text, head) in [
            ("techreport{a-2025, title = {A}}", "techreport{a-2025"),
            ("} \n report { b ,\n title = {B}", "report { b"),
            ("words, article\n{c,}", "article\n{c"),
            ("＠book{é_1,}", "＠book{é_1"),
        ] {
            assert_eq!(told(text), [(Sort::Entry, head)], "{text}");
        }
    }

    #[test]
    fn comments_are_none() {
        for text in [
            "",
            "Sources of the group, 2024 {see the minutes}.",
            "title = {Homes, and places}, note = {{One, two}}}",
            "% report{a, title = {A}}\n",
            "@comment{jabref-meta: report{a, title = {A}} b{c,d}} \\cite{a, b}",
            "@string{a = {b{c,}}}",
            "report{a b, c} report{} report{, a} report{a=b, c}",
            "report{a",
            "TY - 1",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
    }

    #[test]
    fn a_record_of_ris_is_found_once() {
        let file = "\r\nTY  - RPRT\r\nTI  - A\r\nER  - \r\nTY  - JOUR\r\nER  - \r\n";
        assert_eq!(told(file), [(Sort::Ris, "TY  - RPRT")]);
        let marked = "\u{feff}TY  - RPRT\n";
        assert_eq!(told(marked), [(Sort::Ris, "TY  - RPRT")]);
    }

    #[test]
    fn what_stands_in_entries_is_passed_over() {
        let text = "a{b, @x{c, note = {d{e,}}} f{g,";
        let entry = 5..text.len() - 5;
        let found = lost(text, std::slice::from_ref(&entry));
        let places: Vec<&str> = found.iter().map(|it| &text[it.place.clone()]).collect();
        assert_eq!(places, ["a{b", "f{g"]);
    }
}
