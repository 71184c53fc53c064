//! What is joined to the words of a link from outside and changes their number: `[52](…),000`,
//! `−[52](…)`, `1[52](…)`. Words further off are the author's own.

use crate::claim::{Place, Reason, Side, Unreadable};

/// Finds what is joined to a number from outside. `before` is the end of the text before the link,
/// `after` the text behind it.
///
/// # Errors
/// When something there makes another number of what the words say.
pub fn joined(before: &str, words: &str, after: &str) -> Result<(), Unreadable> {
    let found = joined_before(before, words)
        .or_else(|| joined_after(words, after))
        .map(str::to_string);
    match found {
        None => Ok(()),
        Some(found) => Err(Unreadable {
            place: Place {
                side: Side::Words,
                start: 0,
                end: words.len(),
            },
            reason: Reason::Outside(found),
        }),
    }
}

fn joined_before<'t>(before: &'t str, words: &str) -> Option<&'t str> {
    let last = before.chars().next_back()?;
    let rest = &before[..before.len() - last.len_utf8()];
    let ahead = rest.chars().next_back();
    let begins_with_a_number = words
        .chars()
        .next()
        .is_some_and(|first| first.is_numeric() || "£€$".contains(first));
    let changes = match last {
        letter if letter.is_alphanumeric() => true,
        '.' | ',' | '/' | ':' => ahead.is_some_and(|ahead| ahead.is_numeric()),
        '£' | '€' | '$' => begins_with_a_number,
        '−' | '-' | '\u{2010}' | '\u{2011}' => {
            begins_with_a_number || ahead.is_some_and(char::is_alphanumeric)
        }
        // Dashes part clauses too, also without spaces.
        '–' | '—' => {
            ahead.is_some_and(char::is_numeric)
                || begins_with_a_number
                    && ahead.is_none_or(|ahead| ahead.is_whitespace() || ahead == '(')
        }
        _ => false,
    };
    if changes {
        return Some(&before[rest.len()..]);
    }
    let word = before.trim_end().rsplit(char::is_whitespace).next();
    let word = word.unwrap_or_default();
    (before.len() > before.trim_end().len()
        && matches!(word.to_lowercase().as_str(), "minus" | "negative"))
    .then_some(word)
}

fn joined_after<'t>(words: &str, after: &'t str) -> Option<&'t str> {
    let mut letters = after.chars();
    let (first, second) = (letters.next()?, letters.next());
    let ends_with_a_number = words.chars().next_back().is_some_and(char::is_numeric);
    let digit = second.is_some_and(|second| second.is_numeric());
    let changes = match first {
        '.' | ',' | '/' | ':' | '\u{2044}' => ends_with_a_number && digit,
        first => ends_with_a_number && first.is_numeric(),
    };
    if changes {
        let length = first.len_utf8() + second.map_or(0, char::len_utf8);
        return Some(&after[..length]);
    }
    let percent = words.ends_with('%') || words.ends_with("cent");
    let point = after.trim_start();
    let is_point = point.starts_with("point") && point.len() < after.len();
    (percent && is_point).then(|| &point[..point.find(char::is_whitespace).unwrap_or(point.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_another_number_is_refused() {
        for (before, words, after) in [
            ("", "52", ",000 per cent"),
            ("It is 1", "52 per cent", ""),
            ("It is 0.", "52 per cent", ""),
            ("It is 1,0", "52", " per cent"),
            ("It is −", "52 per cent", ""),
            ("It is (-", "52 per cent", ""),
            ("It is –", "£5", ""),
            ("from 20–", "52 per cent", ""),
            ("It is £", "52", ""),
            ("It is minus ", "52 per cent", ""),
            ("", "52", ".5 jobs"),
            ("", "52", "½ jobs"),
            ("", "1", "/2"),
            ("", "52 per cent", " points"),
            ("", "52%", " points."),
            ("x", "52", ""),
        ] {
            assert!(
                joined(before, words, after).is_err(),
                "{before}[{words}]{after}"
            );
        }
    }

    #[test]
    fn what_ends_a_sentence_or_parts_words_is_let_pass() {
        for (before, words, after) in [
            ("", "52", ", and"),
            ("", "52", "."),
            ("It is (", "52 per cent", ")"),
            ("areas—", "52 per cent", ""),
            ("areas – ", "52 per cent", ""),
            ("“", "52", "”"),
            ("It is ", "52", " jobs: 3"),
            ("Over 16, ", "52", " did"),
            ("", "52 per cent", " of points"),
            ("the minus sign ", "52", ""),
        ] {
            assert!(
                joined(before, words, after).is_ok(),
                "{before}[{words}]{after}"
            );
        }
    }

    #[test]
    fn no_text_makes_it_stumble() {
        for before in [
            "",
            "é",
            "£",
            "−",
            "–",
            " ",
            "a\u{202f}b ",
            "\u{a0}b\u{2009}",
        ] {
            for after in ["", "é", "½", "%", ".", "point"] {
                let _ = joined(before, "", after);
                let _ = joined(before, "£", after);
            }
        }
    }
}
