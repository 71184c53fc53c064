//! The reader: tokens into a [`Claim`], by the order of parts that the module describes.

mod amount;
mod denominator;
mod head;
mod rank;
mod refuse;
mod tail;

use rust_decimal::Decimal;

use crate::claim::tokens::{Token, tokens};
use crate::claim::{
    Claim, Denominator, Measure, Number, Range, Reason, Said, SaidHedge, SaidMeasure, SaidUnit,
    SaidWay, Scale, Side, Unreadable,
};

use self::amount::{Amount, Figure};
pub(super) use self::refuse::bare_scale;

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
    let amount = reader.head()?;
    reader.tail(&amount)?;
    reader.claim(amount, words, after)
}

/// The unit that the description of a field begins with: `pounds`, `per cent of adults`.
pub(super) fn unit_in(description: &str) -> Option<Measure> {
    let tokens = tokens(description, "");
    let mut reader = Reader::new(&tokens);
    if let Some((code, place)) = reader.currency(0) {
        reader.unit = Some(SaidUnit::prefix(code, place));
        reader.at = 1;
    }
    reader.take_unit().ok()?;
    reader.unit.map(|unit| unit.measure)
}

/// The measure that the unit of a field begins with: `hectares`, `hours a week`.
pub(super) fn measure_in(description: &str) -> Option<&'static str> {
    let tokens = tokens(description, "");
    let mut reader = Reader::new(&tokens);
    reader.take_measure();
    reader.measure.map(|measure| measure.name)
}

/// The first denominator in the description of a field: `Jobs per 100 working-age adults`.
pub(super) fn denominator_in(description: &str) -> Option<Decimal> {
    let tokens = tokens(description, "");
    let mut reader = Reader::new(&tokens);
    for at in 0..tokens.len() {
        reader.at = at;
        if reader.take_denominator(false).ok()? {
            break;
        }
    }
    reader.denominator.map(|denominator| denominator.per)
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    /// Where the tokens after the link begin.
    split: usize,
    /// The next token.
    at: usize,
    /// Whether `among` stands before the number.
    among: bool,
    hedge: Option<SaidHedge>,
    way: Option<SaidWay>,
    unit: Option<SaidUnit>,
    scale: Option<Scale>,
    measure: Option<SaidMeasure>,
    denominator: Option<Denominator>,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token<'a>]) -> Self {
        let after = |token: &Token| token.place.side == Side::After;
        Reader {
            tokens,
            split: tokens.iter().position(after).unwrap_or(tokens.len()),
            at: 0,
            among: false,
            hedge: None,
            way: None,
            unit: None,
            scale: None,
            measure: None,
            denominator: None,
        }
    }

    fn claim(self, amount: Amount, words: &str, after: &str) -> Result<Claim, Unreadable> {
        let said = match amount {
            Amount::Number(figure) => Said::Number(self.number(&figure, words)?),
            Amount::Range { low, high, place } => {
                let step = |figure: &Figure| self.number(figure, words).map(|number| number.step);
                let range = Range {
                    low: self.number(&low, words)?.value,
                    high: self.number(&high, words)?.value,
                    step: step(&low)?.min(step(&high)?),
                    place,
                    scale: self.scale,
                };
                if range.low >= range.high {
                    return Err(Unreadable::not_read(
                        words,
                        place,
                        crate::claim::Kind::Range,
                    ));
                }
                Said::Range(range)
            }
            Amount::Fraction(fraction) => Said::Fraction(fraction),
            Amount::Times(times) => Said::Times(times),
            Amount::Rank(rank) => Said::Rank(rank),
        };
        let counted = self.tokens[self.split..self.at.max(self.split)].last();
        let counted = counted.map_or(0, |last| last.place.end);
        let measured = self.measure.filter(|it| it.place.side == Side::After);
        let counted = counted.max(measured.map_or(0, |measure| measure.place.end));
        Ok(Claim {
            said,
            hedge: self.hedge,
            way: self.way,
            unit: self.unit,
            measure: self.measure,
            denominator: self.denominator,
            text: format!("{words}{}", &after[..counted]),
            words: words.len(),
        })
    }

    /// A figure with the scale and unit that follow it.
    fn number(&self, figure: &Figure, words: &str) -> Result<Number, Unreadable> {
        let scale = match (figure.scale, self.scale) {
            (Some(own), _) => own,
            (None, Some(shared)) => shared.factor,
            (None, None) => Decimal::ONE,
        };
        let part = self.unit.as_ref().map_or(Decimal::ONE, |unit| unit.factor);
        let whole = |amount: Decimal| amount.checked_mul(scale)?.checked_mul(part);
        let (Some(mut value), Some(step)) = (whole(figure.value), whole(figure.step)) else {
            return Err(Unreadable {
                place: figure.place,
                reason: Reason::Malformed(words.to_string(), "it is too large"),
            });
        };
        value.set_sign_negative(figure.negative && !value.is_zero());
        Ok(Number {
            value,
            step: step.normalize(),
            form: figure.form,
            place: figure.place,
            scale: self.scale,
        })
    }
}
