//! The wording that would be true, in the manner of the author: digits or words, `%` or per
//! cent, and the precision chosen.

use rust_decimal::Decimal;

use crate::claim::spell::{has_words, written};
use crate::claim::verify::{compared, data_denominator, round_to};
use crate::claim::{Claim, Form, Measure, Part, Place, Quantity, SaidUnit, Side};
use crate::model::Unit;
use crate::number;

/// A change to the words that count: the bytes it replaces and what stands there instead.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// The words of `claim` with each part that disagrees put right, and how many of their bytes
/// stand in the link.
pub(super) fn wording(claim: &Claim, quantity: &Quantity, parts: &[Part]) -> (String, usize) {
    let mut edits = Vec::new();
    let unit = parts.contains(&Part::Unit);
    if unit || parts.contains(&Part::Number) {
        number_edits(claim, quantity, unit, &mut edits);
    }
    if unit {
        unit_edits(claim, quantity, &mut edits);
    }
    if parts.contains(&Part::Denominator) {
        denominator_edits(claim, quantity, &mut edits);
    }
    edits.sort_by_key(|edit| edit.start);
    let mut text = String::with_capacity(claim.text.len() + 16);
    let mut link = None;
    let mut at = 0;
    for edit in edits {
        // What is added at the very end of the link is still in it.
        if edit.start >= claim.words && edit.end > claim.words && link.is_none() {
            link = Some(text.len() + claim.words - at);
        }
        text.push_str(&claim.text[at..edit.start]);
        text.push_str(&edit.text);
        at = edit.end;
    }
    let link = link.unwrap_or(text.len() + claim.words.saturating_sub(at));
    text.push_str(&claim.text[at..]);
    (text, link)
}

/// Where a place lies in the words that count.
fn range(claim: &Claim, place: Place) -> (usize, usize) {
    match place.side {
        Side::Words => (place.start, place.end),
        Side::After => (claim.words + place.start, claim.words + place.end),
    }
}

/// Takes out what stands at a place, and the space or hyphen before it.
fn removal(claim: &Claim, place: Place) -> Edit {
    let (start, end) = range(claim, place);
    let joint =
        |letter: char| letter.is_whitespace() || matches!(letter, '-' | '\u{2010}' | '\u{2011}');
    let text = match place.side {
        Side::Words => 0,
        Side::After => claim.words,
    };
    Edit {
        start: text + claim.text[text..start].trim_end_matches(joint).len(),
        end,
        text: String::new(),
    }
}

fn number_edits(claim: &Claim, quantity: &Quantity, new_unit: bool, edits: &mut Vec<Edit>) {
    let said = claim.unit.as_ref().filter(|_| !new_unit);
    let symbol = match (&quantity.unit, said) {
        (Some(Unit::Currency(code)), None) => number::currency_symbol(code),
        (
            _,
            Some(SaidUnit {
                prefix: true,
                measure: Measure::Money(code),
                ..
            }),
        ) => number::currency_symbol(code),
        _ => String::new(),
    };
    let value = compared(claim, quantity);
    let rounded = round_to(value, claim.step);
    let scale = claim.scale.map_or(Decimal::ONE, |scale| scale.factor);
    let part = said.map_or(Decimal::ONE, |unit| unit.factor);
    // What would round to nothing, or is too large for words, is said in full.
    let lost = rounded.is_zero() && !value.is_zero();
    let wordless = matches!(claim.form, Form::Words { .. }) && !has_words(rounded.abs());
    let (amount, form) = if lost || wordless {
        edits.extend(claim.scale.map(|scale| removal(claim, scale.place)));
        let exact = (value.abs() / part).normalize();
        (exact, digits(exact.scale()))
    } else if new_unit
        && claim
            .unit
            .as_ref()
            .is_some_and(|unit| unit.factor != Decimal::ONE)
    {
        // Pence had two places fewer than the unit that takes their place.
        (rounded.abs(), digits(claim.step.scale()))
    } else {
        (rounded.abs() / scale / part, claim.form)
    };
    let minus = match (rounded.is_sign_negative() || value.is_sign_negative(), form) {
        _ if amount.is_zero() => "",
        (false, _) => "",
        (true, Form::Words { .. }) => "minus ",
        (true, Form::Digits { .. }) => "−",
    };
    let (start, end) = range(claim, claim.number);
    edits.push(Edit {
        start,
        end,
        text: format!("{minus}{symbol}{}", written(amount, form)),
    });
}

/// The plain way to write digits.
fn digits(places: u32) -> Form {
    Form::Digits {
        places,
        grouping: Some(','),
    }
}

fn unit_edits(claim: &Claim, quantity: &Quantity, edits: &mut Vec<Edit>) {
    let wanted = match quantity.unit {
        Some(Unit::Percent) => " per cent",
        Some(Unit::PercentagePoints) => " percentage points",
        _ => "",
    };
    match claim.unit.as_ref().filter(|unit| !unit.prefix) {
        Some(said) => edits.push(Edit {
            text: wanted.to_string(),
            ..removal(claim, said.place)
        }),
        None => {
            let behind = claim.scale.map_or(claim.number, |scale| scale.place);
            let (_, at) = range(claim, behind);
            edits.push(Edit {
                start: at,
                end: at,
                text: wanted.to_string(),
            });
        }
    }
}

fn denominator_edits(claim: &Claim, quantity: &Quantity, edits: &mut Vec<Edit>) {
    let Some(said) = claim.denominator else {
        return;
    };
    let Some(per) = data_denominator(claim, quantity) else {
        edits.push(removal(claim, said.place));
        return;
    };
    let (start, end) = range(claim, said.of);
    let form = match said.form {
        Some(words @ Form::Words { .. }) if per.is_integer() => words,
        _ => digits(per.normalize().scale()),
    };
    edits.push(Edit {
        start,
        end,
        text: written(per, form),
    });
}
