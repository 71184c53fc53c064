//! Numbers in digits and in words.

use rust_decimal::Decimal;

use crate::claim::tables::{SCALES, SMALL, TENS};
use crate::claim::tokens::{Token, TokenKind, joins, parts_thousands};
use crate::claim::{Form, Reason, Unreadable};

/// A number without sign and unit; digits come without the scale that may follow them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    pub(super) value: Decimal,
    /// What one more at its last written place would add.
    pub(super) step: Decimal,
    pub(super) form: Form,
    /// Where the token after it stands.
    pub(super) end: usize,
}

/// Reads the number that begins at `at`; none when no number does.
pub(super) fn numeral(tokens: &[Token], at: usize) -> Option<Result<Numeral, Unreadable>> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Digits {
        let read = digits(token.text).map_err(|why| Unreadable {
            place: token.place,
            reason: Reason::Malformed(token.text.to_string(), why),
        });
        return Some(read.map(|(value, step, form)| Numeral {
            value,
            step,
            form,
            end: at + 1,
        }));
    }
    cardinal(tokens, at).map(Ok)
}

/// Reads digits with their commas and point.
fn digits(text: &str) -> Result<(Decimal, Decimal, Form), &'static str> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("it has a mark after its decimal point");
    }
    let parts_groups = |character: char| character == ',' || parts_thousands(character);
    let separator = whole.chars().find(|character| parts_groups(*character));
    let groups: Vec<&str> = whole.split(parts_groups).collect();
    if let Some(separator) = separator {
        let one_kind = whole
            .chars()
            .all(|character| character.is_ascii_digit() || character == separator);
        let thousands =
            groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
        if !one_kind || !thousands {
            return Err("its thousands are not parted in threes");
        }
    }
    const TOO_LONG: &str = "it has more digits than a published number can have";
    let places = u32::try_from(fraction.len()).map_err(|_| TOO_LONG)?;
    let plain = match places {
        0 => groups.concat(),
        1..=Decimal::MAX_SCALE => format!("0{}.{fraction}", groups.concat()),
        _ => return Err(TOO_LONG),
    };
    let value = Decimal::from_str_exact(&plain).map_err(|_| TOO_LONG)?;
    let grouping = separator.or((whole.len() < 4).then_some(','));
    let form = Form::Digits { places, grouping };
    Ok((value.normalize(), Decimal::new(1, places), form))
}

/// Reads a number in words: `forty-three`, `a hundred and five`, `two million`.
fn cardinal(tokens: &[Token], start: usize) -> Option<Numeral> {
    let first = &tokens[start];
    let article = first.lower == "a";
    let mut sum = Sum::default();
    let mut at = start;
    let mut end = None;
    if article {
        sum.group = Some(1);
        at += 1;
        // Only `a hundred` and the like: what follows has to be a larger word.
        tokens.get(at).filter(|next| larger(&next.lower))?;
    }
    while let Some(token) = tokens.get(at) {
        let same_text = token.place.side == first.place.side;
        if !same_text || !sum.take(&token.lower) {
            break;
        }
        at += 1;
        end = Some(at);
        // What follows a hyphen or an `and` belongs to the number when the sum takes it.
        at += usize::from(joins(tokens, at));
        if and_follows(tokens, at, &sum) {
            at += 1;
            at += usize::from(joins(tokens, at));
        }
    }
    let (value, step) = sum.total();
    Some(Numeral {
        value: Decimal::from(value),
        step: Decimal::from(step),
        form: Form::Words {
            article,
            capital: first.text.starts_with(char::is_uppercase),
        },
        end: end?,
    })
}

fn larger(word: &str) -> bool {
    matches!(word, "hundred" | "dozen") || scale_word(word).is_some()
}

fn scale_word(word: &str) -> Option<u64> {
    SCALES
        .iter()
        .find(|scale| !scale.glued && scale.word == word)
        .map(|scale| scale.factor)
}

/// Whether an `and` stands at `at` that may be part of the number: after a hundred or a scale,
/// before tens or units.
fn and_follows(tokens: &[Token], at: usize, sum: &Sum) -> bool {
    let small = |word: &str| SMALL[1..].contains(&word) || TENS.contains(&word);
    let round = sum.group.is_none_or(|group| group % 100 == 0 && group > 0);
    round
        && tokens.get(at).is_some_and(|token| token.lower == "and")
        && tokens.get(at + 1).is_some_and(|next| small(&next.lower))
}

/// A number in words as far as it has been read.
#[derive(Debug, Clone, Default)]
struct Sum {
    /// What whole scales have brought.
    scaled: u64,
    /// The last scale.
    scale: Option<u64>,
    /// What has been read since then, below a thousand or so.
    group: Option<u64>,
}

impl Sum {
    /// Takes one more word, or says that the number cannot go on with it.
    fn take(&mut self, word: &str) -> bool {
        if let Some(small) = SMALL.iter().position(|name| *name == word) {
            return self.add(small as u64);
        }
        if let Some(tens) = TENS.iter().position(|name| *name == word) {
            return self.add((tens as u64 + 2) * 10);
        }
        if word == "dozen" {
            return match (self.group, self.scale) {
                (Some(group @ 1..=99), None) => {
                    self.group = Some(group * 12);
                    true
                }
                _ => false,
            };
        }
        if word == "hundred" {
            return match self.group {
                Some(group @ 1..=99) => {
                    self.group = Some(group * 100);
                    true
                }
                _ => false,
            };
        }
        let (Some(scale), Some(group @ 1..)) = (scale_word(word), self.group) else {
            return false;
        };
        if self.scale.is_some_and(|last| scale >= last) {
            return false;
        }
        self.scaled += group * scale;
        self.scale = Some(scale);
        self.group = None;
        true
    }

    fn add(&mut self, amount: u64) -> bool {
        let fits = match self.group {
            None => amount > 0 || self.scale.is_none(),
            Some(0) => false,
            Some(group) if group % 100 == 0 => amount > 0,
            Some(group) => group % 10 == 0 && group % 100 >= 20 && (1..=9).contains(&amount),
        };
        if fits {
            self.group = Some(self.group.unwrap_or(0) + amount);
        }
        fits
    }

    /// The value, and the step of its last word.
    fn total(&self) -> (u64, u64) {
        match (self.group, self.scale) {
            (None, Some(scale)) => (self.scaled, scale),
            (group, _) => (self.scaled + group.unwrap_or(0), 1),
        }
    }
}
