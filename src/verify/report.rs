//! What verification found, checked, and could not check.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something that is not as it was archived.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, by its path from the place that is verified.
    pub path: String,
    /// What is wrong with it.
    pub what: What,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is not there.
    Missing,
    /// It is there and was not archived.
    Added,
    /// Its bytes are not those that were archived.
    Changed,
    /// It stands under another name.
    Renamed {
        /// The name it has now.
        to: String,
    },
    /// Something else.
    Other(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.what {
            What::Missing => write!(out, "`{path}` is missing"),
            What::Added => write!(out, "`{path}` was added"),
            What::Changed => write!(out, "`{path}` was changed"),
            What::Renamed { to } => write!(out, "`{path}` was renamed to `{to}`"),
            What::Other(words) => write!(out, "`{path}`: {words}"),
        }
    }
}

/// The outcome of a verification.
#[derive(Debug, Default)]
pub struct Report {
    /// What is not as it was archived, in the order of paths.
    pub found: BTreeSet<Finding>,
    /// What was checked.
    pub checked: Vec<String>,
    /// What could not be, and why.
    pub unchecked: Vec<String>,
    /// The paths about which something was found, and those that files were renamed to.
    known: BTreeSet<String>,
}

impl Report {
    pub(super) fn find(&mut self, path: impl Into<String>, what: What) {
        let path = path.into();
        self.known.insert(path.clone());
        if let What::Renamed { to } = &what {
            self.known.insert(to.clone());
        }
        self.found.insert(Finding { path, what });
    }

    pub(super) fn note(&mut self, path: impl Into<String>, words: impl Into<String>) {
        self.find(path, What::Other(words.into()));
    }

    /// Whether something was found about a path.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.known.contains(path)
    }

    /// Whether something was found about a file below a path.
    pub(super) fn knows_below(&self, prefix: &str) -> bool {
        let mut paths = self.known.range(prefix.to_string()..);
        paths.next().is_some_and(|path| path.starts_with(prefix))
    }

    /// Holds files against a list of what there has to be. `by` is the list, in case it is not to
    /// be believed: where `right` says that a file is as it was, the list was changed.
    pub(super) fn compare<D: PartialEq + Ord>(
        &mut self,
        expected: &BTreeMap<String, D>,
        found: &BTreeMap<String, D>,
        by: &str,
        right: &dyn Fn(&Report, &str) -> bool,
    ) {
        let added: BTreeMap<&D, &String> = found
            .iter()
            .filter(|(path, _)| !expected.contains_key(*path))
            .map(|(path, digest)| (digest, path))
            .collect();
        let mut renamed = BTreeSet::new();
        for (path, digest) in expected {
            match found.get(path) {
                Some(now) if now == digest => {}
                Some(_) if right(self, path) => {
                    self.note(
                        by,
                        format!("its digest of `{path}` is not that of the file"),
                    );
                }
                Some(_) => self.find(path, What::Changed),
                // Another list has told.
                None if self.knows(path) => {}
                None => match added.get(digest) {
                    Some(to) if right(self, to) => {
                        renamed.insert(*to);
                        self.note(by, format!("it lists `{path}` for `{to}`"));
                    }
                    Some(to) if renamed.insert(*to) => {
                        let to = (*to).clone();
                        self.find(path, What::Renamed { to });
                    }
                    _ => self.find(path, What::Missing),
                },
            }
        }
        for path in found.keys() {
            let is_told = renamed.contains(path) || self.knows(path);
            if expected.contains_key(path) || is_told {
                continue;
            }
            match right(self, path) {
                true => self.note(by, format!("it does not list `{path}`")),
                false => self.find(path, What::Added),
            }
        }
    }
}
