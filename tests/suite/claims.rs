//! The corpus: how reports phrase figures, each true phrase beside its near miss.

use std::collections::BTreeMap;
use std::fs;

use briefpack::claim::{self, Claim, Nature, Quantity, Verdict};
use briefpack::model::Unit;
use rust_decimal::Decimal;

use crate::support::{AS_OF, TestSite, repository};

/// A phrase bound to a value.
struct Phrase {
    construction: String,
    quantity: Quantity,
    before: String,
    words: String,
    after: String,
    verdict: String,
    line: usize,
}

impl Phrase {
    fn is_false(&self) -> bool {
        self.verdict.starts_with("false")
    }
}

fn corpus() -> Vec<Phrase> {
    let text = fs::read_to_string(repository().join("tests/claims/corpus.tsv")).unwrap();
    let rows = text.lines().enumerate().skip(1);
    rows.map(|(at, row)| phrase(at + 1, row)).collect()
}

fn phrase(line: usize, row: &str) -> Phrase {
    let columns: Vec<&str> = row.split('\t').collect();
    let [construction, kind, value, unit, words, after, verdict] = columns[..] else {
        panic!("line {line}: {} columns", columns.len());
    };
    // `fell by [9 per cent` says what stands before the link.
    let (before, words) = words.split_once('[').unwrap_or(("", words));
    Phrase {
        construction: construction.to_string(),
        quantity: quantity(kind, value, unit),
        before: before.to_string(),
        words: words.to_string(),
        after: after.to_string(),
        verdict: verdict.to_string(),
        line,
    }
}

/// A value of the corpus; a rank is written `3/9`, a shared one `3=/9`.
fn quantity(kind: &str, value: &str, unit: &str) -> Quantity {
    if kind == "rank" {
        let (rank, of) = value.split_once('/').unwrap();
        let shared = rank.ends_with('=');
        let rank: usize = rank.trim_end_matches('=').parse().unwrap();
        let of: usize = of.parse().unwrap();
        return Quantity {
            value: rank.into(),
            nature: Nature::Rank {
                from_below: of - rank + usize::from(!shared),
                of,
                shared,
            },
            unit: None,
            title: String::new(),
            field: None,
        };
    }
    let (unit, title) = unit.split_once(':').unwrap_or((unit, "Measure"));
    Quantity {
        value: value.parse().unwrap(),
        nature: match kind {
            "level" => Nature::Level,
            "diff" => Nature::Difference,
            "ratio" => Nature::Ratio,
            "share" => Nature::Share,
            "change" => Nature::Change,
            "count" => Nature::Count,
            kind => panic!("no kind `{kind}`"),
        },
        unit: unit_of(unit),
        title: title.to_string(),
        field: Some("measure".to_string()),
    }
}

fn unit_of(unit: &str) -> Option<Unit> {
    match unit {
        "-" => None,
        "%" => Some(Unit::Percent),
        "pp" => Some(Unit::PercentagePoints),
        "GBP" => Some(Unit::Currency("GBP".to_string())),
        unit => Some(match unit.split_once('/') {
            Some((name, per)) => Unit::Rate {
                name: name.to_string(),
                per: per.parse::<Decimal>().unwrap(),
                of: None,
            },
            None => Unit::Words(unit.to_string()),
        }),
    }
}

/// What the program says of a phrase: its verdict, and what it would print.
fn judge(phrase: &Phrase) -> (String, String) {
    match claim::read(&phrase.words, &phrase.after) {
        Err(fault) => (
            "unreadable".to_string(),
            format!("{}; {}", fault.message(), fault.help()),
        ),
        Ok(claim) => match verdict(phrase, &claim) {
            Verdict::Agrees => ("true".to_string(), String::new()),
            Verdict::Disagrees(found) => {
                let parts: Vec<&str> = found.parts.iter().map(|part| part.name()).collect();
                // Most are false in their number alone; the others say in what.
                let verdict = match &parts[..] {
                    ["number"] => "false".to_string(),
                    parts => format!("false: {}", parts.join(", ")),
                };
                (verdict, format!("{}; {}", found.message(), found.help()))
            }
        },
    }
}

fn verdict(phrase: &Phrase, claim: &Claim) -> Verdict {
    claim::verify_after(&phrase.before, &phrase.after, claim, &phrase.quantity)
}

