//! Cells: text into typed values, and the markers that stand for values that are missing.

use rust_decimal::Decimal;

use crate::diag::{Code, Diagnostic, code};
use crate::model::{Field, FieldType, Marker, Value};
use crate::parse::fields;
use crate::source::Span;

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
    fn new(message: String, help: impl Into<String>) -> Self {
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

/// Reads the text of a cell as the value its field asks for.
pub(crate) fn read(text: &str, field: &Field, markers: &Markers) -> Result<Value, Problem> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Value::Missing(Marker::blank()));
    }
    if let Some(marker) = markers.find(trimmed, field.kind) {
        return Ok(Value::Missing(marker));
    }
    match field.kind {
        FieldType::String => Ok(Value::Text(trimmed.to_string())),
        FieldType::Number | FieldType::Integer => number(trimmed, field.kind),
        FieldType::Date => fields::day(trimmed)
            .map(Value::Date)
            .map_err(|message| Problem::new(message, "write the date as year-month-day")),
        FieldType::Year => match trimmed.parse::<i16>() {
            Ok(year) if trimmed.len() == 4 => Ok(Value::Year(year)),
            _ => Err(Problem::new(
                format!("`{trimmed}` is not a year"),
                "write four digits, or make the field `type: string`",
            )),
        },
        FieldType::Boolean => match trimmed.to_ascii_lowercase().as_str() {
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            _ => Err(Problem::new(
                format!("`{trimmed}` is neither true nor false"),
                "write `true` or `false`, or make the field `type: string`",
            )),
        },
    }
}

/// An exact number: digits with commas in their places, and either minus sign.
fn number(text: &str, kind: FieldType) -> Result<Value, Problem> {
    let refused = |why: &str| {
        Problem::new(
            format!("`{text}` is not a number{why}"),
            format!(
                "write the number alone; if this stands for a value that was not published, say \
                 so in the dataset: `missing: {{\"{text}\": not published}}`"
            ),
        )
    };
    let plain = ungrouped(&text.replace(crate::number::MINUS, "-"))
        .ok_or_else(|| refused(": its commas are not in the places of thousands"))?;
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    let shaped = digits > 0
        && plain
            .trim_start_matches(['-', '+'])
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-' | b'+'));
    if !shaped {
        return Err(refused(""));
    }
    let number = match plain.contains(['e', 'E']) {
        true => Decimal::from_scientific(&plain),
        false => Decimal::from_str_exact(plain.trim_start_matches('+')),
    };
    // What is shaped like a number and is none has more digits than fit.
    let number = number.map_err(|_| match plain.matches('.').count() {
        0 | 1 if digits > 28 => Problem {
            code: &code::NUMBER_RANGE,
            message: format!("`{text}` has more digits than can be kept exactly"),
            help: "round it to at most 28 digits, and say so in a note".to_string(),
        },
        _ => refused(""),
    })?;
    if kind == FieldType::Integer && !number.fract().is_zero() {
        return Err(Problem::new(
            format!("`{text}` is not a whole number"),
            "make the field `type: number`, or correct the cell",
        ));
    }
    Ok(Value::Number(number))
}

/// Takes commas out of `1,234,567`; none when they stand anywhere else.
fn ungrouped(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_string());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.trim_start_matches(['-', '+']);
    let groups: Vec<&str> = digits.split(',').collect();
    let well = !fraction.contains(',')
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3);
    well.then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldType) -> Field {
        Field {
            name: "f".into(),
            title: "F".into(),
            kind,
            unit: None,
            decimals: None,
            description: None,
        }
    }

    fn read_number(text: &str) -> Option<Decimal> {
        read(text, &field(FieldType::Number), &Markers::default())
            .ok()?
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
        assert!(matches!(value, Value::Missing(marker) if marker.meaning == "confidential"));
        let word = read("-", &field(FieldType::String), &Markers::default()).unwrap();
        assert_eq!(word, Value::Text("-".into()));
    }

    #[test]
    fn an_integer_has_no_fraction() {
        assert!(read("2.5", &field(FieldType::Integer), &Markers::default()).is_err());
        assert!(read("2.0", &field(FieldType::Integer), &Markers::default()).is_ok());
    }
}
