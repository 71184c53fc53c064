use super::*;
use crate::model::{Grid, HexLayout, Shape};
use proptest::prelude::*;

fn read(name: &str, text: &str) -> Found {
    let mut sources = SourceMap::default();
    let path = SitePath::new(name.to_string());
    let source = sources.add(path.clone(), text.into());
    parse(&path, source, &sources)
}

fn sound(name: &str, text: &str) -> RawGeography {
    let (found, faults) = read(name, text);
    assert!(faults.is_empty(), "{faults:?}");
    found.unwrap()
}

/// The rules that a file breaks, with what is said.
fn faults(name: &str, text: &str) -> Vec<(&'static str, String)> {
    let (found, faults) = read(name, text);
    assert!(found.is_none());
    let told = faults.into_iter();
    told.map(|fault| (fault.code.name, fault.message)).collect()
}

fn fault(name: &str, text: &str) -> (&'static str, String) {
    let found = faults(name, text);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

const HEXES: &str = r#"{"layout": "odd-r", "hexes": {
    "A": {"n": "Alpha", "q": 3, "r": -1, "region": "north"}, "B": {"n": "Beta", "q": 4, "r": -1}}}"#;

const SQUARES: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": "A", "area": 1.50}, "geometry":
      {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]}},
    {"type": "Feature", "geometry": {"coordinates": [[[[1, 50], [2, 50, 9], [2, 51], [1, 51], [1, 50]]]],
      "type": "MultiPolygon"}, "properties": {"code": "B", "area": null}}]}"#;

/// The same squares as arcs: the border between them once, with its direction.
const ARCS: &str = r#"{"type": "Topology", "transform": {"scale": [0.5, 0.5], "translate": [0, 50]},
    "objects": {"squares": {"type": "GeometryCollection", "geometries": [
      {"type": "Polygon", "arcs": [[1, 0]], "properties": {"code": "A"}},
      {"type": "MultiPolygon", "arcs": [[[-1, 2]]], "properties": {"code": "B"}}]}},
    "arcs": [[[2, 0], [0, 2]], [[2, 2], [-2, 0], [0, -2], [2, 0]], [[2, 0], [2, 0], [0, 2], [-2, 0]]]}"#;

#[test]
fn hexagons_are_read_with_their_places_and_facts() {
    let found = sound("a.hexjson", HEXES);
    assert_eq!(found.kind, AreaKind::Hexes(HexLayout::OddRow));
    let area = &found.layers[0].areas[0];
    assert_eq!(area.code.as_deref(), Some("A"));
    assert!(matches!(area.shape, Shape::Cell(3, -1)));
    assert_eq!(area.property("region"), Some("north"));
    assert_eq!(area.property("q"), None, "what is a place is no property");
}

#[test]
fn features_are_read_whatever_the_order_of_their_members() {
    let found = sound("a.geojson", SQUARES);
    assert_eq!(found.kind, AreaKind::Boundaries(Grid::Degrees));
    let areas = &found.layers[0].areas;
    assert_eq!(
        areas[0].property("area"),
        Some("1.50"),
        "digits stay as published"
    );
    let Shape::Polygons(polygons) = &areas[1].shape else {
        panic!("a polygon");
    };
    assert_eq!(polygons[0][0][1], (2.0, 50.0), "a height is passed over");
    let alone = r#"{"type": "Feature", "properties": {}, "geometry":
        {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 50]]]}}"#;
    assert_eq!(sound("a.geojson", alone).layers[0].areas.len(), 1);
}

#[test]
fn arcs_are_put_together_backwards_too() {
    let found = sound("a.json", ARCS);
    assert_eq!(found.layers[0].name.as_deref(), Some("squares"));
    let rings: Vec<_> = found.layers[0]
        .areas
        .iter()
        .map(|area| match &area.shape {
            Shape::Polygons(polygons) => polygons[0][0].clone(),
            Shape::Cell(..) => panic!("a polygon"),
        })
        .collect();
    let left = [
        (1.0, 51.0),
        (0.0, 51.0),
        (0.0, 50.0),
        (1.0, 50.0),
        (1.0, 51.0),
    ];
    let right = [
        (1.0, 51.0),
        (1.0, 50.0),
        (2.0, 50.0),
        (2.0, 51.0),
        (1.0, 51.0),
    ];
    assert_eq!(rings, [left, right]);
}

