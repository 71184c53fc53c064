//! Expressions: what `filter`, `derive` and `group` calculate with, such as
//! `100 * part / whole` or `rate > 5 and region != "Wales"`.
//!
//! [`parse`](parse::parse) makes a tree from the text, each part with its place; [`evaluate`] reads
//! it for a row, in exact decimals.

mod functions;
mod lex;
mod parse;
#[cfg(test)]
mod tests;
mod value;

use rust_decimal::Decimal;

use crate::source::{Span, Spanned};

pub(super) use parse::parse;
pub(super) use value::{Fault, Given, Value, as_number, evaluate};

/// A part of an expression.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) span: Span,
}

/// What a part of an expression is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// A number written out.
    Number(Decimal),
    /// Text in quotation marks.
    Text(String),
    /// The word `missing`.
    Missing,
    /// A column, by its place among [`Expression::columns`].
    Column(usize),
    /// The result of an aggregate, by its place among [`Expression::aggregates`].
    Aggregate(usize),
    /// `-x`.
    Minus(Box<Part>),
    /// `not x`.
    Not(Box<Part>),
    /// Two parts and what stands between them.
    Pair(Operator, Box<Part>, Box<Part>),
    /// A function by its name, and what it is given.
    Call(&'static functions::Function, Vec<Part>),
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    And,
    Or,
}

/// An expression as written.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    /// The whole of it.
    pub(super) root: Part,
    /// Its text, for notes.
    pub(super) text: String,
    /// The columns it names outside aggregates, each once.
    pub(super) columns: Vec<Spanned<String>>,
    /// The aggregates it is made of, where they are allowed.
    pub(super) aggregates: Vec<Aggregated>,
}

/// An aggregate in an expression: `mean(rate)`.
#[derive(Debug, Clone)]
pub(super) struct Aggregated {
    /// Its name, among those that the step knows.
    pub(super) name: Spanned<String>,
    /// What it is given for each row.
    pub(super) arguments: Vec<Expression>,
    /// Where it stands.
    pub(super) span: Span,
}
