//! `rename: {new: old}`: a column under another name, where it stands.

use crate::diag::Diagnostic;
use crate::parse::fields;
use crate::source::Spanned;

use super::columns::Columns;
use super::step::{Begun, Context, Flow, Kind, Row, Step};

const FORM: &str = "rename: {rate: Claimant rate (%)}";

pub(super) const STEP: Kind = Kind {
    name: "rename",
    form: FORM,
    read: |node, writing| {
        let entries = writing.entries(
            node,
            "`rename` is a map from each new name to the old one",
            FORM,
        );
        let names = entries.iter().filter_map(|entry| {
            let new = Spanned::new(entry.key.to_string(), entry.key_span);
            Some((new, fields::string(&entry.value, writing.faults)?))
        });
        let names = names.collect();
        Some(Box::new(Rename { names }))
    },
};

struct Rename {
    /// New names and old ones.
    names: Vec<(Spanned<String>, Spanned<String>)>,
}

impl Step for Rename {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        _context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let mut renamed = columns.0.clone();
        for (new, old) in &self.names {
            let at = columns.require(old, faults)?;
            renamed[at].name = new.value.clone();
            renamed[at].span = new.span;
        }
        let mut after = Columns(Vec::with_capacity(renamed.len()));
        for column in renamed {
            let twice = self.names.iter().any(|(new, _)| new.span == column.span);
            // Headings that the file itself has twice are its own affair.
            match after.find(&column.name) {
                Some(taken)
                    if twice
                        || self
                            .names
                            .iter()
                            .any(|(new, _)| new.span == after.0[taken].span) =>
                {
                    after.add(&column.name, column.span, faults)?;
                }
                _ => after.0.push(column),
            }
        }
        Some(Begun {
            columns: Some(after),
            flow: Box::new(Passed),
        })
    }
}

struct Passed;

impl Flow for Passed {
    fn row(&mut self, row: Row, next: &mut dyn FnMut(Row)) {
        next(row);
    }
}
