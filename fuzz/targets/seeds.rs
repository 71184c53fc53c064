//! Inputs to begin from: the repository's own fixtures, in the form that each target takes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::archive;

/// No seed is longer.
const LONGEST: usize = 60 << 10;

/// The folder of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Of the package of the targets, or of the one around it.
    match here.join("targets").is_dir() {
        true => here.join(".."),
        false => here.to_path_buf(),
    }
}

/// Every file of the fixtures and of the demonstration, by its path.
fn all() -> &'static BTreeMap<String, Vec<u8>> {
    static ALL: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = BTreeMap::new();
        for folder in [
            "tests/golden",
            "tests/sites",
            "tests/data",
            "tests/workbooks",
            "tests/claims",
            "content",
            "fuzz/found",
        ] {
            gather(&root(), folder, &mut all);
        }
        let mut fixtures = BTreeMap::new();
        gather(&root(), "tests/diagnostics", &mut fixtures);
        for (fixture, bytes) in fixtures {
            for (name, part) in archive::parts(&bytes) {
                all.insert(format!("{fixture}/{name}"), part.to_vec());
            }
        }
        all
    })
}

fn gather(root: &Path, folder: &str, all: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            gather(root, &name, all);
        } else if let Ok(bytes) = fs::read(&path) {
            all.insert(name, bytes);
        }
    }
}

/// The files of which something holds, that are not too long; each once.
fn files(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let files = all().iter();
    let files = files.filter(|(path, bytes)| wanted(path) && bytes.len() <= LONGEST);
    distinct(files.map(|(_, bytes)| bytes.clone()).collect())
}

fn distinct(mut seeds: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    seeds.sort_by(|left, right| left.len().cmp(&right.len()).then_with(|| left.cmp(right)));
    seeds.dedup();
    seeds
}

fn marked(which: u8, seeds: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    let marked = seeds
        .into_iter()
        .map(|seed| [&[which], seed.as_slice()].concat());
    marked.collect()
}

/// Front matter and body of a page.
fn halves(page: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let text = std::str::from_utf8(page).ok()?.strip_prefix("---\n")?;
    let (front, body) = text.split_once("\n---\n")?;
    Some((front.into(), body.into()))
}

fn pages() -> Vec<(Vec<u8>, Vec<u8>)> {
    let pages = files(|path| path.ends_with(".md"));
    pages.iter().filter_map(|page| halves(page)).collect()
}

pub(super) fn markdown() -> Vec<Vec<u8>> {
    let bodies = pages().into_iter().map(|(_, body)| body);
    distinct(bodies.filter(|body| !body.is_empty()).collect())
}

pub(super) fn records() -> Vec<Vec<u8>> {
    let fronts = distinct(pages().into_iter().map(|(front, _)| front).collect());
    let mut seeds = Vec::new();
    for which in [0, 1, 2, 6] {
        seeds.extend(marked(which, fronts.clone()));
    }
    seeds.extend(marked(3, files(|path| path.ends_with("people.yaml"))));
    seeds.extend(marked(4, files(|path| path.ends_with("reading.yaml"))));
    seeds.extend(marked(5, files(|path| path.ends_with("briefpack.yaml"))));
    seeds.extend(marked(7, distinct(figures())));
    distinct(seeds)
}

/// What stands in blocks of figures.
fn figures() -> Vec<Vec<u8>> {
    let mut figures = Vec::new();
    for (_, body) in pages() {
        let text = String::from_utf8_lossy(&body).into_owned();
        let blocks = text.split("```figure\n").skip(1);
        figures.extend(
            blocks.filter_map(|block| Some(block.split_once("```")?.0.as_bytes().to_vec())),
        );
    }
    figures
}

pub(super) fn bibtex() -> Vec<Vec<u8>> {
    files(|path| path.ends_with(".bib"))
}

pub(super) fn dataset() -> Vec<Vec<u8>> {
    // Of their files there is one, by another name.
    let seeds = files(|path| path.contains("/data/") && path.ends_with(".yaml"));
    let named = seeds.into_iter().map(|seed| {
        let text = String::from_utf8_lossy(&seed).into_owned();
        let lines = text.lines().map(|line| match line.strip_prefix("file: ") {
            Some(name) if !name.starts_with('{') => "file: other.csv",
            _ => line,
        });
        lines.collect::<Vec<&str>>().join("\n").into_bytes()
    });
    distinct(named.collect())
}

pub(super) fn csv() -> Vec<Vec<u8>> {
    files(|path| path.ends_with(".csv"))
}

pub(super) fn workbook() -> Vec<Vec<u8>> {
    let mut seeds = marked(0, files(|path| path.ends_with(".xlsx")));
    seeds.extend(marked(1, files(|path| path.ends_with(".ods"))));
    seeds
}

pub(super) fn geography() -> Vec<Vec<u8>> {
    let mut seeds = marked(0, files(|path| path.ends_with(".hexjson")));
    seeds.extend(marked(1, files(|path| path.ends_with(".geojson"))));
    seeds.extend(marked(2, files(|path| path.ends_with(".topojson"))));
    seeds.push([&[2], SMALL_TOPOJSON.as_bytes()].concat());
    seeds.extend(marked(3, files(|path| path.ends_with("tiles.csv"))));
    distinct(seeds)
}