#[test]
fn metres_of_the_national_grid_are_known_by_name_and_by_sight() {
    let square = |crs: &str| {
        format!(
            r#"{{"features": [{{"type": "Feature", "geometry": {{"type": "Polygon", "coordinates":
            [[[400000, 300000], [410000, 300000], [410000, 310000], [400000, 300000]]]}}}}],
            "type": "FeatureCollection"{crs}}}"#
        )
    };
    let named =
        r#", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}"#;
    for crs in [
        "",
        named,
        r#", "crs": {"type": "EPSG", "properties": {"code": 27700}}"#,
    ] {
        let found = sound("a.geojson", &square(crs));
        assert_eq!(found.kind, AreaKind::Boundaries(Grid::BritishGrid));
    }
    let web = r#", "crs": {"type": "name", "properties": {"name": "EPSG:3857"}}"#;
    assert_eq!(
        fault("a.geojson", &square(web)),
        (
            "unknown-crs",
            "the reference system `EPSG:3857` is not known".to_string()
        )
    );
    let mercator = square("").replace("00000,", "000000,");
    assert_eq!(fault("a.geojson", &mercator).0, "unknown-crs");
}

#[test]
fn broken_rings_are_told_from_each_other() {
    let ring = |ring: &str| {
        let text = format!(
            r#"{{"type": "FeatureCollection", "features": [{{"type": "Feature", "geometry":
            {{"type": "Polygon", "coordinates": {ring}}}}}]}}"#
        );
        let (rule, message) = fault("a.geojson", &text);
        assert_eq!(rule, "broken-ring");
        message
    };
    assert_eq!(
        ring("[[[0,50],[1,50],[1,51],[0,51]]]"),
        "this ring is not closed"
    );
    assert_eq!(ring("[[[0,50],[1,50],[0,50]]]"), "this ring has 3 points");
    assert_eq!(ring("[[]]"), "this ring has no points");
    assert_eq!(
        ring("[[[0,50],[1e999,50],[1,51],[0,50]]]"),
        "this ring has a coordinate that is no number"
    );
    assert_eq!(
        ring("[[[0,50],[1,95],[1,51],[0,50]]]"),
        "this ring has a point out of range: 1, 95"
    );
    assert_eq!(
        ring("[[[[0,50],[1,50],[1,51],[0,50]]]]"),
        "a list stands where a coordinate is expected"
    );
    assert_eq!(
        ring("[[0,50],[1,50],[1,51],[0,50]]"),
        "a number stands where a point, such as `[-1.5, 53.8]`, is expected"
    );
    assert_eq!(
        ring("[[[0],[1,50],[1,51],[0]]]"),
        "a point has 1 coordinates"
    );
}

#[test]
fn many_broken_rings_are_not_listed_one_by_one() {
    let open = r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,50],[1,50],[1,51],[0,51]]]}}"#;
    let text = format!(
        r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
        [open; 9].join(",")
    );
    let found = faults("a.geojson", &text);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[2].1,
        "this ring is not closed; 6 other rings are broken"
    );
}

#[test]
fn arcs_that_do_not_join_or_are_not_there_are_refused() {
    let apart = ARCS.replace("[[1, 0]]", "[[1, -1]]");
    assert_eq!(
        fault("a.json", &apart),
        (
            "broken-ring",
            "the arcs of this ring do not join".to_string()
        )
    );
    for number in ["9", "-9", "0.5", "1e300"] {
        let none = ARCS.replace("[[1, 0]]", &format!("[[1, {number}]]"));
        assert_eq!(fault("a.json", &none).0, "broken-ring", "{number}");
    }
}

