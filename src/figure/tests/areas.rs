//! Figures of areas: hexagons, tiles and boundaries, from small excerpts of published files.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::labels::{assert_apart, sheet};
use super::support::{Sample, span};
use crate::model::{
    Area, AreaKind, Areas, Classing, FieldId, Grid, Ground, HexLayout, Shape, Text,
};
use crate::source::{SourceId, Spanned};

/// Boundaries of constituencies in the North East: ONS, generalised, rounded to four decimals.
/// Contains OS data © Crown copyright and database right 2024.
const BOUNDARIES: &str =
    include_str!("../../../tests/sites/kitchen/content/data/north-east.geojson");

/// Claimants in December 2025 in per cent of those aged 16 to 64 (ONS by way of Nomis), and where
/// each constituency stands on the hexagon map of Open Innovations.
const NORTH_EAST: &str = "
E14001101 | Bishop Auckland | 3.2 | 54 | -14
E14001106 | Blaydon and Consett | 2.9 | 55 | -14
E14001107 | Blyth and Ashington | 3.8 | 55 | -12
E14001173 | City of Durham | 2.3 | 55 | -16
E14001183 | Cramlington and Killingworth | 2.7 | 56 | -12
E14001190 | Darlington | 3.7 | 55 | -17
E14001211 | Easington | 4.1 | 57 | -16
E14001244 | Gateshead Central and Whickham | 4.0 | 56 | -15
E14001272 | Hartlepool | 4.3 | 59 | -16
E14001285 | Hexham | 2.0 | 53 | -13
E14001295 | Houghton and Sunderland South | 3.4 | 57 | -15
E14001307 | Jarrow and Gateshead East | 4.4 | 57 | -14
E14001367 | Middlesbrough and Thornaby East | 5.5 | 57 | -17
E14001368 | Middlesbrough South and East Cleveland | 3.2 | 59 | -17
E14001377 | Newcastle upon Tyne Central and West | 5.1 | 54 | -13
E14001378 | Newcastle upon Tyne East and Wallsend | 4.2 | 56 | -14
E14001379 | Newcastle upon Tyne North | 1.9 | 55 | -13
E14001382 | Newton Aycliffe and Spennymoor | 3.1 | 56 | -16
E14001389 | North Durham | 3.1 | 54 | -15
E14001397 | North Northumberland | 2.5 | 54 | -12
E14001440 | Redcar | 3.9 | 58 | -17
E14001492 | South Shields | 5.1 | 58 | -14
E14001518 | Stockton North | 4.8 | 58 | -16
E14001519 | Stockton West | 1.9 | 56 | -17
E14001531 | Sunderland Central | 4.0 | 58 | -15
E14001557 | Tynemouth | 3.1 | 56 | -13
E14001567 | Washington and Gateshead South | 3.6 | 55 | -15
";

/// Medians of the constituencies of each region and nation, from the same figures.
pub(super) const REGIONS: &str = "
S92000003 | Scotland | 2.8 | SCT | 2 | 0
N92000002 | Northern Ireland | 2.75 | NI | 0 | 1
E12000001 | North East | 3.6 | NE | 3 | 1
E12000002 | North West | 3.7 | NW | 2 | 2
E12000003 | Yorkshire and The Humber | 3.45 | YH | 3 | 2
W92000004 | Wales | 3.05 | WAL | 1 | 3
E12000005 | West Midlands | 3.5 | WM | 2 | 3
E12000004 | East Midlands | 2.9 | EM | 3 | 3
E12000006 | East of England | 2.7 | EE | 4 | 3
E12000009 | South West | 2.5 | SW | 2 | 4
E12000008 | South East | 2.9 | SE | 3 | 4
E12000007 | London | 5.4 | LDN | 4 | 4
";

pub(super) fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, span(900))
}

/// The rows of a table as lists of cells.
fn cells(table: &str) -> Vec<Vec<String>> {
    let lines = table.trim().lines();
    lines
        .map(|line| {
            line.split('|')
                .map(|cell| cell.trim().to_string())
                .collect()
        })
        .collect()
}

fn area(at: usize, code: Option<&str>, properties: &[(&str, &str)], shape: Shape) -> Arc<Area> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_string(), (*value).to_string());
    Arc::new(Area {
        span: span(5000 + at),
        code: code.map(str::to_string),
        properties: properties.iter().map(owned).collect(),
        shape,
    })
}

