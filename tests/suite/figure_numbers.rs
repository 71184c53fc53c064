//! The rule `figure-number`: what the words of a figure say beside what it shows.

use std::collections::BTreeSet;

use crate::support::{AS_OF, TestSite};

const DATA: &str = "title: Areas\nprimary_key: area\nfields:\n  - {name: area, type: string, title: \
    Area}\n  - {name: share, type: number, title: Share, unit: percent}\n  - {name: jobs, type: \
    number, title: Jobs, unit: {name: jobs, per: 100, of: adults}}\n  - {name: pay, type: number, \
    title: Pay, unit: GBP}\n  - {name: poor, type: integer, title: Poor, unit: households}\n  \
    - {name: homes, type: integer, title: All, unit: households}\n  - {name: life, type: number, \
    title: Life, unit: years}\n  - {name: staff, type: integer, title: Staff, unit: people}\nrows:\n  \
    - {area: Clacton, share: 42.8, jobs: 52, pay: 14.20, poor: 4119, homes: 9000, life: 79, staff: 12}\n  \
    - {area: Aldershot, share: 60.1, jobs: 88, pay: 16, poor: 3000, homes: 8000, life: 80, staff: 14}\n  \
    - {area: Hartlepool, share: -3.2, jobs: 70, pay: 12.5, poor: 250, homes: 7000, life: 81, staff: 1}\n  \
    - {area: Wigan, share: 20, jobs: 61, pay: \"[c]\", poor: 880, homes: 6000, life: 82, staff: 700}\n";

