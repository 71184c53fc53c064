//! `table`: the values themselves. The page shows the data of the figure; there is no drawing.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Mark;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::misfit::{Fit, Misfit};
use super::refusals::{check_names, has_rows};
use super::room::Room;
use super::sheet::Sheet;
use super::words::Words;
use crate::diag::{Diagnostic, code};
use crate::model::{Channels, Dataset};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "table",
    summary: "the values themselves, to look one up",
    faceting: None,
    fit,
    prepare,
};

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("table", channels, dataset);
    fit.unused("color", channels.color.as_ref().map(|color| color.span));
    fit.takes(&["bars"]);
    let shown = || channels.x.iter().chain(&channels.y);
    for bar in &channels.bars {
        if !fit.field(bar).is_numeric() {
            fit.wrong("bars", bar, "numbers");
        } else if shown().next().is_some() && !shown().any(|id| id.value == bar.value) {
            let message = format!(
                "`bars` names `{}`, which is no column here",
                fit.field(bar).name
            );
            fit.report(Some(bar.span), message, "name it in `x` as well");
        }
    }
    fit.no_stack();
    fit.no_interval();
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    if !has_rows(figure, diagnostics) {
        return None;
    }
    let before = diagnostics.len();
    let shown: BTreeSet<String> = figure
        .rows
        .iter()
        .flat_map(|row| &dataset.rows[*row].cells)
        .map(|cell| cell.value.published().into_owned())
        .collect();
    check_names(figure, diagnostics, || {
        shown.iter().map(String::as_str).collect()
    });
    for bar in &figure.channels.bars {
        let number = |row: &usize| dataset.cell(*row, bar.value).value.number();
        let below = figure
            .rows
            .iter()
            .find(|row| number(row).is_some_and(|number| number < Decimal::ZERO));
        if let Some(row) = below {
            let name = &dataset.field(bar.value).name;
            let message = format!("`bars` cannot show `{name}`, which goes below zero");
            let found = Diagnostic::error(&code::CHANNEL_TYPE, bar.span, message)
                .other(dataset.cell(*row, bar.value).span, "below zero")
                .help("a bar in a table begins at zero: draw a `bar` chart, or leave it out");
            diagnostics.push(found);
        }
    }
    let chart: Prepared<'a> = Box::new(Table { figure, dataset });
    (diagnostics.len() == before).then_some(chart)
}

struct Table<'a> {
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
}

impl Chart for Table<'_> {
    fn draw(&self, _room: &Room) -> Option<Sheet> {
        None
    }

    fn head(&self, _width: f64) -> Sheet {
        Sheet::default()
    }

    fn describe(&self) -> Words {
        let channels = &self.figure.channels;
        let named = channels.y.iter().chain(&channels.x);
        let mut titles: Vec<&str> = named
            .map(|id| self.dataset.field(id.value).title.as_str())
            .collect();
        if titles.is_empty() {
            let all = self.dataset.fields.iter();
            titles = all.map(|field| field.title.as_str()).collect();
        }
        let rows = describe::count(self.figure.rows.len(), "row", "rows");
        Words {
            kind: format!("Table of {rows}: {}", describe::list(&titles)),
            ..Words::default()
        }
    }
}
