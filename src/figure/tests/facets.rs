//! Small multiples: samples of every mark in panels, and what panels agree on.

use proptest::prelude::*;

use super::areas;
use super::labels::labels;
use super::labels::{assert_apart, sheet};
use super::samples::{DEPRIVED, PREVALENCE, fuel_poverty, wards};
use super::support::Sample;
use crate::model::{Bin, Stack, Text};

/// Claimant rates by region: ONS by way of Nomis, medians of constituencies.
const REGIONS: &str = include_str!("claimant-regions.txt");

/// Claimant rates of constituencies, March 2014 and March 2025: ONS by way of Nomis.
const PLACES: &str = "
North East | Hartlepool | 6.2 | 4.9
North East | Easington | 4.5 | 4.6
North East | Hexham | 2.0 | 2.3
North East | Tynemouth | 3.4 | 3.4
North West | Blackpool South | 6.2 | 7.2
North West | Liverpool Walton | 5.5 | 6.0
North West | Altrincham and Sale West | 1.7 | 2.0
North West | Macclesfield | 2.1 | 2.4
London | Tottenham | 5.3 | 9.4
London | Barking | 4.1 | 8.4
London | Twickenham | 1.3 | 2.7
London | Richmond Park | 1.3 | 2.5
";

/// Claimant rates in the North East, March 2014, June 2020 and December 2025, likewise.
const NORTH_EAST: &str = "
E14001101 | Bishop Auckland | 3.8 | 7.3 | 3.2
E14001106 | Blaydon and Consett | 3.0 | 6.2 | 2.9
E14001107 | Blyth and Ashington | 5.6 | 8.4 | 3.8
E14001173 | City of Durham | 2.3 | 4.1 | 2.3
E14001183 | Cramlington and Killingworth | 2.8 | 5.7 | 2.7
E14001190 | Darlington | 4.6 | 7.7 | 3.7
E14001211 | Easington | 4.5 | 8.3 | 4.1
E14001244 | Gateshead Central and Whickham | 4.2 | 7.7 | 4.0
E14001272 | Hartlepool | 6.2 | 9.1 | 4.3
E14001285 | Hexham | 2.0 | 4.1 | 2.0
E14001295 | Houghton and Sunderland South | 4.0 | 8.1 | 3.4
E14001307 | Jarrow and Gateshead East | 5.3 | 8.6 | 4.4
E14001367 | Middlesbrough and Thornaby East | 7.2 | 11.1 | 5.5
E14001368 | Middlesbrough South and East Cleveland | 4.3 | 6.9 | 3.2
E14001377 | Newcastle upon Tyne Central and West | 5.0 | 8.5 | 5.1
E14001378 | Newcastle upon Tyne East and Wallsend | 4.8 | 8.5 | 4.2
E14001379 | Newcastle upon Tyne North | 1.9 | 4.1 | 1.9
E14001382 | Newton Aycliffe and Spennymoor | 3.8 | 6.8 | 3.1
E14001389 | North Durham | 3.7 | 6.9 | 3.1
E14001397 | North Northumberland | 2.7 | 5.0 | 2.5
E14001440 | Redcar | 5.5 | 7.8 | 3.9
E14001492 | South Shields | 5.8 | 9.6 | 5.1
E14001518 | Stockton North | 6.2 | 8.9 | 4.8
E14001519 | Stockton West | 2.2 | 4.0 | 1.9
E14001531 | Sunderland Central | 4.3 | 8.4 | 4.0
E14001557 | Tynemouth | 3.4 | 6.2 | 3.1
E14001567 | Washington and Gateshead South | 4.3 | 7.9 | 3.6
";

/// Every March of some years, in regions whose number is given.
fn regions(mark: &str, years: &[usize], names: &[&str]) -> Sample {
    let lines = REGIONS.lines().filter(|line| !line.starts_with('#'));
    let lines = lines.filter_map(|line| line.split_once(": "));
    let lines = lines.filter(|(name, _)| names.is_empty() || names.contains(name));
    let rows = lines.flat_map(|(name, rates)| {
        let rates: Vec<&str> = rates.split(' ').collect();
        let row = |year: &usize| {
            let rate = rates[year - 2014].to_string();
            vec![name.to_string(), year.to_string(), rate]
        };
        years.iter().map(row).collect::<Vec<_>>()
    });
    let headings = ["Region:text", "Year:year", "Claimant rate:%"];
    Sample::of(mark, &headings.map(str::to_string), rows)
}

