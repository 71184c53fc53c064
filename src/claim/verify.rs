//! What the words say against what the data says.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::claim::agree::{data_denominator, denied, share_denominator};
use crate::claim::spell::ordinal;
use crate::claim::{Claim, Measure, Nature, Quantity, Said, truth};
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
    /// A plainer wording that would be true too, where the first is not the number alone.
    pub plain: Option<String>,
    /// What to do about the data where its unit keeps the words from being checked.
    pub help: Option<String>,
    /// By which power of a thousand words and data differ, where they do: the column may be counted in
    /// thousands or millions, or the words lack `million`, and nothing is to be rewritten.
    pub scale: Option<Apart>,
    /// Whether the data is negative and the words give it neither sign nor direction.
    pub unsigned: bool,
    /// The field that the value comes from.
    pub field: Option<String>,
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
    /// Which way a difference goes.
    Direction,
    /// The kind of number: a fraction, a multiple, a place in an order.
    Kind,
}

/// Words and data that differ by a power of a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// Which power.
    pub power: u32,
    /// Whether the words say more than the data.
    pub said_more: bool,
}

impl Apart {
    /// By how much, in a word.
    fn name(self) -> &'static str {
        match self.power {
            1 => "thousand",
            2 => "million",
            3 => "billion",
            _ => "trillion",
        }
    }

    /// What to look at.
    fn help(self, field: Option<&str>) -> String {
        let by = self.name();
        let column = match field {
            Some(field) => format!("the column of `{field}`"),
            None => "the column".to_string(),
        };
        match self.said_more {
            true => format!(
                "words and data differ by a {by}: if {column} is counted in {by}s, multiply it under \
                 `shape`; if it is not, correct the sentence"
            ),
            false => format!(
                "words and data differ by a {by}: see whether the words lack `{by}`, or are bound to \
                 another field than they mean"
            ),
        }
    }
}

impl Part {
    /// The part in a word.
    pub fn name(self) -> &'static str {
        match self {
            Part::Number => "number",
            Part::Unit => "unit",
            Part::Denominator => "denominator",
            Part::Direction => "direction",
            Part::Kind => "kind of number",
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
            on_one_line(&self.said),
            self.data,
            parts.join(" and the ")
        )
    }

    /// What to do.
    pub fn help(&self) -> String {
        if let Some(apart) = self.scale {
            return apart.help(self.field.as_deref());
        }
        let mut truth = format!("write `{}`", on_one_line(&self.truth));
        if let Some(plain) = &self.plain {
            truth.push_str(&format!(" or `{}`", on_one_line(plain)));
        }
        if self.unsigned {
            return format!(
                "the direction is wrong, or not said: the data has a fall; say so (`fell by`, `a fall \
                 of`), or {truth}"
            );
        }
        match &self.help {
            Some(help) => format!("{truth}, or {help}"),
            None => truth,
        }
    }
}

