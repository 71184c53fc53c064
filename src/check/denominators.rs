//! Two rates in one sentence that are counted for different numbers: readers compare what they read
//! side by side, and `50 per 200` beside `88 per 100` misleads them. A warning whether or not the
//! numbers are bound: each may be true.

use crate::check::lines::{found_in_lines, parts_sentences, sentence_around};
use crate::claim::{self, Found, Opener};
use crate::diag::{Diagnostic, code};
use crate::model::{Line, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    found_in_lines(site, of_a_line)
}

fn of_a_line(line: Line<'_>) -> Vec<Diagnostic> {
    let words = line.words;
    let mut faults = Vec::new();
    // What the first rate of a sentence is counted for, and where the last of it stands. Most sentences
    // have none, and are not looked for.
    let (mut first, mut last) = (None, 0);
    // The end of the last sentence that was read.
    let mut past = 0;
    for (at, number) in claim::denominators(words) {
        if at < past {
            continue;
        }
        let same = first.filter(|_| !parts_sentences(&words[last..at]));
        last = at;
        match same {
            None => first = Some(number),
            Some(first) if claim::is_same_number(first, number) => {}
            Some(_) => {
                let (start, end) = sentence_around(words, past, at);
                faults.extend(of_a_sentence(line, start, &words[start..end]));
                (first, past) = (None, end);
            }
        }
    }
    faults
}

fn of_a_sentence(line: Line<'_>, start: usize, sentence: &str) -> Option<Diagnostic> {
    let rates: Vec<Found> = claim::scan(sentence)
        .into_iter()
        .filter(|found| per(found).is_some())
        .collect();
    let first = rates.first()?;
    let other = rates.iter().find(|rate| per(rate) != per(first))?;
    let place = |found: &Found| line.span(start + found.start, start + found.end);
    let said = |found: &Found| sentence[found.start..found.end].to_string();
    Some(
        Diagnostic::warning(
            &code::MIXED_DENOMINATORS,
            place(other)?,
            format!(
                "one sentence compares `{}` with `{}`",
                said(first),
                said(other)
            ),
        )
        .other(place(first)?, "the other")
        .help("give both for the same number, or part them into two sentences"),
    )
}

/// For each how many a rate is counted. A proportion such as `one in five` is none: its second
/// number is part of what it says.
fn per(found: &Found) -> Option<rust_decimal::Decimal> {
    let denominator = found.claim.denominator.as_ref()?;
    (denominator.opener == Opener::Each).then_some(denominator.per)
}
