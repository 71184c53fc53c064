//! `filter: {area: [x, y]}` or `filter: rate > 5`: the rows that fit.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, code, suggest};
use crate::parse::yaml::Kind as NodeKind;
use crate::source::{Span, Spanned};

use super::columns::{Bound, Columns};
use super::expr::{Expression, Value};
use super::reader::{Quantity, Reader};
use super::run::quoted;
use super::step::{Begun, Context, Flow, Kind, Repeats, Row, Said, Step};

pub(super) const STEP: Kind = Kind {
    name: "filter",
    form: "filter: {area: [Leeds, York]}",
    read: |node, writing| match &node.kind {
        NodeKind::Map(entries) => {
            let wanted = entries.iter().map(|entry| {
                let column = Spanned::new(entry.key.to_string(), entry.key_span);
                (column, writing.names(&entry.value))
            });
            let wanted = wanted.collect();
            Some(Box::new(Values { wanted }))
        }
        _ => {
            let condition = writing.expression(node, &[])?;
            Some(Box::new(Condition { condition }))
        }
    },
};

/// Columns and the values that are kept.
struct Values {
    wanted: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
}

impl Step for Values {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let names: Vec<Spanned<String>> =
            self.wanted.iter().map(|(name, _)| name.clone()).collect();
        let at = columns.require_all(&names, faults)?;
        let wanted = self
            .wanted
            .iter()
            .zip(at)
            .map(|((name, values), at)| Wanted {
                name,
                at,
                values: values
                    .iter()
                    .map(|value| {
                        let number = match context.reader.number(&value.value) {
                            Quantity::Number(number) => Some(number),
                            _ => None,
                        };
                        (value, number, false)
                    })
                    .collect(),
                others: BTreeSet::new(),
            });
        Some(Begun {
            columns: Some(columns),
            flow: Box::new(Chosen {
                wanted: wanted.collect(),
                reader: context.reader,
            }),
        })
    }
}

/// The values that are kept in a column.
struct Wanted<'s> {
    name: &'s Spanned<String>,
    at: usize,
    /// Each as written, as a number if it is one, and whether a row had it.
    values: Vec<(&'s Spanned<String>, Option<Decimal>, bool)>,
    /// Other values that occurred, for suggestions.
    others: BTreeSet<String>,
}

/// How many other values are remembered.
const MOST_OTHERS: usize = 500;

impl Wanted<'_> {
    fn has(&mut self, text: &str, reader: Reader<'_>) -> bool {
        let looks_like_number = text
            .starts_with(|letter: char| letter.is_ascii_digit() || "+-\u{2212}".contains(letter));
        let number = match looks_like_number.then(|| reader.number(text)) {
            Some(Quantity::Number(number)) => Some(number),
            _ => None,
        };
        for (value, as_number, seen) in &mut self.values {
            if value.value == text || number.is_some() && *as_number == number {
                *seen = true;
                return true;
            }
        }
        if self.others.len() < MOST_OTHERS && !self.others.contains(text) {
            self.others.insert(text.to_string());
        }
        false
    }
}

struct Chosen<'s> {
    wanted: Vec<Wanted<'s>>,
    reader: Reader<'s>,
}

impl Flow for Chosen<'_> {
    fn row(&mut self, row: Row, next: &mut dyn FnMut(Row)) {
        let mut kept = true;
        for wanted in &mut self.wanted {
            kept &= wanted.has(self.reader.text(&row[wanted.at]), self.reader);
        }
        if kept {
            next(row);
        }
    }

    fn said(&mut self) -> Said {
        let mut said = Said::default();
        for wanted in &self.wanted {
            for (value, _, _) in wanted.values.iter().filter(|(_, _, seen)| !seen) {
                said.faults.push(
                    Diagnostic::error(
                        &code::UNKNOWN_ROW,
                        value.span,
                        format!(
                            "no row has `{}` as its `{}`",
                            value.value, wanted.name.value
                        ),
                    )
                    .maybe_help(suggest(
                        &value.value,
                        wanted.others.iter().map(String::as_str),
                    )),
                );
            }
        }
        said
    }
}

struct Condition {
    condition: Expression,
}

impl Step for Condition {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let condition = Bound::new(&self.condition, &columns, faults)?;
        Some(Begun {
            columns: Some(columns),
            flow: Box::new(Fitting {
                condition,
                reader: context.reader,
                undecided: 0,
                repeats: Repeats::default(),
            }),
        })
    }
}

struct Fitting<'s> {
    condition: Bound<'s>,
    reader: Reader<'s>,
    /// Rows of which a missing value keeps the condition from being decided.
    undecided: usize,
    repeats: Repeats,
}

impl Flow for Fitting<'_> {
    fn row(&mut self, row: Row, next: &mut dyn FnMut(Row)) {
        let keeps = match self.condition.value(&row, self.reader) {
            Ok(Value::Truth(truth)) => truth,
            Ok(Value::Published(text)) if text.eq_ignore_ascii_case("true") => true,
            Ok(Value::Published(text)) if text.eq_ignore_ascii_case("false") => false,
            Ok(value) if value.missing_number(self.reader).is_some() => {
                self.undecided += 1;
                false
            }
            Ok(value) => {
                let shown = value.shown().into_owned();
                self.no_condition(&shown);
                false
            }
            Err((fault, given)) => {
                self.repeats.add(fault.part, || fault.report(&given));
                false
            }
        };
        if keeps {
            next(row);
        }
    }

    fn said(&mut self) -> Said {
        let text = quoted(&self.condition.expression.text);
        let left_out = match self.undecided {
            0 => Vec::new(),
            1 => vec![format!(
                "One row was left out because a value is missing that {text} asks for."
            )],
            count => vec![format!(
                "{} rows were left out because a value is missing that {text} asks for.",
                super::counted(count)
            )],
        };
        Said {
            faults: self.repeats.take(),
            notes: left_out,
        }
    }
}

impl Fitting<'_> {
    fn no_condition(&mut self, shown: &str) {
        let part: Span = self.condition.expression.root.span;
        self.repeats.add(part, || {
            Diagnostic::error(
                &code::EXPRESSION,
                part,
                format!("this gives `{shown}`, which is neither true nor false"),
            )
            .help("a condition compares something, such as `rate > 5`")
        });
    }
}
