//! The elements of a drawing, written as SVG with classes as they are drawn, and text with real widths.
//!
//! Positions are whole tenths of a px; numbers are written without what they do not need. Elements of one
//! kind that follow each other share a `<g>`, and paths of one class a single `<path>`.

use std::fmt::Write;
use std::ops::Range;

use super::ink::{Ink, Inks};
use super::metrics::{ASCENT, DESCENT, Font, LEADING};

/// How many units of positions make a px.
pub(crate) const UNITS: f64 = 10.0;
/// The attribute of an element that stands for a row, up to its number.
pub(crate) const ROW: &str = " data-row=\"";
/// The size that the `<svg>` element sets, in px.
const BASE_SIZE: f64 = 14.0;

/// A position in tenths of a px.
pub(crate) type Place = (i32, i32);

/// A line of text that was drawn, with its glyph box in px.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedText {
    /// The words, which nobody but tests asks for again.
    #[cfg(test)]
    pub text: String,
    /// Which label it belongs to: the lines of one label share a number.
    pub label: usize,
    /// The left edge.
    pub x: f64,
    /// The top edge.
    pub y: f64,
    /// The width.
    pub w: f64,
    /// The height.
    pub h: f64,
}

impl PlacedText {
    /// Whether two glyph boxes share more than an edge.
    pub(crate) fn overlaps(&self, x: f64, y: f64, w: f64, h: f64) -> bool {
        const TOUCH: f64 = 0.11;
        self.x + self.w > x + TOUCH
            && x + w > self.x + TOUCH
            && self.y + self.h > y + TOUCH
            && y + h > self.y + TOUCH
    }
}

/// What kind of element it is, and so what is written around what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Path,
    /// A path that stays by itself.
    Area,
    Circle,
    Text,
}

/// Which point of a line of text its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// What an element looks like. Elements that look the same have the same attributes, and no others do.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Look {
    ink: Ink,
    /// The width of a stroke that its ink does not know, in tenths of a px.
    stroke: Option<i32>,
    /// Which point of a line of text its position names.
    anchor: Anchor,
    /// The size of a text in px.
    size: f64,
}

impl From<Ink> for Look {
    fn from(ink: Ink) -> Look {
        Look {
            ink,
            stroke: None,
            anchor: Anchor::Start,
            size: BASE_SIZE,
        }
    }
}

impl Look {
    /// As attributes; nothing for ordinary text.
    fn write(&self, out: &mut String) {
        let class = self.ink.class();
        if !class.is_empty() {
            out.push_str(" class=\"");
            out.push_str(class);
            out.push('"');
        }
        out.push_str(match self.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        });
        if self.size != BASE_SIZE {
            let _ = write!(out, " font-size=\"{}\"", self.size);
        }
        if let Some(stroke) = self.stroke {
            out.push_str(" stroke-width=\"");
            number(stroke, out);
            out.push('"');
        }
    }
}

struct Element {
    look: Look,
    /// The row of the dataset that the element stands for, where it is one by itself.
    row: Option<usize>,
    kind: Kind,
    /// Where in what all elements hold that of this one stands.
    held: Range<usize>,
}

/// Where a row of the dataset is to be read: a box in px, or a point, which has no size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// The row, by its place in the dataset.
    pub row: usize,
    /// The left edge.
    pub x: f64,
    /// The top edge.
    pub y: f64,
    /// The width.
    pub w: f64,
    /// The height.
    pub h: f64,
}

/// The elements of a drawing.
#[derive(Default)]
pub(crate) struct Elements {
    list: Vec<Element>,
    /// What the elements hold, one after another: data of paths, text with its position.
    held: String,
    texts: Vec<PlacedText>,
    /// The number of the label whose lines are being drawn.
    pub label: usize,
    /// Where rows are to be read.
    pub readings: Vec<Reading>,
    /// The row whose area is being drawn.
    pub row: Option<usize>,
    /// What was drawn with.
    pub inks: Inks,
    /// Whether any element stands for a row.
    pub numbered: bool,
}

impl Elements {
    /// The lines of text so far.
    pub(crate) fn texts(&self) -> &[PlacedText] {
        &self.texts
    }

    /// Gives up the lines of text.
    pub(crate) fn take_texts(&mut self) -> Vec<PlacedText> {
        std::mem::take(&mut self.texts)
    }

    /// The elements as SVG.
    pub(crate) fn markup(&self) -> String {
        let mut out = String::with_capacity(self.held.len() + self.list.len() * 32);
        let elements = gathered(&self.list);
        let mut attributes = String::new();
        for run in elements.chunk_by(|left, right| left.look == right.look) {
            attributes.clear();
            run[0].look.write(&mut attributes);
            self.write_run(run, &attributes, &mut out);
        }
        out
    }

