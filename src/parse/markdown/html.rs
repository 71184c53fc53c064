//! The little HTML that Markdown may hold.
//!
//! Everything else is refused: a page carries no script, frame, event handler or style that the
//! program did not write itself.

use crate::diag::{Diagnostic, code};
use crate::source::Span;

/// The elements that content may use, each with the one attribute it may carry.
const ALLOWED: &[(&str, Option<&str>)] = &[
    ("abbr", Some("title")),
    ("cite", None),
    ("em", None),
    ("kbd", None),
    ("q", None),
    ("small", None),
    ("span", Some("lang")),
    ("strong", None),
    ("sub", None),
    ("sup", None),
];

/// What a tag is.
pub(super) enum Piece {
    /// A comment; left out of the page.
    Comment,
    /// A line break.
    Break,
    /// The beginning of an allowed element.
    Open(&'static str, Option<(&'static str, String)>),
    /// The end of an allowed element.
    Close(&'static str),
    /// Anything else.
    Refused,
}

/// Reads one tag.
pub(super) fn piece(tag: &str) -> Piece {
    if tag.starts_with("<!--") {
        return Piece::Comment;
    }
    let Some(inner) = tag
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    else {
        return Piece::Refused;
    };
    if let Some(name) = inner.strip_prefix('/') {
        return match allowed(name.trim()) {
            Some((name, _)) => Piece::Close(name),
            None => Piece::Refused,
        };
    }
    let inner = inner.trim();
    if matches!(inner.trim_end_matches('/').trim(), "br" | "BR") {
        return Piece::Break;
    }
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let Some((name, attribute)) = allowed(name) else {
        return Piece::Refused;
    };
    if rest.trim().is_empty() {
        return Piece::Open(name, None);
    }
    let value = attribute.and_then(|attribute| {
        let value = rest
            .trim()
            .strip_prefix(attribute)?
            .trim_start()
            .strip_prefix('=')?
            .trim();
        let quote = value
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let value = value.strip_prefix(quote)?.strip_suffix(quote)?;
        (!value.contains(quote)).then(|| (attribute, value.to_string()))
    });
    match value {
        Some(value) => Piece::Open(name, Some(value)),
        None => Piece::Refused,
    }
}

fn allowed(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    ALLOWED
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .copied()
}

/// The first thing in a block of HTML that is not a comment.
pub(super) fn first_refused(text: &str) -> Option<(usize, &str)> {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        if rest.is_empty() {
            return None;
        }
        match rest
            .strip_prefix("<!--")
            .and_then(|comment| comment.find("-->"))
        {
            Some(end) => at += "<!--".len() + end + "-->".len(),
            None => {
                let line = rest.lines().next().unwrap_or(rest);
                let end = line.find('>').map_or(line.len(), |end| end + 1);
                return Some((at, &line[..end]));
            }
        }
    }
}

/// A tag that may not stand in content.
pub(super) fn refused(tag: &str, span: Span) -> Diagnostic {
    let shown: String = tag.chars().take(40).collect();
    let known: Vec<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    Diagnostic::error(
        &code::RAW_HTML,
        span,
        format!("HTML is not used in content: `{shown}`"),
    )
    .help(format!(
        "write it in Markdown; of HTML only `br`, {} are read; a `<` that is meant as text \
             is written `\\<`",
        known
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    ))
}

/// An element that is never closed.
pub(super) fn unclosed(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&code::RAW_HTML, span, format!("`<{name}>` is not closed")).help(format!(
        "add `</{name}>` where it ends, in the same paragraph"
    ))
}

/// An end without its beginning.
pub(super) fn unopened(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(&code::RAW_HTML, span, format!("`</{name}>` closes nothing"))
        .help(format!("remove it, or put `<{name}>` where it begins"))
}
