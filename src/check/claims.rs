//! Numbers in prose: the words that are bound to a value say what the data says.

use crate::check::judged::judge;
use crate::claim::{
    LeftOut, Mismatch, Part, Side, Undefined, UndefinedReason, Unreadable, Verdict,
};
use crate::diag::{Code, Diagnostic, code};
use crate::model::{Bound, CellId, Dataset, Formula, Site, Term, Value};
use crate::source::Span;

/// How many cells of a formula a report points to.
const CELLS_SHOWN: usize = 3;

/// Looks at every bound number of the site.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    site.each_claim(&mut |_, bound| {
        faults.extend(one(bound, &site.datasets));
    });
    faults
}

fn one(bound: &Bound, data: &[Dataset]) -> Vec<Diagnostic> {
    let judged = match judge(bound, data) {
        Some(Ok(judged)) => judged,
        Some(Err(undefined)) => return vec![nothing(bound, &undefined, data)],
        None => return Vec::new(),
    };
    let left_out = judged.evaluated.left_out.iter();
    let mut faults: Vec<Diagnostic> = left_out.map(|left| without(left, data)).collect();
    match judged.said {
        Err(unreadable) => faults.push(unread(bound, &unreadable)),
        Ok((_, Verdict::Disagrees(mismatch))) => faults.push(wrong(bound, &mismatch, data)),
        Ok(_) => {}
    }
    faults
}

/// The report of words that say something else than the data.
fn wrong(bound: &Bound, mismatch: &Mismatch, data: &[Dataset]) -> Diagnostic {
    let fault =
        Diagnostic::error(code_of(mismatch), bound.span, mismatch.message()).help(mismatch.help());
    let cells = bound.formula.iter().flat_map(cells_shown);
    cells.fold(fault, |fault, cell| {
        fault.other(place(cell, data), "the data")
    })
}

/// A wrong direction alone is a fault of its own kind.
fn code_of(mismatch: &Mismatch) -> &'static Code {
    if mismatch.parts == [Part::Direction] {
        &code::CLAIM_DIRECTION
    } else {
        &code::CLAIM_WRONG
    }
}

/// The first cells that a formula names.
fn cells_shown(formula: &Formula) -> Vec<CellId> {
    let mut cells = Vec::new();
    formula.each_term(&mut |term| {
        if let Term::Cell(cell) = term
            && cells.len() < CELLS_SHOWN
        {
            cells.push(*cell);
        }
    });
    cells
}

fn place(cell: CellId, data: &[Dataset]) -> Span {
    data[cell.dataset.0].cell(cell.row, cell.field).span
}

/// The report of a formula that comes to nothing.
fn nothing(bound: &Bound, undefined: &Undefined, data: &[Dataset]) -> Diagnostic {
    let code: &'static Code = match &undefined.reason {
        UndefinedReason::Missing(_)
        | UndefinedReason::NoNumbers(_)
        | UndefinedReason::NothingThere(_) => &code::CLAIM_NO_VALUE,
        UndefinedReason::Mixed(..) => &code::CLAIM_MIXED_UNITS,
        UndefinedReason::Zero(_)
        | UndefinedReason::FromNegative
        | UndefinedReason::NotAmong
        | UndefinedReason::TooLarge(_) => &code::CLAIM_CALCULATION,
    };
    let (span, cell) = match &undefined.reason {
        UndefinedReason::Missing(cell) | UndefinedReason::NoNumbers(cell) => {
            (bound.span, Some(*cell))
        }
        _ => (undefined.span, None),
    };
    let fault = Diagnostic::error(code, span, undefined.message(data)).help(undefined.help());
    match cell {
        Some(cell) => fault.other(place(cell, data), "the cell"),
        None => fault,
    }
}

/// The report of cells that a function did without.
fn without(left: &LeftOut, data: &[Dataset]) -> Diagnostic {
    let are = if left.cells.len() == 1 { "is" } else { "are" };
    let mut fault = Diagnostic::warning(
        &code::CLAIM_LEFT_OUT,
        left.span,
        format!(
            "{} of the {} cells of `{}` {are} left out, having no value",
            left.cells.len(),
            left.of,
            left.function.name()
        ),
    )
    .help("say so in the text, and see that the number is still true without them");
    for cell in left.cells.iter().take(CELLS_SHOWN) {
        let value = &data[cell.dataset.0].cell(cell.row, cell.field).value;
        if let Value::Missing(marker) = value {
            fault = fault.other(place(*cell, data), marker.meaning.clone());
        }
    }
    fault
}

fn unread(bound: &Bound, unreadable: &Unreadable) -> Diagnostic {
    // The place inside the words can be shown where they stand in the file as they are read.
    let words = bound.span;
    let as_read = (words.end - words.start) as usize == bound.words.len();
    let place = unreadable.place;
    let span: Span = if as_read && place.side == Side::Words {
        words.part(place.start, place.end)
    } else {
        words
    };
    Diagnostic::error(&code::CLAIM_UNREADABLE, span, unreadable.message()).help(unreadable.help())
}
