//! What an SVG image holds.
//!
//! Shown in a page, an SVG runs nothing, but it can also be opened by itself, so it is read as XML
//! and looked through: it may hold no script, event handler, page or rule of its own, and name
//! nothing elsewhere. What cannot be read as XML cannot be looked through.

use std::ops::Range;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

use crate::css;
use crate::web::is_web;

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

/// Encodings in which signs of XML are what they are in UTF-8.
const ENCODINGS: &[&str] = &["utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"];

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const ELSEWHERE: &str = "it may not hold an address elsewhere";
const HANDLER: &str = "it may not hold an event handler";

/// The first reason why the text of an SVG file is not an image and nothing more, and where.
pub(super) fn objection(text: &str) -> Option<(Range<usize>, &'static str)> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    let Ok(document) = Document::parse_with_options(text, options) else {
        return Some((
            0..0,
            "it has to be XML without faults, to be looked through",
        ));
    };
    prolog(text, &document).or_else(|| document.descendants().find_map(node))
}

/// What stands before the image: of a document type only its name, and no style from elsewhere.
fn prolog(text: &str, document: &Document<'_>) -> Option<(Range<usize>, &'static str)> {
    let root = document.root_element().range().start;
    let before = &text[..root];
    if let Some(declaration) = before.split_once("?>").map(|(first, _)| first)
        && let Some((_, encoding)) = declaration.split_once("encoding")
    {
        let encoding = encoding.split(['"', '\'']).nth(1).unwrap_or("");
        if !ENCODINGS.contains(&encoding.to_ascii_lowercase().as_str()) {
            return Some((0..declaration.len(), "its encoding has to be UTF-8"));
        }
    }
    // Comments and instructions are nodes; what lies between them is the document type.
    let mut at = 0;
    let nodes = document.root().children().map(|node| node.range());
    for range in nodes.take_while(|range| range.start <= root) {
        if let Some(found) = text.get(at..range.start).and_then(|gap| gap.find('[')) {
            let start = at + found;
            return Some((
                start..start + 1,
                "its document type may not have rules of its own",
            ));
        }
        at = at.max(range.end);
    }
    None
}

fn node(node: Node<'_, '_>) -> Option<(Range<usize>, &'static str)> {
    if let Some(instruction) = node.pi() {
        let style = instruction.target.eq_ignore_ascii_case("xml-stylesheet");
        return style.then(|| (node.range(), "it may not hold a style sheet from elsewhere"));
    }
    if !node.is_element() {
        return None;
    }
    let tag = node.tag_name();
    let name = tag.name().to_ascii_lowercase();
    let start = node.range().start;
    let whole = start..start + 1 + tag.name().len();
    if ELEMENTS.contains(&name.as_str()) || tag.namespace() == Some(XHTML) {
        return Some((whole, "it may not hold a script, sound, film or page"));
    }
    if name == "style" {
        let style: String = texts(node).collect();
        if css::addresses(&style).iter().any(|it| !is_own(&it.value)) {
            return Some((whole, ELSEWHERE));
        }
    }
    // Attributes of other vocabularies handle no events.
    let handled = |attribute: &Attribute<'_, '_>| {
        attribute.namespace().is_none() && handles(attribute.name())
    };
    if let Some(handler) = node.attributes().find(handled) {
        return Some((handler.range(), HANDLER));
    }
    node.attributes().find_map(|attribute| {
        let objection = value(&name, attribute.name(), attribute.value())?;
        Some((attribute.range(), objection))
    })
}

fn texts<'t>(node: Node<'t, '_>) -> impl Iterator<Item = &'t str> {
    node.children()
        .filter(|child| child.is_text())
        .filter_map(|child| child.text())
}

