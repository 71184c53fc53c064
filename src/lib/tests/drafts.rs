//! Drafts and embargoes: nothing of them is in the output, however it is reached.

use super::*;

fn draft(front: &str, body: &str) -> String {
    format!("---\ntitle: Planned\ndate: 2026-12-01\ndraft: true\n{front}---\n{body}\n")
}

#[test]
fn a_dataset_that_only_drafts_name_is_not_published() {
    for (front, body) in [
        ("", "[a](/data/jobs.yaml)"),
        ("", "[5](=Jobs/north/jobs)"),
        ("", "[5](=diff(jobs/north/jobs,jobs/south/jobs))"),
        ("place: \"[20](=jobs/north/jobs) rooms\"\n", ""),
        (
            "changes:\n  - {date: 2026-01-01, note: \"[20](=jobs/north/jobs)\"}\n",
            "",
        ),
        (
            "speakers:\n  - {name: A, talk: \"[20](=jobs/north/jobs)\"}\n",
            "",
        ),
        ("reading: reading.yaml\n", ""),
    ] {
        let output = output(&[
            ("content/data/jobs.yaml", JOBS),
            ("content/sessions/1-x/index.md", &draft(front, body)),
            (
                "content/sessions/1-x/reading.yaml",
                "groups:\n  - entries:\n      a: {title: \"[20](=jobs/north/jobs)\"}\n",
            ),
        ]);
        let left = paths(&output);
        assert!(
            !left.iter().any(|path| path.contains("jobs")),
            "{front}{body}: {left:?}"
        );
    }
}

#[test]
fn a_dataset_that_published_text_names_stays() {
    for (path, text) in [
        (
            "content/about.md",
            "---\ntitle: A\n---\n[a](data/jobs.yaml)\n",
        ),
        (
            "content/people.yaml",
            "people:\n  a: {name: A, biography: \"[20](=jobs/north/jobs)\"}\n",
        ),
        (
            "briefpack.yaml",
            "title: Group\ndisclaimer: \"[a](data/jobs.yaml)\"\n",
        ),
    ] {
        let output = output(&[
            ("content/data/jobs.yaml", JOBS),
            (
                "content/sessions/1-x/index.md",
                &draft("", "[20](=jobs/north/jobs)"),
            ),
            (path, text),
        ]);
        assert!(
            paths(&output).contains(&"data/jobs.html".to_string()),
            "{path}"
        );
    }
}

#[test]
fn files_of_a_draft_cannot_be_published_from_elsewhere() {
    let home = "---\ntitle: Home\n---\n[a](sessions/1-x/files/secret.pdf)\n";
    let found = faults(&[
        ("content/sessions/1-x/index.md", &draft("", "")),
        ("content/sessions/1-x/files/secret.pdf", "x"),
        ("content/index.md", home),
    ]);
    assert_eq!(found, ["hidden-target content/index.md:4:5"]);
    let home = "---\ntitle: Home\n---\n[a](data/secret.csv)\n";
    let found = faults(&[
        (
            "content/data/jobs.yaml",
            "title: Jobs\ndraft: true\nfile: secret.csv\nfields:\n  - {name: area}\n",
        ),
        ("content/data/secret.csv", "area\nNorth\n"),
        ("content/index.md", home),
    ]);
    assert_eq!(found, ["hidden-target content/index.md:4:5"]);
}

#[test]
fn a_transcript_that_is_still_a_draft_is_left_out() {
    let output = output(&[
        (
            "content/sessions/1-x/index.md",
            "---\ntitle: X\ndate: 2026-01-01\nspeakers:\n  - {name: A, transcript: words.md}\n---\n",
        ),
        (
            "content/sessions/1-x/words.md",
            "---\ntitle: Words\ndraft: true\n---\n",
        ),
    ]);
    assert!(!page(&output, "sessions/x/index.html").contains("words"));
}

