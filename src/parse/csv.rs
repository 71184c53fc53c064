//! CSV files: records into the rows of a dataset, each cell with its place.

use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Cell, Marker, Row, Value};
use crate::parse::cell::{self, Markers};
use crate::parse::dataset::RawField;
use crate::source::{SourceId, Span};

/// Reads the rows of a CSV file. `named` is where the description names the file.
pub(crate) fn rows(
    source: SourceId,
    text: &str,
    columns: &[RawField],
    markers: &Markers,
    named: Span,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let table = &text[mark..];
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(table.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut header: Option<Header> = None;
    let mut rows = Vec::new();
    let mut unread = vec![Unread::default(); columns.len()];
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let at = error
                    .position()
                    .map_or(0, |position| position.byte() as usize);
                let span = Span::new(source, mark + at, mark + at);
                faults.push(Diagnostic::error(
                    &code::CSV_SHAPE,
                    span,
                    format!("this row cannot be read: {error}"),
                ));
                break;
            }
        }
        let start = record
            .position()
            .map_or(0, |position| position.byte() as usize);
        // The reader counts the second half of a line end and empty lines to the record after.
        let blank = table[start..].bytes();
        let start = start
            + blank
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
        let places = Places {
            source,
            text: table,
            mark,
            start,
        };
        let Some(header) = &header else {
            header = Some(Header::read(&record, &places, columns, named, faults));
            continue;
        };
        if record.len() != header.width {
            faults.push(ragged(&record, header.width, &places));
            continue;
        }
        let (row, problems) = row(&record, header, &places, columns, markers);
        rows.push(row);
        for (column, fault) in problems {
            unread[column].add(fault, faults);
        }
    }
    unread.into_iter().for_each(|column| column.finish(faults));
    if header.is_none() {
        faults.push(
            Diagnostic::error(
                &code::CSV_SHAPE,
                Span::file(source),
                "the file holds no header",
            )
            .help("the first line names the columns"),
        );
    }
    rows
}

/// Which column of the file each field reads.
struct Header {
    width: usize,
    columns: Vec<Option<usize>>,
}

impl Header {
    fn read(
        record: &csv::StringRecord,
        places: &Places<'_>,
        columns: &[RawField],
        named: Span,
        faults: &mut Vec<Diagnostic>,
    ) -> Header {
        let titles: Vec<String> = record.iter().map(folded).collect();
        let found = columns
            .iter()
            .map(|column| {
                let field = &column.field;
                let wanted = match &column.column {
                    Some(column) => vec![column.as_str()],
                    None => vec![field.name.as_str(), field.title.as_str()],
                };
                let at = wanted
                    .iter()
                    .find_map(|name| titles.iter().position(|title| *title == folded(name)));
                if at.is_none() {
                    let known: Vec<&str> = record.iter().map(str::trim).collect();
                    faults.push(
                        Diagnostic::error(
                            &code::MISSING_COLUMN,
                            column.span,
                            format!("the file has no column `{}`", wanted[0]),
                        )
                        .other(named, "the file that is read")
                        .other(places.span(0..places.line()), "its header")
                        .maybe_help(
                            suggest(wanted[0], known)
                                .map(|help| format!("name the column with `column:`; {help}")),
                        ),
                    );
                }
                at
            })
            .collect();
        Header {
            width: record.len(),
            columns: found,
        }
    }
}

/// A heading without case, spaces and note marks, as headings are compared.
fn folded(title: &str) -> String {
    let mut title = title.to_lowercase();
    while let Some(start) = title.find("[note") {
        let end = title[start..]
            .find(']')
            .map_or(title.len(), |end| start + end + 1);
        title.replace_range(start..end, "");
    }
    title
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}')
        .collect()
}

fn row(
    record: &csv::StringRecord,
    header: &Header,
    places: &Places<'_>,
    columns: &[RawField],
    markers: &Markers,
) -> (Row, Vec<(usize, Diagnostic)>) {
    let ranges = places.cells(record.len());
    let mut problems = Vec::new();
    let cells = columns
        .iter()
        .zip(&header.columns)
        .enumerate()
        .map(|(number, (column, at))| {
            let Some(at) = at else {
                return Cell {
                    value: Value::Missing(Marker::blank()),
                    span: column.span,
                };
            };
            let span = places.span(ranges[*at].clone());
            let value = cell::read(&record[*at], &column.field, markers);
            let value = value.unwrap_or_else(|problem| {
                problems.push((number, problem.at(span, &column.field)));
                Value::Missing(Marker::blank())
            });
            Cell { value, span }
        })
        .collect();
    let row = Row {
        key: String::new(),
        cells,
    };
    (row, problems)
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

fn ragged(record: &csv::StringRecord, width: usize, places: &Places<'_>) -> Diagnostic {
    let cells = |count: usize| {
        if count == 1 {
            "1 cell".into()
        } else {
            format!("{count} cells")
        }
    };
    Diagnostic::error(
        &code::CSV_SHAPE,
        places.span(0..places.line()),
        format!(
            "this row has {}, but the header has {width}",
            cells(record.len())
        ),
    )
    .help(
        "look for a missing or extra comma; what holds a comma itself stands in double quotes: \
         `\"1,200\"`",
    )
}

/// Where a record and its cells stand.
struct Places<'t> {
    source: SourceId,
    text: &'t str,
    mark: usize,
    start: usize,
}

impl Places<'_> {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.mark + self.start;
        Span::new(self.source, start + range.start, start + range.end)
    }

    /// The length of the record's first line.
    fn line(&self) -> usize {
        let rest = &self.text[self.start..];
        rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// The ranges of the cells, counted from the record's start: the reader gives their values
    /// but not their places.
    fn cells(&self, count: usize) -> Vec<std::ops::Range<usize>> {
        let bytes = &self.text.as_bytes()[self.start..];
        let mut ranges = Vec::with_capacity(count);
        let (mut from, mut quoted) = (0, false);
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                // Elsewhere a quotation mark is a letter like others: `5" pipe`.
                b'"' if quoted || at == from => quoted = !quoted,
                b'"' if at > from && bytes[from] == b'"' && bytes[at - 1] == b'"' => quoted = true,
                b',' if !quoted => {
                    ranges.push(from..at);
                    from = at + 1;
                }
                b'\n' | b'\r' if !quoted => {
                    ranges.push(from..at);
                    break;
                }
                _ => {}
            }
            if ranges.len() == count {
                break;
            }
        }
        if ranges.len() < count {
            ranges.push(from..bytes.len());
        }
        ranges.resize(count, from..from);
        ranges
    }
}
