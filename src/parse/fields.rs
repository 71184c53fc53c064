//! Reading a YAML map key by key: each key once, by its name, into the type it asks for.
//!
//! A reader asks for the keys it knows and says when it is done; what nobody asked for is then
//! reported, with the nearest known key. Every fault is reported at its own place, and reading
//! goes on.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::diag::{Diagnostic, code, nearest, suggest};
use crate::parse::markdown::{self, RawText};
use crate::parse::passage::Passage;
use crate::parse::yaml::{Entry, Kind, Node, quoted};
use crate::source::{Span, Spanned};
use crate::web::WebAddress;

/// A map that is being read.
pub(crate) struct Fields<'n, 'f> {
    what: &'static str,
    span: Span,
    entries: &'n [Entry<'n>],
    known: Vec<&'static str>,
    /// Required keys that are not there.
    missing: Vec<&'static str>,
    /// The text of the whole file.
    pub(crate) file: &'n str,
    /// Where faults go.
    pub(crate) faults: &'f mut Vec<Diagnostic>,
}

impl<'n, 'f> Fields<'n, 'f> {
    /// Begins to read a map of the file whose text is `file`; `what` names it in messages:
    /// `a speaker`. Anything but a map is reported.
    pub(crate) fn of(
        node: &'n Node<'n>,
        what: &'static str,
        file: &'n str,
        faults: &'f mut Vec<Diagnostic>,
    ) -> Option<Self> {
        match &node.kind {
            Kind::Map(entries) => Some(Fields {
                what,
                span: node.span,
                entries,
                known: Vec::new(),
                missing: Vec::new(),
                file,
                faults,
            }),
            _ => {
                faults.push(wrong_type(
                    node,
                    &format!("{what} is a map of keys and values"),
                ));
                None
            }
        }
    }

    /// Where the map stands.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The value of a key; none when it is absent or empty.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        self.known.push(key);
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (!entry.value.is_null()).then_some(&entry.value)
    }

    /// Where a key stands, if it is there.
    pub(crate) fn key_span(&self, key: &str) -> Option<Span> {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| entry.key_span)
    }

    fn take_filled(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        let filled = |node: &&Node<'_>| scalar(node).is_none_or(|text| !text.trim().is_empty());
        self.take(key).filter(filled)
    }

    /// The value of a key that may be absent but not empty.
    pub(crate) fn filled(&mut self, key: &'static str, example: &str) -> Option<&'n Node<'n>> {
        let node = self.take_filled(key);
        if node.is_none()
            && let Some(span) = self.key_span(key)
        {
            self.faults.push(
                Diagnostic::error(
                    &code::MISSING_KEY,
                    span,
                    format!("`{key}` is empty in {}", self.what),
                )
                .help(format!("write `{key}: {example}`, or take the line out")),
            );
        }
        node
    }

    /// The value of a key that has to be there.
    pub(crate) fn require(&mut self, key: &'static str) -> Option<&'n Node<'n>> {
        let node = self.take_filled(key);
        if node.is_none() {
            let example = if key == "date" { "2020-11-17" } else { "…" };
            let fault = match self.key_span(key) {
                Some(span) => Diagnostic::error(
                    &code::MISSING_KEY,
                    span,
                    format!("`{key}` is empty in {}", self.what),
                )
                .help(format!("write it after the colon: `{key}: {example}`")),
                None => {
                    self.missing.push(key);
                    self.is_missing(key).help(format!("add `{key}: {example}`"))
                }
            };
            self.faults.push(fault);
        }
        node
    }

    fn is_missing(&self, key: &str) -> Diagnostic {
        let span = Span {
            end: self.span.start,
            ..self.span
        };
        Diagnostic::error(
            &code::MISSING_KEY,
            span,
            format!("`{key}` is missing in {}", self.what),
        )
    }

    /// A string.
    pub(crate) fn string(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        string(node, self.faults)
    }

    /// Inline Markdown.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<RawText> {
        let node = self.take(key)?;
        text(node, self.file, self.faults)
    }

    /// Inline Markdown that has to be there.
    pub(crate) fn required_text(&mut self, key: &'static str) -> Option<RawText> {
        let node = self.require(key)?;
        text(node, self.file, self.faults)
    }

    /// A day.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let node = self.take(key)?;
        date(node, self.faults)
    }

    /// A web address.
    pub(crate) fn url(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.take(key)?;
        url(node, self.faults)
    }

    /// True or false; false when absent.
    pub(crate) fn flag(&mut self, key: &'static str) -> bool {
        let Some(node) = self.take(key) else {
            return false;
        };
        match scalar(node) {
            Some("true") => true,
            Some("false") => false,
            _ => {
                self.faults.push(
                    wrong_type(node, &format!("`{key}` is either `true` or `false`"))
                        .help(format!("write `{key}: true` or `{key}: false`")),
                );
                false
            }
        }
    }

    /// The items of a list; a value by itself counts as a list of one.
    pub(crate) fn list(&mut self, key: &'static str) -> &'n [Node<'n>] {
        self.take(key).map_or(&[], items)
    }

    /// One of a fixed set of words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let word = self.string(key)?;
        if let Some((_, value)) = words.iter().find(|(name, _)| *name == word.value) {
            return Some(Spanned::new(*value, word.span));
        }
        let known = words.iter().map(|(name, _)| *name);
        self.faults.push(
            Diagnostic::error(
                &code::UNKNOWN_WORD,
                word.span,
                format!("`{key}` cannot be `{}`", word.value),
            )
            .maybe_help(suggest(&word.value, known)),
        );
        None
    }

    /// Reports every key that nobody asked for. A required key that is there under a misspelt
    /// name is one fault and not two.
    pub(crate) fn finish(self) {
        for entry in self.entries {
            if self.known.contains(&&*entry.key) {
                continue;
            }
            let meant = nearest(&entry.key, self.missing.iter().copied());
            if let Some(meant) = meant {
                let missing = self.is_missing(meant);
                self.faults.retain(|fault| {
                    fault.message != missing.message || fault.place.span != missing.place.span
                });
            }
            let help = match meant {
                Some(meant) => Some(format!("did you mean `{meant}`?")),
                None => suggest(&entry.key, self.known.iter().copied()),
            };
            self.faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_KEY,
                    entry.key_span,
                    format!("{} has no key `{}`", self.what, entry.key),
                )
                .maybe_help(help),
            );
        }
    }
}

