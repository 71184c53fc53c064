//! Labels: each comes out whole or is named as one that does not fit, and none lies on another.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::support::Sample;
use crate::figure::room::Room;
use crate::figure::sheet::Sheet;
use crate::figure::text::clean;
use crate::figure::with_chart;
use crate::model::Stack;

const CAPTIONS: [&str; 2] = ["Amount", "Amount. Axis does not start at zero"];

/// The chart of a sample at a width.
pub(super) fn sheet(sample: &Sample, width: f64) -> Sheet {
    assert!(sample.misfits().is_empty(), "{:?}", sample.misfits());
    let mut diagnostics = Vec::new();
    let (figure, dataset) = (&sample.figure, &sample.dataset);
    let sheet = with_chart(figure, dataset, &mut diagnostics, |chart| {
        chart.draw(&Room::page(width)).unwrap()
    });
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    sheet.unwrap()
}

/// A label without the spaces at which it may be broken.
fn solid(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// Checks that no glyph box of a sheet meets another or lies outside.
pub(super) fn assert_apart(sheet: &Sheet, what: &str) {
    let mut texts: Vec<_> = sheet.texts.iter().collect();
    texts.sort_by(|left, right| left.y.total_cmp(&right.y));
    for (place, text) in texts.iter().enumerate() {
        let inside = text.x >= -0.2
            && text.y >= -0.2
            && text.x + text.w <= sheet.width + 0.2
            && text.y + text.h <= sheet.height + 0.2;
        assert!(
            inside,
            "{what} at {}x{}: outside: {text:?}",
            sheet.width, sheet.height
        );
        for other in &texts[place + 1..] {
            if other.y > text.y + text.h {
                break;
            }
            assert!(
                !text.overlaps(other.x, other.y, other.w, other.h),
                "{what} at {}: {text:?} lies on {other:?}",
                sheet.width
            );
        }
    }
}

/// Checks that each label comes out once, whole or among those that do not fit, and that nothing
/// comes out beside them but numbers and the axis's own words.
fn assert_all_there(sheet: &Sheet, labels: &[String], what: &str) {
    let mut drawn: BTreeMap<usize, String> = BTreeMap::new();
    for text in &sheet.texts {
        *drawn.entry(text.label).or_default() += &solid(&text.text);
    }
    let mut out: Vec<String> = drawn.into_values().collect();
    out.extend(sheet.unplaced.iter().map(|label| solid(label)));
    for label in labels {
        let place = out.iter().position(|found| *found == solid(&clean(label)));
        let place = place.unwrap_or_else(|| panic!("{what}: `{label}` vanished: {out:?}"));
        out.swap_remove(place);
    }
    let number = |text: &str| {
        text.chars()
            .all(|letter| letter.is_ascii_digit() || "%,.\u{2212}".contains(letter))
    };
    let number = |text: &str| number(text.strip_prefix("Median").unwrap_or(text));
    // A range says both its ends in one label where the first would strike the axis.
    let both = |text: &str| {
        text.split_once("%to")
            .is_some_and(|(low, high)| !low.is_empty() && number(low) && number(high))
    };
    let known = |text: &str| {
        number(text) || both(text) || CAPTIONS.iter().any(|caption| solid(caption) == text)
    };
    let strange: Vec<&String> = out.iter().filter(|text| !known(text)).collect();
    assert!(strange.is_empty(), "{what}: {strange:?}");
}

fn check(sample: &Sample, labels: &[String], what: &str) {
    for width in [320.0, 960.0] {
        let sheet = sheet(sample, width);
        assert_apart(&sheet, what);
        assert_all_there(&sheet, labels, what);
    }
}

/// Labels of 1 to 120 characters: words, any printable characters, and words that never end.
fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[A-Za-zŵŷéß'’.,()&<>\"-]{1,14}( [A-Za-z0-9]{1,14}){0,7}",
        1 => "\\PC{1,120}",
        1 => "[a-zA-ZÀ-ž]{40,120}",
        1 => "[ \u{a0}\u{3000}0-9一-龥 😀-😎\u{301}]{1,120}",
    ]
    .prop_map(|label| label.chars().take(120).collect())
}

/// Different labels that show anything at all and are no number themselves.
pub(super) fn labels(most: usize) -> impl Strategy<Value = Vec<String>> {
    let shows = |label: &String| {
        let shown = solid(&clean(label));
        !shown.is_empty() && shown != "[c]" && shown.chars().any(char::is_alphabetic)
    };
    prop::collection::vec(label(), 1..=most).prop_map(move |labels| {
        let mut seen = Vec::new();
        for label in labels.into_iter().filter(shows) {
            if !seen.contains(&label) {
                seen.push(label);
            }
        }
        seen
    })
}

