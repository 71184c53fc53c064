//! A copy of the site against its seal.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Report, What};
use super::shelf::Taken;
use crate::archive::digest::{is_hex, sha256};
use crate::archive::seal::{self, Seal};
use crate::write;

/// A copy of the site: its files by their paths in it.
pub(super) type Copy<'a> = BTreeMap<String, &'a Taken>;

/// Files of which another list says that they are as they were.
pub(super) type Right = BTreeSet<String>;

/// Holds the files of a folder against the seal in it; `prefix` stands before paths in reports.
/// Gives the root of the seal, where it can be read.
pub(super) fn check(
    copy: &Copy<'_>,
    prefix: &str,
    right: &Right,
    report: &mut Report,
) -> Option<String> {
    let at = format!("{prefix}{}", seal::NAME);
    let Some(taken) = copy.get(seal::NAME) else {
        report.find(&at, What::Missing);
        report.unchecked.push(format!(
            "the files of `{}`, because their seal is missing",
            shown(prefix)
        ));
        return None;
    };
    let text = taken.text().unwrap_or_default();
    let list = match Seal::read(text) {
        Ok(list) => list,
        Err(line) => {
            report.find(&at, What::Changed);
            report.note(&at, format!("its line {line} is none of a seal"));
            return None;
        }
    };
    if list.text() != text {
        report.find(&at, What::Changed);
    }
    let root = list.root();
    let named = |path: &str| format!("{prefix}{path}");
    let listed = list.files.iter().chain(&list.printed_on);
    let expected = listed
        .map(|(path, digest)| (named(path), *digest))
        .collect();
    let mut found = BTreeMap::new();
    for (path, taken) in copy.iter().filter(|(path, _)| *path != seal::NAME) {
        if prefix.is_empty() && is_mark(path, taken) {
            continue;
        }
        let mut digest = taken.digests.sha256;
        if let (Some(listed), Some(page)) = (list.printed_on.get(path), &taken.kept) {
            digest = sha256(&seal::replaced(page, &root, seal::BLANK));
            if digest != *listed && prints_another(page, listed) {
                // The page is as it was and prints another root: that of the list as it was.
                report.find(&at, What::Changed);
                digest = *listed;
            }
        }
        found.insert(named(path), digest);
    }
    report.compare(&expected, &found, &at, &|_, path| right.contains(path));
    Some(root)
}

/// Whether a folder holds the site, and not single files or sources. Either the first page or the seal
/// that lists it may be what is missing.
pub(super) fn is_site(copy: &Copy<'_>) -> bool {
    const FIRST: &str = "index.html";
    let seal = copy.get(seal::NAME).and_then(|taken| taken.text());
    let lists = |text| Seal::read(text).is_ok_and(|list| list.files.contains_key(FIRST));
    copy.contains_key(FIRST) || seal.is_some_and(lists)
}

/// Whether a file is the one that `build` leaves in its output folder, which is no part of the site.
fn is_mark(path: &str, taken: &Taken) -> bool {
    path == write::MARK && taken.digests.sha256 == sha256(write::MARK_TEXT.as_bytes())
}

/// Whether a page is as it was sealed but for the root that it prints.
fn prints_another(page: &[u8], sealed: &[u8; 32]) -> bool {
    let text = String::from_utf8_lossy(page);
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .any(|word| is_hex(word, 32) && sha256(&seal::replaced(page, word, seal::BLANK)) == *sealed)
}

/// A prefix as a name.
pub(super) fn shown(prefix: &str) -> &str {
    match prefix.trim_end_matches('/') {
        "" => ".",
        prefix => prefix,
    }
}
