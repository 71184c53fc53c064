//! The amount: a number, a fraction, a multiple or a range.

use rust_decimal::Decimal;

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::read::refuse::bare_scale;
use crate::claim::tables::{
    AMBIGUOUS_BEHIND_TIMES, CURRENCY_SIGNS, ENDS, FRACTION_SIGNS, FRACTIONS, HALVED, Kind,
    MINUS_WORDS, MULTIPLES, PARTS, RANGE_JOINTS, RANGES, SCALES, TIMES, UNITS,
};
use crate::claim::tokens::{Token, TokenKind, joins, phrase, row, span};
use crate::claim::{Form, Fraction, Measure, Place, Rank, SaidUnit, Times, Unreadable};

/// An amount as far as it stands together.
pub(super) enum Amount {
    Number(Figure),
    Fraction(Fraction),
    Times(Times),
    Range {
        low: Figure,
        high: Figure,
        place: Place,
    },
    Rank(Rank),
}

/// One number with its sign, without the unit behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) negative: bool,
    /// Without sign and scale.
    pub(super) value: Decimal,
    pub(super) step: Decimal,
    pub(super) form: Form,
    /// The scale that it has to itself.
    pub(super) scale: Option<Decimal>,
    pub(super) place: Place,
    /// Where the token after it stands.
    pub(super) end: usize,
}

impl SaidUnit {
    /// A currency before the number.
    pub(super) fn prefix(code: String, place: Place) -> Self {
        SaidUnit {
            measure: Measure::Money(code),
            factor: Decimal::ONE,
            prefix: true,
            place,
        }
    }
}

