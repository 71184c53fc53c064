//! The order in which people put names: numbers in them by size.
//!
//! `2` stands before `10`, `1 - most deprived` before `2` and before `10 - least deprived`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

/// Compares two texts. Those that begin with a number go by its size and before other text; after
/// that, runs of digits go by size and letters by the alphabet, case aside.
pub fn compare(left: &str, right: &str) -> Ordering {
    let ((one, one_rest), (other, other_rest)) = (leading(left), leading(right));
    // `None` would be the least.
    let order = other.is_some().cmp(&one.is_some());
    order
        .then_with(|| one.cmp(&other))
        .then_with(|| Runs(one_rest).cmp(Runs(other_rest)))
        .then_with(|| left.cmp(right))
}

/// The number that a text begins with, and what follows: `1,200 - most`.
fn leading(text: &str) -> (Option<Decimal>, &str) {
    let text = text.trim_start();
    let unsigned = text.trim_start_matches(['-', '+', crate::number::MINUS]);
    if !unsigned.starts_with(|letter: char| letter.is_ascii_digit()) {
        return (None, text);
    }
    let bytes = unsigned.as_bytes();
    let digits_from = |at: usize| {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit());
        digits.count()
    };
    let mut end = digits_from(0);
    while bytes.get(end) == Some(&b',') && digits_from(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits_from(end + 1);
        end += if fraction > 0 { 1 + fraction } else { 0 };
    }
    let number: Option<Decimal> = unsigned[..end].replace(',', "").parse().ok();
    let negative = matches!(text.chars().next(), Some('-' | crate::number::MINUS));
    match number {
        Some(number) if negative => (Some(-number), &unsigned[end..]),
        Some(number) => (Some(number), &unsigned[end..]),
        None => (None, text),
    }
}

/// A text in runs of digits and single letters.
struct Runs<'t>(&'t str);

#[derive(PartialEq, Eq)]
enum Run<'t> {
    /// Digits without leading zeros.
    Digits(&'t str),
    Letter(char),
}

impl<'t> Iterator for Runs<'t> {
    type Item = Run<'t>;

    fn next(&mut self) -> Option<Run<'t>> {
        let letter = self.0.chars().next()?;
        if !letter.is_ascii_digit() {
            self.0 = &self.0[letter.len_utf8()..];
            return Some(Run::Letter(letter.to_lowercase().next().unwrap_or(letter)));
        }
        let end = self
            .0
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(Run::Digits(digits.trim_start_matches('0')))
    }
}

impl Ord for Run<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            // Of two numbers the longer is the larger.
            (Run::Digits(one), Run::Digits(other)) => {
                one.len().cmp(&other.len()).then_with(|| one.cmp(other))
            }
            (Run::Letter(one), Run::Letter(other)) => one.cmp(other),
            (Run::Digits(_), Run::Letter(letter)) => '0'.cmp(letter),
            (Run::Letter(letter), Run::Digits(_)) => letter.cmp(&'0'),
        }
    }
}

impl PartialOrd for Run<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sorted(mut names: Vec<&str>) -> Vec<&str> {
        names.sort_by(|left, right| compare(left, right));
        names
    }

    #[test]
    fn text_that_looks_like_numbers_goes_by_size() {
        assert_eq!(
            sorted(vec!["10", "Wales", "2", "1", "−3", "1,200", "1.5"]),
            ["−3", "1", "1.5", "2", "10", "1,200", "Wales"]
        );
    }

    #[test]
    fn numbers_before_words_go_by_size() {
        let deciles = ["1 - most deprived", "2", "9", "10 - least deprived"];
        let mut turned = deciles.to_vec();
        turned.reverse();
        assert_eq!(sorted(turned), deciles);
        assert_eq!(
            sorted(vec!["Year 10", "year 2", "Q1"]),
            ["Q1", "year 2", "Year 10"]
        );
    }

    proptest! {
        #[test]
        fn it_is_an_order(names in proptest::collection::vec("[-0-9a bB,.é]{0,6}", 3)) {
            let [a, b, c] = [&names[0], &names[1], &names[2]];
            prop_assert_eq!(compare(a, b), compare(b, a).reverse());
            if compare(a, b) != Ordering::Greater && compare(b, c) != Ordering::Greater {
                prop_assert_ne!(compare(a, c), Ordering::Greater);
            }
        }
    }
}
