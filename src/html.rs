//! The HTML writer: prose and text with its marks into safe HTML.
//!
//! Everything an author wrote is escaped here and nowhere else; links are relative to the page
//! and name their file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::bytes;
use crate::model::{
    Alert, Align, Attachment, Block, Bound, Definition, FigureId, Footnote, Inline, List, Prose,
    Site, Table, Target, Text, Words, anchors, each_piece, plain,
};
use crate::number::long_date;
use crate::source::SitePath;
use crate::web::is_web;

/// Escapes text for HTML, in content and in quoted attributes alike.
pub(crate) fn escape(text: &str, out: &mut String) {
    // What has not been handed on.
    let mut rest = text;
    while let Some(at) = special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// The bytes that have a meaning in HTML.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut at = 0;
    while at < 5 {
        special[b"&<>\"'"[at] as usize] = true;
        at += 1;
    }
    special
};

/// Where the first byte stands that has a meaning in HTML. Most text has few.
fn special(bytes: &[u8]) -> Option<usize> {
    let mut clean = 0;
    if let Some(last) = bytes.last_chunk::<32>() {
        let is = |byte: u8, special: u8| u8::from(byte == special);
        // Of `&` and `'`, and of `<` and `>`, one bit tells one from the other.
        let is_special = |byte: u8| is(byte & !1, b'&') | is(byte | 2, b'>') | is(byte, b'"');
        let (pieces, _) = bytes.as_chunks::<32>();
        let mut pieces = pieces.iter();
        let found = pieces.position(|piece| bytes::any(piece, is_special));
        // The last piece is looked at with some of what stands before it.
        if found.is_none() && !bytes::any(last, is_special) {
            return None;
        }
        clean = found.map_or(bytes.len() - 32, |piece| piece * 32);
    }
    let mut rest = bytes[clean..].iter();
    let found = rest.position(|byte| SPECIAL[*byte as usize]);
    found.map(|found| clean + found)
}

/// Whether a text has nothing to escape.
pub(crate) fn is_plain(text: &str) -> bool {
    special(text.as_bytes()).is_none()
}

/// Escaped text by itself.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}

/// Writes HTML for one page.
pub(crate) struct Writer<'a> {
    site: &'a Site,
    /// The address of the page; every link is relative to it.
    from: &'a SitePath,
    /// The finished HTML of the figures this page shows.
    figures: BTreeMap<FigureId, String>,
}

/// The words of a tree, and the links and claims that it numbers.
#[derive(Clone, Copy)]
struct Marks<'a> {
    words: &'a Words,
    links: &'a [Target],
    claims: &'a [Bound],
    prose: Option<&'a Prose>,
    /// The numbers of the figures that are drawn where they stand; others are led to.
    drawn: &'a BTreeSet<usize>,
    /// Whether links may be written: not inside another link.
    linked: bool,
}

impl Marks<'_> {
    /// The same inside a link.
    fn unlinked(&self) -> Self {
        Marks {
            linked: false,
            ..*self
        }
    }
}

/// For words that hold no figure.
static NONE_DRAWN: BTreeSet<usize> = BTreeSet::new();

impl<'a> Writer<'a> {
    /// A writer for the page at `from`.
    pub(crate) fn new(site: &'a Site, from: &'a SitePath) -> Self {
        Writer {
            site,
            from,
            figures: BTreeMap::new(),
        }
    }

    /// The same writer with the finished HTML of figures.
    pub(crate) fn with_figures(mut self, figures: BTreeMap<FigureId, String>) -> Self {
        self.figures = figures;
        self
    }

    /// The link to a path of the output.
    pub(crate) fn href(&self, to: &SitePath) -> String {
        to.relative_to(self.from)
    }

    /// An address, and a place there.
    fn href_to(&self, to: &SitePath, place: &Option<String>) -> String {
        let mut href = self.href(to);
        if let Some(place) = place {
            href.push('#');
            href.push_str(&place.replace(' ', "%20"));
        }
        href
    }

    /// A line or a few of text.
    pub(crate) fn text(&self, text: &Text) -> String {
        self.text_as(text, true)
    }

    /// A line of text for a place that is a link itself.
    pub(crate) fn text_unlinked(&self, text: &Text) -> String {
        self.text_as(text, false)
    }

