//! The cells of a sheet, and the text that is made of them: a line for each row, so that a
//! diagnostic can show it.

use std::collections::BTreeMap;

use crate::parse::control::is_control;
use crate::parse::grid::{Area, Grid, GridRow};
use crate::parse::table::{Nature, RawCell};
use crate::source::{Sheet, SheetCell, SourceId, Span};

use super::formats::Shown;
use super::{MOST_CELLS, Refused};

/// Gaps in a row up to this many cells are kept, so that a blank cell has its own place.
const WIDEST_GAP: u32 = 64;

/// The cells of a sheet as they come.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// Their texts, one after another.
    text: String,
    cells: Vec<Entry>,
    pub(super) merged: Vec<Area>,
    pub(super) hidden_rows: Vec<(u32, u32)>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    /// The first cell of each column whose number is shown otherwise than it is stored.
    shown: BTreeMap<u32, (u32, Shown)>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    row: u32,
    column: u32,
    start: usize,
    end: usize,
    nature: Nature,
}

/// A sheet as text.
#[derive(Debug)]
pub(crate) struct SheetText {
    /// A line for each row, cells parted by tabs.
    pub(crate) text: String,
    /// Its name and the places of its cells.
    pub(crate) sheet: Sheet,
    /// What each cell is, beside its place.
    kinds: Vec<(u32, Nature)>,
    merged: Vec<Area>,
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    shown: BTreeMap<u32, (u32, Shown)>,
}

impl Cells {
    /// Remembers how the number of a cell is shown; what scales it is more than a sign.
    pub(super) fn shows(&mut self, (row, column): (u32, u32), shown: Shown) {
        let scales = |shown: &Shown| matches!(shown, Shown::Thousands(_));
        match self.shown.get(&column) {
            Some((_, known)) if scales(known) || !scales(&shown) => {}
            _ => {
                self.shown.insert(column, (row, shown));
            }
        }
    }

    /// Adds a cell. Blank text is no cell.
    pub(super) fn add(
        &mut self,
        row: u32,
        column: u32,
        text: &str,
        nature: Nature,
    ) -> Result<(), Refused> {
        let text = trimmed(text);
        if text.is_empty() {
            return Ok(());
        }
        if self.cells.len() == MOST_CELLS {
            return Err(Refused::TooManyCells);
        }
        let start = self.text.len();
        // A line end inside a cell would be a row of its own, and a tab a cell. Other control characters
        // stay, and are reported once the sheet is a source.
        let plain = |letter: char| match letter {
            '\t' | '\n' | '\r' => ' ',
            letter => letter,
        };
        self.text.extend(text.chars().map(plain));
        // Places are counted in 32 bits.
        if self.text.len() > (u32::MAX / 2) as usize {
            return Err(Refused::TooManyCells);
        }
        let end = self.text.len();
        self.cells.push(Entry {
            row,
            column,
            start,
            end,
            nature,
        });
        Ok(())
    }

    /// Puts the cells in order and makes a text of them.
    pub(super) fn into_text(mut self, name: String) -> SheetText {
        let place = |entry: &Entry| (entry.row, entry.column);
        if !self.cells.is_sorted_by_key(place) {
            self.cells.sort_by_key(place);
        }
        // A second cell at one place can only be a mistake of the file; the first one stands.
        self.cells.dedup_by_key(|entry| place(entry));
        let mut text = String::with_capacity(self.text.len() + self.cells.len());
        let mut places = Vec::with_capacity(self.cells.len());
        let mut kinds = Vec::with_capacity(self.cells.len());
        let (mut row, mut column) = (0, 0);
        let mut blanks = MOST_CELLS;
        for entry in &self.cells {
            while row < entry.row {
                text.push('\n');
                row += 1;
                column = 0;
            }
            let gap = entry.column - column;
            match blanks
                .checked_sub(gap as usize)
                .filter(|_| gap <= WIDEST_GAP)
            {
                Some(left) => blanks = left,
                None => column = entry.column,
            }
            for blank in column..entry.column {
                let start = text.len() as u32;
                places.push(SheetCell {
                    start,
                    row,
                    column: blank,
                });
                kinds.push((start, Nature::Blank));
                text.push('\t');
            }
            let start = text.len() as u32;
            places.push(SheetCell {
                start,
                row,
                column: entry.column,
            });
            text.push_str(&self.text[entry.start..entry.end]);
            kinds.push((text.len() as u32, entry.nature));
            text.push('\t');
            column = entry.column + 1;
        }
        SheetText {
            text,
            sheet: Sheet {
                name,
                cells: places,
            },
            kinds,
            merged: self.merged,
            hidden_rows: self.hidden_rows,
            hidden_columns: self.hidden_columns,
            shown: self.shown,
        }
    }
}

/// A text without the space around it. Control characters may count as space, and are none.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() && !is_control(letter))
}

impl SheetText {
    /// The cells as they stand, once the text is the source `source`.
    pub(crate) fn grid(&self, source: SourceId) -> Grid {
        let mut rows: Vec<GridRow> = Vec::new();
        let span = |start: u32, end: u32| Span { source, start, end };
        for (cell, (end, nature)) in self.sheet.cells.iter().zip(&self.kinds) {
            if rows.last().is_none_or(|row| row.number != cell.row) {
                rows.push(GridRow {
                    number: cell.row,
                    line: span(cell.start, cell.start),
                    cells: Vec::new(),
                });
            }
            let place = span(cell.start, *end);
            let text = &self.text[cell.start as usize..*end as usize];
            let raw = match nature {
                Nature::Blank => RawCell::blank(place),
                Nature::Text => RawCell::published(place, text),
                nature => RawCell::at(place).with(*nature),
            };
            if let Some(row) = rows.last_mut() {
                row.line.end = *end;
                row.cells.push((cell.column, raw));
            }
        }
        Grid {
            rows,
            merged: self.merged.clone(),
            hidden_rows: self.hidden_rows.clone(),
            hidden_columns: self.hidden_columns.clone(),
            shown: self.shown.clone(),
        }
    }
}
