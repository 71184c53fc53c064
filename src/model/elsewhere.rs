//! What is known of addresses outside the site: when each was last read, and its copy in a web archive.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Dataset, Entry, Kind, PackItem, PackTarget, Page, Robust};

/// What is known of an address.
#[derive(Debug, Clone, Default)]
pub struct Elsewhere {
    /// The last day on which somebody read it there.
    pub accessed: Option<Date>,
    /// Its newest copy in a web archive.
    pub archived: Option<Robust>,
}

/// Addresses outside with what briefing packs, reading lists and sources of data say of them.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    known: BTreeMap<String, Elsewhere>,
}

impl Outside {
    /// Gathers what pages and datasets say.
    pub fn of(pages: &[Page], datasets: &[Dataset]) -> Self {
        let mut outside = Outside::default();
        for page in pages {
            let Kind::Session(session) = &page.kind else {
                continue;
            };
            session.pack.iter().for_each(|item| outside.take_item(item));
            let groups = session.reading.iter().flat_map(|reading| &reading.groups);
            let entries = groups.flat_map(|group| &group.entries);
            entries.for_each(|entry| outside.take_entry(entry));
        }
        for source in datasets.iter().filter_map(|data| data.source.as_ref()) {
            if let Some(url) = &source.url {
                outside.take(url, source.accessed, None);
            }
        }
        outside
    }

    /// What is known of an address, its fragment left aside.
    pub fn get(&self, url: &str) -> Option<&Elsewhere> {
        self.known.get(page_of(url))
    }

    fn take_item(&mut self, item: &PackItem) {
        if let PackTarget::Outside(url) = &item.target {
            self.take(url, item.accessed, item.archived.as_ref());
        }
    }

    fn take_entry(&mut self, entry: &Entry) {
        if let Some(url) = &entry.url {
            self.take(url, entry.accessed, entry.archived.as_ref());
        }
    }

    /// Of two that speak of one address the later counts.
    fn take(&mut self, url: &str, accessed: Option<Date>, archived: Option<&Robust>) {
        let known = self.known.entry(page_of(url).to_string()).or_default();
        known.accessed = known.accessed.max(accessed);
        if let Some(copy) = archived
            && known
                .archived
                .as_ref()
                .is_none_or(|other| other.date < copy.date)
        {
            known.archived = Some(copy.clone());
        }
    }
}

fn page_of(url: &str) -> &str {
    url.split_once('#').map_or(url, |(page, _)| page)
}
