//! YAML 1.2 as a tree whose every value and key keeps its place.
//!
//! In: a passage of text. Out: [`Node`]s, or the one fault that keeps it from being YAML. The
//! whole text is parsed before anything looks at its meaning, so that a bad indent is reported
//! as such and not as a missing key. Scalars stay text: whether `2020` is a year or a title is
//! for the reader of the key to say ([`crate::parse::fields`]), so no value is ever changed by
//! a guess (`no` stays `no`, `010` stays `010`, and every digit of a number is kept).

mod plain;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::diag::{Diagnostic, code};
use crate::parse::control;
use crate::parse::passage::Passage;
use crate::source::Span;

/// The deepest nesting that is read; anything real stays below ten.
const DEEPEST: usize = 64;
/// What the parser says of a colon where no key can be.
const COLON: &str = "mapping values are not allowed";
/// What the parser says of a tab in most places.
const TABS: &str = "tabs disallowed";
const CURLY: &str = "curly quotation marks, as Word writes them, are no quotes to YAML: write straight ones, \
                     as in `title: \"Skills: what next\"`";
/// What the parser says (a part of it), what that means to somebody who writes content, and what
/// to do.
const EXPLAINED: &[(&str, &str, &str)] = &[
    (
        COLON,
        "a colon cannot stand here",
        "put text that holds a colon and a space in quotes: `title: \"Skills: what next\"`; \
         otherwise look whether this line is as far in as the lines around it",
    ),
    (
        TABS,
        "a tab stands where spaces belong",
        "replace the tab by spaces, as many as on the lines around it",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above it",
        "begin it exactly as far in as the lines it belongs with; look also for a quote or bracket \
         too many on the line above",
    ),
    (
        "a second document begins here",
        "a second document begins here, and a file holds one",
        "put what comes after `---` into a file of its own, or remove that line",
    ),
    (
        "did not find expected ','",
        "a bracket that was opened before is not closed",
        "close it with `}` or `]` on its line, and put a comma between two items",
    ),
    (
        "unclosed bracket",
        "this bracket is never closed",
        "close it with `}` or `]`, or put text that begins with a bracket in quotes",
    ),
    (
        "unclosed quote",
        "this quotation mark is never closed",
        "put the second quotation mark at the end of the text",
    ),
    (
        "recursion limit",
        "lists and maps are nested too deeply",
        "write it with fewer brackets inside brackets",
    ),
    (
        "nested too deeply",
        "lists and maps are nested too deeply",
        "write it with fewer brackets inside brackets",
    ),
    (
        "aliases add too many",
        "aliases (`*name`) add too many values",
        "write the values out where they belong",
    ),
    (
        "anchors hold too many",
        "anchors (`&name`) stand before too many values",
        "put anchors only where an alias (`*name`) uses them",
    ),
];
const LOOK_AROUND: &str = "check the indentation (spaces, never tabs), quotes and brackets at this \
                           place and on the line above; text that holds `: ` or begins with a mark \
                           needs quotes";
/// How many values aliases may add in one file: a bound on "billion laughs". A long text counts as
/// several.
const MOST_ALIASED: usize = 50_000;
/// How many values the anchors of one file may stand before, counted as [`MOST_ALIASED`] are and again
/// for each anchor around them: what an anchor stands before is kept.
const MOST_ANCHORED: usize = 1_000_000;
/// From how many entries on the keys of a map are looked up in an index.
const LARGE_MAP: usize = 64;

/// A value and its place. Words stay in the text they are read from, wherever they stand there as they are.
#[derive(Debug, Clone)]
pub(crate) struct Node<'t> {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: Kind<'t>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Kind<'t> {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// A scalar as text.
    Scalar(Scalar<'t>),
    /// A list.
    List(Vec<Node<'t>>),
    /// A map, in the order written.
    Map(Vec<Entry<'t>>),
}

/// A scalar.
#[derive(Debug, Clone)]
pub(crate) struct Scalar<'t> {
    /// Its text, escapes resolved.
    pub(crate) text: Cow<'t, str>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'t> {
    /// The key.
    pub(crate) key: Cow<'t, str>,
    /// Its place.
    pub(crate) key_span: Span,
    /// The value.
    pub(crate) value: Node<'t>,
}

impl Node<'_> {
    /// The same value, by itself.
    pub(crate) fn into_owned(self) -> Node<'static> {
        let kind = match self.kind {
            Kind::Null => Kind::Null,
            Kind::Scalar(scalar) => Kind::Scalar(Scalar {
                text: Cow::Owned(scalar.text.into_owned()),
            }),
            Kind::List(items) => Kind::List(items.into_iter().map(Node::into_owned).collect()),
            Kind::Map(entries) => {
                let own = |entry: Entry<'_>| Entry {
                    key: Cow::Owned(entry.key.into_owned()),
                    key_span: entry.key_span,
                    value: entry.value.into_owned(),
                };
                Kind::Map(entries.into_iter().map(own).collect())
            }
        };
        Node {
            span: self.span,
            kind,
        }
    }

    /// What the value is, in words for a message.
    pub(crate) fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "nothing",
            Kind::Scalar(_) => "text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
        }
    }

    /// Whether there is no value.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }
}