const SMALL_TOPOJSON: &str = r#"{"type": "Topology", "transform": {"scale": [0.1, 0.1], "translate": [-2, 52]},
 "objects": {"areas": {"type": "GeometryCollection", "geometries": [
  {"type": "Polygon", "properties": {"code": "N", "name": "North"}, "arcs": [[0, 1]]},
  {"type": "MultiPolygon", "properties": {"code": "S"}, "arcs": [[[-1, 2]]]}]}},
 "arcs": [[[0, 0], [9, 0]], [[9, 0], [0, 9], [-9, 0], [0, -9]], [[9, 0], [0, -9], [-9, 0], [0, 9]]]}
"#;

pub(super) fn claim() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (path, bytes) in all() {
        if !path.ends_with("claims/corpus.tsv") {
            continue;
        }
        let text = String::from_utf8_lossy(bytes).into_owned();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [_, _, _, _, words, after, ..] = cells[..] {
                seeds.push(format!("{words}\nrates/n/rate\nThere are\n{after}").into_bytes());
            }
        }
    }
    for (_, body) in pages() {
        let text = String::from_utf8_lossy(&body).into_owned();
        for (at, _) in text.match_indices("](=") {
            let words = text[..at].rsplit('[').next().unwrap_or_default();
            let address = text[at + 2..].split(')').next().unwrap_or_default();
            seeds.push(format!("{words}\n{address}\n\n").into_bytes());
        }
    }
    distinct(seeds)
}

pub(super) fn template() -> Vec<Vec<u8>> {
    let words = super::HTML.iter().map(|word| word.as_bytes().to_vec());
    let lines = markdown().into_iter().flat_map(|body| {
        let text = String::from_utf8_lossy(&body).into_owned();
        let lines = text.lines().filter(|line| line.len() > 3);
        lines
            .map(|line| line.as_bytes().to_vec())
            .collect::<Vec<_>>()
    });
    let mut lines: Vec<Vec<u8>> = distinct(lines.collect());
    lines.retain(|line| line.contains(&b'[') || line.contains(&b'*') || line.contains(&b'&'));
    let mut found = BTreeMap::new();
    gather(&root(), "fuzz/found/template", &mut found);
    words.chain(lines).chain(found.into_values()).collect()
}

pub(super) fn theme() -> Vec<Vec<u8>> {
    let mut themes = BTreeMap::new();
    gather(&root(), "themes/default/templates", &mut themes);
    gather(&root(), "tests/golden/own-theme", &mut themes);
    let templates = themes
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"));
    distinct(templates.map(|(_, bytes)| bytes).collect())
}

pub(super) fn verify() -> Vec<Vec<u8>> {
    let parts: Vec<(String, &[u8])> = archive::parts(ARCHIVE.as_bytes());
    let mut seeds = Vec::new();
    for which in [2, 3, 4] {
        seeds.push([&[which], ARCHIVE.as_bytes()].concat());
        seeds.push([&[which], BAG.as_bytes()].concat());
    }
    seeds.push([&[0], archive::zip(&parts).as_slice()].concat());
    seeds.push([&[1], archive::zip(&parts).as_slice()].concat());
    // Packed members, and the odd sorts of ZIP files that workbooks are.
    seeds.extend(marked(
        0,
        files(|path| path.ends_with(".xlsx") || path.ends_with(".ods")),
    ));
    seeds
}

const ARCHIVE: &str = "-- seal.txt --\nbriefpack seal 1\n\n0000000000000000000000000000000000000000000000000000000000000000  index.html\n\
-- index.html --\n<!doctype html><html><head><title>A</title></head><body><a href=\"about.html#x\">A</a></body></html>\n\
-- about.html --\n<!doctype html><html><body id=\"x\"><img src=\"a.png\" srcset=\"a.png 2x\"></body></html>\n\
-- assets/style.css --\n@import url(a.css);\nbody { background: url(\"../a.png\") }\n\
-- datapackage.json --\n{\"resources\": [{\"path\": \"archive/data.warc\", \"hash\": \"sha256:00\"}], \"mainPageUrl\": \"https://a.example/index.html\"}\n\
-- datapackage-digest.json --\n{\"path\": \"datapackage.json\", \"hash\": \"sha256:00\"}\n\
-- indexes/index.cdx --\nexample,a)/ 20260101000000 {\"url\": \"https://a.example/\", \"offset\": \"0\", \"length\": \"100\"}\n\
-- archive/data.warc --\nWARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n\
-- pages/pages.jsonl --\n{\"format\": \"json-pages-1.0\"}\n";

const BAG: &str = "-- bagit.txt --\nBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\
-- bag-info.txt --\nPayload-Oxum: 5.1\n\
-- manifest-sha512.txt --\n00  data/index.html\n\
-- tagmanifest-sha512.txt --\n00  bagit.txt\n\
-- data/index.html --\nhello\n\
-- archive.json --\n{\"lifecycle\": {\"state\": \"closed\"}}\n\
-- manifest-sha256.txt --\n00  archive.json\n\
-- sources/rebuild.json --\n{\"as_of\": \"2026-01-01T00:00:00Z\"}\n\
-- site/seal.txt.sig --\n-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n\
-- site/seal.txt.minisig --\nuntrusted comment: a\nRUQ\ntrusted comment: b\nAA==\n\
-- site/seal.txt --\nbriefpack seal 1\n";
