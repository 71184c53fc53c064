//! Where things stand: files of the site by id, places in them by byte range, and paths inside
//! the site or the output.
//!
//! Every value an author wrote keeps its [`Span`], so that a fault found five stages later
//! still points at the character that has to change.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A file of the site, by its place in the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in a source file; `start..end`, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The range `start..end` of `source`. Sources over 4 GiB are refused on reading, so that
    /// `u32` always holds a position.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).expect("sources over 4 GiB are refused");
        Span {
            source,
            start: narrow(start),
            end: narrow(end.max(start)),
        }
    }

    /// The first character of a file: the place of a fault that concerns the whole file.
    pub fn file(source: SourceId) -> Self {
        Span {
            source,
            start: 0,
            end: 0,
        }
    }

    /// The part `start..end` of this span, counted from its own start.
    pub fn part(self, start: usize, end: usize) -> Self {
        Span::new(
            self.source,
            self.start as usize + start,
            self.start as usize + end,
        )
    }
}

/// A value and the place where its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned {
            value: change(self.value),
            span: self.span,
        }
    }

    /// Borrows the value, keeping the place.
    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned {
            value: &self.value,
            span: self.span,
        }
    }
}

/// A path inside the site folder or inside the output: relative, with forward slashes, without
/// `.` or `..`. The empty path is the folder itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Takes a path that is already in the right form.
    ///
    /// # Panics
    /// When the path is absolute or holds an empty, `.` or `..` part: the caller has to have
    /// resolved it with [`SitePath::join`].
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        let path = path.into();
        assert!(
            path.is_empty() || parts(&path).all(|part| !matches!(part, b"" | b"." | b"..")),
            "`{path}` is not a path inside the site"
        );
        SitePath(path)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this path; the empty path for one at the top.
    pub fn parent(&self) -> SitePath {
        match last(b'/', &self.0) {
            Some(at) => SitePath(self.0[..at].into()),
            None => SitePath::default(),
        }
    }

    /// The last part.
    pub fn name(&self) -> &str {
        match last(b'/', &self.0) {
            Some(at) => &self.0[at + 1..],
            None => &self.0,
        }
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        match last(b'.', name) {
            Some(at) if at > 0 => &name[..at],
            _ => name,
        }
    }

    /// The extension of the last part, in lower case, without the dot.
    pub fn extension(&self) -> String {
        self.extension_as_written().to_lowercase()
    }

    fn extension_as_written(&self) -> &str {
        let name = self.name();
        match last(b'.', name) {
            Some(at) if at > 0 => &name[at + 1..],
            _ => "",
        }
    }

    /// Whether this is a file of Markdown, which is a page.
    pub fn is_page(&self) -> bool {
        self.extension_as_written().eq_ignore_ascii_case("md")
    }

    /// This folder with `relative` added, `.` and `..` resolved; `None` when that leads outside.
    pub fn join(&self, relative: &str) -> Option<SitePath> {
        let mut path = String::with_capacity(self.0.len() + 1 + relative.len());
        path.push_str(&self.0);
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." if path.is_empty() => return None,
                ".." => path.truncate(last(b'/', &path).unwrap_or(0)),
                part => {
                    if !path.is_empty() {
                        path.push('/');
                    }
                    path.push_str(part);
                }
            }
        }
        Some(SitePath(path.into()))
    }

    /// The path that a name leads to which an author wrote in a file of this folder: `%20` and the like
    /// stand for characters, and a slash at its beginning is the top of the site. None for one that
    /// leads out of the site.
    pub fn named(&self, name: &str) -> Option<SitePath> {
        let decoded = percent_decoded(name);
        match decoded.strip_prefix('/') {
            Some(from_top) => SitePath::default().join(from_top),
            None => self.join(&decoded),
        }
    }

    /// The path inside the folder `base`, or `None` when it lies elsewhere.
    pub fn inside(&self, base: &str) -> Option<&str> {
        let rest = self.0.strip_prefix(base)?;
        if base.is_empty() {
            Some(rest)
        } else {
            rest.strip_prefix('/')
        }
    }

    /// How many folders the path lies deep in.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// The way from this file to the top of the site: `../../`, and nothing at the top.
    pub fn way_to_top(&self) -> String {
        "../".repeat(self.depth())
    }

    /// How to name this path from the file `from`: `../../data/gcse.html`. Names the file
    /// itself, so that it works from disk; the link from a file to itself is its own name.
    pub fn relative_to(&self, from: &SitePath) -> String {
        // Both up to the end of the last folder that they share.
        let bytes = self.0.bytes().zip(from.0.bytes());
        let same = bytes.take_while(|(left, right)| left == right).count();
        let shared = self.0.as_bytes()[..same].iter().rposition(|it| *it == b'/');
        let shared = shared.map_or(0, |at| at + 1);
        let up = from.0.as_bytes()[shared..].iter();
        let up = up.filter(|byte| **byte == b'/').count();
        let mut link = String::with_capacity(3 * up + self.0.len() - shared);
        for _ in 0..up {
            link.push_str("../");
        }
        link.push_str(&self.0[shared..]);
        link
    }
}

