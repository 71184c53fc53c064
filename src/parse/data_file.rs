//! How a description names its data file, and how that is to be read.

use encoding_rs::Encoding;

use crate::diag::{Diagnostic, code, suggest};
use crate::parse::fields::{self, Fields};
use crate::parse::range::{self, Range};
use crate::source::{Span, Spanned};

/// A data file, as a description names it.
#[derive(Debug)]
pub(crate) struct DataFile {
    /// Its name, as seen from the description.
    pub(crate) name: Spanned<String>,
    /// The sheet of a workbook, by name or number.
    pub(crate) sheet: Option<Spanned<String>>,
    /// The rectangle that holds the table, its header included.
    pub(crate) range: Option<Spanned<Range>>,
    /// How many rows the header has.
    pub(crate) header_rows: Option<Spanned<u32>>,
    /// The encoding of a text file.
    pub(crate) encoding: Option<Spanned<&'static Encoding>>,
    /// What stands between the cells of a text file.
    pub(crate) delimiter: Option<Spanned<u8>>,
}

const DELIMITERS: &[(&str, u8)] = &[
    ("comma", b','),
    ("semicolon", b';'),
    ("tab", b'\t'),
    ("pipe", b'|'),
];

const ENCODINGS: &[&str] = &["utf-8", "windows-1252", "utf-16le", "utf-16be", "macintosh"];

/// The most rows that a header can have.
const MOST_HEADER_ROWS: u32 = 10;

/// Reads the keys that concern the data file. They are read where there is none too, to say that
/// they belong to one.
pub(crate) fn read(map: &mut Fields<'_, '_>) -> Option<DataFile> {
    let name = map.string("file");
    let file = DataFile {
        sheet: map.string("sheet"),
        range: range(map),
        header_rows: header_rows(map),
        encoding: encoding(map),
        delimiter: delimiter(map),
        name: name
            .clone()
            .unwrap_or(Spanned::new(String::new(), map.span())),
    };
    if name.is_none() {
        for (key, span) in file.keys() {
            map.faults.push(
                Diagnostic::error(
                    &code::CONFLICTING_KEYS,
                    span,
                    format!("`{key}` says how a file is read, but the dataset names none"),
                )
                .help("add `file:` with the name of the file, or remove this key"),
            );
        }
        return None;
    }
    Some(file)
}

fn range(map: &mut Fields<'_, '_>) -> Option<Spanned<Range>> {
    let text = map.string("range")?;
    let range = range::parse(&text.value);
    if range.is_none() {
        map.faults.push(
            Diagnostic::error(
                &code::WRONG_TYPE,
                text.span,
                format!("`{}` is not a range of cells", text.value),
            )
            .help(
                "write the first and the last cell, the header included, as the spreadsheet \
                 counts them: `A4:H310`; `A4` alone leaves the end open",
            ),
        );
    }
    range.map(|range| Spanned::new(range, text.span))
}

fn header_rows(map: &mut Fields<'_, '_>) -> Option<Spanned<u32>> {
    let node = map.take("header_rows")?;
    let count = fields::count(node, map.faults)?;
    if (1..=MOST_HEADER_ROWS).contains(&count.value) {
        return Some(count);
    }
    map.faults.push(
        Diagnostic::error(
            &code::WRONG_TYPE,
            count.span,
            format!(
                "a header has 1 to {MOST_HEADER_ROWS} rows, not {}",
                count.value
            ),
        )
        .help("`header_rows` says how many there are; `range` says where they begin"),
    );
    None
}

fn encoding(map: &mut Fields<'_, '_>) -> Option<Spanned<&'static Encoding>> {
    let text = map.string("encoding")?;
    let found = Encoding::for_label(text.value.as_bytes())
        // Decoders that only replace or refuse.
        .filter(|encoding| *encoding != encoding_rs::REPLACEMENT);
    if found.is_none() {
        map.faults.push(
            Diagnostic::error(
                &code::UNKNOWN_WORD,
                text.span,
                format!("`{}` is no encoding that is known", text.value),
            )
            .maybe_help(suggest(&text.value, ENCODINGS.iter().copied())),
        );
    }
    found.map(|encoding| Spanned::new(encoding, text.span))
}

fn delimiter(map: &mut Fields<'_, '_>) -> Option<Spanned<u8>> {
    let node = map.take("delimiter")?;
    // A tab by itself would be trimmed away.
    let text = fields::scalar(node).unwrap_or_default();
    let found = DELIMITERS
        .iter()
        .find(|(word, byte)| *word == text.trim() || text.as_bytes() == [*byte]);
    if found.is_none() {
        map.faults.push(
            Diagnostic::error(
                &code::UNKNOWN_WORD,
                node.span,
                format!("`delimiter` cannot be `{text}`"),
            )
            .maybe_help(suggest(text, DELIMITERS.iter().map(|(word, _)| *word))),
        );
    }
    found.map(|(_, byte)| Spanned::new(*byte, node.span))
}

impl DataFile {
    /// The keys that are there, with their places.
    fn keys(&self) -> Vec<(&'static str, Span)> {
        let mut keys = self.of_text();
        keys.extend(self.sheet.as_ref().map(|it| ("sheet", it.span)));
        keys.extend(self.range.as_ref().map(|it| ("range", it.span)));
        keys.extend(self.header_rows.as_ref().map(|it| ("header_rows", it.span)));
        keys
    }

    /// The keys that are there and concern text files only.
    pub(crate) fn of_text(&self) -> Vec<(&'static str, Span)> {
        let encoding = self.encoding.as_ref().map(|it| ("encoding", it.span));
        let delimiter = self.delimiter.as_ref().map(|it| ("delimiter", it.span));
        encoding.into_iter().chain(delimiter).collect()
    }
}
