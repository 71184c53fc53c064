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
//! text: it is styled by `src/figure/chart.css`, which a theme includes in its style sheet. The
//! wide chart is laid out for about 720 px, the narrow one for about 340 px (phones from 320 to
//! 560 px); text is 14 px at that scale.
//!
//! Colours and the typeface are custom properties on `:root`:
//! `--chart-1` to `--chart-4` (series), `--chart-focus`, `--chart-muted` with
//! `--chart-muted-edge`, `--chart-reference`, the text on each of them (`--chart-on-1` and so on),
//! `--chart-grid`, `--chart-axis`, `--chart-text`, `--chart-quiet` (secondary text),
//! `--chart-ground` (the page behind the chart) and `--chart-font`. Labels are measured with
//! Public Sans; a much wider face would need more room than was kept.
//!
//! | Class | What carries it |
//! |---|---|
//! | `s1` … `s4`, `focus`, `muted`, `reference` | bars, point shapes and key swatches of a series |
//! | `l1` … `l4`, `l-focus`, `l-muted`, `l-reference` | lines of a series, each with its own dashes |
//! | `d2` … `d4` | dashes of a further line in the same colour |
//! | `on-1` … `on-4`, `on-focus`, `on-muted`, `on-reference` | text inside a coloured part |
//! | `chart-grid`, `chart-axis` | gridlines; the axis line or zero line |
//! | `chart-rule` | the line of a numeric reference |
//! | `chart-interval`, `chart-gap` | confidence interval; the line between two ends of a range |
//! | `chart-leader` | from a label that had to move to what it names |
//! | `chart-quiet`, `chart-strong` | secondary text; emphasised text |
//!
//! Text without a class is ordinary chart text.

use crate::model::{Channels, Dataset, Figure};
use crate::outcome::Outcome;

/// The rules that a chart's classes need, for the style sheet of a theme; charts that are files by
/// themselves carry it inside.
pub const STYLE: &str = include_str!("chart.css");

/// A kind of chart: one row of [`MARKS`], one file.
pub struct Mark {
    /// The word authors write.
    pub name: &'static str,
    /// What it is for.
    pub summary: &'static str,
}

impl std::fmt::Debug for Mark {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The kinds of chart.
pub static MARKS: &[Mark] = &[];

/// The kind of chart of a name.
pub fn mark(name: &str) -> Option<&'static Mark> {
    MARKS.iter().find(|mark| mark.name == name)
}

/// Why channels do not suit a mark; `resolve` turns it into a diagnostic.
pub struct Misfit;

/// A drawn figure.
#[derive(Debug, Default)]
pub struct Drawing {
    /// The chart for pages wider than about 560 px; empty for a mark that is a table.
    pub wide: String,
    /// The chart for narrow pages.
    pub narrow: String,
    /// The chart as a file by itself, with its own style.
    pub file: String,
    /// A generated description.
    pub description: String,
}

/// Whether the channels suit the mark.
pub fn misfits(_mark: &Mark, _channels: &Channels, _dataset: &Dataset) -> Vec<Misfit> {
    Vec::new()
}

/// Draws a figure.
pub fn draw(_figure: &Figure, _dataset: &Dataset) -> Outcome<Drawing> {
    Outcome::clean(Drawing::default())
}
