//! The files of each figure, beside its page: the chart, and the values it shows.

use serde::Serialize;

use crate::emit::Context;
use crate::emit::data::{TableJson, csv};
use crate::emit::json::{self, Digits};
use crate::figure::Drawing;
use crate::html::size;
use crate::model::{FieldId, Figure, Reference, Site, Text};
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::DownloadView;
use crate::view::cited::{self, CitedSource};
use crate::view::table::shown_fields;

/// Makes the files of a figure, and hands them on with the page that the figure is written on; gives
/// the links to them, which other pages may have too.
pub(super) fn emit(
    context: &Context<'_>,
    figure: &Figure,
    drawing: &Drawing,
    route: &SitePath,
) -> Vec<DownloadView> {
    let writer = context.writer(route);
    let page = &context.site.page(figure.page).route;
    let files = files(context.site, figure, drawing).into_iter();
    files
        .map(|(kind, path, file)| {
            let link = DownloadView {
                kind: kind.into(),
                href: writer.href(&path),
                size: size(file.size()),
            };
            if page == route {
                context.put(path, file);
            }
            link
        })
        .collect()
}

fn files(
    site: &Site,
    figure: &Figure,
    drawing: &Drawing,
) -> Vec<(&'static str, SitePath, Artifact)> {
    let data = site.dataset(figure.dataset);
    let fields = shown_fields(figure, data);
    let folder = site.page(figure.page).route.parent();
    let path = |extension: &str| {
        let name = format!("{}.{extension}", figure.name);
        folder.join(&name).expect("a figure's name is a slug")
    };
    let mut files = Vec::new();
    if !drawing.file.is_empty() {
        files.push(("SVG", path("svg"), Artifact::text(drawing.file.as_str())));
    }
    let csv = csv(data, &fields, &figure.rows);
    files.push(("CSV", path("csv"), Artifact::text(csv)));
    let json = figure_json(site, figure, drawing, &fields);
    files.push(("JSON", path("json"), Artifact::text(json)));
    files
}

/// What the JSON file of a figure says, in this order.
#[derive(Serialize)]
struct FigureJson<'a> {
    id: &'a str,
    mark: &'a str,
    title: String,
    subtitle: Option<String>,
    alt: String,
    description: &'a str,
    note: Option<String>,
    dataset: &'a str,
    source: Option<CitedSource<'a>>,
    licence: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attribution: Option<String>,
    #[serde(flatten)]
    table: TableJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Digits>,
}

fn figure_json(site: &Site, figure: &Figure, drawing: &Drawing, fields: &[FieldId]) -> String {
    let data = site.dataset(figure.dataset);
    let rows = &figure.rows;
    let plain = |text: &Option<Text>| text.as_ref().map(Text::plain);
    let table = TableJson { data, fields, rows };
    let json = FigureJson {
        id: &figure.name,
        mark: figure.mark.name,
        title: figure.title.plain(),
        subtitle: plain(&figure.subtitle),
        alt: figure.alt.plain(),
        description: &drawing.description,
        note: plain(&figure.note),
        dataset: &data.key,
        source: cited::source(data),
        licence: cited::licence(data),
        attribution: figure.attribution().map(|text| text.plain()),
        table,
        reference: match &figure.reference {
            Some(Reference::Number(reference)) => Some(Digits(reference.value)),
            _ => None,
        },
    };
    json::file(&json, table.room())
}
