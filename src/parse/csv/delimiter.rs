//! What stands between the cells of a text file.

use super::records::Records;

const KNOWN: &[u8] = b",;\t|";
/// How many records are looked at.
const LOOKED_AT: usize = 50;

/// The delimiter that parts the first records best: into the most cells for the most records of
/// one length. A comma where nothing speaks for another.
pub(crate) fn guess(text: &str, from: usize) -> u8 {
    // A quotation mark left open may swallow the whole file: the first lines are enough.
    let lines = text[from..].match_indices('\n').nth(LOOKED_AT);
    let head = &text[..lines.map_or(text.len(), |(at, _)| from + at)];
    let mut best = (0, b',');
    for delimiter in KNOWN {
        let score = score(head, from, *delimiter);
        if score > best.0 {
            best = (score, *delimiter);
        }
    }
    best.1
}

/// How many cells the records of the most common length have, taken together; nothing where that
/// length is one.
fn score(head: &str, from: usize, delimiter: u8) -> usize {
    let mut records = Records::new(head, from, delimiter);
    let mut pieces = Vec::new();
    let mut lengths: Vec<usize> = Vec::new();
    while records.next(&mut pieces).is_some() {
        lengths.push(pieces.len());
    }
    let common = lengths
        .iter()
        .map(|length| {
            (
                lengths.iter().filter(|other| *other == length).count(),
                *length,
            )
        })
        .filter(|(_, length)| *length > 1)
        .max();
    common.map_or(0, |(count, length)| count * count * length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_parts_lines_alike() {
        assert_eq!(guess("area;jobs\nNorth;1,5\nSouth;2,5\n", 0), b';');
        assert_eq!(guess("area\tjobs\nBristol, City of\t5\n", 0), b'\t');
        assert_eq!(guess("area|jobs\nNorth|5\n", 0), b'|');
        assert_eq!(guess("area,jobs\nNorth;West,5\n", 0), b',');
        assert_eq!(guess("area\nNorth\n", 0), b',');
        assert_eq!(guess("\"a;b\",c\n\"d;e\",f\n", 0), b',');
    }
}
