//! The channels of a figure: a field by its name, or a map with the field and what to do with it.

use rust_decimal::Decimal;

use super::strings;
use crate::diag::{Diagnostic, code};
use crate::model::{Bin, SeriesBreak};
use crate::parse::fields::{self, Fields};
use crate::parse::yaml::{Kind, Node};
use crate::source::{Span, Spanned};

/// How many bins there are where the author leaves it open (`bin: true`), as in Vega-Lite.
const USUAL_BINS: u32 = 10;
/// Narrower panels than those of so many columns show nothing.
const MOST_COLUMNS: u32 = 6;

/// What `x` or `y` says.
#[derive(Default)]
pub(super) struct Position {
    /// The fields, in order.
    pub(super) fields: Vec<Spanned<String>>,
    /// How their numbers are put into bins.
    pub(super) bin: Option<Spanned<Bin>>,
    /// What is counted, where the channel holds no field but counts.
    pub(super) count: Option<Spanned<String>>,
    /// What its axis is called, where the heading of the field says too little.
    pub(super) title: Option<Spanned<String>>,
}

/// What `color` says.
#[derive(Default)]
pub(super) struct Series {
    /// The field.
    pub(super) field: Option<Spanned<String>>,
    /// The stated order of its values.
    pub(super) order: Vec<Spanned<String>>,
    /// Where it says that its values go from little to much.
    pub(super) ordered: Option<Span>,
}

/// Reads `x` or `y`: a field, a list of fields, `{field: score, bin: 20}`, `{field: mean, title: Mean
/// of wards}` or `{count: wards}`.
pub(super) fn position(map: &mut Fields<'_, '_>, key: &'static str) -> Position {
    let mut found = Position::default();
    for node in map.list(key) {
        let Kind::Map(_) = node.kind else {
            found.fields.extend(fields::string(node, map.faults));
            continue;
        };
        let Some(mut inner) = Fields::of(node, "a channel", map.file, map.faults) else {
            continue;
        };
        found.count = inner.string("count").or(found.count);
        if found.count.is_none() || inner.key_span("field").is_some() {
            match inner.key_span("field") {
                Some(_) => found.fields.extend(strings(&mut inner, "field")),
                None => drop(inner.require("field")),
            }
        }
        found.title = inner.string("title").or(found.title);
        let bin = inner.take("bin").and_then(|node| bin(node, inner.faults));
        found.bin = bin.or(found.bin);
        inner.finish();
    }
    found
}

/// Reads `color`: a field, or `{field: answer, sort: [Disagree, Neither, Agree]}`, or `{field: band,
/// ordered: true}`.
pub(super) fn color(map: &mut Fields<'_, '_>) -> Series {
    let mut series = Series::default();
    let Some(node) = map.take("color") else {
        return series;
    };
    let Kind::Map(_) = node.kind else {
        series.field = fields::string(node, map.faults);
        return series;
    };
    let Some(mut inner) = Fields::of(node, "a channel", map.file, map.faults) else {
        return series;
    };
    let field = inner.require("field");
    series.field = field.and_then(|node| fields::string(node, inner.faults));
    series.order = strings(&mut inner, "sort");
    let span = inner.key_span("ordered");
    series.ordered = span.filter(|_| inner.flag("ordered"));
    inner.finish();
    series
}

/// Reads `facet`: a field, or `{by: region, columns: 3}`.
pub(super) fn facet(map: &mut Fields<'_, '_>) -> (Option<Spanned<String>>, Option<Spanned<u32>>) {
    let Some(node) = map.take("facet") else {
        return (None, None);
    };
    let Kind::Map(_) = node.kind else {
        return (fields::string(node, map.faults), None);
    };
    let Some(mut inner) = Fields::of(node, "a facet", map.file, map.faults) else {
        return (None, None);
    };
    let by = inner.require("by");
    let by = by.and_then(|node| fields::string(node, inner.faults));
    let columns = inner.take("columns");
    let columns = columns.and_then(|node| {
        let count = fields::count(node, inner.faults)?;
        if (1..=MOST_COLUMNS).contains(&count.value) {
            return Some(count);
        }
        let message = format!("{} panels do not fit side by side", count.value);
        let fault = Diagnostic::error(&code::WRONG_TYPE, count.span, message);
        let help = format!("write a number from 1 to {MOST_COLUMNS}");
        inner.faults.push(fault.help(help));
        None
    });
    inner.finish();
    (by, columns)
}

