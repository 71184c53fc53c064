//! Entries as reference managers write them.

use proptest::prelude::*;

use super::*;
use crate::model::plain;
use crate::source::{SitePath, SourceMap};

/// The entries of a file, and what is said of it: messages with the letters they point to.
fn read(text: &str) -> (Vec<RawEntry>, Vec<(String, String)>) {
    let mut sources = SourceMap::default();
    let source = sources.add(SitePath::new("x.bib"), text.into());
    let mut faults = Vec::new();
    let entries = parse(source, text, &mut faults);
    let told = faults.iter().map(|fault| {
        let letters = sources.text(fault.place.span).to_string();
        (fault.message.clone(), letters)
    });
    (entries, told.collect())
}

fn sound(text: &str) -> Vec<RawEntry> {
    let (entries, faults) = read(text);
    assert_eq!(faults, [], "{text}");
    entries
}

fn words(text: &RawText) -> String {
    plain(&text.content, &text.words)
}

fn told(text: &str) -> Vec<(String, String)> {
    read(text).1
}

#[test]
fn an_entry_of_a_reference_manager_has_what_a_list_prints() {
    let entries = sound(
        "@techreport{nao_2024,\n  title = {The {NHS}: waiting \\& waiting},\n  subtitle = {A report},\n\
         author = {{National Audit Office} and van Dyke, Jan and Müller, Éva},\n  \
         institution = {NAO}, number = {HC 102}, year = 2024, month = mar,\n  \
         url = {https://example.org/a_b?c=d}, urldate = {2024-05-01}, keywords = {health},\n  \
         doi = {https://doi.org/10.1000/182}, annote = {Says   why\n  it matters.}, file = {x.pdf}\n}",
    );
    let [entry] = entries.as_slice() else {
        panic!("one entry")
    };
    assert_eq!(entry.key.value, "nao_2024");
    assert_eq!(entry.kind, "report");
    assert_eq!(words(&entry.title), "The NHS: waiting & waiting: A report");
    assert_eq!(
        entry.authors,
        ["National Audit Office", "van Dyke, Jan", "Müller, Éva"]
    );
    assert_eq!(words(entry.publisher.as_ref().unwrap()), "NAO");
    assert_eq!(entry.date.as_deref(), Some("2024-03"));
    assert_eq!(entry.url.as_deref(), Some("https://example.org/a_b?c=d"));
    assert_eq!(entry.accessed.unwrap().to_string(), "2024-05-01");
    assert_eq!(entry.doi.as_deref(), Some("10.1000/182"));
    assert_eq!(entry.locators, [("", "HC 102".to_string())]);
    let annotation = words(entry.annotation.as_ref().unwrap());
    assert_eq!(annotation, "Says why it matters.");
}

#[test]
fn letters_of_tex_and_abbreviations_are_read() {
    let entries = sound(
        "@string{jrf = {Joseph Rowntree Foundation}}\n@comment{nothing}\n\
         @article{a, title = \"Caf{\\'e} society\", journal = jrf, volume = 3, number = {4}, \
         pages = {41--60}, date = {2020-11-17}}",
    );
    assert_eq!(words(&entries[0].title), "Café society");
    let parent = words(entries[0].parent.as_ref().unwrap());
    assert_eq!(parent, "Joseph Rowntree Foundation");
    assert_eq!(entries[0].date.as_deref(), Some("2020-11-17"));
    let locators: Vec<String> = entries[0]
        .locators
        .iter()
        .map(|(before, text)| format!("{before}{text}"))
        .collect();
    assert_eq!(locators[..2], ["volume 3", "issue 4"]);
    assert!(["pages 41-60", "pages 41–60"].contains(&locators[2].as_str()));
}

#[test]
fn an_entry_takes_from_another_what_it_lacks() {
    let entries = sound(
        "@incollection{part, title = {A chapter}, crossref = {whole}}\n\
         @collection{whole, title = {The whole}, publisher = {A press}, year = {2019}}",
    );
    assert_eq!(entries.len(), 2);
    assert_eq!(words(entries[0].parent.as_ref().unwrap()), "The whole");
    assert_eq!(words(entries[0].publisher.as_ref().unwrap()), "A press");
    assert_eq!(entries[0].date.as_deref(), Some("2019"));
    let circle = "@book{a, title = {A}, crossref = {b}} @book{b, title = {B}, xdata = {a}}";
    assert_eq!(sound(circle).len(), 2);
    assert_eq!(
        told("@book{a, title = {A}, crossref = {c}}")[0].0,
        "this entry refers to `c`, and there is no such entry here"
    );
}

#[test]
fn a_copy_in_a_web_archive_is_taken_with_its_day() {
    let entries = sound(
        "@online{a, title = {A}, url = {https://example.org/}, \
         archiveurl = {https://web.archive.org/web/2024/https://example.org/}, \
         archivedate = {2024-03-01}} @misc{b, title = {B}, howpublished = {\\url{https://example.org/b}}}",
    );
    let (url, date) = entries[0].archived.as_ref().unwrap();
    assert_eq!(url, "https://web.archive.org/web/2024/https://example.org/");
    assert_eq!(date.to_string(), "2024-03-01");
    assert_eq!(entries[1].url.as_deref(), Some("https://example.org/b"));
}

