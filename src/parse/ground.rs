//! What a figure says of the areas it draws on: `key`, `layout`, `geo` and `scale`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, code};
use crate::model::Classing;
use crate::parse::fields::{self, Fields};
use crate::parse::figure::{Filter, filters_of};
use crate::parse::markdown::RawText;
use crate::parse::yaml::{Kind, Node};
use crate::source::{Span, Spanned};

/// The most classes that can be told apart on a map.
const MOST_CLASSES: usize = 5;

/// What a figure says of its areas, every name still a word.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawGround {
    pub(crate) key: Option<Spanned<String>>,
    pub(crate) layout: Option<RawAreas>,
    pub(crate) geo: Option<RawAreas>,
    pub(crate) scale: Option<Spanned<Classing>>,
}

/// A file of areas and what to take of it.
#[derive(Debug, Clone)]
pub(crate) struct RawAreas {
    pub(crate) span: Span,
    pub(crate) file: Spanned<String>,
    pub(crate) object: Option<Spanned<String>>,
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) outline: Option<Spanned<String>>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) lookup: BTreeMap<String, Spanned<String>>,
    pub(crate) attribution: Option<RawText>,
}

impl RawGround {
    /// Whether the figure says anything of areas.
    pub(crate) fn is_empty(&self) -> bool {
        self.key.is_none() && self.layout.is_none() && self.geo.is_none() && self.scale.is_none()
    }

    /// The lines that owners of boundaries ask for.
    pub(crate) fn attributions(&self) -> impl Iterator<Item = &RawText> {
        let areas = self.layout.iter().chain(&self.geo);
        areas.filter_map(|areas| areas.attribution.as_ref())
    }

    /// The names of the files.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        let areas = self.layout.iter().chain(&self.geo);
        areas.map(|areas| areas.file.value.as_str())
    }
}

/// Reads the keys of a figure.
pub(crate) fn read(map: &mut Fields<'_, '_>) -> RawGround {
    let key = map.string("key");
    let layout = areas(map, "layout");
    let geo = areas(map, "geo");
    if let (Some(layout), Some(geo)) = (&layout, &geo) {
        map.faults.push(
            Diagnostic::error(
                &code::CONFLICTING_KEYS,
                geo.span,
                "a figure has either a `layout` or a `geo`, not both",
            )
            .other(layout.span, "the layout")
            .help("`layout` is for `hex` and `tile`, `geo` for `map`"),
        );
    }
    let scale = map.take("scale").and_then(|node| scale(node, map.faults));
    RawGround {
        key,
        layout,
        geo,
        scale,
    }
}

fn areas(map: &mut Fields<'_, '_>, key: &'static str) -> Option<RawAreas> {
    let node = map.take(key)?;
    let file = map.file;
    if !matches!(node.kind, Kind::Map(_)) {
        let name = fields::string(node, map.faults)?;
        return Some(RawAreas {
            span: name.span,
            file: in_data(name),
            object: None,
            id: None,
            outline: None,
            filters: Vec::new(),
            lookup: BTreeMap::new(),
            attribution: None,
        });
    }
    let what = if key == "geo" { "`geo`" } else { "`layout`" };
    let mut map = Fields::of(node, what, file, map.faults)?;
    let name = map
        .require("file")
        .and_then(|node| fields::string(node, map.faults));
    let object = map.string("object");
    let id = map.string("id");
    let outline = map.string("outline");
    let filters = map.take("where");
    let filters = filters.map_or_else(Vec::new, |node| filters_of(node, map.faults));
    let lookup = lookup(&mut map);
    let attribution = map.text("attribution");
    map.finish();
    let name = name?;
    Some(RawAreas {
        span: name.span,
        file: in_data(name),
        object,
        id,
        outline,
        filters,
        lookup,
        attribution,
    })
}

/// Files of areas stand in `data/` folders, which may be said.
fn in_data(name: Spanned<String>) -> Spanned<String> {
    name.map(|name| name.strip_prefix("data/").map_or(name.clone(), Into::into))
}

/// A map from codes of the dataset to those of the areas.
fn lookup(map: &mut Fields<'_, '_>) -> BTreeMap<String, Spanned<String>> {
    let Some(node) = map.take("lookup") else {
        return BTreeMap::new();
    };
    let Kind::Map(entries) = &node.kind else {
        let message = "`lookup` is a map from the codes of the data to those of the areas";
        map.faults
            .push(fields::wrong_type(node, message).help("write `lookup: {S14000107: S14000006}`"));
        return BTreeMap::new();
    };
    let entries = entries.iter();
    entries
        .filter_map(|entry| {
            let code = fields::string(&entry.value, map.faults)?;
            Some((entry.key.to_string(), code))
        })
        .collect()
}

fn scale(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<Classing>> {
    let before = faults.len();
    let mut map = Fields::of(node, "a scale", "", faults)?;
    let span = map.span();
    let quantile = classes(&mut map, "quantile").map(Classing::Quantile);
    let equal = classes(&mut map, "equal").map(Classing::Equal);
    let breaks = breaks(&mut map).map(Classing::Breaks);
    let named = ["quantile", "equal", "breaks"];
    let named = named.iter().filter(|key| map.key_span(key).is_some());
    let named = named.count();
    map.finish();
    if named != 1 && faults.len() == before {
        faults.push(
            Diagnostic::error(
                &code::BAD_CLASSES,
                span,
                "a scale has one of `quantile`, `equal` and `breaks`",
            )
            .help(
                "write `scale: {quantile: 5}`, `scale: {equal: 5}` or `scale: {breaks: [5, 10]}`",
            ),
        );
        return None;
    }
    let found = quantile.or(equal).or(breaks)?;
    Some(Spanned::new(found, span))
}

/// So many classes.
fn classes(map: &mut Fields<'_, '_>, key: &'static str) -> Option<usize> {
    let node = map.take(key)?;
    let count = fields::count(node, map.faults)?;
    let number = count.value as usize;
    if (2..=MOST_CLASSES).contains(&number) {
        return Some(number);
    }
    map.faults.push(too_many(count.span, number));
    None
}

fn too_many(span: Span, classes: usize) -> Diagnostic {
    let message = match classes {
        0 | 1 => "values are put into at least two classes".to_string(),
        classes => format!("{classes} classes cannot be told apart on a map"),
    };
    Diagnostic::error(&code::BAD_CLASSES, span, message)
        .help("choose two to five classes; five classes have four limits between them")
}

/// Limits between classes, rising.
fn breaks(map: &mut Fields<'_, '_>) -> Option<Vec<Decimal>> {
    let span = map.key_span("breaks");
    let nodes = map.list("breaks");
    let span = span?;
    let limits: Vec<Spanned<Decimal>> = nodes
        .iter()
        .filter_map(|node| fields::decimal(node, map.faults))
        .collect();
    if limits.len() < nodes.len() {
        return None;
    }
    if limits.is_empty() || limits.len() >= MOST_CLASSES {
        map.faults.push(too_many(span, limits.len() + 1));
        return None;
    }
    for pair in limits.windows(2) {
        if pair[0].value >= pair[1].value {
            map.faults.push(
                Diagnostic::error(
                    &code::BAD_CLASSES,
                    pair[1].span,
                    format!("the limit {} does not rise", pair[1].value),
                )
                .other(pair[0].span, "the limit before")
                .help("write the limits from the lowest to the highest, each once"),
            );
            return None;
        }
    }
    Some(limits.into_iter().map(|limit| limit.value).collect())
}
