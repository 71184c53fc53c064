//! Nothing of a draft, and nothing under embargo, is anywhere in the output before its time.

use crate::support::{Files, TestSite};

/// A dataset whose words and numbers are those of a draft.
fn dataset(word: &str) -> String {
    let next = match word {
        "zorillabiography" => "notes: [\"[404404](=zorillastep/zorillarow/value)\"]\n",
        _ => "",
    };
    format!(
        "title: Dataset {word}\n{next}primary_key: area\nfields:\n  - {{name: area, type: string}}\n  \
         - {{name: value, type: number}}\nrows:\n  - {{area: Zorillarow, value: 404404}}\n"
    )
}

/// A site in which everything that may not be seen carries one of [`DRAFT`] or [`EMBARGOED`] in
/// every one of its parts: words, names, numbers, file names, the bytes of its images.
fn site() -> TestSite {
    let image = |word: &str| format!("GIF89a\u{1}\0\u{1}\0\0\0\0;{word}").into_bytes();
    TestSite::minimal()
        .file(
            "content/people.yaml",
            "people:\n  only-in-draft: {name: Zorillaperson Only, photo: files/zorillaphoto.png, \
             biography: \"[404404](=zorillabiography/zorillarow/value)\"}\n  \
             only-in-embargo: {name: Okapiperson Only, photo: files/okapiphoto.png}\n  \
             open: {name: Open Person, role: Chair}\n",
        )
        .file("content/files/zorillaphoto.png", image("zorillabytes"))
        // Datasets of the site to which only what is hidden leads, each on a way of its own.
        .file("content/data/zorillabiography.yaml", dataset("zorillabiography"))
        .file("content/data/zorillatexts.yaml", dataset("zorillatexts"))
        .file("content/data/zorillaitem.yaml", dataset("zorillaitem"))
        .file("content/data/zorillastep.yaml", dataset("zorillastep"))
        .file(
            "content/data/zorilladraft.yaml",
            dataset("zorilladraft").replace(
                "title:",
                "draft: true\ndescription: \"[404404](=zorillatexts/zorillarow/value)\"\ntitle:",
            ),
        )
        .file("content/files/okapiphoto.png", image("okapibytes"))
        // A session that is a draft, with all that hangs on it.
        .file(
            "content/sessions/02-zorillasession/index.md",
            "---\ntitle: Zorillatitle\nnumber: 2\ndate: 2026-05-01\nsummary: Zorillasummary.\n\
             draft: true\ntopics: [zorillatopic, shared]\nspeakers:\n  - only-in-draft\n  \
             - {name: Zorillaspeaker, talk: Zorillatalk}\npack:\n  - {document: zorilladocument.md}\n  \
             - {file: files/zorillafile.pdf, title: Zorillapack}\n  \
             - {url: \"https://zorillahost.example.org/\", title: Zorillaoutside}\n\
             reading: reading.yaml\nminutes: zorillaminutes.md\n\
             redirect_from: [/zorillaold/]\nchanges:\n  - {date: 2026-05-02, note: Zorillachange.}\n\
             ---\n\nZorillabody, [404404](=zorilladata/zorillarow/value).\n\n\
             ![zorillaalt](files/zorillaimage.png)\n\n\
             ```figure\nid: zorillafigure\ndata: zorilladata\nmark: bar\ny: area\nx: value\n\
             title: Zorillafiguretitle\nalt: Zorillafigurealt\n```\n",
        )
        .file(
            "content/sessions/02-zorillasession/zorilladocument.md",
            "---\ntitle: Zorilladocument\n---\n\nZorilladocumentbody.\n",
        )
        .file(
            "content/sessions/02-zorillasession/zorillaminutes.md",
            "---\ntitle: Zorillaminutes\n---\n\nZorillaminutesbody.\n",
        )
        .file(
            "content/sessions/02-zorillasession/reading.yaml",
            "groups:\n  - title: Zorillagroup\n    entries:\n      zorilla-2020:\n        \
             type: report\n        title: Zorillareading\n        date: 2020\n",
        )
        .file("content/sessions/02-zorillasession/files/zorillafile.pdf", "%PDF zorillapdf")
        .file("content/sessions/02-zorillasession/files/zorillaimage.png", image("zorillaimagebytes"))
        .file(
            "content/sessions/02-zorillasession/data/zorilladata.yaml",
            "title: Zorilladataset\nprimary_key: area\nfields:\n  \
             - {name: area, type: string, title: Zorillafield}\n  \
             - {name: value, type: number}\nfile: zorillacsv.csv\n",
        )
        .file(
            "content/sessions/02-zorillasession/data/zorillacsv.csv",
            "Zorillafield,value\nZorillarow,404404\n",
        )
        // A draft document in a session that is open.
        .file(
            "content/sessions/01-open/index.md",
            "---\ntitle: Open session\nnumber: 1\ndate: 2026-04-01\ntopics: [shared]\n\
             speakers: [open]\npack:\n  - document: zorillanotes.md\n    \
             description: \"[404404](=zorillaitem/zorillarow/value)\"\n---\n\nOpen.\n",
        )
        .file(
            "content/sessions/01-open/zorillanotes.md",
            "---\ntitle: Zorillanotes\ndraft: true\n---\n\nZorillanotesbody.\n",
        )
        // A publication, a piece of news and a report under embargo until 1 July 2026, 00:01 in
        // London.
        .file(
            "content/publications/okapipublication/index.md",
            "---\ntitle: Okapititle\ndate: 2026-07-01\nembargo: 2026-07-01T00:01:00+01:00\n\
             authors: [only-in-embargo, Okapiauthor]\ntopics: [okapitopic, shared]\n---\n\n\
             Okapibody, [505505](=okapidata/okapirow/value). [Okapifile](files/okapifile.pdf)\n",
        )
        .file(
            "content/publications/okapipublication/okapiannex.md",
            "---\ntitle: Okapiannex\n---\n\nOkapiannexbody.\n",
        )
        .file("content/publications/okapipublication/files/okapifile.pdf", "%PDF okapipdf")
        .file(
            "content/publications/okapipublication/data/okapidata.yaml",
            "title: Okapidataset\nprimary_key: area\nfields:\n  - {name: area, type: string}\n  \
             - {name: value, type: number}\nrows:\n  - {area: Okapirow, value: 505505}\n",
        )
        .file(
            "content/news/2026-07-01-okapinews.md",
            "---\ntitle: Okapinews\ndate: 2026-07-01\nembargo: 2026-07-01T00:01:00+01:00\n---\n\n\
             Okapinewsbody.\n",
        )
}

