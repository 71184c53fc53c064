//! Figures: from resolved rows to SVG, a description and a table.
//!
//! In: a [`Figure`] and its [`Dataset`]. Out: a [`Drawing`]. Nothing here reads a file, knows a
//! route, or writes HTML.

use crate::model::{Channels, Dataset, Figure};
use crate::outcome::Outcome;

/// A kind of chart: one row of [`MARKS`], one file.
pub struct Mark {
    /// The word authors write.
    pub name: &'static str,
    /// What it is for.
    pub summary: &'static str,
}

impl std::fmt::Debug for Mark {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The kinds of chart.
pub static MARKS: &[Mark] = &[];

/// The kind of chart of a name.
pub fn mark(name: &str) -> Option<&'static Mark> {
    MARKS.iter().find(|mark| mark.name == name)
}

/// Why channels do not suit a mark; `resolve` turns it into a diagnostic.
pub struct Misfit {
    /// x
    pub code: &'static crate::diag::Code,
    /// x
    pub span: Option<crate::source::Span>,
    /// x
    pub message: String,
    /// x
    pub help: Option<String>,
}

/// A drawn figure.
#[derive(Debug, Default)]
pub struct Drawing {
    /// The chart for pages wider than about 560 px; empty for a mark that is a table.
    pub wide: String,
    /// The chart for narrow pages.
    pub narrow: String,
    /// The chart as a file by itself, with its own style.
    pub file: String,
    /// A generated description.
    pub description: String,
}

/// Whether the channels suit the mark.
pub fn misfits(
    _mark: &Mark,
    _channels: &Channels,
    _dataset: &Dataset,
    _rows: &[usize],
) -> Vec<Misfit> {
    Vec::new()
}

/// Draws a figure.
pub fn draw(_figure: &Figure, _dataset: &Dataset) -> Outcome<Drawing> {
    Outcome::clean(Drawing::default())
}
