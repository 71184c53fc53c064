//! Datasets: typed tables of published statistics, in exact decimals, every cell with its place.

use jiff::civil::Date;
use rust_decimal::Decimal;
use std::borrow::Cow;

use crate::model::scale::Stated;
use crate::model::{DatasetId, FieldId, Text};
use crate::source::{SitePath, SourceId, Span};

/// A published table.
#[derive(Debug)]
pub struct Dataset {
    /// Its place in [`crate::model::Site::datasets`].
    pub id: DatasetId,
    /// The word that addresses use for it: the slug of its file's stem.
    pub key: String,
    /// The YAML file that describes it.
    pub file: SourceId,
    /// Title in words.
    pub title: Text,
    /// What it holds and how it was made.
    pub description: Option<Text>,
    /// Who published it.
    pub source: Option<Source>,
    /// Under which licence.
    pub licence: Option<Licence>,
    /// Notes to print with the table.
    pub notes: Vec<Text>,
    /// The columns, in order.
    pub fields: Vec<Field>,
    /// The fields whose values name a row.
    pub primary_key: Vec<FieldId>,
    /// The rows, in the order of the source.
    pub rows: Vec<Row>,
    /// Whether every field and row could be read. Where not, the fault has been reported, and a
    /// row that cannot be found is no second one.
    pub complete: bool,
    /// Whether single cells could not be read, which has been reported: they are without a value.
    pub unread: bool,
    /// Whether two rows have one key, which has been reported: which of them is meant is not known.
    pub doubled: bool,
    /// The page of the dataset in the output, such as `data/gcse.html`.
    pub route: SitePath,
}

impl Dataset {
    /// The field of an id.
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0]
    }

    /// The field of a name.
    pub fn field_named(&self, name: &str) -> Option<FieldId> {
        self.fields
            .iter()
            .position(|field| field.name == name)
            .map(FieldId)
    }

    /// The row whose key is `key`; see [`Row::key`].
    pub fn row_keyed(&self, key: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.key == key)
    }

    /// The cell of a row and a field.
    pub fn cell(&self, row: usize, field: FieldId) -> &Cell {
        &self.rows[row].cells[field.0]
    }

    /// Whether what its rows show may be the consequence of faults that have been reported.
    pub fn is_doubtful(&self) -> bool {
        !self.complete || self.unread || self.doubled
    }

    /// The place of the description file as a whole.
    pub fn span(&self) -> Span {
        Span::file(self.file)
    }
}

/// Who published a table, where and when.
#[derive(Debug, Clone)]
pub struct Source {
    /// The publisher.
    pub name: Text,
    /// The publication.
    pub title: Option<Text>,
    /// Its address.
    pub url: Option<String>,
    /// Where a copy of it is held that was read instead.
    pub copy: Option<String>,
    /// The date of publication: a day, or only a year or a month, as written.
    pub published: Option<String>,
    /// The day it was read.
    pub accessed: Option<Date>,
}

/// The terms on which something may be used again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The identifier as written, such as `OGL-UK-3.0` (SPDX where there is one).
    pub id: String,
    /// Its name in words.
    pub name: String,
    /// Its text.
    pub url: Option<&'static str>,
    /// The sentence it asks users to print.
    pub attribution: Option<&'static str>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name that figures and addresses use.
    pub name: String,
    /// The heading that readers see.
    pub title: String,
    /// What its cells hold.
    pub kind: FieldType,
    /// What its numbers count; none for text.
    pub unit: Option<Unit>,
    /// To how many places numbers are shown; the published digits where not given.
    pub decimals: Option<u32>,
    /// Whether its dates are shown as months: each stands for the month it lies in.
    pub months: bool,
    /// What the column means.
    pub description: Option<Text>,
    /// The notes that its published heading refers to.
    pub remarks: Vec<Marker>,
    /// The scale that its title or heading states, where the numbers are read as they stand.
    pub scale: Option<Box<Stated>>,
}

impl Field {
    /// Whether its cells are numbers that can be measured on an axis.
    pub fn is_numeric(&self) -> bool {
        matches!(self.kind, FieldType::Number | FieldType::Integer)
    }
}

/// What a column's cells hold; the words of the Frictionless Table Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    String,
    /// A decimal number.
    Number,
    /// A whole number.
    Integer,
    /// A day of the calendar.
    Date,
    /// A year; shown without a comma.
    Year,
    /// True or false.
    Boolean,
}

