//! Shape: tables are filtered, turned, joined and summed up as their descriptions ask, and then
//! their cells are read as the fields say.
//!
//! In: [`Parsed`], its tables as published. Out: [`Parsed`], its datasets with their rows. A step
//! is a row of the table of steps and a module of its own. Datasets that join others come after
//! them.

mod aggregate;
mod codes;
mod columns;
mod derive;
mod expr;
mod filter;
mod group;
mod grouping;
mod join;
mod order;
mod pivot;
mod reader;
mod rename;
mod run;
mod select;
mod sort;
mod step;
#[cfg(test)]
mod tests;
mod unmatched;
mod unpivot;

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code};
use crate::discover::SourceTree;
use crate::outcome::Outcome;
use crate::parse::Parsed;
use crate::parse::dataset::RawDataset;
use crate::parse::table::{Origin, RawTable};
use crate::parse::typing;
use crate::parse::yaml::Kind;
use crate::source::{SitePath, Span};

use self::order::{Finished, Made, Waiting};
use self::reader::Reader;
use self::step::Context;

/// How many rows a dataset may have: what a page can show and a browser can search.
pub const MOST_ROWS: usize = 20_000;

/// Gives every dataset its rows.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn shape(mut parsed: Parsed, tree: &SourceTree) -> Outcome<Parsed> {
    let mut faults = Vec::new();
    let paths: Vec<SitePath> = parsed
        .datasets
        .iter()
        .map(|data| data.path.clone())
        .collect();
    let waiting = order::waiting(std::mem::take(&mut parsed.datasets), tree, &mut faults);
    let made = order::make(waiting, |dataset, made| finish(dataset, made, tree));
    let mut done: BTreeMap<SitePath, Box<RawDataset>> = BTreeMap::new();
    for (dataset, found) in made.whole() {
        faults.extend(found);
        done.insert(dataset.path.clone(), dataset);
    }
    parsed.datasets = paths.iter().filter_map(|path| done.remove(path)).collect();
    Outcome {
        value: parsed,
        diagnostics: faults,
    }
}

/// Runs the steps of a dataset and reads its cells.
fn finish(waiting: Waiting, done: &Made, tree: &SourceTree) -> Finished {
    let Waiting {
        mut dataset,
        steps,
        joins,
    } = waiting;
    let mut faults = Vec::new();
    let mut table = dataset.table.take();
    if let Some(steps) = steps {
        // What is joined and has faults has been reported there.
        let sound = joins
            .iter()
            .all(|path| done.get(path).is_some_and(|it| it.complete));
        dataset.complete &= sound;
        let joined = joins.iter().filter_map(|path| done.get(path));
        dataset.unread |= joined.into_iter().any(|it| it.unread);
        table = match table.filter(|_| sound) {
            Some(table) => {
                let context = Context {
                    reader: Reader {
                        sources: &tree.sources,
                        markers: &dataset.markers,
                    },
                    folder: &dataset.path.parent(),
                    datasets: done,
                };
                let shaped = run::run(table, &steps, &context, last_step(&dataset));
                faults.extend(shaped.faults);
                dataset.notes.extend(shaped.notes);
                dataset.complete &= shaped.table.is_some();
                shaped.table
            }
            None => None,
        };
    } else if dataset.shape.is_some() {
        // The steps could not be read.
        (table, dataset.complete) = (None, false);
    }
    if let Some(table) = table
        .as_ref()
        .filter(|table| fits(table, &dataset, &mut faults))
    {
        let (fields, markers) = (&dataset.fields, &dataset.markers);
        dataset.rows = typing::rows(table, fields, markers, &tree.sources, &mut faults);
        let remarks = typing::heading_remarks(table, fields);
        for (field, remarks) in dataset.fields.iter_mut().zip(remarks) {
            field.field.remarks = remarks;
        }
        let steps = dataset.shape.as_ref().map(|node| node.span);
        let scales = typing::stated_scales(table, &dataset.fields, steps);
        for (field, scale) in dataset.fields.iter_mut().zip(scales) {
            field.field.scale = scale.map(Box::new);
        }
    }
    dataset.heed(&faults);
    (dataset, faults)
}

/// Where the last step of a dataset stands.
fn last_step(dataset: &RawDataset) -> Span {
    match dataset.shape.as_ref().map(|node| &node.kind) {
        Some(Kind::List(items)) => items.last().map(|item| item.span),
        _ => None,
    }
    .unwrap_or(Span::file(dataset.source))
}

/// Whether a table is small enough for a page; reports one that is not.
fn fits(table: &RawTable, dataset: &RawDataset, faults: &mut Vec<Diagnostic>) -> bool {
    let rows = table.rows.len();
    if rows > MOST_ROWS {
        let place = match table.origin {
            Origin::File { named, .. } => named,
            Origin::Shaped { step } => step,
            Origin::Rows => Span::file(dataset.source),
        };
        faults.push(too_many(place, rows));
    }
    rows <= MOST_ROWS
}

fn too_many(place: Span, rows: usize) -> Diagnostic {
    let (rows, most) = (counted(rows), counted(MOST_ROWS));
    Diagnostic::error(
        &code::TOO_MANY_ROWS,
        place,
        format!("the dataset has {rows} rows, and a page can show {most}"),
    )
    .help(
        "sum them up with a `group` step under `shape:`, or keep what you need with `filter`; the \
         whole file can be attached to a page",
    )
}

/// A count with commas.
fn counted(count: usize) -> String {
    crate::number::plain(rust_decimal::Decimal::from(count as u64), None)
}
