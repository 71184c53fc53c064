//! What a bound number says beside its data: the one judgement by which numbers are reported and put
//! right.

use crate::claim::{self, Claim, Evaluated, Undefined, Unreadable, Verdict};
use crate::model::{Bound, Dataset, Formula, Term, Value};

/// A bound number whose formula comes to something.
pub(super) struct Judged {
    /// What the data says.
    pub(super) evaluated: Evaluated,
    /// What the words say, and whether it is the same.
    pub(super) said: Result<(Claim, Verdict), Unreadable>,
}

/// Judges a bound number. None where it is bound to nothing, or to cells that could not be read,
/// which has been reported.
pub(super) fn judge(bound: &Bound, data: &[Dataset]) -> Option<Result<Judged, Undefined>> {
    let formula = bound.formula.as_ref()?;
    if is_unread(formula, data) {
        return None;
    }
    let judged = claim::evaluate(formula, data).map(|evaluated| {
        let said = claim::joined(&bound.before, &bound.words, &bound.after)
            .and_then(|()| claim::read(&bound.words, &bound.after))
            .map(|claim| {
                let (before, after) = (&bound.before, &bound.after);
                let verdict = claim::verify_after(before, after, &claim, &evaluated.quantity);
                (claim, verdict)
            });
        Judged { evaluated, said }
    });
    Some(judged)
}

/// Whether a formula needs cells of which some could not be read, or of rows that are there twice.
fn is_unread(formula: &Formula, data: &[Dataset]) -> bool {
    let mut found = false;
    formula.each_term(&mut |term| {
        found |= match term {
            Term::Cell(cell) => {
                let data = &data[cell.dataset.0];
                let value = &data.cell(cell.row, cell.field).value;
                data.doubled || data.unread && matches!(value, Value::Missing(_))
            }
            Term::Column(column) => data[column.dataset.0].is_doubtful(),
            Term::Call(..) => false,
        };
    });
    found
}
