//! What the data of a figure may not be, and how that is said.

use super::cut::Cut;
use super::grid::{Fields, Grid, Name};
use super::period::{Times, times};
use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Dataset, Field, FieldId, Reference, Value};
use crate::source::{Span, Spanned};

/// Whether the figure shows any row; reports it where not.
pub(crate) fn has_rows(figure: &Cut<'_>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if figure.rows.is_empty() {
        let message = format!("figure `{}` shows no row", figure.name);
        let found = Diagnostic::error(&code::NO_ROWS, figure.span, message);
        diagnostics.push(found.help("check the values in `where`"));
    }
    !figure.rows.is_empty()
}

/// Reports each `focus` and `reference` that is none of the values shown.
pub(crate) fn check_names<'a>(
    figure: &Cut<'_>,
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

/// Where each of the series stands that an order names; fewer than the series where the order
/// leaves one out or names one that is not there, which is reported.
pub(crate) fn stated_order(
    series: &[Name],
    order: &[Spanned<String>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<usize> {
    let mut places = Vec::new();
    let is = |name: &Name, word: &str| name.published == word || name.label == word;
    for word in order {
        match series.iter().position(|name| is(name, &word.value)) {
            Some(place) if !places.contains(&place) => places.push(place),
            Some(_) => {
                let message = format!("`sort` names `{}` twice", word.value);
                let found = Diagnostic::error(&code::SERIES_ORDER, word.span, message);
                diagnostics.push(found.help("name each of the series once"));
            }
            None => {
                let message = format!("`sort` names `{}`, which is no series here", word.value);
                let found = Diagnostic::error(&code::SERIES_ORDER, word.span, message);
                let known = series.iter().map(|name| name.published.as_str());
                diagnostics.push(found.maybe_help(suggest(&word.value, known)));
            }
        }
    }
    if places.len() < order.len() {
        return Vec::new();
    }
    let left_out = (0..series.len()).find(|place| !places.contains(place));
    if let (Some(place), Some(last)) = (left_out, order.last()) {
        let message = format!("`sort` leaves out `{}`", series[place].published);
        let found = Diagnostic::error(&code::SERIES_ORDER, last.span, message);
        diagnostics.push(found.help("name each of the series once, or leave it out with `where`"));
    }
    places
}

/// Whether each interval runs from its lower to its upper end and holds its estimate; reports
/// those that do not.
pub(crate) fn intervals(
    figure: &Cut<'_>,
    dataset: &Dataset,
    fields: Fields,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let Some((low, high)) = fields.interval else {
        return true;
    };
    let before = diagnostics.len();
    if let Some(found) = reversed(figure, dataset, low, high) {
        diagnostics.push(found);
        return false;
    }
    for &row in figure.rows {
        let number = |field: FieldId| dataset.cell(row, field).value.number();
        let name = dataset.cell(row, fields.category).value.published();
        let name = match fields.series {
            Some(series) => format!(
                "`{name}` and `{}`",
                dataset.cell(row, series).value.published()
            ),
            None => format!("`{name}`"),
        };
        let (Some(from), Some(to)) = (number(low), number(high)) else {
            continue;
        };
        let fault = match number(fields.number) {
            _ if from > to => (
                low,
                format!("the interval of {name} runs from {from} down to {to}"),
            ),
            Some(value) if value < from || value > to => {
                let message = format!("the interval of {name}, {from} to {to}, leaves out {value}");
                (fields.number, message)
            }
            _ => continue,
        };
        let span = dataset.cell(row, fault.0).span;
        let found = Diagnostic::error(&code::BAD_INTERVAL, span, fault.1);
        let help = "compare the cells with the publication";
        diagnostics.push(found.help(help));
    }
    diagnostics.len() == before
}

/// The ends of all intervals named the wrong way round, which is the figure's fault and not that of
/// the cells.
fn reversed(
    figure: &Cut<'_>,
    dataset: &Dataset,
    low: FieldId,
    high: FieldId,
) -> Option<Diagnostic> {
    let number = |row: &usize, field: FieldId| dataset.cell(*row, field).value.number();
    let mut ends = figure
        .rows
        .iter()
        .filter_map(|row| Some((number(row, low)?, number(row, high)?)))
        .peekable();
    ends.peek()?;
    if !ends.all(|(from, to)| from > to) {
        return None;
    }
    let (low, high) = (&dataset.field(low).name, &dataset.field(high).name);
    let span = figure.channels.interval.as_ref().map(|(low, _)| low.span);
    let message = format!("every interval runs from `{low}` down to `{high}`");
    let found = Diagnostic::error(&code::BAD_INTERVAL, span.unwrap_or(figure.span), message);
    Some(found.help(format!("name the lower end first: `ci: [{high}, {low}]`")))
}

/// Puts the two periods of a chart into the order of time; reports where they are not two, or are
/// fields that run backwards.
pub(crate) fn two_periods(
    figure: &Cut<'_>,
    grid: &mut Grid,
    span: Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let mark = figure.mark.name;
    if grid.series.len() != 2 {
        let found = super::describe::count(grid.series.len(), "period", "periods");
        let message = format!("`{mark}` shows two periods, and the figure has {found}");
        let found = Diagnostic::error(&code::NOT_TWO_PERIODS, span, message);
        diagnostics.push(found.help("choose two with `where`, or draw a `line`"));
        return false;
    }
    let fields = figure.channels.x.len() > 1;
    let words = |name: &Name| Value::Text(period_in(&name.label).unwrap_or(name.published.clone()));
    let words: Vec<Value> = grid.series.iter().map(words).collect();
    let backwards = matches!(times(&words), Times::Moments(at) if at[0] > at[1]);
    if backwards && fields {
        let (first, second) = (&grid.series[0].published, &grid.series[1].published);
        let message = format!("`{mark}` leads from `{first}` back to `{second}`");
        let found = Diagnostic::error(&code::NOT_TWO_PERIODS, span, message);
        diagnostics.push(found.help(format!("the earlier first: `x: [{second}, {first}]`")));
        return false;
    }
    if backwards && figure.channels.order.is_empty() {
        grid.arrange(&[1, 0]);
    }
    true
}

/// The year that the title of a field ends with: `Rate in 2019`.
fn period_in(title: &str) -> Option<String> {
    let word = title.rsplit([' ', '(']).next()?.trim_end_matches(')');
    let year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    year.then(|| word.to_string())
}

/// More series than can be told apart.
pub(crate) fn too_many(
    figure: &Cut<'_>,
    span: Option<Span>,
    count: usize,
    most: usize,
) -> Diagnostic {
    let message = match figure.is_panel() {
        true => format!("a panel of figure `{}` shows {count} series", figure.name),
        false => format!("figure `{}` shows {count} series", figure.name),
    };
    let span = span.unwrap_or(figure.span);
    let found = Diagnostic::error(&code::TOO_MANY_SERIES, span, message);
    found.help(match figure.is_panel() {
        true => format!("a panel shows at most {most}: choose them with `where`"),
        false => format!(
            "choose at most {most} with `where`, or give each a panel of its own with `facet`"
        ),
    })
}

/// Rows that claim a place of a chart which another has.
#[derive(Default)]
pub(crate) struct Crowded {
    /// The first two rows of one place.
    pair: Option<(usize, usize)>,
    /// How many more rows find their place taken.
    further: usize,
}

impl Crowded {
    /// Takes in a row that finds its place taken by `first`.
    pub(crate) fn add(&mut self, first: usize, second: usize) {
        self.further += usize::from(self.pair.is_some());
        self.pair.get_or_insert((first, second));
    }

    /// Says of the figure that it has two of something for one place, which are at `cell` of their rows.
    pub(crate) fn said(
        &self,
        figure: &Cut<'_>,
        what: &str,
        place: impl Fn(usize) -> String,
        cell: impl Fn(usize) -> Span,
    ) -> Option<Diagnostic> {
        let (first, second) = self.pair?;
        let whose = match figure.is_panel() {
            true => "a panel of figure",
            false => "figure",
        };
        let place = place(first);
        let mut message = format!("{whose} `{}` has two {what}s for {place}", figure.name);
        if self.further > 0 {
            message.push_str(&format!(", and {} more like it", self.further));
        }
        let found = Diagnostic::error(&code::DUPLICATE_POINT, figure.span, message)
            .other(cell(first), format!("the first {what}"))
            .other(cell(second), format!("the second {what}"));
        Some(found)
    }
}

/// Values that share a category and a series.
pub(crate) fn crowded(
    figure: &Cut<'_>,
    dataset: &Dataset,
    fields: Fields,
    rows: &Crowded,
) -> Option<Diagnostic> {
    let name = |row: usize, field: FieldId| dataset.cell(row, field).value.published().into_owned();
    let place = |row: usize| match fields.series {
        None => format!("`{}`", name(row, fields.category)),
        Some(series) => format!(
            "`{}` and `{}`",
            name(row, fields.category),
            name(row, series)
        ),
    };
    let cell = |row: usize| dataset.cell(row, fields.number).span;
    let found = rows.said(figure, "value", place, cell)?;
    Some(found.help("choose one with `where`, or tell them apart with `color`"))
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
