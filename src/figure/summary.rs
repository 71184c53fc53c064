//! What a chart counts or sums up, as a table: where a chart shows thousands of rows by what they
//! come to, its table does so too.

/// A table of a chart, in place of that of its rows.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The columns; the first heads each row.
    pub columns: Vec<Column>,
    /// The cells of each row as they are shown.
    pub rows: Vec<Vec<String>>,
}

/// A column of a [`Summary`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub title: String,
    /// Whether its cells are numbers.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    pub(crate) fn words(title: &str) -> Column {
        Column {
            title: title.to_string(),
            numeric: false,
        }
    }

    /// A column of numbers.
    pub(crate) fn numbers(title: &str) -> Column {
        Column {
            title: title.to_string(),
            numeric: true,
        }
    }
}
