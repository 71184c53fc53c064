//! The demonstration's gallery shows every kind of chart, and what it prints is what draws it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use briefpack::figure::MARKS;

/// What the gallery is to show of each mark beyond its plain form: the mark, and a line that one
/// of its printed blocks holds.
const VARIANTS: &[(&str, &str)] = &[
    ("bar", "focus: "),
    ("bar", "reference: England"),
    ("bar", "color: group"),
    ("bar", "stack: zero"),
    ("bar", "stack: normalize"),
    ("bar", "stack: diverging"),
    ("bar", "bin: {"),
    ("line", "reference: "),
    ("line", "breaks: {"),
    ("line", "facet: {"),
    ("dot", "ci: {"),
    ("range", "x: [lowest, median, highest]"),
    ("arrow", "color: quarter"),
    ("slope", "focus: "),
    ("strip", "focus: Left behind neighbourhoods"),
    ("table", "bars: ["),
    ("cell", "x: ["),
    ("cell", "color: "),
    ("tile", "layout: region-tiles.csv"),
    ("map", ".geojson"),
    ("map", ".topojson"),
    ("map", "reference: England"),
    ("map", "scale: {quantile: "),
    ("map", "scale: {equal: "),
    ("map", "scale: {breaks: "),
];

/// The texts of the Markdown files below a folder, in the order of their paths.
fn texts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                return texts(&path);
            }
            let is_page = path.extension().is_some_and(|extension| extension == "md");
            is_page
                .then(|| fs::read_to_string(&path).unwrap())
                .into_iter()
                .collect()
        })
        .collect()
}

/// The fenced blocks of a language, each as its lines.
fn blocks(text: &str, language: &str) -> Vec<Vec<String>> {
    let fence = format!("```{language}");
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while lines.any(|line| line == fence) {
        let block = lines.by_ref().take_while(|line| *line != "```");
        blocks.push(block.map(str::to_string).collect());
    }
    blocks
}

fn content() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content"))
}

fn printed() -> Vec<Vec<String>> {
    let pages = texts(&content().join("gallery"));
    pages.iter().flat_map(|text| blocks(text, "yaml")).collect()
}

#[test]
fn what_the_gallery_prints_stands_in_the_figure_of_that_name() {
    let pages = texts(content());
    let figures: Vec<_> = pages
        .iter()
        .flat_map(|text| blocks(text, "figure"))
        .collect();
    for block in printed() {
        let figure = figures.iter().find(|figure| figure[0] == block[0]);
        let figure = figure.unwrap_or_else(|| panic!("no figure has `{}`", block[0]));
        let mut lines = figure.iter();
        for line in &block {
            assert!(
                lines.any(|drawn| drawn == line),
                "`{}` has no line `{line}`",
                block[0]
            );
        }
    }
}

#[test]
fn every_mark_and_every_variant_is_in_the_gallery() {
    let printed = printed();
    let mark = |block: &[String]| {
        let mark = block.iter().find_map(|line| line.strip_prefix("mark: "));
        mark.map(str::to_string)
    };
    let shown: BTreeSet<_> = printed.iter().filter_map(|block| mark(block)).collect();
    for name in MARKS.iter().map(|mark| mark.name) {
        assert!(shown.contains(name), "the gallery shows no `{name}`");
    }
    for (name, line) in VARIANTS {
        let mut of_mark = printed
            .iter()
            .filter(|block| mark(block).as_deref() == Some(name));
        assert!(
            of_mark.any(|block| block.iter().any(|printed| printed.contains(line))),
            "the gallery shows no `{name}` with `{line}`"
        );
    }
}