    /// Writes elements that share their attributes.
    fn write_run(&self, run: &[&Element], shared: &str, out: &mut String) {
        let grouped = run.len() > 1 && !shared.is_empty();
        let own = if grouped { "" } else { shared };
        if grouped {
            out.push_str("<g");
            out.push_str(shared);
            out.push('>');
        }
        for element in run {
            let (name, before, after) = match element.kind {
                Kind::Path | Kind::Area => ("<path", " d=\"", "\"/>"),
                Kind::Circle => ("<circle", "", "/>"),
                Kind::Text => ("<text", "", "</text>"),
            };
            out.push_str(name);
            out.push_str(own);
            if let Some(row) = element.row {
                let _ = write!(out, "{ROW}{row}\"");
            }
            out.push_str(before);
            out.push_str(&self.held[element.held.clone()]);
            out.push_str(after);
        }
        if grouped {
            out.push_str("</g>");
        }
    }

    /// A path through points.
    pub(crate) fn path(&mut self, ink: Ink, points: impl IntoIterator<Item = Place>, closed: bool) {
        let start = self.held.len();
        path_data(points, closed, &mut self.held);
        let look = Look::from(ink);
        if let Some(last) = self.list.last_mut()
            && self.row.is_none()
            && last.row.is_none()
            && last.look == look
            && last.kind == Kind::Path
        {
            last.held.end = self.held.len();
            return;
        }
        self.push(look, self.row, Kind::Path, start);
    }

    /// Points as lines without length, whose round ends are all that is seen: a point takes a
    /// dozen bytes in place of forty.
    pub(crate) fn dots(&mut self, ink: Ink, size: i32, points: &[Place]) {
        if points.is_empty() {
            return;
        }
        let start = self.held.len();
        let data = &mut self.held;
        let mut at: Option<Place> = None;
        for (x, y) in points {
            match at {
                None => pair('M', *x, *y, data),
                Some((x0, y0)) => pair('m', x - x0, y - y0, data),
            };
            data.push_str("h0");
            at = Some((*x, *y));
        }
        let look = Look {
            stroke: Some(size),
            ..Look::from(ink)
        };
        self.push(look, None, Kind::Path, start);
    }

    /// An area of several closed outlines; holes are where outlines overlap.
    pub(crate) fn area<'o>(&mut self, ink: Ink, outlines: impl IntoIterator<Item = &'o [Place]>) {
        let start = self.held.len();
        for outline in outlines {
            outline_data(outline, &mut self.held);
        }
        self.push(Look::from(ink), self.row, Kind::Area, start);
    }

    /// A circle.
    pub(crate) fn circle(&mut self, ink: Ink, (x, y): Place, radius: i32) {
        let start = self.held.len();
        for (name, value) in [(" cx=\"", x), (" cy=\"", y), (" r=\"", radius.max(0))] {
            self.held.push_str(name);
            number(value, &mut self.held);
            self.held.push('"');
        }
        self.push(Look::from(ink), self.row, Kind::Circle, start);
    }

    /// A line of text whose line box has its top at `y`.
    pub(crate) fn text(&mut self, ink: Ink, font: Font, anchor: Anchor, text: &str, (x, y): Place) {
        let width = font.width(text);
        let shift = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let drop = (LEADING - ASCENT - DESCENT) / 2.0 + ASCENT;
        let baseline = y + (drop * font.size * UNITS).round() as i32;
        let start = self.held.len();
        let held = &mut self.held;
        held.push_str(" x=\"");
        number(x, held);
        held.push_str("\" y=\"");
        number(baseline, held);
        held.push_str("\">");
        escape(text, held);
        let look = Look {
            anchor,
            size: font.size,
            ..Look::from(ink)
        };
        self.push(look, self.row, Kind::Text, start);
        self.texts.push(PlacedText {
            #[cfg(test)]
            text: text.to_string(),
            label: self.label,
            x: f64::from(x) / UNITS - shift,
            y: f64::from(baseline) / UNITS - ASCENT * font.size,
            w: width,
            h: (ASCENT + DESCENT) * font.size,
        });
    }

    /// Adds an element, which holds what was written from `start` on.
    fn push(&mut self, look: Look, row: Option<usize>, kind: Kind, start: usize) {
        self.inks.insert(look.ink);
        self.numbered |= row.is_some();
        self.list.push(Element {
            look,
            row,
            kind,
            held: start..self.held.len(),
        });
    }
}

