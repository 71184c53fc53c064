//! `range`: two or three values of each category on one line, so that the gap is what is seen.

use std::collections::BTreeSet;

use super::Mark;
use super::chart::{Chart, Prepared};
use super::describe;
use super::grid::{Fields, Grid, Measured};
use super::ink::{Ink, Shape};
use super::measures;
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::refusals::too_many;
use super::rows::{Frame, Reach, Rows, key, names, rule};
use super::scale::{Quantity, leaves_out_zero, open_domain};
use super::sheet::{Anchor, Label, Sheet};
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset, Figure};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "range",
    summary: "the gap between two or three values of each category",
    fit,
    prepare,
};

const RADIUS: f64 = 6.0;
const THICK: f64 = 22.0;
/// How many values stand on one line.
const MOST: usize = 3;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("range", channels, dataset);
    fit.only("y", &channels.y, "a category");
    for id in &channels.x {
        if !fit.field(id).is_numeric() {
            fit.wrong("x", id, "numbers");
        }
    }
    match (channels.x.as_slice(), &channels.color) {
        ([], _) => fit.missing("x", "two or three numbers, or one with `color`"),
        ([_], None) => fit.missing("color", "the two or three series that `x` is given for"),
        ([_], Some(_)) => fit.series(),
        ([_, rest @ ..], color) => {
            if let Some(extra) = rest.get(MOST - 1) {
                let message = "`x` of `range` takes two or three numbers".to_string();
                fit.report(Some(extra.span), message, "leave the others out");
            }
            fit.unused("color", color.as_ref().map(|color| color.span));
        }
    }
    fit.no_stack();
    fit.no_interval();
    fit.end()
}

fn prepare<'a>(
    figure: &'a Figure,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let category = figure.channels.y.first()?.value;
    let number = figure.channels.x.first()?;
    let fields = Fields::new(figure, category, number.value);
    let grid = if figure.channels.x.len() == 1 {
        let grid = Grid::read(figure, dataset, fields, diagnostics)?;
        if grid.series.len() > MOST {
            let span = figure.channels.color.as_ref().map(|color| color.span);
            let found = too_many(figure, span, grid.series.len(), MOST);
            diagnostics.push(found.help("a range has two or three values: choose with `where`"));
            return None;
        }
        grid
    } else {
        measures::read(figure, dataset, fields, diagnostics)?
    };
    let values = grid.values().map(|(_, _, value)| value.number);
    let field = dataset.field(number.value);
    let mut quantity = Quantity::new(field, figure.decimals, values);
    let mut about = describe::About::new(figure, dataset, category);
    if figure.channels.x.len() > 1 {
        // Several fields share the axis: their unit names it, and the key names them.
        quantity.title = "";
        about.series = Some("measure");
    }
    let rule = rule(figure, &grid, &quantity);
    let domain = open_domain(grid.extent_with(rule.as_ref()));
    quantity.cut = leaves_out_zero(domain);
    Some(Box::new(Ranges {
        grid,
        quantity,
        domain,
        rule,
        about,
    }))
}

struct Ranges<'a> {
    grid: Grid,
    quantity: Quantity<'a>,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
    about: describe::About<'a>,
}

