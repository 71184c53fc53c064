//! JSON with places: a cursor over the text, from which readers take what they expect.
//!
//! Large files of coordinates are read without a tree in between. Every fault is a [`Fault`] with
//! its place, and reading a file ends at its first one; nesting is bounded, and nothing recurses.

use crate::diag::{Code, Diagnostic, code};
use crate::source::{SourceId, Span};

/// How deep objects and lists may be nested.
const DEEPEST: usize = 64;

/// Why a file cannot be read on, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    code: &'static Code,
    at: usize,
    message: String,
    help: String,
}

impl Fault {
    /// A fault of what a file holds.
    pub(crate) fn new(code: &'static Code, at: usize, message: String, help: &str) -> Fault {
        Fault {
            code,
            at,
            message,
            help: help.to_string(),
        }
    }

    /// The fault as a diagnostic of a file.
    pub(crate) fn in_file(self, source: SourceId) -> Diagnostic {
        let span = Span::new(source, self.at, self.at);
        Diagnostic::error(self.code, span, self.message).help(self.help)
    }
}

/// What kind of value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    List,
    Text,
    Number,
    Word,
}

impl Kind {
    /// The kind in words.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Kind::Object => "an object",
            Kind::List => "a list",
            Kind::Text => "a text",
            Kind::Number => "a number",
            Kind::Word => "true, false or null",
        }
    }
}

/// What reading gives.
pub(crate) type Read<T> = Result<T, Fault>;

