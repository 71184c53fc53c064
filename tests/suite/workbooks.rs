//! Data files as datasets: what is read of workbooks and of texts in other encodings, cell by
//! cell, by what the site offers to take away.

use std::fs;

use crate::support::{TestSite, repository};

/// The CSV that a site offers of a dataset over a file of `tests/workbooks/`, and its JSON.
fn offered(file: &str, description: &str) -> (String, serde_json::Value) {
    let bytes = fs::read(repository().join("tests/workbooks").join(file)).unwrap();
    offered_of(file, &bytes, description)
}

fn offered_of(file: &str, bytes: &[u8], description: &str) -> (String, serde_json::Value) {
    let name = file.rsplit('/').next().unwrap();
    let description = format!("title: A table\nfile: {name}\n{description}");
    let files = TestSite::minimal()
        .file(&format!("content/data/{name}"), bytes)
        .file("content/data/table.yaml", description)
        .built();
    let csv = String::from_utf8(files["data/table.csv"].clone()).unwrap();
    let json = serde_json::from_slice(&files["data/table.json"]).unwrap();
    (csv, json)
}

const JOBS: &str = "fields: [{name: area, type: string}, {name: jobs, type: number}]\n";

#[test]
fn titles_notes_marks_and_noise_are_told_from_values() {
    let (csv, json) = offered(
        "titles-and-notes.xlsx",
        "primary_key: code
fields:
  - {name: code, type: string, column: Area code}
  - {name: area, type: string}
  - {name: year, type: year, column: '2024'}
  - {name: jobs, type: number}
  - {name: change, type: number, column: Change (%)}
",
    );
    assert_eq!(
        csv,
        "code,area,area_marks,year,jobs,jobs_marks,change\n\
         A01,North,[note 2],2024,35.037,,0.3\n\
         A02,South,,2024,12.3,[p],[c]\n\
         A03,East,,2024,1200,,\"[r][e]\"\n"
            .replace('"', "")
    );
    let remarks = json["remarks"].as_array().unwrap();
    let told = |row: serde_json::Value, field: &str, marker: &str| {
        let found = remarks
            .iter()
            .find(|it| it["row"] == row && it["field"] == field && it["marker"] == marker);
        found.map(|it| it["meaning"].as_str().unwrap().to_string())
    };
    let heading = serde_json::Value::Null;
    assert_eq!(
        told(heading.clone(), "area", "[note 1]").as_deref(),
        Some("Areas are invented.")
    );
    assert_eq!(
        told("a01".into(), "area", "[note 2]").as_deref(),
        Some("Provisional.")
    );
    assert_eq!(
        told("a02".into(), "jobs", "[p]").as_deref(),
        Some("provisional")
    );
    assert_eq!(told(heading, "jobs", "²").as_deref(), Some("Provisional."));
    assert_eq!(json["missing"][1]["meaning"], "revised, estimated");
}

#[test]
fn raised_letters_are_marks_of_notes() {
    let fields = "primary_key: area
fields:
  - {name: area, type: string}
  - {name: rate, type: number, column: Rate (%)}
  - {name: jobs, type: number}
  - {name: land, type: number, column: Land in km²}
";
    let (csv, json) = offered("raised.xlsx", fields);
    assert_eq!(
        csv,
        "area,area_marks,rate,rate_marks,jobs,jobs_marks,land\n\
         North,\"²,³\",12.5,,100,,1\n5th ward,,13,,200,,2\nSouth,,7,[p],1200,[r][e],3\n"
    );
    let meaning = |json: &serde_json::Value, marker: &str| {
        let remarks = json["remarks"].as_array().unwrap();
        let found = remarks.iter().find(|it| it["marker"] == marker);
        found.map(|it| it["meaning"].as_str().unwrap().to_string())
    };
    for (marker, told) in [
        ("¹", "Per 100 adults."),
        ("²,³", "Without islands. Of 2024."),
        ("[note a]", "Where people work."),
        ("[p]", "provisional"),
    ] {
        assert_eq!(meaning(&json, marker).as_deref(), Some(told), "{marker}");
    }
    let fields = "primary_key: area
fields:
  - {name: area, type: string}
  - {name: rate, type: number, column: Rate (%)}
  - {name: share, type: number, unit: percent}
";
    let (csv, json) = offered("raised.ods", fields);
    assert_eq!(
        csv,
        "area,area_marks,rate,rate_marks,share\nNorth,²,12.5,,43.10\nSouth,,7,[p],50\n"
    );
    assert_eq!(meaning(&json, "¹").as_deref(), Some("Per 100 adults."));
    assert_eq!(meaning(&json, "²").as_deref(), Some("Without islands."));
}

