//! From published text to typed values: a table and the fields of its dataset into rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, code, suggest};
use crate::model::scale::{self, Stated};
use crate::model::{Cell, Field, FieldType, Marker, Row, Unit, Value};
use crate::parse::cell::{self, Markers, Problem, Reading, Sign};
use crate::parse::dataset::RawField;
use crate::parse::days;
use crate::parse::notes;
use crate::parse::table::{Nature, Origin, RawCell, RawTable, folded};
use crate::source::{SourceMap, Span};

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
    let mut signs = vec![Signs::default(); fields.len()];
    let mut rows = Vec::with_capacity(table.rows.len());
    for cells in &table.rows {
        let read = |(number, field): (usize, &RawField)| {
            let Some(at) = columns[number] else {
                let span = cells.first().map_or(field.span, |cell| cell.span);
                return Cell::new(Value::Missing(Box::new(Marker::blank())), span);
            };
            let raw = &cells[at];
            let reading = reading(raw, &field.field, markers, sources);
            let reading = reading.unwrap_or_else(|problem| {
                unread[number].add(problem.at(raw.span, &field.field.name), faults);
                Value::Missing(Box::new(Marker::blank())).into()
            });
            signs[number].add(&reading, raw.span);
            let mut remarks = reading.remarks;
            remarks.extend(
                raw.notes()
                    .iter()
                    .map(|mark| notes::marker(mark, &table.notes)),
            );
            Cell {
                value: reading.value,
                span: raw.span,
                remarks: (!remarks.is_empty()).then(|| remarks.into()),
            }
        };
        rows.push(Row {
            key: String::new(),
            cells: fields.iter().enumerate().map(read).collect(),
        });
    }
    unread.into_iter().for_each(|column| column.finish(faults));
    for (signs, field) in signs.into_iter().zip(fields) {
        faults.extend(signs.mixed(field, sources));
    }
    faults.extend(days::suspects(table, fields, &columns, sources));
    rows
}

/// The notes that the heading of each field's column refers to.
pub(crate) fn heading_remarks(table: &RawTable, fields: &[RawField]) -> Vec<Vec<Marker>> {
    if table.columns.iter().all(|column| column.notes.is_empty()) {
        return vec![Vec::new(); fields.len()];
    }
    let columns = columns(table, fields, &mut Vec::new());
    let marks = columns.into_iter().map(|at| match at {
        Some(at) => table.columns[at].notes.as_slice(),
        None => &[],
    });
    marks
        .map(|marks| {
            marks
                .iter()
                .map(|mark| notes::marker(mark, &table.notes))
                .collect()
        })
        .collect()
}

/// The scale that the title or the heading of each field states, `(£ million)`, where its numbers are
/// read as they stand: those of rates and percentages, and of columns that steps in `shape` have made,
/// are what they are.
pub(crate) fn stated_scales(
    table: &RawTable,
    fields: &[RawField],
    shape: Option<Span>,
) -> Vec<Option<Stated>> {
    let states = |words: &str| scale::of_heading(words).is_some();
    let of_fields = fields.iter().any(|raw| states(&raw.field.title));
    if !of_fields && !table.columns.iter().any(|column| states(&column.name)) {
        return vec![None; fields.len()];
    }
    let columns = columns(table, fields, &mut Vec::new());
    let made = |span: Span| {
        let within = |steps: Span| {
            steps.source == span.source && steps.start <= span.start && span.end <= steps.end
        };
        shape.is_some_and(within)
    };
    let stated = |(raw, at): (&RawField, Option<usize>)| {
        let field = &raw.field;
        let column = &table.columns[at?];
        let counts = matches!(field.unit, None | Some(Unit::Currency(_) | Unit::Words(_)));
        if !field.is_numeric() || !counts || made(column.span) {
            return None;
        }
        let of = |words: &str| Some((scale::of_heading(words)?, words.to_string()));
        let (scale, words) = of(&field.title).or_else(|| of(&column.name))?;
        Some(Stated {
            scale,
            words,
            column: column.name.clone(),
            named: raw.column.is_some(),
            span: raw.span,
        })
    };
    fields.iter().zip(columns).map(stated).collect()
}

/// Where a column has numbers with the sign of their unit, and where without.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    with: Option<(Span, Sign)>,
    without: Option<Span>,
}

impl Signs {
    fn add(&mut self, reading: &Reading, span: Span) {
        match (&reading.value, reading.sign) {
            (Value::Number(_), Some(sign)) => self.with = self.with.or(Some((span, sign))),
            // Nought is nought in any unit.
            (Value::Number(number), None) if !number.is_zero() => {
                self.without = self.without.or(Some(span));
            }
            _ => {}
        }
    }

    /// A column of `12%` and `0.12` says one of two things, and nobody can tell which.
    fn mixed(self, field: &RawField, sources: &SourceMap) -> Option<Diagnostic> {
        let ((with, sign), without) = (self.with?, self.without?);
        let (signed, plain) = (sources.text(with).trim(), sources.text(without).trim());
        Some(
            Diagnostic::error(
                &code::BAD_CELL,
                without,
                format!(
                    "`{plain}` stands without `{}` in a column that is written with it (field `{}`)",
                    sign.0, field.field.name
                ),
            )
            .other(with, format!("`{signed}` has it"))
            .help("write the whole column in one way, so that all of it is in one unit"),
        )
    }
}

