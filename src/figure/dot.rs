//! `dot`: estimates by category as points, with their intervals.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Mark;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid, Measured};
use super::head::head;
use super::ink::{Ink, Shape};
use super::metrics::Font;
use super::misfit::{Fit, Misfit, category_and_number, fit_categories};
use super::refusals::intervals;
use super::room::Room;
use super::rows::{Frame, Reach, Rows, key, names, rule};
use super::scale::{Quantity, Scale, leaves_out_zero, open_domain, position};
use super::sheet::{Anchor, Label, Sheet};
use super::words::Words;
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset, FieldId};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "dot",
    summary: "estimates by category, with their confidence intervals",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 180.0,
        compares: true,
    }),
    fit,
    prepare,
};

/// Half the height of a point in px.
const RADIUS: f64 = 5.5;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("dot", channels, dataset);
    fit_categories(&mut fit);
    fit.no_stack();
    fit.takes(&["title"]);
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
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let (_, category, number) = category_and_number(&figure.channels, dataset)?;
    let fields = Fields::new(figure, category.value, number.value);
    let grid = Grid::read(figure, dataset, fields, diagnostics)?;
    let values = grid.all_numbers();
    let mut quantity = Quantity::new(dataset.field(number.value), figure.decimals, values)
        .named(figure, number.value);
    let about = describe::About::new(figure, dataset, category.value);
    if !intervals(figure, dataset, fields, diagnostics) {
        return None;
    }
    quantity.note = note(figure, dataset);
    let rule = rule(figure, &grid, &quantity);
    let domain = open_domain(grid.extent_with(rule.as_ref()));
    quantity.cut = leaves_out_zero(domain);
    Some(Box::new(Dots {
        level: figure.channels.level.as_ref().map(|level| level.value),
        grid,
        quantity,
        domain,
        rule,
        about,
    }))
}

/// What the lines through the points show.
fn note(figure: &Cut<'_>, dataset: &Dataset) -> Option<String> {
    let (low, high) = figure.channels.interval.as_ref()?;
    Some(match &figure.channels.level {
        Some(level) => format!("Lines show {}% confidence intervals", level.value),
        None => {
            let title = |id: FieldId| dataset.field(id).title.as_str();
            format!(
                "Lines run from {} to {}",
                title(low.value),
                title(high.value)
            )
        }
    })
}

struct Dots<'a> {
    level: Option<Decimal>,
    grid: Grid,
    quantity: Quantity<'a>,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
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

/// The left end of what is drawn for a value.
fn lower(value: &Measured) -> f64 {
    let low = value.interval.map(|(low, _)| position(low));
    low.map_or(value.at, |low| low.min(value.at))
}

/// The right end of what is drawn for a value.
fn upper(value: &Measured) -> f64 {
    let high = value.interval.map(|(_, high)| position(high));
    high.map_or(value.at, |high| high.max(value.at))
}

impl Dots<'_> {
    /// The height of a value's line in px.
    fn thick(&self) -> f64 {
        if self.grid.has_series { 19.0 } else { 22.0 }
    }

    /// Whether the label of a value stands left of it: right of it, it would lie across the axis.
    fn label_left(&self, scale: &Scale, category: usize, series: usize, value: &Measured) -> bool {
        let width = self
            .font(category, series)
            .width(&self.quantity.show(value.number));
        let axis = scale.at(0.0);
        let from = scale.at(upper(value)).max(scale.at(value.at) + RADIUS);
        !self.quantity.cut && from < axis && axis < from + width + 12.0
    }

    /// The rows; with a `scale`, the labels are on the sides where they find room.
    fn rows(&self, scale: Option<&Scale>) -> Rows<'_> {
        let grid = &self.grid;
        let reach = grid.values().flat_map(|(category, series, value)| {
            let text = self.quantity.show(value.number);
            let label = self.font(category, series).width(&text) + RADIUS + 6.0;
            let left = scale.is_some_and(|scale| self.label_left(scale, category, series, value));
            let point = RADIUS + 1.0;
            let ends = if left { (label, point) } else { (point, label) };
            let reach = |at: f64, left: f64, right: f64| Reach { at, left, right };
            [
                reach(lower(value), ends.0, point),
                reach(upper(value), point, ends.1),
            ]
        });
        Rows {
            key: key(grid, true),
            names: names(grid),
            heights: vec![self.thick() * grid.series.len() as f64; grid.categories.len()],
            between: if grid.has_series { 12.0 } else { 8.0 },
            domain: self.domain,
            reach: reach.collect(),
            quantity: &self.quantity,
            rule: self.rule.clone(),
        }
    }

    fn label(
        &self,
        frame: &mut Frame,
        (category, series): (usize, usize),
        middle: f64,
        left: &BTreeSet<(usize, usize)>,
    ) {
        let point = &self.grid.points[category][series];
        let (room, thick) = (frame.room, self.thick());
        let strip = (room.0, middle - thick / 2.0, room.1 - room.0, thick);
        frame.surface.reads(self.grid.rows[category][series], strip);
        let Some(value) = point.value() else {
            frame.gap(point, frame.start, middle);
            return;
        };
        let at = |value: f64| frame.scale.at(value);
        let point = RADIUS + 5.0;
        let (x, anchor) = if left.contains(&(category, series)) {
            let x = (at(lower(value)) - 6.0).min(at(value.at) - point);
            (x, Anchor::End)
        } else {
            let x = (at(upper(value)) + 6.0).max(at(value.at) + point);
            (x, Anchor::Start)
        };
        let font = self.font(category, series);
        frame.surface.place(Label {
            lines: &[self.quantity.show(value.number)],
            x,
            top: middle - font.line() / 2.0,
            anchor,
            font,
            ink: Ink::Text,
        });
    }
}

impl Chart for Dots<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let grid = &self.grid;
        let first = self.rows(None).frame(room).scale;
        let left: BTreeSet<(usize, usize)> = grid
            .values()
            .filter(|(category, series, value)| self.label_left(&first, *category, *series, value))
            .map(|(category, series, _)| (category, series))
            .collect();
        let mut frame = self.rows(Some(&first)).frame(room);
        let tops = frame.tops.clone();
        let middle =
            |category: usize, series: usize| tops[category] + (series as f64 + 0.5) * self.thick();
        frame.lines((!self.quantity.cut).then_some(0.0));
        for (category, series, value) in grid.values() {
            self.draw_interval(&frame, value, middle(category, series));
        }
        for (category, series, value) in grid.values() {
            let at = (frame.scale.at(value.at), middle(category, series));
            let ink = grid.role(category, series).area();
            frame.surface.point(ink, Shape::nth(series), at, RADIUS);
        }
        for category in 0..grid.categories.len() {
            for series in 0..grid.series.len() {
                let at = (category, series);
                self.label(&mut frame, at, middle(category, series), &left);
            }
        }
        Some(frame.surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&key(&self.grid, true), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        let intervals = self
            .grid
            .values()
            .any(|(_, _, value)| value.interval.is_some());
        let kind = match self.level {
            _ if !intervals => "Dot chart".to_string(),
            Some(level) => format!("Dot chart with {level}% confidence intervals"),
            None => "Dot chart with intervals".to_string(),
        };
        describe::categories(&kind, &self.about, &self.grid, &self.quantity)
    }
}
