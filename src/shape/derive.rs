//! `derive: {gap: lbn - england}`: columns calculated from others, row by row.

use crate::diag::Diagnostic;
use crate::source::Spanned;

use super::columns::{Bound, Columns, cell};
use super::expr::{Expression, Kind as Part, Value};
use super::reader::Reader;
use super::run::quoted;
use super::step::{Begun, Context, Flow, Kind, Repeats, Row, Said, Step};
use crate::parse::table::RawCell;

const FORM: &str = "derive: {share: 100 * part / whole}";

pub(super) const STEP: Kind = Kind {
    name: "derive",
    form: FORM,
    read: |node, writing| {
        let entries = writing.entries(node, "`derive` is a map from names to expressions", FORM);
        let derived = entries.iter().filter_map(|entry| {
            let name = Spanned::new(entry.key.to_string(), entry.key_span);
            Some((name, writing.expression(&entry.value, &[])?))
        });
        let derived = derived.collect();
        Some(Box::new(Derive { derived }))
    },
};

struct Derive {
    derived: Vec<(Spanned<String>, Expression)>,
}

impl Step for Derive {
    fn begin<'s>(
        &'s self,
        mut columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let mut made = Vec::new();
        for (name, expression) in &self.derived {
            let bound = Bound::new(expression, &columns, faults)?;
            // A column of the same name is replaced where it stands.
            let at = match columns.find(&name.value) {
                Some(at) => {
                    columns.0[at].span = name.span;
                    at
                }
                None => {
                    columns.add(&name.value, name.span, faults)?;
                    columns.0.len() - 1
                }
            };
            made.push((name, at, bound));
        }
        Some(Begun {
            columns: Some(columns),
            flow: Box::new(Made {
                made,
                reader: context.reader,
                repeats: Repeats::default(),
            }),
        })
    }
}

struct Made<'s> {
    /// Names, where they go, and how they are made.
    made: Vec<(&'s Spanned<String>, usize, Bound<'s>)>,
    reader: Reader<'s>,
    repeats: Repeats,
}

impl Flow for Made<'_> {
    fn row(&mut self, mut row: Row, next: &mut dyn FnMut(Row)) {
        for (_, at, bound) in &self.made {
            let place = bound.place(&row);
            let cell = match bound.value(&row, self.reader) {
                Ok(value @ Value::Missing(_)) => cell(&value, "", place),
                Ok(value) => cell(&value, &bound.marks(&row, self.reader), place),
                Err((fault, given)) => {
                    self.repeats.add(fault.part, || fault.report(&given));
                    RawCell::blank(place)
                }
            };
            match row.get_mut(*at) {
                Some(old) => *old = cell,
                None => row.push(cell),
            }
        }
        next(row);
    }

    fn said(&mut self) -> Said {
        // A column that is only called otherwise was not calculated.
        let calculated = self
            .made
            .iter()
            .filter(|(_, _, bound)| !matches!(bound.expression.root.kind, Part::Column(_)));
        let made: Vec<String> = calculated
            .map(|(name, _, bound)| {
                let how = quoted(&bound.expression.text);
                format!("{} was calculated as {how}", quoted(&name.value))
            })
            .collect();
        Said {
            faults: self.repeats.take(),
            notes: match made.is_empty() {
                true => Vec::new(),
                false => vec![format!("{}.", made.join("; "))],
            },
        }
    }
}
