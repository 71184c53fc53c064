//! The parts of a line: words, marks, links, images, bound numbers.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::html;
use super::pasted;
use super::{DEEPEST, RawClaim, RawFigureRef, RawImage, RawText, Reader, options};
use crate::bytes;
use crate::diag::{Diagnostic, MOST_ALIKE, code};
use crate::model::{Block, Bound, Element, Inline, Inlines, Lines, Part, Piece, Words, plain};
use crate::parse::control;
use crate::parse::passage::Passage;
use crate::source::{Span, Spanned};

/// Parses a line or a few of text from YAML, in which `<` is always text and nothing is a block.
pub(crate) fn inline(passage: Passage<'_>, faults: &mut Vec<Diagnostic>) -> RawText {
    let span = passage.whole();
    let is_in_one_piece = (span.end - span.start) as usize == passage.text.len();
    // Words that are folded have places of their own where the text is read with its marks.
    let has_marks = match is_in_one_piece {
        true => may_have_marks(&passage.text),
        false => has_more_than_words(&passage.text),
    };
    if has_marks {
        return with_marks(passage, span, faults);
    }
    let (mut words, mut lines) = (Words::with_room_for(passage.text.len()), Lines::default());
    let line = lines.begin(&words);
    lines.push(line, &mut words, (&passage.text, span, Part::Plain));
    lines.end(line, &words, may_hold_a_number);
    RawText {
        content: Inlines::One(Inline::Text(words.since(0))),
        words,
        lines,
        span: Some(span),
        ..RawText::default()
    }
}

/// Whether any letter of a text is more than one of a word or a mark that says nothing in Markdown.
fn has_more_than_words(text: &str) -> bool {
    let says_nothing = |byte: u8| byte.is_ascii_alphanumeric() || b" ,:;()/".contains(&byte);
    !text.bytes().all(says_nothing)
}

/// Whether a text of one line may have marks of Markdown in it. A point or hyphen alone says nothing where
/// nothing is a block, and no letter beyond ASCII does.
fn may_have_marks(text: &str) -> bool {
    let letters = text.as_bytes();
    let is_mark = |byte: u8| {
        let says_nothing = u8::from(byte.is_ascii_alphanumeric())
            | u8::from(byte >= 0x80)
            | u8::from(byte == b' ')
            | u8::from(byte == b'%')
            // `(`, `)`, `+`, `,`, `-`, `.`, `/` and `:`, `;`.
            | u8::from((b'('..=b')').contains(&byte))
            | u8::from((b'+'..=b'/').contains(&byte))
            | u8::from((b':'..=b';').contains(&byte));
        1 - says_nothing
    };
    // Dashes and three points are written so.
    let is_joined = |before: u8, byte: u8| {
        u8::from(before == byte) & (u8::from(byte == b'-') | u8::from(byte == b'.'))
    };
    bytes::any(letters, is_mark) || bytes::any_pair(letters, is_joined)
}

/// Reads a text that may have marks in it; `span` is its place.
fn with_marks(passage: Passage<'_>, span: Span, faults: &mut Vec<Diagnostic>) -> RawText {
    let places = block_marks(&passage.text);
    let passage = passage.with_inserts(&places, '\\');
    let options = options() - pulldown_cmark::Options::ENABLE_FOOTNOTES;
    let mut reader = Reader::new(&passage, options, faults);
    let blocks = reader.blocks(0);
    let mut content = Vec::new();
    for block in blocks {
        if !content.is_empty() {
            content.push(Inline::Break);
        }
        match block {
            Block::Paragraph(inner) => content.extend(Vec::from(inner)),
            Block::Heading(at) => content.extend_from_slice(&reader.out.headings[at].content),
            other => flatten(other, &mut content, &mut reader.out.words),
        }
    }
    let out = reader.out;
    if let Some(image) = out.images.first() {
        faults.push(
            Diagnostic::error(
                &code::WRONG_TYPE,
                image.file.span,
                "an image cannot stand in a line of text",
            )
            .help("put the image in the body of the page"),
        );
    }
    if let Some(RawFigureRef::Again(name)) = out.figures.first() {
        faults.push(
            Diagnostic::error(
                &code::FIGURE_ALONE,
                name.span,
                "a figure cannot stand in a line of text",
            )
            .help("put the figure in the body of the page"),
        );
    }
    content.retain(|inline| !matches!(inline, Inline::Image(_)));
    let (mut words, mut lines) = (out.words, out.lines);
    words.shrink_to_fit();
    lines.shrink_to_fit();
    RawText {
        words,
        content: content.into_iter().collect(),
        links: out.links,
        claims: out.claims,
        lines,
        span: Some(span),
    }
}

