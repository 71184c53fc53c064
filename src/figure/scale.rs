//! Scales and the numbers beside them: Plotters' ranges give positions and round ticks.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::cut::Cut;
use super::elements::UNITS;
use super::text::clean;
use crate::model::{Field, FieldId, Unit};
use crate::number;

/// From values to positions in px.
pub(crate) struct Scale {
    range: RangedCoordf64,
    pixels: (i32, i32),
    /// What values are divided by, so that Plotters sees numbers near one.
    magnitude: f64,
}

impl Scale {
    /// A scale from a domain of values to a range of positions. A domain of one value is widened,
    /// so that the value stands in the middle.
    pub(crate) fn new((mut low, mut high): (f64, f64), (from, to): (f64, f64)) -> Scale {
        if low >= high {
            let half = (low.abs() * 0.1).max(0.5);
            (low, high) = (low - half, low + half);
        }
        let magnitude = 10f64.powf((high - low).log10().floor());
        Scale {
            range: RangedCoordf64::from(low / magnitude..high / magnitude),
            pixels: ((from * UNITS).round() as i32, (to * UNITS).round() as i32),
            magnitude,
        }
    }

    /// The position of a value in px.
    pub(crate) fn at(&self, value: f64) -> f64 {
        f64::from(self.range.map(&(value / self.magnitude), self.pixels)) / UNITS
    }

    /// Round numbers inside the domain, at most so many, with the distance between two.
    pub(crate) fn ticks(&self, most: usize) -> Vec<f64> {
        let key = self.range.key_points(most);
        key.into_iter()
            .map(|tick| {
                let rounded = (tick * 1e6).round() / 1e6 * self.magnitude;
                if rounded == 0.0 { 0.0 } else { rounded }
            })
            .collect()
    }
}

/// A round number on an axis.
pub(crate) struct Tick {
    /// Its position in px.
    pub at: f64,
    /// Its label.
    pub text: String,
}

/// What a number axis measures, and how its numbers are written.
#[derive(Debug, Clone)]
pub(crate) struct Quantity<'a> {
    /// The heading of the field.
    pub title: &'a str,
    /// Its unit.
    pub unit: Option<&'a Unit>,
    /// To how many places its values are shown.
    pub places: u32,
    /// Whether the axis leaves out zero, which the chart then says.
    pub cut: bool,
    /// Whether the axis counts from zero to both sides, without minus signs.
    pub mirrored: bool,
    /// What else the words at the axis say.
    pub note: Option<String>,
}

impl<'a> Quantity<'a> {
    /// The quantity of a field: to the places the figure asks for, else the field's, else as many
    /// as the longest of the published values has, so that all are written alike.
    pub(crate) fn new(
        field: &'a Field,
        decimals: Option<u32>,
        values: impl Iterator<Item = Decimal>,
    ) -> Quantity<'a> {
        let published = || values.map(|value| value.scale()).max().unwrap_or(0);
        Quantity {
            title: &field.title,
            unit: field.unit.as_ref(),
            places: decimals.or(field.decimals).unwrap_or_else(published),
            cut: false,
            mirrored: false,
            note: None,
        }
    }

    /// The same with the name that the figure gives to the axis of its field, if any.
    pub(crate) fn named(mut self, figure: &'a Cut<'a>, field: FieldId) -> Quantity<'a> {
        if let Some(title) = figure.channels.title_of(field) {
            self.title = title;
        }
        self
    }

    /// The same to at least the places of a number that the author wrote, such as a reference.
    pub(crate) fn as_precise_as(&self, written: Decimal) -> Quantity<'a> {
        Quantity {
            places: self.places.max(written.normalize().scale()),
            ..self.clone()
        }
    }

    /// A value as its label shows it.
    pub(crate) fn show(&self, value: Decimal) -> String {
        number::with_sign(value, Some(self.places), self.unit)
    }

    /// The ticks of a scale, at most so many, with their labels.
    pub(crate) fn ticks(&self, scale: &Scale, most: usize) -> Vec<Tick> {
        let values = scale.ticks(most);
        let step = match values.as_slice() {
            [first, second, ..] => second - first,
            _ => 1.0,
        };
        let tick = |value: f64| Tick {
            at: scale.at(value),
            text: self.tick(value, step),
        };
        values.into_iter().map(tick).collect()
    }

    /// A tick as its label shows it: to the places that the distance between ticks needs.
    fn tick(&self, value: f64, step: f64) -> String {
        let places = (-step.log10() - 1e-9).ceil().clamp(0.0, 12.0) as u32;
        let value = if self.mirrored { value.abs() } else { value };
        match Decimal::from_f64(value) {
            Some(value) => number::with_sign(value, Some(places), self.unit),
            None => String::new(),
        }
    }

    /// The words at an axis: the field, with its unit where numbers do not carry it, and a note
    /// where the axis leaves out zero.
    pub(crate) fn caption(&self) -> String {
        let unit = match self.unit {
            None | Some(Unit::Percent | Unit::Currency(_)) => None,
            Some(unit) => Some(unit.in_words()).filter(|words| !self.names(words)),
        };
        let mut caption = match (self.title, unit) {
            ("", Some(words)) => capital(&words),
            ("", None) => self
                .unit
                .map_or_else(String::new, |unit| capital(&unit.in_words())),
            (title, Some(words)) => format!("{title} ({words})"),
            (title, None) => title.to_string(),
        };
        if self.cut {
            if !caption.is_empty() {
                caption.push_str(". ");
            }
            caption.push_str("Axis does not start at zero");
        }
        if let Some(note) = &self.note {
            if !caption.is_empty() {
                caption.push_str(". ");
            }
            caption.push_str(note);
        }
        clean(&caption)
    }

    /// The quantity and its unit in a sentence: `Jobs density in jobs per 100 adults`.
    pub(crate) fn in_words(&self) -> String {
        let unit = self.unit.map(Unit::in_words);
        match (self.title, unit.filter(|words| !self.names(words))) {
            ("", Some(words)) => words,
            ("", None) => "values".to_string(),
            (title, Some(words)) => format!("{title} in {words}"),
            (title, None) => title.to_string(),
        }
    }

    /// How far two values lie apart, with the unit in words; none where they do not, as shown.
    pub(crate) fn apart(&self, one: Decimal, other: Decimal) -> Option<String> {
        let shown = |value: Decimal| number::round(value, self.places);
        let apart = shown(one.checked_sub(other)?.abs());
        let size = || number::plain(apart, Some(self.places));
        if apart.is_zero() || shown(one) == shown(other) {
            return None;
        }
        Some(match self.unit {
            Some(Unit::Percent | Unit::PercentagePoints) if apart == Decimal::ONE => {
                format!("{} percentage point", size())
            }
            Some(Unit::Percent | Unit::PercentagePoints) => format!("{} percentage points", size()),
            Some(Unit::Currency(_)) | None => self.show(apart),
            Some(unit) => format!("{} {}", size(), unit.in_words()),
        })
    }

    /// Whether the title already says the unit.
    fn names(&self, unit: &str) -> bool {
        let percent = matches!(self.unit, Some(Unit::Percent)) && self.title.contains('%');
        percent || !unit.is_empty() && self.title.to_lowercase().contains(&unit.to_lowercase())
    }
}

