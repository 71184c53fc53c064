//! `line`: change over time, each line named at its end.

use super::Mark;
use super::breaks::{self, Break, BreakLabels};
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid, Measured, Point};
use super::head::head;
use super::ink::{Ink, Role, Shape};
use super::key::Key;
use super::line_labels::{EndLabel, EndLabels};
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::period::{Times, times};
use super::room::{Room, Sides};
use super::rows::{WIDE, key, rule};
use super::scale::{Quantity, Scale, Tick, leaves_out_zero, open_domain, rounded};
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::text::{clean, wrap};
use super::time_axis::TimeAxis;
use super::words::Words;
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset, FieldType};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "line",
    summary: "change over time, up to four lines",
    faceting: Some(Faceting {
        columns: (3, 2),
        least: 150.0,
        compares: true,
    }),
    fit,
    prepare,
};

/// Up to how many points a line shows each of them.
const FEW: usize = 12;
/// The room that each of them needs in px.
const APART: f64 = 14.0;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("line", channels, dataset);
    if let Some(x) = fit.only("x", &channels.x, "years, dates or periods") {
        let suits = matches!(
            fit.field(x).kind,
            FieldType::Year | FieldType::Date | FieldType::String
        );
        if !suits {
            fit.wrong("x", x, "years, dates or periods");
        }
    }
    if let Some(y) = fit.only("y", &channels.y, "a number")
        && !fit.field(y).is_numeric()
    {
        fit.wrong("y", y, "a number");
    }
    fit.series();
    fit.takes(&["breaks", "title"]);
    fit.no_stack();
    fit.no_interval();
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let (x, y) = (figure.channels.x.first()?, figure.channels.y.first()?);
    let fields = Fields {
        on_one_axis: true,
        ..Fields::new(figure, x.value, y.value)
    };
    let grid = Grid::read(figure, dataset, fields, diagnostics)?;
    let values = grid.all_numbers();
    let mut quantity =
        Quantity::new(dataset.field(y.value), figure.decimals, values).named(figure, y.value);
    let times = times(&grid.cells);
    let at: Vec<f64> = match &times {
        Times::Moments(moments) => moments.clone(),
        Times::Words => (0..grid.categories.len()).map(|at| at as f64).collect(),
    };
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_by(|left, right| at[*left].total_cmp(&at[*right]));
    let rule = rule(figure, &grid, &quantity);
    let domain = rounded(open_domain(grid.extent_with(rule.as_ref())), 6);
    quantity.cut = leaves_out_zero(domain);
    let breaks = breaks::read(figure, dataset, &grid, &times, diagnostics)?;
    Some(Box::new(Lines {
        breaks,
        about: describe::About::new(figure, dataset, x.value),
        grid,
        quantity,
        at,
        name: clean(figure.channels.title_of(x.value).unwrap_or_default()),
        order,
        continuous: times != Times::Words,
        domain,
        rule,
    }))
}

/// Lines over time.
pub(crate) struct Lines<'a> {
    pub(super) about: describe::About<'a>,
    pub(super) grid: Grid,
    pub(super) quantity: Quantity<'a>,
    /// Where each category stands on the time axis.
    at: Vec<f64>,
    /// What the time axis is called; nothing where its labels say enough.
    name: String,
    /// The categories in the order of time.
    pub(super) order: Vec<usize>,
    continuous: bool,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
    pub(super) breaks: Vec<Break>,
}

/// Where everything lies on the sheet.
struct Plot {
    key: Key,
    caption: Vec<String>,
    ends: EndLabels,
    axis: TimeAxis,
    ticks: Vec<Tick>,
    x: Scale,
    y: Scale,
    breaks: BreakLabels,
    /// The top of the labels of breaks.
    above: f64,
    /// The left and right end of the time axis.
    sides: (f64, f64),
    /// The top and bottom of the number axis.
    levels: (f64, f64),
}

impl Plot {
    fn point(&self, at: f64, value: f64) -> (f64, f64) {
        (self.x.at(at), self.y.at(value))
    }

    /// A line from side to side.
    fn level(&self, surface: &Surface, ink: Ink, y: f64) {
        surface.line(ink, &[(self.sides.0 - 6.0, y), (self.sides.1, y)]);
    }
}

