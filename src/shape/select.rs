//! `select: [a, b]`: these columns, in this order.

use crate::diag::Diagnostic;
use crate::source::Spanned;

use super::columns::Columns;
use super::step::{Begun, Context, Flow, Kind, Row, Step};

pub(super) const STEP: Kind = Kind {
    name: "select",
    form: "select: [area, rate]",
    read: |node, writing| {
        let names = writing.names(node);
        Some(Box::new(Select { names }))
    },
};

struct Select {
    names: Vec<Spanned<String>>,
}

impl Step for Select {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        _context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let kept = columns.require_all(&self.names, faults)?;
        let mut after = Columns(Vec::new());
        for (name, at) in self.names.iter().zip(&kept) {
            after.add(&columns.0[*at].name, name.span, faults)?;
        }
        // A column keeps the place of its heading.
        after.0 = kept.iter().map(|at| columns.0[*at].clone()).collect();
        Some(Begun {
            columns: Some(after),
            flow: Box::new(Kept(kept)),
        })
    }
}

struct Kept(Vec<usize>);

impl Flow for Kept {
    fn row(&mut self, row: Row, next: &mut dyn FnMut(Row)) {
        next(self.0.iter().map(|at| row[*at].clone()).collect());
    }
}
