//! Each rule by example: a site that breaks it earns exactly the report in its fixture, and the
//! nearest site that keeps it builds without a word.
//!
//! The fixtures lie in `tests/diagnostics/`; their form is told in [`fixture`]. `BLESS=1`
//! rewrites the expected reports.

mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use briefpack::diag::CODES;
use rayon::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use fixture::{Fixture, Side};

/// The fixture in which faults of many rules stand in many files.
const MANY: &str = "many-faults";

/// What the files outside the site say.
const OUTSIDE: &str = "words that no site may show\n";

/// What a build said and did.
#[derive(Debug)]
struct Run {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

/// A record of the report for machines: severity, number, file, line, column.
type Record = (String, String, String);

/// The command that applies a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Build,
    Check,
    Close,
}

impl By {
    fn of(rule: &str) -> By {
        match rule {
            "unbound-number" | "bound-outside" | "stated-scale" => By::Check,
            gap if gap.starts_with("gap-") => By::Close,
            _ => By::Build,
        }
    }

    fn command(self) -> &'static [&'static str] {
        match self {
            By::Build => &["build", "site", "-o", "out", "--as-of", "2026-11-23"],
            By::Check => &["check", "site", "--as-of", "2026-11-23"],
            By::Close => &["close", "site", "--on", "2026-11-23", "--dry-run"],
        }
    }
}

/// A site on disk, with files beside it that it may not read.
struct Workplace {
    folder: TempDir,
    /// What the site is given to.
    by: By,
}

impl Workplace {
    fn new(fixture: &Fixture, side: Side) -> Self {
        let folder = TempDir::new().expect("a folder for the site");
        for around in [folder.path().to_path_buf(), folder.path().join("group")] {
            fs::create_dir_all(&around).expect("a folder is made");
            for name in ["secret.csv", "secret.yaml", "x.png"] {
                fs::write(around.join(name), OUTSIDE).expect("a file is written");
            }
        }
        let secrets = folder.path().join("group/secrets");
        fs::create_dir_all(&secrets).expect("a folder is made");
        fs::write(secrets.join("notes.md"), OUTSIDE).expect("a file is written");
        let place = Workplace {
            folder,
            by: By::of(fixture.rule()),
        };
        fixture.write_site(side, &place.site());
        place
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("group/site")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("group/out")
    }

    fn build(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_briefpack"))
            .current_dir(self.folder.path().join("group"))
            .args(self.by.command())
            .args(arguments)
            .env("NO_COLOR", "1")
            .output()
            .expect("the program runs");
        Run {
            status: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("words in UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("words in UTF-8"),
        }
    }

    /// Every file of the output with its bytes; none when there is no output.
    fn output(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.out()];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else {
                continue;
            };
            for entry in entries {
                let path = entry.expect("an entry of the output").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = fs::read(&path).expect("a file of the output");
                    files.insert(path, bytes);
                }
            }
        }
        files
    }
}

/// The records of the report for machines.
fn records(run: &Run) -> Vec<Record> {
    let lines = run.stdout.lines().chain(run.stderr.lines());
    lines
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|record| record.get("code").is_some())
        .map(|record| {
            let text = |key: &str| record[key].as_str().expect("text").to_string();
            let number = |key: &str| record[key].as_u64().expect("a number");
            // A cell of a workbook has a name, where a text has lines and columns.
            let place = match record.get("cell") {
                Some(_) => format!("{}:{}", text("file"), text("cell")),
                None => format!("{}:{}:{}", text("file"), number("line"), number("column")),
            };
            (text("severity"), text("code"), place)
        })
        .collect()
}

/// The heads of the report for people: severity and number, each with the place under it.
fn heads(report: &str) -> Vec<Record> {
    let mut heads = Vec::new();
    let mut lines = report.lines();
    while let Some(line) = lines.next() {
        let Some((severity, rest)) = line.split_once('[') else {
            continue;
        };
        if !matches!(severity, "error" | "warning") {
            continue;
        }
        let number = rest.split(']').next().expect("a number").to_string();
        let place = lines
            .find_map(|line| line.trim_start().strip_prefix("--> "))
            .expect("a place under each head");
        heads.push((severity.to_string(), number, place.to_string()));
    }
    heads
}

/// Checks every fixture and tells of all that fail at once.
fn for_each_fixture(check: impl Fn(&Fixture) -> Result<(), String> + Sync) {
    let failures: Vec<String> = Fixture::all()
        .par_iter()
        .filter_map(|fixture| {
            let told = check(fixture).err()?;
            Some(format!("\n== {}\n{told}", fixture.name))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} fixtures fail:{}",
        failures.len(),
        failures.concat()
    );
}

fn ensure(holds: bool, told: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(told()) }
}

fn number_of(rule: &str) -> Option<&'static str> {
    let code = CODES.iter().find(|code| code.name == rule)?;
    Some(code.number)
}

fn blessing() -> bool {
    let bless = env::var("BLESS").is_ok_and(|value| value == "1");
    assert!(
        !bless || env::var("CI").is_err(),
        "expected reports are read by a person before they are kept: BLESS is refused where CI is set"
    );
    bless
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let rules: BTreeSet<&str> = CODES.iter().map(|code| code.name).collect();
    let fixtures = Fixture::all();
    let plain: BTreeSet<&str> = fixtures
        .iter()
        .map(|fixture| fixture.name.as_str())
        .collect();
    let without: Vec<&&str> = rules.iter().filter(|rule| !plain.contains(*rule)).collect();
    assert!(without.is_empty(), "rules without a fixture: {without:?}");
    let strangers: Vec<&str> = fixtures
        .iter()
        .filter(|fixture| fixture.rule() != MANY && !rules.contains(fixture.rule()))
        .map(|fixture| fixture.name.as_str())
        .collect();
    assert!(strangers.is_empty(), "fixtures of no rule: {strangers:?}");
}

