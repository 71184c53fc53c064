//! Breaks: from where on a series means something else, so that its line is not joined across.
//!
//! They are stated by the figure (`breaks`), or stand in the data as the mark `[b]` beside a value.

use super::cut::Cut;
use super::grid::Grid;
use super::ink::Ink;
use super::metrics::Font;
use super::period::{Times, moment};
use super::scale::Scale;
use super::sheet::{Anchor, Label, Surface};
use super::text::{clean, longest_word, widest, wrap};
use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Dataset, SeriesBreak, Value};

/// The mark of official statistics for a break.
const MARK: &str = "[b]";
/// The widest a label becomes in px.
const WIDEST: f64 = 190.0;
/// The room between a rule and its label in px.
const BESIDE: f64 = 5.0;

/// A break on the time axis.
#[derive(Debug, Clone)]
pub(crate) struct Break {
    /// Where it is: before the first value of the new meaning.
    at: f64,
    /// The period as it is written.
    pub period: String,
    /// What changed.
    pub label: String,
    /// Which series it parts; all where empty.
    series: Vec<usize>,
}

impl Break {
    /// Whether it lies between two values of a series.
    pub(crate) fn parts(&self, series: usize, before: f64, after: f64) -> bool {
        let concerns = self.series.is_empty() || self.series.contains(&series);
        concerns && before < self.at && self.at <= after
    }
}

