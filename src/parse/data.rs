//! The tables of datasets as published: rows of a description, or of the file it names.

use rayon::prelude::*;

use crate::diag::{Diagnostic, Severity, code};
use crate::discover::{SourceTree, not_utf8_fault};
use crate::outcome::Outcome;
use crate::parse::dataset::{DataFile, RawDataset, RawRows};
use crate::parse::table::RawTable;
use crate::parse::{csv, outside};
use crate::source::SitePath;

/// A dataset whose description has been read, with what there was to say about it.
pub(crate) struct Described {
    pub(crate) dataset: RawDataset,
    pub(crate) rows: RawRows,
    pub(crate) faults: Vec<Diagnostic>,
}

/// Reads the table of every dataset.
pub(crate) fn read(described: Vec<Described>, tree: &SourceTree) -> Outcome<Vec<RawDataset>> {
    let read: Vec<(RawDataset, Vec<Diagnostic>)> = described
        .into_par_iter()
        .map(|described| published(described, tree))
        .collect();
    let (datasets, faults): (Vec<RawDataset>, Vec<Vec<Diagnostic>>) = read.into_iter().unzip();
    Outcome {
        value: datasets,
        diagnostics: faults.concat(),
    }
}

fn published(described: Described, tree: &SourceTree) -> (RawDataset, Vec<Diagnostic>) {
    let Described {
        mut dataset,
        rows,
        mut faults,
    } = described;
    dataset.table = match rows {
        RawRows::Here(table) => Some(table),
        RawRows::File(file) => read_file(&file, &mut dataset, tree, &mut faults),
    };
    let of_a_cell = [&code::BAD_CELL, &code::NUMBER_RANGE];
    dataset.complete &= faults
        .iter()
        .all(|fault| fault.severity == Severity::Warning || of_a_cell.contains(&fault.code));
    (dataset, faults)
}

/// Reads the table of the data file that a dataset names.
fn read_file(
    file: &DataFile,
    dataset: &mut RawDataset,
    tree: &SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawTable> {
    let name = &file.name;
    let Some(path) = dataset.path.parent().join(&name.value) else {
        faults.push(outside(name));
        return None;
    };
    if tree.unread.contains(&path) {
        dataset.complete = false;
        dataset.data_file = Some(path);
        return None;
    }
    if path.extension() != "csv" {
        faults.push(
            Diagnostic::error(
                &code::WRONG_TYPE,
                name.span,
                format!("`{}` is not a CSV file", name.value),
            )
            .help("save the table as \"CSV UTF-8\" and name that file"),
        );
        dataset.data_file = Some(path);
        return None;
    }
    let Some(file) = tree.texts.get(&path) else {
        let folder = path.parent();
        let beside: Vec<&str> = tree
            .texts
            .keys()
            .filter(|other| other.parent() == folder && other.extension() == "csv")
            .map(SitePath::name)
            .collect();
        faults.push(
            Diagnostic::error(
                &code::MISSING_FILE,
                name.span,
                format!("there is no file `{}`", name.value),
            )
            .help(
                crate::diag::nearest(path.name(), beside)
                    .map(|near| format!("did you mean `{near}`?"))
                    .unwrap_or_else(|| match name.value.starts_with('/') {
                        true => "name the file as seen from this one, without `/` in front".into(),
                        false => format!(
                            "put the file into the folder `content/{folder}`, or correct its name"
                        ),
                    }),
            ),
        );
        return None;
    };
    dataset.data_file = Some(path);
    if file.not_utf8.is_some() {
        faults.push(not_utf8_fault(file));
        return None;
    }
    let text = &tree.sources.file(file.source).text;
    csv::table(file.source, text, name.span, faults)
}
