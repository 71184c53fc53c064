//! Bins of equal width on round edges, in exact decimals.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use crate::model::Bin;

/// Numbers counted in bins side by side.
#[derive(Debug)]
pub(crate) struct Bins {
    /// The lower edge of the first bin, a multiple of the width.
    pub first: Decimal,
    /// The width of each bin.
    pub step: Decimal,
    /// How many numbers lie in each bin: from its lower edge up to, but not including, its upper
    /// one, which only the last bin includes.
    pub counts: Vec<usize>,
}

/// Why numbers cannot be put into bins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// The width asked for makes so many bins, more than can be seen apart.
    TooMany(u128),
    /// The numbers are too far apart for exact decimals.
    TooFar,
}

impl Bins {
    /// Counts numbers, of which there is at least one.
    pub(crate) fn count(numbers: &[Decimal], how: Bin, whole: bool) -> Result<Bins, Unfit> {
        let low = numbers.iter().min().copied().unwrap_or_default();
        let high = numbers.iter().max().copied().unwrap_or_default();
        let step = match how {
            Bin::Step(step) => step,
            Bin::Most(most) => step_for(low, high, most, whole).ok_or(Unfit::TooFar)?,
        };
        let (first, bins) = edges(low, high, step).ok_or(Unfit::TooFar)?;
        if bins > u128::from(Bin::MOST) {
            return Err(Unfit::TooMany(bins));
        }
        let mut found = Bins {
            first: first.normalize(),
            step: step.normalize(),
            counts: vec![0; bins as usize],
        };
        found.counts = found.count_again(numbers.iter().copied());
        Ok(found)
    }

    /// Counts other numbers in the same bins, which reach as far.
    pub(crate) fn count_again(&self, numbers: impl Iterator<Item = Decimal>) -> Vec<usize> {
        let mut counts = vec![0; self.counts.len()];
        for number in numbers {
            counts[self.place(number)] += 1;
        }
        counts
    }

    /// The bin of a number.
    fn place(&self, number: Decimal) -> usize {
        let steps = ((number - self.first) / self.step).floor();
        steps.to_usize().unwrap_or(0).min(self.counts.len() - 1)
    }

    /// An edge: 0 is the lower edge of the first bin.
    pub(crate) fn edge(&self, place: usize) -> Decimal {
        self.first + self.step * Decimal::from(place)
    }
}

/// The first edge and how many bins reach from the least to the greatest number.
fn edges(low: Decimal, high: Decimal, step: Decimal) -> Option<(Decimal, u128)> {
    let first = low.checked_div(step)?.floor().checked_mul(step)?;
    let bins = high.checked_sub(first)?.checked_div(step)?.ceil();
    let bins = bins.to_u128()?.max(1);
    // The last edge has to be a number as well.
    first.checked_add(step.checked_mul(Decimal::from_u128(bins)?)?)?;
    Some((first, bins))
}

/// The smallest round width (1, 2 or 5 and zeros) that makes at most so many bins.
fn step_for(low: Decimal, high: Decimal, most: u32, whole: bool) -> Option<Decimal> {
    let span = high.checked_sub(low)?;
    if span.is_zero() {
        return Some(Decimal::ONE);
    }
    let rough = (span / Decimal::from(most)).to_f64()?.max(1e-20);
    let mut power = rough.log10().floor() as i32 - 1;
    if whole {
        power = power.max(0);
    }
    for _ in 0..4 {
        for digit in [1, 2, 5] {
            let step = round_number(digit, power)?;
            if edges(low, high, step).is_some_and(|(_, bins)| bins <= u128::from(most)) {
                return Some(step);
            }
        }
        power += 1;
    }
    None
}

/// A digit followed by zeros, or behind the point.
fn round_number(digit: i64, power: i32) -> Option<Decimal> {
    match u32::try_from(-power) {
        Ok(scale) if scale > 28 => None,
        Ok(scale) => Some(Decimal::new(digit, scale)),
        Err(_) => {
            let ten = Decimal::TEN.to_i128()?.checked_pow(power.unsigned_abs())?;
            Decimal::from_i128(ten)?.checked_mul(Decimal::from(digit))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimals(words: &[&str]) -> Vec<Decimal> {
        words.iter().map(|word| word.parse().unwrap()).collect()
    }

    #[test]
    fn edges_are_round_and_each_number_is_counted_once() {
        let numbers = decimals(&["0.013", "0.02", "0.0399", "0.1", "0.61"]);
        let bins = Bins::count(&numbers, Bin::Most(20), false).unwrap();
        assert_eq!(bins.step.to_string(), "0.05");
        assert_eq!(bins.first, Decimal::ZERO);
        assert_eq!(bins.counts.len(), 13);
        assert_eq!(bins.counts[0], 3);
        // 0.1 is the lower edge of the third bin and not the upper one of the second.
        assert_eq!(bins.counts[1..3], [0, 1]);
    }

    #[test]
    fn the_greatest_number_at_an_edge_lies_in_the_last_bin() {
        let numbers = decimals(&["0", "5", "10"]);
        let bins = Bins::count(&numbers, Bin::Step(Decimal::from(5)), true).unwrap();
        assert_eq!(bins.counts, [1, 2]);
        let one = Bins::count(&decimals(&["7"]), Bin::Most(10), true).unwrap();
        assert_eq!(one.counts, [1]);
    }

    #[test]
    fn a_width_that_makes_too_many_bins_is_refused() {
        let numbers = decimals(&["0", "100"]);
        let step = Bin::Step(Decimal::new(1, 1));
        assert_eq!(
            Bins::count(&numbers, step, false).unwrap_err(),
            Unfit::TooMany(1000)
        );
        let far = [Decimal::MIN, Decimal::MAX];
        assert_eq!(
            Bins::count(&far, Bin::Most(10), false).unwrap_err(),
            Unfit::TooFar
        );
    }

    proptest! {
        #[test]
        fn bins_hold_every_number_and_are_no_more_than_asked_for(
            digits in prop::collection::vec(-1_000_000_000i64..1_000_000_000, 1..60),
            scale in 0u32..12,
            most in 1u32..=50,
        ) {
            let numbers: Vec<Decimal> = digits.iter().map(|it| Decimal::new(*it, scale)).collect();
            // One bin cannot hold numbers on both sides of an edge, wherever round edges lie.
            let most = most.max(2);
            let bins = Bins::count(&numbers, Bin::Most(most), false).unwrap();
            prop_assert_eq!(bins.counts.iter().sum::<usize>(), numbers.len());
            prop_assert!(bins.counts.len() <= most as usize);
            let last = bins.edge(bins.counts.len());
            prop_assert!(numbers.iter().all(|it| *it >= bins.first && *it <= last));
            prop_assert!(bins.first % bins.step == Decimal::ZERO);
        }
    }
}
