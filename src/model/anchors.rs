//! The names of places on pages that the program gives. Authors can link to them, and no heading may
//! have one of them besides.

/// Where a figure stands, by its name in the site.
pub(crate) fn figure(name: &str) -> String {
    format!("{FIGURE}{name}")
}

/// The figure whose place this would be.
pub(crate) fn figure_at(anchor: &str) -> Option<&str> {
    anchor.strip_prefix(FIGURE)
}

/// Where a row of a dataset stands on its page, by its key.
pub(crate) fn row(key: &str) -> String {
    [ROW, key].concat()
}

/// The row whose place this would be.
pub(crate) fn row_at(anchor: &str) -> Option<&str> {
    anchor.strip_prefix(ROW)
}

/// Where a footnote stands, by its number from 1.
pub(crate) fn note(number: usize) -> String {
    format!("{NOTE}{number}")
}

/// Where a mark of a footnote stands, by its number among these marks from 0.
pub(crate) fn note_mark(number: usize, mark: usize) -> String {
    match mark {
        0 => format!("{NOTE}{number}-mark"),
        mark => format!("{NOTE}{number}-mark-{}", mark + 1),
    }
}

/// Where a group of a reading list stands, by the slug of its title.
pub(crate) fn reading_group(slug: &str) -> String {
    format!("{READING_GROUP}{slug}")
}

/// A name that `before` others on the page have: `-2` behind it for each; for so many that it would grow
/// without end, their number.
pub(crate) fn again(name: &str, before: usize) -> String {
    match before {
        0..=20 => name.to_string() + &"-2".repeat(before),
        _ => format!("{name}-{}", before + 1),
    }
}

/// Whether a name, or one made of it by a number behind it, may be that of a figure, a footnote or a mark.
pub(crate) fn may_be_made(name: &str) -> bool {
    let begins = |made: &str| name.starts_with(&made[..made.len() - "-".len()]);
    begins(FIGURE) || begins(NOTE)
}

/// Whether a group of a reading list might stand there.
pub(crate) fn may_be_reading_group(anchor: &str) -> bool {
    anchor.starts_with(READING_GROUP)
}

const FIGURE: &str = "figure-";
const NOTE: &str = "note-";
const ROW: &str = "row-";
const READING_GROUP: &str = "reading-";
