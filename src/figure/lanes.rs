//! The values of a strip chart: lanes of points, each with its median, and which points stand out.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cut::Cut;
use super::describe;
use super::ink::Role;
use super::refusals::{check_names, has_rows};
use super::scale::position;
use super::text::clean;
use crate::diag::{Diagnostic, code};
use crate::model::{Dataset, FieldId, FieldType, Marker, Reference, Value};

/// A value of a lane.
#[derive(Debug, Clone)]
pub(crate) struct Dot {
    /// The exact value.
    pub number: Decimal,
    /// The value as a position.
    pub at: f64,
    /// The row of the dataset.
    pub row: usize,
    /// Which of the names in focus it bears, where it does and its lane does not.
    pub focus: Option<usize>,
}

/// Points on one line.
#[derive(Debug)]
pub(crate) struct Lane {
    /// Its name; empty where there is one lane only.
    pub name: String,
    /// What the data says.
    published: String,
    /// The part it plays.
    pub role: Role,
    /// Its values, from the least to the greatest.
    pub dots: Vec<Dot>,
    /// The marks in place of values.
    pub missing: Vec<Marker>,
}

impl Lane {
    /// The middle value.
    pub(crate) fn median(&self) -> Option<Decimal> {
        let numbers: Vec<Decimal> = self.dots.iter().map(|dot| dot.number).collect();
        (!numbers.is_empty()).then(|| describe::median(&numbers))
    }
}

/// The lanes of a figure.
#[derive(Debug)]
pub(crate) struct Lanes {
    /// The lanes in the order of the rows, the reference last.
    pub lanes: Vec<Lane>,
    /// The names in focus that points bear, and how many points each.
    pub foci: Vec<(String, usize)>,
    /// The numbers of all panels, and the marks in place of numbers.
    pub numbers: Vec<Decimal>,
    pub missing: Vec<Marker>,
}

impl Lanes {
    /// Reads the rows of a figure: a lane for each value of `y`, else of `color`, else one.
    pub(crate) fn read(
        figure: &Cut<'_>,
        dataset: &Dataset,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Lanes> {
        if !has_rows(figure, diagnostics) {
            return None;
        }
        let before = diagnostics.len();
        let channels = &figure.channels;
        let number = channels.x.first()?.value;
        let by = channels.y.first().or(channels.color.as_ref());
        let mut lanes = collect(figure, dataset, number, by.map(|id| id.value));
        let words = words(dataset);
        check_names(figure, diagnostics, || {
            let rows = figure.rows.iter();
            let texts = rows.flat_map(|row| {
                let of = |id: &FieldId| match &dataset.cell(*row, *id).value {
                    Value::Text(text) => Some(text.as_str()),
                    _ => None,
                };
                words.iter().filter_map(of)
            });
            let lanes = lanes.iter();
            let named = lanes.flat_map(|lane| [lane.published.as_str(), lane.name.as_str()]);
            let known: BTreeSet<&str> = named.chain(texts).filter(|it| !it.is_empty()).collect();
            known.into_iter().collect()
        });
        let foci = point_out(figure, dataset, &words, &mut lanes);
        if let (Some(color), true, true) =
            (&channels.color, !channels.y.is_empty(), foci.is_empty())
        {
            let message = "`color` beside `y` says which points stand out, and none does";
            let found = Diagnostic::error(&code::CHANNEL_TYPE, color.span, message);
            diagnostics
                .push(found.help("name one of its values with `focus`, or leave `color` out"));
        }
        for lane in &mut lanes {
            lane.dots.sort_by_key(|dot| dot.number);
        }
        let all = || figure.all().iter();
        let all = || all().map(|row| &dataset.cell(*row, number).value);
        let missing = |value: &Value| match value {
            Value::Missing(marker) => Some(marker.as_ref().clone()),
            _ => None,
        };
        (diagnostics.len() == before).then(|| Lanes {
            lanes,
            foci,
            numbers: all().filter_map(Value::number).collect(),
            missing: all().filter_map(missing).collect(),
        })
    }

    /// How many values this chart shows.
    pub(crate) fn len(&self) -> usize {
        self.lanes.iter().map(|lane| lane.dots.len()).sum()
    }

    /// The least and the greatest position in all panels; 0 and 1 without any value.
    pub(crate) fn extent(&self) -> (f64, f64) {
        let ends = self.numbers.iter().copied().map(position);
        let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
            (low.min(at), high.max(at))
        });
        if low > high { (0.0, 1.0) } else { (low, high) }
    }
}

fn collect(figure: &Cut<'_>, dataset: &Dataset, number: FieldId, by: Option<FieldId>) -> Vec<Lane> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut lanes: Vec<Lane> = Vec::new();
    for &row in figure.rows {
        let named = by.map(|field| (&dataset.cell(row, field).value, field));
        let published = named.map_or_else(String::new, |(value, _)| value.published().into_owned());
        let place = *places.entry(published.clone()).or_insert_with(|| {
            let label = named.map_or_else(String::new, |(value, field)| match value {
                Value::Missing(marker) if marker.symbol.is_empty() => marker.meaning.clone(),
                value => value.shown(dataset.field(field)),
            });
            lanes.push(Lane {
                name: clean(&label),
                published,
                role: Role::Series(0),
                dots: Vec::new(),
                missing: Vec::new(),
            });
            lanes.len() - 1
        });
        match &dataset.cell(row, number).value {
            Value::Missing(marker) => lanes[place].missing.push(marker.as_ref().clone()),
            value => lanes[place].dots.extend(value.number().map(|number| Dot {
                number,
                at: position(number),
                row,
                focus: None,
            })),
        }
    }
    lanes
}

/// The fields that name rows or groups of them.
fn words(dataset: &Dataset) -> Vec<FieldId> {
    let all = (0..dataset.fields.len()).map(FieldId);
    all.filter(|id| dataset.field(*id).kind == FieldType::String)
        .collect()
}

/// Gives lanes and points their parts, and tells the names that points bear.
fn point_out(
    figure: &Cut<'_>,
    dataset: &Dataset,
    words: &[FieldId],
    lanes: &mut Vec<Lane>,
) -> Vec<(String, usize)> {
    let is = |lane: &Lane, word: &str| lane.published == word || lane.name == word;
    let in_focus =
        |lane: &Lane| !lane.name.is_empty() && figure.focus.iter().any(|it| is(lane, &it.value));
    let any = figure.focus_elsewhere || lanes.iter().any(in_focus);
    for lane in lanes.iter_mut() {
        lane.role = match &figure.reference {
            Some(Reference::Value(name)) if is(lane, &name.value) => Role::Reference,
            _ if in_focus(lane) => Role::Focus(0),
            _ if any => Role::Muted(0),
            _ => Role::Series(0),
        };
    }
    if let Some(place) = lanes.iter().position(|lane| lane.role == Role::Reference) {
        let last = lanes.remove(place);
        lanes.push(last);
    }
    let mut foci: Vec<(String, usize)> = Vec::new();
    for name in &figure.focus {
        if lanes.iter().any(|lane| is(lane, &name.value)) {
            continue;
        }
        let mut count = 0;
        for dot in lanes.iter_mut().flat_map(|lane| &mut lane.dots) {
            let says = |id: &FieldId| dataset.cell(dot.row, *id).value.published() == name.value;
            if dot.focus.is_none() && words.iter().any(says) {
                dot.focus = Some(foci.len());
                count += 1;
            }
        }
        foci.push((clean(&name.value), count));
    }
    foci
}
