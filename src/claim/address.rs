//! The target of a bound number: `gcse/left-behind/attainment`, or a function of such addresses.

use std::ops::Range;

use crate::diag::nearest;
use crate::model::Function;

pub use crate::claim::malformed::{Malformed, MalformedReason};

/// What a target asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// The value of one cell.
    Cell(Address),
    /// The cells of one field, as an argument: `*` stands in the row.
    Column(Address),
    /// A function, with arguments of the number and kind it takes.
    Call(Call),
}

/// A cell, or with `*` as a part of the row, cells of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The slug of the dataset's file stem.
    pub dataset: Name,
    /// The slugs of the primary key's values, joined by `,`.
    pub row: Name,
    /// The name of the field.
    pub field: Name,
}

/// A function and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The function.
    pub function: Function,
    /// Its arguments, at least one.
    pub arguments: Vec<Expression>,
    /// Its bytes in the target, counted from behind the `=`.
    pub range: Range<usize>,
}

/// A part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its characters.
    pub text: String,
    /// Its bytes in the target, counted from behind the `=`.
    pub range: Range<usize>,
}

impl Expression {
    /// Its bytes in the target, counted from behind the `=`.
    pub fn range(&self) -> Range<usize> {
        match self {
            Expression::Cell(address) | Expression::Column(address) => {
                address.dataset.range.start..address.field.range.end
            }
            Expression::Call(call) => call.range.clone(),
        }
    }
}

/// What a function takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// Two values.
    Two,
    /// Columns and values, at least one.
    Many,
    /// Columns.
    Columns,
    /// A cell, and columns to rank it among.
    Place,
}

/// The functions: what each takes, and how it is written.
#[rustfmt::skip]
pub(super) const FUNCTIONS: &[(Function, Takes, &str)] = &[
    (Function::Diff, Takes::Two, "`diff(a,b)`, which is a − b"),
    (Function::Ratio, Takes::Two, "`ratio(a,b)`, which is a ÷ b"),
    (Function::Share, Takes::Two, "`share(part,whole)`, in per cent"),
    (Function::Change, Takes::Two, "`change(old,new)`, in per cent"),
    (Function::Sum, Takes::Many, "`sum(dataset/*/field)`"),
    (Function::Mean, Takes::Many, "`mean(dataset/*/field)`"),
    (Function::Min, Takes::Many, "`min(dataset/*/field)`"),
    (Function::Max, Takes::Many, "`max(dataset/*/field)`"),
    (Function::Count, Takes::Columns, "`count(dataset/*/field)`"),
    (Function::Rank, Takes::Place, "`rank(dataset/row/field)`"),
];

/// How deep functions may stand in functions: a difference of means of ratios is three.
const DEPTH: usize = 8;