    fn text_as(&self, text: &Text, linked: bool) -> String {
        let marks = Marks {
            words: &text.words,
            links: &text.links,
            claims: &text.claims,
            prose: None,
            drawn: &NONE_DRAWN,
            linked,
        };
        let mut out = String::with_capacity(text.words.len());
        self.inlines(&text.content, &marks, &mut out);
        out
    }

    /// A heading's words for a table of contents.
    pub(crate) fn heading(&self, prose: &Prose, content: &[Inline]) -> String {
        let marks = Marks {
            words: &prose.words,
            links: &prose.links,
            claims: &prose.claims,
            prose: None,
            drawn: &NONE_DRAWN,
            linked: false,
        };
        let mut out = String::new();
        self.inlines(content, &marks, &mut out);
        out
    }

    /// The body of a page, and its footnotes as a section, which is empty without any.
    pub(crate) fn prose(&self, prose: &Prose) -> (String, String) {
        let drawn = drawn(prose);
        let marks = marks(prose, &drawn);
        // Elements take about as much room as words.
        let figures: usize = self.figures.values().map(String::len).sum();
        let mut body = String::with_capacity(prose.words.len() * 2 + figures);
        let mut tables = 0;
        self.blocks(&prose.blocks, &marks, &mut tables, false, &mut body);
        (body, self.footnotes(prose, &marks))
    }

    fn footnotes(&self, prose: &Prose, marks: &Marks<'_>) -> String {
        let mut out = String::new();
        if prose.footnotes.is_empty() {
            return out;
        }
        out.push_str(
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-labelledby=\"footnotes\">\n\
             <h2 id=\"footnotes\">Notes</h2>\n<ol>\n",
        );
        for (at, note) in prose.footnotes.iter().enumerate() {
            self.footnote(at + 1, note, marks, &mut out);
        }
        out.push_str("</ol>\n</section>\n");
        out
    }

    fn footnote(&self, number: usize, note: &Footnote, marks: &Marks<'_>, out: &mut String) {
        put(&["<li id=\"", &anchors::note(number), "\">\n"], out);
        let mut tables = 0;
        self.blocks(&note.blocks, marks, &mut tables, false, out);
        // The way back stands at the end of the last paragraph, where the eye is.
        let back = ways_back(number, note.marks);
        match out.trim_end().strip_suffix("</p>").map(str::len) {
            Some(length) => out.insert_str(length, &back),
            None => out.push_str(&back),
        }
        out.push_str("</li>\n");
    }

    fn blocks(
        &self,
        blocks: &[Block],
        marks: &Marks<'_>,
        tables: &mut usize,
        tight: bool,
        out: &mut String,
    ) {
        for block in blocks {
            self.block(block, marks, tables, tight, out);
        }
    }

    fn block(
        &self,
        block: &Block,
        marks: &Marks<'_>,
        tables: &mut usize,
        tight: bool,
        out: &mut String,
    ) {
        match block {
            Block::Paragraph(content) if tight => {
                self.inlines(content, marks, out);
                out.push('\n');
            }
            Block::Paragraph(content) => self.paragraph(content, marks, out),
            Block::Heading(number) => self.heading_block(*number, marks, out),
            Block::List(list) => self.list(list, marks, tables, out),
            Block::Quote(inner) => {
                out.push_str("<blockquote>\n");
                self.blocks(inner, marks, tables, false, out);
                out.push_str("</blockquote>\n");
            }
            Block::Alert(kind, inner) => {
                let (class, title) = alert(*kind);
                let _ = writeln!(
                    out,
                    "<div class=\"alert alert-{class}\" role=\"note\">\n\
                     <p class=\"alert-title\">{title}</p>"
                );
                self.blocks(inner, marks, tables, false, out);
                out.push_str("</div>\n");
            }
            Block::Code(text) => {
                out.push_str("<pre tabindex=\"0\"><code>");
                escape(text, out);
                out.push_str("</code></pre>\n");
            }
            Block::Table(table) => {
                *tables += 1;
                self.table(table, *tables, marks, out);
            }
            Block::Definitions(definitions) => self.definitions(definitions, marks, tables, out),
            Block::Rule => out.push_str("<hr>\n"),
            Block::Figure(number) | Block::FigureAgain(number) => {
                self.figure(*number, marks, out);
            }
        }
    }