/// The parts of a path, and an empty one of a path that is empty.
fn parts(path: &str) -> impl Iterator<Item = &[u8]> {
    path.as_bytes().split(|byte| *byte == b'/')
}

/// Where a sign of ASCII last stands in a text.
fn last(sign: u8, text: &str) -> Option<usize> {
    text.bytes().rposition(|byte| byte == sign)
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", &self.0)
    }
}

/// The texts that diagnostics point into.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

/// One text file of the site.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path inside the site folder.
    pub path: SitePath,
    /// Its text, as read; of a sheet of a workbook a line for each row.
    pub text: Arc<str>,
    /// The sheet, where the text is one.
    pub sheet: Option<Sheet>,
    /// Where its lines begin, once somebody has asked.
    lines: OnceLock<Box<[u32]>>,
}

/// A sheet of a workbook, whose text is made for diagnostics to point into.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Where its cells stand in the text, in that order.
    pub cells: Vec<SheetCell>,
}

/// A cell of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetCell {
    /// Its first byte in the text.
    pub start: u32,
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u32,
}

impl SheetCell {
    /// Its name: `C7`.
    pub fn name(self) -> String {
        format!("{}{}", column_name(self.column), u64::from(self.row) + 1)
    }
}

/// The letters of a column that is counted from 0: `A`, `Z`, `AA`.
pub fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl SourceFile {
    /// Where the lines begin, the first at 0.
    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let ends = self.text.bytes().enumerate();
            let ends = ends.filter(|(_, byte)| *byte == b'\n');
            let after = ends.map(|(at, _)| at as u32 + 1);
            std::iter::once(0).chain(after).collect()
        })
    }

    /// The cell of a workbook that holds a byte of the text: `Table 1!C7`.
    pub fn cell(&self, at: u32) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        let after = sheet.cells.partition_point(|cell| cell.start <= at);
        Some(match sheet.cells[..after].last() {
            Some(cell) => format!("{}!{}", sheet.name, cell.name()),
            None => sheet.name.clone(),
        })
    }
}

impl SourceMap {
    /// Adds a file and gives its id.
    pub fn add(&mut self, path: SitePath, text: Arc<str>) -> SourceId {
        let sheet = None;
        self.push(path, text, sheet)
    }

    /// Adds a sheet of the workbook at `path`, with the text made of it.
    pub fn add_sheet(&mut self, path: SitePath, text: Arc<str>, sheet: Sheet) -> SourceId {
        let sheet = Some(sheet);
        self.push(path, text, sheet)
    }

    fn push(&mut self, path: SitePath, text: Arc<str>, sheet: Option<Sheet>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        let lines = OnceLock::new();
        self.files.push(SourceFile {
            path,
            text,
            sheet,
            lines,
        });
        id
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Forgets the files from the one of this number on. Nothing may point into them any more.
    pub(crate) fn cut_off(&mut self, from: usize) {
        self.files.truncate(from);
    }

    /// Puts another text in the place of a file's.
    pub fn replace(&mut self, id: SourceId, text: Arc<str>) {
        self.files[id.0 as usize].text = text;
    }

    /// The file of an id.
    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files, by id.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.files
            .iter()
            .enumerate()
            .map(|(at, file)| (SourceId(at as u32), file))
    }

    /// The text of a span. Places of words that are written with escapes are near to where these stand,
    /// and may lie inside a letter, which is then given whole.
    pub fn text(&self, span: Span) -> &str {
        let text = &self.file(span.source).text;
        let (start, end) = (span.start as usize, span.end as usize);
        text.get(start..end)
            .unwrap_or_else(|| &text[text.floor_char_boundary(start)..text.ceil_char_boundary(end)])
    }

