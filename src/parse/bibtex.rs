//! BibTeX: the entries of a group of a reading list, from a file that a reference manager writes.
//!
//! What stands in such a file is words and no Markdown. Fields are told by the names that BibTeX and
//! BibLaTeX have for them; those that a reading list does not print are passed over, as reference
//! managers write many.

mod between;
mod bounds;

use std::collections::BTreeMap;

use biblatex::{
    Bibliography, Chunk, ChunksExt, Entry, ParseErrorKind, RawBibliography, RetrievalError, Token,
};
use jiff::civil::Date;

use crate::diag::{Diagnostic, code};
use crate::parse::control;
use crate::parse::fields::{self, web_address};
use crate::parse::markdown::RawText;
use crate::parse::reading::RawEntry;
use crate::source::{SourceId, Span, Spanned};

use between::{Lost, Sort};

/// The kinds of entry of BibTeX and BibLaTeX, and what hayagriva calls them. Others are `misc`.
const KINDS: &[(&str, &str)] = &[
    ("article", "article"),
    ("artwork", "artwork"),
    ("audio", "audio"),
    ("book", "book"),
    ("bookinbook", "chapter"),
    ("booklet", "book"),
    ("collection", "anthology"),
    ("conference", "conference"),
    ("dataset", "repository"),
    ("electronic", "web"),
    ("image", "artwork"),
    ("inbook", "chapter"),
    ("incollection", "anthos"),
    ("inproceedings", "conference"),
    ("inreference", "entry"),
    ("jurisdiction", "case"),
    ("legislation", "legislation"),
    ("manual", "reference"),
    ("mastersthesis", "thesis"),
    ("mvbook", "book"),
    ("mvcollection", "anthology"),
    ("mvproceedings", "proceedings"),
    ("mvreference", "reference"),
    ("online", "web"),
    ("patent", "patent"),
    ("performance", "performance"),
    ("periodical", "periodical"),
    ("phdthesis", "thesis"),
    ("proceedings", "proceedings"),
    ("reference", "reference"),
    ("report", "report"),
    ("software", "repository"),
    ("standard", "reference"),
    ("suppbook", "chapter"),
    ("suppcollection", "anthos"),
    ("suppperiodical", "article"),
    ("techreport", "report"),
    ("thesis", "thesis"),
    ("unpublished", "manuscript"),
    ("video", "video"),
    ("www", "web"),
];

/// Entries that are no publications and only lend their fields to others.
const LENDERS: &[&str] = &["xdata", "set"];

/// The most faults of one file that are told.
const MOST_FAULTS: usize = 20;

/// What an entry takes from the one that its `crossref` or `xdata` names, where it has nothing of its
/// own.
const LENT: &[&str] = &[
    "date",
    "year",
    "month",
    "publisher",
    "institution",
    "school",
    "organization",
    "volume",
    "edition",
    "url",
    "urldate",
    "doi",
];

/// Reads the entries of a file. What cannot be read is reported, and the others are given. A file without
/// any entry is reported too.
pub(crate) fn parse(source: SourceId, text: &str, faults: &mut Vec<Diagnostic>) -> Vec<RawEntry> {
    let before = faults.len();
    let file = File { source, text };
    let entries = file
        .raw(faults)
        .map_or_else(Vec::new, |raw| entries(&file, raw, faults));
    if entries.is_empty() && faults.len() == before {
        faults.push(file.without_entries());
    }
    entries
}

