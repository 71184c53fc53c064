//! Rows that have no match in the table that is joined: how many, which codes, and whether the
//! same name stands there under another code.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code};
use crate::model::Value;
use crate::parse::dataset::RawDataset;
use crate::parse::table::RawCell;
use crate::source::Span;

use super::join::{Treatment, titled};
use super::reader::Reader;
use super::run::quoted;

/// How many codes are named one by one.
const MOST_NAMED: usize = 6;
/// How many codes are looked for by name.
const MOST_LOOKED_FOR: usize = 1000;

/// The codes without a match.
pub(super) struct Unmatched<'s> {
    other: &'s RawDataset,
    /// The field of the other dataset that holds codes.
    code: usize,
    rows: usize,
    blank: usize,
    /// Codes in order of first appearance, with the number of their rows.
    by_code: BTreeMap<String, usize>,
    codes: Vec<Code>,
}

struct Code {
    code: String,
    place: Span,
    rows: usize,
    /// The other texts of its first row.
    texts: Vec<String>,
}

impl<'s> Unmatched<'s> {
    pub(super) fn new(other: &'s RawDataset, code: usize) -> Self {
        Unmatched {
            other,
            code,
            rows: 0,
            blank: 0,
            by_code: BTreeMap::new(),
            codes: Vec::new(),
        }
    }

    /// Counts a row; `key` are the columns that have no match.
    pub(super) fn add(&mut self, row: &[RawCell], key: &[usize], reader: Reader<'_>) {
        self.rows += 1;
        let codes: Vec<&str> = key.iter().map(|at| reader.text(&row[*at])).collect();
        if codes.iter().all(|code| code.is_empty()) {
            self.blank += 1;
        }
        let code = codes.join(", ");
        if let Some(at) = self.by_code.get(&code) {
            self.codes[*at].rows += 1;
            return;
        }
        if self.codes.len() < MOST_LOOKED_FOR {
            let texts = (0..row.len()).filter(|at| !key.contains(at));
            let texts = texts.map(|at| reader.text(&row[at]));
            let words = texts.filter(|text| text.chars().any(char::is_alphabetic));
            self.by_code.insert(code.clone(), self.codes.len());
            self.codes.push(Code {
                place: row[key[0]].span,
                rows: 1,
                texts: words.map(str::to_string).collect(),
                code,
            });
        }
    }

    /// What the author is told, and what readers are.
    pub(super) fn said(
        &self,
        treatment: Treatment,
        on: Span,
        name: &str,
        data: &str,
    ) -> (Option<Diagnostic>, Option<String>) {
        let Some(first) = self.codes.first() else {
            return (None, None);
        };
        let count = super::counted(self.rows);
        let (have, were) = match self.rows {
            1 => ("row has", "row was"),
            _ => ("rows have", "rows were"),
        };
        let (there, on_what) = (titled(self.other), quoted(name));
        let note = match treatment {
            Treatment::Keep => format!(
                "{count} {have} no match in {there} by {on_what}, and no values from there: {}.",
                self.listed(quoted)
            ),
            Treatment::Drop => format!(
                "{count} {were} left out, having no match in {there} by {on_what}: {}.",
                self.listed(quoted)
            ),
            Treatment::Refuse => {
                let fault = Diagnostic::error(
                    &code::UNMATCHED_CODES,
                    on,
                    format!(
                        "{count} {have} no match in `{data}`: {}",
                        self.listed(|code| format!("`{code}`"))
                    ),
                )
                .other(first.place, "the first");
                return (Some(fault.help(self.help())), None);
            }
        };
        (None, Some(note))
    }

    /// The first codes with the number of their rows.
    fn listed(&self, quoted: fn(&str) -> String) -> String {
        let shown = self.codes.iter().take(MOST_NAMED).map(|code| {
            let name = match code.code.is_empty() {
                true => "no code".to_string(),
                false => quoted(&code.code),
            };
            match code.rows {
                1 => name,
                rows => format!("{name} ({rows} rows)"),
            }
        });
        let shown: Vec<String> = shown.collect();
        let more = self.codes.len().saturating_sub(MOST_NAMED);
        match more {
            0 => shown.join(", "),
            more => format!("{} and {more} more codes", shown.join(", ")),
        }
    }

    fn help(&self) -> String {
        let keep = "`unmatched: keep` leaves their cells blank, `unmatched: drop` leaves them out";
        if self.blank == self.rows {
            return format!("these rows have no code; {keep}");
        }
        match self.renamed() {
            Some((old, new, name)) => format!(
                "codes change: `{name}` is `{old}` here and `{new}` there; give a lookup with \
                 `codes: {{data: …, from: …, to: …}}`, or {keep}"
            ),
            None => format!(
                "if codes have changed, give a lookup with `codes: {{data: …, from: …, to: …}}`; \
                 {keep}"
            ),
        }
    }

    /// The first code here whose name stands there once, under another code.
    fn renamed(&self) -> Option<(&str, String, &str)> {
        let folded = |text: &str| text.trim().to_lowercase();
        // Each text there and its code; none for one that stands there several times.
        let mut there: BTreeMap<String, Option<String>> = BTreeMap::new();
        for row in &self.other.rows {
            let code = row.cells[self.code].value.published().into_owned();
            for (at, cell) in row.cells.iter().enumerate() {
                if let (Value::Text(text), true) = (&cell.value, at != self.code) {
                    let known = there
                        .entry(folded(text))
                        .or_insert_with(|| Some(code.clone()));
                    if known.as_ref() != Some(&code) {
                        *known = None;
                    }
                }
            }
        }
        self.codes.iter().find_map(|here| {
            here.texts.iter().find_map(|text| {
                let new = there.get(&folded(text)).cloned().flatten()?;
                Some((here.code.as_str(), new, text.as_str()))
            })
        })
    }
}
