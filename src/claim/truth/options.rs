//! Wordings to try, the nearest to the author's first.

use rust_decimal::Decimal;

use crate::claim::agree::{
    Held, held, multiple, percent_step, proportion, rank_from, round_to, share_denominator, sized,
};
use crate::claim::spell::{fraction, has_words, ordinal, ordinal_in_words, written};
use crate::claim::tables::{ENDS, FRACTIONS, HALVED, MULTIPLES};
use crate::claim::truth::edits::{
    Edit, denominator_edit, digits, number_edits, range, removal, removal_with_space_behind,
    symbol, unit_edits,
};
use crate::claim::{
    Claim, Form, Fraction, Hedge, Nature, Number, Part, Quantity, Range, Rank, Said, Times,
};
use crate::model::Unit;
use crate::number;

/// A wording to try: changes to the author's.
pub(super) struct Attempt {
    pub(super) edits: Vec<Edit>,
    /// Whether it is the number of the data without a hedge.
    pub(super) plain: bool,
}

impl Attempt {
    fn plain(edits: Vec<Edit>) -> Self {
        Attempt { edits, plain: true }
    }

    fn bent(edits: Vec<Edit>) -> Self {
        Attempt {
            edits,
            plain: false,
        }
    }
}

/// The wordings to try for the parts that disagree, the best first.
pub(super) fn options(claim: &Claim, quantity: &Quantity, parts: &[Part]) -> Vec<Attempt> {
    let wrong = |part: Part| parts.contains(&part);
    if wrong(Part::Kind) {
        return vec![Attempt::plain(vec![other_kind(claim, quantity)])];
    }
    if !wrong(Part::Number) && !wrong(Part::Unit) {
        return vec![Attempt::plain(Vec::new())];
    }
    let mut options = match &claim.said {
        Said::Rank(rank) => return vec![Attempt::plain(rank_edits(claim, rank, quantity))],
        Said::Number(said) if share_denominator(claim).is_some() && !wrong(Part::Unit) => {
            shares(claim, said, quantity)
        }
        Said::Number(said) => numbers(claim, said, quantity, wrong(Part::Unit)),
        Said::Fraction(said) => fractions(claim, said, quantity),
        Said::Times(said) => multiples(claim, said, quantity),
        Said::Range(said) => ranges(claim, said, quantity, wrong(Part::Unit)),
    };
    if !wrong(Part::Unit) {
        let mut all = hedged(claim, quantity);
        all.append(&mut options);
        options = all;
    }
    options
}

/// The number as it is said, with another hedge or with one where none was.
fn hedged(claim: &Claim, quantity: &Quantity) -> Vec<Attempt> {
    let Some(Held { actual, said, .. }) = held(claim, quantity) else {
        return Vec::new();
    };
    let share = share_denominator(claim);
    let counted = share.is_none_or(|share| share.per > Decimal::TEN);
    let number = matches!(claim.said, Said::Number(_)) && counted;
    let higher = actual > said;
    let near = if higher {
        Hedge::JustOver
    } else {
        Hedge::JustUnder
    };
    let far = if higher { Hedge::Over } else { Hedge::Under };
    let same_side = match claim.hedge.map(|said| said.hedge) {
        // A number by itself is put right; a fraction may be a good one for the value.
        None if number => return Vec::new(),
        // `about 60` says more than `well over 50`.
        Some(Hedge::Around) if number => return Vec::new(),
        Some(Hedge::Over | Hedge::JustOver | Hedge::WellOver) => higher,
        Some(Hedge::Under | Hedge::JustUnder | Hedge::WellUnder) => !higher,
        _ => false,
    };
    // `more than half` is true of twice, and says nothing.
    let (lower, upper) = (actual.min(said), actual.max(said));
    let comparable = lower
        .checked_mul(Decimal::TWO)
        .is_some_and(|twice| twice > upper);
    let mut hedges = vec![near];
    if same_side && comparable {
        hedges.push(far);
    }
    hedges
        .into_iter()
        .filter(|hedge| hedge.lets(actual, said))
        .map(|hedge| Attempt::bent(hedge_edits(claim, hedge)))
        .collect()
}

/// Puts another hedge in the place of the one said, or before the amount.
fn hedge_edits(claim: &Claim, hedge: Hedge) -> Vec<Edit> {
    let mut words = hedge.words().to_string();
    let fewer = |said: &str| said.to_lowercase().contains("fewer");
    match claim.hedge {
        Some(said) if !said.behind => {
            let (start, end) = range(claim, said.place);
            if fewer(&claim.text[start..end]) {
                words = words.replace("less", "fewer");
            }
            vec![Edit::replace(claim, said.place, words)]
        }
        said => {
            let (start, _) = range(claim, claim.said.place());
            let mut edits = vec![Edit {
                start,
                end: start,
                text: format!("{words} "),
            }];
            edits.extend(said.map(|said| removal(claim, said.place)));
            edits
        }
    }
}

