//! Files: what is read, what is published, and what stands around it.

use super::*;

fn home(body: &str) -> String {
    format!("---\ntitle: Home\n---\n{body}\n")
}

#[test]
fn files_that_browsers_run_are_not_published() {
    for name in [
        "tool.html",
        "tool.HTM",
        "tool.js",
        "data.xml",
        "tool.html_",
        "tool.html!",
        "tool.ｈｔｍｌ",
        "tool.html ",
        "tool.js_",
        "map.svg!",
    ] {
        let link = home(&format!("[a](<files/{}>)", name.replace(' ', "%20")));
        let found = faults(&[
            ("content/index.md", &link),
            (&format!("content/files/{name}"), "<script>x</script>"),
        ]);
        assert_eq!(found, ["raw-html content/index.md:4:6"], "{name}");
    }
    let svg = [
        ("content/index.md", home("![A map](files/map.svg)")),
        (
            "content/files/map.svg",
            "<svg>\n<g onclick=\"x\"/></svg>".to_string(),
        ),
    ];
    let svg: Vec<(&str, &str)> = svg
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    assert_eq!(faults(&svg), ["raw-html content/files/map.svg:2:4"]);
}

#[test]
fn a_plain_drawing_is_published_as_it_is() {
    let output = output(&[
        ("content/index.md", &home("![A map](files/map.svg)")),
        ("content/files/map.svg", "<svg><title>Map</title></svg>"),
    ]);
    assert!(paths(&output).contains(&"files/map.svg".to_string()));
}

#[test]
fn the_configuration_is_utf_8_and_names_a_language() {
    let folder = written(&[]);
    fs::write(folder.path().join("briefpack.yaml"), b"title: Caf\xe9\n").unwrap();
    let build = build(folder.path(), &options()).unwrap();
    assert!(build.output.is_none());
    assert_eq!(build.diagnostics[0].code.name, "not-utf8");
    assert_eq!(
        faults(&[("briefpack.yaml", "title: T\nlanguage: English\n")]),
        ["unknown-word briefpack.yaml:2:11"]
    );
    let welsh = output(&[("briefpack.yaml", "title: T\nlanguage: cy\n")]);
    assert!(page(&welsh, "index.html").contains("<html lang=\"cy\""));
}

#[cfg(unix)]
#[test]
fn a_socket_among_the_content_is_told_of() {
    let folder = written(&[]);
    let _socket =
        std::os::unix::net::UnixListener::bind(folder.path().join("content/report.pdf")).unwrap();
    let build = build(folder.path(), &options()).unwrap();
    let found: Vec<&str> = build.diagnostics.iter().map(|it| it.code.name).collect();
    assert_eq!(found, ["unreadable"]);
}

#[cfg(unix)]
#[test]
fn nothing_in_a_linked_folder_outside_the_site_is_read() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(
        elsewhere.path().join("secret.md"),
        "---\ntitle: Plover\n---\n",
    )
    .unwrap();
    let folder = written(&[]);
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("content/more")).unwrap();
    let build = build(folder.path(), &options()).unwrap();
    assert!(build.output.is_none());
    let read = build
        .sources
        .iter()
        .any(|(_, file)| file.text.contains("Plover"));
    assert!(!read);
}

#[test]
fn an_empty_title_is_no_title() {
    assert_eq!(
        faults(&[("content/index.md", "---\ntitle: \"\"\n---\n")]),
        ["missing-key content/index.md:2:1"]
    );
}

#[test]
fn a_site_to_be_closed_keeps_its_embargoes_until_then() {
    let closing = "title: T\nlifecycle: {state: closed, on: 2030-01-01}\n";
    let news = "---\ntitle: News\ndate: 2026-01-01\nembargo: 2028-01-01T00:00:00Z\n---\n";
    let folder = written(&[("briefpack.yaml", closing), ("content/news/a.md", news)]);
    let options = Options {
        as_of: None,
        ..options()
    };
    let build = build(folder.path(), &options).unwrap();
    assert!(!paths(&build.output.unwrap()).contains(&"news/a.html".to_string()));
}

#[test]
fn an_embargo_ends_at_its_instant_and_a_day_begins_in_the_zone_of_the_site() {
    let files = [
        (
            "content/news/a.md",
            "---\ntitle: A\ndate: 2026-06-01\nembargo: 2026-06-01T00:00 Europe/London\n---\n",
        ),
        (
            "content/news/b.md",
            "---\ntitle: B\ndate: 2026-06-01\nembargo: 2026-06-01T00:01 Europe/London\n---\n",
        ),
    ];
    let options = Options {
        as_of: Some(AsOf::Day("2026-06-01".parse().unwrap())),
        ..options()
    };
    let build = build(written(&files).path(), &options).unwrap();
    let paths = paths(&build.output.unwrap());
    assert!(paths.contains(&"news/a.html".to_string()));
    assert!(!paths.contains(&"news/b.html".to_string()));
}

#[test]
fn two_sessions_may_share_a_reading_list() {
    let list = "groups:\n  - entries:\n      a: {title: A book, serial-number: {doi: \"https://doi.org/10.1/x\"}}\n";
    let session = "---\ntitle: S\ndate: 2026-01-01\nreading: ../../reading.yaml\n---\n";
    let output = output(&[
        ("content/reading.yaml", list),
        ("content/sessions/1-a/index.md", session),
        ("content/sessions/2-b/index.md", session),
    ]);
    for path in ["sessions/a/index.html", "sessions/b/index.html"] {
        assert!(page(&output, path).contains("href=\"https://doi.org/10.1/x\""));
    }
}

#[test]
fn the_page_of_a_sessions_dataset_leads_to_the_session_and_to_what_uses_it() {
    let output = output(&[
        (
            "content/sessions/1-skills/index.md",
            "---\ntitle: Skills\ndate: 2026-01-01\nsummary: \"[20](=jobs/north/jobs) jobs\"\n---\n",
        ),
        ("content/sessions/1-skills/data/jobs.yaml", JOBS),
    ]);
    let page = page(&output, "sessions/skills/data/jobs.html");
    let (crumbs, rest) = page.split_once("<h1").unwrap();
    assert!(
        crumbs.contains("<a href=\"../index.html\">Skills</a>"),
        "{crumbs}"
    );
    assert!(rest.contains("<a href=\"../index.html\">Skills</a>"));
}

#[test]
fn addresses_for_machines_are_in_ascii() {
    let options = Options {
        base_url: Some("https://example.org".to_string()),
        ..options()
    };
    let site = written(&[("content/łódź.md", "---\ntitle: L\n---\n")]);
    let output = build(site.path(), &options).unwrap().output.unwrap();
    let map = page(&output, "sitemap.xml");
    assert!(
        map.contains("<loc>https://example.org/%C5%82odz.html</loc>"),
        "{map}"
    );
}