    /// A paragraph; one that holds nothing but an image is a figure of its own.
    fn paragraph(&self, content: &[Inline], marks: &Marks<'_>, out: &mut String) {
        if let ([Inline::Image(at)], Some(prose)) = (content, marks.prose)
            && let image = &prose.images[*at]
            && let Some(title) = &image.title
        {
            out.push_str("<figure class=\"image\">");
            self.image(*at, false, marks, out);
            out.push_str("<figcaption>");
            escape(title, out);
            out.push_str("</figcaption></figure>\n");
            return;
        }
        out.push_str("<p>");
        self.inlines(content, marks, out);
        out.push_str("</p>\n");
    }

    fn heading_block(&self, number: usize, marks: &Marks<'_>, out: &mut String) {
        let Some(heading) = marks.prose.and_then(|prose| prose.headings.get(number)) else {
            return;
        };
        let name = match heading.level {
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        put(&["<", name, " id=\""], out);
        escape(&heading.anchor, out);
        out.push_str("\">");
        self.inlines(&heading.content, marks, out);
        out.push_str(" <a class=\"anchor\" href=\"#");
        escape(&heading.anchor, out);
        out.push_str("\" aria-label=\"Link to the section ");
        each_piece(&heading.content, marks.words, &mut |words| {
            escape(words, out);
        });
        put(&["\">#</a></", name, ">\n"], out);
    }

    fn list(&self, list: &List, marks: &Marks<'_>, tables: &mut usize, out: &mut String) {
        let tasks = list.items.iter().any(|item| item.task.is_some());
        match list.start {
            Some(1) => out.push_str("<ol>\n"),
            Some(start) => {
                let _ = writeln!(out, "<ol start=\"{start}\">");
            }
            None if tasks => out.push_str("<ul class=\"tasks\">\n"),
            None => out.push_str("<ul>\n"),
        }
        for item in &list.items {
            out.push_str("<li>");
            match item.task {
                Some(true) => out.push_str(
                    "<span class=\"task task-done\"><span class=\"visually-hidden\">Done: \
                     </span></span>",
                ),
                Some(false) => out.push_str(
                    "<span class=\"task\"><span class=\"visually-hidden\">To do: </span></span>",
                ),
                None => {}
            }
            self.blocks(&item.blocks, marks, tables, list.tight, out);
            while out.ends_with('\n') {
                out.pop();
            }
            out.push_str("</li>\n");
        }
        out.push_str(if list.start.is_some() {
            "</ol>\n"
        } else {
            "</ul>\n"
        });
    }

    fn definitions(
        &self,
        definitions: &[Definition],
        marks: &Marks<'_>,
        tables: &mut usize,
        out: &mut String,
    ) {
        out.push_str("<dl>\n");
        for definition in definitions {
            out.push_str("<dt>");
            self.inlines(&definition.term, marks, out);
            out.push_str("</dt>\n");
            for details in &definition.details {
                out.push_str("<dd>");
                let tight = matches!(details[..], [Block::Paragraph(_)]);
                self.blocks(details, marks, tables, tight, out);
                out.push_str("</dd>\n");
            }
        }
        out.push_str("</dl>\n");
    }

    fn table(&self, table: &Table, number: usize, marks: &Marks<'_>, out: &mut String) {
        let label = match &table.caption {
            Some(caption) => plain(caption, marks.words),
            None => format!("Table {number}"),
        };
        out.push_str("<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"");
        escape(&label, out);
        out.push_str("\">\n<table class=\"prose-table\">\n");
        if let Some(caption) = &table.caption {
            out.push_str("<caption>");
            self.inlines(caption, marks, out);
            out.push_str("</caption>\n");
        }
        out.push_str("<thead>\n<tr>");
        for (at, cell) in table.head.iter().enumerate() {
            // An empty corner heads nothing.
            let (open, close) = if cell.is_empty() {
                ("<td", "</td>")
            } else {
                ("<th scope=\"col\"", "</th>")
            };
            out.push_str(open);
            out.push_str(align(table, at));
            out.push('>');
            self.inlines(cell, marks, out);
            out.push_str(close);
        }
        out.push_str("</tr>\n</thead>\n<tbody>\n");
        let heads_rows = table
            .rows
            .iter()
            .all(|row| row.first().is_some_and(|it| !it.is_empty()));
        for row in &table.rows {
            out.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let heading = at == 0 && heads_rows;
                let (open, close) = if heading {
                    ("<th scope=\"row\"", "</th>")
                } else {
                    ("<td", "</td>")
                };
                out.push_str(open);
                out.push_str(align(table, at));
                out.push('>');
                self.inlines(cell, marks, out);
                out.push_str(close);
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }

    /// A figure; one that the page shows already is led to, since its names are its own.
    fn figure(&self, number: usize, marks: &Marks<'_>, out: &mut String) {
        let Some(prose) = marks.prose else { return };
        let Some(id) = prose.figures.get(number).copied().flatten() else {
            return;
        };
        if !marks.drawn.contains(&number) {
            let figure = self.site.figure(id);
            let title = self.text_unlinked(&figure.title);
            let _ = writeln!(
                out,
                "<p class=\"figure-again\"><a href=\"#{}\">Figure on this page: {title}</a></p>",
                anchors::figure(&figure.name)
            );
            return;
        }
        if let Some(html) = self.figures.get(&id) {
            out.push_str(html);
            out.push('\n');
        }
    }

    fn inlines(&self, content: &[Inline], marks: &Marks<'_>, out: &mut String) {
        for inline in content {
            self.inline(inline, marks, out);
        }
    }

    fn inline(&self, inline: &Inline, marks: &Marks<'_>, out: &mut String) {
        let mut element = |open: &str, inner: &[Inline], close: &str| {
            out.push_str(open);
            self.inlines(inner, marks, out);
            out.push_str(close);
        };
        match inline {
            Inline::Text(text) => escape(marks.words.of(*text), out),
            Inline::Emphasis(inner) => element("<em>", inner, "</em>"),
            Inline::Strong(inner) => element("<strong>", inner, "</strong>"),
            Inline::Strike(inner) => element("<s>", inner, "</s>"),
            Inline::Code(text) => {
                out.push_str("<code>");
                escape(marks.words.of(*text), out);
                out.push_str("</code>");
            }
            Inline::Link(_, inner) | Inline::Claim(_, inner) if !marks.linked => {
                self.inlines(inner, marks, out);
            }
            Inline::Link(number, inner) => self.link(*number, inner, marks, out),
            Inline::Claim(number, inner) => self.claim(*number, inner, marks, out),
            Inline::Image(number) => self.image(*number, true, marks, out),
            // A table of contents repeats a heading's words, not its notes.
            Inline::Note(..) if marks.prose.is_none() => {}
            Inline::Note(number, mark) => {
                let number = number + 1;
                let (mark, note) = (anchors::note_mark(number, *mark), anchors::note(number));
                let number = number.to_string();
                put(
                    &[
                        "<sup class=\"note-mark\"><a id=\"",
                        &mark,
                        "\" href=\"#",
                        &note,
                        "\" role=\"doc-noteref\" aria-label=\"Note ",
                        &number,
                        "\">",
                        &number,
                        "</a></sup>",
                    ],
                    out,
                );
            }
            Inline::Break => out.push_str("<br>\n"),
            Inline::Element(element, inner) => {
                put(&["<", element.name], out);
                if let Some((attribute, value)) = &element.attribute {
                    put(&[" ", attribute, "=\""], out);
                    escape(value, out);
                    out.push('"');
                }
                out.push('>');
                self.inlines(inner, marks, out);
                put(&["</", element.name, ">"], out);
            }
        }
    }

    fn link(&self, number: usize, inner: &[Inline], marks: &Marks<'_>, out: &mut String) {
        let Some(target) = marks.links.get(number) else {
            return;
        };
        match target {
            Target::Nowhere => return self.inlines(inner, marks, out),
            Target::Outside(url) => {
                self.outside(url, inner, marks, out);
                return;
            }
            _ => {}
        }
        let href = match target {
            Target::Page(page, place) => self.href_to(&self.site.page(*page).route, place),
            Target::Here(anchor) => format!("#{anchor}"),
            Target::Dataset(dataset, place) => {
                self.href_to(&self.site.dataset(*dataset).route, place)
            }
            Target::Attachment(file, place) => {
                self.href_to(&self.site.attachment(*file).route, place)
            }
            Target::Outside(_) | Target::Nowhere => unreachable!("written above"),
        };
        out.push_str("<a href=\"");
        escape(&href, out);
        out.push_str("\">");
        self.inlines(inner, &marks.unlinked(), out);
        if let Target::Attachment(file, _) = target {
            let file = self.site.attachment(*file);
            let _ = write!(
                out,
                " <span class=\"file\">({})</span>",
                escaped(&kind_and_size(file))
            );
        }
        out.push_str("</a>");
    }

    fn outside(&self, url: &str, inner: &[Inline], marks: &Marks<'_>, out: &mut String) {
        let marks = marks.unlinked();
        // In a site that is not closed so it is for all, and they are written as they come.
        if is_web(url) && self.site.outside.get(url).is_none() {
            let words = |out: &mut String| self.inlines(inner, &marks, out);
            return external(url, "", words, OUTSIDE, out);
        }
        let mut words = String::new();
        self.inlines(inner, &marks, &mut words);
        out.push_str(&self.outside_html(url, &words, true));
    }

    /// A link out of the site, with its words as HTML. In a closed site it leads to the archived copy
    /// of the address where one is recorded, as a Robust Link, with the original behind it, and
    /// `says_when` that was last read.
    pub(crate) fn outside_html(&self, url: &str, words: &str, says_when: bool) -> String {
        if !is_web(url) {
            return format!("<a href=\"{}\">{words}</a>", escaped(url));
        }
        let link = |url: &str, data: &str, words: &str, what: &str| {
            let mut out = String::new();
            external(url, data, |out| out.push_str(words), what, &mut out);
            out
        };
        let plain = |words: &str| link(url, "", words, OUTSIDE);
        let Some(known) = self.site.outside.get(url) else {
            return plain(words);
        };
        let read = known.accessed.filter(|_| says_when);
        let read = read.map(|on| format!("last read on {}", long_date(on)));
        match &known.archived {
            Some(copy) => {
                let data = format!(
                    " data-originalurl=\"{}\" data-versiondate=\"{}\"",
                    escaped(url),
                    copy.date
                );
                let what = "archived copy on an external site";
                let copied = link(&copy.url, &data, words, what);
                let original = plain("original address");
                let read = read.map_or_else(String::new, |read| format!(", {read}"));
                let date = long_date(copy.date);
                format!(
                    "{copied} <span class=\"copied\">(archived copy of {date}; {original}{read})</span>"
                )
            }
            None => {
                let read = read.map(|read| format!(" <span class=\"copied\">({read})</span>"));
                plain(words) + &read.unwrap_or_default()
            }
        }
    }

    /// Words bound to a value lead to the row of its first address.
    fn claim(&self, number: usize, inner: &[Inline], marks: &Marks<'_>, out: &mut String) {
        let claim = marks.claims.get(number);
        let Some(formula) = claim.and_then(|claim| claim.formula.as_ref()) else {
            return self.inlines(inner, marks, out);
        };
        let (dataset, row) = formula.leads_to();
        let data = self.site.dataset(dataset);
        let mut href = self.href(&data.route);
        if let Some(row) = row {
            href.push('#');
            href.push_str(&anchors::row(&data.rows[row].key));
        }
        out.push_str("<a class=\"bound\" href=\"");
        escape(&href, out);
        out.push_str("\">");
        self.inlines(inner, &marks.unlinked(), out);
        out.push_str("</a>");
    }

    fn image(&self, number: usize, titled: bool, marks: &Marks<'_>, out: &mut String) {
        let Some(image) = marks.prose.and_then(|prose| prose.images.get(number)) else {
            return;
        };
        let Some(file) = image.file else { return };
        let file = self.site.attachment(file);
        out.push_str("<img src=\"");
        escape(&self.href(&file.route), out);
        out.push_str("\" alt=\"");
        escape(&image.alt, out);
        out.push('"');
        if let Some((width, height)) = file.pixels {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        // A paragraph of its own shows the title under the image instead.
        if let Some(title) = image.title.as_ref().filter(|_| titled) {
            let _ = write!(out, " title=\"{}\"", escaped(title));
        }
        out.push('>');
    }
}

/// What readers are told of a link out of the site.
const OUTSIDE: &str = "external site";

/// A link out of the site, with attributes besides its address, its words, and what it is.
fn external(url: &str, data: &str, words: impl FnOnce(&mut String), what: &str, out: &mut String) {
    out.push_str("<a class=\"external\" rel=\"external\" href=\"");
    escape(url, out);
    put(&["\"", data, ">"], out);
    words(out);
    put(
        &["<span class=\"visually-hidden\"> (", what, ")</span></a>"],
        out,
    );
}

/// The ways from a note back to its marks in the text.
fn ways_back(number: usize, marks: usize) -> String {
    let mut back = String::from(" ");
    for mark in 0..marks {
        let place = match mark {
            0 => String::new(),
            mark => format!(", place {}", mark + 1),
        };
        put(
            &[
                if mark == 0 { "" } else { " " },
                "<a class=\"note-back\" href=\"#",
                &anchors::note_mark(number, mark),
                "\" role=\"doc-backlink\" aria-label=\"Back to note ",
                &number.to_string(),
                " in the text",
                &place,
                "\">\u{21a9}\u{fe0e}</a>",
            ],
            &mut back,
        );
    }
    back
}

/// Writes what is finished, one part after the other.
fn put(parts: &[&str], out: &mut String) {
    parts.iter().for_each(|part| out.push_str(part));
}

fn marks<'a>(prose: &'a Prose, drawn: &'a BTreeSet<usize>) -> Marks<'a> {
    Marks {
        words: &prose.words,
        links: &prose.links,
        claims: &prose.claims,
        prose: Some(prose),
        drawn,
        linked: true,
    }
}

/// The numbers of the figures that are drawn where they stand: of each figure the first that is
/// printed, in the text before the notes. What stands in a note without a mark is printed nowhere.
fn drawn(prose: &Prose) -> BTreeSet<usize> {
    let mut first = BTreeMap::new();
    if prose.figures.iter().any(Option::is_some) {
        let notes = prose.footnotes.iter().flat_map(|note| &note.blocks);
        for block in prose.blocks.iter().chain(notes) {
            each_figure(block, &mut |number| {
                if let Some(id) = prose.figures.get(number).copied().flatten() {
                    first.entry(id).or_insert(number);
                }
            });
        }
    }
    first.into_values().collect()
}

/// Gives the number of every figure of a block to `see`, in the order in which they are printed.
fn each_figure(block: &Block, see: &mut dyn FnMut(usize)) {
    let mut all = |blocks: &[Block]| blocks.iter().for_each(|inner| each_figure(inner, see));
    match block {
        Block::Figure(number) | Block::FigureAgain(number) => see(*number),
        Block::List(list) => list.items.iter().for_each(|item| all(&item.blocks)),
        Block::Quote(inner) | Block::Alert(_, inner) => all(inner),
        Block::Definitions(definitions) => definitions
            .iter()
            .flat_map(|definition| &definition.details)
            .for_each(|details| all(details)),
        Block::Paragraph(_)
        | Block::Heading(_)
        | Block::Code(_)
        | Block::Table(_)
        | Block::Rule => {}
    }
}

fn align(table: &Table, column: usize) -> &'static str {
    match table.align.get(column) {
        Some(Align::End) => " class=\"end\"",
        Some(Align::Centre) => " class=\"centre\"",
        _ => "",
    }
}

fn alert(kind: Alert) -> (&'static str, &'static str) {
    match kind {
        Alert::Note => ("note", "Note"),
        Alert::Tip => ("tip", "Tip"),
        Alert::Important => ("important", "Important"),
        Alert::Warning => ("warning", "Warning"),
        Alert::Caution => ("caution", "Caution"),
    }
}

/// What a file is and how large: `PDF, 1.2 MB`.
pub(crate) fn kind_and_size(file: &Attachment) -> String {
    format!("{}, {}", kind(&file.route), size(file.size))
}

/// What a file is, in a word that readers know.
pub(crate) fn kind(path: &SitePath) -> String {
    let extension = path.extension();
    match extension.as_str() {
        "xlsx" | "xls" | "ods" => "Spreadsheet".to_string(),
        "docx" | "doc" | "odt" => "Word document".to_string(),
        "pptx" | "ppt" | "odp" => "Slides".to_string(),
        "html" => "Web page".to_string(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => "Image".to_string(),
        "mp3" | "m4a" | "ogg" | "wav" => "Sound recording".to_string(),
        "mp4" | "webm" | "mov" => "Video".to_string(),
        "txt" => "Text".to_string(),
        "" => "File".to_string(),
        other => other.to_uppercase(),
    }
}

/// A size in the units that readers know, decimal as on gov.uk: `3 kB`, `1.2 MB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", (bytes + 500) / 1000),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
