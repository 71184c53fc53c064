//! Each dataset's page, CSV, JSON and Data Package. Numbers keep their published digits.

use rust_decimal::Decimal;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::diag::Diagnostic;
use crate::emit::figures::pretty;
use crate::emit::{Context, package, render_all};
use crate::html::size;
use crate::model::{Dataset, Field, FieldId, Marker, Text, Unit, Value};
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::{DATASET_FILES, DownloadView};
use crate::view::{chrome, table};

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    render_all(context, &context.site.datasets, |data| {
        let site = context.site;
        let fields: Vec<FieldId> = (0..data.fields.len()).map(FieldId).collect();
        let rows: Vec<usize> = (0..data.rows.len()).collect();
        let csv = csv(data, &fields, &rows);
        let json = dataset_json(data, &fields, &rows);
        let writer = context.writer(&data.route);
        let [csv_path, json_path, package_path] = DATASET_FILES.map(|ending| beside(data, ending));
        let homepage = chrome::canonical(site, &data.route);
        let package = package::package(data, csv_path.name(), &csv, homepage);
        let download = |kind: &'static str, path: &SitePath, text: &str| DownloadView {
            kind: kind.into(),
            href: writer.href(path),
            size: size(text.len() as u64),
        };
        let downloads = vec![
            download("CSV", &csv_path, &csv),
            download("JSON", &json_path, &json),
            download("Data Package", &package_path, &package),
        ];
        let used_on = context.used_on.get(&data.id).map_or(&[][..], Vec::as_slice);
        let view = table::dataset(
            site,
            data,
            used_on,
            downloads,
            context.theme.names_rows(),
            &writer,
        );
        let head = chrome::data_head(site, data, &writer, context.theme.has_script());
        let page = context.page("dataset.html", &data.route, &head, &view)?;
        Ok(vec![
            (data.route.clone(), page),
            (csv_path, Artifact::text(csv)),
            (json_path, Artifact::text(json)),
            (package_path, Artifact::text(package)),
        ])
    })
}

/// The address of a file beside a dataset's page.
fn beside(data: &Dataset, extension: &str) -> SitePath {
    let name = format!("{}.{extension}", data.route.stem());
    data.route
        .parent()
        .join(&name)
        .expect("a route's stem is a slug")
}

/// Some columns and rows as CSV (RFC 4180, UTF-8, line feeds): fields by name, numbers with
/// their published digits, markers as their symbols. Marks beside values stand in a column of
/// their own after that of the values, so that a number stays a number.
pub(crate) fn csv(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let columns: Vec<(FieldId, Option<String>)> = fields
        .iter()
        .map(|id| (*id, marks_column(data, *id, rows)))
        .collect();
    let header = columns.iter().flat_map(|(id, marks)| {
        let name = data.field(*id).name.as_str();
        std::iter::once(name).chain(marks.as_deref())
    });
    let memory = "writing to memory cannot fail";
    writer.write_record(header).expect(memory);
    for row in rows {
        for (id, marks) in &columns {
            let cell = data.cell(*row, *id);
            let published = cell.value.published();
            writer.write_field(published.as_bytes()).expect(memory);
            if marks.is_some() {
                writer.write_field(cell.marks()).expect(memory);
            }
        }
        writer.write_record(None::<&[u8]>).expect(memory);
    }
    let bytes = writer.into_inner().expect(memory);
    String::from_utf8(bytes).expect("every cell is text")
}

/// The name of the column for the marks beside the values of a field; none where there are none.
pub(crate) fn marks_column(data: &Dataset, id: FieldId, rows: &[usize]) -> Option<String> {
    let marked = |row: &usize| data.cell(*row, id).remarks.is_some();
    rows.iter().any(marked).then(|| {
        let mut name = format!("{}_marks", data.field(id).name);
        while data.field_named(&name).is_some() {
            name.push('_');
        }
        name
    })
}

/// What the JSON file of a dataset says, in this order.
#[derive(Serialize)]
struct DatasetJson<'a> {
    name: &'a str,
    title: String,
    description: Option<String>,
    source: Json,
    licence: Option<&'a str>,
    notes: Vec<String>,
    primary_key: Vec<&'a str>,
    fields: Json,
    rows: RowsJson<'a>,
    missing: Json,
    remarks: Json,
}

