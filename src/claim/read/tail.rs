//! What follows the amount: scale, unit, hedge, direction, nouns; in the link and after it.

use rust_decimal::Decimal;

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::read::amount::Amount;
use crate::claim::read::head::is_bracket;
use crate::claim::tables::{
    CURRENCY_SIGNS, JOINS_NUMBERS, Kind, MEASURES, NOUNS, NOUNS_BEFORE_DENOMINATOR, OPENERS,
    REFUSED, SCALES, TOLERANCES, UNITS, UnitRow, WAYS,
};
use crate::claim::tokens::{Token, TokenKind, joins, phrase, row, span};
use crate::claim::{Form, Measure, Reason, SaidMeasure, SaidUnit, Scale, Unreadable};

impl Reader<'_> {
    /// Reads what follows the amount, in the link and after it.
    pub(super) fn tail(&mut self, amount: &Amount) -> Result<(), Unreadable> {
        self.refuse_outside(amount)?;
        match amount {
            Amount::Number(figure) => {
                self.refuse_joined()?;
                self.refuse_slash()?;
                self.take_denominator(true)?;
                if self.at == self.split {
                    self.skip_shared();
                }
                self.take_scale(figure.form, figure.scale.is_some());
                self.refuse_scale()?;
                self.take_unit()?;
                self.take_measure();
            }
            Amount::Range { high, .. } => {
                self.refuse_joined()?;
                self.take_scale(high.form, high.scale.is_some());
                self.refuse_scale()?;
                self.take_unit()?;
                self.take_measure();
            }
            Amount::Fraction(_) | Amount::Times(_) | Amount::Rank(_) => {
                self.refuse_run_on(self.at)?
            }
        }
        if self.hedge.is_some() && self.is_negative(amount) {
            // `over −5` is above it to one reader and further from nought to another.
            return self.refuse(0, self.split, Kind::Ambiguous);
        }
        self.take_behind(true)?;
        if matches!(amount, Amount::Number(_) | Amount::Range { .. }) {
            // `36 more months`
            self.take_measure();
        }
        if self.at < self.split {
            self.take_nouns()?;
            self.take_behind(false)?;
        }
        if !matches!(amount, Amount::Rank(_)) && self.denominator.is_none() {
            self.take_denominator_behind()?;
            self.take_behind(false)?;
        }
        Ok(())
    }

    fn is_negative(&self, amount: &Amount) -> bool {
        matches!(amount, Amount::Number(figure) if figure.negative)
    }

    /// Passes over `to 12`, `, 12 and 14` after a bare number whose unit follows the last.
    fn skip_shared(&mut self) {
        let mut at = self.at;
        while let Some((_, next)) = row(self.tokens, at, JOINS_NUMBERS, |joins| *joins) {
            let sign = |token: &Token| CURRENCY_SIGNS.iter().any(|(sign, _)| *sign == token.text);
            let next = next + usize::from(self.tokens.get(next).is_some_and(sign));
            match numeral(self.tokens, next) {
                Some(Ok(other)) => at = other.end,
                _ => break,
            }
        }
        let unit = row(self.tokens, at, UNITS, |unit| unit.words).is_some();
        let scale = row(self.tokens, at, SCALES, |scale| scale.word).is_some();
        if unit || scale {
            self.at = at;
        }
    }

    fn take_scale(&mut self, form: Form, scaled: bool) {
        let Some((scale, end)) = row(self.tokens, self.at, SCALES, |scale| scale.word) else {
            return;
        };
        let counts = matches!(form, Form::Digits { .. } | Form::Mixed) && !scaled;
        if counts && (!scale.glued || self.tokens[self.at].glued) {
            self.scale = Some(Scale {
                factor: Decimal::from(scale.factor),
                place: self.tokens[self.at].place,
            });
            self.at = end;
        }
    }

    pub(super) fn take_unit(&mut self) -> Result<(), Unreadable> {
        // `a 5-point rise`: the hyphen joins the number to its unit.
        let at = self.at + usize::from(joins(self.tokens, self.at));
        let Some((words, end)) = row(self.tokens, at, UNITS, |unit| unit.words) else {
            return Ok(());
        };
        if words.glued && !self.tokens[at].glued {
            return Ok(());
        }
        let hundredth = Decimal::new(1, 2);
        let (measure, factor) = match words.unit {
            UnitRow::Percent => (Measure::Percent, Decimal::ONE),
            UnitRow::PercentagePoints => (Measure::PercentagePoints, Decimal::ONE),
            UnitRow::Points => (Measure::Points, Decimal::ONE),
            UnitRow::Money(code) => (Measure::Money(code.to_string()), Decimal::ONE),
            UnitRow::Hundredths(code) => (Measure::Money(code.to_string()), hundredth),
        };
        match &self.unit {
            Some(prefix) if prefix.measure == measure && factor == Decimal::ONE => {}
            Some(_) => return self.fault(at, end, Reason::StrayUnit),
            None => {
                self.unit = Some(SaidUnit {
                    measure,
                    factor,
                    prefix: false,
                    place: span(&self.tokens[at..end]),
                });
            }
        }
        self.at = end;
        self.refuse_run_on(end)
    }

    /// Looks whether a measure stands here, which stays a noun.
    pub(super) fn take_measure(&mut self) {
        if self.measure.is_some() || self.unit.is_some() {
            return;
        }
        let ends = MEASURES.iter().flat_map(|(name, forms)| {
            let ends = forms
                .iter()
                .filter_map(|form| phrase(self.tokens, self.at, form));
            ends.map(move |end| (*name, end))
        });
        // `a 12 m-high wall`, `3 year-groups`
        let longest = ends.max_by_key(|(_, end)| *end);
        let longest = longest.filter(|(_, end)| !joins(self.tokens, *end));
        self.measure = longest.map(|(name, end)| SaidMeasure {
            name,
            place: span(&self.tokens[self.at..end]),
        });
    }

    /// Reads a hedge and a direction that stand here: `or more`, `fewer`, `higher`.
    fn take_behind(&mut self, straight: bool) -> Result<(), Unreadable> {
        self.take_hedge_behind()?;
        self.take_way(straight)?;
        self.take_hedge_behind().map(|_| ())
    }

    fn take_hedge_behind(&mut self) -> Result<bool, Unreadable> {
        let at = self.at + usize::from(joins(self.tokens, self.at));
        let found = TOLERANCES.iter().filter_map(|row| {
            let ends = row.behind.iter();
            let end = ends
                .filter_map(|words| phrase(self.tokens, at, words))
                .max()?;
            Some((row.hedge?, end))
        });
        let Some((hedge, end)) = found.max_by_key(|(_, end)| *end) else {
            return Ok(false);
        };
        if !self.bends_from_behind(at, end) {
            return Ok(false);
        }
        self.bend(hedge, at, end, true)?;
        self.at = end;
        Ok(true)
    }

    /// Whether words behind the number are about it. `£43 plus VAT` is no bound; nor is `43 per
    /// cent and over half`, which bends the number that follows.
    fn bends_from_behind(&self, at: usize, end: usize) -> bool {
        let token = &self.tokens[at];
        let joined = token.glued || !matches!(token.lower.as_ref(), "plus" | "+");
        let next = self.tokens.get(end).map_or("", |next| next.lower.as_ref());
        let number = matches!(next, "than" | "a" | "half" | "one")
            || CURRENCY_SIGNS.iter().any(|(sign, _)| *sign == next)
            || end < self.tokens.len() && numeral(self.tokens, end).is_some();
        joined && !number
    }

    /// Reads a direction that stands here. One that is not straight behind the number may also be
    /// an adjective or a verb of something else.
    fn take_way(&mut self, straight: bool) -> Result<bool, Unreadable> {
        let at = self.at;
        let after = at >= self.split;
        let level = || {
            let words = REFUSED.iter().flat_map(|(_, words)| words.iter());
            words
                .into_iter()
                .any(|words| phrase(self.tokens, at, words).is_some())
        };
        let found = row(self.tokens, at, WAYS, |way| way.words);
        let Some((row, end)) = found.filter(|(_, end)| !self.in_compound(at, *end) && !level())
        else {
            return Ok(false);
        };
        let noun = straight && NOUNS.contains(&row.words);
        let verb = row.before && !noun && !matches!(row.words, "up" | "down");
        let than = self.tokens.get(end).is_none_or(|next| {
            next.lower == "than" || next.place.side != self.tokens[at].place.side
        });
        if after && verb || row.adjective && !straight && !than {
            return Ok(false);
        }
        self.direct(row, at, end, row.before && (after || !straight))?;
        self.at = end;
        Ok(true)
    }

    /// Reads the rest of the link: nouns, and a denominator among them.
    fn take_nouns(&mut self) -> Result<(), Unreadable> {
        while self.at < self.split {
            if self.denominator.is_none() && self.take_denominator(false)? {
                continue;
            }
            if self.take_hedge_behind()? || self.take_way(false)? {
                continue;
            }
            if let Some(second) = numeral(self.tokens, self.at) {
                let end = second.map_or(self.at + 1, |second| second.end);
                return self.fault(self.at, end, Reason::SecondNumber);
            }
            self.refuse_scale()?;
            self.refuse_among_nouns()?;
            let token = &self.tokens[self.at];
            let unit = row(self.tokens, self.at, UNITS, |unit| unit.words).filter(|(unit, _)| {
                matches!(unit.unit, UnitRow::Percent | UnitRow::PercentagePoints)
            });
            let currency = CURRENCY_SIGNS.iter().any(|(sign, _)| *sign == token.text);
            if unit.is_some() || currency {
                let end = unit.map_or(self.at + 1, |(_, end)| end);
                return self.fault(self.at, end, Reason::StrayUnit);
            }
            if token.kind == TokenKind::Sign && !is_punctuation(token.text) {
                return self.fault(self.at, self.at + 1, Reason::Sign);
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Looks for a denominator behind a few nouns after the link.
    fn take_denominator_behind(&mut self) -> Result<(), Unreadable> {
        let start = self.at;
        let mut nouns = 0;
        loop {
            if self.at < self.tokens.len() && self.take_denominator(false)? {
                return self.look_at_nouns(start);
            }
            let Some(token) = self.tokens.get(self.at) else {
                break;
            };
            let word = token.kind == TokenKind::Word && numeral(self.tokens, self.at).is_none();
            if joins(self.tokens, self.at) {
                // What follows the hyphen is the same noun.
                self.at += 2;
                continue;
            }
            if !word && token.text != "(" || nouns == NOUNS_BEFORE_DENOMINATOR {
                break;
            }
            nouns += usize::from(word);
            self.at += 1;
        }
        self.at = start;
        Ok(())
    }

    /// Nouns between the link and a denominator count, and so does `more` among them.
    fn look_at_nouns(&mut self, start: usize) -> Result<(), Unreadable> {
        let end = std::mem::replace(&mut self.at, start);
        while self.at < end {
            let among_nouns = self.tokens[self.at].kind == TokenKind::Word
                && row(self.tokens, self.at, OPENERS, |row| row.0).is_none();
            if !among_nouns {
                break;
            }
            if !self.take_way(false)? {
                self.refuse_among_nouns()?;
                self.at += 1;
            }
        }
        self.at = end;
        Ok(())
    }
}

fn is_punctuation(sign: &str) -> bool {
    is_bracket(sign)
        || matches!(
            sign,
            ")" | "]"
                | "’"
                | "”"
                | ","
                | "."
                | ";"
                | ":"
                | "!"
                | "?"
                | "-"
                | "–"
                | "—"
                | "‐"
                | "‑"
                | "&"
                | "*"
                | "/"
                // Of `km²` and `°C`.
                | "²"
                | "³"
                | "°"
        )
}
