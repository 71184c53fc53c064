//! Units in words behind a number: `411,969 households`. They are words like any other, so that only
//! a number in digits straight before them is taken for a value, and not where it may count something
//! else: years gone by, one in so many, a date.

use rust_decimal::Decimal;

use super::told::near;
use crate::claim::{Form, Found, Said};
use crate::model::{Field, Unit};

/// Of these a sentence may tell how long something took.
const TIMES: &[&str] = &[
    "second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade",
];
/// Words before a number that make it a part of what is said: `one in 5 households`.
const BEFORE: &[&str] = &[
    "each", "every", "first", "in", "last", "next", "out", "per", "top", "with",
];
/// The same of two words: `a survey of 1,204 pupils`.
const BEFORE_OF: &[&str] = &["of the", "sample of", "survey of"];
/// A number of fewer behind `of` is a part of what is said too: `3 of 10 households`; and behind a noun
/// it is a part of a name: `Grade 4 pupils`.
const FEW: Decimal = Decimal::ONE_HUNDRED;
/// Words behind which as few are counted; and so they are behind those that end with `ed` or `ly`.
const COUNTING: &[&str] = &[
    "a", "add", "adds", "against", "all", "also", "and", "are", "at", "be", "became", "been",
    "being", "but", "by", "come", "comes", "count", "counts", "employ", "employs", "fell", "find",
    "finds", "for", "found", "from", "gain", "gains", "gave", "get", "gets", "give", "gives",
    "got", "grew", "had", "has", "have", "having", "held", "hold", "holds", "is", "just", "lose",
    "loses", "lost", "made", "make", "makes", "need", "needs", "now", "of", "or", "reach",
    "reaches", "record", "records", "report", "reports", "rose", "saw", "see", "sees", "show",
    "shows", "still", "take", "takes", "than", "the", "their", "then", "there", "to", "took",
    "was", "were", "while",
];

/// Whether a number may be a value whose unit is the words behind it. `named` says whether it stands
/// behind a name that is shown.
pub(super) fn may_count(sentence: &str, found: &Found, values: &[Decimal], named: bool) -> bool {
    let plain = match &found.claim.said {
        Said::Number(number) => match number.form {
            Form::Digits { grouping, .. } => grouping.is_some() || !values.iter().any(is_year),
            Form::Mixed => true,
            Form::Words { .. } => false,
        },
        Said::Range(_) => !values.iter().any(is_year),
        _ => false,
    };
    let before = near(&sentence[..found.start]).trim_end().to_lowercase();
    let word = before.rsplit(|letter: char| !letter.is_alphabetic()).next();
    let word = word.unwrap_or_default();
    let few = values.iter().any(|value| value.abs() < FEW);
    let is_part = few && (word == "of" || !named && !may_be_counted_behind(word))
        || BEFORE.contains(&word)
        || BEFORE_OF.iter().any(|words| is_end(&before, words));
    // `99 people or more`
    let mut after = sentence[found.end..].split_whitespace().take(4);
    let bent = after.any(|word| word == "or");
    plain && !is_part && !bent
}

/// Whether few things may be counted behind a word, which is no noun then; none stands behind a stop.
fn may_be_counted_behind(word: &str) -> bool {
    word.is_empty()
        || COUNTING.contains(&word)
        || word != "aged" && ["ed", "ly"].iter().any(|end| word.ends_with(end))
}

/// Whether a text ends with whole words.
fn is_end(text: &str, words: &str) -> bool {
    let before = text.strip_suffix(words);
    before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// Whether a number is joined to the word before it by a hyphen: `Covid-19`, `under-5`.
pub(super) fn is_joined(sentence: &str, found: &Found) -> bool {
    const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];
    let before = &sentence[..found.start];
    let word = match sentence[found.start..].starts_with(HYPHENS) {
        true => Some(before),
        false => before.strip_suffix(HYPHENS),
    };
    word.is_some_and(|word| word.ends_with(char::is_alphabetic))
}

/// Whether the words before a sentence make the number that begins it a part of a name: `the No. 1`.
pub(super) fn is_numbered(before: &str) -> bool {
    let before = near(before).trim_end().to_lowercase();
    ["no.", "nos.", "nr."]
        .iter()
        .any(|end| is_end(&before, end))
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