/// The same site with drafts that are not finished: what they lead to has to be guessed.
fn unfinished() -> TestSite {
    site()
        .file("content/data/zorillamisspelt.yaml", dataset("zorillamisspelt"))
        .file("content/data/zorillafigure.yaml", dataset("zorillafigure"))
        .file("content/data/zorillaunread.yaml", dataset("zorillaunread"))
        .file(
            "content/sessions/03-zorillaunread/index.md",
            "---\ntitle: Zorillaunread\ndate: 2026-05-02\ndraft: true\nreading: reading.yaml\n---\n",
        )
        .file(
            "content/sessions/03-zorillaunread/reading.yaml",
            "groups:\n  - title: \"[404404](=zorillaunread/zorillarow/value)\n",
        )
        .file(
            "content/news/2026-05-03-zorillanews.md",
            "---\ntitle: Zorillanews\ndate: 2026-05-03\ndraft: true\nauthors: [only-in-drat]\n---\n\n\
             [404404](=zorillamispelt/zorillarow/value)\n\n\
             ```figure\nid: zorilla-two\ndata: zorillafigure.yaml\nmark: table\n\
             title: Zorilla\nalt: Zorilla\n```\n\n```figure\nid: zorilla-three\nnotes: x\n```\n",
        )
}

const DRAFT: &[&str] = &["zorilla", "404404", "404,404"];
const EMBARGOED: &[&str] = &["okapi", "505505", "505,505"];

const BEFORE: &str = "2026-06-30T23:00:59Z";
const AFTER: &str = "2026-06-30T23:01:00Z";

fn build(site: &TestSite, arguments: &[&str]) -> Files {
    let all = ["build"].iter().chain(arguments);
    site.run(all).succeeded();
    let output = site.output();
    assert!(
        output.contains_key("sessions/open/index.html"),
        "what is open is not there"
    );
    output
}