fn entries(
    file: &File<'_>,
    mut raw: RawBibliography<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<RawEntry> {
    let mut keys: BTreeMap<&str, (Span, &str)> = BTreeMap::new();
    raw.entries.retain_mut(|entry| {
        let (key, span) = (entry.v.key.v, file.span(entry.v.key.span.clone()));
        if let Some((first, _)) = keys.get(key) {
            faults.push(file.twice(key, span, *first));
            return false;
        }
        keys.insert(key, (span, entry.v.kind.v));
        true
    });
    // What is lent is taken here, and one step far: the crate follows circles without an end.
    let mut lenders: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in &mut raw.entries {
        let key = entry.v.key.v;
        entry.v.fields.retain(|field| {
            let name = field.key.v.to_ascii_lowercase();
            if !matches!(name.as_str(), "crossref" | "xdata") {
                return true;
            }
            let named = field.value.v.iter();
            let named = named.filter_map(|chunk| file.text.get(chunk.span.clone()));
            let named = named.flat_map(|names| names.split(','));
            let named = named.map(|name| name.trim_matches(['{', '}', '"', ' ']).to_string());
            lenders.entry(key).or_default().extend(named);
            false
        });
    }
    let Some(whole) = file.resolved(raw, faults) else {
        return Vec::new();
    };
    let mut entries = Vec::new();
    for entry in whole.iter() {
        let key = entry.key.as_str();
        let (span, kind) = keys[key];
        let kind = kind.to_ascii_lowercase();
        if LENDERS.contains(&kind.as_str()) {
            continue;
        }
        let mut entry = entry.clone();
        for lender in lenders.get(key).into_iter().flatten() {
            match whole.get(lender) {
                Some(lender) => borrow(&mut entry, lender),
                None => faults.push(file.no_lender(lender, span)),
            }
        }
        let known = KINDS.iter().find(|(bibtex, _)| *bibtex == kind);
        let kind = known.map_or("misc", |(_, kind)| kind);
        entries.extend(file.entry(&entry, Spanned::new(key.to_string(), span), kind, faults));
    }
    entries
}

/// Takes what an entry lacks from another; the title of the other is that of the work it stands in.
fn borrow(entry: &mut Entry, lender: &Entry) {
    for field in LENT {
        if entry.get(field).is_none()
            && let Some(lent) = lender.get(field)
        {
            let lent = lent.to_vec();
            entry.set(field, lent);
        }
    }
    let has_parent = PARENTS.iter().any(|field| entry.get(field).is_some());
    if !has_parent && let Some(title) = lender.get("title") {
        let title = title.to_vec();
        entry.set("booktitle", title);
    }
}

/// Fields that name the work an entry stands in.
const PARENTS: &[&str] = &["journaltitle", "journal", "booktitle", "maintitle"];

struct File<'t> {
    source: SourceId,
    text: &'t str,
}

