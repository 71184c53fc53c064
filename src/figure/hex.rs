//! `hex`: a cartogram of hexagons of one size, one for each area, as a hexjson lays them out.

use std::collections::BTreeMap;

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
use super::words::Words;
use crate::diag::Diagnostic;
use crate::model::{AreaKind, Channels, Dataset, HexLayout, Shape};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "hex",
    summary: "a rate by area, each a hexagon of the same size",
    faceting: Some(Faceting {
        columns: (3, 2),
        least: 90.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// The largest half height of a hexagon in px.
const LARGEST: f64 = 40.0;
/// Half the room between two hexagons in px.
const BETWEEN: f64 = 0.4;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("hex", channels, dataset);
    fit_areas(&mut fit);
    if fit.ground().is_none_or(|ground| ground.areas.is_none()) {
        fit.missing_file(
            "layout",
            "a hexjson file in `data/`",
            "constituencies.hexjson",
        );
    }
    fit_kind(&mut fit, "hexagons", |kind| {
        matches!(kind, AreaKind::Hexes(_))
    });
    fit.unused("x", channels.x.first().map(|x| x.span));
    fit.unused("y", channels.y.first().map(|y| y.span));
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let places = Places::read(figure, dataset, diagnostics)?;
    let ground = figure.channels.ground.as_ref()?;
    let AreaKind::Hexes(layout) = ground.areas.as_ref()?.value.kind else {
        return None;
    };
    let outline = ground.outline.as_ref().map(|name| name.value.as_str());
    Some(Box::new(Hexes {
        places,
        layout,
        outline,
    }))
}

struct Hexes<'a> {
    places: Places<'a>,
    layout: HexLayout,
    /// The property that groups hexagons.
    outline: Option<&'a str>,
}

/// A point of the lattice on which the corners of all hexagons lie: in half widths and quarter
/// heights for hexagons that stand on a corner, the other way round for those that lie on a side.
type Knot = (i32, i32);

/// The corners of a hexagon that stands on one of them, from its middle.
const CORNERS: [Knot; 6] = [(0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1)];

/// Hexagons placed on a sheet.
struct Placing {
    /// Half the height of a hexagon in px.
    radius: f64,
    /// The knot at the left upper corner.
    origin: (i32, i32),
    left: f64,
    top: f64,
    standing: bool,
}

impl Placing {
    /// Where a knot lies in px; rows count upwards.
    fn at(&self, (x, y): Knot) -> (f64, f64) {
        let (wide, high) = steps(self.standing);
        let x = f64::from(x - self.origin.0) * wide * self.radius;
        let y = f64::from(self.origin.1 - y) * high * self.radius;
        (self.left + x, self.top + y)
    }
}

/// The distance between two knots across and up, in radii.
fn steps(standing: bool) -> (f64, f64) {
    let half_width = 3f64.sqrt() / 2.0;
    if standing {
        (half_width, 0.5)
    } else {
        (0.5, half_width)
    }
}

