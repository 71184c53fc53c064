//! `briefpack trace`: every number of a site, with the cell it comes from and the pages it is on.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::{AS_OF, TestSite, copy_tree, repository};

const DATA: &str = "title: Jobs\nsource: {name: Office for National Statistics, published: 2019}\n\
    primary_key: area\nfields:\n  - {name: area, type: string}\n  \
    - {name: density, type: number, unit: {name: jobs, per: 100, of: adults}}\nrows:\n  \
    - {area: North, density: 52}\n  - {area: South, density: 88}\n  - {area: West, density: \"[x]\"}\n";

const PAGE: &str = "---\ntitle: Home\nsummary: A gap of [36](=diff(jobs/south/density,\
    jobs/north/density)) jobs\n---\n\nThere are [52 jobs](=jobs/north/density) per 100 adults.\n\n\
    ```figure\nid: jobs\ndata: jobs\nmark: bar\ny: area\nx: density\ntitle: Jobs\nalt: Jobs by \
    area\n```\n";

fn site() -> TestSite {
    TestSite::minimal()
        .file("content/data/jobs.yaml", DATA)
        .file("content/index.md", PAGE)
        .file(
            "content/again.md",
            "---\ntitle: Again\n---\n\n![](figure:jobs)\n",
        )
}

fn json(site: &TestSite) -> Value {
    let run = site.run(["trace", "--as-of", AS_OF, "--message-format", "json"]);
    serde_json::from_str(&run.exits(0).stdout).unwrap()
}

#[test]
fn a_number_in_prose_leads_to_its_cell_its_source_and_its_page() {
    let trace = json(&site());
    let words: Vec<&str> = trace["prose"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number["words"].as_str().unwrap())
        .collect();
    assert_eq!(words, ["36", "52 jobs per 100"]);
    let number = &trace["prose"][1];
    assert_eq!(number["value"], "52");
    assert_eq!(number["unit"], "jobs per 100 adults");
    assert_eq!(number["formula"], "jobs/north/density");
    assert_eq!(number["place"]["file"], "content/index.md");
    assert_eq!(number["place"]["line"], 6);
    assert_eq!(number["pages"][0], "index.html");
    let cell = &number["cells"][0];
    assert_eq!(cell["dataset"], "content/data/jobs.yaml");
    assert_eq!(cell["row"], "north");
    assert_eq!(cell["value"], "52");
    assert_eq!(cell["place"]["line"], 8);
    let source = &trace["datasets"][0]["source"];
    assert_eq!(source["name"], "Office for National Statistics");
}

