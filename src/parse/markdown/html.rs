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

/// Whether `tag` is the end of the element that `open` begins.
pub(super) fn closes(tag: &str, open: &str) -> bool {
    let Some(name) = tag.strip_prefix("</") else {
        return false;
    };
    let name = name.trim_end_matches('>').trim();
    let begun = open.trim_start_matches('<');
    let end = begun.find(|letter: char| !letter.is_ascii_alphanumeric());
    begun[..end.unwrap_or(begun.len())].eq_ignore_ascii_case(name)
}

/// What to write in place of elements that people reach for.
const INSTEAD: &[(&str, &str)] = &[
    ("b", "make words strong with `**words**`"),
    ("i", "stress words with `*words*`"),
    ("u", "stress words with `*words*`"),
    ("a", "write a link as `[words](address)`"),
    ("img", "write an image as `![what it shows](file)`"),
    ("p", "leave an empty line between paragraphs"),
    ("div", "leave it out: the theme decides how a page looks"),
    ("style", "leave it out: the theme decides how a page looks"),
    ("script", "leave it out: pages hold no scripts"),
    (
        "iframe",
        "write a link to the page that shows it: `[the recording](https://…)`",
    ),
    (
        "video",
        "write a link to the film: `[the recording](https://…)`",
    ),
    (
        "audio",
        "write a link to the recording: `[the recording](https://…)`",
    ),
];

/// A tag that may not stand in content.
pub(super) fn refused(tag: &str, span: Span) -> Diagnostic {
    if !tag.starts_with('<') {
        let message = "words in one line with a comment would be left out with it";
        return Diagnostic::error(&code::RAW_HTML, span, message)
            .help("put the comment on a line of its own, with an empty line below it");
    }
    let shown: String = tag.chars().take(40).collect();
    let shown = if shown.len() < tag.len() {
        format!("{shown}…")
    } else {
        shown
    };
    let known: Vec<String> = ALLOWED
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    let instead = INSTEAD
        .iter()
        .find(|(name, _)| closes(&format!("</{name}>"), tag));
    let help = match instead {
        Some((_, help)) => (*help).to_string(),
        None => format!(
            "write it in Markdown, or `\\<` for a `<` that is meant as text; of HTML only `br`, {} \
             are read",
            known.join(", ")
        ),
    };
    Diagnostic::error(
        &code::RAW_HTML,
        span,
        format!("HTML is not used in content: `{shown}`"),
    )
    .help(help)
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