impl Lines<'_> {
    /// The points of a series in the order of time, with their categories. Periods for which the
    /// series has no row are left out: it is published at other times.
    pub(super) fn path(&self, series: usize) -> impl Iterator<Item = (usize, &Point)> {
        let of = move |category: &usize| (*category, &self.grid.points[*category][series]);
        self.order
            .iter()
            .map(of)
            .filter(|(_, point)| !matches!(point, Point::Absent))
    }

    fn last(&self, series: usize) -> Option<(usize, &Measured)> {
        let valued = self
            .path(series)
            .filter_map(|(category, point)| Some((category, point.value()?)));
        valued.last()
    }

    /// The series in the order they are drawn: what matters most on top.
    fn layers(&self) -> Vec<usize> {
        let mut layers: Vec<usize> = (0..self.grid.series.len()).collect();
        layers.sort_by_key(|series| match self.grid.series[*series].role {
            Role::Muted(_) => 0,
            Role::Reference => 1,
            Role::Series(_) | Role::Step(_) | Role::Lean(_) => 2,
            Role::Focus(_) => 3,
        });
        layers
    }

    fn end_labels(&self, room: &Room) -> EndLabels {
        // Over all panels the key names what they are compared with; its value is not repeated.
        let compared = |series: &usize| {
            room.shares_head() && self.grid.series[*series].role == Role::Reference
        };
        let series = (0..self.grid.series.len()).filter(|series| !compared(series));
        let series = series.map(|series| {
            let name = &self.grid.series[series];
            let last = self.last(series);
            let value = match last {
                Some((_, value)) => self.quantity.show(value.number),
                None => self
                    .path(series)
                    .find_map(|(_, point)| point.gap())
                    .unwrap_or_else(|| "no data".to_string()),
            };
            EndLabel {
                name: name.label.clone(),
                value,
                font: if name.role.is_focus() || !self.grid.has_series {
                    Font::STRONG
                } else {
                    Font::BODY
                },
                ink: Ink::Text,
                from: last.map(|(category, value)| (self.at[category], value.at)),
            }
        });
        let latest = self.order.last().map_or(0.0, |last| self.at[*last]);
        let rule = self.rule.as_ref().map(|(value, label)| EndLabel {
            name: label.clone(),
            value: String::new(),
            font: Font::SMALL,
            ink: Ink::Quiet,
            from: Some((latest, *value)),
        });
        let labels = series.chain(rule).collect();
        match room.shares_head() {
            true => EndLabels::numbers(labels, room.width),
            false => EndLabels::lay_out(labels, room.width),
        }
    }

    /// The line of a series, broken where a value is missing, with its points.
    fn draw_series(&self, surface: &Surface, plot: &Plot, series: usize) {
        let role = self.grid.series[series].role;
        let shape = Shape::nth(series);
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        let mut count = 0;
        let mut before: Option<f64> = None;
        for (category, point) in self.path(series) {
            let now = self.at[category];
            let parts = |it: &Break| before.is_some_and(|then| it.parts(series, then, now));
            if self.breaks.iter().any(parts) {
                runs.push(Vec::new());
            }
            before = Some(now);
            match (point.value(), runs.last_mut()) {
                (Some(value), Some(run)) => {
                    let at = plot.point(self.at[category], value.at);
                    run.push(at);
                    let row = self.grid.rows[category][series];
                    surface.reads(row, (at.0, at.1, 0.0, 0.0));
                    count += 1;
                }
                _ => runs.push(Vec::new()),
            }
        }
        for run in runs.iter().filter(|run| run.len() > 1) {
            surface.line(role.line(), run);
        }
        // In a narrow panel points would hide the line.
        let few = FEW.min(((plot.sides.1 - plot.sides.0) / APART) as usize);
        let last = runs.iter().flatten().next_back().copied();
        for run in &runs {
            for at in run {
                let end = Some(*at) == last;
                if end || run.len() == 1 || count <= few {
                    let r = if end { 5.0 } else { 3.5 };
                    surface.point(role.area(), shape, *at, r);
                }
            }
        }
    }

    /// Marks each gap of a series with its symbol, near the middle of the gap.
    fn mark_gaps(&self, surface: &mut Surface, plot: &Plot, series: usize) {
        let path: Vec<(usize, &Point)> = self.path(series).collect();
        let valued = |at: &&(usize, &Point)| at.1.value().is_some();
        let mut at = 0;
        while at < path.len() {
            let Some(mark) = path[at].1.gap() else {
                at += 1;
                continue;
            };
            let start = at;
            while at < path.len() && path[at].1.gap().as_ref() == Some(&mark) {
                at += 1;
            }
            let before = path[..start].iter().rev().find(valued);
            let after = path[at..].iter().find(valued);
            if before.is_none() && after.is_none() {
                return;
            }
            let x = |place: usize| plot.x.at(self.at[path[place].0]);
            let middle = (x(start) + x(at - 1)) / 2.0;
            let height = |found: Option<&(usize, &Point)>| {
                found
                    .and_then(|(_, point)| point.value())
                    .map(|value| plot.y.at(value.at))
            };
            let y = match (height(before), height(after)) {
                (Some(before), Some(after)) => (before + after) / 2.0,
                (one, other) => one.or(other).unwrap_or(0.0),
            };
            place_mark(surface, mark, (middle, y));
        }
    }
}

