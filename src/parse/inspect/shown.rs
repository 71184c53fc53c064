//! What a workbook shows otherwise than it stores it: numbers in per cent, in thousands, as money.

use crate::parse::grid::Grid;
use crate::parse::table::RawTable;
use crate::parse::workbook::Shown;
use crate::source::{SourceMap, Span, column_name};

/// What is to be said of the columns of a table, each in a clause that begins with its place.
pub(super) fn told(table: &RawTable, grid: &Grid, sources: &SourceMap) -> Vec<String> {
    let columns = table.columns.iter().enumerate();
    let told = columns.filter_map(|(at, column)| {
        let letter = letter_of(column.span, sources)?;
        let (row, shown) = *grid.shown.get(&letter)?;
        let place = format!("{}{}", column_name(letter), row + 1);
        let first = table.rows.iter().map(|cells| &cells[at]);
        let mut first = first.filter(|cell| letter_of(cell.span, sources) == Some(letter));
        let stored = first.find(|cell| !cell.text(sources).is_empty())?.text(sources);
        let name = &column.name;
        match shown {
            Shown::Percent => None,
            Shown::Thousands(count) => {
                let of = match count {
                    1 => "thousands".to_string(),
                    2 => "millions".to_string(),
                    3 => "billions".to_string(),
                    count => format!("10 to the power {}", 3 * u32::from(count)),
                };
                Some(format!(
                    "{place}: `{name}` is shown in {of} and stored in full, `{stored}`, which is what \
                     is read"
                ))
            }
            Shown::Money(sign) => Some(format!(
                "{place}: `{name}` is shown with `{sign}`: say `unit: {}` if all of it is money",
                match sign {
                    '£' => "GBP",
                    '€' => "EUR",
                    _ => "USD",
                }
            )),
        }
    });
    told.collect()
}

/// The column of the spreadsheet in which a place lies.
fn letter_of(span: Span, sources: &SourceMap) -> Option<u32> {
    let sheet = sources.file(span.source).sheet.as_ref()?;
    let after = sheet.cells.partition_point(|cell| cell.start <= span.start);
    Some(sheet.cells[..after].last()?.column)
}
