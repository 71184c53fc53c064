//! What the words say against what the data says.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

use crate::claim::read::{denominator_in, unit_in};
use crate::claim::{Claim, Measure, Quantity, truth};
use crate::model::Unit;
use crate::number;

/// Whether words and data agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// They do.
    Agrees,
    /// They do not.
    Disagrees(Mismatch),
}

/// A disagreement, with both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What disagrees: at least one part.
    pub parts: Vec<Part>,
    /// The words that count, as written: `50 per 200`.
    pub said: String,
    /// The value with all its published digits and its unit: `52 jobs per 100 adults`.
    pub data: String,
    /// The words that would be true, in their author's manner: `52 per 100`.
    pub truth: String,
    /// How many bytes of the true words stand in the link; the rest follows it.
    pub link: usize,
    /// What to do about the data where its unit keeps the words from being checked.
    pub help: Option<String>,
}

/// What of a claim can disagree with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The number, at the precision it is written in.
    Number,
    /// What it counts: per cent, percentage points, a currency.
    Unit,
    /// For each how many.
    Denominator,
}

impl Part {
    /// The part in a word.
    pub fn name(self) -> &'static str {
        match self {
            Part::Number => "number",
            Part::Unit => "unit",
            Part::Denominator => "denominator",
        }
    }
}

impl Mismatch {
    /// What is wrong, as a diagnostic says it: one lower-case line without a full stop.
    pub fn message(&self) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|part| part.name()).collect();
        let differ = if parts.len() == 1 {
            "differs"
        } else {
            "differ"
        };
        format!(
            "the words say `{}`, the data says `{}`: the {} {differ}",
            self.said.trim(),
            self.data,
            parts.join(" and the ")
        )
    }

    /// What to do.
    pub fn help(&self) -> String {
        let truth = format!("write `{}`", self.truth.trim());
        match &self.help {
            Some(help) => format!("{truth}, or {help}"),
            None => truth,
        }
    }
}

/// Holds a claim against the value of its cell.
///
/// The number agrees when the value, rounded half away from zero to the precision of the words,
/// is the number said. A percentage has to be said to be one, in per cent or as so many in every
/// 100; money has to name its currency; percentage points may be called points. A number bound to
/// a rate may leave the denominator out; where it names one, it has to be the rate's, even if
/// another would give the same proportion. Where a field has a unit in plain words or none, its
/// denominator is the one in that unit or in its title.
///
/// A difference or a change without a minus sign in its words is held against its size.
pub fn verify(claim: &Claim, quantity: &Quantity) -> Verdict {
    let unit = unit_agrees(claim, quantity);
    let denominator = denominator_agrees(claim, quantity);
    let rounded = round_to(compared(claim, quantity), claim.step);
    let parts: Vec<Part> = [
        (Part::Number, rounded == claim.value),
        (Part::Unit, unit),
        (Part::Denominator, denominator),
    ]
    .into_iter()
    .filter_map(|(part, agrees)| (!agrees).then_some(part))
    .collect();
    if parts.is_empty() {
        return Verdict::Agrees;
    }
    let (truth, link) = truth::wording(claim, quantity, &parts);
    Verdict::Disagrees(Mismatch {
        said: claim.text.clone(),
        data: data_says(quantity),
        truth,
        link,
        help: unchecked_unit(claim, quantity, &parts),
        parts,
    })
}

/// The value that words are held against: the size alone where they give no direction.
pub(super) fn compared(claim: &Claim, quantity: &Quantity) -> Decimal {
    if quantity.nature.directed() && !claim.value.is_sign_negative() {
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

fn unit_agrees(claim: &Claim, quantity: &Quantity) -> bool {
    let said = claim.unit.as_ref().map(|unit| &unit.measure);
    let worded = |words: &str| match said {
        None => true,
        Some(Measure::Points) => words
            .split_whitespace()
            .any(|word| word.starts_with("point")),
        said => said == unit_in(words).as_ref(),
    };
    match (&quantity.unit, said) {
        (Some(Unit::Percent), None) => claim.denominator.is_some(),
        (Some(Unit::Percent), Some(said)) => *said == Measure::Percent,
        (Some(Unit::PercentagePoints), said) => {
            matches!(said, Some(Measure::PercentagePoints | Measure::Points))
        }
        (Some(Unit::Currency(code)), Some(Measure::Money(said))) => code == said,
        (Some(Unit::Currency(_)), _) => false,
        (Some(Unit::Rate { name, .. }), _) => worded(name),
        (Some(Unit::Words(words)), _) => worded(words),
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
    match claim.denominator {
        None => true,
        Some(said) => data_denominator(claim, quantity) == Some(said.per),
    }
}

/// The value and its unit as a sentence would have them, with all published digits.
fn data_says(quantity: &Quantity) -> String {
    let number = number::with_sign(quantity.value, None, quantity.unit.as_ref());
    match &quantity.unit {
        None | Some(Unit::Percent | Unit::Currency(_)) => number,
        Some(unit) => format!("{number} {}", unit.in_words()),
    }
}

/// What the description of the data lacks, where it has no denominator or no unit to hold
/// against the one said.
fn unchecked_unit(claim: &Claim, quantity: &Quantity, parts: &[Part]) -> Option<String> {
    let denominator = claim
        .denominator
        .filter(|_| parts.contains(&Part::Denominator));
    if let Some(said) = denominator
        && data_denominator(claim, quantity).is_none()
        && !matches!(quantity.unit, Some(Unit::Percent | Unit::PercentagePoints))
    {
        let per = number::plain(said.per, None);
        let field = quantity.field.as_ref()?;
        return Some(format!(
            "give the field `{field}` its denominator: `unit: {{name: …, per: {per}}}`"
        ));
    }
    let unit = claim
        .unit
        .as_ref()
        .filter(|_| parts.contains(&Part::Unit) && quantity.unit.is_none())?;
    let unit = match &unit.measure {
        Measure::Percent => "percent",
        Measure::PercentagePoints => "percentage-points",
        Measure::Points => "points",
        Measure::Money(code) => code,
    };
    let field = quantity.field.as_ref()?;
    Some(format!("give the field `{field}` its unit: `unit: {unit}`"))
}
