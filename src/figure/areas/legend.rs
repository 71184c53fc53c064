//! The key of areas: each class with its limits and how many areas it holds, then what stands for
//! no value, what is in focus and what the values are compared with.

use super::outline::hatching;
use super::places::Places;
use crate::figure::describe::count;
use crate::figure::ink::Ink;
use crate::figure::metrics::Font;
use crate::figure::sheet::{Anchor, Label, Surface};
use crate::figure::text::{widest, wrap};

/// The width and height of a swatch in px.
const SWATCH: (f64, f64) = (26.0, 16.0);
const GAP: f64 = 8.0;
const BETWEEN: f64 = 6.0;
/// The room between two rows that stand side by side in px.
const ASIDE: f64 = 22.0;

/// What a row of the key explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Swatch {
    /// A class; of one below a midpoint, with its hatching.
    Class(Ink),
    /// Areas without a value.
    NoData,
    /// Areas in focus, and the class of the one; none where it differs between panels.
    Focus(Option<Ink>),
}

struct Row {
    swatch: Swatch,
    lines: Vec<String>,
    font: Font,
    /// How many areas, after or under the name.
    count: String,
    /// Whether the count has room beside the last line.
    beside: bool,
}

impl Row {
    fn height(&self) -> f64 {
        let lines = self.lines.len() as f64 * self.font.line();
        let under = if self.beside || self.count.is_empty() {
            0.0
        } else {
            Font::SMALL.line()
        };
        (lines + under).max(SWATCH.1) + BETWEEN
    }
}

/// A key laid out for a width.
pub(crate) struct Legend {
    caption: Vec<String>,
    rows: Vec<Row>,
    /// Where each row stands under the caption.
    places: Vec<(f64, f64)>,
    /// Where the last one ends.
    under: f64,
    notes: Vec<String>,
    /// The height in px.
    pub height: f64,
}

impl Legend {
    /// The key of areas, in lines of at most `width` px.
    pub(crate) fn lay_out(places: &Places<'_>, width: f64) -> Legend {
        let caption = wrap(&places.quantity.caption(), width, Font::SMALL);
        let room = width - SWATCH.0 - GAP;
        let row = |swatch: Swatch, text: &str, font: Font, count: String| {
            let lines = wrap(text, room, font);
            let last = lines.last().map_or(0.0, |line| font.width(line));
            let beside = last + GAP + Font::SMALL.width(&count) <= room;
            Row {
                swatch,
                lines,
                font,
                count,
                beside,
            }
        };
        let mut rows: Vec<Row> = Vec::new();
        if let Some(classes) = &places.classes {
            for (class, areas) in classes.counts.iter().enumerate() {
                let name = classes.name(class, &places.quantity);
                let ink = Swatch::Class(classes.ink(class));
                let areas = match places.panels {
                    Some(_) => String::new(),
                    None => count(*areas, "area", "areas"),
                };
                rows.push(row(ink, &name, Font::BODY, areas));
            }
        }
        if places.panels == Some(true) {
            rows.push(row(Swatch::NoData, "No value", Font::BODY, String::new()));
        } else if places.panels.is_none()
            && let Some((reason, areas)) = no_value(places)
        {
            let areas = count(areas, "area", "areas");
            rows.push(row(Swatch::NoData, &reason, Font::BODY, areas));
        }
        for place in places.places.iter().filter(|place| place.focus) {
            let (ink, words) = match places.panels {
                Some(_) => (None, place.name.clone()),
                None => (Some(places.ink(place)), places.title(place)),
            };
            rows.push(row(Swatch::Focus(ink), &words, Font::STRONG, String::new()));
        }
        let notes: Vec<String> = notes(places)
            .iter()
            .flat_map(|note| wrap(note, width, Font::SMALL))
            .collect();
        // Over several panels the rows stand side by side, else under each other.
        let across = places.panels.is_some();
        let (mut x, mut y, mut high) = (0.0, 0.0, 0.0f64);
        let mut at = Vec::new();
        for row in &rows {
            let wide = SWATCH.0 + GAP + widest(&row.lines, row.font);
            if x > 0.0 && (!across || x + wide > width) {
                (x, y, high) = (0.0, y + high, 0.0);
            }
            at.push((x, y));
            high = high.max(row.height());
            x += wide + ASIDE;
        }
        let under = y + high;
        let lines = caption.len() + notes.len();
        Legend {
            height: lines as f64 * Font::SMALL.line() + under + BETWEEN,
            caption,
            rows,
            places: at,
            under,
            notes,
        }
    }

