//! `tile`: a grid of squares, one for each area, with its short name and value.

use super::Mark;
use super::areas::frame::{Frame, draw_places, key};
use super::areas::outline::Outline;
use super::areas::{Place, Places, describe, fit_areas, fit_kind};
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::facet::Faceting;
use super::ink::Ink;
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::room::Room;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::text::{clean, longest_word, wrap};
use super::words::Words;
use crate::diag::Diagnostic;
use crate::model::{AreaKind, Channels, Dataset, Shape};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "tile",
    summary: "a value by area, each a square with its short name",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 150.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// The largest side of a tile in px.
const LARGEST: f64 = 92.0;
/// The room between tiles in px.
const BETWEEN: f64 = 3.0;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("tile", channels, dataset);
    fit_areas(&mut fit);
    fit_kind(&mut fit, "tiles", |kind| kind == AreaKind::Tiles);
    if fit.ground().is_some_and(|ground| ground.areas.is_some()) {
        fit.unused("x", channels.x.first().map(|x| x.span));
        fit.unused("y", channels.y.first().map(|y| y.span));
    } else if channels.x.is_empty() && channels.y.is_empty() {
        let wants = "a CSV file in `data/`, or `x` and `y`, the fields of column and row";
        fit.missing_file("layout", wants, "region-tiles.csv");
    } else {
        let wants = "the column of each tile, a number";
        let x = fit.only("x", &channels.x, wants);
        let y = fit.only("y", &channels.y, "the row of each tile, a number");
        for (channel, id) in [("x", x), ("y", y)] {
            if let Some(id) = id
                && !fit.field(id).is_numeric()
            {
                fit.wrong(channel, id, "a whole number");
            }
        }
    }
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let places = Places::read(figure, dataset, diagnostics)?;
    Some(Box::new(Tiles { places }))
}

struct Tiles<'a> {
    places: Places<'a>,
}

/// Column and row of a tile.
fn cell(place: &Place) -> (i32, i32) {
    match place.area.shape {
        Shape::Cell(column, row) => (column, row),
        Shape::Polygons(_) => (0, 0),
    }
}

/// What a tile says of its area: the short name that its file gives, else its name.
fn label(place: &Place) -> String {
    let named = ["short", "abbr", "label"].into_iter();
    let mut given = named.filter_map(|name| place.area.property(name));
    let short = given.find(|name| !name.is_empty());
    clean(short.unwrap_or(&place.name))
}

impl Tiles<'_> {
    fn draw_words(&self, surface: &mut Surface, place: &Place, (x, y): (f64, f64), side: f64) {
        let ink = self.places.ink(place);
        let room = side - 6.0;
        if place.elsewhere {
            return;
        }
        let (name, value) = (label(place), self.places.shown(place));
        // As large as fits whole; a name may take two lines.
        let fitting = [14.0, 13.0, 12.0, 11.0].into_iter().find_map(|size| {
            let font = Font::regular(size);
            let lines = wrap(&name, room, font);
            let high = (lines.len() + 1) as f64 * font.line();
            let fits =
                longest_word(&name, font) <= room && font.width(&value) <= room && high <= room;
            fits.then_some((font, lines, high))
        });
        let Some((font, lines, high)) = fitting else {
            surface.give_up(format!("{name} {value}"));
            return;
        };
        let top = y + (side - high) / 2.0;
        let words = |lines: &[String], top: f64, ink: Ink| {
            surface.label(Label {
                lines,
                x: x + side / 2.0,
                top,
                anchor: Anchor::Middle,
                font,
                ink,
            });
        };
        words(&lines, top, ink.on());
        words(&[value], top + lines.len() as f64 * font.line(), ink.on());
    }
}

impl Chart for Tiles<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let cells = || self.places.places.iter().map(cell);
        let ends = |of: fn((i32, i32)) -> i32| {
            let (low, high) = (cells().map(of).min(), cells().map(of).max());
            (low.unwrap_or(0), high.unwrap_or(0))
        };
        let ((left, right), (top, bottom)) = (ends(|cell| cell.0), ends(|cell| cell.1));
        let (columns, rows) = (f64::from(right - left + 1), f64::from(bottom - top + 1));
        let pitch = |(w, h): (f64, f64)| {
            let most = ((w + BETWEEN) / columns).min((h + BETWEEN) / rows);
            most.min(LARGEST + BETWEEN)
        };
        let frame = Frame::lay_out(&self.places, room, false, |space| {
            let pitch = pitch(space);
            (columns * pitch - BETWEEN, rows * pitch - BETWEEN)
        });
        let pitch = (frame.areas.2 + BETWEEN) / columns;
        let side = pitch - BETWEEN;
        let corner = |place: &Place| {
            let (column, row) = cell(place);
            let x = frame.areas.0 + f64::from(column - left) * pitch;
            let y = frame.areas.1 + f64::from(row - top) * pitch;
            (x, y)
        };
        let square = |(x, y): (f64, f64)| -> Outline {
            let unit = |length: f64| (length * 10.0).round() as i32;
            let (left, right) = (unit(x), unit(x + side));
            let (top, bottom) = (unit(y), unit(y + side));
            vec![(left, top), (right, top), (right, bottom), (left, bottom)]
        };
        let mut surface = frame.surface(room.width);
        let shapes: Vec<(&Place, Vec<Outline>)> = self
            .places
            .places
            .iter()
            .map(|place| (place, vec![square(corner(place))]))
            .collect();
        draw_places(&surface, &self.places, &shapes);
        for place in &self.places.places {
            self.draw_words(&mut surface, place, corner(place), side);
        }
        Some(frame.finish(surface))
    }

    fn head(&self, width: f64) -> Sheet {
        key(&self.places, width)
    }

    fn describe(&self) -> Words {
        describe("Tile grid", &self.places)
    }
}
