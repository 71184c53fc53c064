//! A grid whose series are fields of the dataset, in the order they are written on `x`.

use super::cut::Cut;
use super::grid::{Fields, Grid, Name};
use super::ink::Role;
use super::refusals::mixed_units;
use super::text::clean;
use crate::diag::Diagnostic;
use crate::model::Dataset;

/// Reads the fields on `x`, which share one unit, and gives focus and reference their parts.
pub(crate) fn read(
    figure: &Cut<'_>,
    dataset: &Dataset,
    fields: Fields,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Grid> {
    for id in &figure.channels.x {
        mixed_units(dataset, figure.channels.x[0].value, id, diagnostics);
    }
    read_any(figure, dataset, fields, diagnostics)
}

/// The same for fields that need not share a unit.
pub(crate) fn read_any(
    figure: &Cut<'_>,
    dataset: &Dataset,
    mut fields: Fields,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Grid> {
    fields.series = None;
    let before = diagnostics.len();
    let mut whole: Option<Grid> = None;
    for id in &figure.channels.x {
        fields.number = id.value;
        let mut one = Grid::collect(figure, dataset, fields, diagnostics)?;
        let field = dataset.field(id.value);
        let name = Name {
            label: clean(&field.title),
            published: field.name.clone(),
            role: Role::Series(0),
        };
        match &mut whole {
            None => {
                let series = vec![name];
                whole = Some(Grid {
                    series,
                    has_series: true,
                    ..one
                });
            }
            Some(whole) => {
                whole.series.push(name);
                whole.widen(&mut one);
                for (row, mut more) in whole.points.iter_mut().zip(one.points) {
                    row.append(&mut more);
                }
                for (row, mut more) in whole.rows.iter_mut().zip(one.rows) {
                    row.append(&mut more);
                }
            }
        }
    }
    let mut grid = whole?;
    grid.assign_roles(figure, diagnostics);
    (diagnostics.len() == before).then_some(grid)
}
