//! A trace as one JSON document, for spreadsheets, scripts and archives.

use serde::Serialize;

use super::{StandsOn, Trace};
use crate::model::{CellId, DatasetId, Site, Unit};
use crate::source::{SourceMap, Span};
use crate::view::cited::{self, CitedSource};

#[derive(Serialize)]
struct Document<'a> {
    site: String,
    built_for: String,
    prose: Vec<Prose<'a>>,
    figures: Vec<Figure<'a>>,
    datasets: Vec<Dataset<'a>>,
}

#[derive(Serialize)]
struct Prose<'a> {
    words: &'a str,
    formula: &'a str,
    value: String,
    unit: Option<String>,
    place: Place<'a>,
    pages: Pages<'a>,
    cells: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Figure<'a> {
    id: &'a str,
    title: &'a str,
    mark: &'a str,
    dataset: &'a str,
    place: Place<'a>,
    pages: Pages<'a>,
    cells: Vec<Cell<'a>>,
}

/// A cell: `dataset` is the file that describes it.
#[derive(Serialize)]
struct Cell<'a> {
    dataset: &'a str,
    row: &'a str,
    field: &'a str,
    value: String,
    place: Place<'a>,
}

#[derive(Serialize)]
struct Dataset<'a> {
    file: &'a str,
    key: &'a str,
    title: String,
    page: &'a str,
    source: Option<CitedSource<'a>>,
    licence: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    /// The cell of a workbook, such as `Table 1!C7`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

/// `"every page"`, or the addresses.
#[derive(Serialize)]
#[serde(untagged)]
enum Pages<'a> {
    Every(&'static str),
    These(Vec<&'a str>),
}

/// A trace as JSON. Values are text, so that no digit is lost.
pub fn render_json(trace: &Trace, site: &Site, sources: &SourceMap) -> String {
    let context = Context { site, sources };
    let document = Document {
        site: site.config.title.plain(),
        built_for: site.today.to_string(),
        prose: trace
            .prose
            .iter()
            .map(|spoken| Prose {
                words: &spoken.words,
                formula: sources.text(spoken.formula).trim(),
                value: spoken.value.normalize().to_string(),
                unit: spoken.unit.as_ref().map(Unit::in_words),
                place: context.place(spoken.place),
                pages: pages(&spoken.stands_on),
                cells: context.cells(&spoken.cells),
            })
            .collect(),
        figures: trace
            .figures
            .iter()
            .map(|drawn| Figure {
                id: &drawn.name,
                title: &drawn.title,
                mark: drawn.mark,
                dataset: context.file(drawn.dataset),
                place: context.place(drawn.place),
                pages: pages(&drawn.stands_on),
                cells: context.cells(&drawn.cells),
            })
            .collect(),
        datasets: trace
            .datasets
            .iter()
            .map(|id| context.dataset(*id))
            .collect(),
    };
    let mut json = serde_json::to_string_pretty(&document).expect("a record of text and numbers");
    json.push('\n');
    json
}

struct Context<'a> {
    site: &'a Site,
    sources: &'a SourceMap,
}

impl<'a> Context<'a> {
    fn place(&self, span: Span) -> Place<'a> {
        let (line, column) = self.sources.line_column(span.source, span.start);
        let file = self.sources.file(span.source);
        Place {
            file: file.path.as_str(),
            line,
            column,
            cell: file.cell(span.start),
        }
    }

    fn file(&self, id: DatasetId) -> &'a str {
        let data = self.site.dataset(id);
        self.sources.file(data.file).path.as_str()
    }

    fn cells(&self, cells: &[CellId]) -> Vec<Cell<'a>> {
        let cell = |id: &CellId| {
            let data = self.site.dataset(id.dataset);
            let cell = data.cell(id.row, id.field);
            Cell {
                dataset: self.file(id.dataset),
                row: &data.rows[id.row].key,
                field: &data.field(id.field).name,
                value: cell.value.published().into_owned(),
                place: self.place(cell.span),
            }
        };
        cells.iter().map(cell).collect()
    }

    fn dataset(&self, id: DatasetId) -> Dataset<'a> {
        let data = self.site.dataset(id);
        Dataset {
            file: self.file(id),
            key: &data.key,
            title: data.title.plain(),
            page: data.route.as_str(),
            source: cited::source(data),
            licence: cited::licence(data),
        }
    }
}

fn pages(on: &StandsOn) -> Pages<'_> {
    match on {
        StandsOn::Everywhere => Pages::Every("every page"),
        StandsOn::Pages(pages) => Pages::These(pages.iter().map(|page| page.as_str()).collect()),
    }
}
