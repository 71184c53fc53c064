//! Markdown as a tree of blocks and lines.
//!
//! In: the passage of a page's body, or a line of text from YAML. Out: the tree with its links,
//! images, figures and bound numbers numbered and listed, each with its place. Nothing is
//! resolved here and no file is looked at.

mod events;
mod html;
mod inline;
mod near;
mod notes;
mod pasted;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Options, Tag, TagEnd};

use crate::diag::{Diagnostic, code};
use crate::model::{
    Alert, Align, Begun, Block, Definition, Footnote, Heading, Inline, Inlines, Item, Lines, List,
    Part, Table, Words, anchors,
};
use crate::number::counted;
use crate::parse::figure::{self, RawFigure};
use crate::parse::passage::Passage;
use crate::source::{Span, Spanned};

use self::events::Events;
use self::notes::Notes;

pub(crate) use inline::inline;

/// How deep blocks and marks may be nested.
const DEEPEST: usize = 100;

/// The body of a page as written.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawProse {
    pub(crate) words: Words,
    pub(crate) blocks: Vec<Block>,
    pub(crate) headings: Vec<Heading>,
    pub(crate) footnotes: Vec<Footnote>,
    pub(crate) links: Vec<RawLink>,
    pub(crate) images: Vec<RawImage>,
    pub(crate) claims: Vec<RawClaim>,
    pub(crate) figures: Vec<RawFigureRef>,
    pub(crate) lines: Lines,
}

/// A line or a few of text as written.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawText {
    pub(crate) words: Words,
    pub(crate) content: Inlines,
    pub(crate) links: Vec<RawLink>,
    pub(crate) claims: Vec<RawClaim>,
    pub(crate) lines: Lines,
    pub(crate) span: Option<Span>,
}

impl RawText {
    /// Words without any marks, from a file that is no Markdown.
    pub(crate) fn plain(text: &str) -> RawText {
        let mut words = Words::default();
        RawText {
            content: Inlines::One(Inline::Text(words.push(text))),
            words,
            ..RawText::default()
        }
    }
}

/// A link as written: its address.
pub(crate) type RawLink = Spanned<String>;

/// An image as written.
#[derive(Debug, Clone)]
pub(crate) struct RawImage {
    pub(crate) file: Spanned<String>,
    pub(crate) alt: String,
    pub(crate) title: Option<String>,
}

/// Words bound to an address.
#[derive(Debug, Clone)]
pub(crate) struct RawClaim {
    /// The words and their place, brackets left out.
    pub(crate) words: Spanned<String>,
    /// The last letters of the text before the link.
    pub(crate) before: String,
    /// The text after the link up to the end of the paragraph.
    pub(crate) after: String,
    /// The address without `=`.
    pub(crate) address: Spanned<String>,
}

/// A figure of a page.
#[derive(Debug, Clone)]
pub(crate) enum RawFigureRef {
    /// Defined here; none when the block could not be read.
    Defined(Box<Option<RawFigure>>),
    /// Shown again: the id.
    Again(Spanned<String>),
}

