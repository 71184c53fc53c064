//! What the marks `hex`, `tile` and `map` share: values on areas, put into classes, with a key.

pub(crate) mod classes;
pub(crate) mod frame;
pub(crate) mod inset;
mod legend;
mod matching;
pub(crate) mod outline;
pub(crate) mod places;
pub(crate) mod projection;
mod words;

pub(crate) use places::{Place, Places};
pub(crate) use words::describe;

use super::misfit::Fit;
use crate::model::AreaKind;

/// Checks the channels that marks on areas share.
pub(crate) fn fit_areas(fit: &mut Fit<'_>) {
    let ground = fit.ground();
    if ground.is_none_or(|ground| ground.key.is_none()) {
        fit.missing("key", "the field that holds the codes of areas");
    }
    fit.number_as_color();
    fit.no_stack();
    fit.no_interval();
}

/// Checks that the areas are of a kind that the mark draws.
pub(crate) fn fit_kind(fit: &mut Fit<'_>, wanted: &str, is_drawn: fn(AreaKind) -> bool) {
    let areas = fit.ground().and_then(|ground| ground.areas.as_ref());
    if let Some(areas) = areas
        && !is_drawn(areas.value.kind)
    {
        let message = format!("`{}` holds no {wanted}", areas.value.name);
        let help = match areas.value.kind {
            AreaKind::Hexes(_) => "it holds hexagons, which `mark: hex` draws",
            AreaKind::Tiles => "it holds tiles, which `mark: tile` draws",
            AreaKind::Boundaries(_) => "it holds boundaries, which `mark: map` draws",
        };
        fit.report(Some(areas.span), message, help);
    }
}