impl Ranges<'_> {
    /// The values of a category from the least to the greatest.
    fn ordered(&self, category: usize) -> Vec<(usize, &Measured)> {
        let row = self.grid.points[category].iter().enumerate();
        let mut values: Vec<(usize, &Measured)> = row
            .filter_map(|(series, point)| Some((series, point.value()?)))
            .collect();
        values.sort_by_key(|(_, value)| value.number);
        values
    }

    fn font(&self, series: usize) -> Font {
        if self.grid.series[series].role.is_focus() {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    /// Labels reach left of the least and right of the greatest value.
    fn reach(&self) -> Vec<Reach> {
        let wide = |series: usize, value: &Measured| {
            self.font(series).width(&self.quantity.show(value.number)) + RADIUS + 6.0
        };
        let row = |category: usize| {
            let values = self.ordered(category);
            let last = values.len().saturating_sub(1);
            let reach = values.iter().enumerate().map(|(place, (series, value))| {
                let wide = wide(*series, value);
                Reach {
                    at: value.at,
                    left: if place == 0 && last > 0 {
                        wide
                    } else {
                        wide / 2.0
                    },
                    right: if place == last { wide } else { wide / 2.0 },
                }
            });
            reach.collect::<Vec<_>>()
        };
        (0..self.grid.categories.len()).flat_map(row).collect()
    }

    fn draw_row(&self, frame: &Frame, category: usize, middle: f64) {
        let values = self.ordered(category);
        let surface = &frame.surface;
        if let [(_, first), .., (_, last)] = values.as_slice() {
            let (from, to) = (frame.scale.at(first.at), frame.scale.at(last.at));
            surface.line(Ink::Gap, &[(from, middle), (to, middle)]);
        }
    }

    fn label_row(&self, frame: &mut Frame, category: usize, middle: f64) {
        let values = self.ordered(category);
        let last = values.len().saturating_sub(1);
        let mut end = frame.start;
        for (place, (series, value)) in values.iter().enumerate() {
            let at = frame.scale.at(value.at);
            let font = self.font(*series);
            let text = self.quantity.show(value.number);
            let beside = middle - font.line() / 2.0;
            let (x, top, anchor) = match place {
                0 if last > 0 => (at - RADIUS - 5.0, beside, Anchor::End),
                _ if place == last => (at + RADIUS + 5.0, beside, Anchor::Start),
                _ => (at, middle - font.line() * 1.5, Anchor::Middle),
            };
            if place == last {
                end = x + font.width(&text);
            }
            frame.surface.place(Label {
                lines: &[text],
                x,
                top,
                anchor,
                font,
                ink: Ink::Text,
            });
        }
        let points = &self.grid.points[category];
        let mut told = BTreeSet::new();
        for point in points {
            if let Some(mark) = point.gap()
                && told.insert(mark)
            {
                frame.gap(point, end, middle);
            }
        }
    }
}

impl Chart for Ranges<'_> {
    fn draw(&self, width: f64) -> Option<Sheet> {
        let grid = &self.grid;
        let three = (0..grid.categories.len()).any(|category| self.ordered(category).len() > 2);
        let above = if three { Font::BODY.line() } else { 0.0 };
        let rows = Rows {
            key: key(grid, true),
            names: names(grid),
            heights: vec![THICK + above; grid.categories.len()],
            between: 8.0,
            domain: self.domain,
            reach: self.reach(),
            quantity: &self.quantity,
            rule: self.rule.clone(),
        };
        let mut frame = rows.frame(width);
        let middles: Vec<f64> = frame
            .tops
            .iter()
            .map(|top| top + above + THICK / 2.0)
            .collect();
        frame.lines((!self.quantity.cut).then_some(0.0));
        for (category, middle) in middles.iter().enumerate() {
            self.draw_row(&frame, category, *middle);
        }
        for (category, series, value) in grid.values() {
            let at = (frame.scale.at(value.at), middles[category]);
            let ink = grid.series[series].role.area();
            frame.surface.point(ink, Shape::nth(series), at, RADIUS);
            let row = grid.rows[category][series];
            frame.surface.reads(row, (at.0, at.1, 0.0, 0.0));
        }
        for (category, middle) in middles.iter().enumerate() {
            self.label_row(&mut frame, category, *middle);
        }
        Some(frame.surface.finish())
    }

    fn describe(&self) -> String {
        let gap = |category: &usize| match self.ordered(*category).as_slice() {
            [(_, first), .., (_, last)] => Some(last.number - first.number),
            _ => None,
        };
        let told = |category: usize| {
            let values = self.ordered(category);
            let ends = values.first().zip(values.last());
            let ends = ends.map_or_else(String::new, |((_, first), (_, last))| {
                let show = |value: &Measured| self.quantity.show(value.number);
                format!(", from {} to {}", show(first), show(last))
            });
            format!("{}{ends}", self.grid.categories[category].label)
        };
        let categories = || (0..self.grid.categories.len()).filter(|at| gap(at).is_some());
        let widest = categories().max_by_key(|at| (gap(at), std::cmp::Reverse(*at)));
        let narrowest = categories().min_by_key(|at| (gap(at), *at));
        let gaps = match (widest, narrowest) {
            (Some(widest), Some(narrowest)) if widest != narrowest => Some(format!(
                "Widest gap: {}; narrowest: {}.",
                told(widest),
                told(narrowest)
            )),
            _ => None,
        };
        let whole = describe::categories("Range chart", &self.about, &self.grid, &self.quantity);
        describe::sentences([Some(whole), gaps])
    }
}
