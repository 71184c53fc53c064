//! The steps of a dataset in turn, over its rows.

use crate::diag::Diagnostic;
use crate::model::{Inline, Words};
use crate::parse::markdown::RawText;
use crate::parse::table::{Origin, RawTable};
use crate::source::Span;

use super::columns::Columns;
use super::step::{Begun, Context, Flow, Row, Step};
use super::{MOST_ROWS, too_many};

/// What became of a table.
pub(super) struct Shaped {
    /// None when there were faults.
    pub(super) table: Option<RawTable>,
    pub(super) faults: Vec<Diagnostic>,
    /// How it was made, for readers.
    pub(super) notes: Vec<RawText>,
}

/// Runs steps over a table; `last` is where the last of them stands.
pub(super) fn run(
    table: RawTable,
    steps: &[Box<dyn Step>],
    context: &Context<'_>,
    last: Span,
) -> Shaped {
    let mut faults = Vec::new();
    let mut notes = Vec::new();
    let (mut columns, around) = (Columns(table.columns), table.notes);
    let mut rows = table.rows;
    let mut steps = steps.iter();
    let mut whole = true;
    while whole && steps.len() > 0 {
        // What keeps steps from beginning has been reported, here or where it was named.
        let Some((flows, after)) = begin(&mut steps, columns.clone(), context, &mut faults) else {
            whole = false;
            break;
        };
        let most = match steps.len() {
            0 => MOST_ROWS,
            _ => usize::MAX,
        };
        let passed = pass(rows, flows, most);
        faults.extend(passed.faults);
        notes.extend(passed.notes);
        rows = passed.rows;
        columns = passed.columns.unwrap_or(after);
        if passed.count > rows.len() && faults.is_empty() {
            faults.push(too_many(last, passed.count));
        }
        whole = faults.is_empty();
    }
    let table = RawTable {
        columns: columns.0,
        rows,
        notes: around,
        origin: Origin::Shaped { step: last },
    };
    Shaped {
        table: whole.then_some(table),
        faults,
        notes: notes.iter().map(|note| text(note)).collect(),
    }
}

/// How many steps rows pass through at once: each hands them to the next from within.
const MOST_AT_ONCE: usize = 64;

/// Begins steps up to one of which only the rows will say the columns; that one included. No more than rows
/// can pass through at once.
fn begin<'s>(
    steps: &mut std::slice::Iter<'s, Box<dyn Step>>,
    mut columns: Columns,
    context: &Context<'s>,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Vec<Box<dyn Flow + 's>>, Columns)> {
    let mut flows = Vec::new();
    for step in steps.by_ref().take(MOST_AT_ONCE) {
        let Begun {
            columns: after,
            flow,
        } = step.begin(columns.clone(), context, faults)?;
        flows.push(flow);
        match after {
            Some(after) => columns = after,
            None => break,
        }
    }
    Some((flows, columns))
}

struct Passed {
    rows: Vec<Row>,
    /// How many rows there were; those beyond what a page can show are not kept.
    count: usize,
    columns: Option<Columns>,
    faults: Vec<Diagnostic>,
    notes: Vec<String>,
}

/// Passes rows through flows, one at a time, and keeps the first `most` that come out.
fn pass(rows: Vec<Row>, mut flows: Vec<Box<dyn Flow + '_>>, most: usize) -> Passed {
    let mut kept = Vec::new();
    let mut count = 0;
    let mut keep = |row: Row| {
        count += 1;
        if count <= most {
            kept.push(row);
        }
    };
    for row in rows {
        push(&mut flows, row, &mut keep);
    }
    for at in 0..flows.len() {
        let (this, later) = flows.split_at_mut(at + 1);
        this[at].end(&mut |row| push(later, row, &mut keep));
    }
    let mut faults = Vec::new();
    let mut notes = Vec::new();
    for flow in &mut flows {
        let said = flow.said();
        faults.extend(said.faults);
        notes.extend(said.notes);
    }
    let columns = flows.last_mut().and_then(|flow| flow.columns());
    Passed {
        rows: kept,
        count,
        columns,
        faults,
        notes,
    }
}

fn push(flows: &mut [Box<dyn Flow + '_>], row: Row, keep: &mut dyn FnMut(Row)) {
    match flows.split_first_mut() {
        Some((first, later)) => first.row(row, &mut |row| push(later, row, keep)),
        None => keep(row),
    }
}

/// A sentence for the notes, its names and calculations as code.
fn text(note: &str) -> RawText {
    let pieces = note.split(CODE).enumerate();
    let pieces = pieces.filter(|(_, piece)| !piece.is_empty());
    let mut words = Words::default();
    let content = pieces.map(|(at, piece)| match at % 2 {
        0 => Inline::Text(words.push(piece)),
        _ => Inline::Code(words.push(piece)),
    });
    RawText {
        content: content.collect(),
        words,
        ..RawText::default()
    }
}

/// What stands around code in a sentence: no text holds it.
const CODE: char = '\u{1f}';

/// A name or a calculation, for a sentence of the notes.
pub(super) fn quoted(name: &str) -> String {
    format!("{CODE}{}{CODE}", name.replace(CODE, " "))
}
