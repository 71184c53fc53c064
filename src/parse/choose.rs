//! Which sheet of a workbook a dataset reads.

use std::sync::Arc;

use crate::diag::{Code, Diagnostic, code, suggest};
use crate::parse::data_file::DataFile;
use crate::parse::detect;
use crate::parse::workbook::{Refused, SheetInfo, SheetText, Workbook};
use crate::source::{SitePath, SourceMap, Span, Spanned};

/// A warning about a sheet, before the sheet is a source.
#[derive(Debug)]
pub(crate) struct Fault {
    code: &'static Code,
    message: String,
    named: Span,
    help: String,
}

impl Fault {
    /// The warning, with the sheet as its other place.
    pub(crate) fn at(self, sheet: Span) -> Diagnostic {
        Diagnostic::warning(self.code, self.named, self.message)
            .other(sheet, "this sheet")
            .help(self.help)
    }
}

/// Reads a sheet by its number.
type Read<'r> = dyn FnMut(usize) -> Result<Arc<SheetText>, Refused> + 'r;

/// The number of the sheet that is meant: the one named, else the only one that bears a table.
pub(crate) fn sheet(
    book: &Workbook,
    file: &DataFile,
    read: &mut Read<'_>,
) -> Result<(usize, Vec<Fault>), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let at = match &file.sheet {
        Some(named) => by_name(&book.sheets, named)?,
        None => by_table(book, file, read, &mut faults)?,
    };
    if book.sheets[at].hidden {
        let name = &book.sheets[at].name;
        faults.push(Fault {
            code: &code::HIDDEN_DATA,
            message: format!("the sheet `{name}` is hidden in the workbook"),
            named: file
                .sheet
                .as_ref()
                .map_or(file.name.span, |sheet| sheet.span),
            help: "look whether it is meant to be published".to_string(),
        });
    }
    Ok((at, faults))
}

pub(super) fn by_name(
    sheets: &[SheetInfo],
    named: &Spanned<String>,
) -> Result<usize, Vec<Diagnostic>> {
    let wanted = named.value.as_str();
    let same = |sheet: &SheetInfo| sheet.name.trim().eq_ignore_ascii_case(wanted.trim());
    let found = sheets.iter().position(|sheet| sheet.name == wanted);
    let found = found.or_else(|| sheets.iter().position(same));
    let by_number = || {
        let number: usize = wanted.parse().ok()?;
        number.checked_sub(1).filter(|at| *at < sheets.len())
    };
    found.or_else(by_number).ok_or_else(|| {
        let known: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        vec![
            Diagnostic::error(
                &code::UNKNOWN_SHEET,
                named.span,
                format!("the workbook has no sheet `{wanted}`"),
            )
            .maybe_help(suggest(wanted, known)),
        ]
    })
}

/// The sheet that bears a table; the first of several, which is said.
fn by_table(
    book: &Workbook,
    file: &DataFile,
    read: &mut Read<'_>,
    faults: &mut Vec<Fault>,
) -> Result<usize, Vec<Diagnostic>> {
    let shown: Vec<usize> = (0..book.sheets.len())
        .filter(|at| !book.sheets[*at].hidden)
        .collect();
    if let [only] = shown.as_slice() {
        return Ok(*only);
    }
    let mut bearing = Vec::new();
    for at in &shown {
        let text = read(*at).map_err(|why| vec![why.at(file.name.span, &file.name.value)])?;
        if !is_about_the_workbook(&book.sheets[*at].name) && bears_table(&text) {
            bearing.push(*at);
        }
    }
    let names: Vec<String> = bearing
        .iter()
        .map(|at| format!("`{}`", book.sheets[*at].name))
        .collect();
    match bearing.as_slice() {
        [] => match (file.range.is_some(), shown.first()) {
            (true, Some(first)) => Ok(*first),
            _ => Err(vec![none_bears(book, file)]),
        },
        [only] => Ok(*only),
        [first, ..] => {
            faults.push(Fault {
                code: &code::UNKNOWN_SHEET,
                message: format!(
                    "several sheets bear a table, and {} is read: {}",
                    names[0],
                    names.join(", ")
                ),
                named: file.name.span,
                help: format!("say which one: `sheet: {}`", book.sheets[*first].name),
            });
            Ok(*first)
        }
    }
}

pub(super) fn none_bears(book: &Workbook, file: &DataFile) -> Diagnostic {
    let names: Vec<String> = book
        .sheets
        .iter()
        .map(|sheet| format!("`{}`", sheet.name))
        .collect();
    Diagnostic::error(
        &code::UNKNOWN_SHEET,
        file.name.span,
        "no sheet of the workbook bears a table that can be found",
    )
    .help(format!(
        "say where it is, with `sheet:` and `range:`; there are {}",
        names.join(", ")
    ))
}

/// Sheets that tell about a workbook, by the names that publishers give them.
pub(crate) fn is_about_the_workbook(name: &str) -> bool {
    const ABOUT: &[&str] = &[
        "contents",
        "content",
        "table of contents",
        "notes",
        "note",
        "cover",
        "cover sheet",
        "coversheet",
        "cover page",
        "index",
        "information",
        "info",
        "metadata",
        "readme",
        "read me",
        "title",
        "introduction",
        "guidance",
        "definitions",
        "glossary",
    ];
    let low = name.trim().to_lowercase().replace('_', " ");
    ABOUT.contains(&low.as_str())
}

/// Whether a table with data can be found on a sheet.
pub(crate) fn bears_table(text: &SheetText) -> bool {
    let mut sources = SourceMap::default();
    let path = SitePath::default();
    let source = sources.add(path, text.text.as_str().into());
    let found = detect::table(&text.grid(source), 0, &sources);
    found.is_some_and(|found| found.bears_data)
}