/// What would be a block elsewhere, as the words of a line.
fn flatten(block: Block, content: &mut Vec<Inline>, words: &mut Words) {
    match block {
        Block::Paragraph(inner) => {
            if !matches!(content.last(), None | Some(Inline::Break)) {
                content.push(Inline::Break);
            }
            content.extend(Vec::from(inner));
        }
        Block::Code(text) => content.push(Inline::Code(words.push(text.trim_end()))),
        Block::Quote(inner) | Block::Alert(_, inner) => {
            inner.into_iter().for_each(|it| flatten(it, content, words));
        }
        Block::List(list) => {
            let blocks = list.items.into_iter().flat_map(|item| item.blocks);
            blocks.for_each(|it| flatten(it, content, words));
        }
        Block::Table(table) => {
            let rows = std::iter::once(table.head).chain(table.rows);
            for row in rows {
                let cells: Vec<Vec<Inline>> = row.into_iter().map(Vec::from).collect();
                let cells = cells.join(&Inline::Text(words.push(" | ")));
                let line = cells.into_iter().collect();
                flatten(Block::Paragraph(line), content, words);
            }
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                flatten(Block::Paragraph(definition.term), content, words);
                let details = definition.details.into_iter().flatten();
                details.for_each(|it| flatten(it, content, words));
            }
        }
        Block::Rule => content.push(Inline::Text(words.push("***"))),
        Block::Heading(_) | Block::Figure(_) | Block::FigureAgain(_) => {}
    }
}

/// Where a backslash keeps text from being read as HTML or as a block: before every `<` outside
/// code, and before what would begin a list, quotation, heading or listing at a line's start.
fn block_marks(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut line_start = true;
    // Up to where a run of backticks and what it encloses reaches.
    let mut code_end = 0;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        let in_code = at < code_end;
        if !in_code && !escaped {
            if line_start && let Some(mark) = block_start(&text[at..]) {
                places.push(at + mark);
            } else if letter == '<' {
                places.push(at);
            } else if letter == '`' {
                code_end = at + code_span(&text[at..]);
            }
        }
        escaped = letter == '\\' && !escaped && !in_code;
        line_start = letter == '\n' || (line_start && letter == ' ');
    }
    places.dedup();
    places
}

/// The length of the code that begins `text`, or of its run of backticks if no run of the same
/// length closes it.
fn code_span(text: &str) -> usize {
    let run = text.bytes().take_while(|byte| *byte == b'`').count();
    let mut at = run;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let length = text[start..]
            .bytes()
            .take_while(|byte| *byte == b'`')
            .count();
        if length == run {
            return start + length;
        }
        at = start + length;
    }
    run
}

/// The byte of `rest` that would make it a block, if one would.
fn block_start(rest: &str) -> Option<usize> {
    let first = rest.chars().next().filter(|first| *first != ' ')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) && rest[digits..].starts_with(['.', ')']) {
        let after = &rest[digits + 1..];
        return (after.is_empty() || after.starts_with([' ', '\t', '\n'])).then_some(digits);
    }
    let run = rest.chars().take_while(|c| *c == first).count();
    let after = rest[first.len_utf8() * run..].chars().next();
    let spaced = matches!(after, None | Some(' ' | '\t' | '\n'));
    let line = rest.lines().next().unwrap_or("");
    let bytes = |marks: &str| line.bytes().all(|byte| marks.as_bytes().contains(&byte));
    let definition = line
        .split_once(']')
        .is_some_and(|(_, after)| after.starts_with(':'));
    match first {
        '-' | '+' | '*' if run == 1 && spaced => Some(0),
        // Underlines of headings, rules, and the line under the head of a table.
        '-' | '=' | '*' | '_' if bytes("-=*_ \t|:") => Some(0),
        // A definition of a reference, which would vanish from the text.
        '[' if definition => Some(0),
        '#' if run <= 6 && spaced => Some(0),
        '>' | '|' | ':' => Some(0),
        '`' | '~' if run >= 3 => Some(0),
        _ => None,
    }
}