/// Reads the target of a link, without its `=`.
///
/// # Errors
/// When it is neither `dataset/row/field` nor a function with the arguments it takes.
pub fn parse(text: &str) -> Result<Expression, Malformed> {
    if text.trim().is_empty() {
        return Err(fault(0..text.len(), MalformedReason::Empty));
    }
    let mut parser = Parser { text, at: 0 };
    let expression = parser.expression(0)?;
    parser.skip_spaces();
    if parser.at < text.len() {
        return Err(fault(parser.at..text.len(), MalformedReason::Behind));
    }
    match expression {
        Expression::Column(address) => Err(fault(address.row.range, MalformedReason::WholeColumn)),
        expression => Ok(expression),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn expression(&mut self, depth: usize) -> Result<Expression, Malformed> {
        self.skip_spaces();
        let sign = self.rest().find(['(', ')', '/', ',']);
        match sign.filter(|at| self.rest()[*at..].starts_with('(')) {
            Some(bracket) => self.call(bracket, depth).map(Expression::Call),
            None => self.address(depth),
        }
    }

    /// Reads an address; inside a function it ends at the comma or bracket behind its field.
    fn address(&mut self, depth: usize) -> Result<Expression, Malformed> {
        let mut slashes = 0;
        let ends = |letter: char| {
            slashes += usize::from(letter == '/');
            depth > 0 && (letter == ')' || letter == ',' && slashes != 1)
        };
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        let (start, end) = (self.at, self.at + length);
        self.at = end;
        let address = address(self.text[start..end].trim_end(), start)?;
        let column = address.row.text.split(',').any(|part| part == "*");
        Ok(if column {
            Expression::Column(address)
        } else {
            Expression::Cell(address)
        })
    }

    fn call(&mut self, bracket: usize, depth: usize) -> Result<Call, Malformed> {
        let start = self.at;
        let name = self.rest()[..bracket].trim_end().to_string();
        let named = start..start + name.len();
        let Some(row) = FUNCTIONS.iter().find(|row| row.0.name() == name) else {
            let near = nearest(&name, FUNCTIONS.iter().map(|row| row.0.name()));
            return Err(fault(named, MalformedReason::Unknown(name, near)));
        };
        if depth == DEPTH {
            return Err(fault(named, MalformedReason::Deep));
        }
        let (function, takes, _) = *row;
        self.at += bracket + 1;
        let mut arguments = Vec::new();
        loop {
            self.skip_spaces();
            if arguments.is_empty() && self.rest().starts_with(')') {
                break;
            }
            if self.rest().is_empty() {
                return Err(fault(
                    start..self.text.len(),
                    MalformedReason::Open(function),
                ));
            }
            arguments.push(self.expression(depth + 1)?);
            self.skip_spaces();
            if !self.rest().starts_with(',') {
                break;
            }
            self.at += 1;
        }
        if !self.rest().starts_with(')') {
            return Err(fault(start..self.at, MalformedReason::Open(function)));
        }
        self.at += 1;
        let range = start..self.at;
        suits(function, takes, &arguments, &range)?;
        Ok(Call {
            function,
            arguments,
            range,
        })
    }
}

/// Whether arguments are of the number and kind that a function takes.
fn suits(
    function: Function,
    takes: Takes,
    arguments: &[Expression],
    range: &Range<usize>,
) -> Result<(), Malformed> {
    let enough = match takes {
        Takes::Two => arguments.len() == 2,
        Takes::Place => matches!(arguments.len(), 1 | 2),
        Takes::Many | Takes::Columns => !arguments.is_empty(),
    };
    if !enough {
        let reason = MalformedReason::Arguments(function, arguments.len());
        return Err(fault(range.clone(), reason));
    }
    for (at, argument) in arguments.iter().enumerate() {
        let column = matches!(argument, Expression::Column(_));
        let cell = matches!(argument, Expression::Cell(_));
        // A rank is a place in an order, which nothing can be counted with.
        let rank = matches!(argument, Expression::Call(call) if call.function == Function::Rank);
        let fits = match takes {
            Takes::Two => !column,
            Takes::Many => true,
            Takes::Columns => column,
            Takes::Place => {
                if at == 0 {
                    cell
                } else {
                    column
                }
            }
        };
        if !fits || rank {
            return Err(fault(argument.range(), MalformedReason::Argument(function)));
        }
    }
    Ok(())
}

/// Reads `dataset/row/field` that stands at `start` of the target.
fn address(text: &str, start: usize) -> Result<Address, Malformed> {
    let whole = start..start + text.len();
    if let Some((at, character)) = text.char_indices().find(|(_, letter)| !allowed(*letter)) {
        let range = start + at..start + at + character.len_utf8();
        return Err(fault(range, MalformedReason::Character(character)));
    }
    let mut names = Vec::new();
    let mut at = start;
    for part in text.split('/') {
        names.push(Name {
            text: part.to_string(),
            range: at..at + part.len(),
        });
        at += part.len() + 1;
    }
    let [dataset, row, field] = <[Name; 3]>::try_from(names)
        .map_err(|names| fault(whole, MalformedReason::Parts(names.len())))?;
    for (name, what) in [(&dataset, "dataset"), (&row, "row"), (&field, "field")] {
        if name.text.is_empty() {
            return Err(fault(name.range.clone(), MalformedReason::EmptyPart(what)));
        }
        let stray = name.text.match_indices('*').find(|(at, _)| {
            what != "row" || {
                let (before, after) = (&name.text[..*at], &name.text[at + 1..]);
                !(before.is_empty() || before.ends_with(','))
                    || !(after.is_empty() || after.starts_with(','))
            }
        });
        if let Some((at, _)) = stray {
            let at = name.range.start + at;
            return Err(fault(at..at + 1, MalformedReason::Character('*')));
        }
    }
    Ok(Address {
        dataset,
        row,
        field,
    })
}

/// Slugs, and the names of fields, which are the author's: anything but the signs of expressions.
fn allowed(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '(' | ')' | '=' | '#' | '?' | '\\' | '"')
}

fn fault(range: Range<usize>, reason: MalformedReason) -> Malformed {
    Malformed { range, reason }
}
