//! Sessions that have neither been held nor called off.

use crate::check::gaps::Found;
use crate::diag::{Diagnostic, code};
use crate::model::{Kind, Site, State};
use crate::number::long_date;
use crate::source::SourceMap;

pub(super) fn find(site: &Site, sources: &SourceMap) -> Vec<Found> {
    let pages = site.pages.iter();
    pages
        .filter_map(|page| {
            let Kind::Session(session) = &page.kind else {
                return None;
            };
            let planned = session.state == Some(State::Planned);
            if !planned {
                return None;
            }
            let message = match page.meta.date {
                Some(date) if date < site.today => format!(
                    "this session is `planned` for {}, which has passed",
                    long_date(date)
                ),
                Some(date) => format!(
                    "this session is planned for {}, and the site closes before it is over",
                    long_date(date)
                ),
                None => "this session is `planned`, and has no date".to_string(),
            };
            let span = page.meta.title.span;
            Some(Found {
                name: sources.file(page.source).path.to_string(),
                diagnostic: Diagnostic::warning(&code::GAP_PLANNED, span, message)
                    .help("write `state: held` or `state: cancelled`"),
            })
        })
        .collect()
}
