//! The labels under a time axis.
//!
//! On a continuous axis a part of the labels says where the others stand, so that every second,
//! fifth or tenth is shown. Where periods are only words, each has to be there: they wrap, then
//! stand in several rows.

use super::ink::Ink;
use super::metrics::Font;
use super::scale::Scale;
use super::sheet::{Anchor, Label, Surface};
use super::text::{longest_word, widest, wrap};

const FONT: Font = Font::SMALL;
/// The first row of labels under the axis, clear of the lowest number beside it, in px.
const FIRST_ROW: f64 = 9.0;
/// The room between two labels in px.
const APART: f64 = 10.0;
/// How many rows words may stand in.
const MOST_ROWS: usize = 4;
/// How many lines a label may have in a row.
const MOST_LINES: usize = 6;

/// The labels, laid out.
pub(crate) struct TimeAxis {
    ticks: Vec<f64>,
    labels: Vec<Placed>,
    dropped: Vec<String>,
    /// The height in px.
    pub height: f64,
}

struct Placed {
    lines: Vec<String>,
    x: f64,
    top: f64,
}

impl TimeAxis {
    /// Lays out the labels of moments in order on a sheet of a width in px.
    pub(crate) fn lay_out(
        names: &[&str],
        at: &[f64],
        continuous: bool,
        scale: &Scale,
        width: f64,
    ) -> TimeAxis {
        let named: Vec<(f64, String)> = at
            .iter()
            .zip(names)
            .map(|(at, name)| (scale.at(*at), (*name).to_string()))
            .collect();
        if continuous {
            let years = year_starts(at, scale);
            let starts_years = at.iter().all(|at| at.fract() == 0.0);
            let shown = match (starts_years, years) {
                (false, Some(years)) => years,
                _ => named,
            };
            return thinned(shown, width);
        }
        words(&named, width)
    }

    /// Draws a short line for each label.
    pub(crate) fn draw_ticks(&self, surface: &Surface, top: f64) {
        for x in &self.ticks {
            surface.line(Ink::Axis, &[(*x, top), (*x, top + 5.0)]);
        }
    }

    /// Draws the labels, and names those for which there is no place.
    pub(crate) fn draw_labels(&self, surface: &mut Surface, top: f64) {
        for label in &self.labels {
            surface.label(Label {
                lines: &label.lines,
                x: label.x,
                top: top + label.top,
                anchor: Anchor::Middle,
                font: FONT,
                ink: Ink::Quiet,
            });
        }
        for name in &self.dropped {
            surface.give_up(name.clone());
        }
    }
}

/// The beginnings of the years, where there are at least three in the span.
fn year_starts(at: &[f64], scale: &Scale) -> Option<Vec<(f64, String)>> {
    let (first, last) = (at.first()?.ceil() as i64, at.last()?.floor() as i64);
    let years = (first..=last).map(|year| (scale.at(year as f64), year.to_string()));
    (last - first >= 2).then(|| years.collect())
}

/// Every label, or every second, fifth, tenth …, so that they stand apart. Years that are shown
/// are multiples of the step.
fn thinned(named: Vec<(f64, String)>, width: f64) -> TimeAxis {
    let half = |text: &str| FONT.width(text) / 2.0;
    let inside = |x: f64, text: &str| x.clamp(half(text), (width - half(text)).max(half(text)));
    let apart = |chosen: &[&(f64, String)]| {
        chosen.windows(2).all(|pair| {
            let end = inside(pair[0].0, &pair[0].1) + half(&pair[0].1);
            inside(pair[1].0, &pair[1].1) - half(&pair[1].1) >= end + APART
        })
    };
    let mut shown: Vec<&(f64, String)> = named.iter().collect();
    for step in [1usize, 2, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1000] {
        let chosen =
            named
                .iter()
                .enumerate()
                .filter(|(place, (_, text))| match text.parse::<usize>() {
                    Ok(year) if text.len() == 4 => year % step == 0,
                    _ => place % step == 0,
                });
        let chosen: Vec<&(f64, String)> = chosen.map(|(_, label)| label).collect();
        if apart(&chosen) && !chosen.is_empty() {
            shown = chosen;
            break;
        }
    }
    // One label says when, but not how long: the ends say both.
    if let ([_], [first, .., last]) = (shown.as_slice(), named.as_slice()) {
        let ends = vec![first, last];
        if apart(&ends) {
            shown = ends;
        }
    }
    let labels = shown.iter().map(|(x, text)| Placed {
        lines: vec![text.clone()],
        x: inside(*x, text),
        top: FIRST_ROW,
    });
    TimeAxis {
        labels: labels.collect(),
        ticks: shown.iter().map(|(x, _)| *x).collect(),
        dropped: Vec::new(),
        height: FIRST_ROW + FONT.line() + 2.0,
    }
}

/// Every label: wrapped in one row where each has room between its neighbours, else in as many
/// rows as they need.
fn words(named: &[(f64, String)], width: f64) -> TimeAxis {
    let spacing = named
        .windows(2)
        .map(|pair| pair[1].0 - pair[0].0)
        .fold(width, f64::min);
    let one_row = named
        .iter()
        .all(|(_, text)| longest_word(text, FONT) <= spacing - APART);
    let rooms = if one_row {
        [spacing - APART, 120.0, 120.0]
    } else {
        [80.0, 120.0, 160.0]
    };
    let mut best: Option<TimeAxis> = None;
    for room in rooms {
        let rows = in_rows(named, room.min(width), width);
        let better = best
            .as_ref()
            .is_none_or(|best| rows.dropped.len() < best.dropped.len());
        if better {
            best = Some(rows);
        }
    }
    best.unwrap_or_else(|| in_rows(named, width, width))
}

/// Sets each label in the first row where it meets no other.
fn in_rows(named: &[(f64, String)], room: f64, width: f64) -> TimeAxis {
    let mut ends: Vec<f64> = Vec::new();
    let mut tallest: Vec<usize> = Vec::new();
    let mut placed: Vec<(usize, f64, Vec<String>)> = Vec::new();
    let mut dropped = Vec::new();
    for (x, text) in named {
        let lines = wrap(text, room, FONT);
        let half = widest(&lines, FONT) / 2.0;
        let middle = x.clamp(half, (width - half).max(half));
        let free = (0..ends.len()).find(|row| ends[*row] + APART <= middle - half);
        let row = free.unwrap_or(ends.len());
        if lines.len() > MOST_LINES || row >= MOST_ROWS || half * 2.0 > width {
            dropped.push(text.clone());
            continue;
        }
        if row == ends.len() {
            ends.push(0.0);
            tallest.push(0);
        }
        ends[row] = middle + half;
        tallest[row] = tallest[row].max(lines.len());
        placed.push((row, middle, lines));
    }
    let tops: Vec<f64> = tallest
        .iter()
        .scan(FIRST_ROW, |top, lines| {
            let start = *top;
            *top += *lines as f64 * FONT.line() + 3.0;
            Some(start)
        })
        .collect();
    let height = tallest
        .iter()
        .map(|lines| *lines as f64 * FONT.line() + 3.0)
        .sum::<f64>();
    let labels = placed.into_iter().map(|(row, x, lines)| Placed {
        lines,
        x,
        top: tops[row],
    });
    TimeAxis {
        labels: labels.collect(),
        ticks: named.iter().map(|(x, _)| *x).collect(),
        dropped,
        height: FIRST_ROW + height + 2.0,
    }
}
