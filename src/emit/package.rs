//! The Data Package of a dataset: what its CSV file holds, for programs that read and check it.
//!
//! The form is Data Package 2.0 (<https://datapackage.org>); the validator `frictionless` takes it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use sha2::{Digest as _, Sha256};

use crate::emit::data::{marks_column, unit_json};
use crate::emit::json::Json;
use crate::model::{Dataset, FieldId, FieldType, Licence, Source, Text, Value};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// Describes the CSV file `file`, which stands beside the description and holds `csv`.
pub(super) fn package(data: &Dataset, file: &str, csv: &str, homepage: Option<String>) -> String {
    Json::file(1024 + data.fields.len() * 256, |json| {
        json.key("$schema").text(PROFILE);
        json.key("name").text(&data.key);
        json.key("title").text(&data.title.plain());
        let description = description(data);
        if !description.is_empty() {
            json.key("description").text(&description);
        }
        if let Some(homepage) = &homepage {
            json.key("homepage").text(homepage);
        }
        if let Some(licence) = &data.licence {
            licences(licence, json);
        }
        if let Some(source) = &data.source {
            json.key("sources")
                .list(|json| source_json(source, json.item()));
        }
        json.key("resources").list(|json| {
            json.item().map(|json| {
                json.key("name").text(&data.key);
                json.key("type").text("table");
                json.key("path").text(file);
                json.key("format").text("csv");
                json.key("mediatype").text("text/csv");
                json.key("encoding").text("utf-8");
                json.key("bytes").number(csv.len().into());
                json.key("hash").text(&hash(csv));
                schema(data, json.key("schema"));
            });
        });
    })
}

/// What the dataset holds, and its notes, a paragraph each.
fn description(data: &Dataset) -> String {
    let parts = data.description.iter().chain(&data.notes);
    let parts: Vec<String> = parts.map(Text::plain).collect();
    parts.join("\n\n")
}

fn licences(licence: &Licence, json: &mut Json) {
    // The profile takes identifiers only; other words are the title.
    let is_identifier = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let named = licence.id.bytes().all(is_identifier);
    if !named && licence.url.is_none() {
        return;
    }
    json.key("licenses").list(|json| {
        json.item().map(|json| {
            if named {
                json.key("name").text(&licence.id);
            }
            if let Some(url) = licence.url {
                json.key("path").text(url);
            }
            json.key("title").text(&licence.name);
        });
    });
}

/// Who published it; publisher and publication in one line, as the page prints them.
fn source_json(source: &Source, json: &mut Json) {
    let mut title = source.name.plain();
    if let Some(publication) = &source.title {
        title = format!("{title}, {}", publication.plain());
    }
    json.map(|json| {
        json.key("title").text(&title);
        if let Some(url) = source.url.as_ref().or(source.copy.as_ref()) {
            json.key("path").text(url);
        }
        if let Some(published) = &source.published {
            json.key("version").text(published);
        }
    });
}

fn schema(data: &Dataset, json: &mut Json) {
    let rows: Vec<usize> = (0..data.rows.len()).collect();
    json.map(|json| {
        json.key("fields").list(|json| {
            for id in (0..data.fields.len()).map(FieldId) {
                field(data, id, json.item());
                if let Some(name) = marks_column(data, id, &rows) {
                    marks_field(data, id, &name, json.item());
                }
            }
        });
        if names_every_row(data) {
            json.key("primaryKey").list(|json| {
                for id in &data.primary_key {
                    json.item().text(&data.field(*id).name);
                }
            });
        }
    });
}

/// Whether the primary key has a value in every row; the profile knows no key that is missing.
fn names_every_row(data: &Dataset) -> bool {
    let is_there =
        |row: usize, id: &FieldId| !matches!(data.cell(row, *id).value, Value::Missing(_));
    !data.primary_key.is_empty()
        && (0..data.rows.len()).all(|row| data.primary_key.iter().all(|id| is_there(row, id)))
}

fn field(data: &Dataset, id: FieldId, json: &mut Json) {
    let field = data.field(id);
    json.map(|json| {
        json.key("name").text(&field.name);
        json.key("title").text(&field.title);
        if let Some(description) = &field.description {
            json.key("description").text(&description.plain());
        }
        json.key("type").text(kind(data, id));
        if let Some(unit) = &field.unit {
            unit_json(unit, json.key("unit"));
        }
        missing_values(data, id, json);
    });
}

/// The column of the marks beside the values of a field, with what they mean.
fn marks_field(data: &Dataset, id: FieldId, name: &str, json: &mut Json) {
    let title = &data.field(id).title;
    let remarks = (0..data.rows.len()).flat_map(|row| data.cell(row, id).remarks());
    let found: BTreeMap<&str, &str> = remarks
        .map(|marker| (marker.symbol.as_str(), marker.meaning.as_str()))
        .collect();
    let told = found
        .iter()
        .map(|(symbol, meaning)| format!("{symbol} {meaning}"));
    let told: Vec<String> = told.map(|it| it.trim().to_string()).collect();
    json.map(|json| {
        json.key("name").text(name);
        json.key("title").text(&format!("Marks beside {title}"));
        json.key("description").text(&told.join("; "));
        json.key("type").text("string");
    });
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
fn missing_values(data: &Dataset, id: FieldId, json: &mut Json) {
    let cells = (0..data.rows.len()).map(|row| &data.cell(row, id).value);
    let found: BTreeMap<&str, &str> = cells
        .filter_map(|value| match value {
            Value::Missing(marker) => Some((marker.symbol.as_str(), marker.meaning.as_str())),
            _ => None,
        })
        .collect();
    if found.keys().all(|symbol| symbol.is_empty()) {
        // Blank cells are missing without being named.
        return;
    }
    let label = |symbol: &str, meaning: &str| {
        let shared = found.values().filter(|other| **other == meaning).count() > 1;
        match shared {
            true => format!("{meaning} ({symbol})"),
            false => meaning.to_string(),
        }
    };
    json.key("missingValues").list(|json| {
        if !found.contains_key("") {
            json.item().map(|json| json.key("value").text(""));
        }
        for (symbol, meaning) in &found {
            json.item().map(|json| {
                json.key("value").text(symbol);
                json.key("label").text(&label(symbol, meaning));
            });
        }
    });
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
