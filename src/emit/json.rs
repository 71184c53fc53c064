//! JSON that a person can read, written from its beginning to its end. Data files are thousands of short
//! members, which need no tree of values in between.

use rust_decimal::Decimal;

use crate::number::write_published;

/// As many spaces as members of files stand in.
const SPACES: &str = "                ";

/// A file being written: two spaces for each step, a member or item to a line. A member is its key and then
/// its value, an item is begun by [`Json::item`].
pub(super) struct Json {
    text: String,
    depth: usize,
    /// Whether the innermost map or list holds something yet.
    filled: bool,
}

/// A key as it is written.
pub(super) struct Key(String);

impl Key {
    /// The key of a name.
    pub(super) fn new(name: &str) -> Key {
        let mut key = String::with_capacity(name.len() + 4);
        quote(name, &mut key);
        key.push_str(": ");
        Key(key)
    }
}

impl Json {
    /// A file that is a map, with a line end; `room` is about how many bytes it will have.
    pub(super) fn file(room: usize, fill: impl FnOnce(&mut Json)) -> String {
        let mut json = Json {
            text: String::with_capacity(room),
            depth: 0,
            filled: false,
        };
        json.map(fill);
        json.text.push('\n');
        json.text
    }

    /// Begins a member.
    pub(super) fn key(&mut self, name: &str) -> &mut Json {
        self.item();
        quote(name, &mut self.text);
        self.text.push_str(": ");
        self
    }

    /// Begins a member whose key many maps have.
    pub(super) fn known_key(&mut self, key: &Key) -> &mut Json {
        self.item();
        self.text.push_str(&key.0);
        self
    }

    /// Begins an item of a list.
    pub(super) fn item(&mut self) -> &mut Json {
        if self.filled {
            self.text.push(',');
        }
        self.filled = true;
        self.line();
        self
    }

    /// A map.
    pub(super) fn map(&mut self, fill: impl FnOnce(&mut Json)) {
        self.group(['{', '}'], fill);
    }

    /// A list.
    pub(super) fn list(&mut self, fill: impl FnOnce(&mut Json)) {
        self.group(['[', ']'], fill);
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        quote(text, &mut self.text);
    }

    /// A text, or that there is none.
    pub(super) fn maybe_text(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    /// A number with its published digits.
    pub(super) fn number(&mut self, number: Decimal) {
        write_published(number, &mut self.text);
    }

    /// True or false.
    pub(super) fn boolean(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// No value.
    pub(super) fn null(&mut self) {
        self.text.push_str("null");
    }

    fn group(&mut self, [open, close]: [char; 2], fill: impl FnOnce(&mut Json)) {
        self.text.push(open);
        self.depth += 1;
        self.filled = false;
        fill(self);
        self.depth -= 1;
        if self.filled {
            self.line();
        }
        self.text.push(close);
        self.filled = true;
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&SPACES[..self.depth * 2]);
    }
}

/// Writes a text as a JSON string.
fn quote(text: &str, out: &mut String) {
    let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    if text.bytes().all(is_plain) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&serde_json::to_string(text).expect("a text is JSON"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_laid_out_as_serde_json_does() {
        let written = Json::file(0, |json| {
            json.key("a \"b\"\n").text("é \\ \u{1}");
            json.known_key(&Key::new("none")).maybe_text(None);
            json.key("empty").map(|_| {});
            json.key("list").list(|json| {
                json.item().number("-12.50".parse().expect("a number"));
                json.item().list(|_| {});
                json.item().map(|json| json.key("inner").boolean(true));
            });
        });
        let read: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
        let again = serde_json::to_string_pretty(&read).expect("a tree of values");
        assert_eq!(written, again + "\n");
    }
}
