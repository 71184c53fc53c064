//! Which parts of a claim the data denies.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::claim::read::{denominator_in, measure_in, unit_in};
use crate::claim::tables::{CHANGES, FALLS, multiple_reach};
use crate::claim::{
    Claim, Denominator, Fraction, Measure, Nature, Opener, Part, Quantity, Rank, Said, Side, Way,
};
use crate::model::Unit;
use crate::number;

/// A number said and the value it is held against, made alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) actual: Decimal,
    pub(super) said: Decimal,
    pub(super) rule: Rule,
}

/// When a number without a hedge agrees.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rule {
    /// The value rounds to it in steps of this size.
    Rounded(Decimal),
    /// Both round to the same step.
    Alike(Decimal),
    /// It lies no further away than this.
    Within(Decimal),
}

impl Held {
    fn agrees(&self) -> bool {
        match self.rule {
            Rule::Rounded(step) => round_to(self.actual, step) == self.said,
            Rule::Alike(step) => round_to(self.actual, step) == round_to(self.said, step),
            Rule::Within(reach) => {
                let apart = self.actual.checked_sub(self.said);
                apart.is_some_and(|apart| apart.abs() <= reach)
            }
        }
    }
}

/// The parts of a claim that the data denies; none where the claim is true.
pub(super) fn denied(claim: &Claim, quantity: &Quantity) -> Vec<Part> {
    let Some(number) = number_agrees(claim, quantity) else {
        return vec![Part::Kind];
    };
    let mut denominator = denominator_agrees(claim, quantity);
    let mut number = number;
    if !number && denominator && natural_reading_agrees(claim, quantity) {
        (number, denominator) = (true, false);
    }
    [
        (Part::Number, number),
        (Part::Unit, unit_agrees(claim, quantity)),
        (Part::Denominator, denominator),
        (Part::Direction, way_agrees(claim, quantity)),
    ]
    .into_iter()
    .filter_map(|(part, agrees)| (!agrees).then_some(part))
    .collect()
}

/// Whether the number agrees; none where the data holds no number of that kind.
fn number_agrees(claim: &Claim, quantity: &Quantity) -> Option<bool> {
    match &claim.said {
        Said::Rank(rank) => rank_agrees(rank, quantity),
        Said::Range(range) => {
            let actual = sized(claim, quantity);
            let counted = !matches!(quantity.nature, Nature::Rank { .. });
            let lies = range.low <= actual && actual <= range.high && claim.hedge.is_none();
            counted.then_some(lies)
        }
        _ => {
            let held = held(claim, quantity)?;
            Some(match claim.hedge {
                Some(said) => said.hedge.lets(held.actual, held.said),
                None => held.agrees(),
            })
        }
    }
}

/// A number, fraction or multiple beside the value of the same kind.
pub(super) fn held(claim: &Claim, quantity: &Quantity) -> Option<Held> {
    match &claim.said {
        Said::Number(said) => {
            if matches!(quantity.nature, Nature::Rank { .. }) && claim.hedge.is_some() {
                return None;
            }
            if let Some((actual, said)) = proportion_said(claim, said.value, quantity) {
                return percent(actual, said);
            }
            Some(Held {
                actual: sized(claim, quantity),
                said: said.value,
                rule: Rule::Rounded(said.step),
            })
        }
        Said::Fraction(Fraction { count, parts, .. }) => {
            percent(proportion(quantity)?, count.checked_div(*parts)?)
        }
        Said::Times(times) => {
            let rule = if times.step < Decimal::new(1, 1) {
                Rule::Rounded(times.step)
            } else {
                Rule::Within(multiple_reach())
            };
            Some(Held {
                actual: multiple(quantity)?,
                said: times.value,
                rule,
            })
        }
        Said::Range(_) | Said::Rank(_) => None,
    }
}

/// Two proportions in per cent, alike at whole per cent, or where the said one is below 1 per
/// cent at its second digit.
fn percent(actual: Decimal, said: Decimal) -> Option<Held> {
    let actual = actual.checked_mul(Decimal::ONE_HUNDRED)?;
    let said = said.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(Held {
        actual,
        said,
        rule: Rule::Alike(percent_step(said)),
    })
}

/// To which step a proportion in per cent is said: a whole one, or below 1 per cent a tenth of
/// its first digit.
pub(super) fn percent_step(percent: Decimal) -> Decimal {
    let below = |step: &u32| percent < Decimal::new(1, *step);
    match (0..20).rev().find(below) {
        Some(places) if !percent.is_zero() => Decimal::new(1, places + 2),
        _ => Decimal::ONE,
    }
}

