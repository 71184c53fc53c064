//! The grammar as tables. A construction is a row: to read one more, add it to the table that
//! reads it.

mod amounts;
mod hedges;
mod measures;
mod ways;

pub(super) use crate::model::scale::CURRENCY_SIGNS;
pub(super) use amounts::{
    AMBIGUOUS_BEHIND_TIMES, ENDS, FRACTION_SIGNS, FRACTIONS, GROUPS, HALVED, MULTIPLES, OF_PLACES,
    ORDINALS, PARTS, SHARED, TIMES,
};
pub use hedges::Hedge;
pub(super) use hedges::{SURE_BEFORE_LINK, TOLERANCES, UNSURE_BEFORE_LINK, multiple_reach};
pub(super) use measures::MEASURES;
pub use ways::Way;
pub(super) use ways::{CHANGES, FALLS, FURTHER, NOUNS, WAYS, WayRow};

/// The tolerances as the guide lists them: the words, when they are true, and why.
pub fn tolerances() -> impl Iterator<Item = [&'static str; 3]> {
    TOLERANCES
        .iter()
        .map(|row| [row.listed, row.rule, row.reason])
}

/// Why a phrase cannot be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It can be meant two ways: `barely`, `three times more`.
    Ambiguous,
    /// A number that is not said: `dozens`.
    Vague,
    /// It turns the words round: `not`.
    Negation,
    /// It says where a change led, not how large it was: `fell to`.
    Level,
    /// It bends a number, and stands where it bends none, or where another does.
    Hedge,
    /// It gives a direction, and another is given.
    Direction,
    /// A fraction beside the number.
    Fraction,
    /// A multiple beside the number.
    Multiple,
    /// A place in an order beside the number.
    Ordinal,
    /// A range that is not one.
    Range,
    /// It belongs to the number and stands outside the link.
    Outside,
}

impl Kind {
    /// What is wrong with the phrase, as the end of a sentence.
    pub fn fault(self) -> &'static str {
        match self {
            Kind::Ambiguous => "can be meant in more than one way",
            Kind::Vague => "is a quantity without a number",
            Kind::Negation => "is a negation, which is not read",
            Kind::Level => "says where a change led, not how large it was",
            Kind::Hedge => "bends no number here",
            Kind::Direction => "gives a second direction",
            Kind::Fraction => "is a fraction beside the number",
            Kind::Multiple => "is a multiple beside the number",
            Kind::Ordinal => "is a place in an order beside the number",
            Kind::Range => "is no range from a lower to a higher number",
            Kind::Outside => "belongs to the number, and stands outside the link",
        }
    }

    /// What to do about it.
    pub fn help(self) -> &'static str {
        match self {
            Kind::Ambiguous => {
                "say it in a way that can be counted: `just under 50`, `three times as many`"
            }
            Kind::Vague => "write the number as the data has it, or take the link out",
            Kind::Negation => "say what is so, and not what is not",
            Kind::Level => "leave these words in front of the link",
            Kind::Hedge => "put one such word straight before the number",
            Kind::Direction => "give one direction",
            Kind::Fraction | Kind::Multiple | Kind::Ordinal => "bind one number in each link",
            Kind::Outside => "take it into the link",
            Kind::Range => "write `between 40 and 45` or `40 to 45`",
        }
    }
}

/// Phrases that cannot be checked, wherever they stand in a link.
#[rustfmt::skip]
pub(super) const REFUSED: &[(Kind, &[&str])] = &[
    (Kind::Ambiguous, &[
        "barely", "scarcely", "hardly", "more or less", "give or take", "±", "within",
        "again",
    ]),
    (Kind::Vague, &["dozens", "tens", "hundreds", "thousands", "millions", "billions"]),
    (Kind::Negation, &["no", "not", "never", "none", "neither", "nor", "nowhere near"]),
    (Kind::Level, &[
        "rose to", "risen to", "rising to", "rise to", "rises to", "fell to", "fallen to",
        "falling to", "fall to", "falls to", "increased to", "increase to", "decreased to",
        "decrease to", "dropped to", "drop to", "declined to", "grew to", "grown to", "down to",
        "up from", "down from", "cut to", "reduced to", "raised to",
    ]),
    (Kind::Hedge, &["max", "min", "maximum", "minimum", "<", ">"]),
    (Kind::Range, &["between"]),
];

