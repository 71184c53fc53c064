//! Words about a future that will not come: invitations, plans, the next meeting.

use crate::check::gaps::{Found, line_of, phrases};
use crate::diag::{Diagnostic, code};
use crate::model::Site;
use crate::source::SourceMap;

const PHRASES: &[&str] = &[
    "will be held",
    "will take place",
    "will be published",
    "will publish",
    "will meet",
    "will hear",
    "will launch",
    "we will",
    "we plan to",
    "we intend to",
    "the group will",
    "the group plans",
    "the commission will",
    "the inquiry will",
    "the committee will",
    "next session",
    "next meeting",
    "our next",
    "upcoming",
    "forthcoming",
    "later this year",
    "next year",
    "next month",
    "next week",
    "join us",
    "sign up",
    "register here",
    "register now",
    "book a place",
    "get in touch",
    "contact us",
    "subscribe",
];

pub(super) fn find(site: &Site, sources: &SourceMap) -> Vec<Found> {
    let mut found = Vec::new();
    phrases::each(site, sources, PHRASES, &mut |phrase, span| {
        found.push(Found {
            name: line_of(sources, span),
            diagnostic: Diagnostic::warning(
                &code::GAP_FUTURE,
                span,
                format!("`{phrase}` speaks of what is to come, on a site that has ended"),
            )
            .help("say what came of it, where you know; what was said at the time may stay"),
        });
    });
    found
}
