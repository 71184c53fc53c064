//! Odd input: none of it ends in a panic, in markup of its own or in a wrong place.

use super::*;

fn home(body: &str) -> String {
    format!("---\ntitle: Home\n---\n{body}\n")
}

#[test]
fn text_that_looks_like_a_block_stays_words() {
    for (yaml, html) in [
        ("_ _ _", "_ _ _"),
        ("a|b\n-|-\nc|d", "a|b\n-|-\nc|d"),
        ("a\n--", "a\n--"),
        ("[c]: confidential", "[c]: confidential"),
        ("a ` b <i>c</i>", "a ` b &lt;i&gt;c&lt;/i&gt;"),
        ("\\<em>a</em>", "&lt;em&gt;a&lt;/em&gt;"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("``a ` < b``", "<code>a ` &lt; b</code>"),
        ("1)\ta", "1)\ta"),
        ("a\n\n    b", "a<br>\n<code>b</code>"),
    ] {
        let text = yaml.replace('\n', "\n  ");
        let front = format!("---\ntitle: Home\nsummary: |\n  {text}\n---\n");
        let output = output(&[("content/index.md", &front)]);
        let page = page(&output, "index.html");
        let standfirst = page.split("class=\"standfirst\">").nth(1).unwrap();
        let standfirst = standfirst.split("</p>").next().unwrap();
        assert_eq!(standfirst, html, "{yaml}");
    }
}

#[test]
fn deep_nesting_is_a_fault() {
    for body in [
        "<em>".repeat(20_000) + "x" + &"</em>".repeat(20_000),
        ">".repeat(20_000) + "x",
        "[".repeat(20_000) + "x" + &"](a)".repeat(20_000),
        "*a **a ".repeat(20_000),
    ] {
        let found = faults(&[("content/index.md", &home(&body))]);
        assert!(found.len() < 50_000);
    }
}

#[test]
fn the_largest_numbers_have_bars() {
    let output = output(&[
        (
            "content/data/jobs.yaml",
            "title: Jobs\nprimary_key: area\nfields:\n  - {name: area}\n  - {name: jobs, type: \
             number}\nrows:\n  - {area: A, jobs: 7922816251426433759354395033}\n  - {area: B, jobs: 0}\n",
        ),
        (
            "content/index.md",
            &home("```figure\nid: f\ndata: jobs\nmark: table\nsort: -jobs\ntitle: T\nalt: A\n```"),
        ),
    ]);
    assert!(page(&output, "index.html").contains("7,922,816,251,426,433,759,354,395,033"));
}

#[test]
fn cells_are_found_after_windows_line_ends_and_marks_of_inches() {
    let found = faults(&[
        (
            "content/data/jobs.yaml",
            "title: Jobs\nfile: jobs.csv\nfields:\n  - {name: a}\n  - {name: b, type: number}\n",
        ),
        (
            "content/data/jobs.csv",
            "\u{feff}a,b\r\n5\" pipe,one\r\n\r\n\"x \"\"y\"\", z\",two\r\nŵ,three\r\n",
        ),
    ]);
    assert_eq!(
        found,
        [
            "bad-cell content/data/jobs.csv:2:9",
            "bad-cell content/data/jobs.csv:4:14",
            "bad-cell content/data/jobs.csv:5:3"
        ]
    );
}

#[test]
fn notes_are_found_whatever_the_case_of_their_marks() {
    let output = output(&[("content/index.md", &home("A[^Note].\n\n[^note]: Words."))]);
    assert!(page(&output, "index.html").contains("Words."));
}

#[test]
fn anchors_are_one_of_a_kind() {
    let body = "One.[^a]\n\n## Note 1\n\n## Heading[^a]\n\n## Note 1 mark 2\n\n".to_string()
        + &"word ".repeat(600)
        + "\n\n[^a]: Words.";
    let output = output(&[("content/about.md", &home(&body))]);
    let page = page(&output, "about.html");
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert!(
        ids.contains(&"note-1") && ids.contains(&"note-1-2"),
        "{ids:?}"
    );
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
}

#[test]
fn nothing_is_to_come_on_a_closed_site() {
    let session = |date: &str| format!("---\ntitle: Of {date}\ndate: {date}\n---\n");
    let (first, later) = (session("2024-05-01"), session("2027-01-19"));
    let made = |on: &str, sessions: &[(&str, &str)]| {
        let config = format!("title: Group\nlifecycle: {{state: closed, on: {on}}}\n");
        let mut files = vec![("briefpack.yaml", config.as_str())];
        files.extend(sessions);
        output(&files)
    };
    let sessions = [
        ("content/sessions/first/index.md", first.as_str()),
        ("content/sessions/later/index.md", later.as_str()),
    ];
    let open = made("2026-12-01", &sessions);
    assert!(page(&open, "index.html").contains("Next session"));
    let closed = made("2026-01-31", &sessions);
    assert!(!page(&closed, "index.html").contains("Next session"));
    let about = page(&closed, "about-this-archive.html");
    let words = "1 session, on 1 May 2024; 1 more was planned for 19 January 2027";
    assert!(about.contains(words), "{about}");
    for at in [
        "index.html",
        "sessions/index.html",
        "sessions/later/index.html",
    ] {
        let page = page(&closed, at);
        assert!(page.contains(">Was planned<") && !page.contains(">Planned<"));
    }
    assert!(page(&closed, "sessions/index.html").contains(">Planned, without an outcome<"));
    let about = page(
        &made("2026-01-31", &sessions[1..]),
        "about-this-archive.html",
    );
    assert!(about.contains(">1 session was planned for 19 January 2027<"));
}

#[test]
fn documents_of_a_session_follow_its_pack_and_then_their_files() {
    let figure = "```figure\nid: {id}\ndata: jobs\nmark: table\ntitle: Figure {id}\nalt: A\n```\n";
    let document = |name: &str| {
        let front = format!("---\ntitle: Page {name}\n---\n\n");
        front + &figure.replace("{id}", name)
    };
    let index = "---\ntitle: Skills\ndate: 2026-01-01\nminutes: a.md\npack:\n  - {document: d.md}\n  \
                 - {url: \"https://example.org/\", title: Elsewhere}\n  - {document: b.md}\n---\n";
    let documents = ["a", "b", "c", "d"].map(|name| (name, document(name)));
    let mut files = vec![
        ("content/data/jobs.yaml".to_string(), JOBS.to_string()),
        ("content/sessions/skills/index.md".to_string(), index.into()),
    ];
    for (name, text) in documents {
        files.push((format!("content/sessions/skills/{name}.md"), text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let output = output(&files);
    let order = |text: &str, wanted: &str| -> Vec<String> {
        let found = text.match_indices(wanted);
        found
            .map(|(at, _)| text[at + wanted.len()..][..1].to_string())
            .collect()
    };
    // Figures, the order of reading, and the list of all pages agree.
    let session = page(&output, "sessions/skills/index.html");
    assert_eq!(order(&session, ">Figure "), ["d", "b", "a", "c"]);
    let sitemap = page(&output, "sitemap.html");
    assert_eq!(order(&sitemap, ">Page "), ["d", "b", "a", "c"]);
    for (of, around) in [("d", "b"), ("b", "da"), ("a", "bc"), ("c", "a")] {
        let page = page(&output, &format!("sessions/skills/{of}.html"));
        let (_, turns) = page.split_once("class=\"neighbours").unwrap();
        let around: Vec<String> = around.chars().map(String::from).collect();
        assert_eq!(order(turns, "Page "), around, "{of}");
    }
}

#[test]
fn the_notice_of_an_end_comes_when_the_end_has_come() {
    let told = |lifecycle: &str| {
        let config = format!("title: Group\nlifecycle: {{{lifecycle}}}\n");
        let output = output(&[("briefpack.yaml", &config)]);
        let page = page(&output, "index.html");
        let notice = page.split("<div class=\"notice\"").nth(1)?;
        let notice = notice.split("<p>").nth(1)?.split("</p>").next()?;
        Some(notice.to_string())
    };
    for future in [
        "state: closed, on: 2030-01-01",
        "state: closed, on: 2030-01-01, notice: Gone",
        "state: dissolved, on: 2026-06-02",
        "state: active",
    ] {
        assert_eq!(told(future), None, "{future}");
    }
    let end = "This website will no longer be updated.";
    for (lifecycle, notice) in [
        ("state: closed", format!("Group has closed. {end}")),
        (
            "state: closed, on: 2025-01-01",
            format!("Group closed on 1 January 2025. {end}"),
        ),
        (
            "state: closed, since: 2020-01-01, on: 2025-01-01",
            format!("Group was active from 1 January 2020 to 1 January 2025. {end}"),
        ),
        (
            "state: closed, since: 2020-01-01",
            format!("Group began on 1 January 2020 and has closed. {end}"),
        ),
        (
            "state: closed, until: 2024-05-30, on: 2025-01-01",
            "Group ended on 30 May 2024. This website was closed on 1 January 2025 and will no \
             longer be updated."
                .to_string(),
        ),
        (
            "state: closed, on: 2025-01-01, notice: Gone",
            "Gone".to_string(),
        ),
    ] {
        assert_eq!(told(lifecycle), Some(notice), "{lifecycle}");
    }
}

#[test]
fn nothing_is_said_of_the_state_of_a_session_without_a_date() {
    let output = output(&[
        (
            "content/sessions/1-a/index.md",
            "---\ntitle: A\ndate: unknown\n---\n",
        ),
        (
            "content/sessions/2-b/index.md",
            "---\ntitle: B\ndate: 2026-07-01\n---\n",
        ),
    ]);
    let session = page(&output, "sessions/a/index.html");
    assert!(session.contains("Not known") && !session.contains("Held"));
    let list = page(&output, "sessions/index.html");
    assert!(list.contains("Date not known") && list.contains("a/index.html"));
}

#[test]
fn minutes_are_called_minutes() {
    let output = output(&[
        (
            "content/sessions/1-a/index.md",
            "---\ntitle: A\ndate: 2026-01-01\nminutes: m.md\n---\n",
        ),
        (
            "content/sessions/1-a/m.md",
            "---\ntitle: What was said\n---\n",
        ),
    ]);
    assert!(
        page(&output, "sessions/a/index.html").contains("<span class=\"label\">Minutes</span>")
    );
}

#[test]
fn a_figure_is_drawn_where_it_is_first_printed_and_in_the_text_before_its_notes() {
    let data = "title: Jobs\nfields:\n  - {name: area, type: string}\n  - {name: jobs, type: \
                integer}\nrows:\n  - {area: North, jobs: 20}\n  - {area: South, jobs: 30}\n";
    let figure = |id: &str| {
        format!(
            "```figure\nid: {id}\ndata: jobs\nmark: bar\ny: area\nx: jobs\ntitle: South has more \
             jobs\nalt: Two bars.\n```\n"
        )
    };
    let again = |id: &str| format!("![](figure:{id})\n");
    let note = |mark: &str, holds: &str| {
        let indented = holds.replace('\n', "\n    ");
        format!("Words{mark}\n\n[^a]: A note\n\n    {indented}\n\nText\n\n")
    };
    let (f, jobs) = (&figure, again("jobs"));
    // The text of a page, the figure that it shows, and how many links lead to it.
    let pages = [
        ("elsewhere", f("jobs"), "jobs", 0),
        ("unmarked", note("", &jobs) + &jobs, "jobs", 0),
        ("marked", note("[^a]", &jobs) + &jobs, "jobs", 1),
        ("alone", note("[^a]", &jobs), "jobs", 0),
        ("deep", note("[^a]", &jobs) + "> - " + &jobs, "jobs", 1),
        ("own", note("[^a]", &f("own")) + &again("own"), "own", 1),
        (
            "own-unmarked",
            note("", &f("own-2")) + &again("own-2"),
            "own-2",
            0,
        ),
        ("before", again("later") + "\n" + &f("later"), "later", 1),
    ];
    let mut files = vec![
        ("content/data/jobs.yaml".to_string(), data.to_string()),
        ("content/index.md".to_string(), home("")),
    ];
    for (name, text, ..) in &pages {
        let text = format!("---\ntitle: A page\n---\n{text}");
        files.push((format!("content/{name}.md"), text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let output = output(&files);
    for (name, _, id, links) in pages {
        let html = page(&output, &format!("{name}.html"));
        let drawing = format!("id=\"figure-{id}\"");
        assert_eq!(html.matches(&drawing).count(), 1, "{name}");
        let led = format!("href=\"#figure-{id}\"");
        assert_eq!(html.matches(&led).count(), links, "{name}");
        if let Some(notes) = html.find("role=\"doc-endnotes\"") {
            assert_eq!(html.find(&drawing) > Some(notes), name == "alone", "{name}");
        }
    }
}

#[test]
fn a_figure_of_another_page_is_shown_once_and_led_to_from_then_on() {
    let data = "title: Jobs\nfields:\n  - {name: area, type: string}\n  - {name: jobs, type: \
                integer}\nrows:\n  - {area: North, jobs: 20}\n  - {area: South, jobs: 30}\n";
    let figure = "```figure\nid: jobs\ndata: jobs\nmark: bar\ny: area\nx: jobs\ntitle: South has \
                  more jobs\nalt: Two bars.\n```\n";
    let again = "![](figure:jobs)\n\nAnd once more:\n\n![](figure:jobs)\n";
    let output = output(&[
        ("content/data/jobs.yaml", data),
        ("content/index.md", &home(&format!("{figure}\n{again}"))),
        (
            "content/other.md",
            &format!("---\ntitle: Other\n---\n{again}"),
        ),
    ]);
    for (path, links) in [("index.html", 2), ("other.html", 1)] {
        let page = page(&output, path);
        assert_eq!(page.matches("id=\"figure-jobs\"").count(), 1, "{path}");
        assert_eq!(
            page.matches("href=\"#figure-jobs\"").count(),
            links,
            "{path}"
        );
    }
}

#[test]
fn groups_of_one_title_have_anchors_of_their_own_that_do_not_grow_without_end() {
    let titles = ["A", "A-2", "A", "B"].into_iter().chain(["A"; 40]);
    let groups: String = titles
        .enumerate()
        .map(|(at, title)| {
            format!(
                "  - title: {title}\n    entries:\n      k{at}: {{title: C, author: D, publisher: E, date: 2020}}\n"
            )
        })
        .collect();
    let output = output(&[
        ("content/index.md", &home("")),
        (
            "content/sessions/1-a/index.md",
            "---\ntitle: A\ndate: 2020-11-17\nreading: reading.yaml\n---\n\n## H {#reading-a-2-2-2}\n",
        ),
        (
            "content/sessions/1-a/reading.yaml",
            &format!("groups:\n{groups}"),
        ),
    ]);
    let html = page(&output, "sessions/a/index.html");
    let anchors: Vec<&str> = html.split("id=\"reading-").skip(1).collect();
    let anchors = anchors.iter().filter_map(|rest| rest.split('"').next());
    let anchors: Vec<&str> = anchors.filter(|anchor| *anchor != "list").collect();
    let distinct: std::collections::BTreeSet<&&str> = anchors.iter().collect();
    assert_eq!((anchors.len(), distinct.len()), (45, 45), "{anchors:?}");
    let first = [
        "a-2-2-2",
        "a",
        "a-2",
        "a-2-2",
        "b",
        "a-2-2-2-2",
        "a-2-2-2-2-2",
    ];
    assert_eq!(anchors[..7], first);
    assert_eq!(anchors[44], "a-44");
}

#[test]
fn a_session_ends_once_though_clocks_change() {
    let state = |date: &str, end: &str, as_of: &str| {
        let session = format!("---\ntitle: A\ndate: {date}\nend: \"{end}\"\n---\n");
        let folder = written(&[
            ("briefpack.yaml", "title: T\ntimezone: Europe/London\n"),
            ("content/sessions/1-a/index.md", &session),
        ]);
        let as_of = Some(AsOf::Instant(as_of.parse().unwrap()));
        let build = build(folder.path(), &Options { as_of, ..options() }).unwrap();
        !page(&build.output.unwrap(), "sessions/a/index.html").contains("state-planned")
    };
    // Clocks are put back from 01:00Z, and half past one comes twice.
    for (as_of, held) in [
        ("00:15", false),
        ("00:45", true),
        ("01:15", true),
        ("01:45", true),
    ] {
        let as_of = format!("2026-10-25T{as_of}:00Z");
        assert_eq!(state("2026-10-25", "01:30", &as_of), held, "{as_of}");
    }
    // They are put forward at 01:00Z, and half past one never comes: half past two does.
    for (as_of, held) in [("00:45", false), ("01:15", false), ("01:45", true)] {
        let as_of = format!("2026-03-29T{as_of}:00Z");
        assert_eq!(state("2026-03-29", "01:30", &as_of), held, "{as_of}");
    }
}
