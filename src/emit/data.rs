//! Each dataset's page, CSV, JSON and Data Package. Numbers keep their published digits.

use crate::diag::Diagnostic;
use crate::emit::json::{Json, Key};
use crate::emit::{Context, package, render_all};
use crate::html::size;
use crate::model::{Dataset, Field, FieldId, Marker, Text, Unit, Value};
use crate::number::write_published;
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
    let columns: Vec<(FieldId, Option<String>)> = fields
        .iter()
        .map(|id| (*id, marks_column(data, *id, rows)))
        .collect();
    let mut records = Records {
        text: String::with_capacity(rows.len() * fields.len() * 12 + 64),
        start: 0,
        is_first: true,
    };
    for (id, marks) in &columns {
        records.text_cell(&data.field(*id).name);
        if let Some(marks) = marks {
            records.text_cell(marks);
        }
    }
    records.end();
    for row in rows {
        for (id, marks) in &columns {
            let cell = data.cell(*row, *id);
            match &cell.value {
                Value::Number(number) => write_published(*number, records.cell()),
                value => records.text_cell(&value.published()),
            }
            if marks.is_some() {
                records.text_cell(&cell.marks());
            }
        }
        records.end();
    }
    records.text
}

/// Records of CSV, cell by cell.
struct Records {
    text: String,
    /// Where the record begins.
    start: usize,
    /// Whether its next cell is its first.
    is_first: bool,
}

impl Records {
    /// Begins a cell, which is to be written where this leads.
    fn cell(&mut self) -> &mut String {
        if !self.is_first {
            self.text.push(',');
        }
        self.is_first = false;
        &mut self.text
    }

    /// Adds a text: between quotation marks where it holds what would end a cell.
    fn text_cell(&mut self, text: &str) {
        let out = self.cell();
        let ends = |byte: u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
        if !text.bytes().any(ends) {
            out.push_str(text);
            return;
        }
        out.push('"');
        for (at, part) in text.split('"').enumerate() {
            if at > 0 {
                out.push_str("\"\"");
            }
            out.push_str(part);
        }
        out.push('"');
    }

    /// Ends a record. One that would be an empty line, which many readers pass over, is an empty text.
    fn end(&mut self) {
        if self.text.len() == self.start {
            self.text.push_str("\"\"");
        }
        self.text.push('\n');
        self.start = self.text.len();
        self.is_first = true;
    }
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

/// What the JSON file of a dataset says.
fn dataset_json(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> String {
    Json::file(room(fields, rows), |json| {
        json.key("name").text(&data.key);
        json.key("title").text(&data.title.plain());
        let description = data.description.as_ref().map(Text::plain);
        json.key("description").maybe_text(description.as_deref());
        source_json(data, json.key("source"));
        licence_json(data, json.key("licence"));
        json.key("notes").list(|json| {
            for note in &data.notes {
                json.item().text(&note.plain());
            }
        });
        json.key("primary_key").list(|json| {
            for id in &data.primary_key {
                json.item().text(&data.field(*id).name);
            }
        });
        table_json(data, fields, rows, json);
    })
}

/// About how many bytes the JSON of a table has.
pub(super) fn room(fields: &[FieldId], rows: &[usize]) -> usize {
    (fields.len() + 1) * rows.len() * 32 + 2048
}

/// Who published the data.
pub(super) fn source_json(data: &Dataset, json: &mut Json) {
    let Some(source) = &data.source else {
        return json.null();
    };
    json.map(|json| {
        json.key("name").text(&source.name.plain());
        let title = source.title.as_ref().map(Text::plain);
        json.key("title").maybe_text(title.as_deref());
        json.key("url").maybe_text(source.url.as_deref());
        json.key("copy").maybe_text(source.copy.as_deref());
        json.key("published")
            .maybe_text(source.published.as_deref());
        let accessed = source.accessed.map(|date| date.to_string());
        json.key("accessed").maybe_text(accessed.as_deref());
    });
}

/// On which terms it may be used.
pub(super) fn licence_json(data: &Dataset, json: &mut Json) {
    let licence = data.licence.as_ref();
    json.maybe_text(licence.map(|licence| licence.id.as_str()));
}

/// Columns, rows, and what there is to say of single cells.
pub(super) fn table_json(data: &Dataset, fields: &[FieldId], rows: &[usize], json: &mut Json) {
    json.key("fields").list(|json| {
        for id in fields {
            field_json(data.field(*id), json.item());
        }
    });
    let names: Vec<Key> = fields
        .iter()
        .map(|id| Key::new(&data.field(*id).name))
        .collect();
    json.key("rows").list(|json| {
        for row in rows {
            json.item().map(|json| {
                for (id, name) in fields.iter().zip(&names) {
                    value_json(&data.cell(*row, *id).value, json.known_key(name));
                }
            });
        }
    });
    json.key("missing")
        .list(|json| missing(data, fields, rows, json));
    json.key("remarks")
        .list(|json| remarks(data, fields, rows, json));
}

/// A column: name, title, type, unit.
fn field_json(field: &Field, json: &mut Json) {
    json.map(|json| {
        json.key("name").text(&field.name);
        json.key("title").text(&field.title);
        json.key("type").text(field.kind.word());
        match &field.unit {
            Some(unit) => unit_json(unit, json.key("unit")),
            None => json.key("unit").null(),
        }
    });
}

/// The unit of a column as its author wrote it.
pub(super) fn unit_json(unit: &Unit, json: &mut Json) {
    match unit {
        Unit::Percent => json.text("percent"),
        Unit::PercentagePoints => json.text("percentage-points"),
        Unit::Rate { name, per, of } => json.map(|json| {
            json.key("name").text(name);
            json.key("per").number(*per);
            json.key("of").maybe_text(of.as_deref());
        }),
        Unit::Currency(code) => json.text(code),
        Unit::Words(words) => json.text(words),
    }
}

fn value_json(value: &Value, json: &mut Json) {
    match value {
        Value::Number(it) => json.number(*it),
        Value::Year(year) => json.number((*year).into()),
        Value::Boolean(value) => json.boolean(*value),
        Value::Missing(_) => json.null(),
        value => json.text(&value.published()),
    }
}

/// Why values are missing: each by row and field, with its marker and meaning.
fn missing(data: &Dataset, fields: &[FieldId], rows: &[usize], json: &mut Json) {
    for row in rows {
        for id in fields {
            if let Value::Missing(marker) = &data.cell(*row, *id).value {
                marker_json(data, Some(*row), *id, marker, json.item());
            }
        }
    }
}

/// What is marked beside values, and in headings (without a row): each by row and field, with
/// its marker and meaning.
fn remarks(data: &Dataset, fields: &[FieldId], rows: &[usize], json: &mut Json) {
    for id in fields {
        for marker in &data.field(*id).remarks {
            marker_json(data, None, *id, marker, json.item());
        }
    }
    for row in rows {
        for id in fields {
            for marker in data.cell(*row, *id).remarks() {
                marker_json(data, Some(*row), *id, marker, json.item());
            }
        }
    }
}

fn marker_json(data: &Dataset, row: Option<usize>, id: FieldId, marker: &Marker, json: &mut Json) {
    json.map(|json| {
        json.key("row")
            .maybe_text(row.map(|row| data.rows[row].key.as_str()));
        json.key("field").text(&data.field(id).name);
        json.key("marker").text(&marker.symbol);
        json.key("meaning").text(&marker.meaning);
    });
}
