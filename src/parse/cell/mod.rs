//! Cells: text into typed values, the markers that stand for values that are missing, and the
//! marks that stand beside values.

mod number;

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, code};
use crate::model::{Field, FieldType, Marker, Value};
use crate::parse::fields;
use crate::source::Span;

pub(crate) use self::number::{Sign, is_mistaken};

/// Markers known without being named: the shorthand of the Government Statistical Service
/// ("Using symbols and shorthand to provide information in data", 2022), and the older marks
/// that still occur.
const USUAL: &[(&str, &str)] = &[
    ("[b]", "break in the series"),
    ("[c]", "confidential"),
    ("[e]", "estimated"),
    ("[f]", "forecast"),
    ("[low]", "rounds to zero, but is not zero"),
    ("[p]", "provisional"),
    ("[r]", "revised"),
    ("[u]", "of low reliability"),
    ("[w]", "none recorded"),
    ("[x]", "not available"),
    ("[z]", "not applicable"),
    ("..", "not available"),
    (".", "not applicable"),
    (":", "not available"),
    ("*", "suppressed"),
    ("-", "none or negligible"),
    ("NA", "not available"),
    ("N/A", "not available"),
];

/// The markers of one dataset.
#[derive(Debug, Default)]
pub(crate) struct Markers {
    own: Vec<Marker>,
}

impl Markers {
    /// Adds a marker of the dataset's own.
    pub(crate) fn add(&mut self, symbol: String, meaning: String) {
        self.own.push(Marker { symbol, meaning });
    }

    /// Whether the dataset itself says what a symbol means.
    pub(crate) fn knows(&self, symbol: &str) -> bool {
        self.own.iter().any(|marker| marker.symbol == symbol)
    }

    /// The marker of a symbol. In a column of text only the dataset's own markers and those in
    /// square brackets count, because `-` or `NA` may be words there.
    fn find(&self, symbol: &str, kind: FieldType) -> Option<Marker> {
        if let Some(own) = self.own.iter().find(|marker| marker.symbol == symbol) {
            return Some(own.clone());
        }
        let usual = USUAL.iter().find(|(usual, _)| *usual == symbol)?;
        let counts = kind != FieldType::String || symbol.starts_with('[');
        counts.then(|| Marker {
            symbol: usual.0.to_string(),
            meaning: usual.1.to_string(),
        })
    }

    /// What a text says that is nothing but markers: one, or several in square brackets.
    fn missing(&self, text: &str, kind: FieldType) -> Option<Marker> {
        if let Some(marker) = self.find(text, kind) {
            return Some(marker);
        }
        let stack = bracketed(text)?;
        let found: Option<Vec<Marker>> = stack.iter().map(|mark| self.find(mark, kind)).collect();
        let found = found.filter(|found| found.len() > 1)?;
        let join = |part: fn(&Marker) -> &str, between| {
            found.iter().map(part).collect::<Vec<_>>().join(between)
        };
        Some(Marker {
            symbol: join(|marker| &marker.symbol, ""),
            meaning: join(|marker| &marker.meaning, ", "),
        })
    }

    /// Takes the marks off a value that they stand beside: those in square brackets on either
    /// side, and the dataset's own after it. A mark in brackets that nobody has explained is no
    /// mark: it stays, and the value is refused with it.
    fn part<'t>(&self, text: &'t str, kind: FieldType) -> (&'t str, Vec<Marker>) {
        let (mut rest, mut before, mut after) = (text, Vec::new(), Vec::new());
        loop {
            if let Some((mark, other)) = leading(rest)
                && let Some(marker) = self.find(mark, kind)
            {
                before.push(marker);
                rest = other;
            } else if let Some((other, mark)) = trailing(rest)
                && let Some(marker) = self.find(mark, kind)
            {
                after.push(marker);
                rest = other;
            } else if kind != FieldType::String
                && let Some(own) = self.own_after(rest)
            {
                after.push(own.clone());
                rest = rest[..rest.len() - own.symbol.len()].trim_end();
            } else {
                break;
            }
        }
        after.reverse();
        before.extend(after);
        (rest, before)
    }

    /// One of the dataset's own markers straight after a value.
    fn own_after(&self, text: &str) -> Option<&Marker> {
        self.own.iter().find(|own| {
            let symbol = own.symbol.as_str();
            let plain = symbol.chars().any(|letter| letter.is_ascii_digit());
            !symbol.is_empty() && !plain && text.len() > symbol.len() && text.ends_with(symbol)
        })
    }
}

