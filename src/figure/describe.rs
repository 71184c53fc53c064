//! Charts in words: what they measure, their extremes, what is in focus and what it is compared
//! with. Written to be read aloud.

use std::borrow::Cow;

use super::cut::Cut;
use super::grid::{Grid, Measured};
use super::ink::Role;
use super::scale::Quantity;
use super::words::{Words, ends_of_grid};
use crate::model::{Dataset, FieldId, Marker, Reference, Value};
use rust_decimal::Decimal;

/// How many names of one extreme are told.
const TIED_NAMED: usize = 3;

/// What a description says beside the values.
pub(crate) struct About<'a> {
    figure: &'a Cut<'a>,
    /// The heading of the categories.
    pub category: &'a str,
    /// The heading of the series, where there are any.
    pub series: Option<&'a str>,
    /// Whether the categories are years or days, one after the other.
    over_time: bool,
}

impl<'a> About<'a> {
    pub(crate) fn new(figure: &'a Cut<'a>, dataset: &'a Dataset, category: FieldId) -> About<'a> {
        let color = figure.channels.color.as_ref();
        About {
            figure,
            category: &dataset.field(category).title,
            series: color.map(|id| dataset.field(id.value).title.as_str()),
            over_time: over_time(figure, dataset, category),
        }
    }

    /// Whether the series beside the panel's own is what all panels are compared with.
    pub(crate) fn in_panels(&self) -> bool {
        self.figure.beside.is_some()
    }

    /// The numeric reference in words, and how far the one category in focus lies from it.
    pub(crate) fn rule(&self, grid: &Grid, quantity: &Quantity<'_>) -> Option<String> {
        let Some(Reference::Number(number)) = &self.figure.reference else {
            return None;
        };
        if grid.has_reference() {
            return None;
        }
        let quantity = &quantity.as_precise_as(number.value);
        let gap = alone(grid, Role::is_focus)
            .and_then(|(name, value)| gap(name, value, "it", number.value, quantity));
        let value = quantity.show(number.value);
        Some(sentences([Some(format!("Compared with {value}.")), gap]))
    }
}

/// Whether the rows of a figure go from earlier to later by a field.
fn over_time(figure: &Cut<'_>, dataset: &Dataset, category: FieldId) -> bool {
    let periods = figure
        .rows
        .iter()
        .map(|row| &dataset.cell(*row, category).value);
    let mut last: Option<Cow<'_, str>> = None;
    for period in periods {
        let (Value::Year(_) | Value::Date(_)) = period else {
            return false;
        };
        let next = period.published();
        if last.is_some_and(|last| last > next) {
            return false;
        }
        last = Some(next);
    }
    last.is_some()
}

/// How far one value lies above or below another, as a sentence.
pub(crate) fn gap(
    name: &str,
    value: Decimal,
    other_name: &str,
    other: Decimal,
    quantity: &Quantity<'_>,
) -> Option<String> {
    let apart = quantity.apart(value, other)?;
    let side = if value > other { "above" } else { "below" };
    Some(format!("{name} is {apart} {side} {other_name}."))
}

/// The one category of a part, with its value; none where there are several, or series.
fn alone(grid: &Grid, wanted: fn(Role) -> bool) -> Option<(&str, Decimal)> {
    if grid.has_series {
        return None;
    }
    let mut found = (0..grid.categories.len()).filter(|at| wanted(grid.categories[*at].role));
    let place = found.next().filter(|_| found.next().is_none())?;
    let value = grid.points[place][0].value()?;
    Some((&grid.categories[place].label, value.number))
}

/// Names in a list: `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The first names of a list, where it is long: `a, b and 7 others`.
pub(crate) fn shortened(names: &[&str]) -> String {
    match names.len().checked_sub(TIED_NAMED) {
        None | Some(0) => list(names),
        Some(more) => format!(
            "{} and {}",
            names[..TIED_NAMED].join(", "),
            count(more, "other", "others")
        ),
    }
}

/// `1 category`, `3 categories`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{number} {word}")
}

