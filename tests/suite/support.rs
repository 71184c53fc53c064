//! A site in a folder of its own, and what the program makes of it.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use walkdir::WalkDir;

/// The instant that all test sites are built for, so that planned sessions stay planned.
pub(crate) const AS_OF: &str = "2026-06-01T09:00:00Z";

/// A built folder: every file by its path, with `/` between the parts.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A site in a folder that goes away with it.
pub(crate) struct TestSite {
    folder: TempDir,
    root: PathBuf,
}

impl TestSite {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self::at("site")
    }

    /// An empty folder of a given name (which may have folders in it).
    pub(crate) fn at(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(name);
        fs::create_dir_all(&root).unwrap();
        TestSite { folder, root }
    }

    /// The smallest site: a title and a first page.
    pub(crate) fn minimal() -> Self {
        Self::empty()
            .file("briefpack.yaml", "title: Example group\n")
            .file(
                "content/index.md",
                "---\ntitle: Example group\n---\n\nWords.\n",
            )
    }

    /// The site that has one of everything, `tests/sites/kitchen`.
    pub(crate) fn kitchen() -> Self {
        let site = Self::empty();
        copy_tree(&repository().join("tests/sites/kitchen"), &site.root);
        site
    }

    /// Writes a file of the site, with the folders it lies in.
    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Writes a file of a site that is in use.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces words in a file of the site; they have to be there.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.root.join(path)).unwrap();
        assert!(text.contains(from), "`{from}` is not in {path}");
        self.write(path, text.replace(from, to));
    }

    /// The site folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder around the site folder, which is the test's own too.
    pub(crate) fn around(&self) -> &Path {
        self.folder.path()
    }

    /// The program, ready to run in the site folder.
    pub(crate) fn command<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = program();
        command.current_dir(&self.root).args(arguments);
        command
    }

    /// Runs the program in the site folder.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Builds the site for the fixed instant.
    pub(crate) fn build(&self) -> Run {
        self.run(["build", "--as-of", AS_OF])
    }

    /// Builds the site, which has to succeed, and gives what came out.
    pub(crate) fn built(&self) -> Files {
        self.build().succeeded();
        self.output()
    }

    /// What stands in `public/`.
    pub(crate) fn output(&self) -> Files {
        files(&self.root.join("public"))
    }
}

/// Starts a build for the fixed instant, and does not wait for its end.
pub(crate) fn start(site: &TestSite) -> Child {
    let mut command = program();
    command
        .current_dir(site.root())
        .args(["build", "--as-of", AS_OF])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().unwrap()
}

/// A run of the program.
pub(crate) struct Run {
    /// The exit status; 128 and the signal's number for a run that a signal ended.
    pub(crate) status: i32,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it reported.
    pub(crate) stderr: String,
}

impl Run {
    /// Runs a command to its end, with nothing to read.
    pub(crate) fn of(command: &mut Command) -> Self {
        use std::os::unix::process::ExitStatusExt;
        let output = command.stdin(Stdio::null()).output().unwrap();
        let status = output.status;
        Run {
            status: status
                .code()
                .unwrap_or_else(|| 128 + status.signal().unwrap_or(0)),
            stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("reports are UTF-8"),
        }
    }

    /// Everything it said.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// The run, which has to have ended with this status, and never in a panic.
    #[track_caller]
    pub(crate) fn exits(self, status: i32) -> Self {
        let said = self.said();
        assert_eq!(self.status, status, "exit status; it said:\n{said}");
        assert!(!said.contains("panicked at"), "it panicked:\n{said}");
        self
    }

    /// The run, which has to have succeeded.
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        self.exits(0)
    }

    /// The run, which has to have said these words.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        let said = self.said();
        assert!(said.contains(words), "it did not say `{words}`:\n{said}");
        self
    }

    /// The diagnostics of a run with `--message-format json`: each line of standard output.
    #[track_caller]
    pub(crate) fn diagnostics(&self) -> Vec<serde_json::Value> {
        self.stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|fault| panic!("{fault} in the line {line:?}"))
            })
            .collect()
    }
}

/// The program, with an environment that says nothing about language, zone or colour.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefpack"));
    for name in [
        "TZ",
        "LANG",
        "LC_ALL",
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "RAYON_NUM_THREADS",
    ] {
        command.env_remove(name);
    }
    command.env("RUST_BACKTRACE", "0");
    command
}

/// The folder of this repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder, by their paths in it; none when it is not there.
pub(crate) fn files(folder: &Path) -> Files {
    walk(folder)
        .into_iter()
        .map(|path| {
            let bytes = fs::read(folder.join(&path)).unwrap();
            (path, bytes)
        })
        .collect()
}

/// The paths of all files under a folder, sorted.
pub(crate) fn walk(folder: &Path) -> Vec<String> {
    if !folder.exists() {
        return Vec::new();
    }
    let mut paths: Vec<String> = WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            path.to_str().expect("names are UTF-8").to_string()
        })
        .collect();
    paths.sort();
    paths
}

/// Copies the files under a folder, in the order of their names.
pub(crate) fn copy_tree(from: &Path, to: &Path) {
    for path in walk(from) {
        let target = to.join(&path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&path), target).unwrap();
    }
}

/// Asserts that two builds gave the same files with the same bytes, naming what differs.
#[track_caller]
pub(crate) fn assert_same(left: &Files, right: &Files, case: &str) {
    assert!(!left.is_empty(), "{case}: nothing was built");
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(left), names(right), "{case}: the files differ");
    for (path, bytes) in left {
        if bytes != &right[path] {
            let (left, right) = (
                String::from_utf8_lossy(bytes),
                String::from_utf8_lossy(&right[path]),
            );
            panic!(
                "{case}: {path} differs\n{}",
                first_difference(&left, &right)
            );
        }
    }
}

/// The first line in which two texts differ, from both.
pub(crate) fn first_difference(left: &str, right: &str) -> String {
    let (mut left_lines, mut right_lines) = (left.lines(), right.lines());
    let mut number = 0;
    loop {
        number += 1;
        match (left_lines.next(), right_lines.next()) {
            (None, None) => return "they differ in how the last line ends".to_string(),
            (left, right) if left == right => {}
            (left, right) => {
                let show = |line: Option<&str>| line.unwrap_or("(the end)").to_string();
                return format!("line {number}\n- {}\n+ {}", show(left), show(right));
            }
        }
    }
}

/// Makes a named pipe, which nobody writes into.
pub(crate) fn make_pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success(), "no pipe at {}", path.display());
}

impl TestSite {
    /// Builds the site, within a time that only a build that waits for something reaches.
    pub(crate) fn build_in_time(&self) -> Run {
        let mut command = Command::new("timeout");
        command.current_dir(&self.root).arg("60");
        command.arg(env!("CARGO_BIN_EXE_briefpack"));
        Run::of(command.args(["build", "--as-of", AS_OF]))
    }
}
