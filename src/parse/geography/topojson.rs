//! TopoJSON: arcs shared by the polygons of several objects, decoded into rings.

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
    let transform = members.at("transform").map(transform).transpose()?;
    let (Some(arcs), Some(mut objects)) = (members.at("arcs"), members.at("objects")) else {
        let message = "the file has no `arcs` and `objects`".to_string();
        let help = "export the boundaries again";
        return Err(Fault::new(&code::AREA_FILE, 0, message, help));
    };
    let mut reader = Reader {
        source,
        // What arcs hold is counted here, what rings hold again where they are put together.
        arcs: read_arcs(arcs, transform, &mut Rings::new(source, grid))?,
        rings: Rings::new(source, grid),
        faults,
    };
    let mut layers = Vec::new();
    expect(&mut objects, Kind::Object, "a map of objects")?;
    objects.object(|name, value| {
        let mut areas = Vec::new();
        reader.object(value, &mut areas, true)?;
        let name = Some(name.to_string());
        layers.push(Layer { name, areas });
        Ok(())
    })?;
    reader.rings.finish(reader.faults);
    let kind = AreaKind::Boundaries(reader.rings.grid());
    Ok(Some((kind, layers)))
}

/// Scale and translation of quantised positions.
type Transform = ((f64, f64), (f64, f64));

fn transform(mut cursor: Cursor<'_>) -> Read<Transform> {
    let at = cursor.here();
    let (mut scale, mut translate) = (None, None);
    expect(&mut cursor, Kind::Object, "a transform")?;
    cursor.object(|name, value| {
        match name {
            "scale" => scale = Some(point(value)?),
            "translate" => translate = Some(point(value)?),
            _ => value.skip()?,
        }
        Ok(())
    })?;
    scale.zip(translate).ok_or_else(|| {
        let message = "`transform` has no `scale` and `translate`".to_string();
        let help = "export the boundaries again";
        Fault::new(&code::AREA_FILE, at, message, help)
    })
}

fn read_arcs(
    mut cursor: Cursor<'_>,
    transform: Option<Transform>,
    budget: &mut Rings,
) -> Read<Vec<Ring>> {
    let mut arcs = Vec::new();
    expect(&mut cursor, Kind::List, "a list of arcs")?;
    cursor.list(|cursor| {
        expect(cursor, Kind::List, "an arc, which is a list of points,")?;
        let at = cursor.here();
        let mut arc = Ring::new();
        let (mut x, mut y) = (0.0, 0.0);
        cursor.list(|cursor| {
            budget.count(1, at)?;
            let read = point(cursor)?;
            arc.push(match transform {
                None => read,
                Some((scale, translate)) => {
                    // Each position is the difference to the one before.
                    (x, y) = (x + read.0, y + read.1);
                    (x * scale.0 + translate.0, y * scale.1 + translate.1)
                }
            });
            Ok(())
        })?;
        arcs.push(arc);
        Ok(())
    })?;
    Ok(arcs)
}

struct Reader<'f> {
    source: SourceId,
    arcs: Vec<Ring>,
    rings: Rings,
    faults: &'f mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reads an object: a geometry, or at the top a collection of geometries.
    fn object(
        &mut self,
        cursor: &mut Cursor<'_>,
        areas: &mut Vec<Arc<Area>>,
        top: bool,
    ) -> Read<()> {
        expect(cursor, Kind::Object, "a geometry")?;
        let at = cursor.here();
        bounded(areas, at)?;
        let (mut kind, mut arcs, mut geometries) = (String::new(), None, None);
        let (mut code, mut properties) = (None, Vec::new());
        let start = cursor.clone();
        cursor.object(|name, value| {
            match name {
                "type" => kind = value.scalar()?.unwrap_or_default(),
                "id" => code = value.scalar()?,
                "properties" if value.kind()? == Kind::Object => {
                    properties = super::properties(value)?;
                }
                "arcs" | "geometries" => {
                    let noted = if name == "arcs" {
                        &mut arcs
                    } else {
                        &mut geometries
                    };
                    *noted = Some(value.here());
                    value.skip()?;
                }
                _ => value.skip()?,
            }
            Ok(())
        })?;
        let before = self.rings.reported();
        let polygons = match (kind.as_str(), arcs, geometries) {
            ("GeometryCollection", _, Some(geometries)) if top => {
                let mut cursor = start.moved_to(geometries);
                expect(&mut cursor, Kind::List, "a list of geometries")?;
                return cursor.list(|cursor| self.object(cursor, areas, false));
            }
            ("Polygon", Some(arcs), _) => vec![self.polygon(&mut start.moved_to(arcs))?],
            ("MultiPolygon", Some(arcs), _) => {
                let mut cursor = start.moved_to(arcs);
                let mut polygons = Vec::new();
                expect(&mut cursor, Kind::List, "a list of polygons")?;
                cursor.list(|cursor| {
                    polygons.push(self.polygon(cursor)?);
                    Ok(())
                })?;
                polygons
            }
            // Other layers of the file may hold points and lines: they are no areas.
            _ => return Ok(()),
        };
        self.rings.enclose(&polygons, before, at, self.faults);
        areas.push(Arc::new(Area {
            span: place(self.source, at),
            code,
            properties,
            shape: Shape::Polygons(polygons),
        }));
        Ok(())
    }

    fn polygon(&mut self, cursor: &mut Cursor<'_>) -> Read<Vec<Ring>> {
        let mut rings = Vec::new();
        expect(cursor, Kind::List, "a list of rings")?;
        cursor.list(|cursor| {
            expect(cursor, Kind::List, "a ring, which is a list of arcs,")?;
            let at = cursor.here();
            let mut ring = Ring::new();
            let mut joined = true;
            cursor.list(|cursor| {
                expect(cursor, Kind::Number, "the number of an arc")?;
                let at = cursor.here();
                let number = cursor.number()?;
                joined &= self.join(number, at, &mut ring)?;
                Ok(())
            })?;
            if joined {
                rings.extend(self.rings.take(ring, at, self.faults)?);
            } else {
                let message = "the arcs of this ring do not join".to_string();
                let help = "each arc begins where the one before it ends: export the file again";
                self.rings.broken(at, message, help, self.faults);
            }
            Ok(())
        })?;
        Ok(rings)
    }

    /// Adds an arc to a ring, backwards where its number is negative; tells whether it goes on
    /// where the ring ends.
    fn join(&mut self, number: f64, at: usize, ring: &mut Ring) -> Read<bool> {
        let backwards = number < 0.0;
        let index = if backwards { -1.0 - number } else { number };
        let arc = (index.fract() == 0.0 && index < self.arcs.len() as f64)
            .then(|| &self.arcs[index as usize]);
        let Some(arc) = arc else {
            return Err(Fault::new(
                &code::BROKEN_RING,
                at,
                format!("there is no arc {number}"),
                "export the boundaries again",
            ));
        };
        self.rings.count(arc.len(), at)?;
        let step = |at: usize| {
            if backwards {
                arc[arc.len() - 1 - at]
            } else {
                arc[at]
            }
        };
        let joined = match (ring.last(), arc.is_empty()) {
            (Some(last), false) => *last == step(0),
            _ => true,
        };
        let skip = usize::from(!ring.is_empty());
        ring.extend((skip..arc.len()).map(step));
        Ok(joined)
    }
}