/// Reads a cell by what the file says of it, and then by its text.
pub(super) fn reading(
    raw: &RawCell,
    field: &Field,
    markers: &Markers,
    sources: &SourceMap,
) -> Result<Reading, Problem> {
    let text = raw.text(sources);
    match (raw.nature, field.kind) {
        (Nature::Uncomputed, _) => Err(Problem::new(
            "this formula has no stored value".to_string(),
            "open the workbook in a spreadsheet program, let it calculate, and save it",
        )),
        (Nature::Error, _) if !markers.knows(text) => Err(Problem::new(
            format!("the workbook could not calculate this cell: `{text}`"),
            format!(
                "mend the formula, or say in the dataset what it stands for: `missing: {{\"{text}\": \
                 not available}}`"
            ),
        )),
        (Nature::Date, FieldType::Number | FieldType::Integer | FieldType::Year) => {
            Err(Problem::new(
                format!("this cell is a date in the workbook, `{text}`, and not a number"),
                "make the field `type: date`; if it was a number, format the cell as one and type \
                 it again",
            ))
        }
        (Nature::Number1900 | Nature::Number1904, FieldType::Date) => {
            let days = days::serial(text, raw.nature == Nature::Number1904);
            match days {
                Some(day) => Ok(Value::Date(day).into()),
                None => cell::read(text, field, markers),
            }
        }
        _ => cell::read(text, field, markers),
    }
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
    let headed = headed(&titles);
    let find = |name: &str| Some(headed.get(folded(name).as_str())?[0]);
    fields
        .iter()
        .map(|raw| {
            let field = &raw.field;
            let wanted = match (&raw.column, table.origin) {
                (Some(column), Origin::File { .. } | Origin::Shaped { .. }) => {
                    vec![column.as_str()]
                }
                (Some(column), Origin::Rows) => vec![field.name.as_str(), column.as_str()],
                (None, _) => vec![field.name.as_str(), field.title.as_str()],
            };
            let at = wanted.iter().find_map(|name| find(name));
            if let Some(at) = at {
                faults.extend(twice(&headed[titles[at].as_str()], raw, table));
                faults.extend(hidden(at, raw, table));
            }
            if at.is_none() && !matches!(table.origin, Origin::Rows) {
                faults.push(missing_column(wanted[0], raw, table));
            }
            at
        })
        .collect()
}

/// The numbers of the columns that have a heading, by headings.
fn headed(titles: &[String]) -> BTreeMap<&str, Vec<usize>> {
    let mut headed = BTreeMap::<&str, Vec<usize>>::new();
    for (at, title) in titles.iter().enumerate() {
        headed.entry(title).or_default().push(at);
    }
    headed
}

/// A heading that two columns have.
fn twice(columns: &[usize], field: &RawField, table: &RawTable) -> Option<Diagnostic> {
    let (at, second) = (columns[0], *columns.get(1)?);
    let fault = Diagnostic::error(
        &code::DUPLICATE_COLUMN,
        field.span,
        format!("two columns are headed `{}`", table.columns[at].name),
    );
    let (first, second) = (table.columns[at].span, table.columns[second].span);
    Some(
        fault
            .other(first, "the first")
            .other(second, "the second")
            .help("give them headings of their own, or read one of them with `range:`"),
    )
}

fn hidden(at: usize, field: &RawField, table: &RawTable) -> Option<Diagnostic> {
    let column = &table.columns[at];
    column.hidden.then(|| {
        Diagnostic::warning(
            &code::HIDDEN_DATA,
            field.span,
            format!("the column `{}` is hidden in the workbook", column.name),
        )
        .other(column.span, "its heading")
        .help("look whether it is meant to be published")
    })
}

fn missing_column(wanted: &str, field: &RawField, table: &RawTable) -> Diagnostic {
    let known: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let message = match table.origin {
        Origin::Shaped { .. } => format!("there is no column `{wanted}` after the last step"),
        _ => format!("the file has no column `{wanted}`"),
    };
    let fault = Diagnostic::error(&code::MISSING_COLUMN, field.span, message).maybe_help(
        suggest(wanted, known).map(|help| format!("name the column with `column:`; {help}")),
    );
    match table.origin {
        Origin::File { named, header } => fault
            .other(named, "the file that is read")
            .other(header, "its header"),
        Origin::Shaped { step } => fault.other(step, "the last step"),
        Origin::Rows => fault,
    }
}

/// Keys of rows in a description that are names of no field.
fn unknown_keys(table: &RawTable, fields: &[RawField], faults: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = fields.iter().map(|raw| raw.field.name.as_str()).collect();
    let also = fields.iter().filter_map(|raw| raw.column.as_deref());
    let read: BTreeSet<&str> = known.iter().copied().chain(also).collect();
    for column in &table.columns {
        if !read.contains(column.name.as_str()) {
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
    /// Whether some of those have another message.
    unlike: bool,
}

impl Unread {
    /// Reports a cell, unless one like it or enough others have been reported.
    fn add(&mut self, fault: Diagnostic, faults: &mut Vec<Diagnostic>) {
        if self.shown.contains(&fault.message) || self.shown.len() == MOST_SHOWN {
            self.more += 1;
            self.unlike |= !self.shown.contains(&fault.message);
            return;
        }
        self.shown.push(fault.message.clone());
        faults.extend(self.last.replace(fault));
    }

    fn finish(self, faults: &mut Vec<Diagnostic>) {
        let Some(mut last) = self.last else { return };
        let ends = match (self.more, self.unlike) {
            (0, _) => String::new(),
            (1, false) => "; one other cell of the column is like it".to_string(),
            (1, true) => "; nor can one other cell of the column be read".to_string(),
            (more, false) => format!("; {more} other cells of the column are like it"),
            (more, true) => format!("; nor can {more} other cells of the column be read"),
        };
        last.message += &ends;
        faults.push(last);
    }
}
