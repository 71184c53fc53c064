//! `line`: change over time, each line named at its end.

use super::Mark;
use super::chart::{Chart, Prepared};
use super::describe;
use super::grid::{Fields, Grid, Measured, Point};
use super::ink::{Ink, Role, Shape};
use super::key::Key;
use super::line_labels::{EndLabel, EndLabels};
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::period::{Times, times};
use super::rows::{WIDE, key, rule};
use super::scale::{Quantity, Scale, open_domain, rounded};
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::text::wrap;
use super::time_axis::TimeAxis;
use crate::diag::Diagnostic;
use crate::model::{Channels, Dataset, FieldType, Figure};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "line",
    summary: "change over time, up to four lines",
    fit,
    prepare,
};

/// Up to how many points a line shows each of them.
const FEW: usize = 12;

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
    fit.no_stack();
    fit.no_interval();
    fit.end()
}

fn prepare<'a>(
    figure: &'a Figure,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let (x, y) = (figure.channels.x.first()?, figure.channels.y.first()?);
    let fields = Fields::new(figure, x.value, y.value);
    let grid = Grid::read(figure, dataset, fields, diagnostics)?;
    let values = grid.values().map(|(_, _, value)| value.number);
    let mut quantity = Quantity::new(dataset.field(y.value), figure.decimals, values);
    let times = times(&grid.cells);
    let at: Vec<f64> = match &times {
        Times::Moments(moments) => moments.clone(),
        Times::Words => (0..grid.categories.len()).map(|at| at as f64).collect(),
    };
    let mut order: Vec<usize> = (0..at.len()).collect();
    order.sort_by(|left, right| at[*left].total_cmp(&at[*right]));
    let rule = rule(figure, &quantity);
    let (mut low, mut high) = grid.extent();
    if let Some((reference, _)) = &rule {
        (low, high) = (low.min(*reference), high.max(*reference));
    }
    let domain = rounded(open_domain(low, high), 6);
    quantity.cut = domain.0 > 0.0 || domain.1 < 0.0;
    Some(Box::new(Lines {
        about: describe::About::new(figure, dataset, x.value),
        grid,
        quantity,
        at,
        order,
        continuous: times != Times::Words,
        domain,
        rule,
    }))
}

struct Lines<'a> {
    about: describe::About<'a>,
    grid: Grid,
    quantity: Quantity<'a>,
    /// Where each category stands on the time axis.
    at: Vec<f64>,
    /// The categories in the order of time.
    order: Vec<usize>,
    continuous: bool,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
}

/// Where the plot lies on the sheet.
struct Plot<'a> {
    surface: &'a mut Surface,
    x: &'a Scale,
    y: Scale,
}

impl Plot<'_> {
    fn point(&self, at: f64, value: &Measured) -> (f64, f64) {
        (self.x.at(at), self.y.at(value.at))
    }
}

impl Lines<'_> {
    /// The points of a series in the order of time, with their categories. Periods for which the
    /// series has no row are left out: it is published at other times.
    fn path(&self, series: usize) -> impl Iterator<Item = (usize, &Point)> {
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
            Role::Series(_) => 2,
            Role::Focus(_) => 3,
        });
        layers
    }

    fn end_labels(&self, width: f64) -> EndLabels {
        let series = (0..self.grid.series.len()).map(|series| {
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
        EndLabels::lay_out(series.chain(rule).collect(), width)
    }

    /// The line of a series, broken where a value is missing, with its points.
    fn draw_series(&self, plot: &Plot<'_>, series: usize) {
        let role = self.grid.series[series].role;
        let shape = Shape::nth(series);
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        let mut count = 0;
        for (category, point) in self.path(series) {
            match (point.value(), runs.last_mut()) {
                (Some(value), Some(run)) => {
                    run.push(plot.point(self.at[category], value));
                    count += 1;
                }
                _ => runs.push(Vec::new()),
            }
        }
        for run in runs.iter().filter(|run| run.len() > 1) {
            plot.surface.line(role.line(), run);
        }
        let last = runs.iter().flatten().next_back().copied();
        for run in &runs {
            for at in run {
                let end = Some(*at) == last;
                if end || run.len() == 1 || count <= FEW {
                    let r = if end { 5.0 } else { 3.5 };
                    plot.surface.point(role.area(), shape, *at, r);
                }
            }
        }
    }

    /// Marks each gap of a series with its symbol, near the middle of the gap.
    fn mark_gaps(&self, plot: &mut Plot<'_>, series: usize) {
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
            self.place_mark(plot, mark, middle, y);
        }
    }

    fn place_mark(&self, plot: &mut Plot<'_>, mark: String, x: f64, y: f64) {
        let lines = [mark];
        let half = Font::SMALL.width(&lines[0]) / 2.0;
        let x = x.clamp(half, (plot.surface.width() - half).max(half));
        for step in [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0] {
            let label = Label {
                lines: &lines,
                x,
                top: y + (step - 0.5) * Font::SMALL.line(),
                anchor: Anchor::Middle,
                font: Font::SMALL,
                ink: Ink::Quiet,
            };
            if plot.surface.label_if_free(label) {
                return;
            }
        }
        let [mark] = lines;
        plot.surface.give_up(mark);
    }
}

