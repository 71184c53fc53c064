//! Text files into tables, each cell with its place.

mod delimiter;
mod encoding;
mod records;

use crate::diag::{Diagnostic, code, has_errors};
use crate::parse::cell::trimmed;
use crate::parse::data_file::DataFile;
use crate::parse::detect;
use crate::parse::grid::{Grid, GridRow};
use crate::parse::layout;
use crate::parse::notes::{self, Note};
use crate::parse::table::{Column, Nature, Origin, RawCell, RawTable};
use crate::source::{SourceId, SourceMap, Span};

pub(crate) use self::delimiter::guess;
pub(crate) use self::encoding::{NoText, decode};
use self::records::{Piece, Record, Records};

/// How many rows are looked at to see whether the first one is the header.
const LOOKED_AT: usize = 50;

/// Reads the table of a text file. Rows that have more or fewer cells than the header are
/// reported and left out.
pub(crate) fn table(
    source: SourceId,
    description: &DataFile,
    sources: &SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawTable> {
    let delimiter = description.delimiter.as_ref().map(|it| it.value);
    if description.range.is_some() || description.header_rows.is_some() {
        let grid = grid(source, delimiter, sources, usize::MAX);
        return layout::table(&grid, description, Span::file(source), sources, faults);
    }
    let file = File::new(source, delimiter, sources);
    let named = description.name.span;
    let mut records = file.records();
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
    if let Some(fault) = title_above(&file, &columns, header, sources) {
        faults.push(fault);
        return None;
    }
    let (rows, notes) = rows(&file, records, columns.len(), faults);
    let header = file.first_line(header);
    if rows.is_empty() && !has_errors(faults) {
        faults.push(layout::no_rows(header));
    }
    Some(RawTable {
        columns,
        rows,
        origin: Origin::File { named, header },
        notes,
    })
}

/// The cells of a text file as a grid, for looking at them; not more than so many rows.
pub(crate) fn grid(
    source: SourceId,
    delimiter: Option<u8>,
    sources: &SourceMap,
    most: usize,
) -> Grid {
    File::new(source, delimiter, sources).grid(most)
}

/// A first line of one cell above a table of several is its title.
fn title_above(
    file: &File<'_>,
    columns: &[Column],
    header: Record,
    sources: &SourceMap,
) -> Option<Diagnostic> {
    if columns
        .iter()
        .filter(|column| !column.name.is_empty())
        .count()
        > 1
    {
        return None;
    }
    let grid = file.grid(LOOKED_AT);
    let found = detect::table(&grid, 0, sources)?;
    (found.area.first_row > 0).then(|| {
        let row = found.area.first_row + 1;
        let line = grid.row(found.area.first_row).map(|row| row.line);
        let fault = Diagnostic::error(
            &code::TABLE_RANGE,
            file.first_line(header),
            "the first line does not name the columns of the table below it",
        )
        .help(format!("say where the header is: `range: A{row}`"));
        match line {
            Some(line) => fault.other(line, "this looks like the header"),
            None => fault,
        }
    })
}

/// The rows below the header, and the notes that follow them.
fn rows(
    file: &File<'_>,
    mut records: Records<'_>,
    width: usize,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Vec<RawCell>>, Vec<Note>) {
    let mut rows: Vec<Vec<RawCell>> = Vec::new();
    let mut tail = Tail::default();
    let mut pieces = Vec::new();
    while let Some(record) = records.next(&mut pieces) {
        if let Some(open) = record.open {
            faults.push(left_open(file.source, open));
            break;
        }
        let lone = width > 1 && pieces[1..].iter().all(|piece| file.is_blank(*piece));
        if !lone {
            tail.end(file, width, faults);
        }
        let fits = pieces.len() == width;
        if fits {
            rows.push(pieces.iter().map(|piece| file.cell(*piece)).collect());
        }
        match lone {
            true => tail.lines.push(Lone {
                record,
                words: pieces[0],
                cells: pieces.len(),
                fits,
            }),
            false if !fits => faults.push(ragged(file, record, pieces.len(), width)),
            false => {}
        }
    }
    let notes = tail.notes(file, &mut rows);
    tail.end(file, width, faults);
    (rows, notes)
}

/// Lines of one cell that may turn out to stand below the table.
#[derive(Debug, Default)]
struct Tail {
    lines: Vec<Lone>,
}

#[derive(Debug)]
struct Lone {
    record: Record,
    words: Piece,
    cells: usize,
    /// Whether it has been added to the rows.
    fits: bool,
}

impl Tail {
    /// Takes the lines that are notes off the rows: the first that says that it is one, and all
    /// that follow it.
    fn notes(&mut self, file: &File<'_>, rows: &mut Vec<Vec<RawCell>>) -> Vec<Note> {
        let words = |line: &Lone| file.text(line.words);
        let is_note = |line: &Lone| detect::is_plainly_a_note(&words(line));
        let Some(first) = self.lines.iter().position(is_note) else {
            return Vec::new();
        };
        let below = self.lines.split_off(first);
        let added = below.iter().filter(|line| line.fits).count();
        rows.truncate(rows.len() - added);
        below
            .iter()
            .filter_map(|line| notes::told(&words(line)))
            .collect()
    }

    /// The lines turn out to be rows of the table.
    fn end(&mut self, file: &File<'_>, width: usize, faults: &mut Vec<Diagnostic>) {
        let odd = self.lines.drain(..).filter(|line| !line.fits);
        faults.extend(odd.map(|line| ragged(file, line.record, line.cells, width)));
    }
}

/// A file that is read.
struct File<'t> {
    source: SourceId,
    text: &'t str,
    /// Where the text begins, after a mark of its encoding.
    from: usize,
    delimiter: u8,
}

