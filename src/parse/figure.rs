//! Figure blocks: YAML between two fences, every name still a word.

mod channel;

use rust_decimal::Decimal;

use crate::diag::{Diagnostic, code};
use crate::model::{Bin, SeriesBreak, Stack};
use crate::parse::fields::{self, Fields};
use crate::parse::ground::{self, RawGround};
use crate::parse::markdown::RawText;
use crate::parse::passage::Passage;
use crate::parse::yaml::{self, Kind, Node};
use crate::source::{Span, Spanned};

/// A figure as written.
#[derive(Debug, Clone)]
pub(crate) struct RawFigure {
    /// Whether the block has no fault of its own; one that has is not drawn.
    pub(crate) sound: bool,
    /// The whole block.
    pub(crate) span: Span,
    pub(crate) id: Spanned<String>,
    pub(crate) data: Spanned<String>,
    pub(crate) mark: Spanned<String>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) x: Vec<Spanned<String>>,
    pub(crate) y: Vec<Spanned<String>>,
    pub(crate) color: Option<Spanned<String>>,
    pub(crate) facet: Option<Spanned<String>>,
    pub(crate) columns: Option<Spanned<u32>>,
    pub(crate) interval: Option<(Spanned<String>, Spanned<String>)>,
    pub(crate) level: Option<Spanned<Decimal>>,
    pub(crate) stack: Option<Spanned<Stack>>,
    pub(crate) bin: Option<Spanned<Bin>>,
    pub(crate) count: Option<Spanned<String>>,
    pub(crate) order: Vec<Spanned<String>>,
    pub(crate) ordered: Option<Span>,
    pub(crate) titles: [Option<Spanned<String>>; 2],
    pub(crate) breaks: Vec<SeriesBreak>,
    pub(crate) bars: Vec<Spanned<String>>,
    pub(crate) ground: RawGround,
    pub(crate) reference: Option<Spanned<String>>,
    pub(crate) focus: Vec<Spanned<String>>,
    pub(crate) sort: Option<Spanned<String>>,
    pub(crate) decimals: Option<Spanned<u32>>,
    pub(crate) title: RawText,
    pub(crate) subtitle: Option<RawText>,
    pub(crate) alt: RawText,
    pub(crate) note: Option<RawText>,
    pub(crate) source: Option<RawText>,
}

/// Rows to keep: those whose field has one of the values.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    pub(crate) field: Spanned<String>,
    pub(crate) values: Vec<Spanned<String>>,
}

const STACKS: &[(&str, Stack)] = &[
    ("zero", Stack::Zero),
    ("normalize", Stack::Normalize),
    ("diverging", Stack::Diverging),
];

/// Reads a figure block. `text` is the block without its fences, `span` the block.
pub(crate) fn parse(
    text: &Passage<'_>,
    span: Span,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawFigure> {
    let before = faults.len();
    if text.text.trim().is_empty() {
        faults.push(
            Diagnostic::error(&code::MISSING_KEY, span, "the figure is empty")
                .help("write `id`, `data`, `mark`, `title` and `alt`, each on a line of its own"),
        );
        return None;
    }
    let node = yaml::parse(text, faults)?;
    let mut map = Fields::of(&node, "a figure", text.file, faults)?;
    let id = map
        .require("id")
        .and_then(|node| identifier(node, map.faults));
    let data = map
        .require("data")
        .and_then(|node| fields::string(node, map.faults));
    let mark = map
        .require("mark")
        .and_then(|node| fields::string(node, map.faults));
    let filters = filters(&mut map);
    let x = channel::position(&mut map, "x");
    let y = channel::position(&mut map, "y");
    let color = channel::color(&mut map);
    let (facet, columns) = channel::facet(&mut map);
    let (interval, level) = channel::interval(&mut map);
    let stack = map.word("stack", STACKS);
    let breaks = channel::breaks(&mut map);
    let bars = strings(&mut map, "bars");
    let ground = ground::read(&mut map);
    let reference = map.string("reference");
    let focus = strings(&mut map, "focus");
    let sort = map.string("sort");
    let decimals = map.take("format").and_then(|node| format(node, map.faults));
    let title = map.required_text("title");
    let subtitle = map.text("subtitle");
    let alt = map.required_text("alt");
    let note = map.text("note");
    let source = map.text("source");
    map.finish();
    Some(RawFigure {
        sound: faults.len() == before,
        span,
        id: id?,
        data: data?,
        mark: mark?,
        filters,
        bin: x.bin.or(y.bin),
        count: y.count.or(x.count),
        x: x.fields,
        y: y.fields,
        color: color.field,
        facet,
        columns,
        interval,
        level,
        stack,
        order: color.order,
        ordered: color.ordered,
        titles: [x.title, y.title],
        breaks,
        bars,
        ground,
        reference,
        focus,
        sort,
        decimals,
        title: title.unwrap_or_default(),
        subtitle,
        alt: alt.unwrap_or_default(),
        note,
        source,
    })
}

/// A name for an address: lower-case letters, digits and hyphens.
fn identifier(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    let id = fields::string(node, faults)?;
    let slug = crate::slug::slug(&id.value);
    if slug == id.value && !slug.is_empty() {
        return Some(id);
    }
    let fault = Diagnostic::error(
        &code::WRONG_TYPE,
        id.span,
        format!(
            "the id `{}` is not made of lower-case letters, digits and hyphens",
            id.value
        ),
    );
    faults.push(if slug.is_empty() {
        fault.help("give the figure a short name of its own, such as `jobs-density`")
    } else {
        fault.help(format!("write `id: {slug}`"))
    });
    None
}

fn strings(map: &mut Fields<'_, '_>, key: &'static str) -> Vec<Spanned<String>> {
    let nodes = map.list(key);
    nodes
        .iter()
        .filter_map(|node| fields::string(node, map.faults))
        .collect()
}

fn filters(map: &mut Fields<'_, '_>) -> Vec<Filter> {
    map.take("where")
        .map_or_else(Vec::new, |node| filters_of(node, map.faults))
}

/// Reads a map from fields to the values to keep.
pub(crate) fn filters_of(node: &Node, faults: &mut Vec<Diagnostic>) -> Vec<Filter> {
    let Kind::Map(entries) = &node.kind else {
        faults.push(
            fields::wrong_type(node, "`where` is a map of fields and the values to keep")
                .help("write `where: {field: value}` or `where: {field: [one, another]}`"),
        );
        return Vec::new();
    };
    entries
        .iter()
        .map(|entry| {
            let values = match &entry.value.kind {
                Kind::List(items) => items.as_slice(),
                _ => std::slice::from_ref(&entry.value),
            };
            let field = Spanned::new(entry.key.to_string(), entry.key_span);
            let values = values
                .iter()
                .filter_map(|node| fields::string(node, faults))
                .collect();
            Filter { field, values }
        })
        .collect()
}

/// `format: 1` or `format: {decimals: 1}`: to how many places numbers are shown.
fn format(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    let Kind::Map(_) = node.kind else {
        return fields::places(node, faults);
    };
    let mut map = Fields::of(node, "a format", "", faults)?;
    let places = map
        .require("decimals")
        .and_then(|node| fields::places(node, map.faults));
    map.finish();
    places
}

/// A reference that is a number is drawn as a line.
pub(crate) fn as_number(text: &str) -> Option<Decimal> {
    text.parse().ok()
}
