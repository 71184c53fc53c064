//! Which fields suit a mark's channels.

use crate::diag::{Code, code};
use crate::model::{AreaKind, Areas, Channels, Dataset, Field, FieldId, FieldType, Ground};
use crate::source::{Span, Spanned};

/// Why channels do not suit a mark; `resolve` makes a diagnostic of it.
#[derive(Debug, Clone)]
pub struct Misfit {
    /// The rule that is broken.
    pub code: &'static Code,
    /// The channel at fault, as its author wrote it; none where it is the figure as a whole.
    pub span: Option<Span>,
    /// What is wrong: one lower-case line, no full stop, names in backticks.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Misfit {
    fn new(code: &'static Code, span: Option<Span>, message: String) -> Misfit {
        Misfit {
            code,
            span,
            message,
            help: None,
        }
    }

    fn help(mut self, help: impl Into<String>) -> Misfit {
        self.help = Some(help.into());
        self
    }
}

/// Collects what does not suit.
pub(crate) struct Fit<'a> {
    mark: &'static str,
    channels: &'a Channels,
    dataset: &'a Dataset,
    taken: Vec<&'static str>,
    misfits: Vec<Misfit>,
    /// Whether the mark draws on areas.
    on_ground: bool,
}

impl<'a> Fit<'a> {
    pub(crate) fn new(mark: &'static str, channels: &'a Channels, dataset: &'a Dataset) -> Fit<'a> {
        Fit {
            mark,
            channels,
            dataset,
            taken: Vec::new(),
            misfits: Vec::new(),
            on_ground: false,
        }
    }

    /// Says that the mark takes keys which few marks take: `bin`, `sort` of `color`, `breaks`,
    /// `bars`.
    pub(crate) fn takes(&mut self, keys: &[&'static str]) {
        self.taken.extend(keys);
    }

    /// What was found.
    pub(crate) fn end(mut self) -> Vec<Misfit> {
        let channels = self.channels;
        let rare = [
            ("bin", channels.bin.as_ref().map(|bin| bin.span)),
            ("count", channels.count.as_ref().map(|count| count.span)),
            ("sort", channels.order.first().map(|first| first.span)),
            ("breaks", channels.breaks.first().map(|first| first.at.span)),
            ("bars", channels.bars.first().map(|first| first.span)),
            ("ordered", channels.ordered),
            (
                "title",
                channels
                    .titles
                    .iter()
                    .flatten()
                    .next()
                    .map(|title| title.span),
            ),
        ];
        for (key, span) in rare {
            if !self.taken.contains(&key) {
                self.unused(key, span);
            }
        }
        self.unnamed();
        self.no_ground();
        self.panels();
        self.misfits
    }

    /// Checks that the panels are those of a field that the panels themselves do not show.
    fn panels(&mut self) {
        let Some(facet) = &self.channels.facet else {
            return;
        };
        if self.mark == "table" {
            let message = "`table` takes no `facet`: its rows need no panels".to_string();
            let help = "name the field first in `x` and order the rows by it with `sort`";
            return self.report(Some(facet.span), message, help);
        }
        let name = &self.field(facet).name;
        if self.field(facet).kind == FieldType::Number {
            return self.wrong("facet", facet, "a field that names panels");
        }
        let channels = self.channels;
        let key = channels
            .ground
            .as_ref()
            .and_then(|ground| ground.key.as_ref());
        let interval = channels.interval.iter().flat_map(|(low, high)| [low, high]);
        let named = |channel: &'static str| move |id: &'a Spanned<FieldId>| (channel, id);
        let shown = channels.x.iter().map(named("x"));
        let shown = shown.chain(channels.y.iter().map(named("y")));
        let shown = shown.chain(channels.color.iter().map(named("color")));
        let shown = shown.chain(key.map(named("key")));
        let mut shown = shown.chain(interval.map(named("ci")));
        if let Some((channel, _)) = shown.find(|(_, id)| id.value == facet.value) {
            let message = format!("`facet` and `{channel}` both name `{name}`");
            let help = match channel {
                "color" => "each panel shows one value of it: leave `color` out",
                _ => "each panel would show one value of it: name another field",
            };
            self.report(Some(facet.span), message, help);
        }
    }

    /// Reports the title of a channel of categories, whose axis has no place for one.
    fn unnamed(&mut self) {
        if !self.taken.contains(&"title") || self.mark == "line" {
            return;
        }
        let channels = self.channels;
        for (name, channel, title) in [
            ("x", &channels.x, &channels.titles[0]),
            ("y", &channels.y, &channels.titles[1]),
        ] {
            let numbers = channel
                .first()
                .is_some_and(|id| self.field(id).is_numeric());
            if let Some(title) = title.as_ref().filter(|_| !numbers) {
                let message = format!(
                    "`{}` shows no title of `{name}`, which holds categories",
                    self.mark
                );
                let misfit = Misfit::new(&code::CHANNEL_TYPE, Some(title.span), message);
                self.misfits
                    .push(misfit.help("leave `title` out, or give it to the numbers"));
            }
        }
    }

    /// The channels of the figure.
    pub(crate) fn channels(&self) -> &'a Channels {
        self.channels
    }

    pub(crate) fn field(&self, id: &Spanned<FieldId>) -> &'a Field {
        self.dataset.field(id.value)
    }

