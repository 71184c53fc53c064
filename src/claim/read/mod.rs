//! The reader: tokens into a [`Claim`], by the order of parts that the module describes.

mod refuse;
mod tail;

use rust_decimal::Decimal;

use crate::claim::numeral::{Numeral, numeral};
use crate::claim::tables::{CURRENCY_SIGNS, LEADS, MINUS_WORDS};
use crate::claim::tokens::{Token, TokenKind, span, tokens};
use crate::claim::{Claim, Denominator, Measure, Place, Reason, SaidUnit, Scale, Side, Unreadable};

/// Reads the words of a link and what straight after it counts as part of them.
///
/// `after` is the text that follows the link, up to the end of the paragraph.
///
/// # Errors
/// When the words hold no number, more than one, or anything beside it that could change what it
/// says and is not read.
pub fn read(words: &str, after: &str) -> Result<Claim, Unreadable> {
    let tokens = tokens(words, after);
    let mut reader = Reader::new(&tokens);
    reader.refuse_constructions(0..reader.split)?;
    let head = reader.head()?;
    reader.tail(&head)?;
    reader.claim(head, words, after)
}

/// The unit that the description of a field begins with: `pounds`, `per cent of adults`.
pub(super) fn unit_in(description: &str) -> Option<Measure> {
    let tokens = tokens(description, "");
    let mut reader = Reader::new(&tokens);
    reader.take_currency();
    reader.take_unit().ok()?;
    reader.unit.map(|unit| unit.measure)
}

/// The first denominator in the description of a field: `Jobs per 100 working-age adults`.
pub(super) fn denominator_in(description: &str) -> Option<Decimal> {
    let tokens = tokens(description, "");
    let mut reader = Reader::new(&tokens);
    for at in 0..tokens.len() {
        reader.at = at;
        if reader.take_denominator().ok()? {
            break;
        }
    }
    reader.denominator.map(|denominator| denominator.per)
}

/// Sign, currency and number.
struct Head {
    negative: bool,
    numeral: Numeral,
    place: Place,
}

struct Reader<'a> {
    tokens: &'a [Token],
    /// Where the tokens after the link begin.
    split: usize,
    /// The next token.
    at: usize,
    /// The first token of the number.
    number: usize,
    unit: Option<SaidUnit>,
    scale: Option<Scale>,
    denominator: Option<Denominator>,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        let after = |token: &Token| token.place.side == Side::After;
        Reader {
            tokens,
            split: tokens.iter().position(after).unwrap_or(tokens.len()),
            at: 0,
            number: 0,
            unit: None,
            scale: None,
            denominator: None,
        }
    }

    /// Reads up to and with the number, which has to be in the link.
    fn head(&mut self) -> Result<Head, Unreadable> {
        self.skip_leads();
        let start = self.at;
        let mut negative = self.take_minus();
        self.take_currency();
        negative = negative || self.take_minus();
        if self.at < self.split
            && let Some(numeral) = numeral(self.tokens, self.at)
        {
            let numeral = numeral?;
            let place = span(&self.tokens[start..numeral.end]);
            self.number = self.at;
            self.at = numeral.end;
            return Ok(Head {
                negative,
                numeral,
                place,
            });
        }
        let number = (start..self.split).find(|at| numeral(self.tokens, *at).is_some());
        match number {
            Some(number) => self.fault(start, number.max(start + 1), Reason::Before),
            None => Err(Unreadable {
                place: Place {
                    side: Side::Words,
                    start: 0,
                    end: self.tokens[..self.split]
                        .last()
                        .map_or(0, |last| last.place.end),
                },
                reason: Reason::NoNumber,
            }),
        }
    }

    fn skip_leads(&mut self) {
        while self.at < self.split {
            let token = &self.tokens[self.at];
            let lead = LEADS.contains(&token.lower.as_str())
                || token.kind == TokenKind::Sign && is_bracket(&token.text);
            if !lead || numeral(self.tokens, self.at).is_some() {
                break;
            }
            self.at += 1;
        }
    }

    fn take_minus(&mut self) -> bool {
        let minus = self.at < self.split
            && MINUS_WORDS.contains(&self.tokens[self.at].lower.as_str())
            && self.at + 1 < self.split;
        self.at += usize::from(minus);
        minus
    }

    /// A sign such as `£`, or a code of three capital letters.
    fn take_currency(&mut self) {
        let Some(token) = self.tokens[..self.split].get(self.at) else {
            return;
        };
        let sign = CURRENCY_SIGNS.iter().find(|(sign, _)| *sign == token.text);
        let code = match sign {
            Some((_, code)) => (*code).to_string(),
            None if token.text.len() == 3
                && token.text.bytes().all(|byte| byte.is_ascii_uppercase())
                && numeral(self.tokens, self.at).is_none()
                && numeral(self.tokens, self.at + 1).is_some() =>
            {
                token.text.clone()
            }
            None => return,
        };
        self.unit = Some(SaidUnit {
            measure: Measure::Money(code),
            factor: Decimal::ONE,
            prefix: true,
            place: token.place,
        });
        self.at += 1;
    }

    /// Reads what follows the number, in the link and after it.
    fn tail(&mut self, head: &Head) -> Result<(), Unreadable> {
        self.refuse_joined()?;
        self.refuse_pair()?;
        if self.at == self.split {
            self.skip_shared();
        }
        self.take_scale(&head.numeral);
        self.refuse_scale()?;
        self.take_unit()?;
        if self.at < self.split {
            self.take_nouns()?;
        }
        self.refuse_behind()?;
        if self.denominator.is_none() {
            self.take_denominator_behind()?;
        }
        self.refuse_behind()
    }

    fn claim(self, head: Head, words: &str, after: &str) -> Result<Claim, Unreadable> {
        let number = &head.numeral;
        let scale = self.scale.map_or(Decimal::ONE, |scale| scale.factor);
        let part = self.unit.as_ref().map_or(Decimal::ONE, |unit| unit.factor);
        let whole = |amount: Decimal| amount.checked_mul(scale)?.checked_mul(part);
        let (Some(mut value), Some(step)) = (whole(number.value), whole(number.step)) else {
            return Err(Unreadable {
                place: head.place,
                reason: Reason::Malformed(words.to_string(), "it is too large"),
            });
        };
        value.set_sign_negative(head.negative && !value.is_zero());
        let counted = self.tokens[self.split..self.at.max(self.split)].last();
        Ok(Claim {
            value,
            step: step.normalize(),
            form: number.form,
            number: head.place,
            scale: self.scale,
            unit: self.unit,
            denominator: self.denominator,
            text: format!(
                "{words}{}",
                &after[..counted.map_or(0, |last| last.place.end)]
            ),
            words: words.len(),
        })
    }
}

fn is_bracket(sign: &str) -> bool {
    matches!(sign, "(" | "[" | "‘" | "“" | "\"" | "'")
}
