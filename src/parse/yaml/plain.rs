//! The YAML that most files hold, read in one pass.
//!
//! Maps and lists by indentation, lists and maps in brackets on one line, and words in double quotes
//! or none. It gives the very tree that the parser of all of YAML would give, and gives up at the first thing
//! that it does not know to be the same there: that parser then reads the whole text, and says
//! what is wrong with it. Rows of data are most of what a site has of YAML, so that this is worth its while.

use std::borrow::Cow;

use super::{Entry, Kind, LARGE_MAP, Node, Scalar};
use crate::parse::passage::Passage;
use crate::source::Span;

/// The deepest nesting that is read here.
const DEEPEST: usize = 16;

/// Reads a document; none where it holds anything beyond the common.
pub(super) fn parse<'t>(passage: &'t Passage<'_>) -> Option<Node<'t>> {
    let text = passage.text.as_ref();
    if !is_common(text) {
        return None;
    }
    let mut reader = Reader {
        passage,
        text,
        at: 0,
        indent: 0,
        depth: 0,
    };
    if !reader.next_line()? || reader.indent != 0 {
        return None;
    }
    let node = reader.map(0)?;
    // What is left stands further in than it may.
    (reader.at == text.len()).then_some(node)
}

/// Whether every letter is one that means nothing beyond itself to YAML, or is known here.
fn is_common(text: &str) -> bool {
    let odd = |byte: u8| byte < b' ' && byte != b'\n' || byte == 0x7f;
    // All bytes are looked at, so that many are in one step.
    let (odd, long) = text.bytes().fold((false, false), |(found, long), byte| {
        (found | odd(byte), long | (byte >= 0x80))
    });
    let known = |letter: char| {
        letter.is_ascii()
            || letter.is_alphanumeric()
            || matches!(letter, '£' | '€' | '\u{2010}'..='\u{2027}')
    };
    !odd && (!long || text.chars().all(known))
}

struct Reader<'p> {
    passage: &'p Passage<'p>,
    text: &'p str,
    /// Where the next thing begins: at the first letter of a line while blocks are read.
    at: usize,
    /// How far in the line stands.
    indent: usize,
    depth: usize,
}

