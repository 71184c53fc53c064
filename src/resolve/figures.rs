//! Figures: data, fields, rows and order of each.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, code, suggest};
use crate::figure::{self, Mark};
use crate::model::{
    Channels, Dataset, FieldId, Figure, FigureId, PageId, Reference, Value, natural,
};
use crate::parse::figure::{Filter, RawFigure, as_number};
use crate::parse::markdown::RawFigureRef;
use crate::resolve::datasets::several;
use crate::resolve::ground;
use crate::resolve::links::Scope;
use crate::resolve::{Names, Uses};
use crate::source::{SitePath, Span, Spanned};

/// The figures of a page as its body numbers them, each resolved by itself, until those of all pages are
/// known.
pub(super) struct PageFigures(Vec<Found>);

/// What stands where a body has a figure.
enum Found {
    /// A figure that is shown again.
    Again(Spanned<String>),
    /// A block that could not be read.
    Unread,
    Defined(Box<Defined>),
}

/// A figure that is defined there. It counts where none before has its name.
struct Defined {
    name: String,
    span: Span,
    /// None where it has faults.
    figure: Option<Figure>,
    uses: Uses,
    faults: Vec<Diagnostic>,
}

impl PageFigures {
    /// Resolves the figures of a body.
    pub(super) fn resolve(
        refs: Vec<RawFigureRef>,
        page: PageId,
        folder: &SitePath,
        (names, data): (&Names<'_>, &[Dataset]),
    ) -> Self {
        let found = refs.into_iter().map(|figure| match figure {
            RawFigureRef::Again(name) => Found::Again(name),
            RawFigureRef::Defined(raw) => match *raw {
                Some(raw) => Found::Defined(Box::new(Defined::of(raw, page, folder, names, data))),
                None => Found::Unread,
            },
        });
        PageFigures(found.collect())
    }
}

impl Defined {
    fn of(
        raw: RawFigure,
        page: PageId,
        folder: &SitePath,
        names: &Names<'_>,
        data: &[Dataset],
    ) -> Defined {
        let (name, span) = (raw.id.value.clone(), raw.id.span);
        let (mut uses, mut faults) = (Uses::default(), Vec::new());
        let mut scope = Scope {
            names,
            data,
            uses: &mut uses,
            faults: &mut faults,
        };
        let figure = resolve_one(page, folder, raw, &mut scope);
        Defined {
            name,
            span,
            figure,
            uses,
            faults,
        }
    }
}

/// The figures of all pages.
#[derive(Default)]
pub(super) struct Resolved {
    pub(super) figures: Vec<Figure>,
    /// For each page what its numbers mean. A number whose figure has faults leads to none.
    pub(super) numbers: Vec<Vec<Option<FigureId>>>,
    /// For each page the figures that it would show, were it not for their faults.
    pub(super) faulty: Vec<Faulty>,
}

/// Figures that have faults of their own: that they are not there is no second one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faulty {
    pub(crate) names: BTreeSet<String>,
    /// Whether there is a block, or a page, that could not be read at all and may hold any figure.
    pub(crate) any: bool,
}

impl Faulty {
    /// Takes in the figures of a page that could not be read.
    pub(crate) fn add(&mut self, refs: &[RawFigureRef]) {
        for figure in refs {
            let RawFigureRef::Defined(raw) = figure else {
                continue;
            };
            match raw.as_ref() {
                Some(raw) => {
                    self.names.insert(raw.id.value.clone());
                }
                None => self.any = true,
            }
        }
    }

    /// Whether a figure may be among them.
    pub(super) fn may_hold(&self, name: &str) -> bool {
        self.any || self.names.contains(name)
    }
}

