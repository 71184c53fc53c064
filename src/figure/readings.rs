//! Where the values of a chart are to be read, in attributes for a script.
//!
//! Marks name rows by their place in the dataset; pages name them by their place in the table of
//! the figure. The form is told in [`super`].

use std::collections::BTreeMap;
use std::fmt::Write;

use super::backend::{ROW, Reading};
use crate::model::Figure;

/// More places than this are not listed: the list would weigh more than the chart, and they would
/// lie too close together to be pointed at.
const MOST: usize = 3000;

/// The place of each row of the dataset in the figure's table.
fn places(figure: &Figure) -> BTreeMap<usize, usize> {
    let rows = figure.rows.iter().enumerate();
    rows.map(|(place, row)| (*row, place)).collect()
}

/// The attribute with all readings, or nothing where there are none. Those of a chart that is
/// `counted` name rows of its own table.
pub(crate) fn attribute(figure: &Figure, readings: &[Reading], counted: bool) -> String {
    if readings.is_empty() || readings.len() > MOST {
        return String::new();
    }
    let places = places(figure);
    let placed = readings.iter();
    let mut placed: Vec<(usize, &Reading)> = placed
        .filter_map(|reading| {
            let place = match counted {
                true => reading.row,
                false => *places.get(&reading.row)?,
            };
            Some((place, reading))
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    let mut out = String::from(" data-rows=\"");
    let mut next = 0;
    for (at, (place, reading)) in placed.iter().enumerate() {
        if at > 0 {
            out.push(';');
        }
        if *place != next {
            let _ = write!(out, "{place}:");
        }
        next = place + 1;
        let _ = write!(out, "{} {}", px(reading.x), px(reading.y));
        if reading.w > 0.0 || reading.h > 0.0 {
            let _ = write!(out, " {} {}", px(reading.w), px(reading.h));
        }
    }
    out.push('"');
    out
}

/// A whole number of px is near enough to point at.
fn px(length: f64) -> i64 {
    length.round() as i64
}

/// Writes elements whose rows are numbered as in the figure's table.
pub(crate) fn renumber(figure: &Figure, markup: &str, out: &mut String) {
    let places = places(figure);
    each_row(markup, out, |row, out| {
        if let Some(place) = places.get(&row) {
            let _ = write!(out, "{ROW}{place}\"");
        }
    });
}

/// Writes elements without the numbers of their rows.
pub(crate) fn leave_out(markup: &str, out: &mut String) {
    each_row(markup, out, |_, _| {});
}

/// Copies elements and hands over the number of each row on the way. Text holds no quotation mark
/// that is not escaped, so that what is found is an attribute.
fn each_row(markup: &str, out: &mut String, mut write: impl FnMut(usize, &mut String)) {
    let mut rest = markup;
    while let Some(start) = rest.find(ROW) {
        out.push_str(&rest[..start]);
        rest = &rest[start + ROW.len()..];
        let end = rest.find('"').expect("the attribute is closed");
        let row = rest[..end].parse().expect("the backend writes a number");
        write(row, out);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
}
