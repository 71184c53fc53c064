//! What the data of a figure may not be, and how that is said.

use super::grid::{Fields, MOST_SERIES};
use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Dataset, Field, FieldId, Figure, Reference};
use crate::source::{Span, Spanned};

/// Whether the figure shows any row; reports it where not.
pub(crate) fn has_rows(figure: &Figure, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if figure.rows.is_empty() {
        let message = format!("figure `{}` shows no row", figure.name);
        let found = Diagnostic::error(&code::NO_ROWS, figure.span, message);
        diagnostics.push(found.help("check the values in `where`"));
    }
    !figure.rows.is_empty()
}

/// Reports each `focus` and `reference` that is none of the values shown.
pub(crate) fn check_names<'a>(
    figure: &Figure,
    diagnostics: &mut Vec<Diagnostic>,
    shown: impl FnOnce() -> Vec<&'a str>,
) {
    let reference = match &figure.reference {
        Some(Reference::Value(name)) => Some(("reference", name)),
        _ => None,
    };
    let focus = figure.focus.iter().map(|name| ("focus", name));
    let asked: Vec<_> = focus.chain(reference).collect();
    if asked.is_empty() {
        return;
    }
    let mut known = shown();
    known.sort_unstable();
    known.dedup();
    for (key, name) in asked {
        if !known.contains(&name.value.as_str()) {
            let message = format!(
                "`{key}` names `{}`, which the figure does not show",
                name.value
            );
            let found = Diagnostic::error(&code::NOT_IN_FIGURE, name.span, message);
            diagnostics.push(found.maybe_help(suggest(&name.value, known.iter().copied())));
        }
    }
}

/// More series than can be told apart.
pub(crate) fn too_many(figure: &Figure, span: Option<Span>, count: usize) -> Diagnostic {
    let message = format!("figure `{}` shows {count} series", figure.name);
    let span = span.unwrap_or(figure.span);
    Diagnostic::error(&code::TOO_MANY_SERIES, span, message).help(format!(
        "choose at most {MOST_SERIES} with `where`, or write several figures"
    ))
}

/// Two rows for one place of a chart.
pub(crate) fn twice(dataset: &Dataset, fields: Fields, first: usize, second: usize) -> Diagnostic {
    let name = |field: FieldId| dataset.cell(second, field).value.published();
    let what = match fields.series {
        None => format!("`{}`", name(fields.category)),
        Some(series) => format!("`{}` and `{}`", name(fields.category), name(series)),
    };
    let number = |row: usize| dataset.cell(row, fields.number).span;
    Diagnostic::error(
        &code::DUPLICATE_POINT,
        number(second),
        format!("two values for {what} in one chart"),
    )
    .label("the second value")
    .other(number(first), "the first value")
    .help("choose one with `where`, or tell them apart with `color`")
}

/// Reports a field that is not measured in the unit of another on the same axis.
pub(crate) fn mixed_units(
    dataset: &Dataset,
    first: FieldId,
    other: &Spanned<FieldId>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (one, two) = (dataset.field(first), dataset.field(other.value));
    if one.unit != two.unit {
        let words = |field: &Field| {
            field
                .unit
                .as_ref()
                .map_or_else(|| "no unit".to_string(), |unit| unit.in_words())
        };
        let message = format!(
            "`{}` is in {} and `{}` in {}",
            one.name,
            words(one),
            two.name,
            words(two)
        );
        let found = Diagnostic::error(&code::MIXED_UNITS, other.span, message);
        diagnostics.push(found.help("show them in two figures, or give both the same `unit`"));
    }
}