/// The rates of March 2014 and March 2025, a row for each.
fn places(mark: &str) -> Sample {
    let rows = PLACES.trim().lines().flat_map(|line| {
        let cells: Vec<&str> = line.split(" | ").collect();
        ["2014", "2025"]
            .into_iter()
            .zip([cells[2], cells[3]])
            .map(move |(march, rate)| {
                [cells[0], cells[1], march, rate]
                    .map(str::to_string)
                    .to_vec()
            })
            .collect::<Vec<_>>()
    });
    let headings = [
        "Region:text",
        "Constituency:text",
        "March:year",
        "Claimant rate:%",
    ];
    Sample::of(mark, &headings.map(str::to_string), rows)
}

/// Constituencies of the North East at three times.
fn on_areas(mark: &str) -> Sample {
    let times = ["March 2014", "June 2020", "December 2025"];
    let rows = NORTH_EAST.trim().lines().flat_map(|line| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let row = |at: usize| {
            [cells[0], cells[1], times[at], cells[2 + at]]
                .map(str::to_string)
                .to_vec()
        };
        (0..3).map(row).collect::<Vec<_>>()
    });
    let headings = [
        "Code:text",
        "Constituency:text",
        "When:text",
        "Claimant rate:%",
    ];
    let mut sample = Sample::of(mark, &headings.map(str::to_string), rows)
        .color("claimant-rate")
        .facet("when");
    let like = match mark {
        "hex" => areas::hexes(),
        _ => areas::boundaries(),
    };
    sample.figure.channels.ground = like.figure.channels.ground;
    sample
}

/// The regions of England at two times.
fn tiles() -> Sample {
    let codes = areas::REGIONS.trim().lines().filter_map(|line| {
        let mut cells = line.split(" | ");
        Some((cells.next()?, cells.next()?))
    });
    let rows = codes
        .filter(|(code, _)| code.starts_with('E'))
        .flat_map(|(code, name)| {
            let line = REGIONS
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{name}: ")));
            let rates: Vec<&str> = line.unwrap().split(' ').collect();
            let row = |at: usize| {
                [code, name, ["2014", "2025"][at], rates[at * 11]]
                    .map(str::to_string)
                    .to_vec()
            };
            [row(0), row(1)]
        });
    let headings = ["Code:text", "Region:text", "Year:year", "Claimant rate:%"];
    let mut sample = Sample::of("tile", &headings.map(str::to_string), rows);
    sample = sample.color("claimant-rate").facet("year");
    let mut ground = areas::tiles().figure.channels.ground.unwrap();
    let areas = &mut ground.areas.as_mut().unwrap().value.areas;
    areas.retain(|area| {
        area.property("areacd")
            .is_some_and(|code| code.starts_with('E'))
    });
    sample.figure.channels.ground = Some(ground);
    sample
}

/// Rates of disadvantage by group: the same table with a second measure for panels.
fn deprived(mark: &str) -> Sample {
    Sample::new(mark, DEPRIVED)
}

/// Households of some regions in fuel poverty.
fn constituencies(mark: &str, regions: &[&str], each: usize) -> Sample {
    let sample = fuel_poverty(mark);
    let region = |row: &usize| sample.dataset.rows[*row].cells[0].value.published();
    let rows: Vec<usize> = regions
        .iter()
        .flat_map(|name| {
            let all = 0..sample.dataset.rows.len();
            all.filter(|row| region(row) == *name).take(each)
        })
        .collect();
    sample.rows(&rows)
}