/// Phrases that cannot be checked in front of a number; behind it they say nothing about it.
#[rustfmt::skip]
pub(super) const REFUSED_BEFORE: &[(Kind, &[&str])] = &[
    (Kind::Ambiguous, &[
        "as many as", "as few as", "as much as", "as little as", "as high as", "as low as", "once",
        "near", "more", "all but",
    ]),
    (Kind::Vague, &[
        "several", "few", "a few", "couple", "a couple", "handful", "a handful", "many", "a lot",
        "lots", "vast majority", "overwhelming majority", "large majority", "great majority",
        "clear majority", "large minority", "small minority", "sizeable minority",
        "significant minority", "substantial minority", "tiny minority", "some of", "score",
        "scores",
    ]),
    (Kind::Negation, &["without", "except", "except for"]),
];

/// Ranges: what may open them, and what joins their ends.
pub(super) const RANGES: &[(&str, &str)] = &[("between", "and"), ("from", "to")];

/// What joins the ends of a range that nothing opens.
#[rustfmt::skip]
pub(super) const RANGE_JOINTS: &[&str] = &[
    "to", "-", "\u{2010}", "\u{2011}", "–", "—",
];

/// Words that may stand before the number and leave it as it is.
#[rustfmt::skip]
pub(super) const LEADS: &[&str] = &[
    "a", "an", "all", "the", "this", "that", "these", "those", "only", "just", "exactly", "precisely",
    "of", "is", "was", "are", "were", "total", "average", "by", "at", "in", "to", "from", "on",
    "gap", "difference", "margin", "rate", "ratio", "share", "figure", "mean",
    "median", "its", "their", "has", "have", "had", "stood", "stands", "ranked", "ranks", "ranking",
    "placed", "comes", "came", "number", "among", "a mere", "mere", "a full",
    "fully", "a high of", "a low of", "a peak of",
];

/// Words that make the number after them negative.
pub(super) const MINUS_WORDS: &[&str] = &["minus", "-", "−"];

/// What a unit after a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitRow {
    Percent,
    PercentagePoints,
    Points,
    Money(&'static str),
    /// Hundredths of a currency.
    Hundredths(&'static str),
}

/// A unit in words or signs.
pub(super) struct UnitWords {
    pub(super) words: &'static str,
    pub(super) unit: UnitRow,
    /// Whether it is read only when nothing parts it from the digits, as a letter must be.
    pub(super) glued: bool,
}

const fn unit(words: &'static str, unit: UnitRow) -> UnitWords {
    UnitWords {
        words,
        unit,
        glued: false,
    }
}

/// Units that stand after a number.
pub(super) const UNITS: &[UnitWords] = &[
    unit("%", UnitRow::Percent),
    unit("per cent", UnitRow::Percent),
    unit("percent", UnitRow::Percent),
    UnitWords {
        words: "pc",
        unit: UnitRow::Percent,
        glued: true,
    },
    unit("percentage points", UnitRow::PercentagePoints),
    unit("percentage point", UnitRow::PercentagePoints),
    unit("% points", UnitRow::PercentagePoints),
    unit("% point", UnitRow::PercentagePoints),
    unit("per cent points", UnitRow::PercentagePoints),
    unit("percent points", UnitRow::PercentagePoints),
    unit("pp", UnitRow::PercentagePoints),
    unit("ppt", UnitRow::PercentagePoints),
    unit("ppts", UnitRow::PercentagePoints),
    unit("percentage pts", UnitRow::PercentagePoints),
    unit("points", UnitRow::Points),
    unit("pts", UnitRow::Points),
    unit("point", UnitRow::Points),
    unit("pounds", UnitRow::Money("GBP")),
    unit("pound", UnitRow::Money("GBP")),
    unit("pounds sterling", UnitRow::Money("GBP")),
    unit("gbp", UnitRow::Money("GBP")),
    unit("euros", UnitRow::Money("EUR")),
    unit("euro", UnitRow::Money("EUR")),
    unit("dollars", UnitRow::Money("USD")),
    unit("dollar", UnitRow::Money("USD")),
    unit("us dollars", UnitRow::Money("USD")),
    unit("pence", UnitRow::Hundredths("GBP")),
    unit("penny", UnitRow::Hundredths("GBP")),
    UnitWords {
        words: "p",
        unit: UnitRow::Hundredths("GBP"),
        glued: true,
    },
];

/// How the denominator of a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// So many for each so many: `per 100`.
    Each,
    /// So many of so many, which is a proportion: `one in five`.
    In,
    /// The same, or so many things of a named number of things: `12 of the 30 wards`.
    OutOf,
}

