//! Codes that change: from a code of one table to the code of another, by a lookup.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, code};
use crate::parse::fields::{self, Fields};
use crate::parse::yaml::Node;
use crate::source::{Span, Spanned};

use super::join::{dataset, require_fields};
use super::step::{Context, Writing};

/// How often one code may have been replaced by another.
const MOST_CHANGES: usize = 20;

/// `codes: {data: changes.yaml, from: LAD19CD, to: LAD22CD}`.
pub(super) struct Changes {
    /// The dataset that holds them.
    pub(super) data: Spanned<String>,
    from: Spanned<String>,
    to: Spanned<String>,
}

impl Changes {
    pub(super) fn read(node: &Node, writing: &mut Writing<'_>) -> Option<Self> {
        let mut map = Fields::of(node, "`codes`", writing.file, writing.faults)?;
        let data = map.require("data");
        let from = map.require("from");
        let to = map.require("to");
        map.finish();
        let mut text = |node: Option<&Node>| fields::string(node?, writing.faults);
        Some(Changes {
            data: text(data)?,
            from: text(from)?,
            to: text(to)?,
        })
    }

    /// Reads the changes from their dataset.
    pub(super) fn begin(
        &self,
        context: &Context<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Codes> {
        let other = dataset(&self.data, context)?;
        let names = [self.from.clone(), self.to.clone()];
        let at = require_fields(other, &self.data, &names, faults)?;
        let mut changes: BTreeMap<String, Vec<(String, Span)>> = BTreeMap::new();
        for row in &other.rows {
            let (from, to) = (&row.cells[at[0]], &row.cells[at[1]]);
            let [old, new] = [from, to].map(|cell| cell.value.published().into_owned());
            let into = changes.entry(old).or_default();
            if !new.is_empty() && into.iter().all(|(known, _)| *known != new) {
                into.push((new, to.span));
            }
        }
        Some(Codes {
            changes,
            followed: BTreeSet::new(),
            rows: 0,
            divided: BTreeSet::new(),
            faults: Vec::new(),
        })
    }
}

/// Changes of codes, and what has been done with them.
pub(super) struct Codes {
    changes: BTreeMap<String, Vec<(String, Span)>>,
    /// Codes that were followed, for how many rows.
    followed: BTreeSet<String>,
    rows: usize,
    divided: BTreeSet<String>,
    pub(super) faults: Vec<Diagnostic>,
}

impl Codes {
    /// Follows a code until `find` knows one. A code that was divided has no one successor: if
    /// more than one of them is known, that is reported.
    pub(super) fn follow<T>(
        &mut self,
        old: &str,
        place: Span,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let mut at = vec![old];
        let mut found = Vec::new();
        for _ in 0..MOST_CHANGES {
            let next: Vec<&(String, Span)> = at
                .iter()
                .filter_map(|code| self.changes.get(*code))
                .flatten()
                .collect();
            found.extend(
                next.iter()
                    .filter_map(|new| Some((find(&new.0)?, &new.0, new.1))),
            );
            if !found.is_empty() || next.is_empty() || next.len() > MOST_CHANGES {
                break;
            }
            at = next.iter().map(|(code, _)| code.as_str()).collect();
        }
        if let [(_, one, first), (_, other, second), ..] = found.as_slice() {
            if self.divided.insert(old.to_string()) {
                self.faults.push(
                    Diagnostic::error(
                        &code::JOINED_TWICE,
                        place,
                        format!("`{old}` was divided: `{one}` and `{other}` have taken its place"),
                    )
                    .other(*first, "one of them")
                    .other(*second, "another")
                    .help("keep one of them in the lookup of codes, and say in a note why"),
                );
            }
            return found.into_iter().next().map(|(found, _, _)| found);
        }
        let (found, _, _) = found.pop()?;
        self.rows += 1;
        self.followed.insert(old.to_string());
        Some(found)
    }

    /// What readers should know.
    pub(super) fn note(&self, other: &str) -> Option<String> {
        let rows = match self.rows {
            0 => return None,
            1 => "one row was".to_string(),
            rows => format!("{} rows were", super::counted(rows)),
        };
        let codes: Vec<&str> = self.followed.iter().take(8).map(String::as_str).collect();
        let more = self.followed.len().saturating_sub(8);
        let more = match more {
            0 => String::new(),
            more => format!(" and {} more", super::counted(more)),
        };
        Some(format!(
            "The codes of {rows} replaced by newer ones to look them up in {}: {}{more}.",
            other,
            codes.join(", ")
        ))
    }
}
