//! Gaps: what would be frozen wrong if the site were closed as it stands.
//!
//! Nothing here keeps a site from being built while its group is at work. `briefpack close` refuses
//! to close over a gap that nobody has accepted, and an archive warns of it. A kind of gap is a file
//! and a row of [`GAPS`].

mod future;
mod keeper;
mod outside;
mod phrases;
mod placeholders;
mod sessions;
mod withheld;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::model::Site;
use crate::source::{SourceMap, Span};

/// A kind of gap.
pub struct GapKind {
    /// Its name, with which items of the kind begin: `recording`.
    pub name: &'static str,
    /// What it looks for.
    pub summary: &'static str,
    /// Whether a site is not closed over it unless somebody accepts it.
    pub refuses: bool,
    run: fn(&Site, &SourceMap) -> Vec<Found>,
}

/// The kinds of gaps.
pub static GAPS: &[GapKind] = &[
    GapKind {
        name: "placeholder",
        summary: "words that stand for others that were still to come",
        refuses: true,
        run: placeholders::find,
    },
    GapKind {
        name: "withheld",
        summary: "drafts, and what is under embargo beyond the closing day",
        refuses: true,
        run: withheld::find,
    },
    GapKind {
        name: "planned",
        summary: "sessions that have neither been held nor called off",
        refuses: true,
        run: sessions::find,
    },
    GapKind {
        name: "recording",
        summary: "recordings that are kept by somebody else only",
        refuses: true,
        run: outside::recordings,
    },
    GapKind {
        name: "source",
        summary: "publications elsewhere of which no archived copy is recorded",
        refuses: true,
        run: outside::sources,
    },
    GapKind {
        name: "keeper",
        summary: "nobody is named who keeps the site",
        refuses: true,
        run: keeper::find,
    },
    GapKind {
        name: "future",
        summary: "words about a future that will not come",
        refuses: false,
        run: future::find,
    },
];

/// Something that would be frozen wrong.
#[derive(Debug, Clone)]
pub struct Gap {
    /// Its kind: the name of a row of [`GAPS`].
    pub kind: &'static str,
    /// Which of its kind: a file, a line of one, an address.
    pub name: String,
    /// Whether the site is not closed over it unless somebody accepts it.
    pub refuses: bool,
    /// What is wrong, and what to do.
    pub diagnostic: Diagnostic,
}

impl Gap {
    /// What `--accept` calls it: `recording:https://example.org/film`.
    pub fn item(&self) -> String {
        match self.name.is_empty() {
            true => self.kind.to_string(),
            false => format!("{}:{}", self.kind, self.name),
        }
    }

    /// Whether a name given to `--accept` means this gap: its own, that of its kind, or `all`.
    pub fn is_meant_by(&self, name: &str) -> bool {
        name == "all" || name == self.kind || name == self.item()
    }
}

/// A gap as its rule finds it.
struct Found {
    name: String,
    diagnostic: Diagnostic,
}

/// Every gap of a site, in the order of the kinds and places; each item once.
pub fn gaps(site: &Site, sources: &SourceMap) -> Vec<Gap> {
    let found: Vec<Vec<Gap>> = GAPS
        .par_iter()
        .map(|kind| {
            let mut gaps: Vec<Gap> = (kind.run)(site, sources)
                .into_iter()
                .map(|found| Gap {
                    kind: kind.name,
                    name: found.name,
                    refuses: kind.refuses,
                    diagnostic: found.diagnostic,
                })
                .collect();
            gaps.sort_by(|left, right| {
                let place = |gap: &Gap| (gap.diagnostic.place.span, gap.name.clone());
                place(left).cmp(&place(right))
            });
            gaps.dedup_by(|later, first| later.name == first.name);
            gaps
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Whether a gap has been accepted in `briefpack.yaml`.
pub fn is_accepted(site: &Site, gap: &Gap) -> bool {
    let accepted = &site.config.lifecycle.accepted;
    let mut items = accepted.iter().flat_map(|accepted| &accepted.items);
    items.any(|item| gap.is_meant_by(item))
}

/// The file and line of a place: `content/index.md:12`.
fn line_of(sources: &SourceMap, span: Span) -> String {
    let (line, _) = sources.line_column(span.source, span.start);
    format!("{}:{line}", sources.file(span.source).path)
}
