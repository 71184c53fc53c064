//! Classes of values: their limits, their names in the key, and what they look like.
//!
//! A value is put into the class of the number that is printed for it, so that no area stands in
//! a class whose name denies what its own label says.

use rust_decimal::Decimal;

use crate::figure::ink::Ink;
use crate::figure::scale::Quantity;
use crate::model::{Classing, Unit};
use crate::number;

/// How many classes there are where the figure does not say.
const USUAL: usize = 5;

/// The classes of a figure's values.
#[derive(Debug, Clone)]
pub(crate) struct Classes {
    /// The lowest value of each class but the first.
    limits: Vec<Decimal>,
    /// The lowest and the highest value.
    ends: (Decimal, Decimal),
    /// How many areas each class holds.
    pub counts: Vec<usize>,
    /// Which class is the first from the midpoint on, where there is one.
    midpoint: Option<usize>,
    places: u32,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Quantile,
    Equal,
    Given,
}

impl Classes {
    /// Puts values into classes; none where there is no value. With a midpoint, half of the classes
    /// lie below it and half from it on.
    pub(crate) fn new(
        values: &[Decimal],
        places: u32,
        scale: Option<&Classing>,
        midpoint: Option<Decimal>,
    ) -> Option<Classes> {
        let mut sorted: Vec<Decimal> = values
            .iter()
            .map(|value| number::round(*value, places))
            .collect();
        sorted.sort_unstable();
        let ends = (*sorted.first()?, *sorted.last()?);
        let midpoint = midpoint.map(|value| number::round(value, places));
        let (mut limits, how) = match scale {
            Some(Classing::Breaks(limits)) => (limits.clone(), How::Given),
            Some(Classing::Equal(count)) => (equal(ends, *count, places, midpoint), How::Equal),
            Some(Classing::Quantile(count)) => {
                (quantile(&sorted, *count, places, midpoint), How::Quantile)
            }
            None => (quantile(&sorted, USUAL, places, midpoint), How::Quantile),
        };
        limits.dedup();
        let mut classes = Classes {
            midpoint: midpoint.and_then(|value| limits.iter().position(|it| *it == value)),
            counts: vec![0; limits.len() + 1],
            limits,
            ends,
            places,
            how,
        };
        classes.midpoint = classes.midpoint.map(|at| at + 1);
        for value in &sorted {
            let class = classes.class(*value);
            classes.counts[class] += 1;
        }
        Some(classes)
    }

    /// The class of a value.
    pub(crate) fn class(&self, value: Decimal) -> usize {
        let value = number::round(value, self.places);
        self.limits.partition_point(|limit| *limit <= value)
    }

    /// The name of a class: from its lowest to its highest printed number.
    pub(crate) fn name(&self, class: usize, quantity: &Quantity<'_>) -> String {
        let step = Decimal::new(1, self.places);
        let low = class.checked_sub(1).map(|at| self.limits[at]);
        let high = self.limits.get(class).map(|limit| *limit - step);
        let empty = self.counts[class] == 0;
        match (low, high) {
            (None, Some(high)) if empty => format!("{} or less", quantity.show(high)),
            (Some(low), None) if empty => format!("{} or more", quantity.show(low)),
            (low, high) => {
                let low = low.unwrap_or(self.ends.0);
                let high = high.unwrap_or(self.ends.1);
                span(low, high, quantity)
            }
        }
    }

    /// What the classes are, in a sentence for the key.
    pub(crate) fn method(&self) -> Option<String> {
        let count = self.counts.len();
        match (self.how, self.midpoint, count) {
            (_, _, 1) | (How::Given, _, _) => None,
            (How::Quantile, None, _) => {
                Some("Each class holds about as many areas as the others.".to_string())
            }
            (How::Quantile, Some(_), _) => {
                Some("On each side, classes hold about as many areas as each other.".to_string())
            }
            (How::Equal, _, _) => Some("Classes of equal width.".to_string()),
        }
    }

