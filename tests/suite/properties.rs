//! What holds for any site, not only for the ones that somebody thought of.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;

use crate::support::{AS_OF, Files, TestSite, repository, walk};

fn cases(number: u32) -> ProptestConfig {
    ProptestConfig {
        cases: number,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A way down from `content/`: up to five folders and a page.
fn place() -> impl Strategy<Value = Vec<String>> {
    let name = prop_oneof!["[a-z]{1,6}", "[a-z]{1,3} [a-z]{1,3}", "[ŵŷôéA-Z]{2,4}"];
    prop::collection::vec(name, 1..6)
}

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn every_relative_link_resolves_from_any_depth(
        places in prop::collection::vec(place(), 2..6),
    ) {
        let mut site = TestSite::minimal();
        // Folders are spelt with their number, so that no two places have one address.
        let paths: Vec<Vec<String>> = places
            .iter()
            .enumerate()
            .map(|(at, place)| place.iter().map(|part| format!("{part}{at}")).collect())
            .collect();
        for (at, path) in paths.iter().enumerate() {
            let up = "../".repeat(path.len() - 1);
            let links: String = paths
                .iter()
                .enumerate()
                .map(|(other, to)| {
                    let to = to.join("/").replace(' ', "%20");
                    format!("- [to {other}]({up}{to}.md#the-heading)\n")
                })
                .collect();
            for depth in 1..path.len() {
                let folder = path[..depth].join("/");
                site = site.file(
                    &format!("content/{folder}/index.md"),
                    format!("---\ntitle: Folder {at} {depth}\n---\n\nWords.\n"),
                );
            }
            site = site.file(
                &format!("content/{}.md", path.join("/")),
                format!("---\ntitle: Page {at}\n---\n\n## The heading\n\n{links}\n[home]({up}index.md)\n"),
            );
        }
        let output = site.built();
        prop_assert!(output.len() > places.len());
        let broken = broken_links(&output);
        prop_assert!(broken.is_empty(), "{broken:#?}");
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn damaged_files_are_reported_and_never_a_panic(
        file in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), damage()), 1..4),
    ) {
        let site = TestSite::kitchen();
        let sources: Vec<String> = walk(site.root())
            .into_iter()
            .filter(|path| [".md", ".yaml", ".csv"].iter().any(|end| path.ends_with(end)))
            .collect();
        let path = &sources[file.index(sources.len())];
        let mut bytes = fs::read(site.root().join(path)).unwrap();
        for (at, damage) in &damage {
            let at = at.index(bytes.len() + 1);
            match damage {
                Damage::Insert(text) => drop(bytes.splice(at..at, text.iter().copied())),
                Damage::Remove(length) => drop(bytes.drain(at..(at + length).min(bytes.len()))),
                Damage::Repeat(length) => {
                    let part = bytes[at..(at + length).min(bytes.len())].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        site.write(path, &bytes);
        let run = site.build();
        prop_assert!(
            matches!(run.status, 0 | 1),
            "status {} after damage to {path}:\n{}",
            run.status,
            run.said()
        );
        prop_assert!(!run.said().contains("panicked"), "{}", run.said());
        prop_assert_eq!(run.status == 1, !site.root().join("public").exists());
        if run.status == 0 {
            let broken = broken_links(&site.output());
            prop_assert!(broken.is_empty(), "{broken:#?}");
        }
    }
}

/// Something that goes wrong in a file.
#[derive(Debug, Clone)]
enum Damage {
    Insert(Vec<u8>),
    Remove(usize),
    Repeat(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let text = prop_oneof![
        prop::sample::select(vec![
            "\n---\n",
            "```",
            "[",
            "](",
            "<",
            "&",
            "{",
            "}",
            ": ",
            "- ",
            "\t",
            "\r\n",
            "\"",
            "'",
            "*",
            "|",
            "> [!NOTE]\n",
            "[^x]",
            "=a/b/c",
            "#",
            "\u{feff}",
            "\u{202e}",
            "ŵ",
            "0",
            "-",
            "!!binary ",
            "&a [*a]",
            "{{ x }}",
            "{% if",
            "<script>",
            "../../../../etc/passwd",
            "99999999999999999999999999999999",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ];
    prop_oneof![
        text.prop_map(Damage::Insert),
        (1_usize..80).prop_map(Damage::Remove),
        (1_usize..400).prop_map(Damage::Repeat),
    ]
}

/// Every link of a built site that does not name a file of it, or a fragment that is not there.
fn broken_links(output: &Files) -> Vec<String> {
    let mut broken = Vec::new();
    if !output.keys().any(|path| path.ends_with(".html")) {
        broken.push("there are no pages".to_string());
    }
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for link in attributes(&html, &["href", "src"]) {
            if link.contains("://") || link.starts_with("mailto:") || link.starts_with("tel:") {
                continue;
            }
            let (file, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                Some(path.clone())
            } else {
                resolve(path, &percent_decoded(file))
            };
            let page = target.and_then(|target| output.get(&target));
            let found = page.is_some_and(|page| {
                fragment.is_empty() || ids(&String::from_utf8_lossy(page)).contains(fragment)
            });
            if !found {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    broken
}

/// The path that `link` names from the file `from`; none when it leads out of the site.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn ids(html: &str) -> BTreeSet<String> {
    attributes(html, &["id"]).into_iter().collect()
}

/// The values of attributes, wherever they stand in a tag.
fn attributes(html: &str, names: &[&str]) -> Vec<String> {
    let mut values = Vec::new();
    for name in names {
        for quote in ['"', '\''] {
            let start = format!(" {name}={quote}");
            for part in html.split(&start).skip(1) {
                let value = part.split(quote).next().unwrap_or("");
                values.push(value.replace("&amp;", "&").replace("&#x2F;", "/"));
            }
        }
    }
    values
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_link_of_the_site_with_one_of_everything_resolves() {
    assert_eq!(
        broken_links(&TestSite::kitchen().built()),
        Vec::<String>::new()
    );
}

#[test]
fn every_link_of_the_demonstration_resolves() {
    let site = TestSite::empty();
    for part in ["content", "briefpack.yaml", "themes"] {
        let from = repository().join(part);
        if from.is_file() {
            fs::copy(&from, site.root().join(part)).unwrap();
        } else {
            crate::support::copy_tree(&from, &site.root().join(part));
        }
    }
    site.run(["build", "--as-of", AS_OF]).succeeded();
    assert_eq!(broken_links(&site.output()), Vec::<String>::new());
}

#[test]
fn a_broken_link_would_be_found() {
    let page = |text: &str| text.as_bytes().to_vec();
    let output: Files = [
        ("a/b.html".to_string(), page("<p id=\"here\"><a href=\"../c%20d.html#there\">x</a><a class=\"y\" href=\"#here\">")),
        ("c d.html".to_string(), page("<h2 id=\"there\"><a href=\"a/b.html#nowhere\"><img src=\"../x.png\">")),
    ]
    .into();
    assert_eq!(
        broken_links(&output),
        ["c d.html: a/b.html#nowhere", "c d.html: ../x.png"]
    );
}
