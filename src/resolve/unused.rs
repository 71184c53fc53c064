//! Files that nothing uses: they are not published, and that is said.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, code};
use crate::discover::SourceTree;
use crate::model::Attachments;
use crate::parse::page::RawPage;
use crate::parse::reading::RawReading;
use crate::resolve::mentions::Mentions;
use crate::resolve::visibility::Hidden;
use crate::source::SitePath;

/// What is known to be used.
pub(super) struct Known<'a> {
    pub(super) tree: &'a SourceTree,
    pub(super) parsed: &'a BTreeSet<SitePath>,
    pub(super) attachments: &'a Attachments,
    pub(super) others: &'a BTreeSet<SitePath>,
    pub(super) hidden: &'a Hidden,
    pub(super) drafted: &'a [Box<RawPage>],
    pub(super) readings: &'a BTreeMap<SitePath, (RawReading, Vec<Diagnostic>)>,
}

/// Warns of each file under `content/` that nothing uses. Files of hidden folders, and files
/// that a hidden page names, are not spoken of.
pub(super) fn check(known: &Known<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let attached: BTreeSet<&SitePath> = known.attachments.iter().map(|file| &file.path).collect();
    let drafted: BTreeSet<SitePath> = known
        .drafted
        .iter()
        .flat_map(|page| Mentions::of_page(page, |_| true).files)
        .collect();
    for (path, file) in &known.tree.files {
        let used = known.parsed.contains(path)
            || attached.contains(path)
            || known.others.contains(path)
            || known.hidden.covers(path)
            || drafted.contains(path);
        if used {
            continue;
        }
        let what = if known.readings.contains_key(path) {
            "name it as the `reading` of a session, move it to a `data/` folder if it describes \
             data, or remove it"
        } else {
            "link to it, name it in a pack, or remove it"
        };
        faults.push(
            Diagnostic::warning(
                &code::UNUSED_FILE,
                crate::source::Span::file(file.source),
                format!("nothing uses `content/{path}`, so it is not published"),
            )
            .help(what),
        );
    }
    faults
}
