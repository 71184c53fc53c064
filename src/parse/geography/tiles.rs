//! Tile grids: a CSV file with a row for each tile, its column and its row among them.

use std::sync::Arc;

use super::hexjson::apart;
use super::{Content, Layer, MOST_AREAS};
use crate::diag::{Diagnostic, code};
use crate::model::{Area, AreaKind, Shape};
use crate::parse::csv;
use crate::parse::data_file::DataFile;
use crate::source::{SourceId, SourceMap, Span, Spanned};

const COLUMN: &[&str] = &["col", "column", "x", "q"];
const ROW: &[&str] = &["row", "y", "r"];
/// The most columns and rows that a grid of tiles has.
const MOST: i32 = 200;

pub(super) fn read(source: SourceId, sources: &SourceMap, faults: &mut Vec<Diagnostic>) -> Content {
    let plain = DataFile {
        name: Spanned::new(String::new(), Span::file(source)),
        sheet: None,
        range: None,
        header_rows: None,
        encoding: None,
        delimiter: None,
    };
    let table = csv::table(source, &plain, sources, faults)?;
    let find = |names: &[&str]| {
        let is = |title: &str| names.iter().any(|name| name.eq_ignore_ascii_case(title));
        table.columns.iter().position(|column| is(&column.name))
    };
    let (Some(column), Some(row)) = (find(COLUMN), find(ROW)) else {
        faults.push(
            Diagnostic::error(
                &code::AREA_FILE,
                Span::file(source),
                "the file has no columns `col` and `row`",
            )
            .help("a file of tiles says in which column and row of the grid each stands"),
        );
        return None;
    };
    let mut areas: Vec<Arc<Area>> = Vec::new();
    for cells in table.rows.iter().take(MOST_AREAS) {
        let whole = |at: usize| {
            let number: i32 = cells[at].text(sources).parse().ok()?;
            (0..MOST).contains(&number).then_some(number)
        };
        let span = Span::new(
            source,
            cells[0].span.start as usize,
            cells[cells.len() - 1].span.end as usize,
        );
        let (Some(column), Some(row)) = (whole(column), whole(row)) else {
            let message = format!(
                "this tile has no whole column and row from 0 to {}",
                MOST - 1
            );
            faults.push(Diagnostic::error(&code::AREA_FILE, span, message));
            continue;
        };
        let properties = table.columns.iter().zip(cells);
        areas.push(Arc::new(Area {
            span,
            code: None,
            properties: properties
                .map(|(column, cell)| (column.name.clone(), cell.text(sources).to_string()))
                .collect(),
            shape: Shape::Cell(column, row),
        }));
    }
    apart(&areas, faults);
    Some((AreaKind::Tiles, vec![Layer { name: None, areas }]))
}
