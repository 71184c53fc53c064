//! Each dataset's page, CSV, JSON and Data Package. Numbers keep their published digits.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::diag::Diagnostic;
use crate::emit::json::{Digits, List, file};
use crate::emit::{Context, package, render_all};
use crate::html::size;
use crate::model::{Dataset, Field, FieldId, Marker, Text, Unit, Value};
use crate::number::write_published;
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::cited::{self, CitedSource};
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
    let columns: Vec<(FieldId, Option<String>)> = fields
        .iter()
        .map(|id| (*id, marks_column(data, *id, rows)))
        .collect();
    let room = Vec::with_capacity(rows.len() * fields.len() * 12 + 64);
    // Most files are short, and the writer's own buffer is cleared for each.
    let mut writer = csv::WriterBuilder::new()
        .buffer_capacity(1 << 10)
        .from_writer(room);
    let memory = "writing to memory cannot fail";
    let header = columns.iter().flat_map(|(id, marks)| {
        let name = data.field(*id).name.as_str();
        std::iter::once(name).chain(marks.as_deref())
    });
    writer.write_record(header).expect(memory);
    let mut digits = String::new();
    for row in rows {
        for (id, marks) in &columns {
            let cell = data.cell(*row, *id);
            let written = match &cell.value {
                Value::Number(number) => {
                    digits.clear();
                    write_published(*number, &mut digits);
                    writer.write_field(&digits)
                }
                value => writer.write_field(value.published().as_bytes()),
            };
            written.expect(memory);
            if marks.is_some() {
                writer.write_field(cell.marks()).expect(memory);
            }
        }
        // Ends the record.
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
    source: Option<CitedSource<'a>>,
    licence: Option<&'a str>,
    notes: Vec<String>,
    primary_key: Vec<&'a str>,
    #[serde(flatten)]
    table: TableJson<'a>,
}

fn dataset_json(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> String {
    let key = data.primary_key.iter();
    let table = TableJson { data, fields, rows };
    let json = DatasetJson {
        name: &data.key,
        title: data.title.plain(),
        description: data.description.as_ref().map(Text::plain),
        source: cited::source(data),
        licence: cited::licence(data),
        notes: data.notes.iter().map(Text::plain).collect(),
        primary_key: key.map(|id| data.field(*id).name.as_str()).collect(),
        table,
    };
    file(&json, table.room())
}

/// Columns, rows, and what there is to say of single cells. They are most of a file, and are written as
/// they are read.
#[derive(Clone, Copy)]
pub(super) struct TableJson<'a> {
    pub data: &'a Dataset,
    pub fields: &'a [FieldId],
    pub rows: &'a [usize],
}

impl TableJson<'_> {
    /// About how many bytes a file with the table has.
    pub(super) fn room(&self) -> usize {
        (self.fields.len() + 1) * self.rows.len() * 32 + 2048
    }
}

impl Serialize for TableJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let TableJson { data, fields, rows } = *self;
        let field = |id: &FieldId| FieldJson::new(data.field(*id));
        let row = |row: &usize| RowJson {
            table: self,
            row: *row,
        };
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("fields", &List(|| fields.iter().map(field)))?;
        map.serialize_entry("rows", &List(|| rows.iter().map(row)))?;
        map.serialize_entry("missing", &List(|| missing(data, fields, rows)))?;
        map.serialize_entry("remarks", &List(|| remarks(data, fields, rows)))?;
        map.end()
    }
}

/// A column.
#[derive(Serialize)]
struct FieldJson<'a> {
    name: &'a str,
    title: &'a str,
    r#type: &'static str,
    unit: Option<UnitJson<'a>>,
}

impl FieldJson<'_> {
    fn new(field: &Field) -> FieldJson<'_> {
        FieldJson {
            name: &field.name,
            title: &field.title,
            r#type: field.kind.word(),
            unit: field.unit.as_ref().map(UnitJson::new),
        }
    }
}

/// The unit of a column as its author wrote it.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum UnitJson<'a> {
    Words(&'a str),
    Rate {
        name: &'a str,
        per: Digits,
        of: Option<&'a str>,
    },
}

impl UnitJson<'_> {
    pub(super) fn new(unit: &Unit) -> UnitJson<'_> {
        match unit {
            Unit::Percent => UnitJson::Words("percent"),
            Unit::PercentagePoints => UnitJson::Words("percentage-points"),
            Unit::Rate { name, per, of } => UnitJson::Rate {
                name,
                per: Digits(*per),
                of: of.as_deref(),
            },
            Unit::Currency(words) | Unit::Words(words) => UnitJson::Words(words),
        }
    }
}

/// A row: a map from fields to values.
struct RowJson<'a> {
    table: &'a TableJson<'a>,
    row: usize,
}

impl Serialize for RowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let TableJson { data, fields, .. } = self.table;
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for id in *fields {
            let value = ValueJson(&data.cell(self.row, *id).value);
            map.serialize_entry(&data.field(*id).name, &value)?;
        }
        map.end()
    }
}

struct ValueJson<'a>(&'a Value);

impl Serialize for ValueJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Number(number) => Digits(*number).serialize(serializer),
            Value::Year(year) => year.serialize(serializer),
            Value::Boolean(value) => value.serialize(serializer),
            Value::Missing(_) => serializer.serialize_none(),
            value => value.published().serialize(serializer),
        }
    }
}

/// A marker in place of a value, or beside one, by row and field. In a heading it has no row.
#[derive(Serialize)]
struct MarkerJson<'a> {
    row: Option<&'a str>,
    field: &'a str,
    marker: &'a str,
    meaning: &'a str,
}

impl<'a> MarkerJson<'a> {
    fn new(data: &'a Dataset, row: Option<usize>, id: FieldId, marker: &'a Marker) -> Self {
        MarkerJson {
            row: row.map(|row| data.rows[row].key.as_str()),
            field: &data.field(id).name,
            marker: &marker.symbol,
            meaning: &marker.meaning,
        }
    }
}

/// Why values are missing.
fn missing<'a>(
    data: &'a Dataset,
    fields: &'a [FieldId],
    rows: &'a [usize],
) -> impl Iterator<Item = MarkerJson<'a>> {
    cells(fields, rows).filter_map(|(row, id)| match &data.cell(row, id).value {
        Value::Missing(marker) => Some(MarkerJson::new(data, Some(row), id, marker)),
        _ => None,
    })
}

/// What is marked in headings, and beside values.
fn remarks<'a>(
    data: &'a Dataset,
    fields: &'a [FieldId],
    rows: &'a [usize],
) -> impl Iterator<Item = MarkerJson<'a>> {
    let headings = fields.iter().flat_map(|id| {
        let remarks = data.field(*id).remarks.iter();
        remarks.map(|marker| MarkerJson::new(data, None, *id, marker))
    });
    let beside = cells(fields, rows).flat_map(move |(row, id)| {
        let remarks = data.cell(row, id).remarks().iter();
        remarks.map(move |marker| MarkerJson::new(data, Some(row), id, marker))
    });
    headings.chain(beside)
}

/// Every cell by row and field, row by row.
fn cells(fields: &[FieldId], rows: &[usize]) -> impl Iterator<Item = (usize, FieldId)> {
    rows.iter()
        .flat_map(|row| fields.iter().map(|id| (*row, *id)))
}
