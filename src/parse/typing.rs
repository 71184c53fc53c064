//! From published text to typed values: a table and the fields of its dataset into rows.

use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Cell, Marker, Row, Value};
use crate::parse::cell::{self, Markers};
use crate::parse::dataset::RawField;
use crate::parse::table::{Origin, RawTable, folded};
use crate::source::SourceMap;

/// Reads the columns that fields name. A field without its column is reported, and so is every
/// cell that does not hold what its field asks for; repeats of a column are counted.
pub(crate) fn rows(
    table: &RawTable,
    fields: &[RawField],
    markers: &Markers,
    sources: &SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let columns = columns(table, fields, faults);
    if let Origin::Rows = table.origin {
        unknown_keys(table, fields, faults);
    }
    let mut unread = vec![Unread::default(); fields.len()];
    let mut rows = Vec::with_capacity(table.rows.len());
    for cells in &table.rows {
        let read = |(number, field): (usize, &RawField)| {
            let Some(at) = columns[number] else {
                let value = Value::Missing(Marker::blank());
                let span = cells.first().map_or(field.span, |cell| cell.span);
                return Cell { value, span };
            };
            let raw = &cells[at];
            let value = cell::read(raw.text(sources), &field.field, markers);
            let value = value.unwrap_or_else(|problem| {
                unread[number].add(problem.at(raw.span, &field.field.name), faults);
                Value::Missing(Marker::blank())
            });
            let span = raw.span;
            Cell { value, span }
        };
        rows.push(Row {
            key: String::new(),
            cells: fields.iter().enumerate().map(read).collect(),
        });
    }
    unread.into_iter().for_each(|column| column.finish(faults));
    rows
}

/// Which column of the table each field reads.
fn columns(
    table: &RawTable,
    fields: &[RawField],
    faults: &mut Vec<Diagnostic>,
) -> Vec<Option<usize>> {
    let titles: Vec<String> = table
        .columns
        .iter()
        .map(|column| folded(&column.name))
        .collect();
    let find = |name: &str| {
        let wanted = folded(name);
        titles.iter().position(|title| *title == wanted)
    };
    fields
        .iter()
        .map(|raw| {
            let field = &raw.field;
            let wanted = match (&raw.column, table.origin) {
                (Some(column), Origin::File { .. }) => vec![column.as_str()],
                (Some(column), Origin::Rows) => vec![field.name.as_str(), column.as_str()],
                (None, _) => vec![field.name.as_str(), field.title.as_str()],
            };
            let at = wanted.iter().find_map(|name| find(name));
            if at.is_none()
                && let Origin::File { .. } = table.origin
            {
                faults.push(missing_column(wanted[0], raw, table));
            }
            at
        })
        .collect()
}

fn missing_column(wanted: &str, field: &RawField, table: &RawTable) -> Diagnostic {
    let known: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let fault = Diagnostic::error(
        &code::MISSING_COLUMN,
        field.span,
        format!("the file has no column `{wanted}`"),
    )
    .maybe_help(
        suggest(wanted, known).map(|help| format!("name the column with `column:`; {help}")),
    );
    match table.origin {
        Origin::File { named, header } => fault
            .other(named, "the file that is read")
            .other(header, "its header"),
        Origin::Rows => fault,
    }
}

/// Keys of rows in a description that are names of no field.
fn unknown_keys(table: &RawTable, fields: &[RawField], faults: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = fields.iter().map(|raw| raw.field.name.as_str()).collect();
    for column in &table.columns {
        let read = |raw: &RawField| {
            raw.field.name == column.name || raw.column.as_deref() == Some(&column.name)
        };
        if !fields.iter().any(read) {
            faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_KEY,
                    column.span,
                    format!("the dataset has no field `{}`", column.name),
                )
                .maybe_help(suggest(&column.name, known.iter().copied())),
            );
        }
    }
}

/// How many unreadable cells of a column are shown one by one.
const MOST_SHOWN: usize = 3;

/// The cells of a column that could not be read: a whole column of them is not listed.
#[derive(Debug, Clone, Default)]
struct Unread {
    shown: Vec<String>,
    last: Option<Diagnostic>,
    more: usize,
}

impl Unread {
    /// Reports a cell, unless one like it or enough others have been reported.
    fn add(&mut self, fault: Diagnostic, faults: &mut Vec<Diagnostic>) {
        if self.shown.contains(&fault.message) || self.shown.len() == MOST_SHOWN {
            self.more += 1;
            return;
        }
        self.shown.push(fault.message.clone());
        faults.extend(self.last.replace(fault));
    }

    fn finish(self, faults: &mut Vec<Diagnostic>) {
        let Some(mut last) = self.last else { return };
        match self.more {
            0 => {}
            1 => last.message += "; one other cell of the column is like it",
            more => last.message += &format!("; {more} other cells of the column are like it"),
        }
        faults.push(last);
    }
}
