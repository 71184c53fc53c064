//! A small site in memory, and what is done with one that holds something hostile.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use briefpack::archive::Facts;
use briefpack::diag::{Diagnostic, has_errors, render_json, render_text};
use briefpack::discover::{SourceTree, in_memory};
use briefpack::model::Site;
use briefpack::output::{Artifact, Gathered, Output};
use briefpack::resolve::Drafts;
use briefpack::source::{SitePath, SourceMap};
use briefpack::theme::Theme;
use briefpack::{AsOf, Options, check, diag, emit, figure, parse, resolve, shape, theme, trace};

use super::page;

/// Files of a site, by their paths.
pub type Files = BTreeMap<SitePath, Vec<u8>>;

/// Puts a file into a site, in the place of one that was there.
pub fn put(files: &mut Files, path: &str, parts: &[&[u8]]) {
    files.insert(SitePath::new(path.to_string()), parts.concat());
}

/// A site that has something to lead to.
pub fn base() -> Files {
    const BASE: &[(&str, &str)] = &[
        ("briefpack.yaml", "title: A group\n"),
        (
            "content/index.md",
            "---\ntitle: Home\n---\n\n[4%](=rates/n/rate)\n\n```figure\nid: a\ndata: rates\nmark: bar\n\
             x: rate\ny: name\ntitle: T\nalt: A\n```\n",
        ),
        (
            "content/sessions/one/index.md",
            "---\ntitle: One\nnumber: 1\ndate: 2026-01-02\nspeakers: [a-person]\nreading: reading.yaml\n---\n\nWords.\n",
        ),
        (
            "content/sessions/one/briefing.md",
            "---\ntitle: Briefing\n---\n\n## Background\n",
        ),
        (
            "content/sessions/one/reading.yaml",
            "groups:\n  - title: G\n    entries:\n      e: {type: web, title: T, date: 2020, url: https://example.org/}\n",
        ),
        (
            "content/people.yaml",
            "people:\n  a-person: {name: A Person}\n",
        ),
        (
            "content/data/rates.yaml",
            "title: Rates\nprimary_key: code\nfields:\n  - {name: code, type: string, title: Code}\n  \
             - {name: name, type: string, title: Area}\n  - {name: rate, type: number, title: Rate, unit: percent}\n\
             rows:\n  - {code: N, name: North, rate: 4}\n  - {code: S, name: South, rate: 6}\n",
        ),
        (
            "content/data/other.yaml",
            "title: Other\nfields:\n  - {name: code, type: string, title: Code}\n  \
             - {name: x, type: number, title: X}\nrows:\n  - {code: N, x: 1}\n  - {code: S, x: 2}\n",
        ),
        (
            "content/data/other.csv",
            "code,name,rate,year\nN,North,4.5,2020\nS,South,[c],2021\nE,\"East, far\",\"1,200\",2022\n",
        ),
        ("content/files/note.txt", "A note.\n"),
    ];
    let files = BASE.iter();
    files
        .map(|(path, text)| (SitePath::new(*path), text.as_bytes().to_vec()))
        .collect()
}

/// Puts a text into every field of a site that readers see.
pub fn everywhere(files: &mut Files, text: &str) {
    let quoted = quoted(text);
    let cell = text.replace('"', "\"\"");
    for (path, pattern) in EVERYWHERE {
        let filled = pattern.replace("@@", &quoted).replace("@cell@", &cell);
        put(files, path, &[filled.as_bytes()]);
    }
}

const EVERYWHERE: &[(&str, &str)] = &[
    (
        "briefpack.yaml",
        "title: @@\ndisclaimer: @@\nlifecycle: {state: active, notice: @@}\n\
         organisation: {name: @@, secretariat: @@, funding: @@, address: @@, contact: @@}\n",
    ),
    (
        "content/people.yaml",
        "people:\n  a-person: {name: @@, honours: @@, role: @@, party: @@, constituency: @@, biography: @@}\n",
    ),
    (
        "content/sessions/one/index.md",
        "---\ntitle: @@\nnumber: 1\ndate: 2026-01-02\nplace: @@\nsummary: @@\ntopics: [@@]\n\
         speakers:\n  - {person: a-person, talk: @@}\n  - {name: @@, role: @@, organisation: @@, biography: @@}\n\
         pack:\n  - {document: briefing.md, description: @@}\n  \
         - {url: \"https://example.org/\", title: @@, publisher: @@, description: @@}\n\
         reading: reading.yaml\nchanges:\n  - {date: 2026-01-03, note: @@}\n---\n\nWords.\n",
    ),
    (
        "content/sessions/one/reading.yaml",
        "groups:\n  - title: @@\n    entries:\n      e: {type: web, title: @@, author: @@, publisher: @@, \
         date: 2020, url: \"https://example.org/\", annotation: @@}\n",
    ),
    (
        "content/data/rates.yaml",
        "title: @@\ndescription: @@\nsource: {title: @@, publisher: @@}\nnotes: [@@]\nprimary_key: code\nfields:\n  \
         - {name: code, type: string, title: @@, description: @@}\n  - {name: name, type: string, title: @@}\n  \
         - {name: rate, type: number, title: @@, unit: percent}\n\
         rows:\n  - {code: N, name: @@, rate: 4}\n  - {code: S, name: South, rate: 6}\n",
    ),
    (
        "content/data/cells.yaml",
        "title: Cells\nfields:\n  - {name: a, type: string, title: A}\n  - {name: b, type: string, title: B}\nfile: cells.csv\n",
    ),
    ("content/data/cells.csv", "a,b\n\"@cell@\",x\n"),
    (
        "content/index.md",
        "---\ntitle: @@\nsummary: @@\n---\n\n```figure\nid: a\ndata: rates\nmark: bar\nx: rate\ny: name\n\
         title: @@\nsubtitle: @@\nalt: @@\nnote: @@\nsource: @@\n```\n",
    ),
    (
        "content/about.md",
        "---\ntitle: About\n---\n\n```figure\nid: t\ndata: cells\nmark: table\ntitle: T\nalt: @@\n```\n",
    ),
];

