//! Dataset descriptions: fields, units, markers, and rows in place or in a file beside them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, Severity, code};
use crate::model::scale;
use crate::model::{Field, FieldType, Licence, Row, Unit};
use crate::parse::cell::Markers;
use crate::parse::data_file::{self, DataFile};
use crate::parse::fields::{self, Fields};
use crate::parse::licence;
use crate::parse::markdown::RawText;
use crate::parse::page::{Visibility, visibility};
use crate::parse::passage::Passage;
use crate::parse::rows;
use crate::parse::table::RawTable;
use crate::parse::yaml::{self, Kind, Node};
use crate::source::{SitePath, SourceId, Span, Spanned};

/// A dataset as written.
#[derive(Debug)]
pub(crate) struct RawDataset {
    pub(crate) source: SourceId,
    /// Its path under `content/`.
    pub(crate) path: SitePath,
    pub(crate) title: RawText,
    pub(crate) description: Option<RawText>,
    pub(crate) publisher: Option<RawSource>,
    pub(crate) licence: Option<Licence>,
    pub(crate) notes: Vec<RawText>,
    pub(crate) fields: Vec<RawField>,
    pub(crate) primary_key: Vec<Spanned<String>>,
    pub(crate) markers: Markers,
    /// Its table as published, until `shape` takes it; none where it could not be read, which
    /// has been reported.
    pub(crate) table: Option<RawTable>,
    /// What is to be made of the table: the steps as written.
    pub(crate) shape: Option<Node<'static>>,
    /// The datasets that its steps join, by path under `content/`, and where they are named.
    pub(crate) joins: Vec<Spanned<SitePath>>,
    /// Its rows; none before `shape`.
    pub(crate) rows: Vec<Row>,
    /// The file the rows were read from, by its path under `content/`.
    pub(crate) data_file: Option<SitePath>,
    /// Whether every field and row could be read, single cells aside.
    pub(crate) complete: bool,
    /// Whether single cells could not be read.
    pub(crate) unread: bool,
    pub(crate) visibility: Visibility,
}

impl RawDataset {
    /// Takes note of what its faults left unread: single cells, or more.
    pub(crate) fn heed(&mut self, faults: &[Diagnostic]) {
        let errors = faults.iter().filter(|it| it.severity == Severity::Error);
        for fault in errors {
            match [&code::BAD_CELL, &code::NUMBER_RANGE].contains(&fault.code) {
                true => self.unread = true,
                false => self.complete = false,
            }
        }
    }
}

/// Where the rows are.
#[derive(Debug)]
pub(crate) enum RawRows {
    /// In the description.
    Here(RawTable),
    /// In a file beside it.
    File(Box<DataFile>),
}

/// Who published a table, as written.
#[derive(Debug)]
pub(crate) struct RawSource {
    pub(crate) name: RawText,
    pub(crate) title: Option<RawText>,
    pub(crate) url: Option<String>,
    pub(crate) copy: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) accessed: Option<jiff::civil::Date>,
}

/// A column as written.
#[derive(Debug)]
pub(crate) struct RawField {
    pub(crate) span: Span,
    pub(crate) field: Field,
    pub(crate) description: Option<RawText>,
    /// The column of the file it reads.
    pub(crate) column: Option<String>,
}

