//! True wordings of multiples: `twice`, `2.4 times`, `fivefold`.

use rust_decimal::Decimal;

use crate::claim::agree::{multiple, round_to};
use crate::claim::spell::{has_words, written};
use crate::claim::tables::{HALVED, MULTIPLES};
use crate::claim::truth::edits::{Edit, range};
use crate::claim::truth::options::{Attempt, short, unhedged};
use crate::claim::{Claim, Form, Nature, Quantity, Times};
use crate::number;

pub(super) fn multiples(claim: &Claim, said: &Times, quantity: &Quantity) -> Vec<Attempt> {
    let Some(times) = multiple(quantity) else {
        return Vec::new();
    };
    let (start, end) = range(claim, said.place);
    let words = claim.text[start..end].to_lowercase();
    let text = match said.number {
        Some(place) => {
            let (_, number) = range(claim, place);
            let behind = &claim.text[number..end];
            let count = count_of(times, said.step, &words);
            match (times == Decimal::TWO, behind.trim()) {
                (true, "times") => "twice".to_string(),
                _ => format!("{count}{behind}"),
            }
        }
        None => in_one_word(times, said.step, &words, quantity),
    };
    let mut edits = unhedged(claim);
    edits.push(Edit::replace(claim, said.place, text));
    vec![Attempt::plain(edits)]
}

/// So many times, in words where the author has words and the number is small and whole.
pub(super) fn count_of(times: Decimal, step: Decimal, like: &str) -> String {
    let rounded = round_to(times, step).normalize();
    let in_words = like.chars().all(|letter| !letter.is_numeric());
    if in_words && rounded.is_integer() && rounded <= Decimal::TEN && has_words(rounded) {
        let form = Form::Words {
            article: false,
            capital: false,
        };
        return written(rounded, form);
    }
    number::plain(rounded, None)
}

/// A multiple in the place of `twice`, `doubled` or `fivefold`.
fn in_one_word(times: Decimal, step: Decimal, words: &str, quantity: &Quantity) -> String {
    let ending = ["fold", "ed", "ing"]
        .into_iter()
        .find(|ending| words.ends_with(ending));
    let rounded = round_to(times, step);
    let alike = MULTIPLES
        .iter()
        .filter(|(word, value)| {
            Decimal::from(*value) == rounded && ending.is_none_or(|ending| word.ends_with(ending))
        })
        .map(|(word, _)| *word);
    let halved = HALVED.iter().copied().filter(|word| {
        rounded == Decimal::new(5, 1) && ending.is_some_and(|ending| word.ends_with(ending))
    });
    if let Some(word) = alike.chain(halved).next().filter(|word| *word != "thrice") {
        return word.to_string();
    }
    let size = number::plain(short(quantity.value.abs()), None);
    match ending {
        Some("fold") => format!("{}-fold", count_of(times, step, "")),
        Some(_) if quantity.nature == Nature::Change => {
            let verb = if times < Decimal::ONE { "fell" } else { "rose" };
            format!("{verb} by {size} per cent")
        }
        _ => format!("{} times", count_of(times, step, words)),
    }
}
