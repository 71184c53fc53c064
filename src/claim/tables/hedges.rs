//! Words that bend a number, and how far: the one table of tolerances.

use rust_decimal::Decimal;

/// What a word makes of the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// `over`, `more than`.
    Over,
    /// `under`, `fewer than`.
    Under,
    /// `at least`.
    AtLeast,
    /// `at most`, `up to`.
    AtMost,
    /// `just over`.
    JustOver,
    /// `just under`, `nearly`.
    JustUnder,
    /// `around`.
    Around,
    /// `well over`.
    WellOver,
    /// `well under`.
    WellUnder,
}

/// One end of what a hedge lets be true, in hundredths of the number said.
#[derive(Debug, Clone, Copy)]
pub(in crate::claim) struct End {
    /// So many hundredths of the number.
    percent: i64,
    /// Whether the end itself is let in.
    included: bool,
}

/// A way to say a number less or more exactly: which words, what they let be true, and why.
pub(in crate::claim) struct Tolerance {
    /// What the words mean; none where they are numbers themselves.
    pub(in crate::claim) hedge: Option<Hedge>,
    /// Phrases before the number. The first is the one that true wordings use.
    pub(in crate::claim) before: &'static [&'static str],
    /// Phrases behind it.
    pub(in crate::claim) behind: &'static [&'static str],
    low: Option<End>,
    high: Option<End>,
    /// The words as the guide lists them.
    pub(in crate::claim) listed: &'static str,
    /// When they are true, as the guide says it.
    pub(in crate::claim) rule: &'static str,
    /// Why.
    pub(in crate::claim) reason: &'static str,
}

const fn past(percent: i64) -> Option<End> {
    Some(End {
        percent,
        included: false,
    })
}

const fn from(percent: i64) -> Option<End> {
    Some(End {
        percent,
        included: true,
    })
}

/// Every tolerance there is. The table of the guide is this one; a test compares them.
#[rustfmt::skip]
pub(in crate::claim) const TOLERANCES: &[Tolerance] = &[
    Tolerance {
        hedge: None, before: &[], behind: &[], low: None, high: None,
        listed: "a number by itself: `43`, `43.0`, `2.5 million`",
        rule: "the value, rounded to the places written, is the number; halves go away from zero",
        reason: "readers take a number to be as precise as it is written",
    },
    Tolerance {
        hedge: Some(Hedge::Over),
        before: &["more than", "over", "above", "exceeding", "greater than", "higher than",
            "larger than", "in excess of", "upwards of", "beyond"],
        behind: &[],
        low: past(100), high: None,
        listed: "over, more than, above, in excess of",
        rule: "the exact value is higher",
        reason: "a bound is true or false: 50.2 is over 50, and 49.8 is not",
    },
    Tolerance {
        hedge: Some(Hedge::Under),
        before: &["less than", "fewer than", "under", "below", "lower than", "smaller than",
            "short of"],
        behind: &[],
        low: None, high: past(100),
        listed: "under, fewer than, less than, below",
        rule: "the exact value is lower",
        reason: "as above",
    },
    Tolerance {
        hedge: Some(Hedge::AtLeast),
        before: &["at least", "no fewer than", "no less than", "not fewer than", "not less than",
            "a minimum of", "minimum", "≥", "at the least"],
        behind: &["or more", "or over", "or above", "or higher", "plus", "+", "at least",
            "at the least", "and over", "and above", "and more"],
        low: from(100), high: None,
        listed: "at least, no fewer than, or more, and over",
        rule: "the exact value is as high, or higher",
        reason: "as above; the number itself is let in",
    },
    Tolerance {
        hedge: Some(Hedge::AtMost),
        before: &["at most", "up to", "no more than", "not more than", "no higher than",
            "a maximum of", "maximum", "≤", "at the most"],
        behind: &["or fewer", "or less", "or under", "or below", "or lower", "at most",
            "at the most", "and under", "and below"],
        low: None, high: from(100),
        listed: "at most, up to, no more than, or fewer",
        rule: "the exact value is as low, or lower",
        reason: "as above; the number itself is let in",
    },
    Tolerance {
        hedge: Some(Hedge::JustOver),
        before: &["just over", "just above", "just more than", "only just over", "slightly over",
            "slightly above", "slightly more than", "a little over", "a little more than",
            "a little above", "marginally over", "marginally more than", "marginally above"],
        behind: &[],
        low: past(100), high: from(105),
        listed: "just over, slightly more than, a little over",
        rule: "the exact value is higher, by no more than 5% of the number",
        reason: "a reader who hears `just over 50` thinks of 51 or 52, not of 55",
    },
    Tolerance {
        hedge: Some(Hedge::JustUnder),
        before: &["just under", "just below", "just less than", "just fewer than",
            "just short of", "only just under", "slightly under", "slightly below",
            "slightly less than", "slightly fewer than", "a little under", "a little less than",
            "a little fewer than", "a little below", "marginally under", "marginally below",
            "marginally less than", "nearly", "almost", "virtually", "getting on for", "approaching",
            "not quite"],
        behind: &[],
        low: from(95), high: past(100),
        listed: "just under, nearly, almost, not quite",
        rule: "the exact value is lower, by no more than 5% of the number",
        reason: "as above, on the other side: `nearly 50` is not true of 50",
    },
    Tolerance {
        hedge: Some(Hedge::Around),
        before: &["about", "around", "roughly", "approximately", "approx", "approx .", "some",
            "circa", "ca", "c .", "close to", "in the region of", "in the order of", "of the order of",
            "broadly", "~", "≈"],
        behind: &["or so", "or thereabouts", "approximately", "or about that"],
        low: from(95), high: from(105),
        listed: "about, around, roughly, approximately, some, or so",
        rule: "the exact value is within 5% of the number on either side",
        reason: "one step of most round numbers: `about 50` covers 48 to 52",
    },
    Tolerance {
        hedge: Some(Hedge::WellOver),
        before: &["well over", "well above", "far more than", "far above", "much more than",
            "considerably more than", "significantly more than", "substantially more than"],
        behind: &[],
        low: past(105), high: None,
        listed: "well over, far more than",
        rule: "the exact value is higher by more than 5% of the number",
        reason: "further than `just over` reaches",
    },
    Tolerance {
        hedge: Some(Hedge::WellUnder),
        before: &["well under", "well below", "far less than", "far fewer than", "far below",
            "much less than", "considerably less than", "considerably fewer than",
            "significantly less than", "significantly fewer than", "substantially less than"],
        behind: &[],
        low: None, high: past(95),
        listed: "well under, far fewer than",
        rule: "the exact value is lower by more than 5% of the number",
        reason: "further than `just under` reaches",
    },
    Tolerance {
        hedge: None, before: &[], behind: &[], low: None, high: None,
        listed: "`a third`, `half`, `one in five`, `7 out of 10`",
        rule: "equal at whole per cent; below 1 per cent, at the second digit",
        reason: "a fraction is chosen because it is round: 33.3% is a third, 34% is not",
    },
    Tolerance {
        hedge: None, before: &[], behind: &[], low: None, high: None,
        listed: "`a majority`, `a minority`, `all`",
        rule: "the exact value is above 50%, below 50%, 100%; a `slim` or `narrow` majority is just over half",
        reason: "each is a bound; `nearly all` is at least 95%, as every `nearly`",
    },
    Tolerance {
        hedge: None, before: &[], behind: &[], low: None, high: None,
        listed: "`twice`, `three times`, `fivefold`, `doubled`",
        rule: "within 0.05; with places, as `3.25 times`, by the places",
        reason: "as precise as the one place in which ratios are published",
    },
    Tolerance {
        hedge: None, before: &[], behind: &[], low: None, high: None,
        listed: "`between 40 and 45`, `40 to 45`",
        rule: "the exact value is one of the two, or lies between them",
        reason: "two bounds, each true or false",
    },
    Tolerance {
        hedge: None, before: &[], behind: &[], low: None, high: None,
        listed: "`third highest`, `the lowest`, `8th of 12`, `in the top ten`",
        rule: "the rank is that one; equal values share a rank",
        reason: "a place in an order is not rounded",
    },
];