/// Words that break over two lines in the file, on one.
fn on_one_line(words: &str) -> String {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

/// Holds a claim against a value.
///
/// A number agrees when the value, rounded half away from zero to the precision of the words, is
/// the number said; hedges, fractions, multiples and ranges have the tolerances of their table. A
/// percentage has to be said to be one, in per cent or as so many in so many; money has to name
/// its currency; percentage points may be called points. A number bound to a rate may leave the
/// denominator out; where it names one with `per` or `for every`, it has to be the rate's, even if
/// another would give the same proportion. Where a field has a unit in plain words or none, its
/// denominator is the one in that unit or in its title.
///
/// A difference or a change may be said with its direction, which then has to be the true one;
/// without a direction or a minus sign it is held against its size.
pub fn verify(claim: &Claim, quantity: &Quantity) -> Verdict {
    let whole = quantity;
    let quantity = &*in_percent(claim, quantity);
    let parts = denied(claim, quantity);
    if parts.is_empty() {
        return Verdict::Agrees;
    }
    let wording = truth::wording(claim, quantity, &parts);
    Verdict::Disagrees(Mismatch {
        said: claim.text.clone(),
        data: data_says(whole),
        truth: wording.text,
        link: wording.link,
        plain: wording.plain,
        help: unchecked_unit(claim, quantity, &parts),
        scale: apart(claim, quantity),
        unsigned: is_unsigned(claim, quantity, &parts),
        field: quantity.field.clone(),
        parts,
    })
}

/// Whether a number without a sign or direction stands for a negative value: `improved by 3.1 points`
/// of −3.1.
fn is_unsigned(claim: &Claim, quantity: &Quantity, parts: &[Part]) -> bool {
    let positive = matches!(&claim.said, Said::Number(said) if said.value > Decimal::ZERO);
    positive
        && claim.way.is_none()
        && parts == [Part::Number]
        && quantity.nature == Nature::Level
        && quantity.value.is_sign_negative()
        && !quantity.value.is_zero()
}

/// By which power of a thousand a number differs from the data. Within a half and twice of it, for
/// who has bound a column of millions may have last year's number in the sentence.
fn apart(claim: &Claim, quantity: &Quantity) -> Option<Apart> {
    let said = match &claim.said {
        Said::Number(number) => number.value,
        Said::Range(range) => range.high,
        Said::Fraction(_) | Said::Times(_) | Said::Rank(_) => return None,
    };
    // `one in 1,000` is a share, and a place in an order no amount.
    let part = matches!(quantity.unit, Some(Unit::Percent | Unit::PercentagePoints));
    let place = matches!(quantity.nature, Nature::Rank { .. });
    if share_denominator(claim).is_some() || part || place {
        return None;
    }
    let (said, actual) = (said.abs(), quantity.value.abs());
    let said_more = said > actual;
    let times = match said_more {
        true => said.checked_div(actual)?,
        false => actual.checked_div(said)?,
    };
    let mut near = Decimal::ONE_THOUSAND;
    for power in 1..=4 {
        let (least, most) = (
            near.checked_div(Decimal::TWO)?,
            near.checked_mul(Decimal::TWO)?,
        );
        if (least..=most).contains(&times) {
            return Some(Apart { power, said_more });
        }
        near = near.checked_mul(Decimal::ONE_THOUSAND)?;
    }
    None
}

/// A ratio as the words say it in per cent: of 1.2, `20 per cent more` and `a fifth more` are the
/// change, `120 per cent of the rate` is the share.
fn in_percent<'q>(claim: &Claim, quantity: &'q Quantity) -> Cow<'q, Quantity> {
    let said = claim.unit.as_ref().map(|unit| &unit.measure);
    let percent = said == Some(&Measure::Percent);
    let fraction = matches!(claim.said, Said::Fraction(_)) && claim.way.is_some();
    if quantity.nature != Nature::Ratio || quantity.unit.is_some() || !(percent || fraction) {
        return Cow::Borrowed(quantity);
    }
    let (nature, none) = match claim.way {
        Some(_) => (Nature::Change, Decimal::ONE),
        None => (Nature::Share, Decimal::ZERO),
    };
    let value = quantity.value.checked_sub(none);
    match value.and_then(|value| value.checked_mul(Decimal::ONE_HUNDRED)) {
        Some(value) => Cow::Owned(Quantity {
            value: value.normalize(),
            nature,
            unit: Some(Unit::Percent),
            ..quantity.clone()
        }),
        None => Cow::Borrowed(quantity),
    }
}

/// The value and its unit as a sentence would have them, with all published digits.
fn data_says(quantity: &Quantity) -> String {
    if let Nature::Rank { from_below, of, .. } = quantity.nature {
        let rank = ordinal(quantity.value);
        return match from_below {
            1 => format!("{rank} of {of}, the lowest"),
            _ => format!("{rank} of {of}"),
        };
    }
    // A division that does not end is shown to four places.
    let endless = quantity.value.scale() > 10;
    let places = endless.then_some(4);
    let mut number = number::with_sign(quantity.value, places, quantity.unit.as_ref());
    if endless {
        number = format!("about {number}");
    }
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