/// A text without the white space around it. Most cells have none, which two bytes tell.
pub(crate) fn trimmed(text: &str) -> &str {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// The marks in square brackets that a text is made of; none when there is anything else.
fn bracketed(text: &str) -> Option<Vec<&str>> {
    let mut rest = text;
    let mut marks = Vec::new();
    while !rest.is_empty() {
        let (mark, other) = match leading(rest) {
            Some(found) => found,
            None if rest.starts_with('[') && rest.find(']') == Some(rest.len() - 1) => (rest, ""),
            None => return None,
        };
        marks.push(mark);
        rest = other;
    }
    Some(marks)
}

/// A mark in square brackets and the text after it.
fn leading(text: &str) -> Option<(&str, &str)> {
    let end = text.strip_prefix('[')?.find(']')? + 2;
    let rest = text[end..].trim_start();
    (!rest.is_empty()).then_some((&text[..end], rest))
}

/// A text and the mark in square brackets after it.
fn trailing(text: &str) -> Option<(&str, &str)> {
    let start = text.strip_suffix(']')?.rfind('[')?;
    let rest = text[..start].trim_end();
    (!rest.is_empty()).then_some((rest, &text[start..]))
}

impl Marker {
    /// A blank cell.
    pub(crate) fn blank() -> Marker {
        Marker {
            symbol: String::new(),
            meaning: "no value published".to_string(),
        }
    }
}

/// Why a cell could not be read.
#[derive(Debug)]
pub(crate) struct Problem {
    code: &'static Code,
    message: String,
    help: String,
}

impl Problem {
    pub(crate) fn new(message: String, help: impl Into<String>) -> Self {
        Problem {
            code: &code::BAD_CELL,
            message,
            help: help.into(),
        }
    }

    /// A list or map where a cell should be.
    pub(crate) fn not_a_cell(what: &str) -> Self {
        Problem::new(
            format!("a cell holds one value, not {what}"),
            "write the value by itself",
        )
    }

    /// The problem as a diagnostic at its place, in the field of that name.
    pub(crate) fn at(self, span: Span, field: &str) -> Diagnostic {
        Diagnostic::error(
            self.code,
            span,
            format!("{} (field `{field}`)", self.message),
        )
        .help(self.help)
    }
}

/// What a text is that is to be calculated with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Quantity {
    /// A number; marks beside it are left aside.
    Number(Decimal),
    /// It is blank, or a marker for a value that is missing.
    Missing,
    /// It is something else.
    Other,
}

impl Markers {
    /// A text as something to calculate with.
    pub(crate) fn quantity(&self, text: &str) -> Quantity {
        let trimmed = trimmed(text);
        let plain = trimmed.starts_with(|letter: char| letter.is_ascii_digit());
        let marked = !plain || !self.own.is_empty();
        if trimmed.is_empty() || marked && self.missing(trimmed, FieldType::Number).is_some() {
            return Quantity::Missing;
        }
        let alone = match number::alone(trimmed) {
            None => number::alone(self.part(trimmed, FieldType::Number).0),
            found => found,
        };
        alone.map_or(Quantity::Other, Quantity::Number)
    }