/// Numbers the figures of all pages. `faulty` are those of pages that could not be read.
pub(super) fn number(
    pages: Vec<PageFigures>,
    mut faulty: Faulty,
    scope: &mut Scope<'_, '_>,
) -> Resolved {
    let mut figures: Vec<Figure> = Vec::new();
    let mut by_name: BTreeMap<String, (FigureId, Span)> = BTreeMap::new();
    let mut of_pages: Vec<Faulty> = Vec::with_capacity(pages.len());
    let mut numbers: Vec<Vec<Option<FigureId>>> = Vec::with_capacity(pages.len());
    let mut again: Vec<(usize, usize, Spanned<String>)> = Vec::new();
    for (at, page) in pages.into_iter().enumerate() {
        let mut here = Vec::with_capacity(page.0.len());
        let mut faulty_here = Faulty::default();
        for (number, found) in page.0.into_iter().enumerate() {
            here.push(None);
            let defined = match found {
                Found::Again(name) => {
                    again.push((at, number, name));
                    continue;
                }
                Found::Unread => {
                    faulty_here.any = true;
                    continue;
                }
                Found::Defined(defined) => *defined,
            };
            let name = defined.name;
            if let Some((_, first)) = by_name.get(&name) {
                scope.faults.push(duplicate(&name, defined.span, *first));
                faulty_here.names.insert(name);
                continue;
            }
            scope.uses.add(defined.uses, scope.faults.len());
            scope.faults.extend(defined.faults);
            let Some(mut figure) = defined.figure else {
                faulty_here.names.insert(name);
                continue;
            };
            figure.id = FigureId(figures.len());
            by_name.insert(name, (figure.id, defined.span));
            here[number] = Some(figure.id);
            figures.push(figure);
        }
        numbers.push(here);
        faulty.any |= faulty_here.any;
        faulty.names.extend(faulty_here.names.iter().cloned());
        of_pages.push(faulty_here);
    }
    for (at, number, name) in again {
        match by_name.get(&name.value) {
            Some((id, _)) => numbers[at][number] = Some(*id),
            None => {
                let follows = faulty.may_hold(&name.value);
                if follows {
                    of_pages[at].names.insert(name.value.clone());
                }
                let message = format!("there is no figure `{}`", name.value);
                scope.faults.push(
                    Diagnostic::error(&code::UNKNOWN_FIGURE, name.span, message)
                        .maybe_help(suggest(&name.value, by_name.keys().map(String::as_str)))
                        .consequence(follows),
                );
            }
        }
    }
    Resolved {
        figures,
        numbers,
        faulty: of_pages,
    }
}

fn duplicate(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(
        &code::DUPLICATE_FIGURE,
        span,
        format!("two figures have the id `{name}`"),
    )
    .other(first, "the first has it")
    .help(format!(
        "give one another id; to show the same figure again write `![](figure:{name})`"
    ))
}

/// A figure that has no number yet.
fn resolve_one(
    page: PageId,
    folder: &SitePath,
    raw: RawFigure,
    scope: &mut Scope<'_, '_>,
) -> Option<Figure> {
    let before = scope.faults.len();
    let mark = find_mark(&raw.mark, scope.faults);
    let Some(dataset) = scope.names.dataset(&raw.data.value, folder) else {
        let name = raw.data.as_ref().map(String::as_str);
        scope.faults.extend(scope.names.no_dataset(&name, folder));
        return None;
    };
    let data = &scope.data[dataset.0];
    let mut channels = channels(&raw, data, scope.faults);
    channels.ground = ground::resolve(&raw.ground, data, folder, scope);
    let unread = raw.ground.files().next().is_some()
        && channels
            .ground
            .as_ref()
            .is_none_or(|ground| ground.areas.is_none());
    let mut rows = filtered(&raw.filters, data, scope.faults);
    let sorted_by = raw
        .sort
        .as_ref()
        .and_then(|sort| order(&mut rows, sort, data, scope.faults));
    let mark = mark?;
    if scope.faults.len() > before || !raw.sound || !data.complete || unread {
        return None;
    }
    if rows.is_empty() {
        scope.faults.push(
            Diagnostic::error(&code::NO_ROWS, raw.data.span, "the figure shows no rows")
                .help("check `where`, and that the dataset has rows")
                .consequence(data.is_doubtful()),
        );
        return None;
    }
    let misfits = figure::misfits(mark, &channels, data, &rows);
    if !misfits.is_empty() {
        scope.faults.extend(misfits.into_iter().map(|misfit| {
            Diagnostic::error(
                misfit.code,
                misfit.span.unwrap_or(raw.mark.span),
                misfit.message,
            )
            .maybe_help(misfit.help)
            .consequence(data.is_doubtful())
        }));
        return None;
    }
    let reference = raw.reference.map(|words| match as_number(&words.value) {
        Some(number) => Reference::Number(Spanned::new(number, words.span)),
        None => Reference::Value(words),
    });
    let mut text = |raw| scope.text(raw, folder);
    Some(Figure {
        id: FigureId(usize::MAX),
        name: raw.id.value,
        page,
        span: raw.span,
        dataset,
        rows,
        mark,
        channels,
        sorted_by,
        focus: raw.focus,
        reference,
        decimals: raw.decimals.map(|places| places.value),
        title: text(raw.title),
        subtitle: raw.subtitle.map(&mut text),
        alt: text(raw.alt),
        note: raw.note.map(&mut text),
        source: raw.source.map(&mut text),
    })
}

fn find_mark(name: &Spanned<String>, faults: &mut Vec<Diagnostic>) -> Option<&'static Mark> {
    let mark = figure::mark(&name.value);
    if mark.is_none() {
        let known = figure::MARKS.iter().map(|mark| mark.name);
        faults.push(
            Diagnostic::error(
                &code::UNKNOWN_WORD,
                name.span,
                format!("there is no mark `{}`", name.value),
            )
            .maybe_help(suggest(&name.value, known)),
        );
    }
    mark
}