#[test]
fn every_phrase_of_the_corpus_is_judged_rightly() {
    let mut faults = Vec::new();
    for phrase in corpus() {
        let (verdict, report) = judge(&phrase);
        if verdict != phrase.verdict {
            faults.push(format!(
                "line {}: `{}`|`{}` for {:?} {} is {verdict}, not {}: {report}",
                phrase.line,
                phrase.words,
                phrase.after,
                phrase.quantity.nature,
                phrase.quantity.value,
                phrase.verdict,
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn what_is_proposed_for_a_near_miss_is_true() {
    for phrase in corpus().iter().filter(|phrase| phrase.is_false()) {
        let claim = claim::read(&phrase.words, &phrase.after).unwrap();
        let Verdict::Disagrees(found) = verdict(phrase, &claim) else {
            panic!("line {}: true", phrase.line);
        };
        let plain = found.plain.iter().map(|plain| (plain.as_str(), ""));
        for (words, after) in [found.truth.split_at(found.link)].into_iter().chain(plain) {
            let again = claim::read(words, after).unwrap_or_else(|fault| {
                panic!("line {}: `{words}`: {}", phrase.line, fault.message())
            });
            let verdict = claim::verify(&again, &phrase.quantity);
            assert_eq!(verdict, Verdict::Agrees, "line {}: `{words}`", phrase.line);
        }
    }
}

#[test]
fn the_corpus_is_as_wide_as_it_is_said_to_be() {
    let phrases = corpus();
    let mut constructions: BTreeMap<&str, Vec<&Phrase>> = BTreeMap::new();
    for phrase in &phrases {
        constructions
            .entry(&phrase.construction)
            .or_default()
            .push(phrase);
    }
    assert!(phrases.len() >= 400, "{} phrases", phrases.len());
    assert!(
        constructions.len() >= 40,
        "{} constructions",
        constructions.len()
    );
    for (construction, phrases) in &constructions {
        assert!(phrases.len() <= 10, "{construction}: {}", phrases.len());
    }
    let mut seen = std::collections::BTreeSet::new();
    for phrase in &phrases {
        let all = (
            &phrase.before,
            &phrase.words,
            &phrase.after,
            phrase.quantity.value,
            format!("{:?}", phrase.quantity.nature),
        );
        assert!(seen.insert(all), "line {} stands twice", phrase.line);
    }
    // A true phrase and its near miss stand one behind the other, bound to the same value.
    for (at, phrase) in phrases.iter().enumerate() {
        if phrase.verdict == "true" {
            let miss = &phrases[at + 1];
            assert!(miss.is_false(), "line {}", miss.line);
            assert_eq!(miss.quantity, phrase.quantity, "line {}", miss.line);
            assert_eq!(miss.construction, phrase.construction, "line {}", miss.line);
        }
    }
}

#[test]
fn the_guide_lists_every_tolerance_as_the_program_has_it() {
    let guide = fs::read_to_string(repository().join("docs/guide/numbers.md")).unwrap();
    let listed: Vec<&str> = guide
        .lines()
        .skip_while(|line| *line != "| Words | True when | Because |")
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .collect();
    let rows: Vec<String> = claim::tolerances()
        .map(|[words, rule, reason]| format!("| {words} | {rule} | {reason} |"))
        .collect();
    assert_eq!(listed, rows, "write the table anew:\n{}", rows.join("\n"));
}

/// Every place where authors write words, each with a number that the data denies.
fn everywhere() -> TestSite {
    const PAGE: &str = "---\ntitle: Home @\nsummary: Sum @\nchanges:\n  - {date: 2021-01-05, note: \
        'Change @'}\n---\n\nBody @ and **bold @**.\n\n## Heading @\n\n> Quotation @\n>\n> \
        Note of it @\n\nTable: Caption @\n\n| Head @ |\n|---|\n| Cell @ |\n\n- Item @\n\nTerm \
        @\n: Meaning @\n\nFoot[^1]\n\n[^1]: Footnote @\n\n```figure\nid: f\ndata: jobs\nmark: \
        bar\nx: jobs\ny: area\ntitle: Figure @\nsubtitle: Sub @\nalt: Alt @\nnote: Note \
        @\nsource: Source @\n```\n";
    const SESSION: &str = "---\ntitle: Session @\ndate: 2020-01-01\nplace: Place @\nspeakers:\n  \
        - {name: A, role: 'Role @', talk: 'Talk @', biography: 'Life @'}\npack:\n  - {url: \
        'https://example.org', title: 'Title @', publisher: 'By @', description: 'What \
        @'}\nreading: reading.yaml\n---\n\nWords.\n";
    const READING: &str = "groups:\n  - title: Group @\n    entries:\n      a: {type: report, title: \
        'Entry @', publisher: 'By @', annotation: 'Annotation @', date: 2020, url: \
        'https://example.org'}\n";
    const DATA: &str = "title: Jobs @\ndescription: What @\nnotes: ['Note @']\nsource: {name: 'By @', \
        title: 'Title @'}\nlicence: OGL-UK-3.0\nprimary_key: area\nfields:\n  - {name: area, type: \
        string}\n  - {name: jobs, type: integer, description: 'Meaning @'}\nrows:\n  - {area: \
        North, jobs: 20}\n";
    const PEOPLE: &str = "people:\n  jo: {name: Jo, role: 'Role @', biography: 'Life @'}\n";
    let wrong = |text: &str| text.replace('@', "[21](=jobs/north/jobs)");
    TestSite::empty()
        .file(
            "briefpack.yaml",
            wrong("title: Group @\ndisclaimer: Only @\n"),
        )
        .file("content/people.yaml", wrong(PEOPLE))
        .file("content/index.md", wrong(PAGE))
        .file("content/sessions/01-a/index.md", wrong(SESSION))
        .file("content/sessions/01-a/reading.yaml", wrong(READING))
        .file("content/data/jobs.yaml", wrong(DATA))
}

#[test]
fn a_number_is_checked_wherever_words_are_written() {
    let site = everywhere();
    let files = [
        "briefpack.yaml",
        "content/people.yaml",
        "content/index.md",
        "content/sessions/01-a/index.md",
        "content/sessions/01-a/reading.yaml",
        "content/data/jobs.yaml",
    ];
    let run = site.run(["check", "--as-of", AS_OF]);
    let report = run.exits(1).stderr.clone();
    for file in files {
        let text = fs::read_to_string(site.root().join(file)).unwrap();
        let bound = text.matches("(=jobs").count();
        let reported = report.matches(&format!("--> {file}:")).count();
        assert_eq!(reported, bound, "{file}\n{report}");
        site.edit(file, "[21]", "[20]");
    }
    site.run(["check", "--as-of", AS_OF]).succeeded();
}
