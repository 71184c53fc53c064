//! `group: {by: region, fields: {median: median(rate), n: count()}}`: one row for each group.
//!
//! Only what the aggregates need is kept of the rows.

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, code};
use crate::parse::fields::{self, Fields};
use crate::parse::yaml::Kind as NodeKind;
use crate::source::Spanned;

use super::aggregate::{self, AGGREGATES, Aggregate, Takes};
use super::columns::{Bound, Columns};
use super::expr::{Aggregated, Expression, Kind as PartKind};
use super::grouping::{Grouping, Made, Over};
use super::step::{Begun, Context, Kind, Step, Writing};

const FORM: &str = "fields: {median: median(rate), areas: count()}";

pub(super) const STEP: Kind = Kind {
    name: "group",
    form: "group: {by: region, fields: {median: median(rate)}}",
    read: |node, writing| {
        let mut map = Fields::of(node, "a `group` step", writing.file, writing.faults)?;
        let by = map.take("by");
        let made = map.require("fields");
        let total = map.take("total");
        map.finish();
        let by = by.map(|node| writing.names(node)).unwrap_or_default();
        let entries = writing.entries(made?, "`fields` is a map from names to expressions", FORM);
        let names: Vec<&'static str> = aggregate::names().collect();
        let mut fields = Vec::new();
        for entry in entries {
            let name = Spanned::new(entry.key.to_string(), entry.key_span);
            let expression = writing.expression(&entry.value, &names)?;
            let aggregates = checked(&expression, writing)?;
            fields.push((name, expression, aggregates));
        }
        let total = match total {
            Some(node) => total_of(node, &by, writing)?,
            None => Vec::new(),
        };
        Some(Box::new(Group { by, fields, total }))
    },
};

pub(super) struct Group {
    pub(super) by: Vec<Spanned<String>>,
    /// Names, how they are made, and the aggregates in that.
    fields: Vec<(Spanned<String>, Expression, Vec<Chosen>)>,
    /// What the columns of `by`, by their places, say in the rows of the total.
    pub(super) total: Vec<(usize, Spanned<String>)>,
}

/// An aggregate of an expression, found among those known.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    pub(super) aggregate: &'static Aggregate,
    pub(super) share: Decimal,
}

/// Looks up the aggregates of an expression and what they take.
fn checked(expression: &Expression, writing: &mut Writing<'_>) -> Option<Vec<Chosen>> {
    let chosen: Vec<Option<Chosen>> = expression
        .aggregates
        .iter()
        .map(|aggregated| {
            let chosen = choose(aggregated);
            chosen.map_err(|fault| writing.faults.push(*fault)).ok()
        })
        .collect();
    chosen.into_iter().collect()
}

fn choose(aggregated: &Aggregated) -> Result<Chosen, Box<Diagnostic>> {
    let name = &aggregated.name.value;
    let aggregate = AGGREGATES.iter().find(|it| it.name == name);
    let aggregate = aggregate.expect("the parser takes only names it was given");
    let given = aggregated.arguments.len();
    let wrong = |message: String| {
        Box::new(
            Diagnostic::error(&code::EXPRESSION, aggregated.span, message)
                .help(format!("write `{}`", aggregate.form)),
        )
    };
    if given != aggregate.takes.len() && !(given == 0 && aggregate.bare) {
        let values = if given == 1 { "value" } else { "values" };
        return Err(wrong(format!("`{name}` cannot take {given} {values}")));
    }
    let mut share = Decimal::ZERO;
    for (argument, takes) in aggregated.arguments.iter().zip(aggregate.takes) {
        if *takes == Takes::Share {
            share = match argument.root.kind {
                PartKind::Number(number) if number <= Decimal::ONE => number,
                _ => {
                    return Err(wrong(format!(
                        "`{name}` takes a share from 0 to 1, written out"
                    )));
                }
            };
        }
    }
    Ok(Chosen { aggregate, share })
}

/// `total: {region: England}`, or a word where there is one column in `by`.
fn total_of(
    node: &crate::parse::yaml::Node,
    by: &[Spanned<String>],
    writing: &mut Writing<'_>,
) -> Option<Vec<(usize, Spanned<String>)>> {
    if let (NodeKind::Scalar(_), [_]) = (&node.kind, by) {
        return Some(vec![(0, fields::string(node, writing.faults)?)]);
    }
    let form = "total: {region: England}";
    let entries = writing.entries(node, "`total` says what stands in a column of `by`", form);
    if entries.is_empty() {
        return None;
    }
    let mut total = Vec::new();
    for entry in entries {
        let Some(at) = by.iter().position(|name| name.value == entry.key) else {
            let known = by.iter().map(|name| name.value.as_str());
            writing.faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_COLUMN,
                    entry.key_span,
                    format!("`{}` is no column of `by`", entry.key),
                )
                .maybe_help(crate::diag::suggest(&entry.key, known.collect::<Vec<_>>())),
            );
            return None;
        };
        total.push((at, fields::string(&entry.value, writing.faults)?));
    }
    Some(total)
}

impl Step for Group {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let by = columns.require_all(&self.by, faults)?;
        let mut after = Columns(by.iter().map(|at| columns.0[*at].clone()).collect());
        let named = after.clone();
        let mut made = Vec::new();
        for (name, expression, aggregates) in &self.fields {
            after.add(&name.value, name.span, faults)?;
            let mut bound = Vec::new();
            for (aggregated, chosen) in expression.aggregates.iter().zip(aggregates) {
                let arguments = aggregated.arguments.iter();
                let arguments: Vec<Option<Bound<'s>>> = arguments
                    .map(|argument| Bound::new(argument, &columns, faults))
                    .collect();
                bound.push(Over {
                    chosen: *chosen,
                    span: aggregated.span,
                    arguments: arguments.into_iter().collect::<Option<_>>()?,
                });
            }
            made.push(Made {
                name,
                expression: outer(expression, &named, &columns, faults)?,
                over: bound,
                left_out: 0,
            });
        }
        Some(Begun {
            columns: Some(after),
            flow: Box::new(Grouping::new(self, by, made, context.reader)),
        })
    }
}

/// Binds what stands outside aggregates: only the columns of `by` have one value for a group.
fn outer<'s>(
    expression: &'s Expression,
    by: &Columns,
    columns: &Columns,
    faults: &mut Vec<Diagnostic>,
) -> Option<Bound<'s>> {
    let of_rows = expression
        .columns
        .iter()
        .find(|name| by.find(&name.value).is_none() && columns.find(&name.value).is_some());
    let Some(name) = of_rows else {
        return Bound::new(expression, by, faults);
    };
    let name_in = format!("`{}` is a value of each row, not of the group", name.value);
    faults.push(
        Diagnostic::error(&code::EXPRESSION, name.span, name_in).help(
            "say what of the group: `mean(…)`, `sum(…)`, or `first(…)` if all rows have the same",
        ),
    );
    None
}
