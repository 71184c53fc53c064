//! Reports on files in which there is very much to report.

use super::built;
use crate::diag::{Severity, render_json, render_text};

fn report(body: &str) -> (usize, String) {
    let page = format!("---\ntitle: About\n---\n\n{body}\n");
    let build = built(&[("content/about.md", &page)]);
    let text = render_text(&build.diagnostics, &build.sources, false);
    (build.diagnostics.len(), text)
}

#[test]
fn of_one_rule_and_file_a_thousand_faults_are_kept() {
    let (count, text) = report(&"[a](b.md)\n\n".repeat(1200));
    assert_eq!(count, 1000);
    let (_, last) = text.split_once("; 200 like it in this file\n").unwrap();
    assert!(
        last.trim_start().starts_with("--> content/about.md:2003:"),
        "{last}"
    );
    assert_eq!(text.matches("like it in this file").count(), 1);
}

#[test]
fn many_warnings_hide_no_error() {
    let rows = "| 1 |\n".repeat(1100);
    let page = format!("---\ntitle: About\n---\n\n| a | b |\n|---|---|\n{rows}| 1 | 2 | 3 |\n");
    let build = built(&[("content/about.md", &page)]);
    let errors = build.diagnostics.iter();
    let errors = errors.filter(|it| it.severity == Severity::Error).count();
    assert_eq!((build.diagnostics.len(), errors), (1001, 1));
    assert!(build.output.is_none());
}

#[test]
fn a_place_in_a_very_long_line_is_told_by_its_own_column() {
    for before in ["ŵ".repeat(9_000), "a ".repeat(4_500), "a".to_string()] {
        let column = before.chars().count() + "[words](".len() + 1;
        let (_, text) = report(&format!("{before}[words](nowhere.md) {before}"));
        assert!(
            text.contains(&format!("content/about.md:5:{column}\n")),
            "{text}"
        );
        assert!(text.contains("[words](nowhere.md)"), "{text}");
        assert!(text.len() < 1500, "{text}");
    }
    let page = format!(
        "---\ntitle: About\n---\n\n{}[words](nowhere.md)\n",
        "ŵ".repeat(9_000)
    );
    let build = built(&[("content/about.md", &page)]);
    let json = render_json(&build.diagnostics, &build.sources);
    assert!(json.contains("\"column\":9009"), "{json}");
}

#[test]
fn places_far_apart_in_a_very_long_line_are_shown_each_by_itself() {
    let before = "@book{a, title = {".to_string() + &"long words ".repeat(16_000);
    let build = built(&[
        (
            "content/sessions/1-one/index.md",
            "---\ntitle: One\ndate: 2020-11-17\nreading: reading.yaml\n---\n",
        ),
        (
            "content/sessions/1-one/reading.yaml",
            "groups:\n  - title: Reports\n    file: reports.bib\n",
        ),
        ("content/sessions/1-one/reports.bib", &before),
    ]);
    let text = render_text(&build.diagnostics, &build.sources, false);
    let column = before.trim_end().len() + 1;
    assert!(
        text.contains(&format!("/reports.bib:1:{column}\n")),
        "{text}"
    );
    assert!(text.contains("the entry begins here"), "{text}");
    assert!(text.contains("@book{a, title"), "{text}");
    assert!(text.len() < 1500, "{} bytes", text.len());
}
