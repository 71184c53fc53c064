//! Which numbers of a figure's words speak of the values that it shows, and by what that is known.

use rust_decimal::Decimal;

use super::nouns;
use super::shown::Shown;
use crate::check::lines::is_of_method;
use crate::claim::{self, Claim, Found, Measure, Opener, Said};
use crate::model::{Field, Unit};
use crate::number;

/// How many words before a number may bend it: `of not more than`; and in how many bytes they stand, so
/// that a text without spaces is not read from its beginning for each of its numbers.
const WORDS_BEFORE: usize = 4;
const BYTES_BEFORE: usize = 200;

/// By what a number is known to speak of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Means {
    /// The words do not say: any field will do.
    Any,
    Unit,
    Rate,
    /// The unit of the field stands behind it in words.
    Noun,
}

/// A number that speaks of the values shown.
pub(super) struct Told<'t> {
    pub(super) value: Decimal,
    /// Its precision.
    step: Decimal,
    pub(super) means: Means,
    pub(super) claim: Claim,
    /// What of its sentence stands behind the number.
    after: &'t str,
}

impl Told<'_> {
    pub(super) fn may_mean(&self, field: &Field) -> bool {
        match self.means {
            Means::Any => true,
            Means::Unit => unit_is_of(&self.claim, field),
            Means::Rate => rate_is_of(&self.claim, field),
            Means::Noun => nouns::begin_with_unit(self.after, field),
        }
    }

    /// Whether a value is the number, at the precision that it is written in. Words may carry the
    /// sign: `fell by 3`.
    pub(super) fn says(&self, value: Decimal) -> bool {
        let value = match self.value.is_sign_negative() {
            true => value,
            false => value.abs(),
        };
        let steps = value.checked_div(self.step);
        let rounded = steps.and_then(|steps| number::round(steps, 0).checked_mul(self.step));
        rounded == Some(self.value)
    }
}

/// What a number, or each of the two of `10.6 to 23.7`, says of the values shown; nothing where it
/// may say something else.
pub(super) fn told<'t>(sentence: &'t str, found: &Found, shown: &Shown<'_>) -> Vec<Told<'t>> {
    let (step, values) = match &found.claim.said {
        Said::Number(number) => (number.step, vec![number.value]),
        Said::Range(range) => (range.step, vec![range.low, range.high]),
        _ => return Vec::new(),
    };
    let text = &sentence[found.start..found.end];
    if is_of_method(&sentence[found.end..])
        || nouns::is_joined(sentence, found)
        || shown.level.is_some_and(|level| values.contains(&level))
    {
        return Vec::new();
    }
    let named = shown.is_behind_name(sentence, found);
    let means = match (&found.claim.unit, &found.claim.denominator) {
        (Some(_), _) => Means::Unit,
        (None, Some(denominator)) if denominator.opener == Opener::Each => Means::Rate,
        (None, None) if step < Decimal::ONE || shown.is_named(sentence, found, &values) => {
            Means::Any
        }
        (None, None) if nouns::may_count(sentence, found, &values, named) => Means::Noun,
        (None, _) => return Vec::new(),
    };
    // These look at much, and most numbers are of no value anyway.
    if is_bent(sentence, found) || shown.label_holds(text) {
        return Vec::new();
    }
    let told = values.into_iter().map(|value| Told {
        value,
        step,
        means,
        claim: found.claim.clone(),
        after: &sentence[found.end..],
    });
    // What the figure does not measure at all, it does not deny.
    let measured = |told: &Told| {
        let mut fields = shown.fields.iter();
        fields.any(|field| told.may_mean(shown.data.field(*field)))
    };
    told.filter(measured).collect()
}

fn unit_is_of(claim: &Claim, field: &Field) -> bool {
    let Some(said) = &claim.unit else {
        return false;
    };
    match (&said.measure, &field.unit) {
        (Measure::Percent | Measure::PercentagePoints, Some(Unit::Percent)) => true,
        (Measure::PercentagePoints | Measure::Points, Some(Unit::PercentagePoints)) => true,
        (Measure::Points, Some(Unit::Words(words))) => words.contains("point"),
        (Measure::Money(said), Some(Unit::Currency(code))) => said == code,
        _ => false,
    }
}

fn rate_is_of(claim: &Claim, field: &Field) -> bool {
    let said = claim
        .denominator
        .as_ref()
        .map(|denominator| denominator.per);
    matches!(&field.unit, Some(Unit::Rate { per, .. }) if said == Some(*per))
}

/// The end of a text, as far as words may bend the number after it.
pub(super) fn near(before: &str) -> &str {
    let from = before.len().saturating_sub(BYTES_BEFORE);
    let start = (from..=before.len()).find(|at| before.is_char_boundary(*at));
    &before[start.unwrap_or(before.len())..]
}

/// Whether words beside a number make it a threshold or an estimate: `under 30`, `30 or more`.
fn is_bent(sentence: &str, found: &Found) -> bool {
    if found.claim.hedge.is_some() {
        return true;
    }
    let before = near(&sentence[..found.start]);
    let cut = found.start - before.len();
    // `between 10 and 70 per cent` has all of them inside.
    let lower = before.trim_end().to_lowercase();
    let mut behind = lower
        .rsplit("between")
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let bounds = lower.contains("between") && behind.clone().count() <= WORDS_BEFORE;
    if lower.ends_with("between") || bounds && behind.next_back() == Some("and") {
        return true;
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut from = before.trim_end().len();
    for _ in 0..WORDS_BEFORE {
        let gap = before[..from].trim_end();
        from = gap
            .rsplit(char::is_whitespace)
            .next()
            .map_or(0, |word| gap.len() - word.len());
        starts.push(from);
    }
    starts.into_iter().any(|from| {
        claim::read(&sentence[cut + from..found.end], "").is_ok_and(|claim| claim.hedge.is_some())
    })
}
