//! Files that browsers run: what may be published as it is, and what not.
//!
//! Pages made elsewhere bring scripts, frames and requests of their own and are refused, by what
//! a browser would take the published file for. What an SVG image may hold is told in [`image`].

use crate::diag::{Diagnostic, code};
use crate::discover::{SourceTree, not_utf8_fault};
use crate::resolve::{image, routes};
use crate::source::{SitePath, Span};

/// Kinds of file that browsers run or unfold into pages.
const PAGES: &str = "asp aspx atom cjs dhtml hta htc htm html js jse jsp mathml mht mhtml mjs mml php rdf rss \
    shtm shtml svgz swf wasm webarchive xbl xht xhtm xhtml xml xsd xsl xslt xul";

/// Kinds of file that a computer runs, or follows to somewhere else, when they are opened.
const PROGRAMS: &str = "apk app application bat bash chm cmd com command cpl desktop dll dmg exe gadget inf jar \
    jnlp library-ms lnk msc msi msix msp pif ps1 psm1 reg scf scr search-ms settingcontent-ms \
    sh terminal url vbe vbs vbscript webloc wsf wsh";

/// Kinds of file that are shown as text or data whatever they begin with. All others may be taken
/// by a browser for what they look like.
const NEVER_PAGES: &str = "bib csv geojson gif hexjson jpeg jpg json md mp3 mp4 ods odt pdf png ris svg topojson tsv \
    txt webp xlsm xlsx yaml yml zip";

/// Why a file may not be published as it is; `named` is where content names it.
pub(super) fn refusal(path: &SitePath, tree: &SourceTree, named: Span) -> Option<Diagnostic> {
    let published = routes::attachment(path).extension();
    let is_one_of = |kinds: &str| {
        let known = |extension: &str| kinds.split(' ').any(|kind| kind == extension);
        known(&path.extension()) || known(&published)
    };
    let refused =
        |why: String, help| Some(Diagnostic::error(&code::RAW_HTML, named, why).help(help));
    if is_one_of(PAGES) {
        return refused(
            format!("`{path}` would bring scripts or requests of its own into the site"),
            "attach it as a PDF or a ZIP file, or link to where it is published",
        );
    }
    if is_one_of(PROGRAMS) {
        return refused(
            format!("`{path}` is a program, or leads elsewhere when it is opened"),
            "attach a document instead, or link to where it is published",
        );
    }
    let begins_as_markup = tree
        .files
        .get(path)
        .is_some_and(|file| file.begins_as_markup);
    if begins_as_markup && !NEVER_PAGES.split(' ').any(|kind| kind == published) {
        return refused(
            format!("`{path}` begins as a page does, and browsers may take it for one"),
            "attach it as a PDF or a ZIP file; a text is safe with a name that ends with `.txt`",
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
