//! Changes told by both ends: of what `rises from 6.2 to 6.1 per cent` one word is wrong, though each
//! number may be true. A warning, in prose and in the words of figures: the verb may be about
//! something else.

use rust_decimal::Decimal;

use crate::bytes::Search;
use crate::check::lines::{found_in_lines, sentence_around};
use crate::claim::{self, Found, Said, Way};
use crate::diag::{Diagnostic, code};
use crate::model::{Line, Site};

/// How many words may stand between a verb and its `from`, or between one change and the next.
const WORDS_BETWEEN: usize = 6;
/// How many words may stand between the two numbers: `13.2 per cent in the most deprived tenth to`.
const WORDS_INSIDE: usize = 10;

/// The beginnings of verbs and nouns that say which way a change goes.
#[rustfmt::skip]
const STEMS: &[(&str, Way)] = &[
    ("rise", Way::Up), ("rose", Way::Up), ("rising", Way::Up), ("increas", Way::Up),
    ("grow", Way::Up), ("grew", Way::Up), ("climb", Way::Up), ("jump", Way::Up), ("up", Way::Up),
    ("widen", Way::Up), ("fall", Way::Down), ("fell", Way::Down), ("decreas", Way::Down),
    ("declin", Way::Down), ("drop", Way::Down), ("shrink", Way::Down), ("shrank", Way::Down),
    ("narrow", Way::Down), ("down", Way::Down), ("reduc", Way::Down),
];

/// The words that lead to the two numbers of a change.
static FROM: Search<4> = Search::of(&["from"]);
static TO: Search<3> = Search::of(&[" to"]);

/// The letters that stems begin with, the first bit for `a`: most words begin with none of them.
const FIRST_LETTERS: u32 = {
    let mut letters = 0;
    let mut at = 0;
    while at < STEMS.len() {
        letters |= 1 << (STEMS[at].0.as_bytes()[0] - b'a');
        at += 1;
    }
    letters
};

/// Words after which two numbers are the ends of something else than a change.
const OTHER: &[&str] = &[
    "age", "aged", "ages", "range", "ranges", "ranged", "ranging", "run", "runs", "ran",
];

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    found_in_lines(site, of_a_line)
}

fn of_a_line(line: Line<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    // Most lines tell no change by both ends, which is known soonest so.
    if !line.words.contains("from ") {
        return faults;
    }
    // The end of the last sentence that was looked at.
    let mut past = 0;
    for from in FROM.each(line.words) {
        if from < past || !line.words.as_bytes()[from..].starts_with(b"from ") {
            continue;
        }
        let (start, end) = sentence_around(line.words, past, from);
        past = end;
        let sentence = &line.words[start..end];
        if !may_tell_a_change(sentence, from - start) {
            continue;
        }
        for wrong in changes(sentence).into_iter().filter(Change::is_wrong) {
            let Some(span) = line.span(start + wrong.start, start + wrong.end) else {
                continue;
            };
            let said = &sentence[wrong.start..wrong.end];
            let (goes, verb) = match wrong.way {
                Way::Up => ("down", "rise"),
                Way::Down => ("up", "fall"),
            };
            let message = format!("`{said}` goes {goes}, and is told as a {verb}");
            let fault = Diagnostic::warning(&code::CLAIM_DIRECTION, span, message);
            faults.push(fault.help("put the verb right, or change the two numbers round"));
        }
    }
    faults
}

/// Whether a sentence has the words of a change and one of the verbs, told without reading its
/// numbers. Its first `from ` stands at the byte `from`.
fn may_tell_a_change(sentence: &str, from: usize) -> bool {
    if !sentence[from..].contains(" to") {
        return false;
    }
    let Some(last) = leading(&FROM, b"from", sentence).last() else {
        return false;
    };
    // The verb stands before one of them.
    leading(&TO, b" to", sentence).next().is_some()
        && words(&sentence[..last]).any(|word| way(word).is_some())
        && !rises_plainly(&sentence.to_ascii_lowercase())
}

/// Where a sentence has a word, in any case, behind which a number may stand.
fn leading<'s, const N: usize>(
    search: &'static Search<N>,
    word: &'static [u8; N],
    sentence: &'s str,
) -> impl Iterator<Item = usize> + 's {
    search.each(sentence).filter(move |at| {
        let end = at + N;
        sentence.as_bytes()[*at..end].eq_ignore_ascii_case(word)
            && number_may_follow(&sentence[end..])
    })
}