impl<'p> Reader<'p> {
    fn bytes(&self) -> &'p [u8] {
        self.text.as_bytes()
    }

    fn byte(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    /// Goes from the beginning of a line to the first letter of the next that holds anything; false at
    /// the end.
    fn next_line(&mut self) -> Option<bool> {
        loop {
            let start = self.at;
            while self.byte() == Some(b' ') {
                self.at += 1;
            }
            self.indent = self.at - start;
            match self.byte() {
                None => return Some(false),
                Some(b'\n') => self.at += 1,
                Some(b'#') => self.end_line_anyway(),
                Some(b'-' | b'.') if self.indent == 0 => {
                    let rest = &self.text[self.at..];
                    let marks = rest.starts_with("---") || rest.starts_with("...");
                    return (!marks).then_some(true);
                }
                Some(_) => return Some(true),
            }
        }
    }

    fn end_line_anyway(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }

    /// Passes the end of a line on which nothing else may stand.
    fn end_line(&mut self) -> Option<()> {
        self.spaces();
        match self.byte() {
            None => Some(()),
            Some(b'\n') => {
                self.at += 1;
                Some(())
            }
            Some(_) => None,
        }
    }

    fn spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    fn is_item(&self) -> bool {
        self.byte() == Some(b'-') && self.bytes().get(self.at + 1) == Some(&b' ')
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.depth += 1;
        let read = (self.depth <= DEEPEST).then(|| read(self))?;
        self.depth -= 1;
        read
    }

    /// A map whose keys stand `indent` in, from its first key on.
    fn map(&mut self, indent: usize) -> Option<Node<'p>> {
        let start = self.at;
        let mut entries: Vec<Entry<'p>> = Vec::with_capacity(8);
        loop {
            let (key, key_span) = self.key()?;
            // The other parser has an index for the keys of a large map.
            if entries.len() == LARGE_MAP || entries.iter().any(|entry| entry.key == key) {
                return None;
            }
            let value = self.value(indent)?;
            entries.push(Entry {
                key,
                key_span,
                value,
            });
            if self.at == self.text.len() || self.indent < indent {
                break;
            }
            // An item at the place of a key ends the map where the list around it goes on.
            if self.indent > indent || self.is_item() {
                return None;
            }
        }
        Some(self.collection(start, Kind::Map(entries)))
    }

    /// A list whose dashes stand `indent` in, from its first dash on. It begins at `start`, or with
    /// its first item.
    fn list(&mut self, indent: usize, start: Option<usize>) -> Option<Node<'p>> {
        let (mut items, mut first) = (Vec::new(), None);
        loop {
            self.at += 1;
            let dash = self.at;
            self.spaces();
            first = first.or(Some(self.at));
            let inner = indent + 1 + self.at - dash;
            let item = match self.byte()? {
                b'-' if self.is_item() => return None,
                b'\n' => return None,
                b'{' | b'[' => self.flow_value()?,
                _ if self.is_key() => {
                    let item = self.deeper(|reader| reader.map(inner))?;
                    items.push(item);
                    if self.goes_on(indent)? {
                        continue;
                    }
                    break;
                }
                _ => self.scalar(false)?,
            };
            items.push(item);
            self.end_line()?;
            self.next_line()?;
            if !self.goes_on(indent)? {
                break;
            }
        }
        Some(self.collection(start.or(first)?, Kind::List(items)))
    }

    /// Whether another item of a list comes; none where something stands that is part of neither.
    fn goes_on(&self, indent: usize) -> Option<bool> {
        if self.at == self.text.len() || self.indent < indent {
            return Some(false);
        }
        if self.indent > indent {
            return None;
        }
        Some(self.is_item())
    }

    /// The value of a key that stands `indent` in; then the next line has begun.
    fn value(&mut self, indent: usize) -> Option<Node<'p>> {
        self.spaces();
        match self.byte()? {
            b'\n' => {
                self.at += 1;
                if !self.next_line()? {
                    return None;
                }
                let inner = self.indent;
                if self.is_item() && inner >= indent {
                    // As far in as the key, a list counts from what it lists.
                    let start = (inner > indent).then_some(self.at);
                    return self.deeper(|reader| reader.list(inner, start));
                }
                if inner > indent && self.is_key() {
                    return self.deeper(|reader| reader.map(inner));
                }
                None
            }
            b'{' | b'[' => {
                let node = self.flow_value()?;
                self.end_line()?;
                self.next_line()?;
                Some(node)
            }
            _ => {
                let node = self.scalar(false)?;
                self.end_line()?;
                self.next_line()?;
                // Words may go on on a line that stands further in.
                (self.at == self.text.len() || self.indent <= indent).then_some(node)
            }
        }
    }

    /// Whether a key begins here.
    fn is_key(&self) -> bool {
        let rest = &self.bytes()[self.at..];
        match rest.first() {
            Some(b'"') => {
                let close = rest[1..]
                    .iter()
                    .position(|byte| matches!(byte, b'"' | b'\n'));
                close.is_some_and(|at| rest[at + 1] == b'"' && rest.get(at + 2) == Some(&b':'))
            }
            _ => rest
                .iter()
                .position(|byte| matches!(byte, b':' | b'\n' | b'"' | b'{' | b'['))
                .is_some_and(|at| rest[at] == b':' && ends_key(rest.get(at + 1))),
        }
    }

    /// A key with its colon.
    fn key(&mut self) -> Option<(Cow<'p, str>, Span)> {
        let start = self.at;
        let text = if self.byte()? == b'"' {
            self.quoted()?
        } else {
            let rest = &self.bytes()[start..];
            let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            let length = rest.iter().take_while(|byte| letter(byte)).count();
            if length == 0 || rest[0] == b'-' {
                return None;
            }
            self.at += length;
            &self.text[start..self.at]
        };
        // A key that says nothing is printed as it stands.
        if is_null(text) {
            return None;
        }
        let span = self.passage.span(start, self.at);
        if self.byte()? != b':' || !ends_key(self.bytes().get(self.at + 1)) {
            return None;
        }
        self.at += 1;
        Some((Cow::Borrowed(text), span))
    }

    /// What stands between double quotes; the place is then behind them.
    fn quoted(&mut self) -> Option<&'p str> {
        let start = self.at + 1;
        let rest = &self.bytes()[start..];
        let length = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))?;
        self.at = start + length + 1;
        (rest[length] == b'"').then(|| &self.text[start..start + length])
    }

    /// Words in quotes or none; `flow` says whether brackets and commas end them.
    fn scalar(&mut self, flow: bool) -> Option<Node<'p>> {
        let start = self.at;
        let (text, quoted) = match self.byte()? {
            b'"' => (self.quoted()?, true),
            _ => (self.bare(flow)?, false),
        };
        let span = self.passage.span(start, self.at);
        let kind = match !quoted && is_null(text) {
            true => Kind::Null,
            false => Kind::Scalar(Scalar {
                text: Cow::Borrowed(text),
            }),
        };
        Some(Node { span, kind })
    }

    /// Words without quotes; the place is then behind their last letter.
    fn bare(&mut self, flow: bool) -> Option<&'p str> {
        let rest = &self.bytes()[self.at..];
        let first = *rest.first()?;
        let is_word_after = || rest.get(1).is_some_and(u8::is_ascii_alphanumeric);
        let begins_with_hyphen = first == b'-' && is_word_after();
        if !(first.is_ascii_alphanumeric() || first >= 0x80 || first == b'/' || begins_with_hyphen)
        {
            return None;
        }
        let mut end = rest.len();
        for (at, byte) in rest.iter().enumerate() {
            match byte {
                b'\n' => {
                    end = at;
                    break;
                }
                b',' | b'}' | b']' if flow => {
                    end = at;
                    break;
                }
                b'{' | b'[' | b'?' | b'"' | b'\'' if flow => return None,
                // A colon at the end of a word would make it a key.
                b':' if flow || ends_key(rest.get(at + 1)) => return None,
                b'#' if rest[at - 1] == b' ' => return None,
                _ => {}
            }
        }
        let text = self.text[self.at..self.at + end].trim_end_matches(' ');
        self.at += text.len();
        Some(text)
    }

    /// A list or map in brackets.
    fn flow_value(&mut self) -> Option<Node<'p>> {
        match self.byte()? {
            b'{' => self.deeper(Self::flow_map),
            b'[' => self.deeper(Self::flow_list),
            _ => self.scalar(true),
        }
    }

    fn flow_map(&mut self) -> Option<Node<'p>> {
        let start = self.at;
        self.at += 1;
        let mut entries: Vec<Entry<'p>> = Vec::with_capacity(6);
        loop {
            self.spaces();
            let (key, key_span) = self.key()?;
            // Without a space the colon belongs to the word.
            let taken = entries.len() == LARGE_MAP || entries.iter().any(|entry| entry.key == key);
            if self.byte()? != b' ' || taken {
                return None;
            }
            self.spaces();
            let value = self.flow_value()?;
            entries.push(Entry {
                key,
                key_span,
                value,
            });
            if !self.next_in_brackets(b'}')? {
                break;
            }
        }
        Some(self.brackets(start, Kind::Map(entries)))
    }

    fn flow_list(&mut self) -> Option<Node<'p>> {
        let start = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.spaces();
        if self.byte()? == b']' {
            self.at += 1;
            return Some(self.brackets(start, Kind::List(items)));
        }
        loop {
            self.spaces();
            items.push(self.flow_value()?);
            if !self.next_in_brackets(b']')? {
                break;
            }
        }
        Some(self.brackets(start, Kind::List(items)))
    }

    /// Passes a comma or the closing bracket; gives whether it was a comma.
    fn next_in_brackets(&mut self, close: u8) -> Option<bool> {
        self.spaces();
        let byte = self.byte()?;
        self.at += 1;
        match byte {
            b',' => Some(true),
            byte if byte == close => Some(false),
            _ => None,
        }
    }

    /// The place of a list or map by indentation.
    fn collection(&self, start: usize, kind: Kind<'p>) -> Node<'p> {
        self.spanned(start, start, kind)
    }

    /// The place of a list or map in brackets.
    fn brackets(&self, start: usize, kind: Kind<'p>) -> Node<'p> {
        self.spanned(start, start + 1, kind)
    }

    fn spanned(&self, start: usize, end: usize, kind: Kind<'p>) -> Node<'p> {
        let span = self.passage.span(start, end);
        let last = match &kind {
            Kind::List(items) => items.last().map(|last| last.span.end),
            Kind::Map(entries) => entries.last().map(|last| last.value.span.end),
            Kind::Null | Kind::Scalar(_) => None,
        };
        let end = last.map_or(span.end, |end| end.max(span.end));
        Node {
            span: Span { end, ..span },
            kind,
        }
    }
}

/// Whether what follows a colon makes the word before it a key.
fn ends_key(next: Option<&u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\n'))
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceId;

    fn both(text: &str) -> (Option<Node<'static>>, Option<Node<'static>>) {
        let passage = Passage::straight(text, text, SourceId(0), 0);
        let mut faults = Vec::new();
        let whole = super::super::parse_all(&passage, &mut faults);
        let plain = parse(&passage).map(Node::into_owned);
        (
            plain,
            whole.filter(|_| faults.is_empty()).map(Node::into_owned),
        )
    }

    /// What is read in one pass has to be what the parser of all of YAML reads.
    fn agrees(text: &str) -> bool {
        let (plain, whole) = both(text);
        if plain.is_some() {
            assert_eq!(format!("{plain:?}"), format!("{whole:?}"), "{text:?}");
        }
        plain.is_some()
    }

    /// Whatever pieces of YAML come behind each other.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            "b: ",
            "c: d",
            "\n",
            "\n",
            "\n",
            "\n  ",
            "\n  ",
            "\n    ",
            "\n- ",
            "\n  - ",
            " ",
            "  ",
            "- ",
            "-",
            ":",
            "#",
            " # x",
            ",",
            ", ",
            "{",
            "}",
            "[",
            "]",
            "{e: f}",
            "[g, h]",
            "\"",
            "\"i\"",
            "'",
            "null",
            "~",
            "1.5",
            "-2",
            "é",
            "|",
            ">",
            "&",
            "*",
            "!",
            "?",
            "...",
            "---",
            "j:\n",
            "k:\n  l: m",
            "/",
            "<<",
        ]);
        prop::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn whatever_is_read_in_one_pass_all_of_yaml_reads_so(text in pieces()) {
            agrees(&text);
        }

        #[test]
        fn a_dataset_with_a_letter_changed_is_read_so_too(at in 0..DATASET.len(), piece in pieces()) {
            let text = format!("{}{piece}{}", &DATASET[..at], &DATASET[at + 1..]);
            agrees(&text);
        }
    }

    const DATASET: &str = "title: \"Jobs: 1\"\nsource: {name: \"Example, 2023\"}\nprimary_key: area\n\
        fields:\n  - {name: area, type: string}\n  - {name: value, decimals: 1}\n\
        rows:\n  - area: \"West\"\n    value: 5.6\n  - area: East\n    value: 7\n";

    #[test]
    fn what_datasets_hold_is_read_as_all_of_yaml_reads_it() {
        for text in [
            "title: Jobs\nrows:\n  - area: \"Westmere\"\n    value: 57.6\n  - area: Y\n    value: -3\n",
            "a: {b: c, d: \"e: f\", g: [1, 2, x y]}\nh: []\n",
            "a:\n- b\n- c: d\n  e: f\n\n# words\ng: http://x.org/y#z  \n",
            "\"a b\": null\nc:\n  d:\n    - [x]\n    - {y: null}\n  e: f",
            "a: -b\nc: [-d, -1]\ne:\n  - -f\n",
            "a: Ynys Môn\nb: ‘x’\nc: \"\"\n",
            DATASET,
        ] {
            assert!(agrees(text), "{text:?}");
        }
    }
}
