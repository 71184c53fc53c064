//! What authors write is text and nothing else: each string of `tests/security/strings.txt` in each
//! field that an author can write shows as text in the built page or is refused with a diagnostic.
//!
//! Each site is built twice: with the strings, and with harmless words in their places. From the
//! second follows where each field shows, and which elements and attributes the program writes by
//! itself; the first may have no others. `tests/browser/injections.mjs` opens the same sites in a
//! browser, which looks for what runs or asks for something.

mod fields;
mod sites;
mod strings;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use self::fields::Kind;
use self::sites::{Filling, Refused, Trial};
use self::strings::Injection;
use crate::markup::{self, Vocabulary};
use crate::support::{Files, repository};

/// How many strings share a site.
const BATCH: usize = 60;
/// How many sites hold so many. The strings after those (letters that cannot be printed, and what breaks
/// whole files, of which a report names one line) have a site each, or which field was refused could not be
/// told.
const TOGETHER: usize = 6;

#[test]
fn each_string_in_each_field_shows_as_text_or_is_refused() {
    let strings = strings::all();
    assert!(strings.len() >= 300, "{} strings", strings.len());
    let (together, alone) = strings.split_at(TOGETHER * BATCH);
    let batches: Vec<&[Injection]> = together.chunks(BATCH).chain(alone.chunks(1)).collect();
    let results = in_parallel(&batches, |at, batch| try_batch(at, batch));
    let mut manifest = Vec::new();
    let mut shown = BTreeMap::<&'static str, (usize, usize)>::new();
    let mut faults = Vec::new();
    for result in results {
        faults.extend(result.faults);
        manifest.extend(result.manifest);
        for (field, (seen, refused)) in result.counts {
            let count = shown.entry(field).or_default();
            *count = (count.0 + seen, count.1 + refused);
        }
    }
    println!("shown and refused: {shown:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (field, (seen, refused)) in &shown {
        assert_eq!(seen + refused, strings.len(), "{field}");
    }
    keep("manifest.json", &serde_json::to_vec(&manifest).unwrap());
}

#[test]
fn each_string_in_the_configuration_shows_as_text_or_is_refused() {
    let strings = strings::all();
    let (harmless, _) = sites::build_config(None);
    let allowed = Vocabulary::of(&harmless);
    let refused = in_parallel(&strings, |_, string| try_config(string, &allowed));
    let (refused, faults): (Vec<usize>, Vec<Vec<String>>) = refused.into_iter().unzip();
    let (refused, faults) = (refused.iter().sum::<usize>(), faults.concat());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!(
        "refused: {refused} of {}",
        strings.len() * fields::CONFIG.len()
    );
}

/// What a page has to show, for the browser.
#[derive(Default, serde::Serialize)]
struct Shown {
    /// Skeletons of what is to be read.
    texts: BTreeSet<String>,
    /// The fields that it stands in.
    fields: BTreeSet<&'static str>,
    /// The numbers of the strings.
    strings: BTreeSet<usize>,
}

/// What came of a site.
struct Tried {
    manifest: Option<serde_json::Value>,
    faults: Vec<String>,
    counts: BTreeMap<&'static str, (usize, usize)>,
}

