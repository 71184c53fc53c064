//! Small multiples: a figure cut into panels, one for each value of a field, and the panels put
//! together on one sheet.
//!
//! A mark prepares and draws each panel as it would a chart by itself. What they have in common it
//! takes from the [`Cut`] (ends of scales, classes, series) and from the [`Room`] (margins); key and
//! words at the axis stand once over all of them where they are the same.

use std::collections::BTreeMap;

use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe::{self, count};
use super::ink::{Ink, Role};
use super::metrics::Font;
use super::refusals;
use super::room::{Panel, Room, Sides};
use super::rows::WIDE;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::summary::{Column, Summary};
use super::text::{clean, wrap};
use super::words::{Told, Words};
use crate::diag::{Diagnostic, code};
use crate::model::{Dataset, FieldId, Figure, Reference, Value};
use crate::source::Spanned;

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

/// More panels than this nobody compares (all 33 boroughs of London have room).
const MOST: usize = 36;
/// Up to how many panels the description tells of each.
const TOLD: usize = 12;
/// The room between panels, across and down, and under a heading, in px.
const ACROSS: f64 = 26.0;
const DOWN: f64 = 22.0;
const UNDER: f64 = 6.0;
/// The height of the rule over a panel in focus in px.
const RULE: f64 = 4.0;
const HEADING: Font = Font::STRONG;

/// The panels of a figure.
pub(crate) struct Panels {
    field: FieldId,
    /// The value of each, as published and as it is shown.
    names: Vec<(String, String)>,
    rows: Vec<Vec<usize>>,
    /// Whether the series are the panel's own and what it is compared with.
    beside: bool,
    /// Whether what all are compared with is the last panel, so that no other shows it.
    last: bool,
}

/// What all panels are compared with.
enum Compared {
    Nothing,
    /// Rows that stand in every panel.
    Rows(Vec<usize>),
    /// Rows that are a series of their own in every panel.
    Series(Vec<usize>),
    /// A panel that stands last.
    Panel(String),
}

impl Panels {
    /// The panels in the order of the rows; what they are compared with has none of its own where
    /// it can stand in all of them.
    pub(crate) fn of(figure: &Figure, dataset: &Dataset, field: FieldId) -> Panels {
        let compared = compared(figure, dataset, field);
        let (everywhere, last): (&[usize], Option<&str>) = match &compared {
            Compared::Nothing => (&[], None),
            Compared::Rows(rows) | Compared::Series(rows) => (rows, None),
            Compared::Panel(name) => (&[], Some(name)),
        };
        let is_everywhere = |row: &usize| everywhere.binary_search(row).is_ok();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut names: Vec<(String, String)> = Vec::new();
        for row in figure.rows.iter().filter(|row| !is_everywhere(row)) {
            let name = name(dataset, *row, field);
            if !places.contains_key(&name.0) {
                places.insert(name.0.clone(), names.len());
                names.push(name);
            }
        }
        let mut rows: Vec<Vec<usize>> = vec![Vec::new(); names.len()];
        for row in &figure.rows {
            if is_everywhere(row) {
                rows.iter_mut().for_each(|panel| panel.push(*row));
            } else if let Some(at) = places.get(&name(dataset, *row, field).0) {
                rows[*at].push(*row);
            }
        }
        let is_last = |it: &(String, String)| last.is_some_and(|last| it.0 == last || it.1 == last);
        if let Some(at) = names.iter().position(is_last) {
            names[at..].rotate_left(1);
            rows[at..].rotate_left(1);
        }
        let named = |focus: &Spanned<String>| {
            let mut names = names.iter();
            names.any(|name| name.0 == focus.value || name.1 == focus.value)
        };
        let beside = matches!(compared, Compared::Series(_))
            || compares(figure) && figure.focus.iter().any(named);
        Panels {
            field,
            names,
            rows,
            beside,
            last: last.is_some(),
        }
    }

    /// Reports more panels than can be compared.
    pub(crate) fn too_many(&self, figure: &Figure) -> Option<Diagnostic> {
        let facet = figure.channels.facet.as_ref()?;
        let panels = self.names.len();
        let message = format!("figure `{}` has {panels} panels", figure.name);
        let found = Diagnostic::error(&code::TOO_MANY_PANELS, facet.span, message);
        let help = format!("choose at most {MOST} with `where`, or a field of fewer values");
        (panels > MOST).then(|| found.help(help))
    }

    /// Which panels are in focus.
    fn focus(&self, figure: &Figure) -> Vec<bool> {
        let named = |name: &(String, String)| {
            let mut focus = figure.focus.iter();
            compares(figure) && focus.any(|it| it.value == name.0 || it.value == name.1)
        };
        self.names.iter().map(named).collect()
    }

