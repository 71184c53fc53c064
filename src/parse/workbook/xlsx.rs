//! XLSX: cells through calamine, one by one, so that a sheet is never held as the rectangle that
//! it claims to be; what calamine does not tell from the parts (`parts`).

use std::io::Cursor;

use crate::parse::grid::Area;
use crate::parse::range::{LAST_COLUMN, LAST_ROW};
use crate::parse::table::Nature;
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};

use super::formats::percent;
use super::guard::broken;
use super::parts::{self, Untold};
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
    let untold = parts::untold(bytes, name, &mut cells);
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
            DataRef::Int(value) => number_of(value.to_string(), cell.pos, &untold, number),
            DataRef::Float(value) => number_of(digits(*value), cell.pos, &untold, number),
            DataRef::String(text) => (untold.words(cell.pos, text), Nature::Text),
            DataRef::SharedString(text) => (untold.words(cell.pos, text), Nature::Text),
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
    Ok(cells)
}

/// A number as the sheet shows it: one in per cent has its sign, so that it is read as a text file
/// with `43%` in it would be.
fn number_of(
    digits: String,
    place: (u32, u32),
    untold: &Untold,
    number: Nature,
) -> (String, Nature) {
    match untold.is_percent(place) {
        true => percent(&digits).map_or((digits, number), |text| (text, Nature::Text)),
        false => (digits, number),
    }
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