    /// The words of a text, marks beside them aside; the text itself where it is only marks.
    pub(crate) fn words<'t>(&self, text: &'t str) -> &'t str {
        let trimmed = trimmed(text);
        // Beside words only marks in brackets count.
        let is_marked = trimmed.starts_with('[') || trimmed.ends_with(']');
        if !is_marked || self.is_missing_text(trimmed) {
            return trimmed;
        }
        self.part(trimmed, FieldType::String).0
    }

    /// Whether a text, as words, is blank or a marker for a value that is missing.
    pub(crate) fn is_missing_text(&self, text: &str) -> bool {
        let text = trimmed(text);
        text.is_empty() || self.missing(text, FieldType::String).is_some()
    }

    /// The marks beside a number.
    pub(crate) fn beside(&self, text: &str) -> Vec<Marker> {
        let text = trimmed(text);
        // No mark ends with a digit, and only those in brackets stand in front.
        let plain =
            text.ends_with(|letter: char| letter.is_ascii_digit()) && !text.starts_with('[');
        match plain || number::alone(text).is_some() {
            true => Vec::new(),
            false => self.part(text, FieldType::Number).1,
        }
    }
}

/// What a cell says.
#[derive(Debug)]
pub(crate) struct Reading {
    /// The value.
    pub(crate) value: Value,
    /// The marks beside it.
    pub(crate) remarks: Vec<Marker>,
    /// The sign of a unit that it was written with.
    pub(crate) sign: Option<Sign>,
}

impl From<Value> for Reading {
    fn from(value: Value) -> Self {
        Reading {
            value,
            remarks: Vec::new(),
            sign: None,
        }
    }
}

/// The most bytes that a number or a date is written with.
const LONGEST: usize = 200;