impl<'p> Reader<'p, '_> {
    /// Reads a line up to its end, which is consumed.
    pub(super) fn line(&mut self, depth: usize) -> Inlines {
        let claims = self.out.claims.len();
        let content: Inlines = self.marked(depth);
        self.end_line(&content, claims);
        content
    }

    /// Reads a line up to the first thing that is no part of one, which comes next.
    pub(super) fn tight_line(&mut self, depth: usize) -> Inlines {
        let claims = self.out.claims.len();
        let level = self.level();
        while let Some((event, range)) = self.events.next() {
            let is_other = match &event {
                Event::Start(tag) => !super::is_inline(tag),
                event => matches!(event, Event::End(_) | Event::Rule),
            };
            if is_other {
                self.events.put_back(event, range);
                break;
            }
            self.inline_event(event, range, depth, level);
        }
        let content: Inlines = self.take(level);
        self.end_line(&content, claims);
        content
    }

    /// Reads the parts of a line up to the end of what they stand in, which is consumed.
    fn marked<T: FromIterator<Inline>>(&mut self, depth: usize) -> T {
        let level = self.level();
        while let Some((event, range)) = self.events.next() {
            if let Event::End(_) = event {
                break;
            }
            self.inline_event(event, range, depth, level);
        }
        self.take(level)
    }

    /// Where what is read from now on begins.
    fn level(&self) -> Level {
        Level {
            parts: self.parts.len(),
            elements: self.elements.len(),
        }
    }

    /// Adds a part of a line; words right behind words are one piece with them.
    fn add(&mut self, part: Inline, level: Level) {
        let open = self.elements[level.elements..].last();
        let first = open.map_or(level.parts, |open| open.parts);
        if let (Some(Inline::Text(before)), Inline::Text(next)) =
            (self.parts[first..].last_mut(), &part)
            && let Some(joined) = before.joined(*next)
        {
            *before = joined;
            return;
        }
        self.parts.push(part);
    }

    /// Takes the parts that have been read at a level. Elements that are still open end there.
    fn take<T: FromIterator<Inline>>(&mut self, level: Level) -> T {
        while self.elements.len() > level.elements
            && let Some(open) = self.elements.pop()
        {
            let span = self.span(&open.range);
            self.fault(html::unclosed(open.name, span));
            for part in self.parts.split_off(open.parts) {
                self.add(part, level);
            }
        }
        self.parts.drain(level.parts..).collect()
    }

    /// Ends the line that has been read. Before it there were so many bound numbers.
    fn end_line(&mut self, content: &[Inline], claims: usize) {
        let out = &mut self.out;
        out.lines.end(self.line, &out.words, may_hold_a_number);
        self.line = out.lines.begin(&out.words);
        self.begun = None;
        if !self.brackets.is_empty() {
            self.undefined_footnotes(content);
            self.brackets.clear();
        }
        if claims < self.out.claims.len() {
            let mut text = String::new();
            let mut places = Vec::new();
            words_and_claims(content, &self.out.words, &mut text, &mut places);
            for (claim, words) in places {
                let claim = &mut self.out.claims[claim];
                claim.before = Bound::end_of(&text[..words.start]).to_string();
                claim.after = Bound::beginning_of(&text[words.end..]).to_string();
            }
        }
    }

    fn inline_event(&mut self, event: Event<'p>, range: Range<usize>, depth: usize, level: Level) {
        self.begun.get_or_insert(range.start);
        let inline = match event {
            Event::Text(text) => Inline::Text(self.text(&text, &range)),
            Event::Code(text) => Inline::Code(self.run(&text, &range, Part::Linked)),
            Event::SoftBreak => Inline::Text(self.run("\n", &range, self.part)),
            Event::HardBreak => {
                self.run("\n", &range, self.part);
                Inline::Break
            }
            Event::TaskListMarker(done) => {
                self.task = Some(done);
                return;
            }
            Event::FootnoteReference(label) => {
                let (note, mark) = self.notes.mark(&label);
                Inline::Note(note, mark)
            }
            Event::InlineHtml(tag) => return self.inline_html(&tag, range, level),
            Event::Start(tag) if depth > DEEPEST => return self.too_deep(tag.to_end(), &range),
            Event::Start(tag) => match self.inline_tag(tag, range, depth) {
                Some(inline) => inline,
                None => return,
            },
            // Math and block HTML do not occur inside lines with our options.
            _ => return,
        };
        self.add(inline, level);
    }

    /// Reads words of the line.
    fn text(&mut self, text: &str, range: &Range<usize>) -> Piece {
        let written = &self.passage.text[range.clone()];
        // Most words have none of these marks.
        let is_mark =
            |byte: u8| u8::from(byte == b'[') | u8::from(byte == b']') | u8::from(byte == b'*');
        let has_marks = bytes::any(written.as_bytes(), is_mark);
        if has_marks {
            self.unread_links(range);
            self.unclosed_bold(range);
        }
        let is_as_written = text == written;
        let words = self.said(text, range, self.part, is_as_written);
        if has_marks || !is_as_written {
            self.brackets(text, words.start(), range);
        }
        // What stands in the file as it is has been reported.
        if !is_as_written && !written.contains(control::is_control) {
            let span = self.span(range);
            control::check_read(text, span, self.faults);
        }
        words
    }

    /// Adds words to the line that is being read.
    fn run(&mut self, words: &str, range: &Range<usize>, part: Part) -> Piece {
        let is_as_written = &self.passage.text[range.clone()] == words;
        self.said(words, range, part, is_as_written)
    }

    fn said(
        &mut self,
        words: &str,
        range: &Range<usize>,
        part: Part,
        is_as_written: bool,
    ) -> Piece {
        let before = self.out.words.len();
        let span = self.span(range);
        let lines = &mut self.out.lines;
        // Text in YAML may be folded: then each word has its own place.
        if is_as_written && (span.end - span.start) as usize != words.len() {
            let mut start = range.start;
            for word in words.split_inclusive(' ') {
                let end = start + word.len();
                let span = self.passage.span(start, end);
                lines.push(self.line, &mut self.out.words, (word, span, part));
                start = end;
            }
        } else {
            lines.push(self.line, &mut self.out.words, (words, span, part));
        }
        self.out.words.since(before)
    }

    fn inline_tag(&mut self, tag: Tag<'p>, range: Range<usize>, depth: usize) -> Option<Inline> {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let part = match dest_url.starts_with('=') {
                    true => Part::Bound,
                    false => Part::Linked,
                };
                let before = std::mem::replace(&mut self.part, part);
                let inner = self.marked(depth + 1);
                self.part = before;
                self.link(link_type, &dest_url, inner, &range)
            }
            Tag::Image {
                dest_url, title, ..
            } => {
                // A text alternative is not read in its place.
                let own = self.out.lines.begin(&self.out.words);
                let line = std::mem::replace(&mut self.line, own);
                let brackets = self.brackets.len();
                let inner: Inlines = self.marked(depth + 1);
                self.brackets.truncate(brackets);
                self.line = line;
                let image = self.image(&dest_url, &title, &inner, &range);
                self.out.lines.take_back(own, &mut self.out.words);
                Some(image)
            }
            tag => {
                let inner = self.marked(depth + 1);
                Some(match tag {
                    Tag::Emphasis => Inline::Emphasis(inner),
                    Tag::Strong => Inline::Strong(inner),
                    Tag::Strikethrough => Inline::Strike(inner),
                    Tag::Superscript => simple("sup", inner),
                    Tag::Subscript => simple("sub", inner),
                    _ => return None,
                })
            }
        }
    }

    fn link(
        &mut self,
        kind: LinkType,
        address: &str,
        inner: Box<[Inline]>,
        range: &Range<usize>,
    ) -> Option<Inline> {
        let whole = self.span(range);
        if kind == LinkType::ReferenceUnknown {
            let label = plain(&inner, &self.out.words);
            self.fault(
                Diagnostic::error(
                    &code::UNDEFINED_REFERENCE,
                    whole,
                    format!("the link `{label}` refers to a definition that is not there"),
                )
                .help("write the address in round brackets, or add a line `[name]: address`"),
            );
            return Some(Inline::Emphasis(inner));
        }
        let span = self.address_span(address, range);
        let address = match kind {
            LinkType::Email => format!("mailto:{address}"),
            _ => address.to_string(),
        };
        if let Some(formula) = address.strip_prefix('=') {
            // `[` stands before the words.
            let words = plain(&inner, &self.out.words);
            let source_words = range.start + 1..span_offset(range, &self.passage.text);
            let words_span = self.span(&source_words);
            let shift = u32::from(span.end > span.start);
            let address = Spanned::new(
                formula.to_string(),
                Span {
                    start: span.start + shift,
                    ..span
                },
            );
            let words = Spanned::new(words, words_span);
            self.out.claims.push(RawClaim {
                words,
                before: String::new(),
                after: String::new(),
                address,
            });
            return Some(Inline::Claim(self.out.claims.len() - 1, inner));
        }
        self.out.links.push(Spanned::new(address, span));
        Some(Inline::Link(self.out.links.len() - 1, inner))
    }

    /// Where an address stands inside its link or image; the whole of it for one that is
    /// written elsewhere or with escapes.
    fn address_span(&self, address: &str, range: &Range<usize>) -> Span {
        let text = &self.passage.text[range.clone()];
        // It comes last, but for a title.
        let before = text
            .strip_suffix(')')
            .and_then(|it| it.strip_suffix(address));
        match before.map(str::len).or_else(|| text.rfind(address)) {
            Some(at) if !address.is_empty() => {
                let start = range.start + at;
                self.span(&(start..start + address.len()))
            }
            _ => self.span(range),
        }
    }

    fn image(
        &mut self,
        address: &str,
        title: &str,
        inner: &[Inline],
        range: &Range<usize>,
    ) -> Inline {
        let span = self.address_span(address, range);
        let alt = plain(inner, &self.out.words).trim().to_string();
        if alt.is_empty() && !address.starts_with("figure:") {
            let whole = self.span(range);
            self.fault(
                Diagnostic::error(
                    &code::MISSING_ALT,
                    whole,
                    format!("the image `{address}` has no text alternative"),
                )
                .help(
                    "say between the square brackets what a reader who does not see the image \
                     needs to know",
                ),
            );
        }
        if title.contains("](") {
            let whole = self.span(range);
            self.fault(
                Diagnostic::error(
                    &code::LINK_SYNTAX,
                    whole,
                    "the caption of an image is printed as it is and cannot hold a link or number",
                )
                .help("write the caption as a sentence below the image"),
            );
        }
        let title = (!title.is_empty()).then(|| title.to_string());
        let file = Spanned::new(address.to_string(), span);
        self.out.images.push(RawImage { file, alt, title });
        Inline::Image(self.out.images.len() - 1)
    }

    fn inline_html(&mut self, tag: &str, range: Range<usize>, level: Level) {
        let span = self.span(&range);
        match html::piece(tag) {
            html::Piece::Comment => {}
            html::Piece::Break => self.parts.push(Inline::Break),
            html::Piece::Open(..) if self.elements.len() - level.elements >= DEEPEST => {
                self.fault(Diagnostic::error(
                    &code::NESTED_TOO_DEEP,
                    span,
                    "elements are nested more than a hundred deep",
                ))
            }
            html::Piece::Open(name, attribute) => self.elements.push(Open {
                name,
                attribute,
                range,
                parts: self.parts.len(),
            }),
            html::Piece::Close(name) => {
                let is_own = self.elements.len() > level.elements;
                match self.elements.pop_if(|open| is_own && open.name == name) {
                    Some(open) => {
                        let inner = self.parts.drain(open.parts..).collect();
                        let element = Element {
                            name: open.name,
                            attribute: open.attribute,
                        };
                        self.parts.push(Inline::Element(Box::new(element), inner));
                    }
                    None => self.fault(html::unopened(name, span)),
                }
            }
            html::Piece::Refused => {
                // The end of an element goes with its beginning.
                let ended = self
                    .refused
                    .iter()
                    .rposition(|open| html::closes(tag, open));
                match ended {
                    Some(at) => drop(self.refused.remove(at)),
                    None => {
                        if self.refused.len() < MOST_ALIKE {
                            self.refused.push(tag.to_string());
                        }
                        self.fault(html::refused(tag, span));
                    }
                }
            }
        }
    }

    /// A block of HTML: nothing but comments may stand there, and these are left out.
    pub(super) fn html_block(&mut self, range: &Range<usize>) {
        while let Some((event, _)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
        }
        let text = self.passage.text[range.clone()].to_string();
        if let Some((at, tag)) = html::first_refused(&text) {
            let span = self.span(&(range.start + at..range.start + at + tag.len()));
            self.fault(html::refused(tag, span));
        }
    }

    /// What was meant as a link and cannot be read as one stays in the text with its brackets; it
    /// is found by them. A backslash before the bracket says that the text is meant.
    fn unread_links(&mut self, range: &Range<usize>) {
        let text = &self.passage.text;
        let words = &text[range.clone()];
        if !words.contains(']') && !words.contains('[') {
            return;
        }
        let span = |range| self.span(&range);
        let closed = words.match_indices(']').map(|(at, _)| range.start + at);
        let unread = closed
            .filter(|at| !escaped(&text[..*at]) && leads_somewhere(&text[at + 1..]))
            .map(|at| unread_link(text, at, span));
        let opened = words.match_indices('[').map(|(at, _)| range.start + at);
        let exchanged = opened.filter_map(|at| exchanged(text, self.begun?, at));
        let exchanged = exchanged.map(|range| exchanged_link(span(range)));
        let found: Vec<Diagnostic> = unread.chain(exchanged).collect();
        found.into_iter().for_each(|fault| self.fault(fault));
    }

    /// Stars of bold words that do not end stay in the text.
    fn unclosed_bold(&mut self, range: &Range<usize>) {
        let found = pasted::bold(&self.passage.text, range);
        if let Some(place) = found {
            let message = "the bold words that begin here do not end".to_string();
            let help = "put `**` right after the last of them, or write `\\*\\*` for stars";
            self.warn_of_pasted([(place, message, help.to_string())]);
        }
    }

    /// Keeps where the square brackets that open in words stand in the text.
    fn brackets(&mut self, words: &str, start: usize, range: &Range<usize>) {
        // A single letter is looked for many bytes at a time.
        if !words.contains('[') {
            return;
        }
        let as_written = &self.passage.text[range.clone()] == words;
        let opened = words.match_indices('[').map(|(at, _)| {
            let place = if as_written { at } else { 0 };
            (start + at, range.start + place)
        });
        self.brackets.extend(opened);
    }

    /// `[^x]` without a footnote of that name stays in the text as it is; it is found there. A backslash
    /// before the bracket says that the text is meant.
    fn undefined_footnotes(&mut self, content: &[Inline]) {
        let mut texts = Vec::new();
        collect_text(content, &self.out.words, &mut texts);
        let source = &self.passage.text;
        let mut faults = Vec::new();
        for (start, text) in texts {
            let mut rest = text;
            while let Some(at) = rest.find("[^") {
                let label = &rest[at + 2..];
                let Some(end) = label.find(['[', ']']) else {
                    break;
                };
                let mark = &rest[at..at + 2 + end + 1];
                let bracket = start + text.len() - rest.len() + at;
                rest = &label[end..];
                if !mark.ends_with(']') {
                    continue;
                }
                let known = &self.brackets;
                let Ok(nth) = known.binary_search_by_key(&bracket, |(words, _)| *words) else {
                    continue;
                };
                let place = known[nth].1;
                if escaped(&source[..place]) {
                    continue;
                }
                // Quotation marks in it may be written otherwise.
                let end = match source[place..].starts_with(mark) {
                    true => place + mark.len(),
                    false => place + 1,
                };
                faults.push(
                    Diagnostic::error(
                        &code::UNDEFINED_FOOTNOTE,
                        self.span(&(place..end)),
                        format!("the page has no footnote `{mark}`"),
                    )
                    .help(format!("add a line `{mark}: …` with what the note says")),
                );
            }
        }
        self.faults.extend(faults);
    }
}

