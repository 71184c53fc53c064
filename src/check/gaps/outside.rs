//! What only others keep: recordings, and publications without an archived copy.

use crate::check::gaps::Found;
use crate::diag::{Diagnostic, code};
use crate::model::{Kind, Link, PackTarget, Page, Session, Site};
use crate::source::{SourceId, SourceMap, Span};

pub(super) fn recordings(site: &Site, sources: &SourceMap) -> Vec<Found> {
    let mut found = Vec::new();
    for (page, session) in sessions(site) {
        for speaker in &session.speakers {
            let Some(Link::Outside(url)) = &speaker.recording else {
                continue;
            };
            let mut fault = Diagnostic::warning(
                &code::GAP_RECORDING,
                place(sources, page.source, url),
                format!("the recording at `{url}` is kept by somebody else only"),
            );
            fault = fault.help(match speaker.transcript {
                Some(Link::Page(_) | Link::File(_)) => {
                    "put the film or its sound into `files/`; the transcript alone is kept"
                }
                _ => "put the film or its sound, or at least a transcript, into `files/`",
            });
            found.push(Found {
                name: url.clone(),
                diagnostic: fault,
            });
        }
    }
    found
}

pub(super) fn sources(site: &Site, sources: &SourceMap) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |source: SourceId, url: &str, what: &str| {
        found.push(Found {
            name: url.to_string(),
            diagnostic: Diagnostic::warning(
                &code::GAP_SOURCE,
                place(sources, source, url),
                format!("no archived copy of {what} `{url}` is recorded"),
            )
            .help(how_to_record(sources, source)),
        });
    };
    for (page, session) in sessions(site) {
        for item in &session.pack {
            if let (PackTarget::Outside(url), None) = (&item.target, &item.archived) {
                add(page.source, url, "the publication");
            }
        }
        let groups = session.reading.iter().flat_map(|list| &list.groups);
        for entry in groups.flat_map(|group| &group.entries) {
            if let (Some(url), None) = (&entry.url, &entry.archived) {
                add(entry.source, url, "the publication");
            }
        }
    }
    found
}

/// How an archived copy is recorded in a file.
fn how_to_record(sources: &SourceMap, source: SourceId) -> &'static str {
    match sources.file(source).path.extension().as_str() {
        "bib" => {
            "ask a web archive for a copy, and write `archiveurl = {…}, archivedate = {…},` into the entry"
        }
        _ => "ask a web archive for a copy, and write `archived: {url: …, date: …}`",
    }
}

fn sessions(site: &Site) -> impl Iterator<Item = (&Page, &Session)> {
    site.pages.iter().filter_map(|page| match &page.kind {
        Kind::Session(session) => Some((page, session.as_ref())),
        _ => None,
    })
}

/// Where an address stands in a file; the whole file where it is written in another way.
fn place(sources: &SourceMap, source: SourceId, url: &str) -> Span {
    match sources.file(source).text.find(url) {
        Some(at) => Span::new(source, at, at + url.len()),
        None => Span::file(source),
    }
}
