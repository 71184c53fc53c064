//! What may not be seen yet: drafts, and content under embargo.
//!
//! A draft hides everything that belongs to it: the documents and data of its folder, the
//! datasets of the site that nothing else uses, and the people who appear nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use crate::parse::Parsed;
use crate::parse::page::Visibility;
use crate::resolve::datasets::{home_and_key, homes};
use crate::resolve::mentions::Mentions;
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
    /// Files that only hidden datasets read, by path under `content/`.
    pub(super) files: BTreeSet<SitePath>,
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

    /// Whether the file of a path is hidden, or lies in a hidden folder.
    pub(super) fn covers(&self, path: &SitePath) -> bool {
        let named = [&self.pages, &self.datasets, &self.files];
        named.iter().any(|paths| paths.contains(path)) || self.in_folder(path)
    }

    fn in_folder(&self, path: &SitePath) -> bool {
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
        if hidden.in_folder(&page.path) {
            hidden.pages.insert(page.path.clone());
        }
    }
    for data in &parsed.datasets {
        if is_hidden(&data.visibility) || hidden.in_folder(&data.path) {
            hidden.datasets.insert(data.path.clone());
        }
    }
    used_only_by_hidden(parsed, &mut hidden);
    data_files(parsed, &mut hidden);
    hidden
}

/// Hides datasets and people that only hidden pages use.
fn used_only_by_hidden(parsed: &Parsed, hidden: &mut Hidden) {
    if hidden.pages.is_empty() {
        return;
    }
    let known = Known::of(parsed);
    let (mut seen, mut unseen) = (Used::default(), Used::default());
    seen.add(&Mentions::of_config(&parsed.config), &known);
    for page in &parsed.pages {
        let side = if hidden.pages.contains(&page.path) {
            &mut unseen
        } else {
            &mut seen
        };
        side.add(&Mentions::of_page(page), &known);
        let list = page.session.as_ref().and_then(|it| it.reading.as_ref());
        let path = list.and_then(|name| page.path.parent().join(&name.value));
        if let Some(path) = path
            && let Some((reading, _)) = parsed.readings.get(&path)
        {
            side.add(&Mentions::of_reading(&path, reading), &known);
        }
    }
    let people = unseen.people.difference(&seen.people);
    hidden.people.extend(people.cloned());
    for person in &parsed.people.people {
        if !hidden.people.contains(&person.key.value) {
            seen.add(&Mentions::of_person(person), &known);
        }
    }
    // What a published dataset leads to is published too, and so on.
    let own = hidden.datasets.clone();
    loop {
        let only: BTreeSet<SitePath> = unseen
            .datasets
            .difference(&seen.datasets)
            .cloned()
            .collect();
        let before = seen.datasets.len();
        for data in &parsed.datasets {
            if !only.contains(&data.path) && !own.contains(&data.path) {
                seen.add(&Mentions::of_dataset(data), &known);
            }
        }
        if seen.datasets.len() == before {
            hidden.datasets.extend(only);
            return;
        }
    }
}

/// Hides the files that only hidden datasets read.
fn data_files(parsed: &Parsed, hidden: &mut Hidden) {
    let files = |keep: bool| -> BTreeSet<SitePath> {
        let datasets = parsed.datasets.iter();
        datasets
            .filter(|data| hidden.datasets.contains(&data.path) == keep)
            .filter_map(|data| data.data_file.clone())
            .collect()
    };
    let only: Vec<SitePath> = files(true).difference(&files(false)).cloned().collect();
    hidden.files.extend(only);
}

/// The datasets that content can name, by folder and key and by file.
struct Known {
    by_key: BTreeMap<(SitePath, String), SitePath>,
    by_file: BTreeMap<SitePath, SitePath>,
}

impl Known {
    fn of(parsed: &Parsed) -> Self {
        let data = || parsed.datasets.iter();
        let described = data().map(|data| (data.path.clone(), data.path.clone()));
        let read = data().filter_map(|data| Some((data.data_file.clone()?, data.path.clone())));
        Known {
            by_key: data()
                .map(|data| (home_and_key(&data.path), data.path.clone()))
                .collect(),
            by_file: described.chain(read).collect(),
        }
    }
}

/// The datasets and people that some content uses.
#[derive(Default)]
struct Used {
    datasets: BTreeSet<SitePath>,
    people: BTreeSet<String>,
}

impl Used {
    fn add(&mut self, mentions: &Mentions, known: &Known) {
        for key in &mentions.datasets {
            let found = homes(mentions.folder())
                .into_iter()
                .find_map(|home| known.by_key.get(&(home, key.clone())));
            self.datasets.extend(found.cloned());
        }
        let files = mentions.files.iter();
        self.datasets
            .extend(files.filter_map(|file| known.by_file.get(file).cloned()));
        self.people.extend(mentions.people.iter().cloned());
    }
}