/// A place in a JSON text.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// The beginning of a text, a byte order mark passed over.
    pub(crate) fn new(text: &'t str) -> Cursor<'t> {
        let at = text.len() - text.trim_start_matches('\u{feff}').len();
        Cursor { text, at }
    }

    /// The same text at a byte that was noted before.
    pub(crate) fn moved_to(&self, at: usize) -> Cursor<'t> {
        Cursor {
            text: self.text,
            at,
        }
    }

    /// The byte at which the next value begins.
    pub(crate) fn here(&mut self) -> usize {
        self.space();
        self.at
    }

    fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn peek(&mut self) -> Option<u8> {
        self.space();
        self.rest().first().copied()
    }

    fn space(&mut self) {
        let blank = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().iter().take_while(blank).count();
    }

    fn fault<T>(&self, message: impl Into<String>) -> Read<T> {
        let at = self.at.min(self.text.len());
        let help = "export the file again from where it comes; a text editor easily breaks it";
        Err(Fault::new(&code::JSON_SYNTAX, at, message.into(), help))
    }

    fn unexpected<T>(&mut self, wanted: &str) -> Read<T> {
        self.space();
        let found = match self.text[self.at..].chars().next() {
            None => "the file ends".to_string(),
            Some(letter) => format!("`{letter}` stands"),
        };
        self.fault(format!("{found} where {wanted} is expected"))
    }

    fn expect(&mut self, byte: u8, wanted: &str) -> Read<()> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        self.unexpected(wanted)
    }

    /// What kind of value comes next.
    pub(crate) fn kind(&mut self) -> Read<Kind> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b'"') => Ok(Kind::Text),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f' | b'n') => Ok(Kind::Word),
            _ => self.unexpected("a value"),
        }
    }

    /// Reads an object: `member` is given each name and the cursor at its value, and takes the
    /// value.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&str, &mut Cursor<'t>) -> Read<()>,
    ) -> Read<()> {
        self.expect(b'{', "`{`")?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.unexpected("a name in quotes");
            }
            let name = self.text()?;
            self.expect(b':', "`:`")?;
            member(&name, self)?;
            if !self.another(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads a list: `item` is given the cursor at each value and takes it.
    pub(crate) fn list(&mut self, mut item: impl FnMut(&mut Cursor<'t>) -> Read<()>) -> Read<()> {
        self.expect(b'[', "`[`")?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self)?;
            if !self.another(b']')? {
                return Ok(());
            }
        }
    }

    /// Whether a comma follows; otherwise the end has to.
    fn another(&mut self, end: u8) -> Read<bool> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            _ if end == b'}' => self.unexpected("`,` or `}`"),
            _ => self.unexpected("`,` or `]`"),
        }
    }

    /// Reads a text.
    pub(crate) fn text(&mut self) -> Read<String> {
        let start = self.here();
        self.pass_text()?;
        let quoted = &self.text[start..self.at];
        serde_json::from_str(quoted).or_else(|_| {
            self.at = start;
            self.fault("this text holds a character or an escape that JSON does not know")
        })
    }

    fn pass_text(&mut self) -> Read<()> {
        self.expect(b'"', "`\"`")?;
        loop {
            match self.rest() {
                [b'"', ..] => {
                    self.at += 1;
                    return Ok(());
                }
                [b'\\', _, ..] => self.at += 2,
                [b'\n' | b'\r', ..] => return self.fault("the line ends inside a text"),
                [_, ..] => self.at += 1,
                [] => return self.fault("the file ends inside a text"),
            }
        }
    }

    /// Reads a number. One beyond what can be held becomes infinite.
    pub(crate) fn number(&mut self) -> Read<f64> {
        let start = self.here();
        self.pass_number()?;
        match self.text[start..self.at].parse() {
            Ok(number) => Ok(number),
            Err(_) => self.unexpected("a number"),
        }
    }

    fn pass_number(&mut self) -> Read<()> {
        let start = self.here();
        let digits = |cursor: &mut Cursor<'t>| {
            let count = cursor.rest().iter().take_while(|it| it.is_ascii_digit());
            let count = count.count();
            cursor.at += count;
            count > 0
        };
        if self.rest().first() == Some(&b'-') {
            self.at += 1;
        }
        let mut whole = digits(self);
        if self.rest().first() == Some(&b'.') {
            self.at += 1;
            whole &= digits(self);
        }
        if let Some(b'e' | b'E') = self.rest().first() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.rest().first() {
                self.at += 1;
            }
            whole &= digits(self);
        }
        if whole {
            return Ok(());
        }
        self.at = start;
        self.unexpected("a number")
    }

    fn pass_word(&mut self) -> Read<()> {
        for word in ["true", "false", "null"] {
            if self.rest().starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(());
            }
        }
        self.unexpected("a value")
    }

    /// Reads a text, a number or a truth value as text; none for `null`, for objects and lists,
    /// which are passed over.
    pub(crate) fn scalar(&mut self) -> Read<Option<String>> {
        let start = self.here();
        match self.kind()? {
            Kind::Text => return Ok(Some(self.text()?)),
            Kind::Object | Kind::List => {
                self.skip()?;
                return Ok(None);
            }
            Kind::Number => self.pass_number()?,
            Kind::Word => self.pass_word()?,
        }
        let word = &self.text[start..self.at];
        Ok((word != "null").then(|| word.to_string()))
    }

    /// Passes over a value, whatever it is.
    pub(crate) fn skip(&mut self) -> Read<()> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            match self.kind()? {
                Kind::Text => self.pass_text()?,
                Kind::Number => self.pass_number()?,
                Kind::Word => self.pass_word()?,
                kind => {
                    let (end, first) = match kind {
                        Kind::Object => (b'}', true),
                        _ => (b']', false),
                    };
                    if open.len() == DEEPEST {
                        return self.fault(format!("this is nested more than {DEEPEST} deep"));
                    }
                    self.at += 1;
                    if self.peek() == Some(end) {
                        self.at += 1;
                    } else {
                        open.push(end);
                        if first {
                            self.pass_name()?;
                        }
                        continue;
                    }
                }
            }
            // A value has ended: so may what holds it.
            loop {
                let Some(end) = open.last().copied() else {
                    return Ok(());
                };
                if self.another(end)? {
                    if end == b'}' {
                        self.pass_name()?;
                    }
                    break;
                }
                open.pop();
            }
        }
    }

    fn pass_name(&mut self) -> Read<()> {
        if self.peek() != Some(b'"') {
            return self.unexpected("a name in quotes");
        }
        self.pass_text()?;
        self.expect(b':', "`:`")
    }

    /// Checks that nothing follows.
    pub(crate) fn end(&mut self) -> Read<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.unexpected("the end of the file"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> (usize, String) {
        let mut cursor = Cursor::new(text);
        let found = cursor.skip().and_then(|()| cursor.end()).unwrap_err();
        (found.at, found.message)
    }

    #[test]
    fn a_fault_is_told_at_its_place() {
        assert_eq!(
            fault("{\"a\": [1, 2,]}"),
            (12, "`]` stands where a value is expected".to_string())
        );
        assert_eq!(
            fault("[1, NaN]"),
            (4, "`N` stands where a value is expected".to_string())
        );
        assert_eq!(
            fault("{\"a\": 1"),
            (7, "the file ends where `,` or `}` is expected".to_string())
        );
        assert_eq!(fault("[1] 2").0, 4);
        assert_eq!(fault("[-]").0, 1);
        assert_eq!(fault("\"open").1, "the file ends inside a text");
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(
            fault(&deep),
            (64, "this is nested more than 64 deep".to_string())
        );
    }

    #[test]
    fn members_are_read_in_their_order_with_escapes_undone() {
        let mut found = Vec::new();
        let mut cursor =
            Cursor::new("\u{feff} {\"a\\u0301\": \"\\\"x\", \"b\": -1.5e1, \"c\": null}");
        let read = cursor.object(|name, value| {
            found.push((name.to_string(), value.scalar()?));
            Ok(())
        });
        assert_eq!(read, Ok(()));
        let expected = [
            ("a\u{301}", Some("\"x")),
            ("b", Some("-1.5e1")),
            ("c", None),
        ];
        let expected = expected.map(|(name, value)| (name.into(), value.map(Into::into)));
        assert_eq!(found, expected);
    }
}
