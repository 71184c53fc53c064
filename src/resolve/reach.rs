//! What content leads to: the datasets and people it names, what those name, and so on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::diag::{Code, Diagnostic, code, nearest};
use crate::discover::SourceTree;
use crate::parse::Parsed;
use crate::parse::config::RawConfig;
use crate::parse::dataset::RawDataset;
use crate::parse::page::RawPage;
use crate::parse::people::RawPerson;
use crate::resolve::datasets::{home_and_key, homes};
use crate::resolve::mentions::Mentions;
use crate::slug::slug;
use crate::source::{SitePath, Span};

/// The datasets and people that content can name.
pub(super) struct Known<'a> {
    pub(super) tree: &'a SourceTree,
    /// Datasets by folder and key.
    by_key: BTreeMap<(SitePath, String), SitePath>,
    /// Datasets by their description and by the file they read.
    by_file: BTreeMap<SitePath, SitePath>,
    people: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn of(parsed: &'a Parsed, tree: &'a SourceTree) -> Self {
        let data = || parsed.datasets.iter();
        let described = data().map(|data| (data.path.clone(), data.path.clone()));
        let read = data().filter_map(|data| Some((data.data_file.clone()?, data.path.clone())));
        // A page stands for itself.
        let read = read.filter(|(file, _)| !file.is_page());
        let people = parsed.people.people.iter();
        Known {
            tree,
            by_key: data()
                .map(|data| (home_and_key(&data.path), data.path.clone()))
                .collect(),
            by_file: described.chain(read).collect(),
            people: people.map(|person| person.key.value.as_str()).collect(),
        }
    }

    /// The dataset of a name, as content in `folder` would find it.
    fn dataset(&self, folder: &SitePath, key: &str) -> Option<&SitePath> {
        homes(folder)
            .into_iter()
            .find_map(|home| self.by_key.get(&(home, key.to_string())))
    }

    /// Every dataset that could be meant by a name that is none.
    fn alike(&self, name: &str) -> Vec<SitePath> {
        let file = name.rsplit('/').next().unwrap_or(name);
        let stem = slug(file.split('.').next().unwrap_or(file));
        let keys = self.by_key.keys().map(|(_, key)| key.as_str());
        let meant = nearest(&stem, keys).unwrap_or(&stem);
        let all = self.by_key.iter();
        let found = all.filter(|((_, key), _)| key == meant);
        found.map(|(_, path)| path.clone()).collect()
    }
}

/// The datasets and people that some content leads to.
#[derive(Default)]
pub(super) struct Used {
    /// Whether a name that is none counts as the one it is most like: so it is for hidden content,
    /// where a slip may not bring to light what was to be kept back.
    pub(super) loosely: bool,
    pub(super) datasets: BTreeSet<SitePath>,
    pub(super) people: BTreeSet<String>,
}

impl Used {
    /// What a page names, with its reading list, and gives a fault for each dataset that is not
    /// there and each target that cannot be read; what these are like counts as named. `shown` says
    /// which documents are.
    pub(super) fn add_page(
        &mut self,
        page: &RawPage,
        parsed: &Parsed,
        known: &Known<'_>,
        shown: impl Fn(&SitePath) -> bool,
    ) -> Vec<Diagnostic> {
        let mentions = Mentions::of_page(page, shown);
        let mut unknown = self.add(&mentions, known);
        if let Some(path) = page.reading_list()
            && let Some((reading, _)) = parsed.readings.get(&path)
        {
            unknown.extend(self.add(&Mentions::of_reading(&path, reading), known));
        }
        let fault =
            |(code, what): (_, String)| Diagnostic::error(code, Span::file(page.source), what);
        unknown.into_iter().map(fault).collect()
    }

    pub(super) fn add_dataset(&mut self, data: &RawDataset, known: &Known<'_>) {
        self.add(&Mentions::of_dataset(data), known);
    }

    pub(super) fn add_person(&mut self, person: &RawPerson, known: &Known<'_>) {
        self.add(&Mentions::of_person(person), known);
    }

    pub(super) fn add_config(&mut self, config: &RawConfig, known: &Known<'_>, as_of: Timestamp) {
        self.add(&Mentions::of_config(config, as_of), known);
    }

    /// Every dataset and person whose key is a word of a text.
    pub(super) fn words(&mut self, text: &str, known: &Known<'_>) {
        let parts = |letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_';
        for word in text.split(parts).map(slug) {
            let named = known.by_key.iter().filter(|((_, key), _)| *key == word);
            self.datasets.extend(named.map(|(_, path)| path.clone()));
            if known.people.contains(word.as_str()) {
                self.people.insert(word);
            }
        }
    }

    /// Adds what the datasets and people name in turn, as long as they may be gone through.
    pub(super) fn close(
        &mut self,
        parsed: &Parsed,
        known: &Known<'_>,
        open: impl Fn(&SitePath) -> bool,
        shown: impl Fn(&String) -> bool,
    ) {
        let mut done = Used::default();
        loop {
            let mut more = false;
            for data in &parsed.datasets {
                if self.datasets.contains(&data.path) && done.datasets.insert(data.path.clone()) {
                    more = true;
                    self.add_dataset(data, known);
                }
            }
            for person in &parsed.people.people {
                let key = &person.key.value;
                if self.people.contains(key) && done.people.insert(key.clone()) {
                    more = true;
                    self.add_person(person, known);
                }
            }
            self.datasets.retain(&open);
            self.people.retain(&shown);
            if !more {
                return;
            }
        }
    }

    /// Adds what is named, and gives what of it is not there or cannot be read.
    fn add(&mut self, mentions: &Mentions, known: &Known<'_>) -> Vec<(&'static Code, String)> {
        let unread = mentions.unread.iter();
        let mut unknown: Vec<(&Code, String)> = unread
            .map(|target| (&code::CLAIM_ADDRESS, format!("`{target}` is no address")))
            .collect();
        for name in &mentions.datasets {
            if !self.add_dataset_named(name, mentions.folder(), known) {
                let what = format!("there is no dataset `{name}`");
                unknown.push((&code::UNKNOWN_DATASET, what));
            }
        }
        for word in &mentions.guessed {
            self.add_dataset_named(word, mentions.folder(), known);
        }
        for file in &mentions.files {
            match known.by_file.get(file) {
                Some(path) => drop(self.datasets.insert(path.clone())),
                None if self.loosely && is_data(file) && !known.tree.files.contains_key(file) => {
                    self.datasets.extend(known.alike(file.as_str()));
                }
                None => {}
            }
        }
        for person in &mentions.people {
            let people = known.people.iter().copied();
            let meant = match self.loosely && !known.people.contains(person.as_str()) {
                true => nearest(person, people).unwrap_or(person),
                false => person,
            };
            self.people.insert(meant.to_string());
        }
        unknown
    }

    /// Adds the dataset of a name, or what it is like. Whether there is one of that name.
    fn add_dataset_named(&mut self, name: &str, folder: &SitePath, known: &Known<'_>) -> bool {
        let found = known.dataset(folder, &slug(name));
        match found {
            Some(path) => drop(self.datasets.insert(path.clone())),
            None if self.loosely => self.datasets.extend(known.alike(name)),
            None => {}
        }
        found.is_some()
    }
}

/// Whether a path has the look of a dataset's.
fn is_data(path: &SitePath) -> bool {
    let extension = path.extension();
    matches!(extension.as_str(), "yaml" | "yml" | "csv" | "xlsx" | "ods")
}
