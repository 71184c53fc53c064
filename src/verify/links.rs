//! Links of pages and style sheets: each has to lead to a file that is there.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::report::Report;
use super::sealed::Copy;
use crate::archive::page::{self, Part};
use crate::css;
use crate::source::SitePath;

/// What a page or style sheet leads to in its site, and what there is in it to be led to. There may be
/// hundreds of thousands of these at once.
#[derive(Debug)]
pub(super) struct PageFacts {
    links: Words,
    ids: Words,
    /// The words of the notice at its top.
    pub(super) notice: Option<Box<str>>,
    /// Whether it only leads on to another page.
    pub(super) leads_on: bool,
}

/// Many words in one text, sorted, with a zero after each.
#[derive(Debug)]
struct Words(Box<str>);

impl Words {
    fn of(words: BTreeSet<String>) -> Words {
        let length = words.iter().map(|word| word.len() + 1).sum();
        let mut text = String::with_capacity(length);
        for word in words {
            // None of a page that we have made holds one.
            text.extend(word.chars().filter(|letter| *letter != '\0'));
            text.push('\0');
        }
        Words(text.into())
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator('\0')
    }

    fn has(&self, wanted: &str) -> bool {
        let bytes = self.0.as_bytes();
        let is_end = |byte: &u8| *byte == 0;
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let before = bytes[low..(low + high) / 2].iter().rposition(is_end);
            let start = before.map_or(low, |at| low + at + 1);
            let length = bytes[start..].iter().position(is_end);
            let end = length.map_or(bytes.len(), |length| start + length);
            match bytes[start..end].cmp(wanted.as_bytes()) {
                Ordering::Less => low = end + 1,
                Ordering::Greater => high = start,
                Ordering::Equal => return true,
            }
        }
        false
    }
}

/// What a page leads to while it is read.
#[derive(Default)]
struct Reading {
    links: BTreeSet<String>,
    ids: BTreeSet<String>,
    /// About how much memory they take.
    size: usize,
}

/// The most memory that reading one page takes: some hundred thousand links and anchors.
const MOST: usize = 64 << 20;
/// What a word takes besides its letters.
const WORD: usize = 64;

/// Attributes whose value is an address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "data", "action", "xlink:href"];

impl PageFacts {
    /// Reads a page (`html`) or a style sheet (`css`). Gives nothing where it leads to more than can be
    /// kept in mind.
    pub(super) fn read(extension: &str, bytes: &[u8]) -> Option<PageFacts> {
        let text = String::from_utf8_lossy(bytes);
        let mut reading = Reading::default();
        if extension == "css" {
            reading.sheet(&text);
            return reading.done(None, false);
        }
        let mut in_style = false;
        for part in page::parts(&text) {
            match part {
                Part::Tag(tag) => {
                    in_style = tag.name == "style";
                    for attribute in &tag.attributes {
                        reading.attribute(&tag, &attribute.name, &attribute.value);
                    }
                }
                Part::Text(range) if in_style => reading.sheet(&text[range]),
                Part::Text(_) => {}
            }
            if reading.size > MOST {
                return None;
            }
        }
        let page = page::read(&text);
        reading.done(page.notice, page.leads_on)
    }

    /// About how much memory it takes.
    pub(super) fn size(&self) -> usize {
        let notice = self.notice.as_ref().map_or(0, |notice| notice.len());
        size_of::<PageFacts>() + self.links.0.len() + self.ids.0.len() + notice
    }
}

impl Reading {
    fn done(self, notice: Option<String>, leads_on: bool) -> Option<PageFacts> {
        (self.size <= MOST).then(|| PageFacts {
            links: Words::of(self.links),
            ids: Words::of(self.ids),
            notice: notice.map(String::into_boxed_str),
            leads_on,
        })
    }

    fn link(&mut self, address: String) {
        if !page::is_outside(&address) {
            let length = address.len();
            self.size += if self.links.insert(address) {
                WORD + length
            } else {
                0
            };
        }
    }

