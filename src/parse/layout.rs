//! A table cut out of the cells of a file, as a description says or as it is found.

use crate::diag::{Diagnostic, code};
use crate::parse::data_file::DataFile;
use crate::parse::detect::{self, Below, Found};
use crate::parse::grid::{Area, Grid, GridRow};
use crate::parse::range::Range;
use crate::parse::table::{Column, Nature, Origin, RawCell, RawTable};
use crate::source::{SourceMap, Span};

/// The most cells, blank ones included, that a table may have.
const MOST_CELLS: u64 = 20_000_000;

/// Reads the table of a file. `whole` is the place of the file as a whole.
pub(crate) fn table(
    grid: &Grid,
    file: &DataFile,
    whole: Span,
    sources: &SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawTable> {
    let Some(end) = grid.end() else {
        faults.push(
            Diagnostic::error(
                &code::TABLE_RANGE,
                file.name.span,
                "there is nothing to read",
            )
            .other(whole, "this is empty")
            .help("look whether it is the right file and sheet"),
        );
        return None;
    };
    let found = match &file.range {
        Some(range) => within(grid, range.value, file, end, sources, faults)?,
        None => search(grid, file, sources, faults)?,
    };
    let size = |first: u32, last: u32| u64::from(last - first) + 1;
    let area = found.area;
    let cells = size(area.first_column, area.last_column)
        * grid.between(area.first_row, area.last_row).len() as u64;
    if cells > MOST_CELLS {
        faults.push(
            Diagnostic::error(
                &code::TOO_LARGE,
                file.name.span,
                format!("the table {area} has {cells} cells, more than can be read"),
            )
            .help("say with `range` which part of it holds the data"),
        );
        return None;
    }
    report_around(grid, &found, file, faults);
    Some(cut(grid, found, file.name.span, sources, faults))
}

/// Finds the table that no range names.
fn search(
    grid: &Grid,
    file: &DataFile,
    sources: &SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Option<Found> {
    let Some(mut found) = detect::table(grid, 0, sources) else {
        let first = grid.rows.first().map_or(file.name.span, |row| row.line);
        faults.push(
            Diagnostic::error(
                &code::TABLE_RANGE,
                file.name.span,
                "no table can be found in it",
            )
            .other(first, "looked for a row of headings from here on")
            .help("say where it is, its header included: `range: A4:H310`"),
        );
        return None;
    };
    if let Some(count) = &file.header_rows {
        let first = found.area.first_row;
        found = detect::from_header(grid, first, (count.value, None), sources);
    }
    if let Some(doubt) = found.doubt {
        let line = |number| {
            grid.row(number)
                .map_or(file.name.span, |row: &GridRow| row.line)
        };
        let (first, rows) = (found.area.first_row, doubt - found.area.first_row + 1);
        let from = Range {
            first_row: doubt,
            first_column: found.area.first_column,
            last_row: None,
            last_column: None,
        };
        faults.push(
            Diagnostic::error(
                &code::TABLE_RANGE,
                line(doubt),
                "this row may be header or data: it has words where numbers follow",
            )
            .other(line(first), "the header begins here")
            .help(format!(
                "say `header_rows: {rows}` if it belongs to the header, `range: {from}` if it is \
                 all of it, or `header_rows: {}` if it is data",
                rows - 1
            )),
        );
        return None;
    }
    Some(found)
}

/// The table of a range, as far as the range says it.
fn within(
    grid: &Grid,
    range: Range,
    file: &DataFile,
    (last_row, last_column): (u32, u32),
    sources: &SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Option<Found> {
    let span = file
        .range
        .as_ref()
        .map_or(file.name.span, |range| range.span);
    let used = Area {
        first_row: 0,
        first_column: 0,
        last_row,
        last_column,
    };
    let outside = range.first_row > last_row
        || range.first_column > last_column
        || range.last_row.is_some_and(|last| last > last_row)
        || range.last_column.is_some_and(|last| last > last_column);
    let wrong = |message: String| {
        Diagnostic::error(&code::TABLE_RANGE, span, message)
            .maybe_help(proposed(grid, sources).map(|area| format!("a table stands at `{area}`")))
    };
    if outside {
        faults.push(wrong(format!(
            "the range {range} goes beyond the cells that are there, which are {used}"
        )));
        return None;
    }
    let rows = file.header_rows.as_ref().map_or(1, |count| count.value);
    if grid
        .row(range.first_row)
        .is_none_or(|row| row.filled().next().is_none())
    {
        faults.push(wrong(format!(
            "row {} is empty, where the range {range} has its header",
            range.first_row + 1
        )));
        return None;
    }
    let open = detect::from_header(grid, range.first_row, (rows, None), sources);
    let area = Area {
        first_row: range.first_row,
        first_column: range.first_column,
        last_row: range.last_row.unwrap_or(open.area.last_row),
        last_column: range
            .last_column
            .unwrap_or(open.area.last_column.max(range.first_column)),
    };
    let below = match range.last_row {
        // What is below a range was left out by whoever wrote it; its notes are of use all the same.
        Some(_) => Below {
            notes: open.below.notes,
            ..Below::default()
        },
        None => open.below,
    };
    Some(Found {
        area,
        below,
        doubt: None,
        ..open
    })
}

/// Where a table can be found.
fn proposed(grid: &Grid, sources: &SourceMap) -> Option<Area> {
    detect::table(grid, 0, sources).map(|found| found.area)
}

/// Says what is left out, and what a reader of the spreadsheet does not see.
fn report_around(grid: &Grid, found: &Found, file: &DataFile, faults: &mut Vec<Diagnostic>) {
    let line = |number: u32| grid.row(number).map_or(file.name.span, |row| row.line);
    if let Some(second) = found.below.second_table {
        faults.push(
            Diagnostic::warning(
                &code::LEFT_OUT,
                line(second),
                "a second table begins here and is left out",
            )
            .other(file.name.span, format!("read is {}", found.area))
            .help(format!("say which one to read: `range: {}`", found.area)),
        );
    }
    if let Some(row) = found.below.unexplained {
        let message = match found.below.rows {
            1 => "this row below the table is left out: it does not look like data".to_string(),
            rows => format!("{rows} rows below the table are left out: they do not look like data"),
        };
        faults.push(
            Diagnostic::warning(&code::LEFT_OUT, line(row), message)
                .help(format!("say where the table ends: `range: {}`", found.area)),
        );
    }
    let body = found.area.first_row + found.header_rows;
    let hidden = grid.hidden_rows.iter().filter_map(|(first, last)| {
        let (first, last) = ((*first).max(body), (*last).min(found.area.last_row));
        let read = grid.between(first, last);
        (first <= last && !read.is_empty()).then(|| (read[0].line, read.len()))
    });
    let hidden: Vec<(Span, usize)> = hidden.collect();
    if let Some((line, _)) = hidden.first() {
        let count: usize = hidden.iter().map(|(_, count)| count).sum();
        let rows = if count == 1 {
            "a row is hidden"
        } else {
            "rows are hidden"
        };
        faults.push(
            Diagnostic::warning(
                &code::HIDDEN_DATA,
                *line,
                format!("{rows} in the workbook and read all the same ({count} in this table)"),
            )
            .help("show all rows in the spreadsheet and look whether they belong to the data"),
        );
    }
}

/// Cuts the table out.
fn cut(
    grid: &Grid,
    found: Found,
    named: Span,
    sources: &SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> RawTable {
    let area = found.area;
    let fills = grid.fills(area);
    let cell = |row: &GridRow, column: u32| -> RawCell {
        let own = row.cell(column);
        if let Some(cell) = own.filter(|cell| cell.nature != Nature::Blank) {
            return cell.clone();
        }
        let shared: Option<&RawCell> = fills
            .get(&(row.number, column))
            .and_then(|(row, column)| grid.row(*row)?.cell(*column));
        let blank = || {
            let line = row.line;
            RawCell::blank(own.map_or(
                Span {
                    end: line.start,
                    ..line
                },
                |cell| cell.span,
            ))
        };
        shared.cloned().unwrap_or_else(blank)
    };
    let body = area.first_row + found.header_rows;
    let header = grid.between(area.first_row, body - 1);
    let line = header.last().map_or(named, |row| row.line);
    let columns = (area.first_column..=area.last_column).map(|column| {
        let cells = header.iter().map(|row| cell(row, column));
        let is_hidden = |(first, last): &(u32, u32)| (*first..=*last).contains(&column);
        Column {
            hidden: grid.hidden_columns.iter().any(is_hidden),
            ..heading(cells, line, sources)
        }
    });
    let columns = columns.collect();
    let mut rows = Vec::new();
    for row in grid.between(body, area.last_row) {
        let cells: Vec<RawCell> = (area.first_column..=area.last_column)
            .map(|column| cell(row, column))
            .collect();
        if cells.iter().any(|cell| cell.nature != Nature::Blank) {
            rows.push(cells);
        }
    }
    if rows.is_empty() {
        faults.push(no_rows(line));
    }
    RawTable {
        columns,
        rows,
        origin: Origin::File {
            named,
            header: line,
        },
        notes: found.below.notes,
    }
}

/// A table with a header and nothing below it.
pub(crate) fn no_rows(header: Span) -> Diagnostic {
    Diagnostic::warning(
        &code::EMPTY_TABLE,
        header,
        "the table has a header and no rows",
    )
    .help("look whether the file is whole, and whether it is the right sheet and range")
}

/// One heading out of the cells above one another: joined with spaces, repeats left out.
fn heading(cells: impl Iterator<Item = RawCell>, line: Span, sources: &SourceMap) -> Column {
    let mut span = None;
    let mut parts: Vec<String> = Vec::new();
    let mut notes = Vec::new();
    for cell in cells.filter(|cell| cell.nature != Nature::Blank) {
        span = Some(cell.span);
        let text = cell.text(sources);
        if parts.last().is_none_or(|last| last != text) {
            parts.push(text.to_string());
            notes.extend(cell.notes().iter().cloned());
        }
    }
    Column {
        name: parts.join(" "),
        notes,
        span: span.unwrap_or(line),
        hidden: false,
    }
}