#[test]
fn a_number_is_not_read_from_another_dataset_while_its_own_is_a_draft() {
    let found = faults(&[
        ("content/data/jobs.yaml", JOBS),
        (
            "content/sessions/1-x/index.md",
            "---\ntitle: X\ndate: 2026-01-01\n---\n[20](=jobs/north/jobs) jobs\n",
        ),
        (
            "content/sessions/1-x/data/jobs.yaml",
            &format!("draft: true\n{JOBS}"),
        ),
    ]);
    assert_eq!(found, ["hidden-target content/sessions/1-x/index.md:5:7"]);
}

#[test]
fn what_a_draft_begins_to_name_stays_when_it_says_so_and_is_told_of_otherwise() {
    let site = |keep: &str| {
        let jobs = format!("{keep}{JOBS}");
        let people = match keep {
            "" => "people:\n  jane: {name: Jane Doe}\n".to_string(),
            keep => format!("people:\n  jane:\n    name: Jane Doe\n    {keep}"),
        };
        let news = "---\ntitle: N\ndate: 2026-01-01\ndraft: true\nauthors: [jane]\n---\n\
                    [20](=jobs/north/jobs) jobs\n";
        built(&[
            ("content/data/jobs.yaml", &jobs),
            ("content/people.yaml", &people),
            ("content/news/2026-01-01-n.md", news),
        ])
    };
    let pages = ["data/jobs.html", "people/jane.html"];
    let is_there = |build: &Build| {
        let left = paths(build.output.as_ref().unwrap());
        pages.map(|page| left.contains(&page.to_string()))
    };
    let codes =
        |build: &Build| -> Vec<&str> { build.diagnostics.iter().map(|it| it.code.name).collect() };
    let (said, kept, meant) = (site(""), site("draft: false\n"), site("draft: true\n"));
    assert_eq!(is_there(&said), [false, false]);
    assert_eq!(codes(&said), ["held-back", "held-back"]);
    assert_eq!(is_there(&kept), [true, true]);
    assert_eq!(codes(&kept), Vec::<&str>::new());
    assert_eq!(is_there(&meant), [false, false]);
    assert_eq!(codes(&meant), Vec::<&str>::new());
}

#[test]
fn what_stands_for_itself_keeps_what_it_names() {
    let output = output(&[
        ("content/data/jobs.yaml", JOBS),
        (
            "content/data/pay.yaml",
            &format!("description: \"[20](=jobs/north/jobs)\"\n{JOBS}"),
        ),
        (
            "content/sessions/1-x/index.md",
            &draft("", "[20](=jobs/north/jobs)"),
        ),
    ]);
    assert!(paths(&output).contains(&"data/jobs.html".to_string()));
}

#[test]
fn a_link_elsewhere_leads_to_no_dataset() {
    let output = output(&[
        ("content/data/jobs.yaml", JOBS),
        (
            "content/about.md",
            "---\ntitle: A\n---\n[a](https://example.org/jobs.csv)\n",
        ),
        (
            "content/sessions/1-x/index.md",
            &draft("", "[20](=jobs/north/jobs)"),
        ),
    ]);
    assert!(!paths(&output).contains(&"data/jobs.html".to_string()));
}

#[test]
fn an_unfinished_draft_does_not_keep_a_correction_from_being_published() {
    let figure = "```figure\nid: a\ndata: jobs\nmark: bar\n```";
    let found = faults(&[(
        "content/sessions/1-x/index.md",
        &draft("place: [a]\n", figure),
    )]);
    assert_eq!(
        found,
        ["unfinished-draft content/sessions/1-x/index.md:1:1"]
    );
    let open = draft("place: [a]\n", figure).replace("draft: true\n", "");
    let found = faults(&[("content/sessions/1-x/index.md", &open)]);
    assert!(found.len() > 1, "{found:?}");
}

#[test]
fn a_person_who_is_a_draft_cannot_be_named_by_what_is_published() {
    let found = faults(&[
        (
            "content/people.yaml",
            "people:\n  jane: {name: Jane Doe, draft: true}\n",
        ),
        (
            "content/news/2026-01-01-n.md",
            "---\ntitle: N\ndate: 2026-01-01\nauthors: [jane]\n---\n",
        ),
    ]);
    assert_eq!(found, ["hidden-target content/news/2026-01-01-n.md:4:11"]);
}
