//! What is large, deep or circular: it is built, or refused with words that say what to do, within
//! bounds of memory and processor time that the system holds the program to.
//!
//! `bench/hostile` tries the same and more at full size, and prints what it costs.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::support::{AS_OF, Run, TestSite};

/// What a run may take: kibibytes of address space, of which the allocator sets a gibibyte aside
/// before it begins, and seconds of processor time, which is for a program built for tests far more
/// than it needs.
const BOUNDS: &str = "ulimit -v 2621440; ulimit -t 120; exec \"$0\" \"$@\"";

/// The same for `verify`: half a gibibyte besides.
const BOUNDS_OF_VERIFY: &str = "ulimit -v 1572864; ulimit -t 120; exec \"$0\" \"$@\"";

/// Runs the program within the bounds.
fn bounded(site: &TestSite, arguments: &[&str]) -> Run {
    within(BOUNDS, site, arguments)
}

fn within(bounds: &str, site: &TestSite, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", bounds, env!("CARGO_BIN_EXE_briefpack")]);
    command.args(arguments).current_dir(site.root());
    command.env("RUST_BACKTRACE", "0").env("NO_COLOR", "1");
    Run::of(&mut command)
}

fn build(site: &TestSite) -> Run {
    bounded(site, &["build", "--as-of", AS_OF])
}

/// The minimal site with a body for its page.
fn page(body: &str) -> TestSite {
    TestSite::minimal().file(
        "content/index.md",
        format!("---\ntitle: Home\n---\n\n{body}\n"),
    )
}

fn with(path: &str, text: String) -> TestSite {
    TestSite::minimal().file(path, text)
}

/// A dataset of two rows, with lines added to its description.
fn rates(more: &str) -> String {
    format!(
        "title: Rates\nprimary_key: name\nfields:\n  - {{name: name, type: string, title: Area}}\n  \
         - {{name: rate, type: number, title: Rate}}\nrows:\n  - {{name: North, rate: 4}}\n  \
         - {{name: South, rate: 6}}\n{more}"
    )
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let n = 100_000;
    let bodies = [
        format!("{} a", ">".repeat(n)),
        format!("{}a", "> ".repeat(n)),
        format!("{}a", "- ".repeat(n)),
        format!("{0}a{0}", "*".repeat(n)),
        "<em>".repeat(2000),
    ];
    for body in bodies {
        build(&page(&body))
            .exits(1)
            .says("nested more than a hundred deep");
    }
    for text in ["[".repeat(n), "{a: ".repeat(n), "- ".repeat(n)] {
        let site = with("content/people.yaml", format!("people: {text}\n"));
        build(&site).exits(1).says("error[BP0101]");
    }
    let json = format!("{{\"layout\": \"odd-r\", \"hexes\": {}", "[".repeat(n));
    let figure = "```figure\nid: f\ndata: rates\nmark: hex\nlayout: a.hexjson\nkey: name\ncolor: rate\n\
                  title: T\nalt: A\n```\n";
    let site = page(figure)
        .file("content/data/rates.yaml", rates(""))
        .file("content/data/a.hexjson", json);
    build(&site).exits(1).says("content/data/a.hexjson");
}

#[test]
fn calculations_in_calculations_are_refused() {
    let n = 100_000;
    let deep = [
        format!("{}rate > 1{}", "(".repeat(n), ")".repeat(n)),
        format!("{}(rate > 1)", "not ".repeat(n)),
        format!("1 < {}rate", "-".repeat(n)),
        format!("1 < rate{}", " + 1".repeat(n)),
        format!("1 < {}rate{}", "round(".repeat(n), ")".repeat(n)),
    ];
    for expression in deep {
        let site = with(
            "content/data/rates.yaml",
            rates(&format!("shape:\n  - filter: {expression}\n")),
        );
        build(&site).exits(1).says("error[");
    }
    let claim = format!(
        "[4](={}rates/north/rate{})",
        "sum(".repeat(n),
        ")".repeat(n)
    );
    let site = page(&claim).file("content/data/rates.yaml", rates(""));
    build(&site).exits(1).says("error[");
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut laughs = String::from("people:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for at in 1..30 {
        laughs += &format!(
            "  a{at}: &a{at} [{}]\n",
            vec![format!("*a{}", at - 1); 10].join(", ")
        );
    }
    build(&with("content/people.yaml", laughs))
        .exits(1)
        .says("aliases (`*name`) add too many values");
    // One long text, again and again.
    let long = "x".repeat(100_000);
    let again = vec!["*a"; 40_000].join(", ");
    let site = with(
        "content/people.yaml",
        format!("a: &a {long}\nb: [{again}]\n"),
    );
    build(&site)
        .exits(1)
        .says("aliases (`*name`) add too many values");
}

