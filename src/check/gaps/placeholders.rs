//! Words that stand for others that were still to come.

use crate::check::gaps::{Found, line_of, phrases};
use crate::diag::{Diagnostic, code};
use crate::model::Site;
use crate::source::SourceMap;

const PHRASES: &[&str] = &[
    "coming soon",
    "more coming",
    "to be confirmed",
    "to be announced",
    "to be added",
    "to be completed",
    "to be decided",
    "to be published",
    "details to follow",
    "more to follow",
    "minutes to follow",
    "papers to follow",
    "tbc",
    "tba",
    "tbd",
    "todo",
    "fixme",
    "lorem ipsum",
    "under construction",
    "watch this space",
    "check back",
    "insert here",
    "placeholder",
];

pub(super) fn find(site: &Site, sources: &SourceMap) -> Vec<Found> {
    let mut found = Vec::new();
    phrases::each(site, sources, PHRASES, &mut |phrase, span| {
        found.push(Found {
            name: line_of(sources, span),
            diagnostic: Diagnostic::warning(
                &code::GAP_PLACEHOLDER,
                span,
                format!("`{phrase}` would stand here for good"),
            )
            .help("write what has become of it, or take the words out"),
        });
    });
    found
}