fn dataset_json(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> String {
    let key = data.primary_key.iter();
    pretty(&DatasetJson {
        name: &data.key,
        title: data.title.plain(),
        description: data.description.as_ref().map(Text::plain),
        source: source_json(data),
        licence: data.licence.as_ref().map(|it| it.id.as_str()),
        notes: data.notes.iter().map(Text::plain).collect(),
        primary_key: key.map(|id| data.field(*id).name.as_str()).collect(),
        fields: fields_json(data, fields),
        rows: RowsJson { data, fields, rows },
        missing: missing(data, fields, rows),
        remarks: remarks(data, fields, rows),
    })
}

/// Who published the data.
pub(crate) fn source_json(data: &Dataset) -> Json {
    let Some(source) = &data.source else {
        return Json::Null;
    };
    json!({
        "name": source.name.plain(),
        "title": source.title.as_ref().map(Text::plain),
        "url": source.url,
        "copy": source.copy,
        "published": source.published,
        "accessed": source.accessed.map(|date| date.to_string()),
    })
}

/// The columns: name, title, type, unit.
pub(crate) fn fields_json(data: &Dataset, fields: &[FieldId]) -> Json {
    fields
        .iter()
        .map(|id| field_json(data.field(*id)))
        .collect()
}

fn field_json(field: &Field) -> Json {
    let (kind, unit) = (field.kind.word(), unit_json(field));
    json!({"name": field.name, "title": field.title, "type": kind, "unit": unit})
}

/// The unit of a column as its author wrote it.
pub(super) fn unit_json(field: &Field) -> Json {
    match &field.unit {
        None => Json::Null,
        Some(Unit::Percent) => json!("percent"),
        Some(Unit::PercentagePoints) => json!("percentage-points"),
        Some(Unit::Rate { name, per, of }) => json!({"name": name, "per": number(*per), "of": of}),
        Some(Unit::Currency(code)) => json!(code),
        Some(Unit::Words(words)) => json!(words),
    }
}

/// Some rows, each a map from fields to values. They are most of a file, and are written as they are
/// read.
#[derive(Clone, Copy)]
pub(crate) struct RowsJson<'a> {
    pub(crate) data: &'a Dataset,
    pub(crate) fields: &'a [FieldId],
    pub(crate) rows: &'a [usize],
}

impl Serialize for RowsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = |row: &usize| RowJson {
            rows: self,
            row: *row,
        };
        serializer.collect_seq(self.rows.iter().map(row))
    }
}

struct RowJson<'a> {
    rows: &'a RowsJson<'a>,
    row: usize,
}

impl Serialize for RowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RowsJson { data, fields, .. } = self.rows;
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for id in *fields {
            map.serialize_key(&data.field(*id).name)?;
            match &data.cell(self.row, *id).value {
                Value::Number(it) => map.serialize_value(&number(*it))?,
                Value::Year(year) => map.serialize_value(year)?,
                Value::Boolean(value) => map.serialize_value(value)?,
                Value::Missing(_) => map.serialize_value(&())?,
                value => map.serialize_value(&value.published())?,
            }
        }
        map.end()
    }
}

/// Why values are missing: each by row and field, with its marker and meaning.
pub(crate) fn missing(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> Json {
    let mut found = Vec::new();
    for row in rows {
        for id in fields {
            if let Value::Missing(marker) = &data.cell(*row, *id).value {
                found.push(json!({
                    "row": data.rows[*row].key,
                    "field": data.field(*id).name,
                    "marker": marker.symbol,
                    "meaning": marker.meaning,
                }));
            }
        }
    }
    Json::Array(found)
}

/// What is marked beside values, and in headings (without a row): each by row and field, with
/// its marker and meaning.
pub(crate) fn remarks(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> Json {
    let mut found = Vec::new();
    let remark = |row: Option<&str>, id: FieldId, marker: &Marker| {
        json!({
            "row": row,
            "field": data.field(id).name,
            "marker": marker.symbol,
            "meaning": marker.meaning,
        })
    };
    for id in fields {
        let heading = data.field(*id).remarks.iter();
        found.extend(heading.map(|marker| remark(None, *id, marker)));
    }
    for row in rows {
        let key = data.rows[*row].key.as_str();
        for id in fields {
            let beside = data.cell(*row, *id).remarks().iter();
            found.extend(beside.map(|marker| remark(Some(key), *id, marker)));
        }
    }
    Json::Array(found)
}

/// A number with its published digits.
pub(crate) fn number(value: Decimal) -> Json {
    let number: serde_json::Number = value
        .to_string()
        .parse()
        .expect("a decimal is a JSON number");
    Json::Number(number)
}
