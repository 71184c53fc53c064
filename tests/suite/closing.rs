//! A group ends: what is listed first, what is changed, and what the site then says.

use std::fs;

use crate::support::TestSite;

const CLOSE: [&str; 4] = ["close", ".", "--on", "2026-11-25"];

/// A site with a comment on each line that closing may touch, and one open item of two kinds.
fn site() -> TestSite {
    TestSite::minimal()
        .file(
            "briefpack.yaml",
            "# The group\ntitle: Example group\nlifecycle:   # where we are\n  state: active   # at \
             work\n  since: 2018-06-01\n\nlicence: CC-BY-4.0   # agreed\n",
        )
        .file(
            "content/sessions/01-first/index.md",
            "---\ntitle: First\nnumber: 1\ndate: 2020-01-02\npack:\n  - {url: \
             \"https://example.org/a=b\", title: A publication}\n---\n\nWords.\n",
        )
}

fn config(site: &TestSite) -> String {
    fs::read_to_string(site.root().join("briefpack.yaml")).unwrap()
}

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    CLOSE.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn a_site_with_open_items_is_left_alone_and_each_is_named() {
    let site = site();
    let before = config(&site);
    let run = site.run(CLOSE);
    assert_eq!(run.status, 1, "{}", run.stderr);
    for item in [
        "--accept 'keeper=…'",
        "--accept 'source:https://example.org/a=b=…'",
    ] {
        assert!(run.stderr.contains(item), "{item} in\n{}", run.stderr);
    }
    assert_eq!(config(&site), before);
    assert!(!site.root().join("HANDOVER.md").exists());
}

