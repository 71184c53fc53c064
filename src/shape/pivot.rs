//! `pivot: {name: measure, value: mean}`: rows become columns, one for each value of `name`.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code};
use crate::parse::fields::{self, Fields};
use crate::parse::table::{Column, RawCell};
use crate::source::{Span, Spanned};

use super::columns::Columns;
use super::reader::Reader;
use super::step::{Begun, Context, Flow, Kind, Repeats, Row, Said, Step};

/// How many columns may come of it: more is a slip.
const MOST_COLUMNS: usize = 500;

pub(super) const STEP: Kind = Kind {
    name: "pivot",
    form: "pivot: {name: measure, value: mean}",
    read: |node, writing| {
        let mut map = Fields::of(node, "a `pivot` step", writing.file, writing.faults)?;
        let name = map.require("name");
        let value = map.require("value");
        map.finish();
        let mut text = |node| fields::string(node, writing.faults);
        let (name, value) = (text(name?)?, text(value?)?);
        Some(Box::new(Pivot { name, value }))
    },
};

struct Pivot {
    name: Spanned<String>,
    value: Spanned<String>,
}

impl Step for Pivot {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let name = columns.require(&self.name, faults)?;
        let value = columns.require(&self.value, faults)?;
        let keys: Vec<usize> = (0..columns.0.len())
            .filter(|at| *at != name && *at != value)
            .collect();
        let kept = keys.iter().map(|at| columns.0[*at].clone()).collect();
        Some(Begun {
            columns: None,
            flow: Box::new(Turned {
                step: self,
                name,
                value,
                keys,
                columns: Columns(kept),
                by_name: BTreeMap::new(),
                by_key: BTreeMap::new(),
                rows: Vec::new(),
                reader: context.reader,
                repeats: Repeats::default(),
                faults: Vec::new(),
            }),
        })
    }
}

struct Turned<'s> {
    step: &'s Pivot,
    name: usize,
    value: usize,
    /// The columns that tell rows apart.
    keys: Vec<usize>,
    /// The columns so far.
    columns: Columns,
    /// The new columns, by their names.
    by_name: BTreeMap<String, usize>,
    by_key: BTreeMap<String, usize>,
    /// The rows: the cells that tell them apart, then those of the new columns.
    rows: Vec<(Row, Vec<Option<RawCell>>)>,
    reader: Reader<'s>,
    repeats: Repeats,
    faults: Vec<Diagnostic>,
}

impl Turned<'_> {
    /// The new column of a name, made when the name is first seen.
    fn column(&mut self, heading: &RawCell) -> Option<usize> {
        let name = self.reader.text(heading);
        if let Some(at) = self.by_name.get(name) {
            return Some(*at);
        }
        let span = heading.span;
        if self.reader.is_blank_or_marked(name) {
            self.repeats.add(self.step.name.span, || {
                Diagnostic::error(
                    &code::MISSING_COLUMN,
                    span,
                    "this row does not say which column it belongs to",
                )
                .help("leave such rows out with `filter` first")
            });
            return None;
        }
        if self.by_name.len() == MOST_COLUMNS {
            self.repeats.add(self.step.value.span, || {
                Diagnostic::error(
                    &code::TOO_MANY_ROWS,
                    self.step.name.span,
                    format!("more than {MOST_COLUMNS} columns would come of this"),
                )
                .help("`name` is the column whose values become headings; is it another one?")
            });
            return None;
        }
        let at = self.by_name.len();
        self.by_name.insert(name.to_string(), at);
        let taken = self
            .columns
            .find(name)
            .filter(|taken| *taken < self.keys.len());
        if taken.is_some() {
            self.columns.add(name, span, &mut self.faults);
        }
        self.columns.0.push(Column {
            name: name.to_string(),
            hidden: false,
            notes: Vec::new(),
            span,
        });
        Some(at)
    }
}

impl Flow for Turned<'_> {
    fn row(&mut self, row: Row, _next: &mut dyn FnMut(Row)) {
        let Some(column) = self.column(&row[self.name]) else {
            return;
        };
        let mut key = String::new();
        for at in &self.keys {
            key.push_str(self.reader.text(&row[*at]));
            key.push('\u{1f}');
        }
        let at = *self.by_key.entry(key).or_insert_with(|| {
            let cells = self.keys.iter().map(|at| row[*at].clone()).collect();
            self.rows.push((cells, Vec::new()));
            self.rows.len() - 1
        });
        let cells = &mut self.rows[at].1;
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        let cell = row[self.value].clone();
        match &cells[column] {
            None => cells[column] = Some(cell),
            Some(first) => {
                let (first, name) = (first.span, &self.columns.0[self.keys.len() + column].name);
                self.repeats.add(self.step.value.span, || {
                    two_values(name, cell.span, first, self.step.value.span)
                });
            }
        }
    }

    fn end(&mut self, next: &mut dyn FnMut(Row)) {
        let width = self.by_name.len();
        for (mut row, mut cells) in std::mem::take(&mut self.rows) {
            cells.resize(width, None);
            let place = row.first().map_or(self.step.value.span, |cell| cell.span);
            let cells = cells.into_iter();
            row.extend(cells.map(|cell| cell.unwrap_or_else(|| RawCell::blank(place))));
            next(row);
        }
    }

    fn columns(&mut self) -> Option<Columns> {
        Some(self.columns.clone())
    }

    fn said(&mut self) -> Said {
        let mut faults = std::mem::take(&mut self.faults);
        faults.extend(self.repeats.take());
        Said {
            faults,
            notes: Vec::new(),
        }
    }
}

fn two_values(name: &str, second: Span, first: Span, step: Span) -> Diagnostic {
    Diagnostic::error(
        &code::TWO_VALUES,
        second,
        format!("two values fall on one cell of the column `{name}`"),
    )
    .other(first, "the first")
    .other(step, "the step that turns rows to columns")
    .help(
        "rows that are told apart by another column need it to be kept; to sum rows up, use \
         `group` first",
    )
}
