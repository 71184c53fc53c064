//! Lines in words: where each begins and ends, and its extremes between.

use super::describe;
use super::grid::{Measured, Point};
use super::ink::Role;
use super::line::Lines;
use super::words::{Words, ends_of_grid};

impl Lines<'_> {
    /// The chart in sentences that can be read aloud.
    pub(super) fn in_words(&self) -> Words {
        let grid = &self.grid;
        let period = |place: usize| grid.categories[place].label.as_str();
        let span = match (self.order.first(), self.order.last()) {
            (Some(first), Some(last)) if first != last => {
                format!("{} to {}", period(*first), period(*last))
            }
            (Some(only), _) => period(*only).to_string(),
            _ => String::new(),
        };
        let lines = describe::count(grid.series.len(), "line", "lines");
        let what = self.quantity.in_words();
        // In panels, what they are compared with is told once for all.
        let compared =
            |series: &usize| self.about.in_panels() && grid.series[*series].role == Role::Reference;
        let all = 0..grid.series.len();
        let each = all.clone().filter(|series| !compared(series));
        let each = each.map(|series| self.trend(series));
        let tail = [
            self.breaks_in_words(),
            self.gap_at_the_end(),
            self.about.rule(&self.grid, &self.quantity),
            self.gaps(),
        ];
        Words {
            kind: format!("Line chart of {what}, by {}", self.about.category),
            size: format!("{span}, {lines}"),
            rest: describe::sentences(each.chain(tail)),
            compared: all.filter(compared).find_map(|series| self.trend(series)),
            ends: ends_of_grid(grid, &self.quantity),
        }
    }

    /// How far the one line in focus ends from the one it is compared with.
    fn gap_at_the_end(&self) -> Option<String> {
        let grid = &self.grid;
        let alone = |wanted: fn(Role) -> bool| {
            let mut found = (0..grid.series.len()).filter(|at| wanted(grid.series[*at].role));
            found.next().filter(|_| found.next().is_none())
        };
        let focus = alone(Role::is_focus)?;
        let reference = alone(|role| role == Role::Reference)?;
        let last = *self.order.last()?;
        let value = |series: usize| Some(grid.points[last][series].value()?.number);
        let (name, other) = (&grid.series[focus].label, &grid.series[reference].label);
        // The heading of a panel has named it.
        let name = if name.is_empty() { "it" } else { name };
        let told = describe::gap(
            name,
            value(focus)?,
            other,
            value(reference)?,
            &self.quantity,
        )?;
        Some(format!("In {} {told}", grid.categories[last].label))
    }

    /// `England rises from 1.5% in 2014 to 2.8% in 2025; highest 4.9% in 2020.`
    fn trend(&self, series: usize) -> Option<String> {
        let values: Vec<(usize, &Measured)> = self
            .path(series)
            .filter_map(|(category, point)| Some((category, point.value()?)))
            .collect();
        let name = match self.grid.series[series].label.as_str() {
            "" => "It".to_string(),
            name => {
                let comma = describe::part(self.grid.series[series].role);
                let end = if comma.is_empty() { "" } else { "," };
                format!("{name}{comma}{end}")
            }
        };
        let told = |(category, value): (usize, &Measured)| {
            let period = &self.grid.categories[category].label;
            format!("{} in {period}", self.quantity.show(value.number))
        };
        let (Some(first), Some(last)) = (values.first(), values.last()) else {
            return Some(format!("{name} has no value."));
        };
        if values.len() == 1 {
            return Some(format!("{name} has {}.", told(*first)));
        }
        let verb = match last.1.number.cmp(&first.1.number) {
            std::cmp::Ordering::Greater => "rises from",
            std::cmp::Ordering::Less => "falls from",
            std::cmp::Ordering::Equal => "ends where it began, from",
        };
        let mut told_all = format!("{name} {verb} {} to {}", told(*first), told(*last));
        let (mut highest, mut lowest) = (values[0], values[0]);
        for value in &values {
            if value.1.number > highest.1.number {
                highest = *value;
            }
            if value.1.number < lowest.1.number {
                lowest = *value;
            }
        }
        let inner = |found: (usize, &Measured)| found.0 != first.0 && found.0 != last.0;
        if inner(highest) {
            told_all.push_str(&format!("; highest {}", told(highest)));
        }
        if inner(lowest) {
            told_all.push_str(&format!("; lowest {}", told(lowest)));
        }
        told_all.push('.');
        Some(told_all)
    }

    /// Where the series change their meaning.
    fn breaks_in_words(&self) -> Option<String> {
        let told: Vec<String> = self
            .breaks
            .iter()
            .map(|it| format!("Break at {}: {}.", it.period, it.label))
            .collect();
        let apart = "Values on both sides of a break do not compare.".to_string();
        (!told.is_empty()).then(|| format!("{} {apart}", told.join(" ")))
    }

    /// How many values are missing; periods without a row are not counted.
    fn gaps(&self) -> Option<String> {
        let missing = |point: &&Point| matches!(point, Point::Missing(_));
        let count = self.grid.points.iter().flatten().filter(missing).count();
        let values = describe::count(count, "value is", "values are");
        (count > 0).then(|| format!("{values} missing and left as gaps."))
    }
}
