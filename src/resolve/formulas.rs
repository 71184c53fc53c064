//! The targets of bound numbers: addresses and functions, their names looked up.

use std::ops::Range;

use crate::claim::address::{self, Address, Expression, Malformed, Name};
use crate::diag::{Diagnostic, code, suggest};
use crate::model::{CellId, Column, Dataset, DatasetId, FieldId, Formula, Term};
use crate::resolve::links::Scope;
use crate::source::{SitePath, Span, Spanned};

/// A target, and the places of its parts.
#[derive(Clone, Copy)]
struct Written<'t> {
    target: &'t Spanned<String>,
    folder: &'t SitePath,
}

impl Written<'_> {
    /// The place of some bytes of the target; the whole of it where its characters stand
    /// otherwise in the file, as after an escape.
    fn at(self, range: Range<usize>) -> Span {
        let span = self.target.span;
        let fits = (span.end - span.start) as usize == self.target.value.len();
        if fits {
            span.part(range.start, range.end)
        } else {
            span
        }
    }

    fn named(self, name: &Name) -> Spanned<&str> {
        Spanned::new(name.text.as_str(), self.at(name.range.clone()))
    }
}

impl<'n> Scope<'n, '_> {
    /// The formula of a target that stands in a file of `folder`; none when a diagnostic has
    /// said what is wrong with it.
    pub(super) fn formula(
        &mut self,
        target: &Spanned<String>,
        folder: &SitePath,
    ) -> Option<Formula> {
        let written = Written { target, folder };
        match address::parse(&target.value) {
            Ok(expression) => self.expression(&expression, written),
            Err(malformed) => {
                self.faults.push(refusal(&malformed, written));
                None
            }
        }
    }

    fn expression(&mut self, expression: &Expression, written: Written<'_>) -> Option<Formula> {
        let term = match expression {
            Expression::Cell(address) => Term::Cell(self.cell(address, written)?),
            Expression::Column(address) => Term::Column(self.column(address, written)?),
            Expression::Call(call) => {
                // Every argument is looked up, so that one round reports all faults.
                let arguments: Vec<Option<Formula>> = call
                    .arguments
                    .iter()
                    .map(|argument| self.expression(argument, written))
                    .collect();
                let arguments = arguments.into_iter().collect::<Option<_>>()?;
                Term::Call(call.function, arguments)
            }
        };
        Some(Formula {
            span: written.at(expression.range()),
            term,
        })
    }

    fn cell(&mut self, address: &Address, written: Written<'_>) -> Option<CellId> {
        let data = self.table(address, written)?;
        let row = data.row_keyed(&address.row.text);
        if row.is_none() {
            self.faults.push(no_row(data, &written.named(&address.row)));
        }
        let field = self.field(data, address, written);
        Some(CellId {
            dataset: data.id,
            row: row?,
            field: field?,
        })
    }

    fn column(&mut self, address: &Address, written: Written<'_>) -> Option<Column> {
        let data = self.table(address, written)?;
        let pattern: Vec<&str> = address.row.text.split(',').collect();
        let rows = (pattern.len() > 1).then(|| {
            let fits = |key: &str| {
                key.split(',').count() == pattern.len()
                    && key
                        .split(',')
                        .zip(&pattern)
                        .all(|(part, wanted)| *wanted == "*" || part == *wanted)
            };
            let rows = data.rows.iter().enumerate();
            rows.filter_map(|(at, row)| fits(&row.key).then_some(at))
                .collect::<Vec<usize>>()
        });
        if rows.as_ref().is_some_and(Vec::is_empty) {
            self.faults.push(no_row(data, &written.named(&address.row)));
        }
        let field = self.field(data, address, written)?;
        let none = rows.as_ref().is_some_and(Vec::is_empty);
        (!none).then_some(Column {
            dataset: data.id,
            field,
            rows,
        })
    }

    /// The dataset of an address, where it could be read in full.
    fn table(&mut self, address: &Address, written: Written<'_>) -> Option<&'n Dataset> {
        let name = &address.dataset;
        let Some(DatasetId(id)) = self.names.dataset(&name.text, written.folder) else {
            let name = written.named(name);
            self.faults
                .extend(self.names.no_dataset(&name, written.folder));
            return None;
        };
        Some(&self.data[id]).filter(|data| data.complete)
    }

    fn field(
        &mut self,
        data: &Dataset,
        address: &Address,
        written: Written<'_>,
    ) -> Option<FieldId> {
        let found = data.field_named(&address.field.text);
        if found.is_none() {
            let field = written.named(&address.field);
            let known = data.fields.iter().map(|field| field.name.as_str());
            self.faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_FIELD,
                    field.span,
                    format!("the dataset `{}` has no field `{}`", data.key, field.value),
                )
                .maybe_help(suggest(field.value, known)),
            );
        }
        found
    }
}

fn no_row(data: &Dataset, row: &Spanned<&str>) -> Diagnostic {
    let help = if data.primary_key.is_empty() {
        let help = "say in the dataset which field names its rows, such as `primary_key: area`; \
                    without one they go by number from 1";
        Some(help.to_string())
    } else {
        suggest(row.value, data.rows.iter().map(|row| row.key.as_str()))
    };
    Diagnostic::error(
        &code::UNKNOWN_ROW,
        row.span,
        format!("the dataset `{}` has no row `{}`", data.key, row.value),
    )
    .maybe_help(help)
}

fn refusal(malformed: &Malformed, written: Written<'_>) -> Diagnostic {
    let code = if malformed.in_function() {
        &code::CLAIM_FUNCTION
    } else {
        &code::CLAIM_ADDRESS
    };
    Diagnostic::error(
        code,
        written.at(malformed.range.clone()),
        malformed.to_string(),
    )
    .help(malformed.help())
}
