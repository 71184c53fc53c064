//! The user guide tells the truth: its whole-file examples build, its reports are those of the
//! program, and its table of rules is the program's own.
//!
//! A fenced block with `file=content/people.yaml` after its language is a whole file; the files
//! of a guide page make one site, in which a second block with the same path takes the place of
//! the first. A comment `<!-- beside it: files/a.pdf -->` adds files that a page cannot show.
//! A block with `report=unknown-key` is the report of the fixture of that name.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use briefpack::diag::CODES;
use tempfile::TempDir;

/// The smallest image: one grey pixel.
const PIXEL: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";
const TABLE: (&str, &str) = ("<!-- the rules begin -->\n", "<!-- the rules end -->\n");

/// A fenced block: the words after its fence and what it holds.
struct Example {
    about: String,
    body: String,
}

impl Example {
    /// The value of `key=value` among the words after the fence.
    fn value(&self, key: &str) -> Option<&str> {
        self.about
            .split(' ')
            .find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
}

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guide")
}

fn pages() -> BTreeMap<String, String> {
    let entries = fs::read_dir(guide()).expect("the folder of the guide");
    entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = fs::read_to_string(&path).expect("a guide page is text");
            (name.into_owned(), text)
        })
        .collect()
}

/// The fenced blocks of a page, in order.
fn examples(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let about = line.trim_start_matches('`');
        let fence = &line[..line.len() - about.len()];
        if fence.len() < 3 {
            continue;
        }
        let body = lines.by_ref().take_while(|line| *line != fence);
        let body = body.flat_map(|line| [line, "\n"]).collect();
        examples.push(Example {
            about: about.to_string(),
            body,
        });
    }
    examples
}

/// The files that a page names in comments.
fn beside(text: &str) -> Vec<&str> {
    text.split("<!-- beside it: ")
        .skip(1)
        .filter_map(|rest| rest.split(" -->").next())
        .flat_map(|names| names.split(", "))
        .collect()
}

fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    fs::write(path, bytes).expect("a file is written");
}

fn build(site: &Path, out: &Path) -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_briefpack"))
        .arg("build")
        .arg(site)
        .arg("-o")
        .arg(out)
        .args(["--as-of", "2026-11-23"])
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    let clean =
        output.status.success() && !report.contains("warning[") && out.join("index.html").is_file();
    if clean { Ok(()) } else { Err(report) }
}

#[test]
fn the_examples_of_each_page_build_without_a_word() {
    for (name, text) in pages() {
        let folder = TempDir::new().expect("a folder for the site");
        let (site, out) = (folder.path().join("site"), folder.path().join("out"));
        let check = || build(&site, &out).unwrap_or_else(|report| panic!("{name}:\n{report}"));
        put(&site.join("briefpack.yaml"), b"title: A group\n");
        put(&site.join("content/index.md"), b"---\ntitle: Home\n---\n");
        for path in beside(&text) {
            let picture = path.ends_with(".png");
            put(
                &site.join(path),
                if picture {
                    PIXEL
                } else {
                    b"A file of its own.\n"
                },
            );
        }
        let mut told: Vec<String> = Vec::new();
        for example in examples(&text) {
            let Some(path) = example.value("file") else {
                continue;
            };
            if told.iter().any(|before| before == path) {
                check();
                told.clear();
            }
            put(&site.join(path), example.body.as_bytes());
            told.push(path.to_string());
        }
        if !told.is_empty() {
            check();
        }
    }
}

/// The first steps are taken in the site of `init`, and not in an empty one.
#[test]
fn the_first_pack_builds_beside_the_example() {
    let folder = TempDir::new().expect("a folder for the site");
    let (site, out) = (folder.path().join("site"), folder.path().join("out"));
    let made = Command::new(env!("CARGO_BIN_EXE_briefpack"))
        .arg("init")
        .arg(&site)
        .output()
        .expect("the program runs");
    assert!(made.status.success(), "{made:?}");
    for example in examples(&pages()["first-pack.md"]) {
        if let Some(path) = example.value("file") {
            put(&site.join(path), example.body.as_bytes());
        }
    }
    build(&site, &out).unwrap_or_else(|report| panic!("{report}"));
}

#[test]
fn reports_shown_in_the_guide_are_those_of_the_program() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    for (name, text) in pages() {
        for example in examples(&text) {
            let Some(fixture) = example.value("report") else {
                continue;
            };
            let path = fixtures.join(format!("{fixture}.txtar"));
            let text = fs::read_to_string(&path).expect("the fixture that the guide names");
            let expected = text
                .split("-- expected.txt --\n")
                .nth(1)
                .unwrap_or_default();
            // The last line sums up and is not shown.
            let (shown, _) = expected.rsplit_once("\n\n").unwrap_or((expected, ""));
            assert_eq!(example.body.trim_end(), shown, "{name}: {fixture}");
        }
    }
}

#[test]
fn the_guide_explains_every_rule() {
    let path = guide().join("messages.md");
    let text = fs::read_to_string(&path).expect("the page about messages");
    let mut table = String::from("| Number | Name | What it asks for |\n|---|---|---|\n");
    for code in CODES {
        table += &format!("| {} | {} | {} |\n", code.number, code.name, code.about);
    }
    let (before, rest) = text.split_once(TABLE.0).expect("the table begins");
    let (found, after) = rest.split_once(TABLE.1).expect("the table ends");
    if env::var("BLESS").is_ok_and(|value| value == "1") && env::var("CI").is_err() {
        let text = format!("{before}{}{table}{}{after}", TABLE.0, TABLE.1);
        fs::write(&path, text).expect("the page can be written");
    } else {
        assert_eq!(found, table, "BLESS=1 rewrites the table in messages.md");
    }
}

#[test]
fn links_between_guide_pages_lead_somewhere() {
    let pages = pages();
    for (name, text) in &pages {
        let prose: String = text.split("```").step_by(2).collect();
        for target in prose
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or("");
            let lost = file.ends_with(".md") && !pages.contains_key(file);
            assert!(!lost, "{name}: `{target}` leads nowhere");
        }
        let told = name == "README.md" || pages["README.md"].contains(&format!("]({name})"));
        assert!(told, "{name} is not in the contents");
    }
}