#[test]
fn accepted_items_are_recorded_by_name_and_printed_with_their_reasons() {
    let site = site();
    let run = site.run(with(&[
        "--accept",
        "source:https://example.org/a=b=Nobody *answered*.",
        "--accept",
        "all=There was no time.",
    ]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(
        config(&site),
        "# The group\ntitle: Example group\nlifecycle:   # where we are\n  state: closed   # at \
         work\n  since: 2018-06-01\n  on: 2026-11-25\n  accepted:\n    - reason: \"Nobody \
         *answered*.\"\n      items:\n        - \"source:https://example.org/a=b\"\n    - reason: \
         \"There was no time.\"\n      items:\n        - \"keeper\"\n\nlicence: CC-BY-4.0   # agreed\n"
    );
    assert!(site.root().join("HANDOVER.md").is_file());
    let build = site.run(["build", ".", "--as-of", "2026-11-25"]);
    assert_eq!(build.status, 0, "{}", build.stderr);
    let page = |path: &str| fs::read_to_string(site.root().join("public").join(path)).unwrap();
    let about = page("about-this-archive.html");
    for words in [
        "Nobody <em>answered</em>.",
        "There was no time.",
        "<a class=\"external\" href=\"https://example.org/a=b\"",
        "<i>Example group</i> (2018 to 2026) [archived website]. Closed on 25 November 2026.",
        "1 session, on 2 January 2020",
    ] {
        assert!(about.contains(words), "{words} in\n{about}");
    }
    let dates = "Example group was active from 1 June 2018 to 25 November 2026.";
    for (path, root) in [
        ("index.html", ""),
        ("sessions/first/index.html", "../../"),
        ("sitemap.html", ""),
        ("404.html", ""),
    ] {
        let page = page(path);
        let link = format!("href=\"{root}about-this-archive.html\"");
        let links = page.contains(&link) != (path == "404.html");
        assert!(page.contains(dates) && links, "{path}:\n{page}");
    }
    // Closed once and for all: the same request changes nothing more.
    let again = site.run(CLOSE);
    assert_eq!(again.status, 0, "{}", again.stderr);
    assert!(again.stderr.contains("Nothing changes"), "{}", again.stderr);
}

#[test]
fn a_closed_site_says_that_something_is_missing_and_not_what_was_withheld() {
    let site = site()
        .file(
            "content/sessions/02-hush/index.md",
            "---\ntitle: Hush\ndate: 2026-03-04\ndraft: true\n---\n\nWords.\n",
        )
        .file(
            "content/news/2026-01-02-murmur.md",
            "---\ntitle: Murmur\ndate: 2026-01-02\nembargo: 2030-01-01T00:00:00Z\n---\n\nWords.\n",
        )
        .file(
            "content/sessions/01-first/minutes.md",
            "---\ntitle: What was said\n---\n\nMinutes to follow.\n\nComing soon.\n",
        );
    let run = site.run(with(&["--accept", "all=There was no time."]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let build = site.run(["build", "."]);
    assert_eq!(build.status, 0, "{}", build.stderr);
    let about = site.root().join("public/about-this-archive.html");
    let about = fs::read_to_string(about).unwrap();
    for words in [
        "<li>Not published: 2 items</li>",
        "<li>Words that were to be replaced: <a href=\"sessions/first/minutes.html\">What was said</a></li>",
        "<li>Nobody named who keeps the site</li>",
    ] {
        assert_eq!(about.matches(words).count(), 1, "{words} in\n{about}");
    }
    // The folder of a build can be checked as it is; the mark in it is no part of the site.
    let verify = site.run(["verify", "public"]);
    assert_eq!(verify.status, 0, "{}", verify.stderr);
    fs::write(site.root().join("public/.briefpack-output"), "Mine.").unwrap();
    let verify = site.run(["verify", "public"]);
    assert_eq!(verify.status, 1, "{}", verify.stderr);
    for words in ["hush", "Hush", "urmur", "content/"] {
        assert!(!about.contains(words), "{words} in\n{about}");
    }
}

#[test]
fn a_dry_run_shows_the_lines_and_writes_nothing() {
    let site = site();
    let before = config(&site);
    let run = site.run(with(&["--accept", "all=Why not.", "--dry-run"]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    for line in [
        "briefpack.yaml:4\n-   state: active   # at work\n+   state: closed   # at work\n",
        "+   on: 2026-11-25\n",
    ] {
        assert!(run.stderr.contains(line), "{line} in\n{}", run.stderr);
    }
    assert_eq!(config(&site), before);
    assert!(!site.root().join("HANDOVER.md").exists());
}

#[test]
fn a_group_that_comes_back_has_its_old_configuration_again() {
    let site = site();
    let before = config(&site);
    let run = site.run(["close", ".", "--on", "2024-05-30", "--dissolve"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(config(&site).contains("  state: dissolved   # at work\n"));
    assert!(config(&site).contains("  until: 2024-05-30\n  on: 2024-05-30\n"));
    let run = site.run(["close", ".", "--revive"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(config(&site), before);
    let run = site.run(["close", ".", "--revive"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
}

#[test]
fn a_group_that_comes_back_leaves_nothing_of_what_was_accepted_but_keeps_its_keys() {
    let key = "RWRC1Mtbp5Z/p5O2/Ra4ykGaZbLBYUcx5C7VvplloeSLfpu2uVAdDO5J example";
    let before = format!("title: A group\nlifecycle:\n  state: active\n  signed_by: {key}\n");
    let site = TestSite::minimal().file("briefpack.yaml", &before);
    let accept = ["--accept", "all=Nobody is left."];
    let run = site.run(["close", ".", "--on", "2024-05-30", accept[0], accept[1]]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(config(&site).contains("Nobody is left."));
    let note = fs::read_to_string(site.root().join("HANDOVER.md")).unwrap();
    assert!(
        note.contains(&format!("- Seal signed with: `{key}`")),
        "{note}"
    );
    let run = site.run(["close", ".", "--revive"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(config(&site), before);
}

#[test]
fn a_group_that_comes_back_keeps_its_own_notice() {
    let before = "title: A group\nlifecycle:\n  state: active\n  # Ours.\n  notice: An example.\n";
    let site = TestSite::minimal().file("briefpack.yaml", before);
    let run = site.run(["close", ".", "--on", "2024-05-30", "--dissolve"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("takes the place"), "{}", run.stderr);
    let dry = site.run(["close", ".", "--revive", "--dry-run"]);
    let run = site.run(["close", ".", "--revive"]);
    for run in [dry, run] {
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stderr.contains("`notice` stays"), "{}", run.stderr);
        assert!(!run.stderr.contains("`until` stays"), "{}", run.stderr);
    }
    assert_eq!(config(&site), before);
}

#[test]
fn a_group_that_comes_back_keeps_an_end_that_it_may_have_written() {
    let before = "title: A group\nlifecycle:\n  state: active\n  until: 2024-05-30\n";
    let site = TestSite::minimal().file("briefpack.yaml", before);
    let accept = ["--accept", "all=Nobody is left."];
    let run = site.run(["close", ".", "--on", "2024-05-30", accept[0], accept[1]]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = site.run(["close", ".", "--revive"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("`until` stays"), "{}", run.stderr);
    assert_eq!(config(&site), before);
}

#[test]
fn what_an_ending_replaces_is_told() {
    let before = "title: A group\nlifecycle: {state: active, until: 2024-05-29, notice: Ours.}\n";
    let site = TestSite::minimal().file("briefpack.yaml", before);
    let end = ["--on", "2024-05-30", "--dissolve", "--notice", "The end."];
    let run = site.run(["close", "."].into_iter().chain(end));
    assert_eq!(run.status, 0, "{}", run.stderr);
    for words in [
        "The new notice takes the place",
        "The new `until` takes the place",
    ] {
        assert!(run.stderr.contains(words), "{words} in\n{}", run.stderr);
    }
}

#[test]
fn an_ending_that_is_still_to_come_says_when_it_is_to_be_built() {
    for (day, step, told) in [
        (
            "2020-01-01",
            None,
            "The site is closed. `briefpack build` makes",
        ),
        (
            "2999-01-01",
            None,
            "The site is to be closed on 2999-01-01. Build the site on that day or later",
        ),
        (
            "2999-01-01",
            Some("--dissolve"),
            "The group is to be dissolved on 2999-01-01. Build the site on that day or later",
        ),
    ] {
        let config = "title: A group\nlifecycle: {keeper: A library}\n";
        let site = TestSite::minimal().file("briefpack.yaml", config);
        let run = site.run(["close", ".", "--on", day].into_iter().chain(step));
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stderr.contains(told), "{told} in\n{}", run.stderr);
    }
}

#[test]
fn a_closed_group_is_not_dissolved() {
    let site = site();
    let run = site.run(with(&["--accept", "all=Why not."]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = site.run(["close", ".", "--on", "2027-01-01", "--dissolve"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    assert!(run.stderr.contains("--revive"), "{}", run.stderr);
}

#[test]
fn items_and_reasons_may_hold_addresses() {
    let site = site();
    let run = site.run(with(&[
        "--accept",
        "source:https://example.org/a=b=Asked at https://example.org/?about=a.",
        "--accept",
        "keeper=See https://example.org/?x=y&z=1.",
    ]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let config = config(&site);
    for (reason, item) in [
        (
            "Asked at https://example.org/?about=a.",
            "source:https://example.org/a=b",
        ),
        ("See https://example.org/?x=y&z=1.", "keeper"),
    ] {
        let group = format!("- reason: \"{reason}\"\n      items:\n        - \"{item}\"\n");
        assert!(config.contains(&group), "{group} in\n{config}");
    }
}

#[test]
fn wrong_usage_changes_nothing_and_says_how_it_is_meant() {
    for (arguments, told) in [
        (vec!["close", "."], "--on <DATE>"),
        (vec!["close", ".", "--on", "2026-02-30"], "2026-02-30"),
        (
            with(&["--accept", "keeper"]),
            "write the item, `=` and the reason",
        ),
        (with(&["--accept", "keeper="]), "the reason is missing"),
        (with(&["--accept", "keepr=Lost."]), "did you mean `keeper`?"),
        (
            with(&["--accept", "film=Lost."]),
            "items of the kinds `source`, `keeper`",
        ),
        (with(&["--dissolve", "--revive"]), "cannot be used with"),
    ] {
        let site = site();
        let before = config(&site);
        let run = site.run(&arguments);
        assert_eq!(run.status, 2, "{arguments:?}\n{}", run.stderr);
        assert!(run.stderr.contains(told), "{told} in\n{}", run.stderr);
        assert_eq!(config(&site), before);
    }
}

#[test]
fn a_site_with_errors_is_not_closed_and_its_errors_are_told() {
    let site = site();
    site.write(
        "content/about.md",
        "---\ntitle: About\n---\n\n[gone](missing.md)\n",
    );
    let before = config(&site);
    let run = site.run(with(&["--accept", "all=Why not."]));
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("missing.md"), "{}", run.stderr);
    assert_eq!(config(&site), before);
}

#[test]
fn a_closed_site_leads_to_archived_copies_and_says_when_originals_were_last_read() {
    let list = "groups:\n  - entries:\n      report:\n        type: report\n        title: A report\n        \
                url: {value: \"https://example.org/report\", date: 2026-02-03}\n        archived: {url: \
                \"https://archive.example/report\", date: 2026-01-02}\n";
    let session = "---\ntitle: First\nnumber: 1\ndate: 2020-01-02\nreading: reading.yaml\npack:\n  - url: \
                   https://example.org/pack\n    title: A pack\n    accessed: 2026-02-04\n    archived: \
                   {url: \"https://archive.example/pack\", date: 2026-01-03}\n---\n\nWords.\n";
    let about = "---\ntitle: About\n---\n\nSee [the **pack**](https://example.org/pack#page=2), \
                 [the table](https://example.org/table) and [others](https://example.org/other).\n";
    let data = "title: Jobs\nsource: {name: Example, url: \"https://example.org/table\", accessed: \
                2026-02-05}\nprimary_key: area\nfields:\n  - {name: area, type: string}\nrows:\n  - \
                {area: North}\n";
    let site = site()
        .file("content/about.md", about)
        .file("content/data/jobs.yaml", data)
        .file("content/sessions/01-first/index.md", session)
        .file("content/sessions/01-first/reading.yaml", list);
    let page = |site: &TestSite| {
        site.run(["build", ".", "--as-of", "2026-11-25"])
            .succeeded();
        let page = site.root().join("public/sessions/first/index.html");
        fs::read_to_string(page).unwrap()
    };
    let first_links = |page: &str| -> Vec<String> {
        let links = page.split("<a class=\"external\" href=\"").skip(1);
        links
            .map(|rest| rest.split('"').next().unwrap().to_string())
            .filter(|link| link.contains("example"))
            .collect()
    };
    let open = page(&site);
    assert_eq!(
        first_links(&open),
        ["https://example.org/pack", "https://example.org/report"]
    );
    assert!(!open.contains("ast read"), "{open}");
    site.run(with(&["--accept", "keeper=Not yet."])).succeeded();
    let closed = page(&site);
    assert_eq!(
        first_links(&closed),
        [
            "https://archive.example/pack",
            "https://example.org/pack",
            "https://archive.example/report",
            "https://example.org/report"
        ]
    );
    for words in [
        "last read there on 4 February 2026",
        "Last read at its address on 3 February 2026.",
        "archived copy of 3 January 2026",
        "Archived copy of 2 January 2026",
    ] {
        assert!(closed.contains(words), "{words} in\n{closed}");
    }
    let about = fs::read_to_string(site.root().join("public/about.html")).unwrap();
    for link in [
        "href=\"https://archive.example/pack\" data-originalurl=\"https://example.org/pack#page=2\" \
         data-versiondate=\"2026-01-03\">the <strong>pack</strong><span class=\"visually-hidden\"> \
         (archived copy on an external site)</span></a> <span class=\"copied\">(archived copy of 3 January \
         2026; <a class=\"external\" rel=\"external\" href=\"https://example.org/pack#page=2\">original \
         address<span class=\"visually-hidden\"> (external site)</span></a>, last read on 4 February 2026)",
        "href=\"https://example.org/table\">the table<span class=\"visually-hidden\"> (external \
         site)</span></a> <span class=\"copied\">(last read on 5 February 2026)</span>",
        "href=\"https://example.org/other\">others<span class=\"visually-hidden\"> (external \
         site)</span></a>.",
    ] {
        assert!(about.contains(link), "{link} in\n{about}");
    }
}

#[test]
fn a_note_that_is_there_already_is_kept() {
    let site = site().file("HANDOVER.md", "Ours.\n");
    let run = site.run(with(&["--accept", "all=Why not."]));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let note = fs::read_to_string(site.root().join("HANDOVER.md")).unwrap();
    assert_eq!(note, "Ours.\n");
}

#[test]
fn a_configuration_that_cannot_be_changed_in_place_is_told_of() {
    let site = TestSite::minimal().file("briefpack.yaml", "{title: Example group}\n");
    let run = site.run(CLOSE);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("briefpack.yaml:1:1"), "{}", run.stderr);
    assert!(run.stderr.contains("by hand"), "{}", run.stderr);
}