    /// What the areas of a class look like: from light to dark, or dark to both sides of the
    /// midpoint.
    pub(crate) fn ink(&self, class: usize) -> Ink {
        let Some(first) = self.midpoint else {
            let ramp: &[Ink] = match self.counts.len() {
                1 => &[Ink::Class4],
                2 => &[Ink::Class3, Ink::Class5],
                3 => &[Ink::Class3, Ink::Class4, Ink::Class5],
                4 => &[Ink::Class1, Ink::Class3, Ink::Class4, Ink::Class5],
                _ => &[
                    Ink::Class1,
                    Ink::Class2,
                    Ink::Class3,
                    Ink::Class4,
                    Ink::Class5,
                ],
            };
            return ramp[class.min(ramp.len() - 1)];
        };
        // From the midpoint outwards.
        let (near, far, step) = if class < first {
            (Ink::Below1, Ink::Below2, first - 1 - class)
        } else {
            (Ink::Above1, Ink::Above2, class - first)
        };
        if step == 0 { near } else { far }
    }
}

/// `4.2 to 5.9%`; a class of one number is that number.
fn span(low: Decimal, high: Decimal, quantity: &Quantity<'_>) -> String {
    if low >= high {
        return quantity.show(low);
    }
    let low = match quantity.unit {
        Some(Unit::Percent) => number::plain(low, Some(quantity.places)),
        _ => quantity.show(low),
    };
    format!("{low} to {}", quantity.show(high))
}

/// Limits between classes of about equal numbers; equal values stay together.
fn quantile(
    sorted: &[Decimal],
    count: usize,
    places: u32,
    midpoint: Option<Decimal>,
) -> Vec<Decimal> {
    if let Some(middle) = midpoint {
        let at = sorted.partition_point(|value| *value < middle);
        let (below, above) = sorted.split_at(at);
        let each = (count / 2).clamp(1, 2);
        let mut limits = quantile(below, each, places, None);
        limits.push(middle);
        limits.extend(quantile(above, each, places, None));
        return limits;
    }
    let mut limits: Vec<Decimal> = Vec::new();
    let mut start = 0;
    for class in 1..count {
        // An equal part of what is left: equal values may have made the class before it larger.
        let wanted = start + (sorted.len() - start) / (count - class + 1);
        let cuts = (start + 1..sorted.len()).filter(|at| sorted[*at - 1] < sorted[*at]);
        let Some(cut) = cuts.min_by_key(|at| at.abs_diff(wanted)) else {
            break;
        };
        limits.push(roundest(sorted[cut - 1], sorted[cut], places));
        start = cut;
    }
    limits
}

/// Limits between classes of equal width, rounded to what is printed.
fn equal(
    (low, high): (Decimal, Decimal),
    count: usize,
    places: u32,
    midpoint: Option<Decimal>,
) -> Vec<Decimal> {
    let between = |low: Decimal, high: Decimal, count: usize| -> Vec<Decimal> {
        let width = (high - low) / Decimal::from(count);
        let limits = (1..count).map(|at| low + width * Decimal::from(at));
        let limits = limits.map(|limit| number::round(limit, places));
        limits
            .filter(|limit| *limit > low && *limit <= high)
            .collect()
    };
    match midpoint {
        None => between(low, high, count),
        Some(middle) => {
            // Equally wide on both sides, so that the shades mean the same distance.
            let reach = (middle - low).max(high - middle);
            let each = (count / 2).clamp(1, 2);
            let mut limits = between(middle - reach, middle, each);
            limits.push(middle);
            limits.extend(between(middle, middle + reach, each));
            limits
        }
    }
}

