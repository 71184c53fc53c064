//! Stacked bars: the parts of each category end to end, as they are, as shares of their sum, or
//! as shares to both sides of a neutral middle.
//!
//! They lie across whichever channel holds the category, so that each part's number has room: in
//! the part where it fits, else under it.

use rust_decimal::Decimal;

use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::grid::{Grid, Point};
use super::head::head;
use super::ink::{Ink, Role};
use super::metrics::Font;
use super::room::Room;
use super::rows::{Rows, key, names};
use super::scale::Quantity;
use super::shares;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::spread::spread;
use super::words::Words;
use crate::diag::{Diagnostic, code};
use crate::model::Stack;
use crate::source::Spanned;

const THICK: f64 = 26.0;
/// How many parts lie to both sides of a middle, the middle among them.
pub(crate) const MOST_SIDES: usize = 5;

/// Bars on each other.
struct StackedBars<'a> {
    grid: Grid,
    quantity: Quantity<'a>,
    about: describe::About<'a>,
    how: Stack,
    /// The least and the greatest end of a bar in all panels.
    domain: (f64, f64),
}

/// Checks that the parts can be put together, and prepares the chart.
pub(crate) fn prepare<'a>(
    figure: &'a Cut<'a>,
    how: &Spanned<Stack>,
    panels: Vec<Grid>,
    mut grid: Grid,
    mut quantity: Quantity<'a>,
    about: describe::About<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let faults: Vec<String> = (0..grid.categories.len())
        .filter_map(|category| fault(&grid, category, how.value))
        .collect();
    if !faults.is_empty() {
        diagnostics.extend(faults.into_iter().map(|message| {
            Diagnostic::error(&code::CANNOT_STACK, how.span, message)
                .help("draw the bars side by side: leave `stack` out")
        }));
        return None;
    }
    let before = quantity.clone();
    let put_together = |grid: &mut Grid, quantity: &mut Quantity<'_>| {
        let found = match how.value {
            Stack::Zero => None,
            _ => shares::make(figure, how, grid, quantity),
        };
        if how.value == Stack::Diverging {
            take_sides(grid);
            quantity.mirrored = true;
        }
        found
    };
    diagnostics.extend(put_together(&mut grid, &mut quantity));
    let ends = panels.into_iter().map(|mut grid| {
        put_together(&mut grid, &mut before.clone());
        ends(&grid)
    });
    let (low, high) = ends.fold((0.0f64, 0.0f64), |(low, high), ends| {
        (low.min(ends.0), high.max(ends.1))
    });
    Some(Box::new(StackedBars {
        grid,
        quantity,
        about,
        how: how.value,
        domain: match how.value {
            Stack::Normalize => (0.0, 100.0),
            _ if low == high => (0.0, 1.0),
            _ => (low, high),
        },
    }))
}

/// Why the parts of a category cannot be put together.
fn fault(grid: &Grid, category: usize, how: Stack) -> Option<String> {
    let name = &grid.categories[category].label;
    let row = &grid.points[category];
    if row.iter().all(|point| matches!(point, Point::Absent)) {
        // Other panels have it.
        return None;
    }
    let missing = (0..row.len()).find(|series| row[*series].value().is_none());
    if let Some(series) = missing {
        let part = &grid.series[series].label;
        return Some(format!(
            "`{name}` has no value for `{part}`, so its parts do not add up"
        ));
    }
    if how != Stack::Zero && shares::sum(row).is_none() {
        return Some(format!(
            "the parts of `{name}` add up to more than can be counted"
        ));
    }
    let below = |point: &Point| {
        point
            .value()
            .is_some_and(|value| value.number < Decimal::ZERO)
    };
    let above = |point: &Point| {
        point
            .value()
            .is_some_and(|value| value.number > Decimal::ZERO)
    };
    let negative = row.iter().position(below);
    let positive = row.iter().any(above);
    match (how, negative) {
        (Stack::Zero, Some(_)) if positive => {
            Some(format!("`{name}` has parts above and below zero"))
        }
        (Stack::Normalize | Stack::Diverging, Some(series)) => Some(format!(
            "`{}` of `{name}` is below zero, so it is no share",
            grid.series[series].label
        )),
        (Stack::Normalize | Stack::Diverging, None) if !positive => Some(format!(
            "the parts of `{name}` add up to zero, so there are no shares"
        )),
        _ => None,
    }
}

/// Gives the parts their side: the first ones left, the last ones right, one in the middle of an
/// odd number.
fn take_sides(grid: &mut Grid) {
    let count = grid.series.len();
    for (place, series) in grid.series.iter_mut().enumerate() {
        let half = (count / 2) as i8;
        let from_left = place as i8 - half;
        let side = if count.is_multiple_of(2) && from_left >= 0 {
            from_left + 1
        } else {
            from_left
        };
        // Two parts alone are the outer ones.
        series.role = Role::Lean(if half == 1 { side * 2 } else { side });
    }
}

/// A part with the positions of its ends.
struct Part {
    series: usize,
    from: f64,
    to: f64,
    text: String,
}

/// Where the first part of a category begins: left of zero by what lies on that side.
fn start(grid: &Grid, category: usize) -> f64 {
    let mut start = 0.0;
    for (series, point) in grid.points[category].iter().enumerate() {
        let at = point.value().map_or(0.0, |value| value.at);
        match grid.series[series].role {
            Role::Lean(0) => start -= at / 2.0,
            Role::Lean(side) if side < 0 => start -= at,
            _ => {}
        }
    }
    start
}

