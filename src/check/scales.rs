//! Columns whose title or heading says that they are counted in millions, and whose numbers are read as
//! they stand: a sentence about millions of pounds would be held against pounds.

use crate::diag::{Diagnostic, code};
use crate::model::scale::Stated;
use crate::model::{Field, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let fields = site.datasets.iter().flat_map(|data| &data.fields);
    fields
        .filter_map(|field| Some(one(field, field.scale.as_deref()?)))
        .collect()
}

fn one(field: &Field, stated: &Stated) -> Diagnostic {
    let read = match &field.unit {
        None => "and its numbers are read as they stand".to_string(),
        Some(unit) => format!("and would be read as whole {}", unit.in_words()),
    };
    let unit = match (&field.unit, &stated.scale.unit) {
        (None, Some(unit)) => format!(", with `unit: {unit}`"),
        _ => String::new(),
    };
    let column = match stated.named {
        true => ", leave `column` out",
        false => "",
    };
    let counted = stated.scale.in_words();
    Diagnostic::warning(
        &code::STATED_SCALE,
        stated.span,
        format!(
            "`{}` is counted in {counted}, {read}",
            stated.words
        ),
    )
    .help(format!(
        "make whole numbers of it under `shape`, `{}`{column}, and leave the {counted} out of its title{unit}",
        stated.scale.step(&field.name, &stated.column)
    ))
}
