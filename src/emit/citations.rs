//! Each reading list as BibTeX and RIS, for reference managers.
//!
//! Every value is one line of text, so that none can end its field: braces and backslashes are written
//! as commands in BibTeX, and line ends as spaces in both.

use std::collections::BTreeSet;

use crate::html::{Writer, size};
use crate::model::{Entry, Kind, Page, ReadingList, Text};
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::{DownloadView, READING_FILES};

/// The files of a page's reading list, each with the link of the page to it.
pub(super) fn emit(page: &Page, writer: &Writer<'_>) -> Vec<(DownloadView, (SitePath, Artifact))> {
    let files = files(page).into_iter();
    files
        .map(|(kind, path, text)| {
            let download = DownloadView {
                kind: kind.into(),
                href: writer.href(&path),
                size: size(text.len() as u64),
            };
            (download, (path, Artifact::text(text)))
        })
        .collect()
}

/// The files of a page's reading list; none where it has no list, or an empty one.
fn files(page: &Page) -> Vec<(&'static str, SitePath, String)> {
    let Kind::Session(session) = &page.kind else {
        return Vec::new();
    };
    let list = session.reading.as_ref();
    let Some(list) = list.filter(|list| entries(list).next().is_some()) else {
        return Vec::new();
    };
    let [bib_name, ris_name] = READING_FILES;
    let folder = page.route.parent();
    let path = |name| folder.join(name).expect("the name is a constant");
    vec![
        ("BibTeX", path(bib_name), bibtex(list)),
        ("RIS", path(ris_name), ris(list)),
    ]
}

fn entries(list: &ReadingList) -> impl Iterator<Item = &Entry> {
    list.groups.iter().flat_map(|group| &group.entries)
}

/// What a kind of entry is called: hayagriva's name, BibTeX's, and that of RIS. Others are
/// [`OTHER`].
const TYPES: &[(&str, &str, &str)] = &[
    ("anthology", "book", "BOOK"),
    ("anthos", "incollection", "CHAP"),
    ("article", "article", "JOUR"),
    ("artwork", "misc", "ART"),
    ("audio", "misc", "SOUND"),
    ("blog", "misc", "BLOG"),
    ("book", "book", "BOOK"),
    ("case", "misc", "CASE"),
    ("chapter", "incollection", "CHAP"),
    ("conference", "inproceedings", "CPAPER"),
    ("entry", "incollection", "CHAP"),
    ("legislation", "misc", "STAT"),
    ("manuscript", "unpublished", "UNPB"),
    ("newspaper", "article", "NEWS"),
    ("patent", "misc", "PAT"),
    ("periodical", "misc", "JFULL"),
    ("post", "misc", "ELEC"),
    ("proceedings", "proceedings", "CONF"),
    ("reference", "book", "BOOK"),
    ("report", "techreport", "RPRT"),
    ("thesis", "phdthesis", "THES"),
    ("thread", "misc", "ELEC"),
    ("video", "misc", "VIDEO"),
    ("web", "misc", "ELEC"),
];

const OTHER: (&str, &str, &str) = ("misc", "misc", "GEN");

fn types(entry: &Entry) -> (&'static str, &'static str) {
    let known = TYPES.iter().find(|(kind, ..)| *kind == entry.kind);
    let (_, bibtex, ris) = known.unwrap_or(&OTHER);
    (bibtex, ris)
}

/// Locators by the words before them: BibTeX's field, and the tag of RIS. Those without words are
/// notes.
const LOCATORS: &[(&str, &str, &str)] = &[
    ("volume ", "volume", "VL"),
    ("issue ", "number", "IS"),
    ("edition ", "edition", "ET"),
    ("chapter ", "chapter", "SE"),
    ("pages ", "pages", "SP"),
    ("page total ", "pagetotal", "SP"),
];

