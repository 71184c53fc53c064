//! Numbers that stand in running text, bound or not.

use rust_decimal::Decimal;

use crate::bytes::Search;
use crate::claim::numeral::numeral;
use crate::claim::tables::{CURRENCY_SIGNS, RATES_OPEN, SCALES};
use crate::claim::tokens::{Token, tokens};
use crate::claim::{Claim, Form, Opener, Said, Side, read};

/// A number with a unit or a denominator in running text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The first byte of the number, its sign and currency included.
    pub start: usize,
    /// The byte after the last that was read: after the unit and the denominator.
    pub end: usize,
    /// What it says, hedges and directions before it left aside.
    pub claim: Claim,
}

/// The numbers of a text that have a unit or a denominator, as far as they can be read: `43 per
/// cent`, `£7.77`, `52 jobs per 100 adults`, `one in five`. Dates, years, counts and numbers of
/// pages have neither.
pub fn scan(text: &str) -> Vec<Found> {
    each(text, counts, true)
}

/// Each word of a text that may open a denominator, those of `per cent` aside, with what it may be counted
/// for, told without reading it: the next word, and the one after it where it is a scale, `100` and `100
/// thousand`.
pub fn denominators(text: &str) -> impl Iterator<Item = (usize, &str)> {
    static OPENING: Search<3> = Search::of(RATES_OPEN);
    // Only letters of ASCII: a piece of a longer word is looked at too, and does no harm.
    let letters = text.as_bytes();
    let begins = |start: &usize| *start == 0 || !letters[start - 1].is_ascii_alphabetic();
    let opening = OPENING.each(text).filter(begins);
    opening.filter_map(|start| Some((start, denominator(text, start)?)))
}

/// What may be counted for, where a word that begins at the byte `start` may open a denominator.
fn denominator(text: &str, start: usize) -> Option<&str> {
    let letters = text.as_bytes();
    let word = letters[start..].iter();
    let word = word.take_while(|byte| byte.is_ascii_alphabetic());
    let end = start + word.count();
    let opens = RATES_OPEN
        .iter()
        .any(|last| last.as_bytes().eq_ignore_ascii_case(&letters[start..end]));
    if !opens {
        return None;
    }
    let rest = text[end..].trim_start();
    let number = rest.split_ascii_whitespace().next().unwrap_or("");
    let cent = number.get(..4);
    if cent.is_some_and(|cent| cent.eq_ignore_ascii_case("cent")) {
        return None;
    }
    let behind = rest[number.len()..].trim_start();
    let word = behind.split(|letter: char| !letter.is_alphabetic()).next();
    let word = word.unwrap_or("");
    let scaled = word.eq_ignore_ascii_case("hundred")
        || SCALES
            .iter()
            .any(|scale| scale.word.eq_ignore_ascii_case(word));
    Some(match scaled {
        true => &rest[..rest.len() - behind.len() + word.len()],
        false => number.trim_end_matches(['.', ',', ';', ':', ')']),
    })
}

/// Whether what two denominators may be counted for is surely the same number: the same in digits.
pub fn is_same_number(one: &str, other: &str) -> bool {
    one == other && one.starts_with(|letter: char| letter.is_ascii_digit())
}

/// All numbers of a text that can be read, those without a unit among them: `38.6`, `17`. Of two
/// that share a unit, `10 to 12 per cent`, each is found.
pub fn numbers(text: &str) -> Vec<Found> {
    each(text, |_| true, false)
}

/// The numbers of a text that are wanted, without those inside what was read where `apart`.
fn each(text: &str, wanted: fn(&Claim) -> bool, apart: bool) -> Vec<Found> {
    let tokens = tokens(text, "");
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(number) = numeral(&tokens, at) else {
            at += 1;
            continue;
        };
        let end = number.map_or(at + 1, |number| number.end);
        let first = signed(&tokens, at);
        let next = one(text, &tokens, first, end, wanted);
        let past = next.as_ref().map_or(0, |found| found.end);
        found.extend(next);
        at = end;
        while apart && at < tokens.len() && tokens[at].place.start < past {
            at += 1;
        }
    }
    found
}

