//! The values of a chart: categories by series, each with its one point, checked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cut::Cut;
use super::ink::Role;
use super::refusals::{
    Crowded, check_names, crowded, has_rows, mixed_units, stated_order, too_many,
};
use super::scale::position;
use super::text::clean;
use crate::diag::Diagnostic;
use crate::model::{Cell, Dataset, Field, FieldId, Marker, Reference, Value};
use crate::source::Spanned;

/// How many series one chart can tell apart (Analysis Function guidance on charts).
pub(crate) const MOST_SERIES: usize = 4;

/// A category or a series.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// What the chart shows.
    pub label: String,
    /// What the data says, as `focus` and `reference` name it.
    pub published: String,
    /// The part it plays.
    pub role: Role,
}

/// What stands at a category and a series.
#[derive(Debug, Clone)]
pub(crate) enum Point {
    /// A value.
    Value(Measured),
    /// No value, and the mark that says why.
    Missing(Marker),
    /// No row.
    Absent,
}

/// A value with its interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// The exact value.
    pub number: Decimal,
    /// The value as a position.
    pub at: f64,
    /// Lower and upper end of its interval.
    pub interval: Option<(Decimal, Decimal)>,
}

impl Point {
    /// The value, if there is one.
    pub(crate) fn value(&self) -> Option<&Measured> {
        match self {
            Point::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What to print where there is no value.
    pub(crate) fn gap(&self) -> Option<String> {
        match self {
            Point::Value(_) => None,
            Point::Missing(marker) if marker.symbol.is_empty() => Some(clean(&marker.meaning)),
            Point::Missing(marker) => Some(clean(&marker.symbol)),
            Point::Absent => Some("no data".to_string()),
        }
    }

    /// What to say where there is no value.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Point::Value(_) => None,
            Point::Missing(marker) => Some(&marker.meaning),
            Point::Absent => Some("no data"),
        }
    }
}

/// The values of a chart.
#[derive(Debug)]
pub(crate) struct Grid {
    /// The categories in the order of the rows.
    pub categories: Vec<Name>,
    /// Their cells in the data, one for each category.
    pub cells: Vec<Value>,
    /// The series in the order of the rows, the reference last; one without a name where the
    /// figure has no `color`.
    pub series: Vec<Name>,
    /// The points, by category and series.
    pub points: Vec<Vec<Point>>,
    /// The rows of the dataset they stand in, likewise.
    pub rows: Vec<Vec<Option<usize>>>,
    /// Whether the figure has a `color`.
    pub has_series: bool,
    /// The numbers of all panels, by field where the series are fields, else all together.
    pub numbers: Vec<Vec<Decimal>>,
    /// The least and the greatest position in all panels, intervals included.
    pub ends: Option<(f64, f64)>,
}

/// Which fields a grid is read from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The categories.
    pub category: FieldId,
    /// The numbers.
    pub number: FieldId,
    /// The series.
    pub series: Option<FieldId>,
    /// The ends of the intervals.
    pub interval: Option<(FieldId, FieldId)>,
    /// How many series the chart can tell apart.
    pub most: usize,
    /// Whether all panels have the same categories, however few they have in common.
    pub on_one_axis: bool,
}

impl Fields {
    /// The fields of a figure with this category and number. A series field that repeats the
    /// category adds nothing and is left out.
    pub(crate) fn new(figure: &Cut<'_>, category: FieldId, number: FieldId) -> Fields {
        let color = figure.channels.color.as_ref().map(|id| id.value);
        let color = color.or(figure.beside);
        let interval = figure.channels.interval.as_ref();
        Fields {
            category,
            number,
            series: color.filter(|id| *id != category),
            interval: interval.map(|(low, high)| (low.value, high.value)),
            most: MOST_SERIES,
            on_one_axis: false,
        }
    }
}

/// Names in the order of their first appearance.
#[derive(Default)]
struct Names<'a> {
    places: BTreeMap<Cow<'a, str>, usize>,
    names: Vec<Name>,
    cells: Vec<Value>,
    /// Where the last one was found.
    last: usize,
}