/// Takes the hedge out.
fn unhedged(claim: &Claim) -> Vec<Edit> {
    let without = claim.hedge.map(|said| {
        if said.behind {
            removal(claim, said.place)
        } else {
            removal_with_space_behind(claim, said.place)
        }
    });
    without.into_iter().collect()
}

fn numbers(claim: &Claim, said: &Number, quantity: &Quantity, unit: bool) -> Vec<Attempt> {
    let mut edits = Vec::new();
    number_edits(claim, said, quantity, unit, &mut edits);
    if unit {
        unit_edits(claim, said.place, said.scale, quantity, &mut edits);
    }
    let with_hedge = Attempt::bent(edits.clone());
    edits.extend(unhedged(claim));
    let plain = Attempt::plain(edits);
    match claim.hedge.map(|said| said.hedge) {
        None => vec![plain],
        Some(Hedge::Around) => vec![with_hedge, plain],
        Some(_) => vec![plain],
    }
}

/// `two in five`, `three in ten`, `31 in 100`.
fn shares(claim: &Claim, said: &Number, quantity: &Quantity) -> Vec<Attempt> {
    let (Some(share), Some(part)) = (share_denominator(claim), proportion(quantity)) else {
        return numbers(claim, said, quantity, false);
    };
    let per = |per: Decimal| {
        let count = round_to(part.checked_mul(per)?, Decimal::ONE);
        let form = match said.form {
            words @ Form::Words { .. } if count <= Decimal::TEN => words,
            _ => digits(0),
        };
        let mut edits = unhedged(claim);
        edits.push(Edit::replace(claim, said.place, written(count, form)));
        if per != share.per {
            edits.push(denominator_edit(claim, per));
        }
        (!count.is_zero() && !per.is_zero()).then_some(Attempt::plain(edits))
    };
    // `one in eight`, also where eight is no round number.
    let alone = (said.value == Decimal::ONE)
        .then(|| Some(round_to(Decimal::ONE.checked_div(part)?, Decimal::ONE)))
        .flatten();
    let rest = [5, 10, 100, 1000, 10_000, 100_000, 1_000_000].map(Decimal::from);
    [share.per]
        .into_iter()
        .chain(alone)
        .chain(rest)
        .filter_map(per)
        .collect()
}

fn fractions(claim: &Claim, said: &Fraction, quantity: &Quantity) -> Vec<Attempt> {
    let Some(part) = proportion(quantity) else {
        return Vec::new();
    };
    let (start, end) = range(claim, said.place);
    let in_words = claim.text[start..end].chars().all(|it| !it.is_numeric());
    let mut edits = unhedged(claim);
    edits.push(Edit::replace(claim, said.place, String::new()));
    let with = |text: String| {
        let mut edits = edits.clone();
        edits.iter_mut().for_each(|edit| {
            if edit.start == start && edit.end == end {
                edit.text.clone_from(&text);
            }
        });
        edits
    };
    let mut options: Vec<Attempt> = near_fraction(part)
        .filter(|_| in_words)
        .map(|text| Attempt::bent(with(text)))
        .into_iter()
        .collect();
    let percent = part.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default();
    let rounded = round_to(percent, percent_step(percent)).normalize();
    let text = match (&quantity.unit, quantity.nature) {
        (Some(Unit::Percent), _) => format!("{} per cent", number::plain(rounded, None)),
        (None, Nature::Ratio) => format!(
            "{} times",
            number::plain(rounded / Decimal::ONE_HUNDRED, None)
        ),
        _ => bare(claim, quantity),
    };
    let behind = &claim.text[end..];
    let ratio = quantity.nature == Nature::Ratio;
    let of = if needs_of(behind) && !ratio {
        " of"
    } else {
        ""
    };
    let mut edits = with(format!("{text}{of}"));
    if ratio && behind.starts_with(" of ") && end + 3 <= claim.words {
        // `a quarter of the rate`, but `0.3 times the rate`.
        edits
            .iter_mut()
            .filter(|edit| edit.end == end)
            .for_each(|edit| edit.end += 3);
    }
    options.push(Attempt::plain(edits));
    options
}