/// A figure of a mark over rows of code, name and rate.
fn on(mark: &str, rows: &[Vec<String>], kind: AreaKind, areas: Vec<Arc<Area>>) -> Sample {
    let headings = ["Code:text", "Area:text", "Claimant rate:%"].map(str::to_string);
    let rows = rows.iter().map(|row| row[..3].to_vec());
    let mut sample = Sample::of(mark, &headings, rows).color("claimant-rate");
    sample.figure.channels.ground = Some(Ground {
        key: Some(spanned(FieldId(0))),
        areas: Some(spanned(Areas {
            file: SourceId(0),
            name: "areas.file".to_string(),
            kind,
            areas,
            id: None,
        })),
        scale: None,
        lookup: BTreeMap::new(),
        outline: None,
        attribution: Some(Text::of(
            "Contains OS data © Crown copyright and database right 2024",
        )),
    });
    sample
}

fn ground(sample: &mut Sample) -> &mut Ground {
    sample.figure.channels.ground.as_mut().unwrap()
}

fn whole(text: &str) -> i32 {
    text.parse().unwrap()
}

pub(super) fn hexes() -> Sample {
    let rows = cells(NORTH_EAST);
    let areas = rows.iter().enumerate().map(|(at, row)| {
        let shape = Shape::Cell(whole(&row[3]), whole(&row[4]));
        area(at, Some(&row[0]), &[("n", &row[1])], shape)
    });
    let areas = areas.collect();
    on("hex", &rows, AreaKind::Hexes(HexLayout::OddRow), areas)
}

pub(super) fn tiles() -> Sample {
    let rows = cells(REGIONS);
    let areas = rows.iter().enumerate().map(|(at, row)| {
        let shape = Shape::Cell(whole(&row[4]), whole(&row[5]));
        area(at, None, &[("areacd", &row[0]), ("short", &row[3])], shape)
    });
    let areas = areas.collect();
    on("tile", &rows, AreaKind::Tiles, areas)
}

/// The areas of a GeoJSON text that is known to be sound.
fn features(text: &str) -> Vec<Arc<Area>> {
    let json: Json = serde_json::from_str(text).unwrap();
    let number = |json: &Json| json.to_string().parse::<f64>().unwrap();
    let list = |json: &Json| json.as_array().unwrap().clone();
    let ring = |json: &Json| -> Vec<(f64, f64)> {
        let points = list(json);
        let point = |point: &Json| (number(&point[0]), number(&point[1]));
        points.iter().map(point).collect()
    };
    let polygon = |json: &Json| list(json).iter().map(ring).collect::<Vec<_>>();
    list(&json["features"])
        .iter()
        .enumerate()
        .map(|(at, feature)| {
            let shape = &feature["geometry"];
            let polygons = match shape["type"].as_str().unwrap() {
                "Polygon" => vec![polygon(&shape["coordinates"])],
                _ => list(&shape["coordinates"]).iter().map(polygon).collect(),
            };
            let property = |name: &str| feature["properties"][name].as_str().unwrap().to_string();
            let (code, name) = (property("PCON24CD"), property("PCON24NM"));
            let properties = [("PCON24CD", code.as_str()), ("PCON24NM", name.as_str())];
            area(at, None, &properties, Shape::Polygons(polygons))
        })
        .collect()
}

pub(super) fn boundaries() -> Sample {
    let kind = AreaKind::Boundaries(Grid::Degrees);
    on("map", &cells(NORTH_EAST), kind, features(BOUNDARIES))
}

/// The figures whose drawings are kept as files.
pub(super) fn samples() -> Vec<Sample> {
    let mut missing = cells(NORTH_EAST);
    missing[4][2] = "[c]".to_string();
    let mut given = on(
        "map",
        &missing,
        AreaKind::Boundaries(Grid::Degrees),
        features(BOUNDARIES),
    );
    let limits = ["2.5", "3.5", "4.5"].map(|limit| limit.parse().unwrap());
    ground(&mut given).scale = Some(spanned(Classing::Breaks(limits.to_vec())));
    let mut equal = on(
        "map",
        &missing,
        AreaKind::Boundaries(Grid::Degrees),
        features(BOUNDARIES),
    );
    ground(&mut equal).scale = Some(spanned(Classing::Equal(3)));
    vec![
        equal.named(
            "map-equal",
            "Claimant rates are highest along the Tees and the Tyne",
            "Claimants, % of people aged 16 to 64, December 2025",
        ),
        hexes().focus("Easington").named(
            "hex",
            "Middlesbrough and Thornaby East has the highest claimant rate in the North East",
            "Claimants, % of people aged 16 to 64, December 2025",
        ),
        tiles().focus("E12000001").named(
            "tile",
            "London's median claimant rate is far above those of the other regions",
            "Claimants, median of constituencies, December 2025",
        ),
        boundaries().focus("E14001211").named(
            "map",
            "Claimant rates are highest along the Tees and the Tyne",
            "Claimants, % of people aged 16 to 64, December 2025",
        ),
        given.rule("3.5").named(
            "map-midpoint",
            "The countryside of the North East is below 3.5 per cent",
            "Claimants, % of people aged 16 to 64, December 2025",
        ),
    ]
}

