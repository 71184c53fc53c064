//! Where areas and their key stand on a sheet: side by side where there is room, else the key on
//! top.

use super::legend::{Legend, hatch};
use super::outline::Outline;
use super::places::{Place, Places};
use crate::figure::ink::Ink;
use crate::figure::room::Room;
use crate::figure::rows::WIDE;
use crate::figure::sheet::{Sheet, Surface};

/// The width of the key beside the areas in px, at least and at most.
const KEY: (f64, f64) = (230.0, 320.0);
/// Between the areas and the key in px.
const BETWEEN: f64 = 40.0;
/// How tall areas may be in px, on a wide and on a narrow page.
const TALLEST: (f64, f64) = (640.0, 560.0);
/// How tall areas may be in a panel in px.
const PANEL: f64 = 420.0;
/// Room for the strokes around the outermost areas in px.
const RIM: f64 = 2.0;

/// The areas and their key, laid out.
pub(crate) struct Frame {
    /// Where the areas are drawn: left, top, width, height.
    pub areas: (f64, f64, f64, f64),
    /// Where there is room for an enlarged part: left, top, and the length of its sides.
    pub inset: Option<(f64, f64, f64)>,
    /// The key; none where it stands once over several panels.
    legend: Option<Legend>,
    legend_at: (f64, f64),
    height: f64,
}

impl Frame {
    /// Lays out areas of a shape: `size` gives their width and height within the room for them.
    /// `inset` asks for room for an enlarged part.
    pub(crate) fn lay_out(
        places: &Places<'_>,
        room: &Room,
        inset: bool,
        size: impl Fn((f64, f64)) -> (f64, f64),
    ) -> Frame {
        let width = room.width;
        if room.shares_head() {
            let (w, h) = size((width - RIM * 2.0, PANEL));
            return Frame {
                areas: (RIM, RIM, w, h),
                inset: None,
                legend: None,
                legend_at: (0.0, 0.0),
                height: h + RIM * 2.0,
            };
        }
        if width < WIDE {
            return Frame::stacked(places, width, inset, size);
        }
        let most = (width - KEY.0 - BETWEEN - RIM, TALLEST.0);
        let (w, h) = size(most);
        let left = (w + RIM * 2.0 + BETWEEN).ceil();
        let room = (width - left).min(KEY.1);
        let legend = Legend::lay_out(places, room);
        let under = legend.height + 24.0;
        let side = room.min(300.0);
        let inset = inset.then_some((left, under, side));
        let beside = inset.map_or(legend.height, |(_, top, side)| top + side + 20.0);
        Frame {
            areas: (RIM, RIM, w, h),
            inset,
            height: (h + RIM * 2.0).max(beside + RIM),
            legend: Some(legend),
            legend_at: (left, 0.0),
        }
    }

    fn stacked(
        places: &Places<'_>,
        width: f64,
        inset: bool,
        size: impl Fn((f64, f64)) -> (f64, f64),
    ) -> Frame {
        let legend = Legend::lay_out(places, width);
        let (w, h) = size((width - RIM * 2.0, TALLEST.1));
        let top = legend.height + 14.0;
        let bottom = top + h + RIM;
        let side = (width - RIM * 2.0).min(300.0);
        let inset = inset.then_some((RIM, bottom + 16.0, side));
        let height = inset.map_or(bottom, |(_, top, side)| top + side + 20.0);
        Frame {
            areas: (RIM, top, w, h),
            inset,
            height: height + RIM,
            legend: Some(legend),
            legend_at: (0.0, 0.0),
        }
    }

    /// An empty sheet for the frame.
    pub(crate) fn surface(&self, width: f64) -> Surface {
        Surface::new(width, self.height)
    }

    /// Draws the key and gives the sheet.
    pub(crate) fn finish(&self, surface: Surface) -> Sheet {
        if let Some(legend) = &self.legend {
            legend.draw(&surface, self.legend_at.0, self.legend_at.1);
        }
        surface.finish()
    }
}

/// The key of areas by itself.
pub(crate) fn key(places: &Places<'_>, width: f64) -> Sheet {
    let legend = Legend::lay_out(places, width);
    let surface = Surface::new(width, legend.height);
    legend.draw(&surface, 0.0, 0.0);
    surface.finish()
}

/// Draws areas, one class after the other, their hatching, and the outlines of those in focus.
pub(crate) fn draw_places(
    surface: &Surface,
    places: &Places<'_>,
    shapes: &[(&Place, Vec<Outline>)],
) {
    let mut inks: Vec<Ink> = vec![Ink::NoData];
    if let Some(classes) = &places.classes {
        inks.extend((0..classes.counts.len()).map(|class| classes.ink(class)));
    }
    inks.dedup();
    for ink in inks {
        let of_ink = || shapes.iter().filter(|(place, _)| places.ink(place) == ink);
        for (place, outlines) in of_ink() {
            surface.area_reads(place.row, |surface| surface.outlines(ink, outlines));
        }
        let own = of_ink().filter(|(place, _)| !place.elsewhere);
        own.for_each(|(_, outlines)| hatch(surface, ink, outlines));
    }
    let focus = || shapes.iter().filter(|(place, _)| place.focus);
    focus().for_each(|(_, outlines)| surface.outlines(Ink::Halo, outlines));
    focus().for_each(|(_, outlines)| surface.outlines(Ink::Outline, outlines));
}
