//! What a figure shows, and what its values come to: what a number of its words may be.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::nouns::is_year;
use super::told::{Means, Told};
use crate::claim::Found;
use crate::model::{CellId, Dataset, FieldId, Figure, Reference, Stack, Unit, Value};

/// A figure of more values is left alone: something in it is any number.
const MOST_VALUES: usize = 2000;
/// Of more values not all pairs are put together, and a comparison of them is taken as right.
const MOST_PAIRED: usize = 150;
/// Words of a sentence whose numbers may add up several of the things that are counted.
pub(super) const SUMS: &[&str] = &[
    "all",
    "altogether",
    "between",
    "both",
    "combined",
    "sum",
    "together",
    "total",
];

/// What a sentence does with the values of which it speaks.
#[derive(Clone, Copy)]
pub(super) struct Sentence {
    /// Whether its numbers may come from two values.
    pub(super) compares: bool,
    /// Whether they may add up several.
    pub(super) sums: bool,
}

/// The values that a figure shows and what they come to.
pub(super) struct Shown<'a> {
    pub(super) data: &'a Dataset,
    rows: &'a [usize],
    /// The fields of its numbers.
    pub(super) fields: Vec<FieldId>,
    /// What its numbers are, read when a number of its words is first held against them: most words hold
    /// none.
    numbers: OnceCell<Numbers>,
    /// The texts of its rows.
    labels: Vec<&'a str>,
    /// Whether parts are stacked, of which readers see sums.
    stacked: bool,
    reference: Option<Decimal>,
    pub(super) level: Option<Decimal>,
}

/// The numbers that are shown.
struct Numbers {
    values: Vec<(CellId, Decimal)>,
    /// Sums, means and medians, of whole fields and of the rows that share a name.
    totals: Vec<(FieldId, Decimal)>,
    /// How many texts its rows hold that differ.
    names: usize,
}

impl<'a> Shown<'a> {
    /// What a figure shows; none where it shows something else than the numbers of its rows, too
    /// many of them, or not all of them could be read.
    pub(super) fn of(figure: &'a Figure, data: &'a Dataset) -> Option<Shown<'a>> {
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
        if data.is_doubtful()
            || channels.bin.is_some()
            || fields.is_empty()
            || shares && !fields.iter().all(percent)
            || fields.len() * figure.rows.len() > MOST_VALUES
        {
            return None;
        }
        let cells = figure.rows.iter().flat_map(|row| &data.rows[*row].cells);
        let labels = cells.filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        });
        Some(Shown {
            data,
            rows: &figure.rows,
            fields,
            numbers: OnceCell::new(),
            labels: labels.collect(),
            stacked: channels.stack.is_some(),
            reference: match &figure.reference {
                Some(Reference::Number(number)) => Some(number.value),
                _ => None,
            },
            level: channels.level.as_ref().map(|level| level.value),
        })
    }

    fn numbers(&self) -> &Numbers {
        let read = || Numbers::read(self.data, self.rows, &self.fields, &self.labels);
        self.numbers.get_or_init(read)
    }

    /// Every value that is shown, with its cell.
    pub(super) fn values(&self) -> &[(CellId, Decimal)] {
        &self.numbers().values
    }

    /// Whether a whole number without a unit stands straight behind a name that is shown and before
    /// the end of a part of the sentence, so that it can be nothing but a value.
    pub(super) fn is_named(&self, sentence: &str, found: &Found, values: &[Decimal]) -> bool {
        let after = sentence[found.end..].trim_start();
        (after.is_empty() || after.starts_with([',', '.', ';', ')']))
            && !values.iter().any(is_year)
            && self.is_behind_name(sentence, found)
    }

    /// Whether a number stands straight behind a name that is shown.
    pub(super) fn is_behind_name(&self, sentence: &str, found: &Found) -> bool {
        let before = sentence[..found.start].trim_end();
        let named = |label: &&str| !label.is_empty() && before.ends_with(*label);
        self.labels.iter().any(named)
    }

    /// Whether a number is part of a name that is shown: `30 or more`.
    pub(super) fn label_holds(&self, text: &str) -> bool {
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
    /// sentence compares, and from several where it adds up.
    pub(super) fn has(&self, told: &Told, sentence: Sentence) -> bool {
        let fields = self.fields.iter().copied();
        let fields: Vec<FieldId> = fields
            .filter(|field| told.may_mean(self.data.field(*field)))
            .collect();
        let meant = |field: FieldId| fields.contains(&field);
        let says = |value: Decimal| told.says(value);
        let numbers = self.numbers();
        let values: Vec<Decimal> = numbers
            .values
            .iter()
            .filter(|(cell, _)| meant(cell.field))
            .map(|(_, value)| *value)
            .chain(self.reference)
            .collect();
        let totals = numbers.totals.iter().filter(|(field, _)| meant(*field));
        if values.iter().copied().any(says) || totals.map(|(_, value)| *value).any(says) {
            return true;
        }
        if told.means == Means::Noun
            && (self.counts(told) || sentence.sums && adds_up(told, &values))
        {
            return true;
        }
        (sentence.compares || self.stacked)
            && (values.len() > MOST_PAIRED || pairs(&values).any(says))
    }

    /// Whether a number of things is how many rows or names are shown, or stands in another field of
    /// these rows that counts the same.
    fn counts(&self, told: &Told) -> bool {
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
        let names = self.numbers().names;
        count(self.rows.len()) || count(names) || others.any(&mut values)
    }
}

impl Numbers {
    fn read(data: &Dataset, rows: &[usize], fields: &[FieldId], labels: &[&str]) -> Numbers {
        let mut groups: BTreeMap<(FieldId, FieldId, Cow<'_, str>), Vec<Decimal>> = BTreeMap::new();
        for row in rows {
            for (at, cell) in data.rows[*row].cells.iter().enumerate() {
                let (Value::Text(_) | Value::Year(_) | Value::Date(_)) = &cell.value else {
                    continue;
                };
                for field in fields {
                    if let Some(value) = data.cell(*row, *field).value.number() {
                        let name = cell.value.published();
                        let group = groups.entry((*field, FieldId(at), name)).or_default();
                        group.push(value);
                    }
                }
            }
        }
        let mut numbers = Numbers {
            values: Vec::new(),
            totals: Vec::new(),
            names: labels.iter().collect::<BTreeSet<_>>().len(),
        };
        for field in fields {
            let cells = rows.iter().filter_map(|row| {
                let cell = CellId {
                    dataset: data.id,
                    row: *row,
                    field: *field,
                };
                Some((cell, data.cell(*row, *field).value.number()?))
            });
            let cells: Vec<(CellId, Decimal)> = cells.collect();
            let all = cells.iter().map(|(_, value)| *value).collect();
            numbers.totals.extend(come_to(*field, all));
            numbers.values.extend(cells);
        }
        // Of one value all of them are that value.
        let several = groups.into_iter().filter(|(_, values)| values.len() > 1);
        let totals = several.flat_map(|((field, ..), values)| come_to(field, values));
        numbers.totals.extend(totals);
        numbers
    }
}

/// Whether a number may be a sum of values: of which rows its sentence speaks cannot be told.
fn adds_up(told: &Told, values: &[Decimal]) -> bool {
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    sum.is_none_or(|sum| told.value <= sum)
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