fn found(sample: &Sample) -> Vec<(&'static str, String)> {
    let found = sample.diagnostics().into_iter();
    found.map(|it| (it.code.name, it.message)).collect()
}

#[test]
fn rows_without_an_area_and_areas_without_a_row_are_said_with_what_may_be_meant() {
    let mut sample = hexes();
    let rows = cells(&NORTH_EAST.replace("E14001211", "E14009999"));
    let areas = ground(&mut sample).areas.take().unwrap().value;
    let sample = on("hex", &rows, areas.kind, areas.areas);
    assert_eq!(
        found(&sample),
        [
            (
                "unmatched-area",
                "1 row of `sample` has no area in `areas.file`: `E14009999`".to_string()
            ),
            (
                "unmatched-area",
                "1 area of `areas.file` has no row in `sample` and is drawn without a value: \
                 `E14001211`"
                    .to_string()
            ),
        ]
    );
    let help = sample.diagnostics()[0].help.clone().unwrap();
    assert!(help.contains("`lookup: {E14009999: E14001211}`"), "{help}");
    let mut met = sample;
    let code = spanned("E14001211".to_string());
    ground(&mut met).lookup = BTreeMap::from([("E14009999".to_string(), code)]);
    assert_eq!(found(&met), []);
}

#[test]
fn a_lookup_leads_from_a_row_to_an_area_that_no_other_row_has() {
    let mut sample = hexes();
    let to = |code: &str| spanned(code.to_string());
    ground(&mut sample).lookup = BTreeMap::from([
        ("E14001101".to_string(), to("nowhere")),
        ("nothing".to_string(), to("E14001106")),
        ("E14001107".to_string(), to("E14001173")),
    ]);
    let said: Vec<String> = found(&sample).into_iter().map(|(_, said)| said).collect();
    assert!(
        said.contains(&"no area has the code `nowhere`".to_string()),
        "{said:?}"
    );
    assert!(said.contains(&"no row of the figure has the code `nothing`".to_string()));
    let both = "the figure has a row for `E14001107` and one for `E14001173`".to_string();
    assert!(said.contains(&both));
}

#[test]
fn codes_that_no_area_has_are_shown_beside_those_of_the_areas() {
    let rows: Vec<Vec<String>> = cells(NORTH_EAST)
        .into_iter()
        .map(|row| vec![format!("X{}", row[0]), row[1].clone(), row[2].clone()])
        .collect();
    let sample = on(
        "map",
        &rows,
        AreaKind::Boundaries(Grid::Degrees),
        features(BOUNDARIES),
    );
    let diagnostics = sample.diagnostics();
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(
        diagnostics[0].message,
        "no `code` is the code of an area in `areas.file`"
    );
    let help = diagnostics[0].help.as_deref().unwrap();
    assert!(
        help.contains("`XE14001101`") && help.contains("(PCON24CD)"),
        "{help}"
    );
}

#[test]
fn codes_found_in_two_ways_have_to_be_told_apart() {
    let square = |x: f64| {
        let ring = vec![
            (x, 50.0),
            (x + 1.0, 50.0),
            (x + 1.0, 51.0),
            (x, 51.0),
            (x, 50.0),
        ];
        Shape::Polygons(vec![vec![ring]])
    };
    let areas = vec![
        area(0, None, &[("old", "A"), ("new", "B")], square(0.0)),
        area(1, None, &[("old", "B"), ("new", "A")], square(1.0)),
    ];
    let rows = cells("A | Alpha | 1\nB | Beta | 2");
    let mut sample = on("map", &rows, AreaKind::Boundaries(Grid::Degrees), areas);
    assert_eq!(
        found(&sample),
        [(
            "unmatched-area",
            "the codes of the rows are found in `old` and in `new`".to_string()
        )]
    );
    let areas = &mut ground(&mut sample).areas.as_mut().unwrap().value;
    areas.id = Some(spanned("new".to_string()));
    assert_eq!(found(&sample), []);
    assert!(sample.drawing().description.contains("Highest: Beta (2%)"));
}