/// Reads the text of a cell as the value its field asks for.
pub(crate) fn read(text: &str, field: &Field, markers: &Markers) -> Result<Reading, Problem> {
    let trimmed = trimmed(text);
    if trimmed.is_empty() {
        return Ok(Value::Missing(Box::new(Marker::blank())).into());
    }
    // No mark stands beside digits alone, and of those that are known without being named none is one.
    let is_plain = number::is_plain(trimmed);
    if (!is_plain || markers.knows(trimmed))
        && let Some(marker) = markers.missing(trimmed, field.kind)
    {
        return Ok(Value::Missing(Box::new(marker)).into());
    }
    if field.kind != FieldType::String && trimmed.len() > LONGEST {
        return Err(Problem::new(
            format!(
                "{} characters stand here, which are no value",
                trimmed.chars().count()
            ),
            "look whether a quotation mark is missing; words need a field of `type: string`",
        ));
    }
    let (alone, remarks) = match is_plain {
        true => (trimmed, Vec::new()),
        false => markers.part(trimmed, field.kind),
    };
    let mut sign = None;
    let value = match field.kind {
        FieldType::String => Value::Text(alone.to_string()),
        FieldType::Number | FieldType::Integer => {
            let (number, with) = number::read(alone, field)?;
            sign = with;
            Value::Number(number)
        }
        FieldType::Date => fields::day(alone)
            .map(Value::Date)
            .map_err(|message| Problem::new(message, "write the date as year-month-day"))?,
        FieldType::Year => match alone.parse::<i16>() {
            Ok(year) if alone.len() == 4 => Value::Year(year),
            _ => {
                return Err(Problem::new(
                    format!("`{alone}` is not a year"),
                    "write four digits, or make the field `type: string`",
                ));
            }
        },
        FieldType::Boolean => match alone.to_ascii_lowercase().as_str() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => {
                return Err(Problem::new(
                    format!("`{alone}` is neither true nor false"),
                    "write `true` or `false`, or make the field `type: string`",
                ));
            }
        },
    };
    Ok(Reading {
        value,
        remarks,
        sign,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unit;

    fn field(kind: FieldType) -> Field {
        Field {
            name: "f".into(),
            title: "F".into(),
            kind,
            unit: None,
            decimals: None,
            months: false,
            description: None,
            remarks: Vec::new(),
            scale: None,
        }
    }

    fn read_number(text: &str) -> Option<Decimal> {
        read(text, &field(FieldType::Number), &Markers::default())
            .ok()?
            .value
            .number()
    }

    #[test]
    fn every_published_digit_is_kept() {
        assert_eq!(
            read_number("35.036999999999999").unwrap().to_string(),
            "35.036999999999999"
        );
        assert_eq!(read_number("43.10").unwrap().to_string(), "43.10");
        assert_eq!(read_number("−1,234.5").unwrap().to_string(), "-1234.5");
    }

    #[test]
    fn commas_out_of_place_and_units_are_refused() {
        for text in [
            "1,23",
            "12,34,567",
            "43%",
            "£5",
            "1.2.3",
            "abc",
            "1,234.5,6",
            "--",
            "NaN",
            "inf",
            "1e999",
            "<1",
            "5 [q]",
            "%",
            "£",
        ] {
            assert!(
                read(text, &field(FieldType::Number), &Markers::default()).is_err(),
                "`{text}` should be refused"
            );
        }
    }

    #[test]
    fn a_marker_is_no_number_and_no_zero() {
        let value = read("[c]", &field(FieldType::Number), &Markers::default()).unwrap();
        assert!(matches!(value.value, Value::Missing(marker) if marker.meaning == "confidential"));
        let word = read("-", &field(FieldType::String), &Markers::default()).unwrap();
        assert_eq!(word.value, Value::Text("-".into()));
    }

    #[test]
    fn stacked_markers_are_one_missing_value() {
        for text in ["[r][x]", "[r] [x]"] {
            let value = read(text, &field(FieldType::Number), &Markers::default()).unwrap();
            let Value::Missing(marker) = value.value else {
                panic!("`{text}` is a value: {value:?}")
            };
            assert_eq!(
                (&*marker.symbol, &*marker.meaning),
                ("[r][x]", "revised, not available")
            );
        }
        assert!(read("[r][q]", &field(FieldType::Number), &Markers::default()).is_err());
    }

    #[test]
    fn marks_beside_a_value_are_kept_and_do_not_change_it() {
        let mut markers = Markers::default();
        markers.add("(u)".into(), "uncertain".into());
        markers.add("[p]".into(), "first estimate".into());
        for (text, number, marks) in [
            ("12.3 [p]", "12.3", "[p]"),
            ("[r] 5", "5", "[r]"),
            ("1,200[r][e]", "1200", "[r][e]"),
            ("[b] 7.0 [p]", "7.0", "[b][p]"),
            ("4.50(u)", "4.50", "(u)"),
            ("4.50 (u) [r]", "4.50", "(u)[r]"),
        ] {
            let reading = read(text, &field(FieldType::Number), &markers).unwrap();
            let found: String = reading
                .remarks
                .iter()
                .map(|it| it.symbol.as_str())
                .collect();
            let value = reading.value.number().unwrap().to_string();
            assert_eq!(
                (value.as_str(), found.as_str()),
                (number, marks),
                "`{text}`"
            );
        }
        let own = read("1 [p]", &field(FieldType::Number), &markers).unwrap();
        assert_eq!(own.remarks[0].meaning, "first estimate");
        let name = read("Wales [r]", &field(FieldType::String), &markers).unwrap();
        assert_eq!(name.value, Value::Text("Wales".into()));
        let place = read("Ward [north]", &field(FieldType::String), &markers).unwrap();
        assert_eq!(place.value, Value::Text("Ward [north]".into()));
    }

    #[test]
    fn the_sign_of_the_fields_own_unit_may_stand_with_a_number() {
        let of = |unit| Field {
            unit: Some(unit),
            ..field(FieldType::Number)
        };
        let percent = of(Unit::Percent);
        let pounds = of(Unit::Currency("GBP".into()));
        let read = |text, field: &Field| {
            let reading = read(text, field, &Markers::default()).ok()?;
            Some((reading.value.number()?.to_string(), reading.sign?))
        };
        assert_eq!(read("12.5%", &percent), Some(("12.5".into(), Sign('%'))));
        assert_eq!(read("-£1,200", &pounds), Some(("-1200".into(), Sign('£'))));
        assert_eq!(read("£12%", &pounds), None);
        assert_eq!(read("12%", &pounds), None);
        assert_eq!(read("€5", &pounds), None);
    }

    #[test]
    fn an_integer_has_no_fraction() {
        assert!(read("2.5", &field(FieldType::Integer), &Markers::default()).is_err());
        assert!(read("2.0", &field(FieldType::Integer), &Markers::default()).is_ok());
    }
}
