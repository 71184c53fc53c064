//! Folder in, folder out: each folder of `tests/golden/` holds a `site` and what it `expected`
//! becomes.
//!
//! `BLESS=1 cargo test --test suite golden` rewrites what is expected; read the difference before
//! it is committed. Under CI nothing is rewritten.
//!
//! What changes with every release or with the look of the theme is taken out before comparing:
//! content hashes in the names of assets, the program's version, and the style that a page
//! carries inside it. Assets of the theme are only listed, by name, in `assets.txt`: the browser
//! tests look at them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{
    AS_OF, Files, TestSite, copy_tree, files, first_difference, repository, walk,
};

#[test]
fn golden_sites_become_what_is_expected() {
    let golden = repository().join("tests/golden");
    let mut cases: Vec<_> = fs::read_dir(&golden)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "no golden sites were found");
    let bless = std::env::var("BLESS").is_ok_and(|value| value == "1");
    let under_ci = std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false");
    assert!(
        !(bless && under_ci),
        "BLESS=1 is refused under CI: what is expected is read by a person first"
    );
    let faults: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let became = build(case);
            let expected = case.join("expected");
            if bless {
                replace(&expected, &became);
            }
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            differences(&files(&expected), &became)
                .into_iter()
                .map(move |fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(
        faults.is_empty(),
        "{}\n\nIf this is meant, run `BLESS=1 cargo test --test suite golden` and read the difference.",
        faults.join("\n")
    );
}

#[test]
fn a_missing_an_extra_and_a_changed_file_are_each_reported() {
    let tree = |entries: &[(&str, &str)]| -> Files {
        entries
            .iter()
            .map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()))
            .collect()
    };
    let faults = differences(
        &tree(&[
            ("a.html", "one\ntwo"),
            ("gone.html", ""),
            ("same.html", "x"),
        ]),
        &tree(&[("a.html", "one\n2"), ("new.html", ""), ("same.html", "x")]),
    );
    assert_eq!(
        faults,
        [
            "a.html differs: line 2\n- two\n+ 2",
            "gone.html is missing",
            "new.html was not expected",
        ]
    );
}

#[test]
fn hashes_versions_and_styles_are_taken_out() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        normalised(&format!(
            "<link href=\"assets/style.0123456789abcdef.css\"> briefpack {version} \
             <style>p {{ }}</style> 'sha256-{}='",
            "A".repeat(43)
        )),
        "<link href=\"assets/style.HASH.css\"> briefpack VERSION \
         <style></style> 'sha256-HASH='"
    );
    assert_eq!(
        without_digests(&format!("{}  a.html", "0d".repeat(32))),
        "DIGEST  a.html"
    );
    assert_eq!(
        normalised("data/decade.csv face.html"),
        "data/decade.csv face.html"
    );
}

/// Builds a case and makes what came out comparable.
fn build(case: &Path) -> Files {
    let site = TestSite::empty();
    copy_tree(&case.join("site"), site.root());
    let extra = fs::read_to_string(case.join("arguments.txt")).unwrap_or_default();
    let mut arguments = vec!["build", "--as-of", AS_OF];
    arguments.extend(extra.split_whitespace());
    let run = site.run(arguments).succeeded();
    comparable(site.output(), &run.said())
}

/// The output with its assets listed and what varies taken out, and what the program said.
fn comparable(output: Files, said: &str) -> Files {
    let theme = theme_assets();
    let mut became = Files::new();
    let mut assets = Vec::new();
    for (path, bytes) in output {
        let name = normalised(&path);
        let from_theme = theme.contains_key(&bytes);
        match String::from_utf8(bytes) {
            _ if from_theme || path.ends_with(".css") => assets.push(name),
            Ok(text) => {
                // A seal changes with the theme, and so does its root.
                let text = match path.as_str() {
                    "seal.txt" | "about-this-archive.html" => without_digests(&text),
                    _ => text,
                };
                became.insert(name, normalised(&text).into_bytes());
            }
            Err(fault) => {
                became.insert(name, fault.into_bytes());
            }
        }
    }
    assets.sort();
    became.insert("assets.txt".into(), (assets.join("\n") + "\n").into_bytes());
    let warnings: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("warning"))
        .collect();
    if !warnings.is_empty() {
        became.insert(
            "warnings.txt".into(),
            (warnings.join("\n") + "\n").into_bytes(),
        );
    }
    became
}

/// The assets of the built-in theme by their bytes.
fn theme_assets() -> BTreeMap<Vec<u8>, String> {
    files(&repository().join("themes/default/assets"))
        .into_iter()
        .map(|(path, bytes)| (bytes, path))
        .collect()
}

fn differences(expected: &Files, became: &Files) -> Vec<String> {
    let mut paths: Vec<&String> = expected.keys().chain(became.keys()).collect();
    paths.sort();
    paths.dedup();
    paths
        .into_iter()
        .filter_map(|path| match (expected.get(path), became.get(path)) {
            (Some(_), None) => Some(format!("{path} is missing")),
            (None, Some(_)) => Some(format!("{path} was not expected")),
            (Some(left), Some(right)) if left != right => {
                let difference = first_difference(
                    &String::from_utf8_lossy(left),
                    &String::from_utf8_lossy(right),
                );
                Some(format!("{path} differs: {difference}"))
            }
            _ => None,
        })
        .collect()
}

fn replace(folder: &Path, tree: &Files) {
    for path in walk(folder) {
        if !tree.contains_key(&path) {
            fs::remove_file(folder.join(path)).unwrap();
        }
    }
    for (path, bytes) in tree {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// A text without what changes with every release: hashes in names, the version, inlined style.
fn normalised(text: &str) -> String {
    let text = text.replace(
        concat!("briefpack ", env!("CARGO_PKG_VERSION")),
        "briefpack VERSION",
    );
    let text = without_between(&text, "<style>", "</style>", "");
    let text = without_between(&text, "sha256-", "=", "HASH");
    without_hashes(&text)
}

/// The text with words of 64 hexadecimal letters taken out: digests in a seal, and its root.
fn without_digests(text: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric();
    let mut out = String::new();
    let mut word = String::new();
    for letter in text.chars().chain(['\n']) {
        if is_part(letter) {
            word.push(letter);
            continue;
        }
        let is_digest = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_digest { "DIGEST" } else { &word });
        word.clear();
        out.push(letter);
    }
    out.pop();
    out
}

/// The text with everything between each `start` and the next `end` replaced.
fn without_between(text: &str, start: &str, end: &str, instead: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(start) {
        let inner = at + start.len();
        let Some(length) = rest[inner..].find(end) else {
            break;
        };
        out.push_str(&rest[..inner]);
        out.push_str(instead);
        rest = &rest[inner + length..];
    }
    out + rest
}

/// Names such as `style.0123456789abcdef.css` with the hash between the dots taken out.
fn without_hashes(text: &str) -> String {
    let is_hash = |part: &str| {
        part.len() >= 8
            && part
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && part.bytes().any(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = text.split('.').collect();
    let mut out = String::with_capacity(text.len());
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push('.');
        }
        let between_dots = at > 0 && at + 1 < parts.len();
        out.push_str(if between_dots && is_hash(part) {
            "HASH"
        } else {
            part
        });
    }
    out
}
