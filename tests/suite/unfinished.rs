//! What is said of drafts that are not finished: nothing of those that are sound, and by `check` all that
//! would keep them from being published.

use crate::support::{AS_OF, TestSite};

const BY_AREA: &str = "title: Jobs\nprimary_key: area\nfields:\n  - {name: area, type: string}\n  \
                       - {name: jobs, type: integer}\nrows: [{area: North, jobs: 43}]\n";

const BY_AREA_AND_YEAR: &str = "title: Jobs\nprimary_key: [area, year]\nfields:\n  \
                                - {name: area, type: string}\n  - {name: year, type: year}\n  \
                                - {name: jobs, type: integer}\nrows:\n  \
                                - {area: North, year: 2024, jobs: 40}\n  \
                                - {area: North, year: 2025, jobs: 43}\n";

/// A site with a draft session of these words and this dataset.
fn draft(words: &str, data: &str) -> TestSite {
    TestSite::minimal()
        .file("content/sessions/1-a/data/n.yaml", data)
        .file(
            "content/sessions/1-a/index.md",
            format!("---\ntitle: A\ndate: 2026-12-09\ndraft: true\n---\n\n{words}\n"),
        )
}

fn said(site: &TestSite, command: &str) -> Vec<String> {
    let arguments = [command, "--as-of", AS_OF, "--message-format", "json"];
    let run = site.run(arguments).succeeded();
    let found = run.diagnostics();
    let messages = found
        .iter()
        .map(|it| it["message"].as_str().unwrap_or("").to_string());
    messages.collect()
}

#[test]
fn of_a_sound_draft_nothing_is_said() {
    for words in [
        "There are [43](=n/north,2025/jobs) jobs.",
        "There are [3 more](=diff(n/north,2025/jobs,n/north,2024/jobs)) jobs.",
        "In all [83](=sum(n/north,*/jobs)) jobs.",
    ] {
        let site = draft(words, BY_AREA_AND_YEAR);
        site.run(["build", "--as-of", AS_OF, "--drafts"])
            .succeeded()
            .says("no warnings");
        for command in ["build", "check"] {
            assert_eq!(
                said(&site, command),
                Vec::<String>::new(),
                "{command}: {words}"
            );
        }
    }
}

#[test]
fn check_counts_what_would_keep_a_draft_from_being_published() {
    let one = "this is not published yet, and has a fault that would keep it from being so";
    let two = "this is not published yet, and has 2 faults that would keep it from being so";
    for (words, expected) in [
        ("[99](=n/north/jobs)", one),
        ("[99](=n/south/jobs) jobs and [x](nope.md).", two),
        ("[43](=n/north)", one),
    ] {
        let site = draft(words, BY_AREA);
        assert_eq!(said(&site, "check"), [expected], "{words}");
    }
}

/// Which parts a page has is known when templates have made it.
#[test]
fn check_looks_for_parts_of_pages_in_drafts_too() {
    let site = draft("See [who spoke](../../index.md#speakers).", BY_AREA);
    let found = said(&site, "check");
    assert!(
        found
            .iter()
            .any(|it| it.contains("has a fault that would keep it")),
        "{found:?}"
    );
    site.run(["build", "--as-of", AS_OF, "--drafts"])
        .exits(1)
        .says("the page has no part `#speakers`");
}

#[test]
fn build_counts_what_a_draft_names_and_is_not_there() {
    let one = "this is not published yet, and has a fault that would keep it from being so";
    for words in ["[43](=m/north/jobs)", "[43](=n/north)"] {
        assert_eq!(said(&draft(words, BY_AREA), "build"), [one], "{words}");
    }
}

#[test]
fn check_names_the_place_of_a_fault_that_only_drafts_bring_into_what_is_published() {
    let site = draft("Words.", BY_AREA)
        .file(
            "content/people.yaml",
            "people:\n  x: {name: X, draft: true, biography: \"[99](=jobs/north/jobs)\"}\n",
        )
        .file("content/data/jobs.yaml", BY_AREA);
    let found = said(&site, "check");
    assert!(
        found.contains(
            &"what is not published yet has a fault that would keep it from being so".to_string()
        ),
        "{found:?}"
    );
    site.build().succeeded();
}

/// What is said of an unread draft is said to nobody else: that its figure is not there is the only error then.
#[test]
fn the_figure_of_an_unread_draft_is_missed_on_what_is_published() {
    let figure =
        "```figure\nid: jobs\ndata: n\nmark: bar\ny: area\nx: jobs\ntitle: Jobs\nalt: A bar.\n```";
    let site = draft("Words.", BY_AREA)
        .file(
            "content/sessions/1-a/note.md",
            format!("---\ntitle: Jobs: where they are\n---\n\n{figure}\n"),
        )
        .file(
            "content/about.md",
            "---\ntitle: About\n---\n\n![](figure:jobs)\n",
        );
    let run = site.run(["build", "--as-of", AS_OF, "--message-format", "json"]);
    let found = run.exits(1).diagnostics();
    let is_error = |it: &&serde_json::Value| it["severity"] == "error";
    let errors = found.iter().filter(is_error);
    let messages: Vec<&str> = errors.filter_map(|it| it["message"].as_str()).collect();
    assert_eq!(messages, ["there is no figure `jobs`"]);
}