/// The figures in panels whose drawings are kept as files.
pub(super) fn samples() -> Vec<Sample> {
    let years: Vec<usize> = (2014..=2025).collect();
    let four = ["North East", "London", "South West", "England"];
    vec![
        regions("line", &years, &[])
            .x(&["year"])
            .y("claimant-rate")
            .facet("region")
            .reference("England")
            .focus("London")
            .named(
                "facet-line",
                "Claims rose most in London, and have fallen back least",
                "Claimant rate, median of constituencies, March of each year, 2014 to 2025",
            ),
        regions("bar", &[2014, 2019, 2021, 2025], &four)
            .x(&["year"])
            .y("claimant-rate")
            .facet("region")
            .focus("London")
            .named(
                "facet-columns",
                "Claims in London have doubled",
                "Claimant rate, median of constituencies, March",
            ),
        deprived("bar")
            .x(&["rate"])
            .y("area")
            .facet("measure")
            .reference("England")
            .named(
                "facet-bar",
                "More than twice the rate of England",
                "Ward averages, 2019",
            ),
        Sample::new("bar", PREVALENCE)
            .x(&["prevalence"])
            .y("condition")
            .facet("decile")
            .named("facet-bar-names", "Conditions by deprivation", "2019/20"),
        regions("bar", &[2014, 2025], &[])
            .x(&["claimant-rate"])
            .y("year")
            .facet("region")
            .reference("England")
            .named("facet-bar-compared", "Against England", "March"),
        fuel_poverty("bar")
            .x(&["fuel-poor"])
            .bin(Bin::Most(12), "constituencies")
            .facet("region")
            .named(
                "facet-histogram",
                "Fuel poverty is highest in the West Midlands",
                "Households in fuel poverty, constituencies of England, 2023",
            ),
        places("slope")
            .x(&["march"])
            .y("claimant-rate")
            .color("constituency")
            .facet("region")
            .focus("Barking")
            .named(
                "facet-slope",
                "Claims have risen most in Barking",
                "March 2014 and 2025",
            ),
        places("arrow")
            .x(&["claimant-rate"])
            .y("constituency")
            .color("march")
            .facet("region")
            .named(
                "facet-arrow",
                "Claims have risen most in Barking",
                "March 2014 and 2025",
            ),
        places("range")
            .x(&["claimant-rate"])
            .y("constituency")
            .color("march")
            .facet("region")
            .named(
                "facet-range",
                "Claims in 2014 and 2025",
                "March 2014 and 2025",
            ),
        places("cell")
            .x(&["march"])
            .y("constituency")
            .color("claimant-rate")
            .facet("region")
            .named(
                "facet-cell",
                "Claims by constituency",
                "March 2014 and 2025",
            ),
        places("stat")
            .x(&["claimant-rate"])
            .y("march")
            .facet("constituency")
            .rows(&[8, 9, 18, 19])
            .named("facet-stat", "Two constituencies", "March 2014 and 2025"),
        on_areas("hex").focus("Easington").named(
            "facet-hex",
            "Claims in the North East",
            "March 2014, June 2020, December 2025",
        ),
        on_areas("map").named(
            "facet-map",
            "Claims in the North East",
            "March 2014, June 2020, December 2025",
        ),
        tiles().named("facet-tile", "Claims by region", "March"),
        constituencies(
            "strip",
            &["North East", "London", "West Midlands", "South West"],
            80,
        )
        .x(&["fuel-poor"])
        .facet("region")
        .focus("Birmingham Ladywood")
        .named("facet-strip", "Where the poorest are", "2023"),
        wards("strip").x(&["income-deprived"]).facet("group").named(
            "facet-strip-counted",
            "Wards",
            "2019",
        ),
        deprived("dot")
            .x(&["rate"])
            .y("measure")
            .facet("area")
            .reference("England")
            .named("facet-dot", "Two groups of wards", "2019"),
    ]
}

/// Some areas with a value for each of two years and two groups.
const AREAS: &str = "
Part:text | Area:text | Year:year | Group:text | Rate:%
North | Ayton | 2020 | women | 4
North | Ayton | 2021 | women | 6
North | Bewick | 2020 | women | 5
North | Bewick | 2021 | women | 90
South | Corve | 2020 | women | 7
South | Corve | 2021 | women | 8
Mid | Dale | 2020 | women | 3
Mid | Dale | 2021 | women | 2
";

fn lines() -> Sample {
    Sample::new("line", AREAS)
        .x(&["year"])
        .y("rate")
        .facet("area")
}

/// The words that stand alone in a text of the drawing.
fn texts(svg: &str) -> Vec<&str> {
    let parts = svg
        .split("</text>")
        .filter_map(|part| part.rsplit('>').next());
    parts.collect()
}

fn times(svg: &str, text: &str) -> usize {
    texts(svg).into_iter().filter(|it| *it == text).count()
}

