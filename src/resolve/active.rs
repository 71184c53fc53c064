//! Files that browsers run: what may be published as it is, and what not.
//!
//! Pages made elsewhere bring scripts, frames and requests of their own and are refused. An SVG
//! image shown in a page runs nothing, but it can also be opened by itself, so it is looked
//! through: it may hold no script, event handler or foreign content, and name nothing elsewhere.

use std::ops::Range;

use crate::diag::{Diagnostic, code};
use crate::discover::{SourceTree, not_utf8_fault};
use crate::source::{SitePath, Span};

/// Kinds of file that browsers run or unfold into pages.
const RUN: &[&str] = &[
    "hta", "htm", "html", "js", "mht", "mhtml", "mjs", "shtml", "svgz", "swf", "wasm", "xht",
    "xhtml", "xml", "xsl", "xslt",
];

/// Elements of SVG that run or hold something else than an image.
const ELEMENTS: &[&str] = &[
    "audio",
    "embed",
    "foreignobject",
    "handler",
    "iframe",
    "listener",
    "object",
    "script",
    "video",
];

/// Why a file may not be published as it is; `named` is where content names it.
pub(super) fn refusal(path: &SitePath, tree: &SourceTree, named: Span) -> Option<Diagnostic> {
    let extension = path.extension();
    if RUN.contains(&extension.as_str()) {
        return Some(
            Diagnostic::error(
                &code::RAW_HTML,
                named,
                format!("`{path}` would bring scripts or requests of its own into the site"),
            )
            .help("attach it as a PDF or a ZIP file, or link to where it is published"),
        );
    }
    let file = tree.texts.get(path).filter(|_| extension == "svg")?;
    if file.not_utf8.is_some() {
        return Some(not_utf8_fault(file));
    }
    let (range, what) = active(&tree.sources.file(file.source).text)?;
    let span = Span::new(file.source, range.start, range.end);
    Some(
        Diagnostic::error(
            &code::RAW_HTML,
            span,
            format!("an image for a page may not hold {what}"),
        )
        .other(named, "the image is named here")
        .help("export it as a plain SVG, or as a PNG"),
    )
}

/// The first thing in an SVG image that is more than an image.
fn active(text: &str) -> Option<(Range<usize>, &'static str)> {
    let mut at = 0;
    while let Some(found) = text[at..].find('<') {
        let start = at + found;
        if text[start..].starts_with("<!--") {
            at = text[start..]
                .find("-->")
                .map_or(text.len(), |end| start + end);
            continue;
        }
        let end = start + tag_length(&text[start..]);
        if let Some(what) = active_tag(&text[start..end]) {
            return Some((start..end, what));
        }
        at = end.max(start + 1);
    }
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("@import") {
        return Some((at..at + 7, "a style from elsewhere"));
    }
    lower.match_indices("url(").find_map(|(at, found)| {
        let target = lower[at + found.len()..].trim_start_matches([' ', '"', '\'', '\n', '\t']);
        let target = target.strip_prefix("&quot;").unwrap_or(target);
        let own = target.starts_with('#') || target.starts_with("data:");
        (!own).then_some((at..at + found.len(), "an address elsewhere"))
    })
}

/// The length of a tag, quoted values passed over.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn active_tag(tag: &str) -> Option<&'static str> {
    let lower = tag.to_ascii_lowercase();
    if lower.starts_with("<?xml-stylesheet") || lower.contains("<!entity") {
        return Some("a style sheet or an entity of its own");
    }
    let inner = lower.trim_start_matches(['<', '/']);
    let name = inner
        .split(|letter: char| letter.is_whitespace() || "/>".contains(letter))
        .next()
        .unwrap_or("");
    let element = name.rsplit(':').next().unwrap_or(name);
    if ELEMENTS.contains(&element) {
        return Some("a script, sound, film or page");
    }
    attributes(&inner[name.len()..]).find_map(|(attribute, value)| {
        let attribute = attribute.rsplit(':').next().unwrap_or(attribute);
        let handler = attribute.strip_prefix("on");
        if handler.is_some_and(|event| !event.is_empty()) {
            return Some("an event handler");
        }
        if !matches!(attribute, "href" | "src") {
            return None;
        }
        let value = value.trim();
        let link = element == "a"
            && ["http://", "https://", "mailto:"]
                .iter()
                .any(|scheme| value.starts_with(scheme));
        let own = value.is_empty() || value.starts_with('#') || value.starts_with("data:image/");
        (!link && !own).then_some("an address elsewhere")
    })
}

/// The attributes of a tag: names and values without quotes.
fn attributes(mut text: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        let (name, rest) = text.split_once('=')?;
        let rest = rest.trim_start();
        let name = name.split_whitespace().next_back().unwrap_or("");
        let quote = rest.chars().next().filter(|quote| "\"'".contains(*quote));
        let (value, after) = match quote {
            Some(quote) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        text = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_that_is_only_an_image_passes() {
        for text in [
            "<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \
             \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg \
             xmlns=\"http://www.w3.org/2000/svg\"><!-- <script> --><title>one > two</title>\
             <use xlink:href=\"#a\"/><path style=\"fill:url(#b)\" fill='url(\"#b\")'/></svg>",
            "<svg><a href=\"https://example.org/\"><text>x</text></a></svg>",
            "<svg><image href=\"data:image/png;base64,AA=\"/></svg>",
            "",
            "<",
        ] {
            assert_eq!(active(text), None, "{text}");
        }
    }

    #[test]
    fn whatever_runs_or_is_fetched_is_found() {
        for text in [
            "<svg><script>x</script></svg>",
            "<svg><svg:SCRIPT/></svg>",
            "<svg onload=\"x\">",
            "<svg\nonload = 'x'>",
            "<svg a=\">\" onclick=x>",
            "<svg><foreignObject/></svg>",
            "<svg><a xlink:href=\" javascript:x\"/></svg>",
            "<svg><a href=\"&#106;avascript:x\"/></svg>",
            "<svg><use href=\"https://example.org/x.svg#a\"/></svg>",
            "<svg><style>@import 'x'</style></svg>",
            "<svg><style>a{fill:url( \"//example.org\")}</style></svg>",
            "<?xml-stylesheet href=\"x.xsl\"?><svg/>",
            "<!DOCTYPE svg [<!ENTITY a \"x\">]><svg/>",
            "<svg><script",
        ] {
            assert!(active(text).is_some(), "{text}");
        }
    }
}