/// The list as BibTeX, in UTF-8.
fn bibtex(list: &ReadingList) -> String {
    let mut out = String::new();
    let mut taken = BTreeSet::new();
    for entry in entries(list) {
        let (kind, _) = types(entry);
        let key = unique(&entry.key, &mut taken);
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("@{kind}{{{key},\n"));
        for (field, value) in bibtex_fields(entry, kind) {
            out.push_str(&format!("  {field} = {{{value}}},\n"));
        }
        out.push_str("}\n");
    }
    out
}

/// The fields of an entry, their values as they stand in the file.
fn bibtex_fields(entry: &Entry, kind: &str) -> Vec<(&'static str, String)> {
    // The second pair of braces keeps the capitals of names, which styles would lower.
    let mut fields = vec![("title", format!("{{{}}}", tex(&entry.title.plain())))];
    if !entry.authors.is_empty() {
        let names: Vec<String> = entry.authors.iter().map(|name| tex_name(name)).collect();
        fields.push(("author", names.join(" and ")));
    }
    let within = match kind {
        "article" => "journal",
        "incollection" | "inproceedings" => "booktitle",
        _ => "series",
    };
    let publisher = match kind {
        "techreport" => "institution",
        "phdthesis" => "school",
        _ => "publisher",
    };
    let mut add = |field, text: &Option<Text>| {
        fields.extend(text.as_ref().map(|text| (field, tex(&text.plain()))));
    };
    add(within, &entry.parent);
    add(publisher, &entry.publisher);
    add("annote", &entry.annotation);
    let date = entry.date.iter().flat_map(|date| date.split('-'));
    fields.extend(["year", "month", "day"].into_iter().zip(date.map(tex)));
    let mut notes = Vec::new();
    for (words, value) in &entry.locators {
        match LOCATORS.iter().find(|(known, ..)| known == words) {
            Some((_, field, _)) => fields.push((field, tex(value))),
            None => notes.push(tex(value)),
        }
    }
    fields.extend(entry.doi.as_ref().map(|doi| ("doi", verbatim(doi))));
    fields.extend(entry.url.as_ref().map(|url| ("url", verbatim(url))));
    fields.extend(entry.accessed.map(|day| ("urldate", day.to_string())));
    if let Some(copy) = &entry.archived {
        let url = verbatim(&copy.url);
        notes.push(format!("Archived copy of {}: \\url{{{url}}}", copy.date));
    }
    if !notes.is_empty() {
        fields.push(("note", notes.join(". ")));
    }
    fields
}

/// A key that BibTeX can read and no entry before has; case does not tell keys apart.
fn unique(key: &str, taken: &mut BTreeSet<String>) -> String {
    let sound = |c: char| c.is_ascii_alphanumeric() || "-_.:+/".contains(c);
    let key: String = key
        .chars()
        .map(|c| if sound(c) { c } else { '-' })
        .collect();
    let mut name = key.clone();
    let mut number = 2;
    while !taken.insert(name.to_ascii_lowercase()) {
        name = format!("{key}-{number}");
        number += 1;
    }
    name
}

/// Text as one line of LaTeX, its braces in pairs.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            // `\{` would count as a brace without its pair.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            // Two hyphens in a row would be a dash.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            c => out.push(c),
        }
    }
    out
}

/// A name: a person's is `Surname, Given`, any other is kept together.
fn tex_name(name: &str) -> String {
    let part = |part: &str| {
        let apart = part.contains(',') || part.split_whitespace().any(|word| word == "and");
        let part = tex(part);
        if apart { format!("{{{part}}}") } else { part }
    };
    match name.split_once(", ") {
        Some((surname, given)) => format!("{}, {}", part(surname), part(given)),
        None => format!("{{{}}}", tex(name)),
    }
}

