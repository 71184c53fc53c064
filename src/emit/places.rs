//! Places of pages that templates make (`speakers`, `reading-list`): which a page has is known when it
//! has been made, and links may name those that it has not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::archive::page::{Part, parts};
use crate::diag::{Diagnostic, code};
use crate::model::{Anchor, Landing, Site};
use crate::source::SitePath;
use crate::view::RESERVED_ANCHORS;

/// The links to places that templates make.
pub(super) struct Places<'a> {
    links: BTreeMap<&'a SitePath, Vec<&'a Anchor>>,
    broken: Mutex<Vec<Diagnostic>>,
}

impl<'a> Places<'a> {
    /// Those of a site.
    pub(super) fn of(site: &'a Site) -> Self {
        let mut links: BTreeMap<&SitePath, Vec<&Anchor>> = BTreeMap::new();
        for anchor in &site.anchors {
            if RESERVED_ANCHORS.contains(&anchor.name.as_str()) {
                let route = match anchor.on {
                    Landing::Page(page) => &site.page(page).route,
                    Landing::Dataset(dataset) => &site.dataset(dataset).route,
                };
                links.entry(route).or_default().push(anchor);
            }
        }
        Places {
            links,
            broken: Mutex::default(),
        }
    }

    /// Looks for the places of a page that links name.
    pub(super) fn look(&self, route: &SitePath, html: &[u8]) {
        let Some(links) = self.links.get(route) else {
            return;
        };
        let html = String::from_utf8_lossy(html);
        let there = ids(&html);
        let missing = links.iter().filter(|link| !there.contains(&link.name));
        let told: Vec<Diagnostic> = missing.map(|link| broken(link)).collect();
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.extend(told);
    }

    /// What there is to say of links whose place is not there.
    pub(super) fn into_broken(self) -> Vec<Diagnostic> {
        let broken = self.broken.into_inner();
        broken.unwrap_or_else(PoisonError::into_inner)
    }
}

fn broken(link: &Anchor) -> Diagnostic {
    let (page, places) = match link.on {
        Landing::Page(_) => ("the page", "a heading of the page"),
        Landing::Dataset(_) => ("the page of the dataset", "a row of it"),
    };
    let message = format!("{page} has no part `#{}`", link.name);
    Diagnostic::error(&code::BROKEN_ANCHOR, link.span, message)
        .help(format!("link to {places}, or to the page as a whole"))
}

/// Every `id` of a page that links may name, however the template writes it.
fn ids(html: &str) -> BTreeSet<String> {
    let ids = parts(html).filter_map(|part| match part {
        Part::Tag(tag) => tag.get("id").map(str::to_string),
        Part::Text(_) => None,
    });
    ids.filter(|id| RESERVED_ANCHORS.contains(&id.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn ids_are_found_however_they_are_written() {
        for html in [
            "<h2 id=\"data\">",
            "<h2 class=x id = 'data'>",
            "<h2 id=data>",
            "<p id=\"data-2\"><p id=data class=x>",
        ] {
            assert!(ids(html).contains("data"), "{html}");
        }
        for html in [
            "",
            "<h2 id=\"data-2\">",
            "<a href=\"#data\">",
            "<h2 class=\"data\">data</h2>",
            "<h2 id=\"my data\">",
            "id=&quot;data&quot;",
            "Write id=data here.",
            "<p title='id=\"data\"'>",
        ] {
            assert!(!ids(html).contains("data"), "{html}");
        }
    }
}
