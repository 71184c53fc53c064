//! What the channels and the data do not allow is said, and where.

use super::support::{Sample, span};
use crate::diag::Severity;
use crate::model::Stack;

const AREAS: &str = "
Area:text | Jobs:number=jobs | Rate:% | Group:text
Left behind | 52 | 43.1 | a
Other deprived | 88 | 51.5 | a
England | 75 | 60 | b
";

fn areas(mark: &str) -> Sample {
    Sample::new(mark, AREAS)
}

fn bar() -> Sample {
    areas("bar").x(&["jobs"]).y("area")
}

fn misfit_codes(sample: &Sample) -> Vec<&'static str> {
    let found = sample.misfits();
    found.iter().map(|misfit| misfit.code.name).collect()
}

#[test]
fn a_mark_says_which_channels_it_lacks_and_what_there_is() {
    let found = areas("bar").x(&["jobs"]).misfits();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.name, "channel-missing");
    assert_eq!(found[0].message, "`bar` needs `y`: a category");
    let help = found[0].help.as_deref().unwrap();
    assert!(help.contains("`area`, `jobs`, `rate`"), "{help}");
    assert_eq!(misfit_codes(&areas("stat")), ["channel-missing"]);
    assert_eq!(
        misfit_codes(&areas("line")),
        ["channel-missing", "channel-missing"]
    );
}

#[test]
fn a_field_of_the_wrong_type_is_refused_at_its_channel() {
    let found = areas("bar").x(&["group"]).y("area").misfits();
    assert_eq!(found[0].code.name, "channel-type");
    assert_eq!(found[0].span, Some(span(900)));
    assert_eq!(
        found[0].message,
        "`x` of `bar` takes a number, but `group` is of type string"
    );
    let both_numbers = areas("dot").x(&["jobs"]).y("rate");
    assert_eq!(misfit_codes(&both_numbers), ["channel-type"]);
    let number_as_time = areas("line").x(&["jobs"]).y("rate");
    assert_eq!(misfit_codes(&number_as_time), ["channel-type"]);
    let number_as_series = bar().color("rate");
    assert_eq!(misfit_codes(&number_as_series), ["channel-type"]);
}

#[test]
fn channels_that_a_mark_has_no_use_for_are_refused() {
    assert_eq!(
        misfit_codes(&bar().interval("rate", "rate")),
        ["channel-type"]
    );
    assert_eq!(
        misfit_codes(&areas("table").color("group")),
        ["channel-type"]
    );
    let dots = areas("dot").x(&["jobs"]).y("area").stack(Stack::Zero);
    assert_eq!(misfit_codes(&dots), ["channel-type"]);
    let unstackable = bar().stack(Stack::Zero);
    assert_eq!(misfit_codes(&unstackable), ["channel-type"]);
}

#[test]
fn a_range_takes_two_or_three_numbers_or_one_with_series() {
    let range = |x: &[&str]| areas("range").x(x).y("area");
    assert_eq!(misfit_codes(&range(&["jobs"])), ["channel-missing"]);
    assert!(range(&["jobs"]).color("group").misfits().is_empty());
    assert!(range(&["jobs", "jobs"]).misfits().is_empty());
    assert_eq!(
        misfit_codes(&range(&["jobs", "jobs", "jobs", "jobs"])),
        ["channel-type"]
    );
}

#[test]
fn a_figure_without_rows_is_refused() {
    for sample in [
        bar(),
        areas("table"),
        areas("stat").x(&["jobs"]),
        areas("range").x(&["jobs", "jobs"]).y("area"),
    ] {
        assert_eq!(sample.rows(&[]).faults(), ["no-rows"]);
    }
}

#[test]
fn five_series_are_refused() {
    let rows: Vec<String> = (1..=5).map(|at| format!("all | s{at} | {at}")).collect();
    let table = format!("Area:text | Group:text | Jobs:number\n{}", rows.join("\n"));
    for mark in ["bar", "dot"] {
        let sample = Sample::new(mark, &table);
        let sample = sample.x(&["jobs"]).y("area").color("group");
        assert_eq!(sample.faults(), ["too-many-series"]);
        assert!(sample.rows(&[0, 1, 2, 3]).faults().is_empty());
    }
    let range = Sample::new("range", &table);
    let range = range.x(&["jobs"]).y("area").color("group");
    assert_eq!(range.rows(&[0, 1, 2, 3]).faults(), ["too-many-series"]);
    let stat = Sample::new("stat", &table).x(&["jobs"]).y("group");
    assert_eq!(stat.faults(), ["too-many-series"]);
}