/// The token that a number begins with: its sign or currency, where one is joined to it.
fn signed(tokens: &[Token], at: usize) -> usize {
    let sign = |token: &Token| {
        matches!(token.text, "−" | "-")
            || CURRENCY_SIGNS.iter().any(|(sign, _)| *sign == token.text)
    };
    let mut first = at;
    while first > 0 && tokens[first].glued && sign(&tokens[first - 1]) {
        first -= 1;
    }
    first
}

/// Reads the number between two tokens with what follows it: first with a second number behind
/// `in` or `out of`, which makes one of both.
fn one(
    text: &str,
    tokens: &[Token],
    first: usize,
    end: usize,
    wanted: fn(&Claim) -> bool,
) -> Option<Found> {
    let start = tokens[first].place.start;
    let mut ends: Vec<usize> = Vec::with_capacity(2);
    let joint = tokens[end..]
        .iter()
        .take_while(|token| matches!(token.lower.as_ref(), "in" | "out" | "of" | "every"))
        .count();
    if joint > 0
        && let Some(Ok(second)) = numeral(tokens, end + joint)
    {
        ends.push(second.end);
    }
    ends.push(end);
    ends.into_iter().find_map(|end| {
        let words_end = tokens[end - 1].place.end;
        let claim = read(&text[start..words_end], &text[words_end..]).ok()?;
        let wanted = wanted(&claim) && !is_year_before(&claim);
        wanted.then(|| Found {
            start,
            end: start + claim.text.trim_end().len(),
            claim,
        })
    })
}

/// Whether a number is a year, and the unit is that of the next number: `in 2014 to 6.1 per cent`.
fn is_year_before(claim: &Claim) -> bool {
    let (Said::Number(number), Some(unit)) = (&claim.said, &claim.unit) else {
        return false;
    };
    let plain = matches!(
        number.form,
        Form::Digits {
            places: 0,
            grouping: None
        }
    );
    let between = claim
        .text
        .get(number.place.end..claim.words + unit.place.start);
    plain
        && (Decimal::from(1800)..Decimal::from(2200)).contains(&number.value)
        && unit.place.side == Side::After
        && between.is_some_and(|between| between.contains(|letter: char| letter.is_ascii_digit()))
}

