//! Histograms: a `bar` whose `x` is put into bins; how many rows lie in each.

use rust_decimal::Decimal;

use super::bins::{Bins, Unfit};
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::head::head;
use super::ink::Ink;
use super::metrics::Font;
use super::misfit::Fit;
use super::refusals::{check_names, has_rows};
use super::room::{Room, Sides};
use super::scale::{Quantity, Scale, Tick, position, rounded};
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::summary::{Column, Summary};
use super::text::{clean, widest, wrap};
use super::words::{Told, Words};
use crate::diag::{Diagnostic, code};
use crate::model::{Bin, Dataset, FieldType, Reference, Unit, Value};
use crate::number;
use crate::source::Spanned;

/// The height of the plot in px.
const PLOT: f64 = 220.0;

/// Checks the channels of a bar whose `x` has bins.
pub(crate) fn fit(fit: &mut Fit<'_>) {
    let channels = fit.channels();
    fit.takes(&["bin", "count", "title"]);
    if let Some(x) = fit.only("x", &channels.x, "the number that is put into bins")
        && !fit.field(x).is_numeric()
    {
        fit.wrong("x", x, "a number where it has a `bin`");
    }
    if let Some(y) = channels.y.first() {
        let message = "`y` of a histogram is how many rows lie in each bin".to_string();
        let help = "leave `y` out, or say what is counted: `y: {count: wards}`";
        fit.report(Some(y.span), message, help);
    }
    fit.unused("color", channels.color.as_ref().map(|color| color.span));
    fit.no_stack();
    fit.no_interval();
}

/// Puts the numbers into bins; none where that cannot be done.
pub(crate) fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    how: &Spanned<Bin>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let id = figure.channels.x.first()?.value;
    if !has_rows(figure, diagnostics) {
        return None;
    }
    let before = diagnostics.len();
    check_names(figure, diagnostics, Vec::new);
    let field = dataset.field(id);
    let cells = |rows: &'a [usize]| rows.iter().map(move |row| &dataset.cell(*row, id).value);
    let sorted = |rows: &'a [usize]| {
        let mut numbers: Vec<Decimal> = cells(rows).filter_map(Value::number).collect();
        numbers.sort();
        numbers
    };
    let all = sorted(figure.all());
    let whole = field.kind == FieldType::Integer;
    let mut bins = match Bins::count(&all, how.value, whole) {
        Ok(bins) => bins,
        Err(unfit) => {
            diagnostics.push(refusal(&unfit, how, &field.name));
            return None;
        }
    };
    let mut quantity = Quantity::new(field, figure.decimals, all.iter().copied()).named(figure, id);
    let missing = |rows: &'a [usize]| {
        describe::reasons(cells(rows).filter_map(|value| match value {
            Value::Missing(marker) => Some(marker.as_ref()),
            _ => None,
        }))
    };
    quantity.note = missing(figure.all()).map(|told| format!("Left out: {told}"));
    let panels = figure.panels.iter();
    let counts = panels.map(|rows| bins.count_again(sorted(rows).into_iter()));
    let most = counts.flatten().max().unwrap_or(0);
    let numbers = sorted(figure.rows);
    bins.counts = bins.count_again(numbers.iter().copied());
    let of = figure.channels.count.as_ref();
    (diagnostics.len() == before).then(|| {
        let chart: Prepared<'a> = Box::new(Histogram {
            reference: match &figure.reference {
                Some(Reference::Number(number)) => Some(number.value),
                _ => None,
            },
            of: of.map_or("values", |of| of.value.as_str()),
            bins,
            most,
            numbers,
            missing: missing(figure.rows),
            quantity,
        });
        chart
    })
}

fn refusal(unfit: &Unfit, how: &Spanned<Bin>, field: &str) -> Diagnostic {
    let message = match unfit {
        Unfit::TooMany(bins) => format!("the bins of `{field}` would be {bins}"),
        Unfit::TooFar => format!("the numbers of `{field}` are too far apart for bins"),
    };
    let found = Diagnostic::error(&code::TOO_MANY_BINS, how.span, message);
    found.help(format!(
        "make them wider: at most {} bins can be seen apart",
        Bin::MOST
    ))
}

struct Histogram<'a> {
    quantity: Quantity<'a>,
    bins: Bins,
    /// How many the fullest bin of all panels holds.
    most: usize,
    /// Every number, from the least to the greatest.
    numbers: Vec<Decimal>,
    /// What is counted.
    of: &'a str,
    /// Which values are missing, in words.
    missing: Option<String>,
    reference: Option<Decimal>,
}

/// Where everything lies on the sheet.
struct Plot {
    caption: Vec<String>,
    under: Vec<String>,
    x: Scale,
    y: Scale,
    ticks: Vec<Tick>,
    top: f64,
    left: f64,
}

