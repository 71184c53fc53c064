//! `join: {data: regions.yaml, on: {code: LAD22CD}, add: [region]}`: columns of another dataset.
//!
//! Codes of areas change. What has no match is reported with its counts; `codes` names a dataset
//! that leads from codes of this table to codes of the other.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Cell, Value, plain};
use crate::parse::dataset::RawDataset;
use crate::parse::fields::{self, Fields};
use crate::parse::table::RawCell;
use crate::parse::yaml::{Kind as NodeKind, Node};
use crate::source::{SitePath, Span, Spanned};

use super::codes::{Changes, Codes};
use super::columns::Columns;
use super::reader::Reader;
use super::step::{Begun, Context, Flow, Kind, Row, Said, Step, Writing};
use super::unmatched::Unmatched;

pub(super) const STEP: Kind = Kind {
    name: "join",
    form: "join: {data: regions.yaml, on: {code: LAD22CD}, add: [region]}",
    read: |node, writing| {
        let mut map = Fields::of(node, "a `join` step", writing.file, writing.faults)?;
        let data = map
            .require("data")
            .and_then(|node| fields::string(node, map.faults));
        let on = map.require("on");
        let add = map.require("add");
        let codes = map.take("codes");
        let unmatched = map.word("unmatched", TREATMENTS);
        map.finish();
        let on_what = on?;
        let on = pairs(on_what, writing, |one, other| (one, other));
        if on.is_empty() {
            let fault = fields::wrong_type(on_what, "`on` says by which columns to join");
            writing
                .faults
                .push(fault.help("write `on: code`, or `on: {our column: their field}`"));
            return None;
        }
        // `{new: theirs}`, where `on` is `{ours: theirs}`.
        let add = pairs(add?, writing, |new, theirs| (new, theirs));
        let codes = match codes {
            Some(node) => Some(Changes::read(node, writing)?),
            None => None,
        };
        Some(Box::new(Join {
            data: data?,
            on,
            add,
            codes,
            unmatched: unmatched.map_or(Treatment::Refuse, |word| word.value),
        }))
    },
};

/// What becomes of rows without a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    Refuse,
    Keep,
    Drop,
}

const TREATMENTS: &[(&str, Treatment)] = &[
    ("error", Treatment::Refuse),
    ("keep", Treatment::Keep),
    ("drop", Treatment::Drop),
];

type Pair = (Spanned<String>, Spanned<String>);

/// A map of names, or names that are the same on both sides.
fn pairs(
    node: &Node,
    writing: &mut Writing<'_>,
    pair: fn(Spanned<String>, Spanned<String>) -> Pair,
) -> Vec<Pair> {
    if let NodeKind::Map(entries) = &node.kind {
        let pairs = entries.iter().filter_map(|entry| {
            let key = Spanned::new(entry.key.to_string(), entry.key_span);
            Some(pair(key, fields::string(&entry.value, writing.faults)?))
        });
        return pairs.collect();
    }
    let names = writing.names(node).into_iter();
    names.map(|name| pair(name.clone(), name)).collect()
}

struct Join {
    data: Spanned<String>,
    /// Columns here and fields there that have to agree.
    on: Vec<Pair>,
    /// New columns and the fields they are.
    add: Vec<Pair>,
    codes: Option<Changes>,
    unmatched: Treatment,
}

impl Step for Join {
    fn joins(&self) -> Vec<&Spanned<String>> {
        let codes = self.codes.iter().map(|codes| &codes.data);
        std::iter::once(&self.data).chain(codes).collect()
    }

    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let other = dataset(&self.data, context)?;
        let (ours, theirs): (Vec<_>, Vec<_>) = self.on.iter().cloned().unzip();
        let here = columns.require_all(&ours, faults)?;
        let there = require_fields(other, &self.data, &theirs, faults)?;
        let (new, of): (Vec<_>, Vec<_>) = self.add.iter().cloned().unzip();
        let added = require_fields(other, &self.data, &of, faults)?;
        let mut after = columns.clone();
        for name in &new {
            after.add(&name.value, name.span, faults)?;
        }
        let keyed = keyed(other, &there, &self.on[0].1, faults)?;
        let codes = match &self.codes {
            Some(changes) => Some(changes.begin(context, faults)?),
            None => None,
        };
        Some(Begun {
            columns: Some(after),
            flow: Box::new(Joining {
                step: self,
                here,
                unmatched: Unmatched::new(other, there[0]),
                other,
                keyed,
                added,
                codes,
                key: String::new(),
                reader: context.reader,
            }),
        })
    }
}

/// The dataset of a file named in a step. That it is not there has been reported.
pub(super) fn dataset<'s>(name: &Spanned<String>, context: &Context<'s>) -> Option<&'s RawDataset> {
    let path: SitePath = context.folder.join(&name.value)?;
    context.datasets.get(&path)
}

/// The title of another dataset, for notes.
pub(super) fn titled(other: &RawDataset) -> String {
    format!("“{}”", plain(&other.title.content, &other.title.words))
}

