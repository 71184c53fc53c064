//! Addresses: each is taken once, and every page knows its way.

use super::*;

/// A dataset that reads a file beside it.
const READ: &str = "title: Jobs\nprimary_key: area\nfile: raw.csv\nfields:\n  - {name: area}\n";

#[test]
fn two_things_at_one_address_are_a_fault_and_no_panic() {
    let clash = |files: &[(&str, &str)], place: &str| {
        assert_eq!(
            faults(files),
            [format!("duplicate-address {place}")],
            "{files:?}"
        );
    };
    let titled = "---\ntitle: Jane\n---\n";
    clash(
        &[
            ("content/people.yaml", "people:\n  jane: {name: Jane}\n"),
            ("content/people/jane.md", titled),
        ],
        "content/people.yaml:2:3",
    );
    clash(
        &[
            (
                "content/index.md",
                "---\ntitle: Home\ntopics: [Jobs]\n---\n",
            ),
            ("content/topics/jobs.md", titled),
        ],
        "content/index.md:3:10",
    );
    clash(
        &[
            (
                "content/index.md",
                "---\ntitle: Home\n---\n[a](files/a-b.pdf) [b](files/A%20b.pdf)\n",
            ),
            ("content/files/a-b.pdf", "a"),
            ("content/files/A b.pdf", "b"),
        ],
        "content/index.md:4:24",
    );
    clash(
        &[
            ("content/data/jobs.yaml", JOBS),
            (
                "content/data/notes.md",
                "---\ntitle: Notes\n---\n[a](jobs.json)\n",
            ),
            ("content/data/jobs.json", "{}"),
        ],
        "content/data/notes.md:4:5",
    );
    clash(
        &[
            ("content/data/jobs.yaml", JOBS),
            (
                "content/data/notes.md",
                "---\ntitle: Notes\n---\n```figure\nid: jobs\ndata: jobs\nmark: bar\n\
                 y: area\nx: jobs\ntitle: Jobs\nalt: Jobs.\n```\n",
            ),
        ],
        "content/data/notes.md:4:1",
    );
    clash(
        &[(
            "content/index.md",
            "---\ntitle: Home\nredirect_from: [/old/, /Old/]\n---\n",
        )],
        "content/index.md:3:24",
    );
}

#[test]
fn a_file_may_not_stand_where_a_folder_has_to() {
    let found = faults(&[
        ("content/sessions/01-skills/index.md", SESSION),
        ("content/sessions/skills", "no folder"),
        (
            "content/index.md",
            "---\ntitle: Home\n---\n[a](sessions/skills)\n",
        ),
    ]);
    assert_eq!(found, ["duplicate-address content/index.md:4:5"]);
}

#[test]
fn a_link_to_the_file_of_a_dataset_leads_to_its_page() {
    let output = output(&[
        ("content/data/jobs.yaml", READ),
        ("content/data/raw.csv", "area\nNorth\n"),
        (
            "content/index.md",
            "---\ntitle: Home\n---\n[a](data/raw.csv)\n",
        ),
    ]);
    assert!(page(&output, "index.html").contains("<a href=\"data/jobs.html\">a</a>"));
    assert!(!paths(&output).contains(&"data/raw.csv".to_string()));
}

#[test]
fn an_old_address_may_be_deeper_than_any_page() {
    let output = output(&[(
        "content/index.md",
        "---\ntitle: Home\nredirect_from: [/a/b/c/d/e/]\n---\n",
    )]);
    assert!(page(&output, "a/b/c/d/e/index.html").contains("../../../../../index.html"));
}

#[test]
fn a_document_belongs_to_its_session_however_deep_it_lies() {
    let output = output(&[
        ("content/sessions/1-skills/index.md", SESSION),
        (
            "content/sessions/1-skills/annex/index.md",
            "---\ntitle: Annex\n---\n",
        ),
        (
            "content/sessions/1-skills/annex/tables/more.md",
            "---\ntitle: More\n---\n",
        ),
    ]);
    let session = page(&output, "sessions/skills/index.html");
    assert!(session.contains("href=\"annex/index.html\""));
    assert!(session.contains("href=\"annex/tables/more.html\""));
    assert!(page(&output, "sitemap.html").contains("sessions/skills/annex/tables/more.html"));
}

#[test]
fn texts_of_the_configuration_lead_to_their_pages_from_any_folder() {
    let output = output(&[
        (
            "briefpack.yaml",
            "title: Group\ndisclaimer: See [the rules](x/rules.md).\n",
        ),
        ("content/x/rules.md", "---\ntitle: Rules\n---\n"),
        ("content/sessions/1-skills/index.md", SESSION),
    ]);
    assert!(page(&output, "sessions/skills/index.html").contains("href=\"../../x/rules.html\""));
    assert!(page(&output, "sessions/index.html").contains("href=\"../x/rules.html\""));
    assert!(page(&output, "index.html").contains("href=\"x/rules.html\""));
}