impl Histogram<'_> {
    /// An edge as its label shows it.
    fn edge(&self, place: usize) -> String {
        let places = self.bins.step.scale().max(self.bins.first.scale());
        number::with_sign(self.bins.edge(place), Some(places), self.quantity.unit)
    }

    /// The width of the bins in words.
    fn width(&self) -> String {
        let width = number::plain(self.bins.step, None);
        match self.quantity.unit {
            Some(Unit::Percent) if self.bins.step == Decimal::ONE => {
                format!("{width} percentage point")
            }
            Some(Unit::Percent) => format!("{width} percentage points"),
            unit => number::with_sign(self.bins.step, None, unit),
        }
    }

    /// What the heights of the bars are.
    fn counted(&self) -> String {
        clean(&format!(
            "Number of {} in bins of {}",
            self.of,
            self.width()
        ))
    }

    fn plot(&self, room: &Room) -> Plot {
        let width = room.width;
        let words = |words: String, width: f64| match room.shares_head() {
            true => Vec::new(),
            false => wrap(&words, width, Font::SMALL),
        };
        let caption = words(self.counted(), width);
        let most = self.most as f64;
        let rule = self.reference.map_or(0.0, |_| Font::SMALL.line());
        let top = caption.len() as f64 * Font::SMALL.line() + rule + Font::SMALL.line() + 4.0;
        let y = Scale::new(rounded((0.0, most), 6), (top + room.height(PLOT), top));
        let counted = Quantity {
            title: "",
            unit: None,
            ..self.quantity.clone()
        };
        // Rows are counted whole.
        let ticks = counted.ticks(&y, 7).into_iter();
        let ticks: Vec<Tick> = ticks.filter(|tick| !tick.text.contains('.')).collect();
        let numbers = ticks.iter().map(|tick| Font::SMALL.width(&tick.text));
        let left = (numbers.fold(0.0, f64::max) + 8.0).ceil();
        let last = self.bins.edge(self.bins.counts.len());
        let (mut low, mut high) = (position(self.bins.first), position(last));
        if let Some(reference) = self.reference.map(position) {
            (low, high) = (low.min(reference), high.max(reference));
        }
        // Half of the last edge's label reaches beyond it.
        let beyond = Font::SMALL.width(&self.edge(self.bins.counts.len())) / 2.0;
        Plot {
            under: words(self.quantity.caption(), width - left),
            x: Scale::new((low, high), (left, width - beyond.ceil().min(width / 4.0))),
            caption,
            y,
            ticks,
            top,
            left,
        }
    }

    fn draw_bars(&self, surface: &Surface, plot: &Plot) {
        let floor = plot.y.at(0.0);
        for (place, count) in self.bins.counts.iter().enumerate() {
            let from = plot.x.at(position(self.bins.edge(place)));
            let to = plot.x.at(position(self.bins.edge(place + 1)));
            let top = plot.y.at(*count as f64);
            if *count > 0 {
                surface.rectangle(Ink::Series1, from, top, to - from, floor - top);
            }
            surface.reads(Some(place), (from, top, to - from, floor - top));
        }
    }

    /// The counts over the bars, where all of them have room.
    fn label_bars(&self, surface: &Surface, plot: &Plot) {
        let texts: Vec<String> = self
            .bins
            .counts
            .iter()
            .map(|count| number::plain(Decimal::from(*count), None))
            .collect();
        let bar = plot.x.at(position(self.bins.edge(1))) - plot.x.at(position(self.bins.first));
        if widest(&texts, Font::SMALL) > bar - 2.0 {
            return;
        }
        for (place, text) in texts.iter().enumerate() {
            let from = plot.x.at(position(self.bins.edge(place)));
            let top = plot.y.at(self.bins.counts[place] as f64) - Font::SMALL.line() - 1.0;
            // An empty bin has its nought in the table.
            if self.bins.counts[place] > 0 {
                surface.label_if_free(Label {
                    lines: std::slice::from_ref(text),
                    x: from + bar / 2.0,
                    top,
                    anchor: Anchor::Middle,
                    font: Font::SMALL,
                    ink: Ink::Text,
                });
            }
        }
    }

    /// Every edge, or every second, fifth or tenth, so that their labels stand apart.
    fn label_edges(&self, surface: &Surface, plot: &Plot, floor: f64) {
        let edges: Vec<(f64, String)> = (0..=self.bins.counts.len())
            .map(|place| (plot.x.at(position(self.bins.edge(place))), self.edge(place)))
            .collect();
        let half = |text: &String| Font::SMALL.width(text) / 2.0;
        let chosen = [1, 2, 4, 5, 10, 20, 25, 50].into_iter().find_map(|step| {
            // Those are shown that are multiples of the distance between them.
            let round = self.bins.step * Decimal::from(step);
            let first = (0..step).find(|at| (self.bins.edge(*at) % round).is_zero());
            let chosen = edges.iter().skip(first.unwrap_or(0)).step_by(step);
            let chosen: Vec<&(f64, String)> = chosen.collect();
            let apart = chosen
                .windows(2)
                .all(|pair| pair[1].0 - half(&pair[1].1) >= pair[0].0 + half(&pair[0].1) + 8.0);
            apart.then_some(chosen)
        });
        for (x, text) in chosen.unwrap_or_default() {
            let half = half(text);
            let middle = x.clamp(half, (surface.width() - half).max(half));
            surface.line(Ink::Axis, &[(*x, floor), (*x, floor + 4.0)]);
            let text = std::slice::from_ref(text);
            surface.quiet(text, middle, floor + 8.0, Anchor::Middle);
        }
    }

    fn draw_reference(&self, surface: &Surface, plot: &Plot) {
        let Some(reference) = self.reference else {
            return;
        };
        let x = plot.x.at(position(reference));
        let top = plot.top - Font::SMALL.line() * 2.0 - 4.0;
        surface.line(Ink::Rule, &[(x, plot.top - 6.0), (x, plot.y.at(0.0))]);
        let label = format!("Reference: {}", self.quantity.show(reference));
        let half = Font::SMALL.width(&label) / 2.0;
        let x = x.clamp(half, (surface.width() - half).max(half));
        surface.quiet(&[label], x, top, Anchor::Middle);
    }
}

