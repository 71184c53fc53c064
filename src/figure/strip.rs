//! `strip`: where each of many values lies on a line, for one group or several.
//!
//! Points are moved aside so that none covers another. Where there are thousands, a group of more
//! than a few hundred is drawn as a shape that is as high as its values are many.

use rust_decimal::Decimal;

use super::Mark;
use super::bins::Bins;
use super::chart::{Chart, Prepared};
use super::cut::Cut;
use super::describe;
use super::facet::Faceting;
use super::head::head;
use super::ink::{Ink, Role, Shape};
use super::key::KeyItem;
use super::lanes::{Dot, Lane, Lanes};
use super::metrics::Font;
use super::misfit::{Fit, Misfit};
use super::room::Room;
use super::rows::{Frame, Reach, Rows};
use super::scale::{Quantity, Scale, leaves_out_zero, open_domain, position};
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::summary::{Column, Summary};
use super::swarm::Swarm;
use super::text::{clean, widest, wrap};
use super::words::{Told, Words, ends};
use crate::diag::Diagnostic;
use crate::model::{Bin, Channels, Dataset, FieldType, Reference, Unit};
use crate::number;

/// The row of this mark.
pub(crate) const MARK: Mark = Mark {
    name: "strip",
    summary: "where each of many values lies, with the median of each group",
    faceting: Some(Faceting {
        columns: (2, 1),
        least: 160.0,
        compares: false,
    }),
    fit,
    prepare,
};

/// From how many values on a chart counts those of large groups.
const MOST_DOTS: usize = 2000;
/// How many values a group may have to be drawn as points even so.
const FEW: usize = 400;
/// The height of the fullest bin in px.
const HIGH: f64 = 56.0;
/// How many points in focus have their name beside them.
const MOST_NAMED: usize = 8;

fn fit(channels: &Channels, dataset: &Dataset, _rows: &[usize]) -> Vec<Misfit> {
    let mut fit = Fit::new("strip", channels, dataset);
    if let Some(x) = fit.only("x", &channels.x, "a number")
        && !fit.field(x).is_numeric()
    {
        fit.wrong("x", x, "a number");
    }
    let groups = channels.y.iter().map(|id| ("y", id));
    for (channel, id) in groups.chain(channels.color.iter().map(|id| ("color", id))) {
        if fit.field(id).kind == FieldType::Number {
            fit.wrong(channel, id, "a field that names groups");
        }
    }
    if let [_, second, ..] = channels.y.as_slice() {
        let message = "`y` of `strip` takes one field".to_string();
        fit.report(Some(second.span), message, "remove all fields but one");
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
    let field = dataset.field(figure.channels.x.first()?.value);
    let lanes = Lanes::read(figure, dataset, diagnostics)?;
    let numbers = lanes.numbers.iter().copied();
    let mut quantity = Quantity::new(field, figure.decimals, numbers);
    let counted = lanes.numbers.len() > MOST_DOTS;
    let bins = counted
        .then(|| {
            let whole = field.kind == FieldType::Integer;
            Bins::count(&lanes.numbers, Bin::Most(Bin::MOST), whole).ok()
        })
        .flatten();
    let rule = match &figure.reference {
        Some(Reference::Number(number)) => {
            let label = format!(
                "Reference: {}",
                quantity.as_precise_as(number.value).show(number.value)
            );
            Some((position(number.value), label))
        }
        _ => None,
    };
    let (low, high) = lanes.extent();
    let ends = rule
        .as_ref()
        .map_or((low, high), |(at, _)| (low.min(*at), high.max(*at)));
    let domain = open_domain(ends);
    quantity.cut = leaves_out_zero(domain);
    let by = figure.channels.y.first().or(figure.channels.color.as_ref());
    let mut strip = Strip {
        by: by.map(|id| dataset.field(id.value).title.as_str()),
        lanes,
        quantity,
        domain,
        rule,
        bins,
        full: f64::MIN_POSITIVE,
    };
    strip.full = strip.fullest(figure, dataset);
    strip.quantity.note = strip.note();
    Some(Box::new(strip))
}

struct Strip<'a> {
    lanes: Lanes,
    quantity: Quantity<'a>,
    domain: (f64, f64),
    rule: Option<(f64, String)>,
    /// The bins of large groups, where the chart counts them.
    bins: Option<Bins>,
    /// The share of a lane in its fullest bin, over all panels.
    full: f64,
    /// What the lanes are.
    by: Option<&'a str>,
}

