//! `slope`: two periods and a line between them for each area, named and numbered at both ends.

use super::Mark;
use super::change::Changes;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::grid::{Fields, Grid};
use super::head::head;
use super::ink::{Ink, Role, Shape};
use super::line_labels::{EndLabel, EndLabels};
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::refusals::two_periods;
use super::room::{Room, Sides};
use super::rows::{WIDE, rule};
use super::scale::{Quantity, Scale, leaves_out_zero};
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::spread::spread;
use super::text::{widest, wrap};
use super::words::{Words, ends_of_grid};
use crate::diag::{Diagnostic, code};
use crate::model::{Channels, Dataset, FieldType};

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "slope",
    summary: "change between two periods, up to eight lines named at both ends",
    faceting: Some(Faceting {
        columns: (3, 1),
        least: 200.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// How many lines can be followed.
const MOST: usize = 8;
const RADIUS: f64 = 4.0;
/// The room between an end and its number on the left in px, with a leader where it moved.
const BESIDE: f64 = 18.0;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("slope", channels, dataset);
    if let Some(x) = fit.only("x", &channels.x, "the field of the two periods")
        && fit.field(x).kind == FieldType::Number
    {
        fit.wrong("x", x, "years, dates or periods");
    }
    if let Some(y) = fit.only("y", &channels.y, "a number")
        && !fit.field(y).is_numeric()
    {
        fit.wrong("y", y, "a number");
    }
    match &channels.color {
        None => fit.missing("color", "the field that names the lines"),
        Some(color) if fit.field(color).kind == FieldType::Number => {
            fit.wrong("color", color, "a field that names lines");
        }
        Some(_) => {}
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
    let color = channels.color.as_ref()?;
    // The lines are the categories here, the periods the two series.
    let fields = Fields {
        series: Some(x.value),
        most: usize::MAX,
        ..Fields::new(figure, color.value, y.value)
    };
    let mut grid = Grid::read(figure, dataset, fields, diagnostics)?;
    let lines = grid.categories.len();
    if lines > MOST {
        let message = format!("figure `{}` shows {lines} lines", figure.name);
        let found = Diagnostic::error(&code::TOO_MANY_LINES, color.span, message);
        let help = "choose at most eight with `where`, or draw `arrow`, which takes any number";
        diagnostics.push(found.help(help));
        return None;
    }
    if !two_periods(figure, &mut grid, x.span, diagnostics) {
        return None;
    }
    let values = grid.all_numbers();
    let mut quantity = Quantity::new(dataset.field(y.value), figure.decimals, values);
    let rule = rule(figure, &grid, &quantity);
    let domain = grid.extent_with(rule.as_ref());
    quantity.cut = leaves_out_zero(domain);
    Some(Box::new(Slopes {
        about: describe::About::new(figure, dataset, color.value),
        grid,
        quantity,
        domain,
        rule,
    }))
}

struct Slopes<'a> {
    about: describe::About<'a>,
    grid: Grid,
    quantity: Quantity<'a>,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
}

/// A number left of the lines.
struct LeftLabel {
    text: [String; 1],
    font: Font,
    ink: Ink,
    /// Where it would like to be; none for the mark of a missing value.
    level: f64,
    /// Whether it names a point, to which a leader may lead.
    point: bool,
}

/// Where everything lies on the sheet.
struct Plot {
    caption: Vec<String>,
    heads: [Vec<String>; 2],
    ends: EndLabels,
    left: Vec<LeftLabel>,
    y: Scale,
    sides: (f64, f64),
    levels: (f64, f64),
    heads_top: f64,
}

impl Slopes<'_> {
    fn role(&self, category: usize) -> Role {
        match self.grid.categories[category].role {
            Role::Series(_) => Role::Series(0),
            Role::Muted(_) => Role::Muted(0),
            role => role,
        }
    }

    fn font(&self, category: usize) -> Font {
        if self.role(category).is_focus() {
            Font::STRONG
        } else {
            Font::BODY
        }
    }

    /// The lines in the order they are drawn: what matters most on top.
    fn layers(&self) -> Vec<usize> {
        let mut layers: Vec<usize> = (0..self.grid.categories.len()).collect();
        layers.sort_by_key(|category| match self.role(*category) {
            Role::Muted(_) => 0,
            Role::Reference => 1,
            Role::Series(_) | Role::Step(_) | Role::Lean(_) => 2,
            Role::Focus(_) => 3,
        });
        layers
    }

    /// The names and later values right of the lines.
    fn right_labels(&self) -> Vec<EndLabel> {
        let lines = (0..self.grid.categories.len()).map(|category| {
            let later = &self.grid.points[category][1];
            let value = later.value();
            EndLabel {
                name: self.grid.categories[category].label.clone(),
                value: match value {
                    Some(value) => self.quantity.show(value.number),
                    None => later.gap().unwrap_or_default(),
                },
                font: self.font(category),
                ink: Ink::Text,
                from: value.map(|value| (1.0, value.at)),
            }
        });
        let rule = self.rule.as_ref().map(|(value, label)| EndLabel {
            name: label.clone(),
            value: String::new(),
            font: Font::SMALL,
            ink: Ink::Quiet,
            from: Some((1.0, *value)),
        });
        lines.chain(rule).collect()
    }

    /// The earlier values, and the marks of those that are missing, level with the later value.
    fn left_labels(&self, at: impl Fn(f64) -> f64) -> Vec<LeftLabel> {
        let label = |category: usize| {
            let row = &self.grid.points[category];
            let (text, level, font, ink) = match (row[0].value(), row[1].value()) {
                (Some(value), _) => {
                    let text = self.quantity.show(value.number);
                    (text, value.at, self.font(category), Ink::Text)
                }
                (None, Some(later)) => (row[0].gap()?, later.at, Font::SMALL, Ink::Quiet),
                (None, None) => return None,
            };
            Some(LeftLabel {
                text: [text],
                font,
                ink,
                level: at(level),
                point: ink == Ink::Text,
            })
        };
        (0..self.grid.categories.len()).filter_map(label).collect()
    }

    fn plot(&self, room: &Room) -> Plot {
        let (width, kept) = (room.width, room.sides());
        let share = if width >= WIDE { 0.34 } else { 0.44 };
        let ends = EndLabels::beside(self.right_labels(), (width * share).floor());
        let caption = match room.shares_head() {
            true => Vec::new(),
            false => wrap(&self.quantity.caption(), width, Font::SMALL),
        };
        let left = self.left_labels(|_| 0.0);
        let tall: f64 = left.iter().map(|label| label.font.line() + 4.0).sum();
        let wide = left.iter().map(|label| widest(&label.text, label.font));
        let start = wide.fold(0.0, f64::max).ceil().min(width * 0.35) + BESIDE;
        let start = start.max(kept.left);
        let end = width - ends.width.max(kept.right);
        let sides = (start, end.max(start + width * 0.12));
        let head = |series: usize| {
            let room = width / 2.0 - 8.0;
            wrap(&self.grid.series[series].label, room, Font::STRONG)
        };
        let heads = [head(0), head(1)];
        let heads_top = caption.len() as f64 * Font::SMALL.line() + 6.0;
        let lines = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let top = heads_top + lines * Font::STRONG.line() + 14.0;
        let least = room.height(if width >= WIDE { 260.0 } else { 220.0 });
        let floor = top + ends.height.max(tall).max(least);
        let y = Scale::new(self.domain, (floor - 8.0, top + 8.0));
        Plot {
            left: self.left_labels(|value| y.at(value)),
            caption,
            heads,
            ends,
            y,
            sides,
            levels: (top, floor),
            heads_top,
        }
    }

    fn draw_lines(&self, surface: &Surface, plot: &Plot) {
        for category in self.layers() {
            let role = self.role(category);
            let row = &self.grid.points[category];
            let at = |place: usize| {
                let x = if place == 0 {
                    plot.sides.0
                } else {
                    plot.sides.1
                };
                row[place].value().map(|value| (x, plot.y.at(value.at)))
            };
            if let (Some(from), Some(to)) = (at(0), at(1)) {
                surface.line(role.line(), &[from, to]);
            }
            for place in [0, 1] {
                if let Some(at) = at(place) {
                    surface.point(role.area(), Shape::Circle, at, RADIUS);
                    let row = self.grid.rows[category][place];
                    surface.reads(row, (at.0, at.1, 0.0, 0.0));
                }
            }
        }
    }

    /// The names of the periods over the ends: over their own end, or where they would meet, at
    /// the edges of the chart.
    fn draw_heads(&self, surface: &Surface, plot: &Plot) {
        let wide = plot
            .heads
            .each_ref()
            .map(|lines| widest(lines, Font::STRONG));
        let width = surface.width();
        let middle = |x: f64, wide: f64| x.clamp(wide / 2.0, (width - wide / 2.0).max(wide / 2.0));
        let (left, right) = (middle(plot.sides.0, wide[0]), middle(plot.sides.1, wide[1]));
        let apart = left + wide[0] / 2.0 + 10.0 <= right - wide[1] / 2.0;
        let places = match apart {
            true => [(left, Anchor::Middle), (right, Anchor::Middle)],
            false => [(0.0, Anchor::Start), (width, Anchor::End)],
        };
        for (lines, (x, anchor)) in plot.heads.iter().zip(places) {
            surface.label(Label {
                lines,
                x,
                top: plot.heads_top,
                anchor,
                font: Font::STRONG,
                ink: Ink::Text,
            });
        }
    }

    fn draw_left(&self, surface: &mut Surface, plot: &Plot) {
        let wanted: Vec<f64> = plot.left.iter().map(|label| label.level).collect();
        let sizes: Vec<f64> = plot.left.iter().map(|label| label.font.line()).collect();
        let room = (plot.levels.0 - 8.0, plot.levels.1 + 8.0);
        let places = spread(&wanted, &wanted, &sizes, 1.0, room);
        let x = plot.sides.0 - BESIDE;
        for (label, middle) in plot.left.iter().zip(places) {
            if label.point && (middle - label.level).abs() > 2.0 {
                let from = (plot.sides.0 - RADIUS - 3.0, label.level);
                surface.line(Ink::Leader, &[from, (x + 3.0, middle)]);
            }
            surface.place(Label {
                lines: &label.text,
                x: if label.point { x + 6.0 } else { x },
                top: middle - label.font.line() / 2.0,
                anchor: Anchor::End,
                font: label.font,
                ink: label.ink,
            });
        }
    }
}