fn headings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_string()).collect()
}

/// One row for each label; the number follows from its place.
fn rows(labels: &[String], from: i64) -> impl Iterator<Item = Vec<String>> {
    let row = move |(place, label): (usize, &String)| {
        let number = from + (place as i64 * 37) % 101;
        vec![label.clone(), format!("{number}.5")]
    };
    labels.iter().enumerate().map(row)
}

/// Each of the categories with each of the series.
fn crossed<'a>(
    categories: &'a [String],
    series: &'a [String],
) -> impl Iterator<Item = Vec<String>> + 'a {
    categories.iter().enumerate().flat_map(move |(row, label)| {
        series.iter().enumerate().map(move |(column, name)| {
            let number = (row * 29 + column * 13) % 90 + 1;
            vec![label.clone(), name.clone(), number.to_string()]
        })
    })
}

fn single(mark: &str, labels: &[String], from: i64) -> Sample {
    Sample::of(
        mark,
        &headings(&["Label:text", "Amount:%"]),
        rows(labels, from),
    )
}

fn with_series(mark: &str, categories: &[String], series: &[String]) -> Sample {
    Sample::of(
        mark,
        &headings(&["Label:text", "Series:text", "Amount:%"]),
        crossed(categories, series),
    )
    .color("series")
}

/// The same in no unit: shares are made of it.
fn counted(mark: &str, categories: &[String], series: &[String]) -> Sample {
    let names = headings(&["Label:text", "Series:text", "Amount:number"]);
    Sample::of(mark, &names, crossed(categories, series)).color("series")
}

fn both(categories: &[String], series: &[String]) -> Vec<String> {
    categories.iter().chain(series).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..Default::default() })]

    #[test]
    fn labels_of_bars_are_whole_and_apart(labels in labels(40), from in -60i64..60) {
        prop_assume!(!labels.is_empty());
        let across = single("bar", &labels, from).x(&["amount"]).y("label");
        check(&across, &labels, "bars across");
        let up = single("bar", &labels, from).x(&["label"]).y("amount");
        check(&up, &labels, "columns");
    }

    #[test]
    fn labels_of_grouped_and_stacked_bars_are_whole_and_apart(
        labels in labels(20),
        series in labels(4),
    ) {
        prop_assume!(!labels.is_empty() && !series.is_empty());
        let all = both(&labels, &series);
        let grouped = with_series("bar", &labels, &series).x(&["amount"]).y("label");
        check(&grouped, &all, "grouped bars");
        let up = with_series("bar", &labels, &series).x(&["label"]).y("amount");
        check(&up, &all, "grouped columns");
        for stack in [Stack::Zero, Stack::Normalize, Stack::Diverging] {
            let stacked = counted("bar", &labels, &series).x(&["amount"]).y("label");
            check(&stacked.stack(stack), &all, "stacked bars");
        }
    }

    #[test]
    fn labels_of_dots_and_ranges_are_whole_and_apart(
        labels in labels(40),
        series in labels(3),
        from in -60i64..400,
    ) {
        prop_assume!(!labels.is_empty() && !series.is_empty());
        let dots = single("dot", &labels, from).x(&["amount"]).y("label");
        check(&dots, &labels, "dots");
        let all = both(&labels, &series);
        let dots = with_series("dot", &labels, &series).x(&["amount"]).y("label");
        check(&dots, &all, "dots by series");
        let ranges = with_series("range", &labels, &series).x(&["amount"]).y("label");
        check(&ranges, &all, "ranges");
        let two = [String::from("Before"), String::from("After")];
        let arrows = with_series("arrow", &labels, &two).x(&["amount"]).y("label");
        check(&arrows, &both(&labels, &[String::from("Before to After")]), "arrows");
    }

    #[test]
    fn labels_of_lines_are_whole_and_apart(
        labels in labels(40),
        series in labels(4),
        from in -60i64..400,
    ) {
        prop_assume!(!labels.is_empty() && !series.is_empty());
        let line = single("line", &labels, from).x(&["label"]).y("amount");
        check(&line, &labels, "line over words");
        let lines = with_series("line", &labels, &series).x(&["label"]).y("amount");
        check(&lines, &both(&labels, &series), "lines over words");
        let years: Vec<String> = (2010..2024).map(|year| year.to_string()).collect();
        let lines = with_series("line", &years, &series).x(&["label"]).y("amount");
        check(&lines, &series, "lines over years");
    }

    #[test]
    fn labels_of_strips_are_whole_and_apart(labels in labels(30), from in -60i64..400) {
        prop_assume!(!labels.is_empty());
        let lanes = single("strip", &labels, from).x(&["amount"]).y("label");
        check(&lanes, &labels, "strips");
        // Single points, each with its name and number beside it.
        let few = labels.len().min(8);
        let mut points = single("strip", &labels, from).x(&["amount"]);
        for label in &labels[..few] {
            points = points.focus(label);
        }
        let numbers = rows(&labels[..few], from).map(|row| format!("{} {}%", row[0], row[1].replace('-', "\u{2212}")));
        check(&points, &numbers.collect::<Vec<_>>(), "points of a strip");
    }

    #[test]
    fn labels_of_cells_are_whole_and_apart(labels in labels(20), measures in labels(6)) {
        prop_assume!(!labels.is_empty() && !measures.is_empty());
        let cells = with_series("cell", &labels, &measures).x(&["series"]).y("label");
        let mut cells = cells.color("amount");
        cells.figure.channels.order.clear();
        for width in [320.0, 960.0] {
            let sheet = sheet(&cells, width);
            assert_apart(&sheet, "cells");
            let mut drawn: BTreeMap<usize, String> = BTreeMap::new();
            for text in &sheet.texts {
                *drawn.entry(text.label).or_default() += &solid(&text.text);
            }
            // Where a table takes several blocks, the names of its rows stand in each.
            for label in both(&labels, &measures) {
                let label = solid(&clean(&label));
                prop_assert!(drawn.values().any(|text| *text == label), "{label} vanished");
            }
        }
    }

    #[test]
    fn labels_of_slopes_and_breaks_are_whole_and_apart(
        labels in labels(8),
        breaks in labels(4),
        from in -60i64..400,
    ) {
        prop_assume!(!labels.is_empty() && !breaks.is_empty());
        let two = [String::from("2014"), String::from("2025")];
        let slope = with_series("slope", &labels, &two).x(&["series"]).y("amount");
        check(&slope.color("label"), &labels, "slopes");
        let years: Vec<String> = (2010..2024).map(|year| year.to_string()).collect();
        let years_at = ["2012", "2013-06", "2018", "2023"];
        let breaks: Vec<(&str, &str)> =
            years_at.into_iter().zip(breaks.iter().map(String::as_str)).collect();
        let line = single("line", &years, from).x(&["label"]).y("amount").breaks(&breaks);
        let names: Vec<String> = breaks.iter().map(|(_, label)| (*label).to_string()).collect();
        check(&line, &names, "breaks");
    }

    #[test]
    fn labels_of_numbers_are_whole_and_apart(labels in labels(4), from in -60i64..60) {
        prop_assume!(!labels.is_empty());
        let stat = single("stat", &labels, from).x(&["amount"]).y("label");
        check(&stat, &labels, "stat");
    }
}

