//! Text with its marks: the tree that Markdown becomes, with every link, image, figure and
//! bound number resolved.
//!
//! The tree itself ([`Block`], [`Inline`]) is the same before and after `resolve`; links and the
//! like are numbered in it, and [`Prose`] holds what each number leads to.

use std::ops::{Deref, DerefMut};

use crate::model::words::{Line, Lines, Piece, Words};
use crate::model::{AttachmentId, DatasetId, FigureId, Formula, PageId};
use crate::source::Span;

/// A part of a page. A site holds very many: what takes much room in them stands in a box.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Inlines),
    /// A heading; its words stand in [`Prose::headings`] under this number.
    Heading(usize),
    /// A list.
    List(Box<List>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A highlighted passage.
    Alert(Alert, Vec<Block>),
    /// A listing.
    Code(String),
    /// A table.
    Table(Box<Table>),
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A thematic break.
    Rule,
    /// The figure that is defined here: its number in [`Prose::figures`].
    Figure(usize),
    /// A figure of elsewhere, shown again: its number in [`Prose::figures`].
    FigureAgain(usize),
}

/// What an HTML element is, apart from what stands in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// The one attribute it may have, and its value.
    pub attribute: Option<(&'static str, String)>,
}

/// A part of a line. A site holds very many: what is rare in them stands in a box.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words.
    Text(Piece),
    /// Stressed words.
    Emphasis(Box<[Inline]>),
    /// Important words.
    Strong(Box<[Inline]>),
    /// Words no longer valid.
    Strike(Box<[Inline]>),
    /// Letters of a program or file.
    Code(Piece),
    /// A link: its number in the links.
    Link(usize, Box<[Inline]>),
    /// Words bound to a value: their number in the claims.
    Claim(usize, Box<[Inline]>),
    /// An image: its number in the images.
    Image(usize),
    /// A footnote mark: the number of the footnote from 0, and of this mark among its marks.
    Note(usize, usize),
    /// A line break that the author asked for.
    Break,
    /// One of the few harmless HTML elements: its name, an attribute of it, its content.
    Element(Box<Element>, Box<[Inline]>),
}

/// The parts of a line, in order. Most lines are words without marks: a single part stands where its line
/// does, and only several have a room of their own.
#[derive(Debug, Clone)]
pub enum Inlines {
    /// One part.
    One(Inline),
    /// None, or more than one.
    Several(Box<[Inline]>),
}

impl Default for Inlines {
    fn default() -> Self {
        Inlines::Several(Box::default())
    }
}

impl Deref for Inlines {
    type Target = [Inline];

    fn deref(&self) -> &[Inline] {
        match self {
            Inlines::One(inline) => std::slice::from_ref(inline),
            Inlines::Several(inlines) => inlines,
        }
    }
}

impl DerefMut for Inlines {
    fn deref_mut(&mut self) -> &mut [Inline] {
        match self {
            Inlines::One(inline) => std::slice::from_mut(inline),
            Inlines::Several(inlines) => inlines,
        }
    }
}

impl PartialEq for Inlines {
    fn eq(&self, other: &Self) -> bool {
        self[..] == other[..]
    }
}

impl FromIterator<Inline> for Inlines {
    fn from_iter<I: IntoIterator<Item = Inline>>(inlines: I) -> Self {
        let mut rest = inlines.into_iter();
        match (rest.next(), rest.next()) {
            (Some(inline), None) => Inlines::One(inline),
            (Some(first), Some(second)) => {
                Inlines::Several([first, second].into_iter().chain(rest).collect())
            }
            (None, _) => Inlines::default(),
        }
    }
}

impl From<Inlines> for Vec<Inline> {
    fn from(inlines: Inlines) -> Self {
        match inlines {
            Inlines::One(inline) => vec![inline],
            Inlines::Several(inlines) => inlines.into_vec(),
        }
    }
}

/// A list, numbered from `start` where it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Whether items are single lines without space between.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Whether a task is done; none for a plain item.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// The five kinds of highlighted passage that GitHub's Markdown knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the kinds")]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A term and what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Inlines,
    /// What it means, once or several times.
    pub details: Vec<Vec<Block>>,
}

/// A table written in Markdown. Its first row heads the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How the cells of each column are set.
    pub align: Vec<Align>,
    /// The headings.
    pub head: Vec<Inlines>,
    /// The rows.
    pub rows: Vec<Vec<Inlines>>,
    /// The caption: a paragraph right before the table that begins with `Table:`.
    pub caption: Option<Inlines>,
}

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the alignments")]
pub enum Align {
    Start,
    Centre,
    End,
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 2 to 6; the title of the page is 1.
    pub level: u8,
    /// Its name in addresses, its own on the page.
    pub anchor: String,
    /// Its words.
    pub content: Inlines,
}

/// A footnote of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Footnote {
    /// How many marks lead to it.
    pub marks: usize,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// The body of a page.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The words of everything below.
    pub words: Words,
    /// The parts, in order.
    pub blocks: Vec<Block>,
    /// The headings, in order.
    pub headings: Vec<Heading>,
    /// The footnotes, in the order of their first marks.
    pub footnotes: Vec<Footnote>,
    /// What each link leads to.
    pub links: Vec<Target>,
    /// Each image.
    pub images: Vec<Image>,
    /// Each bound number.
    pub claims: Vec<Bound>,
    /// Each figure, defined here or shown again; none when a diagnostic has said what is wrong
    /// with it.
    pub figures: Vec<Option<FigureId>>,
    /// The lines in which a number may stand, headings and table cells included.
    pub lines: Lines,
}

