//! Wordings to try, the nearest to the author's first.

use rust_decimal::Decimal;

use crate::claim::agree::{Held, held, round_to, share_denominator, sized};
use crate::claim::spell::{ordinal_in_words, written};
use crate::claim::truth::edits::{
    Edit, digits, number_edits, range, removal, removal_with_space_behind, symbol, unit_edits,
};
use crate::claim::truth::multiples::multiples;
use crate::claim::truth::parts::{fractions, shares};
use crate::claim::truth::ranks::rank_edits;
use crate::claim::{Claim, Hedge, Nature, Number, Part, Quantity, Range, Said};
use crate::model::Unit;
use crate::number;

/// A wording to try: changes to the author's.
pub(super) struct Attempt {
    pub(super) edits: Vec<Edit>,
    /// Whether it is the number of the data without a hedge.
    pub(super) plain: bool,
}

impl Attempt {
    pub(super) fn plain(edits: Vec<Edit>) -> Self {
        Attempt { edits, plain: true }
    }

    pub(super) fn bent(edits: Vec<Edit>) -> Self {
        Attempt {
            edits,
            plain: false,
        }
    }
}

/// The wordings to try for the parts that disagree, the best first.
pub(super) fn options(claim: &Claim, quantity: &Quantity, parts: &[Part]) -> Vec<Attempt> {
    let wrong = |part: Part| parts.contains(&part);
    if wrong(Part::Kind) {
        return vec![Attempt::plain(vec![other_kind(claim, quantity)])];
    }
    if !wrong(Part::Number) && !wrong(Part::Unit) {
        return vec![Attempt::plain(Vec::new())];
    }
    let mut options = match &claim.said {
        Said::Rank(rank) => return vec![Attempt::plain(rank_edits(claim, rank, quantity))],
        Said::Number(said) if share_denominator(claim).is_some() && !wrong(Part::Unit) => {
            shares(claim, said, quantity)
        }
        Said::Number(said) => numbers(claim, said, quantity, wrong(Part::Unit)),
        Said::Fraction(said) => fractions(claim, said, quantity),
        Said::Times(said) => multiples(claim, said, quantity),
        Said::Range(said) => ranges(claim, said, quantity, wrong(Part::Unit)),
    };
    if !wrong(Part::Unit) {
        let mut all = hedged(claim, quantity);
        all.append(&mut options);
        options = all;
    }
    options
}

/// The number as it is said, with another hedge or with one where none was.
fn hedged(claim: &Claim, quantity: &Quantity) -> Vec<Attempt> {
    let Some(Held { actual, said, .. }) = held(claim, quantity) else {
        return Vec::new();
    };
    let share = share_denominator(claim);
    let counted = share.is_none_or(|share| share.per > Decimal::TEN);
    let number = matches!(claim.said, Said::Number(_)) && counted;
    let higher = actual > said;
    let near = if higher {
        Hedge::JustOver
    } else {
        Hedge::JustUnder
    };
    let far = if higher { Hedge::Over } else { Hedge::Under };
    let same_side = match claim.hedge.map(|said| said.hedge) {
        // A number by itself is put right; a fraction may be a good one for the value.
        None if number => return Vec::new(),
        // `about 60` says more than `well over 50`.
        Some(Hedge::Around) if number => return Vec::new(),
        Some(Hedge::Over | Hedge::JustOver | Hedge::WellOver) => higher,
        Some(Hedge::Under | Hedge::JustUnder | Hedge::WellUnder) => !higher,
        _ => false,
    };
    // `more than half` is true of twice, and says nothing.
    let (lower, upper) = (actual.min(said), actual.max(said));
    let comparable = lower
        .checked_mul(Decimal::TWO)
        .is_some_and(|twice| twice > upper);
    let mut hedges = vec![near];
    if same_side && comparable {
        hedges.push(far);
    }
    hedges
        .into_iter()
        .filter(|hedge| hedge.lets(actual, said))
        .map(|hedge| Attempt::bent(hedge_edits(claim, hedge)))
        .collect()
}

/// Puts another hedge in the place of the one said, or before the amount.
fn hedge_edits(claim: &Claim, hedge: Hedge) -> Vec<Edit> {
    let mut words = hedge.words().to_string();
    let fewer = |said: &str| said.to_lowercase().contains("fewer");
    match claim.hedge {
        Some(said) if !said.behind => {
            let (start, end) = range(claim, said.place);
            if fewer(&claim.text[start..end]) {
                words = words.replace("less", "fewer");
            }
            vec![Edit::replace(claim, said.place, words)]
        }
        said => {
            let (start, _) = range(claim, claim.said.place());
            let mut edits = vec![Edit {
                start,
                end: start,
                text: format!("{words} "),
            }];
            edits.extend(said.map(|said| removal(claim, said.place)));
            edits
        }
    }
}