/// The elements in the order in which they are written: lines of text that follow each other,
/// which never cover one another, are gathered by how they look.
fn gathered(elements: &[Element]) -> Vec<&Element> {
    let mut ordered = Vec::with_capacity(elements.len());
    let is_text = |element: &Element| element.kind == Kind::Text;
    for stretch in elements.chunk_by(|left, right| is_text(left) && is_text(right)) {
        let mut kinds: Vec<Look> = Vec::new();
        let mut texts: Vec<(usize, &Element)> = Vec::with_capacity(stretch.len());
        for element in stretch {
            let kind = kinds.iter().position(|known| *known == element.look);
            let kind = kind.unwrap_or_else(|| {
                kinds.push(element.look);
                kinds.len() - 1
            });
            texts.push((kind, element));
        }
        // Those of a kind stay in their order.
        texts.sort_by_key(|(kind, _)| *kind);
        ordered.extend(texts.into_iter().map(|(_, element)| element));
    }
    ordered
}

/// Writes a length in tenths of a px, as short as SVG allows; tells whether it has a point.
pub(crate) fn number(tenths: i32, out: &mut String) -> bool {
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if tenths < 0 {
        out.push('-');
    }
    if whole > 0 || tenth == 0 {
        integer(whole, out);
    }
    if tenth > 0 {
        out.push('.');
        out.push(char::from(b'0' + tenth as u8));
    }
    tenth > 0
}

/// Writes a whole number. A drawing holds thousands of them.
pub(crate) fn integer(mut number: u32, out: &mut String) {
    let mut digits = [0; 10];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.push_str(std::str::from_utf8(&digits[first..]).expect("digits are ASCII"));
}

/// A number after another, parted from it only where it has to be: its sign parts it, and so does
/// its point where the one before has a point already.
fn next_number(tenths: i32, after_point: bool, out: &mut String) -> bool {
    if tenths >= 10 || tenths == 0 || tenths > 0 && !after_point {
        out.push(' ');
    }
    number(tenths, out)
}

fn pair(letter: char, x: i32, y: i32, out: &mut String) -> bool {
    out.push(letter);
    let has_point = number(x, out);
    next_number(y, has_point, out)
}

fn path_data(points: impl IntoIterator<Item = Place>, closed: bool, data: &mut String) {
    let mut at: Option<Place> = None;
    for (x, y) in points {
        match at {
            None => pair('M', x, y, data),
            Some((x0, y0)) if x == x0 && y == y0 => false,
            Some((x0, y0)) if y == y0 => single('h', x - x0, data),
            Some((x0, y0)) if x == x0 => single('v', y - y0, data),
            Some((x0, y0)) => pair('l', x - x0, y - y0, data),
        };
        at = Some((x, y));
    }
    if closed {
        data.push('z');
    }
}

/// A closed outline as short as SVG allows: the letter of a step is not repeated.
fn outline_data(points: &[Place], data: &mut String) {
    let Some(first) = points.first() else { return };
    pair('M', first.0, first.1, data);
    // Whether the last number has a point, where the step before has the letter that this one would have.
    let mut lined: Option<bool> = None;
    for step in points.windows(2) {
        let (x, y) = (step[1].0 - step[0].0, step[1].1 - step[0].1);
        lined = match (x, y, lined) {
            (0, 0, _) => continue,
            (0, y, _) => {
                single('v', y, data);
                None
            }
            (x, 0, _) => {
                single('h', x, data);
                None
            }
            (x, y, Some(after_point)) => {
                let has_point = next_number(x, after_point, data);
                Some(next_number(y, has_point, data))
            }
            (x, y, None) => Some(pair('l', x, y, data)),
        };
    }
    data.push('z');
}

fn single(letter: char, length: i32, out: &mut String) -> bool {
    out.push(letter);
    number(length, out)
}

/// Text with the characters that XML gives a meaning written as references.
pub(crate) fn escape(text: &str, out: &mut String) {
    // Where what has not been written begins.
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(reference);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_as_short_as_svg_allows() {
        let written = |tenths| {
            let mut out = String::new();
            number(tenths, &mut out);
            out
        };
        assert_eq!(written(120), "12");
        assert_eq!(written(-5), "-.5");
        assert_eq!(written(1234), "123.4");
    }

    #[test]
    fn straight_steps_are_written_as_such() {
        let mut data = String::new();
        path_data([(0, 0), (100, 0), (100, 55), (90, -45)], true, &mut data);
        assert_eq!(data, "M0 0h10v5.5l-1-10z");
    }
}
