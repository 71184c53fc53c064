//! XLSX: cells through calamine, one by one, so that a sheet is never held as the rectangle that
//! it claims to be; what calamine does not tell (hidden rows and columns) from the parts.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::grid::Area;
use crate::parse::range::{LAST_COLUMN, LAST_ROW};
use crate::parse::table::Nature;

use super::guard::{broken, part};
use super::sheet::Cells;
use super::{Refused, SheetInfo};

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

fn open(bytes: &[u8]) -> Result<Book<'_>, Refused> {
    Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))
}

pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<SheetInfo>, Refused> {
    let book = open(bytes)?;
    let sheets = book.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(sheets
        .map(|sheet| SheetInfo {
            name: sheet.name.clone(),
            hidden: sheet.visible != SheetVisible::Visible,
        })
        .collect())
}

/// The cells of a sheet.
pub(super) fn cells(bytes: &[u8], name: &str) -> Result<Cells, Refused> {
    let mut book = open(bytes)?;
    let number = match book.has_1904_epoch() {
        true => Nature::Number1904,
        false => Nature::Number1900,
    };
    let mut cells = Cells::default();
    let mut reader = book
        .worksheet_cells_reader(name)
        .map_err(|error| broken(&error))?;
    while let Some(cell) = reader
        .next_cell_with_formula_metadata()
        .map_err(|error| broken(&error))?
    {
        let (row, column) = cell.pos;
        if row > LAST_ROW || column > LAST_COLUMN {
            return Err(Refused::Broken(
                "it has a cell beyond the last one there can be".into(),
            ));
        }
        let (text, nature) = match &cell.value {
            DataRef::Empty if cell.formula.is_some() => ("formula".into(), Nature::Uncomputed),
            DataRef::Empty => continue,
            DataRef::Int(value) => (value.to_string(), number),
            DataRef::Float(value) => (digits(*value), number),
            DataRef::String(text) => (text.clone(), Nature::Text),
            DataRef::SharedString(text) => ((*text).to_string(), Nature::Text),
            DataRef::Bool(value) => (value.to_string().to_uppercase(), Nature::Text),
            DataRef::DateTime(date) if date.is_duration() => (digits(date.as_f64()), number),
            DataRef::DateTime(date) => (instant(date.to_ymd_hms_milli()), Nature::Date),
            DataRef::DateTimeIso(text) => (iso_day(text), Nature::Date),
            DataRef::DurationIso(text) => (text.clone(), Nature::Text),
            DataRef::Error(error) => (error.to_string(), Nature::Error),
        };
        cells.add(row, column, &text, nature)?;
    }
    drop(reader);
    let merged = book
        .merge_cells_by_sheet_name(name)
        .map_err(|error| broken(&error))?;
    cells.merged = merged
        .into_iter()
        .map(|area| Area {
            first_row: area.start.0,
            first_column: area.start.1,
            last_row: area.end.0.min(LAST_ROW),
            last_column: area.end.1.min(LAST_COLUMN),
        })
        .collect();
    if let Some(sheet) = sheet_part(bytes, name) {
        hidden(&sheet, &mut cells);
    }
    Ok(cells)
}

/// A number as it was meant: a spreadsheet keeps 15 digits, and what is beyond is noise of its
/// arithmetic. 35.036999999999999 is 35.037.
pub(super) fn digits(value: f64) -> String {
    if !value.is_finite() {
        return value.to_string();
    }
    let rounded = format!("{value:.14e}");
    let Some((mantissa, exponent)) = rounded.split_once('e') else {
        return rounded;
    };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let figures: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let figures = figures.trim_end_matches('0');
    if figures.is_empty() {
        return "0".to_string();
    }
    // The point stands after so many of the figures.
    let whole = exponent + 1;
    if !(-13..=28).contains(&whole) {
        let (first, rest) = figures.split_at(1);
        let point = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{point}{rest}e{exponent}");
    }
    match usize::try_from(whole) {
        Ok(whole) if whole >= figures.len() => {
            format!("{sign}{figures}{}", "0".repeat(whole - figures.len()))
        }
        Ok(whole) if whole > 0 => format!("{sign}{}.{}", &figures[..whole], &figures[whole..]),
        _ => format!(
            "{sign}0.{}{figures}",
            "0".repeat(whole.unsigned_abs() as usize)
        ),
    }
}

