//! Changes between two periods in words, for arrows and slopes.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::describe::{count, list};
use super::grid::{Grid, Measured};
use super::ink::Role;
use super::scale::Quantity;

/// How many changes are told one by one; more are told by their extremes.
const FEW: usize = 3;

/// The categories that have both an earlier and a later value.
pub(crate) struct Changes<'a> {
    grid: &'a Grid,
    quantity: &'a Quantity<'a>,
    found: Vec<(usize, &'a Measured, &'a Measured)>,
}

impl<'a> Changes<'a> {
    /// The changes of a grid of two series.
    pub(crate) fn of(grid: &'a Grid, quantity: &'a Quantity<'a>) -> Changes<'a> {
        let both = |category: usize| {
            let row = &grid.points[category];
            Some((category, row[0].value()?, row[1].value()?))
        };
        let found = (0..grid.categories.len()).filter_map(both).collect();
        Changes {
            grid,
            quantity,
            found,
        }
    }

    /// `A rises from 1% to 2%`.
    fn told(&self, (category, earlier, later): (usize, &Measured, &Measured)) -> String {
        let name = &self.grid.categories[category].label;
        let show = |value: &Measured| self.quantity.show(value.number);
        let (from, to) = (show(earlier), show(later));
        match later.number.cmp(&earlier.number) {
            Ordering::Greater => format!("{name} rises from {from} to {to}"),
            Ordering::Less => format!("{name} falls from {from} to {to}"),
            Ordering::Equal => format!("{name} stays at {to}"),
        }
    }

    /// Each change, or how many went which way.
    pub(crate) fn summary(&self) -> Option<String> {
        if self.found.len() <= FEW {
            let told: Vec<String> = self.found.iter().map(|found| self.told(*found)).collect();
            return (!told.is_empty()).then(|| format!("{}.", told.join("; ")));
        }
        let of = |wanted: Ordering| {
            let goes = |found: &&(usize, &Measured, &Measured)| {
                found.2.number.cmp(&found.1.number) == wanted
            };
            self.found.iter().filter(goes).count()
        };
        let parts = [
            (of(Ordering::Greater), "rises", "rise"),
            (of(Ordering::Less), "falls", "fall"),
            (of(Ordering::Equal), "stays as it was", "stay as they were"),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(number, _, _)| *number > 0)
            .map(|(number, one, many)| count(*number, one, many))
            .collect();
        Some(format!("{}.", list(&told)))
    }

    /// The largest rise and the largest fall, where they were not told one by one.
    pub(crate) fn extremes(&self) -> Option<String> {
        if self.found.len() <= FEW {
            return None;
        }
        // Huge numbers of opposite signs may be further apart than a decimal can say.
        let change = |found: &(usize, &Measured, &Measured)| {
            let difference = found.2.number.checked_sub(found.1.number);
            difference.unwrap_or(if found.2.number > found.1.number {
                Decimal::MAX
            } else {
                Decimal::MIN
            })
        };
        let first = self.found.first()?;
        let (mut rise, mut fall) = (first, first);
        for found in &self.found {
            if change(found) > change(rise) {
                rise = found;
            }
            if change(found) < change(fall) {
                fall = found;
            }
        }
        let rise =
            (change(rise) > Decimal::ZERO).then(|| format!("Largest rise: {}.", self.told(*rise)));
        let fall =
            (change(fall) < Decimal::ZERO).then(|| format!("Largest fall: {}.", self.told(*fall)));
        Some(super::describe::sentences([rise, fall]))
    }

    /// The changes of what is in focus, and of what it is compared with.
    pub(crate) fn named(&self) -> Option<String> {
        if self.found.len() <= FEW {
            return None;
        }
        let of = |lead: &str, wanted: fn(Role) -> bool| {
            let told: Vec<String> = self
                .found
                .iter()
                .filter(|found| wanted(self.grid.categories[found.0].role))
                .map(|found| self.told(*found))
                .collect();
            (!told.is_empty()).then(|| format!("{lead}: {}.", told.join("; ")))
        };
        let focus = of("In focus", Role::is_focus);
        let reference = of("For comparison", |role| role == Role::Reference);
        Some(super::describe::sentences([focus, reference]))
    }
}
