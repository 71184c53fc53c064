//! What a step is: a row of [`STEPS`], read from YAML once, and a flow that rows pass through.
//!
//! Rows are passed on one at a time, so that what a later step leaves out or sums up is never
//! held whole.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code, suggest};
use crate::parse::fields;
use crate::parse::table::RawCell;
use crate::parse::yaml::{Entry, Kind as NodeKind, Node};
use crate::source::{SitePath, Span, Spanned};

use super::columns::Columns;
use super::expr::{self, Expression};
use super::order::Made;
use super::reader::Reader;
use super::{derive, filter, group, join, pivot, rename, select, sort, unpivot};

/// A kind of step.
pub(super) struct Kind {
    /// The key by which it is written.
    pub(super) name: &'static str,
    /// An example, for help.
    pub(super) form: &'static str,
    /// Reads what is written after the key.
    pub(super) read: fn(&Node<'_>, &mut Writing<'_>) -> Option<Box<dyn Step>>,
}

/// Every kind of step.
pub(super) static STEPS: &[Kind] = &[
    select::STEP,
    rename::STEP,
    filter::STEP,
    sort::STEP,
    derive::STEP,
    unpivot::STEP,
    pivot::STEP,
    join::STEP,
    group::STEP,
];

/// A step as written.
pub(super) trait Step: Send + Sync {
    /// Looks up the columns it names, and makes ready to take rows. None when a column is not
    /// there, which is reported.
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>>;

    /// The descriptions of other datasets that it reads.
    fn joins(&self) -> Vec<&Spanned<String>> {
        Vec::new()
    }
}

/// The cells of a row, one for each column.
pub(super) type Row = Vec<RawCell>;

/// A step that is ready.
pub(super) struct Begun<'s> {
    /// The columns after it; none when only the rows will say.
    pub(super) columns: Option<Columns>,
    /// What takes the rows.
    pub(super) flow: Box<dyn Flow + 's>,
}

/// What takes the rows of a step, one by one, and passes others on.
pub(super) trait Flow {
    /// Takes a row.
    fn row(&mut self, row: Row, next: &mut dyn FnMut(Row));

    /// Passes on what has been held back, when there are no more rows.
    fn end(&mut self, _next: &mut dyn FnMut(Row)) {}

    /// The columns of what was passed on, where only the rows could say.
    fn columns(&mut self) -> Option<Columns> {
        None
    }

    /// What there is to say, when all rows have passed.
    fn said(&mut self) -> Said {
        Said::default()
    }
}

/// What a step says about the rows.
#[derive(Default)]
pub(super) struct Said {
    /// To the author.
    pub(super) faults: Vec<Diagnostic>,
    /// To readers: sentences for the notes of the dataset.
    pub(super) notes: Vec<String>,
}

/// What steps see besides their rows.
#[derive(Clone, Copy)]
pub(super) struct Context<'s> {
    /// How text is read.
    pub(super) reader: Reader<'s>,
    /// The folder of the description, from which others are named.
    pub(super) folder: &'s SitePath,
    /// The datasets that are finished.
    pub(super) datasets: &'s Made,
}

/// What is needed to read a step.
pub(super) struct Writing<'w> {
    /// The text of the description.
    pub(super) file: &'w str,
    /// Where faults go.
    pub(super) faults: &'w mut Vec<Diagnostic>,
}

impl Writing<'_> {
    /// A name or a list of names.
    pub(super) fn names(&mut self, node: &Node) -> Vec<Spanned<String>> {
        let items = match &node.kind {
            NodeKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let names = items
            .iter()
            .filter_map(|item| fields::string(item, self.faults));
        names.collect()
    }

    /// A map from new names to something; reports anything else.
    pub(super) fn entries<'n>(
        &mut self,
        node: &'n Node<'n>,
        what: &str,
        form: &str,
    ) -> &'n [Entry<'n>] {
        match &node.kind {
            NodeKind::Map(entries) => entries,
            _ => {
                self.faults
                    .push(fields::wrong_type(node, what).help(format!("write `{form}`")));
                &[]
            }
        }
    }

    /// An expression, in which `aggregates` may stand for a group.
    pub(super) fn expression(
        &mut self,
        node: &Node,
        aggregates: &[&'static str],
    ) -> Option<Expression> {
        let text = fields::string(node, self.faults)?;
        let passage = fields::passage(node, &text.value, self.file);
        match expr::parse(&passage, aggregates) {
            Ok(expression) => Some(expression),
            Err(fault) => {
                self.faults.push(*fault);
                None
            }
        }
    }
}

/// Reads the steps of a dataset. What cannot be read is reported; then there are none.
pub(super) fn read(
    node: &Node,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<Box<dyn Step>>> {
    let NodeKind::List(items) = &node.kind else {
        faults.push(
            fields::wrong_type(node, "`shape` is a list of steps")
                .help("begin each step with `- `: `- filter: rate > 5`"),
        );
        return None;
    };
    let before = faults.len();
    let mut steps = Vec::new();
    for item in items {
        steps.extend(step(item, file, faults));
    }
    (faults.len() == before).then_some(steps)
}

fn step(item: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<Box<dyn Step>> {
    let entries = match &item.kind {
        NodeKind::Map(entries) => entries.as_slice(),
        _ => &[],
    };
    let [entry] = entries else {
        let message = match entries.len() {
            0 => "a step is one key with what it works on",
            _ => "a step has one key; these are several steps",
        };
        faults.push(
            fields::wrong_type(item, message)
                .help("begin each step with `- `: `- select: [area, rate]`"),
        );
        return None;
    };
    let Some(kind) = STEPS.iter().find(|kind| kind.name == entry.key) else {
        let known = STEPS.iter().map(|kind| kind.name);
        faults.push(
            Diagnostic::error(
                &code::UNKNOWN_STEP,
                entry.key_span,
                format!("there is no step `{}`", entry.key),
            )
            .maybe_help(suggest(&entry.key, known)),
        );
        return None;
    };
    if entry.value.is_null() {
        faults.push(
            Diagnostic::error(
                &code::MISSING_KEY,
                entry.key_span,
                format!("`{}` says nothing", kind.name),
            )
            .help(format!("write `{}`", kind.form)),
        );
        return None;
    }
    (kind.read)(&entry.value, &mut Writing { file, faults })
}

/// Faults of single rows, of which one for each place in the description is shown.
#[derive(Default)]
pub(super) struct Repeats(BTreeMap<Span, (Diagnostic, usize)>);

impl Repeats {
    /// Counts a fault of `part`, and keeps it if it is the first.
    pub(super) fn add(&mut self, part: Span, fault: impl FnOnce() -> Diagnostic) {
        match self.0.get_mut(&part) {
            Some((_, more)) => *more += 1,
            None => {
                self.0.insert(part, (fault(), 0));
            }
        }
    }

    /// The faults, each with how many more are like it.
    pub(super) fn take(&mut self) -> Vec<Diagnostic> {
        let found = std::mem::take(&mut self.0).into_values();
        found
            .map(|(mut fault, more)| {
                match more {
                    0 => {}
                    1 => fault.message += "; one other row is like it",
                    more => fault.message += &format!("; {more} other rows are like it"),
                }
                fault
            })
            .collect()
    }
}