#[test]
fn a_number_that_is_shown_in_per_cent_is_in_per_cent() {
    let fields = "fields:
  - {name: area, type: string}
  - {name: share, type: number, unit: percent}
  - {name: jobs, type: number}
  - {name: pay, type: number, unit: GBP}
  - {name: quoted, type: number}
";
    let (csv, _) = offered("shown.xlsx", fields);
    assert_eq!(
        csv,
        "area,share,jobs,pay,quoted\n\
         North,43,1200000,14.2,43\nSouth,30,950000,15,44\nEast,0,5000,16.55,45\n"
    );
}

#[test]
fn cells_without_names_are_counted() {
    let fields = "fields:
  - {name: area, type: string}
  - {name: share, type: number, unit: percent}
";
    let (csv, _) = offered("unnamed-cells.xlsx", fields);
    assert_eq!(csv, "area,area_marks,share\nNorth,²,25\nSouth,,50\n");
}

#[test]
fn headers_of_two_rows_are_joined_across_merged_cells() {
    let fields = "fields:
  - {name: area, type: string}
  - {name: men, type: integer, column: 2024 Men}
  - {name: women, type: integer, column: 2025 Women}
";
    let (csv, _) = offered("two-tiers.xlsx", fields);
    assert_eq!(csv, "area,men,women\nNorth,1,4\nSouth,5,8\n");
    let (said, _) = offered(
        "two-tiers.xlsx",
        &format!("range: A2:E5\nheader_rows: 2\n{fields}"),
    );
    assert_eq!(said, csv);
}

#[test]
fn merged_cells_share_their_value() {
    let fields = "fields: [{name: region, type: string}, {name: area, type: string}]\n";
    let (csv, _) = offered("merged-body.xlsx", fields);
    assert_eq!(csv, "region,area\nUp,North\nUp,North-west\nDown,South\n");
}

#[test]
fn days_are_counted_as_the_workbook_counts_them() {
    let fields = "fields: [{name: area, type: string}, {name: day, type: date}]\n";
    let (csv, _) = offered("dates.xlsx", fields);
    assert_eq!(csv, "area,day\nNorth,2023-03-15\nSouth,2023-03-16\n");
    let (csv, _) = offered("dates-since-1904.xlsx", fields);
    assert_eq!(csv, "area,day\nNorth,2027-03-16\nSouth,2027-03-17\n");
}

#[test]
fn an_open_document_keeps_its_digits() {
    let fields = "fields:
  - {name: area, type: string}
  - {name: jobs, type: number}
  - {name: share, type: number}
";
    let (csv, _) = offered("plain.ods", fields);
    assert_eq!(
        csv,
        "area,jobs,jobs_marks,share\nNorth,35.037,,0.30\nSouth,12.3,[p],[c]\nEast,7,,7\n"
    );
}

#[test]
fn a_sheet_that_claims_to_be_huge_is_read_by_its_cells() {
    let (csv, _) = offered("sparse.xlsx", &format!("range: A1:B4\n{JOBS}"));
    assert_eq!(csv, "area,jobs\nNorth,20\nSouth,30\nEast,25\n");
}

#[test]
fn a_range_may_leave_its_end_open() {
    for range in ["A1", "A1:B", "A1:B4"] {
        let (csv, _) = offered("row-below.xlsx", &format!("range: {range}\n{JOBS}"));
        assert_eq!(csv, "area,jobs\nNorth,20\nSouth,30\nEast,25\n", "{range}");
    }
}