/// The fields on the channels.
fn channels(raw: &RawFigure, data: &Dataset, faults: &mut Vec<Diagnostic>) -> Channels {
    let mut field = |name: &Spanned<String>| field(name, data, faults);
    let interval = raw
        .interval
        .as_ref()
        .and_then(|(low, high)| Some((field(low)?, field(high)?)));
    Channels {
        x: raw.x.iter().filter_map(&mut field).collect(),
        y: raw.y.iter().filter_map(&mut field).collect(),
        color: raw.color.as_ref().and_then(&mut field),
        facet: raw.facet.as_ref().and_then(&mut field),
        columns: raw.columns.clone(),
        interval,
        level: raw.level.clone(),
        stack: raw.stack.clone(),
        bin: raw.bin.clone(),
        count: raw.count.clone(),
        order: raw.order.clone(),
        ordered: raw.ordered,
        titles: raw.titles.clone(),
        breaks: raw.breaks.clone(),
        bars: raw.bars.iter().filter_map(&mut field).collect(),
        ground: None,
    }
}

/// The field of a name.
pub(super) fn field(
    name: &Spanned<String>,
    data: &Dataset,
    faults: &mut Vec<Diagnostic>,
) -> Option<Spanned<FieldId>> {
    if let Some(id) = data.field_named(&name.value) {
        return Some(Spanned::new(id, name.span));
    }
    let known: Vec<&str> = data
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    faults.push(
        Diagnostic::error(
            &code::UNKNOWN_FIELD,
            name.span,
            format!("the dataset `{}` has no field `{}`", data.key, name.value),
        )
        .maybe_help(suggest(&name.value, known))
        .maybe_help(several(&name.value)),
    );
    None
}

/// The rows that `where` keeps. A value that no row has is reported.
fn filtered(filters: &[Filter], data: &Dataset, faults: &mut Vec<Diagnostic>) -> Vec<usize> {
    let mut kept: Vec<usize> = (0..data.rows.len()).collect();
    for filter in filters {
        let Some(id) = field(&filter.field, data, faults) else {
            continue;
        };
        for wanted in &filter.values {
            let found = data
                .rows
                .iter()
                .any(|row| equals(&row.cells[id.value.0].value, &wanted.value));
            if !found && data.complete && !data.unread {
                let known = distinct(data, id.value);
                faults.push(
                    Diagnostic::error(
                        &code::UNKNOWN_ROW,
                        wanted.span,
                        format!(
                            "no row has `{}` as its `{}`",
                            wanted.value, filter.field.value
                        ),
                    )
                    .maybe_help(suggest(&wanted.value, known.iter().map(String::as_str))),
                );
            }
        }
        kept.retain(|row| {
            let value = &data.cell(*row, id.value).value;
            filter
                .values
                .iter()
                .any(|wanted| equals(value, &wanted.value))
        });
    }
    kept
}

fn distinct(data: &Dataset, field: FieldId) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for row in 0..data.rows.len() {
        let value = data.cell(row, field).value.published().into_owned();
        if values.last() != Some(&value) && !values.contains(&value) {
            values.push(value);
        }
        if values.len() > 200 {
            break;
        }
    }
    values
}

/// Whether a cell holds what an author wrote: the same text, or the same number.
fn equals(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Number(number) => as_number(wanted).is_some_and(|wanted| wanted == *number),
        value => value.published() == wanted,
    }
}

/// Orders rows by a field, `-field` downwards. Rows without a value come last, equal ones keep
/// the order of the source. Gives the field.
fn order(
    rows: &mut [usize],
    sort: &Spanned<String>,
    data: &Dataset,
    faults: &mut Vec<Diagnostic>,
) -> Option<FieldId> {
    let (name, down) = match sort.value.strip_prefix('-') {
        Some(name) => (name, true),
        None => (sort.value.as_str(), false),
    };
    let name = Spanned::new(name.to_string(), sort.span);
    let id = field(&name, data, faults)?;
    rows.sort_by(|left, right| {
        let (left, right) = (
            &data.cell(*left, id.value).value,
            &data.cell(*right, id.value).value,
        );
        match (left, right) {
            (Value::Missing(_), Value::Missing(_)) => Ordering::Equal,
            (Value::Missing(_), _) => Ordering::Greater,
            (_, Value::Missing(_)) => Ordering::Less,
            (left, right) if down => compare(right, left),
            (left, right) => compare(left, right),
        }
    });
    Some(id.value)
}

/// Numbers by size, other values as people put them in order.
fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (left, right) => natural::compare(&left.published(), &right.published()),
    }
}