#[test]
fn a_site_that_breaks_a_rule_earns_the_report_in_its_fixture() {
    let bless = blessing();
    for_each_fixture(|fixture| {
        let place = Workplace::new(fixture, Side::Bad);
        let run = place.build(&[]);
        let heads = heads(&run.stderr);
        let has_errors = heads.iter().any(|head| head.0 == "error");
        if bless && run.stderr != fixture.expected {
            fixture.bless(&run.stderr);
        } else {
            ensure(run.stderr == fixture.expected, || {
                format!("expected:\n{}\nfound:\n{}", fixture.expected, run.stderr)
            })?;
        }
        let status = i32::from(has_errors);
        ensure(run.status == Some(status), || {
            format!(
                "exit status {:?} instead of {status}\n{}",
                run.status, run.stderr
            )
        })?;
        let to_be_written = !has_errors && place.by == By::Build;
        ensure(place.out().exists() == to_be_written, || {
            "a site with errors is not written, one with warnings is".to_string()
        })?;
        let folder = place.folder.path().to_string_lossy();
        ensure(!run.stderr.contains(folder.as_ref()), || {
            format!("the report names this machine's folder:\n{}", run.stderr)
        })?;
        ensure(!run.stderr.contains(OUTSIDE.trim_end()), || {
            "the report shows words of a file outside the site".to_string()
        })
    });
}

#[test]
fn a_report_names_its_rule_and_no_other() {
    for_each_fixture(|fixture| {
        let heads = heads(&fixture.expected);
        ensure(!heads.is_empty(), || "nothing is reported".to_string())?;
        let Some(number) = number_of(fixture.rule()) else {
            return Ok(());
        };
        let gravest = match heads.iter().any(|head| head.0 == "error") {
            true => "error",
            false => "warning",
        };
        let mut others = heads
            .iter()
            .filter(|head| head.0 == gravest && head.1 != number);
        match others.next() {
            None => Ok(()),
            Some(other) => Err(format!("{number} draws {} after it: {other:?}", other.1)),
        }
    });
}

#[test]
fn the_report_for_machines_names_the_same_places_and_leaves_the_old_site_alone() {
    let old = plain_site();
    let first = old.build(&[]);
    assert_eq!(first.status, Some(0), "{}", first.stderr);
    for_each_fixture(|fixture| {
        let place = Workplace::new(fixture, Side::Bad);
        copy(&old.out(), &place.out());
        let before = place.output();
        let run = place.build(&["--message-format", "json"]);
        let (found, told) = (records(&run), heads(&fixture.expected));
        ensure(found == told, || {
            format!(
                "for machines: {found:?}\nfor people: {told:?}\n{}{}",
                run.stdout, run.stderr
            )
        })?;
        ensure(run.status == Some(0) || place.output() == before, || {
            "the site that was there before has changed".to_string()
        })
    });
}

#[test]
fn a_site_that_keeps_the_rule_builds_without_a_word_about_it() {
    for_each_fixture(|fixture| {
        let place = Workplace::new(fixture, Side::Good);
        let run = place.build(&["--message-format", "json"]);
        ensure(run.status == Some(0), || {
            format!("exit status {:?}\n{}{}", run.status, run.stdout, run.stderr)
        })?;
        let records = records(&run);
        ensure(records.is_empty(), || {
            format!("{records:?}\n{}{}", run.stdout, run.stderr)
        })?;
        let written = place.out().join("index.html").is_file();
        ensure(written || place.by != By::Build, || {
            "there is no home page".to_string()
        })
    });
}

#[test]
fn faults_in_several_files_are_reported_in_one_run() {
    let fixtures = Fixture::all();
    let many = fixtures.iter().find(|fixture| fixture.name == MANY);
    let heads = heads(&many.expect("the fixture of many faults").expected);
    let files: BTreeSet<&str> = heads.iter().map(|head| head.2.as_str()).collect();
    let rules: BTreeSet<&str> = heads.iter().map(|head| head.1.as_str()).collect();
    assert!(files.len() >= 4, "faults in {files:?} only");
    assert!(rules.len() >= 6, "faults against {rules:?} only");
}

#[test]
fn html_in_yaml_text_is_shown_as_text() {
    let place = plain_site();
    let about = "---\ntitle: About <b>us</b>\nsummary: <script>alert(1)</script> and *more*\n---\n";
    fs::write(place.site().join("content/about.md"), about).expect("a file is written");
    let run = place.build(&[]);
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (Some(0), ""),
        "{}",
        run.stdout
    );
    let page = read(&place.out().join("about.html"));
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; and <em>more</em>"),
        "{page}"
    );
    assert!(page.contains("About &lt;b&gt;us&lt;/b&gt;"), "{page}");
    assert!(!page.contains("<script>alert"), "{page}");
}

/// A small site without a fault.
fn plain_site() -> Workplace {
    let fixture = Fixture::all()
        .into_iter()
        .find(|fixture| fixture.name == "missing-key");
    Workplace::new(&fixture.expect("a fixture to begin with"), Side::Good)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder is made");
    for entry in fs::read_dir(from).expect("a folder of the output") {
        let path = entry.expect("an entry of the output").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file is copied");
        }
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}