impl Hexes<'_> {
    fn standing(&self) -> bool {
        matches!(self.layout, HexLayout::OddRow | HexLayout::EvenRow)
    }

    /// The middle of a hexagon.
    fn middle(&self, place: &Place) -> Knot {
        let Shape::Cell(column, row) = place.area.shape else {
            return (0, 0);
        };
        let moved = |number: i32, odd: bool| i32::from((number.rem_euclid(2) == 1) == odd);
        match self.layout {
            HexLayout::OddRow => (column * 2 + moved(row, true), row * 3),
            HexLayout::EvenRow => (column * 2 + moved(row, false), row * 3),
            HexLayout::OddColumn => (column * 3, row * 2 + moved(column, true)),
            HexLayout::EvenColumn => (column * 3, row * 2 + moved(column, false)),
        }
    }

    fn corners(&self, place: &Place) -> [Knot; 6] {
        let (x, y) = self.middle(place);
        CORNERS.map(|(dx, dy)| {
            if self.standing() {
                (x + dx, y + dy)
            } else {
                (x + dy, y + dx)
            }
        })
    }

    /// The lowest and highest knot across and up.
    fn extent(&self) -> ((i32, i32), (i32, i32)) {
        let knots = || {
            self.places
                .places
                .iter()
                .flat_map(|place| self.corners(place))
        };
        let ends = |of: fn(Knot) -> i32| {
            let (low, high) = (knots().map(of).min(), knots().map(of).max());
            (low.unwrap_or(0), high.unwrap_or(1))
        };
        (ends(|knot| knot.0), ends(|knot| knot.1))
    }

    fn labels(&self, surface: &Surface, placing: &Placing) {
        let room = if self.standing() { 3f64.sqrt() } else { 1.6 } * placing.radius - 8.0;
        let lines = (placing.radius * 1.1 / Font::SMALL.line()).floor() as usize;
        let Some(labels) = self.fitting(room, lines) else {
            return;
        };
        for (place, lines) in self.places.places.iter().zip(labels) {
            let (x, y) = placing.at(self.middle(place));
            let high = lines.len() as f64 * Font::SMALL.line();
            surface.label(Label {
                lines: &lines,
                x,
                top: y - high / 2.0,
                anchor: Anchor::Middle,
                font: Font::SMALL,
                ink: self.places.ink(place).on(),
            });
        }
    }

    /// What is written into the hexagons: the name and the value, the value, or nothing, whichever
    /// fits into all of them.
    fn fitting(&self, room: f64, most_lines: usize) -> Option<Vec<Vec<String>>> {
        let places = self.places.places.iter();
        let unless_elsewhere = |place: &Place, lines: Vec<String>| match place.elsewhere {
            true => Vec::new(),
            false => lines,
        };
        let both =
            |place: &Place| unless_elsewhere(place, vec![short(place), self.places.shown(place)]);
        let value = |place: &Place| unless_elsewhere(place, vec![self.places.shown(place)]);
        let fits = |labels: &Vec<Vec<String>>| {
            labels.iter().all(|lines| {
                lines.len() <= most_lines
                    && lines.iter().all(|line| Font::SMALL.width(line) <= room)
            })
        };
        let candidates = [
            places.clone().map(both).collect::<Vec<_>>(),
            places.map(value).collect::<Vec<_>>(),
        ];
        candidates.into_iter().find(fits)
    }

    /// Lines between hexagons of different groups, and around all of them.
    fn borders(&self, surface: &Surface, placing: &Placing, property: &str) {
        let mut sides: BTreeMap<(Knot, Knot), Vec<&str>> = BTreeMap::new();
        for place in &self.places.places {
            let corners = self.corners(place);
            let group = place.area.property(property).unwrap_or("");
            for at in 0..6 {
                let (from, to) = (corners[at], corners[(at + 1) % 6]);
                let side = (from.min(to), from.max(to));
                sides.entry(side).or_default().push(group);
            }
        }
        let between = sides.iter().filter(|(_, groups)| match groups.as_slice() {
            [one, other] => one != other,
            _ => true,
        });
        for ((from, to), _) in between {
            surface.line(Ink::Border, &[placing.at(*from), placing.at(*to)]);
        }
    }
}

/// A short name: one that the file gives, else the whole.
fn short(place: &Place) -> String {
    let named = ["short", "abbr", "label"].into_iter();
    let mut given = named.filter_map(|name| place.area.property(name));
    let short = given.find(|name| !name.is_empty());
    super::text::clean(short.unwrap_or(&place.name))
}

impl Chart for Hexes<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let standing = self.standing();
        let ((left, right), (low, high)) = self.extent();
        let (wide, tall) = steps(standing);
        let (wide, tall) = (f64::from(right - left) * wide, f64::from(high - low) * tall);
        let radius = |(w, h): (f64, f64)| (w / wide).min(h / tall).min(LARGEST);
        let frame = Frame::lay_out(&self.places, room, false, |space| {
            let radius = radius(space);
            (wide * radius, tall * radius)
        });
        let placing = Placing {
            radius: frame.areas.2 / wide,
            origin: (left, high),
            left: frame.areas.0,
            top: frame.areas.1,
            standing,
        };
        let surface = frame.surface(room.width);
        let radius = placing.radius;
        let unit = |length: f64| (length * 10.0).round() as i32;
        let inside = 1.0 - (BETWEEN / radius.max(1.0)).min(0.1);
        let shapes: Vec<(&Place, Vec<Outline>)> = self
            .places
            .places
            .iter()
            .map(|place| {
                let middle = placing.at(self.middle(place));
                let corners = self.corners(place).map(|knot| placing.at(knot));
                // A hair of room between hexagons.
                let inner = |at: f64, middle: f64| unit(middle + (at - middle) * inside);
                let outline = corners.map(|(x, y)| (inner(x, middle.0), inner(y, middle.1)));
                (place, vec![outline.to_vec()])
            })
            .collect();
        draw_places(&surface, &self.places, &shapes);
        if let Some(property) = self.outline {
            self.borders(&surface, &placing, property);
        }
        self.labels(&surface, &placing);
        Some(frame.finish(surface))
    }

    fn head(&self, width: f64) -> Sheet {
        key(&self.places, width)
    }

    fn describe(&self) -> Words {
        describe("Hexagon map", &self.places)
    }
}
