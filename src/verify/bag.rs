//! A bag against its manifests (RFC 8493, section 3), and its payload against the seal.

use std::collections::BTreeMap;

use super::report::{Report, What};
use super::sealed::{self, Copy, Right};
use crate::archive::bag::{DECLARATION, DECLARED, INFO, MANIFEST, TAG_MANIFEST, unescaped};
use crate::archive::digest::hex;

/// Says of which files it is known that they are as they were.
type Believed<'a> = &'a dyn Fn(&Report, &str) -> bool;

/// Checks a bag; `prefix` stands before paths in reports. Gives the root of the seal.
pub(super) fn check(
    bag: &Copy<'_>,
    prefix: &str,
    right: &Right,
    report: &mut Report,
) -> Option<String> {
    let payload: Copy<'_> = bag
        .iter()
        .filter_map(|(path, taken)| Some((path.strip_prefix("data/")?.to_string(), *taken)))
        .collect();
    let root = sealed::check(&payload, &format!("{prefix}data/"), right, report);
    let named = |path: &str| format!("{prefix}{path}");
    let (payload, tags): (BTreeMap<String, String>, BTreeMap<String, String>) = bag
        .iter()
        .map(|(path, taken)| (named(path), hex(&taken.digests.sha512)))
        .partition(|(path, _)| path[prefix.len()..].starts_with("data/"));
    let mut list = |name: &str, found: BTreeMap<String, String>, right: Believed<'_>| {
        let at = named(name);
        let Some(text) = bag.get(name).map(|taken| taken.text().unwrap_or_default()) else {
            report.find(&at, What::Missing);
            return;
        };
        let Some(expected) = manifest(text, prefix) else {
            report.find(&at, What::Changed);
            return;
        };
        report.compare(&expected, &found, &at, right);
    };
    let mut listed_tags = tags;
    listed_tags.remove(&named(TAG_MANIFEST));
    list(TAG_MANIFEST, listed_tags, &|_: &Report, path: &str| {
        right.contains(path)
    });
    // The seal has told already which files of the payload are as they were.
    let sealed = root.is_some();
    list(MANIFEST, payload, &move |report: &Report, path: &str| {
        sealed && !report.knows(path)
    });
    let declared = bag.get(DECLARED).and_then(|taken| taken.text());
    if declared.is_some_and(|text| text != DECLARATION) {
        report.find(named(DECLARED), What::Changed);
    }
    if !report.knows_below(&format!("{prefix}data/")) {
        oxum(bag, prefix, report);
    }
    root
}

/// A manifest by paths, as far as every line is one.
fn manifest(text: &str, prefix: &str) -> Option<BTreeMap<String, String>> {
    let mut listed = BTreeMap::new();
    for line in text.lines() {
        let (digest, path) = line.split_once("  ")?;
        let path = unescaped(path);
        if !crate::archive::digest::is_hex(digest, 64) || !crate::archive::seal::is_path(&path) {
            return None;
        }
        let twice = listed.insert(format!("{prefix}{path}"), digest.to_string());
        if twice.is_some() {
            return None;
        }
    }
    text.ends_with('\n').then_some(listed)
}

/// Holds the number and size of files in `bag-info.txt` against those that are there.
fn oxum(bag: &Copy<'_>, prefix: &str, report: &mut Report) {
    let info = bag.get(INFO).and_then(|taken| taken.text());
    let told = info.and_then(|info| {
        let line = info
            .lines()
            .find_map(|line| line.strip_prefix("Payload-Oxum: "))?;
        let (size, count) = line.split_once('.')?;
        Some((size.parse::<u64>().ok()?, count.parse::<usize>().ok()?))
    });
    let payload = || bag.iter().filter(|(path, _)| path.starts_with("data/"));
    let size: u64 = payload().map(|(_, taken)| taken.digests.size).sum();
    if let Some((told_size, told_count)) = told
        && (told_size, told_count) != (size, payload().count())
    {
        report.note(
            format!("{prefix}{INFO}"),
            format!(
                "it tells of {told_count} files with {told_size} bytes, and there are {} with {size}",
                payload().count()
            ),
        );
    }
}
