//! Properties of reading and checking over generated numbers and text.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::claim::agree::round_to;
use crate::claim::tests::field;
use crate::claim::{Claim, Form, Nature, Quantity, Said, Verdict, address, read, spell, verify};
use crate::model::{Field, Unit};
use crate::number;

/// A unit that a phrase can name, with the phrase around its number.
fn manners() -> Vec<(Field, &'static str, &'static str)> {
    let rate = Unit::Rate {
        name: "jobs".to_string(),
        per: 100.into(),
        of: None,
    };
    let pounds = Unit::Currency("GBP".to_string());
    vec![
        (field("Measure", Some(Unit::Percent)), "", " per cent"),
        (field("Measure", Some(Unit::Percent)), "", "% of adults"),
        (
            field("Measure", Some(Unit::PercentagePoints)),
            "",
            " percentage points",
        ),
        (
            field("Measure", Some(rate)),
            "only ",
            " jobs for each 100 adults",
        ),
        (field("Measure", Some(pounds.clone())), "£", ""),
        (field("Measure", Some(pounds)), "the ", " pounds"),
        (
            field("Measure", Some(Unit::Words("jobs".to_string()))),
            "",
            " jobs",
        ),
        (field("Measure", None), "", " million"),
        (field("Measure", None), "", "bn"),
        (field("Measure", None), "", ""),
    ]
}

fn scale_of(behind: &str) -> Decimal {
    match behind {
        " million" => Decimal::from(1_000_000),
        "bn" => Decimal::from(1_000_000_000),
        _ => Decimal::ONE,
    }
}

/// A phrase for a value at some places, with the number in `digits`.
fn phrase(before: &str, digits: &str, behind: &str) -> String {
    match digits.strip_prefix(number::MINUS) {
        // The sign stands before the currency.
        Some(size) if before == "£" => format!("−£{size}{behind}"),
        _ => format!("{before}{digits}{behind}"),
    }
}

fn truth_of(words: &str, value: Decimal, field: &Field) -> Option<String> {
    match verify(&read(words, "").unwrap(), &Quantity::of_field(value, field)) {
        Verdict::Agrees => None,
        Verdict::Disagrees(found) => Some(found.truth),
    }
}

