//! The Data Package of a dataset: what its CSV file holds, for programs that read and check it.
//!
//! The form is Data Package 2.0 (<https://datapackage.org>); the validator `frictionless` takes it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::emit::data::{UnitJson, marks_column};
use crate::emit::json;
use crate::model::{Dataset, FieldId, FieldType, Text, Value};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// What the description says, in this order.
#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'a str,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    licenses: Option<[PackageLicence<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<[PackageSource<'a>; 1]>,
    resources: [Resource<'a>; 1],
}

#[derive(Serialize)]
struct PackageLicence<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    title: &'a str,
}

#[derive(Serialize)]
struct PackageSource<'a> {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
}

/// The CSV file.
#[derive(Serialize)]
struct Resource<'a> {
    name: &'a str,
    r#type: &'static str,
    path: &'a str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: usize,
    hash: String,
    schema: Schema<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<PackageField<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<Vec<&'a str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PackageField<'a> {
    name: Cow<'a, str>,
    title: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing_values: Vec<MissingValue<'a>>,
}

#[derive(Serialize)]
struct MissingValue<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// Describes the CSV file `file`, which stands beside the description and holds `csv`.
pub(super) fn package(data: &Dataset, file: &str, csv: &str, homepage: Option<String>) -> String {
    let resource = Resource {
        name: &data.key,
        r#type: "table",
        path: file,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: csv.len(),
        hash: hash(csv),
        schema: schema(data),
    };
    let package = Package {
        profile: PROFILE,
        name: &data.key,
        title: data.title.plain(),
        description: description(data),
        homepage,
        licenses: licence(data).map(|licence| [licence]),
        sources: source(data).map(|source| [source]),
        resources: [resource],
    };
    json::file(&package, 1024 + data.fields.len() * 256)
}

/// What the dataset holds, and its notes, a paragraph each.
fn description(data: &Dataset) -> String {
    let parts = data.description.iter().chain(&data.notes);
    let parts: Vec<String> = parts.map(Text::plain).collect();
    parts.join("\n\n")
}

fn licence(data: &Dataset) -> Option<PackageLicence<'_>> {
    let licence = data.licence.as_ref()?;
    // The profile takes identifiers only; other words are the title.
    let is_identifier = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let named = licence.id.bytes().all(is_identifier);
    (named || licence.url.is_some()).then_some(PackageLicence {
        name: named.then_some(&licence.id),
        path: licence.url,
        title: &licence.name,
    })
}

/// Who published it; publisher and publication in one line, as the page prints them.
fn source(data: &Dataset) -> Option<PackageSource<'_>> {
    let source = data.source.as_ref()?;
    let mut title = source.name.plain();
    if let Some(publication) = &source.title {
        title = format!("{title}, {}", publication.plain());
    }
    Some(PackageSource {
        title,
        path: source.url.as_deref().or(source.copy.as_deref()),
        version: source.published.as_deref(),
    })
}

fn schema(data: &Dataset) -> Schema<'_> {
    let rows: Vec<usize> = (0..data.rows.len()).collect();
    let fields = (0..data.fields.len()).flat_map(|at| {
        let id = FieldId(at);
        let marks = marks_column(data, id, &rows).map(|name| marks_field(data, id, name));
        std::iter::once(field(data, id)).chain(marks)
    });
    let key = data.primary_key.iter();
    let key = key.map(|id| data.field(*id).name.as_str());
    Schema {
        fields: fields.collect(),
        primary_key: names_every_row(data).then(|| key.collect()),
    }
}

/// Whether the primary key has a value in every row; the profile knows no key that is missing.
fn names_every_row(data: &Dataset) -> bool {
    let is_there =
        |row: usize, id: &FieldId| !matches!(data.cell(row, *id).value, Value::Missing(_));
    !data.primary_key.is_empty()
        && (0..data.rows.len()).all(|row| data.primary_key.iter().all(|id| is_there(row, id)))
}

fn field(data: &Dataset, id: FieldId) -> PackageField<'_> {
    let field = data.field(id);
    PackageField {
        name: Cow::Borrowed(&field.name),
        title: Cow::Borrowed(&field.title),
        description: field.description.as_ref().map(Text::plain),
        r#type: kind(data, id),
        unit: field.unit.as_ref().map(UnitJson::new),
        missing_values: missing_values(data, id),
    }
}

/// The column of the marks beside the values of a field, with what they mean.
fn marks_field(data: &Dataset, id: FieldId, name: String) -> PackageField<'_> {
    let title = &data.field(id).title;
    let remarks = (0..data.rows.len()).flat_map(|row| data.cell(row, id).remarks());
    let found: BTreeMap<&str, &str> = remarks
        .map(|marker| (marker.symbol.as_str(), marker.meaning.as_str()))
        .collect();
    let told = found
        .iter()
        .map(|(symbol, meaning)| format!("{symbol} {meaning}"));
    let told: Vec<String> = told.map(|it| it.trim().to_string()).collect();
    PackageField {
        name: Cow::Owned(name),
        title: Cow::Owned(format!("Marks beside {title}")),
        description: Some(told.join("; ")),
        r#type: FieldType::String.word(),
        unit: None,
        missing_values: Vec::new(),
    }
}

/// The type of a column in the words of the Table Schema, which are the program's own. An integer
/// that was published as `12.0` keeps its digits, and is a number there.
fn kind(data: &Dataset, id: FieldId) -> &'static str {
    let kind = data.field(id).kind;
    let cells = || (0..data.rows.len()).filter_map(|row| data.cell(row, id).value.number());
    let is_written_whole = |number: Decimal| number.scale() == 0;
    match kind {
        FieldType::Integer if !cells().all(is_written_whole) => FieldType::Number.word(),
        kind => kind.word(),
    }
}

/// The marks that stand in a column for missing values, with their meanings, and the blank cell.
/// Two marks of one meaning are told apart, as the profile asks.
fn missing_values(data: &Dataset, id: FieldId) -> Vec<MissingValue<'_>> {
    let cells = (0..data.rows.len()).map(|row| &data.cell(row, id).value);
    let found: BTreeMap<&str, &str> = cells
        .filter_map(|value| match value {
            Value::Missing(marker) => Some((marker.symbol.as_str(), marker.meaning.as_str())),
            _ => None,
        })
        .collect();
    if found.keys().all(|symbol| symbol.is_empty()) {
        // Blank cells are missing without being named.
        return Vec::new();
    }
    let label = |symbol: &str, meaning: &str| {
        let shared = found.values().filter(|other| **other == meaning).count() > 1;
        match shared {
            true => format!("{meaning} ({symbol})"),
            false => meaning.to_string(),
        }
    };
    let blank = (!found.contains_key("")).then_some(MissingValue {
        value: "",
        label: None,
    });
    let told = found.iter().map(|(symbol, meaning)| MissingValue {
        value: symbol,
        label: Some(label(symbol, meaning)),
    });
    blank.into_iter().chain(told).collect()
}

/// The digest of a text, as the profile writes it.
fn hash(text: &str) -> String {
    let mut hash = String::from("sha256:");
    for byte in Sha256::digest(text.as_bytes()) {
        let digits = [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]);
        hash.extend(digits.map(char::from));
    }
    hash
}
