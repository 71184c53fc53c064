//! What the reader refuses: anything that could change the number and is not read.

use std::ops::Range;

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::tables::{
    BETWEEN_NUMBERS, Kind, NOT_YET, NOT_YET_BEHIND, ORDINAL_SUFFIXES, SCALES, UNITS,
};
use crate::claim::tokens::{Token, TokenKind, joins, phrase, row, span};
use crate::claim::{Reason, Unreadable};

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

    fn not_yet<T>(&self, from: usize, to: usize, kind: Kind) -> Result<T, Unreadable> {
        let part = &self.tokens[from..to];
        Err(Unreadable {
            place: span(part),
            reason: Reason::NotYet(spoken(part), kind),
        })
    }

    /// Refuses tokens that hold a construction of the table, the longest where several fit.
    pub(super) fn refuse_constructions(&self, among: Range<usize>) -> Result<(), Unreadable> {
        for at in among {
            let longest = NOT_YET
                .iter()
                .flat_map(|row| row.phrases.iter().map(move |words| (row.kind, *words)))
                .filter_map(|(kind, words)| Some((phrase(self.tokens, at, words)?, kind)))
                .filter(|(end, _)| !self.in_compound(at, *end))
                .max_by_key(|(end, _)| *end);
            if let Some((end, kind)) = longest {
                return self.not_yet(at, end, kind);
            }
        }
        Ok(())
    }

    /// Whether hyphens make tokens a part of a noun (`start-up`, `not-for-profit`), which says
    /// nothing about the number. `two-thirds` is none: its other part is a number.
    fn in_compound(&self, start: usize, end: usize) -> bool {
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
            TokenKind::Word if ORDINAL_SUFFIXES.contains(&next.lower.as_str()) => {
                self.not_yet(self.at, end, Kind::Ordinal)
            }
            TokenKind::Word if self.known_suffix() => Ok(()),
            TokenKind::Word | TokenKind::Digits => self.fault(self.at, end, Reason::Joined),
            TokenKind::Sign if joins(self.tokens, self.at) => {
                let unit = row(self.tokens, end, UNITS, |unit| unit.words);
                if unit.is_some() || numeral(self.tokens, end).is_some() {
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
            .is_some_and(|sign| matches!(sign.text.as_str(), "'" | "’"))
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

    /// Refuses `one in five`, `10 to 12` and the like: a second number straight behind the first
    /// that makes one construction with it. A year after the link (`[52](=…) in 2019`) is none.
    pub(super) fn refuse_pair(&self) -> Result<(), Unreadable> {
        let Some((&(between, kind), end)) = row(self.tokens, self.at, BETWEEN_NUMBERS, |row| row.0)
        else {
            return Ok(());
        };
        // After the link, `to 12` and `–12` are another number, which may share the unit.
        let other = kind == Kind::Range && self.at >= self.split;
        let year = self.at >= self.split && between == "in" && is_year(self.tokens.get(end));
        match numeral(self.tokens, end) {
            Some(Ok(second)) if !other && !year => self.not_yet(self.number, second.end, kind),
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

    /// Refuses `or more`, `or so` and the like straight after the link or the unit there.
    pub(super) fn refuse_behind(&self) -> Result<(), Unreadable> {
        match row(self.tokens, self.at, NOT_YET_BEHIND, |row| row.0) {
            Some((row, end)) => self.not_yet(self.at, end, row.1),
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
        text.push_str(&token.text);
    }
    text
}

fn is_year(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.text.len() == 4 && matches!(token.text.parse(), Ok(1800..2200)))
}

/// What a scale word multiplies by, also where no number stands before it: `per million`.
pub(super) fn bare_scale(word: &str) -> Option<u64> {
    match word {
        "hundred" => Some(100),
        word => SCALES
            .iter()
            .find(|scale| !scale.glued && scale.word == word)
            .map(|scale| scale.factor),
    }
}