impl Chart for Lines<'_> {
    fn draw(&self, width: f64) -> Option<Sheet> {
        let ends = self.end_labels(width);
        let key = if ends.names_outside {
            Key::lay_out(&key(&self.grid, true), width)
        } else {
            Key::lay_out(&[], width)
        };
        let height = ends.height.max(if width >= WIDE { 280.0 } else { 220.0 });
        let caption = wrap(&self.quantity.caption(), width, Font::SMALL);
        let top = key.height + caption.len() as f64 * Font::SMALL.line() + 12.0;
        let y = Scale::new(self.domain, (top + height, top));
        let ticks = y.ticks(8);
        let step = match ticks.as_slice() {
            [first, second, ..] => second - first,
            _ => 1.0,
        };
        let numbers: Vec<String> = ticks
            .iter()
            .map(|tick| self.quantity.tick(*tick, step))
            .collect();
        let numbers_width = numbers.iter().map(|text| Font::SMALL.width(text));
        let left = numbers_width.fold(0.0, f64::max).ceil() + 14.0;
        let right = (width - ends.width).max(left + width * 0.2);
        let first = self.order.first().map_or(0.0, |first| self.at[*first]);
        let last = self.order.last().map_or(0.0, |last| self.at[*last]);
        let x = Scale::new((first, last), (left, right));
        let names: Vec<&str> = self
            .order
            .iter()
            .map(|place| self.grid.categories[*place].label.as_str())
            .collect();
        let at: Vec<f64> = self.order.iter().map(|place| self.at[*place]).collect();
        let axis = TimeAxis::lay_out(&names, &at, self.continuous, &x, width);
        let floor = top + height;
        let mut surface = Surface::new(width, floor + axis.height);
        for tick in &ticks {
            let y = y.at(*tick);
            surface.line(Ink::Grid, &[(left - 6.0, y), (right, y)]);
        }
        let base = if self.quantity.cut { floor } else { y.at(0.0) };
        if !self.quantity.cut {
            surface.line(Ink::Axis, &[(left - 6.0, base), (right, base)]);
        }
        if let Some((value, _)) = &self.rule {
            let y = y.at(*value);
            surface.line(Ink::Rule, &[(left - 6.0, y), (right, y)]);
        }
        axis.draw_ticks(&surface, floor);
        let mut plot = Plot {
            surface: &mut surface,
            x: &x,
            y,
        };
        for series in self.layers() {
            self.draw_series(&plot, series);
        }
        let end = |(at, value): (f64, f64)| (plot.x.at(at), plot.y.at(value));
        ends.draw(plot.surface, end, right, (top - 8.0, floor + 8.0));
        key.draw(plot.surface, 0.0);
        let quiet = |lines: &[String], x: f64, top: f64, anchor: Anchor| {
            plot.surface.label(Label {
                lines,
                x,
                top,
                anchor,
                font: Font::SMALL,
                ink: Ink::Quiet,
            });
        };
        quiet(&caption, 0.0, key.height, Anchor::Start);
        for (tick, number) in ticks.iter().zip(numbers) {
            let y = plot.y.at(*tick) - Font::SMALL.line() / 2.0;
            quiet(&[number], left - 12.0, y, Anchor::End);
        }
        axis.draw_labels(plot.surface, floor);
        for series in 0..self.grid.series.len() {
            self.mark_gaps(&mut plot, series);
        }
        Some(surface.finish())
    }

    fn describe(&self) -> String {
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
        let opening = format!(
            "Line chart of {what}, by {}, {span}, {lines}.",
            self.about.category
        );
        let each = (0..grid.series.len()).map(|series| self.trend(series));
        let tail = [self.about.rule(&self.quantity), self.gaps()];
        describe::sentences(std::iter::once(Some(opening)).chain(each).chain(tail))
    }
}

impl Lines<'_> {
    /// `England rises from 1.5% in 2014 to 2.8% in 2025; highest 4.9% in 2020.`
    fn trend(&self, series: usize) -> Option<String> {
        let values: Vec<(usize, &Measured)> = self
            .path(series)
            .filter_map(|(category, point)| Some((category, point.value()?)))
            .collect();
        let name = match self.grid.series[series].label.as_str() {
            "" => "It".to_string(),
            name => name.to_string(),
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

    /// How many values are missing; periods without a row are not counted.
    fn gaps(&self) -> Option<String> {
        let missing = |point: &&Point| matches!(point, Point::Missing(_));
        let count = self.grid.points.iter().flatten().filter(missing).count();
        let values = describe::count(count, "value is", "values are");
        (count > 0).then(|| format!("{values} missing and left as gaps."))
    }
}
