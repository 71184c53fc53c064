//! How far long work has come, on a terminal; nothing in a pipe.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};

/// A line that is written over again and again.
pub(super) struct Progress {
    what: &'static str,
    shown: Option<AtomicU64>,
}

/// What the line shows before anything was shown.
const NOTHING: u64 = u64::MAX;

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Progress {
            what,
            shown: terminal.then(|| AtomicU64::new(NOTHING)),
        }
    }

    /// Shows that so much of so much is done, where that changes what is shown.
    pub(super) fn tell(&self, done: u64, total: u64) {
        let Some(shown) = &self.shown else { return };
        let share = (u128::from(done) * 100 / u128::from(total.max(1))).min(99) as u64;
        let before = shown.load(Ordering::Relaxed);
        if before != NOTHING && before >= share {
            return;
        }
        if shown
            .compare_exchange(before, share, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok()
        {
            let bar = "#".repeat(share as usize / 5);
            let _ = write!(
                anstream::stderr(),
                "\r{} [{bar:<20}] {share:>2}%",
                self.what
            );
        }
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        if self.shown.is_some() {
            let _ = write!(anstream::stderr(), "\r{}\r", " ".repeat(60));
        }
    }
}
