//! What GeoJSON and TopoJSON share: coordinates in range, rings that are whole, the reference
//! system.

use crate::diag::{Diagnostic, code};
use crate::model::{Grid, Ring};
use crate::parse::json::{Cursor, Fault, Kind, Read};
use crate::source::SourceId;

use super::place;

/// The most points that the boundaries of a file may have.
pub(super) const MOST_POINTS: usize = 1_000_000;
/// How many broken rings are shown one by one.
const MOST_SHOWN: usize = 3;

/// Where coordinates of the British National Grid can lie: land and sea of the United Kingdom, in
/// metres.
const EASTINGS: std::ops::RangeInclusive<f64> = -300_000.0..=900_000.0;
const NORTHINGS: std::ops::RangeInclusive<f64> = -200_000.0..=1_500_000.0;

/// Checks rings as they are read.
pub(super) struct Rings {
    source: SourceId,
    /// What the coordinates are, where the file says it or its first point has shown it.
    grid: Option<Grid>,
    points: usize,
    broken: usize,
}

impl Rings {
    pub(super) fn new(source: SourceId, grid: Option<Grid>) -> Rings {
        Rings {
            source,
            grid,
            points: 0,
            broken: 0,
        }
    }

    /// What the coordinates are; degrees where there is no point.
    pub(super) fn grid(&self) -> Grid {
        self.grid.unwrap_or(Grid::Degrees)
    }

    /// Counts points, of which there may be only so many.
    pub(super) fn count(&mut self, points: usize, at: usize) -> Read<()> {
        self.points = self.points.saturating_add(points);
        if self.points <= MOST_POINTS {
            return Ok(());
        }
        Err(Fault::new(
            &code::TOO_MANY_POINTS,
            at,
            "the boundaries have more than 1,000,000 points".to_string(),
            "use a generalised file: the office that publishes the boundaries offers one marked \
             \"generalised\" or \"ultra generalised\" (BGC, BUC)",
        ))
    }

    /// Takes a ring that begins at `at`; one that is broken is reported.
    pub(super) fn take(
        &mut self,
        ring: Ring,
        at: usize,
        faults: &mut Vec<Diagnostic>,
    ) -> Read<Option<Ring>> {
        match self.problem(&ring, at)? {
            None => Ok(Some(ring)),
            Some((message, help)) => {
                self.broken(at, message, help, faults);
                Ok(None)
            }
        }
    }

    /// Reports a broken ring, unless enough have been reported.
    pub(super) fn broken(
        &mut self,
        at: usize,
        message: String,
        help: &str,
        faults: &mut Vec<Diagnostic>,
    ) {
        self.broken += 1;
        if self.broken <= MOST_SHOWN {
            let span = place(self.source, at);
            let found = Diagnostic::error(&code::BROKEN_RING, span, message);
            faults.push(found.help(help));
        }
    }

    /// Reports an area at `at` of which nothing could be drawn, unless its rings were reported.
    pub(super) fn enclose(
        &mut self,
        polygons: &[Vec<Ring>],
        before: usize,
        at: usize,
        faults: &mut Vec<Diagnostic>,
    ) {
        let rings = || polygons.iter().flatten();
        if self.broken > before || rings().any(is_wide) {
            return;
        }
        let message = match rings().next() {
            None => "this area has no rings",
            Some(_) => "the rings of this area enclose nothing",
        };
        let help = "remove it, or export the boundaries again";
        self.broken(at, message.to_string(), help, faults);
    }

    /// How many rings have been reported.
    pub(super) fn reported(&self) -> usize {
        self.broken
    }

    /// Says how many broken rings were not shown.
    pub(super) fn finish(&self, faults: &mut [Diagnostic]) {
        let more = self.broken.saturating_sub(MOST_SHOWN);
        let last = faults.iter_mut().rev();
        let last = last.into_iter().find(|it| it.code == &code::BROKEN_RING);
        if let Some(last) = last
            && more > 0
        {
            let rings = if more == 1 { "ring is" } else { "rings are" };
            last.message += &format!("; {more} other {rings} broken");
        }
    }

    fn problem(&mut self, ring: &Ring, at: usize) -> Read<Option<(String, &'static str)>> {
        let (Some(first), Some(last)) = (ring.first(), ring.last()) else {
            return Ok(Some((
                "this ring has no points".to_string(),
                "remove it, or export the boundaries again",
            )));
        };
        let finite = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        if !ring.iter().all(finite) {
            return Ok(Some((
                "this ring has a coordinate that is no number".to_string(),
                "export the boundaries again",
            )));
        }
        let grid = match self.grid {
            Some(grid) => grid,
            None => self.guess(*first, at)?,
        };
        self.grid = Some(grid);
        if let Some((x, y)) = ring.iter().find(|point| !in_range(grid, **point)) {
            let message = format!("this ring has a point out of range: {x}, {y}");
            let help = match grid {
                Grid::Degrees => {
                    "a longitude lies between -180 and 180, a latitude between -90 and 90"
                }
                Grid::BritishGrid => {
                    "a point of the British National Grid lies in the United Kingdom"
                }
            };
            return Ok(Some((message, help)));
        }
        if first != last {
            return Ok(Some((
                "this ring is not closed".to_string(),
                "the last point of a ring repeats its first",
            )));
        }
        if ring.len() < 4 {
            let message = format!("this ring has {} points", ring.len());
            return Ok(Some((
                message,
                "a ring has at least four, the last as the first",
            )));
        }
        Ok(None)
    }

