//! The lines of a site in which a number may stand, each with whose it is, and their sentences.

use rayon::prelude::*;

use crate::claim::Found;
use crate::diag::Diagnostic;
use crate::model::{Line, Owner, Part, Site, Text};

/// Gives every line to `see`: those of bodies and of all other texts.
pub(super) fn each_line<'a>(site: &'a Site, see: &mut dyn FnMut(Owner, Line<'a>)) {
    for page in &site.pages {
        let owner = Owner::Page(page.id);
        page.body.lines().for_each(|line| see(owner, line));
    }
    site.each_text(&mut |owner, text| text.lines().for_each(|line| see(owner, line)));
}

/// What a rule finds in the lines of a site, looked at side by side: those of bodies, then all others.
pub(super) fn found_in_lines<'a, F>(site: &'a Site, rule: F) -> Vec<Diagnostic>
where
    F: Fn(Line<'a>) -> Vec<Diagnostic> + Sync,
{
    let bodies = site.pages.par_iter();
    let bodies = bodies.flat_map_iter(|page| page.body.lines().flat_map(&rule));
    let mut texts: Vec<&Text> = Vec::new();
    site.each_text(&mut |_, text| texts.push(text));
    let texts = texts.into_par_iter();
    let texts = texts.flat_map_iter(|text| text.lines().flat_map(&rule));
    bodies.chain(texts).collect()
}

/// The sentences of a line, each with its first byte. A full stop inside a number ends none; one
/// after an abbreviation may, which only makes sentences shorter.
pub(super) fn sentences(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let bytes = words.as_bytes();
    let ends = (0..bytes.len()).filter(move |at| ends_sentence(bytes[*at], bytes.get(at + 1)));
    ends.map(|at| at + 1)
        .chain([words.len()])
        .filter_map(move |end| {
            let sentence = words.get(start..end)?;
            let from = std::mem::replace(&mut start, end);
            (!sentence.trim().is_empty()).then_some((from, sentence))
        })
}

/// The sentence of a line that holds the byte `at`, by its first byte and the byte after its last. `from`
/// is a byte before `at` that is no further back than the sentence need be followed.
pub(super) fn sentence_around(words: &str, from: usize, at: usize) -> (usize, usize) {
    let bytes = words.as_bytes();
    let ends = |pair: &[u8]| ends_sentence(pair[0], Some(&pair[1]));
    let before = bytes[from..=at].windows(2).rposition(ends);
    let behind = bytes[at..].windows(2).position(ends);
    (
        before.map_or(from, |end| from + end + 1),
        behind.map_or(words.len(), |end| at + end + 1),
    )
}

/// Whether a sentence ends within a part of a line.
pub(super) fn parts_sentences(part: &str) -> bool {
    let mut pairs = part.as_bytes().windows(2);
    pairs.any(|pair| ends_sentence(pair[0], Some(&pair[1])))
}

/// Whether a byte in front of another, or of the end of a line, ends a sentence.
fn ends_sentence(byte: u8, next: Option<&u8>) -> bool {
    matches!(byte, b'.' | b'?' | b'!') && next.is_none_or(u8::is_ascii_whitespace)
}

/// Whether a number is the author's own words, every letter of it.
pub(super) fn is_plain(line: Line<'_>, found: &Found) -> bool {
    line.parts()
        .all(|(from, run)| run.part == Part::Plain || run.end <= found.start || from >= found.end)
}

/// Whether what follows a number says that it is part of a method, and no finding: a confidence
/// level.
pub(super) fn is_of_method(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\n', '-', '\u{2011}']);
    ["confidence", "credible", "uncertainty", "level"]
        .iter()
        .any(|word| after.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_in_a_number_ends_no_sentence() {
        let found: Vec<&str> = sentences("It is 2.5 per cent. Was it? Yes")
            .map(|(_, sentence)| sentence.trim())
            .collect();
        assert_eq!(found, ["It is 2.5 per cent.", "Was it?", "Yes"]);
    }

    #[test]
    fn the_sentence_around_a_byte_is_one_of_the_line() {
        let line = "It is 2.5 per cent. Was it? Yes";
        for at in 0..line.len() {
            let (start, end) = sentence_around(line, 0, at);
            let mut all = sentences(line);
            let of_line = all.find(|(from, words)| at < from + words.len());
            assert_eq!(of_line, Some((start, &line[start..end])), "{at}");
            assert_eq!(sentence_around(line, start, at), (start, end), "{at}");
        }
    }
}