/// Whether all that a sentence tells is a rise to a larger number, both of a few digits, as `widened from 8
/// to 17 percentage points` does: whatever scale follows, it is told the right way.
fn rises_plainly(lower: &str) -> bool {
    let mut changes = lower.match_indices("from ");
    let (Some((at, from)), None) = (changes.next(), changes.next()) else {
        return false;
    };
    let (lead, rest) = lower.split_at(at + from.len());
    let Some((low, rest)) = few_digits(rest) else {
        return false;
    };
    let high = rest.strip_prefix(" to ").and_then(few_digits);
    let larger = high.is_some_and(|(high, rest)| {
        // Neither the first digits of a longer number nor what has a unit or scale joined to it.
        let ends = rest.is_empty() || rest.starts_with([' ', '.', ';']);
        ends && !rest[1.min(rest.len())..].starts_with(|letter: char| letter.is_ascii_digit())
            && low <= high
    });
    larger && way_of(lead, None) == Some(Way::Up)
}

/// A number of at most nine digits that a text begins with, and what follows them.
fn few_digits(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text[..digits].parse().ok()?;
    (digits < 10).then_some((number, &text[digits..]))
}

/// Whether a number may stand behind a word: not where the word goes on, nor before a word that begins
/// none.
fn number_may_follow(rest: &str) -> bool {
    const NONE: [&str; 8] = [
        "the", "this", "that", "these", "those", "their", "its", "which",
    ];
    let next = rest.trim_start();
    let word = next.split(|letter: char| !letter.is_alphabetic()).next();
    let is_none = |word: &str| NONE.iter().any(|none| none.eq_ignore_ascii_case(word));
    let begins_none = word.is_some_and(is_none);
    !rest.starts_with(char::is_alphabetic) && !next.is_empty() && !begins_none
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Which way a word says that a change goes.
fn way(word: &str) -> Option<Way> {
    let first = word.bytes().next()?.to_ascii_lowercase();
    if !first.is_ascii_lowercase() || FIRST_LETTERS >> (first - b'a') & 1 == 0 {
        return None;
    }
    let begins = |stem: &str| {
        let start = word.get(..stem.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(stem))
    };
    let mut near = STEMS.iter();
    let stem = near.find(|(stem, _)| match *stem {
        stem if stem.as_bytes()[0] != first => false,
        "up" | "down" => word.eq_ignore_ascii_case(stem),
        stem => begins(stem),
    });
    stem.map(|(_, way)| *way)
}

/// A change told by its two ends.
struct Change {
    start: usize,
    end: usize,
    way: Way,
    from: Decimal,
    to: Decimal,
}

impl Change {
    fn is_wrong(&self) -> bool {
        match self.way {
            Way::Up => self.to < self.from,
            Way::Down => self.to > self.from,
        }
    }
}

/// The changes of a sentence that say which way they go; one without a verb goes as the one before it.
fn changes(sentence: &str) -> Vec<Change> {
    let numbers: Vec<End> = claim::numbers(sentence)
        .iter()
        .filter_map(End::of)
        .collect();
    let mut found: Vec<Change> = Vec::new();
    let mut past = 0;
    for (at, from) in numbers.iter().enumerate() {
        let Some(lead) = sentence.get(past..from.start) else {
            continue;
        };
        let lead_end = lead.trim_end();
        let word = lead_end.get(lead_end.len().saturating_sub("from".len())..);
        if !word.is_some_and(|word| word.eq_ignore_ascii_case("from")) {
            continue;
        }
        // A year may stand between: `from 12 in 2014 to 11`.
        let ends = |to: &&End| {
            let between = sentence.get(from.end..to.start).unwrap_or_default();
            between.trim_end().ends_with(" to")
                && !between.contains([',', ';', ':'])
                && !between.contains("from")
                && between.split_whitespace().count() <= WORDS_INSIDE
        };
        let Some(to) = numbers[at + 1..].iter().take(2).find(ends) else {
            continue;
        };
        let last = found.last().map(|change| change.way);
        past = to.end;
        if let Some(way) = way_of(lead, last)
            && !(from.may_be_year && to.may_be_year)
        {
            found.push(Change {
                start: from.start,
                end: to.end,
                way,
                from: from.value,
                to: to.value,
            });
        }
    }
    found
}

/// Which way a change goes by the words in front of it; `last` is the way of the one before.
fn way_of(lead: &str, last: Option<Way>) -> Option<Way> {
    let mut back = words(lead).rev();
    let mut found = None;
    // The first of them is `from`.
    for word in back.by_ref().take(WORDS_BETWEEN + 1) {
        if is_other(word) {
            return None;
        }
        found = found.or_else(|| way(word));
    }
    found.or_else(|| last.filter(|_| back.next().is_none()))
}

/// Whether a word is one of [`OTHER`], which all begin with one of two letters.
fn is_other(word: &str) -> bool {
    word.starts_with(['a', 'A', 'r', 'R'])
        && OTHER.iter().any(|other| other.eq_ignore_ascii_case(word))
}

/// A number at one end of a change.
struct End {
    start: usize,
    end: usize,
    value: Decimal,
    may_be_year: bool,
}

impl End {
    fn of(found: &Found) -> Option<End> {
        let Said::Number(number) = &found.claim.said else {
            return None;
        };
        let years = Decimal::from(1800)..Decimal::from(2200);
        Some(End {
            start: found.start,
            end: found.start + number.place.end,
            value: number.value,
            may_be_year: years.contains(&number.value) && number.value.is_integer(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(sentence: &str) -> Vec<&str> {
        let wrong = changes(sentence).into_iter().filter(Change::is_wrong);
        wrong
            .map(|change| &sentence[change.start..change.end])
            .collect()
    }

    #[test]
    fn a_change_told_the_wrong_way_is_found() {
        for (sentence, found) in [
            ("The rate rises from 6.2 to 6.1 per cent.", "6.2 to 6.1"),
            (
                "It fell from 6.1 per cent to 6.2 per cent.",
                "6.1 per cent to 6.2",
            ),
            (
                "A rise from £2.5 million to £2.4 million",
                "£2.5 million to £2.4",
            ),
            ("Up from 12 in 2014 to 11 in 2025", "12 in 2014 to 11"),
            ("It grew slowly from 7.3 to 6.9 million homes", "7.3 to 6.9"),
            (
                "Diabetes falls from 5.8 per cent in the least deprived tenth to 8.5",
                "5.8 per cent in the least deprived tenth to 8.5",
            ),
            ("London rises from 1 to 2, England from 4 to 3", "4 to 3"),
            (
                "The gap narrowed from 9 points to 12 points",
                "9 points to 12",
            ),
            ("from 3 down from 2 to 4", "2 to 4"),
        ] {
            assert_eq!(wrong(sentence), [found], "{sentence}");
        }
    }

    #[test]
    fn sentences_that_cannot_tell_a_change_are_not_read() {
        for (sentence, may) in [
            ("The gap widened from £4 to £23.", true),
            ("It rose from £2 to £3", true),
            ("It rose from a third to half", true),
            ("It rose from the example towns fund to 3", false),
            ("Rising numbers from 3 example towns", false),
            ("It rose from 3 to the top", false),
            ("It went from 3 to 4", false),
            (
                "It widened from 8 to 17 percentage points, most of the fall after 2015",
                false,
            ),
            ("It rose from 8 to 17.", false),
            ("It rose from 17 to 8", true),
            ("It rose from 8 to 17,5", true),
            ("It rose from 8 to 17 5", true),
            ("It rose from 8 to 17.5", true),
            ("It rose from 8 to 17p", true),
            ("It rose from 8.5 to 17", true),
            ("It rose from 8 to 17, then from 17 to 8", true),
            ("It fell from 17 to 8", true),
            ("It fell from 8 to 17", true),
        ] {
            let from = sentence.find("from ");
            let found = from.is_some_and(|from| may_tell_a_change(sentence, from));
            assert_eq!(found, may, "{sentence}");
        }
    }

    #[test]
    fn what_goes_as_it_is_told_or_is_no_change_is_let_be() {
        for sentence in [
            "The rate rises from 6.1 to 6.2 per cent.",
            "It fell from 9.9 per cent in March to 6.2 per cent in May.",
            "It fell from 2019 to 2022.",
            "It ranged from 9 to 5.",
            "Rates fell most for people aged from 50 to 64.",
            "The rise is seen in London, and in the north east of England values go from 9 to 5.",
            "It rose by 3, from 5 to 8, and fell from 8 to 2",
            "It rose to 8 from 5",
            "from to from",
            "",
        ] {
            assert_eq!(wrong(sentence), Vec::<&str>::new(), "{sentence}");
        }
    }
}
