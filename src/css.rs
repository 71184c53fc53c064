//! What a style sheet asks for: every address in it that a browser would fetch.
//!
//! Style is read token by token as browsers do: comments passed over, escapes undone (`u\72l(` is
//! `url(`), so that no way of writing hides an address.

use std::borrow::Cow;
use std::ops::Range;

/// An address in a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Where it is written, quotation marks left out.
    pub(crate) range: Range<usize>,
    /// The address, escapes undone; of a value that comes from elsewhere, its function: `var(`.
    pub(crate) value: String,
}

/// Functions whose text is an address.
const FETCHING: &[&str] = &["url", "src", "image", "image-set", "-webkit-image-set"];
/// Functions that bring in a value from elsewhere.
const BRINGING: &[&str] = &["var", "env", "attr", "if"];

/// Every address that a style sheet, or the value of a property, would have fetched.
pub(crate) fn addresses(text: &str) -> Vec<Address> {
    let mut reader = Reader {
        text,
        at: 0,
        open: Vec::new(),
        import: false,
        found: Vec::new(),
    };
    while reader.at < text.len() {
        reader.token();
    }
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Open brackets, with the names of functions.
    open: Vec<Cow<'t, str>>,
    /// Whether an `@import` has begun and not ended.
    import: bool,
    found: Vec<Address>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// The next byte. Letters beyond ASCII are parts of names and strings, which are read as a whole.
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn token(&mut self) {
        let Some(byte) = self.peek() else { return };
        match byte {
            b'/' if self.rest().starts_with("/*") => {
                let end = self.rest()[2..].find("*/");
                self.at = end.map_or(self.text.len(), |end| self.at + end + 4);
            }
            b'"' | b'\'' => self.string(byte),
            b'@' => {
                self.at += 1;
                self.import |= self.name().eq_ignore_ascii_case("import");
            }
            b'(' | b'[' | b'{' => self.open_bracket(byte),
            b')' | b']' | b'}' => {
                self.at += 1;
                self.open.pop();
            }
            b';' => {
                self.at += 1;
                self.import = false;
            }
            byte if begins_name(byte) => self.word(),
            _ => self.at += 1,
        }
    }

    fn open_bracket(&mut self, bracket: u8) {
        self.at += 1;
        self.import &= bracket != b'{';
        self.open.push(Cow::Borrowed(""));
    }

    /// A word, or a function up to its bracket; `url(` without quotation marks as a whole.
    fn word(&mut self) {
        let start = self.at;
        let mut name = self.name();
        if self.peek() != Some(b'(') {
            return;
        }
        self.at += 1;
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            name.to_mut().make_ascii_lowercase();
        }
        if BRINGING.contains(&&*name) && self.fetches() {
            let value = format!("{name}(");
            self.found.push(Address {
                range: start..self.at,
                value,
            });
        }
        if name == "url" {
            let blank = self.rest().len() - self.rest().trim_start().len();
            if !self.rest()[blank..].starts_with(['"', '\'']) {
                self.at += blank;
                return self.bare_address();
            }
        }
        self.open.push(name);
    }

    /// Whether text here would be fetched.
    fn fetches(&self) -> bool {
        match self.open.last() {
            Some(function) => FETCHING.contains(&&**function),
            None => self.import,
        }
    }

    /// The rest of `url(…)` without quotation marks.
    fn bare_address(&mut self) {
        let start = self.at;
        let value = self.until(|byte| byte == b')');
        let written = self.text[start..self.at].trim_end().len();
        self.found.push(Address {
            range: start..start + written,
            value: value.trim_end().to_string(),
        });
        self.at = (self.at + 1).min(self.text.len());
    }

    fn string(&mut self, quote: u8) {
        self.at += 1;
        let start = self.at;
        let value = self.until(|byte| byte == quote || byte == b'\n');
        if self.fetches() {
            self.found.push(Address {
                range: start..self.at,
                value: value.into_owned(),
            });
        }
        self.at = (self.at + 1).min(self.text.len());
    }

    fn name(&mut self) -> Cow<'t, str> {
        self.until(|byte| !begins_name(byte) && !byte.is_ascii_digit())
    }

    /// Reads up to a byte that ends it, escapes undone. No letter beyond ASCII ends anything.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> Cow<'t, str> {
        let mut value = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            let end = rest.bytes().position(|byte| byte == b'\\' || ends(byte));
            let plain = &rest[..end.unwrap_or(rest.len())];
            value += plain;
            self.at += plain.len();
            if self.peek() != Some(b'\\') {
                return value;
            }
            if let Some(letter) = self.escape() {
                value.to_mut().push(letter);
            }
        }
    }

    /// The letter that an escape stands for; none for an escaped line end.
    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let rest = self.rest();
        let digits = rest
            .bytes()
            .take(6)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        if digits == 0 {
            let letter = rest.chars().next()?;
            self.at += letter.len_utf8();
            return (letter != '\n').then_some(letter);
        }
        let code = u32::from_str_radix(&rest[..digits], 16).unwrap_or(0);
        let blank = usize::from(rest[digits..].starts_with([' ', '\t', '\n']));
        self.at += digits + blank;
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b'\\') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        let found = addresses(text).into_iter();
        found.map(|address| address.value).collect()
    }

    #[test]
    fn every_way_to_name_an_address_is_found() {
        for text in [
            "a{b:url(x)}",
            "a{b:URL( x )}",
            "a{b:u\\72l(x)}",
            "a{b:\\75 rl(x)}",
            "a{b:url('x')}",
            "a{b:url(\n\"x\" )}",
            "a{b:url(\\78)}",
            "@import 'x';",
            "@im\\port \"x\";",
            "@import/**/url(x);",
            "a{b:image-set('x' 1x)}",
            "a{b:-webkit-image-set(url(x) 1x)}",
            "a{b:image-set('x' type('image/png'))}",
            "a{b:src('x')}",
            "a{c:'/*';b:url(x)/*'*/}",
            "a{c:'\\'';b:url(x)}",
            "url(x",
        ] {
            assert_eq!(values(text), ["x"], "{text}");
        }
        assert_eq!(values("a{b:image-set(var(--c) 1x)}"), ["var("]);
    }

    #[test]
    fn what_is_only_text_is_none() {
        for text in [
            "/* url(x) */",
            "a{content:'url(x)'}",
            "a::before{content:\"x\"}",
            "@charset 'utf-8';",
            "@layer x; a{b:'x'}",
            "a{color:var(--c)}",
            "a{font:curl(x)}",
            "@namespace 'http://www.w3.org/2000/svg';",
            "",
            "\\",
            "'",
        ] {
            assert_eq!(values(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn an_address_is_found_where_it_is_written() {
        for (text, written) in [("a{b:url( fonts/x )}", "fonts/x"), ("@import 'y'", "y")] {
            assert_eq!(&text[addresses(text)[0].range.clone()], written);
        }
    }
}
