//! Values and their areas: what a figure of areas shows, read and checked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::classes::Classes;
use super::matching;
use crate::diag::{Diagnostic, code, has_errors};
use crate::figure::cut::Cut;
use crate::figure::grid::{Measured, Point};
use crate::figure::ink::Ink;
use crate::figure::refusals::{Crowded, check_names, has_rows};
use crate::figure::scale::{Quantity, position};
use crate::figure::text::clean;
use crate::model::{
    Area, Classing, Dataset, FieldId, FieldType, Figure, Ground, Reference, Shape, Value,
};

/// An area of a figure with what is known of it.
pub(crate) struct Place {
    /// Its name, for readers.
    pub name: String,
    /// Its row in the dataset, where it has one, and its code there.
    pub row: Option<usize>,
    pub code: Option<String>,
    /// Where it is.
    pub area: Arc<Area>,
    /// Its value, or why there is none.
    pub point: Point,
    /// Its class, where it has a value.
    pub class: Option<usize>,
    /// Whether it is in focus.
    pub focus: bool,
    /// Whether it belongs to another panel, and is drawn here only to show where the others lie.
    pub elsewhere: bool,
}

/// The areas of a figure.
pub(crate) struct Places<'a> {
    /// The areas, in the order of their file.
    pub places: Vec<Place>,
    /// What is measured.
    pub quantity: Quantity<'a>,
    /// The classes; none where no area has a value.
    pub classes: Option<Classes>,
    /// What the values are compared with, and its name where it is one of the rows.
    pub midpoint: Option<(Decimal, Option<String>)>,
    /// Whether the key holds for several panels, and then whether any of them has an area without a
    /// value.
    pub panels: Option<bool>,
}

/// An area with its row.
pub(super) struct Matched {
    pub(super) area: Arc<Area>,
    /// Its row in this chart.
    pub(super) row: Option<usize>,
    /// Whether it belongs to another panel.
    pub(super) elsewhere: bool,
}

/// What a figure of areas reads.
pub(super) struct Source<'a> {
    pub(super) figure: &'a Cut<'a>,
    pub(super) dataset: &'a Dataset,
    pub(super) ground: &'a Ground,
    /// The field of the codes.
    pub(super) key: FieldId,
    /// The field of the values.
    number: FieldId,
    /// The field of the names, where the dataset has one.
    pub(super) name: Option<FieldId>,
    /// The rows by code, what they are compared with left out.
    pub(super) rows: BTreeMap<String, usize>,
    /// The first row of each code in all panels, likewise.
    pub(super) codes: BTreeMap<String, usize>,
    /// Whether each area belongs to one panel alone.
    pub(super) nested: bool,
}

