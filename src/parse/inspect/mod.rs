//! A data file looked at by itself: where its tables are, what their columns hold, and the
//! description that reads them. It reads as a build reads, so that what it prints builds.

mod column;
mod print;
mod shown;

use std::borrow::Borrow;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::diag::{Diagnostic, Severity, code};
use crate::discover::LARGEST_BOOK;
use crate::parse::data_file::DataFile;
use crate::parse::grid::Grid;
use crate::parse::inputs::{self, Form};
use crate::parse::range::Range;
use crate::parse::table::RawTable;
use crate::parse::workbook::Workbook;
use crate::parse::{choose, csv, detect, layout};
use crate::source::{SitePath, SourceId, SourceMap, Span, Spanned};

use self::column::Guess;

/// What was found in a data file.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Descriptions of the tables, a YAML document each, with what is to be said as comments.
    pub yaml: String,
    /// How many tables there are.
    pub tables: usize,
    /// Why no table could be read.
    pub diagnostics: Vec<Diagnostic>,
    /// What the diagnostics point into.
    pub sources: SourceMap,
}

/// A table with what its description has to say.
struct Proposal {
    file: DataFile,
    /// The sheet and whether it is hidden.
    sheet: Option<(String, bool)>,
    /// The words in the line above the table.
    title: Option<String>,
    table: RawTable,
    columns: Vec<Guess>,
    key: Vec<String>,
    warnings: Vec<String>,
}

/// The most bytes that a data file of a name may have.
pub fn most_bytes(name: &str) -> u64 {
    match inputs::form(&SitePath::new(name)) {
        Ok(Form::Workbook) => LARGEST_BOOK,
        _ => 1 << 30,
    }
}

/// Says that a file is larger than is read.
pub fn too_large(name: &str) -> Inspection {
    let mut inspection = Inspection::default();
    let span = empty(name, &mut inspection.sources);
    let named = Spanned::new(name.to_string(), span);
    let most = format!("{} MB", most_bytes(name) >> 20);
    inspection
        .diagnostics
        .push(inputs::too_large(&named, &most));
    inspection
}

/// Looks at a data file: at the sheet that is named, else at all that bear a table.
pub fn inspect(name: &str, bytes: Arc<[u8]>, sheet: Option<&str>) -> Inspection {
    let mut inspection = Inspection::default();
    let span = empty(name, &mut inspection.sources);
    let named = Spanned::new(name.to_string(), span);
    let (found, about) = match inputs::form(&SitePath::new(name)) {
        Ok(Form::Text) => match sheet {
            None => (text(&named, &bytes, &mut inspection), Vec::new()),
            Some(_) => {
                let message = format!("`{name}` is a CSV file, which has no sheets");
                let fault = Diagnostic::error(&code::CONFLICTING_KEYS, span, message);
                inspection
                    .diagnostics
                    .push(fault.help("leave `--sheet` out"));
                return inspection;
            }
        },
        Ok(Form::Workbook) => workbook(&named, bytes, sheet, &mut inspection),
        Err(Some(refused)) => {
            inspection.diagnostics.push(refused.at(span, name));
            return inspection;
        }
        Err(None) => {
            inspection.diagnostics.push(inputs::wrong_form(&named));
            return inspection;
        }
    };
    inspection.tables = found.len();
    inspection.yaml = print::documents(&found, &about, &inspection.sources);
    inspection
}

/// A source that stands for a file as a whole.
fn empty(name: &str, sources: &mut SourceMap) -> Span {
    Span::file(sources.add(SitePath::new(name), "".into()))
}

fn data_file(name: &Spanned<String>) -> DataFile {
    DataFile {
        name: name.clone(),
        sheet: None,
        range: None,
        header_rows: None,
        encoding: None,
        delimiter: None,
    }
}

fn text(name: &Spanned<String>, bytes: &[u8], inspection: &mut Inspection) -> Vec<Proposal> {
    let mut file = data_file(name);
    let mut warnings = Vec::new();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => text.to_string(),
        _ => match csv::decode(bytes, None) {
            Ok(read) => {
                let encoding: &'static Encoding = read.encoding;
                if let Some(at) = read.doubt {
                    let letter = read.text[at..].chars().next().unwrap_or(' ');
                    warnings.push(format!(
                        "look whether `{letter}` is right: the encoding was guessed"
                    ));
                }
                file.encoding = Some(Spanned::new(encoding, name.span));
                read.text
            }
            Err(why) => {
                inspection.diagnostics.push(inputs::no_text(&file, why));
                return Vec::new();
            }
        },
    };
    let source = inspection
        .sources
        .add(SitePath::new(name.value.as_str()), text.into());
    let read = |file: &DataFile, faults: &mut Vec<Diagnostic>| {
        csv::table(source, file, &inspection.sources, faults)
    };
    let search = || csv::grid(source, None, &inspection.sources, usize::MAX);
    let (table, title, faults) = table(&mut file, read, search, &inspection.sources);
    settle(file, None, title, table, warnings, faults, inspection)
        .into_iter()
        .collect()
}

