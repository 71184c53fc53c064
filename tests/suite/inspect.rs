//! `briefpack data inspect`: what it prints builds unedited, and what it cannot read it says.

use crate::support::{Run, TestSite};

/// Looks at a file of these bytes.
fn look(name: &str, bytes: impl AsRef<[u8]>, further: &[&str]) -> Run {
    let site = TestSite::minimal().file(&format!("content/data/{name}"), bytes);
    let path = site.root().join("content/data").join(name);
    let mut arguments = vec!["data", "inspect", path.to_str().unwrap()];
    arguments.extend(further);
    let run = site.run(arguments);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    run
}

/// Looks at a CSV file, builds what is printed, and gives the description and the built CSV.
fn through(csv: impl AsRef<[u8]>) -> (String, String) {
    let yaml = look("table.csv", csv.as_ref(), &[]).succeeded().stdout;
    let built = TestSite::minimal()
        .file("content/data/table.csv", csv.as_ref())
        .file("content/data/described.yaml", &yaml)
        .built();
    let built = String::from_utf8(built["data/described.csv"].clone()).unwrap();
    (yaml, built)
}

#[test]
fn a_heading_that_states_a_scale_is_told() {
    let (yaml, _) =
        through("Place,Tax (£ million),Million homes fund\nNorth,5490,3\nSouth,63800,4\n");
    let step = "`- derive: {tax-million: \"`Tax (£ million)` * 1000000\"}`";
    assert!(yaml.contains(step), "{yaml}");
    assert_eq!(yaml.matches("counted in").count(), 1, "{yaml}");
}

#[test]
fn numbers_that_are_written_otherwise_are_no_markers() {
    let rows = "a,5,5\nb,6,6\nc,7,7\nd,8,8\ne,9,9\nf,(120),\"2,25\"\n";
    let (yaml, _) = through(format!("Place,Net,Rate\n{rows}"));
    assert!(!yaml.contains("missing:"), "{yaml}");
    for odd in [
        "`Net` is numbers but for `(120)`",
        "`Rate` is numbers but for `2,25`",
    ] {
        assert!(yaml.contains(odd), "{yaml}");
    }
}

#[test]
fn types_are_those_of_all_cells() {
    let (yaml, built) = through(
        "Code,Year,Day,Jobs,Rate,Share,Pay,Open,Band\n\
         01,2019,2019-01-31,\"1,200\",1.50,5%,£7,true,16-24\n\
         02,2020,2020-02-29,[c],<1,6%,£8.50,false,25+\n\
         03,2021,,3,2,7.5%,£9,TRUE,16-24\n\
         04,2021,,3,2,7.5%,£9,TRUE,16-24\n\
         05,2021,,3,2,7.5%,£9,TRUE,16-24\n\
         06,2021,,3,2,7.5%,£9,TRUE,16-24\n",
    );
    for field in [
        "{name: code, type: string, title: \"Code\"}",
        "{name: year, type: year, title: \"Year\"}",
        "{name: day, type: date, title: \"Day\"}",
        "{name: jobs, type: integer, title: \"Jobs\"}",
        "{name: rate, type: number, title: \"Rate\"}",
        "{name: share, type: number, title: \"Share\", unit: percent}",
        "{name: pay, type: number, title: \"Pay\", unit: GBP}",
        "{name: open, type: boolean, title: \"Open\"}",
        "{name: band, type: string, title: \"Band\"}",
        "missing: {\"<1\": \"less than 1\"}",
        "primary_key: code",
    ] {
        assert!(yaml.contains(field), "no {field} in\n{yaml}");
    }
    assert!(
        built.contains("01,2019,2019-01-31,1200,1.50,5,7,true,16-24\n"),
        "{built}"
    );
    assert!(built.contains("02,2020,2020-02-29,[c],<1,"), "{built}");
}

#[test]
fn a_word_among_numbers_makes_names_of_them() {
    let (yaml, built) = through("Decile,Cases\n1,5\n10,6\nWales,7\n2,8\n3,9\n4,10\n5,11\n6,12\n");
    assert!(yaml.contains("name: decile, type: string"), "{yaml}");
    assert!(built.contains("Wales,7\n"), "{built}");
}

#[test]
fn a_title_above_the_table_is_passed_over_by_a_range() {
    let (yaml, built) = through("Table 1: *Jobs* & homes\n\nArea,Jobs\nNorth,5\nSouth,6\n");
    assert!(yaml.contains("range: A"), "{yaml}");
    assert!(yaml.contains("Jobs"), "{yaml}");
    assert_eq!(built, "area,jobs\nNorth,5\nSouth,6\n");
}

#[test]
fn encodings_and_delimiters_are_found() {
    let (yaml, built) = through(b"Ardal;Cyfradd\nYnys M\xf4n;1\nGwynedd;2\n");
    assert!(yaml.contains("encoding: windows-1252"), "{yaml}");
    assert_eq!(built, "ardal,cyfradd\nYnys Môn,1\nGwynedd,2\n");
    let (_, built) = through("\u{feff}Area\tJobs\nNorth\t1\nSouth\t2\n");
    assert_eq!(built, "area,jobs\nNorth,1\nSouth,2\n");
}

#[test]
fn headings_that_read_alike_get_names_of_their_own() {
    let (yaml, built) = through("Rate %,Rate (£),rate-2,\"Say \"\"x\"\"\"\n1,2,3,a\n4,5,6,b\n");
    assert!(yaml.contains("title: \"Say \\\"x\\\"\""), "{yaml}");
    assert!(built.ends_with("1,2,3,a\n4,5,6,b\n"), "{built}");
}

