//! Views of data: tables, datasets, figures.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::figure::{Drawing, Summary};
use crate::html::{Writer, escaped};
use crate::model::{
    Cell, Dataset, Field, FieldId, Figure, Marker, PageId, Site, Source, Text, Unit, Value, anchors,
};
use crate::view::body::{Body, Shown, marks};
use crate::view::chrome::{date, licence, partial_date};
use crate::view::{
    ColumnView, DatasetView, DownloadView, FieldView, FigureView, LinkView, MarkerView, TableView,
};
use crate::web::WebAddress;

/// The columns of a table that have bars: those the figure names, else the one it is ordered by. In
/// other columns bars would compare what has no order.
fn barred(figure: &Figure) -> Vec<FieldId> {
    let named = &figure.channels.bars;
    match named.is_empty() {
        true => figure.sorted_by.into_iter().collect(),
        false => named.iter().map(|id| id.value).collect(),
    }
}

/// The fields whose values a figure shows, in the order of its table: what names a row first.
pub(crate) fn shown_fields(figure: &Figure, data: &Dataset) -> Vec<FieldId> {
    let channels = &figure.channels;
    let on = |spanned: &crate::source::Spanned<FieldId>| spanned.value;
    let mut fields: Vec<FieldId> = Vec::new();
    if channels.bin.is_some() {
        // Counted rows are told apart in the files by their names.
        fields.extend(&data.primary_key);
    }
    if figure.mark.name == "table" && channels.x.is_empty() && channels.y.is_empty() {
        return (0..data.fields.len()).map(FieldId).collect();
    }
    if let Some(ground) = &channels.ground {
        fields.extend(crate::figure::area_names(figure, data));
        fields.extend(ground.key.iter().map(on));
    }
    fields.extend(channels.facet.iter().map(on));
    fields.extend(channels.y.iter().map(on));
    fields.extend(channels.x.iter().map(on));
    fields.extend(channels.color.iter().map(on));
    if let Some((low, high)) = &channels.interval {
        fields.extend([on(low), on(high)]);
    }
    let mut seen = Vec::new();
    fields.retain(|id| {
        let new = !seen.contains(id);
        seen.push(*id);
        new
    });
    if figure.mark.name != "table" {
        // Words before numbers, so that a row reads from its name to its values.
        fields.sort_by_key(|id| data.field(*id).is_numeric());
    }
    fields
}

/// Some columns and rows of a dataset as a table.
fn table(
    data: &Dataset,
    caption: String,
    fields: &[FieldId],
    rows: &[usize],
    decimals: Option<u32>,
    options: TableOptions,
) -> TableView {
    let columns = fields
        .iter()
        .map(|id| {
            let field = data.field(*id);
            ColumnView {
                title: field.title.clone(),
                unit: unit_words(field),
                numeric: field.is_numeric() || field.kind == crate::model::FieldType::Year,
                remarks: marks(&field.remarks),
            }
        })
        .collect();
    let longest: Vec<Option<Decimal>> = fields
        .iter()
        .map(|id| {
            (options.bars.contains(id))
                .then(|| longest(data, *id, rows))
                .flatten()
        })
        .collect();
    let heading = fields
        .iter()
        .position(|id| data.primary_key.contains(id))
        .unwrap_or(0);
    let mut body = Body::new(options.listed, rows.len() * fields.len());
    // The text of the cell that is being written.
    let mut text = String::new();
    for row in rows {
        body.begin(options.anchors.then(|| anchors::row(&data.rows[*row].key)));
        for (at, (id, longest)) in fields.iter().zip(&longest).enumerate() {
            let field = data.field(*id);
            let cell = data.cell(*row, *id);
            body.push(&Shown {
                heading: at == heading,
                bar: bar(&cell.value, *longest),
                ..shown(cell, field, decimals, &mut text)
            });
        }
        body.end();
    }
    let (rows_html, rows) = body.finish();
    TableView {
        caption,
        columns,
        rows_html,
        rows,
    }
}

/// What a chart sums up, as a table.
fn summary_table(summary: &Summary, caption: String, listed: bool) -> TableView {
    let columns = summary.columns.iter().map(|column| ColumnView {
        title: column.title.clone(),
        unit: None,
        numeric: column.numeric,
        remarks: String::new(),
    });
    let mut body = Body::new(listed, summary.rows.len() * summary.columns.len());
    for cells in &summary.rows {
        body.begin(None);
        for (at, text) in cells.iter().enumerate() {
            body.push(&Shown {
                text,
                day: None,
                heading: at == 0,
                numeric: summary.columns[at].numeric,
                missing: None,
                remarks: &[],
                bar: None,
            });
        }
        body.end();
    }
    let (rows_html, rows) = body.finish();
    TableView {
        caption,
        columns: columns.collect(),
        rows_html,
        rows,
    }
}

