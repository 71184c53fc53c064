//! Trace: every number of the site that is bound or drawn, the cell it comes from and the pages it
//! stands on: what somebody needs who checks a site against its sources.
//!
//! In: the [`Site`]. Out: a [`Trace`], which [`render_text()`] and [`render_json()`] print. Nothing
//! is checked here: a trace is made of a site without errors.

mod render_json;
mod render_text;

use crate::claim;
use crate::model::{
    Bound, CellId, DatasetId, FieldId, Figure, Formula, Owner, Site, Term, Unit, Value,
};
use crate::source::{SitePath, Span};
use crate::view::table::shown_fields;

pub use render_json::render_json;
pub use render_text::render_text;

/// Where the numbers of a site come from.
#[derive(Debug)]
pub struct Trace {
    /// The numbers bound in prose, in the order of files and places.
    pub prose: Vec<Spoken>,
    /// The figures, in the order of pages and places.
    pub figures: Vec<Drawn>,
    /// The datasets that any of these use, by their place in [`Site::datasets`].
    pub datasets: Vec<DatasetId>,
}

/// A number bound in prose.
#[derive(Debug)]
pub struct Spoken {
    /// The words as the reader sees them, with as much of what follows as was read.
    pub words: String,
    /// Where the words stand.
    pub place: Span,
    /// Where the target of the link stands.
    pub formula: Span,
    /// The exact value.
    pub value: rust_decimal::Decimal,
    /// What it counts.
    pub unit: Option<Unit>,
    /// The cells it comes from, in the order of the formula; those without a value are left out.
    pub cells: Vec<CellId>,
    /// Where readers meet it.
    pub stands_on: StandsOn,
}

/// A figure and the cells it shows.
#[derive(Debug)]
pub struct Drawn {
    /// Its id.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The block.
    pub place: Span,
    /// The kind of chart.
    pub mark: &'static str,
    /// Its dataset.
    pub dataset: DatasetId,
    /// The cells of its numbers, row by row; those without a value are left out.
    pub cells: Vec<CellId>,
    /// Where readers meet it.
    pub stands_on: StandsOn,
}

/// The pages that a text or figure stands on. Titles and summaries are repeated in lists, which
/// are not named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StandsOn {
    /// Every page: a text of `briefpack.yaml`.
    Everywhere,
    /// These, by address.
    Pages(Vec<SitePath>),
}

/// Follows every number of a site back to its cells.
pub fn trace(site: &Site) -> Trace {
    let mut prose = Vec::new();
    site.each_claim(&mut |owner, bound| {
        if let Some(formula) = &bound.formula {
            prose.extend(spoken(site, owner, bound, formula));
        }
    });
    prose.sort_by_key(|number| number.place);
    let figures: Vec<Drawn> = site
        .figures
        .iter()
        .map(|figure| drawn(site, figure))
        .collect();
    let mut datasets: Vec<DatasetId> = figures.iter().map(|figure| figure.dataset).collect();
    datasets.extend(
        prose
            .iter()
            .flat_map(|number| &number.cells)
            .map(|cell| cell.dataset),
    );
    datasets.sort();
    datasets.dedup();
    Trace {
        prose,
        figures,
        datasets,
    }
}

fn spoken(site: &Site, owner: Owner, bound: &Bound, formula: &Formula) -> Option<Spoken> {
    // What cannot be worked out or read has been reported by the rule for claims.
    let evaluated = claim::evaluate(formula, &site.datasets).ok()?;
    let claim = claim::read(&bound.words, &bound.after).ok()?;
    Some(Spoken {
        words: claim.text.trim().to_string(),
        place: bound.span,
        formula: formula.span,
        value: evaluated.quantity.value,
        unit: evaluated.quantity.unit,
        cells: cells(site, formula),
        stands_on: stands_on(site, owner),
    })
}

fn cells(site: &Site, formula: &Formula) -> Vec<CellId> {
    let mut cells = Vec::new();
    formula.each_term(&mut |term| match term {
        Term::Cell(cell) => cells.push(*cell),
        Term::Column(column) => {
            let rows = site.dataset(column.dataset).rows.len();
            cells.extend(column.cells(rows));
        }
        Term::Call(..) => {}
    });
    cells.retain(|cell| has_value(site, *cell));
    cells
}

fn has_value(site: &Site, cell: CellId) -> bool {
    let value = &site.dataset(cell.dataset).cell(cell.row, cell.field).value;
    !matches!(value, Value::Missing(_))
}

fn drawn(site: &Site, figure: &Figure) -> Drawn {
    let data = site.dataset(figure.dataset);
    let numeric: Vec<FieldId> = shown_fields(figure, data)
        .into_iter()
        .filter(|field| data.field(*field).is_numeric())
        .collect();
    let cells = figure
        .rows
        .iter()
        .flat_map(|row| {
            numeric.iter().map(|field| CellId {
                dataset: figure.dataset,
                row: *row,
                field: *field,
            })
        })
        .filter(|cell| has_value(site, *cell))
        .collect();
    Drawn {
        name: figure.name.clone(),
        title: figure.title.plain(),
        place: figure.span,
        mark: figure.mark.name,
        dataset: figure.dataset,
        cells,
        stands_on: stands_on(site, Owner::Figure(figure.id)),
    }
}

fn stands_on(site: &Site, owner: Owner) -> StandsOn {
    let pages = match owner {
        Owner::Site => return StandsOn::Everywhere,
        Owner::Person(id) => vec![site.person(id).route.clone()],
        Owner::Page(id) => vec![site.page(id).route.clone()],
        Owner::Dataset(id) => vec![site.dataset(id).route.clone()],
        Owner::Figure(id) => site
            .pages
            .iter()
            .filter(|page| page.body.figures.contains(&Some(id)))
            .map(|page| page.route.clone())
            .collect(),
    };
    StandsOn::Pages(pages)
}
