//! CSV text into records and cells, by their places (RFC 4180, and leniently what is near it).

/// A cell of a record: where its text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The first byte of its text, quotation marks aside.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
    /// Whether the text differs from what stands there: doubled quotation marks, or text after
    /// the closing one.
    pub(crate) escaped: bool,
}

/// A record's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte after the last, its line end aside.
    pub(crate) end: usize,
    /// How many empty lines stand before it.
    pub(crate) blank: u32,
    /// Where a quotation mark stands that is never closed.
    pub(crate) open: Option<usize>,
}

/// Reads the records of a text one by one. Empty lines are passed over.
#[derive(Debug)]
pub(crate) struct Records<'t> {
    bytes: &'t [u8],
    at: usize,
    delimiter: u8,
    first: bool,
}

impl<'t> Records<'t> {
    /// Begins at the byte `from`; the delimiter is an ASCII character.
    pub(crate) fn new(text: &'t str, from: usize, delimiter: u8) -> Self {
        Records {
            bytes: text.as_bytes(),
            at: from,
            delimiter,
            first: true,
        }
    }

    /// The next record, its cells in place of those in `pieces`.
    pub(crate) fn next(&mut self, pieces: &mut Vec<Piece>) -> Option<Record> {
        pieces.clear();
        // The first line end is that of the record before.
        let mut blank = 0;
        while let Some(byte @ (b'\r' | b'\n')) = self.peek() {
            let after_return = byte == b'\n' && self.at > 0 && self.bytes[self.at - 1] == b'\r';
            blank += u32::from(!after_return);
            self.at += 1;
        }
        if !self.first {
            blank = blank.saturating_sub(1);
        }
        self.first = false;
        self.peek()?;
        let start = self.at;
        let mut open = None;
        loop {
            pieces.push(self.piece(&mut open));
            if self.peek() == Some(self.delimiter) {
                self.at += 1;
            } else {
                break;
            }
        }
        let end = self.at;
        Some(Record {
            start,
            end,
            blank,
            open,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Reads one cell and stops at the delimiter, line end or end of text after it.
    fn piece(&mut self, open: &mut Option<usize>) -> Piece {
        let first = self.at;
        if self.peek() != Some(b'"') {
            self.plain();
            return Piece {
                start: first,
                end: self.at,
                escaped: false,
            };
        }
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.peek() {
                None => {
                    *open = open.or(Some(first));
                    return Piece {
                        start,
                        end: self.at,
                        escaped,
                    };
                }
                Some(b'"') if self.bytes.get(self.at + 1) == Some(&b'"') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(b'"') => break,
                Some(_) => self.at += 1,
            }
        }
        let end = self.at;
        self.at += 1;
        let closed = self.at;
        self.plain();
        match self.at == closed {
            true => Piece {
                start,
                end,
                escaped,
            },
            // Text after the closing mark belongs to the cell: the place is then the whole.
            false => Piece {
                start: first,
                end: self.at,
                escaped: true,
            },
        }
    }

    fn plain(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == self.delimiter || matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.at += 1;
        }
    }
}

impl Piece {
    /// The text of a cell whose text differs from what stands at its place.
    pub(crate) fn unescaped(self, text: &str) -> String {
        let raw = &text[self.start..self.end];
        let Some(rest) = raw.strip_prefix('"').filter(|_| self.is_whole(text)) else {
            return raw.replace("\"\"", "\"");
        };
        let mut out = String::with_capacity(rest.len());
        let mut letters = rest.chars().peekable();
        let mut quoted = true;
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    out.push('"');
                }
                '"' if quoted => quoted = false,
                letter => out.push(letter),
            }
        }
        out
    }

    /// Whether the place holds the opening quotation mark: it is not preceded by one.
    fn is_whole(self, text: &str) -> bool {
        self.start == 0 || text.as_bytes()[self.start - 1] != b'"'
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut records = Records::new(text, 0, delimiter);
        let mut pieces = Vec::new();
        let mut all = Vec::new();
        while records.next(&mut pieces).is_some() {
            let cells = pieces.iter().map(|piece| match piece.escaped {
                true => piece.unescaped(text),
                false => text[piece.start..piece.end].to_string(),
            });
            all.push(cells.collect());
        }
        all
    }

    fn reference(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let records = reader
            .records()
            .map(|record| record.expect("text is UTF-8"));
        records
            .map(|record| record.iter().map(str::to_string).collect())
            .collect()
    }

    #[test]
    fn quotation_marks_hold_delimiters_line_ends_and_themselves() {
        assert_eq!(
            read("a,\"b, c\",\"d \"\"e\"\"\"\r\n\n\"f\ng\",h,\"\"", b','),
            [vec!["a", "b, c", "d \"e\""], vec!["f\ng", "h", ""]]
        );
        assert_eq!(read("5\" pipe;\"a\"b", b';'), [["5\" pipe", "ab"]]);
    }

    #[test]
    fn a_quotation_mark_left_open_is_told() {
        let mut pieces = Vec::new();
        let record = Records::new("a,\"b\nc", 0, b',').next(&mut pieces);
        assert_eq!(record.and_then(|record| record.open), Some(2));
    }

    proptest! {
        #[test]
        fn records_are_those_of_the_reference_reader(text in "[a\",; \r\né]{0,40}") {
            prop_assert_eq!(read(&text, b','), reference(&text, b','));
            prop_assert_eq!(read(&text, b';'), reference(&text, b';'));
        }

        #[test]
        fn places_are_inside_the_text(text in "\\PC{0,60}") {
            let mut records = Records::new(&text, 0, b',');
            let mut pieces = Vec::new();
            let mut last = 0;
            while let Some(record) = records.next(&mut pieces) {
                prop_assert!(last <= record.start && record.start < record.end);
                prop_assert!(text.get(record.start..record.end).is_some());
                for piece in &pieces {
                    prop_assert!(text.get(piece.start..piece.end).is_some());
                    prop_assert!(record.start <= piece.start && piece.end <= record.end);
                }
                last = record.end;
            }
        }
    }
}
