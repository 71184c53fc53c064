//! What may not be seen yet: drafts, and content under embargo.
//!
//! A draft hides everything that belongs to it: the documents and data of its folder, the
//! datasets of the site that nothing else uses, and the people who appear nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use crate::parse::Parsed;
use crate::parse::dataset::RawDataset;
use crate::parse::markdown::{RawFigureRef, RawText};
use crate::parse::page::{RawPage, Visibility};
use crate::resolve::datasets::{home_and_key, homes};
use crate::resolve::{Drafts, Request};
use crate::source::{SitePath, SourceId};

/// Everything that is left out of the site.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Pages by path under `content/`.
    pub(super) pages: BTreeSet<SitePath>,
    /// Datasets by path under `content/`.
    pub(super) datasets: BTreeSet<SitePath>,
    /// People by key.
    pub(super) people: BTreeSet<String>,
    /// Folders of which everything is hidden.
    pub(super) folders: BTreeSet<SitePath>,
}

impl Hidden {
    /// The files whose faults are nobody's concern until they are published.
    pub(super) fn sources(&self, parsed: &Parsed) -> BTreeSet<SourceId> {
        let pages = parsed
            .pages
            .iter()
            .filter(|page| self.pages.contains(&page.path));
        let datasets = parsed
            .datasets
            .iter()
            .filter(|data| self.datasets.contains(&data.path));
        pages
            .map(|page| page.source)
            .chain(datasets.map(|data| data.source))
            .collect()
    }

    /// Whether a path lies in a hidden folder.
    pub(super) fn covers(&self, path: &SitePath) -> bool {
        self.folders
            .iter()
            .any(|folder| path.inside(folder.as_str()).is_some())
    }
}

/// Finds what is left out.
pub(super) fn hidden(parsed: &Parsed, request: &Request) -> Hidden {
    let mut hidden = Hidden::default();
    if request.drafts == Drafts::Include {
        return hidden;
    }
    let is_hidden = |visibility: &Visibility| {
        visibility.draft
            || visibility
                .embargo
                .is_some_and(|until| until > request.as_of)
    };
    for page in parsed
        .pages
        .iter()
        .filter(|page| is_hidden(&page.visibility))
    {
        hidden.pages.insert(page.path.clone());
        if page.path.name() == "index.md" && !page.path.parent().as_str().is_empty() {
            hidden.folders.insert(page.path.parent());
        }
    }
    for page in &parsed.pages {
        if hidden.covers(&page.path) {
            hidden.pages.insert(page.path.clone());
        }
    }
    for data in &parsed.datasets {
        if is_hidden(&data.visibility) || hidden.covers(&data.path) {
            hidden.datasets.insert(data.path.clone());
        }
    }
    used_only_by_hidden(parsed, &mut hidden);
    hidden
}

/// Hides datasets and people that only hidden pages use.
fn used_only_by_hidden(parsed: &Parsed, hidden: &mut Hidden) {
    if hidden.pages.is_empty() {
        return;
    }
    let by_key: BTreeMap<(SitePath, String), &RawDataset> = parsed
        .datasets
        .iter()
        .map(|data| (home_and_key(&data.path), data))
        .collect();
    let (mut seen, mut unseen) = (Used::default(), Used::default());
    for page in &parsed.pages {
        let side = if hidden.pages.contains(&page.path) {
            &mut unseen
        } else {
            &mut seen
        };
        side.add(page, &by_key);
    }
    hidden
        .datasets
        .extend(unseen.datasets.difference(&seen.datasets).cloned());
    hidden
        .people
        .extend(unseen.people.difference(&seen.people).cloned());
}

#[derive(Default)]
struct Used {
    datasets: BTreeSet<SitePath>,
    people: BTreeSet<String>,
}

impl Used {
    fn add(&mut self, page: &RawPage, by_key: &BTreeMap<(SitePath, String), &RawDataset>) {
        let mut keys: Vec<String> = Vec::new();
        for figure in &page.body.figures {
            if let RawFigureRef::Defined(figure) = figure
                && let Some(figure) = figure.as_ref()
            {
                keys.push(crate::slug::slug(&figure.data.value));
                let texts = [
                    Some(&figure.title),
                    figure.subtitle.as_ref(),
                    Some(&figure.alt),
                ];
                texts
                    .into_iter()
                    .flatten()
                    .for_each(|text| keys.extend(claimed(text)));
            }
        }
        let address = |text: &str| text.split('/').next().unwrap_or("").to_string();
        keys.extend(
            page.body
                .claims
                .iter()
                .map(|claim| address(&claim.address.value)),
        );
        keys.extend(claimed(&page.title));
        keys.extend(page.summary.iter().flat_map(claimed));
        for key in keys {
            let found = homes(&page.path.parent())
                .into_iter()
                .find_map(|home| by_key.get(&(home, key.clone())));
            self.datasets.extend(found.map(|data| data.path.clone()));
        }
        self.people
            .extend(page.authors.iter().map(|author| author.value.clone()));
        if let Some(session) = &page.session {
            let speakers = session.speakers.iter();
            self.people
                .extend(speakers.filter_map(|it| Some(it.person.as_ref()?.value.clone())));
        }
    }
}

fn claimed(text: &RawText) -> Vec<String> {
    let addresses = text.claims.iter().map(|claim| &claim.address.value);
    addresses
        .filter_map(|address| Some(address.split('/').next()?.to_string()))
        .collect()
}