impl<'a> Source<'a> {
    fn new(
        figure: &'a Cut<'a>,
        dataset: &'a Dataset,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Source<'a>> {
        let ground = figure.channels.ground.as_ref()?;
        let key = ground.key.as_ref()?.value;
        let number = figure.channels.color.as_ref()?.value;
        if !has_rows(figure, diagnostics) {
            return None;
        }
        let mut source = Source {
            figure,
            dataset,
            ground,
            key,
            number,
            name: name_field(figure, dataset, key),
            rows: BTreeMap::new(),
            codes: BTreeMap::new(),
            nested: false,
        };
        let reference = source.reference_row();
        let mut taken = Crowded::default();
        for &row in figure.rows.iter().filter(|row| Some(**row) != reference) {
            let code = source.text(row, key);
            if let Some(first) = source.rows.insert(code, row) {
                taken.add(first, row);
            }
        }
        diagnostics.extend(crowded(&source, &taken));
        source.codes = source.rows.clone();
        for &row in figure.all().iter().filter(|row| Some(**row) != reference) {
            let code = source.text(row, key);
            source.codes.entry(code).or_insert(row);
        }
        let of = |rows: &Vec<usize>| {
            let codes: BTreeSet<String> = rows.iter().map(|row| source.text(*row, key)).collect();
            codes.len()
        };
        let taken: usize = figure.panels.iter().map(of).sum();
        source.nested = figure.panels.len() > 1 && taken == source.codes.len();
        Some(source)
    }

    /// What a cell says.
    pub(super) fn text(&self, row: usize, field: FieldId) -> String {
        let text = self.dataset.cell(row, field).value.published();
        text.trim().to_string()
    }

    /// The name of a row: that of its area, or its code.
    pub(super) fn name(&self, row: usize) -> Option<String> {
        let name = self.text(row, self.name?);
        (!name.is_empty()).then(|| clean(&name))
    }

    /// The row that the others are compared with: one that the reference names.
    fn reference_row(&self) -> Option<usize> {
        let Some(Reference::Value(name)) = &self.figure.reference else {
            return None;
        };
        let is_it = |row: &usize| {
            self.text(*row, self.key) == name.value
                || self.name(*row).as_deref() == Some(name.value.as_str())
        };
        self.figure.rows.iter().copied().find(is_it)
    }

    fn point(&self, row: Option<usize>) -> Point {
        let Some(row) = row else { return Point::Absent };
        match &self.dataset.cell(row, self.number).value {
            Value::Missing(marker) => Point::Missing(marker.as_ref().clone()),
            value => value.number().map_or(Point::Absent, |number| {
                Point::Value(Measured {
                    number,
                    at: position(number),
                    interval: None,
                })
            }),
        }
    }

    /// Cells where the dataset itself says in which column and row each area stands.
    fn cells(&self, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Matched>> {
        let channels = &self.figure.channels;
        let (x, y) = (channels.x.first()?.value, channels.y.first()?.value);
        let mut taken: BTreeMap<(i32, i32), usize> = BTreeMap::new();
        let mut cells = Vec::new();
        let mut seen = BTreeSet::new();
        let reference = self.reference_row().map(|row| self.text(row, self.key));
        for row in self.figure.all().iter().copied() {
            let whole = |field: FieldId| {
                let number = self.dataset.cell(row, field).value.number()?;
                let whole = number.fract().is_zero().then(|| number.to_i32())?;
                whole.filter(|number| (0..200).contains(number))
            };
            let code = self.text(row, self.key);
            // An area of several panels has the place that it is first given.
            if Some(&code) == reference.as_ref() || !seen.insert(code.clone()) {
                continue;
            }
            let span = self.dataset.cell(row, x).span;
            let Some(place) = whole(x).zip(whole(y)) else {
                let message = format!("`{code}` has no whole column and row from 0 to 199");
                diagnostics.push(
                    Diagnostic::error(&code::CHANNEL_TYPE, span, message)
                        .help("correct the row, or leave it out with `where`"),
                );
                continue;
            };
            if let Some(first) = taken.insert(place, row) {
                let message = format!("two areas stand at column {} and row {}", place.0, place.1);
                diagnostics.push(
                    Diagnostic::error(&code::DUPLICATE_POINT, span, message)
                        .other(self.dataset.cell(first, x).span, "the first")
                        .help("move one of them to a place of its own"),
                );
            }
            let area = Area {
                span,
                code: Some(code),
                properties: Vec::new(),
                shape: Shape::Cell(place.0, place.1),
            };
            let own = area.code.as_ref().and_then(|code| self.rows.get(code));
            let (row, elsewhere) = (own.copied(), own.is_none() && self.nested);
            cells.push(Matched {
                area: Arc::new(area),
                row,
                elsewhere,
            });
        }
        Some(cells)
    }
}

/// Rows that share an area.
fn crowded(source: &Source<'_>, rows: &Crowded) -> Option<Diagnostic> {
    let area = |row: usize| format!("the area `{}`", source.text(row, source.key));
    let cell = |row: usize| source.dataset.cell(row, source.key).span;
    let found = rows.said(source.figure, "row", area, cell)?;
    Some(found.help("choose one with `where`, such as one year of several"))
}

/// The field that holds names: the first of text beside the key in which no two rows of a panel
/// agree.
pub(crate) fn name_field(figure: &Figure, dataset: &Dataset, key: FieldId) -> Option<FieldId> {
    let fields = (0..dataset.fields.len()).map(FieldId);
    let mut texts = fields.filter(|id| {
        let rate = figure.channels.color.as_ref().map(|color| color.value);
        *id != key && Some(*id) != rate && dataset.field(*id).kind == FieldType::String
    });
    texts.find(|id| {
        let mut seen = BTreeSet::new();
        let facet = figure.channels.facet.as_ref().map(|facet| facet.value);
        if facet == Some(*id) {
            return false;
        }
        let mut rows = figure.rows.iter();
        rows.all(|row| {
            let said = |id: FieldId| dataset.cell(*row, id).value.published();
            seen.insert((facet.map(said), said(*id)))
        })
    })
}

impl<'a> Places<'a> {
    /// Reads the rows of a figure. None where what they hold cannot be drawn, with the reasons
    /// added to `diagnostics`; warnings are added too.
    pub(crate) fn read(
        figure: &'a Cut<'a>,
        dataset: &'a Dataset,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Places<'a>> {
        let mut found = Vec::new();
        let places = Places::read_into(figure, dataset, &mut found);
        let sound = !has_errors(&found);
        diagnostics.extend(found);
        places.filter(|_| sound)
    }

    fn read_into(
        figure: &'a Cut<'a>,
        dataset: &'a Dataset,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Places<'a>> {
        let source = Source::new(figure, dataset, found)?;
        let matched = match &source.ground.areas {
            Some(areas) => matching::matched(&source, areas, found)?,
            None => source.cells(found)?,
        };
        let mut places: Vec<Place> = matched
            .into_iter()
            .map(
                |Matched {
                     area,
                     row,
                     elsewhere,
                 }| Place {
                    elsewhere,
                    name: name(&source, &area, row),
                    row,
                    code: row.map(|row| source.text(row, source.key)),
                    point: source.point(row),
                    class: None,
                    focus: false,
                    area,
                },
            )
            .collect();
        let field = dataset.field(source.number);
        let values = || source.values(&places).into_iter();
        let quantity = Quantity::new(field, figure.decimals, values());
        let midpoint = source.midpoint(&quantity, found);
        let scale = source.ground.scale.as_ref();
        let values: Vec<Decimal> = values().collect();
        let places_shown = limits_places(scale.map(|scale| &scale.value), &midpoint, &quantity);
        let quantity = Quantity {
            places: places_shown,
            ..quantity
        };
        let middle = midpoint.as_ref().map(|(value, _)| *value);
        let scale = scale.map(|scale| &scale.value);
        let classes = Classes::new(&values, quantity.places, scale, middle);
        for place in &mut places {
            let value = place.point.value().map(|value| value.number);
            place.class = value
                .zip(classes.as_ref())
                .map(|(value, it)| it.class(value));
        }
        source.focus(&mut places, found);
        Some(Places {
            panels: figure.is_panel().then(|| source.has_gaps(&places)),
            places,
            quantity,
            classes,
            midpoint,
        })
    }

    /// What an area looks like.
    pub(crate) fn ink(&self, place: &Place) -> Ink {
        match (place.class, &self.classes) {
            (Some(class), Some(classes)) => classes.ink(class),
            _ => Ink::NoData,
        }
    }

    /// Whether an area lies below the midpoint: it is then hatched, so that the two sides differ
    /// without colour.
    pub(crate) fn is_below(&self, place: &Place) -> bool {
        matches!(self.ink(place), Ink::Below1 | Ink::Below2)
    }

    /// The value of an area, or the mark that stands for it.
    pub(crate) fn shown(&self, place: &Place) -> String {
        match place.point.value() {
            Some(value) => self.quantity.show(value.number),
            None => place.point.gap().unwrap_or_default(),
        }
    }

    /// An area and its value.
    pub(crate) fn title(&self, place: &Place) -> String {
        format!("{}: {}", place.name, self.shown(place))
    }
}

impl Source<'_> {
    /// The values that are put into classes: those of the areas, or in a panel those of all panels.
    fn values(&self, places: &[Place]) -> Vec<Decimal> {
        if !self.figure.is_panel() {
            let points = places.iter().filter_map(|place| place.point.value());
            return points.map(|value| value.number).collect();
        }
        let number = |row: &usize| self.dataset.cell(*row, self.number).value.number();
        self.figure.all().iter().filter_map(number).collect()
    }

    /// Whether an area of any panel has no value.
    fn has_gaps(&self, places: &[Place]) -> bool {
        let areas = places.len();
        let valued = |row: &&usize| {
            let value = &self.dataset.cell(**row, self.number).value;
            value.number().is_some()
        };
        if self.nested {
            let nowhere = |place: &Place| place.row.is_none() && !place.elsewhere;
            return places.iter().any(nowhere) || !self.figure.all().iter().all(|row| valued(&row));
        }
        let panels = self.figure.panels.iter();
        panels
            .map(|rows| rows.iter().filter(valued).count())
            .any(|values| values < areas)
    }

    /// What the values are compared with.
    fn midpoint(
        &self,
        quantity: &Quantity<'_>,
        found: &mut Vec<Diagnostic>,
    ) -> Option<(Decimal, Option<String>)> {
        let (value, name, span) = match self.figure.reference.as_ref()? {
            Reference::Number(number) => (number.value, None, number.span),
            Reference::Value(named) if self.figure.is_panel() => {
                let message = "areas in panels are compared with a number that holds for all";
                found.push(
                    Diagnostic::error(&code::CHANNEL_TYPE, named.span, message)
                        .help("write the number as `reference`, or leave it out"),
                );
                return None;
            }
            Reference::Value(named) => {
                let row = self.reference_row()?;
                let value = self.dataset.cell(row, self.number).value.number()?;
                (value, Some(named.value.clone()), named.span)
            }
        };
        if let Some(scale) = &self.ground.scale
            && let Classing::Breaks(limits) = &scale.value
            && !limits.contains(&value)
        {
            found.push(
                Diagnostic::error(
                    &code::BAD_CLASSES,
                    scale.span,
                    format!(
                        "the reference {} is none of the limits",
                        quantity.show(value)
                    ),
                )
                .other(span, "the reference")
                .help("add it to `breaks`, so that classes lie on both of its sides"),
            );
        }
        Some((value, name))
    }

    /// Marks the areas in focus; a name that the figure does not show is reported.
    fn focus(&self, places: &mut [Place], found: &mut Vec<Diagnostic>) {
        let reference = self.reference_row();
        let reference = reference.map(|row| (self.text(row, self.key), self.name(row)));
        check_names(self.figure, found, || {
            let names = places.iter().map(|place| place.name.as_str());
            let codes = self.rows.keys().map(String::as_str);
            let compared = reference
                .iter()
                .flat_map(|(code, name)| std::iter::once(code.as_str()).chain(name.as_deref()));
            names.chain(codes).chain(compared).collect()
        });
        for place in places {
            let is = |name: &str| name == place.name || Some(name) == place.code.as_deref();
            place.focus = self.figure.focus.iter().any(|name| is(&name.value));
        }
    }
}

/// To how many places values are shown: at least those of the limits that the figure gives.
fn limits_places(
    scale: Option<&Classing>,
    midpoint: &Option<(Decimal, Option<String>)>,
    quantity: &Quantity<'_>,
) -> u32 {
    let given: &[Decimal] = match scale {
        Some(Classing::Breaks(limits)) => limits,
        _ => &[],
    };
    let middle = midpoint.as_ref().filter(|(_, name)| name.is_none());
    let all = given.iter().chain(middle.map(|(value, _)| value));
    let places = all.map(|limit| limit.normalize().scale());
    places.max().unwrap_or(0).max(quantity.places).min(10)
}

/// What readers call an area: what the dataset calls it, else its file, else its code.
fn name(source: &Source<'_>, area: &Area, row: Option<usize>) -> String {
    let own = || {
        let named = ["n", "name", "areanm", "Name", "NAME"].into_iter();
        let known = named.filter_map(|property| area.property(property)).next();
        // Offices name the column of names after that of codes: `PCON24NM`.
        let by_ending = || {
            let mut properties = area.properties.iter();
            properties.find(|(key, _)| key.to_ascii_uppercase().ends_with("NM"))
        };
        let name = known.or_else(|| by_ending().map(|(_, name)| name.as_str()));
        name.map(clean).filter(|name| !name.is_empty())
    };
    row.and_then(|row| source.name(row))
        .or_else(own)
        .or_else(|| row.map(|row| clean(&source.text(row, source.key))))
        .or_else(|| area.code.as_deref().map(clean))
        .unwrap_or_else(|| "an area without a name".to_string())
}