#[test]
fn what_is_wrong_is_told_at_its_place_and_the_rest_is_read() {
    let (entries, faults) = read(
        "@book{one, year = 2020}\n@book{two, title = {Two}, year = {soon}}\n\
         @book{two, title = {Again}}\n@book{three, title = {Three}, journal = jrf}\n\
         @book{four, title = {Four}, url = {javascript:alert(1)}}\n@book{five, title = {Five}}\n",
    );
    let keys: Vec<&str> = entries.iter().map(|it| it.key.value.as_str()).collect();
    assert_eq!(keys, ["two", "four", "five"]);
    let place = |words: &str| {
        let found = faults.iter().find(|(message, _)| message.contains(words));
        found.map(|(_, place)| place.as_str())
    };
    assert_eq!(place("has no title"), Some("one"));
    assert_eq!(place("`soon` is not a date"), Some("soon"));
    assert_eq!(place("two entries `two`"), Some("two"));
    assert_eq!(place("`jrf` is not defined"), Some("jrf"));
    assert_eq!(place("is not a web address"), Some("javascript:alert(1)"));
    assert_eq!(faults.len(), 5, "{faults:?}");
    assert_eq!(
        told("@book{a, title = {A").first().unwrap().0,
        "the file ends within an entry"
    );
}

#[test]
fn a_file_without_entries_is_refused() {
    let nothing = "there is no entry in this file";
    for (text, message, place) in [
        ("", nothing, ""),
        (
            "\n  No entries at all,\nin prose.\n",
            nothing,
            "No entries at all,",
        ),
        ("@string{a = {b}}", nothing, "@string{a = {b}}"),
        (
            "TY  - RPRT\r\nAU  - a@example.org\r\nER  - \r\n",
            "this is a record of RIS, and not BibTeX",
            "TY  - RPRT",
        ),
    ] {
        assert_eq!(told(text), [(message.to_string(), place.to_string())]);
    }
}

#[test]
fn an_entry_that_has_lost_its_sign_is_told_and_the_rest_is_read() {
    let (entries, faults) = read(
        "Ours.\n@book{one, title = {One}}\ntechreport{two, title = {Two}}\n@book{three, title = {Three}}",
    );
    assert_eq!(entries.len(), 2);
    let message = "this looks like an entry, and has no `@` before it";
    assert_eq!(
        faults,
        [(message.to_string(), "techreport{two".to_string())]
    );
}

#[test]
fn a_range_of_years_is_no_date() {
    assert_eq!(told("@book{a, title = {A}, date = {2010/2012}}").len(), 1);
    assert_eq!(told("@book{a, title = {A}, year = {2010/2012}}").len(), 1);
    assert_eq!(told("@book{a, title = {A}, year = {2010-12}}").len(), 1);
    let date = |fields: &str| {
        sound(&format!("@book{{a, title = {{A}}, {fields}}}"))[0]
            .date
            .clone()
    };
    assert_eq!(date("date = {2012}").as_deref(), Some("2012"));
    assert_eq!(date("year = 2012, month = 3").as_deref(), Some("2012-03"));
    assert_eq!(
        date("year = 2012, month = sep, day = 7").as_deref(),
        Some("2012-09-07")
    );
    assert_eq!(
        date("year = {2012}, month = {December}").as_deref(),
        Some("2012-12")
    );
    assert_eq!(date("month = 3"), None);
    for fields in [
        "year = 2012, month = 0",
        "year = 2012, month = {0z}",
        "year = 2012, month = feb, day = 30",
    ] {
        let found = told(&format!("@book{{a, title = {{A}}, {fields}}}"));
        assert!(
            found.len() == 1 && found[0].0.ends_with("is not a date"),
            "{found:?}"
        );
    }
}

#[test]
fn many_faults_are_told_as_far_as_they_help() {
    let entries: String = (0..50)
        .map(|at| format!("@book{{k{at}, title = unknown{at}}}\n"))
        .collect();
    assert_eq!(told(&entries).len(), MOST_FAULTS);
}

#[test]
fn what_the_crate_cannot_bear_is_refused_before() {
    let deep = |open: &str| {
        format!(
            "@misc{{a, title = {{{}{}}}}}",
            open.repeat(60),
            "}".repeat(60)
        )
    };
    let laughs: String = (1..40)
        .map(|at| format!("@string{{s{at} = s{0} # s{0}}}\n", at - 1))
        .collect();
    let chain: String = (1..90)
        .map(|at| format!("@string{{s{at} = s{}}}\n", at - 1))
        .collect();
    let pieces = vec!["{x}"; 2_000].join(" # ");
    for (text, message) in [
        (deep("{"), "braces are nested too deeply"),
        (deep("\\x{"), "braces are nested too deeply"),
        (format!("@misc{{a, title = {pieces}}}"), "too many pieces"),
        (
            "@string{s = s # s}@misc{a, title = s}".to_string(),
            "in a circle",
        ),
        (
            "@string{s = t}@string{t = s}@misc{a, title = s}".to_string(),
            "in a circle",
        ),
        (
            format!("@string{{s0 = {{x}}}}{chain}@misc{{a, title = s89}}"),
            "too many steps",
        ),
        (
            format!("@string{{s0 = {{xxxxxxxx}}}}{laughs}@misc{{a, title = s39}}"),
            "too long",
        ),
    ] {
        let found = told(&text);
        assert!(
            found.len() == 1 && found[0].0.contains(message),
            "{found:?}"
        );
    }
    let some = |count: usize| {
        format!(
            "@misc{{a, title = {{{}x{}}}}}",
            "{".repeat(count),
            "}".repeat(count)
        )
    };
    assert_eq!(words(&sound(&some(40))[0].title), "x");
}

proptest! {
    #[test]
    fn no_text_makes_it_fail(text in "(@[a-z]{0,8}[{(]|[a-z]{1,3} ?= ?|[{}\"\\\\,#$~%&]|[a-zé0-9]{1,4}|crossref = |xdata = |title = |date = |author = | and |\n){0,40}") {
        read(&text);
    }
}
