//! Small multiples: a figure cut into panels, one for each value of a field, and the panels put
//! together on one sheet.
//!
//! A mark prepares and draws each panel as it would a chart by itself. What they have in common it
//! takes from the [`Cut`] (ends of scales, classes, series) and from the [`Room`] (margins); key and
//! words at the axis stand once over all of them where they are the same.

use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe::{self, count};
use super::ink::{Ink, Role};
use super::metrics::Font;
use super::panels::{Panels, cannot_emphasise, compares};
use super::refusals;
use super::room::{Panel, Room, Sides};
use super::rows::WIDE;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::summary::{Column, Summary};
use super::text::{clean, wrap};
use super::words::{Told, Words};
use crate::diag::{Diagnostic, code};
use crate::model::{Dataset, Figure};

/// How a mark is drawn in panels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Faceting {
    /// How many panels stand side by side on a wide and on a narrow page, unless the figure says.
    pub columns: (usize, usize),
    /// The width in px under which a panel cannot be read.
    pub least: f64,
    /// Whether what all panels are compared with can be a series beside their own.
    pub compares: bool,
}

/// Up to how many panels the description tells of each.
const TOLD: usize = 12;
/// The room between panels, across and down, and under a heading, in px.
const ACROSS: f64 = 26.0;
const DOWN: f64 = 22.0;
const UNDER: f64 = 6.0;
/// The height of the rule over a panel in focus in px.
const RULE: f64 = 4.0;
const HEADING: Font = Font::STRONG;

/// Prepares each panel. None where one of them cannot be drawn; what several report is said once.
pub(crate) fn prepare<'a>(
    figure: &'a Figure,
    dataset: &'a Dataset,
    panels: &'a Panels,
    cuts: &'a [Cut<'a>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    if !refusals::has_rows(&Cut::whole(figure), diagnostics) {
        return None;
    }
    let refused = match compares(figure) {
        true => Vec::new(),
        false => cannot_emphasise(figure, panels),
    };
    if !refused.is_empty() {
        diagnostics.extend(refused);
        return None;
    }
    let mut found: Vec<Diagnostic> = Vec::new();
    let prepared = cuts
        .iter()
        .map(|cut| (figure.mark.prepare)(cut, dataset, &mut found));
    let prepared: Vec<Option<Prepared<'a>>> = prepared.collect();
    for (at, one) in found.iter().enumerate() {
        let same = |other: &&Diagnostic| {
            other.code.name == one.code.name
                && other.place.span == one.place.span
                // One panel will do.
                && (other.message == one.message || one.code == &code::DUPLICATE_POINT)
        };
        if found[..at].iter().find(same).is_none() {
            diagnostics.push(one.clone());
        }
    }
    let charts: Vec<Prepared<'a>> = prepared.into_iter().collect::<Option<_>>()?;
    let own = charts.first().and_then(|chart| chart.side_by_side());
    let columns = figure.channels.columns.as_ref();
    Some(Box::new(Facets {
        title: clean(&dataset.field(panels.field).title),
        names: panels.names.iter().map(|name| name.1.as_str()).collect(),
        charts,
        columns: columns.map(|columns| columns.value as usize),
        usual: own.unwrap_or(figure.mark.faceting?.columns),
        least: figure.mark.faceting?.least,
        focus: panels.focus(figure),
    }))
}

/// A figure of several panels.
struct Facets<'a> {
    /// The heading of the field.
    title: String,
    names: Vec<&'a str>,
    charts: Vec<Prepared<'a>>,
    /// How many panels stand side by side at most, where the figure says.
    columns: Option<usize>,
    /// The same where it does not, on wide and narrow pages.
    usual: (usize, usize),
    /// The width in px under which a panel cannot be read.
    least: f64,
    /// Which panels are in focus.
    focus: Vec<bool>,
}

