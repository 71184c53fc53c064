//! Where the table is among the cells of a file: its header, its rows, and what stands around it.

use crate::parse::grid::{Area, Grid, GridRow};
use crate::parse::notes::{self, Note};
use crate::parse::table::{Nature, RawCell};
use crate::source::SourceMap;

/// A table that was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The table, its header included.
    pub(crate) area: Area,
    /// How many rows of it are its header.
    pub(crate) header_rows: u32,
    /// The row after those that may be header too, where that cannot be told.
    pub(crate) doubt: Option<u32>,
    /// Whether a column holds numbers, or there are many rows: what a list of contents or an
    /// address has not.
    pub(crate) bears_data: bool,
    /// What stands below the table and is no part of it.
    pub(crate) below: Below,
}

/// What stands below a table.
#[derive(Debug, Default)]
pub(crate) struct Below {
    /// Notes that marks may refer to.
    pub(crate) notes: Vec<Note>,
    /// The number of the first row that is left out and does not say that it is a note or source.
    pub(crate) unexplained: Option<u32>,
    /// How many rows are left out.
    pub(crate) rows: usize,
    /// The number of the row in which another table begins.
    pub(crate) second_table: Option<u32>,
}

/// How many rows below a header are looked at to tell what its columns hold.
const SAMPLE: usize = 10;
/// The most lines that stand between a table and the header of the next.
const MOST_TITLES: usize = 20;
/// From how many rows on words alone are data.
const MANY_ROWS: usize = 5;

/// Looks for the first table from a row on; titles and notes above it are passed over.
pub(crate) fn table(grid: &Grid, from: u32, sources: &SourceMap) -> Option<Found> {
    let rows = grid.between(from, u32::MAX);
    let beginning = |(at, row): &(usize, &GridRow)| is_header(row, rows.get(at + 1), sources);
    // Headings alone at the end are a table without rows.
    let last = || {
        let row = rows.last()?;
        is_headings(row, sources).then_some((rows.len() - 1, row))
    };
    let (at, header) = rows.iter().enumerate().find(beginning).or_else(last)?;
    let header_rows = header_rows(grid, &rows[at..], sources);
    Some(from_header(grid, header.number, header_rows, sources))
}

/// The table whose header begins in a row that is known.
pub(crate) fn from_header(
    grid: &Grid,
    first: u32,
    (header_rows, doubt): (u32, Option<u32>),
    sources: &SourceMap,
) -> Found {
    let body_first = first.saturating_add(header_rows);
    let header = grid.between(first, body_first - 1);
    let body = grid.between(body_first, u32::MAX);
    let numeric = numeric_columns(body, sources);
    let (length, below) = body_length(body, &numeric, sources);
    let body = &body[..length];
    let columns = || {
        header
            .iter()
            .chain(body.iter().take(SAMPLE))
            .flat_map(GridRow::filled)
    };
    let wide = header
        .iter()
        .flat_map(GridRow::filled)
        .map(|(column, _)| column);
    let area = Area {
        first_row: first,
        first_column: columns().map(|(column, _)| column).min().unwrap_or(0),
        last_row: body.last().map_or(body_first - 1, |row| row.number),
        // What is filled beside the headings has no name, and is no column.
        last_column: wide
            .chain(
                grid.merged
                    .iter()
                    .filter(|it| it.first_row == first)
                    .map(|it| it.last_column),
            )
            .max()
            .unwrap_or(0),
    };
    Found {
        area,
        header_rows,
        doubt,
        bears_data: !body.is_empty() && (!numeric.is_empty() || body.len() >= MANY_ROWS),
        below,
    }
}

/// A header is a row of at least two headings, above a row of at least two cells.
fn is_header(row: &GridRow, next: Option<&GridRow>, sources: &SourceMap) -> bool {
    is_headings(row, sources) && next.is_some_and(|row| row.filled().nth(1).is_some())
}

fn is_headings(row: &GridRow, sources: &SourceMap) -> bool {
    row.filled().nth(1).is_some() && row.filled().all(|(_, cell)| is_heading(cell, sources))
}

/// Words, or a year.
fn is_heading(cell: &RawCell, sources: &SourceMap) -> bool {
    let text = cell.text(sources);
    !matches!(cell.nature, Nature::Error | Nature::Uncomputed)
        && (!is_number(cell, sources) || is_year(text))
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && text
            .parse::<u16>()
            .is_ok_and(|year| (1700..2200).contains(&year))
}

/// Whether a cell holds a number, or a mark that stands for one.
fn is_number(cell: &RawCell, sources: &SourceMap) -> bool {
    let text = cell.text(sources);
    let bare = text.trim_start_matches(['-', '+', '−', '£', '<']);
    matches!(cell.nature, Nature::Number1900 | Nature::Number1904)
        || bare.starts_with(|letter: char| letter.is_ascii_digit())
            && bare
                .trim_end_matches('%')
                .replace(',', "")
                .parse::<f64>()
                .is_ok()
}

fn is_mark(text: &str) -> bool {
    text.len() <= 3 && !text.bytes().any(|byte| byte.is_ascii_alphanumeric())
        || text.starts_with('[') && text.ends_with(']')
        || matches!(text, "NA" | "N/A")
}

