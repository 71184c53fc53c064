//! Workbooks (XLSX, ODS): their sheets into text with the place of every cell.
//!
//! Everything is bounded before it is held: how far the file may unpack, and how many cells a
//! sheet may have. What a workbook claims about itself is not believed.

mod formats;
mod guard;
mod ods;
mod parts;
mod raised;
mod sheet;
mod xlsx;

use std::sync::Arc;

use crate::diag::{Diagnostic, code};
use crate::source::Span;

pub(crate) use self::formats::Shown;
pub(crate) use self::sheet::SheetText;

/// The most cells with content that are read of one workbook.
const MOST_CELLS: usize = 4_000_000;

/// A workbook that has been opened.
#[derive(Debug)]
pub(crate) struct Workbook {
    bytes: Arc<[u8]>,
    kind: Kind,
    /// Its sheets, in order; sheets that hold a chart only are left out.
    pub(crate) sheets: Vec<SheetInfo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Ods,
}

/// A sheet before it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SheetInfo {
    pub(crate) name: String,
    /// Whether the spreadsheet hides it.
    pub(crate) hidden: bool,
}

/// Why a workbook cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It opens with a password.
    Locked,
    /// It is in the format of before 2007.
    Old,
    /// It is no workbook, or broken; in the words of the reader.
    Broken(String),
    /// It would unpack to more than is allowed.
    Bomb,
    /// It has more cells than are read.
    TooManyCells,
}

impl Workbook {
    /// Opens a workbook; whether it is XLSX or ODS is told by its content.
    pub(crate) fn open(bytes: Arc<[u8]>) -> Result<Workbook, Refused> {
        let kind = guard::check(&bytes)?;
        let sheets = match kind {
            Kind::Xlsx => xlsx::sheets(&bytes)?,
            Kind::Ods => ods::sheets(&bytes)?,
        };
        Ok(Workbook {
            bytes,
            kind,
            sheets,
        })
    }

    /// Reads a sheet by its place among the sheets.
    pub(crate) fn read(&self, at: usize) -> Result<SheetText, Refused> {
        let name = &self.sheets[at].name;
        let cells = match self.kind {
            Kind::Xlsx => xlsx::cells(&self.bytes, name)?,
            Kind::Ods => ods::cells(&self.bytes, name)?,
        };
        Ok(cells.into_text(name.clone()))
    }
}

impl Refused {
    /// The refusal as a diagnostic where the file is named.
    pub(crate) fn at(&self, span: Span, name: &str) -> Diagnostic {
        let broken = |message: String, help: &str| {
            Diagnostic::error(&code::UNREADABLE_WORKBOOK, span, message).help(help)
        };
        let large = |message: String| {
            Diagnostic::error(&code::TOO_LARGE, span, message)
                .help("save the sheet that is needed as CSV, and name that file")
        };
        match self {
            Refused::Locked => broken(
                format!("`{name}` is locked with a password"),
                "open it in the spreadsheet program, remove the password, and save it again",
            ),
            Refused::Old => broken(
                format!("`{name}` is in the format of Excel before 2007"),
                "open it in the spreadsheet program and save it as `.xlsx` or `.ods`",
            ),
            Refused::Broken(why) => broken(
                format!("`{name}` is no workbook that can be read: {why}"),
                "fetch it again from its publisher, or open and save it in a spreadsheet program",
            ),
            Refused::Bomb => large(format!(
                "`{name}` would unpack to more than {} MB",
                guard::MOST_UNPACKED >> 20
            )),
            Refused::TooManyCells => large(format!(
                "`{name}` has more than {} million cells",
                MOST_CELLS / 1_000_000
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const XLSX: &[u8] = include_bytes!("../../../tests/workbooks/titles-and-notes.xlsx");
    const ODS: &[u8] = include_bytes!("../../../tests/workbooks/plain.ods");
    const MANY: &[u8] = include_bytes!("../../../tests/workbooks/ten-million-cells.ods");

    fn open(bytes: &[u8]) -> Result<Workbook, Refused> {
        Workbook::open(bytes.into())
    }

    #[test]
    fn a_place_in_the_text_leads_to_its_cell() {
        for bytes in [XLSX, ODS] {
            let sheet = open(bytes).unwrap().read(0).unwrap();
            for cell in &sheet.sheet.cells {
                let before = &sheet.text[..cell.start as usize];
                assert_eq!(before.matches('\n').count(), cell.row as usize);
            }
            assert!(sheet.text.contains("\t35.037\t"), "{}", sheet.text);
        }
    }

    #[test]
    fn repeats_are_counted_before_they_are_followed() {
        let book = open(MANY).unwrap();
        assert_eq!(book.read(0).unwrap_err(), Refused::TooManyCells);
    }

    proptest! {
        #[test]
        fn a_damaged_workbook_is_read_or_refused(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
            cut in any::<prop::sample::Index>(),
            is_cut in any::<bool>(),
            ods in any::<bool>(),
        ) {
            let mut bytes = if ods { ODS } else { XLSX }.to_vec();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if is_cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            if let Ok(book) = open(&bytes) {
                for at in 0..book.sheets.len() {
                    let _ = book.read(at);
                }
            }
        }
    }
}