    /// Reports a channel that has no field.
    pub(crate) fn missing(&mut self, channel: &str, wants: &str) {
        let message = format!("`{}` needs `{channel}`: {wants}", self.mark);
        let fields: Vec<String> = self
            .dataset
            .fields
            .iter()
            .take(20)
            .map(|field| format!("`{}`", field.name))
            .collect();
        let help = format!(
            "add a line `{channel}: …` with a field of `{}`: {}",
            self.dataset.key,
            fields.join(", ")
        );
        self.misfits
            .push(Misfit::new(&code::CHANNEL_MISSING, None, message).help(help));
    }

    /// Reports that no file of areas is named.
    pub(crate) fn missing_file(&mut self, key: &str, wants: &str, example: &str) {
        let message = format!("`{}` needs `{key}`: {wants}", self.mark);
        let help = format!("add a line such as `{key}: {example}`");
        self.misfits
            .push(Misfit::new(&code::CHANNEL_MISSING, None, message).help(help));
    }

    /// Reports boundaries whose owner is not named.
    pub(crate) fn unattributed(&mut self, areas: &Spanned<Areas>) {
        let message = format!(
            "the boundaries of `{}` have no `attribution`",
            areas.value.name
        );
        let help = format!(
            "print the line that their owner asks for: `geo: {{file: {}, attribution: Contains OS \
             data © Crown copyright and database right 2024}}`",
            areas.value.name
        );
        let misfit = Misfit::new(&code::MISSING_KEY, Some(areas.span), message);
        self.misfits.push(misfit.help(help));
    }

    /// Reports a count on a map.
    pub(crate) fn count_on_map(&mut self, id: &Spanned<FieldId>) {
        let field = self.field(id);
        let unit = match &field.unit {
            Some(unit) => format!("`{}` is in {}", field.name, unit.in_words()),
            None => format!("`{}` has no unit", field.name),
        };
        let message = format!("a map shows rates, and {unit}");
        let help = "show a rate, a share, a score or a median: `unit: percent` or `unit: {name: …, \
                    per: 1000}`; for counts choose `bar`, `hex` or `tile`";
        let misfit = Misfit::new(&code::COUNT_ON_MAP, Some(id.span), message);
        self.misfits.push(misfit.help(help));
    }

    /// Checks that `color` is a number to be put into classes.
    pub(crate) fn number_as_color(&mut self) {
        match &self.channels.color {
            None => self.missing("color", "the number that is shown"),
            Some(color) if !self.field(color).is_numeric() => {
                self.wrong("color", color, "a number");
            }
            Some(_) => {}
        }
    }

    /// Reports a channel whose field is of the wrong type.
    pub(crate) fn wrong(&mut self, channel: &str, id: &Spanned<FieldId>, wants: &str) {
        let field = self.field(id);
        let message = format!(
            "`{channel}` of `{}` takes {wants}, but `{}` is of type {}",
            self.mark,
            field.name,
            kind(field.kind)
        );
        let misfit = Misfit::new(&code::CHANNEL_TYPE, Some(id.span), message);
        let help = "name another field, or correct the `type` of this one in the dataset";
        self.misfits.push(misfit.help(help));
    }

    /// Reports anything else about a channel.
    pub(crate) fn report(&mut self, span: Option<Span>, message: String, help: &str) {
        let misfit = Misfit::new(&code::CHANNEL_TYPE, span, message);
        self.misfits.push(misfit.help(help));
    }

