//! The words and signs of an expression, each with its place in the text.

use std::ops::Range;

use rust_decimal::Decimal;

/// A word or sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// Digits, with or without a fraction.
    Number(Decimal),
    /// Text in quotation marks.
    Text(String),
    /// A bare word: a column, a function, `and`.
    Word(String),
    /// A column in backticks.
    Quoted(String),
    /// A sign.
    Sign(&'static str),
}

/// What cannot be a word or sign, and what to do.
#[derive(Debug)]
pub(super) struct Unknown {
    /// Its place in the text.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: &'static str,
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "!=", "<>", "<=", ">=", "==", "=", "<", ">", "+", "-", "\u{2212}", "*", "\u{d7}", "/",
    "\u{f7}", "(", ")", ",",
];

/// Divides a text into words and signs.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Unknown> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let (token, length) = match letter {
            '"' | '\'' | '\u{201c}' | '\u{2018}' => enclosed(rest, at)?,
            '`' => {
                let (token, length) = enclosed(rest, at)?;
                let Token::Text(name) = token else {
                    unreachable!("what is enclosed is text")
                };
                (Token::Quoted(name.trim().to_string()), length)
            }
            letter if letter.is_ascii_digit() => number(rest, at)?,
            letter if letter.is_alphabetic() || letter == '_' => {
                let length = rest
                    .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                    .unwrap_or(rest.len());
                (Token::Word(rest[..length].to_string()), length)
            }
            _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Token::Sign(sign), sign.len()),
                None => return Err(stray(letter, at)),
            },
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn stray(letter: char, at: usize) -> Unknown {
    let help = match letter {
        '%' => {
            "put a column such as `Rate (%)` in backticks; a share in per cent is \
             `100 * part / whole`"
        }
        '&' | '|' => "write `and` or `or`; texts are put together with `concat(a, b)`",
        '^' => "write a power as a product: `x * x`",
        '[' | '{' => "put a column whose name is more than one word in backticks",
        _ => {
            "signs are `+ - * / ( ) , = != < <= > >=`; put a column whose name is more than one \
             word in backticks, and text in quotation marks"
        }
    };
    Unknown {
        range: at..at + letter.len_utf8(),
        message: format!("`{letter}` means nothing in an expression"),
        help,
    }
}

/// Text up to the mark that closes it.
fn enclosed(rest: &str, at: usize) -> Result<(Token, usize), Unknown> {
    let open = rest.chars().next().unwrap_or('"');
    let close = match open {
        '\u{201c}' => '\u{201d}',
        '\u{2018}' => '\u{2019}',
        open => open,
    };
    let inner = &rest[open.len_utf8()..];
    match inner.find(close) {
        Some(end) => Ok((
            Token::Text(inner[..end].to_string()),
            open.len_utf8() + end + close.len_utf8(),
        )),
        None => Err(Unknown {
            range: at..at + open.len_utf8(),
            message: "this quotation mark is never closed".to_string(),
            help: "put the same mark at the end of the text",
        }),
    }
}

fn number(rest: &str, at: usize) -> Result<(Token, usize), Unknown> {
    let length = rest
        .find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '.' | '_'))
        .unwrap_or(rest.len());
    let digits = &rest[..length];
    let well = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && !digits.ends_with('.');
    match Decimal::from_str_exact(digits) {
        Ok(number) if well => Ok((Token::Number(number), length)),
        _ if well && digits.matches('.').count() < 2 => Err(Unknown {
            range: at..at + length,
            message: format!("`{digits}` has more digits than can be kept exactly"),
            help: "write at most 28 digits",
        }),
        _ => Err(Unknown {
            range: at..at + length,
            message: format!("`{digits}` is neither a number nor a name"),
            help: "write digits alone, such as `1000` or `0.25`; a column whose name begins with \
                   a digit stands in backticks",
        }),
    }
}
