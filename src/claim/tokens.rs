//! Text into tokens: words, numbers in digits and single signs, each with its place.

use std::borrow::Cow;

use crate::claim::{Place, Side};
use crate::model::Bound;

/// A word, a number in digits, or a sign.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// Which of the three.
    pub(super) kind: TokenKind,
    /// Its characters, in lower case.
    pub(super) lower: Cow<'a, str>,
    /// Its characters as written.
    pub(super) text: &'a str,
    /// Where it stands.
    pub(super) place: Place,
    /// Whether nothing parts it from the token before, also across the end of the link.
    pub(super) glued: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, with apostrophes inside.
    Word,
    /// Digits, with points, commas and no-break spaces inside.
    Digits,
    /// Any other character.
    Sign,
}

/// The tokens of the words and of the beginning of the text after them.
pub(super) fn tokens<'a>(words: &'a str, after: &'a str) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    let gap = tokenise(words, Side::Words, false, &mut tokens);
    tokenise(Bound::beginning_of(after), Side::After, !gap, &mut tokens);
    tokens
}

/// Adds the tokens of one text; gives whether it ends in a space.
fn tokenise<'a>(text: &'a str, side: Side, glued: bool, tokens: &mut Vec<Token<'a>>) -> bool {
    let mut glued = glued && !tokens.is_empty();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            glued = false;
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (kind, length) = if first.is_ascii_digit() || starts_with_point(rest, glued) {
            (TokenKind::Digits, digits_length(rest))
        } else if first.is_alphabetic() {
            (TokenKind::Word, word_length(rest))
        } else {
            (TokenKind::Sign, first.len_utf8())
        };
        let piece = &rest[..length];
        tokens.push(Token {
            kind,
            lower: lower(piece),
            text: piece,
            place: Place {
                side,
                start: at,
                end: at + length,
            },
            glued,
        });
        glued = true;
        at += length;
    }
    !glued
}

/// A text in lower case; most are so as they stand.
fn lower(text: &str) -> Cow<'_, str> {
    let is_lower = |byte: &u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    match text.as_bytes().iter().all(is_lower) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.to_lowercase()),
    }
}

/// Whether a number begins with its decimal point: `.5`, but not the end of a sentence.
fn starts_with_point(rest: &str, glued: bool) -> bool {
    let mut characters = rest.chars();
    !glued
        && characters.next() == Some('.')
        && characters.next().is_some_and(|next| next.is_ascii_digit())
}

fn word_length(rest: &str) -> usize {
    let mut length = 0;
    for (at, character) in rest.char_indices() {
        let inside = matches!(character, '\'' | '’')
            && rest[at + character.len_utf8()..].starts_with(char::is_alphabetic);
        // Marks that combine with the letter before belong to it.
        let mark = matches!(character, '\u{300}'..='\u{36f}');
        if !character.is_alphabetic() && !inside && !mark {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

/// The spaces that part thousands without letting a line break there.
pub(super) fn parts_thousands(character: char) -> bool {
    matches!(character, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn digits_length(rest: &str) -> usize {
    let mut length = 0;
    for (at, character) in rest.char_indices() {
        let next = &rest[at + character.len_utf8()..];
        let belongs = character.is_ascii_digit()
            || matches!(character, '.' | ',')
                && next.starts_with(|next: char| next.is_ascii_digit())
            || parts_thousands(character) && leading_digits(next) == 3;
        if !belongs {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether `at` is a hyphen that joins the tokens around it.
pub(super) fn joins(tokens: &[Token], at: usize) -> bool {
    let Some(hyphen) = tokens.get(at) else {
        return false;
    };
    matches!(hyphen.text, "-" | "\u{2010}" | "\u{2011}")
        && hyphen.glued
        && tokens.get(at + 1).is_some_and(|next| next.glued)
}

/// Where the token after a phrase stands, when the phrase stands at `at`; hyphens that join its
/// words do not matter. A phrase lies in one text, never across the end of a link.
#[inline]
pub(super) fn phrase(tokens: &[Token], at: usize, phrase: &str) -> Option<usize> {
    let first = tokens.get(at)?;
    // Most phrases of a table fall here, before anything is called.
    let letter = |text: &str| text.as_bytes().first().copied();
    (letter(phrase) == letter(&first.lower))
        .then(|| whole_phrase(tokens, at, phrase))
        .flatten()
}

fn whole_phrase(tokens: &[Token], at: usize, phrase: &str) -> Option<usize> {
    let first = tokens.get(at)?;
    if !phrase.starts_with(&*first.lower) {
        return None;
    }
    let side = first.place.side;
    let mut at = at;
    for (count, part) in phrase.split(' ').enumerate() {
        if count > 0 && joins(tokens, at) {
            at += 1;
        }
        let token = tokens.get(at)?;
        if token.lower != part || token.place.side != side {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The row of a table whose phrase stands at `at`, the longest where several do, and where the
/// token after it stands.
pub(super) fn row<'a, R>(
    tokens: &[Token],
    at: usize,
    table: &'a [R],
    words: impl Fn(&R) -> &'static str,
) -> Option<(&'a R, usize)> {
    table
        .iter()
        .filter_map(|row| Some((row, phrase(tokens, at, words(row))?)))
        .max_by_key(|(_, end)| *end)
}

/// The place from the first token to the last that stands in the same text.
pub(super) fn span(tokens: &[Token]) -> Place {
    let first = tokens[0].place;
    let same = tokens
        .iter()
        .take_while(|token| token.place.side == first.side);
    Place {
        end: same.last().map_or(first.end, |last| last.place.end),
        ..first
    }
}
