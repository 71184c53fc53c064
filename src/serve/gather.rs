//! Changes gathered until it is quiet, so that many files saved at once are one rebuild.

use std::time::{Duration, Instant};

use crate::Changes;
use crate::source::SitePath;

/// How long it has to be quiet. An editor that writes a new file and renames it needs less.
const QUIET: Duration = Duration::from_millis(15);
/// How long changes are gathered at most while they go on.
const MOST: Duration = Duration::from_millis(200);

/// Changes that are waiting to be built.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    changes: Changes,
    /// When the first and the last came.
    times: Option<(Instant, Instant)>,
}

impl Gathering {
    /// Takes the change of a file or folder.
    pub(super) fn add(&mut self, path: SitePath, now: Instant) {
        self.changes.paths.insert(path);
        self.note(now);
    }

    /// Takes that anything may have changed.
    pub(super) fn add_anything(&mut self, now: Instant) {
        self.changes.anything = true;
        self.note(now);
    }

    fn note(&mut self, now: Instant) {
        let first = self.times.map_or(now, |(first, _)| first);
        self.times = Some((first, now));
    }

    /// When the changes are to be built, if there are any.
    pub(super) fn due(&self) -> Option<Instant> {
        let (first, last) = self.times?;
        Some((last + QUIET).min(first + MOST))
    }

    /// The changes so far, which are then no longer waiting.
    pub(super) fn take(&mut self) -> Changes {
        self.times = None;
        std::mem::take(&mut self.changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_due_while_nothing_has_changed() {
        assert_eq!(Gathering::default().due(), None);
    }

    #[test]
    fn files_saved_one_after_the_other_are_one_set_of_changes() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        for number in 0..5 {
            let at = start + Duration::from_millis(number * 10);
            gathering.add(SitePath::new(format!("content/{number}.md")), at);
            assert_eq!(gathering.due(), Some(at + QUIET));
        }
        let changes = gathering.take();
        assert_eq!(changes.paths.len(), 5);
        assert!(!changes.anything);
        assert_eq!(gathering.due(), None);
        assert_eq!(gathering.take(), Changes::default());
    }

    #[test]
    fn changes_that_never_end_are_built_all_the_same() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        for number in 0..100 {
            let at = start + Duration::from_millis(number * 10);
            gathering.add(SitePath::new("content/index.md"), at);
        }
        assert_eq!(gathering.due(), Some(start + MOST));
    }

    #[test]
    fn a_change_of_anything_stays_one_when_files_follow() {
        let now = Instant::now();
        let mut gathering = Gathering::default();
        gathering.add_anything(now);
        gathering.add(SitePath::new("themes"), now);
        assert!(gathering.take().anything);
        assert!(!gathering.take().anything);
    }
}
