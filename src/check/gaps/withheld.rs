//! Drafts, and what is under embargo beyond the day of closing: it would never be published.

use crate::check::gaps::Found;
use crate::diag::{Diagnostic, code};
use crate::model::Site;
use crate::source::SourceMap;

pub(super) fn find(site: &Site, _: &SourceMap) -> Vec<Found> {
    let withheld = site.withheld.iter();
    withheld
        .map(|withheld| {
            let message = match withheld.until {
                Some(until) => {
                    let until = until.to_zoned(site.config.timezone.clone());
                    let until = until.strftime("%-d %B %Y, %H:%M");
                    format!("this is under embargo until {until}, after the closing")
                }
                None => "this is a draft, and would never be published".to_string(),
            };
            Found {
                name: withheld.name.clone(),
                diagnostic: Diagnostic::warning(&code::GAP_WITHHELD, withheld.span, message)
                    .help("publish it, or remove it"),
            }
        })
        .collect()
}
