//! The backend that Plotters draws through: SVG elements with classes, and text with real widths.
//!
//! Plotters works in whole units. One unit here is a tenth of a px, so that positions keep one
//! decimal; numbers are written without what they do not need. Elements of one kind that follow
//! each other share a `<g>`, and paths of one class a single `<path>`.

use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily,
};

use super::ink::Ink;
use super::metrics::{ASCENT, DESCENT, Font, LEADING, Weight};

/// How many of Plotters' units make a px.
pub(crate) const UNITS: f64 = 10.0;
/// The family name that stands for weight 600 on the way through Plotters.
pub(crate) const STRONG_FAMILY: &str = "strong";
/// The attribute of an element that stands for a row, up to its number.
pub(crate) const ROW: &str = " data-row=\"";
/// The size that the `<svg>` element sets, in px.
const BASE_SIZE: f64 = 14.0;

/// A line of text that was drawn, with its glyph box in px.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedText {
    /// The words.
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

enum Body {
    Path(String),
    /// A path that stays by itself.
    Area(String),
    Element(&'static str, String),
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
    body: Body,
}

impl Element {
    fn is_text(&self) -> bool {
        matches!(self.body, Body::Element("text", _))
    }
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

/// Collects what Plotters draws.
#[derive(Default)]
pub(crate) struct SvgBackend {
    size: (u32, u32),
    elements: Vec<Element>,
    texts: Vec<PlacedText>,
    /// The number of the label whose lines are being drawn.
    pub label: usize,
    /// Where rows are to be read.
    pub readings: Vec<Reading>,
    /// The row whose area is being drawn.
    pub row: Option<usize>,
}

impl SvgBackend {
    /// A backend for a chart of a size in px.
    pub(crate) fn new(width: f64, height: f64) -> SvgBackend {
        SvgBackend {
            size: ((width * UNITS) as u32, (height * UNITS) as u32),
            ..SvgBackend::default()
        }
    }

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
        let mut out = String::new();
        let elements = gathered(&self.elements);
        let mut attributes = String::new();
        for run in elements.chunk_by(|left, right| left.look == right.look) {
            attributes.clear();
            run[0].look.write(&mut attributes);
            write_run(run, &attributes, &mut out);
        }
        out
    }

    /// Points as lines without length, whose round ends are all that is seen: a point takes a
    /// dozen bytes in place of forty.
    pub(crate) fn dots(&mut self, ink: Ink, size: i32, points: &[BackendCoord]) {
        if points.is_empty() {
            return;
        }
        let mut data = String::new();
        let mut at: Option<BackendCoord> = None;
        for (x, y) in points {
            match at {
                None => pair('M', *x, *y, &mut data),
                Some((x0, y0)) => pair('m', x - x0, y - y0, &mut data),
            }
            data.push_str("h0");
            at = Some((*x, *y));
        }
        self.elements.push(Element {
            look: Look {
                stroke: Some(size),
                ..Look::from(ink)
            },
            row: None,
            body: Body::Path(data),
        });
    }

    /// An area of several closed outlines; holes are where outlines overlap.
    pub(crate) fn area<'o>(
        &mut self,
        ink: Ink,
        outlines: impl IntoIterator<Item = &'o [BackendCoord]>,
    ) {
        let mut data = String::new();
        outlines
            .into_iter()
            .for_each(|outline| outline_data(outline, &mut data));
        self.push(Look::from(ink), Body::Area(data));
    }

    fn path(&mut self, ink: Ink, data: String) {
        let look = Look::from(ink);
        let row = self.row;
        if let Some(last) = self.elements.last_mut()
            && row.is_none()
            && last.row.is_none()
            && last.look == look
            && let Body::Path(path) = &mut last.body
        {
            path.push_str(&data);
            return;
        }
        self.push(look, Body::Path(data));
    }

    fn push(&mut self, look: Look, body: Body) {
        self.elements.push(Element {
            look,
            row: self.row,
            body,
        });
    }
}

