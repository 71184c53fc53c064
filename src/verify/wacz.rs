//! A WACZ file: its description against its members, the records against the seal, the index
//! against the records.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::Value as Json;

use super::report::{Report, What};
use super::sealed::{self, Copy, Right};
use super::warc::Record;
use crate::archive::digest::hex;
use crate::archive::page;
use crate::archive::wacz::{INDEX, PACKAGE, PACKAGE_DIGEST, WARC, package_digest};

/// The copy of the site that a WACZ file holds.
pub(super) struct Held<'a> {
    /// Its files by their paths.
    pub(super) copy: Copy<'a>,
    /// What stands before them in reports.
    pub(super) prefix: String,
    /// The root of the seal.
    pub(super) root: Option<String>,
}

/// Checks a WACZ file; `prefix` stands before paths in reports.
pub(super) fn check<'a>(members: &Copy<'a>, prefix: &str, report: &mut Report) -> Option<Held<'a>> {
    let base = package(members, prefix, report);
    let at = format!("{prefix}{WARC}");
    let records = members.get(WARC)?.records.as_ref()?;
    if let Some(fault) = &records.fault {
        report.note(&at, fault.clone());
    }
    let base = base?;
    let held_prefix = format!("{at}: ");
    let mut copy = Copy::new();
    let mut twins: Vec<(String, &Record)> = Vec::new();
    for record in &records.records {
        if record.get("warc-type") == "warcinfo" {
            if !record.is_right() {
                report.note(&at, "its first record was changed");
            }
            continue;
        }
        let url = record.get("warc-target-uri");
        let Some(path) = path(url, &base) else {
            report.note(&at, format!("its record of `{url}` is none of the site"));
            continue;
        };
        if !record.is_right() {
            report.find(format!("{held_prefix}{path}"), What::Changed);
        }
        // An index answers at the address of its folder too.
        if url.ends_with('/') {
            twins.push((path, record));
        } else {
            match copy.entry(path) {
                Entry::Vacant(free) => drop(free.insert(&record.taken)),
                Entry::Occupied(taken) => {
                    let path = format!("{held_prefix}{}", taken.key());
                    report.note(path, "it is there twice");
                }
            }
        }
    }
    for (path, twin) in twins {
        let file = copy.get(&path);
        if file.is_none_or(|file| file.digests != twin.taken.digests) {
            report.find(format!("{held_prefix}{path}"), What::Changed);
        }
    }
    let root = sealed::check(&copy, &held_prefix, &Right::new(), report);
    index(members, &records.records, prefix, report);
    Some(Held {
        copy,
        prefix: held_prefix,
        root,
    })
}

/// The path in the site of an address below `base`.
fn path(url: &str, base: &str) -> Option<String> {
    let mut path = page::decoded(url.strip_prefix(base)?);
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    crate::archive::seal::is_path(&path).then_some(path)
}

/// Holds the description against the members. Gives the address below which the site stands.
fn package(members: &Copy<'_>, prefix: &str, report: &mut Report) -> Option<String> {
    let named = |path: &str| format!("{prefix}{path}");
    let Some(package) = members.get(PACKAGE) else {
        report.find(named(PACKAGE), What::Missing);
        return None;
    };
    let bytes = package.kept.as_deref().unwrap_or_default();
    match members.get(PACKAGE_DIGEST) {
        None => report.find(named(PACKAGE_DIGEST), What::Missing),
        Some(told) => {
            if told.text() != Some(&package_digest(bytes)) {
                let words =
                    "it is not the digest of `datapackage.json`: one of the two was changed";
                report.note(named(PACKAGE_DIGEST), words);
            }
        }
    }
    let json: Option<Json> = serde_json::from_slice(bytes).ok();
    let Some(json) = json else {
        report.find(named(PACKAGE), What::Changed);
        return None;
    };
    let mut expected = BTreeMap::new();
    for resource in json["resources"].as_array().into_iter().flatten() {
        let (path, hash) = (resource["path"].as_str(), resource["hash"].as_str());
        if let (Some(path), Some(hash)) = (path, hash) {
            expected.insert(named(path), hash.to_string());
        }
    }
    let found = members
        .iter()
        .filter(|(path, _)| ![PACKAGE, PACKAGE_DIGEST].contains(&path.as_str()))
        .map(|(path, taken)| {
            let hash = format!("sha256:{}", hex(&taken.digests.sha256));
            (named(path), hash)
        });
    report.compare(&expected, &found.collect(), &named(PACKAGE), &|_, _| false);
    let main = json["mainPageUrl"].as_str()?;
    main.strip_suffix("index.html").map(str::to_string)
}

/// Holds every line of the index against the record that it leads to.
fn index(members: &Copy<'_>, records: &[Record], prefix: &str, report: &mut Report) {
    let at = format!("{prefix}{INDEX}");
    let Some(text) = members.get(INDEX).and_then(|taken| taken.text()) else {
        return;
    };
    let mut expected: BTreeMap<(String, String, String), &Record> = BTreeMap::new();
    for record in records
        .iter()
        .filter(|it| it.get("warc-type") != "warcinfo")
    {
        let url = record.get("warc-target-uri").to_string();
        let place = (url, record.offset.to_string(), record.length.to_string());
        expected.insert(place, record);
    }
    for (number, line) in text.lines().enumerate() {
        let entry: Option<Json> = line
            .splitn(3, ' ')
            .nth(2)
            .and_then(|json| serde_json::from_str(json).ok());
        let word = |name: &str| {
            let value = entry.as_ref().and_then(|entry| entry[name].as_str());
            value.unwrap_or_default().to_string()
        };
        let record = expected.remove(&(word("url"), word("offset"), word("length")));
        if record.is_none_or(|record| record.get("warc-payload-digest") != word("digest")) {
            report.note(
                &at,
                format!("its line {} leads to no such record", number + 1),
            );
        }
    }
    for (url, _, _) in expected.into_keys() {
        report.note(&at, format!("the record of `{url}` is not in it"));
    }
}
