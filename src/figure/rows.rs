//! The frame of charts that lie across: a row for each category, numbers along the width.
//!
//! Category names stand left of the rows; where they would need too much of the width, above
//! them. Nothing here can run out of room: names wrap, and the sheet grows as tall as it must.

use super::cut::Cut;
use super::grid::{Grid, Name, Point};
use super::ink::{Ink, Role, Shape};
use super::key::{Key, KeyItem};
use super::metrics::Font;
use super::room::{Room, Sides};
use super::scale::{Quantity, Scale, Tick, position};
use super::sheet::{Anchor, Label, Surface};
use super::text::{clean, widest, words_fit, wrap};
use crate::model::Reference;

/// From what width in px a chart is laid out for wide pages.
pub(crate) const WIDE: f64 = 500.0;
/// The room between the name of a category and its row in px.
const BESIDE: f64 = 10.0;

/// What a chart of rows shows.
pub(crate) struct Rows<'a> {
    /// The key above the rows; may be empty.
    pub key: Vec<KeyItem>,
    /// The name of each row and the part it plays.
    pub names: Vec<(&'a str, Role)>,
    /// The height of each row in px.
    pub heights: Vec<f64>,
    /// The room between two rows in px.
    pub between: f64,
    /// The least and the greatest value that is drawn.
    pub domain: (f64, f64),
    /// What reaches beyond the values: the frame keeps it inside.
    pub reach: Vec<Reach>,
    /// What is measured.
    pub quantity: &'a Quantity<'a>,
    /// A numeric reference: where it is and its label.
    pub rule: Option<(f64, String)>,
}

/// How far labels reach beyond a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// The value.
    pub at: f64,
    /// How far left of it, in px.
    pub left: f64,
    /// How far right of it, in px.
    pub right: f64,
}

/// Where the frame left room to draw.
pub(crate) struct Frame {
    /// The sheet, with names, gridlines and axis drawn.
    pub surface: Surface,
    /// From values to positions.
    pub scale: Scale,
    /// The top of each row.
    pub tops: Vec<f64>,
    /// The left and right edge of the room for rows, value labels included.
    pub room: (f64, f64),
    /// Where the least value stands.
    pub start: f64,
    spans: Vec<(f64, f64)>,
    rule: Option<f64>,
}

/// Names in lines, beside their rows or above them.
struct NameColumn {
    lines: Vec<Vec<String>>,
    /// The width they take beside the rows; none where they stand above.
    beside: Option<f64>,
}

/// Where the rows lie.
struct Levels {
    /// The top of each row.
    tops: Vec<f64>,
    /// The top of each name.
    names: Vec<f64>,
    /// The lower end of the gridlines.
    bottom: f64,
}

