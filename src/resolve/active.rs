//! Files that browsers run: what may be published as it is, and what not.
//!
//! Pages made elsewhere bring scripts, frames and requests of their own and are refused, by what
//! a browser would take the published file for. What an SVG image may hold is told in [`image`].

use crate::diag::{Diagnostic, code};
use crate::discover::{SourceTree, not_utf8_fault};
use crate::resolve::{image, routes};
use crate::source::{SitePath, Span};

/// Kinds of file that browsers run or unfold into pages.
const RUN: &[&str] = &[
    "atom", "cjs", "hta", "htm", "html", "js", "mathml", "mht", "mhtml", "mjs", "mml", "rdf",
    "rss", "shtml", "svgz", "swf", "wasm", "xbl", "xht", "xhtml", "xml", "xsd", "xsl", "xslt",
];

/// Why a file may not be published as it is; `named` is where content names it.
pub(super) fn refusal(path: &SitePath, tree: &SourceTree, named: Span) -> Option<Diagnostic> {
    let published = routes::attachment(path).extension();
    let runs = |extension: &str| RUN.contains(&extension);
    if runs(&path.extension()) || runs(&published) {
        return Some(
            Diagnostic::error(
                &code::RAW_HTML,
                named,
                format!("`{path}` would bring scripts or requests of its own into the site"),
            )
            .help("attach it as a PDF or a ZIP file, or link to where it is published"),
        );
    }
    if published != "svg" {
        return None;
    }
    let Some(file) = tree.texts.get(path) else {
        return Some(
            Diagnostic::error(
                &code::RAW_HTML,
                named,
                format!("`{path}` would be published as an SVG image without having been read"),
            )
            .help("rename the file so that its name ends with `.svg`"),
        );
    };
    if file.not_utf8.is_some() {
        return Some(not_utf8_fault(file));
    }
    let (range, why) = image::objection(&tree.sources.file(file.source).text)?;
    let span = Span::new(file.source, range.start, range.end);
    Some(
        Diagnostic::error(
            &code::RAW_HTML,
            span,
            format!("this is more than an image: {why}"),
        )
        .other(named, "the image is named here")
        .help("export it as a plain SVG, or as a PNG"),
    )
}
