//! `cell`: a heat table, areas by measures, the value printed in each cell and shaded by its class.

use rust_decimal::Decimal;

use super::Mark;
use super::areas::classes::Classes;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid, Measured};
use super::ink::Ink;
use super::measures;
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::room::{Room, Sides};
use super::rows::WIDE;
use super::scale::Quantity;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::text::{longest_word, widest, wrap};
use super::words::{Words, ends_of};
use crate::diag::Diagnostic;
use crate::model::{Channels, Classing, Dataset, FieldType};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "cell",
    summary: "a heat table: areas by measures, each value printed and shaded",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 150.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// How many measures a reader can hold against each other.
const MOST: usize = 12;
/// The height of a cell and the room between two in px.
const HIGH: f64 = 30.0;
const GAP: f64 = 2.0;
/// The room between a name and its cells in px.
const BESIDE: f64 = 10.0;
/// The widest word of a heading that a column makes room for, and the widest column, in px.
const WORD: f64 = 110.0;
const COLUMN: f64 = 150.0;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("cell", channels, dataset);
    fit.takes(&["scale"]);
    if let Some(y) = fit.only("y", &channels.y, "a category")
        && fit.field(y).kind == FieldType::Number
    {
        fit.wrong("y", y, "a field that names rows");
    }
    let measured = |fit: &Fit<'_>| channels.x.iter().all(|id| fit.field(id).is_numeric());
    match (channels.x.as_slice(), &channels.color) {
        ([], _) => fit.missing(
            "x",
            "the measures, or one field that names them with `color`",
        ),
        (_, None) if measured(&fit) => {
            if let Some(extra) = channels.x.get(MOST) {
                let message = format!("`x` of `cell` takes up to {MOST} measures");
                fit.report(Some(extra.span), message, "leave the others out");
            }
        }
        ([_], None) => fit.missing("color", "the number in each cell"),
        ([x], Some(color)) => {
            if fit.field(x).kind == FieldType::Number {
                fit.wrong(
                    "x",
                    x,
                    "a field that names columns where `color` is the number",
                );
            }
            if !fit.field(color).is_numeric() {
                fit.wrong("color", color, "a number");
            }
        }
        (_, Some(color)) => fit.unused("color", Some(color.span)),
        (several, None) => {
            for id in several {
                if !fit.field(id).is_numeric() {
                    fit.wrong("x", id, "numbers");
                }
            }
        }
    }
    fit.no_stack();
    fit.no_interval();
    fit.end()
}

fn prepare<'a>(
    figure: &'a Cut<'a>,
    dataset: &'a Dataset,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Prepared<'a>> {
    let channels = &figure.channels;
    let (x, y) = (channels.x.first()?, channels.y.first()?);
    let long = channels.color.as_ref();
    let mut fields = Fields::new(figure, y.value, long.unwrap_or(x).value);
    let grid = match long {
        Some(_) => {
            fields.series = Some(x.value);
            fields.most = MOST;
            Grid::read(figure, dataset, fields, diagnostics)?
        }
        None => measures::read_any(figure, dataset, fields, diagnostics)?,
    };
    let columns = 0..grid.series.len();
    let field = |column: usize| match long {
        Some(color) => dataset.field(color.value),
        None => dataset.field(channels.x[column].value),
    };
    let values = |column: usize| grid.numbers[column].iter().copied();
    let alike = columns
        .clone()
        .all(|column| field(column).unit == field(0).unit);
    let quantities: Vec<Quantity<'a>> = columns
        .clone()
        .map(|column| {
            let all = grid.all_numbers();
            match long {
                Some(_) => Quantity::new(field(column), figure.decimals, all),
                None => Quantity::new(field(column), figure.decimals, values(column)),
            }
        })
        .collect();
    let scale = channels
        .ground
        .as_ref()
        .and_then(|ground| ground.scale.as_ref());
    let scale = scale.map(|scale| &scale.value);
    let places = quantities.iter().map(|it| it.places).max().unwrap_or(0);
    let classes: Vec<Option<Classes>> = if alike {
        let all: Vec<Decimal> = grid.all_numbers().collect();
        let classes = Classes::new(&all, places, scale, None);
        columns.map(|_| classes.clone()).collect()
    } else {
        columns
            .map(|column| {
                let own: Vec<Decimal> = values(column).collect();
                Classes::new(&own, quantities[column].places, scale, None)
            })
            .collect()
    };
    Some(Box::new(Cells {
        title: match long {
            Some(_) => quantities[0].in_words(),
            None => describe::list(&titles(&quantities)),
        },
        category: &dataset.field(y.value).title,
        equal: matches!(scale, Some(Classing::Equal(_))),
        given: matches!(scale, Some(Classing::Breaks(_))),
        alike,
        grid,
        quantities,
        classes,
    }))
}