#[test]
fn a_function_leads_to_each_of_its_cells() {
    let trace = json(&site());
    let gap = &trace["prose"][0];
    assert_eq!(gap["value"], "36");
    let rows: Vec<&str> = gap["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| cell["row"].as_str().unwrap())
        .collect();
    assert_eq!(rows, ["south", "north"]);
}

#[test]
fn a_figure_leads_to_the_cells_it_shows_and_the_pages_that_show_it() {
    let trace = json(&site());
    let figure = &trace["figures"][0];
    assert_eq!(figure["id"], "jobs");
    let values: Vec<&str> = figure["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| cell["value"].as_str().unwrap())
        .collect();
    // The cell that holds a marker shows no number.
    assert_eq!(values, ["52", "88"]);
    let pages = figure["pages"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    assert!(pages.contains(&Value::from("again.html")));
}

#[test]
fn people_read_the_same_as_programs() {
    let site = site();
    let run = site.run(["trace", "--as-of", AS_OF]).exits(0);
    for words in [
        "content/index.md:6:12",
        "“52 jobs per 100” is 52 jobs per 100 adults: jobs/north/density",
        "jobs/north/density = 52  content/data/jobs.yaml:8:28",
        "figure jobs (bar): Jobs",
        "on again.html, index.html",
        "Office for National Statistics, published 2019",
        "2 numbers in prose and 2 numbers in 1 figure, from 1 dataset",
    ] {
        assert!(
            run.stdout.contains(words),
            "`{words}` is not in\n{}",
            run.stdout
        );
    }
}

#[test]
fn every_bound_number_and_every_figure_of_a_site_is_traced() {
    every_number_is_traced(&TestSite::kitchen());
}

#[test]
fn every_bound_number_and_every_figure_of_the_demonstration_is_traced() {
    let site = TestSite::empty();
    copy_tree(&repository().join("content"), &site.root().join("content"));
    let config = std::fs::read(repository().join("briefpack.yaml")).unwrap();
    every_number_is_traced(&site.file("briefpack.yaml", config));
}

/// Holds the trace against the pages and the files of figures: the same values, each as often.
fn every_number_is_traced(site: &TestSite) {
    let trace = json(site);
    let output = site.built();
    let traced: Vec<&str> = trace["prose"]
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number["words"].as_str().unwrap())
        .collect();
    let mut bound = 0;
    let mut drawn = Vec::new();
    for (path, bytes) in &output {
        let text = String::from_utf8_lossy(bytes);
        if path.ends_with(".html") {
            for link in text.split("<a class=\"bound\" ").skip(1) {
                let words = link
                    .split_once('>')
                    .unwrap()
                    .1
                    .split("</a>")
                    .next()
                    .unwrap();
                let words = words.split('<').next().unwrap().trim();
                bound += 1;
                assert!(
                    traced.iter().any(|said| said.starts_with(words)),
                    "`{words}` of {path} is not traced"
                );
            }
        }
        if path.ends_with(".json")
            && let Ok(file) = serde_json::from_str::<Value>(&text)
            && file.get("mark").is_some()
        {
            drawn.push(file);
        }
    }
    assert!(bound > 0);
    let figures = trace["figures"].as_array().unwrap();
    assert_eq!(figures.len(), drawn.len());
    for file in drawn {
        let of = figures
            .iter()
            .find(|figure| figure["id"] == file["id"])
            .unwrap();
        let numeric: Vec<&str> = file["fields"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|field| matches!(field["type"].as_str(), Some("number" | "integer")))
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        let mut shown: Vec<Decimal> = file["rows"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| numeric.iter().map(move |name| &row[*name]))
            .filter(|value| !value.is_null())
            .map(|value| decimal(&value.to_string()))
            .collect();
        let cells = of["cells"].as_array().unwrap();
        let mut traced: Vec<Decimal> = cells
            .iter()
            .map(|cell| decimal(cell["value"].as_str().unwrap()))
            .collect();
        shown.sort();
        traced.sort();
        assert_eq!(traced, shown, "the cells of `{}`", file["id"]);
    }
}

fn decimal(text: &str) -> Decimal {
    let text = text.trim_matches('"');
    text.parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number"))
}

#[test]
fn a_site_with_faults_is_not_traced() {
    let site = site();
    site.edit("content/index.md", "[52 jobs]", "[50 jobs]");
    let run = site
        .run(["trace", "--as-of", AS_OF])
        .exits(1)
        .says("numbers are traced once the site can be built");
    assert!(run.stdout.is_empty());
}

#[test]
fn a_cell_of_a_workbook_is_named_as_its_sheet_names_it() {
    let workbook = repository().join("tests/workbooks/plain.xlsx");
    let site = TestSite::minimal()
        .file("content/data/jobs.xlsx", std::fs::read(workbook).unwrap())
        .file(
            "content/data/jobs.yaml",
            "title: Jobs\nfile: jobs.xlsx\nprimary_key: area\nfields:\n  \
             - {name: area, title: Area, type: string}\n  \
             - {name: jobs, title: Jobs, type: number}\n",
        )
        .file(
            "content/index.md",
            "---\ntitle: Home\n---\n\nThere are [30 jobs](=jobs/south/jobs).\n",
        );
    let cell = &json(&site)["prose"][0]["cells"][0];
    assert_eq!(cell["place"]["file"], "content/data/jobs.xlsx");
    assert_eq!(cell["place"]["cell"], "Table 1!B3");
    assert!(cell["place"]["line"].is_u64() && cell["place"]["column"].is_u64());
    site.run(["trace", "--as-of", AS_OF])
        .exits(0)
        .says("jobs/south/jobs = 30  content/data/jobs.xlsx:Table 1!B3\n");
    let in_prose = &json(&site)["prose"][0]["place"];
    assert_eq!(in_prose.get("cell"), None, "a text has lines and columns");
}