#[test]
fn no_label_of_a_panel_lies_on_another_at_any_width() {
    for sample in samples() {
        for width in [320.0, 340.0, 560.0, 720.0, 960.0] {
            let sheet = sheet(&sample, width);
            assert_apart(&sheet, &sample.figure.name);
            assert!(sheet.unplaced.is_empty(), "{:?}", sheet.unplaced);
        }
    }
}

#[test]
fn every_panel_has_its_heading_once_and_all_share_one_axis() {
    let drawing = lines().drawing();
    for svg in [&drawing.wide, &drawing.narrow] {
        for name in ["Ayton", "Bewick", "Corve", "Dale"] {
            assert_eq!(times(svg, name), 1, "{name}");
        }
        // The greatest value stands in one panel, and every axis reaches as far.
        assert_eq!(times(svg, "80%"), 4, "{svg}");
        assert_eq!(times(svg, "Rate"), 1);
    }
}

#[test]
fn panels_are_never_too_narrow_to_be_read() {
    let across = |columns: u32| {
        let mut sample = lines();
        sample.figure.channels.columns = Some(areas::spanned(columns));
        let sheet = sheet(&sample, 560.0);
        let headings = sheet.texts.iter();
        let first = sheet
            .texts
            .iter()
            .find(|text| text.text == "Ayton")
            .unwrap()
            .y;
        headings.filter(|text| text.y == first).count()
    };
    assert_eq!(across(2), 2);
    assert_eq!(across(6), 3);
}

#[test]
fn panels_stand_in_the_order_of_the_rows() {
    let order = |sample: Sample| {
        let wide = sample.drawing().wide;
        let names = ["Ayton", "Bewick", "Corve", "Dale"];
        let found = texts(&wide).into_iter().filter(|it| names.contains(it));
        found.map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(order(lines()), ["Ayton", "Bewick", "Corve", "Dale"]);
    let sorted = lines().rows(&[6, 7, 4, 5, 2, 3, 0, 1]);
    assert_eq!(order(sorted), ["Dale", "Corve", "Bewick", "Ayton"]);
}

#[test]
fn what_is_compared_with_stands_in_every_panel_and_has_none_of_its_own() {
    let drawing = lines().reference("Dale").drawing();
    let wide = &drawing.wide;
    // Its name stands in the key alone, and its line in each of three panels.
    assert_eq!(times(wide, "Dale"), 1);
    assert_eq!(wide.matches("class=\"l-reference\"").count(), 3, "{wide}");
    assert!(
        drawing
            .description
            .starts_with("3 panels, one for each Area: Ayton, Bewick and Corve.")
    );
    assert!(
        drawing
            .description
            .contains("In each panel: Dale, for comparison, falls from 3% in 2020")
    );
}

#[test]
fn rows_that_the_reference_names_stand_in_every_panel() {
    let table = "Part:text | Area:text | Rate:%\n\
        North | Ayton | 4\nNorth | Bewick | 5\nSouth | Corve | 7\nSouth | Dale | 9\n\
        Country | Country | 6";
    let sample = Sample::new("bar", table)
        .x(&["rate"])
        .y("area")
        .facet("part");
    let drawing = sample.reference("Country").drawing();
    assert_eq!(times(&drawing.wide, "Country"), 2, "{}", drawing.wide);
    assert!(
        drawing
            .description
            .starts_with("2 panels, one for each Part: North and South.")
    );
}

#[test]
fn a_reference_that_cannot_stand_in_all_panels_has_the_last() {
    let sample = Sample::new("strip", AREAS)
        .x(&["rate"])
        .facet("part")
        .reference("North");
    let wide = sample.drawing().wide;
    let names: Vec<&str> = texts(&wide)
        .into_iter()
        .filter(|it| ["North", "South", "Mid"].contains(it))
        .collect();
    assert_eq!(names, ["South", "Mid", "North"]);
}

#[test]
fn a_reference_beside_series_has_the_last_panel() {
    let sample = lines().color("group").reference("Ayton");
    let description = sample.drawing().description;
    let opening = "4 panels, one for each Area: Bewick, Corve, Dale and Ayton.";
    assert!(description.starts_with(opening), "{description}");
}

#[test]
fn a_panel_in_focus_is_emphasised_and_the_others_are_grey() {
    let wide = lines().focus("Corve").drawing().wide;
    assert_eq!(wide.matches("class=\"l-focus\"").count(), 1, "{wide}");
    assert_eq!(wide.matches("class=\"l-muted\"").count(), 3, "{wide}");
    // Beside what they are compared with, which is grey, the others keep their colour.
    let wide = lines().focus("Corve").reference("Dale").drawing().wide;
    assert_eq!(wide.matches("class=\"l-focus\"").count(), 1, "{wide}");
    assert_eq!(wide.matches("class=\"l1\"").count(), 2, "{wide}");
}

#[test]
fn the_limit_of_series_holds_for_each_panel() {
    let table = |series: usize| {
        let rows = (0..2).flat_map(|part| {
            (0..series).flat_map(move |at| {
                [2020, 2021]
                    .map(|year| format!("\nPart {part} | Area {part}{at} | {year} | {at}.5"))
            })
        });
        let rows: String = rows.collect();
        format!("Part:text | Area:text | Year:year | Rate:%{rows}")
    };
    let sample = |series: usize| {
        let sample = Sample::new("line", &table(series)).x(&["year"]).y("rate");
        sample.color("area").facet("part")
    };
    // Eight series in all, four in each panel.
    sample(4).drawing();
    let found = sample(5).diagnostics();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code.name, "too-many-series");
    assert!(found[0].message.starts_with("a panel of"));
}