impl Reader<'_> {
    /// Reads the amount that begins here; none when none does.
    pub(super) fn amount(&mut self) -> Result<Option<Amount>, Unreadable> {
        if let Some((rank, end)) = self.rank()? {
            self.at = end;
            return Ok(Some(Amount::Rank(rank)));
        }
        if let Some(times) = self.multiple()? {
            return Ok(Some(Amount::Times(times)));
        }
        if let Some(range) = self.range()? {
            return Ok(Some(range));
        }
        if let Some(fraction) = self.part()? {
            return Ok(Some(Amount::Fraction(fraction)));
        }
        if let Some((count, parts, end)) = self.fraction(self.at)
            && self.part_of_number(end).is_none()
        {
            let place = span(&self.tokens[self.at..end]);
            self.at = end;
            return Ok(Some(Amount::Fraction(Fraction {
                count,
                parts,
                place,
            })));
        }
        let Some(figure) = self.figure(self.at)? else {
            return Ok(None);
        };
        self.unit = self.prefix(self.at, figure.end);
        self.at = figure.end;
        Ok(Some(Amount::Number(figure)))
    }

    /// Reads `majority`, `minority` and `all`. The hedge that they bring stands where they do.
    fn part(&mut self) -> Result<Option<Fraction>, Unreadable> {
        let start = self.at;
        let Some((found, end)) = row(&self.tokens[..self.split], start, PARTS, |part| part.0)
        else {
            return Ok(None);
        };
        let (_, count, parts, hedge) = *found;
        let whole = count == parts;
        // `all 225 wards`, `all but two`, `all of the 225 wards`.
        let counted = |at: usize| numeral(&self.tokens[..self.split], at).is_some();
        let but = |token: &Token| token.lower == "but";
        if whole && ((end..self.split).any(counted) || self.tokens.get(end).is_some_and(but)) {
            return Ok(None);
        }
        // `nearly all` is bent already.
        if !whole || self.hedge.is_none() {
            self.bend(hedge, start, end, false)?;
        }
        self.at = end;
        Ok(Some(Fraction {
            count: count.into(),
            parts: parts.into(),
            place: span(&self.tokens[start..end]),
        }))
    }

    /// The currency that stands before the number of a figure.
    fn prefix(&self, start: usize, end: usize) -> Option<SaidUnit> {
        (start..end.min(start + 3))
            .find_map(|at| self.currency(at))
            .map(|(code, place)| SaidUnit::prefix(code, place))
    }

    /// A sign such as `£`, or a code of three capital letters, and its place.
    pub(super) fn currency(&self, at: usize) -> Option<(String, Place)> {
        let token = self.tokens[..self.split].get(at)?;
        let sign = CURRENCY_SIGNS.iter().find(|(sign, _)| *sign == token.text);
        let code = match sign {
            Some((_, code)) => (*code).to_string(),
            None if token.text.len() == 3
                && token.text.bytes().all(|byte| byte.is_ascii_uppercase())
                && numeral(self.tokens, at).is_none()
                && numeral(self.tokens, at + 1).is_some() =>
            {
                token.text.to_string()
            }
            None => return None,
        };
        Some((code, token.place))
    }

    fn is_minus(&self, at: usize) -> bool {
        at + 1 < self.split && MINUS_WORDS.contains(&self.tokens[at].lower.as_ref())
    }

    /// Reads sign, currency and number at `at`, all of it in the link.
    fn figure(&self, start: usize) -> Result<Option<Figure>, Unreadable> {
        let mut at = start;
        let mut negative = self.is_minus(at);
        at += usize::from(negative);
        at += usize::from(self.currency(at).is_some());
        if !negative && at > start && self.is_minus(at) {
            negative = true;
            at += 1;
        }
        if at >= self.split {
            return Ok(None);
        }
        let with = |value, step, form, scale, end| Figure {
            negative,
            value,
            step,
            form,
            scale,
            place: span(&self.tokens[start..end]),
            end,
        };
        if let Some((count, parts, end)) = self.fraction(at) {
            let Some((scale, end)) = self.part_of_number(end) else {
                return Ok(None);
            };
            let (value, step) = decimal_fraction(count, parts);
            return Ok(Some(with(value, step, Form::Mixed, scale, end)));
        }
        let Some(number) = numeral(self.tokens, at) else {
            return Ok(None);
        };
        let number = number?;
        if let Some((count, parts, end)) = self.fraction_behind(number.value, number.end) {
            let (part, step) = decimal_fraction(count, parts);
            let value = number.value + part;
            return Ok(Some(with(value, step, Form::Mixed, None, end)));
        }
        Ok(Some(with(
            number.value,
            number.step,
            number.form,
            None,
            number.end,
        )))
    }

    /// The `and a half` of `two and a half`, the `½` of `2½`.
    fn fraction_behind(&self, whole: Decimal, at: usize) -> Option<(Decimal, Decimal, usize)> {
        let token = self.tokens[..self.split].get(at)?;
        let sign = token.glued && FRACTION_SIGNS.iter().any(|(sign, ..)| *sign == token.text);
        let at = if sign {
            at
        } else if token.lower == "and" {
            at + 1
        } else {
            return None;
        };
        let fraction = self.fraction(at)?;
        let fits = whole.is_integer()
            && whole < Decimal::ONE_THOUSAND
            && fraction.0 < fraction.1
            && (sign || self.tokens[at].kind == TokenKind::Word);
        fits.then_some(fraction)
    }

    /// Reads a fraction: how many, of how many, and where the token after it stands.
    pub(super) fn fraction(&self, at: usize) -> Option<(Decimal, Decimal, usize)> {
        let link = &self.tokens[..self.split];
        let token = link.get(at)?;
        let sign = FRACTION_SIGNS.iter().find(|(sign, ..)| *sign == token.text);
        if let Some((_, count, parts)) = sign {
            return Some(((*count).into(), (*parts).into(), at + 1));
        }
        if token.lower == "half" {
            return Some((Decimal::ONE, Decimal::TWO, at + 1));
        }
        if let Some(fraction) = self.fraction_in_digits(at) {
            return Some(fraction);
        }
        let article = matches!(token.lower.as_ref(), "a" | "an" | "one");
        let (count, mut end) = if article {
            (Decimal::ONE, at + 1)
        } else {
            let number = numeral(link, at)?.ok()?;
            (number.value, number.end)
        };
        end += usize::from(joins(link, end));
        let name = link.get(end)?;
        let named = FRACTIONS.iter().find(|row| {
            let word = if count == Decimal::ONE {
                row.one
            } else {
                row.many
            };
            word == name.lower
        })?;
        let place_in_order = row(link, end + 1, ENDS, |end| end.words).is_some();
        let fits = count.is_integer() && !count.is_zero() && !place_in_order;
        fits.then_some((count, named.parts.into(), end + 1))
    }

    /// `3/4`, with nothing between.
    fn fraction_in_digits(&self, at: usize) -> Option<(Decimal, Decimal, usize)> {
        let [count, slash, parts] = self.tokens[..self.split].get(at..at + 3)? else {
            return None;
        };
        let digits = |text: &str| {
            let short = (1..=4).contains(&text.len());
            let number = text.parse::<u32>().ok().filter(|number| *number > 0);
            number.filter(|_| short).map(Decimal::from)
        };
        let joined = matches!(slash.text, "/" | "⁄") && slash.glued && parts.glued;
        let longer = self
            .tokens
            .get(at + 3)
            .is_some_and(|next| next.glued && next.text == "/");
        if !joined || longer {
            return None;
        }
        Some((digits(count.text)?, digits(parts.text)?, at + 3))
    }

    /// Whether a fraction that ends at `end` is part of a number: `half a million`, `a quarter of
    /// a percentage point`. Gives its scale, and where the token after it stands.
    fn part_of_number(&self, end: usize) -> Option<(Option<Decimal>, usize)> {
        let word = |at: usize, words: &[&str]| {
            let token = self.tokens[..self.split].get(at);
            usize::from(token.is_some_and(|token| words.contains(&token.lower.as_ref())))
        };
        let of = end + word(end, &["of"]);
        let at = of + word(of, &["a", "one"]);
        // `a third of points` is no part of a point.
        if of > end && at == of {
            return None;
        }
        let token = self.tokens.get(at)?;
        if let Some(scale) = bare_scale(&token.lower).filter(|_| at < self.split) {
            return Some((Some(scale.into()), at + 1));
        }
        let (unit, _) = row(self.tokens, at, UNITS, |unit| unit.words)?;
        (!unit.glued).then_some((None, at))
    }

    /// Reads a multiple: `twice`, `three times`, `2.5-fold`.
    fn multiple(&mut self) -> Result<Option<Times>, Unreadable> {
        let tenth = Decimal::new(1, 1);
        let start = self.at;
        let word = |words: &&'static str| phrase(self.tokens, start, words);
        let named = MULTIPLES
            .iter()
            .find_map(|(words, times)| Some((Decimal::from(*times), word(words)?)));
        let halved = || {
            HALVED
                .iter()
                .find_map(|words| Some((Decimal::new(5, 1), word(words)?)))
        };
        if let Some((value, end)) = named.or_else(halved)
            && !joins(self.tokens, end)
        {
            self.refuse_more_behind(start, end)?;
            self.at = end;
            return Ok(Some(Times {
                value,
                step: tenth,
                place: span(&self.tokens[start..end]),
                number: None,
            }));
        }
        let Some(figure) = self.figure(start)?.filter(|figure| !figure.negative) else {
            return Ok(None);
        };
        let at = figure.end + usize::from(joins(self.tokens, figure.end));
        let Some((words, end)) = row(self.tokens, at, TIMES, |words| words) else {
            return Ok(None);
        };
        if *words == "x" && !self.tokens[at].glued || figure.scale.is_some() {
            return Ok(None);
        }
        self.refuse_more_behind(start, end)?;
        self.at = end;
        Ok(Some(Times {
            value: figure.value,
            step: figure.step.min(tenth),
            place: span(&self.tokens[start..end]),
            number: Some(figure.place),
        }))
    }

    /// Refuses `three times more`, which two readers count in two ways.
    fn refuse_more_behind(&self, start: usize, end: usize) -> Result<(), Unreadable> {
        match row(self.tokens, end, AMBIGUOUS_BEHIND_TIMES, |words| words) {
            Some((_, behind)) => self.refuse(start, behind, Kind::Ambiguous),
            None => Ok(()),
        }
    }

    /// Reads a range, both ends of which are in the link.
    fn range(&mut self) -> Result<Option<Amount>, Unreadable> {
        let start = self.at;
        let opened = row(self.tokens, start, RANGES, |row| row.0);
        let first = opened.map_or(start, |(_, end)| end);
        if let Some((row, _)) = opened
            && let Some(range) = self.range_of_fractions(first, row.1)
        {
            return Ok(Some(range));
        }
        let Some(mut low) = self.figure(first)? else {
            return Ok(None);
        };
        let (mut end, unit) = self.own_scale_and_unit(&mut low);
        let joint = match opened {
            Some((row, _)) => phrase(self.tokens, end, row.1),
            None => row(self.tokens, end, RANGE_JOINTS, |joint| *joint).map(|(_, end)| end),
        };
        let Some(second) = joint.filter(|at| *at < self.split) else {
            return Ok(None);
        };
        let Some(high) = self.figure(second)? else {
            return Ok(None);
        };
        end = high.end;
        if high.negative || low.negative && opened.is_none() {
            return self.refuse(start, end, Kind::Range);
        }
        if low.scale.is_some() && row(self.tokens, end, SCALES, |scale| scale.word).is_none() {
            return self.refuse(start, end, Kind::Range);
        }
        self.unit = self.prefix(first, low.end);
        let second_prefix = self.prefix(second, high.end);
        let one_currency = match (&self.unit, &second_prefix) {
            (Some(first), Some(second)) => first.measure == second.measure,
            (None, Some(_)) => false,
            _ => true,
        };
        // A unit at the first number has to stand at the second too.
        let one_unit = unit.is_none_or(|unit| {
            let scale = row(self.tokens, end, SCALES, |scale| scale.word);
            let at = scale.map_or(end, |(_, end)| end);
            row(self.tokens, at, UNITS, |unit| unit.words)
                .is_some_and(|(other, _)| other.unit == unit)
        });
        if !one_currency || !one_unit {
            return self.refuse(start, end, Kind::Range);
        }
        self.at = end;
        Ok(Some(Amount::Range {
            low,
            high,
            place: span(&self.tokens[start..end]),
        }))
    }

    /// `between a third and a half`, which is a range in per cent.
    fn range_of_fractions(&mut self, first: usize, joint: &'static str) -> Option<Amount> {
        let start = self.at;
        let part = |(count, parts, end): (Decimal, Decimal, usize)| Figure {
            negative: false,
            value: count * Decimal::ONE_HUNDRED / parts,
            step: Decimal::ONE,
            form: Form::Mixed,
            scale: None,
            place: span(&self.tokens[start..end]),
            end,
        };
        let low = self.fraction(first).map(part)?;
        let second = phrase(self.tokens, low.end, joint)?;
        let high = self.fraction(second).map(part)?;
        if self.part_of_number(low.end).is_some() || self.part_of_number(high.end).is_some() {
            return None;
        }
        let place = span(&self.tokens[start..high.end]);
        self.unit = Some(SaidUnit {
            measure: Measure::Percent,
            factor: Decimal::ONE,
            prefix: true,
            place,
        });
        self.at = high.end;
        Some(Amount::Range { low, high, place })
    }

    /// The scale and unit that the first number of a range has to itself; gives where the token
    /// after them stands.
    fn own_scale_and_unit(
        &self,
        low: &mut Figure,
    ) -> (usize, Option<crate::claim::tables::UnitRow>) {
        let mut end = low.end;
        let glued = |at: usize| self.tokens.get(at).is_some_and(|token| token.glued);
        if let Some((scale, after)) = row(self.tokens, end, SCALES, |scale| scale.word)
            && (!scale.glued || glued(end))
            && low.scale.is_none()
        {
            low.scale = Some(scale.factor.into());
            end = after;
        }
        match row(self.tokens, end, UNITS, |unit| unit.words) {
            Some((unit, after)) if !unit.glued || glued(end) => (after, Some(unit.unit)),
            _ => (end, None),
        }
    }
}

/// A fraction as a decimal, and the place to which it is exact or rounded: 0.5, 0.25, 0.33.
fn decimal_fraction(count: Decimal, parts: Decimal) -> (Decimal, Decimal) {
    let whole = count / parts;
    let places = (1..=2)
        .find(|places| whole.round_dp(*places) == whole)
        .unwrap_or(2);
    (crate::number::round(whole, places), Decimal::new(1, places))
}
