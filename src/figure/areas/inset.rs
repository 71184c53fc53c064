//! The part of a map where areas are too small to be told apart, drawn again and larger.

use super::frame::draw_places;
use super::outline::{Outline, outlines};
use super::places::{Place, Places};
use crate::figure::ink::Ink;
use crate::figure::map::Fitting;
use crate::figure::sheet::{Anchor, Surface};

/// The side of the enlarged part, as a share of the height of the map.
const SIDE: f64 = 0.056;
/// An area is small if it is narrower than this share of the height of the map.
const SMALL: f64 = 0.009;
/// From how many small areas close together there is an enlarged part.
const FEWEST: usize = 8;

/// The rings of an area.
type Rings = Vec<Vec<(f64, f64)>>;

/// A square part of the ground: left, top and side in metres.
pub(crate) type Part = (f64, f64, f64);

/// The square of the ground that holds the most small areas, where it holds enough of them.
pub(crate) fn enlarged(ground: &[Vec<Vec<(f64, f64)>>], tall: f64) -> Option<Part> {
    let small: Vec<(f64, f64)> = ground
        .iter()
        .filter_map(|rings| {
            let (left, top, right, bottom) = bounds(rings)?;
            let narrow = (right - left).min(bottom - top) < tall * SMALL;
            narrow.then_some(((left + right) / 2.0, (top + bottom) / 2.0))
        })
        .collect();
    let side = tall * SIDE;
    let near = |middle: &(f64, f64)| -> Vec<(f64, f64)> {
        let inside = |(x, y): &&(f64, f64)| {
            (x - middle.0).abs() < side / 2.0 && (y - middle.1).abs() < side / 2.0
        };
        small.iter().filter(inside).copied().collect()
    };
    let best = small.iter().map(near).max_by_key(Vec::len)?;
    if best.len() < FEWEST {
        return None;
    }
    let middle = |of: fn(&(f64, f64)) -> f64| {
        let ends = best.iter().map(of);
        let low = ends.clone().fold(f64::MAX, f64::min);
        (low + ends.fold(f64::MIN, f64::max)) / 2.0
    };
    let (x, y) = (middle(|point| point.0), middle(|point| point.1));
    Some((x - side / 2.0, y - side / 2.0, side))
}

/// Left, top, right and bottom of rings.
fn bounds(rings: &[Vec<(f64, f64)>]) -> Option<(f64, f64, f64, f64)> {
    let mut points = rings.iter().flatten();
    let (x, y) = *points.next()?;
    Some(
        points.fold((x, y, x, y), |(left, top, right, bottom), (x, y)| {
            (left.min(*x), top.min(*y), right.max(*x), bottom.max(*y))
        }),
    )
}

/// An enlarged part with its place on the sheet.
pub(crate) struct Inset {
    part: Part,
    fitting: Fitting,
    /// Left, top and side in px.
    at: (f64, f64, f64),
}

impl Inset {
    pub(crate) fn new(part: Part, at: (f64, f64, f64)) -> Inset {
        let fitting = Fitting {
            from: (part.0, part.1),
            scale: at.2 / part.2,
            to: (at.0, at.1),
        };
        Inset { part, fitting, at }
    }

    /// Draws the part, its frame, and the frame around what it enlarges on the map.
    pub(crate) fn draw(
        &self,
        surface: &Surface,
        places: &Places<'_>,
        ground: &[Vec<Vec<(f64, f64)>>],
        map: Fitting,
    ) {
        let (x, y, side) = self.at;
        let box_at = |x: f64, y: f64, side: f64| {
            [
                (x, y),
                (x + side, y),
                (x + side, y + side),
                (x, y + side),
                (x, y),
            ]
        };
        let (shown, rings): (Vec<&Place>, Vec<Rings>) = places
            .places
            .iter()
            .zip(ground)
            .filter_map(|(place, rings)| {
                let inside = self.clipped(rings);
                (!inside.is_empty()).then_some((place, inside))
            })
            .unzip();
        let shapes: Vec<(&Place, Vec<Outline>)> = shown.into_iter().zip(outlines(&rings)).collect();
        draw_places(surface, places, &shapes);
        surface.line(Ink::Axis, &box_at(x, y, side));
        let corner = map.place((self.part.0, self.part.1));
        surface.line(
            Ink::Axis,
            &box_at(corner.0, corner.1, self.part.2 * map.scale),
        );
        let times = (self.fitting.scale / map.scale).round();
        let words = format!("The framed part, {times} times as large");
        surface.quiet(&[words], x, y + side + 3.0, Anchor::Start);
    }

    /// Rings in px, without what lies outside the part.
    fn clipped(&self, rings: &[Vec<(f64, f64)>]) -> Vec<Vec<(f64, f64)>> {
        let (x, y, side) = self.at;
        let placed = rings.iter().map(|ring| {
            let points = ring.iter().map(|point| self.fitting.place(*point));
            let ring: Vec<(f64, f64)> = points.collect();
            let ring = cut(ring, |point| point.0 - x);
            let ring = cut(ring, |point| x + side - point.0);
            let ring = cut(ring, |point| point.1 - y);
            cut(ring, |point| y + side - point.1)
        });
        placed.filter(|ring| ring.len() > 2).collect()
    }
}

/// What of a ring lies on the side of a line where its distance is not negative (Sutherland and
/// Hodgman, 1974).
fn cut(ring: Vec<(f64, f64)>, distance: impl Fn(&(f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut out = Vec::with_capacity(ring.len());
    for (at, from) in ring.iter().enumerate() {
        let to = &ring[(at + 1) % ring.len()];
        let (here, there) = (distance(from), distance(to));
        if here >= 0.0 {
            out.push(*from);
        }
        if (here >= 0.0) != (there >= 0.0) {
            let part = here / (here - there);
            out.push((
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Vec<Vec<(f64, f64)>> {
        vec![vec![
            (x, y),
            (x + side, y),
            (x + side, y + side),
            (x, y + side),
            (x, y),
        ]]
    }

    #[test]
    fn where_small_areas_stand_together_is_found() {
        let mut ground = vec![square(0.0, 0.0, 1000.0)];
        assert_eq!(enlarged(&ground, 1000.0), None);
        ground.extend((0..9).map(|at| square(500.0 + f64::from(at) * 5.0, 700.0, 4.0)));
        let (x, y, side) = enlarged(&ground, 1000.0).unwrap();
        assert!(x < 500.0 && x + side > 544.0 && y < 700.0 && y + side > 704.0);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let ring = square(-5.0, 0.0, 10.0).remove(0);
        let inside = cut(ring, |point| point.0);
        assert!(inside.iter().all(|(x, _)| *x >= 0.0), "{inside:?}");
        assert!(inside.contains(&(0.0, 0.0)) && inside.contains(&(0.0, 10.0)));
    }
}
