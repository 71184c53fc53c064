//! Small sites through the whole program: what its stages promise each other.

#![expect(
    clippy::disallowed_methods,
    reason = "the sites are written to a folder that goes away with them"
)]

use std::fs;

use tempfile::TempDir;

use crate::output::{Artifact, Output};
use crate::resolve::Drafts;
use crate::{AsOf, Build, Options, build};

/// The instant that the sites are built for.
const NOW: &str = "2026-06-01T09:00:00Z";

/// Writes a site: the files given, and a title and first page where they are not among them.
fn written(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let small = [
        ("briefpack.yaml", "title: Group\n"),
        ("content/index.md", "---\ntitle: Group\n---\n"),
    ];
    for (path, text) in small.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn options() -> Options {
    Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Instant(NOW.parse().unwrap())),
        now: NOW.parse().unwrap(),
        base_url: None,
    }
}

fn built(files: &[(&str, &str)]) -> Build {
    build(written(files).path(), &options()).unwrap()
}

/// The output of a site without errors.
fn output(files: &[(&str, &str)]) -> Output {
    let build = built(files);
    let report = crate::diag::render_text(&build.diagnostics, &build.sources, false);
    build.output.unwrap_or_else(|| panic!("{report}"))
}

/// The text of a page that the program made.
fn page(output: &Output, path: &str) -> String {
    match output.get(&crate::source::SitePath::new(path)) {
        Some(Artifact::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        other => panic!("{path} is {other:?}"),
    }
}

fn paths(output: &Output) -> Vec<String> {
    output.iter().map(|(path, _)| path.to_string()).collect()
}

/// What a build found: each fault as its rule and place, `broken-link content/index.md:4:5`.
fn faults(files: &[(&str, &str)]) -> Vec<String> {
    let build = built(files);
    let faults = build.diagnostics.iter().map(|fault| {
        let span = fault.place.span;
        let (line, column) = build.sources.line_column(span.source, span.start);
        let path = &build.sources.file(span.source).path;
        format!("{} {path}:{line}:{column}", fault.code.name)
    });
    faults.collect()
}

const SESSION: &str = "---\ntitle: Skills\ndate: 2026-01-01\n---\n";
const JOBS: &str = "title: Jobs\nprimary_key: area\nfields:\n  - {name: area}\n  \
                    - {name: jobs, type: number}\nrows:\n  - {area: North, jobs: 20}\n";

mod addresses;
mod drafts;
mod files;
mod memory;
mod odd;
mod reports;
