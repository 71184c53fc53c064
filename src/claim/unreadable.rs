//! Why bound words cannot be read, and what to do about it.

use crate::claim::{Kind, Place};

/// Bound words that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What cannot be read.
    pub place: Place,
    /// Why.
    pub reason: Reason,
}

/// Why words cannot be read. The text of a variant is what stands at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There is no number in the link.
    NoNumber,
    /// Words that cannot be checked.
    NotRead(String, Kind),
    /// A second number in the link.
    SecondNumber(String),
    /// A number that runs into letters or digits.
    Joined(String),
    /// Something outside the link that makes another number of it.
    Outside(String),
    /// Digits that are no number, and why.
    Malformed(String, &'static str),
    /// Words before the number that are in no table.
    Before(String),
    /// A second unit, or a unit away from its number.
    StrayUnit(String),
    /// A sign that has no meaning here.
    Sign(String),
}

impl Unreadable {
    /// What is wrong, as a diagnostic says it: one lower-case line without a full stop.
    pub fn message(&self) -> String {
        match &self.reason {
            Reason::NoNumber => "the bound words hold no number that can be read".to_string(),
            Reason::NotRead(words, kind) => format!("`{words}` {}", kind.fault()),
            Reason::SecondNumber(words) => {
                format!("`{words}` is a second number in words bound to one value")
            }
            Reason::Joined(words) => format!("the number runs into `{words}`"),
            Reason::Outside(words) => {
                format!("`{words}` stands outside the link and makes another number of it")
            }
            Reason::Malformed(words, why) => format!("`{words}` is not a number: {why}"),
            Reason::Before(words) => format!("`{words}` stands before the number"),
            Reason::StrayUnit(words) => {
                format!("the unit `{words}` does not belong to the number")
            }
            Reason::Sign(words) => format!("`{words}` has no meaning beside a number"),
        }
    }

    /// What to do.
    pub fn help(&self) -> String {
        match &self.reason {
            Reason::NoNumber => {
                "bind the words that say the number: `[43 per cent](=…)`".to_string()
            }
            Reason::NotRead(_, kind) => kind.help().to_string(),
            Reason::SecondNumber(words) if words.len() == 3 && words.parse::<u32>().is_ok() => {
                format!("bind one number in each link; part thousands by a comma: `1,{words}`")
            }
            Reason::SecondNumber(_) => "bind one number in each link".to_string(),
            Reason::Outside(_) => "bind the whole number, with its sign and unit".to_string(),
            Reason::Joined(_) => "put a space after the number, or bind the number alone".into(),
            Reason::Malformed(..) => "write it as `1,234.5`".to_string(),
            Reason::Before(_) | Reason::Sign(_) => {
                "bind only the number, its unit and what it counts".to_string()
            }
            Reason::StrayUnit(_) => "give one unit, beside the number".to_string(),
        }
    }
}