impl File<'_> {
    /// A place in the file.
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let end = range.end.min(self.text.len());
        Span::new(self.source, range.start.min(end), end)
    }

    /// The entries as they stand, where the crate can bear them. What was lost between them is reported.
    fn raw(&self, faults: &mut Vec<Diagnostic>) -> Option<RawBibliography<'_>> {
        let raw = match RawBibliography::parse(self.text) {
            Ok(raw) => raw,
            Err(error) => {
                let lost = between::lost(self.text, &[]);
                let ris = lost.iter().find(|lost| lost.sort == Sort::Ris);
                faults.push(match ris {
                    Some(record) => self.lost(record),
                    None => self.unreadable(error.span, &error.kind),
                });
                return None;
            }
        };
        let read: Vec<_> = raw.entries.iter().map(|entry| entry.span.clone()).collect();
        let lost = between::lost(self.text, &read);
        faults.extend(lost.iter().take(MOST_FAULTS).map(|lost| self.lost(lost)));
        if let Err(beyond) = bounds::check(&raw) {
            let place = self.span(beyond.place);
            faults.push(Diagnostic::error(&code::BIBTEX, place, beyond.message).help(beyond.help));
            return None;
        }
        Some(raw)
    }

    /// The entries with their words read, but for those that cannot be, which are reported.
    fn resolved(
        &self,
        mut rest: RawBibliography<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Bibliography> {
        let mut sound = Vec::new();
        for _ in 0..MOST_FAULTS {
            let error = match Bibliography::from_raw(rest.clone()) {
                // Nothing was left out, or it is put together without what was.
                Ok(whole) if sound.is_empty() => return Some(whole),
                Ok(_) => {
                    sound.append(&mut rest.entries);
                    rest.entries = sound;
                    return Bibliography::from_raw(rest).ok();
                }
                Err(error) => error,
            };
            let mut entries = rest.entries.iter();
            let at = entries.position(|entry| holds(&entry.span, &error.span));
            faults.push(self.unreadable(error.span, &error.kind));
            // Otherwise it stands in what entries share.
            let at = at?;
            // Those before it have been read.
            let after = rest.entries.split_off(at);
            sound.append(&mut rest.entries);
            rest.entries = after.into_iter().skip(1).collect();
        }
        None
    }

    fn entry(
        &self,
        entry: &Entry,
        key: Spanned<String>,
        kind: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<RawEntry> {
        let Some(title) = self.words(entry, "title", faults) else {
            faults.push(self.untitled(&key));
            return None;
        };
        let title = match self.words(entry, "subtitle", faults) {
            Some(subtitle) => format!("{title}: {subtitle}"),
            None => title,
        };
        let mut first = |names: &[&str]| {
            let mut found = names
                .iter()
                .filter_map(|name| self.words(entry, name, faults));
            found.next()
        };
        let publisher = first(&["publisher", "institution", "school", "organization"]);
        let parent = first(PARENTS);
        let annotation = first(&["annotation", "annote"]);
        let mut doi = first(&["doi"]);
        if let Some(text) = &mut doi
            && let Some((_, bare)) = text.rsplit_once("doi.org/")
        {
            *text = bare.to_string();
        }
        let archived = self.archived(entry, &key, faults);
        let text = |words: String| RawText::plain(&words);
        Some(RawEntry {
            kind: kind.to_string(),
            title: text(title),
            authors: self.authors(entry, &key, faults),
            publisher: publisher.map(text),
            date: self.date(entry, faults),
            parent: parent.map(text),
            locators: self.locators(entry, kind, faults),
            url: self.url(entry, faults),
            doi,
            annotation: annotation.map(text),
            accessed: self.day(entry, "urldate", faults),
            archived,
            key,
        })
    }

    /// The words of a field in one line; none where there are none.
    fn words(&self, entry: &Entry, field: &str, faults: &mut Vec<Diagnostic>) -> Option<String> {
        let chunks = entry.get(field)?;
        let mut whole = String::new();
        for chunk in chunks {
            match &chunk.v {
                Chunk::Normal(text) | Chunk::Verbatim(text) | Chunk::Math(text) => {
                    whole.push_str(text);
                }
            }
        }
        control::check_read(&whole, self.span(chunks.span()), faults);
        let words: Vec<&str> = whole.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The authors, `Surname, Given`; a body by its name alone.
    fn authors(
        &self,
        entry: &Entry,
        key: &Spanned<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<String> {
        let people = match entry.author() {
            Ok(people) => people,
            Err(RetrievalError::Missing(_)) => return Vec::new(),
            Err(error) => {
                faults.push(self.bad_authors(key, &error));
                return Vec::new();
            }
        };
        let tidy = |parts: [&str; 2]| {
            let words = parts.iter().flat_map(|part| part.split_whitespace());
            words.collect::<Vec<_>>().join(" ")
        };
        let names = people.iter().map(|person| {
            let name = tidy([&person.prefix, &person.name]);
            match tidy([&person.given_name, &person.suffix]) {
                given if given.is_empty() => name,
                given => format!("{name}, {given}"),
            }
        });
        names.filter(|name| !name.is_empty()).collect()
    }

    /// The words of a field with their place.
    fn placed(
        &self,
        entry: &Entry,
        field: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<String>> {
        let words = self.words(entry, field, faults)?;
        let span = self.span(entry.get(field)?.span());
        Some(Spanned::new(words, span))
    }

    /// The date as far as it is known: `date`, or `year` with `month` and `day`.
    fn date(&self, entry: &Entry, faults: &mut Vec<Diagnostic>) -> Option<String> {
        let mut said = |field| self.placed(entry, field, faults);
        let (said, date) = match (said("date"), said("year")) {
            (Some(date), _) => (date.clone(), Some(date.value)),
            (None, Some(year)) => match (said("month"), said("day")) {
                // `2010-12` stands for two years as often as for a month.
                (None, _) => (
                    year.clone(),
                    Some(year.value).filter(|year| year.len() == 4),
                ),
                (Some(month), day) => {
                    let day = day.as_ref().map(|day| day.value.as_str());
                    let date = numbered(&year.value, &month.value, day);
                    (if date.is_some() { year } else { month }, date)
                }
            },
            (None, None) => return None,
        };
        let date = date.filter(|date| fields::is_partial_date(date));
        if date.is_none() {
            faults.push(fields::no_partial_date(&said));
        }
        date
    }

    /// A day that a field says.
    fn day(&self, entry: &Entry, field: &str, faults: &mut Vec<Diagnostic>) -> Option<Date> {
        let text = self.placed(entry, field, faults)?;
        fields::date_of(text, faults).map(|date| date.value)
    }

    /// Where an entry can be read: `howpublished` too, which older files have for it.
    fn url(&self, entry: &Entry, faults: &mut Vec<Diagnostic>) -> Option<String> {
        let published = || {
            let how = self.words(entry, "howpublished", &mut Vec::new())?;
            let bare = how
                .trim_start_matches("\\url")
                .trim_matches(['{', '}', ' ']);
            web_address(bare).is_ok().then(|| bare.to_string())
        };
        self.address(entry, "url", faults).or_else(published)
    }

    /// Where a copy in a web archive is, and of which day: one says nothing without the other.
    fn archived(
        &self,
        entry: &Entry,
        key: &Spanned<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(String, Date)> {
        let place = |field| self.placed(entry, field, &mut Vec::new());
        match (place("archiveurl"), place("archivedate")) {
            (Some(said), None) => {
                faults.push(half_archived(key, &said, "archivedate = {YYYY-MM-DD}"));
            }
            (None, Some(said)) => {
                faults.push(half_archived(key, &said, "archiveurl = {https://…}"));
            }
            _ => {}
        }
        let address = self.address(entry, "archiveurl", faults);
        address.zip(self.day(entry, "archivedate", faults))
    }

    fn address(&self, entry: &Entry, field: &str, faults: &mut Vec<Diagnostic>) -> Option<String> {
        let text = self.placed(entry, field, faults)?;
        fields::url_of(text, faults).map(|url| url.value)
    }

    /// What is printed after the publisher, with the words before it.
    fn locators(
        &self,
        entry: &Entry,
        kind: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<(&'static str, String)> {
        // The number of a report is a name such as `HC 102`, and that of a journal an issue.
        let number = if kind == "article" { "issue " } else { "" };
        let fields = [
            ("volume", "volume "),
            ("number", number),
            ("issue", "issue "),
            ("edition", "edition "),
            ("chapter", "chapter "),
            ("pages", "pages "),
            ("pagetotal", "page total "),
            ("type", ""),
            ("note", ""),
        ];
        let found = fields.into_iter().filter_map(|(field, words)| {
            let text = self.words(entry, field, faults)?;
            Some((words, text.replace("--", "-")))
        });
        found.collect()
    }

    fn unreadable(&self, range: std::ops::Range<usize>, kind: &ParseErrorKind) -> Diagnostic {
        let at_end = self
            .text
            .get(range.start..)
            .is_none_or(|rest| rest.trim().is_empty());
        let (what, help) = match kind {
            ParseErrorKind::Expected(_) | ParseErrorKind::UnexpectedEof if at_end => (
                "the file ends within an entry".to_string(),
                "look for a brace `{` or a quotation mark that is not closed".to_string(),
            ),
            ParseErrorKind::UnknownAbbreviation(name) => (
                format!("the abbreviation `{name}` is not defined"),
                format!(
                    "put the words in braces, `{{{name}}}`, or add `@string{{{name} = {{…}}}}`"
                ),
            ),
            ParseErrorKind::MalformedCommand => (
                "this command of TeX cannot be read".to_string(),
                "write the letter itself: the file is in UTF-8".to_string(),
            ),
            ParseErrorKind::Expected(token) | ParseErrorKind::Unexpected(token) => {
                let expected = matches!(kind, ParseErrorKind::Expected(_));
                let token = named(*token);
                let what = match expected {
                    true => format!("{token} is expected here"),
                    false => format!("{token} cannot stand here"),
                };
                (
                    what,
                    "an entry is `@report{key, title = {…}, year = {2020}}`".to_string(),
                )
            }
            kind => (
                format!("the entry cannot be read: {kind}"),
                "correct it, or export the file again".to_string(),
            ),
        };
        let before = self.text.get(..range.start).unwrap_or_default();
        let last = self.text.trim_end().len();
        let place = match at_end {
            true => self.span(last..last),
            false => self.span(range),
        };
        let fault = Diagnostic::error(&code::BIBTEX, place, what).help(help);
        match before
            .rfind("\n@")
            .map(|at| at + 1)
            .or(before.starts_with('@').then_some(0))
        {
            None => fault,
            Some(start) => {
                let line = before[start..].lines().next().unwrap_or_default();
                let begins = self.span(start..start + line.trim_end().len());
                fault.other(begins, "the entry begins here")
            }
        }
    }

    fn lost(&self, lost: &Lost) -> Diagnostic {
        let (what, help) = match lost.sort {
            Sort::Entry => (
                "this looks like an entry, and has no `@` before it",
                "write `@` before the first word; what is to be left out stands in `@comment{…}`",
            ),
            Sort::Ris => (
                "this is a record of RIS, and not BibTeX",
                "export the entries again, as BibTeX or BibLaTeX",
            ),
        };
        Diagnostic::error(&code::BIBTEX, self.span(lost.place.clone()), what).help(help)
    }

    fn without_entries(&self) -> Diagnostic {
        let start = self.text.len() - self.text.trim_start().len();
        let line = self.text[start..].lines().next().unwrap_or_default();
        let place = self.span(start..start + line.trim_end().len());
        Diagnostic::error(&code::BIBTEX, place, "there is no entry in this file").help(
            "export the entries as BibTeX or BibLaTeX; an entry is `@report{key, title = {…}, \
             year = {2020}}`",
        )
    }

    fn bad_authors(&self, key: &Spanned<String>, error: &RetrievalError) -> Diagnostic {
        let span = match error {
            RetrievalError::TypeError(error) => self.span(error.span.clone()),
            RetrievalError::Missing(_) => key.span,
        };
        let message = format!("the authors of `{}` cannot be read", key.value);
        Diagnostic::error(&code::BIBTEX, span, message)
            .help("write `{Surname, Given and Surname, Given}`; a body stands in braces of its own")
    }

    fn untitled(&self, key: &Spanned<String>) -> Diagnostic {
        Diagnostic::error(
            &code::MISSING_KEY,
            key.span,
            format!("`{}` has no title", key.value),
        )
        .help("add `title = {…},` to the entry")
    }

    fn twice(&self, key: &str, span: Span, first: Span) -> Diagnostic {
        let message = format!("there are two entries `{key}`");
        Diagnostic::error(&code::BIBTEX, span, message)
            .other(first, "the first")
            .help("give one of them another key, or take it out")
    }

    fn no_lender(&self, name: &str, span: Span) -> Diagnostic {
        let message = format!("this entry refers to `{name}`, and there is no such entry here");
        Diagnostic::error(&code::BIBTEX, span, message)
            .help("add that entry to the file, or take `crossref` out")
    }
}

fn half_archived(key: &Spanned<String>, said: &Spanned<String>, missing: &str) -> Diagnostic {
    let message = format!("`{}` does not say enough of its archived copy", key.value);
    let help = format!("add `{missing},` to the entry: without it the copy cannot be shown");
    Diagnostic::error(&code::MISSING_KEY, said.span, message).help(help)
}

/// Whether a place lies within another.
fn holds(outer: &std::ops::Range<usize>, inner: &std::ops::Range<usize>) -> bool {
    outer.start <= inner.start && inner.start < outer.end
}

fn named(token: Token) -> &'static str {
    match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "`{`",
        Token::ClosingBrace => "`}`",
        Token::Comma => "a comma",
        Token::QuotationMark => "a quotation mark",
        Token::Equals => "`=`",
        Token::DecimalPoint => "a decimal point",
    }
}

/// The names of months, of which three letters are enough.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A date as the files of reading lists have it, such as `2020-11` or `2020-11-17`; none where the month is
/// neither a number nor a name.
fn numbered(year: &str, month: &str, day: Option<&str>) -> Option<String> {
    let name = month.to_lowercase();
    let named = MONTHS.iter().position(|known| name.starts_with(known));
    let month = match named {
        Some(at) => at + 1,
        None => month.parse().ok()?,
    };
    let day = day.map(str::parse::<u8>).transpose().ok()?;
    let day = day.map_or(String::new(), |day| format!("-{day:02}"));
    Some(format!("{year}-{month:02}{day}"))
}

#[cfg(test)]
mod tests;