/// Joins sentences.
pub(crate) fn sentences(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

/// A chart of categories: extremes of each series, values in focus, what they are compared with,
/// and how many values are missing.
pub(crate) fn categories(
    kind: &str,
    about: &About<'_>,
    grid: &Grid,
    quantity: &Quantity<'_>,
) -> Words {
    let rows = grid.categories.len();
    let by = match about.series.filter(|_| grid.has_series) {
        Some(series) if !about.in_panels() => {
            let names: Vec<&str> = grid.series.iter().map(|name| name.label.as_str()).collect();
            format!("{} and {series} ({})", about.category, list(&names))
        }
        _ => about.category.to_string(),
    };
    let what = quantity.in_words();
    // In panels, what they are compared with is told once for all.
    let compared =
        |series: &usize| about.in_panels() && grid.series[*series].role == Role::Reference;
    let told = |series: usize| match about.over_time {
        true => course(grid, series, quantity).or_else(|| extremes(grid, series, quantity)),
        false => extremes(grid, series, quantity),
    };
    let all = 0..grid.series.len();
    let series = all.clone().filter(|series| !compared(series)).map(told);
    let tail = [
        named(grid, quantity),
        focus_and_reference(grid, quantity),
        about.rule(grid, quantity),
        missing(grid),
    ];
    Words {
        kind: format!("{kind} of {what}, by {by}"),
        size: count(rows, "category", "categories"),
        rest: sentences(series.chain(tail)),
        compared: all.filter(compared).find_map(told),
        ends: ends_of_grid(grid, quantity),
    }
}

/// `From 4.2% in 2014 to 5.2% in 2025; highest 9.1% in 2021.` None for fewer than four values.
fn course(grid: &Grid, series: usize, quantity: &Quantity<'_>) -> Option<String> {
    let values: Vec<(usize, Decimal)> = grid
        .values()
        .filter(|(_, of, _)| *of == series)
        .map(|(category, _, value)| (category, value.number))
        .collect();
    let [first, _, .., _, last] = values[..] else {
        return None;
    };
    let told = |(category, value): (usize, Decimal)| {
        format!(
            "{} in {}",
            quantity.show(value),
            grid.categories[category].label
        )
    };
    let inner = |extreme: Option<&(usize, Decimal)>, word: &str| {
        let found = *extreme?;
        let outer = found.1 == first.1 || found.1 == last.1;
        (!outer).then(|| format!("; {word} {}", told(found)))
    };
    // Of equal values the earliest is named.
    let highest = values.iter().rev().max_by_key(|(_, value)| *value);
    let lowest = values.iter().min_by_key(|(_, value)| *value);
    let [highest, lowest] = [inner(highest, "highest"), inner(lowest, "lowest")];
    let lead = match grid.series[series].label.as_str() {
        "" => "From".to_string(),
        name => format!("{name}{}: from", part(grid.series[series].role)),
    };
    Some(format!(
        "{lead} {} to {}{}{}.",
        told(first),
        told(last),
        highest.unwrap_or_default(),
        lowest.unwrap_or_default()
    ))
}

/// `Highest: A (88); lowest: B (52).`
fn extremes(grid: &Grid, series: usize, quantity: &Quantity<'_>) -> Option<String> {
    let values: Vec<(usize, &Measured)> = grid
        .values()
        .filter(|(_, place, _)| *place == series)
        .map(|(category, _, value)| (category, value))
        .collect();
    let told = |(category, value): (usize, &Measured)| {
        let name = &grid.categories[category].label;
        format!("{name} ({})", quantity.show(value.number))
    };
    let lead = match grid.series[series].label.as_str() {
        "" => String::new(),
        name => format!("{name}{}: ", part(grid.series[series].role)),
    };
    if values.len() <= 3 {
        let all: Vec<String> = values.into_iter().map(told).collect();
        return (!all.is_empty()).then(|| format!("{lead}{}.", all.join("; ")));
    }
    let numbers = || values.iter().map(|(_, value)| value.number);
    let (highest, lowest) = (numbers().max()?, numbers().min()?);
    if highest == lowest {
        let all = quantity.show(highest);
        return Some(match lead.as_str() {
            "" => format!("All values are {all}."),
            lead => format!("{lead}all {all}."),
        });
    }
    let at = |extreme: Decimal| {
        let at = values.iter().filter(|(_, value)| value.number == extreme);
        let names: Vec<&str> = at
            .map(|(at, _)| grid.categories[*at].label.as_str())
            .collect();
        format!("{} ({})", shortened(&names), quantity.show(extreme))
    };
    let (highest, lowest) = (at(highest), at(lowest));
    Some(match lead.as_str() {
        "" => format!("Highest: {highest}; lowest: {lowest}."),
        lead => format!("{lead}highest {highest}; lowest {lowest}."),
    })
}

/// The part a series plays, after its name.
pub(crate) fn part(role: Role) -> &'static str {
    match role {
        Role::Focus(_) => ", in focus",
        Role::Reference => ", for comparison",
        Role::Series(_) | Role::Muted(_) | Role::Step(_) | Role::Lean(_) => "",
    }
}

