//! An expression read for a row.
//!
//! A column is text as published until something asks for a number. What has no value makes the
//! result missing, with the same marker; what cannot be calculated is a [`Fault`].

use std::borrow::Cow;
use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, code};
use crate::model::natural;
use crate::parse::table::RawCell;
use crate::shape::reader::{Quantity, Reader};
use crate::source::Span;

use super::functions::{Function, Work};
use super::{Kind, Operator, Part};

/// What a part of an expression comes to.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::shape) enum Value<'v> {
    /// A number.
    Number(Decimal),
    /// Text as published, which may also be a number, a marker, or blank.
    Published(&'v str),
    /// Text.
    Text(Cow<'v, str>),
    /// A condition that holds or not.
    Truth(bool),
    /// No value, and the marker that says why; blank where there is none.
    Missing(Cow<'v, str>),
}

/// What an expression is read with.
#[derive(Clone, Copy)]
pub(in crate::shape) struct Given<'v> {
    /// The cells of the row.
    pub(in crate::shape) row: &'v [RawCell],
    /// Where in the row the columns of the expression are.
    pub(in crate::shape) at: &'v [usize],
    /// The results of its aggregates.
    pub(in crate::shape) aggregates: &'v [Value<'v>],
    /// How text is read.
    pub(in crate::shape) reader: Reader<'v>,
}

/// Why an expression has no result for a row.
#[derive(Debug)]
pub(in crate::shape) struct Fault {
    code: &'static Code,
    /// The part of the expression.
    pub(in crate::shape) part: Span,
    /// The column whose cell explains it, by its place among those of the expression.
    column: Option<usize>,
    message: String,
    help: &'static str,
}

impl Fault {
    /// The fault as a diagnostic; `row` are the cells it was read for.
    pub(in crate::shape) fn report(&self, given: &Given<'_>) -> Diagnostic {
        let fault = Diagnostic::error(self.code, self.part, &self.message).help(self.help);
        let cell = match self.column {
            Some(column) => given.at.get(column).and_then(|at| given.row.get(*at)),
            None => given.row.first(),
        };
        match cell {
            Some(cell) => fault.other(cell.span, "in this row"),
            None => fault,
        }
    }
}

type Evaluated<'v> = Result<Value<'v>, Box<Fault>>;

/// The value of a part for a row. What `part` owns lives as long as the row.
pub(in crate::shape) fn evaluate<'v>(part: &'v Part, given: &Given<'v>) -> Evaluated<'v> {
    match &part.kind {
        Kind::Number(number) => Ok(Value::Number(*number)),
        Kind::Text(text) => Ok(Value::Text(Cow::Borrowed(text))),
        Kind::Missing => Ok(Value::Missing(Cow::Borrowed(""))),
        Kind::Column(column) => {
            let cell = &given.row[given.at[*column]];
            Ok(Value::Published(given.reader.text(cell)))
        }
        Kind::Aggregate(at) => Ok(given.aggregates[*at].clone()),
        Kind::Minus(inner) => match number(inner, given)? {
            Ok(number) => Ok(Value::Number(-number)),
            Err(missing) => Ok(missing),
        },
        Kind::Not(inner) => match truth(inner, given)? {
            Ok(truth) => Ok(Value::Truth(!truth)),
            Err(missing) => Ok(missing),
        },
        Kind::Pair(Operator::And, left, right) => both(left, right, false, given),
        Kind::Pair(Operator::Or, left, right) => both(left, right, true, given),
        Kind::Pair(operator, left, right) => match operator {
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide => {
                arithmetic(*operator, part, left, right, given)
            }
            comparison => compared(*comparison, left, right, given),
        },
        Kind::Call(function, arguments) => call(function, part, arguments, given),
    }
}

/// The first column that a part names.
fn first_column(part: &Part) -> Option<usize> {
    match &part.kind {
        Kind::Column(column) => Some(*column),
        Kind::Minus(inner) | Kind::Not(inner) => first_column(inner),
        Kind::Pair(_, left, right) => first_column(left).or_else(|| first_column(right)),
        Kind::Call(_, arguments) => arguments.iter().find_map(first_column),
        Kind::Number(_) | Kind::Text(_) | Kind::Missing | Kind::Aggregate(_) => None,
    }
}

fn fault(code: &'static Code, part: &Part, message: String, help: &'static str) -> Box<Fault> {
    Box::new(Fault {
        code,
        part: part.span,
        column: first_column(part),
        message,
        help,
    })
}

/// A number, or the missing value in its place.
type OrMissing<'v, T> = Result<Result<T, Value<'v>>, Box<Fault>>;

