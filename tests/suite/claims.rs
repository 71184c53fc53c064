//! The corpus: how reports phrase figures, each true phrase beside its near miss.

use std::collections::BTreeMap;
use std::fs;

use briefpack::claim::{self, Nature, Quantity, Verdict};
use briefpack::model::Unit;
use rust_decimal::Decimal;

use crate::support::repository;

/// A phrase bound to a value.
struct Phrase {
    construction: String,
    quantity: Quantity,
    words: String,
    after: String,
    verdict: String,
    line: usize,
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
    Phrase {
        construction: construction.to_string(),
        quantity: quantity(kind, value, unit),
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
fn judge(phrase: &Phrase) -> (&'static str, String) {
    match claim::read(&phrase.words, &phrase.after) {
        Err(fault) => (
            "unreadable",
            format!("{}; {}", fault.message(), fault.help()),
        ),
        Ok(claim) => match claim::verify(&claim, &phrase.quantity) {
            Verdict::Agrees => ("true", String::new()),
            Verdict::Disagrees(found) => {
                ("false", format!("{}; {}", found.message(), found.help()))
            }
        },
    }
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
    for phrase in corpus().iter().filter(|phrase| phrase.verdict == "false") {
        let claim = claim::read(&phrase.words, &phrase.after).unwrap();
        let Verdict::Disagrees(found) = claim::verify(&claim, &phrase.quantity) else {
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
            assert_eq!(miss.verdict, "false", "line {}", miss.line);
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