#[test]
fn anchors_around_anchors_are_refused() {
    let (open, close): (String, String) = (0..50).map(|at| (format!("&a{at} ["), "]")).unzip();
    let people = |values: usize| {
        format!(
            "people: {{}}\norganisations: {open}{}{close}\n",
            "x,".repeat(values)
        )
    };
    let site = with("content/people.yaml", people(30_000));
    build(&site)
        .exits(1)
        .says("anchors (`&name`) stand before too many values");
    // Fewer are read, and refused for what they are.
    let site = with("content/people.yaml", people(100));
    build(&site).exits(1).says("begins with a key of its own");
}

#[test]
fn bibtex_that_would_never_end_is_refused() {
    let session = "---\ntitle: One\ndate: 2026-01-02\nreading: reading.yaml\n---\n";
    let with_file = |text: String| {
        with("content/sessions/1-one/index.md", session.to_string())
            .file(
                "content/sessions/1-one/reading.yaml",
                "groups: [{title: G, file: x.bib}]\n",
            )
            .file("content/sessions/1-one/x.bib", text)
    };
    let nested = |open: &str, n: usize| {
        let (open, close) = (open.repeat(n), "}".repeat(n));
        format!("@misc{{a, title = {{{open}{close}}}}}")
    };
    let laughs: String = (1..60)
        .map(|at| format!("@string{{s{at} = s{0} # s{0}}}\n", at - 1))
        .collect();
    for (text, says) in [
        (nested("{", 1_000_000), "braces are nested too deeply"),
        (nested("\\x{", 100_000), "braces are nested too deeply"),
        (
            format!("@string{{s0 = {{xxxxxxxx}}}}\n{laughs}@misc{{a, title = s59}}"),
            "abbreviations make this value too long",
        ),
        (
            format!("@misc{{a, title = {}}}", vec!["{x}"; 300_000].join(" # ")),
            "put together of too many pieces",
        ),
    ] {
        build(&with_file(text)).exits(1).says(says);
    }
    // Every fault, and one that keeps the last of many entries from being read.
    let many: String = (0..20_000)
        .map(|at| {
            format!(
                "@misc{{k{at}, title = {{T}}, crossref = {{k{}}}}}\n",
                at + 1
            )
        })
        .collect();
    build(&with_file(many))
        .exits(1)
        .says("there is no such entry here");
}

#[test]
fn pages_full_of_the_same_are_built() {
    let n = 10_000;
    let bodies = [
        "## Same\n\n".repeat(n),
        "[a](https://example.org/) ".repeat(n),
        "## h\n\n".to_string() + &"[a](#h) ".repeat(n),
        (0..n)
            .map(|at| format!("a[^{at}]\n\n[^{at}]: b\n\n"))
            .collect(),
        "a[^1] ".repeat(n) + "\n\n[^1]: b\n",
        "Table: c\n\n| a |\n|---|\n| 1 |\n\n".repeat(1000),
        "word ".repeat(200_000),
        "[".repeat(n),
        "]".repeat(200 * n),
        ")[".repeat(100 * n),
        "] (a".repeat(100 * n),
        "&amp;&".repeat(n),
        "*a **b ~c ~~d `e \"f' ".repeat(n),
    ];
    for body in bodies {
        build(&page(&body)).succeeded();
    }
    for around in ["", "\u{a0}".repeat(48).as_str()] {
        let numbers = page(&format!("{around}[4](=rates/north/rate) ").repeat(n));
        build(&numbers.file("content/data/rates.yaml", rates(""))).succeeded();
    }
    let summaries = ["\\\"a ".repeat(6 * n), " ".repeat(20 * n) + "a <b"];
    for summary in summaries {
        let page = format!("---\ntitle: A\nsummary: \"{summary}\"\n---\n");
        build(&with("content/a.md", page)).succeeded();
    }
}

