//! Units in words behind a number: `411,969 households`. They are words like any other, so that only
//! a number in digits straight before them is taken for a value, and not where it may count something
//! else: years gone by, one in so many, a date.

use rust_decimal::Decimal;

use crate::claim::{Form, Found, Said};
use crate::model::{Field, Unit};

/// Of these a sentence may tell how long something took.
const TIMES: &[&str] = &[
    "second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade",
];
/// Words before a number that make it a part of what is said: `one in 5 households`.
const BEFORE: &[&str] = &[
    "each", "every", "first", "in", "last", "next", "out", "per", "top",
];
/// A number of fewer behind `of` is a part of what is said too: `3 of 10 households`.
const FEW: Decimal = Decimal::ONE_HUNDRED;

/// Whether a number may be a value whose unit is the words behind it.
pub(super) fn may_count(sentence: &str, found: &Found, values: &[Decimal]) -> bool {
    let plain = match &found.claim.said {
        Said::Number(number) => match number.form {
            Form::Digits { grouping, .. } => grouping.is_some() || !values.iter().any(is_year),
            Form::Mixed => true,
            Form::Words { .. } => false,
        },
        Said::Range(_) => !values.iter().any(is_year),
        _ => false,
    };
    let before = sentence[..found.start].trim_end();
    let word = before.rsplit(|letter: char| !letter.is_alphabetic()).next();
    let word = word.unwrap_or_default().to_lowercase();
    let few = word == "of" && values.iter().any(|value| value.abs() < FEW);
    // `99 people or more`
    let mut after = sentence[found.end..].split_whitespace().take(4);
    let bent = after.any(|word| word == "or");
    plain && !few && !bent && !BEFORE.contains(&word.as_str())
}

/// Whether a number may be a year that is written out.
pub(super) fn is_year(value: &Decimal) -> bool {
    (Decimal::from(1000)..Decimal::from(2200)).contains(value)
}

/// Whether words begin with the unit of a field, in the singular or the plural.
pub(super) fn begin_with_unit(words: &str, field: &Field) -> bool {
    let Some(Unit::Words(unit)) = &field.unit else {
        return false;
    };
    let parts = |letter: char| !letter.is_alphanumeric() && letter != '-';
    let mut said = words.split_whitespace();
    let mut unit = unit.split_whitespace().peekable();
    if unit.peek().is_none() || unit.clone().any(is_time) {
        return false;
    }
    unit.all(|wanted| {
        let word = said.next().and_then(|word| word.split(parts).next());
        word.is_some_and(|word| is_alike(&word.to_lowercase(), &wanted.to_lowercase()))
    })
}

fn is_time(word: &str) -> bool {
    TIMES
        .iter()
        .any(|time| is_alike(&word.to_lowercase(), time))
}

/// Whether two words are one, in the singular or the plural.
fn is_alike(one: &str, other: &str) -> bool {
    let is_plural = |plural: &str, singular: &str| {
        let ending = plural.strip_prefix(singular);
        let stem = plural.strip_suffix("ies");
        matches!(ending, Some("s" | "es"))
            || stem.is_some_and(|stem| singular.strip_suffix('y') == Some(stem))
            || (plural, singular) == ("people", "person")
    };
    one == other || is_plural(one, other) || is_plural(other, one)
}

#[cfg(test)]
mod tests {
    use super::is_alike;

    #[test]
    fn a_word_is_known_in_the_singular_and_the_plural() {
        for (one, other, alike) in [
            ("job", "jobs", true),
            ("jobs", "job", true),
            ("constituency", "constituencies", true),
            ("people", "person", true),
            ("houses", "house", true),
            ("businesses", "business", true),
            ("household", "house", false),
            ("pupils", "people", false),
        ] {
            assert_eq!(is_alike(one, other), alike, "{one}, {other}");
        }
    }
}