impl Facets<'_> {
    /// What stands once over all panels, where they agree on it.
    fn shared_head(&self, width: f64) -> Option<Sheet> {
        let mut heads = self.charts.iter().map(|chart| chart.head(width));
        let first = heads.next()?;
        let agree = heads.all(|head| head.markup == first.markup);
        agree.then_some(first)
    }

    /// How many panels stand side by side at most.
    fn most(&self, width: f64) -> usize {
        let most = match (width >= WIDE, self.columns) {
            (true, Some(columns)) => columns,
            (true, None) => self.usual.0,
            (false, columns) => self.usual.1.min(columns.unwrap_or(usize::MAX)),
        };
        let readable = ((width + ACROSS) / (self.least + ACROSS)) as usize;
        let most = most.min(readable).clamp(1, self.charts.len().max(1));
        match self.columns {
            Some(_) => most,
            // The last row as full as the others.
            None => self.charts.len().div_ceil(self.charts.len().div_ceil(most)),
        }
    }

    /// The panels at a width, on whose margins all agree.
    fn panels(&self, width: f64, shared: bool) -> Option<Vec<Sheet>> {
        let mut sides = Sides::default();
        let mut drawn = Vec::new();
        for _ in 0..5 {
            let panel = Some(Panel { shared, sides });
            let room = Room { width, panel };
            let charts = self.charts.iter().map(|chart| chart.draw(&room));
            drawn = charts.collect::<Option<Vec<Sheet>>>()?;
            let asked = drawn.iter().map(|sheet| sheet.sides);
            let wanted = asked.fold(sides, Sides::with);
            if wanted == sides {
                break;
            }
            let turned = wanted.above != sides.above || wanted.across != sides.across;
            sides = match turned {
                // The margins of another layout mean nothing.
                true => Sides {
                    above: wanted.above,
                    across: wanted.across,
                    ..Sides::default()
                },
                false => wanted,
            };
        }
        Some(drawn)
    }

    /// Panels that count their rows are read in one table, where those of each follow the last.
    fn renumber(&self, panels: &mut [Sheet]) {
        let mut before = 0;
        for (sheet, chart) in panels.iter_mut().zip(&self.charts) {
            let Some(summary) = chart.summary() else {
                return;
            };
            for reading in &mut sheet.readings {
                reading.row += before;
            }
            before += summary.rows.len();
        }
    }

    fn lay_out(&self, width: f64, columns: usize) -> Option<Sheet> {
        let head = self.shared_head(width);
        let own = ((width - ACROSS * (columns - 1) as f64) / columns as f64).floor();
        let mut panels = self.panels(own, head.is_some())?;
        self.renumber(&mut panels);
        let mut panels = panels.into_iter();
        let head_high = head.as_ref().map_or(0.0, |head| head.height);
        let mut top = if head_high > 0.0 {
            head_high + 14.0
        } else {
            0.0
        };
        let mut placed = Vec::new();
        let mut focused = Vec::new();
        let rule = match self.focus.contains(&true) {
            true => RULE * 2.0,
            false => 0.0,
        };
        for (names, focus) in self.names.chunks(columns).zip(self.focus.chunks(columns)) {
            let in_focus = focus.iter().enumerate().filter(|(_, focus)| **focus);
            focused.extend(in_focus.map(|(at, _)| (at as f64 * (own + ACROSS), top)));
            top += rule;
            let headings: Vec<Vec<String>> =
                names.iter().map(|name| wrap(name, own, HEADING)).collect();
            let lines = headings.iter().map(Vec::len).max().unwrap_or(0) as f64;
            let under = top + lines * HEADING.line() + UNDER;
            let row: Vec<Sheet> = panels.by_ref().take(columns).collect();
            let high = row.iter().map(|sheet| sheet.height).fold(0.0, f64::max);
            for (at, (heading, sheet)) in headings.into_iter().zip(row).enumerate() {
                let x = at as f64 * (own + ACROSS);
                let lower = (lines - heading.len() as f64) * HEADING.line();
                placed.push((heading, (x, top + lower), sheet, (x, under)));
            }
            top = under + high + DOWN;
        }
        let mut surface = Surface::new(width, top - DOWN);
        for (x, top) in focused {
            surface.rectangle(Role::Focus(0).area(), x, top, own, RULE);
        }
        for (heading, (x, top), _, _) in &placed {
            surface.label(Label {
                lines: heading,
                x: *x,
                top: *top,
                anchor: Anchor::Start,
                font: HEADING,
                ink: Ink::Text,
            });
        }
        if let Some(head) = head {
            surface.embed(head, (0.0, 0.0));
        }
        for (_, _, sheet, at) in placed {
            surface.embed(sheet, at);
        }
        Some(surface.finish())
    }
}