impl Chart for Histogram<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let width = room.width;
        let plot = self.plot(room);
        let floor = plot.y.at(0.0);
        let under = floor + Font::SMALL.line() + 10.0;
        let height = under + plot.under.len() as f64 * Font::SMALL.line();
        let mut surface = Surface::new(width, height);
        surface.sides = Sides {
            left: plot.left,
            ..Sides::default()
        };
        for tick in &plot.ticks {
            surface.line(Ink::Grid, &[(plot.left, tick.at), (width, tick.at)]);
        }
        self.draw_bars(&surface, &plot);
        surface.line(Ink::Axis, &[(plot.left, floor), (width, floor)]);
        self.draw_reference(&surface, &plot);
        surface.quiet(&plot.caption, 0.0, 0.0, Anchor::Start);
        for tick in &plot.ticks {
            let y = tick.at - Font::SMALL.line() / 2.0;
            let text = std::slice::from_ref(&tick.text);
            surface.quiet(text, plot.left - 8.0, y, Anchor::End);
        }
        self.label_edges(&surface, &plot, floor);
        surface.quiet(&plot.under, plot.left, under, Anchor::Start);
        self.label_bars(&surface, &plot);
        Some(surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        let words = format!("{}, by {}", self.counted(), self.quantity.caption());
        head(&[], &words, width)
    }

    fn side_by_side(&self) -> Option<(usize, usize)> {
        Some((3, 2))
    }

    fn describe(&self) -> Words {
        let count = |number: usize| number::plain(Decimal::from(number), None);
        let size = format!(
            "{} {} in {} of {}, from {} to {}",
            count(self.numbers.len()),
            self.of,
            describe::count(self.bins.counts.len(), "bin", "bins"),
            self.width(),
            self.edge(0),
            self.edge(self.bins.counts.len()),
        );
        let fullest = (0..self.bins.counts.len())
            .max_by_key(|place| (self.bins.counts[*place], std::cmp::Reverse(*place)));
        let fullest = fullest.filter(|_| self.bins.counts.len() > 1).map(|place| {
            let (from, to) = (self.edge(place), self.edge(place + 1));
            let most = count(self.bins.counts[place]);
            format!("The fullest bin, from {from} up to {to}, has {most}.")
        });
        let show = |number: &Decimal| self.quantity.show(*number);
        let both = self.numbers.first().zip(self.numbers.last());
        let ends = both.map(|(least, greatest)| {
            let half = self.quantity.show(describe::median(&self.numbers));
            format!(
                "Median {half}; lowest {}; highest {}.",
                show(least),
                show(greatest)
            )
        });
        let missing = self
            .missing
            .as_ref()
            .map(|told| format!("Left out: {told}."));
        let reference = self
            .reference
            .map(|number| format!("Compared with {}.", show(&number)));
        let told = |number: &Decimal| Told {
            name: String::new(),
            number: *number,
            shown: show(number),
        };
        Words {
            kind: format!("Histogram of {}", self.quantity.in_words()),
            size,
            rest: describe::sentences([fullest, ends, reference, missing]),
            compared: None,
            ends: both.map(|(least, greatest)| (told(greatest), told(least))),
        }
    }

    fn summary(&self) -> Option<Summary> {
        let title = clean(&self.quantity.in_words());
        let rows = self.bins.counts.iter().enumerate().map(|(place, count)| {
            let (from, to) = (self.edge(place), self.edge(place + 1));
            let words = match place + 1 == self.bins.counts.len() {
                true => format!("{from} to {to}"),
                false => format!("{from} to under {to}"),
            };
            vec![words, number::plain(Decimal::from(*count), None)]
        });
        Some(Summary {
            columns: vec![
                Column::words(&title),
                Column::numbers(&clean(&format!("Number of {}", self.of))),
            ],
            rows: rows.collect(),
        })
    }
}
