//! Where charts say that their values are to be read.

use super::support::Sample;
use crate::figure::ink::Ink;
use crate::figure::readings::{Places, leave_out, renumber};
use crate::figure::sheet::Surface;

const TABLE: &str = "Area:text|Jobs:number\nNorth|30\nSouth|10\nEast|20";

fn rows_of(svg: &str) -> &str {
    let start = svg.find("data-rows=\"").expect("a chart with values") + "data-rows=\"".len();
    svg[start..].split('"').next().unwrap()
}

#[test]
fn each_row_of_the_table_has_its_place() {
    let sample = Sample::new("dot", TABLE).x(&["jobs"]).y("area");
    let drawing = sample.drawing();
    let places: Vec<&str> = rows_of(&drawing.wide).split(';').collect();
    assert_eq!(places.len(), 3, "{places:?}");
    let sample = sample.rows(&[2, 0]);
    let drawing = sample.drawing();
    let places: Vec<&str> = rows_of(&drawing.wide).split(';').collect();
    let top = |place: &str| place.split(' ').nth(1).unwrap().parse::<i64>().unwrap();
    // East is the first row of this table and of the chart, North the second.
    assert!(
        matches!(places.as_slice(), [east, north] if top(east) < top(north)),
        "{places:?}"
    );
    assert!(!drawing.file.contains("data-rows"));
}

#[test]
fn an_area_has_the_number_of_its_row_in_the_page_and_none_in_the_file() {
    let sample = Sample::new("dot", TABLE).rows(&[2, 0]);
    let surface = Surface::new(100.0, 100.0);
    let area = |row, x: f64| {
        surface.area_reads(row, |surface| {
            surface.rectangle(Ink::Series1, x, 0.0, 9.0, 9.0)
        });
    };
    area(Some(0), 0.0);
    area(Some(2), 10.0);
    area(None, 20.0);
    let sheet = surface.finish();
    let places = Places::of(&sample.figure);
    let (mut page, mut file) = (String::new(), String::new());
    renumber(&places, &sheet, &mut page);
    leave_out(&sheet, &mut file);
    assert_eq!(
        page,
        "<g class=\"s1\"><path data-row=\"1\" d=\"M0 0h9v9h-9z\"/>\
         <path data-row=\"0\" d=\"M10 0h9v9h-9z\"/><path d=\"M20 0h9v9h-9z\"/></g>"
    );
    assert_eq!(
        file,
        page.replace(" data-row=\"1\"", "")
            .replace(" data-row=\"0\"", "")
    );
}
