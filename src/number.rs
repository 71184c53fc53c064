//! Numbers as the field prints them: en-GB grouping, a true minus sign, the unit beside them.
//!
//! Values are exact decimals from the moment they are read. They are rounded once, here, when
//! they are shown; halves go away from zero, as readers of printed statistics expect (the
//! banker's rounding of many libraries prints 2.345 as 2.34).

use std::borrow::Cow;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::Unit;

/// U+2212, the minus sign: as wide as a digit and read aloud as "minus".
pub const MINUS: char = '\u{2212}';

/// Rounds half away from zero to `places` decimal places.
pub fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// The longest number: 29 digits, the commas between them, and the point.
const LONGEST: usize = 40;

/// Writes the digits of a number with the point, without its sign; at least one stands before the point.
fn write_digits(value: Decimal, grouped: bool, out: &mut String) {
    let mut letters = [0; LONGEST];
    let mut first = LONGEST;
    let mut put = |letter: u8| {
        first -= 1;
        letters[first] = letter;
    };
    let scale = value.scale();
    let mut rest = value.mantissa().unsigned_abs();
    // From the last digit to the first.
    let mut place = 0;
    while rest > 0 || place <= scale {
        if place == scale && scale > 0 {
            put(b'.');
        }
        if grouped && place > scale && (place - scale).is_multiple_of(3) {
            put(b',');
        }
        // Nearly every number fits 64 bits, where a division takes a tenth of the time.
        let digit = match u64::try_from(rest) {
            Ok(short) => {
                rest = (short / 10).into();
                short % 10
            }
            Err(_) => {
                let digit = rest % 10;
                rest /= 10;
                digit as u64
            }
        };
        put(b'0' + digit as u8);
        place += 1;
    }
    out.push_str(std::str::from_utf8(&letters[first..]).expect("digits are ASCII"));
}

/// Writes a number with its published digits, as files for programs hold it: ungrouped, with a hyphen for
/// a minus sign.
pub fn write_published(value: Decimal, out: &mut String) {
    if value.is_sign_negative() {
        out.push('-');
    }
    write_digits(value, false, out);
}

/// A number with its published digits.
pub fn published(value: Decimal) -> String {
    let mut text = String::with_capacity(16);
    write_published(value, &mut text);
    text
}

/// A number as text: `decimals` places where given, else the published digits; commas from
/// 1,000; a minus sign U+2212.
pub fn plain(value: Decimal, decimals: Option<u32>) -> String {
    with_sign(value, decimals, None)
}

/// A number with the sign of its unit where the unit has one: `43%`, `£11.45`, `−0.2`. Units in
/// words are left to the heading or axis that names them.
pub fn with_sign(value: Decimal, decimals: Option<u32>, unit: Option<&Unit>) -> String {
    let mut text = String::with_capacity(16);
    write_with_sign(value, decimals, unit, &mut text);
    text
}

/// Writes a number with the sign of its unit.
pub fn write_with_sign(
    value: Decimal,
    decimals: Option<u32>,
    unit: Option<&Unit>,
    out: &mut String,
) {
    let value = match decimals {
        Some(places) => round(value, places),
        None => value,
    };
    if value.is_sign_negative() && !value.is_zero() {
        out.push(MINUS);
    }
    if let Some(Unit::Currency(code)) = unit {
        out.push_str(&currency_symbol(code));
    }
    write_digits(value, true, out);
    let (scale, places) = (value.scale(), decimals.unwrap_or(0));
    if scale == 0 && places > 0 {
        out.push('.');
    }
    for _ in scale..places {
        out.push('0');
    }
    if unit == Some(&Unit::Percent) {
        out.push('%');
    }
}

/// So many of something: `1 page`, `1,200 pages`.
pub fn counted(count: usize, one: &str) -> String {
    let shown = plain(count.into(), None);
    match count {
        1 => format!("1 {one}"),
        _ => format!("{shown} {one}s"),
    }
}

/// The symbol of a currency, or its code with a no-break space.
pub fn currency_symbol(code: &str) -> Cow<'static, str> {
    match code {
        "GBP" => "£".into(),
        "EUR" => "€".into(),
        "USD" => "$".into(),
        code => format!("{code}\u{a0}").into(),
    }
}

/// A date in words: `17 November 2020`.
pub fn long_date(date: jiff::civil::Date) -> String {
    let Ok(year) = u16::try_from(date.year()) else {
        return date.strftime("%-d %B %Y").to_string();
    };
    // Pages print many dates, and a pattern would be read anew for each.
    let digit = |number: u16, of: u16| char::from(b'0' + (number / of % 10) as u8);
    let day = date.day().unsigned_abs().into();
    let mut words = String::with_capacity("17 November 2020".len());
    if day >= 10 {
        words.push(digit(day, 10));
    }
    words.push(digit(day, 1));
    words.push(' ');
    words.push_str(MONTHS[date.month() as usize - 1]);
    words.push(' ');
    words.extend([1000, 100, 10, 1].map(|of| digit(year, of)));
    words
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month in words: `March 2014`.
pub fn month(date: jiff::civil::Date) -> String {
    date.strftime("%B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!(plain(decimal("2.345"), Some(2)), "2.35");
        assert_eq!(plain(decimal("-2.5"), Some(0)), "−3");
        assert_eq!(plain(decimal("-0.4"), Some(0)), "0");
    }

    #[test]
    fn dates_are_told_as_their_pattern_would_tell_them() {
        for year in [-9, 0, 7, 2026, 9999] {
            for month in 1..=12 {
                for day in [1, 9, 10, 28] {
                    let date = jiff::civil::date(year, month, day);
                    let pattern = date.strftime("%-d %B %Y").to_string();
                    assert_eq!(long_date(date), pattern);
                }
            }
        }
    }

    #[test]
    fn thousands_are_grouped_and_published_digits_kept() {
        assert_eq!(plain(decimal("1234567.80"), None), "1,234,567.80");
        assert_eq!(plain(decimal("999"), None), "999");
        assert_eq!(plain(decimal("1000"), Some(1)), "1,000.0");
    }

    #[test]
    fn published_digits_are_all_there() {
        for number in [
            "0",
            "-0",
            "0.00",
            "-0.050",
            "7",
            "123.450",
            "18446744073709551615",
            "18446744073709551616",
            "-79228162514264337593543950335",
            "7.9228162514264337593543950335",
            "0.0000000000000000000000000001",
        ] {
            assert_eq!(published(decimal(number)), decimal(number).to_string());
        }
        assert_eq!(
            plain(Decimal::MAX, None),
            "79,228,162,514,264,337,593,543,950,335"
        );
    }

    #[test]
    fn signs_stand_where_readers_expect_them() {
        assert_eq!(with_sign(decimal("43"), None, Some(&Unit::Percent)), "43%");
        assert_eq!(
            with_sign(decimal("-11.45"), None, Some(&Unit::Currency("GBP".into()))),
            "−£11.45"
        );
    }
}
