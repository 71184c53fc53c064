//! `stat`: one to four numbers, large, each with its unit, its label and what to compare it with.

use super::Mark;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::ink::{Ink, Role};
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::refusals::{check_names, has_rows};
use super::room::Room;
use super::rows::WIDE;
use super::scale::Quantity;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::text::{clean, wrap};
use super::words::Words;
use crate::diag::{Diagnostic, code};
use crate::model::{Channels, Dataset, FieldId, Reference, Unit, Value};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "stat",
    summary: "one to four numbers, large, beside what they compare with",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 110.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// How many numbers stand beside each other.
const MOST: usize = 4;
/// The largest and smallest size of a number in px.
const LARGEST: f64 = 44.0;
const SMALLEST: f64 = 16.0;
/// The room between two numbers in px.
const BETWEEN: f64 = 24.0;
/// The width in px that a number needs in a panel.
const CARD: f64 = 110.0;

fn fit(channels: &Channels, dataset: &Dataset, rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("stat", channels, dataset);
    if let Some(x) = fit.only("x", &channels.x, "the number")
        && !fit.field(x).is_numeric()
    {
        fit.wrong("x", x, "a number");
    }
    if let [_, second, ..] = channels.y.as_slice() {
        let message = "`y` of `stat` takes one field".to_string();
        fit.report(Some(second.span), message, "remove all fields but one");
    }
    let named = !channels.y.is_empty() || channels.color.is_some() || channels.facet.is_some();
    if rows.len() > 1 && !channels.x.is_empty() && !named {
        fit.missing("y", "what names each of several numbers");
    }
    fit.no_stack();
    fit.no_interval();
    fit.end()
}

/// A number with its words.
struct Fact {
    value: String,
    /// Whether there is a value, or only a mark.
    is_value: bool,
    label: String,
    role: Role,
    /// The row of the dataset.
    row: usize,
}

struct Stats<'a> {
    facts: Vec<Fact>,
    /// The unit in words, where the numbers do not carry it.
    unit: Option<String>,
    comparator: Option<String>,
    quantity: Quantity<'a>,
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let number = figure.channels.x.first()?.value;
    if !has_rows(figure, diagnostics) {
        return None;
    }
    let before = diagnostics.len();
    let field = dataset.field(number);
    let values = figure
        .rows
        .iter()
        .filter_map(|row| dataset.cell(*row, number).value.number());
    let quantity = Quantity::new(field, figure.decimals, values);
    let names = figure.channels.y.first().into_iter();
    let names: Vec<FieldId> = names
        .chain(&figure.channels.color)
        .map(|id| id.value)
        .collect();
    let cells = figure.rows.iter();
    let words: Vec<String> = cells
        .flat_map(|row| names.iter().map(|id| dataset.cell(*row, *id)))
        .map(|cell| cell.value.published().into_owned())
        .collect();
    check_names(figure, diagnostics, || {
        words.iter().map(String::as_str).collect()
    });
    let (facts, comparator) = facts(figure, dataset, &names, &quantity);
    if facts.len() > MOST {
        let message = format!("figure `{}` shows {} numbers", figure.name, facts.len());
        let found = Diagnostic::error(&code::TOO_MANY_SERIES, figure.span, message);
        diagnostics.push(found.help("a stat shows at most four: choose them with `where`"));
    }
    let unit = match &field.unit {
        None | Some(Unit::Percent | Unit::Currency(_)) => None,
        Some(unit) => Some(unit.in_words()),
    };
    let chart: Prepared<'a> = Box::new(Stats {
        facts,
        unit,
        comparator,
        quantity,
    });
    (diagnostics.len() == before).then_some(chart)
}

/// The numbers to show, and what they are compared with.
fn facts(
    figure: &Cut<'_>,
    dataset: &Dataset,
    names: &[FieldId],
    quantity: &Quantity<'_>,
) -> (Vec<Fact>, Option<String>) {
    let rows = figure.rows.iter();
    let all = rows.map(|row| fact(figure, dataset, *row, names, quantity));
    let (mut reference, mut facts): (Vec<Fact>, Vec<Fact>) =
        all.partition(|fact| fact.role == Role::Reference);
    if facts.is_empty() {
        // Only the reference is shown: it is then the number.
        std::mem::swap(&mut facts, &mut reference);
    }
    let comparator = match (&figure.reference, reference.first()) {
        (Some(Reference::Number(number)), _) => Some(format!(
            "Compared with {}",
            quantity.as_precise_as(number.value).show(number.value)
        )),
        (_, Some(fact)) => Some(format!("{}: {}", fact.label, fact.value)),
        _ => None,
    };
    (facts, comparator)
}