impl<'a> Names<'a> {
    fn of(rows: &[usize], dataset: &'a Dataset, id: FieldId) -> Names<'a> {
        let mut names = Names::default();
        let field = dataset.field(id);
        for row in rows {
            let cell = dataset.cell(*row, id);
            names.place(cell, field);
        }
        names
    }

    fn len(&self) -> usize {
        self.names.len()
    }

    /// The categories for which a chart has a place: those of all panels where most panels have
    /// most of them, else its own.
    fn categories(figure: &Cut<'_>, dataset: &'a Dataset, fields: Fields) -> Names<'a> {
        let of = |rows: &[usize]| Names::of(rows, dataset, fields.category);
        let all = of(figure.all());
        if !figure.is_panel() || fields.on_one_axis {
            return all;
        }
        // Of all places in all panels, two in three are taken; of nested categories it is one in
        // as many as there are panels.
        let taken: usize = figure.panels.iter().map(|rows| of(rows).len()).sum();
        let alike = taken * 3 >= all.len() * figure.panels.len() * 2;
        if alike { all } else { of(figure.rows) }
    }

    /// The series for which a chart has a place: those of all panels where they can be told apart,
    /// so that a colour means the same in each, else its own.
    fn series(figure: &Cut<'_>, dataset: &'a Dataset, fields: Fields) -> Names<'a> {
        let Some(id) = fields.series else {
            let unnamed = Name {
                label: String::new(),
                published: String::new(),
                role: Role::Series(0),
            };
            return Names {
                names: vec![unnamed],
                ..Names::default()
            };
        };
        let all = Names::of(figure.all(), dataset, id);
        if all.len() <= fields.most && figure.beside.is_none() {
            return all;
        }
        let mut own = Names::of(figure.rows, dataset, id);
        if figure.beside.is_some() {
            // The heading of the panel names it.
            for name in &mut own.names {
                if Some(&name.published) == figure.own.as_ref() {
                    name.label.clear();
                }
            }
        }
        own
    }

    fn place(&mut self, cell: &'a Cell, field: &Field) -> usize {
        let published = cell.value.published();
        let is_at = |place: usize| {
            let name = self.names.get(place);
            name.is_some_and(|name| name.published == published)
        };
        // Rows come in an order: the name is mostly that of the row before, or the next.
        let next = self.last + 1;
        let near = [self.last, if next < self.names.len() { next } else { 0 }];
        let near = near.into_iter().find(|place| is_at(*place));
        if let Some(place) = near.or_else(|| self.places.get(&published).copied()) {
            self.last = place;
            return place;
        }
        let label = match &cell.value {
            Value::Text(text) => clean(text),
            Value::Missing(marker) if marker.symbol.is_empty() => clean(&marker.meaning),
            value => clean(&value.shown(field)),
        };
        let place = self.names.len();
        self.last = place;
        self.cells.push(cell.value.clone());
        self.names.push(Name {
            label,
            published: published.to_string(),
            role: Role::Series(0),
        });
        self.places.insert(published, place);
        place
    }
}

impl Grid {
    /// Reads the rows of a figure and gives focus and reference their parts. `None` where what the
    /// data holds cannot be drawn; the reasons are added to `diagnostics`.
    pub(crate) fn read(
        figure: &Cut<'_>,
        dataset: &Dataset,
        fields: Fields,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Grid> {
        let before = diagnostics.len();
        let mut grid = Grid::collect(figure, dataset, fields, diagnostics)?;
        grid.order_series(&figure.channels.order, diagnostics);
        grid.assign_roles(figure, diagnostics);
        (diagnostics.len() == before).then_some(grid)
    }

    /// Reads the rows of a figure. `None` only where there are none.
    pub(crate) fn collect<'a>(
        figure: &Cut<'_>,
        dataset: &'a Dataset,
        fields: Fields,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Grid> {
        if !has_rows(figure, diagnostics) {
            return None;
        }
        let mut categories = Names::categories(figure, dataset, fields);
        let mut series = Names::series(figure, dataset, fields);
        let mut found = Vec::with_capacity(figure.rows.len());
        for &row in figure.rows {
            let name = |names: &mut Names<'a>, id: FieldId| {
                names.place(dataset.cell(row, id), dataset.field(id))
            };
            let category = name(&mut categories, fields.category);
            let place = fields.series.map_or(0, |id| name(&mut series, id));
            found.push((category, place, row));
        }
        let mut rows = vec![vec![None; series.len()]; categories.len()];
        let mut taken = Crowded::default();
        for (category, place, row) in found {
            if let Some(first) = rows[category][place].replace(row) {
                taken.add(first, row);
            }
        }
        diagnostics.extend(crowded(figure, dataset, fields, &taken));
        let has_series = fields.series.is_some();
        if series.names.len() > fields.most {
            let span = figure.channels.color.as_ref().map(|color| color.span);
            diagnostics.push(too_many(figure, span, series.names.len(), fields.most));
        }
        one_unit(figure, dataset, fields, diagnostics);
        Some(Grid {
            points: points(dataset, fields, &rows),
            rows,
            categories: categories.names,
            cells: categories.cells,
            series: series.names,
            has_series,
            numbers: vec![numbers(figure, dataset, fields.number)],
            ends: ends(figure, dataset, fields),
        })
    }

