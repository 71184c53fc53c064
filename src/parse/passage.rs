//! A piece of text taken out of a file, that still knows where each of its bytes stood.
//!
//! Front matter, figure blocks and text in YAML are parsed by themselves; what is found in them
//! is reported in the file they came from.

use std::borrow::Cow;

use crate::source::{SourceId, Span};

/// A piece of text and the way back to its file.
#[derive(Debug, Clone)]
pub(crate) struct Passage<'a> {
    /// The text.
    pub(crate) text: Cow<'a, str>,
    /// The text of the whole file.
    pub(crate) file: &'a str,
    source: SourceId,
    /// Where the text begins in the file.
    begins: usize,
    /// Where in the text a run begins, and where that run begins in the file; ascending. None are kept
    /// of text that stands in one piece in the file, as most does.
    runs: Vec<(usize, usize)>,
}

impl<'a> Passage<'a> {
    /// Text that stands as it is in the file from the byte `start` on.
    pub(crate) fn straight(text: &'a str, file: &'a str, source: SourceId, start: usize) -> Self {
        Passage {
            text: Cow::Borrowed(text),
            file,
            source,
            begins: start,
            runs: Vec::new(),
        }
    }

    /// Text put together from runs of the file, of which the first begins it.
    pub(crate) fn pieced(
        text: String,
        file: &'a str,
        source: SourceId,
        runs: Vec<(usize, usize)>,
    ) -> Self {
        Passage {
            text: Cow::Owned(text),
            file,
            source,
            begins: runs.first().map_or(0, |(_, file)| *file),
            runs,
        }
    }

    /// Where `start..end` of the text stands in the file.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.place(start);
        // The end is found from the last byte inside, so that a range never reaches into the
        // next run.
        let last = if end > start {
            self.place(end - 1) + 1
        } else {
            first
        };
        Span::new(self.source, first, last.max(first))
    }

    /// Where the whole text stands.
    pub(crate) fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }

    fn place(&self, at: usize) -> usize {
        let before = self.runs.partition_point(|(start, _)| *start <= at);
        match before.checked_sub(1) {
            Some(run) => {
                let (text_start, file_start) = self.runs[run];
                file_start + at - text_start
            }
            None => self.begins + at,
        }
    }

    /// The same text with `insert` put in before each of the bytes `places` (ascending).
    pub(crate) fn with_inserts(self, places: &[usize], insert: char) -> Passage<'a> {
        if places.is_empty() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len() + places.len() * insert.len_utf8());
        let mut runs = Vec::new();
        let mut from = 0;
        for stop in places.iter().copied().chain([self.text.len()]) {
            runs.push((text.len(), self.place(from)));
            for (start, file) in &self.runs {
                if *start > from && *start < stop {
                    runs.push((text.len() + start - from, *file));
                }
            }
            text.push_str(&self.text[from..stop]);
            if stop < self.text.len() {
                text.push(insert);
            }
            from = stop;
        }
        Passage {
            text: Cow::Owned(text),
            runs,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inserts_keep_the_way_back() {
        let passage = Passage::straight("a<b<c", "", SourceId(0), 10).with_inserts(&[1, 3], '\\');
        assert_eq!(passage.text, "a\\<b\\<c");
        assert_eq!(passage.span(2, 3), Span::new(SourceId(0), 11, 12));
        assert_eq!(passage.span(6, 7), Span::new(SourceId(0), 14, 15));
    }
}