fn fact(
    figure: &Cut<'_>,
    dataset: &Dataset,
    row: usize,
    names: &[FieldId],
    quantity: &Quantity<'_>,
) -> Fact {
    let said = |word: &str| {
        names
            .iter()
            .any(|id| dataset.cell(row, *id).value.published() == word)
    };
    let mut labels: Vec<String> = names
        .iter()
        .map(|id| dataset.cell(row, *id).value.shown(dataset.field(*id)))
        .collect();
    labels.dedup();
    let role = match &figure.reference {
        Some(Reference::Value(name)) if said(&name.value) => Role::Reference,
        _ if figure.focus.iter().any(|name| said(&name.value)) => Role::Focus(0),
        _ if figure.focus.is_empty() => Role::Series(0),
        _ => Role::Muted(0),
    };
    let cell = &dataset.cell(row, figure.channels.x[0].value).value;
    let (value, is_value) = match cell {
        Value::Missing(marker) if marker.symbol.is_empty() => (marker.meaning.clone(), false),
        Value::Missing(marker) => (format!("{} {}", marker.symbol, marker.meaning), false),
        value => match value.number() {
            Some(number) => (quantity.show(number), true),
            None => (value.published().into_owned(), false),
        },
    };
    Fact {
        value: clean(&value),
        is_value,
        label: clean(&labels.join(", ")),
        role,
        row,
    }
}

/// A fact laid out in a column.
struct Card<'a> {
    fact: &'a Fact,
    font: Font,
    value: Vec<String>,
    label: Vec<String>,
    unit: Vec<String>,
    comparator: Vec<String>,
}

impl Card<'_> {
    fn height(&self) -> f64 {
        let small = self.unit.len() + self.comparator.len();
        self.value.len() as f64 * self.font.line()
            + self.label.len() as f64 * Font::BODY.line()
            + small as f64 * Font::SMALL.line()
            + 14.0
    }
}

impl Stats<'_> {
    fn card<'f>(&'f self, fact: &'f Fact, room: f64) -> Card<'f> {
        let font = if fact.is_value {
            let wide = Font::strong(LARGEST).width(&fact.value);
            let size = (LARGEST * (room / wide).min(1.0)).floor().max(SMALLEST);
            Font::strong(size)
        } else {
            Font::regular(SMALLEST)
        };
        let unit = self.unit.as_deref().unwrap_or("");
        let comparator = self.comparator.as_deref().unwrap_or("");
        Card {
            fact,
            font,
            value: wrap(&fact.value, room, font),
            label: wrap(&fact.label, room, Font::STRONG),
            unit: wrap(unit, room, Font::SMALL),
            comparator: wrap(comparator, room, Font::SMALL),
        }
    }

    fn draw_card(&self, surface: &Surface, card: &Card<'_>, x: f64, top: f64, height: f64) {
        surface.rectangle(card.fact.role.area(), x, top, 4.0, height);
        let mut y = top + 4.0;
        let mut add = |lines: &[String], font: Font, ink: Ink| {
            surface.label(Label {
                lines,
                x: x + 16.0,
                top: y,
                anchor: Anchor::Start,
                font,
                ink,
            });
            y += lines.len() as f64 * font.line();
        };
        add(&card.value, card.font, Ink::Text);
        add(&card.unit, Font::SMALL, Ink::Quiet);
        add(&card.label, Font::STRONG, Ink::Text);
        add(&card.comparator, Font::SMALL, Ink::Quiet);
    }
}

impl Chart for Stats<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let width = room.width;
        let most = match room.panel {
            _ if width >= WIDE => MOST,
            Some(_) => (width / CARD) as usize,
            None => 1,
        };
        let columns = self.facts.len().clamp(1, most.max(1));
        let column = (width - BETWEEN * (columns - 1) as f64) / columns as f64;
        let cards: Vec<Card<'_>> = self
            .facts
            .iter()
            .map(|fact| self.card(fact, column - 16.0))
            .collect();
        let rows: Vec<&[Card<'_>]> = cards.chunks(columns).collect();
        let heights: Vec<f64> = rows
            .iter()
            .map(|row| row.iter().map(Card::height).fold(0.0, f64::max))
            .collect();
        let gaps = BETWEEN * rows.len().saturating_sub(1) as f64;
        let surface = Surface::new(width, heights.iter().sum::<f64>() + gaps);
        let mut top = 0.0;
        for (row, height) in rows.iter().zip(&heights) {
            for (place, card) in row.iter().enumerate() {
                let x = place as f64 * (column + BETWEEN);
                self.draw_card(&surface, card, x, top, *height);
                surface.reads(Some(card.fact.row), (x, top, column, *height));
            }
            top += height + BETWEEN;
        }
        Some(surface.finish())
    }

    fn head(&self, _width: f64) -> Sheet {
        Sheet::default()
    }

    fn describe(&self) -> Words {
        let facts = self.facts.iter().map(|fact| match fact.label.as_str() {
            "" => format!("{}.", fact.value),
            label => format!("{label}: {}.", fact.value),
        });
        let comparator = self.comparator.as_ref().map(|words| format!("{words}."));
        Words {
            kind: self.quantity.in_words(),
            rest: describe::sentences(facts.map(Some).chain([comparator])),
            ..Words::default()
        }
    }
}
