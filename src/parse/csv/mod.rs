//! CSV files into tables, each cell with its place.

mod records;

use crate::diag::{Diagnostic, code};
use crate::parse::table::{Column, Origin, RawCell, RawTable};
use crate::source::{SourceId, Span};

use self::records::{Piece, Record, Records};

/// Reads the table of a CSV file. `named` is where the description names the file. Rows that
/// have more or fewer cells than the header are reported and left out.
pub(crate) fn table(
    source: SourceId,
    text: &str,
    named: Span,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawTable> {
    let from = text.len() - text.trim_start_matches('\u{feff}').len();
    let file = File { source, text };
    let mut records = Records::new(text, from, b',');
    let mut pieces = Vec::new();
    let Some(header) = records.next(&mut pieces) else {
        faults.push(
            Diagnostic::error(
                &code::CSV_SHAPE,
                Span::file(source),
                "the file holds no header",
            )
            .help("the first line names the columns"),
        );
        return None;
    };
    let columns: Vec<Column> = pieces.iter().map(|piece| file.column(*piece)).collect();
    let mut rows = Vec::new();
    while let Some(record) = records.next(&mut pieces) {
        if let Some(open) = record.open {
            faults.push(left_open(source, open));
            break;
        }
        if pieces.len() == columns.len() {
            rows.push(pieces.iter().map(|piece| file.cell(*piece)).collect());
        } else {
            faults.push(ragged(&file, record, pieces.len(), columns.len()));
        }
    }
    Some(RawTable {
        columns,
        rows,
        origin: Origin::File {
            named,
            header: file.first_line(header),
        },
        notes: Vec::new(),
    })
}

/// A file that is read.
struct File<'t> {
    source: SourceId,
    text: &'t str,
}

impl File<'_> {
    fn span(&self, piece: Piece) -> Span {
        Span::new(self.source, piece.start, piece.end)
    }

    /// The place of a record's first line.
    fn first_line(&self, record: Record) -> Span {
        let line = &self.text[record.start..record.end];
        let length = line.find(['\n', '\r']).unwrap_or(line.len());
        Span::new(self.source, record.start, record.start + length)
    }

    fn column(&self, piece: Piece) -> Column {
        let name = match piece.escaped {
            true => piece.unescaped(self.text),
            false => self.text[piece.start..piece.end].to_string(),
        };
        Column::published(&name, self.span(piece))
    }

    fn cell(&self, piece: Piece) -> RawCell {
        let span = self.span(piece);
        match piece.escaped {
            true => RawCell::made(span, piece.unescaped(self.text)),
            false if piece.start == piece.end => RawCell::blank(span),
            false => RawCell::published(span, &self.text[piece.start..piece.end]),
        }
    }
}

fn left_open(source: SourceId, at: usize) -> Diagnostic {
    Diagnostic::error(
        &code::CSV_SHAPE,
        Span::new(source, at, at + 1),
        "this quotation mark is never closed",
    )
    .help("close it at the end of its cell; one that belongs to the text is written twice: `\"\"`")
}

fn ragged(file: &File<'_>, record: Record, cells: usize, width: usize) -> Diagnostic {
    let cells = match cells {
        1 => "1 cell".to_string(),
        count => format!("{count} cells"),
    };
    Diagnostic::error(
        &code::CSV_SHAPE,
        file.first_line(record),
        format!("this row has {cells}, but the header has {width}"),
    )
    .help(
        "look for a missing or extra comma; what holds a comma itself stands in double quotes: \
         `\"1,200\"`",
    )
}