impl FieldType {
    /// The word that authors write.
    pub fn word(self) -> &'static str {
        match self {
            FieldType::String => "string",
            FieldType::Number => "number",
            FieldType::Integer => "integer",
            FieldType::Date => "date",
            FieldType::Year => "year",
            FieldType::Boolean => "boolean",
        }
    }
}

/// What a number counts or measures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Per cent: 43 is 43%.
    Percent,
    /// Percentage points: the difference of two percentages.
    PercentagePoints,
    /// So many for each so many: `{name: jobs, per: 100, of: working-age adults}`.
    Rate {
        /// What is counted: `jobs`.
        name: String,
        /// For each how many; positive.
        per: Decimal,
        /// Of whom: `working-age adults`.
        of: Option<String>,
    },
    /// Money, by ISO 4217 code such as `GBP`.
    Currency(String),
    /// Plain words: `jobs`, `years`, `score`.
    Words(String),
}

impl Unit {
    /// The unit in words for a heading or an axis: `per cent`, `jobs per 100 working-age adults`.
    pub fn in_words(&self) -> String {
        match self {
            Unit::Percent => "per cent".to_string(),
            Unit::PercentagePoints => "percentage points".to_string(),
            Unit::Rate { name, per, of } => {
                let per = crate::number::plain(*per, None);
                match of {
                    Some(of) => format!("{name} per {per} {of}"),
                    None => format!("{name} per {per}"),
                }
            }
            Unit::Currency(code) => match code.as_str() {
                "GBP" => "pounds".to_string(),
                "EUR" => "euros".to_string(),
                "USD" => "US dollars".to_string(),
                code => code.to_string(),
            },
            Unit::Words(words) => words.clone(),
        }
    }
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name in addresses: the slugs of its primary key's values, joined by `,`. Without a
    /// primary key, its number from 1.
    pub key: String,
    /// One cell for each field, in the order of the fields.
    pub cells: Vec<Cell>,
}

/// A value and where its author wrote it.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The value.
    pub value: Value,
    /// Its place in the file.
    pub span: Span,
    /// The marks that stand beside the value, where there are any: provisional, note 1.
    pub remarks: Option<Box<[Marker]>>,
}

impl Cell {
    /// A value without marks beside it.
    pub fn new(value: Value, span: Span) -> Self {
        Cell {
            value,
            span,
            remarks: None,
        }
    }

    /// The marks beside the value, in the order published.
    pub fn remarks(&self) -> &[Marker] {
        self.remarks.as_deref().unwrap_or_default()
    }

    /// The marks as they were published, one after another: `[r][e]`.
    pub fn marks(&self) -> String {
        let marks = self.remarks().iter();
        marks.map(|marker| marker.symbol.as_str()).collect()
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number with all its published digits (the scale of the decimal keeps trailing zeros).
    Number(Decimal),
    /// A day.
    Date(Date),
    /// A year.
    Year(i16),
    /// True or false.
    Boolean(bool),
    /// No value, and why. Most cells have one: what says so of the others stands in a box.
    Missing(Box<Marker>),
}

impl Value {
    /// The number, where there is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value as published, for CSV and for names of rows and series: digits ungrouped,
    /// dates as year-month-day, markers as their symbol.
    pub fn published(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Number(number) => Cow::Owned(crate::number::published(*number)),
            Value::Date(date) => Cow::Owned(date.to_string()),
            Value::Year(year) => Cow::Owned(year.to_string()),
            Value::Boolean(value) => Cow::Owned(value.to_string()),
            Value::Missing(marker) => Cow::Borrowed(&marker.symbol),
        }
    }

    /// The value as a table or label shows it, in the form of its field. Percentages keep their
    /// sign to themselves here: headings name the unit.
    pub fn shown(&self, field: &Field) -> String {
        match self {
            Value::Number(number) => crate::number::plain(*number, field.decimals),
            Value::Date(date) if field.months => crate::number::month(*date),
            Value::Date(date) => crate::number::long_date(*date),
            Value::Boolean(true) => "Yes".to_string(),
            Value::Boolean(false) => "No".to_string(),
            value => value.published().into_owned(),
        }
    }
}

/// A mark that stands for a missing value, or beside a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// The symbol as published: `[c]`, `..`; empty for a blank cell.
    pub symbol: String,
    /// What it means: `confidential`; the text of a note, empty where that was not found.
    pub meaning: String,
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn a_cell_is_small() {
        assert_eq!(size_of::<Cell>(), 56);
    }
}
