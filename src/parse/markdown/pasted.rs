//! Paragraphs that were a list, a heading or a table where they were copied from, and are none here: the marks
//! of other programs stand in their words, and nobody would be told.

use std::ops::Range;

/// What looks like something that it is not: where it stands, what to say, and what to do.
pub(super) type Pasted = (Range<usize>, String, String);

/// Marks of lists in Word and in web pages, which begin no word.
const BULLETS: &[char] = &['•', '▪', '◦', '‣', '●', '○', '■', '□'];
/// Marks that begin a line of a list, or of a dialogue, a sum or a quotation's source.
const DASHES: &[char] = &['–', '—', '·'];
/// What may stand before the words of a line, in a quotation too.
const BEFORE: [char; 3] = [' ', '\t', '>'];

/// What a paragraph looks like and is not, each kind once. `text` is that of the whole page.
pub(super) fn paragraph(text: &str, range: &Range<usize>) -> Vec<Pasted> {
    // Most paragraphs have no line that begins with one of these marks.
    let is_mark = |byte: u8| matches!(byte, b'#' | b'|' | b':') || byte >= 0x80;
    let is_marked = |line: &str| {
        let words = line.trim_start_matches(BEFORE);
        words.bytes().next().is_some_and(is_mark)
    };
    if !text[range.clone()].split('\n').any(is_marked) {
        return Vec::new();
    }
    let lines = lines(text, range);
    let found = [
        bullets(&lines),
        heading(&lines),
        table(&lines),
        note(&lines),
    ];
    found.into_iter().flatten().collect()
}

/// A line without what stands before it in quotations, and where it stands.
struct Line<'t> {
    start: usize,
    words: &'t str,
}

impl Line<'_> {
    /// Where so many bytes from its beginning stand.
    fn first(&self, length: usize) -> Range<usize> {
        self.start..self.start + length
    }
}

/// The lines of a paragraph, without those that begin in a piece of code.
fn lines<'t>(text: &'t str, range: &Range<usize>) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    let (mut at, mut in_code) = (range.start, false);
    for line in text[range.clone()].split_inclusive('\n') {
        let words = line.trim_start_matches(BEFORE);
        let start = at + line.len() - words.len();
        if !in_code {
            let words = words.trim_end();
            lines.push(Line { start, words });
        }
        in_code ^= line.matches('`').count() % 2 == 1;
        at += line.len();
    }
    lines
}

/// Lines that begin with the mark of a list elsewhere. One dash may be anything.
fn bullets(lines: &[Line<'_>]) -> Option<Pasted> {
    let marked = |line: &&Line<'_>| line.words.starts_with(BULLETS);
    let dashed = |line: &&Line<'_>| {
        let rest = line.words.strip_prefix(DASHES);
        rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
    };
    let are_dashed = || lines.first().is_some_and(|it| dashed(&it)) && lines.len() > 1;
    let all_dashed = || are_dashed() && lines.iter().filter(dashed).count() > 1;
    let first = lines.iter().find(marked);
    let first = first.or_else(|| lines.first().filter(|_| all_dashed()))?;
    let mark = first.words.chars().next()?;
    Some((
        first.first(mark.len_utf8()),
        format!("`{mark}` begins no item of a list here"),
        "begin each item with `- ` on a line of its own, and leave the line before the first empty"
            .to_string(),
    ))
}

/// A line that begins as a heading does, but for the space. `#1` and `#word` are words.
fn heading(lines: &[Line<'_>]) -> Option<Pasted> {
    let marks = |line: &Line<'_>| line.words.bytes().take_while(|byte| *byte == b'#').count();
    let is_near = |line: &&Line<'_>| {
        let count = marks(line);
        let next = line.words[count..].chars().next();
        (2..=6).contains(&count) && next.is_some_and(char::is_alphanumeric)
    };
    let line = lines.iter().find(is_near)?;
    let (marks, words) = line.words.split_at(marks(line));
    let word = words.split_whitespace().next()?;
    Some((
        line.first(marks.len() + word.len()),
        format!("`{marks}{word}` begins no heading: a space is missing"),
        format!("write `{marks} {word}`, and leave the line before it empty"),
    ))
}

/// Lines parted by bars, which make a table only with a rule below the first.
fn table(lines: &[Line<'_>]) -> Option<Pasted> {
    let bars = |line: &Line<'_>| {
        let is_row = line.words.starts_with("| ") && line.words.ends_with('|');
        let bars = line.words.bytes().filter(|byte| *byte == b'|').count();
        (is_row && bars > 2).then_some(bars)
    };
    let mut pairs = lines.windows(2);
    let pair = pairs.find(|pair| bars(&pair[0]).is_some() && pair[1].words.starts_with('|'))?;
    let columns = bars(&pair[0])? - 1;
    let is_rule = |line: &Line<'_>| line.words.bytes().all(|byte| b"|-: ".contains(&byte));
    if bars(&pair[1]).is_none() && !is_rule(&pair[1]) {
        return None;
    }
    Some((
        pair[0].first(pair[0].words.len()),
        "these lines make no table: the rule below its head is missing, or does not fit"
            .to_string(),
        match columns {
            2..=8 => format!("put a line `|{}` below this one", " --- |".repeat(columns)),
            _ => {
                "put a line `| --- | --- |` below this one, with a part for each column".to_string()
            }
        },
    ))
}

