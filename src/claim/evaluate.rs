//! What a formula comes to: exact decimals, never rounded, with what they count.

use rust_decimal::Decimal;

use crate::claim::agree::denominator_of;
use crate::claim::undefined::{Undefined, UndefinedReason};
use crate::model::{CellId, Column, Dataset, Field, Formula, Function, Term, Unit, Value};
use crate::source::Span;

/// A value and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The value, exact, or to 28 digits where a division does not end.
    pub value: Decimal,
    /// How it came about.
    pub nature: Nature,
    /// What it counts.
    pub unit: Option<Unit>,
    /// The title of the field it comes from, in which a denominator may stand.
    pub title: String,
    /// The name of the field that has the unit; none where the function gives it.
    pub field: Option<String>,
}

/// How a value came about, which decides what words may say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// It stands in the data, or is a sum, a mean or an extreme of what stands there.
    Level,
    /// One value less another: words may give its direction, or only its size.
    Difference,
    /// One value divided by another.
    Ratio,
    /// A part of a whole, in per cent.
    Share,
    /// A change, in per cent of the old value: words may give its direction, or only its size.
    Change,
    /// How many cells hold a value.
    Count,
    /// A place in an order.
    Rank {
        /// The place from below: 1 is the lowest.
        from_below: usize,
        /// How many values are ranked.
        of: usize,
        /// Whether another value is equal.
        shared: bool,
    },
}

impl Nature {
    /// Whether words without a direction give the size alone.
    pub(super) fn directed(self) -> bool {
        matches!(self, Nature::Difference | Nature::Change)
    }
}

impl Quantity {
    /// The value of a cell.
    pub fn of_field(value: Decimal, field: &Field) -> Self {
        Quantity {
            value,
            nature: Nature::Level,
            unit: field.unit.clone(),
            title: field.title.clone(),
            field: Some(field.name.clone()),
        }
    }

    /// A number that a function gives, with a unit of its own.
    fn of_function(value: Decimal, nature: Nature, unit: Option<Unit>) -> Self {
        Quantity {
            value,
            nature,
            unit,
            title: String::new(),
            field: None,
        }
    }

    fn same_unit(&self, other: &Quantity) -> bool {
        let per = |quantity: &Quantity| denominator_of(quantity.unit.as_ref(), &quantity.title);
        self.unit == other.unit && per(self) == per(other)
    }
}

/// What a formula comes to, and which cells it had to do without.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluated {
    /// The value.
    pub quantity: Quantity,
    /// The cells without a value that functions left out, by function, in their order.
    pub left_out: Vec<LeftOut>,
}

/// Cells without a value that a function left out.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The function.
    pub function: Function,
    /// Its place in the target of the link.
    pub span: Span,
    /// The cells.
    pub cells: Vec<CellId>,
    /// How many cells it looked at.
    pub of: usize,
}

/// Works out a formula.
///
/// # Errors
/// When a value it needs is missing, units do not fit, or something is divided by zero.
pub fn evaluate(formula: &Formula, data: &[Dataset]) -> Result<Evaluated, Undefined> {
    let mut evaluation = Evaluation {
        data,
        left_out: Vec::new(),
    };
    let quantity = evaluation.value(formula)?;
    Ok(Evaluated {
        quantity,
        left_out: evaluation.left_out,
    })
}

struct Evaluation<'d> {
    data: &'d [Dataset],
    left_out: Vec<LeftOut>,
}

/// The values that a function takes.
#[derive(Default)]
struct Many {
    values: Vec<Decimal>,
    /// The cells they stand in, where they stand in cells.
    cells: Vec<CellId>,
    /// The cells without a value.
    missing: Vec<CellId>,
    /// A quantity of the unit they share.
    sample: Option<Quantity>,
}

