//! `unpivot: {columns: "20*", name: quarter, value: rate}`: columns become rows.

use crate::diag::Diagnostic;
use crate::parse::fields::Fields;
use crate::parse::table::RawCell;
use crate::source::{Span, Spanned};

use super::columns::Columns;
use super::step::{Begun, Context, Flow, Kind, Row, Step};

pub(super) const STEP: Kind = Kind {
    name: "unpivot",
    form: "unpivot: {columns: [2024, 2025], name: year, value: rate}",
    read: |node, writing| {
        let mut map = Fields::of(node, "an `unpivot` step", writing.file, writing.faults)?;
        let columns = map.take("columns");
        let except = map.take("except");
        let name = map.require("name");
        let value = map.require("value");
        let span = map.span();
        map.finish();
        let chosen = match (columns, except) {
            (Some(columns), None) => Some(Choice::These(writing.names(columns))),
            (None, Some(except)) => Some(Choice::AllBut(writing.names(except))),
            _ => {
                writing.faults.push(one_choice(span));
                None
            }
        };
        let mut text = |node| crate::parse::fields::string(node, writing.faults);
        let (name, value) = (text(name?)?, text(value?)?);
        Some(Box::new(Unpivot {
            chosen: chosen?,
            name,
            value,
            span,
        }))
    },
};

fn one_choice(span: Span) -> Diagnostic {
    Diagnostic::error(
        &crate::diag::code::MISSING_KEY,
        Span {
            end: span.start,
            ..span
        },
        "an `unpivot` step says which columns become rows",
    )
    .help("write either `columns:` with their names, or `except:` with those that stay")
}

/// Which columns become rows. `*` in a name stands for any letters.
enum Choice {
    These(Vec<Spanned<String>>),
    AllBut(Vec<Spanned<String>>),
}

struct Unpivot {
    chosen: Choice,
    name: Spanned<String>,
    value: Spanned<String>,
    span: Span,
}

impl Step for Unpivot {
    fn begin<'s>(
        &'s self,
        columns: Columns,
        context: &Context<'s>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Begun<'s>> {
        let (names, stays) = match &self.chosen {
            Choice::These(names) => (names, false),
            Choice::AllBut(names) => (names, true),
        };
        let named = named(names, &columns, faults)?;
        let turned: Vec<usize> = (0..columns.0.len())
            .filter(|at| named.contains(at) != stays)
            .collect();
        if turned.is_empty() {
            faults.push(
                Diagnostic::error(
                    &crate::diag::code::UNKNOWN_COLUMN,
                    self.span,
                    "no column is left to become rows",
                )
                .help("name fewer columns under `except`"),
            );
            return None;
        }
        let kept: Vec<usize> = (0..columns.0.len())
            .filter(|at| !turned.contains(at))
            .collect();
        let mut after = Columns(kept.iter().map(|at| columns.0[*at].clone()).collect());
        after.add(&self.name.value, self.name.span, faults)?;
        after.add(&self.value.value, self.value.span, faults)?;
        let turned = turned.into_iter().map(|at| {
            let column = &columns.0[at];
            let heading = RawCell::at(column.span);
            let as_it_stands = context.reader.text(&heading) == column.name;
            let heading = match as_it_stands {
                true => heading,
                false => RawCell::made(column.span, column.name.as_str()),
            };
            (at, heading)
        });
        Some(Begun {
            columns: Some(after),
            flow: Box::new(Turned {
                kept,
                turned: turned.collect(),
            }),
        })
    }
}

/// The columns that names and patterns mean.
fn named(
    names: &[Spanned<String>],
    columns: &Columns,
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for name in names {
        let exact = columns.find(&name.value);
        if exact.is_some() || !name.value.contains('*') {
            found.push(columns.require(name, faults)?);
            continue;
        }
        let fitting = (0..columns.0.len()).filter(|at| fits(&columns.0[*at].name, &name.value));
        let before = found.len();
        found.extend(fitting);
        if found.len() == before {
            faults.push(
                Diagnostic::error(
                    &crate::diag::code::UNKNOWN_COLUMN,
                    name.span,
                    format!("no column fits `{}`", name.value),
                )
                .help("`*` stands for any letters: `20*` fits every heading that begins with 20"),
            );
            return None;
        }
    }
    Some(found)
}

/// Whether a heading fits a pattern, case aside.
fn fits(heading: &str, pattern: &str) -> bool {
    let (heading, pattern) = (heading.to_lowercase(), pattern.to_lowercase());
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or("");
    let Some(mut rest) = heading.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

struct Turned {
    kept: Vec<usize>,
    /// The columns that become rows, each with its heading as a cell.
    turned: Vec<(usize, RawCell)>,
}

impl Flow for Turned {
    fn row(&mut self, row: Row, next: &mut dyn FnMut(Row)) {
        for (at, heading) in &self.turned {
            let mut turned: Row = Vec::with_capacity(self.kept.len() + 2);
            turned.extend(self.kept.iter().map(|at| row[*at].clone()));
            turned.push(heading.clone());
            turned.push(row[*at].clone());
            next(turned);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_letters() {
        assert!(fits("2014-03", "20*"));
        assert!(fits("Rate 2014", "*2014"));
        assert!(fits("Rate 2014 (%)", "rate*(%)"));
        assert!(fits("abcabc", "a*c*c") && fits("x", "*"));
        assert!(!fits("1999", "20*") && !fits("ab", "a*bb") && !fits("aa", "a*aa"));
    }
}
