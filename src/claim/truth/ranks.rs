//! True wordings of places in an order: `second highest`, `the lowest`, `8th of 12`.

use rust_decimal::Decimal;

use crate::claim::agree::rank_from;
use crate::claim::spell::{ordinal, ordinal_in_words};
use crate::claim::tables::ENDS;
use crate::claim::truth::edits::{Edit, range};
use crate::claim::truth::multiples::count_of;
use crate::claim::{Claim, Nature, Quantity, Rank};

/// Writes the true place in an order, from the nearer end where the words name one.
pub(super) fn rank_edits(claim: &Claim, said: &Rank, quantity: &Quantity) -> Vec<Edit> {
    let Nature::Rank {
        from_below,
        of,
        shared,
    } = quantity.nature
    else {
        return Vec::new();
    };
    let (start, end) = range(claim, said.place);
    let words = &claim.text[start..end];
    let (first, last) = match said.number {
        Some(place) => range(claim, place),
        None => (start, start),
    };
    let number = &claim.text[first..last];
    // The word for the end stands last in the words, or before the number: `top ten`.
    let named = ENDS
        .iter()
        .filter(|row| {
            let words = words.to_lowercase();
            words.ends_with(row.words) || words.starts_with(row.words)
        })
        .max_by_key(|row| row.words.len());
    let here = rank_from(said.from_below, quantity.value, from_below);
    let there = rank_from(!said.from_below, quantity.value, from_below);
    let (rank, end_word) = match named {
        Some(named) if there < here => (there, Some(named.other)),
        named => (here, named.map(|named| named.words)),
    };
    let place = if number.chars().any(char::is_numeric) {
        ordinal(rank)
    } else {
        ordinal_in_words(rank)
    };
    let joined = if claim.text[last..end].starts_with('-') {
        "-"
    } else {
        " "
    };
    let text = match (said.group, end_word) {
        (true, Some(word)) if last == end => {
            format!("{word} {}", count_of(rank, Decimal::ONE, number))
        }
        (true, word) => {
            let one_of = &claim.text[start..first];
            format!(
                "{one_of}{} {}",
                count_of(rank, Decimal::ONE, number),
                word.unwrap_or_default()
            )
        }
        (false, None) => place,
        (false, Some(word)) if word.contains(' ') => format!("{place} {word}"),
        (false, Some(word)) if rank == Decimal::ONE => word.to_string(),
        (false, Some(word)) => format!("{place}{joined}{}", superlative(word)),
    };
    let text = if said.shared && shared {
        format!("joint {text}")
    } else {
        text
    };
    let mut edits = vec![Edit::replace(claim, said.place, text)];
    if let Some((_, place)) = said.of {
        let (start, end) = range(claim, place);
        let of = count_of(of.into(), Decimal::ONE, &claim.text[start..end]);
        edits.push(Edit::replace(claim, place, of));
    }
    edits
}

/// The word for an end that a number can stand before: `second highest`, not `second top`.
fn superlative(end: &str) -> &str {
    match end {
        "top" => "highest",
        "bottom" | "last" => "lowest",
        end => end,
    }
}
