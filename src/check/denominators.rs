//! Two rates in one sentence that are counted for different numbers: readers compare what they read
//! side by side, and `50 per 200` beside `88 per 100` misleads them. A warning whether or not the
//! numbers are bound: each may be true.

use crate::check::lines::{found_in_lines, sentences};
use crate::claim::{self, Found, Opener};
use crate::diag::{Diagnostic, code};
use crate::model::{Line, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    found_in_lines(site, of_a_line)
}

fn of_a_line(line: Line<'_>) -> Vec<Diagnostic> {
    if !claim::may_hold_two_rates(line.words) {
        return Vec::new();
    }
    sentences(line.words)
        .filter(|(_, sentence)| claim::may_hold_unlike_rates(sentence))
        .filter_map(|(start, sentence)| {
            let rates: Vec<Found> = claim::scan(sentence)
                .into_iter()
                .filter(|found| per(found).is_some())
                .collect();
            let first = rates.first()?;
            let other = rates.iter().find(|rate| per(rate) != per(first))?;
            let place = |found: &Found| line.span(start + found.start, start + found.end);
            let said = |found: &Found| sentence[found.start..found.end].to_string();
            Some(
                Diagnostic::warning(
                    &code::MIXED_DENOMINATORS,
                    place(other)?,
                    format!(
                        "one sentence compares `{}` with `{}`",
                        said(first),
                        said(other)
                    ),
                )
                .other(place(first)?, "the other")
                .help("give both for the same number, or part them into two sentences"),
            )
        })
        .collect()
}

/// For each how many a rate is counted. A proportion such as `one in five` is none: its second
/// number is part of what it says.
fn per(found: &Found) -> Option<rust_decimal::Decimal> {
    let denominator = found.claim.denominator.as_ref()?;
    (denominator.opener == Opener::Each).then_some(denominator.per)
}
