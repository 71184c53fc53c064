//! Areas in words: what they show, how many there are, their classes, extremes and focus.

use super::places::{Place, Places};
use crate::figure::describe::{count, list, sentences};
use crate::figure::words::{Told, Words, ends};

/// A figure of areas in sentences; `kind` names it.
pub(crate) fn describe(kind: &str, places: &Places<'_>) -> Words {
    let all = || own(places);
    let what = places.quantity.in_words();
    // Classes are those of all panels, and how many areas each holds is not counted there.
    let classes = classes(places).filter(|_| places.panels.is_none());
    let told = |place: &Place| {
        Some(Told {
            name: place.name.clone(),
            number: place.point.value()?.number,
            shown: places.shown(place),
        })
    };
    Words {
        kind: format!("{kind} of {what}"),
        size: count(all().count(), "area", "areas"),
        rest: sentences([
            classes,
            extremes(places),
            focus(places),
            comparison(places),
            missing(places),
        ]),
        compared: None,
        ends: ends(all().filter_map(told)),
    }
}

fn classes(places: &Places<'_>) -> Option<String> {
    let classes = places.classes.as_ref()?;
    let named: Vec<String> = (0..classes.counts.len())
        .map(|class| {
            let areas = count(classes.counts[class], "area", "areas");
            format!("{} ({areas})", classes.name(class, &places.quantity))
        })
        .collect();
    let number = count(named.len(), "class", "classes");
    Some(format!("{number}: {}.", list(&named)))
}

fn told(places: &Places<'_>, place: &Place) -> String {
    format!("{} ({})", place.name, places.shown(place))
}

fn extremes(places: &Places<'_>) -> Option<String> {
    let valued = own(places);
    let valued: Vec<_> = valued
        .filter_map(|place| Some((place, place.point.value()?.number)))
        .collect();
    let first = valued.first()?;
    let (mut highest, mut lowest) = (first, first);
    for place in &valued {
        if place.1 > highest.1 {
            highest = place;
        }
        if place.1 < lowest.1 {
            lowest = place;
        }
    }
    let (highest, lowest) = (told(places, highest.0), told(places, lowest.0));
    Some(format!("Highest: {highest}; lowest: {lowest}."))
}

fn focus(places: &Places<'_>) -> Option<String> {
    let focus = own(places).filter(|place| place.focus);
    let focus: Vec<String> = focus.map(|place| told(places, place)).collect();
    (!focus.is_empty()).then(|| format!("In focus: {}.", focus.join("; ")))
}

/// What the values are compared with, and how many lie on each side of it.
fn comparison(places: &Places<'_>) -> Option<String> {
    let (middle, name) = places.midpoint.as_ref()?;
    let value = places.quantity.show(*middle);
    let named = match name {
        Some(name) => format!("{name} ({value})"),
        None => value,
    };
    let below = places.places.iter().filter(|place| places.is_below(place));
    let below = count(below.count(), "area lies", "areas lie");
    Some(format!("Compared with {named}: {below} below."))
}

fn missing(places: &Places<'_>) -> Option<String> {
    let without = own(places).filter(|place| place.class.is_none());
    match without.count() {
        0 => None,
        1 => Some("1 area has no value.".to_string()),
        more => Some(format!("{more} areas have no value.")),
    }
}

/// The areas that are no part of another panel.
fn own<'p>(places: &'p Places<'_>) -> impl Iterator<Item = &'p Place> {
    places.places.iter().filter(|place| !place.elsewhere)
}
