//! Figures: from resolved rows to SVG and a description.
//!
//! In: a [`Figure`] and its [`Dataset`]. Out: a [`Drawing`], and diagnostics for what the data
//! does not allow. Nothing here reads a file, knows a route, or writes HTML.
//!
//! # What a theme can rely on
//!
//! A chart is one `<svg class="chart chart-wide">` or `<svg class="chart chart-narrow">` with
//! `viewBox`, `width` and `height`, `role="img"`, a `<title>` and a `<desc>`. Every id in it begins
//! with the figure's name and two hyphens (`jobs-density--wide-title`), so that it meets no
//! heading's anchor. It has no `style` attribute, no `<style>`, no fixed colour and no rotated
//! text: it is styled by `src/figure/chart.css` and `areas.css`, which a theme includes in its style
//! sheet. The wide chart is laid out for about 720 px, the narrow one for about 340 px (phones from 320 to
//! 560 px); text is 14 px at that scale.
//!
//! Colours and the typeface are custom properties on `:root`:
//! `--chart-1` to `--chart-4` (series), `--chart-focus`, `--chart-muted` with
//! `--chart-muted-edge`, `--chart-reference`, the text on each of them (`--chart-on-1` and so on),
//! `--chart-grid`, `--chart-axis`, `--chart-text`, `--chart-quiet` (secondary text),
//! `--chart-ground` (the page behind the chart), `--chart-font`, and for areas `--chart-c1` to
//! `--chart-c5`, `--chart-b2` to `--chart-a2`, the text on each, and `--chart-class-edge`. Labels are measured with
//! Public Sans; a much wider face would need more room than was kept.
//!
//! | Class | What carries it |
//! |---|---|
//! | `s1` … `s4`, `focus`, `muted`, `reference` | bars, point shapes and key swatches of a series |
//! | `lean-left`, `lean-right` | the lighter parts beside a neutral middle |
//! | `l1` … `l4`, `l-focus`, `l-muted`, `l-reference` | lines of a series, each with its own dashes |
//! | `d2` … `d4` | dashes of a further line in the same colour |
//! | `on-1` … `on-4`, `on-focus`, `on-muted`, `on-reference` | text inside a coloured part |
//! | `chart-grid`, `chart-axis` | gridlines; the axis line or zero line |
//! | `chart-rule` | the line of a numeric reference |
//! | `p1`, `p-focus`, `p-muted`, `p-reference` | the many points of a strip; the size is an attribute |
//! | `chart-median`, `chart-median-rim` | the median of a strip, and what parts it from the points |
//! | `chart-break` | where a series changes its meaning |
//! | `chart-interval`, `chart-gap` | confidence interval; the line between two ends of a range |
//! | `chart-leader` | from a label that had to move to what it names |
//! | `chart-quiet`, `chart-strong` | secondary text; emphasised text |
//! | `c1` … `c5` | areas by class, from the lowest to the highest; with fewer classes some are left out |
//! | `b2`, `b1`, `a1`, `a2` | areas far below, below, above and far above a midpoint |
//! | `on-c1` …, `on-b2` … | text on such an area |
//! | `no-data`, `chart-hatch` | areas without a value, and the lines across them |
//! | `chart-below` | the lines across areas below a midpoint |
//! | `chart-halo`, `chart-outline` | around areas in focus |
//! | `chart-border` | between groups of hexagons |
//!
//! Text without a class is ordinary chart text.
//!
//! # What a script can rely on
//!
//! A chart in a page says where its values are to be read, so that a script can tell them to those
//! who point or use the arrow keys; the values themselves stand in the figure's table and are not
//! repeated. `data-rows` on the `<svg>` lists places in the units of its `viewBox`, parted by `;`:
//! `x y` for a point, `x y w h` for a box. Each belongs to the next row of the table, from 0; where
//! it does not, the row's number and `:` stand before it. What is read by its outline, such as an
//! area of a map, is an element with `data-row`, the number of its row. A chart that is a file by
//! itself has neither. A mark gives them by `sheet::Surface::reads` and
//! `sheet::Surface::area_reads`.

