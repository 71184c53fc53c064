//! `briefpack check`: what it says, what it rewrites, and what it leaves alone.

use std::fs;

use crate::support::{AS_OF, TestSite};

const DATA: &str = "title: Attainment\nprimary_key: area\nfields:\n  - {name: area, type: string}\n  \
    - {name: rate, type: number, unit: percent}\nrows:\n  - {area: North, rate: 44}\n  \
    - {area: South, rate: 61.25}\n";

fn site(body: &str) -> TestSite {
    TestSite::minimal()
        .file("content/data/gcse.yaml", DATA)
        .file(
            "content/index.md",
            format!("---\ntitle: Home\n---\n\n{body}\n"),
        )
}

fn text(site: &TestSite, path: &str) -> String {
    fs::read_to_string(site.root().join(path)).unwrap()
}

#[test]
fn a_site_is_looked_at_and_not_written() {
    let site = site("Only [44 per cent](=gcse/north/rate) did so.");
    site.run(["check", "--as-of", AS_OF])
        .exits(0)
        .says("no faults");
    assert!(!site.root().join("public").exists());
    site.edit("content/index.md", "44", "43");
    site.run(["check", "--as-of", AS_OF])
        .exits(1)
        .says("BP0602")
        .says("1 error");
    assert!(!site.root().join("public").exists());
}

#[test]
fn plain_numbers_are_rewritten_and_the_change_is_shown() {
    let site = site(
        "Only [43 per cent](=gcse/north/rate) did so, and\n[sixty-two](=gcse/south/rate) per cent \
         there.\n\nIt is [60.1%](=gcse/south/rate) and [44%](=gcse/north/rate).",
    )
    .file(
        "content/note.md",
        "---\ntitle: Note\nsummary: It is [40 per cent](=gcse/north/rate) there\n---\n",
    );
    let run = site.run(["check", "--fix", "--as-of", AS_OF]).exits(0);
    for words in [
        "content/index.md:5",
        "- Only [43 per cent](=gcse/north/rate) did so, and",
        "+ Only [44 per cent](=gcse/north/rate) did so, and",
        "+ [sixty-one](=gcse/south/rate) per cent there.",
        "+ It is [61.3%](=gcse/south/rate) and [44%](=gcse/north/rate).",
        "+ summary: It is [44 per cent](=gcse/north/rate) there",
        "4 numbers rewritten",
        "no faults",
    ] {
        assert!(
            run.stderr.contains(words),
            "no `{words}` in\n{}",
            run.stderr
        );
    }
    assert_eq!(
        text(&site, "content/index.md"),
        "---\ntitle: Home\n---\n\nOnly [44 per cent](=gcse/north/rate) did so, and\n\
         [sixty-one](=gcse/south/rate) per cent there.\n\nIt is [61.3%](=gcse/south/rate) and \
         [44%](=gcse/north/rate).\n"
    );
}

#[test]
fn what_needs_a_person_is_left_alone_and_reported() {
    let body = "It is [nearly 40 per cent](=gcse/north/rate), [*43* per cent](=gcse/north/rate), \
                [44 points](=gcse/north/rate) or [a quarter](=gcse/south/rate).";
    let site = site(body);
    let before = text(&site, "content/index.md");
    let run = site.run(["check", "--fix", "--as-of", AS_OF]).exits(1);
    assert!(run.stderr.contains("0 numbers rewritten"), "{}", run.stderr);
    assert!(run.stderr.contains("4 errors"), "{}", run.stderr);
    assert_eq!(text(&site, "content/index.md"), before);
}

#[test]
fn what_cannot_be_read_for_what_is_joined_to_it_is_not_rewritten() {
    let body = "It is [43](=gcse/north/rate),000 or minus [43](=gcse/north/rate) or 1[43](=gcse/north/rate).";
    let site = site(body);
    let before = text(&site, "content/index.md");
    site.run(["check", "--fix", "--as-of", AS_OF])
        .exits(1)
        .says("0 numbers rewritten")
        .says("3 errors");
    assert_eq!(text(&site, "content/index.md"), before);
}

#[test]
fn a_number_that_differs_by_a_million_is_not_rewritten() {
    let site = TestSite::minimal()
        .file(
            "content/data/tax.yaml",
            "title: Tax\nprimary_key: place\nfields:\n  - {name: place, type: string}\n  \
             - {name: tax, type: number, unit: GBP}\nrows:\n  - {place: London, tax: 63800}\n  \
             - {place: Wales, tax: 61200000000}\n",
        )
        .file(
            "content/index.md",
            "---\ntitle: Home\n---\n\nIt pays [£63.8bn](=tax/london/tax), [£61bn](=tax/london/tax) a year \
             ago, and [£60](=tax/wales/tax) here.\n",
        );
    let before = text(&site, "content/index.md");
    site.run(["check", "--fix", "--as-of", AS_OF])
        .exits(1)
        .says("0 numbers rewritten")
        .says("differ by a million")
        .says("differ by a billion");
    assert_eq!(text(&site, "content/index.md"), before);
}

