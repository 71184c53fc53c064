//! Changes to the words of a claim.

use rust_decimal::Decimal;

use crate::claim::agree::{data_denominator, round_to, sized};
use crate::claim::read::bare_scale;
use crate::claim::spell::{has_words, written};
use crate::claim::tables::SCALES;
use crate::claim::{Claim, Form, Measure, Number, Opener, Place, Quantity, SaidUnit, Scale, Side};
use crate::model::Unit;
use crate::number;

/// A change to the words that count: the bytes it replaces and what stands there instead.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

impl Edit {
    /// Puts other words in a place.
    pub(super) fn replace(claim: &Claim, place: Place, text: String) -> Self {
        let (start, end) = range(claim, place);
        Edit { start, end, text }
    }
}

/// The words of a claim with changes made, and how many of their bytes stand in the link.
pub(super) fn apply(claim: &Claim, mut edits: Vec<Edit>) -> (String, usize) {
    edits.sort_by_key(|edit| (edit.start, edit.end));
    let mut text = String::with_capacity(claim.text.len() + 16);
    let mut link = None;
    let mut at = 0;
    for edit in edits {
        // What is added at the very end of the link is still in it.
        if edit.start >= claim.words && edit.end > claim.words && link.is_none() {
            link = Some(text.len() + claim.words - at);
        }
        text.push_str(claim.text.get(at..edit.start).unwrap_or_default());
        suit_article(&mut text, &edit.text);
        text.push_str(&edit.text);
        at = edit.end;
    }
    let link = link.unwrap_or(text.len() + claim.words.saturating_sub(at));
    text.push_str(&claim.text[at..]);
    capitalised(claim, text, link)
}

/// Makes `a` before the end of a text into `an`, or the other way round, as the next word asks.
fn suit_article(text: &mut String, next: &str) {
    let vowel = next.starts_with(['a', 'e', 'i', 'o', 'u', '8'])
        || next.starts_with("11 ")
        || next.starts_with("18 ");
    let vowel = vowel && !next.starts_with("one") && !next.starts_with("uni");
    let (wrong, right) = if vowel { ("a ", "an ") } else { ("an ", "a ") };
    let alone = |before: &str| !before.ends_with(char::is_alphanumeric);
    if text.strip_suffix(wrong).is_some_and(alone) && next.starts_with(char::is_alphanumeric) {
        text.truncate(text.len() - wrong.len());
        text.push_str(right);
    }
}

/// Keeps the capital letter that words begin with.
fn capitalised(claim: &Claim, text: String, link: usize) -> (String, usize) {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if claim.text.starts_with(char::is_uppercase) && first.is_lowercase() => {
            let upper: String = first.to_uppercase().collect();
            let longer = upper.len() - first.len_utf8();
            (format!("{upper}{}", letters.as_str()), link + longer)
        }
        _ => (text, link),
    }
}

/// Where a place lies in the words that count.
pub(super) fn range(claim: &Claim, place: Place) -> (usize, usize) {
    match place.side {
        Side::Words => (place.start, place.end),
        Side::After => (claim.words + place.start, claim.words + place.end),
    }
}

