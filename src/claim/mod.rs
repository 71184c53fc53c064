//! Numbers in prose: what bound words say, and whether the data says the same.
//!
//! `[43 per cent](=gcse/left-behind/attainment)` binds words to a cell. [`address::parse`] takes
//! the target apart, [`read()`] the words, and [`verify()`] holds the words against the cell's value
//! and the unit of its field. All three are pure: no file is read here, and what they find is
//! returned as data with its place, for the caller to turn into diagnostics.
//!
//! # How words are read
//!
//! The words become tokens, and constructions are recognised by the tables of `tables`: a hedge, a
//! direction, a fraction, a unit or a way to name a denominator is a row. What could change the
//! meaning of a number and is not read makes the words [`Unreadable`]; nothing of the kind is
//! skipped. Read are, in this order:
//!
//! 1. words that leave the number as it is (`the`, `only`, `a total of`), one hedge (`nearly`, `more
//!    than`), and one direction (`fell by`, `a rise of`);
//! 2. a sign and a currency: `−`, `minus`, `£`, `CHF`;
//! 3. the amount: a number in digits (`1,200`, `2.5 million`, `£78bn`) or in words (`forty-three`,
//!    `half a million`), a fraction (`two-thirds`), a multiple (`twice`, `three times`), a range (`40
//!    to 45`), or a place in an order (`third highest`);
//! 4. a unit: `per cent`, `%`, `percentage points`, `pounds`, `pence`;
//! 5. a hedge or a direction from behind: `or more`, `fewer`, `higher`;
//! 6. nouns, which are the author's own and are not compared (`jobs`, `of young people`), but for measures
//!    straight behind the number (`miles`, `hectares`);
//! 7. a denominator: `per 100`, `in every 1,000`, `for each hundred`, `per head`, `in five`.
//!
//! Scale, unit, `or more`, a direction and a denominator may also stand straight after the link, the
//! denominator behind at most four nouns: `[52](=…) jobs per 100 adults`. Where several bound
//! numbers share what follows the last (`[10](=…) to [12](=…) per cent`), each has it. Straight
//! before the link count a direction and a hedge that can bend nothing else ([`lead()`]): `fell by
//! [3](=…)`. A second number in the link is refused, as is any word before the number that is in no table.
//!
//! # The precision of words
//!
//! A number in digits is as precise as its last digit: `43` says 42.5 up to 43.5, `43.0` says
//! 42.95 up to 43.05. A scale carries this with it: `2.5 million` is precise to 100,000, and `two
//! million` to a million. Noughts at the end of a whole number count as written: `1,200` is
//! 1,200, not 1,234 (were it precise to a hundred, `100` would pass for 52).

pub mod address;
mod agree;
mod evaluate;
mod joint;
mod lead;
mod malformed;
mod numeral;
mod read;
mod scan;
mod spell;
mod tables;
mod tokens;
mod truth;
mod undefined;
mod unreadable;
mod verify;

#[cfg(test)]
mod evaluate_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

pub use evaluate::{Evaluated, LeftOut, Nature, Quantity, evaluate};
pub use joint::joined;
pub use lead::{Lead, bound_before, lead, verify_after};
pub use read::read;
pub use scan::{Found, denominators, is_same_number, numbers, scan};
pub use tables::{Hedge, Kind, Opener, Way, tolerances};
pub use undefined::{Undefined, UndefinedReason};
pub use unreadable::{Reason, Unreadable};
pub use verify::{Apart, Mismatch, Part, Verdict, verify};

/// Which of the two texts a place lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The words of the link.
    Words,
    /// The text after the link.
    After,
}

/// A range of bytes in the words of the link or in the text after it; `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The text.
    pub side: Side,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// What bound words say.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The number, or the two of them.
    pub said: Said,
    /// What bends it: `nearly`, `at least`.
    pub hedge: Option<SaidHedge>,
    /// Which way a difference goes: `36 more jobs`.
    pub way: Option<SaidWay>,
    /// The unit said.
    pub unit: Option<SaidUnit>,
    /// The measure said straight behind the number: `miles`, `hectares`.
    pub measure: Option<SaidMeasure>,
    /// The denominator said: `per 100`, or the `in five` of `one in five`.
    pub denominator: Option<Denominator>,
    /// Everything that counts: the words of the link and as much after it as was read.
    pub text: String,
    /// How many bytes of `text` are the words of the link.
    pub words: usize,
}

impl Claim {
    /// Whether it is a number by itself, with its unit and denominator, which can be written anew
    /// when the data changes.
    pub fn is_plain(&self) -> bool {
        let share = |denominator: &Denominator| denominator.opener != Opener::Each;
        matches!(self.said, Said::Number(_))
            && self.hedge.is_none()
            && self.way.is_none()
            && !self.denominator.as_ref().is_some_and(share)
    }
}