/// The elements in the order in which they are written: lines of text that follow each other,
/// which never cover one another, are gathered by how they look.
fn gathered(elements: &[Element]) -> Vec<&Element> {
    let mut ordered = Vec::with_capacity(elements.len());
    for stretch in elements.chunk_by(|left, right| left.is_text() && right.is_text()) {
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

/// Writes elements that share their attributes.
fn write_run(run: &[&Element], shared: &str, out: &mut String) {
    let grouped = run.len() > 1 && !shared.is_empty();
    let own = if grouped { "" } else { shared };
    if grouped {
        out.push_str("<g");
        out.push_str(shared);
        out.push('>');
    }
    for element in run {
        let (name, before, inside, after) = match &element.body {
            Body::Path(data) | Body::Area(data) => ("path", " d=\"", data, "\"/>"),
            Body::Element("text", rest) => ("text", "", rest, "</text>"),
            Body::Element(name, rest) => (*name, "", rest, "/>"),
        };
        out.push('<');
        out.push_str(name);
        out.push_str(own);
        if let Some(row) = element.row {
            let _ = write!(out, "{ROW}{row}\"");
        }
        out.push_str(before);
        out.push_str(inside);
        out.push_str(after);
    }
    if grouped {
        out.push_str("</g>");
    }
}

/// A length in tenths of a px, as short as SVG allows.
fn number(tenths: i32, out: &mut String) {
    if tenths < 0 {
        out.push('-');
    }
    let (mut whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    // The digits from the last to the first. A drawing holds thousands of numbers.
    let mut digits = [0; 10];
    let mut count = 0;
    while whole > 0 || count == 0 && tenth == 0 {
        digits[count] = (whole % 10) as u8;
        whole /= 10;
        count += 1;
    }
    let letter = |digit: u8| char::from(b'0' + digit);
    out.extend(digits[..count].iter().rev().map(|digit| letter(*digit)));
    if tenth > 0 {
        out.push('.');
        out.push(letter(tenth as u8));
    }
}

/// A number after another, parted from it only where it has to be: its sign parts it, and so does
/// its point where the one before has a point already.
fn next_number(tenths: i32, out: &mut String) {
    let mut parts = out.rsplit(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let has_point = parts.next().is_some_and(|before| before.contains('.'));
    if tenths >= 10 || tenths == 0 || tenths > 0 && !has_point {
        out.push(' ');
    }
    number(tenths, out);
}

fn pair(letter: char, x: i32, y: i32, out: &mut String) {
    out.push(letter);
    number(x, out);
    next_number(y, out);
}

fn path_data(points: impl IntoIterator<Item = BackendCoord>, closed: bool) -> String {
    let mut data = String::with_capacity(24);
    let mut at: Option<BackendCoord> = None;
    for (x, y) in points {
        match at {
            None => pair('M', x, y, &mut data),
            Some((x0, y0)) if x == x0 && y == y0 => {}
            Some((x0, y0)) if y == y0 => single('h', x - x0, &mut data),
            Some((x0, y0)) if x == x0 => single('v', y - y0, &mut data),
            Some((x0, y0)) => pair('l', x - x0, y - y0, &mut data),
        }
        at = Some((x, y));
    }
    if closed {
        data.push('z');
    }
    data
}

/// A closed outline as short as SVG allows: the letter of a step is not repeated.
fn outline_data(points: &[BackendCoord], data: &mut String) {
    let Some(first) = points.first() else { return };
    pair('M', first.0, first.1, data);
    let mut lined = false;
    for step in points.windows(2) {
        let (x, y) = (step[1].0 - step[0].0, step[1].1 - step[0].1);
        match (x, y) {
            (0, 0) => continue,
            (0, y) => single('v', y, data),
            (x, 0) => single('h', x, data),
            (x, y) if lined => {
                next_number(x, data);
                next_number(y, data);
                continue;
            }
            (x, y) => pair('l', x, y, data),
        }
        lined = x != 0 && y != 0;
    }
    data.push('z');
}

fn single(letter: char, length: i32, out: &mut String) {
    out.push(letter);
    number(length, out);
}

/// Text with the characters that XML gives a meaning written as references.
pub(crate) fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter => out.push(letter),
        }
    }
}

fn font<S: BackendTextStyle>(style: &S) -> Font {
    let weight = match style.family() {
        FontFamily::Name(STRONG_FAMILY) => Weight::Strong,
        _ => Weight::Regular,
    };
    let size = style.size() / UNITS;
    Font { size, weight }
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        let corner = (x + 10, y + 10);
        self.draw_rect((x, y), corner, &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.fill_polygon(corners, style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let ink = Ink::of(style.color());
        self.path(ink, path_data(path, !ink.is_stroke()));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let mut rest = String::with_capacity(32);
        for (name, value) in [("cx", x), ("cy", y), ("r", radius as i32)] {
            let _ = write!(rest, " {name}=\"");
            number(value, &mut rest);
            rest.push('"');
        }
        let look = Look::from(Ink::of(style.color()));
        self.push(look, Body::Element("circle", rest));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn {
        self.path(Ink::of(style.color()), path_data(vertices, true));
        Ok(())
    }

    /// Writes a line of text whose line box has its top at `pos`.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let font = font(style);
        let width = font.width(text);
        let (anchor, shift) = match style.anchor().h_pos {
            HPos::Left => (Anchor::Start, 0.0),
            HPos::Center => (Anchor::Middle, width / 2.0),
            HPos::Right => (Anchor::End, width),
        };
        let look = Look {
            anchor,
            size: font.size,
            ..Look::from(Ink::of(style.color()))
        };
        let drop = (LEADING - ASCENT - DESCENT) / 2.0 + ASCENT;
        let baseline = y + (drop * font.size * UNITS).round() as i32;
        let mut rest = String::with_capacity(text.len() + 24);
        rest.push_str(" x=\"");
        number(x, &mut rest);
        rest.push_str("\" y=\"");
        number(baseline, &mut rest);
        rest.push_str("\">");
        escape(text, &mut rest);
        self.push(look, Body::Element("text", rest));
        self.texts.push(PlacedText {
            text: text.to_string(),
            label: self.label,
            x: f64::from(x) / UNITS - shift,
            y: f64::from(baseline) / UNITS - ASCENT * font.size,
            w: width,
            h: (ASCENT + DESCENT) * font.size,
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let font = font(style);
        let units = |px: f64| (px * UNITS).ceil() as u32;
        Ok((units(font.width(text)), units(font.line())))
    }
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
        let data = path_data([(0, 0), (100, 0), (100, 55), (90, -45)], true);
        assert_eq!(data, "M0 0h10v5.5l-1-10z");
    }
}
