//! What content names before anything is resolved: datasets, people, other files. From this follows
//! what only drafts use.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::claim::address::{self, Expression};
use crate::parse::config::RawConfig;
use crate::parse::dataset::RawDataset;
use crate::parse::markdown::{RawClaim, RawFigureRef, RawText};
use crate::parse::page::{RawPackTarget, RawPage, RawSession};
use crate::parse::people::RawPerson;
use crate::parse::reading::RawReading;
use crate::slug::slug;
use crate::source::{SitePath, Spanned};

/// What a piece of content names.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Datasets, by the names that content has for them.
    pub(super) datasets: BTreeSet<String>,
    /// Targets of bound numbers that cannot be read.
    pub(super) unread: BTreeSet<String>,
    /// The words of those targets, each of which may be meant for a dataset.
    pub(super) guessed: BTreeSet<String>,
    /// Files, by path under `content/`.
    pub(super) files: BTreeSet<SitePath>,
    /// People, by key.
    pub(super) people: BTreeSet<String>,
    folder: SitePath,
}

impl Mentions {
    /// What a page names, its reading list left out.
    /// `shown` says which documents of a session are shown: an item of the pack goes with its own.
    pub(super) fn of_page(page: &RawPage, shown: impl Fn(&SitePath) -> bool) -> Self {
        let mut mentions = Mentions::from(page.path.parent());
        let body = &page.body;
        mentions.claims(&body.claims);
        body.links.iter().for_each(|link| mentions.link(link));
        body.images
            .iter()
            .for_each(|image| mentions.file(&image.file));
        mentions.text(&page.title);
        mentions.texts([&page.summary]);
        page.changes
            .iter()
            .for_each(|change| mentions.text(&change.note));
        for figure in &body.figures {
            let RawFigureRef::Defined(figure) = figure else {
                continue;
            };
            let Some(figure) = figure.as_ref() else {
                continue;
            };
            mentions.datasets.insert(figure.data.value.clone());
            mentions.text(&figure.title);
            mentions.text(&figure.alt);
            mentions.texts([&figure.subtitle, &figure.note, &figure.source]);
            figure
                .ground
                .attributions()
                .for_each(|text| mentions.text(text));
            figure
                .ground
                .files()
                .for_each(|name| mentions.beside_data(name));
        }
        let authors = page.authors.iter().map(|author| author.value.clone());
        mentions.people.extend(authors);
        if let Some(session) = &page.session {
            mentions.session(session, shown);
        }
        mentions
    }

    fn session(&mut self, session: &RawSession, shown: impl Fn(&SitePath) -> bool) {
        self.texts([&session.place]);
        let files = [&session.reading, &session.minutes];
        files.into_iter().flatten().for_each(|name| self.file(name));
        for speaker in &session.speakers {
            let person = speaker.person.iter().map(|person| person.value.clone());
            self.people.extend(person);
            self.texts([&speaker.role, &speaker.biography, &speaker.talk]);
            let files = [&speaker.photo, &speaker.recording, &speaker.transcript];
            files.into_iter().flatten().for_each(|name| self.file(name));
        }
        for item in &session.pack {
            let document = match &item.target {
                RawPackTarget::Document(name) => self.path(name),
                RawPackTarget::File(_) | RawPackTarget::Url(_) => None,
            };
            if document.is_some_and(|document| !shown(&document)) {
                continue;
            }
            self.texts([&item.title, &item.publisher, &item.description]);
            match &item.target {
                RawPackTarget::Document(name) | RawPackTarget::File(name) => self.file(name),
                RawPackTarget::Url(_) => {}
            }
        }
    }

    /// What the reading list of a file names.
    pub(super) fn of_reading(path: &SitePath, reading: &RawReading) -> Self {
        let mut mentions = Mentions::from(path.parent());
        for group in &reading.groups {
            mentions.texts([&group.title]);
            let file = group.file.as_ref().and_then(|(_, path)| path.clone());
            mentions.files.extend(file);
            for entry in &group.entries {
                mentions.text(&entry.title);
                mentions.texts([&entry.publisher, &entry.parent, &entry.annotation]);
            }
        }
        mentions
    }

