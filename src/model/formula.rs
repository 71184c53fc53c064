//! What bound words are held against: a cell, or a function of cells, every name resolved.

use crate::model::{DatasetId, FieldId};
use crate::source::Span;

/// A value that words are bound to, as far as names go; `claim` works it out.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Its place in the target of the link.
    pub span: Span,
    /// What it is.
    pub term: Term,
}

/// What a formula is.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// The value of one cell.
    Cell(CellId),
    /// Cells of one field, as functions over many values take them.
    Column(Column),
    /// A function of further formulas; their number and kind suit it.
    Call(Function, Vec<Formula>),
}

/// A cell of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellId {
    /// The dataset.
    pub dataset: DatasetId,
    /// The row, by its place in the dataset.
    pub row: usize,
    /// The field.
    pub field: FieldId,
}

/// Cells of one field: `jobs/*/density`, or `jobs/*,2019/density`.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The dataset.
    pub dataset: DatasetId,
    /// The field.
    pub field: FieldId,
    /// The rows by their places in the dataset, where they are not all of them.
    pub rows: Option<Vec<usize>>,
}

/// A function in the target of a bound number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `diff(a,b)`: a − b.
    Diff,
    /// `ratio(a,b)`: a ÷ b.
    Ratio,
    /// `share(part,whole)`, in per cent.
    Share,
    /// `change(old,new)`, in per cent of the old value.
    Change,
    /// `sum(dataset/*/field)`.
    Sum,
    /// `mean(dataset/*/field)`.
    Mean,
    /// `min(dataset/*/field)`.
    Min,
    /// `max(dataset/*/field)`.
    Max,
    /// `count(dataset/*/field)`: how many cells hold a value.
    Count,
    /// `rank(dataset/row/field)`: 1 is the highest of the field; equal values share a rank.
    Rank,
}

impl Function {
    /// Its name in the target of a link.
    pub fn name(self) -> &'static str {
        match self {
            Function::Diff => "diff",
            Function::Ratio => "ratio",
            Function::Share => "share",
            Function::Change => "change",
            Function::Sum => "sum",
            Function::Mean => "mean",
            Function::Min => "min",
            Function::Max => "max",
            Function::Count => "count",
            Function::Rank => "rank",
        }
    }
}

impl Formula {
    /// Where the words lead a reader: the dataset of the first address, and its row where the
    /// address names one.
    pub fn leads_to(&self) -> (DatasetId, Option<usize>) {
        match &self.term {
            Term::Cell(cell) => (cell.dataset, Some(cell.row)),
            Term::Column(column) => (column.dataset, None),
            Term::Call(_, arguments) => arguments[0].leads_to(),
        }
    }

    /// Gives the cells and columns of every address to `see`, in their order.
    pub fn each_term<'a>(&'a self, see: &mut dyn FnMut(&'a Term)) {
        match &self.term {
            Term::Call(_, arguments) => {
                arguments
                    .iter()
                    .for_each(|argument| argument.each_term(see));
            }
            term => see(term),
        }
    }

    /// The datasets of its addresses, in their order.
    pub fn datasets(&self) -> Vec<DatasetId> {
        let mut datasets = Vec::new();
        self.each_term(&mut |term| match term {
            Term::Cell(cell) => datasets.push(cell.dataset),
            Term::Column(column) => datasets.push(column.dataset),
            Term::Call(..) => {}
        });
        datasets
    }
}

impl Column {
    /// Its cells, of a dataset with so many rows.
    pub fn cells(&self, rows: usize) -> impl Iterator<Item = CellId> + '_ {
        let count = self.rows.as_ref().map_or(rows, Vec::len);
        (0..count).map(|at| CellId {
            dataset: self.dataset,
            row: self.rows.as_ref().map_or(at, |rows| rows[at]),
            field: self.field,
        })
    }
}