#[test]
fn a_series_looks_alike_in_every_panel() {
    // Men have rows in the second panel only, and are the second series there as in the key.
    let table = "Part:text | Group:text | Year:year | Rate:%\n\
        A | women | 2020 | 1\nA | women | 2021 | 2\n\
        B | men | 2020 | 1\nB | men | 2021 | 2";
    let sample = Sample::new("line", table)
        .x(&["year"])
        .y("rate")
        .color("group");
    let wide = sample.facet("part").drawing().wide;
    assert_eq!(wide.matches("class=\"l1\"").count(), 1);
    assert_eq!(wide.matches("class=\"l2\"").count(), 1);
    assert_eq!(times(&wide, "women"), 1, "one key");
}

#[test]
fn too_many_panels_are_refused() {
    let rows: String = (0..37)
        .map(|at| format!("\nArea {at} | 2020 | {at}"))
        .collect();
    let table = format!("Area:text | Year:year | Rate:%{rows}");
    let sample = Sample::new("line", &table)
        .x(&["year"])
        .y("rate")
        .facet("area");
    assert_eq!(sample.faults(), ["too-many-panels"]);
}

#[test]
fn what_is_said_of_all_panels_is_said_once() {
    let sample = lines().focus("Nowhere");
    assert_eq!(sample.faults(), ["not-in-figure"]);
}

#[test]
fn areas_in_panels_are_compared_with_a_number() {
    let sample = on_areas("hex").reference("E14001211");
    let found = sample.diagnostics();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("compared with a number"));
    on_areas("hex").rule("4.5").drawing();
}

#[test]
fn areas_of_other_panels_are_blank_and_no_gap() {
    let nested = |missing: bool| {
        let rows = NORTH_EAST.trim().lines().enumerate().map(|(at, line)| {
            let cells: Vec<&str> = line.split(" | ").collect();
            let rate = if missing && at == 0 { "[c]" } else { cells[2] };
            let half = ["one", "other"][at % 2];
            [cells[0], cells[1], half, rate]
                .map(str::to_string)
                .to_vec()
        });
        let headings = ["Code:text", "Area:text", "Half:text", "Rate:%"].map(str::to_string);
        let mut sample = Sample::of("hex", &headings, rows)
            .color("rate")
            .facet("half");
        sample.figure.channels.ground = areas::hexes().figure.channels.ground;
        sample.drawing()
    };
    let (whole, missing) = (nested(false), nested(true));
    assert!(!whole.wide.contains("chart-hatch") && !whole.wide.contains("No value"));
    assert!(missing.wide.contains("chart-hatch") && missing.wide.contains("No value"));
    assert!(
        !whole.description.contains("no value"),
        "{}",
        whole.description
    );
    assert!(missing.description.contains("1 area has no value"));
}

#[test]
fn nested_categories_stand_in_their_own_panel_alone() {
    let rows: String = (0..20)
        .map(|at| format!("\nMost | Area {at} | {at}"))
        .collect();
    let table = format!("Part:text | Area:text | Rate:%{rows}\nFew | Zed | 4");
    let sample = Sample::new("bar", &table)
        .x(&["rate"])
        .y("area")
        .facet("part");
    let wide = sample.drawing().wide;
    assert_eq!(times(&wide, "Zed"), 1);
    assert!(!wide.contains("no data"));
}