#[test]
fn names_that_many_share_and_sentences_without_end_are_read_once() {
    let n = 20_000;
    let alt = "9,123 households, ".repeat(n);
    let figure = format!(
        "```figure\nid: f\ndata: rates\nmark: bar\ny: name\nx: rate\ntitle: T\nalt: \"{alt}\"\n```\n"
    );
    let data = rates("").replace("title: Rate}\n", "title: Rate, unit: households}\n");
    let site = page(&figure).file("content/data/rates.yaml", data);
    build(&site).succeeded();
    let groups: String = (0..n)
        .map(|at| format!("  - title: A\n    entries: {{k{at}: {{title: A, author: B, publisher: C, date: 2020}}}}\n"))
        .collect();
    let session = "---\ntitle: One\ndate: 2020-11-17\nreading: reading.yaml\n---\n";
    let site = with("content/sessions/1-one/index.md", session.to_string()).file(
        "content/sessions/1-one/reading.yaml",
        format!("groups:\n{groups}"),
    );
    build(&site).succeeded();
}

#[test]
fn of_many_faults_of_one_kind_the_first_thousand_are_shown() {
    let n = 10_000;
    let bodies = [
        "[a][b] ".repeat(n),
        "[".repeat(n) + "a" + &"](b)".repeat(n),
        (0..n).map(|at| format!("a[^{at}] ")).collect(),
        "a <frame> ".repeat(n),
        // Each name that is looked for is near to many.
        (0..n / 4)
            .map(|at| format!("## Heading number {at}\n\n[a](#headng-number-{at}) "))
            .collect(),
    ];
    for body in bodies {
        let run = build(&page(&body)).exits(1).says("like it in this file");
        let shown = run.stderr.matches("\nerror[").count();
        assert!((900..5000).contains(&shown), "{shown} errors are shown");
    }
}

/// Faults of several pages, each of which has its own thousand, and links to one page or dataset.
#[test]
fn links_to_many_places_are_looked_for_in_bounded_time() {
    let n = 10_000;
    let links = |target: &str| -> String {
        let links = (0..n).map(|at| format!("[a]({target}{at}-of-mny)\n"));
        format!("---\ntitle: Links\n---\n\n{}", links.collect::<String>())
    };
    let headings: String = (0..n)
        .map(|at| format!("## Heading number {at} of many\n\nA\n\n"))
        .collect();
    let rows: String = (0..n)
        .map(|at| format!("Ward number {at} of many,{at}\n"))
        .collect();
    let mut site = page(&headings)
        .file("content/data/wards.csv", format!("ward,jobs\n{rows}"))
        .file(
            "content/data/wards.yaml",
            "title: Wards\nprimary_key: ward\nfile: wards.csv\nfields:\n  - {name: ward, type: string}\n  \
             - {name: jobs, type: integer}\n",
        );
    for page in 0..5 {
        site = site
            .file(
                &format!("content/headings-{page}.md"),
                links("index.md#headng-number-"),
            )
            .file(
                &format!("content/rows-{page}.md"),
                links("data/wards.yaml#row-ward-numbr-"),
            )
            .file(&format!("content/files-{page}.md"), links("content-"));
    }
    build(&site).exits(1).says("like it in this file");
    // Links to parts that templates make, all of them there.
    let parts = "[a](index.md#footnotes) ".repeat(n);
    let site = page(&format!("{headings}A[^a]\n\n[^a]: B\n")).file(
        "content/parts.md",
        format!("---\ntitle: Parts\n---\n\n{parts}\n"),
    );
    build(&site).succeeded();
}

#[test]
fn maps_of_many_keys_are_read() {
    let n = 20_000;
    let people: String = (0..2000)
        .map(|at| format!("  p{at}: {{name: A Person}}\n"))
        .collect();
    build(&with("content/people.yaml", format!("people:\n{people}"))).succeeded();
    let same = "  p: {name: A Person}\n".repeat(n);
    build(&with("content/people.yaml", format!("people:\n{same}")))
        .exits(1)
        .says("the key `p` stands twice");
    let unknown: String = (0..n).map(|at| format!("k{at}: 1\n")).collect();
    build(&with("content/people.yaml", unknown))
        .exits(1)
        .says("has no key `k999`; 19000 like it in this file");
}

#[test]
fn numbers_without_end_are_refused() {
    for number in [
        "9".repeat(1_000_000),
        format!("1e{}", "9".repeat(20)),
        format!("0.{}1", "0".repeat(1000)),
    ] {
        let site = with(
            "content/data/rates.yaml",
            rates("").replace("rate: 4", &format!("rate: {number}")),
        );
        build(&site).exits(1).says("error[BP0");
    }
}

