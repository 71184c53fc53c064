//! Published text as steps read it: as a number, as a marker, as a word.

use crate::model::Marker;
use crate::parse::cell::Markers;
use crate::parse::table::RawCell;
use crate::source::SourceMap;

pub(super) use crate::parse::cell::Quantity;

/// How the text of cells is found and understood.
#[derive(Clone, Copy)]
pub(super) struct Reader<'r> {
    /// The texts that cells stand in.
    pub(super) sources: &'r SourceMap,
    /// The markers of the dataset.
    pub(super) markers: &'r Markers,
}

impl<'r> Reader<'r> {
    /// The text of a cell as published, marks beside it aside.
    pub(super) fn text<'c>(self, cell: &'c RawCell) -> &'c str
    where
        'r: 'c,
    {
        self.markers.words(cell.text(self.sources))
    }

    /// The marks beside the value of a cell.
    pub(super) fn marks(self, cell: &RawCell) -> Vec<Marker> {
        self.markers.beside(cell.text(self.sources))
    }

    /// A text as a number.
    pub(super) fn number(self, text: &str) -> Quantity {
        self.markers.quantity(text)
    }

    /// Whether a text, as a word, stands for a value that is missing.
    pub(super) fn is_blank_or_marked(self, text: &str) -> bool {
        self.markers.is_missing_text(text)
    }
}