/// The roundest number above one value and up to another, to so many places at most.
fn roundest(above: Decimal, up_to: Decimal, places: u32) -> Decimal {
    let mut power = Decimal::ONE;
    while let Some(next) = power
        .checked_mul(Decimal::TEN)
        .filter(|it| *it <= up_to.abs())
    {
        power = next;
    }
    let least = Decimal::new(1, places);
    while power >= least {
        for factor in [5, 2, 1] {
            let Some(step) = power.checked_mul(Decimal::from(factor)) else {
                continue;
            };
            let Some(found) = up_to
                .checked_div(step)
                .and_then(|times| times.floor().checked_mul(step))
            else {
                continue;
            };
            if found > above {
                return found.normalize();
            }
        }
        power /= Decimal::TEN;
    }
    up_to
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimals(values: &[&str]) -> Vec<Decimal> {
        values.iter().map(|value| value.parse().unwrap()).collect()
    }

    fn quantity(places: u32) -> Quantity<'static> {
        Quantity {
            title: "Rate",
            unit: Some(&Unit::Percent),
            places,
            cut: false,
            mirrored: false,
            note: None,
        }
    }

    fn names(classes: &Classes, places: u32) -> Vec<String> {
        (0..classes.counts.len())
            .map(|class| classes.name(class, &quantity(places)))
            .collect()
    }

    #[test]
    fn classes_hold_equally_many_areas_and_are_named_by_what_is_printed() {
        let values = decimals(&[
            "1.2", "1.9", "2.04", "2.5", "3.1", "3.3", "4.7", "5.0", "6.6", "9.9",
        ]);
        let classes = Classes::new(&values, 1, None, None).unwrap();
        assert_eq!(classes.counts, [2, 2, 2, 2, 2]);
        assert_eq!(
            names(&classes, 1),
            [
                "1.2 to 1.9%",
                "2.0 to 2.9%",
                "3.0 to 3.9%",
                "4.0 to 5.9%",
                "6.0 to 9.9%"
            ]
        );
    }

    #[test]
    fn a_value_is_in_the_class_of_the_number_that_is_printed() {
        let values = decimals(&["1", "4.96", "9"]);
        let breaks = Classing::Breaks(decimals(&["5"]));
        let classes = Classes::new(&values, 1, Some(&breaks), None).unwrap();
        assert_eq!(classes.class(values[1]), 1, "it is printed as 5.0");
    }

    #[test]
    fn few_different_values_make_few_classes() {
        let values = decimals(&["3", "3", "3", "4", "4"]);
        let classes = Classes::new(&values, 0, None, None).unwrap();
        assert_eq!(classes.counts, [3, 2]);
        assert_eq!(names(&classes, 0), ["3%", "4%"]);
        let one = Classes::new(&decimals(&["3", "3"]), 0, None, None).unwrap();
        assert_eq!(names(&one, 0), ["3%"]);
        assert!(Classes::new(&[], 0, None, None).is_none());
    }

    #[test]
    fn given_limits_are_kept_and_empty_classes_said() {
        let values = decimals(&["6", "7"]);
        let breaks = Classing::Breaks(decimals(&["5", "10"]));
        let classes = Classes::new(&values, 0, Some(&breaks), None).unwrap();
        assert_eq!(names(&classes, 0), ["4% or less", "5 to 9%", "10% or more"]);
        assert_eq!(classes.counts, [0, 2, 0]);
    }

    #[test]
    fn classes_lie_on_both_sides_of_a_midpoint() {
        let values = decimals(&["1", "2", "3", "4", "6", "7", "8", "9"]);
        let middle = Some(Decimal::from(5));
        let classes = Classes::new(&values, 0, None, middle).unwrap();
        assert_eq!(
            names(&classes, 0),
            ["1 to 2%", "3 to 4%", "5 to 7%", "8 to 9%"]
        );
        let inks: Vec<Ink> = (0..4).map(|class| classes.ink(class)).collect();
        assert_eq!(inks, [Ink::Below2, Ink::Below1, Ink::Above1, Ink::Above2]);
        let equal = Classes::new(&values, 0, Some(&Classing::Equal(4)), middle).unwrap();
        assert_eq!(
            names(&equal, 0),
            ["1 to 2%", "3 to 4%", "5 to 6%", "7 to 9%"]
        );
    }

    proptest! {
        #[test]
        fn every_value_has_a_class_and_limits_rise(
            values in prop::collection::vec((-100_000i64..100_000, 0u32..4), 1..60),
            count in 2usize..=5,
            places in 0u32..3,
            equal in any::<bool>(),
            middle in prop::option::of(-1000i64..1000),
        ) {
            let values: Vec<Decimal> =
                values.iter().map(|(value, scale)| Decimal::new(*value, *scale)).collect();
            let scale = if equal { Classing::Equal(count) } else { Classing::Quantile(count) };
            let middle = middle.map(Decimal::from);
            let classes = Classes::new(&values, places, Some(&scale), middle).unwrap();
            prop_assert!(classes.limits.windows(2).all(|pair| pair[0] < pair[1]), "{classes:?}");
            prop_assert_eq!(classes.counts.iter().sum::<usize>(), values.len());
            prop_assert!(classes.counts.len() <= 5);
            for value in &values {
                prop_assert!(classes.class(*value) < classes.counts.len());
            }
        }
    }
}