    /// Draws the key with its left upper corner at a point.
    pub(crate) fn draw(&self, surface: &Surface, x: f64, top: f64) {
        surface.quiet(&self.caption, x, top, Anchor::Start);
        let first = top + self.caption.len() as f64 * Font::SMALL.line() + BETWEEN;
        let placed = || self.rows.iter().zip(&self.places);
        for (row, (left, under)) in placed() {
            draw_swatch(surface, row, x + left, first + under);
        }
        for (row, (left, under)) in placed() {
            draw_words(surface, row, x + left + SWATCH.0 + GAP, first + under);
        }
        surface.quiet(&self.notes, x, first + self.under, Anchor::Start);
    }
}

/// The corners of a swatch in tenths of a px.
fn corners(row: &Row, x: f64, y: f64) -> Vec<(i32, i32)> {
    let top = y + (row.font.line() - SWATCH.1).max(0.0) / 2.0;
    let unit = |length: f64| (length * 10.0).round() as i32;
    let (left, right) = (unit(x), unit(x + SWATCH.0));
    let (top, bottom) = (unit(top), unit(top + SWATCH.1));
    vec![(left, top), (right, top), (right, bottom), (left, bottom)]
}

fn draw_swatch(surface: &Surface, row: &Row, x: f64, y: f64) {
    let outline = [corners(row, x, y)];
    let ink = match row.swatch {
        Swatch::Class(ink) => Some(ink),
        Swatch::Focus(ink) => ink,
        Swatch::NoData => Some(Ink::NoData),
    };
    if let Some(ink) = ink {
        surface.outlines(ink, &outline);
        hatch(surface, ink, &outline);
    }
    if let Swatch::Focus(_) = row.swatch {
        surface.outlines(Ink::Halo, &outline);
        surface.outlines(Ink::Outline, &outline);
    }
}

fn draw_words(surface: &Surface, row: &Row, x: f64, y: f64) {
    surface.label(Label {
        lines: &row.lines,
        x,
        top: y,
        anchor: Anchor::Start,
        font: row.font,
        ink: Ink::Text,
    });
    if row.count.is_empty() {
        return;
    }
    let last = row.lines.len().saturating_sub(1);
    let (x, top) = if row.beside {
        let wide = widest(&row.lines[last..], row.font);
        (x + wide + GAP, y + last as f64 * row.font.line())
    } else {
        (x, y + row.lines.len() as f64 * row.font.line())
    };
    // Both stand on one line of writing.
    let drop = if row.beside {
        (row.font.size - Font::SMALL.size) * 1.1
    } else {
        0.0
    };
    surface.quiet(
        std::slice::from_ref(&row.count),
        x,
        top + drop,
        Anchor::Start,
    );
}

/// Draws the hatching of an area without a value, or of one below a midpoint.
pub(super) fn hatch(surface: &Surface, ink: Ink, outlines: &[Vec<(i32, i32)>]) {
    let (lines, apart, level) = match ink {
        Ink::NoData => (Ink::Hatch, 60, false),
        Ink::Below1 | Ink::Below2 => (Ink::Below, 40, true),
        _ => return,
    };
    let px = |(x, y): (i32, i32)| (f64::from(x) / 10.0, f64::from(y) / 10.0);
    for (from, to) in hatching(outlines, apart, level) {
        surface.line(lines, &[px(from), px(to)]);
    }
}

/// Why areas have no value, and how many.
fn no_value(places: &Places<'_>) -> Option<(String, usize)> {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for place in &places.places {
        if let Some(reason) = place.point.reason() {
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, areas)) => *areas += 1,
                None => reasons.push((reason, 1)),
            }
        }
    }
    let areas = reasons.iter().map(|(_, areas)| areas).sum();
    match reasons.as_slice() {
        [] => None,
        [(reason, _)] => {
            let mut letters = reason.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            Some((first.chain(letters).collect(), areas))
        }
        several => {
            let told: Vec<String> = several
                .iter()
                .map(|(reason, areas)| format!("{areas} {reason}"))
                .collect();
            Some((format!("No value ({})", told.join(", ")), areas))
        }
    }
}

/// What the classes are, and what they lie around.
fn notes(places: &Places<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((value, name)) = &places.midpoint {
        let value = places.quantity.show(*value);
        notes.push(match name {
            Some(name) => format!("Compared with {name}, {value}; areas below it are striped."),
            None => format!("Compared with {value}; areas below it are striped."),
        });
    }
    let method = places.classes.as_ref().and_then(|classes| classes.method());
    notes.extend(method.map(|method| match places.panels {
        Some(_) => format!("{}, over all panels.", method.trim_end_matches('.')),
        None => method,
    }));
    notes
}
