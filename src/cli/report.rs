//! What was found, for people or for programs.

use std::io::Write as _;

use super::{MessageFormat, say};
use crate::Spoken;
use crate::diag::{Diagnostic, Severity, render_json, render_text};
use crate::number::counted;
use crate::source::SourceMap;

/// Prints diagnostics: as text on standard error, as JSON on standard output.
pub(super) fn report(diagnostics: &[Diagnostic], sources: &SourceMap, format: MessageFormat) {
    match format {
        MessageFormat::Json => say(&render_json(diagnostics, sources)),
        MessageFormat::Text => {
            // The stream takes the colours out again where there is no terminal, or `NO_COLOR`.
            let text = render_text(diagnostics, sources, true);
            let _ = write!(anstream::stderr(), "{text}");
        }
    }
}

/// Prints what a build has to say.
pub(super) fn report_spoken(spoken: &Spoken, format: MessageFormat) {
    match (spoken, format) {
        (Spoken::Found(build), format) => report(&build.diagnostics, &build.sources, format),
        (Spoken::Again(said), MessageFormat::Json) => say(&said.json),
        (Spoken::Again(said), MessageFormat::Text) => {
            let _ = write!(anstream::stderr(), "{}", said.text);
        }
    }
}

/// How many there are of a severity.
pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics
        .iter()
        .filter(|it| it.severity == severity)
        .count()
}

/// How many errors and warnings there are: `1 error and 2 warnings`.
pub(super) fn found(diagnostics: &[Diagnostic]) -> String {
    let errors = count(diagnostics, Severity::Error);
    let warnings = count(diagnostics, Severity::Warning);
    match (errors, warnings) {
        (0, 0) => "no faults".to_string(),
        (errors, 0) => counted(errors, "error"),
        (0, warnings) => counted(warnings, "warning"),
        (errors, warnings) => format!(
            "{} and {}",
            counted(errors, "error"),
            counted(warnings, "warning")
        ),
    }
}