#[test]
fn tables_wider_or_longer_than_any_are_read_or_refused() {
    let n = 100_000;
    let fields: String = (0..n)
        .map(|at| format!("  - {{name: c{at}, type: number, title: C}}\n"))
        .collect();
    let head: Vec<String> = (0..n).map(|at| format!("c{at}")).collect();
    let wide = format!("{}\n{}\n", head.join(","), vec!["1"; n].join(","));
    let site = TestSite::minimal()
        .file(
            "content/data/wide.yaml",
            format!("title: W\nfields:\n{fields}file: wide.csv\n"),
        )
        .file("content/data/wide.csv", wide);
    build(&site).succeeded();
    let description = rates("").split("rows:").next().unwrap().to_string() + "file: r.csv\n";
    let open = "name,rate\n\"".to_string() + &"x,\n".repeat(200_000);
    let site = with("content/data/rates.yaml", description).file("content/data/r.csv", open);
    build(&site).exits(1).says("content/data/r.csv");
}

#[test]
fn links_that_lead_round_are_refused() {
    let site = page("Words.");
    for at in 0..50 {
        let folder = site.root().join(format!("content/d{at}"));
        fs::create_dir_all(&folder).unwrap();
        symlink("..", folder.join("up")).unwrap();
    }
    symlink("self", site.root().join("content/self")).unwrap();
    build(&site)
        .exits(1)
        .says("`content/d0/up` is a link to a folder that holds it")
        .says("`content/self` is a link that leads back to itself");
}

#[test]
fn templates_that_lead_round_or_never_end_are_refused() {
    let cases: &[&[(&str, &str)]] = &[
        &[("page.html", "{% include \"page.html\" %}")],
        &[
            ("page.html", "{% include \"a.html\" %}"),
            ("a.html", "{% include \"page.html\" %}"),
        ],
        &[("page.html", "{% extends \"page.html\" %}")],
        &[
            ("page.html", "{% extends \"a.html\" %}"),
            ("a.html", "{% extends \"page.html\" %}"),
        ],
    ];
    for files in cases {
        let mut site = TestSite::minimal()
            .file("briefpack.yaml", "title: A\ntheme: own\n")
            .file("content/about.md", "---\ntitle: About\n---\n\nWords.\n");
        for (name, text) in *files {
            site = site.file(&format!("themes/own/templates/{name}"), text);
        }
        build(&site)
            .exits(1)
            .says("error[")
            .says("themes/own/templates/");
    }
}

#[test]
fn more_templates_than_any_theme_has_are_refused() {
    let mut site = TestSite::minimal().file("briefpack.yaml", "title: A\ntheme: own\n");
    for at in 0..2_000 {
        let next = format!("{{% include \"t{}.html\" %}}", (at + 1) % 2_000);
        site = site.file(&format!("themes/own/templates/t{at}.html"), next);
    }
    build(&site).exits(1).says("at most 500 are read");
}

/// A ZIP file whose members are zeros, packed a thousand to one.
fn bomb(
    site: &TestSite,
    name: &str,
    member: impl Fn(usize) -> String,
    copies: usize,
    mebibytes: usize,
) {
    let file = fs::File::create(site.root().join(name)).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    let block = vec![b'a'; 1 << 20];
    for at in 0..copies {
        zip.start_file(member(at), zip::write::SimpleFileOptions::default())
            .unwrap();
        for _ in 0..mebibytes {
            zip.write_all(&block).unwrap();
        }
    }
    zip.finish().unwrap();
}

#[test]
fn archives_that_unpack_to_more_than_memory_are_read_without_it() {
    let site = TestSite::empty();
    // One large member passes through.
    bomb(&site, "large.zip", |_| "a.bin".to_string(), 1, 600);
    within(BOUNDS_OF_VERIFY, &site, &["verify", "large.zip"])
        .exits(1)
        .says("seal");
    // Texts are kept, as long as there is room.
    bomb(&site, "lists.zip", |at| format!("{at}/seal.txt"), 50, 60);
    within(BOUNDS_OF_VERIFY, &site, &["verify", "lists.zip"])
        .exits(1)
        .says("come to more than the 256 MB that are kept");
}

#[test]
fn a_dataset_may_have_thousands_of_steps() {
    let steps = "  - filter: rate > 5\n".repeat(10_000);
    let site = with(
        "content/data/rates.yaml",
        rates(&format!("shape:\n{steps}")),
    );
    build(&site).succeeded();
    let csv = fs::read_to_string(site.root().join("public/data/rates.csv")).unwrap();
    assert_eq!(csv.lines().collect::<Vec<_>>(), ["name,rate", "South,6"]);
}
