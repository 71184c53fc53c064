//! `map`: rates on boundaries, by class (a choropleth).

use super::Mark;
use super::areas::frame::{Frame, draw_places, key};
use super::areas::inset::{Inset, enlarged};
use super::areas::outline::outlines;
use super::areas::projection::Projection;
use super::areas::{Places, describe, fit_areas, fit_kind};
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::facet::Faceting;
use super::misfit::{Fit, Misfit};
use super::room::Room;
use super::sheet::Sheet;
use super::words::Words;
use crate::diag::{Diagnostic, code};
use crate::model::{AreaKind, Channels, Dataset, Field, FieldType, Shape, Unit};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "map",
    summary: "a rate by area, on the boundaries of the areas",
    faceting: Some(Faceting {
        columns: (3, 2),
        least: 90.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// The most areas on one map.
const MOST_AREAS: usize = 8_000;

/// Words of units and headings that tell a measure which does not grow with the number of people.
const MEASURES: &[&str] = &[
    "score",
    "index",
    "rank",
    "decile",
    "quintile",
    "median",
    "mean",
    "average",
    "rate",
    "ratio",
    "share",
    "proportion",
    "per",
    "percentage",
    "density",
    "typical",
    "points",
];
/// Units of what is had by each one, not summed over all.
const EACH: &[&str] = &[
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "degrees",
    "km",
    "kilometres",
    "miles",
    "metres",
];

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("map", channels, dataset);
    fit_areas(&mut fit);
    let ground = fit.ground();
    if ground.is_none_or(|ground| ground.areas.is_none()) {
        fit.missing_file(
            "geo",
            "a GeoJSON or TopoJSON file in `data/`",
            "regions.geojson",
        );
    }
    fit_kind(&mut fit, "boundaries", |kind| {
        matches!(kind, AreaKind::Boundaries(_))
    });
    if let Some(ground) = ground
        && let Some(areas) = &ground.areas
        && ground.attribution.is_none()
    {
        fit.unattributed(areas);
    }
    if let Some(color) = &channels.color
        && fit.field(color).is_numeric()
        && !is_rate(fit.field(color))
    {
        fit.count_on_map(color);
    }
    fit.unused("x", channels.x.first().map(|x| x.span));
    fit.unused("y", channels.y.first().map(|y| y.span));
    fit.end()
}

/// Whether a field holds rates, scores and the like, which compare areas of unequal size.
fn is_rate(field: &Field) -> bool {
    let says = |text: &str, words: &[&str]| {
        let text = text.to_lowercase();
        let mut said = text.split(|letter: char| !letter.is_alphanumeric());
        said.any(|word| words.contains(&word))
    };
    match &field.unit {
        Some(Unit::Percent | Unit::PercentagePoints | Unit::Rate { .. }) => true,
        Some(Unit::Words(words)) => {
            says(words, MEASURES) || says(words, EACH) || says(&field.title, MEASURES)
        }
        Some(Unit::Currency(_)) => says(&field.title, MEASURES),
        None => field.kind == FieldType::Number && says(&field.title, MEASURES),
    }
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let places = Places::read(figure, dataset, diagnostics)?;
    let areas = figure.channels.ground.as_ref()?.areas.as_ref()?;
    if areas.value.areas.len() > MOST_AREAS {
        let message = format!(
            "a map of {} areas is too large for a page",
            areas.value.areas.len()
        );
        diagnostics.push(
            Diagnostic::error(&code::TOO_MANY_POINTS, areas.span, message)
                .help("choose a part with `where`, or larger areas"),
        );
        return None;
    }
    let AreaKind::Boundaries(grid) = areas.value.kind else {
        return None;
    };
    let points = || {
        places
            .places
            .iter()
            .flat_map(|place| rings(&place.area.shape))
            .flatten()
    };
    let (west, east) = points().fold((f64::MAX, f64::MIN), |(low, high), (x, _)| {
        (low.min(*x), high.max(*x))
    });
    let Some(projection) = Projection::new(grid, (west, east)) else {
        let message = format!("`{}` reaches too far round the world", areas.value.name);
        diagnostics.push(
            Diagnostic::error(&code::UNKNOWN_CRS, areas.span, message)
                .help("choose a country or a part of one with `where`"),
        );
        return None;
    };
    let ground: Vec<Vec<Vec<(f64, f64)>>> = places
        .places
        .iter()
        .map(|place| {
            let project = |ring: &Vec<(f64, f64)>| {
                let points = ring.iter().map(|point| projection.project(*point));
                points.map(|(x, y)| (x, -y)).collect()
            };
            rings(&place.area.shape).map(project).collect()
        })
        .collect();
    Some(Box::new(Boundaries { places, ground }))
}

/// The rings of a shape, those of holes among them.
fn rings(shape: &Shape) -> impl Iterator<Item = &Vec<(f64, f64)>> {
    let polygons = match shape {
        Shape::Polygons(polygons) => polygons.as_slice(),
        Shape::Cell(..) => &[],
    };
    polygons.iter().flatten()
}

struct Boundaries<'a> {
    places: Places<'a>,
    /// The rings of each area in metres, y downwards.
    ground: Vec<Vec<Vec<(f64, f64)>>>,
}