/// A line that begins a note in the Markdown of other programs.
fn note(lines: &[Line<'_>]) -> Option<Pasted> {
    let word = |line: &Line<'_>| -> Option<usize> {
        let rest = line.words.strip_prefix(":::")?;
        let name = rest.trim_start_matches([':', ' ', '{', '.']);
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        (letters > 0).then(|| line.words.len() - name.len() + letters)
    };
    let (line, length) = lines.iter().find_map(|line| Some((line, word(line)?)))?;
    Some((
        line.first(length),
        format!("`{}` makes no highlighted note", &line.words[..length]),
        "write `> [!NOTE]` on a line of its own, and begin each line of the note with `> `"
            .to_string(),
    ))
}

/// What the definition of a word looks like that is none: a line that begins with three colons makes the
/// paragraph before it a word to be defined.
pub(super) fn definition(text: &str, range: &Range<usize>) -> Option<Pasted> {
    let start = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or("");
    note(&lines(text, &(start..start + line.len())))
}

/// Where bold words begin that do not end. `range` is text in which no marks have been found; each of several
/// stars may be one by itself.
pub(super) fn bold(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let begins = |before: &str| {
        let last = before.chars().next_back();
        last.is_none_or(|letter| letter.is_whitespace() || "([\"'“‘>|".contains(letter))
    };
    let holds = |after: &str| {
        let next = after.chars().next();
        next.is_some_and(|letter| letter.is_alphanumeric() || "\"'“‘£$€".contains(letter))
    };
    let mut from = range.start;
    while let Some(found) = text[from..range.end].find('*') {
        let at = from + found;
        from = at + 1;
        // Of a run of stars the first alone is looked at.
        if !begins(&text[..at]) {
            continue;
        }
        let after = text[at..].trim_start_matches('*');
        let end = text.len() - after.len();
        if matches!(end - at, 2 | 3) && holds(after) {
            return Some(at..end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{bold, paragraph};

    fn found(text: &str) -> Vec<String> {
        let found = paragraph(text, &(0..text.len()));
        found
            .iter()
            .map(|(at, ..)| text[at.clone()].to_string())
            .collect()
    }

    #[test]
    fn marks_of_other_programs_are_found() {
        for (text, mark) in [
            ("• Homes\n• Skills", "•"),
            ("We ask for:\n•\tHomes\n•\tSkills", "•"),
            ("– Homes\n– Skills", "–"),
            ("· Homes\n· Skills", "·"),
            ("##Homes", "##Homes"),
            ("Words.\n###2024 in brief", "###2024"),
            ("| A | B |\n| 1 | 2 |", "| A | B |"),
            ("| A | B |\n|---|\n| 1 | 2 |", "| A | B |"),
            (":::note\nWords.\n:::", ":::note"),
            ("::: warning\nWords.\n:::", "::: warning"),
            ("> ::: {.warning}\n> Words.", "::: {.warning"),
        ] {
            assert_eq!(found(text), [mark], "{text}");
        }
    }

    #[test]
    fn words_are_left_alone() {
        for text in [
            "C# is a language",
            "#1 of all",
            "#housing",
            "# # #",
            "\\##Homes",
            "`a\n##b` c",
            "|x| is the size of x",
            "|x| + |y|\n|x + y|",
            "| is a bar\n| is another",
            "– Jane Austen",
            "He said\n– and then went on",
            "A – B\n– C",
            "3 · 4\n· 5",
            "a:::b",
            "::: ",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn bold_words_without_an_end_are_told_from_stars() {
        for (text, at) in [
            ("**not closed", Some(0)),
            ("Some **not closed", Some(5)),
            ("[**not closed", Some(1)),
            ("(**£64bn", Some(1)),
            ("2 ** 3, then **four", Some(13)),
            ("2 ** 3", None),
            ("a *b", None),
            ("p = 0.04**", None),
            ("0.04** and 0.05*", None),
            ("a**b", None),
            ("****", None),
            ("****a", None),
            ("** p < 0.05", None),
        ] {
            let found = bold(text, &(0..text.len()));
            assert_eq!(found.map(|it| it.start), at, "{text}");
        }
        // Stars may be a piece of text by themselves.
        assert_eq!(bold("Some **words", &(5..6)), Some(5..7));
        assert_eq!(bold("Some **words", &(6..7)), None);
        assert_eq!(bold("Some **words", &(7..12)), None);
    }
}