    fn attribute(&mut self, tag: &page::Tag, name: &str, value: &str) {
        match name {
            "id" => {
                let is_new = self.ids.insert(value.to_string());
                self.size += if is_new { WORD + value.len() } else { 0 };
            }
            "srcset" => {
                let sources = value
                    .split(',')
                    .filter_map(|it| it.split_whitespace().next());
                sources.for_each(|source| self.link(source.to_string()));
            }
            "style" => self.sheet(value),
            "content" if tag.get("http-equiv").is_some() => {
                if let Some((_, address)) = value.split_once("url=") {
                    self.link(address.to_string());
                }
            }
            name if ADDRESSES.contains(&name) => self.link(value.to_string()),
            _ => {}
        }
    }

    fn sheet(&mut self, text: &str) {
        for address in css::addresses(text) {
            self.link(address.value);
        }
    }
}

/// Reports links that lead to nothing in the site, whose files are given by their paths in it;
/// `prefix` stands before paths in reports.
pub(super) fn check(site: &Copy<'_>, prefix: &str, report: &mut Report) -> usize {
    let mut count = 0;
    for (path, taken) in site {
        let Some(page) = &taken.page else { continue };
        for link in page.links.iter() {
            count += 1;
            if let Some((target, words)) = fault(path, link, site) {
                // What is missing has been told.
                let known = target.is_some_and(|it| report.knows(&format!("{prefix}{it}")));
                if !known {
                    report.note(format!("{prefix}{path}"), words);
                }
            }
        }
    }
    count
}

/// What is wrong with a link, and to which file it leads.
fn fault(from: &str, link: &str, site: &Copy<'_>) -> Option<(Option<SitePath>, String)> {
    let (address, fragment) = match link.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (link, None),
    };
    let address = page::decoded(address.split('?').next().unwrap_or(address));
    let target = match address.as_str() {
        "" => Some(SitePath::new(from.to_string())),
        address if address.starts_with('/') => None,
        address => SitePath::new(from.to_string()).parent().join(address),
    };
    let taken = target.as_ref().and_then(|target| site.get(target.as_str()));
    let Some(taken) = taken else {
        let words = format!("its link `{link}` leads to nothing in the archive");
        return Some((target, words));
    };
    let fragment = page::decoded(fragment.unwrap_or(""));
    let page = taken.page.as_ref()?;
    let is_page = target
        .as_ref()
        .is_some_and(|target| target.extension() == "html");
    let is_there = fragment.is_empty() || fragment == "top" || page.ids.has(&fragment);
    let words = format!("its link `{link}` leads to no place on that page");
    (is_page && !is_there).then_some((target, words))
}

/// Reports pages on which the notice of the first page is not. Gives the number of pages, where
/// there is a notice. Pages that only lead on to another show nothing long enough to be read.
pub(super) fn notice(
    site: &Copy<'_>,
    is_closed: bool,
    prefix: &str,
    report: &mut Report,
) -> Option<usize> {
    let home = site.get("index.html").and_then(|it| it.page.as_ref());
    let Some(notice) = home.and_then(|home| home.notice.as_ref()) else {
        if is_closed && home.is_some() {
            report.note(
                format!("{prefix}index.html"),
                "the notice that the group has closed is not on it",
            );
        }
        return None;
    };
    let mut count = 0;
    for (path, taken) in site {
        let Some(page) = taken.page.as_ref().filter(|_| path.ends_with(".html")) else {
            continue;
        };
        if page.leads_on {
            continue;
        }
        count += 1;
        if page.notice.as_ref() != Some(notice) {
            report.note(
                format!("{prefix}{path}"),
                "the notice of the first page is not on it",
            );
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_among_many() {
        let all = ["", "a", "ab", "b-1", "é", "zz"];
        for count in 0..=all.len() {
            let some = all[..count].iter().map(|word| word.to_string());
            let words = Words::of(some.collect());
            for (at, word) in all.iter().enumerate() {
                assert_eq!(words.has(word), at < count, "{word:?} of {count}");
            }
            assert!(!words.has("aa") && !words.has("zzz") && !words.has("\u{1}"));
        }
    }

    #[test]
    fn a_page_that_leads_to_too_much_is_not_kept() {
        let page = |links: usize| {
            let links: String = (0..links).map(|at| format!("<a href=\"{at}\">")).collect();
            PageFacts::read("html", links.as_bytes())
        };
        assert_eq!(page(1000).unwrap().links.iter().count(), 1000);
        assert!(page(1_000_000).is_none());
    }
}