/// The columns that hold numbers in most of the first rows.
fn numeric_columns(body: &[GridRow], sources: &SourceMap) -> Vec<u32> {
    let sample = &body[..body.len().min(SAMPLE)];
    let mut counts: std::collections::BTreeMap<u32, (usize, usize)> = Default::default();
    for (column, cell) in sample.iter().flat_map(GridRow::filled) {
        let count = counts.entry(column).or_default();
        if is_number(cell, sources) {
            count.0 += 1;
        } else if !is_mark(cell.text(sources)) {
            count.1 += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(_, (numbers, words))| numbers > words)
        .map(|(column, _)| column)
        .collect()
}

/// How many rows the header has that begins the rows: one, and those below it that have words
/// where the columns have numbers. Whether these are header is plain only below merged headings
/// or gaps; the first row in doubt is told.
fn header_rows(grid: &Grid, rows: &[GridRow], sources: &SourceMap) -> (u32, Option<u32>) {
    let mut count = 1;
    while count < rows.len().min(4) {
        let row = &rows[count];
        let numeric = numeric_columns(&rows[count + 1..], sources);
        let words = |column: &u32| {
            row.cell(*column).is_some_and(|cell| {
                cell.nature == Nature::Text
                    && is_heading(cell, sources)
                    && !is_mark(cell.text(sources))
            })
        };
        let follows = row.number == rows[count - 1].number + 1;
        let headings = row.filled().all(|(_, cell)| is_heading(cell, sources));
        if !follows || !headings || !numeric.iter().any(words) {
            break;
        }
        let above = &rows[count - 1];
        let spans = |area: &Area| {
            (area.first_row..=area.last_row).contains(&above.number)
                && (area.last_column > area.first_column || area.last_row > area.first_row)
        };
        let gaps = row.filled().any(|(column, _)| {
            let there = above
                .cell(column)
                .is_some_and(|cell| cell.nature != Nature::Blank);
            !there && above.filled().any(|(other, _)| other < column)
        });
        if !gaps && !grid.merged.iter().any(spans) {
            return (count as u32, Some(row.number));
        }
        count += 1;
    }
    (count as u32, None)
}

/// How many of the rows below a header are the table's, and what the others are.
fn body_length(body: &[GridRow], numeric: &[u32], sources: &SourceMap) -> (usize, Below) {
    let mut length = body.len();
    let last_wide = body.iter().rposition(|row| row.filled().nth(1).is_some());
    let last_row = body.iter().rposition(|row| is_row(row, numeric, sources));
    for (at, row) in body.iter().enumerate() {
        let gap = at > 0 && row.number > body[at - 1].number + 1;
        let like_a_row = row.filled().nth(1).is_some();
        let rest = &body[at..];
        let words_only = last_wide.is_none_or(|last| last < at);
        if gap && !like_a_row && (words_only || begins_another(rest, sources)) {
            length = at;
            break;
        }
        if gap && like_a_row && !numeric.is_empty() && is_header(row, rest.get(1), sources) {
            length = at;
            break;
        }
        if !like_a_row && says_note(row, sources) && last_row.is_none_or(|last| last < at) {
            length = at;
            break;
        }
    }
    (length, below(&body[length..], sources))
}

/// Whether a row has a number or a mark in a column of numbers.
fn is_row(row: &GridRow, numeric: &[u32], sources: &SourceMap) -> bool {
    let in_column = |column: &u32| {
        row.cell(*column)
            .is_some_and(|cell| is_number(cell, sources) || is_mark(cell.text(sources)))
    };
    match numeric.is_empty() {
        true => row.filled().nth(1).is_some(),
        false => numeric.iter().any(in_column),
    }
}

/// Whether titles and then a header begin here.
fn begins_another(rows: &[GridRow], sources: &SourceMap) -> bool {
    let lone = |row: &&GridRow| row.filled().nth(1).is_none();
    let titles = rows.iter().take(MOST_TITLES).take_while(lone).count();
    let rest = &rows[titles..];
    rest.first()
        .is_some_and(|row| is_header(row, rest.get(1), sources))
}

fn says_note(row: &GridRow, sources: &SourceMap) -> bool {
    row.lone(sources).is_some_and(is_plainly_a_note)
}

/// Whether a line says of itself that it is a note, a source or an end.
pub(crate) fn is_plainly_a_note(line: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "note",
        "notes",
        "footnote",
        "footnotes",
        "source",
        "sources",
        "©",
        "contact",
        "crown copyright",
        "copyright",
        "contains",
        "end of",
        "this worksheet",
        "back to",
        "return to",
    ];
    let low = line.trim().to_lowercase();
    BEGINNINGS.iter().any(|beginning| {
        low.strip_prefix(beginning)
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    }) || notes::told(line).is_some()
        || low.starts_with("[end of")
}

fn below(rows: &[GridRow], sources: &SourceMap) -> Below {
    let mut below = Below {
        rows: rows.len(),
        ..Below::default()
    };
    let mut explained = false;
    for (at, row) in rows.iter().enumerate() {
        if begins_another(&rows[at..], sources) {
            below.second_table = Some(row.number);
            below.rows = at;
            break;
        }
        // As it stands there: the marks of notes are what is looked for.
        let written: Vec<&str> = row
            .filled()
            .map(|(_, cell)| sources.text(cell.span).trim())
            .collect();
        let first = written.first().copied().unwrap_or_default();
        // The mark of a note may stand in a cell of its own.
        below.notes.extend(notes::told(&written.join(" ")));
        explained |= is_plainly_a_note(first) || is_mark(first);
        if !explained {
            below.unexplained = below.unexplained.or(Some(row.number));
        }
    }
    below
}
