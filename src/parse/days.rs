//! Days as spreadsheets keep them, as numbers, and columns that may be days without saying so.

use jiff::civil::Date;

use crate::diag::{Diagnostic, code};
use crate::model::{Field, FieldType};
use crate::number;
use crate::parse::dataset::RawField;
use crate::parse::table::{Nature, RawCell, RawTable};
use crate::source::SourceMap;

/// The day that a workbook counts as a number. Excel counts a 29 February in 1900, which there
/// was not.
pub(super) fn serial(text: &str, since_1904: bool) -> Option<Date> {
    let days: i32 = text.parse().ok()?;
    let (year, month, day) = match (since_1904, days) {
        (true, 0..) => (1904, 1, 1),
        (false, 1..=59) => (1899, 12, 31),
        (false, 61..) => (1899, 12, 30),
        _ => return None,
    };
    let start = jiff::civil::date(year, month, day);
    start
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// Columns that are read as words or numbers and look like dates: the first cell of each.
pub(super) fn suspects(
    table: &RawTable,
    fields: &[RawField],
    columns: &[Option<usize>],
    sources: &SourceMap,
) -> Vec<Diagnostic> {
    let read = fields.iter().zip(columns);
    let read = read.filter_map(|(field, at)| Some((&field.field, (*at)?)));
    read.filter_map(|(field, at)| match field.kind {
        FieldType::String => {
            as_words(table, field, at, sources).or_else(|| as_numbers(table, field, at, sources))
        }
        FieldType::Number | FieldType::Integer => as_numbers(table, field, at, sources),
        _ => None,
    })
    .collect()
}

/// A date of a workbook in a column of words.
fn as_words(table: &RawTable, field: &Field, at: usize, sources: &SourceMap) -> Option<Diagnostic> {
    let mut cells = table.rows.iter().map(|cells| &cells[at]);
    let cell = cells.find(|cell| cell.nature == Nature::Date)?;
    let message = format!(
        "this cell is a date in the workbook, `{}` (field `{}`)",
        cell.text(sources),
        field.name
    );
    Some(
        Diagnostic::warning(&code::DATE_IN_TEXT, cell.span, message).help(
            "if the column holds dates, make the field `type: date`; if not, the spreadsheet made a \
             date of something else, such as `1-5`",
        ),
    )
}

/// Numbers that a workbook counts days with, below a heading that says so.
fn as_numbers(
    table: &RawTable,
    field: &Field,
    at: usize,
    sources: &SourceMap,
) -> Option<Diagnostic> {
    if field.unit.is_some() || !names_days(&table.columns[at].name) {
        return None;
    }
    let (cell, first, _) = counted(table, at, sources)?;
    let message = format!(
        "`{}` may be a day that a spreadsheet counts as a number, {} (field `{}`)",
        cell.text(sources),
        number::long_date(first),
        field.name
    );
    let help = match cell.nature {
        Nature::Text => {
            "format the column as a date in the spreadsheet, save the file again, and make the field \
             `type: date`; if they are numbers, say their `unit`"
        }
        _ => "if so, make the field `type: date`; if they are numbers, say their `unit`",
    };
    Some(Diagnostic::warning(&code::DATE_AS_NUMBER, cell.span, message).help(help))
}

/// Whether a heading says that dates stand below it.
pub(super) fn names_days(heading: &str) -> bool {
    let low = heading.to_lowercase();
    let mut words = low.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| matches!(word, "date" | "dates" | "ending" | "commencing"))
}

/// The first and the last day of a column, in order, in which every number may be one; with the
/// first cell. None for a column that holds anything else.
pub(super) fn counted<'t>(
    table: &'t RawTable,
    at: usize,
    sources: &SourceMap,
) -> Option<(&'t RawCell, Date, Date)> {
    /// The years in which statistics are published.
    const YEARS: std::ops::Range<i16> = 1960..2100;
    let mut found: Option<(&RawCell, Date, Date)> = None;
    for cell in table.rows.iter().map(|cells| &cells[at]) {
        let text = cell.text(sources);
        if text.is_empty() {
            continue;
        }
        let whole = text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit());
        let day = serial(text, cell.nature == Nature::Number1904).filter(|_| whole)?;
        if !YEARS.contains(&day.year()) {
            return None;
        }
        found = Some(match found {
            None => (cell, day, day),
            Some((cell, first, last)) => (cell, first.min(day), last.max(day)),
        });
    }
    found
}
