//! A sheet to draw on, in px: shapes and labels go through Plotters to the backend, with positions in
//! tenths of a px.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{
    Circle, CoordMapper, Drawable, PathElement, PointCollection, Polygon, Rectangle,
};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};

use super::backend::{Backend, STRONG_FAMILY};
pub(crate) use super::elements::Anchor;
use super::elements::{Place, PlacedText, Reading, UNITS};
use super::ink::{Ink, Inks, Shape};
use super::metrics::{Font, Weight};
use super::room::Sides;

/// A finished chart at one width.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// The width in px.
    pub width: f64,
    /// The height in px.
    pub height: f64,
    /// The elements as SVG.
    pub markup: String,
    /// What they were drawn with.
    pub inks: Inks,
    /// Whether any of them has the number of a row.
    pub numbered: bool,
    /// Every line of text and its glyph box.
    pub texts: Vec<PlacedText>,
    /// Labels for which there was no place.
    pub unplaced: Vec<String>,
    /// Where the rows of the dataset are to be read.
    pub readings: Vec<Reading>,
    /// What was kept free beside the plot.
    pub sides: Sides,
}

/// A label to be drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label<'a> {
    /// Its lines, each within the room there is.
    pub lines: &'a [String],
    /// Where its anchor is.
    pub x: f64,
    /// The top of its first line.
    pub top: f64,
    /// What `x` names.
    pub anchor: Anchor,
    /// Its size and weight.
    pub font: Font,
    /// What it is; emphasis comes with the font.
    pub ink: Ink,
}

impl Label<'_> {
    /// The box of the label: left, top, width and height.
    pub(crate) fn bounds(&self) -> (f64, f64, f64, f64) {
        let width = super::text::widest(self.lines, self.font);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        let height = self.font.line() * self.lines.len() as f64;
        (left, self.top, width, height)
    }
}

/// A chart being drawn.
pub(crate) struct Surface {
    backend: Rc<RefCell<Backend>>,
    area: DrawingArea<Backend, Shift>,
    width: f64,
    height: f64,
    unplaced: Vec<String>,
    /// What is kept free beside the plot.
    pub sides: Sides,
    /// Sheets that lie on this one.
    embedded: Sheet,
}

const NEVER_FAILS: &str = "the backend writes into memory";

/// A length in px in tenths of a px.
pub(crate) fn tenths(length: f64) -> i32 {
    (length * UNITS).round() as i32
}

fn place((x, y): (f64, f64)) -> Place {
    (tenths(x), tenths(y))
}

impl Surface {
    /// An empty sheet of a size in px.
    pub(crate) fn new(width: f64, height: f64) -> Surface {
        let backend = Rc::new(RefCell::new(Backend::new(width, height)));
        let area = DrawingArea::from(&backend);
        Surface {
            backend,
            area,
            width,
            height,
            unplaced: Vec::new(),
            sides: Sides::default(),
            embedded: Sheet::default(),
        }
    }

    /// The width in px.
    pub(crate) fn width(&self) -> f64 {
        self.width
    }

