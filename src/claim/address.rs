//! The target of a bound number: `gcse/left-behind/attainment`.

use std::fmt;
use std::ops::Range;

use crate::diag::nearest;

/// What a target asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expression {
    /// The value of one cell.
    Cell(Address),
}

/// A cell: a row and a field of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The slug of the dataset's file stem.
    pub dataset: Name,
    /// The slugs of the primary key's values, joined by `,`.
    pub row: Name,
    /// The name of the field.
    pub field: Name,
}

/// A part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its characters.
    pub text: String,
    /// Its bytes in the target, counted from behind the `=`.
    pub range: Range<usize>,
}

/// A target that is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The bytes at fault, counted from behind the `=`.
    pub range: Range<usize>,
    /// Why.
    pub reason: MalformedReason,
}

/// Why a target is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MalformedReason {
    /// There is nothing behind the `=`.
    Empty,
    /// It has another number of parts than three.
    Parts(usize),
    /// One of its three parts is empty.
    EmptyPart(&'static str),
    /// A character that no part may hold.
    Character(char),
    /// `*`, which only functions over a whole column may have.
    WholeColumn,
    /// A function that is not read yet.
    NotYet(String),
    /// A word before a bracket that is no function, and the function it resembles.
    Unknown(String, Option<&'static str>),
}

/// The functions that addresses are to have.
const FUNCTIONS: &[&str] = &[
    "diff", "ratio", "share", "change", "sum", "mean", "min", "max", "count", "rank",
];

/// Reads the target of a link, without its `=`.
///
/// # Errors
/// When it is not `dataset/row/field`; functions are known by name, and not read yet.
pub fn parse(text: &str) -> Result<Expression, Malformed> {
    let inner = text.trim();
    let start = text.len() - text.trim_start().len();
    if inner.is_empty() {
        return Err(fault(0..text.len(), MalformedReason::Empty));
    }
    if let Some(bracket) = inner.find('(') {
        return Err(function(inner[..bracket].trim_end(), start));
    }
    if let Some((at, character)) = inner.char_indices().find(|(_, letter)| !allowed(*letter)) {
        let range = start + at..start + at + character.len_utf8();
        let reason = match character {
            '*' => MalformedReason::WholeColumn,
            character => MalformedReason::Character(character),
        };
        return Err(fault(range, reason));
    }
    let mut names = Vec::new();
    let mut at = start;
    for part in inner.split('/') {
        names.push(Name {
            text: part.to_string(),
            range: at..at + part.len(),
        });
        at += part.len() + 1;
    }
    let whole = start..start + inner.len();
    let [dataset, row, field] = <[Name; 3]>::try_from(names)
        .map_err(|names| fault(whole, MalformedReason::Parts(names.len())))?;
    for (name, what) in [(&dataset, "dataset"), (&row, "row"), (&field, "field")] {
        if name.text.is_empty() {
            return Err(fault(name.range.clone(), MalformedReason::EmptyPart(what)));
        }
    }
    Ok(Expression::Cell(Address {
        dataset,
        row,
        field,
    }))
}

/// Slugs, and the names of fields, which are the author's: anything but the signs of expressions.
fn allowed(character: char) -> bool {
    !character.is_whitespace()
        && !character.is_control()
        && !matches!(character, '*' | ')' | '=' | '#' | '?' | '\\' | '"')
}

fn fault(range: Range<usize>, reason: MalformedReason) -> Malformed {
    Malformed { range, reason }
}

fn function(name: &str, start: usize) -> Malformed {
    let range = start..start + name.len();
    let reason = if FUNCTIONS.contains(&name) {
        MalformedReason::NotYet(name.to_string())
    } else {
        let near = nearest(name, FUNCTIONS.iter().copied());
        MalformedReason::Unknown(name.to_string(), near)
    };
    fault(range, reason)
}

impl Malformed {
    /// What to do.
    pub fn help(&self) -> String {
        let form = "an address is `dataset/row/field`, such as `gcse/left-behind/attainment`";
        match &self.reason {
            MalformedReason::NotYet(_) => {
                "bind a value that the dataset holds; add a row or a field for it".to_string()
            }
            MalformedReason::WholeColumn => "name one row of the dataset".to_string(),
            MalformedReason::Unknown(_, Some(near)) => format!("did you mean `{near}`?"),
            _ => form.to_string(),
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            MalformedReason::Empty => formatter.write_str("the address of the value is empty"),
            MalformedReason::Parts(parts) => {
                write!(formatter, "the address has {parts} part")?;
                formatter.write_str(if *parts == 1 { "" } else { "s" })?;
                formatter.write_str(" in place of three")
            }
            MalformedReason::EmptyPart(part) => {
                write!(formatter, "the address names no {part}")
            }
            MalformedReason::Character(character) => {
                write!(
                    formatter,
                    "`{}` cannot stand in an address",
                    character.escape_debug()
                )
            }
            MalformedReason::WholeColumn => {
                formatter.write_str("`*` asks for a whole column, which is not one value")
            }
            MalformedReason::NotYet(name) => {
                write!(formatter, "the function `{name}` is not read yet")
            }
            MalformedReason::Unknown(name, _) => {
                write!(formatter, "there is no function `{name}`")
            }
        }
    }
}
