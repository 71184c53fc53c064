//! The repository itself: who imports whom, what is documented and tested, what must not be in
//! it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use briefpack::diag::CODES;

use crate::support::{TestSite, repository, walk};

/// Which modules of `src/` each module may name. Data flows down this table: what stands further
/// down may use what stands further up. The vocabulary (`config`, `model`, `number`, and the
/// table of marks in `figure`) is one layer, whose parts know each other.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("slug", &[]),
    ("bytes", &[]),
    ("css", &[]),
    ("web", &[]),
    ("embedded", &[]),
    ("error", &[]),
    ("signature", &[]),
    ("diag", &["source"]),
    ("outcome", &["diag"]),
    ("config", &["model", "signature", "source"]),
    ("number", &["model"]),
    ("model", &["config", "figure", "number", "source"]),
    ("figure", &["diag", "model", "number", "outcome", "source"]),
    ("html", &["bytes", "model", "number", "source", "web"]),
    ("output", &["source"]),
    (
        "archive",
        &[
            "config",
            "css",
            "discover",
            "html",
            "model",
            "number",
            "output",
            "signature",
            "slug",
            "source",
            "view",
            "web",
        ],
    ),
    ("discover", &["diag", "error", "outcome", "source"]),
    (
        "theme",
        &[
            "css", "diag", "discover", "embedded", "html", "outcome", "source",
        ],
    ),
    // The names of made pages and of the parts of templates, which no content may take.
    (
        "view",
        &[
            "bytes",
            "config",
            "figure",
            "html",
            "model",
            "number",
            "signature",
            "slug",
            "source",
            "web",
        ],
    ),
    (
        "parse",
        &[
            "bytes",
            "config",
            "diag",
            "discover",
            "figure",
            "model",
            "number",
            "outcome",
            "signature",
            "slug",
            "source",
            "view",
            "web",
        ],
    ),
    ("claim", &["bytes", "diag", "model", "number", "source"]),
    (
        "shape",
        &[
            "diag", "discover", "model", "number", "outcome", "parse", "source",
        ],
    ),
    (
        "resolve",
        &[
            "claim", "config", "css", "diag", "discover", "figure", "model", "number", "outcome",
            "parse", "slug", "source", "view", "web",
        ],
    ),
    (
        "check",
        &[
            "bytes", "claim", "config", "diag", "figure", "model", "number", "slug", "source",
        ],
    ),
    (
        "emit",
        &[
            "archive", "config", "diag", "figure", "html", "model", "number", "outcome", "output",
            "source", "theme", "view",
        ],
    ),
    (
        "closing",
        &[
            "check", "config", "diag", "model", "number", "parse", "source",
        ],
    ),
    ("trace", &["claim", "model", "number", "source", "view"]),
    ("write", &["error", "output", "source"]),
    (
        "pack",
        &[
            "archive",
            "discover",
            "error",
            "output",
            "signature",
            "source",
            "view",
            "write",
        ],
    ),
    (
        "memo",
        &[
            "diag", "discover", "emit", "lib", "model", "parse", "resolve", "source", "view", "web",
        ],
    ),
    (
        "publish",
        &[
            "diag", "discover", "emit", "error", "figure", "lib", "memo", "output", "pack",
            "source", "write",
        ],
    ),
    // Names the stages in their order.
    (
        "lib",
        &[
            "archive",
            "check",
            "closing",
            "diag",
            "discover",
            "emit",
            "error",
            "figure",
            "memo",
            "model",
            "outcome",
            "output",
            "pack",
            "parse",
            "publish",
            "resolve",
            "shape",
            "signature",
            "source",
            "theme",
            "trace",
            "view",
            "write",
        ],
    ),
    (
        "verify",
        &[
            "archive",
            "css",
            "error",
            "lib",
            "number",
            "pack",
            "resolve",
            "signature",
            "source",
            "write",
        ],
    ),
    // `resolve` for what its tests build.
    (
        "serve",
        &[
            "archive", "diag", "discover", "error", "lib", "number", "output", "resolve", "source",
        ],
    ),
    (
        "cli",
        &[
            "archive",
            "check",
            "closing",
            "diag",
            "discover",
            "embedded",
            "error",
            "lib",
            "number",
            "output",
            "pack",
            "parse",
            "publish",
            "resolve",
            "serve",
            "signature",
            "source",
            "trace",
            "verify",
            "write",
        ],
    ),
    ("main", &["cli"]),
];

/// Imports against the direction that are still to be turned round. A row that is no longer true
/// is a fault too, so that the list only ever gets shorter.
const TO_BE_TURNED: &[(&str, &str)] = &[("parse", "lib"), ("parse", "resolve")];