impl Chart for Slopes<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let plot = self.plot(room);
        let (top, floor) = plot.levels;
        let mut surface = Surface::new(room.width, floor + 10.0);
        surface.sides = Sides {
            left: plot.sides.0,
            right: room.width - plot.sides.1,
            ..Sides::default()
        };
        for x in [plot.sides.0, plot.sides.1] {
            surface.line(Ink::Grid, &[(x, top), (x, floor)]);
        }
        if let Some((value, _)) = &self.rule {
            let y = plot.y.at(*value);
            surface.line(Ink::Rule, &[(plot.sides.0, y), (plot.sides.1, y)]);
        }
        self.draw_lines(&surface, &plot);
        surface.quiet(&plot.caption, 0.0, 0.0, Anchor::Start);
        self.draw_heads(&surface, &plot);
        let right = plot.sides.1;
        let at = |(_, value): (f64, f64)| (right, plot.y.at(value));
        plot.ends
            .draw(&surface, at, right, (top - 8.0, floor + 8.0));
        self.draw_left(&mut surface, &plot);
        Some(surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&[], &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        let grid = &self.grid;
        let (from, to) = (&grid.series[0].label, &grid.series[1].label);
        let lines = describe::count(grid.categories.len(), "line", "lines");
        let changes = Changes::of(grid, &self.quantity);
        let kind = format!(
            "Slope chart of {}, from {from} to {to}, by {}",
            self.quantity.in_words(),
            self.about.category
        );
        Words {
            kind,
            size: lines,
            rest: describe::sentences([
                changes.summary(),
                changes.extremes(),
                changes.named(),
                self.about.rule(grid, &self.quantity),
                describe::missing(grid),
            ]),
            compared: None,
            ends: ends_of_grid(grid, &self.quantity),
        }
    }
}
