//! Numbers in the words of a figure, held against what it shows: a text alternative that was right
//! for last year's data is wrong for this year's. Only numbers that surely speak of the values are
//! looked at, and one that follows from several values is as good as a value. A warning: the words
//! may speak of something else. Numbers that are bound are checked with their cell.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::check::lines::{is_of_method, is_plain, sentences};
use crate::check::nouns;
use crate::claim::{self, Claim, Found, Measure, Opener, Said};
use crate::diag::{Diagnostic, code};
use crate::model::{
    CellId, Dataset, Field, FieldId, Figure, Line, Reference, Site, Stack, Text, Unit, Value,
};
use crate::number;

/// A figure of more values is left alone: something in it is any number.
const MOST_VALUES: usize = 2000;
/// Of more values not all pairs are put together, and a comparison of them is taken as right.
const MOST_PAIRED: usize = 150;
/// How many words before a number may bend it: `of not more than`; and in how many bytes they stand, so
/// that a text without spaces is not read from its beginning for each of its numbers.
const WORDS_BEFORE: usize = 4;
const BYTES_BEFORE: usize = 200;
/// Words of a sentence whose numbers may come from two values. Where none stands, a number is a
/// value, or it is wrong.
const COMPARES: &[&str] = &[
    "above", "all", "apart", "below", "between", "both", "change", "combined", "decrease",
    "differ", "double", "fall", "fell", "fewer", "gain", "gap", "grew", "grow", "half", "higher",
    "increase", "larger", "less", "longer", "lost", "lower", "more", "narrow", "points", "ratio",
    "rise", "rose", "shorter", "side", "smaller", "sum", "than", "times", "together", "total",
    "twice", "wide", "within",
];