#[test]
fn two_rows_for_an_area_and_two_areas_of_a_code_are_refused() {
    let mut rows = cells(NORTH_EAST);
    rows.push(rows[3].clone());
    let sample = hexes();
    let areas = sample
        .figure
        .channels
        .ground
        .clone()
        .unwrap()
        .areas
        .unwrap();
    let twice = on("hex", &rows, areas.value.kind, areas.value.areas.clone());
    assert_eq!(twice.faults(), ["duplicate-point"]);
    let mut double = areas.value.areas;
    double.push(Arc::clone(&double[0]));
    let double = on("hex", &cells(NORTH_EAST), areas.value.kind, double);
    assert_eq!(double.faults(), ["duplicate-area"]);
}

#[test]
fn a_map_takes_rates_and_the_line_of_their_owner() {
    use crate::model::Unit;
    let misfit = |unit: Option<Unit>, title: &str| {
        let mut sample = boundaries();
        let field = &mut sample.dataset.fields[2];
        (field.unit, field.title) = (unit, title.to_string());
        let misfits = sample.misfits();
        misfits.first().map(|misfit| misfit.code.name)
    };
    let words = |words: &str| Some(Unit::Words(words.to_string()));
    let pounds = || Some(Unit::Currency("GBP".to_string()));
    for (unit, title) in [
        (Some(Unit::Percent), "Claimants"),
        (Some(Unit::PercentagePoints), "Change"),
        (words("score"), "Deprivation"),
        (words("years"), "Life expectancy"),
        (pounds(), "Median weekly pay"),
        (None, "Index of deprivation"),
    ] {
        assert_eq!(misfit(unit.clone(), title), None, "{unit:?} {title}");
    }
    for (unit, title) in [
        (None, "Claimants"),
        (words("claimants"), "Claimants"),
        (words("households"), "Personnel"),
        (pounds(), "Income tax"),
    ] {
        assert_eq!(
            misfit(unit.clone(), title),
            Some("count-on-map"),
            "{unit:?} {title}"
        );
    }
    let mut sample = boundaries();
    ground(&mut sample).attribution = None;
    assert_eq!(sample.misfits()[0].code.name, "missing-key");
    sample = boundaries();
    assert!(sample.drawing().file.contains("Contains OS data"));
}

#[test]
fn other_marks_take_no_areas_and_these_take_their_own_kind() {
    let sample = hexes();
    let areas = sample.figure.channels.ground.clone();
    let mut bar = Sample::new("bar", "Area:text | Rate:%\nA | 1")
        .x(&["rate"])
        .y("area");
    bar.figure.channels.ground = areas;
    let said: Vec<String> = bar.misfits().into_iter().map(|it| it.message).collect();
    assert_eq!(said, ["`bar` takes no `key`", "`bar` takes no `layout`"]);
    let mut map = boundaries();
    ground(&mut map).areas.as_mut().unwrap().value.kind = AreaKind::Tiles;
    assert_eq!(map.misfits()[0].message, "`areas.file` holds no boundaries");
}

#[test]
fn hexagons_of_each_layout_touch_their_six_neighbours() {
    for layout in [
        HexLayout::OddRow,
        HexLayout::EvenRow,
        HexLayout::OddColumn,
        HexLayout::EvenColumn,
    ] {
        // A block of three by three: with outlines, sides between hexagons are drawn once where
        // their groups differ, and each hexagon has six sides.
        let rows: Vec<Vec<String>> = (0..9)
            .map(|at| vec![format!("H{at}"), format!("Hexagon {at}"), at.to_string()])
            .collect();
        let areas = (0..9).map(|at: usize| {
            let shape = Shape::Cell((at % 3) as i32, (at / 3) as i32 - 1);
            area(at, Some(&rows[at][0]), &[("group", &rows[at][0])], shape)
        });
        let areas = areas.collect();
        let mut sample = on("hex", &rows, AreaKind::Hexes(layout), areas);
        ground(&mut sample).outline = Some(spanned("group".to_string()));
        let drawing = sample.drawing().wide;
        let border = drawing.split("class=\"chart-border\"").nth(1).unwrap();
        let sides = border.split("/>").next().unwrap().matches('M').count();
        // 9 × 6 sides, of which those between two hexagons are counted once: 6 + 4 + 6 of them.
        assert_eq!(sides, 9 * 6 - 16, "{layout:?}");
    }
}

