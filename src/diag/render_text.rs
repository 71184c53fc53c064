//! Diagnostics for a person: file, line, column, excerpt, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceId, SourceMap, Span};

/// The diagnostics as text, a blank line between two; with terminal colours when `colour` is set.
pub fn render_text(diagnostics: &[Diagnostic], sources: &SourceMap, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(100);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let text = renderer.render(&report(diagnostic, sources));
        out.push_str(&by_cell(text, diagnostic, sources));
        out.push_str("\n\n");
    }
    out
}

/// Takes off the lines and columns that the renderer adds to the cells of workbooks.
fn by_cell(mut text: String, diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    for label in std::iter::once(&diagnostic.place).chain(&diagnostic.others) {
        let Span { source, start, .. } = label.span;
        let file = sources.file(source);
        if let Some(cell) = file.cell(start) {
            let (line, column) = sources.line_column(source, start);
            let place = format!("{}:{cell}", file.path);
            text = text.replace(&format!("{place}:{line}:{column}"), &place);
        }
    }
    text
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceMap) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.number);
    let primary = diagnostic.place.span.source;
    let mut group = if sources.file(primary).text.is_empty() {
        // A picture, a link, an empty file: there is a place, but nothing to show.
        let path = sources.file(primary).path.as_str();
        title.element(Origin::path(path).line(1).char_column(1))
    } else {
        let title = Group::with_title(title);
        excerpt(title, diagnostic, &diagnostic.place, sources)
    };
    let mut shown = vec![primary];
    for other in &diagnostic.others {
        let source = other.span.source;
        if !shown.contains(&source) {
            shown.push(source);
            group = excerpt(group, diagnostic, other, sources);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

/// Adds the excerpt of the file in which a label stands. A sheet of a workbook is named by the
/// label's cell, because its text is ours.
fn excerpt<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    label: &'a Label,
    sources: &'a SourceMap,
) -> Group<'a> {
    let source = label.span.source;
    let file = sources.file(source);
    let snippet = snippet(diagnostic, source, sources);
    match file.cell(label.span.start) {
        Some(cell) => group.element(snippet.path(format!("{}:{cell}", file.path))),
        None => group.element(snippet.path(file.path.as_str())),
    }
}

/// All labels of a diagnostic that stand in one file, as one excerpt.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    source: SourceId,
    sources: &'a SourceMap,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(source);
    let range = |label: &Label| {
        let fit = |at: u32| {
            let mut at = (at as usize).min(file.text.len());
            while !file.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        // A place of several lines is shown by its first line: the excerpt stays readable.
        let (start, end) = (fit(label.span.start), fit(label.span.end));
        let line_end = file.text[start..]
            .find('\n')
            .map_or(file.text.len(), |at| start + at);
        start..end.min(line_end).max(start)
    };
    let mut snippet = Snippet::source(file.text.as_ref()).line_start(1);
    if diagnostic.place.span.source == source {
        let place = &diagnostic.place;
        snippet = snippet.annotation(
            AnnotationKind::Primary
                .span(range(place))
                .label(label(place)),
        );
    }
    for other in diagnostic
        .others
        .iter()
        .filter(|other| other.span.source == source)
    {
        snippet = snippet.annotation(
            AnnotationKind::Context
                .span(range(other))
                .label(label(other)),
        );
    }
    snippet
}

fn label(label: &Label) -> Option<&str> {
    (!label.text.is_empty()).then_some(label.text.as_str())
}