struct TableOptions {
    /// Whether templates ask for rows one by one.
    listed: bool,
    /// Whether rows have anchors, which are their own on a page.
    anchors: bool,
    /// The columns whose numbers have bars beside them.
    bars: Vec<FieldId>,
}

/// A cell as it is shown in a table, which neither heads its row nor has a bar; `out` is where its text is
/// written, if it is not in the cell already.
fn shown<'a>(
    cell: &'a Cell,
    field: &Field,
    decimals: Option<u32>,
    out: &'a mut String,
) -> Shown<'a> {
    let places = decimals.filter(|_| field.kind == crate::model::FieldType::Number);
    let text = match &cell.value {
        Value::Text(text) => text,
        Value::Number(number) => {
            let unit = field.unit.as_ref();
            out.clear();
            crate::number::write_with_sign(
                *number,
                places.or(field.decimals),
                unit.filter(|unit| matches!(unit, Unit::Currency(_))),
                out,
            );
            out
        }
        value => {
            *out = value.shown(field);
            out
        }
    };
    Shown {
        text,
        day: match cell.value {
            Value::Date(date) => Some(date),
            _ => None,
        },
        heading: false,
        numeric: matches!(cell.value, Value::Number(_)),
        missing: match &cell.value {
            Value::Missing(marker) => Some(&marker.meaning),
            _ => None,
        },
        remarks: cell.remarks(),
        bar: None,
    }
}

/// The length of the bar of a value beside the longest of its column, in per cent.
fn bar(value: &Value, longest: Option<Decimal>) -> Option<u8> {
    let (number, longest) = (value.number()?, longest?);
    if longest.is_zero() || number.is_sign_negative() {
        return None;
    }
    // Divided first: a hundred times the largest number may be no number any more.
    let share = number.checked_div(longest)?;
    (share * Decimal::ONE_HUNDRED).round().to_u8()
}

/// The largest number of a column, if all are zero or more.
fn longest(data: &Dataset, field: FieldId, rows: &[usize]) -> Option<Decimal> {
    if !data.field(field).is_numeric() {
        return None;
    }
    let numbers = rows
        .iter()
        .filter_map(|row| data.cell(*row, field).value.number());
    let mut longest = None;
    for number in numbers {
        if number.is_sign_negative() && !number.is_zero() {
            return None;
        }
        longest = Some(longest.map_or(number, |before: Decimal| before.max(number)));
    }
    longest
}

/// The unit after a heading; currencies stand with their numbers.
fn unit_words(field: &Field) -> Option<String> {
    match &field.unit {
        None | Some(Unit::Currency(_)) => None,
        Some(Unit::Percent) => Some("%".to_string()),
        Some(unit) => {
            let words = unit.in_words();
            // A heading that says the unit already need not say it twice.
            let said = field.title.to_lowercase().contains(&words.to_lowercase());
            (!said).then_some(words)
        }
    }
}

/// The marks that occur in some cells, in place of values or beside them, and in the headings.
fn markers(data: &Dataset, fields: &[FieldId], rows: &[usize]) -> Vec<MarkerView> {
    let mut found: Vec<&Marker> = Vec::new();
    let mut add = |marker| {
        // A note whose text was not found has nothing to tell.
        let told = |marker: &Marker| !marker.symbol.is_empty() && !marker.meaning.is_empty();
        if told(marker) && !found.contains(&marker) {
            found.push(marker);
        }
    };
    for id in fields {
        data.field(*id).remarks.iter().for_each(&mut add);
        for row in rows {
            let cell = data.cell(*row, *id);
            if let Value::Missing(marker) = &cell.value {
                add(marker);
            }
            cell.remarks().iter().for_each(&mut add);
        }
    }
    found.sort_by_key(|marker| &marker.symbol);
    found
        .into_iter()
        .map(|marker| MarkerView {
            symbol: marker.symbol.clone(),
            meaning: marker.meaning.clone(),
        })
        .collect()
}