impl Chart for Facets<'_> {
    /// As many columns as leave room for every label.
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let mut columns = self.most(room.width);
        loop {
            let sheet = self.lay_out(room.width, columns)?;
            if sheet.unplaced.is_empty() || columns == 1 {
                return Some(sheet);
            }
            columns -= 1;
        }
    }

    fn head(&self, _width: f64) -> Sheet {
        Sheet::default()
    }

    fn describe(&self) -> Words {
        let words: Vec<Words> = self.charts.iter().map(|chart| chart.describe()).collect();
        let panels = count(words.len(), "panel", "panels");
        let names = describe::list(&self.names);
        let kind = words.first().map_or("", |words| words.kind.as_str());
        let rest = words.iter().zip(&self.names);
        let rest = rest.filter(|_| words.len() <= TOLD);
        let rest = rest.map(|(words, name)| match words.rest.strip_prefix("It ") {
            Some(told) => Some(format!("{name} {told}")),
            None => Some(format!("{name}: {}", words.rest)),
        });
        let compared = words.iter().find_map(|words| words.compared.clone());
        let compared = compared.map(|told| format!("In each panel: {told}"));
        let ends = [self.ends(&words), self.focus_in_words()];
        Words {
            kind: format!("{panels}, one for each {}: {names}", self.title),
            size: String::new(),
            rest: describe::sentences(
                [Some(format!("Each panel, on the same scale: {kind}."))]
                    .into_iter()
                    .chain(ends)
                    .chain([compared])
                    .chain(rest),
            ),
            compared: None,
            ends: None,
        }
    }

    fn summary(&self) -> Option<Summary> {
        let summaries = self.charts.iter().map(|chart| chart.summary());
        let summaries: Vec<Summary> = summaries.collect::<Option<_>>()?;
        let columns = summaries.first()?.columns.clone();
        let rows = summaries.into_iter().zip(&self.names);
        let rows = rows.flat_map(|(summary, name)| {
            let named = |mut row: Vec<String>| {
                row.insert(0, (*name).to_string());
                row
            };
            summary.rows.into_iter().map(named).collect::<Vec<_>>()
        });
        Some(Summary {
            columns: std::iter::once(Column::words(&self.title))
                .chain(columns)
                .collect(),
            rows: rows.collect(),
        })
    }
}

impl Facets<'_> {
    fn focus_in_words(&self) -> Option<String> {
        let names = self.names.iter().zip(&self.focus);
        let names: Vec<&str> = names.filter(|(_, focus)| **focus).map(|it| *it.0).collect();
        (!names.is_empty()).then(|| format!("In focus: {}.", describe::list(&names)))
    }

    /// `Highest: A in North East (88); lowest: B in London (52).`
    fn ends(&self, words: &[Words]) -> Option<String> {
        type Ends<'t> = Option<(&'t Told, &'t str)>;
        let told = words.iter().zip(&self.names);
        let told = told.filter_map(|(words, name)| Some((words.ends.as_ref()?, *name)));
        let (mut highest, mut lowest): (Ends<'_>, Ends<'_>) = (None, None);
        for ((high, low), panel) in told {
            if highest.is_none_or(|(most, _)| high.number > most.number) {
                highest = Some((high, panel));
            }
            if lowest.is_none_or(|(least, _)| low.number < least.number) {
                lowest = Some((low, panel));
            }
        }
        let say = |(told, panel): (&Told, &str)| match told.name.as_str() {
            "" => format!("{panel} ({})", told.shown),
            name => format!("{name} in {panel} ({})", told.shown),
        };
        Some(format!(
            "Highest: {}; lowest: {}.",
            say(highest?),
            say(lowest?)
        ))
    }
}