/// A line or a few of text: a title, a summary, an annotation.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The words of everything below.
    pub words: Words,
    /// The words.
    pub content: Inlines,
    /// What each link leads to.
    pub links: Vec<Target>,
    /// Each bound number.
    pub claims: Vec<Bound>,
    /// Its lines in which a number may stand.
    pub lines: Lines,
}

impl Text {
    /// Words without marks.
    pub fn of(words: impl Into<String>) -> Self {
        let words = Words::from(words.into());
        Text {
            content: Inlines::One(Inline::Text(words.since(0))),
            words,
            ..Text::default()
        }
    }

    /// The words without their marks, as for the title of a window.
    pub fn plain(&self) -> String {
        plain(&self.content, &self.words)
    }

    /// Its lines in which a number may stand.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.of(&self.words)
    }
}

impl Prose {
    /// Its lines in which a number may stand.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.lines.of(&self.words)
    }
}

/// The words of inline parts without their marks. `words` are those that the parts are of.
pub fn plain(content: &[Inline], words: &Words) -> String {
    // Most have no marks.
    if let [Inline::Text(text)] = content {
        return words.of(*text).to_string();
    }
    let mut out = String::new();
    each_piece(content, words, &mut |piece| out.push_str(piece));
    out
}

/// Gives the words of inline parts without their marks to `see`, piece by piece.
pub(crate) fn each_piece(content: &[Inline], words: &Words, see: &mut impl FnMut(&str)) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => see(words.of(*text)),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Link(_, inner)
            | Inline::Claim(_, inner)
            | Inline::Element(_, inner) => each_piece(inner, words, see),
            Inline::Break => see(" "),
            Inline::Image(_) | Inline::Note(..) => {}
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An address outside the site.
    Outside(String),
    /// A page, or a heading of it.
    Page(PageId, Option<String>),
    /// A heading of the same page.
    Here(String),
    /// The page of a dataset, or a place on it: a row.
    Dataset(DatasetId, Option<String>),
    /// A file published as it is, or a place in it, as whatever shows it understands it: `page=12` of a
    /// PDF.
    Attachment(AttachmentId, Option<String>),
    /// Nowhere: a diagnostic has said so, and the site is not written.
    Nowhere,
}

/// An image of the site.
#[derive(Debug, Clone)]
pub struct Image {
    /// The file; none when a diagnostic has said that it is missing.
    pub file: Option<AttachmentId>,
    /// Its text alternative.
    pub alt: String,
    /// Its caption.
    pub title: Option<String>,
}

/// Words bound to a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The words, and where they stand.
    pub span: Span,
    /// The words as the reader sees them.
    pub words: String,
    /// The end of the text before the link (`Bound::end_of`): what is joined to the number there
    /// would make another of it.
    pub before: String,
    /// The beginning of the text that follows the link (`Bound::beginning_of`): a denominator there
    /// counts as part of the words.
    pub after: String,
    /// The value; none when a diagnostic has said that an address leads nowhere.
    pub formula: Option<Formula>,
}

impl Bound {
    /// How many letters before a link are kept: more than any direction and hedge take.
    const BEFORE: usize = 48;

    /// How many bytes behind a link are kept: far more than any unit and denominator take.
    const AFTER: usize = 240;

    /// The end of a text before a link, as far as it can count as part of the words: no piece of a
    /// word, unless there is nothing else.
    pub(crate) fn end_of(text: &str) -> &str {
        let mut letters = text.char_indices().rev();
        let Some((at, _)) = letters.nth(Self::BEFORE - 1) else {
            return text;
        };
        let (cut, end) = text.split_at(at);
        match end.find(char::is_whitespace) {
            Some(gap) if cut.ends_with(|it: char| !it.is_whitespace()) => &end[gap..],
            _ => end,
        }
    }

    /// The beginning of a text behind a link, as far as it can count as part of the words.
    pub(crate) fn beginning_of(text: &str) -> &str {
        &text[..text.floor_char_boundary(Self::AFTER)]
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Bound, Inline, Inlines};

    #[test]
    fn what_a_site_holds_very_many_of_is_small() {
        assert_eq!(size_of::<Inline>(), 32);
        assert_eq!(size_of::<Inlines>(), 32);
        assert_eq!(size_of::<Block>(), 40);
    }

    #[test]
    fn what_stands_around_a_link_is_kept_in_whole_words() {
        let long = "ä".repeat(60);
        assert_eq!(Bound::end_of("fell by "), "fell by ");
        assert_eq!(Bound::end_of(&format!("{long} fell by ")), " fell by ");
        assert_eq!(Bound::end_of(&long), "ä".repeat(48));
        let spaces = "\u{a0}".repeat(60);
        assert_eq!(Bound::end_of(&spaces), "\u{a0}".repeat(48));
        let words = format!("{}{}", "a".repeat(23), " bcd".repeat(12));
        assert_eq!(Bound::end_of(&words), " bcd".repeat(12));
    }

    #[test]
    fn no_letter_behind_a_link_is_cut() {
        let long = format!("a{}", "ä".repeat(200));
        assert_eq!(Bound::beginning_of(&long).len(), 239);
        assert_eq!(Bound::beginning_of(" per 100"), " per 100");
    }
}