#[test]
fn a_file_keeps_its_line_ends_its_mark_and_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let site = TestSite::minimal()
        .file("content/data/gcse.yaml", DATA)
        .file(
            "content/index.md",
            "\u{feff}---\r\ntitle: Home\r\n---\r\n\r\nIt is [43%](=gcse/north/rate).\r\n",
        );
    let path = site.root().join("content/index.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    site.run(["check", "--fix", "--as-of", AS_OF]).exits(0);
    assert_eq!(
        text(&site, "content/index.md"),
        "\u{feff}---\r\ntitle: Home\r\n---\r\n\r\nIt is [44%](=gcse/north/rate).\r\n"
    );
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn a_fixed_site_has_nothing_left_to_fix() {
    let site = site("It is [43.1 per cent](=gcse/south/rate) or [−5%](=gcse/north/rate).");
    site.run(["check", "--fix", "--as-of", AS_OF])
        .exits(0)
        .says("2 numbers rewritten");
    site.run(["check", "--fix", "--as-of", AS_OF])
        .exits(0)
        .says("0 numbers rewritten");
}

#[test]
fn nothing_but_the_numbers_changes_whatever_the_file_is_like() {
    const DATA: &str = "title: G\nprimary_key: k\nfields:\n  - {name: k, type: string}\n  \
        - {name: share, type: number, unit: percent}\nrows:\n  - {k: a, share: 44.2}\n  \
        - {k: b, share: 50}\n";
    // Twice on a line, in a heading, in quoted front matter, in a table, in bold, over two lines;
    // the same number unbound, in a link and in code stays.
    const PAGE: &str = "---\ntitle: \"Only [@](=g/a/share) of \\\"pupils\\\"\"\nsummary: 'It''s \
        [@](=g/a/share)'\n---\n\n## Heading [@](=g/a/share)\n\nTwice [@](=g/a/share) and [@](=g/a/share), \
        **bold [@](=g/a/share)**, 43 unbound, `[43%](=g/a/share)`, é [43%](https://example.org/), fell by \
        [5.8 percentage points](=diff(g/b/share,g/a/share)).  \n[@\nof them](=g/a/share)\n\n| A |\n|---|\n| \
        [@](=g/a/share) |\n";
    let page = |said: &str, way: &str| PAGE.replace('@', said).replace("fell by", way);
    for (mark, end) in [
        ("", "\n"),
        ("", "\r\n"),
        ("\u{feff}", "\n"),
        ("\u{feff}", "\r\n"),
    ] {
        let file = |text: String| format!("{mark}{}", text.replace('\n', end));
        let site = TestSite::minimal()
            .file("content/data/g.yaml", DATA)
            .file("content/index.md", file(page("43%", "rose by")));
        site.run(["check", "--fix", "--as-of", AS_OF]).exits(0);
        let fixed = fs::read_to_string(site.root().join("content/index.md")).unwrap();
        assert_eq!(fixed, file(page("44%", "rose by")), "{mark:?} {end:?}");
    }
    // A direction in front of the link that is no longer true is for a person.
    let text = page("44%", "fell by").replace("[5.8 ", "[7.1 ");
    let site = TestSite::minimal()
        .file("content/data/g.yaml", DATA)
        .file("content/index.md", &text);
    site.run(["check", "--fix", "--as-of", AS_OF])
        .exits(1)
        .says("write `rose by 5.8 percentage points`");
    let left = fs::read_to_string(site.root().join("content/index.md")).unwrap();
    assert_eq!(left, text);
}

#[test]
fn the_value_whose_row_the_sentence_names_is_offered_first() {
    let data = "title: G\nprimary_key: k\nfields:\n  - {name: k, type: string}\n  - {name: share, \
        type: number, unit: percent}\nrows:\n  - {k: Ealing, share: 23}\n  - {k: 'Kingston upon \
        Hull, City of', share: 23}\n  - {k: Wigan, share: 23}\n";
    let page = "---\ntitle: Home\n---\n\nIt is [23%](=g/wigan/share) in Wigan, and in Kingston upon Hull 23 per cent.\n";
    TestSite::minimal()
        .file("content/data/g.yaml", data)
        .file("content/index.md", page)
        .run(["check", "--as-of", AS_OF])
        .says(
            "`[23 per cent](=g/kingston-upon-hull-city-of/share)`; it may also be `g/wigan/share`",
        );
}
