//! The elements of a drawing, written as SVG with classes as they are drawn, and text with real widths.
//!
//! Positions are whole tenths of a px; numbers are written without what they do not need. Elements of one
//! kind that follow each other share a `<g>`, and paths of one class a single `<path>`.

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
        // Most boxes stand over or under each other.
        self.y + self.h > y + TOUCH
            && y + h > self.y + TOUCH
            && self.x + self.w > x + TOUCH
            && x + w > self.x + TOUCH
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
    fn write(&self, out: &mut Vec<u8>) {
        let class = self.ink.class();
        if !class.is_empty() {
            out.extend(b" class=\"");
            out.extend(class.as_bytes());
            out.push(b'"');
        }
        out.extend(match self.anchor {
            Anchor::Start => "".as_bytes(),
            Anchor::Middle => b" text-anchor=\"middle\"",
            Anchor::End => b" text-anchor=\"end\"",
        });
        if self.size != BASE_SIZE {
            out.extend(b" font-size=\"");
            number((self.size * UNITS).round() as i32, out);
            out.push(b'"');
        }
        if let Some(stroke) = self.stroke {
            out.extend(b" stroke-width=\"");
            number(stroke, out);
            out.push(b'"');
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

/// The elements of a drawing. They are written as bytes, and seen to be text once, when all are there.
#[derive(Default)]
pub(crate) struct Elements {
    list: Vec<Element>,
    /// What the elements hold, one after another: data of paths, text with its position.
    held: Vec<u8>,
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
        let mut out = Vec::with_capacity(self.held.len() + self.list.len() * 32);
        let elements = gathered(&self.list);
        let mut attributes = Vec::new();
        for run in elements.chunk_by(|left, right| left.look == right.look) {
            attributes.clear();
            run[0].look.write(&mut attributes);
            self.write_run(run, &attributes, &mut out);
        }
        String::from_utf8(out).expect("elements are text")
    }

    /// Writes elements that share their attributes.
    fn write_run(&self, run: &[&Element], shared: &[u8], out: &mut Vec<u8>) {
        let grouped = run.len() > 1 && !shared.is_empty();
        let own: &[u8] = if grouped { b"" } else { shared };
        if grouped {
            out.extend(b"<g");
            out.extend(shared);
            out.push(b'>');
        }
        for element in run {
            let (name, before, after) = match element.kind {
                Kind::Path | Kind::Area => ("<path", " d=\"", "\"/>"),
                Kind::Circle => ("<circle", "", "/>"),
                Kind::Text => ("<text", "", "</text>"),
            };
            out.extend(name.as_bytes());
            out.extend(own);
            if let Some(row) = element.row {
                out.extend(format!("{ROW}{row}\"").as_bytes());
            }
            out.extend(before.as_bytes());
            out.extend(&self.held[element.held.clone()]);
            out.extend(after.as_bytes());
        }
        if grouped {
            out.extend(b"</g>");
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
                None => pair(b'M', *x, *y, data),
                Some((x0, y0)) => pair(b'm', x - x0, y - y0, data),
            };
            data.extend(b"h0");
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
        for (name, value) in [(" cx=\"", x), (" cy=\"", y), (" r=\"", radius)] {
            self.held.extend(name.as_bytes());
            number(value, &mut self.held);
            self.held.push(b'"');
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
        held.extend(b" x=\"");
        number(x, held);
        held.extend(b"\" y=\"");
        number(baseline, held);
        held.extend(b"\">");
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
    let mut looks: Vec<Look> = Vec::new();
    let is_text = |element: &Element| element.kind == Kind::Text;
    for stretch in elements.chunk_by(|left, right| is_text(left) && is_text(right)) {
        looks.clear();
        for element in stretch {
            if !looks.contains(&element.look) {
                looks.push(element.look);
            }
        }
        for look in &looks {
            // Those of a kind stay in their order.
            ordered.extend(stretch.iter().filter(|element| element.look == *look));
        }
    }
    ordered
}

/// Writes a length in tenths of a px, as short as SVG allows; tells whether it has a point. A drawing holds
/// thousands of numbers.
pub(crate) fn number(tenths: i32, out: &mut Vec<u8>) -> bool {
    let (mut whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let mut letters = [0; 12];
    let mut first = letters.len();
    let mut put = |letter: u8| {
        first -= 1;
        letters[first] = letter;
    };
    // From the last letter to the first.
    if tenth > 0 {
        put(b'0' + tenth as u8);
        put(b'.');
    }
    if whole == 0 && tenth == 0 {
        put(b'0');
    }
    while whole > 0 {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
    }
    if tenths < 0 {
        put(b'-');
    }
    out.extend(&letters[first..]);
    tenth > 0
}

/// A number after another, parted from it only where it has to be: its sign parts it, and so does
/// its point where the one before has a point already.
fn next_number(tenths: i32, after_point: bool, out: &mut Vec<u8>) -> bool {
    if tenths >= 10 || tenths == 0 || tenths > 0 && !after_point {
        out.push(b' ');
    }
    number(tenths, out)
}

fn pair(letter: u8, x: i32, y: i32, out: &mut Vec<u8>) -> bool {
    out.push(letter);
    let has_point = number(x, out);
    next_number(y, has_point, out)
}

fn path_data(points: impl IntoIterator<Item = Place>, closed: bool, data: &mut Vec<u8>) {
    let mut at: Option<Place> = None;
    for (x, y) in points {
        match at {
            None => pair(b'M', x, y, data),
            Some((x0, y0)) if x == x0 && y == y0 => false,
            Some((x0, y0)) if y == y0 => single(b'h', x - x0, data),
            Some((x0, y0)) if x == x0 => single(b'v', y - y0, data),
            Some((x0, y0)) => pair(b'l', x - x0, y - y0, data),
        };
        at = Some((x, y));
    }
    if closed {
        data.push(b'z');
    }
}

/// A closed outline as short as SVG allows: the letter of a step is not repeated.
fn outline_data(points: &[Place], data: &mut Vec<u8>) {
    let Some(first) = points.first() else { return };
    pair(b'M', first.0, first.1, data);
    // Whether the last number has a point, where the step before has the letter that this one would have.
    let mut lined: Option<bool> = None;
    for step in points.windows(2) {
        let (x, y) = (step[1].0 - step[0].0, step[1].1 - step[0].1);
        lined = match (x, y, lined) {
            (0, 0, _) => continue,
            (0, y, _) => {
                single(b'v', y, data);
                None
            }
            (x, 0, _) => {
                single(b'h', x, data);
                None
            }
            (x, y, Some(after_point)) => {
                let has_point = next_number(x, after_point, data);
                Some(next_number(y, has_point, data))
            }
            (x, y, None) => Some(pair(b'l', x, y, data)),
        };
    }
    data.push(b'z');
}

fn single(letter: u8, length: i32, out: &mut Vec<u8>) -> bool {
    out.push(letter);
    number(length, out)
}

/// Text with the characters that XML gives a meaning written as references.
pub(crate) fn escape(text: &str, out: &mut Vec<u8>) {
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
        out.extend(&text.as_bytes()[from..at]);
        out.extend(reference.as_bytes());
        from = at + 1;
    }
    out.extend(&text.as_bytes()[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_as_short_as_svg_allows() {
        let written = |tenths| {
            let mut out = Vec::new();
            number(tenths, &mut out);
            String::from_utf8(out).expect("digits are text")
        };
        assert_eq!(written(120), "12");
        assert_eq!(written(-5), "-.5");
        assert_eq!(written(1234), "123.4");
    }

    #[test]
    fn straight_steps_are_written_as_such() {
        let mut data = Vec::new();
        path_data([(0, 0), (100, 0), (100, 55), (90, -45)], true, &mut data);
        assert_eq!(data, b"M0 0h10v5.5l-1-10z");
    }
}