/// What is drawn of a lane at one width.
struct Laid {
    /// The height of the words above, and of what stands under them, in px.
    above: f64,
    shape: Vec<f64>,
    /// The places of points in the lane, with their distance from its middle.
    swarm: Option<(Vec<usize>, Swarm)>,
    names: Vec<Name>,
    names_high: f64,
}

impl Laid {
    fn swarm_high(&self) -> f64 {
        self.swarm.as_ref().map_or(0.0, |(_, swarm)| swarm.height())
    }

    fn shape_high(&self) -> f64 {
        if self.shape.is_empty() {
            0.0
        } else {
            HIGH + 4.0
        }
    }

    fn height(&self) -> f64 {
        self.above + self.shape_high() + self.swarm_high() + self.names_high
    }
}

/// The name of a point in focus.
struct Name {
    dot: usize,
    lines: Vec<String>,
    middle: f64,
    top: f64,
}

impl Strip<'_> {
    /// Whether a lane is counted instead of drawn point by point.
    fn is_counted(&self, lane: &Lane) -> bool {
        self.bins.is_some() && lane.dots.len() > FEW
    }

    /// What has to be said under the axis.
    fn note(&self) -> Option<String> {
        let missing = self.lanes.missing.iter();
        let missing = describe::reasons(missing).map(|told| format!("Left out: {told}"));
        let counted = self.counting();
        let both = [counted, missing].into_iter().flatten();
        let both: Vec<String> = both.collect();
        (!both.is_empty()).then(|| both.join(". "))
    }

    fn counting(&self) -> Option<String> {
        let bins = self.bins.as_ref()?;
        let any = self.full > f64::MIN_POSITIVE;
        let width = match self.quantity.unit {
            Some(Unit::Percent) if bins.step == Decimal::ONE => "1 percentage point".to_string(),
            Some(Unit::Percent) => format!("{} percentage points", number::plain(bins.step, None)),
            unit => number::with_sign(bins.step, None, unit),
        };
        any.then(|| format!("Height shows how many values lie in each bin of {width}"))
    }

    /// The part a point plays, beside that of its lane.
    fn role(&self, lane: &Lane, dot: &Dot) -> Role {
        match dot.focus {
            Some(place) => Role::Focus(place),
            None if !self.lanes.foci.is_empty() && lane.role == Role::Series(0) => Role::Muted(0),
            None => lane.role,
        }
    }

    /// Whether the points in focus have their names beside them; a key tells of more.
    fn named(&self) -> bool {
        let points: usize = self.lanes.foci.iter().map(|(_, count)| count).sum();
        points <= MOST_NAMED && self.lanes.foci.iter().all(|(_, count)| *count == 1)
    }

    fn key(&self) -> Vec<KeyItem> {
        if self.lanes.foci.is_empty() || self.named() {
            return Vec::new();
        }
        let foci = self.lanes.foci.iter().enumerate();
        let foci = foci.map(|(place, (name, count))| KeyItem {
            name: format!("{name} ({})", number::plain(Decimal::from(*count), None)),
            role: Role::Focus(place),
            shape: Some(Shape::Circle),
        });
        let rest = KeyItem {
            name: "others".to_string(),
            role: Role::Muted(0),
            shape: Some(Shape::Circle),
        };
        foci.chain([rest]).collect()
    }

    fn rows(&self, heights: Vec<f64>) -> Rows<'_> {
        let ends = self.lanes.extent();
        let reach = [ends.0, ends.1].map(|at| Reach {
            at,
            left: 6.0,
            right: 6.0,
        });
        let lanes = self.lanes.lanes.iter();
        Rows {
            key: self.key(),
            names: lanes.map(|lane| (lane.name.as_str(), lane.role)).collect(),
            heights,
            between: 14.0,
            domain: self.domain,
            reach: reach.to_vec(),
            quantity: &self.quantity,
            rule: self.rule.clone(),
        }
    }

    /// The largest share of a lane that lies in one bin, in any panel.
    fn fullest(&self, figure: &Cut<'_>, dataset: &Dataset) -> f64 {
        let mut full = f64::MIN_POSITIVE;
        if self.bins.is_none() {
            return full;
        }
        for panel in figure.each() {
            let lanes = Lanes::read(&panel, dataset, &mut Vec::new());
            for lane in lanes.iter().flat_map(|lanes| &lanes.lanes) {
                full = self.shape(lane).into_iter().fold(full, f64::max);
            }
        }
        full
    }

    /// The share of a lane that lies in each bin.
    fn shape(&self, lane: &Lane) -> Vec<f64> {
        let Some(bins) = self.bins.as_ref().filter(|_| self.is_counted(lane)) else {
            return Vec::new();
        };
        let counts = bins.count_again(lane.dots.iter().map(|dot| dot.number));
        let all = lane.dots.len() as f64;
        counts.into_iter().map(|count| count as f64 / all).collect()
    }

    fn lay_out(&self, lane: &Lane, scale: &Scale, room: (f64, f64)) -> Laid {
        let shape = self.shape(lane);
        let drawn = |dot: &Dot| shape.is_empty() || dot.focus.is_some();
        let places: Vec<usize> = (0..lane.dots.len())
            .filter(|place| drawn(&lane.dots[*place]))
            .collect();
        let positions: Vec<f64> = places
            .iter()
            .map(|place| scale.at(lane.dots[*place].at))
            .collect();
        let swarm = (!places.is_empty()).then(|| Swarm::lay_out(&positions));
        let (names, names_high) = self.names(lane, scale, room);
        Laid {
            above: Font::SMALL.line() + 2.0,
            swarm: swarm.map(|swarm| (places, swarm)),
            shape,
            names,
            names_high,
        }
    }

    /// The names of points in focus under their lane, in as many rows as they need.
    fn names(&self, lane: &Lane, scale: &Scale, (left, right): (f64, f64)) -> (Vec<Name>, f64) {
        let mut rows: Vec<(f64, usize)> = Vec::new();
        let mut placed: Vec<(usize, Name)> = Vec::new();
        if !self.named() {
            return (Vec::new(), 0.0);
        }
        for (at, dot) in lane.dots.iter().enumerate() {
            let Some(focus) = dot.focus else { continue };
            let (name, _) = &self.lanes.foci[focus];
            let text = format!("{name}\u{a0}{}", self.quantity.show(dot.number));
            let lines = wrap(&text, right - left, Font::STRONG);
            let half = widest(&lines, Font::STRONG) / 2.0;
            let middle = scale
                .at(dot.at)
                .clamp(left + half, (right - half).max(left + half));
            let free = (0..rows.len()).find(|row| rows[*row].0 + 10.0 <= middle - half);
            let row = free.unwrap_or(rows.len());
            if row == rows.len() {
                rows.push((0.0, 0));
            }
            rows[row] = (middle + half, rows[row].1.max(lines.len()));
            let name = Name {
                dot: at,
                lines,
                middle,
                top: 0.0,
            };
            placed.push((row, name));
        }
        let mut top = if rows.is_empty() { 0.0 } else { 6.0 };
        for (row, (_, lines)) in rows.iter().enumerate() {
            for (_, name) in placed.iter_mut().filter(|(of, _)| *of == row) {
                name.top = top;
            }
            top += *lines as f64 * Font::STRONG.line();
        }
        (placed.into_iter().map(|(_, name)| name).collect(), top)
    }

    fn draw_shape(
        &self,
        surface: &Surface,
        lane: &Lane,
        scale: &Scale,
        laid: &Laid,
        base: f64,
        full: f64,
    ) {
        let Some(bins) = self.bins.as_ref().filter(|_| !laid.shape.is_empty()) else {
            return;
        };
        let at = |place: usize| scale.at(position(bins.edge(place)));
        let first = laid
            .shape
            .iter()
            .position(|share| *share > 0.0)
            .unwrap_or(0);
        let last = laid
            .shape
            .iter()
            .rposition(|share| *share > 0.0)
            .unwrap_or(0);
        let mut corners = vec![(at(first), base)];
        for place in first..=last {
            let level = base - laid.shape[place] / full * HIGH;
            corners.extend([(at(place), level), (at(place + 1), level)]);
        }
        corners.push((at(last + 1), base));
        let role = match self.lanes.foci.is_empty() {
            false if lane.role == Role::Series(0) => Role::Muted(0),
            _ => lane.role,
        };
        surface.polygon(role.area(), &corners);
    }

    fn draw_dots(&self, surface: &Surface, lane: &Lane, scale: &Scale, laid: &Laid, middle: f64) {
        let Some((places, swarm)) = &laid.swarm else {
            return;
        };
        let place_of = |nth: usize| {
            let dot = &lane.dots[places[nth]];
            (scale.at(dot.at), middle + swarm.aside[nth])
        };
        let (mut plain, mut focused) = (Vec::new(), Vec::new());
        for (nth, place) in places.iter().enumerate() {
            let dot = &lane.dots[*place];
            match dot.focus {
                Some(_) => focused.push((self.role(lane, dot), place_of(nth))),
                None => plain.push(place_of(nth)),
            }
            if self.bins.is_none() {
                let (x, y) = place_of(nth);
                surface.reads(Some(dot.row), (x, y, 0.0, 0.0));
            }
        }
        let role = match lane.dots.iter().find(|dot| dot.focus.is_none()) {
            Some(dot) => self.role(lane, dot),
            None => lane.role,
        };
        surface.dots(role.dots(), swarm.radius, &plain);
        for (role, at) in focused {
            let radius = if self.named() { 5.5 } else { swarm.radius };
            if self.named() {
                surface.point(role.area(), Shape::Circle, at, radius);
            } else {
                surface.dots(role.dots(), radius, &[at]);
            }
        }
    }

    /// The line and number of a lane's median.
    fn draw_median(&self, surface: &Surface, lane: &Lane, scale: &Scale, top: f64, bottom: f64) {
        if let Some(median) = lane.median() {
            let x = scale.at(position(median));
            let line = [(x, top + Font::SMALL.line()), (x, bottom)];
            surface.line(Ink::MedianRim, &line);
            surface.line(Ink::Median, &line);
        }
    }

    fn label_median(&self, frame: &mut Frame, lane: &Lane, top: f64) {
        let Some(median) = lane.median() else {
            return;
        };
        let text = format!("Median {}", self.quantity.show(median));
        let half = Font::SMALL.width(&text) / 2.0;
        let (left, right) = frame.room;
        let x = frame.scale.at(position(median));
        frame.surface.place(Label {
            lines: &[text],
            x: x.clamp(left + half, (right - half).max(left + half)),
            top,
            anchor: Anchor::Middle,
            font: Font::SMALL,
            ink: Ink::Text,
        });
    }

    fn label_names(&self, frame: &mut Frame, lane: &Lane, laid: &Laid, top: f64, middle: f64) {
        for name in &laid.names {
            let at = frame.scale.at(lane.dots[name.dot].at);
            let level = middle + 6.0;
            frame
                .surface
                .line(Ink::Leader, &[(at, level), (at, top + name.top)]);
        }
        for name in &laid.names {
            frame.surface.place(Label {
                lines: &name.lines,
                x: name.middle,
                top: top + name.top,
                anchor: Anchor::Middle,
                font: Font::STRONG,
                ink: Ink::Text,
            });
        }
    }
}