impl Rows<'_> {
    fn font(&self, row: usize) -> Font {
        if self.names[row].1.is_focus() {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    /// From where to where the values are drawn between two edges, so that what reaches beyond
    /// them stays inside.
    fn plot(&self, left: f64, right: f64) -> (f64, f64) {
        let (mut from, mut to) = (left, right);
        let span = self.domain.1 - self.domain.0;
        for _ in 0..8 {
            let place = |at: f64| from + (at - self.domain.0) / span * (to - from);
            let (mut short_left, mut short_right) = (0.0f64, 0.0f64);
            for reach in &self.reach {
                let at = place(reach.at);
                short_left = short_left.max(left + reach.left - at);
                short_right = short_right.max(at + reach.right - right);
            }
            if short_left < 0.05 && short_right < 0.05 {
                break;
            }
            (from, to) = (from + short_left, to - short_right);
        }
        (from, to.max(from + (right - left) * 0.12))
    }

    fn names(&self, room: &Room) -> NameColumn {
        let (width, sides) = (room.width, room.sides());
        let (share, most_lines) = if width >= WIDE { (0.36, 4) } else { (0.31, 1) };
        let room = (width * share).floor();
        let lines: Vec<Vec<String>> = (0..self.names.len())
            .map(|row| wrap(self.names[row].0, room, self.font(row)))
            .collect();
        let whole =
            (0..self.names.len()).all(|row| words_fit(self.names[row].0, room, self.font(row)));
        let (from, to) = self.plot(room + BESIDE, width);
        let leaves_room = to - from >= width * 0.3;
        if !sides.above
            && whole
            && leaves_room
            && lines.iter().all(|lines| lines.len() <= most_lines)
        {
            let taken = (0..lines.len())
                .map(|row| widest(&lines[row], self.font(row)))
                .fold(0.0, f64::max);
            let beside = Some((taken.ceil() + BESIDE).max(sides.names));
            return NameColumn { lines, beside };
        }
        let lines = (0..self.names.len())
            .map(|row| wrap(self.names[row].0, width, self.font(row)))
            .collect();
        NameColumn {
            lines,
            beside: None,
        }
    }

    /// Lays out the frame for a width in px and draws it, but for the axis, which lies over what
    /// the chart draws: [`Frame::lines`].
    pub(crate) fn frame(&self, room: &Room) -> Frame {
        self.frame_at(room, |row| self.heights[row] / 2.0)
    }

    /// The same where the marks of a row do not lie in its middle: `middle` is how far under its top
    /// they do, and there the name of the row stands.
    pub(crate) fn frame_at(&self, room: &Room, middle: impl Fn(usize) -> f64) -> Frame {
        let width = room.width;
        let own: &[KeyItem] = match room.shares_head() {
            true => &[],
            false => &self.key,
        };
        let key = Key::lay_out(own, width);
        let names = self.names(room);
        let left = names.beside.unwrap_or(0.0);
        let (from, to) = self.plot(left, width);
        let sides = room.sides();
        let (from, to) = (from.max(sides.left), to.min(width - sides.right));
        let scale = Scale::new(self.domain, (from, to));
        let rule_room = match self.rule {
            Some(_) => Font::SMALL.line() + 4.0,
            None => 0.0,
        };
        let start = key.height + rule_room;
        let levels = self.levels(&names, start, middle);
        let caption = match room.shares_head() {
            true => Vec::new(),
            false => wrap(&self.quantity.caption(), width - left, Font::SMALL),
        };
        let under = Font::SMALL.line() * (1 + caption.len()) as f64 + 8.0;
        let mut surface = Surface::new(width, levels.bottom + under);
        surface.sides = Sides {
            names: left,
            left: from,
            right: width - to,
            above: names.beside.is_none(),
            across: true,
        };
        let spans = match names.beside {
            Some(_) => vec![(start, levels.bottom)],
            None => self.spans(&levels),
        };
        self.draw_grid(&surface, &scale, &spans);
        key.draw(&surface, 0.0);
        self.draw_names(&surface, &names, &levels);
        let caption_top = levels.bottom + Font::SMALL.line() + 6.0;
        surface.quiet(&caption, left, caption_top, Anchor::Start);
        let rule = self.rule.as_ref().map(|(value, label)| {
            let x = scale.at(*value);
            draw_rule_label(&surface, label, x, key.height);
            x
        });
        Frame {
            surface,
            scale,
            tops: levels.tops,
            room: (left, width),
            start: from,
            spans,
            rule,
        }
    }

    /// Sets the rows under each other.
    fn levels(&self, names: &NameColumn, start: f64, middle: impl Fn(usize) -> f64) -> Levels {
        let mut levels = Levels {
            tops: Vec::with_capacity(self.heights.len()),
            names: Vec::with_capacity(self.heights.len()),
            bottom: 0.0,
        };
        let mut y = start;
        for (row, height) in self.heights.iter().enumerate() {
            let name = names.lines[row].len() as f64 * Font::BODY.line();
            if names.beside.is_some() {
                let middle = middle(row);
                let over = (name / 2.0 - middle).max(0.0);
                levels.tops.push(y + over);
                levels.names.push(y + over + middle - name / 2.0);
                y += over + height.max(middle + name / 2.0) + self.between;
            } else {
                levels.names.push(y);
                levels.tops.push(y + name + 2.0);
                y += name + 2.0 + height + self.between;
            }
        }
        levels.bottom = y - self.between + 6.0;
        levels
    }

    fn draw_names(&self, surface: &Surface, names: &NameColumn, levels: &Levels) {
        for (row, top) in levels.names.iter().enumerate() {
            let (x, anchor) = match names.beside {
                Some(beside) => (beside - BESIDE, Anchor::End),
                None => (0.0, Anchor::Start),
            };
            surface.label(Label {
                lines: &names.lines[row],
                x,
                top: *top,
                anchor,
                font: self.font(row),
                ink: Ink::Text,
            });
        }
    }

    /// The heights that lines along the rows cross where names stand between the rows.
    fn spans(&self, levels: &Levels) -> Vec<(f64, f64)> {
        let rows = levels.tops.iter().zip(&self.heights);
        let mut spans: Vec<(f64, f64)> = rows.map(|(top, high)| (*top, top + high)).collect();
        if let Some(last) = spans.last_mut() {
            last.1 = levels.bottom;
        }
        spans
    }

    /// Gridlines with their numbers under them.
    fn draw_grid(&self, surface: &Surface, scale: &Scale, spans: &[(f64, f64)]) {
        let ticks = self.ticks(scale, surface.width());
        for (tick, _) in &ticks {
            for (top, bottom) in spans {
                surface.line(Ink::Grid, &[(tick.at, *top), (tick.at, *bottom)]);
            }
        }
        let bottom = spans.last().map_or(0.0, |(_, bottom)| *bottom);
        for (tick, x) in ticks {
            surface.quiet(&[tick.text], x, bottom + 2.0, Anchor::Middle);
        }
    }

    /// As many ticks as stand apart, at most eight, each with the middle of its label.
    fn ticks(&self, scale: &Scale, width: f64) -> Vec<(Tick, f64)> {
        let half = |tick: &Tick| Font::SMALL.width(&tick.text) / 2.0;
        for most in (2..=8).rev() {
            let ticks = self.quantity.ticks(scale, most).into_iter();
            let placed: Vec<(Tick, f64)> = ticks
                .map(|tick| {
                    let half = half(&tick);
                    let x = tick.at.clamp(half, (width - half).max(half));
                    (tick, x)
                })
                .collect();
            let apart = placed
                .windows(2)
                .all(|pair| pair[1].1 - half(&pair[1].0) >= pair[0].1 + half(&pair[0].0) + 12.0);
            if apart {
                return placed;
            }
        }
        Vec::new()
    }
}

fn draw_rule_label(surface: &Surface, label: &str, x: f64, top: f64) {
    let lines = wrap(label, surface.width(), Font::SMALL);
    let half = widest(&lines, Font::SMALL) / 2.0;
    let x = x.clamp(half, (surface.width() - half).max(half));
    surface.quiet(&lines, x, top, Anchor::Middle);
}

impl Frame {
    /// Draws the axis at a value and the line of a numeric reference: over the shapes, under the
    /// labels.
    pub(crate) fn lines(&self, axis: Option<f64>) {
        let upright = |ink: Ink, x: f64| {
            for (top, bottom) in &self.spans {
                self.surface.line(ink, &[(x, *top), (x, *bottom)]);
            }
        };
        if let Some(value) = axis {
            upright(Ink::Axis, self.scale.at(value));
        }
        if let Some(x) = self.rule {
            upright(Ink::Rule, x);
        }
    }

    /// Draws what stands for a missing value: as much of it as there is room for, right of `x`.
    pub(crate) fn gap(&mut self, point: &Point, x: f64, middle: f64) {
        let Some(mark) = point.gap() else {
            return;
        };
        let font = Font::SMALL;
        let reason = point.reason().map(clean).unwrap_or_default();
        let full = if reason == mark || reason.is_empty() {
            mark.clone()
        } else {
            format!("{mark} {reason}")
        };
        for text in [full, mark.clone()] {
            let label = Label {
                lines: &[text],
                x: x + 6.0,
                top: middle - font.line() / 2.0,
                anchor: Anchor::Start,
                font,
                ink: Ink::Quiet,
            };
            if self.surface.label_if_free(label) {
                return;
            }
        }
        self.surface.give_up(mark);
    }
}

/// The numeric reference of a figure, with its label.
pub(crate) fn rule(
    figure: &Cut<'_>,
    grid: &Grid,
    quantity: &Quantity<'_>,
) -> Option<(f64, String)> {
    match &figure.reference {
        Some(Reference::Number(number)) if !grid.has_reference() => {
            let label = format!(
                "Reference: {}",
                quantity.as_precise_as(number.value).show(number.value)
            );
            Some((position(number.value), label))
        }
        _ => None,
    }
}

/// The key of a grid: its series in order, or nothing where there is one. A panel's own series is
/// named by its heading.
pub(crate) fn key(grid: &Grid, shaped: bool) -> Vec<KeyItem> {
    if !grid.has_series {
        return Vec::new();
    }
    let entry = |(place, name): (usize, &Name)| KeyItem {
        name: name.label.clone(),
        role: name.role,
        shape: shaped.then(|| Shape::nth(place)),
    };
    let named = grid.series.iter().enumerate();
    named
        .filter(|(_, name)| !name.label.is_empty())
        .map(entry)
        .collect()
}

/// The names of the rows of a grid.
pub(crate) fn names(grid: &Grid) -> Vec<(&str, Role)> {
    grid.categories
        .iter()
        .map(|name| (name.label.as_str(), name.role))
        .collect()
}