    /// What the texts and steps of a dataset name.
    pub(super) fn of_dataset(data: &RawDataset) -> Self {
        let mut mentions = Mentions::from(data.path.parent());
        mentions.text(&data.title);
        mentions.texts([&data.description]);
        data.notes.iter().for_each(|note| mentions.text(note));
        let joined = data.joins.iter().map(|path| path.value.clone());
        mentions.files.extend(joined);
        for field in &data.fields {
            mentions.texts([&field.description]);
        }
        if let Some(source) = &data.publisher {
            mentions.text(&source.name);
            mentions.texts([&source.title]);
        }
        mentions
    }

    /// What `people.yaml` says of a person.
    pub(super) fn of_person(person: &RawPerson) -> Self {
        let mut mentions = Mentions::default();
        mentions.texts([&person.role, &person.biography]);
        person.photo.iter().for_each(|photo| mentions.file(photo));
        mentions
    }

    /// What the configuration says on every page at an instant.
    pub(super) fn of_config(config: &RawConfig, as_of: Timestamp) -> Self {
        let mut mentions = Mentions::default();
        mentions.text(&config.title);
        let organisation = &config.organisation;
        mentions.texts([
            &config.disclaimer,
            &organisation.name,
            &organisation.secretariat,
            &organisation.funding,
            &organisation.address,
            &organisation.contact,
        ]);
        let lifecycle = &config.lifecycle;
        if lifecycle.on_instant.is_none_or(|on| on <= as_of) {
            mentions.texts([&lifecycle.notice, &lifecycle.keeper]);
            for accepted in &lifecycle.accepted {
                mentions.text(&accepted.reason);
            }
        }
        mentions
    }

    /// The folder from which the content names files and datasets.
    pub(super) fn folder(&self) -> &SitePath {
        &self.folder
    }

    fn from(folder: SitePath) -> Self {
        Mentions {
            folder,
            ..Mentions::default()
        }
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t Option<RawText>>) {
        texts.into_iter().flatten().for_each(|text| self.text(text));
    }

    fn text(&mut self, text: &RawText) {
        self.claims(&text.claims);
        text.links.iter().for_each(|link| self.link(link));
    }

    /// The datasets of bound numbers.
    fn claims(&mut self, claims: &[RawClaim]) {
        for claim in claims {
            let target = &claim.address.value;
            match address::parse(target) {
                Ok(expression) => self.expression(&expression),
                Err(_) => {
                    self.unread.insert(target.clone());
                    let addresses = target.split(['(', ')', ',']);
                    let words = addresses.filter_map(|address| address.split('/').next());
                    let words = words.filter(|word| !slug(word).is_empty());
                    self.guessed.extend(words.map(str::to_string));
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Cell(address) | Expression::Column(address) => {
                self.datasets.insert(address.dataset.text.clone());
            }
            Expression::Call(call) => {
                let arguments = call.arguments.iter();
                arguments.for_each(|argument| self.expression(argument));
            }
        }
    }

    /// A file that stands in a `data/` folder, wherever it may be found.
    fn beside_data(&mut self, name: &str) {
        let homes = super::datasets::homes(&self.folder).into_iter();
        let paths = homes.filter_map(|home| home.join("data")?.join(name));
        self.files.extend(paths);
    }

    fn link(&mut self, link: &Spanned<String>) {
        if super::links::stays(&link.value) {
            self.file(link);
        }
    }

    fn file(&mut self, name: &Spanned<String>) {
        let path = self.path(name);
        self.files.extend(path);
    }

    fn path(&self, name: &Spanned<String>) -> Option<SitePath> {
        let name = name.value.split('#').next().unwrap_or("");
        self.folder.named(name)
    }
}
