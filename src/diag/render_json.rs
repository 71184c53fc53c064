//! Diagnostics as JSON Lines: one object a diagnostic, for editors and scripts.

use serde::Serialize;

use super::{Diagnostic, Label, Severity};
use crate::source::SourceMap;

#[derive(Serialize)]
struct Record<'a> {
    severity: &'static str,
    code: &'static str,
    name: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// The cell of a workbook, such as `Table 1!C7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

impl<'a> Place<'a> {
    fn new(label: &'a Label, sources: &'a SourceMap) -> Self {
        let span = label.span;
        let (line, column) = sources.line_column(span.source, span.start);
        let (end_line, end_column) = sources.line_column(span.source, span.end);
        let source = sources.file(span.source);
        let file = source.path.as_str();
        Place {
            file,
            line,
            column,
            end_line,
            end_column,
            cell: source.cell(span.start),
            label: &label.text,
        }
    }
}

/// One line of JSON for each diagnostic. Lines and columns count from 1, columns in characters.
pub fn render_json(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let record = Record {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code.number,
            name: diagnostic.code.name,
            message: &diagnostic.message,
            place: Place::new(&diagnostic.place, sources),
            related: diagnostic
                .others
                .iter()
                .map(|label| Place::new(label, sources))
                .collect(),
            help: diagnostic.help.as_deref(),
        };
        out.push_str(&serde_json::to_string(&record).expect("a record of text and numbers"));
        out.push('\n');
    }
    out
}