#[test]
fn hexagons_need_a_layout_and_whole_places_of_their_own() {
    assert_eq!(
        fault("a.hexjson", &HEXES.replace("\"layout\": \"odd-r\", ", "")),
        (
            "area-file",
            "the file does not say its `layout`".to_string()
        )
    );
    assert_eq!(
        fault("a.hexjson", &HEXES.replace("odd-r", "odd-s")).1,
        "there is no layout `odd-s`"
    );
    assert_eq!(
        fault("a.hexjson", r#"{"layout": "odd-r"}"#).1,
        "the file has no `hexes`"
    );
    assert_eq!(
        fault("a.hexjson", &HEXES.replace("\"q\": 4", "\"q\": 4.5")).1,
        "the hexagon `B` has no whole `q` and `r`"
    );
    assert_eq!(
        fault("a.hexjson", &HEXES.replace("\"q\": 4", "\"q\": 3")),
        (
            "duplicate-area",
            "two areas stand at column 3 and row -1".to_string()
        )
    );
    assert_eq!(
        fault("a.hexjson", &HEXES.replace("\"B\"", "\"A\"")),
        ("duplicate-area", "two areas have the code `A`".to_string())
    );
}

#[test]
fn what_holds_no_areas_is_refused() {
    for (text, said) in [
        ("[1, 2]", "the file holds neither hexagons nor boundaries"),
        ("{}", "the file holds neither hexagons nor boundaries"),
        (
            r#"{"type": "Point"}"#,
            "`Point` is not a kind of file that holds areas",
        ),
        (
            r#"{"type": "FeatureCollection", "features": []}"#,
            "the file has no features",
        ),
        (
            r#"{"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 50]}}"#,
            "a `Point` is no area",
        ),
        (
            r#"{"type": "Feature", "geometry": null}"#,
            "this feature has no geometry",
        ),
        (
            r#"{"type": "Topology"}"#,
            "the file has no `arcs` and `objects`",
        ),
    ] {
        assert_eq!(fault("a.json", text), ("area-file", said.to_string()));
    }
}

#[test]
fn tiles_are_read_from_a_table() {
    let found = sound(
        "a.csv",
        "areacd,short,col,row\r\nE1,NE,3,1\r\nE2,\"N,W\",2,2\r\n",
    );
    assert_eq!(found.kind, AreaKind::Tiles);
    let area = &found.layers[0].areas[1];
    assert_eq!(area.property("short"), Some("N,W"));
    assert!(matches!(area.shape, Shape::Cell(2, 2)));
    assert_eq!(
        fault("a.csv", "areacd,short\nE1,NE\n").1,
        "the file has no columns `col` and `row`"
    );
    assert_eq!(
        fault("a.csv", "code,col,row\nE1,1,1\nE2,1,1\n").0,
        "duplicate-area"
    );
    assert_eq!(
        fault("a.csv", "code,col,row\nE1,1,-1\n").1,
        "this tile has no whole column and row from 0 to 199"
    );
}

#[test]
fn more_points_than_can_be_drawn_are_refused_without_being_kept() {
    let said = "the boundaries have more than 1,000,000 points".to_string();
    let ring = format!("[{}[0,5]]", "[0,5],".repeat(1_000_000));
    let text = format!(r#"{{"type": "Topology", "arcs": [{ring}], "objects": {{}}}}"#);
    assert_eq!(fault("a.json", &text), ("too-many-points", said.clone()));
    // A small file whose arcs are used over and over is no way round it.
    let arc = format!("[{}[0,5]]", "[0,5],".repeat(2000));
    let rings = vec!["[0]"; 600].join(",");
    let text = format!(
        r#"{{"type": "Topology", "arcs": [{arc}], "objects": {{"a": {{"type": "Polygon", "arcs": [{rings}]}}}}}}"#
    );
    assert!(text.len() < 30_000);
    assert_eq!(fault("a.json", &text), ("too-many-points", said));
}

/// A text with a few of its bytes changed, taken out or doubled.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let letters = prop::sample::select(b"{}[]\",:.-eE0159ntf \\\n".to_vec());
    let change = (0..text.len(), 0..3u8, letters);
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, how, letter) in changes {
            let at = at.min(bytes.len() - 1);
            match how {
                0 => bytes[at] = letter,
                1 => {
                    bytes.remove(at);
                }
                _ => bytes.insert(at, letter),
            }
        }
        String::from_utf8(bytes).unwrap()
    })
}

proptest! {
    #[test]
    fn a_file_with_slips_is_read_or_refused(
        hexes in mutated(HEXES), squares in mutated(SQUARES), arcs in mutated(ARCS)
    ) {
        for text in [&hexes, &squares, &arcs] {
            for name in ["a.json", "a.csv"] {
                let (found, faults) = read(name, text);
                prop_assert_eq!(found.is_none(), !faults.is_empty());
                for fault in faults {
                    prop_assert!(fault.place.span.end as usize <= text.len());
                }
            }
        }
    }
}