/// The breaks of a figure in the order of time; none where one cannot be placed.
pub(crate) fn read(
    figure: &Cut<'_>,
    dataset: &Dataset,
    grid: &Grid,
    times: &Times,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<Break>> {
    let mut found = Vec::new();
    for stated in &figure.channels.breaks {
        match place(stated, grid, times) {
            Some(at) => found.push(Break {
                at,
                period: clean(&stated.at.value),
                label: clean(&stated.label),
                series: Vec::new(),
            }),
            None => diagnostics.push(misplaced(stated, grid)),
        }
    }
    let sound = found.len() == figure.channels.breaks.len();
    for (at, it) in marked(figure, dataset, grid, times) {
        let stated = found.iter().any(|known: &Break| known.at == at);
        if !stated {
            found.push(it);
        }
    }
    found.sort_by(|left, right| left.at.total_cmp(&right.at));
    sound.then_some(found)
}

/// Where a stated break lies. On a continuous axis it may lie between two values.
fn place(stated: &SeriesBreak, grid: &Grid, times: &Times) -> Option<f64> {
    let named = |name: &super::grid::Name| {
        name.published == stated.at.value || name.label == stated.at.value
    };
    let category = grid.categories.iter().position(named);
    match times {
        Times::Words => category.map(|place| place as f64),
        Times::Moments(moments) => {
            let text = Value::Text(stated.at.value.clone());
            let at = category
                .map(|place| moments[place])
                .or_else(|| moment(&text))?;
            let first = moments.iter().copied().fold(f64::INFINITY, f64::min);
            let last = moments.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (first < at && at <= last).then_some(at)
        }
    }
}

fn misplaced(stated: &SeriesBreak, grid: &Grid) -> Diagnostic {
    let message = format!(
        "`breaks` names `{}`, which is no period after the first that the figure shows",
        stated.at.value
    );
    let known = grid.categories.iter().map(|name| name.published.as_str());
    Diagnostic::error(&code::NOT_IN_FIGURE, stated.at.span, message)
        .maybe_help(suggest(&stated.at.value, known))
}

/// The breaks that the data marks, with where they are.
fn marked(figure: &Cut<'_>, dataset: &Dataset, grid: &Grid, times: &Times) -> Vec<(f64, Break)> {
    let mut found: Vec<(f64, Break)> = Vec::new();
    let Some(number) = figure.channels.y.first() else {
        return found;
    };
    for (category, rows) in grid.rows.iter().enumerate() {
        for (series, row) in rows.iter().enumerate() {
            let remarks = row.map(|row| dataset.cell(row, number.value).remarks());
            let mark = remarks.and_then(|remarks| remarks.iter().find(|it| it.symbol == MARK));
            let Some(mark) = mark else {
                continue;
            };
            let at = match times {
                Times::Moments(moments) => moments[category],
                Times::Words => category as f64,
            };
            match found.iter_mut().find(|(known, _)| *known == at) {
                Some((_, known)) => known.series.push(series),
                None => found.push((
                    at,
                    Break {
                        at,
                        period: grid.categories[category].label.clone(),
                        label: clean(&mark.meaning),
                        series: vec![series],
                    },
                )),
            }
        }
    }
    for (_, it) in &mut found {
        if it.series.len() == grid.series.len() {
            it.series.clear();
        } else {
            let names = it.series.iter().map(|at| grid.series[*at].label.as_str());
            let names: Vec<&str> = names.collect();
            it.label = format!("{}: {}", super::describe::list(&names), it.label);
        }
    }
    found
}

/// The labels of breaks above a chart, each right of its rule, in rows in which no rule crosses a
/// label.
pub(crate) struct BreakLabels {
    placed: Vec<Placed>,
    /// The height they take in px; 0 without any.
    pub height: f64,
}

struct Placed {
    /// Where the rule is.
    x: f64,
    lines: Vec<String>,
    anchor: Anchor,
    row: usize,
    top: f64,
}

impl BreakLabels {
    /// Lays the labels out over a time axis.
    pub(crate) fn lay_out(breaks: &[Break], scale: &Scale, width: f64) -> BreakLabels {
        let mut placed: Vec<Placed> = Vec::new();
        for it in breaks {
            let x = scale.at(it.at);
            let room = (width - x - BESIDE).min(WIDEST);
            let tight = longest_word(&it.label, Font::SMALL) > room || room < WIDEST / 2.0;
            // Left of its rule only where it stands alone: others would cross it.
            let left = tight && breaks.len() == 1 && x > room;
            let room = if left { (x - BESIDE).min(WIDEST) } else { room };
            let lines = wrap(&it.label, room.max(20.0), Font::SMALL);
            let crossed = placed
                .iter()
                .filter(|before| before.x + BESIDE + widest(&before.lines, Font::SMALL) + 4.0 > x);
            placed.push(Placed {
                x,
                row: crossed.map(|before| before.row + 1).max().unwrap_or(0),
                anchor: if left { Anchor::End } else { Anchor::Start },
                lines,
                top: 0.0,
            });
        }
        let rows = placed.iter().map(|it| it.row + 1).max().unwrap_or(0);
        let mut height = if rows > 0 { 4.0 } else { 0.0 };
        for row in 0..rows {
            let in_row = placed.iter().filter(|it| it.row == row);
            let lines = in_row.map(|it| it.lines.len()).max().unwrap_or(0);
            for it in placed.iter_mut().filter(|it| it.row == row) {
                it.top = height;
            }
            height += lines as f64 * Font::SMALL.line() + 2.0;
        }
        BreakLabels { placed, height }
    }

    /// Draws the rules from the labels down to the axis.
    pub(crate) fn draw_rules(&self, surface: &Surface, top: f64, floor: f64) {
        for it in &self.placed {
            surface.line(Ink::Break, &[(it.x, top + it.top), (it.x, floor)]);
        }
    }

    /// Draws the labels under `top`.
    pub(crate) fn draw_labels(&self, surface: &mut Surface, top: f64) {
        for it in &self.placed {
            let beside = match it.anchor {
                Anchor::End => it.x - BESIDE,
                _ => it.x + BESIDE,
            };
            surface.place(Label {
                lines: &it.lines,
                x: beside,
                top: top + it.top,
                anchor: it.anchor,
                font: Font::SMALL,
                ink: Ink::Quiet,
            });
        }
    }
}
