//! What is in a drawing, whatever it looks like.

use super::samples::samples;
use super::support::Sample;
use crate::model::Text;

/// The start tags, with their attributes as written.
fn tags(svg: &str) -> Vec<&str> {
    svg.split('<')
        .skip(1)
        .filter(|tag| !tag.starts_with('/'))
        .map(|tag| tag.split('>').next().unwrap())
        .collect()
}

/// Checks that every element is closed, each text escaped and each attribute quoted.
fn assert_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in svg.trim_end().split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        assert!(!text.contains('>'), "{part}");
        for entity in text.split('&').skip(1) {
            let name = entity.split_once(';').unwrap().0;
            assert!(["amp", "lt", "gt", "quot"].contains(&name), "{part}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split([' ', '/']).next().unwrap();
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn a_drawing_is_well_formed_and_names_itself() {
    for sample in samples() {
        let drawing = sample.drawing();
        let name = &sample.figure.name;
        for (svg, layout) in [
            (&drawing.wide, "wide"),
            (&drawing.narrow, "narrow"),
            (&drawing.file, "file"),
        ] {
            assert_well_formed(svg);
            let labelled = format!(
                "role=\"img\" aria-labelledby=\"{name}--{layout}-title {name}--{layout}-desc\""
            );
            assert!(svg.contains(&labelled), "{svg}");
            assert!(svg.contains(&format!("<title id=\"{name}--{layout}-title\">")));
            assert!(svg.contains(&format!("<desc id=\"{name}--{layout}-desc\">")));
        }
    }
}

#[test]
fn a_drawing_in_a_page_keeps_the_content_security_policy() {
    for sample in samples() {
        let drawing = sample.drawing();
        for tag in tags(&drawing.wide).into_iter().chain(tags(&drawing.narrow)) {
            let forbidden = tag.contains("style") || tag.contains("#") || tag.contains("rotate");
            assert!(!forbidden, "{tag}");
        }
    }
}

#[test]
fn no_length_has_more_than_one_decimal() {
    for sample in samples() {
        let drawing = sample.drawing();
        for tag in tags(&drawing.wide).into_iter().chain(tags(&drawing.file)) {
            for decimals in tag.split('.').skip(1) {
                let digits = decimals.bytes().take_while(u8::is_ascii_digit).count();
                assert!(digits < 2, "{tag}");
            }
        }
    }
}

#[test]
fn a_chart_of_twenty_bars_is_small() {
    let rows: String = (1..=20)
        .map(|at| format!("\nConstituency number {at} | {at}.5"))
        .collect();
    let table = format!("Area:text | Rate:%{rows}");
    let drawing = Sample::new("bar", &table).x(&["rate"]).y("area").drawing();
    assert!(drawing.wide.len() < 6000, "{}", drawing.wide.len());
    assert!(drawing.narrow.len() < 6000, "{}", drawing.narrow.len());
}

#[test]
fn a_file_stands_alone() {
    let sample = &samples()[0];
    let file = sample.drawing().file;
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(file.contains("prefers-color-scheme: dark"));
    assert!(
        file.contains("income deprived</text>"),
        "the title is drawn"
    );
    assert!(file.contains(">Source: Office for Samples</text>"));
}

#[test]
fn the_default_theme_carries_the_style_of_charts() {
    let theme = include_str!("../../../themes/default/assets/style.css");
    assert!(theme.contains(crate::figure::STYLE.trim()));
}

/// The columns of a table are measured by what a picture takes at least: nothing, if it may shrink.
#[test]
fn a_bar_in_a_cell_keeps_its_width_whatever_pictures_do() {
    let theme = include_str!("../../../themes/default/assets/style.css");
    let (_, rule) = theme.split_once("\n.cell-bar {").unwrap();
    let (rule, _) = rule.split_once('}').unwrap();
    assert!(rule.contains("max-width: none;"), "{rule}");
}

#[test]
fn words_cannot_break_out_of_a_drawing() {
    let table =
        "Area:text | Rate:%\n</text><script>alert(\"1\")</script> & co | 1\nB\u{1}\u{b} | 2";
    let mut sample = Sample::new("bar", table).x(&["rate"]).y("area");
    sample.figure.title = Text::of("</title><script>");
    sample.figure.alt = Text::of("</desc><script>");
    let drawing = sample.drawing();
    for svg in [&drawing.wide, &drawing.narrow, &drawing.file] {
        assert_well_formed(svg);
        assert!(!svg.contains("<script"));
        assert!(
            !svg.chars()
                .any(|letter| letter.is_control() && letter != '\n')
        );
    }
}

#[test]
fn a_missing_value_is_marked_and_never_zero() {
    let table = "Area:text | Rate:%\nA | 4\nB | [c]\nC | ";
    let sample = Sample::new("bar", table).x(&["rate"]).y("area");
    let drawing = sample.drawing();
    assert!(drawing.wide.contains(">[c] confidential</text>"));
    assert!(drawing.wide.contains(">not available</text>"));
    let bars = tags(&drawing.wide);
    let bars = bars
        .iter()
        .find(|tag| tag.contains("class=\"s1\""))
        .unwrap();
    assert_eq!(bars.matches('M').count(), 1, "{bars}");
    assert!(drawing.description.contains("2 values are missing"));
}

#[test]
fn a_line_breaks_where_a_value_is_missing() {
    let table = "Year:year | Rate:%\n2010 | 4\n2011 | 5\n2012 | [c]\n2013 | 6\n2014 | 7";
    let sample = Sample::new("line", table).x(&["year"]).y("rate");
    let drawing = sample.drawing();
    let lines = tags(&drawing.wide);
    let line = lines
        .iter()
        .find(|tag| tag.contains("class=\"l1\""))
        .unwrap();
    assert_eq!(line.matches('M').count(), 2, "{line}");
    assert!(drawing.wide.contains(">[c]</text>"));
}

#[test]
fn published_values_are_shown_to_the_same_places() {
    let table = "Area:text | Rate:%\nA | 4\nB | 5.25";
    let mut sample = Sample::new("bar", table).x(&["rate"]).y("area");
    assert!(sample.drawing().wide.contains(">4.00%</text>"));
    sample.dataset.fields[1].decimals = Some(1);
    assert!(sample.drawing().wide.contains(">5.3%</text>"));
    sample.figure.decimals = Some(0);
    assert!(sample.drawing().wide.contains(">5%</text>"));
}

#[test]
fn what_is_compared_with_is_grey_and_last() {
    let table = "Measure:text | Area:text | Rate:%\nm | England | 1\nm | Left behind | 2";
    let sample = Sample::new("bar", table);
    let sample = sample.x(&["rate"]).y("measure").color("area");
    let wide = sample.reference("England").drawing().wide;
    let (own, grey) = (wide.find("class=\"s1\""), wide.find("class=\"reference\""));
    assert!(own.unwrap() < grey.unwrap());
    assert!(wide.find("Left behind").unwrap() < wide.find("England").unwrap());
}

#[test]
fn a_year_as_reference_names_the_year_and_is_no_value() {
    let table = "Year:year | Rate:%\n2019 | 4\n2020 | 6\n2021 | 5";
    let sample = Sample::new("bar", table)
        .x(&["year"])
        .y("rate")
        .rule("2019");
    let drawing = sample.drawing();
    assert!(drawing.wide.contains("class=\"reference\""));
    assert!(!drawing.wide.contains("2,019"), "{}", drawing.wide);
}

#[test]
fn a_description_tells_extremes_focus_and_comparison() {
    let table = "Area:text | Rate:%\nA | 4\nB | 9\nC | 6\nD | 5";
    let sample = Sample::new("bar", table).x(&["rate"]).y("area");
    assert_eq!(
        sample.focus("C").reference("D").drawing().description,
        "Bar chart of Rate in per cent, by Area, 4 categories. Highest: B (9%); lowest: A (4%). \
         In focus: C (6%). Compared with D (5%). C is 1 percentage point above D."
    );
    let sample = Sample::new("bar", table).x(&["rate"]).y("area");
    let told = sample.focus("A").rule("6.5").drawing().description;
    let end = "In focus: A (4%). Compared with 6.5%. A is 2.5 percentage points below it.";
    assert!(told.ends_with(end), "{told}");
    let table = "Year:year | Rate:%\n2019 | 4\n2020 | 9\n2021 | 5";
    let sample = Sample::new("line", table).x(&["year"]).y("rate");
    assert_eq!(
        sample.drawing().description,
        "Line chart of Rate in per cent, by Year, 2019 to 2021, 1 line. \
         It rises from 4% in 2019 to 5% in 2021; highest 9% in 2020."
    );
}

#[test]
fn a_description_names_what_shares_an_extreme() {
    let told = |values: [u8; 6]| {
        let rows: Vec<String> = ["A", "B", "C", "D", "E", "F"]
            .iter()
            .zip(values)
            .map(|(name, value)| format!("{name} | {value}"))
            .collect();
        let table = format!("Area:text | Rate:%\n{}", rows.join("\n"));
        let sample = Sample::new("bar", &table).x(&["rate"]).y("area");
        let description = sample.drawing().description;
        let (_, told) = description.split_once("categories. ").unwrap();
        told.to_string()
    };
    assert_eq!(
        told([1, 9, 9, 5, 1, 1]),
        "Highest: B and C (9%); lowest: A, E and F (1%)."
    );
    assert_eq!(
        told([1, 9, 1, 1, 1, 1]),
        "Highest: B (9%); lowest: A, C, D and 2 others (1%)."
    );
    assert_eq!(told([4; 6]), "All values are 4%.");
}

#[test]
fn a_description_of_periods_tells_their_course() {
    let of = |order: &str| {
        let table = format!("Year:year | Rate:%\n{order}");
        let sample = Sample::new("bar", &table).x(&["year"]).y("rate");
        sample.drawing().description
    };
    let told = of("2019 | 4\n2020 | 9\n2021 | 3\n2022 | 5");
    assert!(
        told.ends_with("From 4% in 2019 to 5% in 2022; highest 9% in 2020; lowest 3% in 2021."),
        "{told}"
    );
    let told = of("2020 | 9\n2022 | 5\n2019 | 4\n2021 | 3");
    assert!(
        told.contains("Highest: 2020 (9%); lowest: 2021 (3%)."),
        "{told}"
    );
}

#[test]
fn many_or_long_names_turn_columns_into_bars() {
    let rows: String = (1..=12)
        .map(|at| format!("\nConstituency with a long name {at} | {at}"))
        .collect();
    let table = format!("Area:text | Rate:%{rows}");
    let across = Sample::new("bar", &table).x(&["rate"]).y("area").drawing();
    let up = Sample::new("bar", &table).x(&["area"]).y("rate").drawing();
    assert_eq!(across.wide, up.wide);
    let few = Sample::new("bar", "Area:text | Rate:%\nA | 1\nB | 2");
    let few = few.x(&["area"]).y("rate").drawing();
    assert!(few.wide.contains("text-anchor=\"middle\">"));
}

#[test]
fn a_table_is_words_only() {
    let table = "Area:text | Rate:%\nA | 1\nB | 2";
    let drawing = Sample::new("table", table).drawing();
    assert!(drawing.wide.is_empty() && drawing.narrow.is_empty() && drawing.file.is_empty());
    assert_eq!(drawing.description, "Table of 2 rows: Area and Rate.");
}

#[test]
fn a_chart_without_any_value_is_still_drawn() {
    for mark in ["bar", "dot", "stat"] {
        let table = "Area:text | Rate:%\nA | [c]\nB | ";
        let drawing = Sample::new(mark, table).x(&["rate"]).y("area").drawing();
        assert!(drawing.wide.contains("[c]"), "{mark}: {}", drawing.wide);
    }
    let table = "Year:year | Rate:%\n2010 | [c]\n2011 | [c]";
    let drawing = Sample::new("line", table).x(&["year"]).y("rate").drawing();
    assert!(drawing.wide.contains("[c]"));
}

#[test]
fn huge_and_tiny_values_are_drawn() {
    for values in [
        ["79228162514264337593543950335", "1"],
        ["0.0000000000000000000000000001", "0"],
        [
            "-79228162514264337593543950335",
            "79228162514264337593543950335",
        ],
        ["0", "0"],
    ] {
        for mark in ["bar", "dot", "stat"] {
            let table = format!("Area:text | Rate:%\nA | {}\nB | {}", values[0], values[1]);
            let sample = Sample::new(mark, &table).x(&["rate"]).y("area");
            let outcome = crate::figure::draw(&sample.figure, &sample.dataset);
            assert_well_formed(&outcome.value.wide);
        }
    }
}