impl Lines<'_> {
    fn plot(&self, room: &Room) -> Plot {
        let width = room.width;
        let ends = self.end_labels(room);
        let named = if ends.names_outside && !room.shares_head() {
            key(&self.grid, true)
        } else {
            Vec::new()
        };
        let key = Key::lay_out(&named, width);
        let usual = if width >= WIDE { 280.0 } else { 220.0 };
        let height = ends.height.max(room.height(usual));
        let caption = match room.shares_head() {
            true => Vec::new(),
            false => wrap(&self.quantity.caption(), width, Font::SMALL),
        };
        let above = key.height + caption.len() as f64 * Font::SMALL.line();
        // The numbers of the axis do not depend on where it lies.
        let level = Scale::new(self.domain, (height, 0.0));
        let numbers = self.quantity.ticks(&level, 8).into_iter();
        let numbers = numbers.map(|tick| Font::SMALL.width(&tick.text));
        let left = numbers.fold(0.0, f64::max).ceil() + 14.0;
        let margin = ends.width.max(room.sides().right);
        let right = (width - margin).max(left + width * 0.2);
        let at: Vec<f64> = self.order.iter().map(|place| self.at[*place]).collect();
        let ends_of_time = (at.first(), at.last());
        let first = ends_of_time.0.copied().unwrap_or(0.0);
        let last = ends_of_time.1.copied().unwrap_or(0.0);
        let x = Scale::new((first, last), (left, right));
        let breaks = BreakLabels::lay_out(&self.breaks, &x, width);
        let top = above + breaks.height + 12.0;
        let y = Scale::new(self.domain, (top + height, top));
        let ticks = self.quantity.ticks(&y, 8);
        let name = |place: &usize| self.grid.categories[*place].label.as_str();
        let names: Vec<&str> = self.order.iter().map(name).collect();
        let axis = TimeAxis::lay_out(&names, &at, self.continuous, &x, width);
        Plot {
            key,
            caption,
            ends,
            axis,
            ticks,
            x,
            y,
            breaks,
            above,
            sides: (left, right),
            levels: (top, top + height),
        }
    }

    /// What lies behind the lines.
    fn draw_frame(&self, surface: &Surface, plot: &Plot) {
        for tick in &plot.ticks {
            plot.level(surface, Ink::Grid, tick.at);
        }
        if !self.quantity.cut {
            plot.level(surface, Ink::Axis, plot.y.at(0.0));
        }
        if let Some((value, _)) = &self.rule {
            plot.level(surface, Ink::Rule, plot.y.at(*value));
        }
        plot.breaks.draw_rules(surface, plot.above, plot.levels.1);
        plot.axis.draw_ticks(surface, plot.levels.1);
    }

    /// What lies over the lines.
    fn draw_labels(&self, surface: &mut Surface, plot: &Plot) {
        let (top, floor) = plot.levels;
        let end = |(at, value): (f64, f64)| plot.point(at, value);
        let room = (top - 8.0, floor + 8.0);
        plot.ends.draw(surface, end, plot.sides.1, room);
        plot.key.draw(surface, 0.0);
        surface.quiet(&plot.caption, 0.0, plot.key.height, Anchor::Start);
        plot.breaks.draw_labels(surface, plot.above);
        for tick in &plot.ticks {
            let y = tick.at - Font::SMALL.line() / 2.0;
            let text = std::slice::from_ref(&tick.text);
            surface.quiet(text, plot.sides.0 - 12.0, y, Anchor::End);
        }
        plot.axis.draw_labels(surface, floor);
        for series in 0..self.grid.series.len() {
            self.mark_gaps(surface, plot, series);
        }
    }
}

impl Chart for Lines<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let width = room.width;
        let plot = self.plot(room);
        let end = plot.levels.1 + plot.axis.height;
        let name = wrap(&self.name, width - plot.sides.0, Font::SMALL);
        let under = name.len() as f64 * Font::SMALL.line();
        let mut surface = Surface::new(width, end + under);
        surface.sides = Sides {
            left: plot.sides.0,
            right: width - plot.sides.1,
            ..Sides::default()
        };
        surface.quiet(&name, plot.sides.0, end, Anchor::Start);
        self.draw_frame(&surface, &plot);
        for series in self.layers() {
            self.draw_series(&surface, &plot, series);
        }
        self.draw_labels(&mut surface, &plot);
        Some(surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&key(&self.grid, true), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        self.in_words()
    }
}

/// Sets the symbol of a gap at its middle, or as near above or below as there is room.
fn place_mark(surface: &mut Surface, mark: String, (x, y): (f64, f64)) {
    let lines = [mark];
    let half = Font::SMALL.width(&lines[0]) / 2.0;
    let x = x.clamp(half, (surface.width() - half).max(half));
    for step in [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0] {
        let label = Label {
            lines: &lines,
            x,
            top: y + (step - 0.5) * Font::SMALL.line(),
            anchor: Anchor::Middle,
            font: Font::SMALL,
            ink: Ink::Quiet,
        };
        if surface.label_if_free(label) {
            return;
        }
    }
    let [mark] = lines;
    surface.give_up(mark);
}
