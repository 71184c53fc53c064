//! Every text of the site, one after the other: for rules that look at words wherever they stand.

use crate::model::{Bound, Figure, Kind, Page, ReadingList, Session, Site, Text};

impl Site {
    /// Gives every bound number of the site to `see`: those of bodies, titles, summaries,
    /// captions, annotations, notes and all other texts.
    pub fn each_claim<'a>(&'a self, see: &mut dyn FnMut(&'a Bound)) {
        for page in &self.pages {
            page.body.claims.iter().for_each(&mut *see);
        }
        self.each_text(&mut |text| text.claims.iter().for_each(&mut *see));
    }

    /// Gives every line of text outside bodies to `see`.
    pub fn each_text<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        let config = &self.config;
        see(&config.title);
        let organisation = &config.organisation;
        [
            &config.disclaimer,
            &config.lifecycle.notice,
            &organisation.name,
            &organisation.secretariat,
            &organisation.funding,
            &organisation.address,
            &organisation.contact,
        ]
        .into_iter()
        .flatten()
        .for_each(&mut *see);
        for person in &self.people {
            [&person.role, &person.biography]
                .into_iter()
                .flatten()
                .for_each(&mut *see);
        }
        for page in &self.pages {
            page.each_text(see);
        }
        for figure in &self.figures {
            figure.each_text(see);
        }
        for data in &self.datasets {
            see(&data.title);
            data.description
                .iter()
                .chain(&data.notes)
                .for_each(&mut *see);
            data.fields
                .iter()
                .filter_map(|field| field.description.as_ref())
                .for_each(&mut *see);
            if let Some(source) = &data.source {
                see(&source.name);
                source.title.iter().for_each(&mut *see);
            }
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
        others.into_iter().flatten().for_each(see);
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
