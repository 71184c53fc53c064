//! Numbers in prose: what bound words say, and whether the data says the same.
//!
//! `[43 per cent](=gcse/left-behind/attainment)` binds words to a cell. [`address::parse`] takes
//! the target apart, [`read()`] the words, and [`verify()`] holds the words against the cell's value
//! and the unit of its field. All three are pure: no file is read here, and what they find is
//! returned as data with its place, for the caller to turn into diagnostics.
//!
//! # How words are read
//!
//! The words become tokens, and constructions are recognised by the tables of `tables.rs`: a
//! hedge, a unit or a way to name a denominator is a row. A row that names something which is not
//! read yet makes the words [`Unreadable`]; nothing that could change the meaning of a number is
//! skipped. Read are, in this order:
//!
//! 1. a few words that leave the number as it is: `the`, `only`, `a total of`;
//! 2. a sign and a currency: `−`, `minus`, `£`, `CHF`;
//! 3. one number, in digits (`1,200`, `2.5 million`, `£78bn`) or in words (`forty-three`);
//! 4. a unit: `per cent`, `%`, `percentage points`, `pounds`, `pence`;
//! 5. nouns, which are the author's own and are not compared: `jobs`, `of young people`;
//! 6. a denominator: `per 100`, `in every 1,000`, `for each hundred`, `per head`.
//!
//! Scale, unit and denominator may also stand straight after the link, the denominator behind at
//! most four nouns: `[52](=…) jobs per 100 adults`. Where
//! several bound numbers share what follows the last (`[10](=…) to [12](=…) per cent`), each has
//! it. A second number in the link is refused, as is any word that stands before the number and
//! is in no table.
//!
//! # The precision of words
//!
//! A number in digits is as precise as its last digit: `43` says 42.5 up to 43.5, `43.0` says
//! 42.95 up to 43.05. A scale carries this with it: `2.5 million` is precise to 100,000, and `two
//! million` to a million. Noughts at the end of a whole number count as written: `1,200` is
//! 1,200, not 1,234 (were it precise to a hundred, `100` would pass for 52).

pub mod address;
mod evaluate;
mod numeral;
mod read;
mod spell;
mod tables;
mod tokens;
mod truth;
mod unreadable;
mod verify;

#[cfg(test)]
mod evaluate_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;

pub use evaluate::{Evaluated, LeftOut, Nature, Quantity, Undefined, UndefinedReason, evaluate};
pub use read::read;
pub use tables::Kind;
pub use unreadable::{Reason, Unreadable};
pub use verify::{Mismatch, Part, Verdict, verify};

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
    /// The number said, with its sign and scale, in the whole unit: `−£2.5m` is −2,500,000 and
    /// `45p` is 0.45.
    pub value: Decimal,
    /// The precision: the number stands for all values that round to it in whole steps of this
    /// size, halves away from zero.
    pub step: Decimal,
    /// How the number is written.
    pub form: Form,
    /// Sign, currency sign and number, always in the words of the link; without the scale where
    /// that is a word of its own after digits.
    pub number: Place,
    /// The word that multiplies a number in digits: `million`.
    pub scale: Option<Scale>,
    /// The unit said.
    pub unit: Option<SaidUnit>,
    /// The denominator said.
    pub denominator: Option<Denominator>,
    /// Everything that counts: the words of the link and as much after it as was read.
    pub text: String,
    /// How many bytes of `text` are the words of the link.
    pub words: usize,
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
}
