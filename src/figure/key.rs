//! The key above a chart, where series cannot be labelled in place.

use super::ink::{Role, Shape};
use super::metrics::Font;
use super::sheet::{Anchor, Label, Surface};
use super::text::{widest, wrap};

const SWATCH: f64 = 12.0;
const GAP: f64 = 6.0;
const BETWEEN: f64 = 20.0;
/// The room under a key in px.
const AFTER: f64 = 10.0;

/// An entry: a name and what stands for it.
pub(crate) struct KeyItem {
    /// The name of the series.
    pub name: String,
    /// The part it plays.
    pub role: Role,
    /// The shape of its points; none for bars.
    pub shape: Option<Shape>,
}

/// A key laid out for a width.
pub(crate) struct Key {
    items: Vec<Placed>,
    /// The height in px, with the room under it; 0 for a key without entries.
    pub height: f64,
}

struct Placed {
    lines: Vec<String>,
    font: Font,
    x: f64,
    y: f64,
    role: Role,
    shape: Option<Shape>,
}

impl Key {
    /// Sets the entries beside each other, as many as the width holds.
    pub(crate) fn lay_out(items: &[KeyItem], width: f64) -> Key {
        let (mut x, mut y, mut row) = (0.0, 0.0, 0.0f64);
        let mut placed = Vec::new();
        for item in items {
            let font = if item.role.is_focus() {
                Font::STRONG
            } else {
                Font::BODY
            };
            let lines = wrap(&item.name, width - SWATCH - GAP, font);
            let wide = SWATCH + GAP + widest(&lines, font);
            if x > 0.0 && x + wide > width {
                x = 0.0;
                y += row;
                row = 0.0;
            }
            row = row.max(lines.len() as f64 * font.line() + 3.0);
            placed.push(Placed {
                lines,
                font,
                x,
                y,
                role: item.role,
                shape: item.shape,
            });
            x += wide + BETWEEN;
        }
        let height = if items.is_empty() {
            0.0
        } else {
            y + row + AFTER
        };
        let items = placed;
        Key { items, height }
    }

    /// Draws the key with its top at `top`.
    pub(crate) fn draw(&self, surface: &Surface, top: f64) {
        for item in &self.items {
            let middle = top + item.y + item.font.line() / 2.0;
            let ink = item.role.area();
            match item.shape {
                Some(shape) => {
                    surface.point(ink, shape, (item.x + SWATCH / 2.0, middle), SWATCH / 2.0)
                }
                None => {
                    surface.rectangle(ink, item.x, middle - SWATCH / 2.0, SWATCH, SWATCH);
                }
            }
        }
        for item in &self.items {
            surface.label(Label {
                lines: &item.lines,
                x: item.x + SWATCH + GAP,
                top: top + item.y,
                anchor: Anchor::Start,
                font: item.font,
                ink: super::ink::Ink::Text,
            });
        }
    }
}