/// `bin: true`, `bin: 20` for at most twenty bins, or `bin: {step: 0.05}` for their width.
fn bin(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<Bin>> {
    let help = "write `bin: 20` for at most twenty bins, or `bin: {step: 5}` for bins of width 5";
    if let Kind::Map(_) = node.kind {
        let mut map = Fields::of(node, "a bin", "", faults)?;
        let step = map.require("step");
        let step = step.and_then(|node| fields::decimal(node, map.faults));
        map.finish();
        let step = step?;
        if step.value <= Decimal::ZERO {
            let fault = Diagnostic::error(&code::WRONG_TYPE, step.span, "a bin is wider than zero");
            faults.push(fault.help(help));
            return None;
        }
        return Some(Spanned::new(Bin::Step(step.value), step.span));
    }
    let most = match fields::scalar(node) {
        Some("true") => Some(USUAL_BINS),
        Some(text) => text.parse::<u32>().ok().filter(|most| *most > 0),
        None => None,
    };
    let Some(most) = most else {
        let message = "`bin` is `true`, a whole number of bins, or their width";
        faults.push(fields::wrong_type(node, message).help(help));
        return None;
    };
    if most > Bin::MOST {
        let message = format!("{most} bins are too many to be seen apart");
        let fault = Diagnostic::error(&code::TOO_MANY_BINS, node.span, message);
        faults.push(fault.help(format!("write a number up to {}", Bin::MOST)));
        return None;
    }
    Some(Spanned::new(Bin::Most(most), node.span))
}

type Interval = (Spanned<String>, Spanned<String>);

/// Reads `ci`: `[lower, upper]` or `{low: lower, high: upper, level: 95}`.
pub(super) fn interval(map: &mut Fields<'_, '_>) -> (Option<Interval>, Option<Spanned<Decimal>>) {
    const HELP: &str = "write `ci: [lower, upper]` or `ci: {low: lower, high: upper, level: 95}`";
    let Some(node) = map.take("ci") else {
        return (None, None);
    };
    if let Kind::Map(_) = node.kind {
        let Some(mut inner) = Fields::of(node, "an interval", map.file, map.faults) else {
            return (None, None);
        };
        let low = inner.require("low");
        let low = low.and_then(|node| fields::string(node, inner.faults));
        let high = inner.require("high");
        let high = high.and_then(|node| fields::string(node, inner.faults));
        let level = inner.take("level");
        let level = level.and_then(|node| self::level(node, inner.faults));
        inner.finish();
        return (low.zip(high), level);
    }
    let ends = strings(map, "ci");
    let Ok([low, high]) = <[Spanned<String>; 2]>::try_from(ends) else {
        let message = "`ci` names two fields: the lower and the upper end of the interval";
        map.faults
            .push(fields::wrong_type(node, message).help(HELP));
        return (None, None);
    };
    (Some((low, high)), None)
}

/// A confidence level in per cent, `95` or `95%`.
fn level(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<Decimal>> {
    let text = fields::string(node, faults)?;
    let digits = text.value.trim_end_matches('%').trim_end();
    match digits.parse::<Decimal>() {
        Ok(level) if level > Decimal::ONE && level < Decimal::ONE_HUNDRED => {
            Some(Spanned::new(level, text.span))
        }
        _ => {
            let message = "`level` is a confidence level in per cent, between 1 and 100";
            faults.push(fields::wrong_type(node, message).help("write `level: 95`"));
            None
        }
    }
}

/// Reads `breaks`: a map from periods to what changed, or a list of periods.
pub(super) fn breaks(map: &mut Fields<'_, '_>) -> Vec<SeriesBreak> {
    let Some(node) = map.take("breaks") else {
        return Vec::new();
    };
    let Kind::Map(entries) = &node.kind else {
        let unnamed = |at| SeriesBreak {
            at,
            label: "break in the series".to_string(),
        };
        return strings(map, "breaks").into_iter().map(unnamed).collect();
    };
    let read = |entry: &crate::parse::yaml::Entry, faults: &mut Vec<Diagnostic>| {
        let label = fields::string(&entry.value, faults)?;
        Some(SeriesBreak {
            at: Spanned::new(entry.key.to_string(), entry.key_span),
            label: label.value,
        })
    };
    entries
        .iter()
        .filter_map(|entry| read(entry, map.faults))
        .collect()
}
