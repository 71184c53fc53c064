//! Upright bars, for categories on `x`. Where names or numbers would not fit between their
//! neighbours, there are none: the chart then lies across.

use super::bar::Bars;
use super::ink::Ink;
use super::key::Key;
use super::metrics::Font;
use super::room::{Room, Sides};
use super::rows::{key, rule};
use super::scale::{Scale, Tick, rounded};
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::text::{words_fit, wrap};

/// The height of the plot in px.
const PLOT: f64 = 240.0;
/// The thinnest column in px.
const THINNEST: f64 = 12.0;
/// How many lines a name may take under its column.
const MOST_LINES: usize = 4;

/// Where columns stand.
struct Columns<'a> {
    bars: &'a Bars<'a>,
    scale: Scale,
    /// The numbers of the axis, from the top of the plot.
    ticks: Vec<Tick>,
    left: f64,
    band: f64,
    thick: f64,
    names: Vec<Vec<String>>,
    /// The height of the plot in px.
    high: f64,
}

/// The chart, or none where it has to lie across.
pub(crate) fn draw(bars: &Bars<'_>, room: &Room) -> Option<Sheet> {
    let columns = Columns::lay_out(bars, room)?;
    Some(columns.draw(room))
}

impl<'a> Columns<'a> {
    fn lay_out(bars: &'a Bars<'a>, room: &Room) -> Option<Columns<'a>> {
        let (width, high) = (room.width, room.height(PLOT));
        let scale = Scale::new(rounded(bars.domain(), 6), (high, 0.0));
        let ticks = bars.quantity.ticks(&scale, 8);
        let numbers = ticks.iter().map(|tick| Font::SMALL.width(&tick.text));
        let left = (numbers.fold(0.0, f64::max) + 8.0).ceil();
        let band = (width - left) / bars.grid.categories.len() as f64;
        let thick = (band * 0.72 / bars.grid.series.len() as f64).min(64.0);
        let names = bars.grid.categories.iter().map(|name| {
            let font = if name.role.is_focus() {
                Font::STRONG
            } else {
                Font::BODY
            };
            let lines = wrap(&name.label, band - 8.0, font);
            let whole = words_fit(&name.label, band - 8.0, font);
            (whole && lines.len() <= MOST_LINES).then_some(lines)
        });
        let names = names.collect::<Option<Vec<_>>>()?;
        let columns = Columns {
            bars,
            scale,
            ticks,
            left,
            band,
            thick,
            names,
            high,
        };
        (thick >= THINNEST && columns.labels_fit()).then_some(columns)
    }

    /// Whether each value or mark fits over its own column.
    fn labels_fit(&self) -> bool {
        let room = if self.bars.grid.series.len() == 1 {
            self.band - 6.0
        } else {
            self.thick - 2.0
        };
        let mut texts = self.bars.texts.iter().flatten();
        texts.all(|text| Font::STRONG.width(text) <= room)
    }

    fn draw(&self, room: &Room) -> Sheet {
        let width = room.width;
        let (bars, grid) = (self.bars, &self.bars.grid);
        let (key, caption) = match room.shares_head() {
            true => (Vec::new(), String::new()),
            false => (key(grid, false), bars.quantity.caption()),
        };
        let key = Key::lay_out(&key, width);
        let caption = wrap(&caption, width, Font::SMALL);
        let rule = rule(bars.figure, grid, &bars.quantity);
        let rule_top = key.height + caption.len() as f64 * Font::SMALL.line();
        let rule_room = rule.as_ref().map_or(0.0, |_| Font::SMALL.line());
        let top = rule_top + rule_room + Font::BODY.line() + 6.0;
        let below = if bars.domain().0 < 0.0 {
            Font::BODY.line()
        } else {
            0.0
        };
        let floor = top + self.high + below + 6.0;
        let lines = self.names.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let mut surface = Surface::new(width, floor + lines * Font::BODY.line());
        surface.sides = Sides {
            left: self.left,
            ..Sides::default()
        };
        for tick in &self.ticks {
            let y = top + tick.at;
            surface.line(Ink::Grid, &[(self.left, y), (width, y)]);
        }
        key.draw(&surface, 0.0);
        self.draw_columns(&surface, top);
        let zero = top + self.scale.at(0.0);
        surface.line(Ink::Axis, &[(self.left, zero), (width, zero)]);
        if let Some((value, _)) = &rule {
            let y = top + self.scale.at(*value);
            surface.line(Ink::Rule, &[(self.left, y), (width, y)]);
        }
        surface.quiet(&caption, 0.0, key.height, Anchor::Start);
        if let Some((_, label)) = rule {
            surface.quiet(&[label], width, rule_top, Anchor::End);
        }
        for tick in &self.ticks {
            let y = top + tick.at - Font::SMALL.line() / 2.0;
            let text = std::slice::from_ref(&tick.text);
            surface.quiet(text, self.left - 8.0, y, Anchor::End);
        }
        self.draw_values(&surface, top);
        self.draw_names(&surface, floor);
        surface.finish()
    }

    fn middle(&self, category: usize) -> f64 {
        self.left + self.band * (category as f64 + 0.5)
    }

    fn start(&self, category: usize, series: usize) -> f64 {
        let half = self.thick * self.bars.grid.series.len() as f64 / 2.0;
        self.middle(category) - half + self.thick * series as f64
    }

    fn draw_columns(&self, surface: &Surface, top: f64) {
        let grid = &self.bars.grid;
        let zero = top + self.scale.at(0.0);
        for place in 0..grid.series.len() {
            for (category, series, value) in grid.values() {
                if series == place {
                    let end = top + self.scale.at(value.at);
                    let ink = grid.role(category, series).area();
                    let (x, height) = (self.start(category, series), (zero - end).abs());
                    surface.rectangle(ink, x, zero.min(end), self.thick, height);
                    let row = grid.rows[category][series];
                    surface.reads(row, (x, top, self.thick, self.high));
                }
            }
        }
    }

    fn draw_values(&self, surface: &Surface, top: f64) {
        let grid = &self.bars.grid;
        for category in 0..grid.categories.len() {
            for series in 0..grid.series.len() {
                let point = &grid.points[category][series];
                let at = point.value().map_or(0.0, |value| value.at);
                let (font, ink) = match point.value() {
                    Some(_) => (self.bars.font(category, series), Ink::Text),
                    None => (Font::SMALL, Ink::Quiet),
                };
                let end = top + self.scale.at(at);
                let label_top = if at < 0.0 {
                    end + 2.0
                } else {
                    end - font.line() - 2.0
                };
                surface.label(Label {
                    lines: std::slice::from_ref(&self.bars.texts[category][series]),
                    x: self.start(category, series) + self.thick / 2.0,
                    top: label_top,
                    anchor: Anchor::Middle,
                    font,
                    ink,
                });
            }
        }
    }

    fn draw_names(&self, surface: &Surface, top: f64) {
        for (category, lines) in self.names.iter().enumerate() {
            let focus = self.bars.grid.categories[category].role.is_focus();
            surface.label(Label {
                lines,
                x: self.middle(category),
                top,
                anchor: Anchor::Middle,
                font: if focus { Font::STRONG } else { Font::BODY },
                ink: Ink::Text,
            });
        }
    }
}
