//! Why the target of a bound number cannot be read, and what to do about it.

use std::fmt;
use std::ops::Range;

use crate::claim::address::FUNCTIONS;
use crate::model::Function;

/// A target that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The bytes at fault, counted from behind the `=`.
    pub range: Range<usize>,
    /// Why.
    pub reason: MalformedReason,
}

/// Why a target cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MalformedReason {
    /// There is nothing behind the `=`.
    Empty,
    /// An address that has another number of parts than three.
    Parts(usize),
    /// One of its three parts is empty.
    EmptyPart(&'static str),
    /// A character that no part may hold.
    Character(char),
    /// `*` where one value is wanted.
    WholeColumn,
    /// A word before a bracket that is no function, and the function it resembles.
    Unknown(String, Option<&'static str>),
    /// A function with another number of arguments than it takes.
    Arguments(Function, usize),
    /// An argument of a kind that the function does not take.
    Argument(Function),
    /// A bracket that is not closed.
    Open(Function),
    /// Something behind the last bracket.
    Behind,
    /// Functions inside functions, more than can be meant.
    Deep,
}

impl Malformed {
    /// Whether a function is at fault, and not an address.
    pub fn in_function(&self) -> bool {
        use MalformedReason::{Argument, Arguments, Behind, Deep, Open, Unknown};
        matches!(
            self.reason,
            Unknown(..) | Arguments(..) | Argument(_) | Open(_) | Behind | Deep
        )
    }

    /// What to do.
    pub fn help(&self) -> String {
        use MalformedReason::{
            Argument, Arguments, Behind, Character, Deep, EmptyPart, Open, Unknown, WholeColumn,
        };
        let form = |function: &Function| {
            let row = FUNCTIONS.iter().find(|row| row.0 == *function);
            row.map_or("", |row| row.2)
        };
        match &self.reason {
            WholeColumn => {
                "name one row, or ask for `sum`, `mean`, `min`, `max` or `count` of the \
                            column"
                    .to_string()
            }
            Unknown(_, Some(near)) => format!("did you mean `{near}`?"),
            Unknown(_, None) => {
                let known: Vec<String> = FUNCTIONS
                    .iter()
                    .map(|row| format!("`{}`", row.0.name()))
                    .collect();
                format!("the functions are {}", known.join(", "))
            }
            Arguments(function, _) | Argument(function) | Open(function) => {
                format!("write {}", form(function))
            }
            Character('*') => "`*` stands for every row, or for every value of one part of the \
                               row's name"
                .to_string(),
            Character(_) | EmptyPart(_) | MalformedReason::Empty | MalformedReason::Parts(_) => {
                "write `=dataset/row/field`, such as `=gcse/left-behind/attainment`".to_string()
            }
            Behind => "take it out: a target is one address or one function".to_string(),
            Deep => "add a field or a row for the value to the dataset".to_string(),
        }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        use MalformedReason::{
            Argument, Arguments, Behind, Character, Deep, Empty, EmptyPart, Open, Parts, Unknown,
            WholeColumn,
        };
        match &self.reason {
            Empty => formatter.write_str("the address of the value is empty"),
            Parts(parts) => {
                let s = if *parts == 1 { "" } else { "s" };
                write!(
                    formatter,
                    "the address has {parts} part{s} in place of three"
                )
            }
            EmptyPart(part) => write!(formatter, "the address names no {part}"),
            Character(character) => write!(
                formatter,
                "`{}` cannot stand here in an address",
                character.escape_debug()
            ),
            WholeColumn => {
                formatter.write_str("`*` asks for a whole column, which is not one value")
            }
            Unknown(name, _) => write!(formatter, "there is no function `{name}`"),
            Arguments(function, found) => {
                let values = if *found == 1 { "argument" } else { "arguments" };
                write!(
                    formatter,
                    "`{}` cannot take {found} {values}",
                    function.name()
                )
            }
            Argument(function) => {
                write!(formatter, "`{}` cannot take this", function.name())
            }
            Open(function) => {
                write!(
                    formatter,
                    "the bracket of `{}` is not closed",
                    function.name()
                )
            }
            Behind => formatter.write_str("something stands behind the function"),
            Deep => formatter.write_str("functions stand too deep inside each other"),
        }
    }
}