/// Takes out what stands at a place, and the space or hyphen before it.
pub(super) fn removal(claim: &Claim, place: Place) -> Edit {
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

/// Takes out what stands at a place, and the space behind it.
pub(super) fn removal_with_space_behind(claim: &Claim, place: Place) -> Edit {
    let (start, end) = range(claim, place);
    let behind = &claim.text[end..];
    Edit {
        start,
        end: end + behind.len() - behind.trim_start().len(),
        text: String::new(),
    }
}

/// Writes the number of the data in the manner of the author.
pub(super) fn number_edits(
    claim: &Claim,
    said: &Number,
    quantity: &Quantity,
    new_unit: bool,
    edits: &mut Vec<Edit>,
) {
    let value = sized(claim, quantity);
    let unit = claim.unit.as_ref().filter(|_| !new_unit);
    let symbol = symbol(claim, quantity, new_unit);
    // Pence that are a share, `33p in the pound`, become whole per cent.
    let hundredths = new_unit && quantity.unit == Some(Unit::Percent);
    let step = match claim.unit.as_ref().filter(|_| hundredths) {
        Some(unit) => said.step.checked_div(unit.factor).unwrap_or(said.step),
        None => said.step,
    };
    let rounded = round_to(value, step);
    let scale = said.scale.map_or(Decimal::ONE, |scale| scale.factor);
    let part = unit.map_or(Decimal::ONE, |unit| unit.factor);
    if let Some((factor, word)) = said
        .scale
        .and_then(|scale| rescaled(claim, scale, value, part))
    {
        let places = match said.form {
            Form::Digits { places, .. } => places,
            Form::Words { .. } | Form::Mixed => 1,
        };
        let amount = (value / factor / part).abs();
        let minus = if value.is_sign_negative() { "−" } else { "" };
        let text = format!("{minus}{symbol}{}", written(amount, digits(places)));
        edits.push(Edit::replace(claim, said.place, text));
        edits.extend(
            said.scale
                .map(|scale| Edit::replace(claim, scale.place, word.to_string())),
        );
        return;
    }
    // What would round to nothing, or is too large for words, is said in full.
    let lost = rounded.is_zero() && !value.is_zero();
    let wordless = matches!(said.form, Form::Words { .. }) && !has_words(rounded.abs());
    let (amount, form) = if lost || wordless {
        edits.extend(said.scale.map(|scale| removal(claim, scale.place)));
        let exact = (value.abs() / part).normalize();
        (exact, digits(exact.scale()))
    } else if new_unit
        && !hundredths
        && claim
            .unit
            .as_ref()
            .is_some_and(|unit| unit.factor != Decimal::ONE)
    {
        // Pence had two places fewer than the unit that takes their place.
        (rounded.abs(), digits(said.step.scale()))
    } else if said.form == Form::Mixed {
        let amount = (rounded.abs() / scale / part).normalize();
        (amount, digits(amount.scale()))
    } else {
        (rounded.abs() / scale / part, said.form)
    };
    let minus = match (value.is_sign_negative(), form) {
        _ if amount.is_zero() => "",
        (false, _) => "",
        (true, Form::Words { .. }) => "minus ",
        (true, _) => "−",
    };
    let text = format!("{minus}{symbol}{}", written(amount, form));
    edits.push(Edit::replace(claim, said.place, text));
}

/// The scale that suits a value where the one said does not: millions for what was said in
/// billions.
fn rescaled(
    claim: &Claim,
    said: Scale,
    value: Decimal,
    part: Decimal,
) -> Option<(Decimal, &'static str)> {
    let (start, end) = range(claim, said.place);
    let words = claim.text[start..end].to_lowercase();
    let row = SCALES.iter().find(|row| row.word == words)?;
    let suits = |factor: Decimal| {
        let amount = value.abs().checked_div(factor)?.checked_div(part)?;
        Some(amount >= Decimal::ONE && amount < Decimal::ONE_THOUSAND)
    };
    if suits(said.factor)? {
        return None;
    }
    let fitting = SCALES
        .iter()
        .filter(|other| other.glued == row.glued && other.word != "mn")
        .find(|other| suits(other.factor.into()) == Some(true))?;
    Some((fitting.factor.into(), fitting.word))
}

/// The sign of a currency before the number.
pub(super) fn symbol(claim: &Claim, quantity: &Quantity, new_unit: bool) -> String {
    let said = claim.unit.as_ref().filter(|_| !new_unit);
    match (&quantity.unit, said) {
        (Some(Unit::Currency(code)), None) => number::currency_symbol(code).into_owned(),
        (
            _,
            Some(SaidUnit {
                prefix: true,
                measure: Measure::Money(code),
                ..
            }),
        ) => number::currency_symbol(code).into_owned(),
        _ => String::new(),
    }
}

/// The plain way to write digits.
pub(super) fn digits(places: u32) -> Form {
    Form::Digits {
        places,
        grouping: Some(','),
    }
}

/// Puts the unit of the data in the place of the one said, behind the number and its scale.
pub(super) fn unit_edits(
    claim: &Claim,
    amount: Place,
    scale: Option<Scale>,
    quantity: &Quantity,
    edits: &mut Vec<Edit>,
) {
    let wanted = match quantity.unit {
        Some(Unit::Percent) => " per cent",
        Some(Unit::PercentagePoints) => " percentage points",
        _ => "",
    };
    match claim.unit.as_ref().filter(|unit| !unit.prefix) {
        Some(said) => {
            let edit = removal(claim, said.place);
            let behind = &claim.text[edit.end..];
            let share = [" in the pound", " in the £"];
            let pound = share.iter().find(|it| behind.starts_with(**it));
            let pound = pound.filter(|_| quantity.unit == Some(Unit::Percent));
            edits.push(Edit {
                end: edit.end + pound.map_or(0, |it| it.len()),
                text: wanted.to_string(),
                ..edit
            });
        }
        None => {
            let behind = scale.map_or(amount, |scale| scale.place);
            let (_, at) = range(claim, behind);
            edits.push(Edit {
                start: at,
                end: at,
                text: wanted.to_string(),
            });
        }
    }
}

/// Puts the denominator of the data in the place of the one said, or takes that out.
pub(super) fn denominator_edits(claim: &Claim, quantity: &Quantity, edits: &mut Vec<Edit>) {
    let Some(said) = claim.denominator else {
        return;
    };
    let Some(per) = data_denominator(claim, quantity) else {
        edits.push(removal(claim, said.place));
        return;
    };
    edits.push(denominator_edit(claim, per));
}

/// Writes another number of the denominator.
pub(super) fn denominator_edit(claim: &Claim, per: Decimal) -> Edit {
    let said = claim
        .denominator
        .expect("only a denominator is written anew");
    let form = match said.form {
        Some(words @ Form::Words { .. }) if per.is_integer() && per <= Decimal::TEN => words,
        Some(words @ Form::Words { .. }) if per.is_integer() && !share(claim) => words,
        _ => digits(per.normalize().scale()),
    };
    let number = match said.opener {
        // Nobody says `£7.77 per 1`.
        Opener::Each if per == Decimal::ONE => "head".to_string(),
        _ => written(per, form),
    };
    let (start, end) = range(claim, said.of);
    // `per hundred` needs no `one`.
    let bare = bare_scale(&claim.text[start..end].to_lowercase()).is_some();
    let number = match number.strip_prefix("one ") {
        Some(scale) if bare => scale.to_string(),
        _ => number,
    };
    Edit::replace(claim, said.of, number)
}

fn share(claim: &Claim) -> bool {
    crate::claim::agree::share_denominator(claim).is_some()
}
