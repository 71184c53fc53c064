//! Numbers in prose: the words that are bound to a cell say what the cell says.

use crate::claim::{self, Side, Unreadable, Verdict};
use crate::diag::{Diagnostic, code};
use crate::model::{Bound, Dataset, FieldId, Site, Value};
use crate::source::Span;

/// Looks at every bound number of the site.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    site.each_claim(&mut |bound| {
        if let Some((dataset, row, field)) = bound.cell {
            faults.extend(one(bound, site.dataset(dataset), row, field));
        }
    });
    faults
}

fn one(bound: &Bound, data: &Dataset, row: usize, field: FieldId) -> Option<Diagnostic> {
    let cell = data.cell(row, field);
    let value = match &cell.value {
        Value::Number(value) => *value,
        Value::Year(year) => (*year).into(),
        Value::Missing(marker) => {
            return Some(
                Diagnostic::error(
                    &code::CLAIM_NO_VALUE,
                    bound.span,
                    format!("the cell holds no value: {}", marker.meaning),
                )
                .other(cell.span, "the cell")
                .help("take the link out, or bind the words to a cell with a value"),
            );
        }
        _ => {
            return Some(
                Diagnostic::error(
                    &code::CLAIM_NO_VALUE,
                    bound.span,
                    format!("the field `{}` holds no numbers", data.field(field).name),
                )
                .other(cell.span, "the cell")
                .help("bind the words to a field of numbers"),
            );
        }
    };
    let claim = match claim::read(&bound.words, &bound.after) {
        Ok(claim) => claim,
        Err(unreadable) => return Some(unread(bound, &unreadable)),
    };
    match claim::verify(&claim, value, data.field(field)) {
        Verdict::Agrees => None,
        Verdict::Disagrees(mismatch) => Some(
            Diagnostic::error(&code::CLAIM_WRONG, bound.span, mismatch.message())
                .other(cell.span, "the data")
                .help(mismatch.help()),
        ),
    }
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
