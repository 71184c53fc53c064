//! What the program says about the author's files.
//!
//! A [`Diagnostic`] is data: what is wrong, where, and what to do. It is made wherever the fault
//! is seen and rendered only at the edge ([`render_text()`], [`render_json()`]). Its wording follows
//! one form: a single lower-case line without a full stop, names in backticks; a primary place;
//! other places where they help; at most one line of help.

mod codes;
mod render_json;
mod render_text;
mod suggest;

use std::collections::BTreeMap;

use crate::source::{SourceId, Span};

pub use codes::{CODES, Code, code};
pub use render_json::render_json;
pub use render_text::render_text;
pub use suggest::{nearest, suggest};

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; a person should look.
    Warning,
}

/// A place in a source, with what there is to see there.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to see there; may be empty.
    pub text: String,
}

/// A fault in what the author wrote.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The kind of fault; its row in [`CODES`] explains it.
    pub code: &'static Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong: one lower-case line, no full stop, names in backticks.
    pub message: String,
    /// Where the fault is.
    pub place: Label,
    /// Other places that explain it: the first of two equal keys, the cell a claim leads to.
    pub others: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// Whether it may come of another fault alone. Then it is told only where no error is told
    /// that may be its cause.
    pub is_consequence: bool,
}

impl Diagnostic {
    /// A fault that keeps the site from being written.
    pub fn error(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: bounded(message.into()),
            place: Label {
                span,
                text: String::new(),
            },
            others: Vec::new(),
            help: None,
            is_consequence: false,
        }
    }

    /// Something a person should look at.
    pub fn warning(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, span, message)
        }
    }

    /// Says what there is to see at the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.place.text = text.into();
        self
    }

    /// Adds another place.
    pub fn other(mut self, span: Span, text: impl Into<String>) -> Self {
        self.others.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Says what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(bounded(help.into()));
        self
    }

    /// Marks what may come of another fault alone, where that is so: see
    /// [`Diagnostic::is_consequence`].
    pub fn consequence(mut self, follows: bool) -> Self {
        self.is_consequence |= follows;
        self
    }

    /// Says what to do, where there is something to say.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.map(bounded).or(self.help);
        self
    }
}

/// What a file holds in one cell may be of any length: a message is not.
fn bounded(mut text: String) -> String {
    const LONGEST: usize = 2000;
    if let Some((at, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(at);
        text.push('…');
    }
    text
}

/// Whether any of these keeps the site from being written.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Leaves out what only follows from another fault: files that nothing uses, as long as an error
/// may be why, and what is marked as a consequence. An error is left out for another one only, so that
/// none of both is published.
pub fn without_consequences(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if has_errors(&diagnostics) {
        diagnostics.retain(|it| it.code != &code::UNUSED_FILE);
    }
    let is_cause = |it: &Diagnostic| it.severity == Severity::Error && !it.is_consequence;
    if diagnostics.iter().any(is_cause) {
        diagnostics.retain(|it| !it.is_consequence);
    }
    diagnostics
}

/// Puts diagnostics in the order of files and places and drops repeats, so that a report is the
/// same whatever order the stages ran in.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn arrange(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|left, right| {
        (left.place.span, left.code.name, &left.message).cmp(&(
            right.place.span,
            right.code.name,
            &right.message,
        ))
    });
    diagnostics.dedup_by(|left, right| {
        left.place.span == right.place.span
            && left.code.name == right.code.name
            && left.message == right.message
    });
    most_alike(diagnostics)
}

/// How many faults of one kind in one file are told: whoever mends these finds the next, and nobody
/// reads on.
pub(crate) const MOST_ALIKE: usize = 1000;

/// Keeps the first faults of one kind in one file. The last that is kept says how many are left out.
fn most_alike(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if diagnostics.len() <= MOST_ALIKE {
        return diagnostics;
    }
    let mut alike: BTreeMap<(SourceId, &str, bool), (usize, usize)> = BTreeMap::new();
    let mut kept: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        let is_error = diagnostic.severity == Severity::Error;
        let kind = (diagnostic.place.span.source, diagnostic.code.name, is_error);
        let (count, last) = alike.entry(kind).or_default();
        *count += 1;
        if *count <= MOST_ALIKE {
            *last = kept.len();
            kept.push(diagnostic);
        }
    }
    for (count, last) in alike.into_values().filter(|(count, _)| *count > MOST_ALIKE) {
        let message = &mut kept[last].message;
        message.push_str(&format!("; {} like it in this file", count - MOST_ALIKE));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, code, without_consequences};
    use crate::source::{SourceId, Span};

    fn told(found: Vec<Diagnostic>) -> Vec<String> {
        let kept = without_consequences(found).into_iter();
        kept.map(|it| it.message).collect()
    }

    #[test]
    fn a_consequence_is_told_where_no_other_error_is() {
        let span = Span::file(SourceId(0));
        let cause = || Diagnostic::error(&code::BAD_CELL, span, "cause");
        let doubt = || Diagnostic::warning(&code::TABLE_SHAPE, span, "doubt");
        let follows =
            || Diagnostic::error(&code::UNKNOWN_FIGURE, span, "follows").consequence(true);
        let unfit =
            || Diagnostic::warning(&code::LABEL_DOES_NOT_FIT, span, "unfit").consequence(true);
        assert_eq!(told(vec![follows(), cause(), unfit()]), ["cause"]);
        assert_eq!(told(vec![follows(), doubt()]), ["follows", "doubt"]);
        assert_eq!(told(vec![follows(), follows()]), ["follows", "follows"]);
        assert_eq!(told(vec![doubt(), unfit()]), ["doubt", "unfit"]);
        let independent = cause().consequence(false);
        assert_eq!(told(vec![independent, doubt()]), ["cause", "doubt"]);
    }
}
