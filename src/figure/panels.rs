//! The panels of a figure: which rows stand in each, and what all of them are compared with.

use std::collections::BTreeMap;

use super::cut::Cut;
use super::text::clean;
use crate::diag::{Diagnostic, code};
use crate::model::{Dataset, FieldId, Figure, Reference, Value};
use crate::source::Spanned;

/// More panels than this nobody compares (all 33 boroughs of London have room).
const MOST: usize = 36;

/// The panels of a figure.
pub(crate) struct Panels {
    pub(super) field: FieldId,
    /// The value of each, as published and as it is shown.
    pub(super) names: Vec<(String, String)>,
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
    pub(super) fn focus(&self, figure: &Figure) -> Vec<bool> {
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
    (value.published().into_owned(), clean(&shown))
}

/// Whether any cell of a row is a word.
fn says(dataset: &Dataset, row: usize, word: &str) -> bool {
    let cells = dataset.rows[row].cells.iter().zip(&dataset.fields);
    let mut values = cells.map(|(cell, field)| (&cell.value, field));
    values.any(|(value, field)| value.published() == word || value.shown(field) == word)
}

/// Whether what panels are compared with can be a series of the figure.
pub(super) fn compares(figure: &Figure) -> bool {
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

/// Reports a panel in focus of a mark that emphasises what is in the panels.
pub(super) fn cannot_emphasise(figure: &Figure, panels: &Panels) -> Vec<Diagnostic> {
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
