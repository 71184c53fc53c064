//! `arrow`: from an earlier to a later value of each category.

use super::Mark;
use super::change::Changes;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid, Measured, Point};
use super::head::head;
use super::ink::{Ink, Role, Shape};
use super::key::KeyItem;
use super::measures;
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::refusals::two_periods;
use super::room::Room;
use super::rows::{Frame, Reach, Rows, names, rule};
use super::scale::{Quantity, leaves_out_zero, open_domain};
use super::sheet::{Anchor, Label, Sheet};
use super::words::{Words, ends_of_grid};
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "arrow",
    summary: "from an earlier to a later value of each category",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 180.0,
        compares: false,
    }),
    fit,
    prepare,
};

const THICK: f64 = 24.0;
/// The length of an arrow's head and half its height in px.
const HEAD: (f64, f64) = (10.0, 6.0);
/// The room between an end and its number in px.
const BESIDE: f64 = 6.0;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("arrow", channels, dataset);
    fit.only("y", &channels.y, "a category");
    for id in &channels.x {
        if !fit.field(id).is_numeric() {
            fit.wrong("x", id, "numbers");
        }
    }
    match (channels.x.as_slice(), &channels.color) {
        ([], _) => fit.missing("x", "the earlier and the later number, or one with `color`"),
        ([_], None) => fit.missing("color", "the two periods that `x` is given for"),
        ([_], Some(_)) => fit.series(),
        ([_, rest @ ..], color) => {
            if let Some(extra) = rest.get(1) {
                let message = "`x` of `arrow` takes two numbers".to_string();
                let help = "the earlier and the later: leave the others out";
                fit.report(Some(extra.span), message, help);
            }
            fit.unused("color", color.as_ref().map(|color| color.span));
        }
    }
    fit.no_stack();
    fit.no_interval();
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
    let mut grid = match figure.channels.x.len() {
        1 => Grid::read(figure, dataset, fields, diagnostics)?,
        _ => measures::read(figure, dataset, fields, diagnostics)?,
    };
    let color = figure.channels.color.as_ref();
    let span = color.map_or(number.span, |color| color.span);
    if !two_periods(figure, &mut grid, span, diagnostics) {
        return None;
    }
    let values = grid.all_numbers();
    let mut quantity = Quantity::new(dataset.field(number.value), figure.decimals, values);
    if figure.channels.x.len() > 1 {
        // Two fields share the axis: their unit names it, and the key names them.
        quantity.title = "";
    }
    let rule = rule(figure, &grid, &quantity);
    let domain = open_domain(grid.extent_with(rule.as_ref()));
    quantity.cut = leaves_out_zero(domain);
    Some(Box::new(Arrows {
        about: describe::About::new(figure, dataset, category),
        grid,
        quantity,
        domain,
        rule,
    }))
}

struct Arrows<'a> {
    about: describe::About<'a>,
    grid: Grid,
    quantity: Quantity<'a>,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
}