/// How far from a fault its beginning and end are looked for: further than any link goes. Were the
/// whole of a paragraph looked through for each, a long one full of them would take hours.
const FURTHEST: usize = 16 << 10;

fn behind(text: &str, from: usize) -> usize {
    let mut at = from.saturating_sub(FURTHEST);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ahead(text: &str, from: usize) -> usize {
    let mut at = (from + FURTHEST).min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Whether a backslash at the end of `before` takes the meaning of what follows.
fn escaped(before: &str) -> bool {
    let slashes = before.bytes().rev().take_while(|byte| *byte == b'\\');
    slashes.count() % 2 == 1
}

/// Whether the text after a square bracket is the address of a link: it stands in round brackets,
/// and where a space or the end of a line is between, it can be nothing else.
fn leads_somewhere(after: &str) -> bool {
    let address = past_gap(after).strip_prefix('(');
    address.is_some_and(|address| {
        let address = address.trim_start();
        // Up to the next bracket, so that a text full of them is read once.
        let end = address.find(['(', ')', '[', '\n']).unwrap_or(address.len());
        after.starts_with('(') || is_address(&address[..end])
    })
}

/// A text without the gap in front of it: spaces, or the end of a line with what stands before the words of
/// the next one, which may be that of a quotation.
fn past_gap(text: &str) -> &str {
    let rest = text.trim_start_matches([' ', '\t']);
    let next = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n');
    next.map_or(rest, |next| next.trim_start_matches([' ', '\t', '>']))
}

/// Whether words can be nothing but an address.
fn is_address(words: &str) -> bool {
    let words = words.trim();
    let begins = |with: &str| words.starts_with(with);
    let path = words.split('#').next().unwrap_or("");
    let is_source = [".md", ".yaml", ".yml"].iter().any(|it| path.ends_with(it));
    let is_one_word = !words.contains(char::is_whitespace);
    begins("=") || begins("figure:") || is_one_word && (is_source || words.contains("://"))
}

/// From the round bracket to the square one of a link whose brackets are exchanged, `(words)[address]`,
/// of which `open` is the square one that opens, in a line that begins at `line`.
fn exchanged(text: &str, line: usize, open: usize) -> Option<Range<usize>> {
    let words = text[..open].strip_suffix(')')?;
    // Another one that opens ends the search, so that a text full of them is read once.
    let inside = &text[open + 1..];
    let end = inside.find(['[', ']', '\n'])?;
    let address = inside[..end].trim();
    // `f(x)[=y + z]` is a formula.
    let may_be_bound = || {
        let is_one_word = !address.contains(char::is_whitespace);
        is_one_word && address.matches('/').count() >= SLASHES
    };
    if !inside[end..].starts_with(']')
        || !is_address(address)
        || address.starts_with('=') && !may_be_bound()
        || escaped(words)
    {
        return None;
    }
    let before = line.max(text.floor_char_boundary(open.saturating_sub(LONGEST_WORDS)));
    let start = before + opening(text[..words.len()].get(before..)?)?;
    (!escaped(&text[..start])).then_some(start..open + 1 + end + 1)
}

/// Where the round bracket opens that would be closed behind these words.
fn opening(words: &str) -> Option<usize> {
    let mut closed = 0;
    let mut brackets = words.rmatch_indices(['(', ')']);
    let found = brackets.find(|(_, bracket)| match (*bracket, closed) {
        ("(", 0) => true,
        ("(", _) => {
            closed -= 1;
            false
        }
        _ => {
            closed += 1;
            false
        }
    });
    found.map(|(at, _)| at)
}

/// How many slashes the address of a bound number has: `dataset/row/field`.
const SLASHES: usize = 2;

/// How far before the address of a link with exchanged brackets its words begin.
const LONGEST_WORDS: usize = 1 << 10;

fn exchanged_link(span: Span) -> Diagnostic {
    Diagnostic::error(
        &code::LINK_SYNTAX,
        span,
        "this link has its brackets exchanged",
    )
    .help("write `[words](address)`")
}

/// The fault of a link whose words end with the bracket at `close`.
fn unread_link(text: &str, close: usize, span: impl Fn(Range<usize>) -> Span) -> Diagnostic {
    let before = behind(text, close);
    let paragraph = text[before..close]
        .rfind("\n\n")
        .map_or(before, |at| before + at + 2);
    let open = text[paragraph..close].rfind('[');
    let start = open.map_or(close, |at| paragraph + at);
    let gap = text[close + 1..].len() - past_gap(&text[close + 1..]).len();
    let bracket = close + 1 + gap;
    let ahead = &text[bracket..ahead(text, bracket)];
    let line = ahead.split("\n\n").next().unwrap_or("");
    let end = line.find(')');
    let address = line[1..end.unwrap_or(line.len())].trim();
    let is_image = text[..start].ends_with('!') && !escaped(&text[..start - 1]);
    let what = match (address.starts_with('='), is_image) {
        (true, _) => "bound number",
        (false, true) => "image",
        (false, false) => "link",
    };
    let (why, help) = if end.is_none() {
        ("is not closed", "put `)` after the address".to_string())
    } else if bracket > close + 1 {
        let why = match text[close + 1..bracket].contains('\n') {
            true => "has the end of a line between its brackets",
            false => "has a space between its brackets",
        };
        let help = "put the round bracket right after the square one";
        (why, help.to_string())
    } else if open.is_none() {
        ("has no beginning", "put `[` before its words".to_string())
    } else if address.starts_with('=') && address.contains(char::is_whitespace) {
        (
            "has a space in its address",
            "write the address without spaces, and the keys of rows as slugs, such as \
             `left-behind`"
                .to_string(),
        )
    } else if let Some(id) = address.strip_prefix("figure:") {
        (
            "has a space in its address",
            format!("write `figure:{}`", id.trim()),
        )
    } else if address.contains(char::is_whitespace) {
        (
            "has a space in its address",
            format!(
                "write `{}`",
                address.split_whitespace().collect::<Vec<_>>().join("%20")
            ),
        )
    } else {
        (
            "cannot be read",
            "a link holds no other link, and its address no brackets and quotation marks"
                .to_string(),
        )
    };
    let whole = start..end.map_or(bracket + 1, |end| bracket + end + 1);
    Diagnostic::error(
        &code::LINK_SYNTAX,
        span(whole),
        format!("this {what} {why}"),
    )
    .help(help)
}

/// Whether a line may hold a number at all: most do not, and are not kept.
fn may_hold_a_number(words: &str) -> bool {
    let letters = words.as_bytes();
    bytes::any(letters, |byte| u8::from(byte.is_ascii_digit())) || holds_a_word(letters)
}

/// Whether one of the words stands there that stand with numbers written out.
fn holds_a_word(bytes: &[u8]) -> bool {
    let mut at = bytes.iter().position(|byte| *byte == b' ');
    while let Some(space) = at {
        let rest = &bytes[space + 1..];
        let found = match rest.first() {
            Some(b'i') => rest.starts_with(b"in "),
            Some(b'p') => rest.starts_with(b"per "),
            Some(b'h') => rest.starts_with(b"half "),
            Some(b't') => rest.starts_with(b"third"),
            Some(b'q') => rest.starts_with(b"quarter"),
            Some(b'f') => rest.starts_with(b"fifth"),
            _ => false,
        };
        if found {
            return true;
        }
        at = rest
            .iter()
            .position(|byte| *byte == b' ')
            .map(|next| space + 1 + next);
    }
    false
}

/// Where the parts of a line begin that are being read, and the elements of HTML that are open in it.
#[derive(Clone, Copy)]
pub(super) struct Level {
    parts: usize,
    elements: usize,
}

/// An open HTML element.
pub(super) struct Open {
    name: &'static str,
    attribute: Option<(&'static str, String)>,
    range: Range<usize>,
    /// Where its parts begin among those that have been read.
    parts: usize,
}

/// An element without attributes.
fn simple(name: &'static str, inner: Box<[Inline]>) -> Inline {
    let attribute = None;
    Inline::Element(Box::new(Element { name, attribute }), inner)
}

/// Where the words of `[words](address)` end: the last `](` of the link.
fn span_offset(range: &Range<usize>, text: &str) -> usize {
    let link = &text[range.clone()];
    link.rfind("](").map_or(range.end, |at| range.start + at)
}

/// The texts that have a square bracket, each with its first byte in the words.
fn collect_text<'a>(content: &[Inline], words: &'a Words, texts: &mut Vec<(usize, &'a str)>) {
    for inline in content {
        match inline {
            // A single letter is looked for many bytes at a time.
            Inline::Text(text) if words.of(*text).contains('[') => {
                texts.push((text.start(), words.of(*text)));
            }
            Inline::Text(_) => {}
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Claim(_, inner)
            | Inline::Element(_, inner) => collect_text(inner, words, texts),
            Inline::Code(_) | Inline::Image(_) | Inline::Note(..) | Inline::Break => {}
        }
    }
}

/// The words of a paragraph, and where in them each claim stands.
fn words_and_claims(
    content: &[Inline],
    words: &Words,
    text: &mut String,
    places: &mut Vec<(usize, Range<usize>)>,
) {
    for inline in content {
        match inline {
            Inline::Text(piece) | Inline::Code(piece) => text.push_str(words.of(*piece)),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Element(_, inner) => words_and_claims(inner, words, text, places),
            Inline::Claim(claim, inner) => {
                let start = text.len();
                words_and_claims(inner, words, text, places);
                places.push((*claim, start..text.len()));
            }
            Inline::Break => text.push(' '),
            Inline::Image(_) | Inline::Note(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceId;

    proptest! {
        #[test]
        fn words_are_read_without_looking_for_marks_as_they_are_with_it(
            text in "[ab1 .,:;()/+%é£\u{a0}–-]{1,12}"
        ) {
            let text = text.trim();
            prop_assume!(!text.is_empty() && !may_have_marks(text));
            let passage = Passage::straight(text, text, SourceId(0), 0);
            let (whole, mut faults) = (passage.whole(), Vec::new());
            let plain = inline(passage.clone(), &mut faults);
            let read = with_marks(passage, whole, &mut faults);
            assert!(faults.is_empty(), "{text:?}");
            assert_eq!(plain.content, read.content, "{text:?}");
            assert_eq!(plain.words, read.words, "{text:?}");
            assert_eq!(plain.lines, read.lines, "{text:?}");
            assert_eq!(plain.span, read.span, "{text:?}");
        }
    }

    #[test]
    fn marks_are_looked_for_where_there_may_be_any() {
        for text in [
            "a--b", "a...", "it's", "\"a\"", "a*b*", "a_b", "[a](b)", "`a`", "<a", "a\\b", "&amp;",
            "a\nb",
        ] {
            assert!(may_have_marks(text), "{text}");
        }
    }
}