/// Every file whose name or bytes hold one of the words, whatever the case of the letters.
fn found(output: &Files, words: &[&str]) -> Vec<String> {
    let holds = |bytes: &[u8]| {
        let lower = bytes.to_ascii_lowercase();
        words.iter().any(|word| {
            lower
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        })
    };
    output
        .iter()
        .filter(|(path, bytes)| holds(path.as_bytes()) || holds(bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

#[test]
fn a_draft_is_nowhere_in_the_output() {
    for site in [site(), unfinished()] {
        let output = build(&site, &["--as-of", AFTER]);
        assert_eq!(found(&output, DRAFT), Vec::<String>::new());
    }
}

#[test]
fn what_is_under_embargo_is_nowhere_until_its_minute() {
    let site = site();
    let output = build(&site, &["--as-of", BEFORE]);
    assert_eq!(found(&output, EMBARGOED), Vec::<String>::new());
    let output = build(&site, &["--as-of", AFTER]);
    let shown = found(&output, EMBARGOED);
    for path in [
        "publications/okapipublication/index.html",
        "publications/okapipublication/okapiannex.html",
        "publications/okapipublication/files/okapifile.pdf",
        "publications/okapipublication/data/okapidata.html",
        "people/only-in-embargo.html",
        "topics/okapitopic.html",
        "publications/index.html",
        "index.html",
    ] {
        assert!(
            shown.iter().any(|found| found == path),
            "{path} is not shown: {shown:?}"
        );
    }
}

#[test]
fn a_day_means_its_first_instant_in_the_zone_of_the_site() {
    let site = site();
    // 1 July begins in London at 23:00 UTC the day before, a minute before the embargo ends.
    let output = build(&site, &["--as-of", "2026-07-01"]);
    assert_eq!(found(&output, EMBARGOED), Vec::<String>::new());
    let output = build(&site, &["--as-of", "2026-07-02"]);
    assert_ne!(found(&output, EMBARGOED), Vec::<String>::new());
}

#[test]
fn drafts_shows_both() {
    let output = build(&site(), &["--as-of", BEFORE, "--drafts"]);
    for path in [
        "sessions/zorillasession/index.html",
        "sessions/zorillasession/zorilladocument.html",
        "sessions/zorillasession/files/zorillafile.pdf",
        "sessions/zorillasession/files/zorillaimage.png",
        "sessions/zorillasession/data/zorilladata.csv",
        "sessions/zorillasession/zorillafigure.svg",
        "sessions/open/zorillanotes.html",
        "publications/okapipublication/index.html",
    ] {
        assert!(
            output.contains_key(path),
            "{path} is not there: {:?}",
            output.keys()
        );
    }
}

#[test]
fn a_leak_would_be_found() {
    let with = |path: &str, bytes: &[u8]| -> Files { [(path.to_string(), bytes.to_vec())].into() };
    assert_eq!(found(&with("a.html", b"a ZorillaTitle"), DRAFT), ["a.html"]);
    assert_eq!(found(&with("zorilla.png", b""), DRAFT), ["zorilla.png"]);
    assert_eq!(
        found(&with("x.png", b"\x89PNG\xffokapibytes\x00"), EMBARGOED),
        ["x.png"]
    );
    assert_eq!(
        found(&with("x.json", b"{\"value\":404404}"), DRAFT),
        ["x.json"]
    );
}

#[test]
fn a_link_from_open_content_to_a_draft_is_a_fault_that_does_not_name_what_it_hides() {
    let site = site();
    site.edit(
        "content/index.md",
        "Words.",
        "[Words](sessions/02-zorillasession/index.md).",
    );
    site.run(["build", "--as-of", AFTER, "--message-format", "json"])
        .exits(1)
        .says("hidden-target");
}

#[test]
fn a_figure_of_a_draft_cannot_be_shown_elsewhere() {
    let site = site();
    site.edit("content/index.md", "Words.", "![](figure:zorillafigure)");
    site.run(["build", "--as-of", AFTER]).exits(1);
}

#[test]
fn a_number_of_a_draft_session_cannot_be_bound_elsewhere() {
    let site = site();
    site.edit(
        "content/index.md",
        "Words.",
        "[404404](=zorilladata/zorillarow/value)",
    );
    site.run(["build", "--as-of", AFTER]).exits(1);
}

/// The name is told of, and what lies in the folder is hidden all the same.
#[test]
fn a_draft_hides_its_folder_however_its_name_is_written() {
    for (folder, visibility) in [
        ("sessions/02-a", "date: 2026-05-01\ndraft: true"),
        (
            "sessions/02-a",
            "date: 2026-05-01\nembargo: 2099-01-01T00:00:00Z",
        ),
        ("Sessions/02-a", "date: 2026-05-01\ndraft: true"),
        ("about", "draft: true"),
    ] {
        for name in ["index.md", "Index.md", "INDEX.MD"] {
            let site = TestSite::minimal()
                .file(
                    &format!("content/{folder}/{name}"),
                    format!("---\ntitle: Zorillatitle\n{visibility}\n---\n\nZorillabody.\n"),
                )
                .file(
                    &format!("content/{folder}/paper.md"),
                    "---\ntitle: Zorillapaper\n---\n\nZorillapaperbody.\n",
                )
                .file(
                    &format!("content/{folder}/data/zorilladata.yaml"),
                    dataset("zorilla"),
                )
                .file(
                    &format!("content/{folder}/files/zorilla.txt"),
                    "Zorillafile.",
                );
            // `.MD` is no name of a page: nothing but a file that is used is published.
            site.run(["build"]).succeeded();
            let leaks = found(&site.output(), &["zorilla"]);
            assert_eq!(leaks, Vec::<String>::new(), "{folder}/{name}: {visibility}");
        }
    }
}
