//! What the reader refuses: anything that could change the number and is not read.

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::read::amount::Amount;
use crate::claim::tables::{
    ENDS, FRACTIONS, HALVED, Kind, MULTIPLES, ORDINAL_SUFFIXES, ORDINALS, REFUSED, SCALES, TIMES,
    TOLERANCES, UNITS,
};
use crate::claim::tokens::{Token, TokenKind, joins, phrase, row, span};
use crate::claim::{Place, Reason, Unreadable};

impl Unreadable {
    /// Words that stand at a place and cannot be checked.
    pub(super) fn not_read(words: &str, place: Place, kind: Kind) -> Self {
        let words = words.get(place.start..place.end).unwrap_or(words);
        Unreadable {
            place,
            reason: Reason::NotRead(words.to_string(), kind),
        }
    }
}

impl Reader<'_> {
    pub(super) fn fault<T>(
        &self,
        from: usize,
        to: usize,
        reason: fn(String) -> Reason,
    ) -> Result<T, Unreadable> {
        let part = &self.tokens[from..to];
        Err(Unreadable {
            place: span(part),
            reason: reason(spoken(part)),
        })
    }

    /// Refuses tokens as a construction that cannot be checked.
    pub(super) fn refuse<T>(&self, from: usize, to: usize, kind: Kind) -> Result<T, Unreadable> {
        let part = &self.tokens[from..to];
        Err(Unreadable {
            place: span(part),
            reason: Reason::NotRead(spoken(part), kind),
        })
    }

    /// Refuses a word among the nouns that could still change what the number says.
    pub(super) fn refuse_among_nouns(&self) -> Result<(), Unreadable> {
        let at = self.at;
        let hedges = TOLERANCES
            .iter()
            .flat_map(|row| row.before.iter().map(|words| (Kind::Hedge, *words)));
        let fractions = FRACTIONS
            .iter()
            .flat_map(|row| [(Kind::Fraction, row.one), (Kind::Fraction, row.many)]);
        let multiples = MULTIPLES
            .iter()
            .map(|row| row.0)
            .chain(HALVED.iter().copied());
        let multiples = multiples.chain(TIMES[..3].iter().copied());
        let refused = REFUSED
            .iter()
            .flat_map(|(kind, words)| words.iter().map(|words| (*kind, *words)));
        let longest = refused
            .chain(hedges)
            .chain(fractions)
            .chain(multiples.map(|words| (Kind::Multiple, words)))
            .chain(ORDINALS[..2].iter().map(|words| (Kind::Ordinal, *words)))
            .filter_map(|(kind, words)| Some((phrase(self.tokens, at, words)?, kind)))
            .filter(|(end, _)| !self.in_compound(at, *end))
            .max_by_key(|(end, _)| *end);
        match longest {
            Some((end, kind)) => self.refuse(at, end, kind),
            None => Ok(()),
        }
    }

    /// Whether hyphens make tokens a part of a noun (`start-up`, `not-for-profit`), which says
    /// nothing about the number. `two-thirds` is none: its other part is a number.
    pub(super) fn in_compound(&self, start: usize, end: usize) -> bool {
        let side = self.tokens[start].place.side;
        let noun = |at: usize| {
            let word = |token: &Token| token.kind == TokenKind::Word && token.place.side == side;
            self.tokens.get(at).is_some_and(word) && numeral(self.tokens, at).is_none()
        };
        let before = start >= 2 && joins(self.tokens, start - 1) && noun(start - 2);
        before || joins(self.tokens, end) && noun(end + 1)
    }

    /// Refuses a number that runs into letters or digits, unless a table knows them.
    pub(super) fn refuse_joined(&self) -> Result<(), Unreadable> {
        let Some(next) = self.tokens.get(self.at).filter(|next| next.glued) else {
            return Ok(());
        };
        let end = self.at + 1;
        match next.kind {
            TokenKind::Word if ORDINAL_SUFFIXES.contains(&next.lower.as_ref()) => {
                self.refuse(self.at, end, Kind::Ordinal)
            }
            TokenKind::Word if self.known_suffix() => Ok(()),
            TokenKind::Word | TokenKind::Digits => self.fault(self.at, end, Reason::Joined),
            TokenKind::Sign if joins(self.tokens, self.at) => {
                let unit = row(self.tokens, end, UNITS, |unit| unit.words);
                let hedge = TOLERANCES.iter().flat_map(|row| row.behind.iter());
                let hedge = hedge
                    .filter_map(|words| phrase(self.tokens, end, words))
                    .next();
                if unit.is_some() || hedge.is_some() || numeral(self.tokens, end).is_some() {
                    return Ok(());
                }
                // Up to the end of `-year-old`.
                let glued = |at: &usize| self.tokens.get(*at).is_some_and(|token| token.glued);
                let end = (end..)
                    .take_while(glued)
                    .last()
                    .map_or(end, |last| last + 1);
                self.fault(self.at, end, Reason::Joined)
            }
            TokenKind::Sign if next.text.contains(char::is_numeric) => {
                self.fault(self.at, end, Reason::Joined)
            }
            TokenKind::Sign if self.is_apostrophe(self.at) => {
                self.fault(self.at, end + 1, Reason::Joined)
            }
            TokenKind::Sign => Ok(()),
        }
    }

    /// Whether an apostrophe joins letters to what stands before it, as in `1980's`.
    fn is_apostrophe(&self, at: usize) -> bool {
        let word = |next: &Token| next.glued && next.kind == TokenKind::Word;
        self.tokens
            .get(at)
            .is_some_and(|sign| matches!(sign.text, "'" | "’"))
            && self.tokens.get(at + 1).is_some_and(word)
    }

    /// Refuses letters or digits that run on from a number or unit which ends before `at`.
    pub(super) fn refuse_run_on(&self, at: usize) -> Result<(), Unreadable> {
        let runs_on = |next: &&Token| {
            next.glued && (next.kind != TokenKind::Sign || next.text.contains(char::is_numeric))
        };
        match self.tokens.get(at).filter(runs_on) {
            Some(_) => self.fault(at, at + 1, Reason::Joined),
            None => Ok(()),
        }
    }

    fn known_suffix(&self) -> bool {
        row(self.tokens, self.at, SCALES, |scale| scale.word).is_some()
            || row(self.tokens, self.at, UNITS, |unit| unit.words).is_some()
    }

    /// Refuses what would make another number of the amount and stands straight after the link:
    /// `[second](=…) lowest`, `[two](=…) thirds`, `[half](=…) a million`.
    pub(super) fn refuse_outside(&self, amount: &Amount) -> Result<(), Unreadable> {
        let at = self.at;
        if at != self.split || at >= self.tokens.len() {
            return Ok(());
        }
        let ends = |words: &'static str| phrase(self.tokens, at, words);
        let found = match amount {
            Amount::Rank(rank) if rank.number.is_none() => {
                matches!(numeral(self.tokens, at), Some(Ok(_))).then_some(at + 1)
            }
            Amount::Rank(_) => ENDS.iter().find_map(|end| ends(end.words)),
            Amount::Number(_) => {
                let names = FRACTIONS.iter().flat_map(|row| [row.one, row.many]);
                let mixed = ["and a half", "and a quarter", "and three-quarters"];
                names.chain(mixed).find_map(ends)
            }
            Amount::Fraction(_) => {
                let scales = [
                    "a million",
                    "a billion",
                    "a trillion",
                    "a thousand",
                    "a hundred",
                ];
                let again = ["again", "as much again", "as many again"];
                scales.into_iter().chain(again).find_map(ends)
            }
            Amount::Times(_) | Amount::Range { .. } => None,
        };
        match found {
            Some(end) => self.refuse(at, end, Kind::Outside),
            None => Ok(()),
        }
    }

    /// Refuses a second number that a slash joins to the first across the end of the link.
    pub(super) fn refuse_slash(&self) -> Result<(), Unreadable> {
        let slash = |token: &&Token| matches!(token.text, "/" | "⁄");
        let behind = self.tokens.get(self.at).filter(slash);
        match behind.and_then(|_| numeral(self.tokens, self.at + 1)) {
            Some(Ok(second)) => self.refuse(self.at, second.end, Kind::Fraction),
            _ => Ok(()),
        }
    }

    /// Refuses a scale word that is no part of the number: `43 hundred`, `two million million`.
    pub(super) fn refuse_scale(&self) -> Result<(), Unreadable> {
        let scale = |token: &&Token| bare_scale(&token.lower).is_some();
        match self.tokens.get(self.at).filter(scale) {
            Some(_) => self.fault(self.at, self.at + 1, Reason::SecondNumber),
            None => Ok(()),
        }
    }
}

/// Tokens as one text, with a space where the author had any.
fn spoken(tokens: &[Token]) -> String {
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 && !token.glued {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}

/// What a scale word multiplies by, also where no number stands before it: `per million`.
pub(in crate::claim) fn bare_scale(word: &str) -> Option<u64> {
    match word {
        "hundred" => Some(100),
        "dozen" => Some(12),
        word => SCALES
            .iter()
            .find(|scale| !scale.glued && scale.word == word)
            .map(|scale| scale.factor),
    }
}