fn number<'v>(part: &'v Part, given: &Given<'v>) -> OrMissing<'v, Decimal> {
    let value = evaluate(part, given)?;
    as_number(&value, given.reader).map_err(|shown| {
        fault(
            &code::NOT_A_NUMBER,
            part,
            format!("`{shown}` is not a number"),
            "leave such rows out with `filter` first; if it stands for a value that was not \
             published, explain it under `missing`",
        )
    })
}

/// A value as a number; an error says what it is instead.
pub(in crate::shape) fn as_number<'v>(
    value: &Value<'v>,
    reader: Reader<'_>,
) -> Result<Result<Decimal, Value<'v>>, String> {
    match value {
        Value::Number(number) => Ok(Ok(*number)),
        Value::Missing(marker) => Ok(Err(Value::Missing(marker.clone()))),
        Value::Truth(truth) => Err(truth.to_string()),
        Value::Published(text) => match reader.number(text) {
            Quantity::Number(number) => Ok(Ok(number)),
            Quantity::Missing => Ok(Err(Value::Missing(Cow::Borrowed(text)))),
            Quantity::Other => Err(text.to_string()),
        },
        Value::Text(text) => match reader.number(text) {
            Quantity::Number(number) => Ok(Ok(number)),
            Quantity::Missing => Ok(Err(Value::Missing(text.clone()))),
            Quantity::Other => Err(text.to_string()),
        },
    }
}

fn truth<'v>(part: &'v Part, given: &Given<'v>) -> OrMissing<'v, bool> {
    match evaluate(part, given)? {
        Value::Truth(truth) => Ok(Ok(truth)),
        Value::Missing(marker) => Ok(Err(Value::Missing(marker))),
        Value::Published(text) if given.reader.is_blank_or_marked(text) => {
            Ok(Err(Value::Missing(Cow::Borrowed(text))))
        }
        Value::Published(text) if text.eq_ignore_ascii_case("true") => Ok(Ok(true)),
        Value::Published(text) if text.eq_ignore_ascii_case("false") => Ok(Ok(false)),
        value => Err(fault(
            &code::EXPRESSION,
            part,
            format!("`{}` is neither true nor false", value.shown()),
            "a condition compares something, such as `rate > 5`",
        )),
    }
}

/// `and` and `or`: `settles` is the value of one side that makes the other needless.
fn both<'v>(left: &'v Part, right: &'v Part, settles: bool, given: &Given<'v>) -> Evaluated<'v> {
    let first = truth(left, given)?;
    if first == Ok(settles) {
        return Ok(Value::Truth(settles));
    }
    let second = truth(right, given)?;
    match (first, second) {
        (_, Ok(second)) if second == settles => Ok(Value::Truth(settles)),
        (Err(missing), _) | (_, Err(missing)) => Ok(missing),
        (Ok(_), Ok(second)) => Ok(Value::Truth(second)),
    }
}

fn arithmetic<'v>(
    operator: Operator,
    part: &'v Part,
    left: &'v Part,
    right: &'v Part,
    given: &Given<'v>,
) -> Evaluated<'v> {
    let (left, divisor) = (number(left, given)?, right);
    let right = number(right, given)?;
    let (left, right) = match (left, right) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(missing), _) | (_, Err(missing)) => return Ok(missing),
    };
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        _ if right.is_zero() => {
            return Err(fault(
                &code::DIVISION_BY_ZERO,
                divisor,
                "this is zero, and nothing can be divided by it".to_string(),
                "say what stands there instead: `if(whole = 0, missing, part / whole)`",
            ));
        }
        _ => left.checked_div(right),
    };
    result.map(Value::Number).ok_or_else(|| overflow(part))
}

fn overflow(part: &Part) -> Box<Fault> {
    fault(
        &code::NUMBER_RANGE,
        part,
        "the result has more digits than can be kept exactly".to_string(),
        "numbers have at most 28 digits: calculate in thousands or millions",
    )
}

fn compared<'v>(
    operator: Operator,
    left: &'v Part,
    right: &'v Part,
    given: &Given<'v>,
) -> Evaluated<'v> {
    let (one, other) = (evaluate(left, given)?, evaluate(right, given)?);
    for value in [&one, &other] {
        if let Some(marker) = value.missing(given.reader) {
            return Ok(Value::Missing(marker));
        }
    }
    if matches!(operator, Operator::Equal | Operator::Unequal) {
        let equal = equal(&one, &other, given.reader);
        return Ok(Value::Truth(equal == (operator == Operator::Equal)));
    }
    let of_number = |value: &Value<'_>| matches!(value, Value::Number(_));
    let order = match of_number(&one) || of_number(&other) {
        true => match (number(left, given)?, number(right, given)?) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            (Err(missing), _) | (_, Err(missing)) => return Ok(missing),
        },
        false => natural::compare(&one.shown(), &other.shown()),
    };
    Ok(Value::Truth(match operator {
        Operator::Less => order == Ordering::Less,
        Operator::AtMost => order != Ordering::Greater,
        Operator::More => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }))
}

