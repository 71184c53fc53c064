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
    let ends = (0..bytes.len()).filter(move |at| {
        matches!(bytes[*at], b'.' | b'?' | b'!')
            && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace)
    });
    ends.map(|at| at + 1)
        .chain([words.len()])
        .filter_map(move |end| {
            let sentence = words.get(start..end)?;
            let from = std::mem::replace(&mut start, end);
            (!sentence.trim().is_empty()).then_some((from, sentence))
        })
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
}