proptest! {
    #[test]
    fn a_phrase_made_from_a_value_is_accepted_and_refused_with_one_digit_changed(
        mantissa in -10_000_000_i64..10_000_000,
        scale in 0_u32..6,
        places in 0_u32..5,
        manner in 0_usize..10,
        changed in any::<prop::sample::Index>(),
        by in 1_u8..10,
    ) {
        let (field, before, behind) = manners().swap_remove(manner);
        let shown = Decimal::new(mantissa, scale);
        let value = shown * scale_of(behind);
        let digits = number::plain(shown, Some(places));
        let words = phrase(before, &digits, behind);
        prop_assert_eq!(truth_of(&words, value, &field), None, "`{}` for {}", words, value);

        let at: Vec<usize> = digits
            .char_indices()
            .filter(|(_, digit)| digit.is_ascii_digit())
            .map(|(at, _)| at)
            .collect();
        let at = *changed.get(&at);
        let digit = (digits.as_bytes()[at] - b'0' + by) % 10 + b'0';
        let other = format!("{}{}{}", &digits[..at], char::from(digit), &digits[at + 1..]);
        let words = phrase(before, &other, behind);
        let truth = truth_of(&words, value, &field);
        prop_assert!(truth.is_some(), "`{}` was accepted for {}", words, value);
        let truth = truth.unwrap_or_default();
        prop_assert_eq!(truth_of(&truth, value, &field), None, "`{}` is no truth", truth);
    }

    #[test]
    fn a_number_written_in_words_is_read_as_itself(value in 0_u64..1_000_000_000_000) {
        let form = Form::Words { article: false, capital: false };
        let words = spell::written(value.into(), form);
        let claim = read(&words, " jobs").unwrap();
        let number = |claim: &Claim| match &claim.said {
            Said::Number(number) => Some(number.value),
            _ => None,
        };
        prop_assert_eq!(number(&claim), Some(Decimal::from(value)), "`{}`", words);
        let other = spell::written((value + 1).into(), form);
        prop_assert_ne!(number(&read(&other, " jobs").unwrap()), number(&claim));
    }

    #[test]
    fn a_hedge_is_true_as_far_as_its_tolerance_and_no_further(
        said in 1_u32..5000,
        thousandths in 850_i64..1150,
        hedge in 0_usize..9,
    ) {
        let said = Decimal::from(said);
        let value = said * Decimal::new(thousandths, 3);
        let (words, lets) = [
            ("more than", thousandths > 1000),
            ("fewer than", thousandths < 1000),
            ("at least", thousandths >= 1000),
            ("up to", thousandths <= 1000),
            ("just over", thousandths > 1000 && thousandths <= 1050),
            ("nearly", (950..1000).contains(&thousandths)),
            ("around", (950..=1050).contains(&thousandths)),
            ("well over", thousandths > 1050),
            ("well under", thousandths < 950),
        ][hedge];
        let phrase = format!("{words} {}", number::plain(said, None));
        let truth = truth_of(&phrase, value, &field("Measure", None));
        prop_assert_eq!(truth.is_none(), lets, "`{}` for {}", phrase, value);
        if let Some(truth) = truth {
            prop_assert_eq!(truth_of(&truth, value, &field("Measure", None)), None, "`{}`", truth);
        }
    }

    #[test]
    fn so_many_in_so_many_is_true_at_whole_per_cent(
        parts in 2_u32..11,
        count in any::<prop::sample::Index>(),
        value in 10_u32..1000,
    ) {
        let count = 1 + u32::try_from(count.index(parts as usize - 1)).unwrap();
        let value = Decimal::new(value.into(), 1);
        let field = field("Measure", Some(Unit::Percent));
        let form = Form::Words { article: false, capital: false };
        let in_words = |number: u32| spell::written(number.into(), form);
        let phrases = [
            format!("{count} in {parts}"),
            format!("{} out of {}", in_words(count), in_words(parts)),
            spell::fraction(count, parts).unwrap(),
        ];
        let percent = Decimal::from(count * 100) / Decimal::from(parts);
        let equal = number::round(percent, 0) == number::round(value, 0);
        for phrase in phrases {
            let truth = truth_of(&phrase, value, &field);
            prop_assert_eq!(truth.is_none(), equal, "`{}` for {}", phrase, value);
            if let Some(truth) = truth {
                prop_assert_eq!(truth_of(&truth, value, &field), None, "`{}`", truth);
            }
        }
    }

    #[test]
    fn rounding_goes_to_the_nearest_step_and_half_away_from_zero(
        value in -1_000_000_i64..1_000_000,
        step in prop::sample::select(vec![1_i64, 10, 1_000, 100_000]),
    ) {
        let rounded = round_to(value.into(), step.into());
        let distance = (rounded - Decimal::from(value)).abs() * Decimal::TWO;
        prop_assert!(distance <= Decimal::from(step));
        prop_assert!(distance < Decimal::from(step) || rounded.abs() > Decimal::from(value).abs());
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_inside_it(
        words in "\\PC{0,40}",
        after in "\\PC{0,40}",
        value in any::<i64>(),
    ) {
        judge(&words, &after, value.into());
    }

    #[test]
    fn any_mixture_of_known_words_is_read_or_refused_at_a_place_inside_it(
        words in pieces(),
        after in pieces(),
        value in any::<i64>(),
    ) {
        judge(&words, &after, value.into());
    }

    #[test]
    fn any_target_is_an_address_or_refused_inside_it(
        target in prop_oneof!["\\PC{0,30}", "[a-c*/,() ]{0,8}(diff|sum|rank)?[a-c*/,() ]{0,30}"],
    ) {
        if let Err(fault) = address::parse(&target) {
            prop_assert!(target.get(fault.range.clone()).is_some(), "{:?}", fault.range);
            prop_assert!(!fault.to_string().is_empty() && !fault.help().is_empty());
        }
    }
}

/// Text made of the words that the grammar knows, in any order, with and without spaces.
fn pieces() -> impl Strategy<Value = String> {
    let known = vec![
        "43",
        "1,200",
        "2.5",
        "0",
        "forty",
        "three",
        "a",
        "hundred",
        "and",
        "million",
        "m",
        "bn",
        "p",
        "%",
        "per",
        "cent",
        "percentage",
        "points",
        "£",
        "$",
        "GBP",
        "−",
        "-",
        "minus",
        "in",
        "every",
        "for",
        "each",
        "out",
        "of",
        "100",
        "head",
        "jobs",
        "to",
        "–",
        "(",
        ")",
        ".",
        ",",
        "or",
        "more",
        "just",
        "over",
        "½",
        "th",
        "year",
        "only",
        "nearly",
        "more than",
        "less than",
        "under",
        "about",
        "at least",
        "or fewer",
        "or so",
        "well over",
        "between",
        "from",
        "half",
        "third",
        "thirds",
        "quarter",
        "tenths",
        "1/3",
        "/",
        "one",
        "five",
        "ten",
        "twice",
        "times",
        "fold",
        "x",
        "double",
        "doubled",
        "halved",
        "tenfold",
        "highest",
        "lowest",
        "most",
        "top",
        "bottom",
        "last",
        "second",
        "second-",
        "3rd",
        "st",
        "joint",
        "equal",
        "among the",
        "one of the",
        "from the bottom",
        "fewer",
        "higher",
        "lower",
        "rose by",
        "fell by",
        "a rise of",
        "up",
        "down",
        "loss",
        "than",
        "gap",
        "the",
        "not",
        "79228162514264337593543950335",
    ];
    let gap = prop::sample::select(vec!["", " ", " ", " ", "\u{a0}"]);
    prop::collection::vec((prop::sample::select(known), gap), 0..9).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(word, gap)| format!("{word}{gap}"))
            .collect()
    })
}