/// The text of a scalar.
pub(crate) fn scalar<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.kind {
        Kind::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

/// A value that has to be one word or line.
pub(crate) fn string(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    match scalar(node) {
        Some(text) => Some(Spanned::new(text.trim().to_string(), node.span)),
        None => {
            faults.push(
                wrong_type(node, &format!("text is expected here, not {}", node.what()))
                    .help("put text that holds `: `, or begins with `[` or `{`, in quotes"),
            );
            None
        }
    }
}

/// Inline Markdown; `file` is the text of the whole file, so that places inside the value can
/// be told.
pub(crate) fn text(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawText> {
    let value = string(node, faults)?;
    let passage = passage(node, &value.value, file);
    Some(markdown::inline(passage, faults))
}

/// The items of a list; a value by itself counts as a list of one.
pub(crate) fn items<'n>(node: &'n Node<'n>) -> &'n [Node<'n>] {
    match &node.kind {
        Kind::List(items) => items,
        _ => std::slice::from_ref(node),
    }
}

/// Several names that stand in one text, as a list: `skills, employment` as `[skills, employment]`. None
/// for one name, and for a text of several lines, which no line of help can hold.
pub(crate) fn as_list(text: &str) -> Option<String> {
    let names = several_names(text).filter(|_| !text.contains(['\n', '\r']))?;
    let names: Vec<String> = names.into_iter().map(item).collect();
    Some(format!("[{}]", names.join(", ")))
}

/// The names of a text that holds several.
pub(crate) fn several_names(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text.split(',').map(str::trim).collect();
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let number = text.split(',').zip(text.split(',').skip(1));
    let mut number =
        number.map(|(one, two)| digit(one.chars().next_back()) && digit(two.chars().next()));
    let several = names.len() > 1 && names.iter().all(|name| !name.is_empty());
    (several && !number.any(|it| it)).then_some(names)
}

/// A name as an item of a list in square brackets: in quotation marks where YAML would read it as
/// something else.
fn item(name: &str) -> String {
    let first = |letter: char| letter.is_alphanumeric() || matches!(letter, '/' | '_' | '.' | '(');
    let other = |letter: char| {
        first(letter) || matches!(letter, ' ' | '-' | '\'' | '’' | ')' | '&' | '+' | ';' | '*')
    };
    let is_word = name.starts_with(first) && name.chars().all(other);
    let is_nothing = name.eq_ignore_ascii_case("null");
    match is_word && !is_nothing {
        true => name.to_string(),
        false => quoted(name),
    }
}

/// A day of the calendar, written year-month-day.
pub(crate) fn date(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<Date>> {
    date_of(string(node, faults)?, faults)
}

/// A text as a day.
pub(crate) fn date_of(
    text: Spanned<String>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Spanned<Date>> {
    match day(&text.value) {
        Ok(date) => Some(Spanned::new(date, text.span)),
        Err(message) => {
            faults.push(
                Diagnostic::error(&code::IMPOSSIBLE_DATE, text.span, message)
                    .help("write the date as year-month-day, such as `2020-11-17`"),
            );
            None
        }
    }
}

/// A date of which only the year or the month may be known.
pub(crate) fn partial_date(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    let date = string(node, faults)?;
    match is_partial_date(&date.value) {
        true => Some(date),
        false => {
            faults.push(no_partial_date(&date));
            None
        }
    }
}

/// What is to be said of a text that is neither a year, a month nor a day.
pub(crate) fn no_partial_date(text: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        &code::IMPOSSIBLE_DATE,
        text.span,
        format!("`{}` is not a date", text.value),
    )
    .help("write a year, a month or a day: `2020`, `2020-11` or `2020-11-17`")
}

/// Whether a text is a year, a month or a day: `2020`, `2020-11` or `2020-11-17`.
pub(crate) fn is_partial_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => return day(text).is_ok(),
    };
    day(&whole).is_ok()
}

/// Reads `2020-11-17`, and nothing shorter or longer.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits =
        |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let shaped = matches!(parts[..], [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2));
    if !shaped {
        return Err(format!("`{text}` is not a date"));
    }
    text.parse()
        .map_err(|_| format!("`{text}` is not a day of the calendar"))
}

