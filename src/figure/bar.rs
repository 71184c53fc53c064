//! `bar`: numbers as lengths from zero, one bar for each category or a group of them.

use super::Mark;
use super::chart::{Chart, Prepared};
use super::columns;
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid, Measured, Point};
use super::head::head;
use super::histogram;
use super::ink::Ink;
use super::metrics::Font;
use super::misfit::{Direction, Fit, Misfit, category_and_number, fit_categories};
use super::room::Room;
use super::rows::{Reach, Rows, key, names, rule};
use super::scale::Quantity;
use super::sheet::{Anchor, Label, Sheet};
use super::stack;
use super::words::Words;
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset, Stack};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "bar",
    summary: "amounts by category, alone, in groups of up to four, or stacked; counts in bins",
    faceting: Some(Faceting {
        columns: (3, 1),
        least: 150.0,
        compares: true,
    }),
    fit,
    prepare,
};

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("bar", channels, dataset);
    if channels.bin.is_some() {
        histogram::fit(&mut fit);
        return fit.end();
    }
    fit_categories(&mut fit);
    fit.takes(&["title", "ordered"]);
    fit.no_interval();
    if let Some(stack) = &channels.stack
        && channels.color.is_none()
    {
        let message = "`stack` needs `color`: the parts that are put together".to_string();
        fit.report(Some(stack.span), message, "name the field of the parts");
    }
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    if let Some(how) = &figure.channels.bin {
        return histogram::prepare(figure, dataset, how, diagnostics);
    }
    let (direction, category, number) = category_and_number(&figure.channels, dataset)?;
    let mut fields = Fields::new(figure, category.value, number.value);
    let how = figure.channels.stack.as_ref().map(|stack| stack.value);
    if how == Some(Stack::Diverging) {
        fields.most = stack::MOST_SIDES;
    }
    let mut grid = Grid::read(figure, dataset, fields, diagnostics)?;
    if figure.channels.ordered.is_some() {
        grid.grade();
    }
    let field = dataset.field(number.value);
    let values = grid.all_numbers();
    let quantity = Quantity::new(field, figure.decimals, values).named(figure, number.value);
    let about = describe::About::new(figure, dataset, category.value);
    if let Some(how) = &figure.channels.stack {
        // What keeps another panel from being drawn is said where it is drawn.
        let read = |panel: Cut<'_>| Grid::read(&panel, dataset, fields, &mut Vec::new());
        let panels = figure.each().filter_map(read).collect();
        return stack::prepare(figure, how, panels, grid, quantity, about, diagnostics);
    }
    let text = |point: &Point| match point.value() {
        Some(value) => quantity.show(value.number),
        None => point.gap().unwrap_or_default(),
    };
    let points = grid.points.iter();
    let texts = points.map(|row| row.iter().map(text).collect()).collect();
    Some(Box::new(Bars {
        figure,
        direction,
        texts,
        grid,
        quantity,
        about,
    }))
}

/// Bars side by side.
pub(crate) struct Bars<'a> {
    pub(super) figure: &'a Cut<'a>,
    direction: Direction,
    /// What is printed at each point, by category and series: its value, or the mark in place of one.
    pub(super) texts: Vec<Vec<String>>,
    pub(super) grid: Grid,
    pub(super) quantity: Quantity<'a>,
    about: describe::About<'a>,
}

impl Chart for Bars<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let upright = match self.direction {
            Direction::Up if !room.sides().across => columns::draw(self, room),
            _ => None,
        };
        upright.or_else(|| Some(self.draw_across(room)))
    }

    fn head(&self, width: f64) -> Sheet {
        head(&key(&self.grid, false), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        let kind = match self.direction {
            Direction::Up => "Column chart",
            Direction::Across => "Bar chart",
        };
        describe::categories(kind, &self.about, &self.grid, &self.quantity)
    }
}

impl Bars<'_> {
    /// The least and the greatest value to draw, zero among them.
    pub(super) fn domain(&self) -> (f64, f64) {
        let rule = rule(self.figure, &self.grid, &self.quantity);
        let (low, high) = self.grid.extent_with(rule.as_ref());
        let (low, high) = (low.min(0.0), high.max(0.0));
        if low == high { (0.0, 1.0) } else { (low, high) }
    }

    /// Labels reach left of negative bars and right of the others.
    fn reach(&self) -> Vec<Reach> {
        let reach = |(category, series, value): (usize, usize, &Measured)| {
            let font = self.font(category, series);
            let wide = font.width(&self.texts[category][series]) + 7.0;
            let (left, right) = if value.at < 0.0 {
                (wide, 0.0)
            } else {
                (0.0, wide)
            };
            Reach {
                at: value.at,
                left,
                right,
            }
        };
        self.grid.values().map(reach).collect()
    }

    pub(super) fn font(&self, category: usize, series: usize) -> Font {
        if self.grid.role(category, series).is_focus() {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    fn draw_across(&self, room: &Room) -> Sheet {
        let grid = &self.grid;
        let count = grid.series.len();
        let (thick, between) = if count == 1 {
            (22.0, 9.0)
        } else {
            (19.0, 14.0)
        };
        let rows = Rows {
            key: key(grid, false),
            names: names(grid),
            heights: vec![thick * count as f64; grid.categories.len()],
            between,
            domain: self.domain(),
            reach: self.reach(),
            quantity: &self.quantity,
            rule: rule(self.figure, &self.grid, &self.quantity),
        };
        let mut frame = rows.frame(room);
        let (zero, sides) = (frame.scale.at(0.0), frame.room);
        for place in 0..count {
            for (category, series, value) in grid.values() {
                if series == place {
                    let ink = grid.role(category, series).area();
                    let top = frame.tops[category] + series as f64 * thick;
                    let end = frame.scale.at(value.at);
                    let surface = &frame.surface;
                    let (left, length) = (zero.min(end), (end - zero).abs());
                    surface.rectangle(ink, left, top, length, thick);
                    let row = grid.rows[category][series];
                    surface.reads(row, (sides.0, top, sides.1 - sides.0, thick));
                }
            }
        }
        frame.lines(Some(0.0));
        for category in 0..grid.categories.len() {
            for series in 0..count {
                let middle = frame.tops[category] + (series as f64 + 0.5) * thick;
                let point = &grid.points[category][series];
                match point.value() {
                    Some(value) => {
                        let end = frame.scale.at(value.at);
                        let font = self.font(category, series);
                        let (x, anchor) = if value.at < 0.0 {
                            (end - 6.0, Anchor::End)
                        } else {
                            (end + 6.0, Anchor::Start)
                        };
                        frame.surface.place(Label {
                            lines: std::slice::from_ref(&self.texts[category][series]),
                            x,
                            top: middle - font.line() / 2.0,
                            anchor,
                            font,
                            ink: Ink::Text,
                        });
                    }
                    None => {
                        let row = grid.rows[category][series];
                        let strip = (sides.0, middle - thick / 2.0, sides.1 - sides.0, thick);
                        frame.surface.reads(row, strip);
                        frame.gap(point, zero, middle);
                    }
                }
            }
        }
        frame.surface.finish()
    }
}