/// Words of a sentence whose numbers may add up several of the things that are counted.
const SUMS: &[&str] = &[
    "all",
    "altogether",
    "between",
    "both",
    "combined",
    "sum",
    "together",
    "total",
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
        let compares = holds(sentence, COMPARES);
        let mut read = 0;
        for mut found in claim::numbers(sentence) {
            let (from, to) = (found.start, found.end);
            // `5 households` is no number of its own in `1 in 5 households`.
            let is_part = from < read;
            read = read.max(to);
            let mut told = told(sentence, &found, shown);
            told.retain(|told| told.means != Means::Noun || !is_part);
            found.start += start;
            found.end += start;
            let plain = is_plain(line, &found);
            let wrong = told.iter().find(|told| plain && !shown.has(told, compares));
            if let Some(told) = wrong {
                faults.extend(denied(line, &found, &sentence[from..to], told, shown));
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

/// By what a number is known to speak of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// The words do not say: any field will do.
    Any,
    Unit,
    Rate,
    /// The unit of the field stands behind it in words.
    Noun,
}

/// A number that speaks of the values shown.
struct Told<'t> {
    value: Decimal,
    /// Its precision.
    step: Decimal,
    means: Means,
    claim: Claim,
    /// Its sentence, and what of it stands behind the number.
    sentence: &'t str,
    after: &'t str,
}

impl Told<'_> {
    fn may_mean(&self, field: &Field) -> bool {
        match self.means {
            Means::Any => true,
            Means::Unit => unit_is_of(&self.claim, field),
            Means::Rate => rate_is_of(&self.claim, field),
            Means::Noun => nouns::begin_with_unit(self.after, field),
        }
    }

    /// Whether a value is the number, at the precision that it is written in. Words may carry the
    /// sign: `fell by 3`.
    fn says(&self, value: Decimal) -> bool {
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
fn told<'t>(sentence: &'t str, found: &Found, shown: &Shown<'_>) -> Vec<Told<'t>> {
    let (step, values) = match &found.claim.said {
        Said::Number(number) => (number.step, vec![number.value]),
        Said::Range(range) => (range.step, vec![range.low, range.high]),
        _ => return Vec::new(),
    };
    let text = &sentence[found.start..found.end];
    if is_of_method(&sentence[found.end..])
        || is_bent(sentence, found)
        || shown.label_holds(text)
        || shown.level.is_some_and(|level| values.contains(&level))
    {
        return Vec::new();
    }
    let means = match (&found.claim.unit, &found.claim.denominator) {
        (Some(_), _) => Means::Unit,
        (None, Some(denominator)) if denominator.opener == Opener::Each => Means::Rate,
        (None, None) if step < Decimal::ONE || shown.is_named(sentence, found, &values) => {
            Means::Any
        }
        (None, None) if nouns::may_count(sentence, found, &values) => Means::Noun,
        (None, _) => return Vec::new(),
    };
    let told = values.into_iter().map(|value| Told {
        value,
        step,
        means,
        claim: found.claim.clone(),
        sentence,
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
fn near(before: &str) -> &str {
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

/// The values that a figure shows and what they come to.
struct Shown<'a> {
    data: &'a Dataset,
    rows: &'a [usize],
    /// The fields of its numbers.
    fields: Vec<FieldId>,
    values: Vec<(CellId, Decimal)>,
    /// Sums, means and medians, of whole fields and of the rows that share a name.
    totals: Vec<(FieldId, Decimal)>,
    labels: Vec<String>,
    /// Whether parts are stacked, of which readers see sums.
    stacked: bool,
    reference: Option<Decimal>,
    level: Option<Decimal>,
}

impl<'a> Shown<'a> {
    /// What a figure shows; none where it shows something else than the numbers of its rows, too
    /// many of them, or not all of them could be read.
    fn of(figure: &'a Figure, data: &'a Dataset) -> Option<Shown<'a>> {
        let channels = &figure.channels;
        let shares = channels
            .stack
            .as_ref()
            .is_some_and(|stack| stack.value != Stack::Zero);
        let ends = channels.interval.iter().flat_map(|(low, high)| [low, high]);
        let given = channels.x.iter().chain(&channels.y).chain(ends);
        let mut fields: Vec<FieldId> = given.map(|field| field.value).collect();
        if fields.is_empty() {
            fields = (0..data.fields.len()).map(FieldId).collect();
        }
        fields.retain(|field| data.field(*field).is_numeric());
        let percent = |field: &FieldId| data.field(*field).unit == Some(Unit::Percent);
        if data.unread
            || channels.bin.is_some()
            || fields.is_empty()
            || shares && !fields.iter().all(percent)
            || fields.len() * figure.rows.len() > MOST_VALUES
        {
            return None;
        }
        let mut shown = Shown {
            data,
            rows: &figure.rows,
            fields,
            values: Vec::new(),
            totals: Vec::new(),
            labels: Vec::new(),
            stacked: channels.stack.is_some(),
            reference: None,
            level: channels.level.as_ref().map(|level| level.value),
        };
        if let Some(Reference::Number(number)) = &figure.reference {
            shown.reference = Some(number.value);
        }
        shown.read(figure);
        Some(shown)
    }

    fn read(&mut self, figure: &Figure) {
        let data = self.data;
        let mut groups: BTreeMap<(FieldId, FieldId, &str), Vec<Decimal>> = BTreeMap::new();
        let mut periods: BTreeMap<(FieldId, FieldId, String), Vec<Decimal>> = BTreeMap::new();
        for row in &figure.rows {
            for (at, cell) in data.rows[*row].cells.iter().enumerate() {
                if let Value::Text(text) = &cell.value {
                    self.labels.push(text.clone());
                }
                for field in &self.fields {
                    let Some(value) = data.cell(*row, *field).value.number() else {
                        continue;
                    };
                    match &cell.value {
                        Value::Text(text) => {
                            let group = groups.entry((*field, FieldId(at), text)).or_default();
                            group.push(value);
                        }
                        Value::Year(_) | Value::Date(_) => {
                            let name = cell.value.published().into_owned();
                            let group = periods.entry((*field, FieldId(at), name)).or_default();
                            group.push(value);
                        }
                        _ => {}
                    }
                }
            }
        }
        self.labels.sort();
        self.labels.dedup();
        for field in &self.fields {
            let cells = figure.rows.iter().filter_map(|row| {
                let cell = CellId {
                    dataset: data.id,
                    row: *row,
                    field: *field,
                };
                Some((cell, data.cell(*row, *field).value.number()?))
            });
            let cells: Vec<(CellId, Decimal)> = cells.collect();
            let all = cells.iter().map(|(_, value)| *value).collect();
            self.totals.extend(come_to(*field, all));
            self.values.extend(cells);
        }
        let groups = groups
            .into_iter()
            .map(|((field, ..), values)| (field, values));
        let periods = periods
            .into_iter()
            .map(|((field, ..), values)| (field, values));
        let totals = groups
            .chain(periods)
            .flat_map(|(field, values)| come_to(field, values));
        self.totals.extend(totals);
    }

    /// Whether a whole number without a unit stands straight behind a name that is shown and before
    /// the end of a part of the sentence, so that it can be nothing but a value.
    fn is_named(&self, sentence: &str, found: &Found, values: &[Decimal]) -> bool {
        let before = sentence[..found.start].trim_end();
        let after = sentence[found.end..].trim_start();
        let year = |value: &Decimal| (Decimal::from(1000)..Decimal::from(2200)).contains(value);
        let named = |label: &String| !label.is_empty() && before.ends_with(label.as_str());
        (after.is_empty() || after.starts_with([',', '.', ';', ')']))
            && !values.iter().any(year)
            && self.labels.iter().any(named)
    }

    /// Whether a number is part of a name that is shown: `30 or more`.
    fn label_holds(&self, text: &str) -> bool {
        let digits: String = text
            .chars()
            .take_while(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
            .collect();
        !digits.is_empty()
            && self.labels.iter().any(|label| {
                label
                    .split(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','))
                    .any(|part| part == digits)
            })
    }

    /// Whether a number is a value, or follows from values: from two of them only where its
    /// sentence compares.
    fn has(&self, told: &Told, compares: bool) -> bool {
        let fields = self.fields.iter().copied();
        let fields: Vec<FieldId> = fields
            .filter(|field| told.may_mean(self.data.field(*field)))
            .collect();
        let meant = |field: FieldId| fields.contains(&field);
        let says = |value: Decimal| told.says(value);
        let values: Vec<Decimal> = self
            .values
            .iter()
            .filter(|(cell, _)| meant(cell.field))
            .map(|(_, value)| *value)
            .chain(self.reference)
            .collect();
        let totals = self.totals.iter().filter(|(field, _)| meant(*field));
        if values.iter().copied().any(says) || totals.map(|(_, value)| *value).any(says) {
            return true;
        }
        if told.means == Means::Noun && (self.counts(told) || self.adds_up(told, &values)) {
            return true;
        }
        (compares || self.stacked) && (values.len() > MOST_PAIRED || pairs(&values).any(says))
    }

    /// Whether a number of things is how many rows or names are shown, or stands in another field of
    /// these rows that counts the same.
    fn counts(&self, told: &Told<'_>) -> bool {
        let count = |count: usize| told.says(count.into());
        let data = self.data;
        let others = (0..data.fields.len()).map(FieldId);
        let mut others = others.filter(|field| told.may_mean(data.field(*field)));
        let mut values = |field: FieldId| {
            let values = self
                .rows
                .iter()
                .filter_map(|row| data.cell(*row, field).value.number());
            values.into_iter().any(|value| told.says(value))
        };
        count(self.rows.len()) || count(self.labels.len()) || others.any(&mut values)
    }

    /// Whether a sentence adds things up, and there are so many: of which rows it speaks cannot be told.
    fn adds_up(&self, told: &Told<'_>, values: &[Decimal]) -> bool {
        let sum = values
            .iter()
            .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
        holds(told.sentence, SUMS) && sum.is_none_or(|sum| told.value <= sum)
    }
}

/// The sum, the mean and the median of values.
fn come_to(field: FieldId, mut values: Vec<Decimal>) -> Vec<(FieldId, Decimal)> {
    values.sort();
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    let mean = sum.and_then(|sum| sum.checked_div(values.len().into()));
    let middle = |at: usize| values.get(at).copied();
    let half = values.len() / 2;
    let median = match values.len() % 2 {
        1 => middle(half),
        _ => half.checked_sub(1).and_then(|below| {
            let both = middle(below)?.checked_add(middle(half)?)?;
            both.checked_div(Decimal::TWO)
        }),
    };
    let known = [sum, mean, median].into_iter().flatten();
    known.map(|value| (field, value)).collect()
}

/// What each two values come to: difference and half of it, sum, ratio, share and change in per cent.
fn pairs(values: &[Decimal]) -> impl Iterator<Item = Decimal> {
    values.iter().flat_map(move |one| {
        values.iter().flat_map(move |other| {
            let apart = one.checked_sub(*other);
            let ratio = one.checked_div(*other);
            let percent = |value: Option<Decimal>| value?.checked_mul(Decimal::ONE_HUNDRED);
            let change = ratio.and_then(|ratio| ratio.checked_sub(Decimal::ONE));
            [
                apart,
                apart.and_then(|apart| apart.checked_div(Decimal::TWO)),
                one.checked_add(*other),
                ratio,
                percent(ratio),
                percent(change),
            ]
            .into_iter()
            .flatten()
        })
    })
}

/// The report of a number that the figure does not show, with the nearest that it does.
fn denied(
    line: Line<'_>,
    found: &Found,
    said: &str,
    told: &Told,
    shown: &Shown<'_>,
) -> Option<Diagnostic> {
    let span = line.span(found.start, found.end)?;
    let data = shown.data;
    let far = |value: Decimal| value.checked_sub(told.value).map(|far| far.abs());
    let (cell, value) = shown
        .values
        .iter()
        .filter(|(cell, _)| told.may_mean(data.field(cell.field)))
        .min_by_key(|(_, value)| far(*value).unwrap_or(Decimal::MAX))?;
    let field = data.field(cell.field);
    let near = number::with_sign(*value, None, field.unit.as_ref());
    let row = &data.rows[cell.row].key;
    let message = format!("the figure shows no value that is `{said}`");
    let measure = told.claim.unit.as_ref().map(|unit| &unit.measure);
    let points = measure == Some(&Measure::PercentagePoints) && field.unit == Some(Unit::Percent);
    let help = if points {
        format!(
            "no two of its values lie so far apart: correct the number, or bind it, such as \
             `[{said}](=diff({key}/…/{name},{key}/…/{name}))`",
            key = data.key,
            name = field.name
        )
    } else {
        format!(
            "the nearest that it shows is `{near}`: correct the number, or bind it, such as \
             `[{said}](={}/{row}/{})`",
            data.key, field.name
        )
    };
    let fault = Diagnostic::warning(&code::FIGURE_NUMBER, span, message).help(help);
    if points {
        return Some(fault);
    }
    Some(fault.other(data.cell(cell.row, cell.field).span, "the nearest value"))
}