/// Reads text and checks it against every unit; what is found has to lie inside the text, and a
/// true wording has to be true.
fn judge(words: &str, after: &str, value: Decimal) {
    let claim = match read(words, after) {
        Ok(claim) => claim,
        Err(fault) => {
            let text = match fault.place.side {
                super::Side::Words => words,
                super::Side::After => after,
            };
            assert!(
                text.get(fault.place.start..fault.place.end).is_some(),
                "{fault:?}"
            );
            assert!(!fault.message().is_empty() && !fault.help().is_empty());
            return;
        }
    };
    for quantity in quantities(value) {
        let Verdict::Disagrees(found) = verify(&claim, &quantity) else {
            continue;
        };
        assert!(!found.parts.is_empty() && !found.message().is_empty());
        let plain = found.plain.iter().map(|plain| (plain.as_str(), ""));
        for (link, behind) in [found.truth.split_at(found.link)].into_iter().chain(plain) {
            let again = read(link, behind).unwrap_or_else(|fault| {
                panic!("`{words}`|`{after}` gave `{link}`: {}", fault.message())
            });
            let verdict = verify(&again, &quantity);
            assert_eq!(
                verdict,
                Verdict::Agrees,
                "`{words}`|`{after}` for {quantity:?} gave `{link}`"
            );
        }
    }
}

/// The value with every unit, and as what every function gives.
fn quantities(value: Decimal) -> Vec<Quantity> {
    let of_field = |(field, ..): (Field, &str, &str)| Quantity::of_field(value, &field);
    let mut quantities: Vec<Quantity> = manners().into_iter().map(of_field).collect();
    let places = (value.mantissa().unsigned_abs() % 200) as usize;
    let rank = Nature::Rank {
        from_below: 200 - places,
        of: 200,
        shared: places % 2 == 1,
    };
    let derived = [
        (value, Nature::Difference, Some(Unit::PercentagePoints)),
        (
            value,
            Nature::Difference,
            Some(Unit::Currency("GBP".to_string())),
        ),
        (value.abs() / Decimal::ONE_HUNDRED, Nature::Ratio, None),
        (value, Nature::Share, Some(Unit::Percent)),
        (value, Nature::Change, Some(Unit::Percent)),
        (value.abs().trunc(), Nature::Count, None),
        ((places + 1).into(), rank, None),
    ];
    quantities.extend(derived.map(|(value, nature, unit)| Quantity {
        value,
        nature,
        unit,
        title: String::new(),
        field: None,
    }));
    quantities
}