/// The fields of another dataset; reports those that are not there.
pub(super) fn require_fields(
    other: &RawDataset,
    data: &Spanned<String>,
    names: &[Spanned<String>],
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<usize>> {
    let known = || other.fields.iter().map(|field| field.field.name.as_str());
    let found = names.iter().map(|name| {
        let at = known().position(|known| known == name.value);
        if at.is_none() {
            faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_FIELD,
                    name.span,
                    format!("`{}` has no field `{}`", data.value, name.value),
                )
                .maybe_help(suggest(&name.value, known().collect::<Vec<_>>())),
            );
        }
        at
    });
    let found: Vec<Option<usize>> = found.collect();
    found.into_iter().collect()
}

/// The rows of the other dataset by their keys; reports a key that stands twice.
fn keyed(
    other: &RawDataset,
    there: &[usize],
    name: &Spanned<String>,
    faults: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, usize>> {
    let mut keyed: BTreeMap<String, usize> = BTreeMap::new();
    let mut twice: Option<(Diagnostic, usize)> = None;
    for (number, row) in other.rows.iter().enumerate() {
        let cells = there.iter().map(|at| &row.cells[*at]);
        let Some(key) = key_of(cells.clone()) else {
            continue;
        };
        let Some(first) = keyed.insert(key, number) else {
            continue;
        };
        if let Some((_, more)) = &mut twice {
            *more += 1;
            continue;
        }
        let shown: Vec<_> = cells.map(|cell| cell.value.published()).collect();
        let fault = Diagnostic::error(
            &code::JOINED_TWICE,
            row.cells[there[0]].span,
            format!(
                "`{}` stands twice in the table that is joined",
                shown.join(", ")
            ),
        )
        .other(other.rows[first].cells[there[0]].span, "first here")
        .other(name.span, "it is joined by this")
        .help("a code has to lead to one row: join by another field too, or leave rows out there");
        twice = Some((fault, 0));
    }
    let Some((mut fault, more)) = twice else {
        return Some(keyed);
    };
    match more {
        0 => {}
        1 => fault.message += "; so does one other",
        more => fault.message += &format!("; so do {more} others"),
    }
    faults.push(fault);
    None
}

/// The key of a row; none where a part of it is missing.
fn key_of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Option<String> {
    let mut key = String::new();
    for cell in cells {
        if let Value::Missing(_) = cell.value {
            return None;
        }
        key.push_str(&cell.value.published());
        key.push('\u{1f}');
    }
    Some(key)
}

struct Joining<'s> {
    step: &'s Join,
    here: Vec<usize>,
    other: &'s RawDataset,
    keyed: BTreeMap<String, usize>,
    added: Vec<usize>,
    codes: Option<Codes>,
    unmatched: Unmatched<'s>,
    key: String,
    reader: Reader<'s>,
}

impl Flow for Joining<'_> {
    fn row(&mut self, mut row: Row, next: &mut dyn FnMut(Row)) {
        match self.found(&row) {
            Some(found) => {
                let cells = &self.other.rows[found].cells;
                row.extend(self.added.iter().map(|at| taken(&cells[*at])));
                next(row);
            }
            None => {
                self.unmatched.add(&row, &self.here, self.reader);
                if self.step.unmatched == Treatment::Keep {
                    let place = row[self.here[0]].span;
                    row.extend(self.added.iter().map(|_| RawCell::blank(place)));
                    next(row);
                }
            }
        }
    }

    fn said(&mut self) -> Said {
        let mut said = Said::default();
        if let Some(codes) = &mut self.codes {
            said.notes.extend(codes.note(&titled(self.other)));
            said.faults.append(&mut codes.faults);
        }
        let names: Vec<&str> = self
            .step
            .on
            .iter()
            .map(|(here, _)| here.value.as_str())
            .collect();
        let on: Span = self.step.on[0].0.span;
        let (refused, note) = self.unmatched.said(
            self.step.unmatched,
            on,
            &names.join(", "),
            &self.step.data.value,
        );
        said.faults.extend(refused);
        said.notes.extend(note);
        said
    }
}

impl Joining<'_> {
    /// The row of the other dataset, directly or by a code that has changed.
    fn found(&mut self, row: &[RawCell]) -> Option<usize> {
        self.key.clear();
        for at in &self.here {
            self.key.push_str(self.reader.text(&row[*at]));
            self.key.push('\u{1f}');
        }
        if let Some(found) = self.keyed.get(&self.key) {
            return Some(*found);
        }
        let codes = self.codes.as_mut()?;
        let cell = &row[self.here[0]];
        let old = self.reader.text(cell);
        let rest = &self.key[old.len()..];
        let keyed = &self.keyed;
        codes.follow(old, cell.span, |new| {
            keyed.get(&format!("{new}{rest}")).copied()
        })
    }
}

/// A cell of the other dataset, with the marks beside its value; notes belong to its own table.
fn taken(cell: &Cell) -> RawCell {
    let remarks = cell.remarks.iter().flatten();
    let marks = remarks.map(|marker| marker.symbol.as_str());
    let marks: String = marks
        .filter(|mark| mark.starts_with('[') && !mark.to_lowercase().starts_with("[note"))
        .collect();
    match cell.value.published() {
        text if text.is_empty() => RawCell::blank(cell.span),
        text if marks.is_empty() => RawCell::made(cell.span, text),
        text => RawCell::made(cell.span, format!("{text} {marks}")),
    }
}
