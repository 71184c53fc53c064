//! Numbers as the field prints them: en-GB grouping, a true minus sign, the unit beside them.
//!
//! Values are exact decimals from the moment they are read. They are rounded once, here, when
//! they are shown; halves go away from zero, as readers of printed statistics expect (the
//! banker's rounding of many libraries prints 2.345 as 2.34).

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::Unit;

/// U+2212, the minus sign: as wide as a digit and read aloud as "minus".
pub const MINUS: char = '\u{2212}';

/// Rounds half away from zero to `places` decimal places.
pub fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A number as text: `decimals` places where given, else the published digits; commas from
/// 1,000; a minus sign U+2212.
pub fn plain(value: Decimal, decimals: Option<u32>) -> String {
    let value = match decimals {
        Some(places) => round(value, places),
        None => value,
    };
    let scale = value.scale() as usize;
    // Zeros in front, so that there is a digit before the point.
    let digits = format!("{:0>1$}", value.mantissa().unsigned_abs(), scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let mut text = String::with_capacity(digits.len() + 8);
    if value.is_sign_negative() && !value.is_zero() {
        text.push(MINUS);
    }
    let first = whole.len() % 3;
    text.push_str(&whole[..first]);
    for at in (first..whole.len()).step_by(3) {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&whole[at..at + 3]);
    }
    let places = decimals.map_or(scale, |places| places as usize);
    if places > 0 {
        text.push('.');
        text.push_str(fraction);
        text.extend(std::iter::repeat_n('0', places - scale));
    }
    text
}

/// A number with the sign of its unit where the unit has one: `43%`, `£11.45`, `−0.2`. Units in
/// words are left to the heading or axis that names them.
pub fn with_sign(value: Decimal, decimals: Option<u32>, unit: Option<&Unit>) -> String {
    let text = plain(value, decimals);
    match unit {
        Some(Unit::Percent) => format!("{text}%"),
        Some(Unit::Currency(code)) => {
            let symbol = currency_symbol(code);
            match text.strip_prefix(MINUS) {
                Some(amount) => format!("{MINUS}{symbol}{amount}"),
                None => format!("{symbol}{text}"),
            }
        }
        _ => text,
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
pub fn currency_symbol(code: &str) -> String {
    match code {
        "GBP" => "£".to_string(),
        "EUR" => "€".to_string(),
        "USD" => "$".to_string(),
        code => format!("{code}\u{a0}"),
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
    fn signs_stand_where_readers_expect_them() {
        assert_eq!(with_sign(decimal("43"), None, Some(&Unit::Percent)), "43%");
        assert_eq!(
            with_sign(decimal("-11.45"), None, Some(&Unit::Currency("GBP".into()))),
            "−£11.45"
        );
    }
}
