//! Exact numbers from their writing.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::diag::code;
use crate::model::{Field, FieldType, Unit};
use crate::parse::cell::Problem;

/// The sign of a unit written with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign(pub(crate) char);

const SIGNS: &[char] = &['%', '£', '€', '$'];

/// Reads an exact number: digits with commas in their places, either minus sign, and at most the
/// sign of the field's own unit.
pub(super) fn read(text: &str, field: &Field) -> Result<(Decimal, Option<Sign>), Problem> {
    let (number, sign) = match plain(text) {
        Some(number) => (number, None),
        None => signed(text, field)?,
    };
    if field.kind == FieldType::Integer && !number.fract().is_zero() {
        return Err(Problem::new(
            format!("`{text}` is not a whole number"),
            "make the field `type: number`, or correct the cell",
        ));
    }
    Ok((number, sign))
}

/// A number that is written with digits and a point alone, as most are.
fn plain(text: &str) -> Option<Decimal> {
    let exact = || Decimal::from_str_exact(text).ok();
    is_plain(text).then(exact).flatten()
}

/// A number with whatever may be written with it.
fn signed(text: &str, field: &Field) -> Result<(Decimal, Option<Sign>), Problem> {
    let straight = straight(text);
    let (plain, sign) = without_sign(&straight);
    if let Some(sign) = sign
        && own_sign(field) != Some(sign)
    {
        return Err(foreign_sign(text, sign, field));
    }
    let plain = ungrouped(&plain).ok_or_else(|| {
        refused(
            text,
            ": its commas are not in the places of thousands",
            field,
        )
    })?;
    Ok((exact(text, &plain, field)?, sign))
}

/// Whether a text is digits, with points between them or none.
pub(super) fn is_plain(text: &str) -> bool {
    let ends = |letter: Option<&u8>| letter.is_some_and(u8::is_ascii_digit);
    let letters = text.as_bytes();
    let is_inside = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    ends(letters.first()) && ends(letters.last()) && letters.iter().all(is_inside)
}

/// A text with the minus sign that computers read.
fn straight(text: &str) -> Cow<'_, str> {
    match text.contains(crate::number::MINUS) {
        true => Cow::Owned(text.replace(crate::number::MINUS, "-")),
        false => Cow::Borrowed(text),
    }
}

/// A number by itself, with whatever sign of a unit; none for anything else.
pub(super) fn alone(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.starts_with(|letter: char| letter.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return Decimal::from_str_exact(text).ok();
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let straight = straight(text);
    let (unsigned, _) = without_sign(&straight);
    let plain = ungrouped(&unsigned)?;
    match plain.contains(['e', 'E']) {
        true => Decimal::from_scientific(&plain).ok(),
        false => Decimal::from_str_exact(plain.trim_start_matches('+')).ok(),
    }
}

fn exact(text: &str, plain: &str, field: &Field) -> Result<Decimal, Problem> {
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let shaped = digits > 0
        && plain
            .trim_start_matches(['-', '+'])
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-' | b'+'));
    if !shaped {
        return Err(refused(text, "", field));
    }
    let scientific = plain.contains(['e', 'E']);
    let number = match scientific {
        true => Decimal::from_scientific(plain),
        false => Decimal::from_str_exact(plain.trim_start_matches('+')),
    };
    // What is shaped like a number and is none has more digits than fit.
    number.map_err(|_| {
        let size = |message: &str, help: &str| Problem {
            code: &code::NUMBER_RANGE,
            message: format!("`{text}` {message}"),
            help: help.to_string(),
        };
        match plain.parse::<f64>() {
            Ok(_) if scientific => size(
                "is larger or smaller than a number that can be kept exactly",
                "look whether it was meant; a value that was not published is a marker",
            ),
            Ok(_) if digits > 28 => size(
                "has more digits than can be kept exactly",
                "round it to at most 28 digits, and say so in a note",
            ),
            _ => refused(text, "", field),
        }
    })
}

fn refused(text: &str, why: &str, field: &Field) -> Problem {
    let bare = text.trim_start_matches(['<', '>', '≤', '≥', '~']);
    let low = text.to_ascii_lowercase();
    let (why, meaning) = match text.chars().next() {
        Some('<') => (
            ": it says less than a number",
            "fewer than ".to_string() + bare,
        ),
        Some('>') => (
            ": it says more than a number",
            "more than ".to_string() + bare,
        ),
        _ if matches!(
            low.trim_start_matches(['-', '+']),
            "nan" | "inf" | "infinity"
        ) =>
        {
            (": a calculation failed there", "not available".to_string())
        }
        _ => (why, "not published".to_string()),
    };
    if let Some((number, unit)) = with_a_unit(text) {
        // One letter is as likely a mark: `13p` is provisional in many a table.
        let mark = match unit.chars().count() {
            1 => format!("if `{unit}` is a mark, say `missing: {{\"{unit}\": …}}`; "),
            _ => String::new(),
        };
        return Problem::new(
            format!("`{text}` is the number `{number}` with `{unit}` after it"),
            format!(
                "{mark}if it is the unit of the whole column, take it out of the cells and say `unit: \
                 {unit}`; if units differ, make columns of them"
            ),
        );
    }
    let marked = text.strip_suffix(']').and_then(|rest| rest.rfind('['));
    if let Some(start) = marked.filter(|start| *start > 0) {
        let mark = &text[start..];
        return Problem::new(
            format!("`{text}` is a number with a mark, `{mark}`, that is not explained"),
            format!("say what it means in the dataset: `missing: {{\"{mark}\": …}}`"),
        );
    }
    if let Some(negative) = in_brackets(text) {
        return Problem::new(
            format!("`{text}` stands in brackets, which may be for a minus sign"),
            format!(
                "if it is a negative number, as accounts write them, write `{negative}` or `{}{}`; if it is \
                 not, take the brackets out",
                crate::number::MINUS,
                negative.trim_start_matches('-')
            ),
        );
    }
    if let Some(pointed) = with_decimal_comma(text) {
        return Problem::new(
            format!("`{text}` is not a number{why}"),
            format!(
                "if the comma stands for a decimal point, write `{pointed}`; if it does not, take it out"
            ),
        );
    }
    if field.kind == FieldType::Integer && matches!(low.as_str(), "true" | "false") {
        return Problem::new(
            format!("`{text}` is not a number"),
            "make the field `type: boolean`",
        );
    }
    Problem::new(
        format!("`{text}` is not a number{why}"),
        format!(
            "write the number alone; if this stands for a value that was not published, say so in \
             the dataset: `missing: {{\"{text}\": {meaning}}}`"
        ),
    )
}

/// Whether a text that is no number was most likely meant as one: an accountant's `(120)` for −120, or a
/// decimal comma. It is no mark of a missing value.
pub(crate) fn is_mistaken(text: &str) -> bool {
    in_brackets(text).is_some() || with_decimal_comma(text).is_some()
}

/// The negative number of `(120)`, as it should be written.
fn in_brackets(text: &str) -> Option<String> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?.trim();
    let positive = alone(inner).is_some_and(|number| !number.is_sign_negative());
    (positive && !inner.starts_with('+')).then(|| format!("-{inner}"))
}