/// A word or letter that multiplies the number before it.
pub(super) struct ScaleWord {
    pub(super) word: &'static str,
    pub(super) factor: u64,
    /// Whether it is read only when nothing parts it from the digits (`5m`; `5 m` is a length).
    pub(super) glued: bool,
}

const fn scale(word: &'static str, factor: u64, glued: bool) -> ScaleWord {
    ScaleWord {
        word,
        factor,
        glued,
    }
}

/// Scales; a billion is a thousand million, as in all British statistics since 1974.
pub(super) const SCALES: &[ScaleWord] = &[
    scale("thousand", 1_000, false),
    scale("million", 1_000_000, false),
    scale("billion", 1_000_000_000, false),
    scale("trillion", 1_000_000_000_000, false),
    scale("k", 1_000, true),
    scale("m", 1_000_000, true),
    scale("mn", 1_000_000, true),
    scale("bn", 1_000_000_000, true),
    scale("tn", 1_000_000_000_000, true),
];

/// Number words up to nineteen, each at its own place.
#[rustfmt::skip]
pub(super) const SMALL: [&str; 20] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
];

/// The tens, from twenty; the place plus two is how many tens.
pub(super) const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// What opens a denominator, and how it is meant.
pub(super) const OPENERS: &[(&str, Opener)] = &[
    ("per", Opener::Each),
    ("for every", Opener::Each),
    ("for each", Opener::Each),
    ("to every", Opener::Each),
    ("in every", Opener::In),
    ("in each", Opener::In),
    ("of every", Opener::In),
    ("of each", Opener::In),
    ("out of every", Opener::In),
    ("out of each", Opener::In),
];

/// The last words of what opens a denominator that makes a rate.
pub(super) const RATES_OPEN: &[&str] = &["per", "every", "each"];

/// What opens a denominator only between two numbers: `one in five`, `7 out of 10`.
pub(super) const OPENERS_BETWEEN_NUMBERS: &[(&str, Opener)] = &[
    ("in", Opener::In),
    ("of", Opener::OutOf),
    ("of the", Opener::OutOf),
    ("out of", Opener::OutOf),
    ("out of the", Opener::OutOf),
];

/// Nouns that make a denominator of one. A period (`per year`) is none: it does not divide a
/// count among its bearers, and a field's title says it where it matters.
#[rustfmt::skip]
pub(super) const ONES: &[&str] = &[
    "head", "pound", "person", "capita", "resident", "adult", "child", "pupil", "student", "patient",
    "household", "dwelling", "home", "worker", "employee", "job", "neighbourhood", "ward",
    "area",
];

/// How many nouns may stand between a link and the denominator behind it, those joined by
/// hyphens counting as one: `[52](=…) full-time equivalent jobs per 100 adults` has three.
pub(super) const NOUNS_BEFORE_DENOMINATOR: usize = 4;

/// What joins numbers that share the unit after the last: `[10](=…) to [12](=…) per cent`.
pub(super) const JOINS_NUMBERS: &[&str] = &["and", "to", "or", ",", "-", "–"];

/// Suffixes that make an ordinal of digits.
pub(super) const ORDINAL_SUFFIXES: &[&str] = &["st", "nd", "rd", "th"];
