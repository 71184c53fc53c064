//! What the program is built from: licences that allow what its own does, one source, one version
//! of each crate. The lists are those of `deny.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::repository;

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let allowed = listed("allow");
    let (packages, is_all) = packages();
    assert!(packages.len() > 100, "{} packages", packages.len());
    let mut faults = Vec::new();
    for package in &packages {
        let name = &package["name"];
        match package["license"].as_str() {
            None => faults.push(format!("{name} does not say its licence")),
            Some(licence) if !is_allowed(licence, &allowed) => {
                faults.push(format!("{name} is licensed as {licence}"));
            }
            Some(_) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    if !is_all {
        let known: BTreeSet<&str> = packages
            .iter()
            .filter_map(|it| it["name"].as_str())
            .collect();
        let locked = locked();
        let others = locked.keys().filter(|name| !known.contains(name.as_str()));
        println!(
            "not here, and not looked at: {:?}",
            others.collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_licence_is_read_as_it_is_written() {
    let allowed = ["MIT", "Apache-2.0", "Unicode-3.0"];
    let allowed = allowed.map(str::to_string).into();
    for (licence, is) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("GPL-3.0 OR (MIT AND GPL-2.0)", false),
        ("Apache-2.0 WITH LLVM-exception", false),
        ("MIT OR", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(licence, &allowed), is, "{licence}");
    }
}

#[test]
fn no_crate_comes_in_two_versions_but_those_that_are_listed() {
    let twice: BTreeSet<String> = locked()
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(twice, listed("skip"), "left: Cargo.lock, right: deny.toml");
}

#[test]
fn every_dependency_comes_from_the_registry_with_its_checksum() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let mut packages = 0;
    for package in lock.split("[[package]]\n").skip(1) {
        if package.starts_with("name = \"briefpack\"\n") {
            continue;
        }
        packages += 1;
        let source = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        let sound = package.contains(source) && package.contains("checksum = \"");
        assert!(sound, "{package}");
    }
    assert!(packages > 100, "{packages} packages");
}

/// What Cargo says of every package, and whether those of other systems are among them: where they
/// are not in its store, and there is no network, those that are built here.
fn packages() -> (Vec<Value>, bool) {
    let ask = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(repository())
            .args(["metadata", "--offline", "--locked", "--format-version", "1"])
            .args(more);
        let output = command.output().unwrap();
        output.status.success().then(|| {
            let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
            metadata["packages"].as_array().unwrap().clone()
        })
    };
    if let Some(packages) = ask(&[]) {
        return (packages, true);
    }
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let here = ask(&["--filter-platform", host.unwrap()]);
    (here.expect("what is built here is in the store"), false)
}

/// The names and versions in `Cargo.lock`.
fn locked() -> BTreeMap<String, Vec<String>> {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).unwrap();
    let mut locked = BTreeMap::<String, Vec<String>>::new();
    for package in lock.split("[[package]]\n").skip(1) {
        let value = |key: &str| {
            let lines = package.lines();
            let mut values = lines.filter_map(|line| line.strip_prefix(key));
            values.next().unwrap().trim_matches('"').to_string()
        };
        let versions = locked.entry(value("name = ")).or_default();
        versions.push(value("version = "));
    }
    locked
}

/// The texts of a list in `deny.toml`.
fn listed(key: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(repository().join("deny.toml")).unwrap();
    let (_, after) = text.split_once(&format!("\n{key} = [")).unwrap();
    let (list, _) = after.split_once("\n]").unwrap();
    let texts = list.split('"').skip(1).step_by(2);
    texts.map(str::to_string).collect()
}

/// Whether an SPDX expression can be met with licences that are allowed. What cannot be read cannot.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    // `/` is how `OR` was once written.
    let spaced = expression.replace('/', " OR ");
    let spaced = spaced.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, allowed).is_some_and(|is| is && at == words.len())
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut is = both(words, at, allowed)?;
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        is |= both(words, at, allowed)?;
    }
    Some(is)
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let mut is = one(words, at, allowed)?;
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        is &= one(words, at, allowed)?;
    }
    Some(is)
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> Option<bool> {
    let word = *words.get(*at)?;
    *at += 1;
    if word == "(" {
        let is = either(words, at, allowed)?;
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return closed.then_some(is);
    }
    if ["OR", "AND", "WITH", ")"].contains(&word) {
        return None;
    }
    let mut licence = word.to_string();
    if words.get(*at) == Some(&"WITH") {
        licence = format!("{word} WITH {}", words.get(*at + 1)?);
        *at += 2;
    }
    Some(allowed.contains(&licence))
}
