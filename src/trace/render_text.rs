//! A trace for people: number by number, then figure by figure.

use std::fmt::Write as _;

use super::{Drawn, Spoken, StandsOn, Trace};
use crate::model::{CellId, Dataset, Site, Source, Text};
use crate::number;
use crate::source::SourceMap;

/// A trace as text.
pub fn render_text(trace: &Trace, site: &Site, sources: &SourceMap) -> String {
    let mut out = String::new();
    for spoken in &trace.prose {
        prose(spoken, site, sources, &mut out);
    }
    for drawn in &trace.figures {
        figure(drawn, site, sources, &mut out);
    }
    if !trace.datasets.is_empty() {
        out.push_str("Sources\n");
    }
    for id in &trace.datasets {
        let data = site.dataset(*id);
        let _ = writeln!(
            out,
            "  {}: {}\n    {}",
            name(data),
            sources.location(data.span()),
            origin(data)
        );
    }
    let drawn: usize = trace.figures.iter().map(|figure| figure.cells.len()).sum();
    let _ = writeln!(
        out,
        "{} in prose and {} in {}, from {}",
        number::counted(trace.prose.len(), "number"),
        number::counted(drawn, "number"),
        number::counted(trace.figures.len(), "figure"),
        number::counted(trace.datasets.len(), "dataset"),
    );
    out
}

fn prose(spoken: &Spoken, site: &Site, sources: &SourceMap, out: &mut String) {
    let value = number::with_sign(spoken.value.normalize(), None, spoken.unit.as_ref());
    let unit = match &spoken.unit {
        Some(crate::model::Unit::Percent | crate::model::Unit::Currency(_)) | None => String::new(),
        Some(unit) => format!(" {}", unit.in_words()),
    };
    let _ = writeln!(
        out,
        "{}\n  “{}” is {value}{unit}: {}",
        sources.location(spoken.place),
        spoken.words,
        sources.text(spoken.formula).trim(),
    );
    cells(&spoken.cells, site, sources, out);
    let _ = writeln!(out, "  on {}\n", standing(&spoken.stands_on));
}

fn figure(drawn: &Drawn, site: &Site, sources: &SourceMap, out: &mut String) {
    let _ = writeln!(
        out,
        "{}\n  figure {} ({}): {}",
        sources.location(drawn.place),
        drawn.name,
        drawn.mark,
        drawn.title,
    );
    cells(&drawn.cells, site, sources, out);
    let _ = writeln!(out, "  on {}\n", standing(&drawn.stands_on));
}

/// Each cell: its address, its published digits, and where it stands.
fn cells(cells: &[CellId], site: &Site, sources: &SourceMap, out: &mut String) {
    for cell in cells {
        let data = site.dataset(cell.dataset);
        let found = data.cell(cell.row, cell.field);
        let _ = writeln!(
            out,
            "    {}/{}/{} = {}  {}",
            name(data),
            data.rows[cell.row].key,
            data.field(cell.field).name,
            found.value.published(),
            sources.location(found.span),
        );
    }
}

/// The name of a dataset in addresses.
fn name(data: &Dataset) -> &str {
    &data.key
}

fn origin(data: &Dataset) -> String {
    let Some(source) = &data.source else {
        return "no source is given".to_string();
    };
    let Source {
        name,
        title,
        url,
        copy,
        published,
        accessed,
    } = source;
    let mut parts = vec![name.plain()];
    parts.extend(title.as_ref().map(Text::plain));
    parts.extend(published.as_ref().map(|date| format!("published {date}")));
    parts.extend(accessed.map(|date| format!("accessed {date}")));
    parts.extend(url.clone());
    parts.extend(copy.as_ref().map(|copy| format!("copy held at {copy}")));
    parts.extend(data.licence.as_ref().map(|licence| licence.id.clone()));
    parts.join(", ")
}

fn standing(on: &StandsOn) -> String {
    match on {
        StandsOn::Everywhere => "every page".to_string(),
        StandsOn::Pages(pages) if pages.is_empty() => "no page".to_string(),
        StandsOn::Pages(pages) => {
            let pages: Vec<&str> = pages.iter().map(|page| page.as_str()).collect();
            pages.join(", ")
        }
    }
}
