//! Areas of figures: the file of a layout or of boundaries, and what of it the figure takes.

use std::sync::Arc;

use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Area, AreaKind, Areas, Dataset, Ground};
use crate::parse::figure::Filter;
use crate::parse::geography::{Layer, RawGeography};
use crate::parse::ground::{RawAreas, RawGround};
use crate::resolve::Names;
use crate::resolve::datasets::homes;
use crate::resolve::figures::field;
use crate::resolve::links::Scope;
use crate::source::{SitePath, Spanned};

/// What a figure draws on; none where it says nothing of areas.
pub(super) fn resolve(
    raw: &RawGround,
    data: &Dataset,
    folder: &SitePath,
    scope: &mut Scope<'_, '_>,
) -> Option<Ground> {
    if raw.is_empty() {
        return None;
    }
    let key = raw.key.as_ref();
    let key = key.and_then(|name| field(name, data, scope.faults));
    let named = raw.layout.as_ref().or(raw.geo.as_ref());
    let is_layout = raw.layout.is_some();
    let areas = named.and_then(|named| areas(named, is_layout, folder, scope));
    let attribution = named.and_then(|named| named.attribution.clone());
    Some(Ground {
        key,
        areas,
        scale: raw.scale.clone(),
        lookup: named.map(|named| named.lookup.clone()).unwrap_or_default(),
        outline: named.and_then(|named| named.outline.clone()),
        attribution: attribution.map(|text| scope.text(text, folder)),
    })
}

/// The areas that a figure takes of a file.
fn areas(
    named: &RawAreas,
    is_layout: bool,
    folder: &SitePath,
    scope: &mut Scope<'_, '_>,
) -> Option<Spanned<Areas>> {
    let geography = find(&named.file, folder, scope)?;
    let boundaries = matches!(geography.kind, AreaKind::Boundaries(_));
    if boundaries == is_layout {
        scope.faults.push(other_kind(&named.file, is_layout));
        return None;
    }
    let layer = layer(named, geography, scope)?;
    let before = scope.faults.len();
    for property in named.id.iter().chain(&named.outline) {
        check_property(property, &layer.areas, scope);
    }
    let areas = filtered(&named.filters, &layer.areas, scope);
    (scope.faults.len() == before).then(|| {
        let areas = Areas {
            file: geography.source,
            name: named.file.value.clone(),
            kind: geography.kind,
            areas,
            id: named.id.clone(),
        };
        Spanned::new(areas, named.span)
    })
}

/// The file of a name, looked for as datasets are: in the `data/` of the page's folder and above.
fn find<'a>(
    name: &Spanned<String>,
    folder: &SitePath,
    scope: &mut Scope<'a, '_>,
) -> Option<&'a RawGeography> {
    let names: &'a Names<'a> = scope.names;
    let paths = homes(folder).into_iter();
    let mut paths = paths.filter_map(|home| home.join("data")?.join(&name.value));
    let path =
        paths.find(|path| names.geographies.contains_key(path) || names.tree.unread.contains(path));
    let Some(path) = path else {
        scope.faults.push(no_file(name, folder, names));
        return None;
    };
    if names.hidden.covers(&path) {
        scope.faults.push(
            Diagnostic::error(
                &code::HIDDEN_TARGET,
                name.span,
                format!("the file `{}` is not published yet", name.value),
            )
            .help("it lies in the folder of a draft or under embargo"),
        );
        return None;
    }
    let (geography, faults) = names.geographies.get(&path)?;
    if scope.uses.others.insert(path) {
        scope.faults.extend(faults.iter().cloned());
    } else if geography.is_none() {
        // Reported where the file was named first; this figure is left out for the same reason.
        return None;
    }
    geography.as_ref()
}

fn no_file(name: &Spanned<String>, folder: &SitePath, names: &Names<'_>) -> Diagnostic {
    let homes = homes(folder);
    let beside = names.tree.texts.keys().filter(|path| {
        path.parent().name() == "data"
            && homes.contains(&path.parent().parent())
            && (crate::parse::geography::is_json(path) || path.extension() == "csv")
    });
    let beside: Vec<&str> = beside.map(SitePath::name).collect();
    let message = format!("there is no file `{}`", name.value);
    let fault = Diagnostic::error(&code::MISSING_FILE, name.span, message);
    fault.help(suggest(&name.value, beside).unwrap_or_else(|| {
        "put it into a folder `data/`, beside the page or at the top, and name it without the folder"
            .to_string()
    }))
}