/// Hedges that count as part of the words where they stand straight in front of the link: they can
/// bend nothing but the number behind them. `over 20 wards` may be spread over them, and `more than
/// 60` may be a comparison with it.
#[rustfmt::skip]
pub(in crate::claim) const SURE_BEFORE_LINK: &[&str] = &[
    "nearly", "almost", "just over", "just under", "just below", "just above", "slightly over",
    "slightly under", "a little over", "a little under", "marginally over", "marginally under",
    "well over", "well under", "at least", "at most", "roughly", "approximately", "approx",
];

/// Bounds in front of a link that may be about its number or about something else.
pub(in crate::claim) const UNSURE_BEFORE_LINK: &[&str] = &[
    "over",
    "under",
    "more than",
    "less than",
    "fewer than",
    "in excess of",
    "upwards of",
];

/// The farthest that a multiple without places may lie from its ratio.
pub(in crate::claim) fn multiple_reach() -> Decimal {
    Decimal::new(5, 2)
}

impl Hedge {
    fn row(self) -> &'static Tolerance {
        let row = TOLERANCES.iter().find(|row| row.hedge == Some(self));
        row.expect("every hedge has its row")
    }

    /// Whether a value is let be true of a number; both are sizes.
    pub(in crate::claim) fn lets(self, value: Decimal, number: Decimal) -> bool {
        let row = self.row();
        // Compared as hundredths, so that nothing is divided.
        let Some(value) = value.checked_mul(Decimal::ONE_HUNDRED) else {
            return false;
        };
        let end = |end: End| number.checked_mul(end.percent.into());
        let above = row.low.is_none_or(|low| {
            end(low).is_some_and(|end| value > end || low.included && value == end)
        });
        let below = row.high.is_none_or(|high| {
            end(high).is_some_and(|end| value < end || high.included && value == end)
        });
        above && below
    }

    /// The words that a true wording uses for it.
    pub(in crate::claim) fn words(self) -> &'static str {
        self.row().before[0]
    }
}