mod areas;
mod arrow;
mod backend;
mod bar;
mod bins;
mod breaks;
mod cell;
mod change;
mod chart;
mod columns;
mod cut;
mod describe;
mod dot;
mod elements;
mod facet;
mod grid;
mod head;
mod hex;
mod histogram;
mod ink;
mod key;
mod lanes;
mod line;
mod line_labels;
mod map;
mod measures;
mod metrics;
mod misfit;
mod panels;
mod period;
mod range;
mod readings;
mod refusals;
mod room;
mod rows;
mod scale;
mod shares;
mod sheet;
mod slope;
mod spread;
mod stack;
mod stat;
mod strip;
mod style;
mod summary;
mod svg;
mod swarm;
mod table;
mod text;
mod tile;
mod time_axis;
mod trend;
mod words;

#[cfg(test)]
mod tests;

use crate::diag::{Diagnostic, code};
use crate::model::{Channels, Dataset, FieldId, Figure};
use crate::outcome::Outcome;

use chart::{Chart, Prepared};
use cut::Cut;
use facet::Faceting;
pub use misfit::Misfit;
use panels::Panels;
use room::Room;
pub use summary::{Column, Summary};

/// The rules that a chart's classes need, for the style sheet of a theme; charts that are files by
/// themselves carry it inside.
pub const STYLE: &str = concat!(include_str!("chart.css"), "\n", include_str!("areas.css"));
/// The rules that a chart without areas needs.
const STYLE_WITHOUT_AREAS: &str = include_str!("chart.css");

/// The width in px that the chart for wide pages is laid out for.
const WIDE: f64 = 720.0;
/// The width in px that the chart for narrow pages is laid out for.
const NARROW: f64 = 340.0;

/// A kind of chart: one row of [`MARKS`], one file.
pub struct Mark {
    /// The word authors write.
    pub name: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// How it is drawn in panels; none where it cannot be.
    faceting: Option<Faceting>,
    /// Whether channels suit it.
    fit: fn(&Channels, &Dataset, &[usize]) -> Vec<Misfit>,
    /// Reads and checks the values; none where they cannot be drawn, with the reasons added to
    /// the diagnostics.
    prepare: for<'a> fn(&'a Cut<'a>, &'a Dataset, &mut Vec<Diagnostic>) -> Option<Prepared<'a>>,
}

impl std::fmt::Debug for Mark {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The kinds of chart.
pub static MARKS: &[Mark] = &[
    bar::MARK,
    line::MARK,
    dot::MARK,
    range::MARK,
    arrow::MARK,
    slope::MARK,
    strip::MARK,
    cell::MARK,
    hex::MARK,
    tile::MARK,
    map::MARK,
    table::MARK,
    stat::MARK,
];

/// The kind of chart of a name.
pub fn mark(name: &str) -> Option<&'static Mark> {
    MARKS.iter().find(|mark| mark.name == name)
}

/// A drawn figure.
#[derive(Debug, Default)]
pub struct Drawing {
    /// The chart for pages wider than about 560 px, an `<svg>` element; empty for a mark that is a
    /// table.
    pub wide: String,
    /// The chart for narrow pages, an `<svg>` element; empty for a mark that is a table.
    pub narrow: String,
    /// The chart as a file by itself, with its own style, title and source; empty for a mark that
    /// is a table.
    pub file: String,
    /// The table to show in place of that of the rows, for charts that count them.
    pub summary: Option<Summary>,
    /// A generated description, to be read aloud where the author wrote none.
    pub description: String,
}

/// What does not suit the mark: channels that it lacks, that hold the wrong type, or that it does
/// not take. `rows` are the rows the figure shows.
pub fn misfits(mark: &Mark, channels: &Channels, dataset: &Dataset, rows: &[usize]) -> Vec<Misfit> {
    (mark.fit)(channels, dataset, rows)
}

/// The field that names the areas of a figure beside their codes, where the dataset has one.
pub fn area_names(figure: &Figure, dataset: &Dataset) -> Option<FieldId> {
    let key = figure.channels.ground.as_ref()?.key.as_ref()?.value;
    areas::places::name_field(figure, dataset, key)
}

