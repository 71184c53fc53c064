//! What follows the number: scale, unit, nouns, denominator; in the link and after it.

use rust_decimal::Decimal;

use crate::claim::numeral::{Numeral, numeral};
use crate::claim::read::refuse::bare_scale;
use crate::claim::read::{Reader, is_bracket};
use crate::claim::tables::{
    CURRENCY_SIGNS, JOINS_NUMBERS, NOUNS_BEFORE_DENOMINATOR, ONES, OPENERS, SCALES, UNITS, UnitRow,
};
use crate::claim::tokens::{Token, TokenKind, joins, row, span};
use crate::claim::{Denominator, Form, Measure, Reason, SaidUnit, Scale, Unreadable};

impl Reader<'_> {
    /// Passes over `to 12`, `, 12 and 14` after a bare number whose unit follows the last.
    pub(super) fn skip_shared(&mut self) {
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

    pub(super) fn take_scale(&mut self, number: &Numeral) {
        let Some((scale, end)) = row(self.tokens, self.at, SCALES, |scale| scale.word) else {
            return;
        };
        let in_digits = matches!(number.form, Form::Digits { .. });
        if in_digits && (!scale.glued || self.tokens[self.at].glued) {
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

    /// Reads the rest of the link: nouns, and a denominator among them.
    pub(super) fn take_nouns(&mut self) -> Result<(), Unreadable> {
        while self.at < self.split {
            if self.denominator.is_none() && self.take_denominator()? {
                continue;
            }
            if let Some(second) = numeral(self.tokens, self.at) {
                let end = second.map_or(self.at + 1, |second| second.end);
                return self.fault(self.at, end, Reason::SecondNumber);
            }
            self.refuse_scale()?;
            let token = &self.tokens[self.at];
            let unit = row(self.tokens, self.at, UNITS, |unit| unit.words).filter(|(unit, _)| {
                matches!(unit.unit, UnitRow::Percent | UnitRow::PercentagePoints)
            });
            let currency = CURRENCY_SIGNS.iter().any(|(sign, _)| *sign == token.text);
            if unit.is_some() || currency {
                let end = unit.map_or(self.at + 1, |(_, end)| end);
                return self.fault(self.at, end, Reason::StrayUnit);
            }
            if token.kind == TokenKind::Sign && !is_punctuation(&token.text) {
                return self.fault(self.at, self.at + 1, Reason::Sign);
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Looks for a denominator behind a few nouns after the link.
    pub(super) fn take_denominator_behind(&mut self) -> Result<(), Unreadable> {
        let start = self.at;
        let mut nouns = 0;
        loop {
            if self.at < self.tokens.len() && self.take_denominator()? {
                // The nouns before a denominator count, and so does `more` among them.
                return self.refuse_constructions(start..self.at);
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

    /// Reads a denominator that begins here.
    pub(super) fn take_denominator(&mut self) -> Result<bool, Unreadable> {
        let Some((_, of)) = row(self.tokens, self.at, OPENERS, |opener| *opener) else {
            return Ok(false);
        };
        let side = self.tokens[self.at].place.side;
        let Some(first) = self.tokens.get(of).filter(|token| token.place.side == side) else {
            return Ok(false);
        };
        let (per, form, end) = if let Some(number) = numeral(self.tokens, of) {
            let number = number?;
            let scale = row(self.tokens, number.end, SCALES, |scale| scale.word)
                .filter(|(scale, _)| !scale.glued || self.tokens[number.end].glued)
                .filter(|_| matches!(number.form, Form::Digits { .. }));
            let (factor, end) = scale.map_or((1, number.end), |(scale, end)| (scale.factor, end));
            self.refuse_run_on(end)?;
            let per = number.value.checked_mul(Decimal::from(factor));
            (per, Some(number.form), end)
        } else if let Some(number) = bare_scale(&first.lower) {
            let form = Form::Words {
                article: false,
                capital: false,
            };
            (Some(Decimal::from(number)), Some(form), of + 1)
        } else if ONES.contains(&first.lower.as_str()) {
            (Some(Decimal::ONE), None, of + 1)
        } else {
            return Ok(false);
        };
        let Some(per) = per else {
            return self.fault(of, end, |words| Reason::Malformed(words, "it is too large"));
        };
        self.denominator = Some(Denominator {
            per,
            place: span(&self.tokens[self.at..end]),
            of: span(&self.tokens[of..end]),
            form,
        });
        self.at = end;
        Ok(true)
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
        )
}