fn try_batch(at: usize, batch: &[Injection]) -> Tried {
    let benign = Trial::write(batch, Filling::Words, &Refused::default());
    let harmless = benign.build().expect("harmless words are not refused");
    let shows = places(&harmless);
    let allowed = Vocabulary::of(&harmless);
    let (output, refused) = sites::build_what_is_taken(batch);
    let mut faults = allowed.not_in(&output);
    let mut pages = BTreeMap::<String, Shown>::new();
    let mut counts = BTreeMap::<&'static str, (usize, usize)>::new();
    let texts = markup::texts(&output);
    for (number, string) in batch.iter().enumerate() {
        for field in fields::all() {
            let count = counts.entry(field.name).or_default();
            if refused.holds(number, field.name) {
                count.1 += 1;
                continue;
            }
            count.0 += 1;
            // A comment in Markdown is a remark for colleagues and left out of the page.
            let is_remark = field.name == "prose-line" && string.text.starts_with("<!--");
            if field.kind == Kind::Unseen || is_remark {
                continue;
            }
            let found = shows.get(&sites::inner_word(number, field.name));
            let found = found.filter(|pages| !pages.is_empty());
            let found = found.unwrap_or_else(|| panic!("`{}` shows nowhere", field.name));
            let there = found.iter().filter(|page| texts.contains_key(*page));
            let there: Vec<&String> = there.collect();
            if there.is_empty() {
                faults.push(format!("{}: no page of {found:?}", field.name));
            }
            for page in there {
                let skeletons = string.skeletons();
                if !skeletons.iter().any(|it| texts[page].contains(it)) {
                    let (text, name) = (&string.text, field.name);
                    faults.push(format!("`{text}` as `{name}` does not show in {page}"));
                }
                // The browser is asked for one that the page has.
                let has = skeletons.into_iter().find(|it| texts[page].contains(it));
                let shown = pages.entry(page.clone()).or_default();
                shown.texts.extend(has);
                shown.fields.insert(field.name);
                shown.strings.insert(number);
            }
        }
    }
    cells_are_as_published(batch, &refused, &output, &mut faults);
    let folder = format!("site-{at}");
    println!("{folder}: {} faults\n{}", faults.len(), faults.join("\n"));
    // A browser takes a minute to lay out a word of twenty thousand letters.
    let is_short = batch.iter().all(|string| string.text.len() < 1000);
    for (path, bytes) in output.iter().filter(|_| is_short) {
        keep(&format!("{folder}/{path}"), bytes);
    }
    let manifest = is_short.then(|| {
        serde_json::json!({
            "folder": folder,
            "strings": batch.len(),
            "pages": pages,
            "vocabulary": allowed.html(),
        })
    });
    Tried {
        manifest,
        faults,
        counts,
    }
}

/// Where each field of each string shows, by a word that stands nowhere else.
fn places(harmless: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let mut places = BTreeMap::<String, BTreeSet<String>>::new();
    for (page, text) in markup::texts(harmless) {
        for after in text.split(sites::WORD).skip(1) {
            let word = after.split_once(sites::END).map_or(after, |(word, _)| word);
            places
                .entry(word.to_string())
                .or_default()
                .insert(page.clone());
        }
    }
    places
}

/// Downloads are the published data, byte for byte, also where a spreadsheet would calculate. Marks such
/// as `[x]` stand in a column of their own.
fn cells_are_as_published(
    batch: &[Injection],
    refused: &Refused,
    output: &Files,
    faults: &mut Vec<String>,
) {
    let csv = &output["data/cells.csv"];
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let rows: BTreeMap<String, (String, String)> = reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let cell = |at| row.get(at).unwrap_or("").to_string();
            (cell(0), (cell(1), cell(2)))
        })
        .collect();
    for (number, string) in batch.iter().enumerate() {
        if refused.holds(number, "cell") {
            continue;
        }
        let (cell, marks) = &rows[&number.to_string()];
        let published = string.text.trim();
        let without_marks = marks.split_whitespace();
        let rest = without_marks.fold(published.to_string(), |text, mark| text.replace(mark, ""));
        if cell.trim() != rest.trim() {
            faults.push(format!(
                "the cell `{published}` is `{cell}` in the download"
            ));
        }
    }
}

/// Builds a small site with a string in every text of `briefpack.yaml`; gives how many were refused,
/// and what is wrong.
fn try_config(string: &Injection, allowed: &Vocabulary) -> (usize, Vec<String>) {
    let (output, refused) = sites::build_config(Some(string));
    let mut faults = allowed.not_in(&output);
    let text = &markup::texts(&output)["index.html"];
    let shows = string.skeletons().iter().any(|it| text.contains(it));
    if refused.len() < fields::CONFIG.len() && !shows {
        faults.push(format!(
            "`{}` in the configuration does not show",
            string.text
        ));
    }
    (refused.len(), faults)
}

/// Keeps a file for the browser, where a folder for it is named.
fn keep(path: &str, bytes: &[u8]) {
    let Some(folder) = std::env::var_os("BRIEFPACK_INJECTIONS") else {
        return;
    };
    let path = repository().join(PathBuf::from(folder)).join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Does the same to each of many, on every core, and gives what came of it in their order.
fn in_parallel<T: Sync, R: Send>(all: &[T], one: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (next, done) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(it) = all.get(at) else { break };
                    let result = one(at, it);
                    done.lock().unwrap().insert(at, result);
                }
            });
        }
    });
    done.into_inner().unwrap().into_values().collect()
}