impl Chart for Strip<'_> {
    fn draw(&self, room: &Room) -> Option<Sheet> {
        let lanes = &self.lanes.lanes;
        // The scale does not depend on how high the lanes are.
        let flat = self.rows(vec![1.0; lanes.len()]).frame(room);
        let lay_out = |lane: &Lane| self.lay_out(lane, &flat.scale, flat.room);
        let laid: Vec<Laid> = lanes.iter().map(lay_out).collect();
        let mut frame = self
            .rows(laid.iter().map(Laid::height).collect())
            .frame(room);
        frame.lines((!self.quantity.cut).then_some(0.0));
        let tops = frame.tops.clone();
        for ((lane, laid), top) in lanes.iter().zip(&laid).zip(&tops) {
            let base = top + laid.above + laid.shape_high();
            let middle = base + laid.swarm_high() / 2.0;
            let surface = &frame.surface;
            self.draw_shape(surface, lane, &frame.scale, laid, base - 2.0, self.full);
            self.draw_dots(surface, lane, &frame.scale, laid, middle);
            let bottom = base + laid.swarm_high();
            self.draw_median(surface, lane, &frame.scale, *top, bottom);
        }
        for ((lane, laid), top) in lanes.iter().zip(&laid).zip(&tops) {
            let base = top + laid.above + laid.shape_high();
            self.label_median(&mut frame, lane, *top);
            let bottom = base + laid.swarm_high();
            self.label_names(
                &mut frame,
                lane,
                laid,
                bottom,
                base + laid.swarm_high() / 2.0,
            );
        }
        Some(frame.surface.finish())
    }

    fn head(&self, width: f64) -> Sheet {
        head(&self.key(), &self.quantity.caption(), width)
    }

    fn describe(&self) -> Words {
        let lanes = &self.lanes.lanes;
        let count = |number: usize| number::plain(Decimal::from(number), None);
        let groups = describe::count(lanes.len(), "group", "groups");
        let (by, groups) = match self.by {
            Some(by) => (format!(", by {by}"), format!("{groups}, ")),
            None => (String::new(), String::new()),
        };
        let what = self.quantity.in_words();
        let all = count(self.lanes.len());
        let told = |lane: &Lane| {
            let (first, last) = lane.dots.first().zip(lane.dots.last())?;
            let show = |number: Decimal| self.quantity.show(number);
            let name = match lane.name.as_str() {
                "" => String::new(),
                name => format!("{name}{}: ", describe::part(lane.role)),
            };
            let word = if lane.dots.len() == 1 {
                "value"
            } else {
                "values"
            };
            let values = format!("{} {word}", count(lane.dots.len()));
            Some(format!(
                "{name}{values}, median {}, from {} to {}.",
                show(lane.median()?),
                show(first.number),
                show(last.number)
            ))
        };
        let each = lanes.iter().map(told);
        let pointed = (0..self.lanes.foci.len()).map(|focus| self.pointed(focus));
        let rule = self.rule.as_ref().map(|(_, label)| format!("{label}."));
        let missing = lanes.iter().flat_map(|lane| &lane.missing);
        let missing = describe::reasons(missing).map(|told| format!("Left out: {told}."));
        Words {
            kind: format!("Strip chart of {what}{by}"),
            size: format!("{groups}{all} values"),
            rest: describe::sentences(each.chain(pointed).chain([rule, missing])),
            compared: None,
            ends: self.ends(),
        }
    }

    fn summary(&self) -> Option<Summary> {
        self.bins.as_ref()?;
        let group = self.by.map_or("Group", |by| by);
        let words = self.quantity.in_words();
        let heads = [
            "Values",
            "Lowest",
            "Lower quartile",
            "Median",
            "Upper quartile",
            "Highest",
        ];
        let heads = heads.iter().map(|head| Column::numbers(head));
        let row = |lane: &Lane| {
            let show = |number: Decimal| self.quantity.show(number);
            let half = |part: &[Dot]| {
                let numbers: Vec<Decimal> = part.iter().map(|dot| dot.number).collect();
                show(describe::median(&numbers))
            };
            let dots = &lane.dots;
            let (lower, upper) = match dots.len() {
                0 | 1 => (&dots[..], &dots[..]),
                count => (&dots[..count / 2], &dots[count.div_ceil(2)..]),
            };
            let end = |dot: Option<&Dot>| dot.map_or(String::new(), |dot| show(dot.number));
            let name = match lane.name.as_str() {
                "" => clean(&words),
                name => name.to_string(),
            };
            vec![
                name,
                number::plain(Decimal::from(dots.len()), None),
                end(dots.first()),
                half(lower),
                half(dots),
                half(upper),
                end(dots.last()),
            ]
        };
        Some(Summary {
            columns: std::iter::once(Column::words(group)).chain(heads).collect(),
            rows: self.lanes.lanes.iter().map(row).collect(),
        })
    }
}

