//! Where the values of a chart are to be read, in attributes for a script.
//!
//! Marks name rows by their place in the dataset; pages name them by their place in the table of
//! the figure. The form is told in [`super`].

use super::elements::{ROW, Reading, UNITS, number};
use super::sheet::Sheet;
use crate::model::Figure;

/// More places than this are not listed: the list would weigh more than the chart, and they would
/// lie too close together to be pointed at.
const MOST: usize = 3000;

/// The place of each row of the dataset in the figure's table.
pub(crate) struct Places(Vec<(usize, usize)>);

impl Places {
    /// The places of the rows of a figure.
    pub(crate) fn of(figure: &Figure) -> Places {
        let rows = figure.rows.iter().enumerate();
        let mut places: Vec<(usize, usize)> = rows.map(|(place, row)| (*row, place)).collect();
        places.sort_unstable();
        Places(places)
    }

    fn get(&self, row: usize) -> Option<usize> {
        let at = self.0.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        Some(self.0[at].1)
    }
}

/// Writes the attribute with all readings, or nothing where there are none. Those of a chart that is
/// `counted` name rows of its own table.
pub(crate) fn write(places: &Places, readings: &[Reading], counted: bool, out: &mut String) {
    if readings.is_empty() || readings.len() > MOST {
        return;
    }
    let placed = readings.iter();
    let mut placed: Vec<(usize, &Reading)> = placed
        .filter_map(|reading| {
            let place = match counted {
                true => reading.row,
                false => places.get(reading.row)?,
            };
            Some((place, reading))
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    let mut list = Vec::with_capacity(placed.len() * 16);
    let mut next = 0;
    for (at, (place, reading)) in placed.iter().enumerate() {
        if at > 0 {
            list.push(b';');
        }
        if *place != next {
            list.extend(format!("{place}:").as_bytes());
        }
        next = place + 1;
        px(reading.x, &mut list);
        list.push(b' ');
        px(reading.y, &mut list);
        if reading.w > 0.0 || reading.h > 0.0 {
            list.push(b' ');
            px(reading.w, &mut list);
            list.push(b' ');
            px(reading.h, &mut list);
        }
    }
    out.push_str(" data-rows=\"");
    out.push_str(std::str::from_utf8(&list).expect("digits are text"));
    out.push('"');
}

/// A whole number of px is near enough to point at.
fn px(length: f64, out: &mut Vec<u8>) {
    number((length.round() * UNITS) as i32, out);
}

/// Writes the elements of a sheet with rows numbered as in the figure's table.
pub(crate) fn renumber(places: &Places, sheet: &Sheet, out: &mut String) {
    each_row(sheet, out, |row, out| {
        if let Some(place) = places.get(row) {
            out.push_str(ROW);
            out.push_str(&place.to_string());
            out.push('"');
        }
    });
}

/// Writes elements without the numbers of their rows.
pub(crate) fn leave_out(sheet: &Sheet, out: &mut String) {
    each_row(sheet, out, |_, _| {});
}

/// Copies elements and hands over the number of each row on the way. Text holds no quotation mark
/// that is not escaped, so that what is found is an attribute.
fn each_row(sheet: &Sheet, out: &mut String, mut write: impl FnMut(usize, &mut String)) {
    let mut rest = sheet.markup.as_str();
    while sheet.numbered
        && let Some(start) = rest.find(ROW)
    {
        out.push_str(&rest[..start]);
        rest = &rest[start + ROW.len()..];
        let end = rest.find('"').expect("the attribute is closed");
        let row = rest[..end].parse().expect("a row has a number");
        write(row, out);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
}