impl Arrows<'_> {
    /// The earlier and the later value of a category.
    fn ends(&self, category: usize) -> (Option<&Measured>, Option<&Measured>) {
        let row = &self.grid.points[category];
        (row[0].value(), row[1].value())
    }

    fn role(&self, category: usize) -> Role {
        match self.grid.categories[category].role {
            Role::Series(_) => Role::Series(0),
            Role::Focus(_) => Role::Focus(0),
            Role::Muted(_) => Role::Muted(0),
            role => role,
        }
    }

    fn font(&self, category: usize, later: bool) -> Font {
        if later && !matches!(self.role(category), Role::Muted(_)) {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    /// The numbers of a category: at which value, whether left of it, and how they are written.
    fn numbers(&self, category: usize) -> Vec<(&Measured, bool, Font)> {
        let (earlier, later) = self.ends(category);
        let falls = matches!((earlier, later), (Some(one), Some(two)) if two.number < one.number);
        let stays = matches!((earlier, later), (Some(one), Some(two)) if two.number == one.number);
        let both = earlier.is_some() && later.is_some();
        let earlier = earlier
            .filter(|_| !stays)
            .map(|value| (value, both && !falls, self.font(category, false)));
        let later = later.map(|value| (value, falls, self.font(category, true)));
        earlier.into_iter().chain(later).collect()
    }

    fn reach(&self) -> Vec<Reach> {
        let of = |category: usize| {
            self.numbers(category)
                .into_iter()
                .map(|(value, left, font)| {
                    let wide = font.width(&self.quantity.show(value.number)) + BESIDE + 7.0;
                    let (left, right) = if left { (wide, 7.0) } else { (7.0, wide) };
                    Reach {
                        at: value.at,
                        left,
                        right,
                    }
                })
        };
        (0..self.grid.categories.len()).flat_map(of).collect()
    }

    /// What stands in the key: the arrow and its two periods.
    fn key(&self) -> Vec<KeyItem> {
        let roles = (0..self.grid.categories.len()).map(|category| self.role(category));
        let role = roles
            .min_by_key(|role| !role.is_focus())
            .unwrap_or(Role::Series(0));
        let (from, to) = (&self.grid.series[0].label, &self.grid.series[1].label);
        vec![KeyItem {
            name: format!("{from} to {to}"),
            role: if role.is_focus() {
                role
            } else {
                Role::Series(0)
            },
            shape: Some(Shape::Arrow),
        }]
    }

    fn draw_arrow(&self, frame: &Frame, category: usize, middle: f64) {
        let surface = &frame.surface;
        let role = self.role(category);
        let at = |value: &Measured| frame.scale.at(value.at);
        match self.ends(category) {
            (Some(earlier), Some(later)) if earlier.number != later.number => {
                let (from, to) = (at(earlier), at(later));
                let back = if to < from { HEAD.0 } else { -HEAD.0 };
                if (to - from).abs() > HEAD.0 {
                    let shaft = [(from, middle), (to + back, middle)];
                    surface.line(role.line(), &shaft);
                }
                let corners = [
                    (to, middle),
                    (to + back, middle - HEAD.1),
                    (to + back, middle + HEAD.1),
                ];
                surface.polygon(role.area(), &corners);
            }
            (earlier, later) => {
                for value in earlier.into_iter().chain(later) {
                    surface.point(role.area(), Shape::Circle, (at(value), middle), 4.5);
                }
            }
        }
    }

    /// Two fields of one row are read along the arrow, two rows at its ends.
    fn read_arrow(&self, frame: &Frame, category: usize, middle: f64) {
        let rows = &self.grid.rows[category];
        let points = &self.grid.points[category];
        let at = |point: &Point| match point.value() {
            Some(value) => frame.scale.at(value.at),
            None => frame.start,
        };
        let (from, to) = (at(&points[0]), at(&points[1]));
        if rows[0] == rows[1] {
            let (left, long) = (from.min(to), (to - from).abs());
            let half = THICK / 2.0;
            let along = (left, middle - half, long, THICK);
            frame.surface.reads(rows[0], along);
        } else {
            frame.surface.reads(rows[0], (from, middle, 0.0, 0.0));
            frame.surface.reads(rows[1], (to, middle, 0.0, 0.0));
        }
    }

    fn label_arrow(&self, frame: &mut Frame, category: usize, middle: f64) {
        let mut end = frame.start;
        for (value, left, font) in self.numbers(category) {
            let at = frame.scale.at(value.at);
            let text = self.quantity.show(value.number);
            let (x, anchor) = if left {
                (at - BESIDE, Anchor::End)
            } else {
                (at + BESIDE, Anchor::Start)
            };
            if !left {
                end = x + font.width(&text);
            }
            frame.surface.place(Label {
                lines: &[text],
                x,
                top: middle - font.line() / 2.0,
                anchor,
                font,
                ink: Ink::Text,
            });
        }
        let row = &self.grid.points[category];
        let missing: Vec<&Point> = row.iter().filter(|point| point.value().is_none()).collect();
        if let [one] | [one, _] = missing.as_slice() {
            frame.gap(one, end, middle);
        }
    }
}

impl Chart for Arrows<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let grid = &self.grid;
        let rows = Rows {
            key: self.key(),
            names: names(grid),
            heights: vec![THICK; grid.categories.len()],
            between: 6.0,
            domain: self.domain,
            reach: self.reach(),
            quantity: &self.quantity,
            rule: self.rule.clone(),
        };
        let mut frame = rows.frame(room);
        let middles: Vec<f64> = frame.tops.iter().map(|top| top + THICK / 2.0).collect();
        frame.lines((!self.quantity.cut).then_some(0.0));
        for (category, middle) in middles.iter().enumerate() {
            self.draw_arrow(&frame, category, *middle);
            self.read_arrow(&frame, category, *middle);
        }
        for (category, middle) in middles.iter().enumerate() {
            self.label_arrow(&mut frame, category, *middle);
        }
        Some(frame.surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&self.key(), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        let grid = &self.grid;
        let (from, to) = (&grid.series[0].label, &grid.series[1].label);
        let rows = describe::count(grid.categories.len(), "category", "categories");
        let changes = Changes::of(grid, &self.quantity);
        let kind = format!(
            "Arrow chart of {}, from {from} to {to}, by {}",
            self.quantity.in_words(),
            self.about.category
        );
        Words {
            kind,
            size: rows,
            rest: describe::sentences([
                changes.summary(),
                changes.extremes(),
                changes.named(),
                self.about.rule(grid, &self.quantity),
                describe::missing(grid),
            ]),
            compared: None,
            ends: ends_of_grid(grid, &self.quantity),
        }
    }
}