/// The values of categories in focus and of what they are compared with.
fn named(grid: &Grid, quantity: &Quantity<'_>) -> Option<String> {
    if grid.has_series || grid.categories.len() <= 3 {
        return None;
    }
    let value = |place: usize| {
        let name = &grid.categories[place].label;
        let point = &grid.points[place][0];
        match point.value() {
            Some(value) => format!("{name} ({})", quantity.show(value.number)),
            None => format!("{name} ({})", point.reason().unwrap_or_default()),
        }
    };
    let of = |wanted: fn(Role) -> bool| -> Vec<String> {
        (0..grid.categories.len())
            .filter(|place| wanted(grid.categories[*place].role))
            .map(value)
            .collect()
    };
    let focus = of(Role::is_focus);
    let reference = of(|role| role == Role::Reference);
    let focus = (!focus.is_empty()).then(|| format!("In focus: {}.", focus.join("; ")));
    let reference =
        (!reference.is_empty()).then(|| format!("Compared with {}.", reference.join("; ")));
    let told = sentences([focus, reference]);
    (!told.is_empty()).then_some(told)
}

/// How far what is in focus lies from what it is compared with.
fn focus_and_reference(grid: &Grid, quantity: &Quantity<'_>) -> Option<String> {
    let (name, value) = alone(grid, Role::is_focus)?;
    let (other_name, other) = alone(grid, |role| role == Role::Reference)?;
    gap(name, value, other_name, other, quantity)
}

/// How many values are missing and why.
pub(crate) fn missing(grid: &Grid) -> Option<String> {
    let points = grid.points.iter().flatten();
    let told = tally(points.filter_map(|point| point.reason()));
    told.map(|(total, reasons)| {
        let values = count(total, "value is", "values are");
        format!("{values} missing: {reasons}.")
    })
}

/// Which marks stand in place of values, and how often: `3 values (confidential)`.
pub(crate) fn reasons<'m>(markers: impl Iterator<Item = &'m Marker>) -> Option<String> {
    let told = tally(markers.map(|marker| marker.meaning.as_str()));
    told.map(|(total, reasons)| format!("{} ({reasons})", count(total, "value", "values")))
}

/// How many reasons there are in all, and each with how often it is given.
fn tally<'r>(given: impl Iterator<Item = &'r str>) -> Option<(usize, String)> {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for reason in given {
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, times)) => *times += 1,
            None => reasons.push((reason, 1)),
        }
    }
    let told: Vec<String> = reasons
        .iter()
        .map(|(reason, times)| match reasons.len() {
            1 => (*reason).to_string(),
            _ => format!("{times} {reason}"),
        })
        .collect();
    let total = reasons.iter().map(|(_, times)| times).sum();
    (total > 0).then(|| (total, list(&told)))
}

/// The middle of numbers in order; the mean of the two in the middle of an even number.
pub(crate) fn median(sorted: &[Decimal]) -> Decimal {
    let half = sorted.len() / 2;
    match (
        sorted.get(half),
        half.checked_sub(1).and_then(|at| sorted.get(at)),
    ) {
        (Some(upper), Some(lower)) if sorted.len().is_multiple_of(2) => {
            // Halved first: the sum of two large numbers may be no number any more.
            lower / Decimal::TWO + upper / Decimal::TWO
        }
        (Some(middle), _) => *middle,
        _ => Decimal::ZERO,
    }
}
