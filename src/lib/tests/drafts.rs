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
