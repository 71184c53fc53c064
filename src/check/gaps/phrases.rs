//! Finding phrases in what the pages of a site are written in.
//!
//! The lines of the model hold only what may hold a number, so the files themselves are read: front
//! matter, figures and all. What stands behind `#` at the beginning of a line is a comment or a
//! heading; a comment is passed over where it is one.

use std::collections::BTreeSet;

use crate::model::{Kind, Site};
use crate::source::{SourceId, SourceMap, Span};

/// The first of the phrases in each line that has one, with its place.
pub(super) fn each<'p>(
    site: &Site,
    sources: &SourceMap,
    phrases: &'p [&'p str],
    see: &mut dyn FnMut(&'p str, Span),
) {
    for source in written_in(site) {
        let file = sources.file(source);
        let mut yaml = !file.path.is_page();
        let mut start = 0;
        for (number, line) in file.text.split_inclusive('\n').enumerate() {
            if line.trim_end() == "---" && file.path.is_page() {
                yaml = number == 0;
            }
            let comment = yaml && line.trim_start().starts_with('#');
            if !comment && let Some((at, phrase)) = first(line, phrases) {
                let at = start + at;
                see(phrase, Span::new(source, at, at + phrase.len()));
            }
            start += line.len();
        }
    }
}

/// The files whose words are published: pages, reading lists, and the configuration.
fn written_in(site: &Site) -> BTreeSet<SourceId> {
    let mut sources = BTreeSet::from([site.config.source]);
    for page in &site.pages {
        sources.insert(page.source);
        if let Kind::Session(session) = &page.kind {
            let groups = session.reading.iter().flat_map(|list| &list.groups);
            sources.extend(groups.flat_map(|group| &group.entries).map(|it| it.source));
        }
    }
    sources
}

fn first<'p>(line: &str, phrases: &'p [&'p str]) -> Option<(usize, &'p str)> {
    // In ASCII only: bytes keep their places.
    let words = line.to_ascii_lowercase();
    phrases
        .iter()
        .filter_map(|phrase| Some((whole(&words, phrase)?, *phrase)))
        .min()
}

/// Where a phrase stands as whole words.
fn whole(words: &str, phrase: &str) -> Option<usize> {
    let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let mut places = words.match_indices(phrase).map(|(at, _)| at);
    places.find(|at| {
        let before = words[..*at].chars().next_back();
        let after = words[at + phrase.len()..].chars().next();
        !letter(before) && !letter(after)
    })
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn only_whole_words_are_found() {
        assert_eq!(whole("date: tbc", "tbc"), Some(6));
        assert_eq!(whole("tbcs and tbc.", "tbc"), Some(9));
        assert_eq!(whole("étbc", "tbc"), None);
    }
}
