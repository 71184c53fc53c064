//! The names at the ends of lines: in the margin, each as near to its line as the others allow.

use super::ink::Ink;
use super::metrics::Font;
use super::rows::WIDE;
use super::sheet::{Anchor, Label, Surface};
use super::spread::spread;
use super::text::{longest_word, widest, wrap};

/// The room between the end of a line and its label in px: for the point and a leader; and where
/// there is one label alone, which need not move.
const BESIDE: f64 = 20.0;
const ALONE: f64 = 9.0;
/// The most height that names in the margin may take together in px.
const TALLEST: f64 = 280.0;

/// What stands at the end of a line.
pub(crate) struct EndLabel {
    /// The name of the series; may be empty.
    pub name: String,
    /// Its last value; may be empty.
    pub value: String,
    /// How the name and value are written.
    pub font: Font,
    /// What they are.
    pub ink: Ink,
    /// The last point: moment and value; none for a line without any.
    pub from: Option<(f64, f64)>,
}

/// The labels in the margin.
pub(crate) struct EndLabels {
    blocks: Vec<Block>,
    /// The width of the margin in px.
    pub width: f64,
    /// The height the labels need in px.
    pub height: f64,
    /// The room between the end of a line and its label in px.
    beside: f64,
    /// Whether the names are too long for the margin and stand in a key instead.
    pub names_outside: bool,
}

struct Block {
    lines: Vec<String>,
    /// The value, where it does not stand on the last line of the name.
    below: Option<String>,
    /// Where on the last line the value stands, and the value.
    beside: Option<(f64, String)>,
    label: EndLabel,
}

impl Block {
    fn new(label: EndLabel, room: f64, named: bool) -> Block {
        let lines = if named {
            wrap(&label.name, room, label.font)
        } else {
            Vec::new()
        };
        let value = Some(label.value.clone()).filter(|value| !value.is_empty());
        let at = lines
            .last()
            .map_or(0.0, |line| label.font.width(line) + label.font.width(" "));
        let fits = |value: &String| at > 0.0 && at + Font::STRONG.width(value) <= room;
        let (beside, below) = match value {
            Some(value) if fits(&value) => (Some((at, value)), None),
            value => (None, value),
        };
        Block {
            lines,
            below,
            beside,
            label,
        }
    }

    fn height(&self) -> f64 {
        let lines = self.lines.len() + usize::from(self.below.is_some());
        self.label.font.line() * lines.max(1) as f64
    }

    fn width(&self) -> f64 {
        let name = widest(&self.lines, self.label.font);
        let below = self.below.as_deref().unwrap_or("");
        let beside = self.beside.as_ref();
        let beside = beside.map_or(0.0, |(at, value)| at + Font::STRONG.width(value));
        name.max(Font::STRONG.width(below)).max(beside)
    }
}

impl EndLabels {
    /// Lays the labels out for a chart of a width in px.
    pub(crate) fn lay_out(labels: Vec<EndLabel>, width: f64) -> EndLabels {
        let room = width * if width >= WIDE { 0.26 } else { 0.32 } - BESIDE;
        let whole = labels
            .iter()
            .all(|label| longest_word(&label.name, label.font) <= room);
        let tall: f64 = labels
            .iter()
            .map(|label| {
                let lines = wrap(&label.name, room, label.font).len() + 1;
                lines as f64 * label.font.line() + 6.0
            })
            .sum();
        EndLabels::build(labels, room, whole && tall <= TALLEST)
    }

    /// The same in a margin of `room` px that always holds the names, however long they are.
    pub(crate) fn beside(labels: Vec<EndLabel>, room: f64) -> EndLabels {
        EndLabels::build(labels, room - BESIDE, true)
    }

    /// The same with the values alone, for a chart whose names stand elsewhere.
    pub(crate) fn numbers(labels: Vec<EndLabel>, width: f64) -> EndLabels {
        EndLabels::build(labels, width * 0.4 - BESIDE, false)
    }

    fn build(labels: Vec<EndLabel>, room: f64, named: bool) -> EndLabels {
        let blocks: Vec<Block> = labels
            .into_iter()
            .map(|label| {
                let own = named || label.ink == Ink::Quiet;
                Block::new(label, room, own)
            })
            .collect();
        let widest = blocks.iter().map(Block::width).fold(0.0, f64::max);
        let beside = match blocks.len() {
            1 if !named => ALONE,
            _ => BESIDE,
        };
        EndLabels {
            beside,
            width: (widest + beside + 1.0).ceil(),
            height: blocks.iter().map(|block| block.height() + 6.0).sum(),
            names_outside: !named,
            blocks,
        }
    }

    /// Draws the labels right of `right`, between `top` and `bottom`; `at` gives the position of
    /// a line's last point.
    pub(crate) fn draw(
        &self,
        surface: &Surface,
        at: impl Fn((f64, f64)) -> (f64, f64),
        right: f64,
        (top, bottom): (f64, f64),
    ) {
        let ends: Vec<(f64, f64)> = self
            .blocks
            .iter()
            .map(|block| block.label.from.map_or((right, bottom), &at))
            .collect();
        // A block is level with its line at its first line, not at its middle.
        let wanted: Vec<f64> = self
            .blocks
            .iter()
            .zip(&ends)
            .map(|(block, end)| end.1 + (block.height() - block.label.font.line()) / 2.0)
            .collect();
        let sizes: Vec<f64> = self.blocks.iter().map(Block::height).collect();
        let levels: Vec<f64> = ends.iter().map(|end| end.1).collect();
        let places = spread(&levels, &wanted, &sizes, 4.0, (top, bottom));
        let x = right + self.beside;
        for (place, block) in self.blocks.iter().enumerate() {
            let start = places[place] - block.height() / 2.0;
            let level = start + block.label.font.line() / 2.0;
            let end = ends[place];
            let moved = (level - end.1).abs() > 2.0 || end.0 < right - 1.0;
            if moved && block.label.from.is_some() && block.label.ink == Ink::Text {
                surface.line(Ink::Leader, &[(end.0 + 7.0, end.1), (x - 4.0, level)]);
            }
        }
        for (place, block) in self.blocks.iter().enumerate() {
            let start = places[place] - block.height() / 2.0;
            block.draw(surface, x, start);
        }
    }
}

impl Block {
    fn draw(&self, surface: &Surface, x: f64, top: f64) {
        let line = self.label.font.line();
        surface.label(Label {
            lines: &self.lines,
            x,
            top,
            anchor: Anchor::Start,
            font: self.label.font,
            ink: self.label.ink,
        });
        let value = |text: &String, x: f64, top: f64| {
            surface.label(Label {
                lines: std::slice::from_ref(text),
                x,
                top,
                anchor: Anchor::Start,
                font: Font::STRONG,
                ink: self.label.ink,
            });
        };
        if let Some((at, text)) = &self.beside {
            value(text, x + at, top + line * (self.lines.len() - 1) as f64);
        }
        if let Some(text) = &self.below {
            value(text, x, top + line * self.lines.len() as f64);
        }
    }
}