/// Takes the hedge out.
pub(super) fn unhedged(claim: &Claim) -> Vec<Edit> {
    let without = claim.hedge.map(|said| {
        if said.behind {
            removal(claim, said.place)
        } else {
            removal_with_space_behind(claim, said.place)
        }
    });
    without.into_iter().collect()
}

pub(super) fn numbers(
    claim: &Claim,
    said: &Number,
    quantity: &Quantity,
    unit: bool,
) -> Vec<Attempt> {
    let mut edits = Vec::new();
    number_edits(claim, said, quantity, unit, &mut edits);
    if unit {
        unit_edits(claim, said.place, said.scale, quantity, &mut edits);
    }
    let with_hedge = Attempt::bent(edits.clone());
    edits.extend(unhedged(claim));
    let plain = Attempt::plain(edits);
    match claim.hedge.map(|said| said.hedge) {
        None => vec![plain],
        Some(Hedge::Around) => vec![with_hedge, plain],
        Some(_) => vec![plain],
    }
}

fn ranges(claim: &Claim, said: &Range, quantity: &Quantity, unit: bool) -> Vec<Attempt> {
    let scale = said.scale.map_or(Decimal::ONE, |scale| scale.factor);
    let part = claim.unit.as_ref().filter(|_| !unit);
    let part = part.map_or(Decimal::ONE, |unit| unit.factor);
    let value = sized(claim, quantity);
    let rounded = round_to(value, said.step);
    let amount = (rounded.abs() / scale / part).normalize();
    let minus = if rounded.is_sign_negative() && !amount.is_zero() {
        "−"
    } else {
        ""
    };
    let text = format!(
        "{minus}{}{}",
        symbol(claim, quantity, unit),
        written(amount, digits(amount.scale()))
    );
    let mut edits = vec![Edit::replace(claim, said.place, text)];
    if unit {
        unit_edits(claim, said.place, said.scale, quantity, &mut edits);
    }
    edits.extend(unhedged(claim));
    vec![Attempt::plain(edits)]
}

/// The number of the data in the place of an amount of another kind, with hedge and unit.
fn other_kind(claim: &Claim, quantity: &Quantity) -> Edit {
    let (mut start, mut end) = range(claim, claim.said.place());
    let places = [
        claim.hedge.map(|hedge| hedge.place),
        claim.unit.as_ref().map(|unit| unit.place),
        claim.denominator.map(|denominator| denominator.place),
        claim.way.map(|way| way.place),
    ];
    for place in places.into_iter().flatten() {
        let (first, last) = range(claim, place);
        start = start.min(first);
        end = end.max(last);
    }
    // The whole of the words, where they are about something else altogether.
    let whole = matches!(claim.said, Said::Times(_) | Said::Rank(_)) || end > claim.words;
    if whole {
        (start, end) = (0, claim.text.len());
    }
    Edit {
        start,
        end,
        text: last_resort(quantity),
    }
}

pub(super) fn bare(claim: &Claim, quantity: &Quantity) -> String {
    let value = sized(claim, quantity);
    number::plain(short(value), None)
}

/// The value in few digits.
pub(super) fn short(value: Decimal) -> Decimal {
    let places = (1..=20).find(|places| !round_to(value, Decimal::new(1, *places)).is_zero());
    let places = if value.scale() > 4 {
        places.unwrap_or(0).max(1)
    } else {
        value.scale()
    };
    round_to(value, Decimal::new(1, places)).normalize()
}

/// The value by itself, with its unit.
pub(super) fn last_resort(quantity: &Quantity) -> String {
    let value = quantity.value;
    match (&quantity.unit, quantity.nature) {
        (_, Nature::Rank { from_below: 1, .. }) => "lowest".to_string(),
        (_, Nature::Rank { .. }) if value == Decimal::ONE => "highest".to_string(),
        (_, Nature::Rank { .. }) => format!("{} highest", ordinal_in_words(value)),
        (Some(Unit::Percent), _) => format!("{} per cent", number::plain(short(value), None)),
        (Some(Unit::PercentagePoints), _) => {
            format!("{} percentage points", number::plain(short(value), None))
        }
        (unit, _) => number::with_sign(short(value), None, unit.as_ref()),
    }
}
