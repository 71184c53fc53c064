//! The words of a text in one piece, and its lines as rules read them.
//!
//! A page has hundreds of words with marks between them. They stand one after the other in one text as
//! they are read, and whatever holds words of it holds a [`Piece`]: the tree that is printed, and the
//! lines in which rules look for numbers.

use crate::source::Span;

/// The words of a body or a text, one after the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words(String);

/// Some of the [`Words`] that stand next to each other. It says nothing without them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    start: u32,
    end: u32,
}

impl Piece {
    /// # Panics
    /// For more than 4 GiB of words: no source is as large.
    fn new(start: usize, end: usize) -> Self {
        let narrow = |at: usize| u32::try_from(at).expect("sources over 4 GiB are refused");
        Piece {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// This piece and the one right behind it as one; none where others stand between them.
    pub(crate) fn joined(self, next: Piece) -> Option<Piece> {
        (self.end == next.start).then_some(Piece {
            end: next.end,
            ..self
        })
    }

    /// Its first byte in the words.
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    /// The piece without its first `count` bytes.
    pub(crate) fn after(self, count: usize) -> Piece {
        Piece::new(self.start as usize + count, self.end as usize)
    }
}

impl Words {
    /// No words yet, and room for so many bytes.
    pub(crate) fn with_room_for(bytes: usize) -> Self {
        Words(String::with_capacity(bytes))
    }

    /// Adds words at the end.
    pub(crate) fn push(&mut self, words: &str) -> Piece {
        let start = self.0.len();
        self.0.push_str(words);
        self.since(start)
    }

    /// The words of a piece.
    pub(crate) fn of(&self, piece: Piece) -> &str {
        &self.0[piece.start as usize..piece.end as usize]
    }

    /// How many bytes there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Everything from a byte on.
    pub(crate) fn since(&self, start: usize) -> Piece {
        Piece::new(start, self.0.len())
    }

    /// Leaves out everything from a byte on.
    fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Gives back the room that is not used.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }
}

impl From<String> for Words {
    fn from(words: String) -> Self {
        Words(words)
    }
}

/// A paragraph, heading or table cell as it is read, part by part, with the place of each: for
/// rules that look for numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line<'a> {
    /// The words of the whole line as the reader sees them.
    pub words: &'a str,
    /// The parts they consist of, in order.
    pub runs: &'a [Run],
}

/// A run of words of a line, from the end of the run before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The byte after its last in the words of the line.
    pub end: usize,
    /// Where they stand.
    pub span: Span,
    /// What they are part of.
    pub part: Part,
}

/// What words are part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing: the author's own words.
    Plain,
    /// Words that are bound to a value.
    Bound,
    /// A link, whose target answers for what its words say; or letters of a program or file.
    Linked,
}

impl<'a> Line<'a> {
    /// Where each run begins in the words.
    fn starts(self) -> impl Iterator<Item = usize> {
        let last = self.runs.len().saturating_sub(1);
        let ends = self.runs[..last].iter().map(|run| run.end);
        [0].into_iter().chain(ends)
    }

    /// The runs, each with where it begins in the words.
    pub fn parts(self) -> impl Iterator<Item = (usize, &'a Run)> {
        self.starts().zip(self.runs)
    }

    /// The run that the byte `at` of the words lies in, and where it begins in them.
    pub fn run_at(self, at: usize) -> Option<(usize, &'a Run)> {
        self.parts().find(|(_, run)| at < run.end)
    }

    /// The place of some bytes of the words, as far as they lie in one run.
    pub fn span(self, from: usize, to: usize) -> Option<Span> {
        let (start, run) = self.run_at(from)?;
        let as_written = (run.span.end - run.span.start) as usize == run.end - start;
        let end = to.min(run.end);
        Some(match as_written {
            true => run.span.part(from - start, end - start),
            false => run.span,
        })
    }
}

/// The lines of a body or a text in which a number may stand, headings and table cells included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    lines: Vec<Extent>,
    /// The runs of all lines, one line after the other.
    runs: Vec<Run>,
}

/// A line: its words, and the number of runs up to its end, those of the lines before it included.
#[derive(Debug, Clone, PartialEq)]
struct Extent {
    words: Piece,
    runs: u32,
}

/// Where a line begins that is being read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Begun {
    words: usize,
    runs: usize,
}

impl Lines {
    /// The lines, in order.
    pub(crate) fn of<'a>(&'a self, words: &'a Words) -> impl Iterator<Item = Line<'a>> {
        let mut start = 0;
        self.lines.iter().map(move |line| {
            let end = line.runs as usize;
            let runs = &self.runs[start..end];
            start = end;
            Line {
                words: words.of(line.words),
                runs,
            }
        })
    }

    /// Begins a line behind the words that are there.
    pub(crate) fn begin(&self, words: &Words) -> Begun {
        Begun {
            words: words.len(),
            runs: self.runs.len(),
        }
    }

    /// Adds words and their place to a line, to its last run where they go on from it.
    pub(crate) fn push(
        &mut self,
        line: Begun,
        words: &mut Words,
        (added, span, part): (&str, Span, Part),
    ) {
        let length = words.len() - line.words;
        let end = length + added.len();
        words.push(added);
        let runs = &mut self.runs[line.runs..];
        let start = match runs {
            [.., before, _] => before.end,
            _ => 0,
        };
        let as_written = |span: Span, length: usize| (span.end - span.start) as usize == length;
        match runs.last_mut() {
            Some(run)
                if run.part == part
                    && run.span.end == span.start
                    && as_written(run.span, length - start)
                    && as_written(span, added.len()) =>
            {
                run.end = end;
                run.span.end = span.end;
            }
            _ => self.runs.push(Run { end, span, part }),
        }
    }

    /// Ends a line, which is kept where its words are `wanted`.
    pub(crate) fn end(&mut self, line: Begun, words: &Words, wanted: impl Fn(&str) -> bool) {
        let said = words.since(line.words);
        if !wanted(words.of(said)) {
            self.runs.truncate(line.runs);
            return;
        }
        let runs = u32::try_from(self.runs.len()).expect("a run is a byte at least");
        self.lines.push(Extent { words: said, runs });
    }

    /// Forgets a line and its words.
    pub(crate) fn take_back(&mut self, line: Begun, words: &mut Words) {
        words.truncate(line.words);
        self.runs.truncate(line.runs);
    }

    /// Gives back the room that is not used.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.lines.shrink_to_fit();
        self.runs.shrink_to_fit();
    }
}
