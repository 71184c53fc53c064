//! A fixture: one text file that holds two small sites and the report that the first one earns.
//!
//! A line `-- path --` begins a file. Paths begin with `bad/` (the site that breaks the rule),
//! `good/` (the nearest one that keeps it) or `both/` (files that the two share);
//! `expected.txt` is the report. After the path may stand `(hex)` for bytes that are not text,
//! `(symlink)` for a link whose content is its target, `(length N)` for a text filled up with
//! zeros to N bytes, `(file PATH)` for a copy of a file under `tests/`, and `(absent)` for a file that is usually supplied and shall not be there.
//! `briefpack.yaml` and `content/index.md` are supplied where a site does not hold them.

use std::fs;
use std::path::{Path, PathBuf};

/// The file that every site needs, where a fixture has nothing to say about it.
const SUPPLIED: [(&str, &str); 2] = [
    ("briefpack.yaml", "title: A group\n"),
    ("content/index.md", "---\ntitle: Home\n---\n"),
];

/// Which of the two sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Bad,
    Good,
}

/// A fixture.
#[derive(Debug)]
pub(crate) struct Fixture {
    /// Its file's stem: the name of the rule, then after `--` the case.
    pub(crate) name: String,
    /// The report the bad site earns.
    pub(crate) expected: String,
    path: PathBuf,
    /// Everything before the expected report.
    sites: String,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    side: Option<Side>,
    path: String,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Text(String),
    Bytes(Vec<u8>),
    Symlink(String),
    Filled(String, u64),
    Absent,
}

impl Fixture {
    /// All fixtures, by name.
    pub(crate) fn all() -> Vec<Fixture> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
            .expect("the folder of fixtures")
            .map(|entry| entry.expect("an entry of the folder").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "txtar"))
            .collect();
        paths.sort();
        paths.into_iter().map(Fixture::read).collect()
    }

    fn read(path: PathBuf) -> Fixture {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let text = fs::read_to_string(&path).expect("a fixture is text");
        let mut fixture = Fixture {
            name: name.into_owned(),
            expected: String::new(),
            path: path.clone(),
            sites: text.clone(),
            entries: Vec::new(),
        };
        for (at, head, body) in sections(&text) {
            if head == "expected.txt" {
                fixture.expected = body.to_string();
                fixture.sites = text[..at].to_string();
            } else {
                fixture.entries.push(entry(head, body, &fixture.name));
            }
        }
        fixture
    }

    /// The name of the rule.
    pub(crate) fn rule(&self) -> &str {
        self.name.split("--").next().expect("at least one part")
    }

    /// Writes the site of a side into a folder.
    pub(crate) fn write_site(&self, side: Side, folder: &Path) {
        for (path, text) in SUPPLIED {
            write(&folder.join(path), text.as_bytes());
        }
        for entry in &self.entries {
            if entry.side.is_none_or(|of| of == side) {
                entry.write(&folder.join(&entry.path));
            }
        }
    }

    /// Writes another expected report into the fixture.
    pub(crate) fn bless(&self, report: &str) {
        let text = format!("{}-- expected.txt --\n{report}", self.sites);
        fs::write(&self.path, text).expect("the fixture can be written");
    }
}

/// Place, head and body of each section.
fn sections(text: &str) -> Vec<(usize, &str, &str)> {
    let mut heads = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let head = line.trim_end().strip_prefix("-- ");
        if let Some(head) = head.and_then(|head| head.strip_suffix(" --")) {
            heads.push((at, head, end));
        }
        at = end;
    }
    let ends = heads.iter().skip(1).map(|head| head.0).chain([text.len()]);
    let bodies = ends.collect::<Vec<usize>>();
    heads
        .into_iter()
        .zip(bodies)
        .map(|((at, head, start), end)| (at, head, &text[start..end]))
        .collect()
}

fn entry(head: &str, body: &str, fixture: &str) -> Entry {
    let (path, form) = match head.rsplit_once(" (") {
        Some((path, form)) => (path, form.trim_end_matches(')')),
        None => (head, ""),
    };
    let (side, path) = path
        .split_once('/')
        .unwrap_or_else(|| panic!("{fixture}: `{head}` belongs to no site"));
    let side = match side {
        "bad" => Some(Side::Bad),
        "good" => Some(Side::Good),
        "both" => None,
        other => panic!("{fixture}: `{other}` is not one of `bad`, `good` and `both`"),
    };
    let content = match form.split_once(' ').unwrap_or((form, "")) {
        ("", _) => Content::Text(body.to_string()),
        ("hex", _) => Content::Bytes(bytes(body)),
        ("symlink", _) => Content::Symlink(body.trim().to_string()),
        ("length", length) => {
            Content::Filled(body.to_string(), length.parse().expect("a length in bytes"))
        }
        ("file", path) => Content::Bytes(copied(path)),
        ("absent", _) => Content::Absent,
        (form, _) => panic!("{fixture}: unknown form `({form})`"),
    };
    Entry {
        side,
        path: path.to_string(),
        content,
    }
}

/// A file under `tests/`.
fn copied(path: &str) -> Vec<u8> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    fs::read(tests.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&String::from_iter(pair), 16).expect("pairs of hex digits"))
        .collect()
}

impl Entry {
    fn write(&self, path: &Path) {
        match &self.content {
            Content::Text(text) => write(path, text.as_bytes()),
            Content::Bytes(bytes) => write(path, bytes),
            Content::Symlink(target) => {
                fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
                symlink(target, path);
            }
            Content::Filled(text, length) => {
                write(path, text.as_bytes());
                let file = fs::OpenOptions::new().write(true).open(path);
                file.and_then(|file| file.set_len(*length))
                    .expect("the file can grow");
            }
            Content::Absent => fs::remove_file(path).expect("the file was supplied"),
        }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
    fs::write(path, bytes).expect("a file is written");
}

#[cfg(unix)]
fn symlink(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).expect("a link is made");
}

#[cfg(windows)]
fn symlink(target: &str, path: &Path) {
    std::os::windows::fs::symlink_file(target, path).expect("a link is made");
}