#[test]
fn each_value_is_read_in_its_panel() {
    let wide = lines().drawing().wide;
    let start = wide.find("data-rows=\"").unwrap() + "data-rows=\"".len();
    let places: Vec<&str> = wide[start..]
        .split('"')
        .next()
        .unwrap()
        .split(';')
        .collect();
    assert_eq!(places.len(), 8, "{places:?}");
    let left = |at: usize| {
        places[at]
            .split(' ')
            .next()
            .unwrap()
            .parse::<i64>()
            .unwrap()
    };
    // The panels of the first three areas stand side by side.
    assert!(left(0) < left(2), "{places:?}");
}

#[test]
fn counted_rows_of_all_panels_make_one_table() {
    let sample = Sample::new("bar", AREAS)
        .x(&["rate"])
        .bin(Bin::Most(4), "areas");
    let drawing = sample.facet("part").drawing();
    let summary = drawing.summary.unwrap();
    assert_eq!(summary.columns[0].title, "Part");
    let firsts: Vec<&str> = summary.rows.iter().map(|row| row[0].as_str()).collect();
    let each = summary.rows.len() / 3;
    assert_eq!(firsts.iter().filter(|name| **name == "Mid").count(), each);
    let start = drawing.wide.find("data-rows=\"").unwrap();
    let list = drawing.wide[start..].split('"').nth(1).unwrap();
    assert_eq!(list.split(';').count(), summary.rows.len());
}

#[test]
fn stacked_bars_of_all_panels_share_a_scale() {
    let table = "Part:text | Area:text | Group:text | Count:number\n\
        A | x | young | 10\nA | x | old | 30\nB | x | young | 100\nB | x | old | 300";
    let sample = Sample::new("bar", table)
        .x(&["count"])
        .y("area")
        .color("group");
    let wide = sample.stack(Stack::Zero).facet("part").drawing().wide;
    assert_eq!(
        times(&wide, "300"),
        3,
        "a value, and a number of each axis: {wide}"
    );
}

#[test]
fn a_panel_names_its_value_and_not_its_field() {
    let mut sample = lines();
    sample.figure.title = Text::of("A title");
    let description = sample.drawing().description;
    assert_eq!(
        description,
        "4 panels, one for each Area: Ayton, Bewick, Corve and Dale. Each panel, on the same scale: \
         Line chart of Rate in per cent, by Year. Highest: 2021 in Bewick (90%); lowest: 2021 in \
         Dale (2%). Ayton rises from 4% in 2020 to 6% in 2021. Bewick rises from 5% in 2020 to 90% \
         in 2021. Corve rises from 7% in 2020 to 8% in 2021. Dale falls from 3% in 2020 to 2% in \
         2021."
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn headings_and_names_of_panels_are_whole_and_apart(
        panels in labels(5),
        names in labels(3),
        mark in prop::sample::select(vec!["bar", "dot", "strip"]),
        compared in any::<bool>(),
    ) {
        prop_assume!(panels.len() > 1 && !names.is_empty());
        let rows = panels.iter().enumerate().flat_map(|(at, panel)| {
            names.iter().enumerate().map(move |(place, name)| {
                let rate = (at * 31 + place * 17) % 97;
                vec![panel.clone(), name.clone(), rate.to_string()]
            })
        });
        let headings = ["Part:text", "Area:text", "Rate:%"].map(str::to_string);
        let mut sample = Sample::of(mark, &headings, rows).x(&["rate"]).y("area").facet("part");
        if compared && mark != "strip" && !names.contains(&panels[0]) {
            sample = sample.reference(&panels[0]);
        }
        for width in [320.0, 720.0] {
            let sheet = sheet(&sample, width);
            assert_apart(&sheet, mark);
            let mut drawn: Vec<String> = Vec::new();
            for text in &sheet.texts {
                drawn.push(text.text.chars().filter(|letter| !letter.is_whitespace()).collect());
            }
            let all = drawn.concat();
            for label in panels.iter().chain(&names) {
                let label = crate::figure::text::clean(label);
                let solid: String = label.chars().filter(|it| !it.is_whitespace()).collect();
                prop_assert!(all.contains(&solid), "{label} vanished from {drawn:?}");
            }
        }
    }
}
