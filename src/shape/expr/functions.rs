//! The functions of expressions, one a row.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::number;

/// A function.
#[derive(Debug)]
pub(in crate::shape) struct Function {
    /// Its name.
    pub(in crate::shape) name: &'static str,
    /// How it is written, for help.
    pub(in crate::shape) form: &'static str,
    /// How many values it takes.
    pub(super) takes: RangeInclusive<usize>,
    /// What it does with them.
    pub(super) work: Work,
}

/// What a function does. Of the first three kinds, the result is missing where a value is.
#[derive(Debug)]
pub(super) enum Work {
    /// A number from numbers; none when it has too many digits or cannot be.
    Numbers(fn(&[Decimal]) -> Option<Decimal>),
    /// Text from texts.
    Texts(fn(&[Cow<'_, str>]) -> String),
    /// A condition on texts.
    Test(fn(&[Cow<'_, str>]) -> bool),
    /// `if(condition, then, else)`.
    If,
    /// The first value that is not missing.
    Coalesce,
    /// Whether there is no value.
    IsMissing,
}

const ANY: RangeInclusive<usize> = 1..=usize::MAX;

const fn row(
    name: &'static str,
    form: &'static str,
    takes: RangeInclusive<usize>,
    work: Work,
) -> Function {
    Function {
        name,
        form,
        takes,
        work,
    }
}

/// Every function.
pub(in crate::shape) static FUNCTIONS: &[Function] = &[
    row(
        "abs",
        "abs(x)",
        1..=1,
        Work::Numbers(|of| Some(of[0].abs())),
    ),
    row("round", "round(x, places)", 1..=2, Work::Numbers(round)),
    row(
        "min",
        "min(x, y)",
        ANY,
        Work::Numbers(|of| of.iter().min().copied()),
    ),
    row(
        "max",
        "max(x, y)",
        ANY,
        Work::Numbers(|of| of.iter().max().copied()),
    ),
    row("if", "if(condition, then, else)", 3..=3, Work::If),
    row("coalesce", "coalesce(x, y)", ANY, Work::Coalesce),
    row("is_missing", "is_missing(x)", 1..=1, Work::IsMissing),
    row("concat", "concat(a, b)", ANY, Work::Texts(|of| of.concat())),
    row(
        "upper",
        "upper(text)",
        1..=1,
        Work::Texts(|of| of[0].to_uppercase()),
    ),
    row(
        "lower",
        "lower(text)",
        1..=1,
        Work::Texts(|of| of[0].to_lowercase()),
    ),
    row(
        "title",
        "title(text)",
        1..=1,
        Work::Texts(|of| title(&of[0])),
    ),
    row("trim", "trim(text)", 1..=1, Work::Texts(|of| trim(&of[0]))),
    row(
        "replace",
        "replace(text, old, new)",
        3..=3,
        Work::Texts(replace),
    ),
    row("before", "before(text, sign)", 2..=2, Work::Texts(before)),
    row("after", "after(text, sign)", 2..=2, Work::Texts(after)),
    row(
        "contains",
        "contains(text, part)",
        2..=2,
        Work::Test(|of| of[0].contains(&*of[1])),
    ),
    row(
        "starts_with",
        "starts_with(text, start)",
        2..=2,
        Work::Test(|of| of[0].starts_with(&*of[1])),
    ),
];

/// Halves go away from zero, as everywhere.
fn round(of: &[Decimal]) -> Option<Decimal> {
    let places = match of.get(1) {
        Some(places) => places.to_u32().filter(|_| places.fract().is_zero())?,
        None => 0,
    };
    Some(number::round(of[0], places.min(28)))
}

/// Words that stay small inside a name: Yorkshire and the Humber.
const SMALL: &[&str] = &[
    "a", "and", "at", "by", "in", "of", "on", "the", "to", "under", "upon", "with",
];

/// `YORKSHIRE AND THE HUMBER` as `Yorkshire and the Humber`.
fn title(text: &str) -> String {
    let mut titled = String::with_capacity(text.len());
    let mut first = true;
    for word in text.split_inclusive([' ', '-', '(', '/']) {
        let lower = word.to_lowercase();
        let letters = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
        if !first && SMALL.contains(&letters) {
            titled.push_str(&lower);
        } else {
            let mut rest = lower.chars();
            for letter in rest.by_ref() {
                titled.extend(letter.to_uppercase());
                if letter.is_alphanumeric() {
                    break;
                }
            }
            titled.push_str(rest.as_str());
        }
        first = false;
    }
    titled
}

/// Without spaces at either end, and with one between words.
fn trim(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn replace(of: &[Cow<'_, str>]) -> String {
    match of[1].is_empty() {
        true => of[0].to_string(),
        false => of[0].replace(&*of[1], &of[2]),
    }
}

fn before(of: &[Cow<'_, str>]) -> String {
    let found = of[0].split_once(&*of[1]);
    found
        .map_or(&*of[0], |(before, _)| before)
        .trim()
        .to_string()
}

fn after(of: &[Cow<'_, str>]) -> String {
    let found = of[0].split_once(&*of[1]);
    found.map_or("", |(_, after)| after).trim().to_string()
}