impl Strip<'_> {
    /// The highest and the lowest value, what is compared with left out.
    fn ends(&self) -> Option<(Told, Told)> {
        let own = self.lanes.lanes.iter();
        let own = own.filter(|lane| lane.role != Role::Reference);
        let dots = own.flat_map(|lane| {
            let ends = lane.dots.first().into_iter().chain(lane.dots.last());
            ends.map(move |dot| (lane, dot))
        });
        ends(dots.map(|(lane, dot)| Told {
            name: lane.name.clone(),
            number: dot.number,
            shown: self.quantity.show(dot.number),
        }))
    }

    /// What is in focus among the points, in words.
    fn pointed(&self, focus: usize) -> Option<String> {
        let (name, count) = &self.lanes.foci[focus];
        let dots = self.lanes.lanes.iter().flat_map(|lane| &lane.dots);
        let mut own: Vec<Decimal> = dots
            .filter(|dot| dot.focus == Some(focus))
            .map(|dot| dot.number)
            .collect();
        own.sort();
        let show = |number: Decimal| self.quantity.show(number);
        Some(match (own.as_slice(), count) {
            ([], _) => format!("In focus: {name} has no value."),
            ([one], _) => format!("In focus: {name} ({}).", show(*one)),
            ([first, .., last], count) => format!(
                "In focus: {name}, {count} values, median {}, from {} to {}.",
                show(describe::median(&own)),
                show(*first),
                show(*last)
            ),
        })
    }
}