/// Whether `half the wards` has to become `49 per cent of the wards`.
fn needs_of(behind: &str) -> bool {
    let next = behind.split_whitespace().next().unwrap_or_default();
    let words = [
        "the", "all", "those", "these", "its", "their", "our", "them", "a", "an",
    ];
    words.contains(&next.to_lowercase().as_str())
}

/// A fraction with few parts that a proportion equals at whole per cent.
fn near_fraction(part: Decimal) -> Option<String> {
    let percent = round_to(part.checked_mul(Decimal::ONE_HUNDRED)?, Decimal::ONE);
    FRACTIONS
        .iter()
        .filter(|row| row.parts <= 10)
        .flat_map(|row| (1..row.parts).map(move |count| (count, row.parts)))
        .filter(|(count, parts)| (2..=*count).all(|by| count % by != 0 || parts % by != 0))
        .find(|(count, parts)| {
            let hundredths = Decimal::from(count * 100) / Decimal::from(*parts);
            round_to(hundredths, Decimal::ONE) == percent
        })
        .and_then(|(count, parts)| fraction(count, parts))
}

fn multiples(claim: &Claim, said: &Times, quantity: &Quantity) -> Vec<Attempt> {
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
fn count_of(times: Decimal, step: Decimal, like: &str) -> String {
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

fn ranges(claim: &Claim, said: &Range, quantity: &Quantity, unit: bool) -> Vec<Attempt> {
    let scale = said.scale.map_or(Decimal::ONE, |scale| scale.factor);
    let part = claim.unit.as_ref().filter(|_| !unit);
    let part = part.map_or(Decimal::ONE, |unit| unit.factor);
    let value = sized(claim, quantity);
    let rounded = round_to(value, said.step);
    let amount = (rounded.abs() / scale / part).normalize();
    let minus = if rounded.is_sign_negative() && !amount.is_zero() {
        "−"
    } else {
        ""
    };
    let text = format!(
        "{minus}{}{}",
        symbol(claim, quantity, unit),
        written(amount, digits(amount.scale()))
    );
    let mut edits = vec![Edit::replace(claim, said.place, text)];
    if unit {
        unit_edits(claim, said.place, said.scale, quantity, &mut edits);
    }
    edits.extend(unhedged(claim));
    vec![Attempt::plain(edits)]
}

/// Writes the true place in an order, from the nearer end where the words name one.
fn rank_edits(claim: &Claim, said: &Rank, quantity: &Quantity) -> Vec<Edit> {
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

/// The number of the data in the place of an amount of another kind, with hedge and unit.
fn other_kind(claim: &Claim, quantity: &Quantity) -> Edit {
    let (mut start, mut end) = range(claim, claim.said.place());
    let places = [
        claim.hedge.map(|hedge| hedge.place),
        claim.unit.as_ref().map(|unit| unit.place),
        claim.denominator.map(|denominator| denominator.place),
        claim.way.map(|way| way.place),
    ];
    for place in places.into_iter().flatten() {
        let (first, last) = range(claim, place);
        start = start.min(first);
        end = end.max(last);
    }
    // The whole of the words, where they are about something else altogether.
    let whole = matches!(claim.said, Said::Times(_) | Said::Rank(_)) || end > claim.words;
    if whole {
        (start, end) = (0, claim.text.len());
    }
    Edit {
        start,
        end,
        text: last_resort(quantity),
    }
}

fn bare(claim: &Claim, quantity: &Quantity) -> String {
    let value = sized(claim, quantity);
    number::plain(short(value), None)
}

/// The value in few digits.
fn short(value: Decimal) -> Decimal {
    let places = (1..=20).find(|places| !round_to(value, Decimal::new(1, *places)).is_zero());
    let places = if value.scale() > 4 {
        places.unwrap_or(0).max(1)
    } else {
        value.scale()
    };
    round_to(value, Decimal::new(1, places)).normalize()
}

/// The value by itself, with its unit.
pub(super) fn last_resort(quantity: &Quantity) -> String {
    let value = quantity.value;
    match (&quantity.unit, quantity.nature) {
        (_, Nature::Rank { from_below: 1, .. }) => "lowest".to_string(),
        (_, Nature::Rank { .. }) if value == Decimal::ONE => "highest".to_string(),
        (_, Nature::Rank { .. }) => format!("{} highest", ordinal_in_words(value)),
        (Some(Unit::Percent), _) => format!("{} per cent", number::plain(short(value), None)),
        (Some(Unit::PercentagePoints), _) => {
            format!("{} percentage points", number::plain(short(value), None))
        }
        (unit, _) => number::with_sign(short(value), None, unit.as_ref()),
    }
}