/// A number with a decimal comma, with a point in its place.
fn with_decimal_comma(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = whole.trim_start_matches(['-', '+', crate::number::MINUS]);
    let grouped = ungrouped(text).is_some();
    (digits(unsigned) && digits(fraction) && !grouped).then(|| format!("{whole}.{fraction}"))
}

/// A number and the word of letters after it: `5 kg`.
fn with_a_unit(text: &str) -> Option<(&str, &str)> {
    let start = text.find(char::is_alphabetic)?;
    let (number, unit) = (text[..start].trim_end(), &text[start..]);
    let word = unit
        .chars()
        .all(|letter| letter.is_alphabetic() || letter == '/');
    let exponent = matches!(unit, "e" | "E");
    (word && !exponent && alone(number).is_some()).then_some((number, unit))
}

fn foreign_sign(text: &str, sign: Sign, field: &Field) -> Problem {
    let wanted = match sign.0 {
        '%' => "percent",
        '£' => "GBP",
        '€' => "EUR",
        _ => "USD",
    };
    let has = match &field.unit {
        None => "the field has no unit".to_string(),
        Some(unit) => format!("the unit of the field is {}", unit.in_words()),
    };
    Problem::new(
        format!("`{text}` is written with `{}`, but {has}", sign.0),
        format!(
            "if the whole column is, say `unit: {wanted}`; else mend the cell, or read another \
             column"
        ),
    )
}

/// The sign that numbers of the field may be written with.
fn own_sign(field: &Field) -> Option<Sign> {
    match field.unit.as_ref()? {
        Unit::Percent => Some(Sign('%')),
        Unit::Currency(code) => match code.as_str() {
            "GBP" => Some(Sign('£')),
            "EUR" => Some(Sign('€')),
            "USD" => Some(Sign('$')),
            _ => None,
        },
        _ => None,
    }
}

/// Takes one sign off: `%` after the digits, a currency before them, after the minus sign or
/// before it.
fn without_sign(text: &str) -> (Cow<'_, str>, Option<Sign>) {
    let bare = text.trim_start_matches(['-', '+']);
    let minus = &text[..text.len() - bare.len()];
    let found = SIGNS.iter().find_map(|sign| {
        let rest = match sign {
            '%' => bare.strip_suffix('%')?.trim_end(),
            sign => bare.strip_prefix(*sign)?.trim_start(),
        };
        Some((rest, Sign(*sign)))
    });
    match found {
        Some((rest, sign)) => (Cow::Owned(format!("{minus}{rest}")), Some(sign)),
        None => (Cow::Borrowed(text), None),
    }
}

/// Takes commas out of `1,234,567`; none when they stand anywhere else.
fn ungrouped(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(',') {
        return Some(Cow::Borrowed(text));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['-', '+']);
    let groups: Vec<&str> = digits.split(',').collect();
    let well = !fraction.contains(',')
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3);
    well.then(|| Cow::Owned(text.replace(',', "")))
}