/// An address, which is read as it stands: what could end the field is escaped as addresses are.
fn verbatim(address: &str) -> String {
    let address = one_line(address);
    let mut out = String::new();
    for c in address.chars() {
        match c {
            '{' | '}' | '\\' | ' ' => out.push_str(&format!("%{:02X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Text without line ends and other control characters.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The list as RIS, in UTF-8 with the line ends that the format asks for.
fn ris(list: &ReadingList) -> String {
    let mut out = String::new();
    let mut taken = BTreeSet::new();
    for entry in entries(list) {
        let (_, kind) = types(entry);
        let mut line = |tag: &str, value: &str| {
            let value = one_line(value);
            out.push_str(&format!("{tag}  - {value}\r\n"));
        };
        line("TY", kind);
        line("ID", &unique(&entry.key, &mut taken));
        for (tag, value) in ris_fields(entry) {
            line(tag, &value);
        }
        line("ER", "");
        out.push_str("\r\n");
    }
    out
}

fn ris_fields(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut fields = vec![("TI", entry.title.plain())];
    fields.extend(entry.authors.iter().map(|name| ("AU", name.clone())));
    let mut add = |tag, text: &Option<Text>| {
        fields.extend(text.as_ref().map(|text| (tag, text.plain())));
    };
    add("T2", &entry.parent);
    add("PB", &entry.publisher);
    if let Some(date) = &entry.date {
        fields.push(("PY", date.split('-').next().unwrap_or(date).to_string()));
        fields.push(("DA", ris_date(date)));
    }
    for (words, value) in &entry.locators {
        let known = LOCATORS.iter().find(|(known, ..)| known == words);
        let range = value.split_once(['-', '\u{2013}']);
        match (*words, range) {
            ("pages ", Some((first, last))) => {
                fields.push(("SP", first.trim().to_string()));
                fields.push(("EP", last.trim().to_string()));
            }
            _ => fields.push((known.map_or("N1", |(.., tag)| tag), value.clone())),
        }
    }
    fields.extend(entry.annotation.as_ref().map(|text| ("N1", text.plain())));
    fields.extend(entry.doi.as_ref().map(|doi| ("DO", doi.clone())));
    fields.extend(entry.url.as_ref().map(|url| ("UR", url.clone())));
    let accessed = entry.accessed.map(|day| ris_date(&day.to_string()));
    fields.extend(accessed.map(|day| ("Y2", day)));
    if let Some(copy) = &entry.archived {
        fields.push(("L2", copy.url.clone()));
        fields.push((
            "N1",
            format!("Archived copy of {}: {}", copy.date, copy.url),
        ));
    }
    fields
}

/// A day, month or year as RIS writes it: `2024/06//`.
fn ris_date(date: &str) -> String {
    let mut parts = date.split('-');
    let mut part = || parts.next().unwrap_or_default();
    format!("{}/{}/{}/", part(), part(), part())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_ends_its_field() {
        assert_eq!(
            tex("a } @misc{x,\n b \\ 50% & --"),
            "a \\textbraceright{} @misc\\textbraceleft{}x, b \\textbackslash{} 50\\% \\& -{}-"
        );
        assert_eq!(
            verbatim("https://a.example/{b}\\c%20"),
            "https://a.example/%7Bb%7D%5Cc%20"
        );
        assert_eq!(one_line("a\r\nER  - \u{2028}b\u{1d}"), "a ER - b");
    }

    #[test]
    fn names_of_bodies_are_kept_together() {
        assert_eq!(tex_name("Doe, Jane"), "Doe, Jane");
        assert_eq!(
            tex_name("Work and Pensions Committee"),
            "{Work and Pensions Committee}"
        );
        assert_eq!(tex_name("Fish and Son, Élan"), "{Fish and Son}, Élan");
    }

    #[test]
    fn keys_are_told_apart() {
        let mut taken = BTreeSet::new();
        let keys = ["a b", "a-b", "A-B", "é{"].map(|key| unique(key, &mut taken));
        assert_eq!(keys, ["a-b", "a-b-2", "A-B-3", "--"]);
    }

    #[test]
    fn days_months_and_years_are_dates_of_ris() {
        assert_eq!(ris_date("2024"), "2024///");
        assert_eq!(ris_date("2024-06"), "2024/06//");
        assert_eq!(ris_date("2024-06-03"), "2024/06/03/");
    }
}