    /// What each panel is drawn from.
    pub(crate) fn cuts<'a>(&'a self, figure: &'a Figure, dataset: &Dataset) -> Vec<Cut<'a>> {
        let shown = |panel: usize, word: &str| {
            let mut rows = self.rows[panel].iter();
            rows.any(|row| says(dataset, *row, word))
        };
        let panels = 0..self.names.len();
        // What no panel shows is left to each of them to report.
        let wanted = |panel: usize, word: &str| {
            shown(panel, word) || !panels.clone().any(|panel| shown(panel, word))
        };
        let cut = |panel: usize| {
            let focus = figure.focus.iter();
            let focus: Vec<Spanned<String>> = focus
                .filter(|name| wanted(panel, &name.value))
                .cloned()
                .collect();
            let reference = figure.reference.clone().filter(|it| match it {
                Reference::Value(_) if self.last => false,
                Reference::Value(name) => wanted(panel, &name.value),
                Reference::Number(_) => true,
            });
            let mut cut = Cut::whole(figure);
            cut.rows = &self.rows[panel];
            cut.panels = &self.rows;
            cut.focus_elsewhere = focus.is_empty() && !figure.focus.is_empty();
            cut.focus = focus;
            cut.reference = reference;
            cut.own = Some(self.names[panel].0.clone());
            cut.beside = self.beside.then_some(self.field);
            cut
        };
        panels.clone().map(cut).collect()
    }
}

/// The value of a panel, as published and as it is shown.
fn name(dataset: &Dataset, row: usize, field: FieldId) -> (String, String) {
    let value = &dataset.cell(row, field).value;
    let shown = match value {
        Value::Missing(marker) => format!("{} {}", marker.symbol, marker.meaning),
        value => value.shown(dataset.field(field)),
    };
    (value.published(), clean(&shown))
}

/// Whether any cell of a row is a word.
fn says(dataset: &Dataset, row: usize, word: &str) -> bool {
    let cells = dataset.rows[row].cells.iter().zip(&dataset.fields);
    let mut values = cells.map(|(cell, field)| (&cell.value, field));
    values.any(|(value, field)| value.published() == word || value.shown(field) == word)
}

/// Whether what panels are compared with can be a series of the figure.
fn compares(figure: &Figure) -> bool {
    let channels = &figure.channels;
    let can = figure.mark.faceting.is_some_and(|how| how.compares);
    can && channels.color.is_none() && channels.bin.is_none()
}

fn compared(figure: &Figure, dataset: &Dataset, field: FieldId) -> Compared {
    let Some(Reference::Value(word)) = &figure.reference else {
        return Compared::Nothing;
    };
    let word = word.value.as_str();
    let channels = &figure.channels;
    let is = |row: usize, id: FieldId| {
        let value = &dataset.cell(row, id).value;
        value.published() == word || value.shown(dataset.field(id)) == word
    };
    let named = |row: &usize| {
        let mut fields = channels.x.iter().chain(&channels.y).chain(&channels.color);
        fields.any(|id| is(*row, id.value))
    };
    let of_panel = |row: &usize| is(*row, field);
    let nowhere = |row: &usize| matches!(dataset.cell(*row, field).value, Value::Missing(_));
    let mut rows: Vec<usize> = figure
        .rows
        .iter()
        .copied()
        .filter(|row| of_panel(row) || nowhere(row) && named(row))
        .collect();
    rows.sort_unstable();
    if rows.is_empty() || rows.len() == figure.rows.len() {
        Compared::Nothing
    } else if rows.iter().any(named) {
        Compared::Rows(rows)
    } else if compares(figure) {
        Compared::Series(rows)
    } else {
        Compared::Panel(word.to_string())
    }
}

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
                && other.message == one.message
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

/// Reports a panel in focus of a mark that emphasises what is in the panels.
fn cannot_emphasise(figure: &Figure, panels: &Panels) -> Vec<Diagnostic> {
    let is = |name: &&Spanned<String>| {
        let mut names = panels.names.iter();
        names.any(|it| it.0 == name.value || it.1 == name.value)
    };
    let named = figure.focus.iter().filter(is);
    let report = |name: &Spanned<String>| {
        let message = format!(
            "`focus` names the panel `{}`, and `{}` emphasises what is in a panel",
            name.value, figure.mark.name
        );
        Diagnostic::error(&code::NOT_IN_FIGURE, name.span, message)
            .help("name what the panels show, or put the panel first with `sort`")
    };
    named.map(report).collect()
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