/// A text in double quotation marks, as YAML reads them (YAML 1.2.2, section 7.3.1).
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() || letter == '\u{feff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// Parses one document. Repeated keys are reported and left out; any other fault ends the
/// parse. An empty document is [`Kind::Null`].
pub(crate) fn parse<'t>(
    passage: &'t Passage<'_>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node<'t>> {
    plain::parse(passage).or_else(|| parse_all(passage, faults))
}

/// Parses a document with all that YAML has.
fn parse_all<'t>(passage: &'t Passage<'_>, faults: &mut Vec<Diagnostic>) -> Option<Node<'t>> {
    let mut reader = Reader {
        events: Parser::new_from_str(&passage.text),
        passage,
        anchors: BTreeMap::new(),
        aliased: 0,
        anchored: 0,
        faults,
    };
    match reader.document() {
        Ok(node) => Some(node),
        Err(fault) => {
            faults.push(*fault);
            None
        }
    }
}

/// The tab in front of a line to which the parser takes offence at `at`: it stands in that line or, where
/// the parser speaks of a tab, in one below, for it is the text before the tab that is named.
fn tab(text: &str, at: usize, info: &str) -> Option<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut from = start;
    for line in text[start..].split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let is_blank = line.trim().is_empty();
        if let Some(tab) = line[..indent].find('\t').filter(|_| !is_blank) {
            return Some(from + tab);
        }
        if !info.contains("found a tab") {
            return None;
        }
        from += line.len();
    }
    None
}

/// Whether the value in whose middle a text ends begins with a curly quotation mark that is not closed.
fn is_curly(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or("");
    let is_open = |open: char, close: char| {
        line.rfind(open).is_some_and(|at| {
            let before = line[..at].trim_end();
            let begins = before.is_empty() || before.ends_with([':', '-', '[', '{', ',']);
            begins && !line[at + open.len_utf8()..].contains(close)
        })
    };
    is_open('“', '”') || is_open('‘', '’') || is_open('„', '“') || is_open('”', '”')
}

/// What looks like what was meant in the line of a fault at `at`, or in the one before.
fn look_alike(text: &str, at: usize) -> Option<&'static str> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut lines = text[..end].rsplit('\n').take(2);
    let row = lines.find_map(|line| LOOK_ALIKE.iter().find(|(is, _)| is(line)));
    row.map(|(_, help)| *help)
}

/// Lines that are read otherwise than they look, and what to do.
#[expect(clippy::type_complexity, reason = "a table of two columns")]
const LOOK_ALIKE: &[(fn(&str) -> bool, &str)] = &[
    (
        |line| line.trim_start().starts_with(['–', '—']),
        "an item of a list begins with a hyphen: write `- ` in place of the dash",
    ),
    (
        |line| line.contains(":\u{a0}") || line.trim_start_matches(' ').starts_with('\u{a0}'),
        "a no-break space stands here, as in text that was pasted: type the space anew",
    ),
    (
        |line| line.starts_with("```"),
        "a block before this one is not closed: put ``` on a line of its own where it ends",
    ),
];

type Parsed<T> = Result<T, Box<Diagnostic>>;

struct Reader<'p, 'f> {
    events: Parser<'p, granit_parser::StrInput<'p>>,
    passage: &'p Passage<'p>,
    anchors: BTreeMap<usize, Node<'p>>,
    aliased: usize,
    anchored: usize,
    faults: &'f mut Vec<Diagnostic>,
}