impl Evaluation<'_> {
    fn value(&mut self, formula: &Formula) -> Result<Quantity, Undefined> {
        match &formula.term {
            Term::Cell(cell) => match self.number(*cell, formula.span)? {
                Some(value) => Ok(self.quantity(*cell, value)),
                None => Err(Undefined {
                    span: formula.span,
                    reason: UndefinedReason::Missing(*cell),
                }),
            },
            Term::Column(_) => unreachable!("a column is read only where many values are taken"),
            Term::Call(function, arguments) => self.call(*function, formula.span, arguments),
        }
    }

    fn call(
        &mut self,
        function: Function,
        span: Span,
        arguments: &[Formula],
    ) -> Result<Quantity, Undefined> {
        match function {
            Function::Diff | Function::Ratio | Function::Share | Function::Change => {
                let left = self.value(&arguments[0])?;
                let right = self.value(&arguments[1])?;
                two(function, span, &left, &right)
            }
            Function::Sum | Function::Mean | Function::Min | Function::Max => {
                self.sum_up(function, span, arguments)
            }
            Function::Count => Ok(self.count(arguments)),
            Function::Rank => self.rank(span, arguments),
        }
    }

    fn quantity(&self, cell: CellId, value: Decimal) -> Quantity {
        Quantity::of_field(value, self.data[cell.dataset.0].field(cell.field))
    }

    /// The number in a cell; none where a marker stands for it.
    fn number(&self, cell: CellId, span: Span) -> Result<Option<Decimal>, Undefined> {
        match &self.data[cell.dataset.0].cell(cell.row, cell.field).value {
            Value::Number(value) => Ok(Some(*value)),
            Value::Year(year) => Ok(Some((*year).into())),
            Value::Missing(_) => Ok(None),
            Value::Text(_) | Value::Date(_) | Value::Boolean(_) => Err(Undefined {
                span,
                reason: UndefinedReason::NoNumbers(cell),
            }),
        }
    }

    fn cells<'c>(&self, column: &'c Column) -> impl Iterator<Item = CellId> + use<'c> {
        column.cells(self.data[column.dataset.0].rows.len())
    }

    fn count(&self, arguments: &[Formula]) -> Quantity {
        let mut count = 0_u64;
        for argument in arguments {
            let Term::Column(column) = &argument.term else {
                continue;
            };
            let data = &self.data[column.dataset.0];
            let there = |cell: &CellId| {
                let value = &data.cell(cell.row, cell.field).value;
                !matches!(value, Value::Missing(_))
            };
            count += self.cells(column).filter(there).count() as u64;
        }
        Quantity::of_function(count.into(), Nature::Count, None)
    }

    fn sum_up(
        &mut self,
        function: Function,
        span: Span,
        arguments: &[Formula],
    ) -> Result<Quantity, Undefined> {
        let Many { values, sample, .. } = self.many(function, span, arguments)?;
        let (Some(sample), false) = (sample, values.is_empty()) else {
            return Err(Undefined {
                span,
                reason: UndefinedReason::NothingThere(function),
            });
        };
        let value = match function {
            Function::Min => values.iter().min().copied(),
            Function::Max => values.iter().max().copied(),
            function => values
                .iter()
                .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))
                .and_then(|sum| match function {
                    Function::Mean => sum.checked_div(values.len().into()),
                    _ => Some(sum),
                }),
        };
        let value = value.ok_or(Undefined {
            span,
            reason: UndefinedReason::TooLarge(function),
        })?;
        Ok(Quantity { value, ..sample })
    }

    /// The values of arguments; cells without one are left out and kept for a report.
    fn many(
        &mut self,
        function: Function,
        span: Span,
        arguments: &[Formula],
    ) -> Result<Many, Undefined> {
        let mut many = Many::default();
        for argument in arguments {
            let sample = match &argument.term {
                Term::Cell(cell) => self.gather([*cell].into_iter(), argument.span, &mut many)?,
                Term::Column(column) => {
                    self.gather(self.cells(column), argument.span, &mut many)?
                }
                Term::Call(..) => {
                    let quantity = self.value(argument)?;
                    many.values.push(quantity.value);
                    Some(quantity)
                }
            };
            match (&many.sample, sample) {
                (Some(first), Some(other)) if !first.same_unit(&other) => {
                    return Err(mixed(function, span, first, &other));
                }
                (None, sample) => many.sample = sample,
                _ => {}
            }
        }
        if !many.missing.is_empty() {
            self.left_out.push(LeftOut {
                function,
                span,
                of: many.missing.len() + many.values.len(),
                cells: std::mem::take(&mut many.missing),
            });
        }
        Ok(many)
    }

    /// Adds the values of cells of one field; gives a quantity of their unit.
    fn gather(
        &self,
        cells: impl Iterator<Item = CellId>,
        span: Span,
        many: &mut Many,
    ) -> Result<Option<Quantity>, Undefined> {
        let mut first = None;
        for cell in cells {
            first = first.or(Some(cell));
            match self.number(cell, span)? {
                Some(value) => {
                    many.values.push(value);
                    many.cells.push(cell);
                }
                None => many.missing.push(cell),
            }
        }
        Ok(first.map(|cell| self.quantity(cell, Decimal::ZERO)))
    }

    fn rank(&mut self, span: Span, arguments: &[Formula]) -> Result<Quantity, Undefined> {
        let value = self.value(&arguments[0])?;
        let Term::Cell(cell) = arguments[0].term else {
            return Ok(value);
        };
        let whole = Formula {
            span: arguments[0].span,
            term: Term::Column(Column {
                dataset: cell.dataset,
                field: cell.field,
                rows: None,
            }),
        };
        let among = arguments.get(1).unwrap_or(&whole);
        let many = self.many(Function::Rank, span, std::slice::from_ref(among))?;
        if !many.cells.contains(&cell) {
            return Err(Undefined {
                span: among.span,
                reason: UndefinedReason::NotAmong,
            });
        }
        let above = many.values.iter().filter(|other| **other > value.value);
        let below = many.values.iter().filter(|other| **other < value.value);
        let nature = Nature::Rank {
            from_below: below.count() + 1,
            of: many.values.len(),
            shared: many
                .values
                .iter()
                .filter(|other| **other == value.value)
                .count()
                > 1,
        };
        let rank = Decimal::from(above.count() + 1);
        Ok(Quantity::of_function(rank, nature, None))
    }
}

