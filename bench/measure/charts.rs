//! Draws every figure of a site over and over, and says what each drawing takes and weighs.
//!
//! `cargo bench --bench charts -- SITE FOLDER [ROUNDS]` writes into FOLDER the drawings
//! (`ID.wide.svg`, `ID.narrow.svg`, `ID.file.svg`) and `drawn.json`: of each figure its mark and
//! the median time in microseconds to read its values, lay out and write all three drawings and
//! describe them in words.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a measurement writes files and stops at the first surprise"
)]
#![allow(missing_docs, reason = "a program, not a library")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use briefpack::figure::draw;
use briefpack::model::Site;
use briefpack::resolve::Drafts;
use briefpack::{AsOf, Options};

fn main() {
    // `cargo bench` adds `--bench`.
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&String> = words.iter().filter(|word| *word != "--bench").collect();
    let [root, folder, rest @ ..] = words.as_slice() else {
        panic!("usage: cargo bench --bench charts -- SITE FOLDER [ROUNDS]");
    };
    let rounds = rest.first().map_or(9, |rounds| rounds.parse().unwrap());
    let site = site(Path::new(root));
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder).unwrap();
    let records = measured(&site, &folder, rounds);
    let text = serde_json::to_string_pretty(&records).unwrap();
    fs::write(folder.join("drawn.json"), text).unwrap();
}

fn site(root: &Path) -> Site {
    let day = "2026-11-23".parse().unwrap();
    let options = Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Day(day)),
        now: "2026-11-23T00:00:00Z".parse().unwrap(),
        base_url: None,
    };
    let traced = briefpack::trace(root, &options).unwrap();
    assert!(traced.trace.is_some(), "the site has errors");
    traced.site
}

fn measured(site: &Site, folder: &Path, rounds: usize) -> Vec<serde_json::Value> {
    let mut times = vec![Vec::new(); site.figures.len()];
    // Round by round, so that a busy moment does not fall on one figure alone. The first is not
    // counted.
    for round in 0..=rounds {
        for (figure, times) in site.figures.iter().zip(&mut times) {
            let dataset = site.dataset(figure.dataset);
            let start = Instant::now();
            let drawn = black_box(draw(black_box(figure), black_box(dataset)));
            let taken = start.elapsed();
            if round > 0 {
                times.push(taken);
                continue;
            }
            let drawing = drawn.value;
            let layouts = [
                ("wide", drawing.wide),
                ("narrow", drawing.narrow),
                ("file", drawing.file),
            ];
            for (layout, text) in layouts {
                if !text.is_empty() {
                    let name = format!("{}.{layout}.svg", figure.name);
                    fs::write(folder.join(name), text).unwrap();
                }
            }
        }
    }
    let records = site.figures.iter().zip(&mut times).map(|(figure, times)| {
        times.sort();
        let median = times[times.len() / 2];
        serde_json::json!({
            "id": figure.name,
            "mark": figure.mark.name,
            "rows": figure.rows.len(),
            "microseconds": median.as_nanos() as f64 / 1000.0,
        })
    });
    records.collect()
}
