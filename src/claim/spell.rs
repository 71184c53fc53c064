//! Numbers written out, in the manner of their author.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::claim::Form;
use crate::claim::tables::{FRACTIONS, ORDINALS, SCALES, SMALL, TENS};
use crate::number;

/// A number that is not negative, in the form given: words where it is whole, else digits.
pub(super) fn written(value: Decimal, form: Form) -> String {
    match form {
        Form::Digits { places, grouping } => grouped(&number::plain(value, Some(places)), grouping),
        Form::Mixed => number::plain(value, None),
        Form::Words { article, capital } => match words_of(value) {
            Some(words) => styled(words, article, capital),
            None => number::plain(value, None),
        },
    }
}

/// A place in an order in digits: `3rd`.
pub(super) fn ordinal(rank: Decimal) -> String {
    let digits = number::plain(rank, None);
    let suffix = match rank.to_u64().unwrap_or(0) {
        rank if matches!(rank % 100, 11..=13) => "th",
        rank => match rank % 10 {
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        },
    };
    format!("{digits}{suffix}")
}

/// A place in an order in words up to the ninety-ninth, else in digits.
pub(super) fn ordinal_in_words(rank: Decimal) -> String {
    let word = |rank: usize| {
        ORDINALS
            .get(rank.checked_sub(1)?)
            .map(|word| (*word).to_string())
    };
    let words = rank.to_usize().and_then(|rank| {
        word(rank).or_else(|| {
            let tens = TENS.get((rank / 10).checked_sub(2)?)?;
            Some(format!("{tens}-{}", word(rank % 10)?))
        })
    });
    words.unwrap_or_else(|| ordinal(rank))
}

/// A fraction in words: `a third`, `two-fifths`, `half`.
pub(super) fn fraction(count: u32, parts: u32) -> Option<String> {
    let row = FRACTIONS.iter().find(|row| row.parts == parts)?;
    match (count, parts) {
        (1, 2) => Some(row.one.to_string()),
        (1, 8) => Some(format!("an {}", row.one)),
        (1, _) => Some(format!("a {}", row.one)),
        _ => Some(format!("{}-{}", SMALL.get(count as usize)?, row.many)),
    }
}

/// Whether a number can be written in words.
pub(super) fn has_words(value: Decimal) -> bool {
    words_of(value).is_some()
}

fn words_of(value: Decimal) -> Option<String> {
    let whole = value.is_integer().then(|| value.to_u64()).flatten();
    whole.and_then(in_words)
}

fn grouped(digits: &str, grouping: Option<char>) -> String {
    match grouping {
        Some(separator) => digits.replace(',', separator.encode_utf8(&mut [0; 4])),
        None => digits.replace(',', ""),
    }
}

fn styled(words: String, article: bool, capital: bool) -> String {
    let words = match words.strip_prefix("one ") {
        Some(rest) if article => format!("a {rest}"),
        _ => words,
    };
    let mut characters = words.chars();
    match characters.next() {
        Some(first) if capital => first.to_uppercase().chain(characters).collect(),
        _ => words,
    }
}

/// A whole number below a thousand trillion in words.
fn in_words(value: u64) -> Option<String> {
    if value == 0 {
        return Some(SMALL[0].to_string());
    }
    let mut words = Vec::new();
    let mut rest = value;
    let scales = SCALES.iter().filter(|scale| !scale.glued).rev();
    for scale in scales {
        let count = rest / scale.factor;
        rest %= scale.factor;
        match count {
            0 => {}
            1..=999 => words.push(format!("{} {}", below_thousand(count), scale.word)),
            _ => return None,
        }
    }
    if rest > 0 {
        let and = if !words.is_empty() && rest < 100 {
            "and "
        } else {
            ""
        };
        words.push(format!("{and}{}", below_thousand(rest)));
    }
    Some(words.join(" "))
}

fn below_thousand(value: u64) -> String {
    let (hundreds, rest) = (value / 100, value % 100);
    match (hundreds, rest) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => format!("{} hundred", SMALL[hundreds as usize]),
        (hundreds, rest) => {
            format!(
                "{} hundred and {}",
                SMALL[hundreds as usize],
                below_hundred(rest)
            )
        }
    }
}

fn below_hundred(value: u64) -> String {
    let value = value as usize;
    match (value / 10, value % 10) {
        (0 | 1, _) => SMALL[value].to_string(),
        (tens, 0) => TENS[tens - 2].to_string(),
        (tens, units) => format!("{}-{}", TENS[tens - 2], SMALL[units]),
    }
}
