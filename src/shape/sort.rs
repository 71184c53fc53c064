//! `sort: rate`, `sort: -rate`, `sort: [region, -rate]`: the order of the rows.

use std::cmp::Ordering;

use crate::diag::Diagnostic;
use crate::model::natural;
use crate::source::Spanned;

use super::columns::Columns;
use super::reader::{Quantity, Reader};
use super::step::{Begun, Context, Flow, Kind, Row, Step};

pub(super) const STEP: Kind = Kind {
    name: "sort",
    form: "sort: -rate",
    read: |node, writing| {
        let keys = writing.names(node);
        Some(Box::new(Sort { keys }))
    },
};

struct Sort {
    keys: Vec<Spanned<String>>,
}

impl Step for Sort {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let mut keys = Vec::new();
        for key in &self.keys {
            // A column may be called `-x` itself.
            let down = key
                .value
                .strip_prefix('-')
                .filter(|_| columns.find(&key.value).is_none());
            let name = key
                .as_ref()
                .map(|whole| down.unwrap_or(whole).trim().to_string());
            keys.push((columns.require(&name, faults)?, down.is_some()));
        }
        Some(Begun {
            columns: Some(columns),
            flow: Box::new(Held {
                keys,
                rows: Vec::new(),
                reader: context.reader,
            }),
        })
    }
}

struct Held<'s> {
    /// Columns, and whether they go downwards.
    keys: Vec<(usize, bool)>,
    rows: Vec<Row>,
    reader: Reader<'s>,
}

impl Flow for Held<'_> {
    fn row(&mut self, row: Row, _next: &mut dyn FnMut(Row)) {
        self.rows.push(row);
    }

    fn end(&mut self, next: &mut dyn FnMut(Row)) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by(|left, right| {
            let orders = self.keys.iter().map(|(at, down)| {
                let (left, right) = (self.reader.text(&left[*at]), self.reader.text(&right[*at]));
                compare(left, right, *down, self.reader)
            });
            orders.fold(Ordering::Equal, Ordering::then)
        });
        rows.into_iter().for_each(next);
    }
}

/// Values that are missing come last either way.
fn compare(left: &str, right: &str, down: bool, reader: Reader<'_>) -> Ordering {
    let missing = |text: &str| {
        let begins = text.starts_with(|letter: char| letter.is_alphanumeric());
        // Most text is plainly no marker.
        (!begins || text.len() <= 3) && reader.number(text) == Quantity::Missing
    };
    match (missing(left), missing(right)) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ if down => natural::compare(right, left),
        _ => natural::compare(left, right),
    }
}