/// Whether an axis over a domain leaves out zero.
pub(crate) fn leaves_out_zero((low, high): (f64, f64)) -> bool {
    low > 0.0 || high < 0.0
}

/// Words with a capital letter at the beginning.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A domain widened to the ticks around it, where it does not end at one; an end at zero stays.
pub(crate) fn rounded((low, high): (f64, f64), most: usize) -> (f64, f64) {
    let ticks = Scale::new((low, high), (0.0, 1000.0)).ticks(most);
    let [first, .., last] = ticks.as_slice() else {
        return (low, high);
    };
    let step = (last - first) / (ticks.len() - 1) as f64;
    let near = step * 1e-6;
    (
        if low < first - near {
            first - step
        } else {
            low
        },
        if high > last + near {
            last + step
        } else {
            high
        },
    )
}

/// The domain of an axis that need not start at zero: it does unless that would leave half of
/// the chart empty, and then keeps a little room at both ends.
pub(crate) fn open_domain((low, high): (f64, f64)) -> (f64, f64) {
    if low >= 0.0 && low <= high * 0.5 {
        return (0.0, if high > 0.0 { high } else { 1.0 });
    }
    if high <= 0.0 && high >= low * 0.5 {
        return (low, 0.0);
    }
    let room = ((high - low) * 0.08).max(high.abs() * 0.005);
    let crosses = low <= 0.0 && high >= 0.0;
    if crosses {
        (low, high)
    } else {
        (low - room, high + room)
    }
}

/// A decimal as a position; the loss beyond 15 digits is far below a tenth of a px.
pub(crate) fn position(value: Decimal) -> f64 {
    // Both parts of an ordinary number are exact, and the nearest to their ratio is what `to_f64` finds
    // by a longer way.
    const POWERS: [f64; 10] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
    let power = POWERS.get(value.scale() as usize);
    match (power, i32::try_from(value.mantissa())) {
        (Some(power), Ok(mantissa)) if mantissa != 0 => f64::from(mantissa) / power,
        _ => value.to_f64().unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_to_a_position_ends_where_the_long_one_does() {
        for scale in 0..=12 {
            for mantissa in (-99_999..100_000)
                .step_by(371)
                .chain([i64::from(i32::MAX), 0, 1])
            {
                let value = Decimal::new(mantissa, scale);
                let long = value.to_f64().expect("a small number");
                assert_eq!(position(value).to_bits(), long.to_bits(), "{value}");
            }
        }
    }

    #[test]
    fn a_scale_keeps_the_order_of_values() {
        let scale = Scale::new((0.0, 88.0), (100.0, 600.0));
        assert_eq!(scale.at(0.0), 100.0);
        assert_eq!(scale.at(88.0), 600.0);
        assert!(scale.at(43.1) < scale.at(43.2));
    }

    #[test]
    fn ticks_are_round_few_and_inside_at_any_magnitude() {
        for domain in [(0.0, 88.0), (-0.0003, 0.0011), (0.0, 3.2e9), (14.9, 15.1)] {
            let ticks = Scale::new(domain, (0.0, 500.0)).ticks(8);
            assert!((2..=8).contains(&ticks.len()), "{domain:?}: {ticks:?}");
            let room = (domain.1 - domain.0) * 1e-9;
            let inside = |tick: &f64| (domain.0 - room..=domain.1 + room).contains(tick);
            assert!(ticks.iter().all(inside), "{domain:?}: {ticks:?}");
        }
    }

    #[test]
    fn ticks_are_written_to_the_places_their_distance_needs() {
        let percent = Unit::Percent;
        let quantity = Quantity {
            title: "Rate",
            unit: Some(&percent),
            places: 3,
            cut: false,
            mirrored: false,
            note: None,
        };
        assert_eq!(quantity.tick(0.30000000000000004, 0.1), "0.3%");
        assert_eq!(quantity.tick(2000.0, 500.0), "2,000%");
    }
}
