//! Fractions, multiples and places in an order.

use super::hedges::Hedge;

/// A fraction's name, in the singular and the plural.
pub(in crate::claim) struct FractionName {
    pub(in crate::claim) one: &'static str,
    pub(in crate::claim) many: &'static str,
    pub(in crate::claim) parts: u32,
}

const fn fraction(one: &'static str, many: &'static str, parts: u32) -> FractionName {
    FractionName { one, many, parts }
}

/// The fractions.
#[rustfmt::skip]
pub(in crate::claim) const FRACTIONS: &[FractionName] = &[
    fraction("half", "halves", 2), fraction("third", "thirds", 3),
    fraction("quarter", "quarters", 4), fraction("fourth", "fourths", 4),
    fraction("fifth", "fifths", 5), fraction("sixth", "sixths", 6),
    fraction("seventh", "sevenths", 7), fraction("eighth", "eighths", 8),
    fraction("ninth", "ninths", 9), fraction("tenth", "tenths", 10),
    fraction("twelfth", "twelfths", 12), fraction("twentieth", "twentieths", 20),
    fraction("hundredth", "hundredths", 100), fraction("thousandth", "thousandths", 1000),
];

/// Fractions in one character: so many of so many parts.
#[rustfmt::skip]
pub(in crate::claim) const FRACTION_SIGNS: &[(&str, u32, u32)] = &[
    ("½", 1, 2), ("⅓", 1, 3), ("⅔", 2, 3), ("¼", 1, 4), ("¾", 3, 4), ("⅕", 1, 5), ("⅖", 2, 5),
    ("⅗", 3, 5), ("⅘", 4, 5), ("⅙", 1, 6), ("⅚", 5, 6), ("⅛", 1, 8), ("⅜", 3, 8), ("⅝", 5, 8),
    ("⅞", 7, 8), ("⅒", 1, 10),
];

/// Words for more or less than half, and for all of a whole: how many of how many parts, and the
/// hedge that they bring.
#[rustfmt::skip]
pub(in crate::claim) const PARTS: &[(&str, u32, u32, Hedge)] = &[
    ("majority", 1, 2, Hedge::Over), ("minority", 1, 2, Hedge::Under),
    ("slim majority", 1, 2, Hedge::JustOver), ("narrow majority", 1, 2, Hedge::JustOver),
    ("small majority", 1, 2, Hedge::JustOver), ("bare majority", 1, 2, Hedge::JustOver),
    ("all", 1, 1, Hedge::AtLeast),
];

/// Multiples in one word.
#[rustfmt::skip]
pub(in crate::claim) const MULTIPLES: &[(&str, u32)] = &[
    ("twice", 2), ("double", 2), ("doubled", 2), ("doubling", 2), ("twofold", 2),
    ("thrice", 3), ("treble", 3), ("trebled", 3), ("trebling", 3), ("triple", 3), ("tripled", 3),
    ("tripling", 3), ("threefold", 3), ("quadruple", 4), ("quadrupled", 4), ("fourfold", 4),
    ("fivefold", 5), ("sixfold", 6), ("sevenfold", 7), ("eightfold", 8), ("ninefold", 9),
    ("tenfold", 10),
];

/// Multiples below one, in one word: `halved`.
pub(in crate::claim) const HALVED: &[&str] = &["halved", "halving"];

/// What makes a multiple of the number before it.
pub(in crate::claim) const TIMES: &[&str] = &["times", "fold", "×", "x"];

/// What makes a multiple ambiguous: `three times more` is three times as many to some readers
/// and four times to others.
#[rustfmt::skip]
pub(in crate::claim) const AMBIGUOUS_BEHIND_TIMES: &[&str] = &[
    "more", "higher", "greater", "larger", "bigger", "longer", "faster", "less", "fewer", "lower",
    "smaller", "shorter", "above", "below", "over", "worse", "better",
];

/// Places in an order in words; each at its own place, from `first`.
#[rustfmt::skip]
pub(in crate::claim) const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
];

/// Words for an end of an order.
pub(in crate::claim) struct EndWord {
    pub(in crate::claim) words: &'static str,
    /// Whether it is the lower end.
    pub(in crate::claim) below: bool,
    /// The word for the other end.
    pub(in crate::claim) other: &'static str,
}

const fn high(words: &'static str, other: &'static str) -> EndWord {
    EndWord {
        words,
        below: false,
        other,
    }
}

const fn low(words: &'static str, other: &'static str) -> EndWord {
    EndWord {
        words,
        below: true,
        other,
    }
}

/// The ends of an order.
#[rustfmt::skip]
pub(in crate::claim) const ENDS: &[EndWord] = &[
    high("highest", "lowest"), low("lowest", "highest"),
    high("largest", "smallest"), low("smallest", "largest"), high("biggest", "smallest"),
    high("greatest", "smallest"), high("most", "least"), low("least", "most"),
    low("fewest", "most"), high("longest", "shortest"), low("shortest", "longest"),
    high("top", "bottom"), low("bottom", "top"), low("last", "top"),
    high("from the top", "from the bottom"), low("from the bottom", "from the top"),
    low("from bottom", "from top"), high("from top", "from bottom"),
];

/// Ends that name a group when a number follows: `the top ten`.
pub(in crate::claim) const GROUPS: &[(&str, bool)] = &[("top", false), ("bottom", true)];

/// Words that say that a place is shared.
pub(in crate::claim) const SHARED: &[&str] = &["joint", "equal", "tied"];

/// What stands between a place and the number of places: `8th of 12`.
pub(in crate::claim) const OF_PLACES: &[&str] = &["of", "of the", "out of", "out of the"];
