//! The files of each figure, beside its page: the chart, and the values it shows.

use rayon::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::diag::Diagnostic;
use crate::emit::Context;
use crate::emit::data::{csv, missing, number, remarks, rows_json, source_json};
use crate::figure::Drawing;
use crate::html::{Writer, size};
use crate::model::{FieldId, Figure, Site, Text};
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::DownloadView;
use crate::view::table::shown_fields;

/// The files of one figure.
pub(crate) struct Files {
    files: Vec<(&'static str, SitePath, Artifact)>,
}

impl Files {
    /// The files as links of a page.
    pub(crate) fn downloads(&self, writer: &Writer<'_>) -> Vec<DownloadView> {
        let files = self.files.iter();
        files
            .map(|(kind, path, file)| DownloadView {
                kind,
                href: writer.href(path),
                size: size(file.size()),
            })
            .collect()
    }
}

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = context
        .figure_files
        .par_iter()
        .flat_map_iter(|it| &it.files);
    files.for_each(|(_, path, file)| context.put(path.clone(), file.clone()));
    Vec::new()
}

/// Makes the files of a figure.
pub(crate) fn files(site: &Site, figure: &Figure, drawings: &[Drawing]) -> Files {
    let data = site.dataset(figure.dataset);
    let drawing = &drawings[figure.id.0];
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
    Files { files }
}

fn figure_json(site: &Site, figure: &Figure, drawing: &Drawing, fields: &[FieldId]) -> String {
    let data = site.dataset(figure.dataset);
    let plain = |text: &Option<Text>| text.as_ref().map(Text::plain);
    let mut json = Map::new();
    json.insert("id".into(), json!(figure.name));
    json.insert("mark".into(), json!(figure.mark.name));
    json.insert("title".into(), json!(figure.title.plain()));
    json.insert("subtitle".into(), json!(plain(&figure.subtitle)));
    json.insert("alt".into(), json!(figure.alt.plain()));
    json.insert("description".into(), json!(drawing.description));
    json.insert("note".into(), json!(plain(&figure.note)));
    json.insert("dataset".into(), json!(data.key));
    json.insert("source".into(), source_json(data));
    json.insert(
        "licence".into(),
        json!(data.licence.as_ref().map(|it| &it.id)),
    );
    if let Some(attribution) = figure.attribution() {
        json.insert("attribution".into(), json!(attribution.plain()));
    }
    json.insert(
        "fields".into(),
        crate::emit::data::fields_json(data, fields),
    );
    json.insert("rows".into(), rows_json(data, fields, &figure.rows));
    json.insert("missing".into(), missing(data, fields, &figure.rows));
    json.insert("remarks".into(), remarks(data, fields, &figure.rows));
    if let Some(crate::model::Reference::Number(reference)) = &figure.reference {
        json.insert("reference".into(), number(reference.value));
    }
    pretty(&Json::Object(json))
}

/// JSON that a person can read, with a line end.
pub(crate) fn pretty(json: &Json) -> String {
    let mut text = serde_json::to_string_pretty(json).expect("a tree of text and numbers");
    text.push('\n');
    text
}
