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

/// The most digits that a number is written with: 29 hold every mantissa, and every scale with the digit
/// before the point.
const MOST_DIGITS: usize = 29;

/// Hands on the digits of a number without its sign and point, and how many of them stand behind the point;
/// at least one stands before it.
fn with_digits<T>(value: Decimal, take: impl FnOnce(&str, usize) -> T) -> T {
    let scale = value.scale() as usize;
    let mut digits = [b'0'; MOST_DIGITS];
    let mut first = MOST_DIGITS;
    let mut put = |digit: u8| {
        first -= 1;
        digits[first] = b'0' + digit;
    };
    // Nearly every number fits 64 bits, where a division takes a tenth of the time.
    let mut long = value.mantissa().unsigned_abs();
    while long > u128::from(u64::MAX) {
        put((long % 10) as u8);
        long /= 10;
    }
    let mut rest = long as u64;
    while rest > 0 {
        put((rest % 10) as u8);
        rest /= 10;
    }
    let first = first.min(MOST_DIGITS - 1 - scale);
    let digits = std::str::from_utf8(&digits[first..]).expect("digits are ASCII");
    take(digits, scale)
}

/// Writes a number with its published digits, as files for programs hold it: ungrouped, with a hyphen for
/// a minus sign.
pub fn write_published(value: Decimal, out: &mut String) {
    if value.is_sign_negative() {
        out.push('-');
    }
    with_digits(value, |digits, scale| {
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        out.push_str(whole);
        if scale > 0 {
            out.push('.');
            out.push_str(fraction);
        }
    });
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
    with_digits(value, |digits, scale| {
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let first = whole.len() % 3;
        out.push_str(&whole[..first]);
        for at in (first..whole.len()).step_by(3) {
            if at > 0 {
                out.push(',');
            }
            out.push_str(&whole[at..at + 3]);
        }
        let places = decimals.map_or(scale, |places| places as usize);
        if places > 0 {
            out.push('.');
            out.push_str(fraction);
            out.extend(std::iter::repeat_n('0', places - scale));
        }
    });
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