/// What is wrong with the value of an attribute.
fn value(element: &str, attribute: &str, value: &str) -> Option<&'static str> {
    let attribute = attribute.to_ascii_lowercase();
    let value = value.trim();
    match attribute.as_str() {
        // An animation sets attributes too.
        "attributename" => {
            let name = value.rsplit(':').next().unwrap_or("").to_ascii_lowercase();
            (handles(&name) || name == "href").then_some(HANDLER)
        }
        "href" | "src" if element == "a" => {
            let lower = value.to_ascii_lowercase();
            let is_known = is_web(value) || lower.starts_with("mailto:");
            let leads = value.is_empty() || value.starts_with('#') || is_known;
            (!leads).then_some(ELSEWHERE)
        }
        "href" | "src" => (!is_own(value)).then_some(ELSEWHERE),
        "base" => Some(ELSEWHERE),
        _ => {
            let named = css::addresses(value);
            (named.iter().any(|it| !is_own(&it.value))).then_some(ELSEWHERE)
        }
    }
}

fn handles(attribute: &str) -> bool {
    attribute.len() > 2 && attribute.to_ascii_lowercase().starts_with("on")
}

/// Whether an address leads to a part of the image itself, or holds what it leads to.
fn is_own(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let held = [
        "data:image/",
        "data:font/",
        "data:application/font",
        "data:application/x-font",
    ];
    lower.is_empty() || lower.starts_with('#') || held.iter().any(|held| lower.starts_with(held))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An SVG image around `inner`, the usual prefixes declared.
    fn svg(inner: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:svg=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:i=\"urn:i\">{inner}</svg>"
        )
    }

    #[test]
    fn an_image_that_is_only_an_image_passes() {
        let prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- [ --><!DOCTYPE svg PUBLIC \
                      \"-//W3C//DTD SVG 1.1//EN\" \
                      \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">";
        let inner = "<!-- <script> --><title>one > two</title><use xlink:href=\"#a\"/>\
                     <path style=\"fill:url(#b)\" fill='url(\"#b\")'/>";
        for text in [
            format!("{prolog}{}", svg(inner)),
            svg("<a href=\"https://example.org/\"><text>x</text></a>"),
            svg("<image href=\"data:image/png;base64,AA=\"/>"),
            svg("<style>a::before{content:'url(x)'}</style><text><![CDATA[ <script> ]]></text>"),
            svg("<i:view i:one=\"2\"/><animate attributeName=\"x\" to=\"2\"/>"),
            svg("<style>@font-face{src:url(data:font/woff2;base64,AA)}</style>"),
        ] {
            assert_eq!(objection(&text), None, "{text}");
        }
    }

    #[test]
    fn whatever_runs_or_is_fetched_is_found() {
        for inner in [
            "<script>x</script>",
            "<svg:SCRIPT/>",
            "<h:p/>",
            "<g onload=\"x\"/>",
            "<g\nonload = 'x'/>",
            "<g a=\">\" onclick='x'/>",
            "<foreignObject/>",
            "<a xlink:href=\" javascript:x\"/>",
            "<a href=\"&#106;avascript:x\"/>",
            "<a href=\"data:text/html,x\"/>",
            "<a><set attributeName=\"href\" to=\"javascript:x\"/></a>",
            "<set attributeName=\"xlink:href\" to=\"x\"/>",
            "<use href=\"https://example.org/x.svg#a\"/>",
            "<style>@import 'x';</style>",
            "<style>@im<!-- -->port 'x';</style>",
            "<style><![CDATA[a{b:u\\72l(x)}]]></style>",
            "<style>a{fill:url( \"//example.org\")}</style>",
            "<path fill=\"u&#114;l(x)\"/>",
            "<text><![CDATA[ > <!-- ]]></text><script>x</script>",
            "<?xml-stylesheet href=\"x.xsl\"?>",
        ] {
            assert!(objection(&svg(inner)).is_some(), "{inner}");
        }
        let start = "<svg xmlns=\"http://www.w3.org/2000/svg\"";
        for text in [
            format!("<?xml-stylesheet href=\"x.xsl\"?>{start}/>"),
            format!("<!DOCTYPE svg [<!ENTITY a \"x\">]>{start}/>"),
            format!("<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"x\">]>{start}/>"),
            format!("<!DOCTYPE svg [<!-- ]><svg> -->]>{start}/>"),
            format!("<?x \" ?>{start}><script>x</script></svg>"),
            format!("<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>{start}/>"),
            format!("{start}><script"),
            format!("{start} a=b/>"),
            String::new(),
            "<".to_string(),
        ] {
            assert!(objection(&text).is_some(), "{text}");
        }
    }
}