/// Looks at a workbook of `tests/workbooks/`, and builds what is printed.
fn through_workbook(name: &str) -> (String, String) {
    let book = std::fs::read(
        crate::support::repository()
            .join("tests/workbooks")
            .join(name),
    );
    let book = book.unwrap();
    let yaml = look(name, &book, &[]).succeeded().stdout;
    let built = TestSite::minimal()
        .file(&format!("content/data/{name}"), &book)
        .file("content/data/described.yaml", &yaml)
        .built();
    let built = String::from_utf8(built["data/described.csv"].clone()).unwrap();
    (yaml, built)
}

#[test]
fn notes_of_raised_letters_are_told() {
    let (yaml, built) = through_workbook("raised.xlsx");
    for told in [
        "The heading `Rate (%)` refers to ¹.",
        "The heading `Jobs` refers to [note a].",
        "Note 1: Per 100 adults.",
        "Note a: Where people work.",
    ] {
        assert!(yaml.contains(told), "no {told} in\n{yaml}");
    }
    assert!(built.contains("5th ward,,13,,200,,2\n"), "{built}");
}

#[test]
fn how_a_workbook_shows_its_numbers_is_told() {
    let (yaml, built) = through_workbook("shown.xlsx");
    for told in [
        "{name: share, type: number, title: \"Share\", unit: percent}",
        "C2: `Jobs` is shown in thousands and stored in full, `1200000`",
        "D2: `Pay` is shown with `£`: say `unit: GBP`",
    ] {
        assert!(yaml.contains(told), "no {told} in\n{yaml}");
    }
    assert!(built.contains("North,43,1200000,14.2,43\n"), "{built}");
}

#[test]
fn numbers_that_may_be_days_are_told() {
    let (yaml, _) = through("Area,Week ending,Beds\nNorth,45000,45000\nSouth,45007,45007\n");
    let told = "line 2: `Week ending` may be days that the spreadsheet counts as numbers, 15 March 2023 to 22 March 2023";
    assert!(yaml.contains(told), "{yaml}");
    assert_eq!(yaml.matches("may be days").count(), 1, "{yaml}");
}

#[test]
fn what_makes_words_of_numbers_is_told() {
    let (yaml, _) = through("Decile,Share\n1,12%\n10,0.12\nWales,7%\n2,8%\n");
    for told in [
        "line 4: `Decile` is numbers but for `Wales` here, so it is read as words",
        "line 2: `Share` has `12%` here and `0.12` at line 3",
    ] {
        assert!(yaml.contains(told), "no {told} in\n{yaml}");
    }
}

#[test]
fn columns_that_no_field_can_read_are_told() {
    let (yaml, built) = through("Area,Jobs,Jobs,\nNorth,1,2,x\nSouth,3,4,y\n");
    assert!(yaml.contains("two columns are headed `Jobs`"), "{yaml}");
    assert!(yaml.contains("has no heading"), "{yaml}");
    assert_eq!(built, "area\nNorth\nSouth\n");
}

#[test]
fn what_is_no_table_is_refused_with_a_clear_word() {
    look("empty.csv", "", &[]).exits(1).says("empty.csv");
    look("words.txt", "a,b\n1,2\n", &[])
        .exits(1)
        .says("neither CSV nor a workbook");
    look("old.xls", "x", &[]).exits(1).says("Excel before 2007");
    look("broken.xlsx", "PK\u{3}\u{4}and no more", &[])
        .exits(1)
        .says("broken.xlsx");
    look("binary.csv", b"\x00\x01\x02\x81", &[])
        .exits(1)
        .says("is no text");
    look("wide.csv", b"a\x00,\x00b\x00\n\x00", &[])
        .exits(1)
        .says("is no text");
    look("header.csv", "Area,Jobs\n", &[])
        .exits(1)
        .says("no rows");
    look("table.csv", "a,b\n1,2\n", &["--sheet", "1"])
        .exits(1)
        .says("no sheets");
}

#[test]
fn a_locked_workbook_is_told() {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    look("locked.xlsx", bytes, &[]).exits(1).says("password");
}

#[test]
fn a_file_that_is_not_there_and_a_folder_are_faults_of_the_command() {
    let site = TestSite::minimal();
    site.run(["data", "inspect", "nowhere.csv"])
        .exits(2)
        .says("nowhere.csv");
    site.run(["data", "inspect", "content"])
        .exits(2)
        .says("is a folder");
}

#[test]
fn a_file_larger_than_is_read_is_not_read() {
    let site = TestSite::minimal();
    let path = site.root().join("huge.xlsx");
    let file = std::fs::File::create(&path).unwrap();
    // A file of holes: it takes no room on the disk.
    file.set_len(200 << 20).unwrap();
    site.run(["data", "inspect", path.to_str().unwrap()])
        .exits(1)
        .says("larger than 100 MB");
}

#[test]
fn a_sheet_is_picked_by_name_or_number() {
    let book =
        crate::support::repository().join("tests/data/iod2019_file10_lower_tier_summaries.xlsx");
    let site = TestSite::minimal();
    let look =
        |sheet: &str| site.run(["data", "inspect", book.to_str().unwrap(), "--sheet", sheet]);
    let health = look("Health").succeeded().stdout;
    assert!(
        health.contains("sheet: \"Health\"") && !health.contains("\n---\n"),
        "{health}"
    );
    assert!(look("2").succeeded().stdout.contains("sheet: \"IMD\""));
    look("Helth").exits(1).says("Health");
}
