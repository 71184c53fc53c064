//! A chart in words: its parts, so that a figure of several panels can put them together.

use rust_decimal::Decimal;

use super::describe::sentences;
use super::grid::{Grid, Measured};
use super::ink::Role;
use super::scale::Quantity;

/// A chart in sentences that can be read aloud.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// What kind of chart it is, of what and by what: `Line chart of claimant rate, by Year`.
    pub kind: String,
    /// How much it shows: `2014 to 2025, 2 lines`.
    pub size: String,
    /// What else there is to say, in sentences.
    pub rest: String,
    /// What is said of that with which all panels are compared.
    pub compared: Option<String>,
    /// The highest and the lowest of its own values.
    pub ends: Option<(Told, Told)>,
}

/// A value with what it is the value of.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// What has the value; may be empty.
    pub name: String,
    /// The value.
    pub number: Decimal,
    /// The value as it is printed.
    pub shown: String,
}

impl Words {
    /// The words of a chart by itself.
    pub(crate) fn whole(self) -> String {
        let opening = match self.size.as_str() {
            "" => format!("{}.", self.kind),
            size => format!("{}, {size}.", self.kind),
        };
        sentences([Some(opening), self.compared, Some(self.rest)])
    }
}

/// The highest and the lowest of values, the first of equal ones.
pub(crate) fn ends(values: impl Iterator<Item = Told>) -> Option<(Told, Told)> {
    values.fold(None, |ends, value| match ends {
        None => Some((value.clone(), value)),
        Some((highest, lowest)) => Some(match &value {
            it if it.number > highest.number => (value, lowest),
            it if it.number < lowest.number => (highest, value),
            _ => (highest, lowest),
        }),
    })
}

/// The highest and the lowest value of a grid, what is compared with left out.
pub(crate) fn ends_of_grid(grid: &Grid, quantity: &Quantity<'_>) -> Option<(Told, Told)> {
    ends_of(grid, |_| quantity)
}

/// The same where each of the series has a quantity of its own.
pub(crate) fn ends_of<'q>(
    grid: &Grid,
    quantity: impl Fn(usize) -> &'q Quantity<'q>,
) -> Option<(Told, Told)> {
    let own = grid.values().filter(|(category, series, _)| {
        let names = [&grid.categories[*category], &grid.series[*series]];
        names.iter().all(|name| name.role != Role::Reference)
    });
    // Only of these two is told more than the number.
    let (highest, lowest) = own.fold(None, |ends, value| match ends {
        None => Some((value, value)),
        Some((highest, lowest)) => {
            let of = |(_, _, value): (usize, usize, &Measured)| value.number;
            Some(match of(value) {
                it if it > of(highest) => (value, lowest),
                it if it < of(lowest) => (highest, value),
                _ => (highest, lowest),
            })
        }
    })?;
    let told = |(category, series, value): (usize, usize, &Measured)| {
        let names = [&grid.categories[category].label, &grid.series[series].label];
        let names: Vec<&str> = names
            .into_iter()
            .map(String::as_str)
            .filter(|name| !name.is_empty())
            .collect();
        Told {
            name: names.join(", "),
            number: value.number,
            shown: quantity(series).show(value.number),
        }
    };
    Some((told(highest), told(lowest)))
}