/// Reads a table as a build does. Where that asks for a range or for the number of header rows,
/// the best guess is written down and the table is read anew.
fn table<G: Borrow<Grid>>(
    file: &mut DataFile,
    read: impl Fn(&DataFile, &mut Vec<Diagnostic>) -> Option<RawTable>,
    search: impl FnOnce() -> G,
    sources: &SourceMap,
) -> (Option<RawTable>, Option<String>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let found = read(file, &mut faults);
    let asks = faults.iter().any(|fault| fault.code == &code::TABLE_RANGE);
    if found.is_some() && file.sheet.is_none() {
        return (found, None, faults);
    }
    let grid = search();
    let grid = grid.borrow();
    let Some(place) = detect::table(grid, 0, sources) else {
        return (found, None, faults);
    };
    let above = grid.between(0, place.area.first_row.saturating_sub(1));
    let title = above.iter().find_map(|row| row.lone(sources));
    let title = title
        .filter(|_| place.area.first_row > 0)
        .map(str::to_string);
    if found.is_some() || !asks {
        return (found, title, faults);
    }
    let span = file.name.span;
    match place.doubt {
        Some(doubt) => {
            let rows = doubt - place.area.first_row + 1;
            file.header_rows = Some(Spanned::new(rows, span));
        }
        None => {
            let range = Range {
                first_row: place.area.first_row,
                first_column: place.area.first_column,
                last_row: None,
                last_column: None,
            };
            file.range = Some(Spanned::new(range, span));
        }
    }
    let mut faults = Vec::new();
    let found = read(file, &mut faults);
    (found, title, faults)
}

fn workbook(
    name: &Spanned<String>,
    bytes: Arc<[u8]>,
    sheet: Option<&str>,
    inspection: &mut Inspection,
) -> (Vec<Proposal>, Vec<String>) {
    let book = match Workbook::open(bytes) {
        Ok(book) => book,
        Err(why) => {
            inspection.diagnostics.push(why.at(name.span, &name.value));
            return (Vec::new(), Vec::new());
        }
    };
    let chosen = sheet.map(|wanted| {
        let wanted = Spanned::new(wanted.to_string(), name.span);
        choose::by_name(&book.sheets, &wanted)
    });
    let chosen = match chosen.transpose() {
        Ok(chosen) => chosen,
        Err(faults) => {
            inspection.diagnostics.extend(faults);
            return (Vec::new(), Vec::new());
        }
    };
    let (mut found, mut about) = (Vec::new(), Vec::new());
    for (at, info) in book.sheets.iter().enumerate() {
        let text = match book.read(at) {
            Ok(text) => text,
            Err(why) => {
                inspection.diagnostics.push(why.at(name.span, &name.value));
                return (Vec::new(), Vec::new());
            }
        };
        let bears = !choose::is_about_the_workbook(&info.name) && choose::bears_table(&text);
        about.push(match (bears, info.hidden) {
            (true, false) => format!("`{}`", info.name),
            (true, true) => format!("`{}` (hidden)", info.name),
            (false, false) => format!("`{}` (no table)", info.name),
            (false, true) => format!("`{}` (hidden, no table)", info.name),
        });
        // What is hidden is shown to those who ask for it.
        if chosen.map_or(bears && !info.hidden, |chosen| chosen == at) {
            let path = SitePath::new(name.value.as_str());
            let sources = &mut inspection.sources;
            let source = sources.add_sheet(path, text.text.as_str().into(), text.sheet.clone());
            let grid = text.grid(source);
            let sheet = (info.name.clone(), info.hidden);
            found.extend(of_sheet(name, source, grid, sheet, inspection));
        }
    }
    if found.is_empty() && inspection.diagnostics.is_empty() {
        let fault = choose::none_bears(&book, &data_file(name));
        inspection.diagnostics.push(fault);
    }
    (found, about)
}

fn of_sheet(
    name: &Spanned<String>,
    source: SourceId,
    grid: Grid,
    sheet: (String, bool),
    inspection: &mut Inspection,
) -> Option<Proposal> {
    let mut file = data_file(name);
    file.sheet = Some(Spanned::new(sheet.0.clone(), name.span));
    let read = |file: &DataFile, faults: &mut Vec<Diagnostic>| {
        layout::table(&grid, file, Span::file(source), &inspection.sources, faults)
    };
    let (table, title, faults) = table(&mut file, read, || &grid, &inspection.sources);
    let shown = table
        .as_ref()
        .map(|table| shown::told(table, &grid, &inspection.sources));
    settle(
        file,
        Some(sheet),
        title,
        table,
        shown.unwrap_or_default(),
        faults,
        inspection,
    )
}

/// Looks at the columns of a table that was read, or reports why none was.
fn settle(
    file: DataFile,
    sheet: Option<(String, bool)>,
    title: Option<String>,
    table: Option<RawTable>,
    mut warnings: Vec<String>,
    faults: Vec<Diagnostic>,
    inspection: &mut Inspection,
) -> Option<Proposal> {
    let (errors, told): (Vec<_>, Vec<_>) = faults
        .into_iter()
        .partition(|fault| fault.severity == Severity::Error);
    let table = table.filter(|table| errors.is_empty() && !table.rows.is_empty());
    let Some(table) = table else {
        // A table without rows is only warned of where it is built.
        inspection.diagnostics.extend(errors);
        inspection.diagnostics.extend(told);
        return None;
    };
    warnings.extend(told.iter().map(|fault| {
        let place = where_is(fault.place.span, &inspection.sources);
        format!("{place}: {}", fault.message)
    }));
    let columns = column::guess(&table, &inspection.sources, &mut warnings);
    let key = column::key(&table, &columns, &inspection.sources);
    Some(Proposal {
        file,
        sheet,
        title,
        table,
        columns,
        key,
        warnings,
    })
}

/// A place in a file that is known: a cell of a sheet, else a line.
fn where_is(span: Span, sources: &SourceMap) -> String {
    let cell = sources.file(span.source).cell(span.start);
    let name = cell.and_then(|cell| Some(cell.rsplit_once('!')?.1.to_string()));
    name.unwrap_or_else(|| format!("line {}", sources.line_column(span.source, span.start).0))
}