    /// The values that are there, with their category and series.
    pub(crate) fn values(&self) -> impl Iterator<Item = (usize, usize, &Measured)> {
        self.points.iter().enumerate().flat_map(|(category, row)| {
            row.iter().enumerate().filter_map(move |(series, point)| {
                point.value().map(|value| (category, series, value))
            })
        })
    }

    /// Every number of all panels.
    pub(crate) fn all_numbers(&self) -> impl Iterator<Item = Decimal> {
        self.numbers.iter().flatten().copied()
    }

    /// The least and the greatest position in all panels, intervals included; 0 and 1 without any
    /// value.
    pub(crate) fn extent(&self) -> (f64, f64) {
        self.ends.unwrap_or((0.0, 1.0))
    }

    /// Takes in the numbers of another grid, whose series stand beside these.
    pub(crate) fn widen(&mut self, other: &mut Grid) {
        self.numbers.append(&mut other.numbers);
        self.ends = match (self.ends, other.ends) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
    }

    /// The extent, with a numeric reference in it.
    pub(crate) fn extent_with(&self, rule: Option<&(f64, String)>) -> (f64, f64) {
        let (low, high) = self.extent();
        match rule {
            Some((at, _)) => (low.min(*at), high.max(*at)),
            None => (low, high),
        }
    }

    /// The part that the point of a category and a series plays.
    pub(crate) fn role(&self, category: usize, series: usize) -> Role {
        if self.has_series {
            return self.series[series].role;
        }
        match self.categories[category].role {
            Role::Series(_) => Role::Series(0),
            role => role,
        }
    }

    /// Gives focus and reference their parts, the reference its place at the end.
    pub(crate) fn assign_roles(&mut self, figure: &Cut<'_>, diagnostics: &mut Vec<Diagnostic>) {
        check_names(figure, diagnostics, || {
            let names = self.categories.iter().chain(&self.series);
            names
                .flat_map(|name| [name.published.as_str(), name.label.as_str()])
                .filter(|name| !name.is_empty())
                .collect()
        });
        let reference = match &figure.reference {
            Some(Reference::Value(name)) => Some(name.value.clone()),
            Some(Reference::Number(number)) => self.year(&number.value.to_string()),
            None => None,
        };
        let reference = reference.as_deref();
        let focus: Vec<&str> = figure
            .focus
            .iter()
            .map(|name| name.value.as_str())
            .collect();
        // Grey is what all panels are compared with, where they are: the others keep their colour.
        let compared = figure.beside.is_some() && reference.is_some();
        let elsewhere = figure.focus_elsewhere && !compared;
        assign(&mut self.categories, &focus, reference, elsewhere);
        if self.has_series {
            assign(&mut self.series, &focus, reference, elsewhere);
            if figure.channels.order.is_empty() {
                self.move_reference_last();
            }
        }
    }

    /// Whether a category or series is what the others are compared with.
    pub(crate) fn has_reference(&self) -> bool {
        let mut names = self.categories.iter().chain(&self.series);
        names.any(|name| name.role == Role::Reference)
    }

    /// The category of a year, such as `2019`: as a reference it names the year, and no value.
    fn year(&self, number: &str) -> Option<String> {
        let named = self.categories.iter().zip(&self.cells);
        named
            .filter(|(_, cell)| matches!(cell, Value::Year(_) | Value::Text(_)))
            .map(|(name, _)| &name.published)
            .find(|published| *published == number)
            .cloned()
    }

    /// Brings the series into the order that the figure states.
    fn order_series(&mut self, order: &[Spanned<String>], diagnostics: &mut Vec<Diagnostic>) {
        if order.is_empty() || !self.has_series {
            return;
        }
        let places = stated_order(&self.series, order, diagnostics);
        if places.len() == self.series.len() {
            self.arrange(&places);
        }
    }

    /// Gives the series steps from little to much, as far apart as their number allows.
    pub(crate) fn grade(&mut self) {
        let count = self.series.len();
        for (place, name) in self.series.iter_mut().enumerate() {
            if let Role::Series(_) = name.role {
                // Two take the ends, three leave out the second step.
                let step = if place + 1 == count { 3 } else { place };
                name.role = Role::Step(if count == 3 && place == 1 { 2 } else { step });
            }
        }
    }