    /// Where a span begins, as reports name it: `content/index.md:3:9`, or
    /// `content/data/jobs.xlsx:Table 1!C7`.
    pub fn location(&self, span: Span) -> String {
        let file = self.file(span.source);
        if let Some(cell) = file.cell(span.start) {
            return format!("{}:{cell}", file.path);
        }
        let (line, column) = self.line_column(span.source, span.start);
        format!("{}:{line}:{column}", file.path)
    }

    /// Line and column of a place, both from 1, the column counted in characters.
    pub fn line_column(&self, source: SourceId, at: u32) -> (usize, usize) {
        let text = &self.file(source).text;
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let lines = self.file(source).lines();
        let line = lines.partition_point(|start| *start as usize <= at);
        let start = lines[line - 1] as usize;
        let column = text[start..at].trim_start_matches('\u{feff}');
        (line, column.chars().count() + 1)
    }
}

/// `%20` and the like as the characters they stand for.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let decoded = String::from_utf8(unescaped(text));
    decoded.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The bytes of a text in which `%20` and the like stand for bytes.
pub(crate) fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let digits = digits.filter(|hex| hex.bytes().all(|it| it.is_ascii_hexdigit()));
        let code = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_inside_a_letter_gives_the_whole_letter() {
        let mut sources = SourceMap::default();
        let source = sources.add(SitePath::new("a"), "a\u{202e}b".into());
        assert_eq!(sources.text(Span::new(source, 2, 3)), "\u{202e}");
        assert_eq!(sources.text(Span::new(source, 0, 2)), "a\u{202e}");
    }

    #[test]
    fn a_relative_link_names_its_file() {
        let link = |to: &str, from: &str| SitePath::new(to).relative_to(&SitePath::new(from));
        assert_eq!(
            link("data/gcse.html", "sessions/skills/index.html"),
            "../../data/gcse.html"
        );
        assert_eq!(link("index.html", "index.html"), "index.html");
        assert_eq!(link("a/b.html", "a/c.html"), "b.html");
        assert_eq!(link("a/b/c.html", "a/x/c.html"), "../b/c.html");
        assert_eq!(link("a/bc/c.html", "a/bd/e/c.html"), "../../bc/c.html");
        assert_eq!(link("a.html", "a.html/b/c.html"), "../../a.html");
        assert_eq!(link("ŵ/c.html", "ŷ/c.html"), "../ŵ/c.html");
    }

    #[test]
    fn join_refuses_to_leave_the_site() {
        let folder = SitePath::new("content/sessions");
        assert_eq!(
            folder.join("../data/x.yaml"),
            Some(SitePath::new("content/data/x.yaml"))
        );
        assert_eq!(folder.join("../../../etc/passwd"), None);
    }

    #[test]
    fn names_may_have_escapes_and_begin_at_the_top() {
        let folder = SitePath::new("sessions/01-homes");
        let named = |name| folder.named(name).map(|path| path.to_string());
        assert_eq!(
            named("a%20b.pdf").as_deref(),
            Some("sessions/01-homes/a b.pdf")
        );
        assert_eq!(named("/files/a.pdf").as_deref(), Some("files/a.pdf"));
        assert_eq!(
            named("100%+5.pdf").as_deref(),
            Some("sessions/01-homes/100%+5.pdf")
        );
        assert_eq!(named("%2e%2e/../../a.pdf"), None);
    }

    #[test]
    fn a_place_in_a_sheet_is_told_by_its_cell() {
        let mut sources = SourceMap::default();
        let cell = |start, row, column| SheetCell { start, row, column };
        let sheet = Sheet {
            name: "Table 1".to_string(),
            cells: vec![cell(0, 0, 0), cell(5, 0, 2), cell(8, 6, 27)],
        };
        let id = sources.add_sheet(SitePath::new("a.xlsx"), "Area\tx\n\n12".into(), sheet);
        let told = |at| sources.file(id).cell(at);
        assert_eq!(told(3).as_deref(), Some("Table 1!A1"));
        assert_eq!(told(5).as_deref(), Some("Table 1!C1"));
        assert_eq!(told(9).as_deref(), Some("Table 1!AB7"));
        assert_eq!(column_name(16_383), "XFD");
    }

    #[test]
    fn line_and_column_count_characters_from_one() {
        let mut sources = SourceMap::default();
        let id = sources.add(SitePath::new("a.md"), "ŵ b\nc".into());
        assert_eq!(sources.line_column(id, 3), (1, 3));
        assert_eq!(sources.line_column(id, 5), (2, 1));
    }
}
