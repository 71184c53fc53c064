//! Files of areas: hexagons, tiles and boundaries, each into areas with their places.
//!
//! What a file is follows from what it holds, not from its name. Boundaries are read without a
//! tree in between, and their points are counted, so that no file takes more than bounded memory.

mod boundaries;
mod geojson;
mod hexjson;
mod tiles;
mod topojson;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Diagnostic, code};
use crate::model::{Area, AreaKind};
use crate::parse::json::{Cursor, Fault, Kind, Read};
use crate::source::{SitePath, SourceId, SourceMap, Span};

/// The most areas that a file may hold.
const MOST_AREAS: usize = 100_000;

/// A file of areas as written.
#[derive(Debug)]
pub(crate) struct RawGeography {
    pub(crate) source: SourceId,
    pub(crate) kind: AreaKind,
    /// The areas: one layer, or the objects of a TopoJSON file by name.
    pub(crate) layers: Vec<Layer>,
}

/// Areas that belong together.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) name: Option<String>,
    pub(crate) areas: Vec<Arc<Area>>,
}

/// A file of areas, or nothing where it has faults, with these.
pub(crate) type Found = (Option<RawGeography>, Vec<Diagnostic>);

/// Whether the name of a file is that of a file of areas in JSON.
pub(crate) fn is_json(path: &SitePath) -> bool {
    matches!(
        path.extension().as_str(),
        "json" | "geojson" | "topojson" | "hexjson"
    )
}

/// Reads a file of areas.
pub(crate) fn parse(path: &SitePath, source: SourceId, sources: &SourceMap) -> Found {
    let mut faults = Vec::new();
    let read = if is_json(path) {
        json(source, &sources.file(source).text, &mut faults).unwrap_or_else(|fault| {
            faults.push(fault.in_file(source));
            None
        })
    } else {
        tiles::read(source, sources, &mut faults)
    };
    let found = read.filter(|_| faults.is_empty());
    let geography = found.map(|(kind, layers)| RawGeography {
        source,
        kind,
        layers,
    });
    (geography, faults)
}

type Content = Option<(AreaKind, Vec<Layer>)>;

/// The members of a file and where their values begin.
struct Members<'t> {
    cursor: Cursor<'t>,
    places: BTreeMap<String, usize>,
    kind: Option<String>,
}

impl<'t> Members<'t> {
    fn read(text: &'t str) -> Read<Members<'t>> {
        let mut cursor = Cursor::new(text);
        let (mut places, mut kind) = (BTreeMap::new(), None);
        if cursor.kind()? != Kind::Object {
            let at = cursor.here();
            return Err(not_areas(at));
        }
        cursor.object(|name, value| {
            places.insert(name.to_string(), value.here());
            if name == "type" {
                kind = value.scalar()?;
                return Ok(());
            }
            value.skip()
        })?;
        cursor.end()?;
        Ok(Members {
            cursor,
            places,
            kind,
        })
    }

    fn at(&self, name: &str) -> Option<Cursor<'t>> {
        let place = self.places.get(name)?;
        Some(self.cursor.moved_to(*place))
    }
}

fn not_areas(at: usize) -> Fault {
    Fault::new(
        &code::AREA_FILE,
        at,
        "the file holds neither hexagons nor boundaries".to_string(),
        "name a hexjson, GeoJSON or TopoJSON file",
    )
}

fn json(source: SourceId, text: &str, faults: &mut Vec<Diagnostic>) -> Read<Content> {
    let members = Members::read(text)?;
    match members.kind.as_deref() {
        Some("Topology") => topojson::read(source, &members, faults),
        Some("FeatureCollection" | "Feature") => geojson::read(source, &members, faults),
        Some(other) if !members.places.contains_key("hexes") => Err(Fault::new(
            &code::AREA_FILE,
            members.places.get("type").copied().unwrap_or(0),
            format!("`{other}` is not a kind of file that holds areas"),
            "GeoJSON is a `FeatureCollection` or a `Feature`, TopoJSON a `Topology`",
        )),
        _ if members.places.contains_key("hexes") || members.places.contains_key("layout") => {
            hexjson::read(source, &members, faults)
        }
        _ => Err(not_areas(0)),
    }
}

/// A place in a file as a span.
fn place(source: SourceId, at: usize) -> Span {
    Span::new(source, at, at)
}

/// Keeps the number of areas within bounds.
fn bounded(areas: &[Arc<Area>], at: usize) -> Read<()> {
    if areas.len() <= MOST_AREAS {
        return Ok(());
    }
    Err(Fault::new(
        &code::TOO_MANY_POINTS,
        at,
        format!(
            "the file holds more than {} areas",
            crate::number::plain(MOST_AREAS.into(), None)
        ),
        "keep the areas that the figure shows",
    ))
}

/// Reads the members of an object that are plain values, in their order.
fn properties(cursor: &mut Cursor<'_>) -> Read<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = Vec::new();
    cursor.object(|name, value| {
        if let Some(value) = value.scalar()? {
            found.push((name.to_string(), value));
        }
        Ok(())
    })?;
    Ok(found)
}

#[cfg(test)]
mod tests;
