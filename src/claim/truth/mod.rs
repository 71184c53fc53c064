//! The wording that would be true, in the manner of the author: digits or words, hedge or none,
//! `%` or per cent, and the precision chosen.
//!
//! Several wordings are tried, the nearest to the author's first; one is proposed only when it
//! reads as true itself.

mod edits;
mod multiples;
mod options;
mod parts;
mod ranks;

use crate::claim::agree::denied;
use crate::claim::read::read;
use crate::claim::truth::edits::{Edit, apply, denominator_edits};
use crate::claim::truth::options::{Attempt, last_resort, options};
use crate::claim::{Claim, Part, Quantity};
use crate::model::Unit;

/// What would be true.
pub(super) struct Wording {
    /// The words, and what follows the link.
    pub(super) text: String,
    /// How many of their bytes stand in the link.
    pub(super) link: usize,
    /// A plainer wording, where the first is not plain.
    pub(super) plain: Option<String>,
}

/// The words of a claim with each part that disagrees put right.
pub(super) fn wording(claim: &Claim, quantity: &Quantity, parts: &[Part]) -> Wording {
    let mut always = Vec::new();
    if parts.contains(&Part::Denominator) {
        denominator_edits(claim, quantity, &mut always);
    }
    if let Some(way) = claim.way.filter(|_| parts.contains(&Part::Direction)) {
        // Money and percentages are less, not fewer.
        let uncounted = matches!(
            quantity.unit,
            Some(Unit::Currency(_) | Unit::Percent | Unit::PercentagePoints)
        );
        let other = match way.other {
            "fewer" if uncounted => "less",
            other => other,
        };
        always.push(Edit::replace(claim, way.place, other.to_string()));
    }
    let measure = claim.measure.filter(|_| parts.contains(&Part::Unit));
    if let (Some(measure), Some(Unit::Words(unit) | Unit::Rate { name: unit, .. })) =
        (measure, &quantity.unit)
    {
        always.push(Edit::replace(claim, measure.place, unit.clone()));
    }
    let mut found: Option<Wording> = None;
    for Attempt { edits, plain } in options(claim, quantity, parts) {
        let (text, link) = apply(claim, always.iter().cloned().chain(edits).collect());
        if !is_true(&text, link, quantity) {
            continue;
        }
        match &mut found {
            None => {
                found = Some(Wording {
                    text,
                    link,
                    plain: None,
                });
                if plain {
                    break;
                }
            }
            Some(first) if plain && first.text != text => {
                first.plain = Some(text);
                break;
            }
            Some(_) => {}
        }
    }
    found.unwrap_or_else(|| {
        let text = last_resort(quantity);
        Wording {
            link: text.len(),
            text,
            plain: None,
        }
    })
}

/// Whether words are read, and say what the data says.
fn is_true(text: &str, link: usize, quantity: &Quantity) -> bool {
    let (words, after) = text.split_at(link);
    read(words, after).is_ok_and(|claim| denied(&claim, quantity).is_empty())
}