/// An address that begins with `http://` or `https://`.
pub(crate) fn url(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
    url_of(string(node, faults)?, faults)
}

/// A text as such an address.
pub(crate) fn url_of(
    text: Spanned<String>,
    faults: &mut Vec<Diagnostic>,
) -> Option<Spanned<String>> {
    match web_address(&text.value) {
        Ok(()) => Some(text),
        Err(problem) => {
            faults.push(
                Diagnostic::error(
                    &code::FORBIDDEN_ADDRESS,
                    text.span,
                    format!("`{}` is not a web address: {problem}", text.value),
                )
                .help("write the whole address, such as `https://example.org/report`"),
            );
            None
        }
    }
}

/// Whether a text is a whole http or https address, and if not, why.
pub(crate) fn web_address(text: &str) -> Result<(), &'static str> {
    let parts = WebAddress::of(text).ok_or("it does not begin with `https://` or `http://`")?;
    if parts.host.is_empty() {
        return Err("it names no host");
    }
    // Most addresses are letters and signs of ASCII, which are told apart faster.
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain && text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("it holds a space or line end, perhaps from a PDF");
    }
    Ok(())
}

/// A whole number, zero or more.
pub(crate) fn count(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    match scalar(node).map(str::parse) {
        Some(Ok(number)) => Some(Spanned::new(number, node.span)),
        _ => {
            faults.push(
                wrong_type(node, "a whole number is expected here")
                    .help("write digits only, such as `3`"),
            );
            None
        }
    }
}

/// A decimal number without commas or signs of units.
pub(crate) fn decimal(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<Decimal>> {
    match scalar(node).map(str::parse) {
        Some(Ok(number)) => Some(Spanned::new(number, node.span)),
        _ => {
            faults.push(wrong_type(
                node,
                "a number is expected here, without commas or units",
            ));
            None
        }
    }
}

/// To how many places numbers are shown.
pub(crate) fn places(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Spanned<u32>> {
    let places = count(node, faults)?;
    if places.value > 10 {
        let fault = wrong_type(node, "numbers are shown to at most ten decimal places");
        faults.push(fault.help("write as many places as readers can use, such as `1`"));
        return None;
    }
    Some(places)
}

/// A fault of form.
pub(crate) fn wrong_type(node: &Node, message: &str) -> Diagnostic {
    Diagnostic::error(&code::WRONG_TYPE, node.span, message)
}

/// How far behind the word before a word of a scalar is looked for: further than any escapes and folds lie
/// between two. Were all that follows looked through for each word that has escapes, a long text full of
/// them would take minutes.
const FURTHEST: usize = 4 << 10;

/// The text of a scalar with the way back to its file: exact where the value stands in one run,
/// line by line in a block, and its beginning where escapes or folds make it differ.
pub(crate) fn passage<'v>(node: &Node<'_>, value: &'v str, file: &'v str) -> Passage<'v> {
    let span = node.span;
    let raw = file
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    // Most values stand there by themselves or in quotation marks.
    let at = match raw.len().checked_sub(value.len()) {
        Some(0) if raw == value => Some(0),
        Some(2) if raw.get(1..raw.len() - 1) == Some(value) => Some(1),
        _ => raw.find(value),
    };
    if let Some(at) = at {
        return Passage::straight(value, file, span.source, span.start as usize + at);
    }
    let mut runs = Vec::new();
    let (mut in_value, mut in_raw) = (0, 0);
    for line in value.split_inclusive(['\n', ' ']) {
        let word = line.trim_end();
        let end = raw.floor_char_boundary(in_raw + word.len() + FURTHEST);
        if !word.is_empty()
            && let Some(at) = raw[in_raw..end].find(word)
        {
            runs.push((in_value, span.start as usize + in_raw + at));
            in_raw += at + word.len();
        }
        in_value += line.len();
    }
    if runs.first().is_none_or(|(start, _)| *start > 0) {
        runs.insert(0, (0, span.start as usize));
    }
    Passage::pieced(value.to_string(), file, span.source, runs)
}
