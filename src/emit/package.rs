//! The Data Package of a dataset: what its CSV file holds, for programs that read and check it.
//!
//! The form is Data Package 2.0 (<https://datapackage.org>); the validator `frictionless` takes it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::emit::data::{marks_column, unit_json};
use crate::emit::figures::pretty;
use crate::model::{Dataset, FieldId, FieldType, Text, Value};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// Describes the CSV file `file`, which stands beside the description and holds `csv`.
pub(super) fn package(data: &Dataset, file: &str, csv: &str, homepage: Option<String>) -> String {
    let mut json = Map::new();
    json.insert("$schema".into(), json!(PROFILE));
    json.insert("name".into(), json!(data.key));
    json.insert("title".into(), json!(data.title.plain()));
    let description = description(data);
    if !description.is_empty() {
        json.insert("description".into(), json!(description));
    }
    if let Some(homepage) = homepage {
        json.insert("homepage".into(), json!(homepage));
    }
    if let Some(licence) = licence(data) {
        json.insert("licenses".into(), json!([licence]));
    }
    if let Some(source) = source(data) {
        json.insert("sources".into(), json!([source]));
    }
    let resource = json!({
        "name": data.key,
        "type": "table",
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": csv.len(),
        "hash": format!("sha256:{}", hexadecimal(&Sha256::digest(csv.as_bytes()))),
        "schema": schema(data),
    });
    json.insert("resources".into(), json!([resource]));
    pretty(&Json::Object(json))
}

/// What the dataset holds, and its notes, a paragraph each.
fn description(data: &Dataset) -> String {
    let parts = data.description.iter().chain(&data.notes);
    let parts: Vec<String> = parts.map(Text::plain).collect();
    parts.join("\n\n")
}

fn licence(data: &Dataset) -> Option<Json> {
    let licence = data.licence.as_ref()?;
    let mut json = Map::new();
    // The profile takes identifiers only; other words are the title.
    let is_identifier = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    if licence.id.bytes().all(is_identifier) {
        json.insert("name".into(), json!(licence.id));
    }
    if let Some(url) = licence.url {
        json.insert("path".into(), json!(url));
    }
    json.insert("title".into(), json!(licence.name));
    let told = json.contains_key("name") || json.contains_key("path");
    told.then_some(Json::Object(json))
}

/// Who published it; publisher and publication in one line, as the page prints them.
fn source(data: &Dataset) -> Option<Json> {
    let source = data.source.as_ref()?;
    let mut title = source.name.plain();
    if let Some(publication) = &source.title {
        title = format!("{title}, {}", publication.plain());
    }
    let mut json = Map::new();
    json.insert("title".into(), json!(title));
    if let Some(url) = source.url.as_ref().or(source.copy.as_ref()) {
        json.insert("path".into(), json!(url));
    }
    if let Some(published) = &source.published {
        json.insert("version".into(), json!(published));
    }
    Some(Json::Object(json))
}

fn schema(data: &Dataset) -> Json {
    let rows: Vec<usize> = (0..data.rows.len()).collect();
    let fields = (0..data.fields.len()).flat_map(|at| {
        let id = FieldId(at);
        let marks = marks_column(data, id, &rows).map(|name| marks_field(data, id, name));
        std::iter::once(field(data, id)).chain(marks)
    });
    let mut json = Map::new();
    json.insert("fields".into(), fields.collect());
    if names_every_row(data) {
        let key = data.primary_key.iter();
        let key: Vec<&str> = key.map(|id| data.field(*id).name.as_str()).collect();
        json.insert("primaryKey".into(), json!(key));
    }
    Json::Object(json)
}

/// Whether the primary key has a value in every row; the profile knows no key that is missing.
fn names_every_row(data: &Dataset) -> bool {
    let is_there =
        |row: usize, id: &FieldId| !matches!(data.cell(row, *id).value, Value::Missing(_));
    !data.primary_key.is_empty()
        && (0..data.rows.len()).all(|row| data.primary_key.iter().all(|id| is_there(row, id)))
}

fn field(data: &Dataset, id: FieldId) -> Json {
    let field = data.field(id);
    let mut json = Map::new();
    json.insert("name".into(), json!(field.name));
    json.insert("title".into(), json!(field.title));
    if let Some(description) = &field.description {
        json.insert("description".into(), json!(description.plain()));
    }
    json.insert("type".into(), json!(kind(data, id)));
    let unit = unit_json(field);
    if !unit.is_null() {
        json.insert("unit".into(), unit);
    }
    let missing = missing_values(data, id);
    if !missing.is_empty() {
        json.insert("missingValues".into(), json!(missing));
    }
    Json::Object(json)
}

/// The column of the marks beside the values of a field, with what they mean.
fn marks_field(data: &Dataset, id: FieldId, name: String) -> Json {
    let title = &data.field(id).title;
    let remarks = (0..data.rows.len()).flat_map(|row| data.cell(row, id).remarks());
    let found: BTreeMap<&str, &str> = remarks
        .map(|marker| (marker.symbol.as_str(), marker.meaning.as_str()))
        .collect();
    let told = found
        .iter()
        .map(|(symbol, meaning)| format!("{symbol} {meaning}"));
    let told: Vec<String> = told.map(|it| it.trim().to_string()).collect();
    json!({
        "name": name,
        "title": format!("Marks beside {title}"),
        "description": told.join("; "),
        "type": "string",
    })
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
fn missing_values(data: &Dataset, id: FieldId) -> Vec<Json> {
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
    let blank = (!found.contains_key("")).then(|| json!({"value": ""}));
    let told = found
        .iter()
        .map(|(symbol, meaning)| json!({"value": symbol, "label": label(symbol, meaning)}));
    blank.into_iter().chain(told).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
