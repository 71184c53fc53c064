//! GeoJSON (RFC 7946, and the `crs` of its predecessor): features with polygons.

use std::sync::Arc;

use super::boundaries::{Rings, crs, expect, point};
use super::{Content, Layer, Members, bounded, place};
use crate::diag::{Diagnostic, code};
use crate::model::{Area, AreaKind, Ring, Shape};
use crate::parse::json::{Cursor, Fault, Kind, Read};
use crate::source::SourceId;

pub(super) fn read(
    source: SourceId,
    members: &Members<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Read<Content> {
    let grid = crs(members.at("crs"))?;
    let mut reader = Reader {
        source,
        rings: Rings::new(source, grid),
        areas: Vec::new(),
        faults,
    };
    match members.at("features") {
        Some(mut features) => {
            expect(&mut features, Kind::List, "a list of features")?;
            features.list(|feature| reader.feature(feature))?;
        }
        None if members.kind.as_deref() == Some("Feature") => {
            reader.feature(&mut members.cursor.moved_to(0))?;
        }
        None => return Err(no_features()),
    }
    reader.rings.finish(reader.faults);
    if reader.areas.is_empty() && reader.faults.is_empty() {
        return Err(no_features());
    }
    let areas = reader.areas;
    let kind = AreaKind::Boundaries(reader.rings.grid());
    Ok(Some((kind, vec![Layer { name: None, areas }])))
}

fn no_features() -> Fault {
    let message = "the file has no features".to_string();
    Fault::new(&code::AREA_FILE, 0, message, "export the boundaries again")
}

struct Reader<'f> {
    source: SourceId,
    rings: Rings,
    areas: Vec<Arc<Area>>,
    faults: &'f mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn feature(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        expect(cursor, Kind::Object, "a feature")?;
        let at = cursor.here();
        bounded(&self.areas, at)?;
        let (mut code, mut properties, mut geometry) = (None, Vec::new(), None);
        let start = cursor.clone();
        cursor.object(|name, value| {
            match name {
                "id" => code = value.scalar()?,
                "properties" if value.kind()? == Kind::Object => {
                    properties = super::properties(value)?;
                }
                "geometry" => {
                    geometry = Some(value.here());
                    value.skip()?;
                }
                _ => value.skip()?,
            }
            Ok(())
        })?;
        let before = self.rings.reported();
        let polygons = match geometry {
            Some(place) => self.geometry(&mut start.moved_to(place))?,
            None => None,
        };
        match polygons {
            None => {
                let message = "this feature has no geometry".to_string();
                self.faults.push(area_fault(self.source, at, message));
            }
            Some(polygons) => {
                self.rings.enclose(&polygons, before, at, self.faults);
                self.areas.push(Arc::new(Area {
                    span: place(self.source, at),
                    code,
                    properties,
                    shape: Shape::Polygons(polygons),
                }));
            }
        }
        Ok(())
    }

    /// The polygons of a geometry; none where it is `null`.
    fn geometry(&mut self, cursor: &mut Cursor<'_>) -> Read<Option<Vec<Vec<Ring>>>> {
        if cursor.kind()? != Kind::Object {
            return Ok(None);
        }
        let at = cursor.here();
        let (mut kind, mut coordinates) = (String::new(), None);
        let start = cursor.clone();
        cursor.object(|name, value| {
            match name {
                "type" => kind = value.scalar()?.unwrap_or_default(),
                "coordinates" => {
                    coordinates = Some(value.here());
                    value.skip()?;
                }
                _ => value.skip()?,
            }
            Ok(())
        })?;
        let Some(coordinates) = coordinates else {
            let message = format!("a `{kind}` without `coordinates` is no area");
            return Err(Fault::new(
                &code::AREA_FILE,
                at,
                message,
                "export the boundaries as polygons",
            ));
        };
        let mut cursor = start.moved_to(coordinates);
        match kind.as_str() {
            "Polygon" => Ok(Some(vec![self.polygon(&mut cursor)?])),
            "MultiPolygon" => {
                let mut polygons = Vec::new();
                expect(&mut cursor, Kind::List, "a list of polygons")?;
                cursor.list(|cursor| {
                    polygons.push(self.polygon(cursor)?);
                    Ok(())
                })?;
                Ok(Some(polygons))
            }
            kind => Err(Fault::new(
                &code::AREA_FILE,
                at,
                format!("a `{kind}` is no area"),
                "export the boundaries as polygons",
            )),
        }
    }

    fn polygon(&mut self, cursor: &mut Cursor<'_>) -> Read<Vec<Ring>> {
        let mut rings = Vec::new();
        expect(cursor, Kind::List, "a list of rings")?;
        cursor.list(|cursor| {
            expect(cursor, Kind::List, "a ring, which is a list of points,")?;
            let at = cursor.here();
            let mut ring = Ring::new();
            cursor.list(|cursor| {
                self.rings.count(1, at)?;
                ring.push(point(cursor)?);
                Ok(())
            })?;
            rings.extend(self.rings.take(ring, at, self.faults)?);
            Ok(())
        })?;
        Ok(rings)
    }
}

fn area_fault(source: SourceId, at: usize, message: String) -> Diagnostic {
    Diagnostic::error(&code::AREA_FILE, place(source, at), message)
        .help("remove the feature, or export the boundaries again")
}