#[test]
fn modules_import_in_one_direction() {
    let mut faults = Vec::new();
    let mut turned: BTreeSet<(&str, &str)> = TO_BE_TURNED.iter().copied().collect();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == module) else {
            faults.push(format!("{path}: `{module}` is not in the table of imports"));
            continue;
        };
        for import in imports(&text) {
            // What is no module is an item of the crate's root.
            let is_module = MAY_IMPORT.iter().any(|(name, _)| *name == import);
            let import = if is_module { import } else { "lib".into() };
            let known = TO_BE_TURNED
                .iter()
                .find(|(from, to)| *from == module && *to == import);
            if let Some(known) = known {
                turned.remove(known);
            } else if import != module && !allowed.contains(&import.as_str()) {
                faults.push(format!("{path}: `{module}` may not use `{import}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(
        turned.is_empty(),
        "no longer so, and to be taken off the list: {turned:?}"
    );
}

#[test]
fn rules_marks_and_emitters_do_not_know_their_siblings() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for folder in ["check", "emit"] {
            let Some(file) = path.strip_prefix(&format!("src/{folder}/")) else {
                continue;
            };
            if file == "mod.rs" || file.contains('/') {
                continue;
            }
            let own = file.trim_end_matches(".rs");
            for sibling in siblings(folder) {
                if sibling != own && text.contains(&format!("super::{sibling}::run")) {
                    faults.push(format!("{path} calls its sibling `{sibling}`"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_are_read_from_use_lines_and_from_paths() {
    let text = "use crate::model::{Site, Text};\nuse crate::{diag::code, source::Span};\n\
                fn f() { crate::number::plain(x) }\n// crate::cli is only spoken of\n\
                /// See [`crate::write`].\nuse briefpack::outcome;\n\
                #[cfg(test)]\nmod tests {\n    use crate::emit::x;\n}\n";
    assert_eq!(
        imports(text).into_iter().collect::<Vec<_>>(),
        ["diag", "model", "number", "source"]
    );
}

#[test]
fn every_rule_has_its_fixture_and_every_fixture_its_rule() {
    let names: BTreeSet<String> = CODES.iter().map(|code| code.name.to_string()).collect();
    let fixtures: BTreeSet<String> = walk(&repository().join("tests/diagnostics"))
        .iter()
        .filter_map(|path| path.strip_suffix(".txtar"))
        // Further examples of a rule are named after it: `bad-cell--many.txtar`.
        .map(|path| path.split("--").next().unwrap_or(path).to_string())
        // One fixture shows that a run reports faults of many rules at once.
        .filter(|name| name != "many-faults")
        .collect();
    let missing: Vec<_> = names.difference(&fixtures).collect();
    assert!(
        missing.is_empty(),
        "no tests/diagnostics/<name>.txtar for {missing:?}"
    );
    let stray: Vec<_> = fixtures.difference(&names).collect();
    assert!(stray.is_empty(), "no rule is named {stray:?}");
}

#[test]
fn rules_have_numbers_of_their_own_in_order() {
    let numbers: Vec<&str> = CODES.iter().map(|code| code.number).collect();
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(numbers, sorted);
}

#[test]
fn every_rule_is_used() {
    let text: String = sources()
        .into_iter()
        .filter(|(path, _)| path != "src/diag/codes.rs")
        .map(|(_, text)| text)
        .collect();
    let unused: Vec<String> = CODES
        .iter()
        .map(|code| code.name.to_uppercase().replace('-', "_"))
        .filter(|constant| !text.contains(constant.as_str()))
        .collect();
    assert!(unused.is_empty(), "no stage reports {unused:?}");
}

#[test]
fn nothing_is_left_to_do_in_the_sources() {
    let marks = [
        ["to", "do!("].concat(),
        ["unimpl", "emented!("].concat(),
        ["db", "g!("].concat(),
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X"].concat(),
    ];
    let mut faults = Vec::new();
    for (path, text) in tracked_texts() {
        if [".rs", ".mjs", ".html", ".css", ".py", ".sh"]
            .iter()
            .any(|end| path.ends_with(end))
            || path == "tests/run"
            || path == ".ci/run"
        {
            for mark in &marks {
                if text.contains(mark.as_str()) {
                    faults.push(format!("{path}: {mark}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_path_of_a_machine_and_no_host_of_a_registry_is_in_the_repository() {
    let mut words: Vec<String> = [
        &["/wo", "rk/"][..],
        &["/ro", "ot/"],
        &["/ho", "me/"],
        &["/Us", "ers/"],
        &["../sha", "red"],
        &["registry.npm", "js.org"],
        &["registry.yarn", "pkg.com"],
        &["files.python", "hosted.org"],
        &["static.crates", ".io"],
        &["index.crates", ".io"],
    ]
    .iter()
    .map(|parts| parts.concat())
    .collect();
    words.push(format!("{}/", repository().display()));
    let mut faults = Vec::new();
    for (path, text) in tracked_texts() {
        for (number, line) in text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| names_path(line, word)) {
                faults.push(format!("{path}:{}: {word}", number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether a line names a path that begins with these letters (and not one in which they only
/// occur, as in an address of the web).
fn names_path(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !word.starts_with('/')
            || !before.is_some_and(|letter| letter.is_alphanumeric() || "_-.$}".contains(letter))
    })
}

#[test]
fn the_lock_file_of_the_tools_holds_no_addresses() {
    let mut found = 0;
    for (path, text) in tracked_texts() {
        if path.ends_with("package-lock.json") {
            found += 1;
            assert!(
                !text.contains("\"resolved\""),
                "{path} says where packages were fetched"
            );
            assert!(text.contains("\"integrity\""), "{path} holds no checksums");
        }
    }
    assert_eq!(found, 1);
}

#[test]
fn links_in_the_documents_of_the_repository_resolve() {
    let mut faults = Vec::new();
    let mut links = 0;
    for (path, text) in tracked_texts() {
        let of_repository = !path.starts_with("content/")
            && !path.starts_with("tests/")
            && !path.starts_with("src/")
            && !path.starts_with("themes/")
            && !path.starts_with("init/");
        if !path.ends_with(".md") || !of_repository {
            continue;
        }
        let folder = repository().join(&path).parent().unwrap().to_path_buf();
        for link in markdown_links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (file, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                repository().join(&path)
            } else {
                folder.join(file)
            };
            if !target.exists() {
                faults.push(format!("{path}: {link} leads nowhere"));
            } else if !fragment.is_empty() {
                let target = fs::read_to_string(target).unwrap();
                if !headings(&target).contains(fragment) {
                    faults.push(format!("{path}: {link} leads to no heading"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(links > 0, "the documents have no links to check");
}

#[test]
fn the_documents_that_a_repository_has_are_there() {
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ] {
        assert!(repository().join(name).is_file(), "{name} is missing");
    }
    let changelog = fs::read_to_string(repository().join("CHANGELOG.md")).unwrap();
    assert!(changelog.contains("Unreleased"));
}

#[test]
fn the_architecture_names_every_module() {
    let text = fs::read_to_string(repository().join("ARCHITECTURE.md")).unwrap();
    for (module, _) in MAY_IMPORT {
        assert!(
            text.contains(module),
            "ARCHITECTURE.md does not name `{module}`"
        );
    }
}

#[test]
fn the_theme_in_the_binary_is_the_one_in_the_repository() {
    // A site that takes a copy of the theme's folder as its own, and one that takes the theme
    // in the binary, are the same site.
    let plain = TestSite::kitchen();
    let copied = TestSite::kitchen();
    crate::support::copy_tree(
        &repository().join("themes/default"),
        &copied.root().join("themes/default"),
    );
    crate::support::assert_same(
        &plain.built(),
        &copied.built(),
        "with the theme's own files",
    );
}

/// The Rust sources by path.
fn sources() -> Vec<(String, String)> {
    walk(&repository().join("src"))
        .into_iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| {
            let text = fs::read_to_string(repository().join("src").join(&path)).unwrap();
            (format!("src/{path}"), text)
        })
        .collect()
}

/// The module of `src/` that a file belongs to.
fn module_of(path: &str) -> String {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let first = inner.split('/').next().unwrap_or(inner);
    first.trim_end_matches(".rs").to_string()
}

fn siblings(folder: &str) -> Vec<String> {
    walk(&repository().join("src").join(folder))
        .iter()
        .filter(|path| !path.contains('/') && path.as_str() != "mod.rs")
        .map(|path| path.trim_end_matches(".rs").to_string())
        .collect()
}

/// The modules that a source names after `crate::`, outside comments and its tests.
fn imports(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut found = BTreeSet::new();
    for part in code.split("crate::").skip(1) {
        if let Some(group) = part.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for letter in group.chars() {
                match letter {
                    '}' if depth == 0 => break,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.extend(first_word(&name));
                        name.clear();
                    }
                    letter if depth == 0 => name.push(letter),
                    _ => {}
                }
            }
            found.extend(first_word(&name));
        } else {
            found.extend(first_word(part));
        }
    }
    found
}

/// The module at the start of a path; none for an item of the crate's root, which is a type.
fn first_word(path: &str) -> Option<String> {
    let word: String = path
        .trim()
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect();
    match word.chars().next() {
        Some(letter) if letter.is_lowercase() => Some(word),
        Some(_) => Some("lib".to_string()),
        None => None,
    }
}

/// Every text file that is in the repository, or will be once it is committed.
fn tracked_texts() -> Vec<(String, String)> {
    let listed = Command::new("git")
        .current_dir(repository())
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .expect("git lists the files of the repository");
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    String::from_utf8(listed.stdout)
        .unwrap()
        .split('\0')
        .filter(|path| !path.is_empty())
        .filter_map(|path| {
            let text = fs::read_to_string(repository().join(path)).ok()?;
            Some((path.to_string(), text))
        })
        .collect()
}

/// The targets of links and images in Markdown, outside listings.
fn markdown_links(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    Parser::new_ext(text, Options::all())
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.to_string())
            }
            _ => None,
        })
        .collect()
}

/// The anchors of the headings of a Markdown document, as code hosts make them.
fn headings(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            line.trim_start_matches('#')
                .trim()
                .to_lowercase()
                .chars()
                .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'))
                .map(|letter| if letter == ' ' { '-' } else { letter })
                .collect()
        })
        .collect()
}
