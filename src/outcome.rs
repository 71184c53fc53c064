//! What a stage returns: its value and everything it has to say about the author's files.
//!
//! A stage never stops at the first fault. It leaves the faulty item out, reports it, and goes
//! on, so that one run reports everything it can. Whether the site may be written is decided
//! once, at the end, from the diagnostics of all stages.

use crate::diag::Diagnostic;

/// A stage's value together with its diagnostics.
#[derive(Debug)]
pub struct Outcome<T> {
    /// What the stage made, without the items that were at fault.
    pub value: T,
    /// What it found, in the order of the sources.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Outcome<T> {
    /// An outcome with nothing to report.
    pub fn clean(value: T) -> Self {
        Outcome {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// Moves the diagnostics to the end of `all` and gives the value.
    pub fn collect(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}