    /// Has Plotters draw a shape, which ends at the edges of the sheet.
    fn draw<'e, E, B>(&self, element: &'e E)
    where
        B: CoordMapper,
        &'e E: PointCollection<'e, Place, B>,
        E: Drawable<Backend, B>,
    {
        self.area.draw(element).expect(NEVER_FAILS);
    }

    /// An area with corners at `(x, y)` and `(x + w, y + h)`.
    pub(crate) fn rectangle(&self, ink: Ink, x: f64, y: f64, w: f64, h: f64) {
        let corners = [place((x, y)), place((x + w, y + h))];
        self.draw(&Rectangle::new(corners, ink.colour().filled()));
    }

    /// A line through points.
    pub(crate) fn line(&self, ink: Ink, points: &[(f64, f64)]) {
        let points: Vec<Place> = points.iter().copied().map(place).collect();
        self.draw(&PathElement::new(points, ink.colour()));
    }

    /// An area of several closed outlines in tenths of a px.
    pub(crate) fn outlines(&self, ink: Ink, outlines: &[Vec<Place>]) {
        let outlines = outlines.iter().map(Vec::as_slice);
        self.backend.borrow_mut().elements.area(ink, outlines);
    }

    /// A point of a shape; `r` is half its height.
    pub(crate) fn point(&self, ink: Ink, shape: Shape, (x, y): (f64, f64), r: f64) {
        let polygon = |corners: &[(f64, f64)]| {
            let at = |(dx, dy): &(f64, f64)| place((x + dx * r, y + dy * r));
            let corners: Vec<Place> = corners.iter().map(at).collect();
            self.draw(&Polygon::new(corners, ink.colour().filled()));
        };
        match shape {
            Shape::Circle => {
                let style = ink.colour().filled();
                self.draw(&Circle::new(place((x, y)), tenths(r), style));
            }
            Shape::Square => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            Shape::Triangle => polygon(&[(0.0, -1.1), (1.1, 0.9), (-1.1, 0.9)]),
            Shape::Arrow => polygon(&[
                (-1.0, -0.2),
                (0.0, -0.2),
                (0.0, -0.85),
                (1.0, 0.0),
                (0.0, 0.85),
                (0.0, 0.2),
                (-1.0, 0.2),
            ]),
            Shape::Diamond => polygon(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)]),
        }
    }

    /// Says that a row of the dataset is read in a box: left, top, width and height in px. A point
    /// has no width and height. Readers who point there or, outside of every box, nearer to it than
    /// to another, and those who step through the rows are told the row's values. So the box of a
    /// bar is the whole strip in which it lies. Nothing is said where there is no row.
    pub(crate) fn reads(&self, row: Option<usize>, (x, y, w, h): (f64, f64, f64, f64)) {
        if let Some(row) = row {
            let reading = Reading { row, x, y, w, h };
            self.backend.borrow_mut().elements.readings.push(reading);
        }
    }

    /// Draws what stands for a row of the dataset by its outline, such as an area of a map: the
    /// row is read inside it. Each element is then one by itself; where a box says as much, take
    /// [`Surface::reads`], which is shorter.
    pub(crate) fn area_reads(&self, row: Option<usize>, draw: impl FnOnce(&Surface)) {
        self.backend.borrow_mut().elements.row = row;
        draw(self);
        self.backend.borrow_mut().elements.row = None;
    }

    /// Many points of one size, as one element; `r` is half their height.
    pub(crate) fn dots(&self, ink: Ink, r: f64, points: &[(f64, f64)]) {
        let points: Vec<Place> = points.iter().copied().map(place).collect();
        let size = tenths(r * 2.0);
        self.backend.borrow_mut().elements.dots(ink, size, &points);
    }

    /// An area with any corners.
    pub(crate) fn polygon(&self, ink: Ink, corners: &[(f64, f64)]) {
        let corners: Vec<Place> = corners.iter().copied().map(place).collect();
        self.draw(&Polygon::new(corners, ink.colour().filled()));
    }

    /// A label of one or several lines.
    pub(crate) fn label(&self, label: Label<'_>) {
        self.backend.borrow_mut().elements.label += 1;
        let h_pos = match label.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let (family, ink) = match (label.font.weight, label.ink) {
            (Weight::Strong, Ink::Text) => (STRONG_FAMILY, Ink::Strong),
            (Weight::Strong, ink) => (STRONG_FAMILY, ink),
            (Weight::Regular, ink) => ("", ink),
        };
        let size = label.font.size * UNITS;
        let style = TextStyle {
            font: FontDesc::new(FontFamily::Name(family), size, FontStyle::Normal),
            color: ink.colour().to_backend_color(),
            pos: Pos::new(h_pos, VPos::Top),
        };
        for (line, text) in label.lines.iter().enumerate() {
            let top = label.top + line as f64 * label.font.line();
            let drawn = self.area.draw_text(text, &style, place((label.x, top)));
            drawn.expect(NEVER_FAILS);
        }
    }

    /// Secondary text.
    pub(crate) fn quiet(&self, lines: &[String], x: f64, top: f64, anchor: Anchor) {
        self.label(Label {
            lines,
            x,
            top,
            anchor,
            font: Font::SMALL,
            ink: Ink::Quiet,
        });
    }

    /// Whether a box lies on the sheet and meets no text so far.
    pub(crate) fn is_free(&self, (x, y, w, h): (f64, f64, f64, f64)) -> bool {
        let inside =
            x >= -0.1 && y >= -0.1 && x + w <= self.width + 0.1 && y + h <= self.height + 0.1;
        let backend = self.backend.borrow();
        let mut texts = backend.elements.texts().iter();
        inside && !texts.any(|text| text.overlaps(x, y, w, h))
    }

    /// Draws a label where it meets no other; tells whether it could.
    pub(crate) fn label_if_free(&self, label: Label<'_>) -> bool {
        let free = self.is_free(label.bounds());
        if free {
            self.label(label);
        }
        free
    }

    /// Draws a label where it belongs, or notes that there is no place for it.
    pub(crate) fn place(&mut self, label: Label<'_>) {
        if !self.label_if_free(label) {
            self.give_up(label.lines.join(" "));
        }
    }

    /// Notes a label for which there is no place.
    pub(crate) fn give_up(&mut self, label: impl Into<String>) {
        self.unplaced.push(label.into());
    }

    /// Lays a finished sheet on this one, with its left upper corner at a point.
    pub(crate) fn embed(&mut self, sheet: Sheet, (x, y): (f64, f64)) {
        let moved = |reading: Reading| Reading {
            x: reading.x + x,
            y: reading.y + y,
            ..reading
        };
        let own = &mut self.embedded;
        own.inks = own.inks.with(sheet.inks);
        own.numbered |= sheet.numbered;
        own.readings.extend(sheet.readings.into_iter().map(moved));
        let labels = 1 + own.texts.iter().map(|text| text.label).max().unwrap_or(0);
        own.texts
            .extend(sheet.texts.into_iter().map(|text| PlacedText {
                label: text.label + labels,
                x: text.x + x,
                y: text.y + y,
                ..text
            }));
        self.unplaced.extend(sheet.unplaced);
        if !sheet.markup.is_empty() {
            // As whole px or with one decimal.
            let [x, y] = [x, y].map(|length| (length * UNITS).round() / UNITS);
            let group = format!("<g transform=\"translate({x} {y})\">{}</g>", sheet.markup);
            own.markup.push_str(&group);
        }
    }

    /// The finished sheet.
    pub(crate) fn finish(self) -> Sheet {
        let mut backend = self.backend.borrow_mut();
        let elements = &mut backend.elements;
        let mut texts = elements.take_texts();
        let labels = 1 + texts.iter().map(|text| text.label).max().unwrap_or(0);
        let embedded = self.embedded.texts.into_iter();
        texts.extend(embedded.map(|text| PlacedText {
            label: text.label + labels,
            ..text
        }));
        let markup = elements.markup();
        let mut readings = std::mem::take(&mut elements.readings);
        readings.extend(self.embedded.readings);
        Sheet {
            width: self.width,
            height: self.height,
            markup: markup + &self.embedded.markup,
            inks: elements.inks.with(self.embedded.inks),
            numbered: elements.numbered || self.embedded.numbered,
            texts,
            unplaced: self.unplaced,
            readings,
            sides: self.sides,
        }
    }
}