/// The value as a part of one whole, where it is such a thing.
pub(super) fn proportion(quantity: &Quantity) -> Option<Decimal> {
    let size = if quantity.nature.directed() {
        quantity.value.abs()
    } else {
        quantity.value
    };
    match (&quantity.unit, quantity.nature) {
        (_, Nature::Rank { .. } | Nature::Count) => None,
        (Some(Unit::Percent), _) => size.checked_div(Decimal::ONE_HUNDRED),
        (Some(Unit::Rate { per, .. }), _) => size.checked_div(*per),
        (None, Nature::Ratio) => Some(size),
        (None, _) => (size <= Decimal::ONE).then_some(size),
        _ => None,
    }
}

/// `one in five` and the share it names, beside the value; none where the number is said for as
/// many as the data itself counts by.
fn proportion_said(
    claim: &Claim,
    number: Decimal,
    quantity: &Quantity,
) -> Option<(Decimal, Decimal)> {
    let share = share_denominator(claim)?;
    if data_denominator(claim, quantity) == Some(share.per) {
        return None;
    }
    Some((proportion(quantity)?, number.checked_div(share.per)?))
}

/// The denominator of a proportion.
pub(super) fn share_denominator(claim: &Claim) -> Option<Denominator> {
    let share = |denominator: &Denominator| denominator.opener != Opener::Each;
    // `£1 in £5` and `one in every five pounds` say a share, and no money.
    let unit = claim.unit.as_ref().map(|unit| &unit.measure);
    claim
        .denominator
        .filter(share)
        .filter(|_| matches!(unit, None | Some(Measure::Money(_))))
}

/// Whether `43 in every 200` would be true of 43% with the denominator that the data has.
fn natural_reading_agrees(claim: &Claim, quantity: &Quantity) -> bool {
    let Said::Number(said) = &claim.said else {
        return false;
    };
    share_denominator(claim).is_some()
        && data_denominator(claim, quantity).is_some()
        && claim.hedge.is_none()
        && said.value > Decimal::ONE
        && round_to(sized(claim, quantity), said.step) == said.value
}

/// The value as so many times another.
pub(super) fn multiple(quantity: &Quantity) -> Option<Decimal> {
    match (&quantity.unit, quantity.nature) {
        (None, Nature::Ratio | Nature::Level) => Some(quantity.value),
        // A change of 100 per cent is twice as much.
        (Some(Unit::Percent), Nature::Change) => quantity
            .value
            .checked_div(Decimal::ONE_HUNDRED)?
            .checked_add(Decimal::ONE),
        (Some(Unit::Words(words)), Nature::Level) => {
            matches!(words.as_str(), "times" | "fold" | "ratio").then_some(quantity.value)
        }
        _ => None,
    }
}

/// The value that words are held against: the size alone where they give the direction in words,
/// or give none.
pub(super) fn sized(claim: &Claim, quantity: &Quantity) -> Decimal {
    let negative = matches!(&claim.said, Said::Number(said) if said.value.is_sign_negative());
    let level = quantity.nature == Nature::Level && claim.way.is_some();
    if (quantity.nature.directed() || level) && !negative {
        quantity.value.abs()
    } else {
        quantity.value
    }
}

/// Rounds half away from zero to a whole number of steps.
pub(super) fn round_to(value: Decimal, step: Decimal) -> Decimal {
    if step <= Decimal::ONE && step.mantissa() == 1 {
        return number::round(value, step.scale());
    }
    let away = RoundingStrategy::MidpointAwayFromZero;
    let steps = value.checked_div(step).unwrap_or_default();
    let steps = steps.round_dp_with_strategy(0, away);
    steps.checked_mul(step).unwrap_or(value)
}

fn rank_agrees(said: &Rank, quantity: &Quantity) -> Option<bool> {
    let Nature::Rank {
        from_below,
        of,
        shared,
    } = quantity.nature
    else {
        return None;
    };
    let rank = rank_from(said.from_below, quantity.value, from_below);
    let place = Decimal::from(said.rank);
    let placed = if said.group {
        rank <= place
    } else {
        rank == place
    };
    let among = said.of.is_none_or(|(count, _)| count as usize == of);
    Some(placed && among && (shared || !said.shared))
}

/// The place from the end that words name.
pub(super) fn rank_from(below: bool, rank: Decimal, from_below: usize) -> Decimal {
    if below { from_below.into() } else { rank }
}

