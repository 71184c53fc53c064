//! Ranges of cells as spreadsheets write them: `A4:H310`.

/// A rectangle of cells, counted from 0; an end that is not said is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) first_row: u32,
    pub(crate) first_column: u32,
    /// The last row, itself included.
    pub(crate) last_row: Option<u32>,
    /// The last column, itself included.
    pub(crate) last_column: Option<u32>,
}

/// The last row and column that spreadsheets have.
pub(crate) const LAST_ROW: u32 = 1_048_575;
pub(crate) const LAST_COLUMN: u32 = 16_383;

/// Reads `A4:H310`, or with an open end `A4:H` or `A4`; dollar signs do no harm.
pub(crate) fn parse(text: &str) -> Option<Range> {
    let text = text.replace('$', "").trim().to_ascii_uppercase();
    let (start, end) = match text.split_once(':') {
        Some((start, end)) => (start.trim(), Some(end.trim())),
        None => (text.as_str(), None),
    };
    let (Some(first_column), Some(first_row)) = corner(start)? else {
        return None;
    };
    let (last_column, last_row) = match end.filter(|end| !end.is_empty()) {
        Some(end) => corner(end)?,
        None => (None, None),
    };
    let ordered = last_row.is_none_or(|last| last >= first_row)
        && last_column.is_none_or(|last| last >= first_column);
    ordered.then_some(Range {
        first_row,
        first_column,
        last_row,
        last_column,
    })
}

/// The column and row of `H310`, `H` or `310`.
fn corner(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let letters = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = &text[letters.len()..];
    let column = match letters {
        "" => None,
        letters if letters.len() > 3 || !letters.bytes().all(|it| it.is_ascii_uppercase()) => {
            return None;
        }
        letters => {
            let value = |all: u32, letter: u8| all * 26 + u32::from(letter - b'A') + 1;
            Some(letters.bytes().fold(0, value) - 1)
        }
    };
    let row = match digits {
        "" => None,
        digits => Some(digits.parse::<u32>().ok()?.checked_sub(1)?),
    };
    let real = column.is_none_or(|it| it <= LAST_COLUMN) && row.is_none_or(|it| it <= LAST_ROW);
    (real && (column.is_some() || row.is_some())).then_some((column, row))
}

impl std::fmt::Display for Range {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let column = crate::source::column_name;
        write!(
            formatter,
            "{}{}",
            column(self.first_column),
            self.first_row + 1
        )?;
        if self.last_row.is_none() && self.last_column.is_none() {
            return Ok(());
        }
        write!(formatter, ":")?;
        if let Some(last) = self.last_column {
            write!(formatter, "{}", column(last))?;
        }
        match self.last_row {
            Some(last) => write!(formatter, "{}", last + 1),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_written_as_it_was_read() {
        for text in ["A4:H310", "B2", "A1:XFD1048576", "AA10:AB", "C3:3"] {
            assert_eq!(
                parse(text).map(|range| range.to_string()).as_deref(),
                Some(text)
            );
        }
        assert_eq!(
            parse("$a$4:h10").map(|range| range.to_string()).as_deref(),
            Some("A4:H10")
        );
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in [
            "",
            "A",
            "4",
            "A0",
            "H310:A4",
            "A1:XFE2",
            "A1:B1048577",
            "A1;B2",
            "A1:B2:C3",
        ] {
            assert_eq!(parse(text), None, "`{text}`");
        }
    }
}
