//! Every text of the site, one after the other: for rules that look at words wherever they stand.

use crate::model::{
    Bound, Dataset, DatasetId, Figure, FigureId, Kind, Page, PageId, PersonId, ReadingList,
    Session, Site, Text,
};

/// Whose text it is: where readers meet it follows from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The site's: it stands on every page.
    Site,
    /// A person's.
    Person(PersonId),
    /// A page's, its summary and front matter included.
    Page(PageId),
    /// A figure's.
    Figure(FigureId),
    /// A dataset's.
    Dataset(DatasetId),
}

impl Site {
    /// Gives every bound number of the site to `see`: those of bodies, titles, summaries,
    /// captions, annotations, notes and all other texts.
    pub fn each_claim<'a>(&'a self, see: &mut dyn FnMut(Owner, &'a Bound)) {
        for page in &self.pages {
            let owner = Owner::Page(page.id);
            page.body.claims.iter().for_each(|bound| see(owner, bound));
        }
        self.each_text(&mut |owner, text| text.claims.iter().for_each(|bound| see(owner, bound)));
    }

    /// Gives every line of text outside bodies to `see`.
    pub fn each_text<'a>(&'a self, see: &mut dyn FnMut(Owner, &'a Text)) {
        self.each_text_of_the_site(&mut |text| see(Owner::Site, text));
        for (at, person) in self.people.iter().enumerate() {
            [&person.role, &person.biography]
                .into_iter()
                .flatten()
                .for_each(|text| see(Owner::Person(PersonId(at)), text));
        }
        for page in &self.pages {
            page.each_text(&mut |text| see(Owner::Page(page.id), text));
        }
        for figure in &self.figures {
            figure.each_text(&mut |text| see(Owner::Figure(figure.id), text));
        }
        for data in &self.datasets {
            data.each_text(&mut |text| see(Owner::Dataset(data.id), text));
        }
    }

    fn each_text_of_the_site<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        let config = &self.config;
        see(&config.title);
        let organisation = &config.organisation;
        [
            &config.disclaimer,
            &config.lifecycle.notice,
            &config.lifecycle.keeper,
            &organisation.name,
            &organisation.secretariat,
            &organisation.funding,
            &organisation.address,
            &organisation.contact,
        ]
        .into_iter()
        .flatten()
        .chain(config.lifecycle.accepted.iter().map(|it| &it.reason))
        .for_each(&mut *see);
    }
}

impl Dataset {
    /// Gives every line of text of a dataset to `see`.
    pub fn each_text<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        see(&self.title);
        self.description
            .iter()
            .chain(&self.notes)
            .for_each(&mut *see);
        self.fields
            .iter()
            .filter_map(|field| field.description.as_ref())
            .for_each(&mut *see);
        if let Some(source) = &self.source {
            see(&source.name);
            source.title.iter().for_each(&mut *see);
        }
    }
}

impl Page {
    /// Gives every line of text of a page outside its body and figures to `see`.
    pub fn each_text<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        see(&self.meta.title.value);
        self.meta.summary.iter().for_each(&mut *see);
        self.meta
            .changes
            .iter()
            .for_each(|change| see(&change.note));
        if let Kind::Session(session) = &self.kind {
            session_texts(session, see);
        }
    }
}

impl Figure {
    /// Gives every line of text of a figure to `see`.
    pub fn each_text<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        see(&self.title);
        see(&self.alt);
        let others = [&self.subtitle, &self.note, &self.source];
        others.into_iter().flatten().for_each(&mut *see);
        self.attribution().into_iter().for_each(see);
    }
}

fn session_texts<'a>(session: &'a Session, see: &mut dyn FnMut(&'a Text)) {
    session.place.iter().for_each(&mut *see);
    for speaker in &session.speakers {
        let texts = [&speaker.role, &speaker.biography, &speaker.talk];
        texts.into_iter().flatten().for_each(&mut *see);
    }
    for item in &session.pack {
        let texts = [&item.title, &item.publisher, &item.description];
        texts.into_iter().flatten().for_each(&mut *see);
    }
    session
        .reading
        .iter()
        .for_each(|reading| reading_texts(reading, see));
}

fn reading_texts<'a>(reading: &'a ReadingList, see: &mut dyn FnMut(&'a Text)) {
    for group in &reading.groups {
        group.title.iter().for_each(&mut *see);
        for entry in &group.entries {
            see(&entry.title);
            let texts = [&entry.publisher, &entry.parent, &entry.annotation];
            texts.into_iter().flatten().for_each(&mut *see);
        }
    }
}