/// Parses the body of a page.
pub(crate) fn body(passage: &Passage<'_>, faults: &mut Vec<Diagnostic>) -> RawProse {
    let mut reader = Reader::new(passage, options(), faults);
    reader.is_body = true;
    let blocks = reader.blocks(0);
    let footnotes = reader.notes.finish(reader.faults);
    let mut out = reader.out;
    let may_be_made = |heading: &Heading| anchors::may_be_made(&heading.anchor);
    let taken = match out.headings.iter().any(may_be_made) {
        true => made_anchors(&out.figures, &footnotes),
        false => Taken::default(),
    };
    for (at, anchor) in number_headings(&out.headings, &reader.named, taken, faults) {
        out.headings[at].anchor = anchor;
    }
    out.words.shrink_to_fit();
    out.lines.shrink_to_fit();
    out.blocks = blocks;
    out.footnotes = footnotes;
    out
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Walks the events of one passage.
struct Reader<'p, 'f> {
    passage: &'p Passage<'p>,
    events: Events<'p>,
    out: RawProse,
    notes: Notes,
    /// The blocks, parts of lines and open elements of HTML that have been read, those of what is around
    /// first: each block and line takes what it holds from the end.
    blocks: Vec<Block>,
    parts: Vec<Inline>,
    elements: Vec<inline::Open>,
    /// Where the line begins that is being read, and what its words are part of just now.
    line: Begun,
    part: Part,
    /// Where it begins in the text, once anything of it has been read.
    begun: Option<usize>,
    /// The square brackets that open in the line that is being read, in order: their bytes in the
    /// words, and in the text.
    brackets: Vec<(usize, usize)>,
    /// Whether the task is done whose box was read last, and belongs to no item yet.
    task: Option<bool>,
    /// Whether each heading was named by hand, and where it stands.
    named: Vec<(bool, Span)>,
    /// The tags of HTML that have been refused and whose ends are still to come.
    refused: Vec<String>,
    /// Whether it is the body of a page, in which blocks may stand.
    is_body: bool,
    faults: &'f mut Vec<Diagnostic>,
}

impl<'p, 'f> Reader<'p, 'f> {
    fn new(passage: &'p Passage<'p>, options: Options, faults: &'f mut Vec<Diagnostic>) -> Self {
        let out = RawProse {
            words: Words::with_room_for(passage.text.len()),
            ..RawProse::default()
        };
        let notes = Notes::default();
        Reader {
            passage,
            events: Events::of(&passage.text, options),
            out,
            notes,
            blocks: Vec::new(),
            parts: Vec::new(),
            elements: Vec::new(),
            line: Begun::default(),
            part: Part::Plain,
            begun: None,
            brackets: Vec::new(),
            task: None,
            named: Vec::new(),
            refused: Vec::new(),
            is_body: false,
            faults,
        }
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        self.passage.span(range.start, range.end)
    }

    fn fault(&mut self, diagnostic: Diagnostic) {
        self.faults.push(diagnostic);
    }

    /// Warns of a block that is nearly something else.
    fn report(&mut self, near: Option<near::Near>) {
        if let Some((place, message, help)) = near {
            let span = self.span(&place);
            self.fault(Diagnostic::warning(&code::MISREAD_BLOCK, span, message).help(help));
        }
    }

    /// Warns of the marks of other programs.
    fn warn_of_pasted(&mut self, found: impl IntoIterator<Item = pasted::Pasted>) {
        for (place, message, help) in found {
            let span = self.span(&place);
            self.fault(Diagnostic::warning(&code::PASTED_TEXT, span, message).help(help));
        }
    }

    /// Reads blocks up to the end of what they stand in, which is consumed.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let first = self.blocks.len();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(&tag) => match depth > DEEPEST {
                    true => self.too_deep(tag.to_end(), &range),
                    false => self.block(tag, range, depth),
                },
                Event::Rule => self.blocks.push(Block::Rule),
                // Words right inside a tight list item or definition.
                event => {
                    self.events.put_back(event, range);
                    let content = self.tight_line(depth + 1);
                    self.paragraph(content);
                }
            }
        }
        self.blocks.split_off(first)
    }

    fn block(&mut self, tag: Tag<'p>, range: std::ops::Range<usize>, depth: usize) {
        let block = match tag {
            Tag::Paragraph => {
                if self.is_body {
                    self.warn_of_pasted(pasted::paragraph(&self.passage.text, &range));
                }
                let content = self.line(depth + 1);
                return self.paragraph(content);
            }
            Tag::Heading { level, id, .. } => {
                let content = self.line(depth + 1);
                self.heading(level as u8, id.as_deref(), content, &range)
            }
            Tag::BlockQuote(kind) => {
                let inner = self.blocks(depth + 1);
                if kind.is_none() {
                    let near = near::alert(&self.passage.text, &range);
                    self.report(near);
                }
                match kind {
                    Some(kind) => Block::Alert(alert(kind), inner),
                    None => Block::Quote(inner),
                }
            }
            Tag::CodeBlock(kind) => self.code(&kind, &range),
            Tag::HtmlBlock => return self.html_block(&range),
            Tag::List(start) => self.list(start, depth),
            Tag::FootnoteDefinition(label) => {
                let inner = self.blocks(depth + 1);
                let span = self.span(&(range.start..range.start + label.len() + 3));
                return self.notes.define(&label, inner, span);
            }
            Tag::DefinitionList => self.definitions(depth),
            Tag::Table(align) => {
                let caption = match self.is_body && depth == 0 {
                    true => self.caption(),
                    false => None,
                };
                self.table(&align, caption, depth)
            }
            // Parts of the above, consumed with them.
            _ => {
                self.blocks(depth + 1);
                return;
            }
        };
        self.blocks.push(block);
    }

    /// A paragraph; one that holds nothing but a figure shown again becomes that figure.
    fn paragraph(&mut self, content: Inlines) {
        let again = |images: &[RawImage], at: usize| {
            images[at]
                .file
                .value
                .strip_prefix("figure:")
                .map(str::to_string)
        };
        if let [Inline::Image(at)] = content[..]
            && let Some(id) = again(&self.out.images, at)
        {
            let image = self
                .out
                .images
                .pop()
                .expect("the paragraph's only image came last");
            if !image.alt.is_empty() || image.title.is_some() {
                self.fault(
                    Diagnostic::error(
                        &code::FIGURE_ALONE,
                        image.file.span,
                        format!("the figure `{id}` has its texts where it is defined"),
                    )
                    .help(format!(
                        "write `![](figure:{id})`, without words of its own"
                    )),
                );
            }
            self.out
                .figures
                .push(RawFigureRef::Again(Spanned::new(id, image.file.span)));
            self.blocks
                .push(Block::FigureAgain(self.out.figures.len() - 1));
            return;
        }
        if content.is_empty() {
            return;
        }
        self.blocks.push(Block::Paragraph(content));
    }

    fn heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        content: Inlines,
        range: &std::ops::Range<usize>,
    ) -> Block {
        let span = self.span(range);
        let span = Span {
            end: span.end.min(span.start + 80),
            ..span
        };
        let before = self.out.headings.last().map_or(1, |heading| heading.level);
        if level == 1 || level > before + 1 {
            let (wanted, why) = if level == 1 {
                (2, "the title of the page is its first heading".to_string())
            } else {
                (
                    before + 1,
                    format!("the heading before is of level {before}"),
                )
            };
            self.fault(
                Diagnostic::error(
                    &code::SKIPPED_HEADING,
                    span,
                    format!("a heading of level {level} cannot stand here: {why}"),
                )
                .help(format!(
                    "begin the line with `{} `",
                    "#".repeat(usize::from(wanted))
                )),
            );
        }
        let words = crate::model::plain(&content, &self.out.words);
        let anchor = match id {
            Some(id) => id.to_string(),
            None => crate::slug::slug(&words),
        };
        self.named.push((id.is_some(), span));
        self.out.headings.push(Heading {
            level: level.max(2),
            anchor,
            content,
        });
        Block::Heading(self.out.headings.len() - 1)
    }

    fn code(&mut self, kind: &CodeBlockKind<'p>, range: &std::ops::Range<usize>) -> Block {
        let mut text = String::new();
        let mut runs = Vec::new();
        while let Some((event, at)) = self.events.next() {
            match event {
                Event::Text(part) => {
                    runs.push((
                        text.len(),
                        self.passage.span(at.start, at.end).start as usize,
                    ));
                    text.push_str(&part);
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let is_figure = matches!(kind, CodeBlockKind::Fenced(info) if info.split_whitespace().next() == Some("figure"));
        if !is_figure {
            if let CodeBlockKind::Fenced(info) = kind {
                let near = near::figure(info, &self.passage.text, range);
                self.report(near);
            }
            return Block::Code(text);
        }
        let span = self.span(range);
        let passage = Passage::pieced(text, self.passage.file, span.source, runs);
        let figure = figure::parse(&passage, span, self.faults);
        self.out
            .figures
            .push(RawFigureRef::Defined(Box::new(figure)));
        Block::Figure(self.out.figures.len() - 1)
    }

    fn list(&mut self, start: Option<u64>, depth: usize) -> Block {
        let mut items = Vec::new();
        let mut tight = true;
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let task = match self.events.peek() {
                        Some(Event::TaskListMarker(done)) => Some(*done),
                        _ => None,
                    };
                    if task.is_some() {
                        self.events.next();
                    }
                    tight &= !matches!(self.events.peek(), Some(Event::Start(Tag::Paragraph)));
                    // The box of a loose item stands inside its first paragraph.
                    let around = self.task.take();
                    let blocks = self.blocks(depth + 1);
                    let inside = std::mem::replace(&mut self.task, around);
                    let task = task.or(inside);
                    items.push(Item { task, blocks });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Block::List(Box::new(List {
            start,
            tight,
            items,
        }))
    }

    fn definitions(&mut self, depth: usize) -> Block {
        let mut definitions: Vec<Definition> = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let term = self.line(depth + 1);
                    definitions.push(Definition {
                        term,
                        details: Vec::new(),
                    });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    if self.is_body {
                        self.warn_of_pasted(pasted::definition(&self.passage.text, &range));
                    }
                    let blocks = self.blocks(depth + 1);
                    if let Some(last) = definitions.last_mut() {
                        last.details.push(blocks);
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Block::Definitions(definitions)
    }

    /// Holds the cells of a row, as written, against the head; those beyond it are not read.
    fn row_shape(&mut self, start: usize, columns: usize) {
        let line = self.passage.text[start..].lines().next().unwrap_or("");
        let cells = cells(line);
        if cells == columns {
            return;
        }
        let span = self.span(&(start..start + line.trim_end().len()));
        let (cells_there, columns_there) = (counted(cells, "cell"), counted(columns, "column"));
        let message = format!("this row has {cells_there}, and its table {columns_there}");
        self.fault(if cells > columns {
            Diagnostic::error(&code::TABLE_SHAPE, span, message).help(
                "add a column to the head of the table, or write `\\|` for a bar that is text",
            )
        } else {
            Diagnostic::warning(&code::TABLE_SHAPE, span, message)
                .help("give the row a cell for each column; an empty one is `| |`")
        });
    }

    /// Takes the paragraph before a table as its caption, where it begins with `Table:`.
    fn caption(&mut self) -> Option<Inlines> {
        let Some(Block::Paragraph(content)) = self.blocks.last_mut() else {
            return None;
        };
        let Some(Inline::Text(text)) = content.first_mut() else {
            return None;
        };
        let words = self.out.words.of(*text);
        let caption = words.strip_prefix("Table:")?;
        *text = text.after(words.len() - caption.trim_start().len());
        let content = std::mem::take(content);
        self.blocks.pop();
        Some(content)
    }

    fn table(&mut self, align: &[Alignment], caption: Option<Inlines>, depth: usize) -> Block {
        let columns = align.len();
        let align = align
            .iter()
            .map(|align| match align {
                Alignment::Right => Align::End,
                Alignment::Center => Align::Centre,
                Alignment::None | Alignment::Left => Align::Start,
            })
            .collect();
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.row(columns, depth),
                Event::Start(Tag::TableRow) => {
                    self.row_shape(range.start, columns);
                    rows.push(self.row(columns, depth));
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Block::Table(Box::new(Table {
            align,
            head,
            rows,
            caption,
        }))
    }

    /// The cells of a row of a table, as many as it has columns.
    fn row(&mut self, columns: usize, depth: usize) -> Vec<Inlines> {
        let mut cells = Vec::with_capacity(columns);
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.line(depth + 1)),
                Event::End(_) => break,
                _ => {}
            }
        }
        cells
    }

    fn too_deep(&mut self, end: TagEnd, range: &std::ops::Range<usize>) {
        let span = self.span(&(range.start..range.start + 1));
        self.fault(
            Diagnostic::error(
                &code::NESTED_TOO_DEEP,
                span,
                "quotations, lists or marks are nested more than a hundred deep",
            )
            .help("take out marks such as `>` at the beginning of the line"),
        );
        // Skip to the matching end without recursion.
        let mut open = 1;
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(tag) if tag.to_end() == end => open += 1,
                Event::End(tag) if tag == end => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
}

/// How many cells a line of a table has: bars part them, but for those behind a backslash.
fn cells(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    if !line.contains('\\') {
        let bars = line.bytes().filter(|byte| *byte == b'|').count();
        return bars + usize::from(!line.ends_with('|'));
    }
    let (mut bars, mut escaped, mut last) = (0, false, false);
    for byte in line.bytes() {
        last = byte == b'|' && !escaped;
        bars += usize::from(last);
        escaped = byte == b'\\' && !escaped;
    }
    bars + usize::from(!last)
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

/// The anchors of a page that are taken. Nothing depends on their order.
type Taken<'a> = HashSet<Cow<'a, str>, RandomState>;

/// The anchors that figures, footnotes and their marks have on their page.
fn made_anchors(figures: &[RawFigureRef], footnotes: &[Footnote]) -> Taken<'static> {
    let figures = figures.iter().filter_map(|figure| match figure {
        RawFigureRef::Defined(figure) => figure.as_ref().as_ref().map(|it| &it.id),
        RawFigureRef::Again(id) => Some(id),
    });
    let figures = figures.map(|id| anchors::figure(&id.value));
    let numbered = footnotes.iter().enumerate();
    let notes = numbered.flat_map(|(at, note)| {
        let marks = (0..note.marks).map(move |mark| anchors::note_mark(at + 1, mark));
        marks.chain([anchors::note(at + 1)])
    });
    figures.chain(notes).map(Cow::Owned).collect()
}

/// Gives each heading an anchor of its own: the numbers of those that cannot keep theirs, with another.
/// A name given by hand twice is reported. `taken` are the anchors of the page's figures and notes.
fn number_headings<'a>(
    headings: &'a [Heading],
    named: &[(bool, Span)],
    mut taken: Taken<'a>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(usize, String)> {
    let mut take = |anchor: Cow<'a, str>| {
        !crate::view::RESERVED_ANCHORS.contains(&&*anchor) && taken.insert(anchor)
    };
    for (heading, (_, span)) in headings
        .iter()
        .zip(named)
        .filter(|(_, (by_hand, _))| *by_hand)
    {
        if !take(Cow::Borrowed(&heading.anchor)) {
            faults.push(
                Diagnostic::error(
                    &code::DUPLICATE_HEADING,
                    *span,
                    format!(
                        "the heading name `{}` is taken on this page",
                        heading.anchor
                    ),
                )
                .help("choose another name between the braces, or leave it out"),
            );
        }
    }
    // How far each name has been counted that several have: the same heading may stand on a page very often.
    let mut counted: HashMap<&str, usize, RandomState> = HashMap::default();
    let mut renamed = Vec::new();
    for (at, (heading, (by_hand, _))) in headings.iter().zip(named).enumerate() {
        let name = match heading.anchor.as_str() {
            _ if *by_hand => continue,
            "" => "section",
            name => name,
        };
        let mut anchor = Cow::Borrowed(name);
        while !take(anchor.clone()) {
            let count = counted.entry(name).or_insert(1);
            *count += 1;
            anchor = Cow::Owned(format!("{name}-{count}"));
        }
        if *anchor != heading.anchor {
            renamed.push((at, anchor.into_owned()));
        }
    }
    renamed
}