/// Whether a number has a unit or a denominator. Things counted out of a number of things, `12 of the
/// 30 wards`, have neither.
fn counts(claim: &Claim) -> bool {
    let proportion = claim.denominator.as_ref();
    claim.unit.is_some()
        || proportion.is_some_and(|denominator| denominator.opener != Opener::OutOf)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::tables::OPENERS;

    fn found(text: &str) -> Vec<&str> {
        scan(text)
            .iter()
            .map(|found| &text[found.start..found.end])
            .collect()
    }

    #[test]
    fn numbers_with_a_unit_or_denominator_are_found() {
        assert_eq!(
            found("Of those, 43 per cent left; 52 jobs per 100 adults, and £7.77 a head."),
            ["43 per cent", "52 jobs per 100", "£7.77"]
        );
        assert_eq!(found("One in five said so."), ["One in five"]);
        assert_eq!(
            found("It rose by −2.5% and 3 points."),
            ["−2.5%", "3 points"]
        );
    }

    #[test]
    fn whatever_opens_a_rate_ends_in_a_word_that_is_counted() {
        for (phrase, opener) in OPENERS {
            let last = phrase.rsplit(' ').next().expect("a phrase has words");
            assert!(
                *opener != Opener::Each || RATES_OPEN.contains(&last),
                "{phrase}"
            );
        }
    }

    /// Whether a text may hold two rates that are counted for different numbers.
    fn may_hold_unlike_rates(text: &str) -> bool {
        let mut numbers = denominators(text).map(|(_, number)| number);
        let first = numbers.next();
        first.is_some_and(|first| numbers.any(|number| !is_same_number(first, number)))
    }

    #[test]
    fn unlike_rates_are_suspected_wherever_they_can_be() {
        for (text, may) in [
            ("50 per 200 residents, and 88 PER 100 elsewhere", true),
            ("3 for every 10, 4 to every 20", true),
            ("3 for every ten, 4 to every ten", true),
            ("50 per 200 thousand, and 88 per 200", true),
            ("50 per 200 thousand, and 88 per 200 million", true),
            ("50 per 200 men, and 88 per 200 million", true),
            ("50 per head, and 88 per 100", true),
            ("65 jobs for every 200 adults, and 176 per 200 there", false),
            ("65 jobs for every 200 adults, and 12 per cent", false),
            (
                "In this period 43 per cent of people, then 12 Per cent",
                false,
            ),
            ("65 jobs for every 200 adults per", true),
            ("per\u{a0}100 and per 100", false),
            ("opéper 3, per", true),
            ("", false),
        ] {
            assert_eq!(may_hold_unlike_rates(text), may, "{text}");
            let pers = scan(text).into_iter().filter_map(|found| {
                let denominator = found.claim.denominator?;
                (denominator.opener == Opener::Each).then_some(denominator.per)
            });
            let pers: std::collections::BTreeSet<Decimal> = pers.collect();
            assert!(may || pers.len() < 2, "{text}");
        }
    }

    #[test]
    fn all_numbers_are_found_with_what_follows_them() {
        for (text, expected) in [
            ("Clacton 42.8, Wigan 20.", &["42.8", "20"] as &[&str]),
            ("10 to 12 per cent", &["10 to 12 per cent", "12 per cent"]),
            ("between £2.5m and £3m", &["£2.5m", "£3m"]),
            (
                "forty-three per cent of 225 wards",
                &["forty-three per cent", "225"],
            ),
            ("one in five", &["one in five", "five"]),
            ("52 jobs per 100 adults", &["52 jobs per 100", "100"]),
            ("−3.2% and -0.5 points", &["−3.2%", "-0.5 points"]),
            (
                "2\u{202f}512\u{202f}000 people",
                &["2\u{202f}512\u{202f}000"],
            ),
            ("a dozen, two dozen", &["a dozen", "two dozen"]),
            (
                "6.2 per cent in 2014 to 6.1 per cent",
                &["6.2 per cent", "6.1 per cent"],
            ),
            ("no number at all", &[]),
            ("16-year-olds, 1.2.3 and 20kg", &[]),
        ] {
            let found = numbers(text);
            let found: Vec<&str> = found.iter().map(|it| &text[it.start..it.end]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_number_in_running_text_has_its_value_and_its_unit() {
        use crate::claim::{Measure, Said};
        let of = |text: &str| {
            let claim = numbers(text).into_iter().next().expect("a number").claim;
            let Said::Number(number) = claim.said else {
                panic!("{text} is no plain number")
            };
            (
                number.value.normalize().to_string(),
                claim.unit.map(|unit| unit.measure),
            )
        };
        assert_eq!(
            of("£2.5 million"),
            ("2500000".into(), Some(Measure::Money("GBP".into())))
        );
        assert_eq!(
            of("45p a mile"),
            ("0.45".into(), Some(Measure::Money("GBP".into())))
        );
        assert_eq!(
            of("10 to 12 per cent"),
            ("10".into(), Some(Measure::Percent))
        );
        assert_eq!(
            of("8.8 percentage points").1,
            Some(Measure::PercentagePoints)
        );
        assert_eq!(of("a dozen wards"), ("12".into(), None));
    }

    #[test]
    fn dates_counts_and_places_are_not() {
        assert_eq!(
            found("On 17 November 2020, 7 of the 225 wards met in Room 14, page 3."),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn bounds_lie_on_letters_whatever_the_text() {
        for text in [
            "",
            "£",
            "é 5 %",
            "5%%%",
            "−−−5 per",
            "½ per cent",
            "1 in",
            "0 in 0",
        ] {
            for found in scan(text) {
                assert!(text.get(found.start..found.end).is_some(), "{text}");
            }
        }
    }
}