/// From metres to px: what is taken off, then what is multiplied, then what is added.
#[derive(Clone, Copy)]
pub(super) struct Fitting {
    pub(super) from: (f64, f64),
    pub(super) scale: f64,
    pub(super) to: (f64, f64),
}

impl Fitting {
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            (x - self.from.0) * self.scale + self.to.0,
            (y - self.from.1) * self.scale + self.to.1,
        )
    }
}

impl Boundaries<'_> {
    /// Left, top, width and height of the ground in metres.
    fn extent(&self) -> (f64, f64, f64, f64) {
        let points = self.ground.iter().flatten().flatten();
        let ends = points.fold(None, |ends: Option<(f64, f64, f64, f64)>, (x, y)| {
            let (left, top, right, bottom) = ends.unwrap_or((*x, *y, *x, *y));
            Some((left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)))
        });
        let (left, top, right, bottom) = ends.unwrap_or((0.0, 0.0, 1.0, 1.0));
        (
            left,
            top,
            (right - left).max(1e-6),
            (bottom - top).max(1e-6),
        )
    }
}

impl Chart for Boundaries<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let (left, top, wide, tall) = self.extent();
        let scale = |(w, h): (f64, f64)| (w / wide).min(h / tall);
        let fit = |space: (f64, f64)| (wide * scale(space), tall * scale(space));
        let part = match room.shares_head() {
            true => None,
            false => enlarged(&self.ground, tall),
        };
        let frame = Frame::lay_out(&self.places, room, part.is_some(), fit);
        let fitting = Fitting {
            from: (left, top),
            scale: frame.areas.2 / wide,
            to: (frame.areas.0, frame.areas.1),
        };
        let surface = frame.surface(room.width);
        let placed: Vec<Vec<Vec<(f64, f64)>>> = self
            .ground
            .iter()
            .map(|rings| {
                let place = |ring: &Vec<(f64, f64)>| {
                    ring.iter().map(|point| fitting.place(*point)).collect()
                };
                rings.iter().map(place).collect()
            })
            .collect();
        let shapes: Vec<_> = self.places.places.iter().zip(outlines(&placed)).collect();
        draw_places(&surface, &self.places, &shapes);
        if let (Some(part), Some(at)) = (part, frame.inset) {
            Inset::new(part, at).draw(&surface, &self.places, &self.ground, fitting);
        }
        Some(frame.finish(surface))
    }

    fn head(&self, width: f64) -> Sheet {
        key(&self.places, width)
    }

    fn describe(&self) -> Words {
        describe("Map", &self.places)
    }
}
