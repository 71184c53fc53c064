//! True wordings of proportions: `two in five`, `a third`, `31 per cent`.

use rust_decimal::Decimal;

use crate::claim::agree::{percent_step, proportion, round_to, share_denominator};
use crate::claim::spell::{fraction, written};
use crate::claim::tables::FRACTIONS;
use crate::claim::truth::edits::{Edit, denominator_edit, digits, range};
use crate::claim::truth::options::{Attempt, bare, numbers, unhedged};
use crate::claim::{Claim, Form, Fraction, Nature, Number, Quantity};
use crate::model::Unit;
use crate::number;

/// `two in five`, `three in ten`, `31 in 100`.
pub(super) fn shares(claim: &Claim, said: &Number, quantity: &Quantity) -> Vec<Attempt> {
    let (Some(share), Some(part)) = (share_denominator(claim), proportion(quantity)) else {
        return numbers(claim, said, quantity, false);
    };
    let per = |per: Decimal| {
        let count = round_to(part.checked_mul(per)?, Decimal::ONE);
        let form = match said.form {
            words @ Form::Words { .. } if count <= Decimal::TEN => words,
            _ => digits(0),
        };
        let mut edits = unhedged(claim);
        edits.push(Edit::replace(claim, said.place, written(count, form)));
        if per != share.per {
            edits.push(denominator_edit(claim, per));
        }
        (!count.is_zero() && !per.is_zero()).then_some(Attempt::plain(edits))
    };
    // `one in eight`, also where eight is no round number.
    let alone = (said.value == Decimal::ONE)
        .then(|| Some(round_to(Decimal::ONE.checked_div(part)?, Decimal::ONE)))
        .flatten();
    let rest = [5, 10, 100, 1000, 10_000, 100_000, 1_000_000].map(Decimal::from);
    [share.per]
        .into_iter()
        .chain(alone)
        .chain(rest)
        .filter_map(per)
        .collect()
}

pub(super) fn fractions(claim: &Claim, said: &Fraction, quantity: &Quantity) -> Vec<Attempt> {
    let Some(part) = proportion(quantity) else {
        return Vec::new();
    };
    let (start, end) = range(claim, said.place);
    let in_words = claim.text[start..end].chars().all(|it| !it.is_numeric());
    let mut edits = unhedged(claim);
    edits.push(Edit::replace(claim, said.place, String::new()));
    let with = |text: String| {
        let mut edits = edits.clone();
        edits.iter_mut().for_each(|edit| {
            if edit.start == start && edit.end == end {
                edit.text.clone_from(&text);
            }
        });
        edits
    };
    let mut options: Vec<Attempt> = near_fraction(part)
        .filter(|_| in_words)
        .map(|text| Attempt::bent(with(text)))
        .into_iter()
        .collect();
    let percent = part.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
    let rounded = round_to(percent, percent_step(percent)).normalize();
    let text = match (&quantity.unit, quantity.nature) {
        (Some(Unit::Percent), _) => format!("{} per cent", number::plain(rounded, None)),
        (None, Nature::Ratio) => format!(
            "{} times",
            number::plain(rounded / Decimal::ONE_HUNDRED, None)
        ),
        _ => bare(claim, quantity),
    };
    let behind = &claim.text[end..];
    let ratio = quantity.nature == Nature::Ratio;
    let of = if needs_of(behind) && !ratio {
        " of"
    } else {
        ""
    };
    let mut edits = with(format!("{text}{of}"));
    if ratio && behind.starts_with(" of ") && end + 3 <= claim.words {
        // `a quarter of the rate`, but `0.3 times the rate`.
        edits
            .iter_mut()
            .filter(|edit| edit.end == end)
            .for_each(|edit| edit.end += 3);
    }
    options.push(Attempt::plain(edits));
    options
}

/// Whether `half the wards` has to become `49 per cent of the wards`.
fn needs_of(behind: &str) -> bool {
    let next = behind.split_whitespace().next().unwrap_or_default();
    let words = [
        "the", "all", "those", "these", "its", "their", "our", "them", "a", "an",
    ];
    words.contains(&next.to_lowercase().as_str())
}

/// A fraction with few parts that a proportion equals at whole per cent.
fn near_fraction(part: Decimal) -> Option<String> {
    let percent = round_to(part.checked_mul(Decimal::ONE_HUNDRED)?, Decimal::ONE);
    FRACTIONS
        .iter()
        // Nobody thinks in sevenths.
        .filter(|row| matches!(row.parts, 2..=5 | 10))
        .flat_map(|row| (1..row.parts).map(move |count| (count, row.parts)))
        .filter(|(count, parts)| (2..=*count).all(|by| count % by != 0 || parts % by != 0))
        .find(|(count, parts)| {
            let hundredths = Decimal::from(count * 100) / Decimal::from(*parts);
            round_to(hundredths, Decimal::ONE) == percent
        })
        .and_then(|(count, parts)| fraction(count, parts))
}