impl<'p> Reader<'p, '_> {
    fn next(&mut self) -> Parsed<(Event<'p>, granit_parser::Span)> {
        match self.events.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let at = error
                    .marker()
                    .byte_offset()
                    .unwrap_or(self.passage.text.len());
                let at = at.min(self.passage.text.len());
                let end = self.passage.text[at..]
                    .chars()
                    .next()
                    .map_or(at, |c| at + c.len_utf8());
                // Where the parser knows of the tab, it names its place.
                if !error.info().contains(TABS)
                    && let Some(tab) = tab(&self.passage.text, at, &error.info())
                {
                    return Err(self.fault(self.passage.span(tab, tab + 1), TABS));
                }
                let fault = self.fault(self.passage.span(at, end), &error.info());
                if error.info().contains(COLON) && is_curly(&self.passage.text[..at]) {
                    return Err(Box::new(fault.help(CURLY)));
                }
                Err(match look_alike(&self.passage.text, at) {
                    Some(help) => Box::new(fault.help(help)),
                    None => fault,
                })
            }
            None => Err(self.fault(self.passage.whole(), "the file ends too early")),
        }
    }

    fn fault(&self, span: Span, info: &str) -> Box<Diagnostic> {
        let known = EXPLAINED.iter().find(|(part, ..)| info.contains(part));
        let (message, help) = match known {
            Some((_, message, help)) => (message.to_string(), *help),
            None => {
                let info = info.lines().next().unwrap_or("unreadable");
                (format!("this is not valid YAML: {info}"), LOOK_AROUND)
            }
        };
        Box::new(Diagnostic::error(&code::YAML_SYNTAX, span, message).help(help))
    }

    fn document(&mut self) -> Parsed<Node<'p>> {
        let (event, span) = loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                Event::StreamEnd => {
                    return Ok(Node {
                        span: self.passage.span(0, 0),
                        kind: Kind::Null,
                    });
                }
                event => break (event, span),
            }
        };
        let node = self.node(event, span, 0)?;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::DocumentEnd => {}
                Event::StreamEnd => return Ok(node),
                _ => {
                    let span = self.place(&span);
                    return Err(self.fault(span, "a second document begins here"));
                }
            }
        }
    }

    fn place(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let length = self.passage.text.len();
        self.passage
            .span(range.start.min(length), range.end.min(length))
    }

    fn node(
        &mut self,
        event: Event<'p>,
        span: granit_parser::Span,
        depth: usize,
    ) -> Parsed<Node<'p>> {
        let place = self.place(&span);
        if depth > DEEPEST {
            return Err(self.fault(place, "lists and maps are nested too deeply"));
        }
        if let Some(tag) = event.tag() {
            let known = tag.is_yaml_core_schema();
            if !known {
                return Err(self.fault(place, "tags such as `!name` are not used here"));
            }
        }
        let (kind, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let null = plain && matches!(text.as_ref(), "" | "~" | "null" | "Null" | "NULL");
                // What stands in the file as it is has been reported.
                if !plain && text.contains(control::is_control) {
                    let range = place.start as usize..place.end as usize;
                    let written = self.passage.file.get(range).unwrap_or("");
                    if !written.contains(control::is_control) {
                        control::check_read(&text, place, self.faults);
                    }
                }
                let kind = if null {
                    Kind::Null
                } else {
                    Kind::Scalar(Scalar { text })
                };
                (kind, anchor)
            }
            Event::SequenceStart(_, anchor, _) => (Kind::List(self.list(depth)?), anchor),
            Event::MappingStart(_, anchor, _) => (Kind::Map(self.map(depth)?), anchor),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(self.fault(place, "an alias may not lead to a value around it"));
                };
                self.aliased += size(node);
                if self.aliased > MOST_ALIASED {
                    return Err(self.fault(place, "aliases add too many values"));
                }
                return Ok(node.clone());
            }
            event => return Err(self.fault(place, &format!("unexpected {event:?}"))),
        };
        let node = Node {
            span: self.tight(place, &kind),
            kind,
        };
        if anchor > 0 {
            self.anchored += size(&node);
            if self.anchored > MOST_ANCHORED {
                return Err(self.fault(place, "anchors hold too many values"));
            }
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// Block lists and maps report where they begin; scalars keep their range without the line
    /// end that a block scalar's range includes.
    fn tight(&self, span: Span, kind: &Kind) -> Span {
        match kind {
            Kind::List(items) => match items.last() {
                Some(last) => Span {
                    end: span.end.max(last.span.end),
                    ..span
                },
                None => span,
            },
            Kind::Map(entries) => match entries.last() {
                Some(last) => Span {
                    end: span.end.max(last.value.span.end),
                    ..span
                },
                None => span,
            },
            _ => span,
        }
    }

    fn list(&mut self, depth: usize) -> Parsed<Vec<Node<'p>>> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok(items);
            }
            items.push(self.node(event, span, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Parsed<Vec<Entry<'p>>> {
        let mut entries: Vec<Entry<'p>> = Vec::new();
        let mut index: BTreeMap<Cow<'p, str>, usize> = BTreeMap::new();
        let mut is_cut = false;
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Ok(entries);
            }
            let key_range = span.byte_range();
            let key_node = self.node(event, span, depth + 1)?;
            let key_span = key_node.span;
            let key = match key_node.kind {
                Kind::Scalar(scalar) => scalar.text,
                Kind::Null => Cow::Borrowed(self.passage_text(&span)),
                _ => return Err(self.fault(key_span, "a key is a word, not a list or map")),
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            if key == "<<" {
                return Err(self.fault(key_span, "merge keys are not part of YAML 1.2"));
            }
            if let Some(cut) = entries.last().filter(|_| value.is_null())
                && let Kind::Scalar(before) = &cut.value.kind
                && brackets(&before.text) > 0
                && brackets(&key) < 0
            {
                return Err(Box::new(cut_off(cut, key_span)));
            }
            if let Some(cut) = entries.last().filter(|_| value.is_null())
                && matches!(cut.value.kind, Kind::Scalar(_))
                && key_range.is_some_and(|range| self.is_between_commas(range))
            {
                if !is_cut {
                    self.faults.push(cut_off(cut, key_span));
                }
                is_cut = true;
                continue;
            }
            is_cut = false;
            let first = match index.is_empty() {
                // Maps of content are small; those of data rows too. A linear look is enough.
                true => entries.iter().position(|entry| entry.key == key),
                false => index.get(&key).copied(),
            };
            match first.map(|at| &entries[at]) {
                Some(first) => self.faults.push(
                    Diagnostic::error(
                        &code::REPEATED_KEY,
                        key_span,
                        format!("the key `{key}` stands twice"),
                    )
                    .other(first.key_span, "first here")
                    .help("keep one of the two"),
                ),
                None => {
                    if !index.is_empty() {
                        index.insert(key.clone(), entries.len());
                    }
                    entries.push(Entry {
                        key,
                        key_span,
                        value,
                    });
                    if entries.len() == LARGE_MAP {
                        let keys = entries.iter().enumerate();
                        index = keys.map(|(at, entry)| (entry.key.clone(), at)).collect();
                    }
                }
            }
        }
    }

    /// Whether a comma stands before a key, and no colon after it: what looks like a key to YAML is the
    /// rest of the value before it.
    fn is_between_commas(&self, key: Range<usize>) -> bool {
        let text = &self.passage.text;
        let blank = |byte: &u8| byte.is_ascii_whitespace();
        let mut before = text.as_bytes()[..key.start].iter().rev();
        let mut after = text.as_bytes()[key.end..].iter();
        before.find(|byte| !blank(byte)) == Some(&b',')
            && matches!(after.find(|byte| !blank(byte)), Some(b',' | b'}'))
    }

    fn passage_text(&self, span: &granit_parser::Span) -> &'p str {
        span.slice(&self.passage.text).unwrap_or("")
    }
}

/// How many round brackets a text opens more than it closes.
fn brackets(text: &str) -> i64 {
    text.chars().fold(0, |open, letter| match letter {
        '(' => open + 1,
        ')' => open - 1,
        _ => open,
    })
}

/// A value in braces that a comma of its own has cut in two.
fn cut_off(first: &Entry, second: Span) -> Diagnostic {
    let key = &first.key;
    Diagnostic::error(
        &code::YAML_SYNTAX,
        Span {
            end: second.end,
            ..first.value.span
        },
        "inside `{ }` the comma ends this value",
    )
    .help(format!(
        "put the whole value in quotes, `{key}: \"…\"`, or write `{key}:` on a line of its own"
    ))
}

fn size(node: &Node) -> usize {
    match &node.kind {
        Kind::Null => 1,
        Kind::Scalar(scalar) => 1 + scalar.text.len() / 64,
        Kind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Kind::Map(entries) => {
            1 + entries
                .iter()
                .map(|entry| entry.key.len() / 64 + size(&entry.value))
                .sum::<usize>()
        }
    }
}
