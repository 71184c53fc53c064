//! Diagnostics for a person: file, line, column, excerpt, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceMap, Span};

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
        let text = by_cell(text, diagnostic, sources);
        out.push_str(&by_column(text, diagnostic, sources));
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
            let (line, _) = sources.line_column(source, start);
            let column = shown_column(diagnostic, label, sources);
            let place = format!("{}:{cell}", file.path);
            text = text.replace(&format!("{place}:{line}:{column}"), &place);
        }
    }
    text
}

/// Puts the columns right of places in lines of which only a part is shown.
fn by_column(mut text: String, diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    for labels in excerpts(diagnostic, sources) {
        let label = labels[0];
        let source = label.span.source;
        let file = sources.file(source);
        if file.cell(label.span.start).is_some() {
            continue;
        }
        let (line, column) = sources.line_column(source, label.span.start);
        let cut = shown_column(diagnostic, label, sources);
        if cut != column {
            let place = |column| format!("{}:{line}:{column}\n", file.path);
            text = text.replacen(&place(cut), &place(column), 1);
        }
    }
    text
}

/// The column that the renderer gives a place in an excerpt, which may be of a part of its line.
fn shown_column(diagnostic: &Diagnostic, label: &Label, sources: &SourceMap) -> usize {
    let Span { source, start, .. } = label.span;
    let (line, column) = sources.line_column(source, start);
    let mut excerpts = excerpts(diagnostic, sources).into_iter();
    let own = excerpts.find(|labels| labels.iter().any(|it| std::ptr::eq(*it, label)));
    let Some(window) = own.map(|labels| window(&labels, sources)) else {
        return column;
    };
    if !window.is_cut || line != sources.line_column(source, window.begin as u32).0 {
        return column;
    }
    let text = &sources.file(source).text;
    let start = shown(text, label.span).start;
    text[window.begin..start].chars().count() + 1
}

/// The labels of a diagnostic by the excerpt in which they are shown, of which the first has the place
/// itself. The renderer shows a line from the first column of an excerpt to the last, and so those that
/// lie far apart have excerpts of their own.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &SourceMap) -> Vec<Vec<&'a Label>> {
    const FAR: usize = 400;
    let column = |label: &Label| {
        let text = sources.file(label.span.source).text.as_ref();
        let start = shown(text, label.span).start;
        start - text[..start].rfind('\n').map_or(0, |at| at + 1)
    };
    let mut excerpts: Vec<Vec<&Label>> = vec![vec![&diagnostic.place]];
    for other in &diagnostic.others {
        let near = excerpts.iter_mut().find(|labels| {
            labels[0].span.source == other.span.source
                && column(labels[0]).abs_diff(column(other)) <= FAR
        });
        match near {
            Some(labels) => labels.push(other),
            None => excerpts.push(vec![other]),
        }
    }
    excerpts
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
    let mut excerpts = excerpts(diagnostic, sources);
    let others = excerpts.split_off(1);
    let mut group = if sources.file(primary).text.is_empty() {
        // A picture, a link, an empty file: there is a place, but nothing to show.
        let path = sources.file(primary).path.as_str();
        title.element(Origin::path(path).line(1).char_column(1))
    } else {
        let title = Group::with_title(title);
        excerpt(title, diagnostic, &excerpts[0], sources)
    };
    for labels in others {
        group = excerpt(group, diagnostic, &labels, sources);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    vec![group]
}

/// Adds an excerpt of the file in which labels stand. A sheet of a workbook is named by the cell of the
/// first, because its text is ours.
fn excerpt<'a>(
    group: Group<'a>,
    diagnostic: &'a Diagnostic,
    labels: &[&'a Label],
    sources: &'a SourceMap,
) -> Group<'a> {
    let span = labels[0].span;
    let file = sources.file(span.source);
    let snippet = snippet(diagnostic, labels, sources);
    match file.cell(span.start) {
        Some(cell) => group.element(snippet.path(format!("{}:{cell}", file.path))),
        None => group.element(snippet.path(file.path.as_str())),
    }
}

/// The part of a file that an excerpt is made from.
struct Window {
    begin: usize,
    end: usize,
    /// Whether it begins within a line.
    is_cut: bool,
}

/// The lines from the first label to the last of an excerpt; of very long ones, what is near. The
/// renderer is given no more, since it goes through all that it is given.
fn window(labels: &[&Label], sources: &SourceMap) -> Window {
    const LONGEST: usize = 4000;
    let text = sources.file(labels[0].span.source).text.as_ref();
    let ranges: Vec<_> = labels.iter().map(|it| shown(text, it.span)).collect();
    let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
    let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
    let line = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let mut begin = line.max(first.saturating_sub(LONGEST));
    while !text.is_char_boundary(begin) {
        begin -= 1;
    }
    let mut near = end.min(last + LONGEST);
    while !text.is_char_boundary(near) {
        near += 1;
    }
    Window {
        begin,
        end: near,
        is_cut: begin > line,
    }
}

/// Labels of a diagnostic that stand near each other in one file, as one excerpt.
fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    labels: &[&'a Label],
    sources: &'a SourceMap,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = labels[0].span.source;
    let text = sources.file(source).text.as_ref();
    let Window { begin, end, .. } = window(labels, sources);
    let (line, _) = sources.line_column(source, begin as u32);
    let mut snippet = Snippet::source(&text[begin..end]).line_start(line);
    for place in labels {
        let kind = match std::ptr::eq(*place, &diagnostic.place) {
            true => AnnotationKind::Primary,
            false => AnnotationKind::Context,
        };
        let range = shown(text, place.span);
        let range = range.start - begin..range.end - begin;
        snippet = snippet.annotation(kind.span(range).label(label(place)));
    }
    snippet
}

/// What of a place is underlined: as far as its first line goes, and as far as anybody reads.
fn shown(text: &str, span: Span) -> std::ops::Range<usize> {
    const LONGEST: usize = 400;
    let fit = |at: usize| {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = fit(span.start as usize);
    let end = fit((span.end as usize).min(start + LONGEST)).max(start);
    let line_end = text[start..end].find('\n').map_or(end, |at| start + at);
    start..line_end
}

fn label(label: &Label) -> Option<&str> {
    (!label.text.is_empty()).then_some(label.text.as_str())
}