#[test]
fn an_image_may_lie_in_a_folder_above() {
    let output = output(&[
        (
            "content/notes/a.md",
            "---\ntitle: A\n---\n![A map](../images/map.gif)\n",
        ),
        ("content/images/map.gif", "GIF89a\u{1}\0\u{1}\0\0\0\0;"),
    ]);
    assert!(page(&output, "notes/a.html").contains("src=\"../images/map.gif\""));
}

#[test]
fn links_in_texts_are_checked_to_their_headings() {
    let found = faults(&[(
        "content/index.md",
        "---\ntitle: Home\nsummary: \"[a](#b) and [c](index.md#d)\"\n---\n",
    )]);
    assert_eq!(
        found,
        [
            "broken-anchor content/index.md:3:15",
            "broken-anchor content/index.md:3:27"
        ]
    );
}

#[test]
fn a_link_to_what_is_no_page_is_a_fault() {
    let found = faults(&[
        ("content/people.yaml", "people: {}\n"),
        (
            "content/index.md",
            "---\ntitle: Home\n---\n[a](people.yaml)\n",
        ),
    ]);
    assert_eq!(found, ["broken-link content/index.md:4:5"]);
}

#[test]
fn the_index_of_data_names_each_folder_by_its_page() {
    let data = "title: Jobs\nfields:\n  - {name: jobs, type: number}\nrows:\n  - {jobs: 52}\n";
    let output = output(&[
        ("content/data/jobs.yaml", data),
        (
            "content/gallery/index.md",
            "---\ntitle: Gallery of charts\n---\n",
        ),
        ("content/gallery/data/more.yaml", data),
    ]);
    let index = page(&output, "data/index.html");
    assert_eq!(index.matches(">The whole site</h2>").count(), 1, "{index}");
    assert!(index.contains(">Gallery of charts</h2>"), "{index}");
}

#[test]
fn no_content_takes_the_address_of_the_seal() {
    for config in [
        "title: A\n",
        "title: A\nlifecycle: {state: closed, on: 2026-01-01}\n",
    ] {
        let build = built(&[
            ("briefpack.yaml", config),
            (
                "content/index.md",
                "---\ntitle: Home\n---\n\n[a](seal.txt)\n",
            ),
            ("content/seal.txt", "ours"),
        ]);
        assert!(build.output.is_none());
        let mut codes = build.diagnostics.iter().map(|fault| fault.code);
        assert!(codes.any(|code| code == &crate::diag::code::DUPLICATE_ADDRESS));
    }
}

#[test]
fn links_keep_the_place_that_they_name_in_a_file_or_on_the_page_of_a_dataset() {
    let output = output(&[
        (
            "content/index.md",
            "---\ntitle: Home\n---\n[Page 12](files/report.pdf#page=12), \
             [the North](data/jobs.yaml#row-north).\n",
        ),
        ("content/files/report.pdf", "%PDF"),
        (
            "content/data/jobs.yaml",
            "title: Jobs\nprimary_key: area\nfields:\n  - {name: area, type: string}\nrows:\n  - \
             {area: North}\n",
        ),
    ]);
    let home = page(&output, "index.html");
    assert!(home.contains("href=\"files/report.pdf#page=12\""), "{home}");
    assert!(home.contains("href=\"data/jobs.html#row-north\""), "{home}");
    assert!(page(&output, "data/jobs.html").contains("id=\"row-north\""));
}

#[test]
fn groups_of_a_reading_list_stand_at_no_place_that_pages_have() {
    let output = output(&[
        (
            "content/sessions/01-first/index.md",
            "---\ntitle: First\ndate: 2026-01-10\nreading: reading.yaml\n---\n",
        ),
        (
            "content/sessions/01-first/reading.yaml",
            "groups:\n  - title: List\n    entries:\n      a: {title: A, url: https://example.org/}\n",
        ),
    ]);
    let session = page(&output, "sessions/first/index.html");
    assert_eq!(
        session.matches("id=\"reading-list\"").count(),
        1,
        "{session}"
    );
    assert!(session.contains("id=\"reading-list-2\""), "{session}");
}

#[test]
fn names_in_front_matter_are_read_as_those_of_links() {
    let site = |document: &str| {
        let session = format!(
            "---\ntitle: First\ndate: 2026-01-10\npack:\n  - {{document: {document}}}\n  - {{file: \
             ../../files/Final%20report.pdf}}\n---\n"
        );
        output(&[
            ("content/sessions/01-first/index.md", &session),
            (
                "content/sessions/01-first/my paper.md",
                "---\ntitle: Mine\ndraft: true\n---\n",
            ),
            (
                "content/sessions/01-first/deep/index.md",
                "---\ntitle: Deep\ndraft: true\n---\n",
            ),
            ("content/files/Final report.pdf", "%PDF"),
        ])
    };
    for document in [
        "my%20paper.md",
        "/sessions/01-first/my paper.md",
        "deep/index.md",
        "deep",
    ] {
        let session = page(&site(document), "sessions/first/index.html");
        assert!(
            session.contains("Final report.pdf"),
            "{document}: {session}"
        );
        assert!(
            !session.contains("Mine") && !session.contains("Deep"),
            "{document}"
        );
    }
}
