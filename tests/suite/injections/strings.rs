//! The strings that are tried.

use std::fs;

use crate::markup::skeleton;
use crate::support::repository;

/// A string that was made to be taken for something else than text.
pub(super) struct Injection {
    /// The string.
    pub(super) text: String,
    /// The words of it that are left to read where it is Markdown, when that is not all of them.
    shown: Option<String>,
}

impl Injection {
    /// What the text may look like in a page, as skeletons: as it is, with its references read, and
    /// as Markdown.
    pub(super) fn skeletons(&self) -> Vec<String> {
        let mut texts = vec![self.text.clone(), referred(&self.text)];
        texts.extend(self.shown.clone());
        texts.iter().map(|text| skeleton(text)).collect()
    }
}

/// All strings, in the order of the file. Lines that begin with `## ` are headings; `\u{…}` stands
/// for a character, and what follows ` ⟹ ` is what a reader of the string as Markdown sees. After them come
/// some that are too long to stand there.
pub(super) fn all() -> Vec<Injection> {
    let path = repository().join("tests/security/strings.txt");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("## "));
    let listed = lines.map(|line| {
        let (text, shown) = match line.split_once(" ⟹ ") {
            Some((text, shown)) => (text, Some(shown.to_string())),
            None => (line, None),
        };
        Injection {
            text: unescaped(text),
            shown,
        }
    });
    let long = [("<script>canary(1)</script>", 1_000), ("x", 20_000)];
    let long = long.map(|(text, times)| Injection {
        text: text.repeat(times),
        shown: None,
    });
    listed.chain(long).collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (digits, after) = after.split_once('}').expect("an escape ends");
        let code = u32::from_str_radix(digits, 16).expect("an escape is a number");
        out.push_str(before);
        out.push(char::from_u32(code).expect("an escape is a character"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text whose references stand for letters, as far as the strings have any.
fn referred(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let read = after.split_once(';').and_then(|(name, after)| {
            let letter = match name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "colon" => ':',
                "Tab" | "NewLine" => ' ',
                _ => {
                    let digits = name.strip_prefix('#')?;
                    let code = match digits.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                        None => digits.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((letter, after))
        });
        let (letter, after) = read.unwrap_or(('&', after));
        out.push(letter);
        rest = after;
    }
    out + rest
}