#[test]
fn tiles_can_stand_where_the_dataset_says() {
    let headings = ["Area:text", "Rate:%", "Column:integer", "Row:integer"];
    let table = |rows: &str| format!("{}\n{rows}", headings.join(" | "));
    let tile = |rows: &str| {
        let mut sample = Sample::new("tile", &table(rows))
            .color("rate")
            .x(&["column"])
            .y("row");
        sample.figure.channels.ground = Some(Ground {
            key: Some(spanned(FieldId(0))),
            areas: None,
            scale: None,
            lookup: BTreeMap::new(),
            outline: None,
            attribution: None,
        });
        sample
    };
    let drawing = tile("North | 4 | 0 | 0\nSouth | 6 | 0 | 1").drawing();
    assert!(drawing.wide.contains(">North</text>") && drawing.wide.contains(">6%</text>"));
    assert_eq!(
        tile("North | 4 | 0 | 0\nSouth | 6 | 0 | 0").faults(),
        ["duplicate-point"]
    );
    assert_eq!(tile("North | 4 | 0 | -1").faults(), ["channel-type"]);
}

#[test]
fn no_label_lies_on_another_and_a_tile_that_is_too_small_for_its_words_says_so() {
    for sample in samples() {
        for width in [720.0, 340.0] {
            let drawn = sheet(&sample, width);
            assert_apart(&drawn, &sample.figure.name);
            assert!(drawn.unplaced.is_empty(), "{:?}", drawn.unplaced);
        }
    }
    let mut wide = tiles();
    for area in &mut ground(&mut wide).areas.as_mut().unwrap().value.areas {
        let name = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
        Arc::make_mut(area).properties[1].1 = name.to_string();
    }
    assert_eq!(wide.faults(), ["label-does-not-fit"; 2], "at both widths");
}

/// The numbers of `data-row` in a drawing.
fn rows_read(svg: &str) -> Vec<usize> {
    let marks = svg.split("data-row=\"").skip(1);
    let mut rows: Vec<usize> = marks
        .map(|mark| mark.split('"').next().unwrap().parse().unwrap())
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_area_with_a_row_appears_whatever_its_size_and_value(
        rates in prop::collection::vec(0u32..1000, 27),
        shrink in prop::collection::vec(prop_oneof![Just(1.0), Just(0.05), Just(0.0001)], 27),
        classes in 2usize..=5,
        width in prop_oneof![Just(340.0), Just(720.0)],
    ) {
        let mut rows = cells(NORTH_EAST);
        for (row, rate) in rows.iter_mut().zip(&rates) {
            row[2] = Decimal::new(i64::from(*rate), 1).to_string();
        }
        let published = features(BOUNDARIES);
        let areas = published.iter().zip(&shrink).map(|(area, shrink)| {
            let Shape::Polygons(polygons) = &area.shape else { unreachable!() };
            let (x0, y0) = polygons[0][0][0];
            let smaller = |(x, y): &(f64, f64)| (x0 + (x - x0) * shrink, y0 + (y - y0) * shrink);
            let polygons = polygons.iter().map(|polygon| {
                polygon.iter().map(|ring| ring.iter().map(smaller).collect()).collect()
            });
            let shape = Shape::Polygons(polygons.collect());
            Arc::new(Area { shape, ..area.as_ref().clone() })
        });
        let areas = areas.collect();
        let mut sample = on("map", &rows, AreaKind::Boundaries(Grid::Degrees), areas);
        ground(&mut sample).scale = Some(spanned(Classing::Equal(classes)));
        let drawing = sample.drawing();
        let svg = if width < 500.0 { &drawing.narrow } else { &drawing.wide };
        prop_assert_eq!(rows_read(svg), (0..27).collect::<Vec<_>>());
        for path in svg.split("<path data-row").skip(1) {
            let data = path.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
            prop_assert!(data.len() > 6 && data.ends_with('z'), "{}", data);
        }
    }
}