    /// The only field of a channel that takes one, if it has one.
    pub(crate) fn only(
        &mut self,
        channel: &str,
        ids: &'a [Spanned<FieldId>],
        wants: &str,
    ) -> Option<&'a Spanned<FieldId>> {
        match ids {
            [] => {
                self.missing(channel, wants);
                None
            }
            [id] => Some(id),
            [id, second, ..] => {
                let message = format!("`{channel}` of `{}` takes one field", self.mark);
                self.report(Some(second.span), message, "remove all fields but one");
                Some(id)
            }
        }
    }

    /// Reports channels that the mark has no use for.
    pub(crate) fn unused(&mut self, channel: &str, span: Option<Span>) {
        if let Some(span) = span {
            let message = format!("`{}` takes no `{channel}`", self.mark);
            self.report(Some(span), message, "remove it, or choose another mark");
        }
    }

    /// Checks that the series are text, years, dates, or true and false.
    pub(crate) fn series(&mut self) {
        self.takes(&["sort"]);
        if let Some(color) = &self.channels.color
            && self.field(color).kind == FieldType::Number
        {
            self.wrong("color", color, "a field that names series");
        }
    }

    /// Checks that no interval is given.
    pub(crate) fn no_interval(&mut self) {
        let span = self.channels.interval.as_ref().map(|(low, _)| low.span);
        self.unused("ci", span);
    }

    /// Says that the mark draws on areas, and gives what the figure says of them.
    pub(crate) fn ground(&mut self) -> Option<&'a Ground> {
        self.on_ground = true;
        self.channels.ground.as_ref()
    }

    /// Checks that nothing is said of areas, unless the mark draws on them.
    fn no_ground(&mut self) {
        let Some(ground) = self.channels.ground.as_ref().filter(|_| !self.on_ground) else {
            return;
        };
        self.unused("key", ground.key.as_ref().map(|key| key.span));
        if !self.taken.contains(&"scale") {
            self.unused("scale", ground.scale.as_ref().map(|scale| scale.span));
        }
        if let Some(areas) = &ground.areas {
            let boundaries = matches!(areas.value.kind, AreaKind::Boundaries(_));
            self.unused(if boundaries { "geo" } else { "layout" }, Some(areas.span));
        }
    }

    /// Checks that nothing is stacked.
    pub(crate) fn no_stack(&mut self) {
        let span = self.channels.stack.as_ref().map(|stack| stack.span);
        self.unused("stack", span);
    }
}

/// Which way a chart of categories and numbers lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The categories are on `y`.
    Across,
    /// The categories are on `x`.
    Up,
}

/// The category and the number of a chart that has one of each on `x` and `y`: the one that is no
/// number is the category; of a whole number and another number, the whole one; else `y`.
pub(crate) fn category_and_number<'a>(
    channels: &'a Channels,
    dataset: &Dataset,
) -> Option<(Direction, &'a Spanned<FieldId>, &'a Spanned<FieldId>)> {
    let (x, y) = (channels.x.first()?, channels.y.first()?);
    let kind = |id: &Spanned<FieldId>| dataset.field(id.value).kind;
    let measured = |id: &Spanned<FieldId>| dataset.field(id.value).is_numeric();
    let up = match (measured(x), measured(y)) {
        (true, true) => kind(x) == FieldType::Integer && kind(y) == FieldType::Number,
        (false, true) => true,
        _ => false,
    };
    if up {
        Some((Direction::Up, x, y))
    } else {
        Some((Direction::Across, y, x))
    }
}

/// Checks the channels of a chart of categories and numbers.
pub(crate) fn fit_categories(fit: &mut Fit<'_>) {
    let (channels, dataset) = (fit.channels, fit.dataset);
    let x = fit.only("x", &channels.x, "a number");
    let y = fit.only("y", &channels.y, "a category");
    if x.is_some()
        && y.is_some()
        && let Some((direction, category, number)) = category_and_number(channels, dataset)
    {
        let (across, up) = match direction {
            Direction::Across => ("x", "y"),
            Direction::Up => ("y", "x"),
        };
        if !fit.field(number).is_numeric() {
            fit.wrong(across, number, "a number");
        } else if fit.field(category).kind == FieldType::Number {
            fit.wrong(up, category, "a field that names categories");
        }
    }
    fit.series();
}

/// A type in words.
fn kind(kind: FieldType) -> &'static str {
    match kind {
        FieldType::String => "string",
        FieldType::Number => "number",
        FieldType::Integer => "integer",
        FieldType::Date => "date",
        FieldType::Year => "year",
        FieldType::Boolean => "boolean",
    }
}