/// Prepares the chart of a figure, in panels where it has them, and makes something of it. None where
/// the data does not allow it.
fn with_chart<T>(
    figure: &Figure,
    dataset: &Dataset,
    diagnostics: &mut Vec<Diagnostic>,
    make: impl FnOnce(&dyn Chart) -> T,
) -> Option<T> {
    let Some(facet) = &figure.channels.facet else {
        let whole = Cut::whole(figure);
        let chart = (figure.mark.prepare)(&whole, dataset, diagnostics)?;
        return Some(make(chart.as_ref()));
    };
    let panels = Panels::of(figure, dataset, facet.value);
    if let Some(found) = panels.too_many(figure) {
        diagnostics.push(found);
        return None;
    }
    let cuts = panels.cuts(figure, dataset);
    let chart = facet::prepare(figure, dataset, &panels, &cuts, diagnostics)?;
    Some(make(chart.as_ref()))
}

/// Draws a figure whose channels suit its mark. What the data does not allow is an error and gives
/// an empty drawing; a label for which there is no room is a warning.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn draw(figure: &Figure, dataset: &Dataset) -> Outcome<Drawing> {
    let mut diagnostics = Vec::new();
    let drawing = with_chart(figure, dataset, &mut diagnostics, |chart| {
        let description = chart.describe().whole();
        let mut drawing = Drawing {
            summary: chart.summary(),
            ..Drawing::default()
        };
        // Side by side, so that a map at the end does not keep one processor waiting.
        let (wide, narrow) = rayon::join(
            || chart.draw(&Room::page(WIDE)),
            || chart.draw(&Room::page(NARROW)),
        );
        let sheets = wide.zip(narrow);
        if let Some((wide, narrow)) = &sheets {
            let counted = drawing.summary.is_some();
            let named = svg::Named::new(figure, &description);
            drawing.wide = svg::inline(&named, wide, "wide", counted);
            drawing.narrow = svg::inline(&named, narrow, "narrow", counted);
            drawing.file = svg::file(&named, dataset, wide);
        }
        drawing.description = description;
        let unplaced = sheets.map(|(wide, narrow)| [wide.unplaced, narrow.unplaced]);
        (drawing, unplaced)
    });
    let (drawing, unplaced) = drawing.unwrap_or_default();
    for (labels, layout) in unplaced.iter().flatten().zip(["wide", "narrow"]) {
        diagnostics.extend(unplaced_labels(figure, labels, layout));
    }
    for found in &mut diagnostics {
        found.is_consequence |= dataset.is_doubtful();
    }
    Outcome {
        value: drawing,
        diagnostics,
    }
}

/// Names the labels for which a chart has no room, all in one warning.
fn unplaced_labels(figure: &Figure, labels: &[String], layout: &str) -> Option<Diagnostic> {
    let names: Vec<String> = labels.iter().map(|label| format!("`{label}`")).collect();
    let (what, it) = match names.len() {
        0 => return None,
        1 => ("the label".to_string(), "it"),
        count => (format!("{count} labels"), "them"),
    };
    let message = format!(
        "the {layout} chart `{}` has no room for {what} {}",
        figure.name,
        names.join(", ")
    );
    let help = format!("shorten {it}, show fewer rows with `where`, or choose `bar` or `table`");
    Some(Diagnostic::warning(&code::LABEL_DOES_NOT_FIT, figure.span, message).help(help))
}

/// Draws every figure of a site; the drawings stand in the order of the figures.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn draw_all(site: &crate::model::Site) -> Outcome<Vec<Drawing>> {
    use rayon::prelude::*;
    let drawn: Vec<Outcome<Drawing>> = site
        .figures
        .par_iter()
        .map(|figure| draw(figure, site.dataset(figure.dataset)))
        .collect();
    let mut diagnostics = Vec::new();
    let value = drawn
        .into_iter()
        .map(|drawing| drawing.collect(&mut diagnostics))
        .collect();
    Outcome { value, diagnostics }
}