    /// What coordinates are that the file says nothing about.
    fn guess(&self, (x, y): (f64, f64), at: usize) -> Read<Grid> {
        let guesses = [Grid::Degrees, Grid::BritishGrid];
        let found = guesses.into_iter().find(|grid| in_range(*grid, (x, y)));
        found.ok_or_else(|| {
            unknown_crs(
                at,
                format!(
                    "the coordinates {x}, {y} are neither degrees nor on the British National Grid"
                ),
            )
        })
    }
}

/// Whether a ring is more than a point or a line: two of its corners and a third apart from them.
fn is_wide(ring: &Ring) -> bool {
    let Some(a) = ring.first() else {
        return false;
    };
    let mut pairs = ring.iter().zip(ring.iter().skip(1));
    pairs.any(|(b, c)| (b.0 - a.0) * (c.1 - a.1) != (b.1 - a.1) * (c.0 - a.0))
}

fn in_range(grid: Grid, (x, y): (f64, f64)) -> bool {
    match grid {
        Grid::Degrees => x.abs() <= 180.0 && y.abs() <= 90.0,
        Grid::BritishGrid => EASTINGS.contains(&x) && NORTHINGS.contains(&y),
    }
}

fn unknown_crs(at: usize, message: String) -> Fault {
    let help = "export the boundaries in longitude and latitude (EPSG:4326) or on the British \
                National Grid (EPSG:27700)";
    Fault::new(&code::UNKNOWN_CRS, at, message, help)
}

/// The reference system that a file names with `crs`.
pub(super) fn crs(cursor: Option<Cursor<'_>>) -> Read<Option<Grid>> {
    let Some(mut cursor) = cursor else {
        return Ok(None);
    };
    let at = cursor.here();
    if cursor.kind()? != Kind::Object {
        let name = cursor.scalar()?;
        return name.map_or(Ok(None), |name| named_crs(&name, at).map(Some));
    }
    let mut name = None;
    cursor.object(|key, value| {
        if key == "properties" && value.kind()? == Kind::Object {
            return value.object(|key, value| {
                let found = value.scalar()?;
                if matches!(key, "name" | "code") {
                    name = name.take().or(found);
                }
                Ok(())
            });
        }
        value.skip()
    })?;
    match name {
        Some(name) => named_crs(&name, at).map(Some),
        None => Err(unknown_crs(
            at,
            "the file names its reference system in a way that is not known".to_string(),
        )),
    }
}

fn named_crs(name: &str, at: usize) -> Read<Grid> {
    let word = name.rsplit([':', '/', '#']).next().unwrap_or("");
    match word.to_ascii_uppercase().as_str() {
        // WGS 84 and ETRS89, which agree to within a metre.
        "CRS84" | "4326" | "4258" | "84" => Ok(Grid::Degrees),
        "27700" => Ok(Grid::BritishGrid),
        _ => Err(unknown_crs(
            at,
            format!("the reference system `{name}` is not known"),
        )),
    }
}

/// Reads a point; a height beside it is passed over.
pub(super) fn point(cursor: &mut Cursor<'_>) -> Read<(f64, f64)> {
    expect(cursor, Kind::List, "a point, such as `[-1.5, 53.8]`,")?;
    let at = cursor.here();
    let mut numbers = [0.0; 2];
    let mut count = 0;
    cursor.list(|cursor| {
        expect(cursor, Kind::Number, "a coordinate")?;
        let number = cursor.number()?;
        if let Some(place) = numbers.get_mut(count) {
            *place = number;
        }
        count += 1;
        Ok(())
    })?;
    match count {
        2 | 3 => Ok((numbers[0], numbers[1])),
        _ => Err(nesting(at, format!("a point has {count} coordinates"))),
    }
}

/// Checks that a value is of the kind that its place in the nesting asks for.
pub(super) fn expect(cursor: &mut Cursor<'_>, kind: Kind, wanted: &str) -> Read<()> {
    let at = cursor.here();
    let found = cursor.kind()?;
    if found == kind {
        return Ok(());
    }
    let found = found.in_words();
    Err(nesting(
        at,
        format!("{found} stands where {wanted} is expected"),
    ))
}

fn nesting(at: usize, message: String) -> Fault {
    let help = "a `Polygon` holds rings and a `MultiPolygon` polygons: check that the type of the \
                geometry agrees with how its coordinates are nested";
    Fault::new(&code::BROKEN_RING, at, message, help)
}
