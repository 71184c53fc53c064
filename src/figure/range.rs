//! `range`: two or three values of each category on one line, so that the gap is what is seen.

use std::collections::BTreeSet;

use super::Mark;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid, Measured, Name};
use super::head::head;
use super::ink::{Ink, Role, Shape};
use super::measures;
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::refusals::too_many;
use super::room::Room;
use super::rows::{Frame, Reach, Rows, key, names, rule};
use super::scale::{Quantity, leaves_out_zero, open_domain};
use super::sheet::{Anchor, Label, Sheet};
use super::words::Words;
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "range",
    summary: "the gap between two or three values of each category",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 180.0,
        compares: false,
    }),
    fit,
    prepare,
};

const RADIUS: f64 = 6.0;
const THICK: f64 = 22.0;
/// The room between an outer value and its label, and what is kept free around the axis, in px.
const BESIDE: f64 = 5.0;
const CLEAR: f64 = 3.0;
/// How far what is compared with stands from the others.
const APART: f64 = 12.0;
/// How far marks that would cover each other move from the line.
const ASIDE: f64 = 5.0;
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
    fit.takes(&["title"]);
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let category = figure.channels.y.first()?.value;
    let number = figure.channels.x.first()?;
    let fields = Fields::new(figure, category, number.value);
    let mut grid = if figure.channels.x.len() == 1 {
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
    grid.move_reference_category_last();
    let values = grid.all_numbers();
    let field = dataset.field(number.value);
    let mut quantity = Quantity::new(field, figure.decimals, values).named(figure, number.value);
    let mut about = describe::About::new(figure, dataset, category);
    if figure.channels.x.len() > 1 {
        // Several fields share the axis: their unit names it, and the key names them.
        quantity.title = figure.channels.title_of(number.value).unwrap_or_default();
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

    /// How wide the label of a value is.
    fn wide(&self, (series, value): &(usize, &Measured)) -> f64 {
        let text = self.quantity.show(value.number);
        self.font(*series).width(&text)
    }

    /// The two outer values in one label.
    fn joined(&self, values: &[(usize, &Measured)]) -> Option<(String, Font)> {
        let ((low, first), (high, last)) = (values.first()?, values.last()?);
        let show = |value: &Measured| self.quantity.show(value.number);
        let font = match self.font(*low) {
            Font::STRONG => Font::STRONG,
            _ => self.font(*high),
        };
        Some((format!("{} to {}", show(first), show(last)), font))
    }

    /// The rows whose first label would strike the axis: both are said right of the line.
    fn to_join(&self, frame: &Frame) -> Vec<bool> {
        let strikes = |category: usize| {
            let values = self.ordered(category);
            let [first, .., _] = values.as_slice() else {
                return false;
            };
            let right = frame.scale.at(first.1.at) - RADIUS - BESIDE;
            let axis = frame.scale.at(0.0);
            !self.quantity.cut && right - self.wide(first) - CLEAR < axis && axis < right + CLEAR
        };
        (0..self.grid.categories.len()).map(strikes).collect()
    }

    /// Labels reach left of the least and right of the greatest value.
    fn reach(&self, joined: &[bool]) -> Vec<Reach> {
        let row = |category: usize| {
            let values = self.ordered(category);
            let last = values.len().saturating_sub(1);
            let both = self.joined(&values).filter(|_| joined[category]);
            let reach = values.iter().enumerate().map(|(place, it)| {
                let (half, whole) = (self.wide(it) / 2.0, self.wide(it) + RADIUS + BESIDE + 1.0);
                let right = match &both {
                    Some((text, font)) => font.width(text) + RADIUS + BESIDE + 1.0,
                    None => whole,
                };
                let outer = place == 0 && last > 0 && both.is_none();
                Reach {
                    at: it.1.at,
                    // The label keeps away from the names as well.
                    left: if outer {
                        whole + BESIDE
                    } else {
                        half.min(RADIUS + 1.0)
                    },
                    right: if place == last { right } else { half },
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
            let ink = match self.grid.categories[category].role {
                Role::Focus(_) => Ink::GapFocus,
                Role::Reference => Ink::GapReference,
                _ => Ink::Gap,
            };
            surface.line(ink, &[(from, middle), (to, middle)]);
        }
    }

    /// Draws the marks of a row. Those that would cover each other stand over and under the line.
    fn draw_marks(&self, frame: &Frame, category: usize, middle: f64) {
        let values = self.ordered(category);
        let places: Vec<f64> = values.iter().map(|(_, it)| frame.scale.at(it.at)).collect();
        let near = |one: usize, other: usize| (places[one] - places[other]).abs() < RADIUS * 1.5;
        let mut over = false;
        for (place, (series, _)) in values.iter().enumerate() {
            let covers = place > 0 && near(place, place - 1);
            let covered = place + 1 < places.len() && near(place, place + 1);
            over = if covers { !over } else { covered };
            let aside = match (covers || covered, over) {
                (false, _) => 0.0,
                (true, true) => -ASIDE,
                (true, false) => ASIDE,
            };
            let ink = match self.grid.categories[category].role {
                Role::Reference => Ink::Reference,
                _ => self.grid.series[*series].role.area(),
            };
            let at = (places[place], middle + aside);
            frame.surface.point(ink, Shape::nth(*series), at, RADIUS);
            let row = self.grid.rows[category][*series];
            frame.surface.reads(row, (at.0, at.1, 0.0, 0.0));
        }
    }

    fn label_row(&self, frame: &mut Frame, category: usize, middle: f64, joined: bool) {
        let values = self.ordered(category);
        let last = values.len().saturating_sub(1);
        let both = self.joined(&values).filter(|_| joined);
        let mut end = frame.start;
        for (place, (series, value)) in values.iter().enumerate() {
            if both.is_some() && place == 0 {
                continue;
            }
            let at = frame.scale.at(value.at);
            let own = || (self.quantity.show(value.number), self.font(*series));
            let (text, font) = match &both {
                Some(both) if place == last => both.clone(),
                _ => own(),
            };
            let beside = middle - font.line() / 2.0;
            let (x, top, anchor) = match place {
                0 if last > 0 => (at - RADIUS - BESIDE, beside, Anchor::End),
                _ if place == last => (at + RADIUS + BESIDE, beside, Anchor::Start),
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

    /// How far under the top of each row its line lies: under the label of a third value, and what is
    /// compared with apart from the others.
    fn over(&self) -> Vec<f64> {
        let grid = &self.grid;
        let three = (0..grid.categories.len()).any(|category| self.ordered(category).len() > 2);
        let above = if three { Font::BODY.line() } else { 0.0 };
        let over = |(at, name): (usize, &Name)| match name.role {
            Role::Reference if at > 0 => above + APART,
            _ => above,
        };
        grid.categories.iter().enumerate().map(over).collect()
    }
}

impl Chart for Ranges<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let over = self.over();
        let rows = |joined: &[bool]| Rows {
            key: key(&self.grid, true),
            names: names(&self.grid),
            heights: over.iter().map(|over| THICK + over).collect(),
            between: 8.0,
            domain: self.domain,
            reach: self.reach(joined),
            quantity: &self.quantity,
            rule: self.rule.clone(),
        };
        let line = |row: usize| over[row] + THICK / 2.0;
        let joined = self.to_join(&rows(&vec![false; over.len()]).frame(room));
        let mut frame = rows(&joined).frame_at(room, line);
        let tops = frame.tops.iter().enumerate();
        let middles: Vec<f64> = tops.map(|(row, top)| top + line(row)).collect();
        frame.lines((!self.quantity.cut).then_some(0.0));
        for (category, middle) in middles.iter().enumerate() {
            self.draw_row(&frame, category, *middle);
        }
        for (category, middle) in middles.iter().enumerate() {
            self.draw_marks(&frame, category, *middle);
        }
        for (category, middle) in middles.iter().enumerate() {
            self.label_row(&mut frame, category, *middle, joined[category]);
        }
        Some(frame.surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&key(&self.grid, true), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
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
        let words = describe::categories("Range chart", &self.about, &self.grid, &self.quantity);
        Words {
            rest: describe::sentences([Some(words.rest), gaps]),
            ..words
        }
    }
}
