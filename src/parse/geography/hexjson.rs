//! Hexjson: hexagons by code, each with its column and row, after the format of Open Innovations.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Content, Layer, Members, bounded, place};
use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Area, AreaKind, HexLayout, Shape};
use crate::parse::json::{Cursor, Kind, Read};
use crate::source::{SourceId, Span};

const LAYOUTS: &[(&str, HexLayout)] = &[
    ("odd-r", HexLayout::OddRow),
    ("even-r", HexLayout::EvenRow),
    ("odd-q", HexLayout::OddColumn),
    ("even-q", HexLayout::EvenColumn),
];

/// How far from zero a column or row may be.
const FARTHEST: i32 = 10_000;

pub(super) fn read(
    source: SourceId,
    members: &Members<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Read<Content> {
    let layout = layout(source, members, faults)?;
    let Some(mut cursor) = members.at("hexes") else {
        let message = "the file has no `hexes`";
        faults.push(
            Diagnostic::error(&code::AREA_FILE, Span::file(source), message)
                .help("a hexjson lists its hexagons by code: `\"hexes\": {\"E14001063\": {…}}`"),
        );
        return Ok(None);
    };
    if cursor.kind()? != Kind::Object {
        let span = place(source, cursor.here());
        let message = "`hexes` is not a map from codes to hexagons";
        faults.push(
            Diagnostic::error(&code::AREA_FILE, span, message)
                .help("each hexagon stands under the code of its area"),
        );
        return Ok(None);
    }
    let mut areas: Vec<Arc<Area>> = Vec::new();
    cursor.object(|key, value| {
        bounded(&areas, value.here())?;
        areas.extend(hex(source, key, value, faults)?.map(Arc::new));
        Ok(())
    })?;
    if areas.is_empty() && faults.is_empty() {
        let message = "the file has no hexagons";
        faults.push(
            Diagnostic::error(&code::AREA_FILE, Span::file(source), message)
                .help("give each area its column and row: `\"hexes\": {\"E14001063\": {\"q\": 3, \"r\": 5}}`"),
        );
    }
    apart(&areas, faults);
    let layer = Layer { name: None, areas };
    Ok(layout.map(|layout| (AreaKind::Hexes(layout), vec![layer])))
}

fn layout(
    source: SourceId,
    members: &Members<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Read<Option<HexLayout>> {
    let Some(mut cursor) = members.at("layout") else {
        faults.push(
            Diagnostic::error(
                &code::AREA_FILE,
                Span::file(source),
                "the file does not say its `layout`",
            )
            .help(
                "add `\"layout\": \"odd-r\"`, or which of `odd-r`, `even-r`, `odd-q`, `even-q` it is",
            ),
        );
        return Ok(None);
    };
    let span = place(source, cursor.here());
    let word = cursor.scalar()?.unwrap_or_default();
    let found = LAYOUTS.iter().find(|(name, _)| *name == word);
    if found.is_none() {
        let known = LAYOUTS.iter().map(|(name, _)| *name);
        faults.push(
            Diagnostic::error(
                &code::AREA_FILE,
                span,
                format!("there is no layout `{word}`"),
            )
            .maybe_help(suggest(&word, known)),
        );
    }
    Ok(found.map(|(_, layout)| *layout))
}

fn hex(
    source: SourceId,
    key: &str,
    cursor: &mut Cursor<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Read<Option<Area>> {
    let span = place(source, cursor.here());
    if cursor.kind()? != Kind::Object {
        cursor.skip()?;
        faults.push(
            Diagnostic::error(&code::AREA_FILE, span, format!("`{key}` is not a hexagon"))
                .help("a hexagon has its column and row: `{\"q\": 3, \"r\": 5}`"),
        );
        return Ok(None);
    }
    let mut properties = super::properties(cursor)?;
    let mut whole = |name: &str| {
        let at = properties.iter().position(|(key, _)| key == name)?;
        let number: i32 = properties.remove(at).1.parse().ok()?;
        (number.abs() <= FARTHEST).then_some(number)
    };
    let (column, row) = (whole("q"), whole("r"));
    let (Some(column), Some(row)) = (column, row) else {
        let message = format!("the hexagon `{key}` has no whole `q` and `r`");
        faults.push(
            Diagnostic::error(&code::AREA_FILE, span, message)
                .help("`q` is its column and `r` its row, whole numbers up to 10,000"),
        );
        return Ok(None);
    };
    Ok(Some(Area {
        span,
        code: Some(key.to_string()),
        properties,
        shape: Shape::Cell(column, row),
    }))
}

/// Reports areas of one code or at one place.
pub(super) fn apart(areas: &[Arc<Area>], faults: &mut Vec<Diagnostic>) {
    let mut codes: BTreeMap<&str, Span> = BTreeMap::new();
    let mut places: BTreeMap<(i32, i32), &Area> = BTreeMap::new();
    for area in areas {
        if let Some(code) = &area.code
            && let Some(first) = codes.insert(code, area.span)
        {
            faults.push(
                Diagnostic::error(
                    &code::DUPLICATE_AREA,
                    area.span,
                    format!("two areas have the code `{code}`"),
                )
                .other(first, "the first")
                .help("keep one of them, or correct its code"),
            );
        }
        if let Shape::Cell(column, row) = area.shape
            && let Some(first) = places.insert((column, row), area)
        {
            faults.push(
                Diagnostic::error(
                    &code::DUPLICATE_AREA,
                    area.span,
                    format!("two areas stand at column {column} and row {row}"),
                )
                .other(first.span, "the first")
                .help("move one of them to a place of its own"),
            );
        }
    }
}
