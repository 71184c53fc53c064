//! How far long work has come, on a terminal; nothing in a pipe.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A line that is written over again and again.
pub(super) struct Progress {
    what: &'static str,
    line: Option<Mutex<Line>>,
}

/// What is on the terminal.
struct Line {
    began: Instant,
    drawn: Option<Instant>,
    /// The text of the line, empty while there is none.
    shown: String,
}

/// How long work goes on without a word: most is done before anybody could read one.
const QUIET: Duration = Duration::from_millis(200);
/// How long a line stays at least.
const STAYS: Duration = Duration::from_millis(100);

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        let is_shown = std::io::stderr().is_terminal();
        // A terminal that cannot go back in a line would get them all one after the other.
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let line = Line {
            began: Instant::now(),
            drawn: None,
            shown: String::new(),
        };
        Progress {
            what,
            line: (is_shown && !is_dumb).then(|| Mutex::new(line)),
        }
    }

    /// Shows that so many bytes of so many are done, where that changes what is shown.
    pub(super) fn tell(&self, done: u64, total: u64) {
        // Whoever finds another at work has nothing newer to tell.
        let Some(Ok(mut line)) = self.line.as_ref().map(Mutex::try_lock) else {
            return;
        };
        let waits = match line.drawn {
            None => line.began.elapsed() < QUIET,
            Some(drawn) => drawn.elapsed() < STAYS,
        };
        if waits {
            return;
        }
        let text = text(self.what, done, total, line.began.elapsed());
        if text != line.shown {
            line.show(text);
        }
        line.drawn = Some(Instant::now());
    }

    /// Says something that stays, above the line.
    pub(super) fn say(&self, text: &str) {
        let mut line = self
            .line
            .as_ref()
            .map(|line| line.lock().expect("no holder panics"));
        if let Some(line) = &mut line {
            line.show(String::new());
        }
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        if let Some(line) = &self.line {
            line.lock().expect("no holder panics").show(String::new());
        }
    }
}

impl Line {
    /// Writes a text over the one that is there, whatever is longer.
    fn show(&mut self, text: String) {
        let rest = self.shown.len().saturating_sub(text.len());
        let back = if text.is_empty() { "\r" } else { "" };
        if !(text.is_empty() && self.shown.is_empty()) {
            let _ = write!(std::io::stderr(), "\r{text}{:rest$}{back}", "");
        }
        self.shown = text;
    }
}

/// The line: at most 39 letters, because a terminal of 40 columns has to hold it. Longer ones would
/// wrap, and could not be written over.
fn text(what: &str, done: u64, total: u64, since: Duration) -> String {
    let share = (u128::from(done) * 100 / u128::from(total.max(1))).min(100);
    let bar = "#".repeat(share as usize / 10);
    let rest = match share {
        100 => ", finishing".to_string(),
        _ => left(done, total, since),
    };
    format!("{what} [{bar:<10}] {share:>2}%{rest}")
}

/// How long the rest takes if it goes on like this, once that can be told.
fn left(done: u64, total: u64, since: Duration) -> String {
    if since < Duration::from_secs(3) || done == 0 {
        return String::new();
    }
    let rest = u128::from(total.saturating_sub(done));
    let seconds = since.as_millis() * rest / u128::from(done) / 1000;
    match seconds {
        0..=59 => format!(", {} s left", seconds.max(1)),
        60..=3599 => format!(", {} min left", seconds.div_ceil(60)),
        3600..=360_000 => format!(", {} h left", seconds.div_ceil(3600)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fits_into_forty_columns() {
        for what in ["Packing", "Reading"] {
            for (done, total) in [(0, 0), (1, 1), (1, 1 << 40), (1 << 40, 1 << 40), (9, 3)] {
                for seconds in [0, 3, 59, 4000, 1_000_000] {
                    let line = text(what, done, total, Duration::from_secs(seconds));
                    assert!(line.len() < 40, "{line}");
                    assert_eq!(line.contains("100%"), line.contains("finishing"));
                }
            }
        }
    }

    #[test]
    fn the_rest_is_told_once_it_can_be() {
        let after = |seconds| text("Packing", 25, 100, Duration::from_secs(seconds));
        assert_eq!(after(2), "Packing [##        ] 25%");
        assert_eq!(after(10), "Packing [##        ] 25%, 30 s left");
        assert_eq!(after(100), "Packing [##        ] 25%, 5 min left");
        assert_eq!(after(9000), "Packing [##        ] 25%, 8 h left");
    }
}
