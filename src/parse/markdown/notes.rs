//! Footnotes while they are being gathered: by label, in the order of their first marks.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code};
use crate::model::{Block, Footnote};
use crate::source::Span;

/// The marks and notes of a page so far.
#[derive(Default)]
pub(super) struct Notes {
    /// How many marks each footnote has.
    marks: Vec<usize>,
    /// The number of the footnote of each label in lower case.
    marked: BTreeMap<String, usize>,
    definitions: Vec<Definition>,
}

struct Definition {
    label: String,
    blocks: Vec<Block>,
    span: Span,
}

/// Labels are one whatever their case, as pulldown-cmark looks them up.
fn key(label: &str) -> String {
    label.to_lowercase()
}

impl Notes {
    /// The number of a label and of this mark among its marks.
    pub(super) fn mark(&mut self, label: &str) -> (usize, usize) {
        let next = self.marks.len();
        let at = *self.marked.entry(key(label)).or_insert(next);
        if at == next {
            self.marks.push(0);
        }
        self.marks[at] += 1;
        (at, self.marks[at] - 1)
    }

    /// Takes what a label stands for.
    pub(super) fn define(&mut self, label: &str, blocks: Vec<Block>, span: Span) {
        self.definitions.push(Definition {
            label: label.to_string(),
            blocks,
            span,
        });
    }

    /// The footnotes in the order of their first marks. Of two with one label the first counts; the
    /// other, as one without a mark, is reported.
    pub(super) fn finish(self, faults: &mut Vec<Diagnostic>) -> Vec<Footnote> {
        let marks = self.marks.into_iter();
        let empty = |marks| Footnote {
            marks,
            blocks: Vec::new(),
        };
        let mut footnotes: Vec<Footnote> = marks.map(empty).collect();
        let mut free = self.marked;
        for definition in self.definitions {
            match free.remove(&key(&definition.label)) {
                Some(at) => footnotes[at].blocks = definition.blocks,
                None => faults.push(unused(&definition.label, definition.span)),
            }
        }
        footnotes
    }
}

fn unused(label: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        &code::UNUSED_FOOTNOTE,
        span,
        format!("no mark leads to the footnote `[^{label}]`"),
    )
    .help(format!(
        "put `[^{label}]` where the note belongs, or remove the note"
    ))
}