/// A function of two values.
fn two(
    function: Function,
    span: Span,
    left: &Quantity,
    right: &Quantity,
) -> Result<Quantity, Undefined> {
    let fault = |reason| Undefined { span, reason };
    if !left.same_unit(right) {
        return Err(mixed(function, span, left, right));
    }
    let (a, b) = (left.value, right.value);
    let divisor = match function {
        Function::Change => a,
        _ => b,
    };
    if function != Function::Diff && divisor.is_zero() {
        return Err(fault(UndefinedReason::Zero(function)));
    }
    if function == Function::Change && a.is_sign_negative() {
        return Err(fault(UndefinedReason::FromNegative));
    }
    let hundred = Decimal::ONE_HUNDRED;
    let value = match function {
        Function::Ratio => a.checked_div(b),
        Function::Share => a.checked_mul(hundred).and_then(|part| part.checked_div(b)),
        Function::Change => b
            .checked_sub(a)
            .and_then(|more| more.checked_mul(hundred)?.checked_div(a)),
        _ => a.checked_sub(b),
    };
    let value = value.ok_or_else(|| fault(UndefinedReason::TooLarge(function)))?;
    // The places of a quotient come from the division, and not from the data.
    let value = if function == Function::Diff {
        value
    } else {
        value.normalize()
    };
    let percent = Some(Unit::Percent);
    Ok(match function {
        Function::Ratio => Quantity::of_function(value, Nature::Ratio, None),
        Function::Share => Quantity::of_function(value, Nature::Share, percent),
        Function::Change => Quantity::of_function(value, Nature::Change, percent),
        _ => Quantity {
            value,
            nature: Nature::Difference,
            // One percentage less another is so many percentage points.
            unit: match &left.unit {
                Some(Unit::Percent) => Some(Unit::PercentagePoints),
                unit => unit.clone(),
            },
            ..left.clone()
        },
    })
}

fn mixed(function: Function, span: Span, left: &Quantity, right: &Quantity) -> Undefined {
    let worded = |quantity: &Quantity| match &quantity.unit {
        Some(unit) => unit.in_words(),
        None => quantity.title.clone(),
    };
    Undefined {
        span,
        reason: UndefinedReason::Mixed(function, worded(left), worded(right)),
    }
}
