//! What stands before the number: words that leave it as it is, a hedge, a direction.

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::read::amount::Amount;
use crate::claim::tables::{
    CURRENCY_SIGNS, FURTHER, Hedge, Kind, LEADS, REFUSED, REFUSED_BEFORE, TOLERANCES, WAYS, WayRow,
};
use crate::claim::tokens::{TokenKind, phrase, span};
use crate::claim::{Place, Reason, SaidHedge, SaidWay, Side, Unreadable};

/// What a phrase before the number is.
enum Before {
    /// It leaves the number as it is.
    Lead(&'static str),
    Hedge(Hedge),
    Way(&'static WayRow),
    Refused(Kind),
}

impl Reader<'_> {
    /// Reads up to and with the amount, which has to be in the link.
    pub(super) fn head(&mut self) -> Result<Amount, Unreadable> {
        loop {
            if self.at >= self.split {
                return Err(self.no_number());
            }
            if let Some(amount) = self.amount()? {
                return Ok(amount);
            }
            let token = &self.tokens[self.at];
            if token.kind == TokenKind::Sign && is_bracket(token.text) {
                self.at += 1;
                continue;
            }
            if self.opens_bound_range() {
                self.at += 1;
                continue;
            }
            let Some((before, end)) = self.before() else {
                return self.unknown();
            };
            let start = std::mem::replace(&mut self.at, end);
            match before {
                Before::Lead(words) => self.among |= words == "among",
                Before::Hedge(hedge) => self.bend(hedge, start, end, false)?,
                Before::Way(row) => self.direct(row, start, end, false)?,
                Before::Refused(kind) => return self.refuse(start, end, kind),
            }
        }
    }

    /// The longest phrase of the tables that stands here.
    fn before(&self) -> Option<(Before, usize)> {
        let at = self.at;
        let ends = |words: &'static str| phrase(self.tokens, at, words);
        let leads = LEADS
            .iter()
            .filter_map(|words| Some((Before::Lead(words), ends(words)?)));
        let hedges = TOLERANCES.iter().filter_map(|row| {
            let longest = row.before.iter().filter_map(|words| ends(words)).max()?;
            Some((Before::Hedge(row.hedge?), longest))
        });
        let ways = WAYS
            .iter()
            .filter(|row| row.before)
            .filter_map(|row| Some((Before::Way(row), ends(row.words)?)));
        let refused = REFUSED
            .iter()
            .chain(REFUSED_BEFORE)
            .filter_map(|(kind, rows)| {
                let longest = rows.iter().filter_map(|words| ends(words)).max()?;
                Some((Before::Refused(*kind), longest))
            });
        leads
            .chain(refused)
            .chain(ways)
            .chain(hedges)
            .max_by_key(|(_, end)| *end)
    }

    /// Whether `between` stands here, and the second number follows the link: `[between 40](=…) and
    /// [45](=…)`, where each end is bound by itself.
    fn opens_bound_range(&self) -> bool {
        let between = self.tokens[self.at].lower == "between";
        let and = self
            .tokens
            .get(self.split)
            .is_some_and(|token| token.lower == "and");
        let sign = |at: usize| {
            let token = self.tokens.get(at).map(|token| token.text);
            usize::from(CURRENCY_SIGNS.iter().any(|(sign, _)| token == Some(sign)))
        };
        let number = self.split + 1 + sign(self.split + 1);
        between && and && matches!(numeral(self.tokens, number), Some(Ok(_)))
    }

    /// Words that no table knows stand before the number.
    fn unknown<T>(&self) -> Result<T, Unreadable> {
        let start = self.at;
        let number = (start..self.split).find(|at| numeral(self.tokens, *at).is_some());
        match number {
            Some(number) => self.fault(start, number.max(start + 1), Reason::Before),
            None => Err(self.no_number()),
        }
    }

    fn no_number(&self) -> Unreadable {
        let last = self.tokens[..self.split].last();
        Unreadable {
            place: Place {
                side: Side::Words,
                start: 0,
                end: last.map_or(0, |last| last.place.end),
            },
            reason: Reason::NoNumber,
        }
    }

    /// Takes a hedge; a second one is refused.
    pub(super) fn bend(
        &mut self,
        hedge: Hedge,
        start: usize,
        end: usize,
        behind: bool,
    ) -> Result<(), Unreadable> {
        if self.hedge.is_some() {
            return self.refuse(start, end, Kind::Hedge);
        }
        self.hedge = Some(SaidHedge {
            hedge,
            place: span(&self.tokens[start..end]),
            behind,
        });
        Ok(())
    }

    /// Takes a direction; a second one has to agree with the first.
    pub(super) fn direct(
        &mut self,
        row: &WayRow,
        start: usize,
        end: usize,
        adjective: bool,
    ) -> Result<(), Unreadable> {
        match &self.way {
            Some(_) if FURTHER.contains(&row.words) => Ok(()),
            Some(first) if first.way != row.way => self.refuse(start, end, Kind::Direction),
            Some(_) => Ok(()),
            None => {
                self.way = Some(SaidWay {
                    way: row.way,
                    other: row.other,
                    place: span(&self.tokens[start..end]),
                    adjective: adjective || row.adjective,
                });
                Ok(())
            }
        }
    }
}

pub(super) fn is_bracket(sign: &str) -> bool {
    matches!(sign, "(" | "[" | "‘" | "“" | "\"" | "'")
}
