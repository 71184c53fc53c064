//! What a page shows to the rest of the site, as a digest.
//!
//! As long as this stays the same, nothing but the page itself depends on what its file says: its
//! front matter; the addresses of its images, its bound numbers and its links to data and files, by
//! which datasets list their pages and files count as used; its figures, which have files of their own
//! and stand in the lists of sessions. Headings are no part of it as long as the page still has those
//! that others lead to, nor are links to other pages and other sites; headings of sessions that are named as
//! the groups of their reading lists would be are.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::model::anchors;
use crate::parse::Parsed;
use crate::parse::markdown::RawFigureRef;
use crate::parse::page::{RawDate, RawPage, end_of_session};
use crate::source::{SitePath, SourceId, SourceMap, Span};
use crate::web::is_web;

use super::record::{Digest, digest};

/// What is remembered of a site as its author wrote it.
#[derive(Debug)]
pub(crate) struct Faces {
    /// The faces of pages, by their files.
    pub(crate) pages: BTreeMap<SourceId, Face>,
    /// The files that each dataset is made of, by its description: paths under `content/`.
    pub(crate) datasets: BTreeMap<SourceId, Vec<SitePath>>,
    /// The instants at which the same content becomes another site.
    pub(crate) moments: Vec<Timestamp>,
    /// The time zone of the site.
    pub(crate) timezone: TimeZone,
}

/// What a page shows to the rest of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Face {
    pub(crate) digest: Digest,
    /// Where its body begins in its file.
    pub(crate) body: usize,
}

/// Looks at what authors wrote, after datasets have been shaped.
pub(crate) fn faces(parsed: &Parsed, sources: &SourceMap) -> Faces {
    let pages = parsed.pages.par_iter();
    let pages: Vec<(SourceId, Face)> = pages
        .map(|page| (page.source, face(page, &sources.file(page.source).text)))
        .collect();
    Faces {
        pages: pages.into_iter().collect(),
        datasets: made_of(parsed),
        moments: moments(parsed),
        timezone: parsed.config.timezone.clone(),
    }
}

fn face(page: &RawPage, text: &str) -> Face {
    let mut parts = Vec::new();
    // Each part ends with its length, so that none can run into the next.
    let mut part = |bytes: &[u8]| {
        parts.extend_from_slice(bytes);
        parts.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    };
    part(&text.as_bytes()[..page.body_starts]);
    let body = &page.body;
    part(b"links");
    for link in body.links.iter().filter(|link| is_listed(&link.value)) {
        part(link.value.as_bytes());
    }
    // The groups of a reading list are named around these.
    let headings = body.headings.iter().map(|heading| &heading.anchor);
    let named =
        headings.filter(|anchor| page.session.is_some() && anchors::may_be_reading_group(anchor));
    part(b"groups");
    for anchor in named {
        part(anchor.as_bytes());
    }
    part(b"images");
    for image in &body.images {
        part(image.file.value.as_bytes());
    }
    part(b"claims");
    for claim in &body.claims {
        part(claim.address.value.as_bytes());
    }
    part(b"figures");
    for figure in &body.figures {
        match figure {
            RawFigureRef::Defined(figure) => match figure.as_ref() {
                Some(figure) => part(words(text, figure.span).as_bytes()),
                None => part(b"unread"),
            },
            RawFigureRef::Again(name) => part(name.value.as_bytes()),
        }
    }
    Face {
        digest: digest(&parts),
        body: page.body_starts,
    }
}

/// Whether a link may lead to what lists the pages that lead to it, or is published because they do. In
/// doubt it does.
fn is_listed(link: &str) -> bool {
    let is_other = ["mailto:", "tel:"].iter().any(|it| link.starts_with(it));
    let leads_out = is_other || is_web(link);
    !link.starts_with('#') && !leads_out && page_of(link).is_none()
}

/// The file of the page that a link leads to; none where it leads elsewhere, and in doubt.
pub(super) fn page_of(link: &str) -> Option<&str> {
    let path = link.split('#').next().unwrap_or_default();
    let is_plain = path.ends_with(".md") && !path.contains(['%', ':']);
    is_plain.then_some(path)
}

fn words(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// The files that each dataset is made of: its description, its data file, and the same of those that
/// it joins.
fn made_of(parsed: &Parsed) -> BTreeMap<SourceId, Vec<SitePath>> {
    let by_path: BTreeMap<&SitePath, _> = parsed
        .datasets
        .iter()
        .map(|data| (&data.path, data))
        .collect();
    let files = |from: &SitePath| {
        let mut files: Vec<SitePath> = Vec::new();
        let mut open = vec![from];
        while let Some(path) = open.pop() {
            let Some(data) = by_path.get(path).filter(|_| !files.contains(path)) else {
                continue;
            };
            files.push(path.clone());
            files.extend(data.data_file.clone());
            open.extend(data.joins.iter().map(|join| &join.value));
        }
        files
    };
    let datasets = parsed.datasets.iter();
    datasets
        .map(|data| (data.source, files(&data.path)))
        .collect()
}

/// The instants at which the same content becomes another site: embargoes end, the group is closed, a
/// session is over.
fn moments(parsed: &Parsed) -> Vec<Timestamp> {
    let pages = parsed.pages.iter();
    let embargoes = pages.clone().filter_map(|page| page.visibility.embargo);
    let data = parsed.datasets.iter();
    let data = data.filter_map(|data| data.visibility.embargo);
    let closed = parsed.config.lifecycle.on_instant;
    let ends = pages.filter_map(|page| {
        let end = page.session.as_ref()?.end?;
        let Some(RawDate::Day(day)) = &page.date else {
            return None;
        };
        end_of_session(day.value, end, &parsed.config.timezone)
    });
    embargoes.chain(data).chain(closed).chain(ends).collect()
}
