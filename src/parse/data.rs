//! The rows of datasets: first every table as published, then their cells as fields ask for them.

use rayon::prelude::*;

use crate::diag::{Diagnostic, Severity, code};
use crate::discover::{SourceTree, not_utf8_fault};
use crate::outcome::Outcome;
use crate::parse::dataset::{DataFile, RawDataset, RawRows};
use crate::parse::table::RawTable;
use crate::parse::{csv, outside, typing};
use crate::source::SitePath;

/// A dataset whose description has been read, with what there was to say about it.
pub(crate) struct Described {
    pub(crate) dataset: RawDataset,
    pub(crate) rows: RawRows,
    pub(crate) faults: Vec<Diagnostic>,
}

/// A dataset and its table as published; none where it could not be read, which is reported.
struct Tabled {
    dataset: RawDataset,
    table: Option<RawTable>,
    faults: Vec<Diagnostic>,
}

/// Reads the rows of every dataset.
pub(crate) fn read(described: Vec<Described>, tree: &SourceTree) -> Outcome<Vec<RawDataset>> {
    let tables: Vec<Tabled> = described
        .into_par_iter()
        .map(|described| published(described, tree))
        .collect();
    // What changes the shape of tables stands here.
    let typed: Vec<(RawDataset, Vec<Diagnostic>)> = tables
        .into_par_iter()
        .map(|tabled| typed(tabled, tree))
        .collect();
    let (datasets, faults): (Vec<RawDataset>, Vec<Vec<Diagnostic>>) = typed.into_iter().unzip();
    Outcome {
        value: datasets,
        diagnostics: faults.concat(),
    }
}

fn published(described: Described, tree: &SourceTree) -> Tabled {
    let Described {
        mut dataset,
        rows,
        mut faults,
    } = described;
    let table = match rows {
        RawRows::Here(table) => Some(table),
        RawRows::File(file) => read_file(&file, &mut dataset, tree, &mut faults),
    };
    Tabled {
        dataset,
        table,
        faults,
    }
}

fn typed(tabled: Tabled, tree: &SourceTree) -> (RawDataset, Vec<Diagnostic>) {
    let Tabled {
        mut dataset,
        table,
        mut faults,
    } = tabled;
    if let Some(table) = &table {
        let (fields, markers) = (&dataset.fields, &dataset.markers);
        dataset.rows = typing::rows(table, fields, markers, &tree.sources, &mut faults);
        let remarks = typing::heading_remarks(table, fields);
        for (field, remarks) in dataset.fields.iter_mut().zip(remarks) {
            field.field.remarks = remarks;
        }
    }
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