/// How a claim says its number.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// `43`, `forty-three`, `2.5 million`, `half a million`.
    Number(Number),
    /// `a third`, `two-thirds`, `3/4`.
    Fraction(Fraction),
    /// `twice`, `three times`, `2.5-fold`.
    Times(Times),
    /// `between 40 and 45`, `40 to 45`.
    Range(Range),
    /// `third highest`, `8th of 12`, `the top ten`.
    Rank(Rank),
}

impl Said {
    /// Where it stands, without unit and denominator.
    pub fn place(&self) -> Place {
        match self {
            Said::Number(number) => number.place,
            Said::Fraction(fraction) => fraction.place,
            Said::Times(times) => times.place,
            Said::Range(range) => range.place,
            Said::Rank(rank) => rank.place,
        }
    }
}

/// A number as said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The number, with its sign and scale, in the whole unit: `−£2.5m` is −2,500,000 and `45p`
    /// is 0.45.
    pub value: Decimal,
    /// The precision: the number stands for all values that round to it in whole steps of this
    /// size, halves away from zero.
    pub step: Decimal,
    /// How it is written.
    pub form: Form,
    /// Sign, currency sign and number, always in the words of the link; without the scale where
    /// that is a word of its own after digits.
    pub place: Place,
    /// The word that multiplies a number in digits: `million`.
    pub scale: Option<Scale>,
}

/// So many parts of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// How many parts.
    pub count: Decimal,
    /// Of how many.
    pub parts: Decimal,
    /// Its words, an article among them.
    pub place: Place,
}

/// So many times as much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Times {
    /// How many times.
    pub value: Decimal,
    /// The precision of its number.
    pub step: Decimal,
    /// Its number and `times`, or the one word that says it all, as far as it is in the link.
    pub place: Place,
    /// Its number; none in `twice` and `doubled`.
    pub number: Option<Place>,
}

/// Two numbers between which a value lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lower one.
    pub low: Decimal,
    /// The higher one.
    pub high: Decimal,
    /// The smaller of their steps.
    pub step: Decimal,
    /// From the word that opens it to the second number.
    pub place: Place,
    /// The scale that both share, behind the second.
    pub scale: Option<Scale>,
}

/// A place in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// The place: 1 is the first.
    pub rank: u32,
    /// Whether it is counted from the lowest.
    pub from_below: bool,
    /// Whether any place up to this one will do: `in the top ten`.
    pub group: bool,
    /// Whether it is said to be shared.
    pub shared: bool,
    /// Of how many: `8th of 12`, and where that number stands.
    pub of: Option<(u32, Place)>,
    /// The number of the place: `third`, `3rd`, `ten`; none in `highest`.
    pub number: Option<Place>,
    /// From the number to the word for the end.
    pub place: Place,
}

/// A word that bends the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidHedge {
    /// What it means.
    pub hedge: Hedge,
    /// Its words.
    pub place: Place,
    /// Whether they stand behind the number: `or more`.
    pub behind: bool,
}

/// A word that gives a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidWay {
    /// Which way.
    pub way: Way,
    /// The word for the other way.
    pub other: &'static str,
    /// Its words.
    pub place: Place,
    /// Whether it may be an adjective of what is counted.
    pub adjective: bool,
}

/// How a number is written, so that a true wording keeps its author's manner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In digits.
    Digits {
        /// How many stand after the point.
        places: u32,
        /// What parts thousands; none in `1200`.
        grouping: Option<char>,
    },
    /// In words.
    Words {
        /// Whether it begins with an article: `a hundred`.
        article: bool,
        /// Whether it begins with a capital letter.
        capital: bool,
    },
    /// With a fraction in words or a sign: `half a million`, `two and a half`, `2½`.
    Mixed,
}

/// A scale said after digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// What the number is multiplied by.
    pub factor: Decimal,
    /// Its word or letter.
    pub place: Place,
}

/// A unit as said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidUnit {
    /// What it means.
    pub measure: Measure,
    /// The part of the whole unit that it names: a hundredth for pence, else 1.
    pub factor: Decimal,
    /// Whether it stands before the number, as `£` does; then its place is part of the number's.
    pub prefix: bool,
    /// Its words or sign.
    pub place: Place,
}

/// A measure as said: of length, area, mass, volume, time, energy or temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidMeasure {
    /// Its one name: `kilometre` for `km` and `kilometres`.
    pub name: &'static str,
    /// Its words.
    pub place: Place,
}

/// What a unit in words means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// `per cent`, `%`.
    Percent,
    /// `percentage points`.
    PercentagePoints,
    /// `points`: percentage points, or points of a score.
    Points,
    /// Money, by ISO 4217 code.
    Money(String),
}

/// A denominator as said: `per 100`, `in every thousand`, `per head`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denominator {
    /// For each how many.
    pub per: Decimal,
    /// The whole of it: `in every 100`.
    pub place: Place,
    /// Its number or noun: `100`, `head`.
    pub of: Place,
    /// How its number is written; none for a noun.
    pub form: Option<Form>,
    /// How it is meant.
    pub opener: Opener,
}
