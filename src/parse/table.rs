//! A table as published: text in rows and columns, each piece with its place, before anything is
//! known of types.
//!
//! Every way in ends here (rows in a description, CSV, workbooks), and `typing` is the one way
//! out. What changes the shape of a table stands between the two and gives another [`RawTable`].

use crate::parse::notes::{self, Note};
use crate::source::{SourceMap, Span};

/// A table of published text.
#[derive(Debug, Default)]
pub(crate) struct RawTable {
    /// The columns, in order.
    pub(crate) columns: Vec<Column>,
    /// The rows, each with one cell for each column.
    pub(crate) rows: Vec<Vec<RawCell>>,
    /// What the table was read from.
    pub(crate) origin: Origin,
    /// The notes that stand around it.
    pub(crate) notes: Vec<Note>,
}

/// What a table was read from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Origin {
    /// The rows of a description, which may leave fields out.
    #[default]
    Rows,
    /// A data file.
    File {
        /// Where the description names the file.
        named: Span,
        /// Where its header stands.
        header: Span,
    },
    /// Steps of a description, which made it of another table.
    Shaped {
        /// Where the last of them stands.
        step: Span,
    },
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Its heading, notes aside.
    pub(crate) name: String,
    /// The marks of the notes that the heading refers to: `[note 1]`.
    pub(crate) notes: Vec<String>,
    /// Whether the spreadsheet hides it.
    pub(crate) hidden: bool,
    /// Where the heading stands.
    pub(crate) span: Span,
}

/// A cell. Its text is read from the source where it stands there as it is, so that a table of a
/// million rows holds no second copy of its file.
#[derive(Debug, Clone)]
pub(crate) struct RawCell {
    /// Its place.
    pub(crate) span: Span,
    /// What the file says it is.
    pub(crate) nature: Nature,
    own: Option<Box<Own>>,
}

/// What a file says of a cell beyond its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Nothing: it is text, and may be a number or a date in writing.
    Text,
    /// There is no cell, or nothing in it.
    Blank,
    /// A number of a workbook that counts days from 1900.
    Number1900,
    /// A number of a workbook that counts days from 1904.
    Number1904,
    /// A date of a workbook, its text year-month-day.
    Date,
    /// What stands for a value that a workbook could not calculate.
    Error,
    /// A formula that the workbook holds no value of.
    Uncomputed,
}

/// What a cell has beside its place in the source.
#[derive(Debug, Clone)]
struct Own {
    /// Its text, where that is not the source's.
    text: Box<str>,
    /// The marks of the notes it refers to: `[note 1]`.
    notes: Vec<String>,
}

impl Column {
    /// A column by its heading as published.
    pub(crate) fn published(heading: &str, span: Span) -> Self {
        let parted = notes::part(heading);
        let (name, notes) = parted.unwrap_or_else(|| (heading.trim().to_string(), Vec::new()));
        let hidden = false;
        Column {
            name,
            notes,
            hidden,
            span,
        }
    }
}

impl RawCell {
    /// A cell of a data file, whose text stands at its place: the notes that it refers to are
    /// parted from its text.
    pub(crate) fn published(span: Span, text: &str) -> Self {
        match notes::part(text) {
            None => RawCell::at(span),
            Some((text, notes)) => RawCell {
                own: Some(Box::new(Own {
                    text: text.into(),
                    notes,
                })),
                ..RawCell::at(span)
            },
        }
    }

    /// The same cell, of which a file says more than its text.
    pub(crate) fn with(self, nature: Nature) -> Self {
        RawCell { nature, ..self }
    }

    /// A cell whose text is that of its place.
    pub(crate) fn at(span: Span) -> Self {
        RawCell {
            span,
            nature: Nature::Text,
            own: None,
        }
    }

    /// A cell whose text is not that of its place: escapes resolved, or made from other cells.
    pub(crate) fn made(span: Span, text: impl Into<Box<str>>) -> Self {
        RawCell {
            own: Some(Box::new(Own {
                text: text.into(),
                notes: Vec::new(),
            })),
            ..RawCell::at(span)
        }
    }

    /// An empty cell.
    pub(crate) fn blank(span: Span) -> Self {
        RawCell {
            nature: Nature::Blank,
            ..RawCell::at(span)
        }
    }

    /// The text as published, surrounding spaces aside; empty for an empty cell.
    pub(crate) fn text<'t>(&'t self, sources: &'t SourceMap) -> &'t str {
        if self.nature == Nature::Blank {
            return "";
        }
        let own = self.own.as_deref().map(|own| &*own.text);
        own.unwrap_or_else(|| sources.text(self.span)).trim()
    }

    /// The marks of the notes that the cell refers to: `[note 1]`, `²`.
    pub(crate) fn notes(&self) -> &[String] {
        self.own.as_deref().map_or(&[], |own| &own.notes)
    }
}

/// A heading without case, spaces and note marks, as headings are compared.
pub(crate) fn folded(title: &str) -> String {
    let parted = notes::part(title);
    let title = parted.as_ref().map_or(title, |(title, _)| title.as_str());
    title
        .to_lowercase()
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\u{feff}')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_small() {
        assert_eq!(size_of::<RawCell>(), 24);
    }

    #[test]
    fn headings_are_compared_without_case_spaces_and_notes() {
        assert_eq!(folded("Area  Name [note 1]"), folded("area name"));
        assert_ne!(folded("Area name"), folded("Area code"));
    }
}