/// Reads a dataset description and says where its rows are. `path` is its path under `content/`.
pub(crate) fn parse(
    path: &SitePath,
    source: SourceId,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<(RawDataset, RawRows)> {
    let passage = Passage::straight(file, file, source, 0);
    let node = yaml::parse(&passage, faults)?;
    let mut map = Fields::of(&node, "a dataset", file, faults)?;
    let title = map.required_text("title");
    let description = map.text("description");
    let publisher = map
        .take("source")
        .and_then(|node| publisher(node, file, map.faults));
    let licence = map.string("licence").map(|id| licence::licence(&id.value));
    let notes = map.list("notes");
    let notes = notes
        .iter()
        .filter_map(|node| fields::text(node, file, map.faults))
        .collect();
    let markers = markers(&mut map);
    let columns: Vec<RawField> = match map.require("fields") {
        Some(_) => {
            let nodes = map.list("fields");
            if nodes.is_empty() {
                no_fields(&mut map);
            }
            nodes
                .iter()
                .filter_map(|node| field(node, file, map.faults))
                .collect()
        }
        None => Vec::new(),
    };
    unique(&columns, map.faults);
    let primary_key = super::page::strings(&mut map, "primary_key");
    let rows = table(&mut map, file);
    let shape = map.take("shape").cloned().map(Node::into_owned);
    let visibility = visibility(&mut map);
    map.finish();
    if columns.is_empty() {
        return None;
    }
    let dataset = RawDataset {
        source,
        path: path.clone(),
        title: title.unwrap_or_default(),
        description,
        publisher,
        licence,
        notes,
        fields: columns,
        primary_key,
        markers,
        table: None,
        shape,
        joins: Vec::new(),
        rows: Vec::new(),
        data_file: None,
        complete: true,
        unread: false,
        visibility,
    };
    Some((dataset, rows.unwrap_or(RawRows::Here(RawTable::default()))))
}

fn no_fields(map: &mut Fields<'_, '_>) {
    let span = map.key_span("fields").unwrap_or(map.span());
    map.faults.push(
        Diagnostic::error(&code::MISSING_KEY, span, "the dataset has no fields")
            .help("name each column: `- {name: area, type: string}`"),
    );
}

fn publisher(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawSource> {
    let mut map = Fields::of(node, "a source", file, faults)?;
    let name = map.required_text("name");
    let title = map.text("title");
    let url = map.url("url").map(|url| url.value);
    let copy = map.url("copy").map(|url| url.value);
    let published = map.take("published");
    let published = published.and_then(|node| fields::partial_date(node, map.faults));
    let published = published.map(|date| date.value);
    let accessed = map.date("accessed").map(|date| date.value);
    map.finish();
    Some(RawSource {
        name: name?,
        title,
        url,
        copy,
        published,
        accessed,
    })
}

fn markers(map: &mut Fields<'_, '_>) -> Markers {
    let mut markers = Markers::default();
    let Some(node) = map.take("missing") else {
        return markers;
    };
    let Kind::Map(entries) = &node.kind else {
        map.faults.push(
            fields::wrong_type(node, "`missing` is a map from each marker to what it means")
                .help("write `missing: {\"[c]\": confidential, \"..\": not available}`"),
        );
        return markers;
    };
    for entry in entries {
        if let Some(meaning) = fields::string(&entry.value, map.faults) {
            markers.add(entry.key.to_string(), meaning.value);
        }
    }
    markers
}

const TYPES: &[(&str, FieldType)] = &[
    ("string", FieldType::String),
    ("number", FieldType::Number),
    ("integer", FieldType::Integer),
    ("date", FieldType::Date),
    ("year", FieldType::Year),
    ("boolean", FieldType::Boolean),
];

/// How dates are shown: whether as months alone.
const DAYS: &[(&str, bool)] = &[("day", false), ("month", true)];

fn field(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawField> {
    let mut map = Fields::of(node, "a field", file, faults)?;
    let span = map.span();
    let name = map
        .require("name")
        .and_then(|node| fields::string(node, map.faults));
    let kind = map
        .word("type", TYPES)
        .map_or(FieldType::String, |kind| kind.value);
    let title = map.string("title").map(|title| title.value);
    let counted = map.take("unit");
    let decimals = map
        .take("decimals")
        .and_then(|node| fields::places(node, map.faults));
    let shown = map.word("format", DAYS);
    let description = map.text("description");
    let column = map.string("column").map(|column| column.value);
    if let Some(shown) = shown.as_ref().filter(|_| kind != FieldType::Date) {
        let message = "`format` is how dates are shown, and this column holds none";
        let fault = Diagnostic::error(&code::WRONG_TYPE, shown.span, message);
        map.faults
            .push(fault.help("leave it out, or write `type: date`"));
    }
    map.finish();
    let unit = counted.and_then(|node| {
        let unit = unit(node, faults)?;
        let name = name.as_ref().map_or("…", |name| name.value.as_str());
        whole(
            unit,
            node.span,
            name,
            title.as_deref(),
            column.as_deref(),
            faults,
        )
    });
    let name = name?;
    let decimals = decimals.map(|places| places.value);
    let field = Field {
        title: title.unwrap_or_else(|| name.value.clone()),
        name: name.value,
        kind,
        unit,
        decimals,
        months: shown.is_some_and(|shown| shown.value),
        description: None,
        remarks: Vec::new(),
        scale: None,
    };
    Some(RawField {
        span,
        field,
        description,
        column,
    })
}

/// A unit: `percent`, `percentage-points`, a currency such as `GBP`, words, or a rate with its
/// denominator.
fn unit(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Unit> {
    if let Kind::Map(_) = node.kind {
        let mut map = Fields::of(node, "a unit", "", faults)?;
        let name = map
            .require("name")
            .and_then(|node| fields::string(node, map.faults));
        let per = map
            .require("per")
            .and_then(|node| fields::decimal(node, map.faults));
        let of = map.string("of").map(|of| of.value);
        map.finish();
        let (name, per) = (name?, per?);
        if per.value <= Decimal::ZERO {
            faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_UNIT,
                    per.span,
                    "a rate is counted per a number greater than zero",
                )
                .help("write for each how many it is counted, such as `per: 100`"),
            );
            return None;
        }
        return Some(Unit::Rate {
            name: name.value,
            per: per.value.normalize(),
            of,
        });
    }
    let text = fields::string(node, faults)?;
    let words = text.value;
    Some(match words.to_lowercase().as_str() {
        "percent" | "per cent" | "%" => Unit::Percent,
        "percentage-points" | "percentage points" => Unit::PercentagePoints,
        "rate" => {
            faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_UNIT,
                    text.span,
                    "a rate is written with its denominator",
                )
                .help("write `unit: {name: jobs, per: 100, of: working-age adults}`"),
            );
            return None;
        }
        "£" => Unit::Currency("GBP".to_string()),
        _ if words.len() == 3 && words.bytes().all(|byte| byte.is_ascii_uppercase()) => {
            Unit::Currency(words)
        }
        _ => Unit::Words(words),
    })
}