fn titles<'q>(quantities: &[Quantity<'q>]) -> Vec<&'q str> {
    quantities.iter().map(|quantity| quantity.title).collect()
}

struct Cells<'a> {
    /// What is measured, in words.
    title: String,
    /// The heading of the rows.
    category: &'a str,
    grid: Grid,
    quantities: Vec<Quantity<'a>>,
    /// The classes of each column; the same ones where all columns share a unit.
    classes: Vec<Option<Classes>>,
    alike: bool,
    equal: bool,
    given: bool,
}

/// Columns that stand beside each other; on a narrow page a heat table may take several such blocks.
struct Block {
    columns: std::ops::Range<usize>,
    heads: Vec<Vec<String>>,
    /// The height of the headings in px.
    high: f64,
}

/// Where everything lies.
struct Plot {
    names: Vec<Vec<String>>,
    /// The width of the names beside the cells; none where they stand above.
    beside: Option<f64>,
    column: f64,
    blocks: Vec<Block>,
    legend: Legend,
}

#[derive(Default)]
struct Legend {
    entries: Vec<(Ink, String)>,
    words: Vec<String>,
    high: f64,
    places: Vec<(f64, f64)>,
}

impl Cells<'_> {
    fn text(&self, category: usize, column: usize) -> String {
        let point = &self.grid.points[category][column];
        match point.value() {
            Some(value) => self.quantities[column].show(value.number),
            None => point.gap().unwrap_or_default(),
        }
    }

    fn name_font(&self, category: usize) -> Font {
        if self.grid.categories[category].role.is_focus() {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    /// The heading of a column, with its unit where the numbers do not carry it.
    fn head(&self, column: usize) -> String {
        match self.grid.series[column].label.as_str() {
            "" => self.quantities[column].caption(),
            _ if self.quantities[column].title == self.grid.series[column].label => {
                self.quantities[column].caption()
            }
            label => label.to_string(),
        }
    }

    /// The least width of a column.
    fn least(&self) -> f64 {
        let columns = 0..self.grid.series.len();
        let widths = columns.map(|column| {
            let rows = 0..self.grid.categories.len();
            let texts = rows.map(|row| Font::BODY.width(&self.text(row, column)));
            let word = longest_word(&self.head(column), Font::SMALL).min(WORD);
            texts.fold(word, f64::max) + 8.0
        });
        widths.fold(0.0, f64::max)
    }

    fn plot(&self, room: &Room) -> Plot {
        let (width, sides) = (room.width, room.sides());
        let count = self.grid.series.len();
        let least = self.least();
        let share = if width >= WIDE { 0.36 } else { 0.34 };
        let rows = 0..self.grid.categories.len();
        let wrapped = |room: f64| -> Vec<Vec<String>> {
            let name =
                |row: usize| wrap(&self.grid.categories[row].label, room, self.name_font(row));
            rows.clone().map(name).collect()
        };
        let most = (width * share).floor();
        let beside = wrapped(most);
        let taken = rows
            .clone()
            .map(|row| widest(&beside[row], self.name_font(row)))
            .fold(0.0, f64::max);
        let whole = rows
            .clone()
            .all(|row| longest_word(&self.grid.categories[row].label, self.name_font(row)) <= most);
        let low = beside.iter().all(|lines| lines.len() <= 3);
        let left = (taken.ceil() + BESIDE).max(sides.names);
        let fits = !sides.above && whole && low && (width - left) / count as f64 >= least + GAP;
        let (names, beside, left) = match fits {
            true => (beside, Some(left), left),
            false => (wrapped(width), None, 0.0),
        };
        let most = (((width - left) / (least + GAP)).floor() as usize).clamp(1, count);
        // Blocks of about as many columns each.
        let blocks = count.div_ceil(most);
        let each = count.div_ceil(blocks);
        let column = ((width - left) / each as f64).min(COLUMN);
        let block = |from: usize| {
            let columns = from..(from + each).min(count);
            let head = |column_: usize| wrap(&self.head(column_), column - GAP - 4.0, Font::SMALL);
            let heads: Vec<Vec<String>> = columns.clone().map(head).collect();
            let lines = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
            Block {
                columns,
                heads,
                high: lines * Font::SMALL.line() + 6.0,
            }
        };
        Plot {
            blocks: (0..count).step_by(each).map(block).collect(),
            legend: match room.shares_head() {
                true => Legend::default(),
                false => self.legend(width),
            },
            names,
            beside,
            column,
        }
    }

    /// What the shades mean.
    fn legend(&self, width: f64) -> Legend {
        let classes = self.classes.iter().flatten().next();
        let entries: Vec<(Ink, String)> = match classes {
            Some(classes) if self.alike => {
                let all = 0..classes.counts.len();
                let name = |class| {
                    (
                        classes.ink(class),
                        classes.name(class, &self.widest_quantity()),
                    )
                };
                all.map(name).collect()
            }
            // Which shade is high is shown: in the dark it is the light one.
            _ => vec![
                (Ink::Class1, "lowest in its column".to_string()),
                (Ink::Class5, "highest in its column".to_string()),
            ],
        };
        let words = match (self.alike, self.equal, self.given) {
            (true, _, true) => "",
            (false, _, true) => "Shaded within each column",
            (true, true, _) => "Shades are equally wide classes",
            (true, false, _) => "Each shade holds about as many values as the others",
            (false, true, _) => "Shaded within each column in equally wide classes",
            (false, false, _) => "Shaded within each column, about as many values in each shade",
        };
        let words = wrap(words, width, Font::SMALL);
        let (mut x, mut y) = (0.0, 0.0);
        let mut places = Vec::new();
        for (_, name) in &entries {
            let wide = 20.0 + Font::SMALL.width(name);
            if x > 0.0 && x + wide > width {
                (x, y) = (0.0, y + Font::SMALL.line() + 4.0);
            }
            places.push((x, y));
            x += wide + 16.0;
        }
        let keys = if entries.is_empty() {
            0.0
        } else {
            y + Font::SMALL.line() + 4.0
        };
        Legend {
            high: keys + words.len() as f64 * Font::SMALL.line() + 10.0,
            entries,
            words,
            places,
        }
    }

    /// The quantity of the column with the most places, which the classes are named by.
    fn widest_quantity(&self) -> Quantity<'_> {
        let all = self.quantities.iter();
        all.max_by_key(|it| it.places)
            .cloned()
            .unwrap_or_else(|| self.quantities[0].clone())
    }

    fn row_high(&self, plot: &Plot, row: usize) -> f64 {
        let name = plot.names[row].len() as f64 * Font::BODY.line();
        match plot.beside {
            Some(_) => HIGH.max(name + 4.0),
            None => name + 2.0 + HIGH + 4.0,
        }
    }

    fn draw_legend(&self, surface: &Surface, legend: &Legend) {
        let line = Font::SMALL.line();
        for ((ink, _), (x, y)) in legend.entries.iter().zip(&legend.places) {
            surface.rectangle(*ink, *x, y + 2.0, 14.0, line - 4.0);
        }
        for ((_, name), (x, y)) in legend.entries.iter().zip(&legend.places) {
            surface.label(Label {
                lines: std::slice::from_ref(name),
                x: x + 20.0,
                top: *y,
                anchor: Anchor::Start,
                font: Font::SMALL,
                ink: Ink::Text,
            });
        }
        let top = legend.high - 10.0 - legend.words.len() as f64 * line;
        surface.quiet(&legend.words, 0.0, top, Anchor::Start);
    }

    fn draw_cells(
        &self,
        surface: &Surface,
        plot: &Plot,
        block: &Block,
        row: usize,
        top: f64,
        high: f64,
    ) {
        let left = plot.beside.unwrap_or(0.0);
        let wide = plot.column - GAP;
        let cells: Vec<(usize, f64, Ink)> = block
            .columns
            .clone()
            .enumerate()
            .map(|(place, column)| {
                let value = self.grid.points[row][column].value();
                let class = value.zip(self.classes[column].as_ref());
                let ink = class.map_or(Ink::NoData, |(value, classes)| {
                    classes.ink(classes.class(value.number))
                });
                (column, left + place as f64 * plot.column, ink)
            })
            .collect();
        // Grounds first: neighbours of one class are then one path.
        for (column, x, ink) in &cells {
            surface.rectangle(*ink, *x, top, wide, high - GAP);
            surface.reads(self.grid.rows[row][*column], (*x, top, wide, high - GAP));
        }
        for (column, x, ink) in &cells {
            let missing = self.grid.points[row][*column].value().is_none();
            surface.label(Label {
                lines: &[self.text(row, *column)],
                x: x + wide / 2.0,
                top: top + (high - GAP - Font::BODY.line()) / 2.0,
                anchor: Anchor::Middle,
                font: Font::BODY,
                ink: if missing { Ink::Quiet } else { ink.on() },
            });
        }
    }
}

