//! What stands straight in front of a link and counts as part of its words: `fell by [3](=…)`,
//! `nearly [50](=…)`.

use crate::claim::numeral::numeral;
use crate::claim::tables::{
    FURTHER, LEADS, REFUSED, REFUSED_BEFORE, SURE_BEFORE_LINK, TIMES, TOLERANCES,
    UNSURE_BEFORE_LINK, WAYS,
};
use crate::claim::tokens::{Token, TokenKind, phrase, tokens};
use crate::claim::{Claim, Nature, Quantity, Verdict, read, verify};

/// Words that may stand between a direction and the number: `a rise of only`.
const BETWEEN: &[&str] = &[
    "a",
    "an",
    "the",
    "only",
    "just",
    "exactly",
    "some",
    "about",
    "around",
    "a total of",
    "an average of",
    "average of",
    "total of",
    "a mere",
    "mere",
    "a full",
    "fully",
];

/// How many words a difference may have before its `more than`: `8.8 percentage points more than`.
const WORDS_OF_A_DIFFERENCE: usize = 5;

/// Words in front of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead<'t> {
    /// From the first of them to the link.
    pub words: &'t str,
    /// Whether a direction is among them.
    pub way: bool,
    /// Whether a hedge is among them that can bend nothing but the number.
    pub hedge: bool,
}

/// The direction and the hedge that stand straight in front of a link, of which `before` is the
/// end of the text before it; none where neither does.
pub fn lead(before: &str) -> Option<Lead<'_>> {
    if !before.ends_with(char::is_whitespace) {
        return None;
    }
    let tokens = tokens(before, "");
    let mut end = tokens.len();
    let (mut way, mut further, mut hedge, mut start) = (false, false, false, end);
    while let Some((first, piece)) = piece(&tokens, end) {
        match piece {
            Piece::Way if !way || further => (way, further, start) = (true, false, first),
            Piece::Further if !way => (way, further, start) = (true, true, first),
            Piece::Hedge if !way && !hedge => (hedge, start) = (true, first),
            Piece::Between if !way || further => {}
            _ => break,
        }
        end = first;
    }
    let first = tokens.get(start)?;
    Some(Lead {
        words: &before[first.place.start..],
        way,
        hedge,
    })
}

/// A bound that stands straight in front of a link and may be about its number, or compare something
/// else with it: `more than `. None where it says how much more something is: `36 more than `.
pub fn bound_before(before: &str) -> Option<&str> {
    if !before.ends_with(char::is_whitespace) {
        return None;
    }
    let tokens = tokens(before, "");
    let end = tokens.len();
    let start = (end.saturating_sub(3)..end).find(|start| {
        let ends = |words: &&str| phrase(&tokens, *start, words) == Some(end);
        UNSURE_BEFORE_LINK.iter().any(ends)
    })?;
    let says = |at: usize| numeral(&tokens, at).is_some() || TIMES.contains(&&*tokens[at].lower);
    let compares = (start.saturating_sub(WORDS_OF_A_DIFFERENCE)..start)
        .rev()
        .take_while(|at| tokens[*at].kind != TokenKind::Sign)
        .any(says);
    (!compares).then(|| &before[tokens[start].place.start..])
}

/// Holds a claim against a value as [`verify()`] does, with what stands straight in front of the link.
///
/// A hedge there bends the number, as it would in the link. A direction has to be the true one where
/// the value is a difference, a change or a ratio; of a value that stands in the data, which may be
/// published as a fall, it is asked only where the number by itself is not true.
pub fn verify_after(before: &str, after: &str, claim: &Claim, quantity: &Quantity) -> Verdict {
    let alone = verify(claim, quantity);
    let Some(lead) = lead(before).filter(|_| claim.way.is_none() && claim.hedge.is_none()) else {
        return alone;
    };
    let words = &claim.text[..claim.words];
    let joined = format!("{}{words}", lead.words);
    let Ok(joined) = read(&joined, after) else {
        return alone;
    };
    let nature = quantity.nature;
    let compares = nature.directed() || nature == Nature::Ratio;
    let counts = lead.hedge || compares || quantity.value.is_sign_negative();
    match (verify(&joined, quantity), &alone) {
        (joined, Verdict::Disagrees(_)) if counts => joined,
        (Verdict::Agrees, _) => Verdict::Agrees,
        (joined, _) if lead.hedge || compares => joined,
        _ => alone,
    }
}

enum Piece {
    Way,
    /// A direction that may go on with one before it.
    Further,
    Hedge,
    Between,
    Other,
}

/// The longest phrase of the tables that ends before a token, and where it begins.
fn piece(tokens: &[Token], end: usize) -> Option<(usize, Piece)> {
    let stands = |start: usize, words: &&'static str| phrase(tokens, start, words) == Some(end);
    let among = |start: usize, table: &[&'static str]| table.iter().any(|it| stands(start, it));
    let refused = || {
        let tables = REFUSED.iter().chain(REFUSED_BEFORE);
        tables.flat_map(|(_, words)| *words)
    };
    // No phrase of the tables has more words.
    (end.saturating_sub(5)..end).find_map(|start| {
        let hedges = || TOLERANCES.iter().flat_map(|row| row.before);
        let piece = if among(start, FURTHER) {
            Piece::Further
        } else if WAYS
            .iter()
            .any(|row| row.before && stands(start, &row.words))
        {
            Piece::Way
        } else if among(start, SURE_BEFORE_LINK) {
            Piece::Hedge
        } else if among(start, BETWEEN) {
            Piece::Between
        } else if refused()
            .chain(hedges())
            .chain(LEADS)
            .any(|it| stands(start, it))
        {
            Piece::Other
        } else {
            return None;
        };
        Some((start, piece))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_and_a_sure_hedge_count() {
        for (before, words) in [
            ("Claims fell by ", "fell by "),
            ("Claims fell by only ", "fell by only "),
            ("which is a rise of nearly ", "rise of nearly "),
            ("Prices were down ", "down "),
            ("It is nearly ", "nearly "),
            ("There are just over ", "just over "),
            ("at\u{a0}least ", "at\u{a0}least "),
            ("it fell by a further ", "fell by a further "),
        ] {
            assert_eq!(lead(before).map(|lead| lead.words), Some(words), "{before}");
        }
    }

    #[test]
    fn spaces_alone_say_nothing() {
        for space in [" ", "\u{a0}", "\u{2003}"] {
            assert_eq!(lead(&space.repeat(48)), None);
        }
    }

    #[test]
    fn a_bound_is_seen_but_for_differences() {
        let seen = |before: &str| bound_before(before).map(str::trim_end).map(str::to_string);
        assert_eq!(seen("There are more than ").as_deref(), Some("more than"));
        assert_eq!(seen("In March over ").as_deref(), Some("over"));
        for before in [
            "36 jobs more than ",
            "8.8 percentage points more than ",
            "more ",
            "",
            "over",
        ] {
            assert_eq!(seen(before), None, "{before}");
        }
    }

    #[test]
    fn what_may_be_about_something_else_does_not() {
        for before in [
            "",
            " ",
            "It fell to ",
            "spread over ",
            "36 more than ",
            "up to ",
            "went up to ",
            "the rise in ",
            "of the ",
            "around ",
            "(",
            "nearly",
            "fell by (",
            "It is not ",
            "\u{2009}\u{a0}",
            "é ",
        ] {
            assert_eq!(lead(before), None, "{before}");
        }
    }
}
