//! Reading lists.

use crate::model::{Entry, ReadingGroup, ReadingList, Robust};
use crate::parse::reading::{RawEntry, RawReading};
use crate::resolve::links::Scope;
use crate::source::SitePath;

/// Resolves a reading list of a file in `folder`.
pub(super) fn resolve(
    raw: RawReading,
    folder: &SitePath,
    scope: &mut Scope<'_, '_>,
) -> ReadingList {
    let groups = raw
        .groups
        .into_iter()
        .map(|group| ReadingGroup {
            title: group.title.map(|title| scope.text(title, folder)),
            entries: group
                .entries
                .into_iter()
                .map(|raw| entry(raw, folder, scope))
                .collect(),
        })
        .collect();
    ReadingList { groups }
}

fn entry(raw: RawEntry, folder: &SitePath, scope: &mut Scope<'_, '_>) -> Entry {
    Entry {
        source: raw.key.span.source,
        key: raw.key.value,
        kind: raw.kind,
        title: scope.text(raw.title, folder),
        authors: raw.authors,
        publisher: raw.publisher.map(|publisher| scope.text(publisher, folder)),
        date: raw.date,
        parent: raw.parent.map(|parent| scope.text(parent, folder)),
        locators: raw.locators,
        url: raw.url,
        accessed: raw.accessed,
        doi: raw.doi,
        annotation: raw
            .annotation
            .map(|annotation| scope.text(annotation, folder)),
        archived: raw.archived.map(|(url, date)| Robust { url, date }),
    }
}
