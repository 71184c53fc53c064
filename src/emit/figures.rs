//! The files of each figure, beside its page: the chart, and the values it shows.

use crate::emit::Context;
use crate::emit::data::{csv, licence_json, room, source_json, table_json};
use crate::emit::json::Json;
use crate::figure::Drawing;
use crate::html::size;
use crate::model::{FieldId, Figure, Reference, Site, Text};
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::DownloadView;
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

/// What the JSON file of a figure says.
fn figure_json(site: &Site, figure: &Figure, drawing: &Drawing, fields: &[FieldId]) -> String {
    let data = site.dataset(figure.dataset);
    let rows = &figure.rows;
    let plain = |text: &Option<Text>| text.as_ref().map(Text::plain);
    Json::file(room(fields, rows), |json| {
        json.key("id").text(&figure.name);
        json.key("mark").text(figure.mark.name);
        json.key("title").text(&figure.title.plain());
        json.key("subtitle")
            .maybe_text(plain(&figure.subtitle).as_deref());
        json.key("alt").text(&figure.alt.plain());
        json.key("description").text(&drawing.description);
        json.key("note").maybe_text(plain(&figure.note).as_deref());
        json.key("dataset").text(&data.key);
        source_json(data, json.key("source"));
        licence_json(data, json.key("licence"));
        if let Some(attribution) = figure.attribution() {
            json.key("attribution").text(&attribution.plain());
        }
        table_json(data, fields, rows, json);
        if let Some(Reference::Number(reference)) = &figure.reference {
            json.key("reference").number(reference.value);
        }
    })
}