impl Chart for Cells<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let width = room.width;
        let plot = self.plot(room);
        let rows = 0..self.grid.categories.len();
        let body: f64 = rows.clone().map(|row| self.row_high(&plot, row)).sum();
        let heads: f64 = plot.blocks.iter().map(|block| block.high).sum();
        let gaps = 18.0 * plot.blocks.len().saturating_sub(1) as f64;
        let high = plot.legend.high + heads + body * plot.blocks.len() as f64 + gaps;
        let mut surface = Surface::new(width, high);
        surface.sides = Sides {
            names: plot.beside.unwrap_or(0.0),
            above: plot.beside.is_none(),
            ..Sides::default()
        };
        self.draw_legend(&surface, &plot.legend);
        let mut y = plot.legend.high;
        let left = plot.beside.unwrap_or(0.0);
        for block in &plot.blocks {
            for (place, lines) in block.heads.iter().enumerate() {
                let own = lines.len() as f64 * Font::SMALL.line();
                let middle = left + place as f64 * plot.column + (plot.column - GAP) / 2.0;
                surface.quiet(lines, middle, y + block.high - 6.0 - own, Anchor::Middle);
            }
            y += block.high;
            for row in rows.clone() {
                let high = self.row_high(&plot, row);
                let name = plot.names[row].len() as f64 * Font::BODY.line();
                let (x, top, anchor, cells, tall) = match plot.beside {
                    Some(beside) => {
                        let top = y + (high - GAP - name) / 2.0;
                        (beside - BESIDE, top, Anchor::End, y, high)
                    }
                    None => (0.0, y, Anchor::Start, y + name + 2.0, HIGH),
                };
                surface.label(Label {
                    lines: &plot.names[row],
                    x,
                    top,
                    anchor,
                    font: self.name_font(row),
                    ink: Ink::Text,
                });
                self.draw_cells(&surface, &plot, block, row, cells, tall);
                y += high;
            }
            y += 18.0;
        }
        Some(surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        let legend = self.legend(width);
        let surface = Surface::new(width, legend.high);
        self.draw_legend(&surface, &legend);
        surface.finish()
    }

    fn describe(&self) -> Words {
        let rows = describe::count(self.grid.categories.len(), "row", "rows");
        let columns = describe::count(self.grid.series.len(), "column", "columns");
        let each = (0..self.grid.series.len()).map(|column| self.extremes(column));
        let missing = describe::missing(&self.grid);
        Words {
            kind: format!("Heat table of {}, by {}", self.title, self.category),
            size: format!("{rows} and {columns}"),
            rest: describe::sentences(each.chain([missing])),
            compared: None,
            // Measures of different units have no highest value.
            ends: match self.alike {
                true => ends_of(&self.grid, |column| &self.quantities[column]),
                false => None,
            },
        }
    }
}

impl Cells<'_> {
    /// `Income: highest A (27%); lowest B (11%).`
    fn extremes(&self, column: usize) -> Option<String> {
        let values: Vec<(usize, &Measured)> = self
            .grid
            .values()
            .filter(|(_, of, _)| *of == column)
            .map(|(row, _, value)| (row, value))
            .collect();
        let told = |(row, value): &(usize, &Measured)| {
            let name = &self.grid.categories[*row].label;
            format!("{name} ({})", self.quantities[column].show(value.number))
        };
        let highest = values.iter().reduce(|one, two| {
            if two.1.number > one.1.number {
                two
            } else {
                one
            }
        })?;
        let lowest = values.iter().reduce(|one, two| {
            if two.1.number < one.1.number {
                two
            } else {
                one
            }
        })?;
        let name = self.head(column);
        Some(match highest.0 == lowest.0 {
            true => format!("{name}: {}.", told(highest)),
            false => format!(
                "{name}: highest {}; lowest {}.",
                told(highest),
                told(lowest)
            ),
        })
    }
}