fn other_kind(name: &Spanned<String>, is_layout: bool) -> Diagnostic {
    let (message, help) = if is_layout {
        (
            format!("`{}` holds boundaries, not hexagons or tiles", name.value),
            "name it with `geo:`, which `mark: map` draws",
        )
    } else {
        (
            format!("`{}` holds no boundaries", name.value),
            "name it with `layout:`, which `mark: hex` and `mark: tile` draw",
        )
    };
    Diagnostic::error(&code::AREA_FILE, name.span, message).help(help)
}

/// The layer that a figure takes: the only one, or the object that it names.
fn layer<'a>(
    named: &RawAreas,
    geography: &'a RawGeography,
    scope: &mut Scope<'_, '_>,
) -> Option<&'a Layer> {
    let names = || {
        let names = geography.layers.iter();
        names.filter_map(|layer| layer.name.as_deref())
    };
    match (&named.object, geography.layers.as_slice()) {
        (None, [only]) => Some(only),
        (None, _) => {
            let known: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            let message = format!("`{}` holds several objects", named.file.value);
            scope.faults.push(
                Diagnostic::error(&code::AREA_FILE, named.file.span, message).help(format!(
                    "write `geo: {{file: {}, object: …}}` with one of {}",
                    named.file.value,
                    known.join(", ")
                )),
            );
            None
        }
        (Some(object), layers) => {
            let is_it = |layer: &&Layer| layer.name.as_deref() == Some(object.value.as_str());
            let found = layers.iter().find(is_it);
            if found.is_none() {
                let known: Vec<&str> = names().collect();
                let message = format!("the file has no object `{}`", object.value);
                let fault = Diagnostic::error(&code::UNKNOWN_WORD, object.span, message);
                scope
                    .faults
                    .push(fault.maybe_help(suggest(&object.value, known)));
            }
            found
        }
    }
}

/// The names of the properties that areas have.
fn known_properties(areas: &[Arc<Area>]) -> Vec<&str> {
    let mut known: Vec<&str> = Vec::new();
    let properties = areas.iter().take(1000).flat_map(|area| &area.properties);
    for (name, _) in properties {
        if !known.contains(&name.as_str()) {
            known.push(name);
        }
    }
    known
}

fn check_property(name: &Spanned<String>, areas: &[Arc<Area>], scope: &mut Scope<'_, '_>) -> bool {
    let has = |area: &Arc<Area>| area.property(&name.value).is_some();
    let known = areas.iter().any(has);
    if !known {
        let message = format!("no area of the file has a property `{}`", name.value);
        let fault = Diagnostic::error(&code::UNKNOWN_FIELD, name.span, message);
        let near = suggest(&name.value, known_properties(areas));
        scope.faults.push(fault.maybe_help(near));
    }
    known
}

/// The areas that `where` keeps. A value that no area has is reported.
fn filtered(filters: &[Filter], areas: &[Arc<Area>], scope: &mut Scope<'_, '_>) -> Vec<Arc<Area>> {
    let mut kept: Vec<Arc<Area>> = areas.to_vec();
    for filter in filters {
        let property = &filter.field.value;
        if !check_property(&filter.field, areas, scope) {
            continue;
        }
        for wanted in &filter.values {
            let is = |area: &Arc<Area>| area.property(property) == Some(wanted.value.as_str());
            if !areas.iter().any(is) {
                let message = format!("no area has `{}` as its `{property}`", wanted.value);
                scope
                    .faults
                    .push(Diagnostic::error(&code::UNKNOWN_ROW, wanted.span, message));
            }
        }
        kept.retain(|area| {
            let value = area.property(property);
            filter
                .values
                .iter()
                .any(|wanted| value == Some(wanted.value.as_str()))
        });
    }
    kept
}