#[test]
fn a_number_too_long_for_the_chart_is_named() {
    let table = "Label:text | Amount:number\nA | -7922816251426433759354395033\nB | 7922816251426433759354395033.5";
    for mark in ["bar", "dot", "range"] {
        let mut sample = Sample::new(mark, table).x(&["amount"]).y("label");
        if mark == "range" {
            sample = sample.x(&["amount", "amount"]);
        }
        let sheet = sheet(&sample, 320.0);
        assert_apart(&sheet, mark);
        let whole = |text: &str| text.contains("7,922,816,251,426,433,759,354,395,033");
        let drawn = sheet.texts.iter().filter(|text| whole(&text.text)).count();
        let named = sheet.unplaced.iter().filter(|text| whole(text)).count();
        assert!(drawn + named >= 2, "{mark}: {drawn} drawn, {named} named");
    }
}

#[test]
fn years_that_are_too_close_are_thinned_evenly() {
    let years: Vec<String> = (1990..2025).map(|year| year.to_string()).collect();
    let line = single("line", &years, 10).x(&["label"]).y("amount");
    let sheet = sheet(&line, 340.0);
    let shown: Vec<i32> = sheet
        .texts
        .iter()
        .filter_map(|text| text.text.parse().ok())
        .filter(|year| (1990..2025).contains(year))
        .collect();
    assert!(shown.len() >= 3, "{shown:?}");
    let step = shown[1] - shown[0];
    assert!(shown.windows(2).all(|pair| pair[1] - pair[0] == step));
    assert!(sheet.unplaced.is_empty());
}

#[test]
fn a_label_that_cannot_be_shown_is_named_in_a_warning() {
    let labels: Vec<String> = (0..40)
        .map(|at| format!("A stage of the inquiry that is long to tell {at}"))
        .collect();
    let line = single("line", &labels, 10).x(&["label"]).y("amount");
    let found = line.diagnostics();
    assert!(!found.is_empty());
    for found in found {
        assert_eq!(found.code.name, "label-does-not-fit");
        assert_eq!(found.severity, crate::diag::Severity::Warning);
        assert!(found.message.contains("A stage of the inquiry"));
    }
}
