//! Rows written in a dataset's description into a table.

use crate::diag::Diagnostic;
use crate::parse::cell::Problem;
use crate::parse::fields;
use crate::parse::table::{Column, Origin, RawCell, RawTable};
use crate::parse::yaml::{Entry, Kind, Node};

/// The rows of a list of maps; `file` is the text of the description. Every key that occurs is a
/// column, in the order of first appearance.
pub(crate) fn table(items: &[Node], file: &str, faults: &mut Vec<Diagnostic>) -> RawTable {
    let mut columns: Vec<Column> = Vec::new();
    let maps: Vec<(&Node, &[Entry])> = items
        .iter()
        .filter_map(|node| match &node.kind {
            Kind::Map(entries) => Some((node, entries.as_slice())),
            _ => {
                faults.push(
                    fields::wrong_type(node, "a row is a map from fields to values")
                        .help("write `- {area: …, density: …}`"),
                );
                None
            }
        })
        .collect();
    // Most rows have the same keys in the same order.
    let entries = maps
        .iter()
        .flat_map(|(_, entries)| entries.iter().enumerate());
    for (at, entry) in entries {
        let is_known = |column: &Column| column.name == entry.key;
        if !columns.get(at).is_some_and(is_known) && !columns.iter().any(is_known) {
            columns.push(Column {
                name: entry.key.to_string(),
                notes: Vec::new(),
                hidden: false,
                span: entry.key_span,
            });
        }
    }
    let mut rows = Vec::with_capacity(maps.len());
    for (node, entries) in maps {
        let cells = columns.iter().enumerate().map(|(at, column)| {
            let is_of_column = |entry: &&Entry| entry.key == column.name;
            let usual = entries.get(at).filter(is_of_column);
            match usual.or_else(|| entries.iter().find(is_of_column)) {
                Some(entry) => cell(entry, file, faults),
                None => RawCell::blank(node.span),
            }
        });
        rows.push(cells.collect());
    }
    RawTable {
        columns,
        rows,
        origin: Origin::Rows,
        notes: Vec::new(),
    }
}

fn cell(entry: &Entry, file: &str, faults: &mut Vec<Diagnostic>) -> RawCell {
    let span = entry.value.span;
    match &entry.value.kind {
        Kind::Scalar(scalar) => {
            let written = file.get(span.start as usize..span.end as usize);
            match written == Some(&*scalar.text) {
                true => RawCell::at(span),
                false => RawCell::made(span, &*scalar.text),
            }
        }
        Kind::Null => RawCell::blank(span),
        _ => {
            let what = entry.value.what();
            faults.push(Problem::not_a_cell(what).at(span, &entry.key));
            RawCell::blank(span)
        }
    }
}