#[test]
fn values_at_one_place_are_refused_once_with_the_first_two_cells() {
    let rows = "Area:text | Jobs:number\nA | 1\nB | 2\nA | 3";
    for (more, further) in [("", ""), ("\nA | 4\nB | 5", ", and 2 more like it")] {
        let found = Sample::new("bar", &format!("{rows}{more}"))
            .x(&["jobs"])
            .y("area");
        let name = found.figure.name.clone();
        let found = found.diagnostics();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code.name, "duplicate-point");
        let message = format!("figure `{name}` has two values for `A`{further}");
        assert_eq!(found[0].message, message);
        assert_eq!(found[0].place.span, span(1));
        let others: Vec<_> = found[0].others.iter().map(|other| other.span).collect();
        assert_eq!(others, [span(1001), span(1021)]);
    }
}

#[test]
fn panels_with_values_at_one_place_are_refused_once() {
    let table = "Area:text | Jobs:number | Year:text\nA | 1 | 1\nA | 2 | 1\nB | 1 | 2\nB | 2 | 2";
    let found = Sample::new("bar", table)
        .x(&["jobs"])
        .y("area")
        .facet("year");
    assert_eq!(found.faults(), ["duplicate-point"]);
}

#[test]
fn values_of_different_units_do_not_share_an_axis() {
    let range = areas("range").x(&["jobs", "rate"]).y("area");
    let found = range.diagnostics();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code.name, "mixed-units");
    assert_eq!(found[0].message, "`jobs` is in jobs and `rate` in per cent");
    let dots = areas("dot").x(&["jobs"]).y("area").interval("jobs", "rate");
    assert_eq!(dots.faults(), ["mixed-units"]);
}

#[test]
fn a_focus_that_is_not_shown_is_refused_with_the_near_miss() {
    let found = bar().focus("Left behnd").diagnostics();
    assert_eq!(found[0].code.name, "not-in-figure");
    assert_eq!(found[0].severity, Severity::Error);
    assert_eq!(
        found[0].help.as_deref(),
        Some("did you mean `Left behind`?")
    );
    assert_eq!(bar().reference("Wales").faults(), ["not-in-figure"]);
    let filtered_out = bar().rows(&[0, 1]).reference("England");
    assert_eq!(filtered_out.faults(), ["not-in-figure"]);
    assert!(bar().focus("Left behind").faults().is_empty());
    let table = areas("table").focus("Nowhere");
    assert_eq!(table.faults(), ["not-in-figure"]);
}

#[test]
fn parts_of_both_signs_or_with_gaps_are_not_stacked() {
    let stacked = |rows: &str, stack: Stack| {
        let table = format!("Area:text | Part:text | Jobs:number\n{rows}");
        let sample = Sample::new("bar", &table);
        let sample = sample.x(&["jobs"]).y("area").color("part");
        sample.stack(stack).faults()
    };
    let whole = "A | p | 1\nA | q | 2\nB | p | -3\nB | q | -1";
    assert!(stacked(whole, Stack::Zero).is_empty());
    assert_eq!(stacked(whole, Stack::Normalize), ["cannot-stack"]);
    assert_eq!(stacked(whole, Stack::Diverging), ["cannot-stack"]);
    let above = "A | p | 1\nA | q | 2\nB | p | 3\nB | q | 1";
    assert!(stacked(above, Stack::Normalize).is_empty());
    assert!(stacked(above, Stack::Diverging).is_empty());
    let huge = "A | p | 79228162514264337593543950335\nA | q | 79228162514264337593543950335";
    assert_eq!(stacked(huge, Stack::Normalize), ["cannot-stack"]);
    let mixed = "A | p | 1\nA | q | -2";
    assert_eq!(stacked(mixed, Stack::Zero), ["cannot-stack"]);
    let gap = "A | p | 1\nA | q | [c]";
    assert_eq!(stacked(gap, Stack::Normalize), ["cannot-stack"]);
    let absent = "A | p | 1\nA | q | 2\nB | p | 1";
    assert_eq!(stacked(absent, Stack::Zero), ["cannot-stack"]);
    let nothing = "A | p | 0\nA | q | 0";
    assert_eq!(stacked(nothing, Stack::Normalize), ["cannot-stack"]);
}

#[test]
fn shares_add_up_but_for_the_last_digit_of_those_that_were_calculated() {
    let off = |rows: &str| {
        let table = format!("Area:text | Part:text | Share:%\n{rows}");
        let sample = Sample::new("bar", &table);
        let sample = sample.x(&["share"]).y("area").color("part");
        let faults = sample.stack(Stack::Normalize).faults();
        faults.contains(&"shares-sum")
    };
    assert!(!off("A | p | 33.3\nA | q | 66.6"));
    assert!(off("A | p | 33.3000\nA | q | 66.6000"));
    // Means of shares, each cut off where a decimal ends.
    let first = "A | p | 54.23090123016614644\nA | q | ";
    assert!(!off(&format!("{first}45.769098769833853912")));
    assert!(off(&format!("{first}45.769097")));
}

#[test]
fn a_faulty_figure_is_not_drawn() {
    let sample = bar().focus("Nowhere");
    let outcome = crate::figure::draw(&sample.figure, &sample.dataset);
    assert!(outcome.value.wide.is_empty() && outcome.value.file.is_empty());
}
