//! A whole archive: the list of all files, each package, whether they agree, and whether the sources
//! give the site.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value as Json;

use super::report::{Report, What};
use super::sealed::{Copy, Right};
use super::shelf::{self, Shelf};
use super::signed::{self, Found, Given};
use super::{Watch, bag, part, rebuild, sealed, site, wacz};
use crate::archive::seal::read_line;
use crate::archive::sources::RECIPE;
use crate::archive::{Form, INDEX, MANIFEST, OTHERS, PACKAGES, SITE, SOURCES, manifest};
use crate::error::Fault;
use crate::number::counted;

/// Checks the archive in a folder.
pub(super) fn check(
    root: &Path,
    mut signatures: Vec<Found>,
    given: &Given,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<(), Fault> {
    // What is to be read after the folders: the members of ZIP files, and the site as the
    // sources give it.
    for package in PACKAGES.iter().filter(|it| it.form == Form::Zip) {
        watch.expect(shelf::size_of_members(&root.join(package.name)));
    }
    if root.join(SOURCES).is_dir() {
        watch.expect(shelf::size_of_files(&root.join(SITE)));
    }
    let mut shelf = shelf::folder(root, Some("bag/"), report, watch)?;
    for folder in [format!("{SITE}/"), String::new()] {
        signatures.extend(signed::taken(&mut shelf, &folder));
    }
    let index: Json = match shelf.get(INDEX) {
        Some(taken) => {
            serde_json::from_slice(taken.kept.as_deref().unwrap_or_default()).unwrap_or_default()
        }
        None => Json::Null,
    };
    let is_closed = index["lifecycle"]["state"] == "closed";
    let right = right(&shelf);
    let mut roots: Vec<(&str, String)> = Vec::new();
    for package in PACKAGES {
        let path = root.join(package.name);
        let there = match package.form {
            Form::Folder => shelf.keys().any(|it| inside(it, package.name).is_some()),
            Form::Zip => shelf.contains_key(package.name),
        };
        if !there {
            continue;
        }
        let found = match package.form {
            Form::Folder => folder(&shelf, package.name, &right, report),
            Form::Zip => zip(&path, package.name, report, watch)?,
        };
        report
            .checked
            .push(format!("`{}`, {}", package.name, package.summary));
        if !OTHERS.contains(&package.name) {
            roots.extend(found.map(|root| (package.name, root)));
        }
    }
    agree(&index, &roots, report);
    // A seal is believed against the list of all files if it is the one that the index tells of.
    let told = index["root"].as_str().unwrap_or_default();
    let other = |name: &&str| !OTHERS.contains(name) && !roots.contains(&(*name, told.to_string()));
    let folders = PACKAGES
        .iter()
        .filter(|package| package.form == Form::Folder);
    let names = folders.map(|package| package.name);
    let believed: Vec<&str> = names.filter(|name| !other(name)).collect();
    listed(&shelf, &believed, report);
    let copy = part(&shelf, &format!("{SITE}/"));
    if signed::check(&copy, &format!("{SITE}/"), signatures, given, report) {
        report.unchecked.push(format!(
            "whether what stands beside the copies of the site is of the same hand: the signature is \
             one of the site, and only `{MANIFEST}` lists the rest"
        ));
    }
    site(&copy, is_closed, &format!("{SITE}/"), report);
    sources(root, &shelf, &copy, report, watch)
}

/// The path of a file in a folder of the archive.
fn inside<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// Checks a package that is a folder. Gives the root of its seal.
fn folder(shelf: &Shelf, name: &str, right: &Right, report: &mut Report) -> Option<String> {
    let prefix = format!("{name}/");
    let copy = part(shelf, &prefix);
    match name {
        "bag" => bag::check(&copy, &prefix, right, report),
        _ => sealed::check(&copy, &prefix, right, report),
    }
}

/// Checks a package that is a ZIP file. Gives the root of its seal.
fn zip(
    path: &Path,
    name: &str,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<Option<String>, Fault> {
    let prefix = format!("{name}/");
    let Some(members) = shelf::zip(path, &prefix, report, watch)? else {
        return Ok(None);
    };
    let copy = part(&members, &prefix);
    Ok(match name.ends_with(".wacz") {
        true => wacz::check(&copy, &prefix, report).and_then(|held| held.root),
        false => sealed::check(&copy, &prefix, &Right::new(), report),
    })
}

/// Reports packages whose seal has another root than the archive tells.
fn agree(index: &Json, roots: &[(&str, String)], report: &mut Report) {
    let told = index["root"].as_str().unwrap_or_default();
    if index.is_null() {
        report.unchecked.push(format!(
            "the root of the seal, because `{INDEX}` cannot be read"
        ));
        return;
    }
    for (name, root) in roots.iter().filter(|(_, root)| root != told) {
        report.note(
            *name,
            format!("the root of its seal is {root}, and `{INDEX}` tells {told}"),
        );
    }
    if roots.iter().all(|(_, root)| root == told) && !roots.is_empty() {
        report.checked.push(format!(
            "{} agree: the root of their seals is {told}",
            counted(roots.len(), "copy of the site")
                .replace("copy of the sites", "copies of the site")
        ));
    }
}

/// The files that are as the list of all says.
fn right(shelf: &Shelf) -> Right {
    let text = shelf.get(MANIFEST).and_then(|taken| taken.text());
    let listed = text.unwrap_or_default().lines().filter_map(read_line);
    listed
        .filter(|(path, digest)| {
            shelf
                .get(path)
                .is_some_and(|taken| taken.digests.sha256 == *digest)
        })
        .map(|(path, _)| path)
        .collect()
}

/// Holds all files against the list of them.
fn listed(shelf: &Shelf, believed: &[&str], report: &mut Report) {
    let Some(taken) = shelf.get(MANIFEST) else {
        report.find(MANIFEST, What::Missing);
        return;
    };
    let text = taken.text().unwrap_or_default();
    let lines: Option<Vec<_>> = text.lines().map(read_line).collect();
    let expected: BTreeMap<String, [u8; 32]> = lines.unwrap_or_default().into_iter().collect();
    if manifest(&expected) != text {
        report.find(MANIFEST, What::Changed);
        return;
    }
    let found = shelf.iter().filter(|(path, _)| *path != MANIFEST);
    let found: BTreeMap<String, [u8; 32]> = found
        .map(|(path, taken)| (path.clone(), taken.digests.sha256))
        .collect();
    // Files of folders are in a seal or manifest of their own too, and that has been looked at.
    report.compare(&expected, &found, MANIFEST, &|report, path| {
        let has_other = believed.iter().any(|folder| inside(path, folder).is_some());
        has_other && !report.knows(path)
    });
    report.checked.push(format!(
        "{} listed in `{MANIFEST}`",
        counted(expected.len(), "file")
    ));
}

/// Builds the sources, where there are some and they are as they were archived.
fn sources(
    root: &Path,
    shelf: &Shelf,
    copy: &Copy<'_>,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<(), Fault> {
    let recipe = shelf.get(&format!("{SOURCES}/{RECIPE}"));
    let Some(recipe) = recipe.and_then(|taken| taken.text()) else {
        let has_some = shelf.keys().any(|path| inside(path, SOURCES).is_some());
        let why = match has_some {
            true => "whether the sources give the site, because `sources/rebuild.json` is missing",
            false => "whether the sources give the site: the archive holds no sources",
        };
        report.unchecked.push(why.to_string());
        return Ok(());
    };
    let damaged = report
        .found
        .iter()
        .any(|finding| inside(&finding.path, SOURCES).is_some());
    if damaged || copy.is_empty() {
        let why = "whether the sources give the site, because they are not as they were archived";
        report.unchecked.push(why.to_string());
        return Ok(());
    }
    rebuild::check(
        &root.join(SOURCES),
        recipe,
        copy,
        &format!("{SITE}/"),
        report,
        watch,
    )
}
