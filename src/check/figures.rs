//! Numbers in the words of a figure, held against what it shows: a text alternative that was right
//! for last year's data is wrong for this year's. Only numbers that surely speak of the values are
//! looked at, and one that follows from several values is as good as a value. A warning: the words
//! may speak of something else. Numbers that are bound are checked with their cell.

mod nouns;
mod shown;
mod told;

use std::cell::LazyCell;

use rayon::prelude::*;
use rust_decimal::Decimal;

use self::shown::{SUMS, Sentence, Shown};
use self::told::{Means, Told, told};
use crate::check::lines::{is_plain, sentences};
use crate::claim::{self, Found, Measure, Quantity, Verdict};
use crate::diag::{Diagnostic, code};
use crate::model::{Bound, Figure, Line, Site, Text, Unit};
use crate::number;

/// Words of a sentence whose numbers may come from two values. Where none stands, a number is a
/// value, or it is wrong.
const COMPARES: &[&str] = &[
    "above", "all", "apart", "below", "between", "both", "change", "combined", "decrease",
    "differ", "double", "fall", "fell", "fewer", "gain", "gap", "grew", "grow", "half", "higher",
    "increase", "larger", "less", "longer", "lost", "lower", "more", "narrow", "points", "ratio",
    "rise", "rose", "shorter", "side", "smaller", "sum", "than", "times", "together", "total",
    "twice", "wide", "within",
];

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    site.figures
        .par_iter()
        .filter_map(|figure| {
            let shown = Shown::of(figure, site.dataset(figure.dataset))?;
            Some(of_a_figure(figure, &shown))
        })
        .flatten_iter()
        .collect()
}

fn of_a_figure(figure: &Figure, shown: &Shown<'_>) -> Vec<Diagnostic> {
    let texts = [&figure.title]
        .into_iter()
        .chain(&figure.subtitle)
        .chain([&figure.alt]);
    let lines = texts.flat_map(Text::lines);
    lines.flat_map(|line| of_a_line(line, shown)).collect()
}

fn of_a_line(line: Line<'_>, shown: &Shown<'_>) -> Vec<Diagnostic> {
    let words = line.words;
    let mut faults = Vec::new();
    for (start, sentence) in sentences(words) {
        // Few sentences hold a number that has to be asked for.
        let does = LazyCell::new(|| Sentence {
            compares: holds(sentence, COMPARES),
            sums: holds(sentence, SUMS),
        });
        let mut read = 0;
        for mut found in claim::numbers(sentence) {
            let (from, to) = (found.start, found.end);
            // `5 households` is no number of its own in `1 in 5 households`.
            let is_part = from < read;
            read = read.max(to);
            let mut told = told(sentence, &found, shown);
            // A sentence ends with the stop of `No. 1`.
            let is_part = is_part
                || sentence[..from].trim().is_empty() && nouns::is_numbered(&words[..start]);
            told.retain(|told| told.means != Means::Noun || !is_part);
            found.start += start;
            found.end += start;
            let plain = is_plain(line, &found);
            let wrong = told.iter().find(|told| plain && !shown.has(told, *does));
            if let Some(told) = wrong {
                faults.extend(denied(line, &found, told, shown));
            }
        }
    }
    faults
}

/// Whether a word of a sentence is one of these, or is made of it.
fn holds(sentence: &str, words: &[&str]) -> bool {
    let lower = sentence.to_lowercase();
    lower
        .split(|letter: char| !letter.is_alphabetic())
        .any(|word| words.iter().any(|known| word.starts_with(known)))
}

/// The report of a number that the figure does not show, with the nearest that it does.
fn denied(line: Line<'_>, found: &Found, told: &Told, shown: &Shown<'_>) -> Option<Diagnostic> {
    let span = line.span(found.start, found.end)?;
    let said = &line.words[found.start..found.end];
    let data = shown.data;
    let far = |value: Decimal| value.checked_sub(told.value).map(|far| far.abs());
    let (cell, value) = shown
        .values()
        .iter()
        .filter(|(cell, _)| told.may_mean(data.field(cell.field)))
        .min_by_key(|(_, value)| far(*value).unwrap_or(Decimal::MAX))?;
    let field = data.field(cell.field);
    let near = number::with_sign(*value, None, field.unit.as_ref());
    let message = format!("the figure shows no value that is `{said}`");
    let measure = told.claim.unit.as_ref().map(|unit| &unit.measure);
    let points = measure == Some(&Measure::PercentagePoints) && field.unit == Some(Unit::Percent);
    let fault = Diagnostic::warning(&code::FIGURE_NUMBER, span, message);
    if points {
        return Some(fault.help(
            "no two of its values lie so far apart: correct the number, or bind it to the difference \
             that it is",
        ));
    }
    let mut help = format!("the nearest that it shows is `{near}`: correct the number");
    let would_agree = agrees(line.words, found, &near, &Quantity::of_field(*value, field));
    if would_agree {
        let row = &data.rows[cell.row].key;
        help += &format!(
            ", or bind it, such as `[{near}](={}/{row}/{})`",
            data.key, field.name
        );
    }
    let fault = fault.help(help);
    Some(fault.other(data.cell(cell.row, cell.field).span, "the nearest value"))
}

/// Whether words in the place of those found would agree with a value that they are bound to.
fn agrees(line: &str, found: &Found, words: &str, value: &Quantity) -> bool {
    let before = Bound::end_of(&line[..found.start]);
    let after = Bound::beginning_of(&line[found.end..]);
    claim::joined(before, words, after)
        .and_then(|()| claim::read(words, after))
        .is_ok_and(|claim| claim::verify_after(before, after, &claim, value) == Verdict::Agrees)
}