/// A unit without a scale. Numbers bound in prose are held against whole pounds and people, so
/// `£ million` is refused, which would be taken for a word.
fn whole(
    unit: Unit,
    span: Span,
    name: &str,
    title: Option<&str>,
    column: Option<&str>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Unit> {
    let (words, rate) = match &unit {
        Unit::Words(words) => (words, None),
        Unit::Rate { name, per, of } => (name, Some((per, of))),
        _ => return Some(unit),
    };
    let Some(scale) = scale::of_unit(words) else {
        return Some(unit);
    };
    let wanted = match (&scale.unit, rate) {
        (Some(name), Some((per, of))) => {
            let of = of
                .as_ref()
                .map_or(String::new(), |of| format!(", of: {of}"));
            format!("`unit: {{name: {name}, per: {per}{of}}}`")
        }
        (Some(unit), None) => format!("`unit: {unit}`"),
        (None, _) => "what is counted as its unit".to_string(),
    };
    // A field without `column` reads its name or, where no column is called so, its title.
    let heading = column.or(title).unwrap_or(name);
    let without = match column {
        Some(_) => ", leave `column` out",
        None => "",
    };
    faults.push(
        Diagnostic::error(
            &code::UNKNOWN_UNIT,
            span,
            format!(
                "a unit has no scale: `{words}` is counted in {}, and numbers are written whole",
                scale.in_words()
            ),
        )
        .help(format!(
            "multiply the column under `shape`, `{}`{without}, and write {wanted}",
            scale.step(name, heading)
        )),
    );
    None
}

fn unique(columns: &[RawField], faults: &mut Vec<Diagnostic>) {
    let mut known = BTreeMap::<&str, &RawField>::new();
    for column in columns {
        let first = *known.entry(&column.field.name).or_insert(column);
        if !std::ptr::eq(first, column) {
            faults.push(
                Diagnostic::error(
                    &code::REPEATED_KEY,
                    column.span,
                    format!("two fields have the name `{}`", column.field.name),
                )
                .other(first.span, "first here")
                .help("give each field a name of its own; `column` says what it reads"),
            );
        }
    }
}

/// The rows, or the file that holds them. `None` when neither is there, which is reported.
fn table(map: &mut Fields<'_, '_>, text: &str) -> Option<RawRows> {
    let file = data_file::read(map);
    let rows = map.take("rows");
    match (rows, file) {
        (Some(_), Some(file)) => {
            map.faults.push(
                Diagnostic::error(
                    &code::CONFLICTING_KEYS,
                    file.name.span,
                    "a dataset has either `rows` or a `file`, not both",
                )
                .other(map.key_span("rows").unwrap_or(file.name.span), "the rows")
                .help("keep the one that holds the data"),
            );
            None
        }
        (None, Some(file)) => Some(RawRows::File(Box::new(file))),
        (Some(node), None) => {
            let Kind::List(items) = &node.kind else {
                map.faults.push(
                    fields::wrong_type(node, "`rows` is a list of maps, one a row")
                        .help("begin each row with `- ` and name its fields: `- {area: …}`"),
                );
                return None;
            };
            Some(RawRows::Here(rows::table(items, text, map.faults)))
        }
        (None, None) => {
            let span = map.span();
            let span = Span {
                end: span.start,
                ..span
            };
            map.faults.push(
                Diagnostic::error(&code::MISSING_KEY, span, "the dataset has no rows").help(
                    "add `rows:` with the data, or `file:` with the name of a CSV file or workbook",
                ),
            );
            None
        }
    }
}
