//! Denominators: `per 100`, `in every thousand`, `per head`, and the `in five` of `one in five`.

use rust_decimal::Decimal;

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::read::refuse::bare_scale;
use crate::claim::tables::{
    CURRENCY_SIGNS, ONES, OPENERS, OPENERS_BETWEEN_NUMBERS, Opener, SCALES,
};
use crate::claim::tokens::{Token, row, span};
use crate::claim::{Denominator, Form, Measure, Reason, Unreadable};

impl Reader<'_> {
    /// Reads a denominator that begins here; `straight` is whether it stands straight behind the
    /// number.
    pub(super) fn take_denominator(&mut self, straight: bool) -> Result<bool, Unreadable> {
        let Some((opener, of)) = self.opener(straight) else {
            return Ok(false);
        };
        let of = of + usize::from(self.same_currency(of));
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
        } else if ONES.contains(&first.lower.as_ref()) {
            (Some(Decimal::ONE), None, of + 1)
        } else {
            return Ok(false);
        };
        let Some(per) = per else {
            return self.fault(of, end, |words| Reason::Malformed(words, "it is too large"));
        };
        if per.is_zero() {
            return self.fault(of, end, |words| {
                Reason::Malformed(words, "nothing is counted for each nought")
            });
        }
        self.denominator = Some(Denominator {
            per,
            place: span(&self.tokens[self.at..end]),
            of: span(&self.tokens[of..end]),
            form,
            opener,
        });
        self.at = end;
        Ok(true)
    }

    /// Whether the sign of the currency of the number stands there: `£1 in £5`.
    fn same_currency(&self, at: usize) -> bool {
        let sign = self.tokens.get(at).and_then(|token| {
            let row = CURRENCY_SIGNS.iter().find(|(sign, _)| *sign == token.text);
            row.map(|(_, code)| *code)
        });
        let said = self.unit.as_ref().map(|unit| &unit.measure);
        sign.is_some_and(|code| matches!(said, Some(Measure::Money(said)) if said == code))
    }

    /// The opener that stands here, and where the token after it stands. `in` and `out of` open a
    /// denominator where a number follows: straight behind the first number, or in the link.
    fn opener(&self, straight: bool) -> Option<(Opener, usize)> {
        if let Some((found, of)) = row(self.tokens, self.at, OPENERS, |opener| opener.0) {
            return Some((found.1, of));
        }
        let (found, of) = row(self.tokens, self.at, OPENERS_BETWEEN_NUMBERS, |opener| {
            opener.0
        })?;
        let of = of + usize::from(self.same_currency(of));
        let among = straight || self.at < self.split && found.0 == "in";
        let year = found.0 == "in" && is_year(self.tokens.get(of));
        let number = matches!(numeral(self.tokens, of), Some(Ok(_)));
        (among && number && !year).then_some((found.1, of))
    }
}

fn is_year(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.text.len() == 4 && matches!(token.text.parse(), Ok(1800..2200)))
}