/// A date, and the time of the day where there is one.
fn instant((year, month, day, hour, minute, second, _): (u16, u8, u8, u8, u8, u8, u16)) -> String {
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        (hour, minute, second) => format!("{date} {hour:02}:{minute:02}:{second:02}"),
    }
}

/// A date in writing without a midnight.
pub(super) fn iso_day(text: &str) -> String {
    match text.split_once('T') {
        Some((day, time)) if time.chars().all(|it| matches!(it, '0' | ':' | '.' | 'Z')) => {
            day.into()
        }
        Some((day, time)) => format!("{day} {time}"),
        None => text.to_string(),
    }
}

/// The part that holds a sheet: the workbook names it through a relation.
fn sheet_part(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut book = None;
    each(&part(bytes, "_rels/.rels")?, |element| {
        if attribute(element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
            book = attribute(element, "Target");
        }
    });
    let book = book?;
    let book = book.trim_start_matches('/');
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", book));
    let inside = |path: &str| match folder {
        "" => path.to_string(),
        folder => format!("{folder}/{path}"),
    };
    let mut relation = None;
    each(&part(bytes, book)?, |element| {
        if element.local_name().as_ref() == "sheet"
            && attribute(element, "name").as_deref() == Some(name)
        {
            relation = attribute(element, "id");
        }
    });
    let relation = relation?;
    let mut target = None;
    each(
        &part(bytes, &inside(&format!("_rels/{file}.rels")))?,
        |element| {
            if attribute(element, "Id").as_deref() == Some(&relation) {
                target = attribute(element, "Target");
            }
        },
    );
    let target = target?;
    match target.strip_prefix('/') {
        Some(absolute) => part(bytes, absolute),
        None => part(bytes, &inside(&target)),
    }
}

/// Reads which rows and columns a sheet hides.
fn hidden(sheet: &[u8], cells: &mut Cells) {
    let mut row = 0;
    each(sheet, |element| {
        let number = |name: &str| {
            attribute(element, name)?
                .parse::<u32>()
                .ok()?
                .checked_sub(1)
        };
        let is_hidden = || matches!(attribute(element, "hidden").as_deref(), Some("1" | "true"));
        match element.local_name().as_ref() {
            "row" => {
                row = number("r").unwrap_or(row);
                if is_hidden() {
                    push_run(&mut cells.hidden_rows, row);
                }
                row = row.saturating_add(1);
            }
            "col" if is_hidden() => {
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    cells.hidden_columns.push((first, last));
                }
            }
            _ => {}
        }
    });
}

/// Adds a number to runs of numbers that follow on each other.
pub(super) fn push_run(runs: &mut Vec<(u32, u32)>, number: u32) {
    match runs.last_mut() {
        Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
        _ => runs.push((number, number)),
    }
}

/// Looks at every element of a part, in order; stops at what is no XML.
fn each(part: &[u8], mut look: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => look(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// The value of an attribute by its name, prefix aside.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten();
    let mut found = found.filter(|it| it.key.local_name().as_ref() == name);
    let value = found.next()?;
    value
        .normalized_value(quick_xml::XmlVersion::Explicit1_0)
        .ok()
        .map(|it| it.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_of_floating_point_arithmetic_is_removed() {
        let noisy: f64 = "35.036999999999999".parse().unwrap();
        for (value, text) in [
            (noisy, "35.037"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333333"),
            (-1234.5, "-1234.5"),
            (0.0, "0"),
            (-0.0, "0"),
            (1e15, "1000000000000000"),
            (43831.0, "43831"),
            (0.00001, "0.00001"),
            (123456789.125, "123456789.125"),
            (1.005, "1.005"),
            (2.5e20, "250000000000000000000"),
            (2.5e-20, "2.5e-20"),
            (1e300, "1e300"),
        ] {
            assert_eq!(digits(value), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn numbers_of_up_to_fifteen_digits_are_kept(figures in 1u64..1_000_000_000_000_000, places in 0u32..12) {
            let decimal = rust_decimal::Decimal::new(figures as i64, places).normalize();
            let value: f64 = decimal.to_string().parse().unwrap();
            proptest::prop_assert_eq!(digits(value), decimal.to_string());
        }
    }
}
