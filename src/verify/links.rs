//! Links of pages and style sheets: each has to lead to a file that is there.

use std::collections::BTreeSet;

use super::report::Report;
use super::sealed::Copy;
use crate::archive::page::{self, Part};
use crate::css;
use crate::source::SitePath;

/// What a page or style sheet leads to, and what there is in it to be led to.
#[derive(Debug, Default)]
pub(super) struct PageFacts {
    links: BTreeSet<String>,
    ids: BTreeSet<String>,
    /// The words of the notice at its top.
    pub(super) notice: Option<String>,
    /// Whether it only leads on to another page.
    pub(super) leads_on: bool,
}

/// Attributes whose value is an address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "data", "action", "xlink:href"];

impl PageFacts {
    /// Reads a page (`html`) or a style sheet (`css`).
    pub(super) fn read(extension: &str, bytes: &[u8]) -> PageFacts {
        let text = String::from_utf8_lossy(bytes);
        let mut facts = PageFacts::default();
        if extension == "css" {
            facts.sheet(&text);
            return facts;
        }
        let mut in_style = false;
        for part in page::parts(&text) {
            match part {
                Part::Tag(tag) => {
                    in_style = tag.name == "style";
                    for attribute in &tag.attributes {
                        facts.attribute(&tag, &attribute.name, &attribute.value);
                    }
                }
                Part::Text(range) if in_style => facts.sheet(&text[range]),
                Part::Text(_) => {}
            }
        }
        let page = page::read(&text);
        facts.notice = page.notice;
        facts.leads_on = page.leads_on;
        facts
    }

    /// About how much memory it takes.
    pub(super) fn size(&self) -> usize {
        let words = self.links.iter().chain(&self.ids).chain(&self.notice);
        words.map(|words| 64 + words.len()).sum()
    }

    fn attribute(&mut self, tag: &page::Tag, name: &str, value: &str) {
        match name {
            "id" => {
                self.ids.insert(value.to_string());
            }
            "srcset" => {
                let sources = value
                    .split(',')
                    .filter_map(|it| it.split_whitespace().next());
                self.links.extend(sources.map(str::to_string));
            }
            "style" => self.sheet(value),
            "content" if tag.get("http-equiv").is_some() => {
                let address = value.split_once("url=").map(|(_, address)| address);
                self.links.extend(address.map(str::to_string));
            }
            name if ADDRESSES.contains(&name) => {
                self.links.insert(value.to_string());
            }
            _ => {}
        }
    }

    fn sheet(&mut self, text: &str) {
        let found = css::addresses(text).into_iter();
        self.links.extend(found.map(|address| address.value));
    }
}

/// Reports links that lead to nothing in the site, whose files are given by their paths in it;
/// `prefix` stands before paths in reports.
pub(super) fn check(site: &Copy<'_>, prefix: &str, report: &mut Report) -> usize {
    let mut count = 0;
    for (path, taken) in site {
        let Some(page) = &taken.page else { continue };
        for link in page.links.iter().filter(|link| !page::is_outside(link)) {
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
    let is_there = fragment.is_empty() || fragment == "top" || page.ids.contains(&fragment);
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