fn unit_agrees(claim: &Claim, quantity: &Quantity) -> bool {
    if !matches!(claim.said, Said::Number(_) | Said::Range(_)) {
        return claim.unit.is_none();
    }
    let said = claim.unit.as_ref().map(|unit| &unit.measure);
    let worded = |words: &str| match said {
        None => true,
        Some(Measure::Points) => words
            .split_whitespace()
            .any(|word| word.starts_with("point")),
        said => said == unit_in(words).as_ref(),
    };
    // Other nouns are the author's own: who counts `households` may write of `homes`.
    let measured = |words: &str| match (claim.measure, measure_in(words)) {
        (Some(said), Some(data)) => said.name == data,
        _ => true,
    };
    let share = share_denominator(claim).is_some();
    match (&quantity.unit, said) {
        (Some(Unit::Percent) | None, Some(Measure::Money(_))) if share => {
            proportion(quantity).is_some()
        }
        (Some(Unit::Percent), None) => claim.denominator.is_some(),
        (Some(Unit::Percent), Some(said)) => *said == Measure::Percent,
        (Some(Unit::PercentagePoints), said) => {
            matches!(said, Some(Measure::PercentagePoints | Measure::Points))
        }
        (Some(Unit::Currency(code)), Some(Measure::Money(said))) => code == said,
        (Some(Unit::Currency(_)), _) => false,
        (Some(Unit::Rate { name, .. }), _) => worded(name) && measured(name),
        (Some(Unit::Words(words)), _) => worded(words) && measured(words),
        (None, said) => said.is_none(),
    }
}

/// The denominator that the data has; a percentage said as `43 in every 100` has one too.
pub(super) fn data_denominator(claim: &Claim, quantity: &Quantity) -> Option<Decimal> {
    match &quantity.unit {
        Some(Unit::Percent) => claim.unit.is_none().then_some(Decimal::ONE_HUNDRED),
        unit => denominator_of(unit.as_ref(), &quantity.title),
    }
}

/// The denominator of a unit, or of the title of a field whose unit has none of its own.
pub(super) fn denominator_of(unit: Option<&Unit>, title: &str) -> Option<Decimal> {
    match unit {
        Some(Unit::Rate { per, .. }) => Some(*per),
        Some(Unit::Percent | Unit::PercentagePoints) => None,
        Some(Unit::Words(words)) => denominator_in(words).or_else(|| denominator_in(title)),
        Some(Unit::Currency(_)) | None => denominator_in(title),
    }
}

fn denominator_agrees(claim: &Claim, quantity: &Quantity) -> bool {
    let Some(said) = claim.denominator else {
        return true;
    };
    let data = data_denominator(claim, quantity);
    if data == Some(said.per) {
        return true;
    }
    let counts = matches!(claim.said, Said::Number(_)) && share_denominator(claim).is_some();
    match said.opener {
        Opener::Each => false,
        Opener::In => counts && proportion(quantity).is_some(),
        // `[12](=…) of the 30 wards` says how many there are in all.
        Opener::OutOf => {
            counts
                && (proportion(quantity).is_some()
                    || data.is_none() && said.place.side == Side::After)
        }
    }
}

fn way_agrees(claim: &Claim, quantity: &Quantity) -> bool {
    let Some(said) = claim.way else {
        return true;
    };
    let value = quantity.value;
    let than = |middle: Decimal| match said.way {
        Way::Up => value > middle,
        Way::Down => value < middle,
    };
    match quantity.nature {
        Nature::Difference | Nature::Change => than(Decimal::ZERO),
        Nature::Level if said.adjective => {
            let negative =
                matches!(&claim.said, Said::Number(said) if said.value.is_sign_negative());
            // `−3 per cent growth` says by its sign which way it goes.
            negative || behind_agrees(said.way, quantity)
        }
        _ if said.adjective => true,
        Nature::Ratio => than(Decimal::ONE),
        Nature::Level => said.way == Way::Up && !value.is_sign_negative() || than(Decimal::ZERO),
        Nature::Share | Nature::Count | Nature::Rank { .. } => said.way == Way::Up,
    }
}

/// Whether a direction behind the number may be that of a value that stands in the data: `[3 per
/// cent](=…) rise`.
///
/// What is published as −3 is no rise. A positive value may be that of a fall, where the title does
/// not say otherwise, or the word may be about something else (`[12](=…) lower super output areas`): a
/// fall is denied only of percentage points, and where the title says that the column is of changes.
fn behind_agrees(way: Way, quantity: &Quantity) -> bool {
    let value = quantity.value;
    let says = |words: &[&str]| {
        let title = quantity.title.to_lowercase();
        let mut parts = title.split(|letter: char| !letter.is_alphabetic());
        parts.any(|part| words.contains(&part))
    };
    if value.is_zero() || says(FALLS) {
        return true;
    }
    match way {
        Way::Up => !value.is_sign_negative(),
        Way::Down => {
            let changes = quantity.unit == Some(Unit::PercentagePoints) || says(CHANGES);
            value.is_sign_negative() || !changes
        }
    }
}
