//! Reading lists: groups of publications, their fields named as hayagriva names them.

use jiff::civil::Date;

use crate::diag::{Diagnostic, code};
use crate::discover::SourceTree;
use crate::parse::fields::{self, Fields};
use crate::parse::inputs::missing;
use crate::parse::markdown::RawText;
use crate::parse::passage::Passage;
use crate::parse::yaml::{self, Kind, Node};
use crate::parse::{bibtex, control, leads_out, not_utf8_fault};
use crate::source::{SitePath, SourceId, Span, Spanned};

/// A reading list as written.
#[derive(Debug, Default, Clone)]
pub(crate) struct RawReading {
    pub(crate) groups: Vec<RawGroup>,
}

/// A category as written.
#[derive(Debug, Clone)]
pub(crate) struct RawGroup {
    pub(crate) title: Option<RawText>,
    pub(crate) entries: Vec<RawEntry>,
    /// The BibTeX file that its entries stand in, as named and as a path under `content/`.
    pub(crate) file: Option<(Spanned<String>, Option<SitePath>)>,
}

/// A publication as written.
#[derive(Debug, Clone)]
pub(crate) struct RawEntry {
    pub(crate) key: Spanned<String>,
    pub(crate) kind: String,
    pub(crate) title: RawText,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<RawText>,
    pub(crate) date: Option<String>,
    pub(crate) parent: Option<RawText>,
    pub(crate) locators: Vec<(&'static str, String)>,
    pub(crate) url: Option<String>,
    pub(crate) doi: Option<String>,
    pub(crate) annotation: Option<RawText>,
    /// The day its address was visited.
    pub(crate) accessed: Option<Date>,
    pub(crate) archived: Option<(String, Date)>,
}

/// The kinds of entry that hayagriva knows.
const KINDS: &[(&str, &str)] = &[
    ("article", "article"),
    ("chapter", "chapter"),
    ("entry", "entry"),
    ("anthos", "anthos"),
    ("report", "report"),
    ("thesis", "thesis"),
    ("web", "web"),
    ("scene", "scene"),
    ("artwork", "artwork"),
    ("patent", "patent"),
    ("case", "case"),
    ("newspaper", "newspaper"),
    ("legislation", "legislation"),
    ("manuscript", "manuscript"),
    ("post", "post"),
    ("misc", "misc"),
    ("performance", "performance"),
    ("periodical", "periodical"),
    ("proceedings", "proceedings"),
    ("book", "book"),
    ("blog", "blog"),
    ("reference", "reference"),
    ("conference", "conference"),
    ("anthology", "anthology"),
    ("repository", "repository"),
    ("thread", "thread"),
    ("video", "video"),
    ("audio", "audio"),
    ("exhibition", "exhibition"),
];

/// Fields that are printed after the publisher, with the words before them.
const LOCATORS: &[(&str, &str)] = &[
    ("volume", "volume "),
    ("issue", "issue "),
    ("edition", "edition "),
    ("chapter", "chapter "),
    ("page-range", "pages "),
    ("page-total", "page total "),
    ("location", ""),
    ("genre", ""),
    ("note", ""),
];

/// Fields that hayagriva knows and a printed list leaves out.
const UNPRINTED: &[&str] = &[
    "abstract",
    "affiliated",
    "archive",
    "archive-location",
    "call-number",
    "editor",
    "language",
    "organization",
    "runtime",
    "time-range",
    "volume-total",
];

/// Reads a reading list.
pub(crate) fn parse(
    path: &SitePath,
    source: SourceId,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> RawReading {
    let folder = path.parent();
    let passage = Passage::straight(file, file, source, 0);
    let mut reading = RawReading::default();
    let Some(node) = yaml::parse(&passage, faults) else {
        return reading;
    };
    let Some(mut map) = Fields::of(&node, "a reading list", file, faults) else {
        return reading;
    };
    if map.require("groups").is_some() {
        for node in map.list("groups") {
            reading
                .groups
                .extend(group(node, &folder, file, map.faults));
        }
    }
    map.finish();
    reading
}

fn group(
    node: &Node,
    folder: &SitePath,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawGroup> {
    let mut map = Fields::of(node, "a group of the reading list", file, faults)?;
    let title = map.text("title");
    let named = map.string("file");
    let mut entries = Vec::new();
    let node = match &named {
        None => map.require("entries"),
        Some(file) => {
            if let (Some(_), Some(span)) = (map.take("entries"), map.key_span("entries")) {
                map.faults.push(either(span, file.span));
            }
            None
        }
    };
    if let Some(node) = node {
        match &node.kind {
            Kind::Map(keyed) => {
                for keyed in keyed {
                    let key = Spanned::new(keyed.key.to_string(), keyed.key_span);
                    entries.extend(entry(key, &keyed.value, file, map.faults));
                }
            }
            _ => map.faults.push(
                fields::wrong_type(node, "`entries` is a map from a key to each publication").help(
                    "write a key of your own before each entry, such as `new-local-2020:`; a \
                         BibTeX file is named by `file: …` in its place",
                ),
            ),
        }
    }
    map.finish();
    let file = named.map(|name| {
        let path = folder.named(&name.value);
        (name, path)
    });
    Some(RawGroup {
        title,
        entries,
        file,
    })
}

fn either(entries: Span, file: Span) -> Diagnostic {
    Diagnostic::error(
        &code::CONFLICTING_KEYS,
        entries,
        "a group has its entries here or in a file, and not both",
    )
    .other(file, "the file")
    .help("make two groups of them, or take one of the keys out")
}

/// Reads the BibTeX files that groups name, and gives the groups their entries.
pub(super) fn read_files(list: &mut RawReading, tree: &SourceTree, faults: &mut Vec<Diagnostic>) {
    for group in &mut list.groups {
        let Some((name, path)) = &group.file else {
            continue;
        };
        let Some(path) = path else {
            faults.push(leads_out(name));
            continue;
        };
        // What is there and could not be read has been reported.
        if tree.unread.contains(path) {
            continue;
        }
        match tree.texts.get(path) {
            Some(_) if !is_bibtex(path) => faults.push(no_bibtex(name)),
            None if tree.files.contains_key(path) => faults.push(no_bibtex(name)),
            None => faults.push(missing(name, path, tree, is_bibtex)),
            Some(file) if file.not_utf8.is_some() => faults.push(not_utf8_fault(file)),
            Some(file) => {
                let text = &tree.sources.file(file.source).text;
                control::check(file.source, text, faults);
                group.entries = bibtex::parse(file.source, text, faults);
            }
        }
    }
}

/// Whether a file is BibTeX, by its name.
fn is_bibtex(path: &SitePath) -> bool {
    path.extension() == "bib"
}

fn no_bibtex(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        &code::WRONG_TYPE,
        name.span,
        format!("`{}` is no BibTeX file", name.value),
    )
    .help("export the entries as BibTeX or BibLaTeX, and name that file, which ends in `.bib`")
}

fn entry(
    key: Spanned<String>,
    node: &Node,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawEntry> {
    let mut map = Fields::of(node, "an entry of the reading list", file, faults)?;
    let kind = map
        .word("type", KINDS)
        .map_or("misc", |kind| kind.value)
        .to_string();
    let title = map
        .require("title")
        .and_then(|node| titled(node, file, map.faults));
    let authors = map.list("author");
    let authors = authors
        .iter()
        .filter_map(|node| author(node, file, map.faults))
        .collect();
    let publisher = match map.take("publisher") {
        Some(node) => named(node, "a publisher", &["location"], file, map.faults),
        None => None,
    };
    let date = map
        .take("date")
        .and_then(|node| partial_date(node, map.faults));
    let parent = map.list("parent").first();
    let parent = parent.and_then(|node| parent_title(node, file, map.faults));
    let locators = LOCATORS
        .iter()
        .filter_map(|(key, words)| map.string(key).map(|text| (*words, text.value)))
        .collect();
    for key in UNPRINTED {
        map.take(key);
    }
    let url = map
        .take("url")
        .and_then(|node| address(node, file, map.faults));
    let (url, accessed) = match url {
        Some((url, accessed)) => (Some(url), accessed),
        None => (None, None),
    };
    let doi = serial_number(&mut map);
    let annotation = map.text("annotation");
    let archived = map
        .take("archived")
        .and_then(|node| archived(node, file, map.faults));
    map.finish();
    let title = title?;
    Some(RawEntry {
        key,
        kind,
        title,
        authors,
        publisher,
        date,
        parent,
        locators,
        url,
        accessed,
        doi,
        annotation,
        archived,
    })
}

/// A title: text, or hayagriva's `{value, translation, short}`.
fn titled(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawText> {
    let Kind::Map(_) = node.kind else {
        return fields::text(node, file, faults);
    };
    let mut map = Fields::of(node, "a title", file, faults)?;
    let value = map.required_text("value");
    for key in ["translation", "short", "sentence-case", "verbatim"] {
        map.take(key);
    }
    map.finish();
    value
}

/// A name: text, or a map with `name` and the other keys.
fn named(
    node: &Node,
    what: &'static str,
    others: &[&'static str],
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawText> {
    let Kind::Map(_) = node.kind else {
        return fields::text(node, file, faults);
    };
    let mut map = Fields::of(node, what, file, faults)?;
    let name = map.required_text("name");
    for key in others {
        map.take(key);
    }
    map.finish();
    name
}

/// An author: `Surname, Given`, or hayagriva's map.
fn author(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<String> {
    let Kind::Map(_) = node.kind else {
        return fields::string(node, faults).map(|name| name.value);
    };
    let mut map = Fields::of(node, "an author", file, faults)?;
    let name = map
        .require("name")
        .and_then(|node| fields::string(node, map.faults));
    let given = map.string("given-name");
    for key in ["prefix", "suffix", "alias"] {
        map.take(key);
    }
    map.finish();
    let name = name?.value;
    Some(given.map_or(name.clone(), |given| format!("{name}, {}", given.value)))
}

/// The work an entry stands in.
fn parent_title(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawText> {
    let Kind::Map(_) = node.kind else {
        return fields::text(node, file, faults);
    };
    let mut map = Fields::of(node, "a parent", file, faults)?;
    map.word("type", KINDS);
    let title = map
        .require("title")
        .and_then(|node| titled(node, file, map.faults));
    let rest = [
        "author",
        "date",
        "publisher",
        "volume",
        "issue",
        "url",
        "serial-number",
        "edition",
    ];
    for key in rest.iter().chain(UNPRINTED) {
        map.take(key);
    }
    map.finish();
    title
}

/// An address and the day it was visited: text, or hayagriva's `{value, date}`.
fn address(
    node: &Node,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<(String, Option<Date>)> {
    let Kind::Map(_) = node.kind else {
        return fields::url(node, faults).map(|url| (url.value, None));
    };
    let mut map = Fields::of(node, "an address", file, faults)?;
    let url = map
        .require("value")
        .and_then(|node| fields::url(node, map.faults));
    let date = map.date("date").map(|date| date.value);
    map.finish();
    url.map(|url| (url.value, date))
}

/// The DOI among the serial numbers.
fn serial_number(map: &mut Fields<'_, '_>) -> Option<String> {
    let file = map.file;
    let node = map.take("serial-number")?;
    let Kind::Map(_) = node.kind else {
        fields::string(node, map.faults);
        return None;
    };
    let mut map = Fields::of(node, "a serial number", file, map.faults)?;
    let doi = map.string("doi").map(|doi| {
        let bare = doi.value.rsplit_once("doi.org/");
        bare.map_or(doi.value.as_str(), |(_, bare)| bare)
            .to_string()
    });
    for key in ["isbn", "issn", "pmid", "pmcid", "arxiv", "serial"] {
        map.take(key);
    }
    map.finish();
    doi
}

/// A day, a month or a year.
fn partial_date(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<String> {
    fields::partial_date(node, faults).map(|date| date.value)
}

/// Reads where and when a copy was made: `{url: …, date: …}`.
pub(super) fn archived(
    node: &Node,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<(String, Date)> {
    let mut map = Fields::of(node, "an archived copy", file, faults)?;
    let url = map
        .require("url")
        .and_then(|node| fields::url(node, map.faults));
    let date = map
        .require("date")
        .and_then(|node| fields::date(node, map.faults));
    map.finish();
    Some((url?.value, date?.value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_lists_every_type_of_an_entry() {
        let guide = include_str!("../../docs/guide/reading-lists.md");
        let list = guide.split("- `type` is one of ").nth(1).unwrap();
        let list = list.split('.').next().unwrap();
        let told: Vec<&str> = list.split('`').skip(1).step_by(2).collect();
        let mut known: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
        known.sort_unstable();
        assert_eq!(told, known);
    }
}