/// A text in double quotation marks, as YAML reads them.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn options() -> Options {
    Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Day("2026-06-01".parse().expect("a day"))),
        now: "2026-06-01T00:00:00Z".parse().expect("an instant"),
        base_url: None,
    }
}

/// Builds a site with the built-in theme, which is read once: the rest of a build takes a tenth of the
/// time that reading it does. Gives the pages, and what was said.
pub fn build(files: Files) -> (Output, Vec<Diagnostic>) {
    static THEME: OnceLock<Theme> = OnceLock::new();
    let theme = THEME.get_or_init(|| {
        let mut files = base();
        let mut tree = in_memory(std::mem::take(&mut files)).value;
        let parsed = parse::parse(&mut tree).value;
        let theme = theme::load(&mut tree, parsed.theme()).value;
        theme.expect("the built-in theme is sound")
    });
    let mut found = Vec::new();
    let mut tree = in_memory(files).collect(&mut found);
    let site = site(&mut tree, &mut found);
    let drawings = figure::draw_all(&site).collect(&mut found);
    let twice = [
        &diag::code::DUPLICATE_ADDRESS,
        &diag::code::DUPLICATE_DATASET,
    ];
    let pages = Gathered::default();
    if !found.iter().any(|fault| twice.contains(&fault.code)) {
        let said = emit::emit(&site, emit::Drawings::Drawn(&drawings), theme, &pages).diagnostics;
        // That a link names no part of a page is a fault of the page, and known when it was made.
        let is_link = |it: &Diagnostic| it.code == &diag::code::BROKEN_ANCHOR;
        let (links, said): (Vec<_>, Vec<_>) = said.into_iter().partition(is_link);
        assert!(said.is_empty(), "the built-in theme fails: {said:?}");
        found.extend(links);
    }
    let found = diag::arrange(diag::without_consequences(found));
    let pages = pages.whole();
    look(&site, &tree.sources, &found, &pages);
    (pages, found)
}

/// Builds a site with the theme that it brings, as the program does.
pub fn build_with_theme(files: Files) {
    let read = in_memory(files);
    let build = briefpack::build_in_memory(read.value, read.diagnostics, &options());
    render(&build.diagnostics, &build.sources);
}

fn site(tree: &mut SourceTree, found: &mut Vec<Diagnostic>) -> Site {
    let options = options();
    let parsed = parse::parse(tree).collect(found);
    let parsed = shape::shape(parsed, tree).collect(found);
    let request = parsed.request(&options);
    let hidden = resolve::hidden(&parsed, tree, found, &request);
    let site = resolve::resolve(parsed, tree, &request, &hidden).collect(found);
    *found = hidden.set_aside(std::mem::take(found));
    found.extend(check::check(&site));
    site
}

/// Asks everything that is asked of a site beside its pages, and reads the pages.
fn look(site: &Site, sources: &SourceMap, found: &[Diagnostic], pages: &Output) {
    render(found, sources);
    render(&check::lint(site), sources);
    for gap in check::gaps(site, sources) {
        render(&[gap.diagnostic], sources);
    }
    let _ = check::fixes(site, sources);
    let _ = Facts::of(site);
    if !has_errors(found) {
        let _ = trace::trace(site);
    }
    for (path, artifact) in pages.iter() {
        let Artifact::Bytes(bytes) = artifact else {
            continue;
        };
        let text = || std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        match path.extension().as_str() {
            "html" => page::check(path.as_str(), text()),
            "svg" => page::check(path.as_str(), text()),
            _ => {}
        }
    }
}

fn render(found: &[Diagnostic], sources: &SourceMap) {
    let _ = render_text(found, sources, false);
    let _ = render_json(found, sources);
}

/// Looks at a data file by itself.
pub fn inspect(name: &str, bytes: &[u8]) {
    let inspected = parse::inspect::inspect(name, Arc::from(bytes), None);
    render(&inspected.diagnostics, &inspected.sources);
}