#[test]
fn a_published_workbook_gives_what_was_copied_from_it_by_hand() {
    let session = repository().join("content/sessions/05-housing-tenure/data");
    let copied = fs::read_to_string(session.join("iod2019-authorities.csv")).unwrap();
    let fields = "sheet: IMD
fields:
  - {name: code, type: string, column: Local Authority District code (2019)}
  - {name: name, type: string, column: Local Authority District name (2019)}
  - {name: score, type: number, column: IMD - Average score}
  - {name: rank, type: integer, column: IMD - Rank of average score}
";
    let (csv, _) = offered("published/iod2019-file-10.xlsx", fields);
    let rows = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.unwrap());
        // The other two columns of the copy were calculated.
        records
            .map(|record| record.iter().take(4).map(str::to_string).collect())
            .collect()
    };
    assert_eq!(rows(&csv).len(), 317);
    assert_eq!(rows(&csv), rows(&copied));
}

#[test]
fn text_in_other_encodings_and_with_other_delimiters_gives_the_same_rows() {
    let plain = "area,jobs\nYnys Môn,\"1,234\"\n\"Bristol, City of\",£5\n";
    let fields = "fields:
  - {name: area, type: string}
  - {name: jobs, type: string}
";
    let expected = "area,jobs\nYnys Môn,\"1,234\"\n\"Bristol, City of\",£5\n";
    let narrow: Vec<u8> = plain.chars().map(|letter| letter as u8).collect();
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(
            plain
                .replace(",\"1,234\"", "\t1,234")
                .replace(",jobs", "\tjobs")
                .replace("\",£", "\"\t£")
                .encode_utf16(),
        )
        .flat_map(u16::to_le_bytes)
        .collect();
    let pipes = plain
        .replace(",\"1,234\"", "|1,234")
        .replace(",jobs", "|jobs")
        .replace("\",£", "\"|£");
    for (case, bytes) in [
        ("UTF-8", plain.as_bytes().to_vec()),
        ("with a mark", format!("\u{feff}{plain}").into_bytes()),
        ("Windows-1252", narrow),
        ("UTF-16, tabs", wide),
        ("pipes", pipes.into_bytes()),
    ] {
        let (csv, _) = offered_of("table.csv", &bytes, fields);
        assert_eq!(csv, expected, "{case}");
    }
}

#[test]
fn utf_16_without_its_mark_has_to_be_named() {
    let wide: Vec<u8> = "area,jobs\nNorth,20\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (csv, _) = offered_of("table.csv", &wide, &format!("encoding: utf-16le\n{JOBS}"));
    assert_eq!(csv, "area,jobs\nNorth,20\n");
    let site = TestSite::minimal()
        .file("content/data/table.csv", &wide)
        .file(
            "content/data/table.yaml",
            format!("title: A\nfile: table.csv\n{JOBS}"),
        );
    let run = site.run(["build"]).exits(1);
    run.says("`table.csv` is no text: byte 2 belongs to none");
}

#[test]
fn a_cell_of_any_length_makes_a_message_of_some_lines() {
    let text = format!("area,jobs\nNorth,{}\n", "9".repeat(3_000_000));
    let site = TestSite::minimal()
        .file("content/data/table.csv", text)
        .file(
            "content/data/table.yaml",
            format!("title: A\nfile: table.csv\n{JOBS}"),
        );
    let run = site.run(["build"]).exits(1);
    assert!(
        run.stderr.len() < 2000,
        "{} bytes are told",
        run.stderr.len()
    );
    run.says("3000000 characters stand here");
    // Nor is a heading compared letter by letter with what may have been meant.
    let text = format!("{},b\n1,2\n", "x".repeat(3_000_000));
    let site = TestSite::minimal()
        .file("content/data/table.csv", text)
        .file(
            "content/data/table.yaml",
            format!("title: A\nfile: table.csv\n{JOBS}"),
        );
    let run = site.run(["build"]).exits(1);
    assert!(
        run.stderr.len() < 10_000,
        "{} bytes are told",
        run.stderr.len()
    );
}

#[test]
fn lines_below_a_table_of_text_are_notes() {
    let text = "area,jobs [note 1]\nNorth,20\nSouth,30\n\n\"[note 1] In thousands.\"\n\"Source: nobody, 2026\",\n";
    let (csv, json) = offered_of("table.csv", text.as_bytes(), JOBS);
    assert_eq!(csv, "area,jobs\nNorth,20\nSouth,30\n");
    assert_eq!(json["remarks"][0]["meaning"], "In thousands.");
}
