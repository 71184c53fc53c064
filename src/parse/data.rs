//! The tables of datasets as published: rows of a description, or of the file it names.

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::discover::SourceTree;
use crate::outcome::Outcome;
use crate::parse::dataset::{RawDataset, RawRows};
use crate::parse::inputs::{Input, Inputs};
use crate::parse::{RawDatasets, csv, inputs, layout};
use crate::source::{SourceMap, Span};

/// A dataset whose description has been read, with what there was to say about it.
pub(crate) struct Described {
    pub(crate) dataset: Box<RawDataset>,
    pub(crate) rows: RawRows,
    pub(crate) faults: Vec<Diagnostic>,
}

/// Reads the table of every dataset. What is not text in UTF-8 is entered as a source of its own.
pub(crate) fn read(mut described: Vec<Described>, tree: &mut SourceTree) -> Outcome<RawDatasets> {
    let inputs = inputs::open(&mut described, tree);
    let sources = &tree.sources;
    let read: Vec<(Box<RawDataset>, Vec<Diagnostic>)> = described
        .into_par_iter()
        .enumerate()
        .map(|(at, described)| published(at, described, &inputs, sources))
        .collect();
    let (datasets, faults): (RawDatasets, Vec<Vec<Diagnostic>>) = read.into_iter().unzip();
    Outcome {
        value: datasets,
        diagnostics: faults.concat(),
    }
}

fn published(
    at: usize,
    described: Described,
    inputs: &Inputs,
    sources: &SourceMap,
) -> (Box<RawDataset>, Vec<Diagnostic>) {
    let Described {
        mut dataset,
        rows,
        mut faults,
    } = described;
    dataset.table = match (rows, inputs.of(at)) {
        (RawRows::Here(table), _) => Some(table),
        (RawRows::File(file), Some(Input::Text(source))) => {
            csv::table(*source, &file, sources, &mut faults)
        }
        (RawRows::File(file), Some(Input::Sheet(source, grid))) => {
            layout::table(grid, &file, Span::file(*source), sources, &mut faults)
        }
        (RawRows::File(_), None) => None,
    };
    dataset.heed(&faults);
    (dataset, faults)
}
