//! `dot`: estimates by category as points, with their intervals.

use super::Mark;
use super::chart::{Chart, Prepared};
use super::describe;
use super::grid::{Fields, Grid, Measured};
use super::ink::{Ink, Shape};
use super::metrics::Font;
use super::misfit::{Fit, Misfit, category_and_number, fit_categories};
use super::rows::{Frame, Reach, Rows, key, names, rule};
use super::scale::{Quantity, open_domain, position};
use super::sheet::{Anchor, Label, Sheet};
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset, Figure};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "dot",
    summary: "estimates by category, with their confidence intervals",
    fit,
    prepare,
};

/// Half the height of a point in px.
const RADIUS: f64 = 5.5;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("dot", channels, dataset);
    fit_categories(&mut fit);
    fit.no_stack();
    if let Some((low, high)) = &channels.interval {
        for end in [low, high] {
            if !fit.field(end).is_numeric() {
                fit.wrong("ci", end, "two numbers");
            }
        }
    }
    fit.end()
}

fn prepare<'a>(
    figure: &'a Figure,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let (_, category, number) = category_and_number(&figure.channels, dataset)?;
    let fields = Fields::new(figure, category.value, number.value);
    let grid = Grid::read(figure, dataset, fields, diagnostics)?;
    let values = grid.values().map(|(_, _, value)| value.number);
    let quantity = Quantity::new(dataset.field(number.value), figure.decimals, values);
    let about = describe::About::new(figure, dataset, category.value);
    Some(Box::new(Dots {
        figure,
        grid,
        quantity,
        about,
    }))
}

struct Dots<'a> {
    figure: &'a Figure,
    grid: Grid,
    quantity: Quantity<'a>,
    about: describe::About<'a>,
}

impl Dots<'_> {
    fn font(&self, category: usize, series: usize) -> Font {
        if self.grid.role(category, series).is_focus() {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    fn draw_interval(&self, frame: &Frame, value: &Measured, middle: f64) {
        if let Some((low, high)) = value.interval {
            let (low, high) = (
                frame.scale.at(position(low)),
                frame.scale.at(position(high)),
            );
            let surface = &frame.surface;
            surface.line(Ink::Interval, &[(low, middle), (high, middle)]);
            for end in [low, high] {
                surface.line(Ink::Interval, &[(end, middle - 4.0), (end, middle + 4.0)]);
            }
        }
    }
}

/// The right end of what is drawn for a value.
fn upper(value: &Measured) -> f64 {
    let high = value.interval.map(|(_, high)| position(high));
    high.map_or(value.at, |high| high.max(value.at))
}

impl Chart for Dots<'_> {
    fn draw(&self, width: f64) -> Option<Sheet> {
        let grid = &self.grid;
        let count = grid.series.len();
        let thick = if count == 1 { 22.0 } else { 19.0 };
        let rule = rule(self.figure, &self.quantity);
        let (low, high) = grid.extent();
        let (low, high) = match &rule {
            Some((at, _)) => (low.min(*at), high.max(*at)),
            None => (low, high),
        };
        let domain = open_domain(low, high);
        let reach = grid.values().map(|(category, series, value)| {
            let text = self.quantity.show(value.number);
            let font = self.font(category, series);
            Reach {
                at: upper(value),
                left: RADIUS + 1.0,
                right: font.width(&text) + RADIUS + 6.0,
            }
        });
        let mut quantity = self.quantity.clone();
        quantity.cut = domain.0 > 0.0 || domain.1 < 0.0;
        let rows = Rows {
            key: key(grid, true),
            names: names(grid),
            heights: vec![thick * count as f64; grid.categories.len()],
            between: if count == 1 { 8.0 } else { 12.0 },
            domain,
            reach: reach.collect(),
            quantity: &quantity,
            rule,
        };
        let mut frame = rows.frame(width);
        let middle = |frame: &Frame, category: usize, series: usize| {
            frame.tops[category] + (series as f64 + 0.5) * thick
        };
        frame.lines((!quantity.cut).then_some(0.0));
        for (category, series, value) in grid.values() {
            self.draw_interval(&frame, value, middle(&frame, category, series));
        }
        for (category, series, value) in grid.values() {
            let at = (frame.scale.at(value.at), middle(&frame, category, series));
            let ink = grid.role(category, series).area();
            frame.surface.point(ink, Shape::nth(series), at, RADIUS);
        }
        for category in 0..grid.categories.len() {
            for series in 0..count {
                let middle = middle(&frame, category, series);
                let point = &grid.points[category][series];
                let Some(value) = point.value() else {
                    let start = frame.scale.at(domain.0);
                    frame.gap(point, start, middle);
                    continue;
                };
                let end = upper(value);
                let font = self.font(category, series);
                frame.surface.place(Label {
                    lines: &[self.quantity.show(value.number)],
                    x: (frame.scale.at(end) + 6.0).max(frame.scale.at(value.at) + RADIUS + 5.0),
                    top: middle - font.line() / 2.0,
                    anchor: Anchor::Start,
                    font,
                    ink: Ink::Text,
                });
            }
        }
        Some(frame.surface.finish())
    }

    fn describe(&self) -> String {
        let intervals = self
            .grid
            .values()
            .any(|(_, _, value)| value.interval.is_some());
        let kind = if intervals {
            "Dot chart with intervals"
        } else {
            "Dot chart"
        };
        describe::categories(kind, &self.about, &self.grid, &self.quantity)
    }
}
