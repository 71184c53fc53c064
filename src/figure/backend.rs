//! The backend that Plotters draws through: it hands each shape and line of text to [`Elements`], which
//! writes it at once.
//!
//! Plotters works in whole units. One unit here is a tenth of a px, so that positions keep one decimal.

use std::convert::Infallible;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily,
};

use super::elements::{Anchor, Elements, UNITS};
use super::ink::Ink;
use super::metrics::{Font, Weight};

/// The family name that stands for weight 600 on the way through Plotters.
pub(crate) const STRONG_FAMILY: &str = "strong";

/// What Plotters draws on.
pub(crate) struct Backend {
    /// The size in units of Plotters.
    size: (u32, u32),
    /// What was drawn. What Plotters has no word for, such as areas with holes, is added here.
    pub elements: Elements,
}

impl Backend {
    /// A backend for a chart of a size in px.
    pub(crate) fn new(width: f64, height: f64) -> Backend {
        Backend {
            size: ((width * UNITS) as u32, (height * UNITS) as u32),
            elements: Elements::default(),
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

impl DrawingBackend for Backend {
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
        let side = UNITS as i32;
        self.draw_rect((x, y), (x + side, y + side), &color, true)
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
        self.elements.path(ink, path, !ink.is_stroke());
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        let ink = Ink::of(style.color());
        self.elements.circle(ink, center, radius as i32);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vertices: I,
        style: &S,
    ) -> Drawn {
        self.elements.path(Ink::of(style.color()), vertices, true);
        Ok(())
    }

    /// Draws a line of text whose line box has its top at `pos`.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let ink = Ink::of(style.color());
        self.elements.text(ink, font(style), anchor, text, pos);
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
