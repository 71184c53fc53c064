//! The cells of a file as they stand, before it is known which of them are a table.

use std::collections::BTreeMap;

use crate::parse::table::{Nature, RawCell};
use crate::parse::workbook::Shown;
use crate::source::{SourceMap, Span, column_name};

/// The cells of a sheet or of a text file.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    /// The rows that have cells, in order.
    pub(crate) rows: Vec<GridRow>,
    /// Cells merged into one, each by its corners.
    pub(crate) merged: Vec<Area>,
    /// Rows that the spreadsheet hides, from and to.
    pub(crate) hidden_rows: Vec<(u32, u32)>,
    /// Columns that it hides, from and to.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    /// Columns in which the spreadsheet shows a number otherwise than it is stored, with the first
    /// such row.
    pub(crate) shown: BTreeMap<u32, (u32, Shown)>,
}

/// A row.
#[derive(Debug)]
pub(crate) struct GridRow {
    /// Its number, from 0.
    pub(crate) number: u32,
    /// Its line in the source.
    pub(crate) line: Span,
    /// Its cells by column, in order; blank ones may be left out.
    pub(crate) cells: Vec<(u32, RawCell)>,
}

/// A rectangle of cells, counted from 0, its last row and column included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Area {
    pub(crate) first_row: u32,
    pub(crate) first_column: u32,
    pub(crate) last_row: u32,
    pub(crate) last_column: u32,
}

/// The most cells that merged ones are filled into.
const MOST_FILLED: usize = 2_000_000;

impl Grid {
    /// The row of a number.
    pub(crate) fn row(&self, number: u32) -> Option<&GridRow> {
        let at = self
            .rows
            .binary_search_by_key(&number, |row| row.number)
            .ok()?;
        Some(&self.rows[at])
    }

    /// The rows from one number to another, both included.
    pub(crate) fn between(&self, first: u32, last: u32) -> &[GridRow] {
        let start = self.rows.partition_point(|row| row.number < first);
        let end = self.rows.partition_point(|row| row.number <= last);
        &self.rows[start..end.max(start)]
    }

    /// The last row and column that hold anything.
    pub(crate) fn end(&self) -> Option<(u32, u32)> {
        let filled = |row: &&GridRow| row.filled().next().is_some();
        let row = self.rows.iter().rev().find(filled)?.number;
        let last = |row: &GridRow| row.filled().map(|(column, _)| column).max();
        let column = self.rows.iter().filter_map(last).max()?;
        Some((row, column))
    }

    /// The cells of an area that belong to a merged one, with the cell whose value they share.
    pub(crate) fn fills(&self, area: Area) -> BTreeMap<(u32, u32), (u32, u32)> {
        let mut fills = BTreeMap::new();
        for merged in &self.merged {
            let rows = merged.first_row.max(area.first_row)..=merged.last_row.min(area.last_row);
            for row in rows {
                let first = merged.first_column.max(area.first_column);
                for column in first..=merged.last_column.min(area.last_column) {
                    if fills.len() == MOST_FILLED {
                        return fills;
                    }
                    fills.insert((row, column), (merged.first_row, merged.first_column));
                }
            }
        }
        fills
    }
}

impl GridRow {
    /// The cell of a column.
    pub(crate) fn cell(&self, column: u32) -> Option<&RawCell> {
        let at = self
            .cells
            .binary_search_by_key(&column, |(column, _)| *column)
            .ok()?;
        Some(&self.cells[at].1)
    }

    /// The cells that hold anything.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (u32, &RawCell)> {
        let cells = self.cells.iter().map(|(column, cell)| (*column, cell));
        cells.filter(|(_, cell)| cell.nature != Nature::Blank)
    }

    /// The text of the only cell that holds anything, as it stands there.
    pub(crate) fn lone<'t>(&'t self, sources: &'t SourceMap) -> Option<&'t str> {
        let mut filled = self.filled();
        let (_, cell) = filled.next()?;
        filled
            .next()
            .is_none()
            .then(|| sources.text(cell.span).trim())
    }
}

impl std::fmt::Display for Area {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{}{}:{}{}",
            column_name(self.first_column),
            self.first_row + 1,
            column_name(self.last_column),
            self.last_row + 1
        )
    }
}
