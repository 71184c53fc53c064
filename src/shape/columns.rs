//! The columns of a table between two steps.

use crate::diag::{Diagnostic, code, nearest, suggest};
use crate::parse::table::{Column, RawCell, folded};
use crate::source::{Span, Spanned};

use super::expr::{Expression, Fault, Given, Value, evaluate};
use super::reader::Reader;

/// The columns, in order.
#[derive(Debug, Clone)]
pub(super) struct Columns(pub(super) Vec<Column>);

impl Columns {
    /// The place of a column, headings compared as those of files are.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let exact = self.0.iter().position(|column| column.name == name);
        exact.or_else(|| {
            let wanted = folded(name);
            let mut columns = self.0.iter();
            columns.position(|column| folded(&column.name) == wanted)
        })
    }

    /// The place of a column that a step names; reports one that is not there.
    pub(super) fn require(
        &self,
        name: &Spanned<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let found = self.find(&name.value);
        if found.is_none() {
            faults.push(self.unknown(name).maybe_help(self.help(&name.value)));
        }
        found
    }

    fn unknown(&self, name: &Spanned<String>) -> Diagnostic {
        Diagnostic::error(
            &code::UNKNOWN_COLUMN,
            name.span,
            format!("there is no column `{}` here", name.value),
        )
    }

    /// The places of all columns that are named; none when one is not there.
    pub(super) fn require_all(
        &self,
        names: &[Spanned<String>],
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Vec<usize>> {
        let found: Vec<Option<usize>> = names
            .iter()
            .map(|name| self.require(name, faults))
            .collect();
        found.into_iter().collect()
    }

    fn help(&self, name: &str) -> Option<String> {
        let names = self.0.iter().map(|column| column.name.as_str());
        match self.longer(name) {
            Some(longer) => Some(format!("did you mean `{longer}`?")),
            None => suggest(name, names.collect::<Vec<_>>()),
        }
    }

    /// Help for a word of an expression, which may have been meant as part of a longer name, or as
    /// text.
    fn help_in_expression(&self, name: &str) -> Option<String> {
        if let Some(longer) = self.longer(name) {
            return Some(format!(
                "if `{longer}` is meant, put its name in backticks: a name of more than one word \
                 needs them"
            ));
        }
        let names: Vec<&str> = self.0.iter().map(|column| column.name.as_str()).collect();
        match nearest(name, names.iter().copied()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => {
                let known = suggest(name, names)?;
                Some(format!(
                    "{known}; text stands in quotation marks: `\"{name}\"`"
                ))
            }
        }
    }

    /// A column of which this is the first word: `age` of `age-group`, which without backticks
    /// is a difference.
    fn longer(&self, name: &str) -> Option<&str> {
        let mut names = self.0.iter().map(|column| column.name.as_str());
        names.find(|known| {
            let rest = known.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with(['-', ' ', '.', '(', '/', '%']))
        })
    }

    /// Adds a column; reports a name that is taken.
    pub(super) fn add(
        &mut self,
        name: &str,
        span: Span,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<()> {
        let wanted = folded(name);
        if let Some(taken) = self.0.iter().find(|column| folded(&column.name) == wanted) {
            faults.push(
                Diagnostic::error(
                    &code::REPEATED_COLUMN,
                    span,
                    format!("there is a column `{}` already", taken.name),
                )
                .other(taken.span, "this one")
                .help("give the new one another name, or leave the old one out before"),
            );
            return None;
        }
        self.0.push(Column {
            name: name.to_string(),
            hidden: false,
            notes: Vec::new(),
            span,
        });
        Some(())
    }
}

/// An expression whose columns have been found.
pub(super) struct Bound<'s> {
    pub(super) expression: &'s Expression,
    at: Vec<usize>,
}

impl<'s> Bound<'s> {
    /// Looks up the columns of an expression; reports those that are not there.
    pub(super) fn new(
        expression: &'s Expression,
        columns: &Columns,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut at = Vec::with_capacity(expression.columns.len());
        let before = faults.len();
        for name in &expression.columns {
            match columns.find(&name.value) {
                Some(found) => at.push(found),
                None => {
                    faults.push(
                        columns
                            .unknown(name)
                            .maybe_help(columns.help_in_expression(&name.value)),
                    );
                    if columns.longer(&name.value).is_some() {
                        // The words after it are no columns either.
                        return None;
                    }
                }
            }
        }
        if faults.len() > before {
            return None;
        }
        Some(Bound { expression, at })
    }

    /// What it is read with for a row.
    pub(super) fn given<'v>(
        &'v self,
        row: &'v [RawCell],
        aggregates: &'v [Value<'v>],
        reader: Reader<'v>,
    ) -> Given<'v> {
        Given {
            row,
            at: &self.at,
            aggregates,
            reader,
        }
    }

    /// Its value for a row.
    pub(super) fn value<'v>(
        &'v self,
        row: &'v [RawCell],
        reader: Reader<'v>,
    ) -> Result<Value<'v>, (Box<Fault>, Given<'v>)> {
        let given = self.given(row, &[], reader);
        evaluate(&self.expression.root, &given).map_err(|fault| (fault, given))
    }

    /// The marks beside the values it is made from, each once: what is calculated from
    /// provisional figures is provisional.
    pub(super) fn marks(&self, row: &[RawCell], reader: Reader<'_>) -> String {
        let mut each = Vec::new();
        self.add_marks(row, reader, &mut each);
        let mut marks = String::new();
        for mark in each {
            if !marks.contains(&mark) {
                marks.push_str(&mark);
            }
        }
        marks
    }

    /// Adds the marks beside the values it is made from; most rows have none.
    pub(super) fn add_marks(&self, row: &[RawCell], reader: Reader<'_>, marks: &mut Vec<String>) {
        for at in &self.at {
            let beside = reader.marks(&row[*at]);
            marks.extend(beside.into_iter().map(|marker| marker.symbol));
        }
    }

    /// The place of its result for a row: the cell it comes from, else where it is written.
    pub(super) fn place(&self, row: &[RawCell]) -> Span {
        let cell = self.at.first().and_then(|at| row.get(*at));
        cell.map_or(self.expression.root.span, |cell| cell.span)
    }
}

/// A value as a cell, with the marks that stand beside what it was made from.
pub(super) fn cell(value: &Value<'_>, marks: &str, place: Span) -> RawCell {
    match value.shown() {
        text if !marks.is_empty() => RawCell::made(place, format!("{text} {marks}").trim()),
        text if text.is_empty() => RawCell::blank(place),
        text => RawCell::made(place, text.as_ref()),
    }
}
