//! The grammar as tables. A construction is a row: to read one more, add it to the table that
//! reads it, and take it out of [`NOT_YET`].

/// What kind of construction a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It widens the number: `about`.
    Hedge,
    /// It names one end only: `more than`.
    Bound,
    /// It says which way a difference goes: `fewer`.
    Direction,
    /// A part of one: `half`.
    Fraction,
    /// So many of so many: `one in five`.
    Proportion,
    /// So many times as much: `twice`.
    Multiple,
    /// A place in an order: `third`.
    Ordinal,
    /// Two ends: `10 to 12`.
    Range,
    /// A number that is not said: `dozens`.
    Vague,
    /// It turns the words round: `not`.
    Negation,
}

impl Kind {
    /// The kind in words, with its article.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Hedge => "a hedge",
            Kind::Bound => "a bound",
            Kind::Direction => "a direction",
            Kind::Fraction => "a fraction",
            Kind::Proportion => "a proportion",
            Kind::Multiple => "a multiple",
            Kind::Ordinal => "an ordinal",
            Kind::Range => "a range",
            Kind::Vague => "a quantity without a number",
            Kind::Negation => "a negation",
        }
    }
}

/// A phrase that changes what a number says and is not read yet.
pub(super) struct NotYet {
    pub(super) kind: Kind,
    pub(super) phrases: &'static [&'static str],
}

/// Phrases that are refused wherever they stand in a link.
#[rustfmt::skip]
pub(super) const NOT_YET: &[NotYet] = &[
    NotYet { kind: Kind::Hedge, phrases: &[
        "just", "just over", "just under", "just above", "just below", "just short of",
        "only just", "a little over", "a little under", "slightly over", "slightly under",
        "slightly more than", "slightly less than", "slightly fewer than", "well over",
        "well under", "nearly", "near", "almost", "close to", "about", "around", "roughly",
        "approximately", "approx", "circa", "ca", "c .", "some", "barely", "scarcely", "hardly",
        "or so", "or thereabouts", "in the region of", "in the order of", "~", "≈", "±",
    ] },
    NotYet { kind: Kind::Bound, phrases: &[
        "over", "under", "above", "below", "beyond", "exceeding", "more than", "fewer than",
        "less than", "greater than", "higher than", "lower than", "no more than",
        "no fewer than", "no less than", "not more than", "not fewer than", "not less than",
        "at least", "at most", "at the least", "at the most", "up to", "as many as",
        "as few as", "as much as", "as little as", "as high as", "as low as", "maximum",
        "minimum", "max", "min", "or more", "or fewer", "or less", "or over", "or under",
        "or above", "or below", "plus", "within", "<", ">", "≤", "≥", "+",
    ] },
    NotYet { kind: Kind::Direction, phrases: &[
        "more", "fewer", "less", "higher", "lower", "greater", "smaller", "up", "down", "rise",
        "rose", "rising", "risen", "fall", "fell", "falling", "fallen", "increase", "increased",
        "decrease", "decreased", "drop", "dropped", "growth", "grew", "grown", "decline",
        "declined", "cut", "gain", "gained", "loss", "lost",
    ] },
    NotYet { kind: Kind::Fraction, phrases: &[
        "half", "halves", "third", "thirds", "quarter", "quarters", "fourth", "fourths",
        "fifth", "fifths", "sixth", "sixths", "seventh", "sevenths", "eighth", "eighths",
        "ninth", "ninths", "tenth", "tenths", "majority", "minority",
    ] },
    NotYet { kind: Kind::Multiple, phrases: &[
        "once", "twice", "thrice", "double", "doubled", "treble", "trebled", "triple",
        "tripled", "quadruple", "halved", "times", "fold", "twofold", "threefold", "fourfold",
        "fivefold", "tenfold", "×",
    ] },
    NotYet { kind: Kind::Ordinal, phrases: &[
        "first", "second",
    ] },
    NotYet { kind: Kind::Range, phrases: &[
        "between",
    ] },
    NotYet { kind: Kind::Vague, phrases: &[
        "dozen", "dozens", "tens", "hundreds", "thousands", "millions", "billions", "several",
        "few", "couple",
    ] },
    NotYet { kind: Kind::Negation, phrases: &[
        "no", "not", "never", "none", "neither", "nor",
    ] },
];

/// Phrases that change a number from behind, also straight after the link.
pub(super) const NOT_YET_BEHIND: &[(&str, Kind)] = &[
    ("or so", Kind::Hedge),
    ("or thereabouts", Kind::Hedge),
    ("or more", Kind::Bound),
    ("or fewer", Kind::Bound),
    ("or less", Kind::Bound),
    ("or over", Kind::Bound),
    ("or under", Kind::Bound),
    ("or above", Kind::Bound),
    ("or below", Kind::Bound),
    ("at least", Kind::Bound),
    ("at most", Kind::Bound),
    ("plus", Kind::Bound),
    ("+", Kind::Bound),
    ("times", Kind::Multiple),
    ("fold", Kind::Multiple),
    ("×", Kind::Multiple),
];

/// What makes one construction of two numbers when it stands between them.
pub(super) const BETWEEN_NUMBERS: &[(&str, Kind)] = &[
    ("in", Kind::Proportion),
    ("of", Kind::Proportion),
    ("of the", Kind::Proportion),
    ("out of", Kind::Proportion),
    ("out of the", Kind::Proportion),
    ("/", Kind::Fraction),
    ("⁄", Kind::Fraction),
    ("to", Kind::Range),
    ("-", Kind::Range),
    ("\u{2010}", Kind::Range),
    ("\u{2011}", Kind::Range),
    ("–", Kind::Range),
    ("—", Kind::Range),
];

/// Words that may stand before the number and leave it as it is.
#[rustfmt::skip]
pub(super) const LEADS: &[&str] = &[
    "a", "an", "the", "this", "that", "only", "exactly", "precisely", "of", "is", "was", "are",
    "were", "total", "average",
];

/// Words that make the number after them negative.
pub(super) const MINUS_WORDS: &[&str] = &["minus", "-", "−"];

/// Signs of currencies that stand before a number, and their ISO 4217 codes.
pub(super) const CURRENCY_SIGNS: &[(&str, &str)] = &[("£", "GBP"), ("€", "EUR"), ("$", "USD")];

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
    unit("percentage points", UnitRow::PercentagePoints),
    unit("percentage point", UnitRow::PercentagePoints),
    unit("% points", UnitRow::PercentagePoints),
    unit("% point", UnitRow::PercentagePoints),
    unit("per cent points", UnitRow::PercentagePoints),
    unit("percent points", UnitRow::PercentagePoints),
    unit("pp", UnitRow::PercentagePoints),
    unit("ppt", UnitRow::PercentagePoints),
    unit("ppts", UnitRow::PercentagePoints),
    unit("points", UnitRow::Points),
    unit("point", UnitRow::Points),
    unit("pounds", UnitRow::Money("GBP")),
    unit("pound", UnitRow::Money("GBP")),
    unit("pounds sterling", UnitRow::Money("GBP")),
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

/// What opens a denominator.
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "per", "in every", "in each", "for every", "for each", "of every", "of each",
    "out of every", "out of each", "to every",
];

/// Nouns that make a denominator of one. A period (`per year`) is none: it does not divide a
/// count among its bearers, and a field's title says it where it matters.
#[rustfmt::skip]
pub(super) const ONES: &[&str] = &[
    "head", "person", "capita", "resident", "adult", "child", "pupil", "student", "patient",
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