/// The same text or the same number. A number is unlike any text.
fn equal(one: &Value<'_>, other: &Value<'_>, reader: Reader<'_>) -> bool {
    let number = |value: &Value<'_>| as_number(value, reader).ok()?.ok();
    one.shown() == other.shown() || number(one).is_some_and(|one| Some(one) == number(other))
}

fn call<'v>(
    function: &'static Function,
    part: &'v Part,
    arguments: &'v [Part],
    given: &Given<'v>,
) -> Evaluated<'v> {
    match &function.work {
        Work::If => match truth(&arguments[0], given)? {
            Ok(holds) => evaluate(&arguments[if holds { 1 } else { 2 }], given),
            Err(missing) => Ok(missing),
        },
        Work::Coalesce => {
            let mut value = Value::Missing(Cow::Borrowed(""));
            for argument in arguments {
                value = evaluate(argument, given)?;
                if value.missing_number(given.reader).is_none() {
                    break;
                }
            }
            Ok(value)
        }
        Work::IsMissing => {
            let value = evaluate(&arguments[0], given)?;
            Ok(Value::Truth(value.missing_number(given.reader).is_some()))
        }
        Work::Numbers(work) => {
            let mut numbers = Vec::with_capacity(arguments.len());
            for argument in arguments {
                match number(argument, given)? {
                    Ok(number) => numbers.push(number),
                    Err(missing) => return Ok(missing),
                }
            }
            work(&numbers).map(Value::Number).ok_or_else(|| {
                fault(
                    &code::EXPRESSION,
                    part,
                    format!("`{}` cannot work with these numbers", function.name),
                    "the number of places is a whole number, zero or more",
                )
            })
        }
        Work::Texts(work) => Ok(match texts(arguments, given)? {
            Ok(texts) => Value::Text(Cow::Owned(work(&texts))),
            Err(missing) => missing,
        }),
        Work::Test(work) => Ok(match texts(arguments, given)? {
            Ok(texts) => Value::Truth(work(&texts)),
            Err(missing) => missing,
        }),
    }
}

fn texts<'v>(arguments: &'v [Part], given: &Given<'v>) -> OrMissing<'v, Vec<Cow<'v, str>>> {
    let mut texts = Vec::with_capacity(arguments.len());
    for argument in arguments {
        let value = evaluate(argument, given)?;
        match value.missing(given.reader) {
            Some(marker) => return Ok(Err(Value::Missing(marker))),
            None => texts.push(value.into_shown()),
        }
    }
    Ok(Ok(texts))
}

impl<'v> Value<'v> {
    /// The marker in place of a value, where text is expected: `-` may be a word there.
    fn missing(&self, reader: Reader<'_>) -> Option<Cow<'v, str>> {
        match self {
            Value::Missing(marker) => Some(marker.clone()),
            Value::Published(text) if reader.is_blank_or_marked(text) => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    /// The marker in place of a value, where a number might be expected.
    pub(in crate::shape) fn missing_number(&self, reader: Reader<'_>) -> Option<Cow<'v, str>> {
        match self {
            Value::Missing(marker) => Some(marker.clone()),
            Value::Published(text) if reader.number(text) == Quantity::Missing => {
                Some(Cow::Borrowed(text))
            }
            Value::Text(text) if reader.number(text) == Quantity::Missing => Some(text.clone()),
            _ => None,
        }
    }

    /// The value as text.
    pub(in crate::shape) fn shown(&self) -> Cow<'_, str> {
        match self {
            Value::Number(number) => Cow::Owned(tidy(*number).to_string()),
            Value::Published(text) => Cow::Borrowed(text),
            Value::Text(text) | Value::Missing(text) => Cow::Borrowed(text),
            Value::Truth(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
        }
    }

    /// The value as text, borrowed from the row where it can be.
    pub(in crate::shape) fn into_shown(self) -> Cow<'v, str> {
        match self {
            Value::Published(text) => Cow::Borrowed(text),
            Value::Text(text) | Value::Missing(text) => text,
            value => Cow::Owned(value.shown().into_owned()),
        }
    }
}

/// How many digits of an unending fraction are kept: as many as spreadsheets do.
const DIGITS: u32 = 15;

/// A result as it is written down. Calculation keeps 28 digits; a result that fills them all is
/// an unending fraction such as a third.
pub(in crate::shape) fn tidy(number: Decimal) -> Decimal {
    let number = number.normalize();
    if number.scale() > 0 && number.mantissa().unsigned_abs() >= 10_u128.pow(26) {
        return number
            .round_sf_with_strategy(DIGITS, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            .unwrap_or(number)
            .normalize();
    }
    number
}