/// Words of a figure, the fields on its channel `x`, and the number that it denies, if any.
type Case = (&'static str, &'static str, Option<&'static str>);

const CASES: &[Case] = &[
    // What is shown, at the precision of the words.
    ("Clacton has 43 per cent.", "share", None),
    ("Clacton has 42.8 per cent.", "share", None),
    ("Clacton has 42.9 per cent.", "share", Some("42.9 per cent")),
    ("Clacton has 34 per cent.", "share", Some("34 per cent")),
    ("Clacton has 42.80%.", "share", None),
    ("Clacton has 42.81%.", "share", Some("42.81%")),
    ("Clacton has forty-three per cent.", "share", None),
    (
        "Clacton has fifty-three per cent.",
        "share",
        Some("fifty-three per cent"),
    ),
    // The sign may stand in words.
    ("Hartlepool has −3.2 per cent.", "share", None),
    ("Hartlepool has -3.2 per cent.", "share", None),
    ("Hartlepool fell by 3.2 per cent.", "share", None),
    (
        "Clacton has −42.8 per cent.",
        "share",
        Some("−42.8 per cent"),
    ),
    // Two values together, only where the sentence compares.
    (
        "Aldershot is 17.3 percentage points above Clacton.",
        "share",
        None,
    ),
    (
        "Aldershot is 17.4 percentage points above Clacton.",
        "share",
        Some("17.4 percentage points above"),
    ),
    (
        "Aldershot has 17.3 per cent.",
        "share",
        Some("17.3 per cent"),
    ),
    // Sums and means of what is shown.
    ("The mean is 29.9 per cent.", "share", None),
    ("The median is 31.4 per cent.", "share", None),
    // Money and rates are of their own kind.
    ("Pay is £14.20 in Clacton.", "pay", None),
    ("Pay is £14.30 in Clacton.", "pay", Some("£14.30")),
    ("Pay is €14.30 in Clacton.", "pay", None),
    ("There are 52 jobs per 100 adults.", "jobs", None),
    (
        "There are 53 jobs per 100 adults.",
        "jobs",
        Some("53 jobs per 100"),
    ),
    ("There are 25 jobs per 200 adults.", "jobs", None),
    ("Pay is £99 in Clacton.", "share", None),
    // Without a unit: with places, or straight behind a name.
    ("Clacton 42.8, Aldershot 60.1, Wigan 20.", "share", None),
    (
        "Clacton 42.8, Aldershot 61.6, Wigan 20.",
        "share",
        Some("61.6"),
    ),
    (
        "Clacton 42.8, Aldershot 60.1, Wigan 21.",
        "share",
        Some("21"),
    ),
    (
        "Four bars for 2019, of 12 areas in 3 groups.",
        "share",
        None,
    ),
    // Thresholds, estimates and methods are no values.
    ("All lie under 70 per cent.", "share", None),
    ("Most have nearly 50 per cent.", "share", None),
    ("With 95 per cent confidence intervals.", "share", None),
    ("Between 10 and 70 per cent.", "share", None),
    // Each end of a range.
    ("From 20 to 60.1 per cent.", "share", None),
    (
        "From 20.4 to 60.1 per cent.",
        "share",
        Some("20.4 to 60.1 per cent"),
    ),
    // A unit in words stands straight behind the number, in the singular or the plural.
    (
        "Clacton has 4,119 households in fuel poverty.",
        "poor",
        None,
    ),
    (
        "Clacton has 5,119 households in fuel poverty.",
        "poor",
        Some("5,119"),
    ),
    ("Clacton has 4.1 thousand households.", "poor", None),
    (
        "Clacton has 41 thousand households.",
        "poor",
        Some("41 thousand"),
    ),
    ("Hartlepool has 250 Households, Wigan 880.", "poor", None),
    (
        "Hartlepool has 251 Households, Wigan 880.",
        "poor",
        Some("251"),
    ),
    ("Hartlepool has 1 person.", "staff", None),
    ("Wigan has 701 people.", "staff", Some("701")),
    ("In all 8,249 households.", "poor", None),
    ("Clacton has 1,119 households more.", "poor", None),
    (
        "Clacton and two others have 7,369 households together.",
        "poor",
        None,
    ),
    (
        "Together they have 17,369 households.",
        "poor",
        Some("17,369"),
    ),
    // These may count something else.
    ("Of its 9,000 households, 4,119 are poor.", "poor", None),
    (
        "One in 5 households is poor, or 1 in 7 households.",
        "poor",
        None,
    ),
    ("In 3 of 20 households there are two people.", "poor", None),
    ("In 2023 households had more.", "poor", None),
    ("Ten households were asked.", "poor", None),
    ("There are 95 rural households.", "poor", None),
    ("Over 10 years it rose by 3 years.", "life", None),
    ("There are 4 people.", "staff", None),
    (
        "About 99 people or so, and 99 people or more.",
        "staff",
        None,
    ),
    // A number joined to a word, and few behind a noun, are part of a name.
    ("Wigan has more Covid-19 people.", "staff", None),
    ("Year-11 people and Under-5 people are few.", "staff", None),
    ("Key stage 2 people, and Grade 3 people.", "staff", None),
    ("Aged 11 people, Level 5 people, over 60s.", "staff", None),
    ("Wigan is the No. 3 people area.", "staff", None),
    ("A survey of 1,204 people.", "staff", None),
    (
        "A sample of 1,204 people, of the 9,999 people.",
        "staff",
        None,
    ),
    ("Areas with 100 people are small.", "staff", None),
    ("Covid-19.5 per cent of them.", "share", None),
    // Few behind a verb, a stop or a name that is shown are not.
    ("Clacton has 17 people.", "staff", Some("17")),
    ("Clacton employed 17 people.", "staff", Some("17")),
    ("Clacton: 17 people, Wigan 700.", "staff", Some("17")),
    ("Clacton 17 people, Wigan 700 people.", "staff", Some("17")),
    ("The survey found 1,204 people.", "staff", Some("1,204")),
];

/// A page with a figure for each case, the words on the key given.
fn site(key: &str) -> (TestSite, Vec<usize>) {
    let mut page = "---\ntitle: Home\n---\n".to_string();
    let mut lines = Vec::new();
    for (at, (words, field, _)) in CASES.iter().enumerate() {
        page.push_str(&format!(
            "\n```figure\nid: f{at}\ndata: areas\nmark: bar\ny: area\nx: {field}\n"
        ));
        for name in ["title", "alt"] {
            if name != key {
                page.push_str(&format!("{name}: Words\n"));
            }
        }
        lines.push(page.lines().count() + 1);
        page.push_str(&format!("{key}: '{words}'\n```\n"));
    }
    let site = TestSite::minimal()
        .file("content/data/areas.yaml", DATA)
        .file("content/index.md", page);
    (site, lines)
}

#[test]
fn numbers_that_a_figure_denies_are_named_in_each_of_its_texts() {
    for key in ["title", "subtitle", "alt"] {
        let (site, lines) = site(key);
        let run = site.run(["check", "--as-of", AS_OF, "--message-format", "json"]);
        let told: BTreeSet<(usize, String)> = run
            .diagnostics()
            .into_iter()
            .filter(|found| found["code"] == "BP0612")
            .map(|found| {
                let line = found["line"].as_u64().unwrap() as usize;
                let message = found["message"].as_str().unwrap();
                let said = message.split('`').nth(1).unwrap().to_string();
                (line, said)
            })
            .collect();
        let expected: BTreeSet<(usize, String)> = CASES
            .iter()
            .zip(&lines)
            .filter_map(|((_, _, denied), line)| Some((*line, (*denied)?.to_string())))
            .collect();
        let page = std::fs::read_to_string(site.root().join("content/index.md")).unwrap();
        if let Some((line, said)) = told.symmetric_difference(&expected).next() {
            let words = page.lines().nth(line - 1).unwrap();
            let has = if told.contains(&(*line, said.clone())) {
                "is"
            } else {
                "is not"
            };
            panic!(
                "{key}: `{said}` {has} reported in `{words}`\n{}",
                run.said()
            );
        }
    }
}

#[test]
fn a_binding_that_is_proposed_agrees() {
    let (site, _) = site("alt");
    let page = std::fs::read_to_string(site.root().join("content/index.md")).unwrap();
    let mut lines: Vec<String> = page.lines().map(str::to_string).collect();
    let run = site.run(["check", "--as-of", AS_OF, "--message-format", "json"]);
    let mut proposed = 0;
    for found in run.diagnostics() {
        let help = found["help"].as_str().unwrap_or_default();
        let Some((_, bound)) = help.split_once("or bind it, such as `") else {
            continue;
        };
        let said = found["message"].as_str().unwrap().split('`').nth(1);
        let line = &mut lines[found["line"].as_u64().unwrap() as usize - 1];
        *line = line.replacen(said.unwrap(), bound.trim_end_matches('`'), 1);
        proposed += 1;
    }
    assert!(proposed > 10, "{proposed} are proposed");
    let text = lines.join("\n") + "\n";
    let site = site.file("content/index.md", text);
    site.run(["check", "--as-of", AS_OF]).succeeded();
}

#[test]
fn a_bound_number_in_the_words_of_a_figure_is_left_to_its_cell() {
    let page = "---\ntitle: Home\n---\n\n```figure\nid: f\ndata: areas\nmark: bar\ny: area\nx: \
        share\ntitle: Words\nalt: 'Pay is 1, share [£14.20](=areas/clacton/pay), against [88 jobs](=\
        areas/aldershot/jobs) per 100 adults.'\n```\n";
    TestSite::minimal()
        .file("content/data/areas.yaml", DATA)
        .file("content/index.md", page)
        .run(["check", "--as-of", AS_OF])
        .succeeded();
}