/// A dataset's page. `listed` says whether templates ask for the rows of its table one by one.
pub(crate) fn dataset(
    site: &Site,
    data: &Dataset,
    used_on: &[PageId],
    downloads: Vec<DownloadView>,
    listed: bool,
    writer: &Writer<'_>,
) -> DatasetView {
    let fields: Vec<FieldId> = (0..data.fields.len()).map(FieldId).collect();
    let rows: Vec<usize> = (0..data.rows.len()).collect();
    let options = TableOptions {
        listed,
        anchors: true,
        bars: Vec::new(),
    };
    let described = data
        .fields
        .iter()
        .filter(|field| field.description.is_some());
    DatasetView {
        description_html: data.description.as_ref().map(|text| writer.text(text)),
        source_html: data
            .source
            .as_ref()
            .map(|source| source_html(source, writer)),
        licence: data.licence.as_ref().map(licence),
        notes_html: data.notes.iter().map(|note| writer.text(note)).collect(),
        table: table(data, data.title.plain(), &fields, &rows, None, options),
        fields: described
            .map(|field| FieldView {
                title: field.title.clone(),
                unit: field.unit.as_ref().map(Unit::in_words),
                description_html: field.description.as_ref().map(|text| writer.text(text)),
            })
            .collect(),
        markers: markers(data, &fields, &rows),
        downloads,
        used_on: used_on
            .iter()
            .map(|id| LinkView {
                title: site.page(*id).meta.title.value.plain(),
                href: writer.href(&site.page(*id).route),
            })
            .collect(),
    }
}

/// Who published a table, what, when, and when it was read.
fn source_html(source: &Source, writer: &Writer<'_>) -> String {
    let mut html = published_html(source, writer);
    if let Some(copy) = &source.copy {
        let link = writer.outside_html(copy, &escaped(&place(copy)), false);
        html.push_str(&format!(
            ", copy held at <span class=\"copy\">{link}</span>"
        ));
    }
    if let Some(accessed) = source.accessed {
        html.push_str(&format!(
            ", accessed {}",
            crate::number::long_date(accessed)
        ));
    }
    html
}

/// An address as readers say it, without its scheme.
fn place(url: &str) -> String {
    let place = WebAddress::of(url).map_or(url, |web| web.rest);
    place.trim_end_matches('/').to_string()
}

/// Who published a table, what, and when.
fn published_html(source: &Source, writer: &Writer<'_>) -> String {
    let mut html = writer.text_unlinked(&source.name);
    if let Some(title) = &source.title {
        html.push_str(", <cite>");
        html.push_str(&writer.text_unlinked(title));
        html.push_str("</cite>");
    }
    if let Some(url) = &source.url {
        // When it was last read is said at the end.
        html = writer.outside_html(url, &html, false);
    }
    if let Some(published) = &source.published {
        html.push_str(&format!(
            ", published {}",
            escaped(&partial_date(published))
        ));
    }
    html
}

/// A figure on a page. `listed` says whether templates ask for the rows of its table one by one.
pub(crate) fn figure<'d>(
    site: &Site,
    figure: &Figure,
    drawing: &'d Drawing,
    downloads: Vec<DownloadView>,
    listed: bool,
    writer: &Writer<'_>,
) -> FigureView<'d> {
    let data = site.dataset(figure.dataset);
    let fields = shown_fields(figure, data);
    let is_table = drawing.wide.is_empty();
    let options = TableOptions {
        listed,
        anchors: false,
        bars: if is_table { barred(figure) } else { Vec::new() },
    };
    let text = |text: &Option<Text>| text.as_ref().map(|text| writer.text(text));
    let chart = |svg: &'d str| (!svg.is_empty()).then_some(svg);
    FigureView {
        anchor: anchors::figure(&figure.name),
        mark: figure.mark.name,
        title_html: writer.text(&figure.title),
        subtitle_html: text(&figure.subtitle),
        svg_wide: chart(&drawing.wide),
        svg_narrow: chart(&drawing.narrow),
        alt_html: writer.text(&figure.alt),
        note_html: text(&figure.note),
        source_html: text(&figure.source).or_else(|| {
            data.source
                .as_ref()
                .map(|source| published_html(source, writer))
        }),
        accessed: data
            .source
            .as_ref()
            .and_then(|source| source.accessed)
            .map(date),
        attribution_html: figure.attribution().map(|text| writer.text(text)),
        copy: data.source.as_ref().and_then(|source| {
            let url = source.copy.as_ref()?;
            Some(LinkView {
                title: place(url),
                href: url.clone(),
            })
        }),
        dataset: LinkView {
            title: data.title.plain(),
            href: writer.href(&data.route),
        },
        licence: data.licence.as_ref().map(licence),
        table: match &drawing.summary {
            Some(summary) => summary_table(summary, figure.title.plain(), listed),
            None => table(
                data,
                figure.title.plain(),
                &fields,
                &figure.rows,
                figure.decimals,
                options,
            ),
        },
        markers: match &drawing.summary {
            Some(_) => Vec::new(),
            None => markers(data, &fields, &figure.rows),
        },
        downloads,
        level: 3,
    }
}