/// The least and the greatest end of a bar.
fn ends(grid: &Grid) -> (f64, f64) {
    let ends = (0..grid.categories.len()).flat_map(|category| {
        let from = start(grid, category);
        let values = grid.points[category].iter();
        let long: f64 = values
            .filter_map(|point| point.value())
            .map(|value| value.at)
            .sum();
        [from, from + long]
    });
    ends.fold((0.0f64, 0.0f64), |(low, high), end| {
        (low.min(end), high.max(end))
    })
}

impl StackedBars<'_> {
    fn parts(&self, category: usize) -> Vec<Part> {
        let mut from = start(&self.grid, category);
        let row = self.grid.points[category].iter().enumerate();
        row.filter_map(|(series, point)| Some((series, point.value()?)))
            .map(|(series, value)| {
                let start = from;
                from += value.at;
                Part {
                    series,
                    from: start,
                    to: from,
                    text: self.quantity.show(value.number),
                }
            })
            .collect()
    }

    /// Which parts have their number inside.
    fn fits_inside(part: &Part, at: impl Fn(f64) -> f64) -> bool {
        let room = (at(part.to) - at(part.from)).abs();
        Font::BODY.width(&part.text) + 6.0 <= room
    }

    /// Sets the numbers that do not fit inside their parts under the bar, side by side, each as
    /// near to its part as the others allow.
    fn label_below(
        &self,
        surface: &mut Surface,
        outside: &[(&Part, f64)],
        (left, right): (f64, f64),
        top: f64,
    ) {
        let widths: Vec<f64> = outside
            .iter()
            .map(|(part, _)| Font::SMALL.width(&part.text))
            .collect();
        let wanted: Vec<f64> = outside.iter().map(|(_, middle)| *middle).collect();
        let places = spread(&wanted, &wanted, &widths, 8.0, (left, right));
        for (place, (part, middle)) in outside.iter().enumerate() {
            let Some(x) = places.get(place) else {
                surface.give_up(part.text.clone());
                continue;
            };
            surface.line(Ink::Leader, &[(*middle, top), (*x, top + 5.0)]);
            surface.label(Label {
                lines: std::slice::from_ref(&part.text),
                x: *x,
                top: top + 5.0,
                anchor: Anchor::Middle,
                font: Font::SMALL,
                ink: Ink::Text,
            });
        }
    }
}

impl StackedBars<'_> {
    fn rows(&self, heights: Vec<f64>) -> Rows<'_> {
        Rows {
            key: key(&self.grid, false),
            names: names(&self.grid),
            heights,
            between: 9.0,
            domain: self.domain,
            reach: Vec::new(),
            quantity: &self.quantity,
            rule: None,
        }
    }

    /// The height of each row: with room under the bar where a number does not fit inside.
    fn heights(&self, parts: &[Vec<Part>], room: &Room) -> Vec<f64> {
        let even = vec![THICK; parts.len()];
        let scale = self.rows(even).frame(room).scale;
        let inside = |part: &Part| Self::fits_inside(part, |value| scale.at(value));
        let height = |parts: &Vec<Part>| {
            if parts.iter().all(inside) {
                THICK
            } else {
                THICK + 5.0 + Font::SMALL.line()
            }
        };
        parts.iter().map(height).collect()
    }
}

impl Chart for StackedBars<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let grid = &self.grid;
        let parts: Vec<Vec<Part>> = (0..grid.categories.len())
            .map(|category| self.parts(category))
            .collect();
        let rows = self.rows(self.heights(&parts, room));
        let mut frame = rows.frame_at(room, |_| THICK / 2.0);
        if self.how == Stack::Diverging {
            frame.lines(Some(0.0));
        }
        for series in 0..grid.series.len() {
            for (category, parts) in parts.iter().enumerate() {
                for part in parts.iter().filter(|part| part.series == series) {
                    let (from, to) = (frame.scale.at(part.from), frame.scale.at(part.to));
                    let ink = grid.series[series].role.area();
                    let (x, top) = (from.min(to), frame.tops[category]);
                    let (surface, length) = (&frame.surface, (to - from).abs());
                    surface.rectangle(ink, x, top, length, THICK);
                    surface.reads(grid.rows[category][series], (x, top, length, THICK));
                }
            }
        }
        if self.how != Stack::Diverging {
            frame.lines(Some(0.0));
        }
        for (category, parts) in parts.iter().enumerate() {
            let top = frame.tops[category];
            if parts.is_empty() {
                let zero = frame.scale.at(0.0);
                frame.gap(&Point::Absent, zero, top + THICK / 2.0);
            }
            let mut outside = Vec::new();
            // What is nothing has no part that a number could name.
            for part in parts.iter().filter(|part| part.from != part.to) {
                let middle = (frame.scale.at(part.from) + frame.scale.at(part.to)) / 2.0;
                if !Self::fits_inside(part, |value| frame.scale.at(value)) {
                    outside.push((part, middle));
                    continue;
                }
                frame.surface.label(Label {
                    lines: std::slice::from_ref(&part.text),
                    x: middle,
                    top: top + (THICK - Font::BODY.line()) / 2.0,
                    anchor: Anchor::Middle,
                    font: Font::BODY,
                    ink: grid.series[part.series].role.on(),
                });
            }
            self.label_below(&mut frame.surface, &outside, frame.room, top + THICK);
        }
        Some(frame.surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&key(&self.grid, false), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        let kind = match self.how {
            Stack::Zero => "Stacked bar chart",
            Stack::Normalize => "Stacked bar chart, each bar 100 per cent,",
            Stack::Diverging => "Bar chart to both sides of a middle, each bar 100 per cent,",
        };
        describe::categories(kind, &self.about, &self.grid, &self.quantity)
    }
}