impl<'t> File<'t> {
    fn new(source: SourceId, delimiter: Option<u8>, sources: &'t SourceMap) -> Self {
        let file = sources.file(source);
        let text = file.text.as_ref();
        let from = text.len() - text.trim_start_matches('\u{feff}').len();
        let by_name = (file.path.extension() == "tsv").then_some(b'\t');
        File {
            source,
            text,
            from,
            delimiter: delimiter.or(by_name).unwrap_or_else(|| guess(text, from)),
        }
    }

    fn records(&self) -> Records<'t> {
        Records::new(self.text, self.from, self.delimiter)
    }

    fn grid(&self, most: usize) -> Grid {
        let mut records = self.records();
        let mut pieces = Vec::new();
        let mut rows = Vec::new();
        let mut number = 0;
        while let Some(record) = records.next(&mut pieces) {
            number += record.blank;
            let cells = pieces
                .iter()
                .enumerate()
                .map(|(column, piece)| (column as u32, self.cell(*piece)));
            rows.push(GridRow {
                number,
                line: self.first_line(record),
                cells: cells.collect(),
            });
            number += 1;
            if rows.len() == most {
                break;
            }
        }
        Grid {
            rows,
            ..Grid::default()
        }
    }

    fn span(&self, piece: Piece) -> Span {
        Span::new(self.source, piece.start, piece.end)
    }

    /// The place of a record's first line.
    fn first_line(&self, record: Record) -> Span {
        let line = &self.text[record.start..record.end];
        let length = line.find(['\n', '\r']).unwrap_or(line.len());
        Span::new(self.source, record.start, record.start + length)
    }

    fn text(&self, piece: Piece) -> String {
        match piece.escaped {
            true => piece.unescaped(self.text),
            false => self.text[piece.start..piece.end].to_string(),
        }
    }

    fn is_blank(&self, piece: Piece) -> bool {
        trimmed(&self.text[piece.start..piece.end]).is_empty()
    }

    fn column(&self, piece: Piece) -> Column {
        Column::published(&self.text(piece), self.span(piece))
    }

    fn cell(&self, piece: Piece) -> RawCell {
        let span = self.span(piece);
        match piece.escaped {
            true => RawCell::made(span, piece.unescaped(self.text)),
            false if self.is_blank(piece) => RawCell::at(span).with(Nature::Blank),
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
    let mark = match file.delimiter {
        b';' => "semicolon",
        b'\t' => "tab",
        b'|' => "pipe",
        _ => "comma",
    };
    let example = match file.delimiter {
        b',' => "; what holds a comma itself stands in double quotes: `\"1,200\"`".to_string(),
        _ => format!("; what holds a {mark} itself stands in double quotes"),
    };
    Diagnostic::error(
        &code::CSV_SHAPE,
        file.first_line(record),
        format!("this row has {cells}, but the header has {width}"),
    )
    .help(format!("look for a missing or extra {mark}{example}"))
}
