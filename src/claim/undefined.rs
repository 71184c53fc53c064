//! Why a formula comes to nothing, and what to do about it.

use crate::model::{CellId, Dataset, Function, Value};
use crate::source::Span;

/// Why a formula comes to nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Undefined {
    /// The part of the target at fault.
    pub span: Span,
    /// Why.
    pub reason: UndefinedReason,
}

/// Why a formula comes to nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum UndefinedReason {
    /// The cell holds a marker in place of a value.
    Missing(CellId),
    /// The field holds no numbers.
    NoNumbers(CellId),
    /// No cell of the column holds a value.
    NothingThere(Function),
    /// Two values of different units, as words say them.
    Mixed(Function, String, String),
    /// A division by zero.
    Zero(Function),
    /// A change from a value below zero, of which no percentage can be taken.
    FromNegative,
    /// The cell is not among those it is to be ranked with.
    NotAmong,
    /// The result has more digits than can be kept.
    TooLarge(Function),
}

impl Undefined {
    /// What is wrong, as a diagnostic says it: one lower-case line without a full stop.
    pub fn message(&self, data: &[Dataset]) -> String {
        use UndefinedReason::{
            FromNegative, Missing, Mixed, NoNumbers, NotAmong, NothingThere, TooLarge, Zero,
        };
        match &self.reason {
            Missing(cell) => {
                let value = &data[cell.dataset.0].cell(cell.row, cell.field).value;
                let meaning = match value {
                    Value::Missing(marker) => marker.meaning.as_str(),
                    _ => "not available",
                };
                format!("the cell holds no value: {meaning}")
            }
            NoNumbers(cell) => {
                let field = data[cell.dataset.0].field(cell.field);
                format!("the field `{}` holds no numbers", field.name)
            }
            NothingThere(function) => {
                format!("`{}` finds no value in any of its cells", function.name())
            }
            Mixed(function, left, right) => format!(
                "`{}` cannot put `{left}` and `{right}` together",
                function.name()
            ),
            Zero(function) => format!("`{}` divides by zero", function.name()),
            FromNegative => "a change from a value below zero is no percentage".to_string(),
            NotAmong => "the row to be ranked is not among these".to_string(),
            TooLarge(function) => format!(
                "`{}` comes to a number with more digits than can be kept",
                function.name()
            ),
        }
    }

    /// What to do.
    pub fn help(&self) -> &'static str {
        use UndefinedReason::{
            FromNegative, Missing, Mixed, NoNumbers, NotAmong, NothingThere, TooLarge, Zero,
        };
        match &self.reason {
            Missing(_) | NothingThere(_) => {
                "take the link out, or bind the words to a cell with a value"
            }
            NoNumbers(_) => "bind the words to a field of numbers",
            Mixed(..) => "take values of one unit, and give each field its `unit`",
            Zero(_) => "bind the words to a value, or to a difference",
            FromNegative => "bind the words to a difference: `diff(new,old)`",
            NotAmong => "let the pattern of rows take in the row to be ranked",
            TooLarge(_) => "bind the words to a value that the data holds",
        }
    }
}