    /// Puts the series that stand at `places` one after the other.
    pub(crate) fn arrange(&mut self, places: &[usize]) {
        self.series = places.iter().map(|at| self.series[*at].clone()).collect();
        for row in &mut self.points {
            *row = places.iter().map(|at| row[*at].clone()).collect();
        }
        for row in &mut self.rows {
            *row = places.iter().map(|at| row[*at]).collect();
        }
    }

    /// The category that is compared with stands last, apart from the order of the others.
    pub(crate) fn move_reference_category_last(&mut self) {
        let reference = |name: &Name| name.role == Role::Reference;
        if let Some(place) = self.categories.iter().position(reference) {
            self.categories[place..].rotate_left(1);
            self.cells[place..].rotate_left(1);
            self.points[place..].rotate_left(1);
            self.rows[place..].rotate_left(1);
        }
    }

    /// What is compared with stands last, whatever the order of the rows.
    fn move_reference_last(&mut self) {
        let reference = |name: &Name| name.role == Role::Reference;
        if let Some(place) = self.series.iter().position(reference) {
            let last = self.series.remove(place);
            self.series.push(last);
            for row in &mut self.points {
                let last = row.remove(place);
                row.push(last);
            }
            for row in &mut self.rows {
                let last = row.remove(place);
                row.push(last);
            }
        }
    }
}

/// The numbers of a field in all panels.
fn numbers(figure: &Cut<'_>, dataset: &Dataset, field: FieldId) -> Vec<Decimal> {
    let all = figure.all().iter();
    all.filter_map(|row| dataset.cell(*row, field).value.number())
        .collect()
}

/// The least and the greatest position in all panels, with the intervals of values.
fn ends(figure: &Cut<'_>, dataset: &Dataset, fields: Fields) -> Option<(f64, f64)> {
    let number = |row: usize, field: FieldId| dataset.cell(row, field).value.number();
    let mut ends = figure.all().iter().flat_map(|row| {
        let value = number(*row, fields.number);
        let interval = value
            .zip(fields.interval)
            .and_then(|(_, (low, high))| number(*row, low).zip(number(*row, high)));
        let interval = interval.map(|(low, high)| [low, high]);
        value.into_iter().chain(interval.into_iter().flatten())
    });
    let first = position(ends.next()?);
    Some(ends.map(position).fold((first, first), |(low, high), at| {
        (low.min(at), high.max(at))
    }))
}

fn points(dataset: &Dataset, fields: Fields, rows: &[Vec<Option<usize>>]) -> Vec<Vec<Point>> {
    let number = |row: usize, field: FieldId| dataset.cell(row, field).value.number();
    let point = |row: usize| match &dataset.cell(row, fields.number).value {
        Value::Missing(marker) => Point::Missing(marker.as_ref().clone()),
        value => match value.number() {
            None => Point::Absent,
            Some(found) => Point::Value(Measured {
                number: found,
                at: position(found),
                interval: fields
                    .interval
                    .and_then(|(low, high)| number(row, low).zip(number(row, high))),
            }),
        },
    };
    let of_category = |rows: &Vec<Option<usize>>| {
        let points = rows.iter().map(|row| row.map_or(Point::Absent, point));
        points.collect()
    };
    rows.iter().map(of_category).collect()
}

/// Gives each name its part: focus, reference, or one of the series. Where what is in focus stands in
/// another panel, nothing here does.
fn assign(names: &mut [Name], focus: &[&str], reference: Option<&str>, elsewhere: bool) {
    let is = |name: &Name, word: &str| name.published == word || name.label == word;
    let focused = |name: &Name| focus.iter().any(|word| is(name, word));
    let any_focus = elsewhere || names.iter().any(focused);
    let (mut series, mut foci, mut muted) = (0, 0, 0);
    let next = |count: &mut usize| {
        *count += 1;
        *count - 1
    };
    for name in names {
        name.role = if reference.is_some_and(|word| is(name, word)) {
            Role::Reference
        } else if focused(name) {
            Role::Focus(next(&mut foci))
        } else if any_focus {
            Role::Muted(next(&mut muted))
        } else {
            Role::Series(next(&mut series))
        };
    }
}

/// The ends of an interval are measured as the value is.
fn one_unit(
    figure: &Cut<'_>,
    dataset: &Dataset,
    fields: Fields,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some((low, high)) = &figure.channels.interval else {
        return;
    };
    for end in [low, high] {
        mixed_units(dataset, fields.number, end, diagnostics);
    }
}
