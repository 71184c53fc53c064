//! Words that say which way a difference goes.

/// Which way a difference goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// More than before or elsewhere.
    Up,
    /// Less.
    Down,
}

/// A word that gives a direction.
pub(in crate::claim) struct WayRow {
    pub(in crate::claim) words: &'static str,
    pub(in crate::claim) way: Way,
    /// The same in the other direction.
    pub(in crate::claim) other: &'static str,
    /// Whether it stands before the number (`fell by 3`).
    pub(in crate::claim) before: bool,
    /// Whether it may be an adjective of what is counted (`12 lower super output areas`), which
    /// is no direction where the value is not a difference.
    pub(in crate::claim) adjective: bool,
}

/// Nouns that give a direction straight behind a link: `[9 per cent](=…) rise`. Verbs there are
/// about something else.
#[rustfmt::skip]
pub(in crate::claim) const NOUNS: &[&str] = &[
    "rise", "fall", "increase", "decrease", "growth", "decline", "gain", "loss", "drop",
    "reduction", "cut", "jump", "contraction",
];

/// Words in the title of a column whose positive values may be of falls, or of how far something lies
/// below something else.
#[rustfmt::skip]
pub(in crate::claim) const FALLS: &[&str] = &[
    "fall", "falls", "fell", "fallen", "falling", "drop", "drops", "dropped", "decrease", "decreases",
    "decreased", "reduction", "reductions", "reduced", "loss", "losses", "lost", "decline", "declines",
    "declined", "cut", "cuts", "contraction", "shrinkage", "saving", "savings", "fewer", "less", "lower",
    "down", "below", "behind", "gap", "shortfall", "deficit",
];

/// Words in the title of a column that is of changes, of which a positive one is a rise.
#[rustfmt::skip]
pub(in crate::claim) const CHANGES: &[&str] = &[
    "change", "changes", "changed", "difference", "differences", "growth", "increase", "increases",
    "increased", "rise", "rises", "gain", "gains",
];

/// Directions that only go on with one given before them: `fell by a further 3 points`.
pub(in crate::claim) const FURTHER: &[&str] = &["another", "a further"];

const fn verb(words: &'static str, way: Way, other: &'static str) -> WayRow {
    WayRow {
        words,
        way,
        other,
        before: true,
        adjective: false,
    }
}

const fn behind(words: &'static str, way: Way, other: &'static str) -> WayRow {
    WayRow {
        words,
        way,
        other,
        before: false,
        adjective: false,
    }
}

const fn adjective(words: &'static str, way: Way, other: &'static str) -> WayRow {
    WayRow {
        words,
        way,
        other,
        before: false,
        adjective: true,
    }
}

use Way::{Down, Up};

/// The directions.
#[rustfmt::skip]
pub(in crate::claim) const WAYS: &[WayRow] = &[
    // Behind the number: `36 more jobs`, `3 points lower`.
    behind("more", Up, "fewer"), behind("fewer", Down, "more"), adjective("less", Down, "more"),
    adjective("higher", Up, "lower"), adjective("lower", Down, "higher"),
    adjective("greater", Up, "smaller"), adjective("larger", Up, "smaller"),
    adjective("bigger", Up, "smaller"), adjective("smaller", Down, "larger"),
    adjective("longer", Up, "shorter"), adjective("shorter", Down, "longer"),
    adjective("above", Up, "below"), adjective("below", Down, "above"),
    adjective("additional", Up, "fewer"),
    // On either side: `up 3 points`, `3 points up`.
    verb("up", Up, "down"), verb("down", Down, "up"),
    verb("up by", Up, "down by"), verb("down by", Down, "up by"),
    verb("rise", Up, "fall"), verb("fall", Down, "rise"),
    verb("rise of", Up, "fall of"), verb("fall of", Down, "rise of"),
    verb("rise by", Up, "fall by"), verb("fall by", Down, "rise by"),
    verb("rises by", Up, "falls by"), verb("falls by", Down, "rises by"),
    verb("rose", Up, "fell"), verb("fell", Down, "rose"),
    verb("rose by", Up, "fell by"), verb("fell by", Down, "rose by"),
    verb("risen by", Up, "fallen by"), verb("fallen by", Down, "risen by"),
    verb("rising by", Up, "falling by"), verb("falling by", Down, "rising by"),
    verb("risen", Up, "fallen"), verb("fallen", Down, "risen"),
    verb("rising", Up, "falling"), verb("falling", Down, "rising"),
    verb("increase", Up, "decrease"), verb("decrease", Down, "increase"),
    verb("increase of", Up, "decrease of"), verb("decrease of", Down, "increase of"),
    verb("increase by", Up, "decrease by"), verb("decrease by", Down, "increase by"),
    verb("increased", Up, "decreased"), verb("decreased", Down, "increased"),
    verb("increased by", Up, "decreased by"), verb("decreased by", Down, "increased by"),
    verb("growth", Up, "decline"), verb("growth of", Up, "decline of"),
    verb("grew", Up, "shrank"), verb("grew by", Up, "shrank by"),
    verb("grown by", Up, "shrunk by"), verb("shrunk by", Down, "grown by"),
    verb("shrank", Down, "grew"), verb("shrank by", Down, "grew by"),
    verb("decline", Down, "growth"), verb("decline of", Down, "growth of"),
    verb("declined", Down, "grew"), verb("declined by", Down, "grew by"),
    verb("gain", Up, "loss"), verb("loss", Down, "gain"),
    verb("gain of", Up, "loss of"), verb("loss of", Down, "gain of"),
    verb("gained", Up, "lost"), verb("lost", Down, "gained"),
    verb("drop", Down, "rise"), verb("drop of", Down, "rise of"),
    verb("dropped", Down, "rose"), verb("dropped by", Down, "rose by"),
    verb("reduction of", Down, "increase of"), verb("reduced by", Down, "increased by"),
    verb("reduction", Down, "increase"),
    verb("cut", Down, "rise"), verb("cut of", Down, "rise of"), verb("cut by", Down, "raised by"),
    verb("raised by", Up, "cut by"), verb("reduced", Down, "raised"), verb("raised", Up, "reduced"),
    verb("increasing by", Up, "decreasing by"), verb("decreasing by", Down, "increasing by"),
    verb("increases by", Up, "decreases by"), verb("decreases by", Down, "increases by"),
    verb("growing by", Up, "shrinking by"), verb("shrinking by", Down, "growing by"),
    verb("declining by", Down, "growing by"), verb("dropping by", Down, "rising by"),
    verb("went up by", Up, "went down by"), verb("went down by", Down, "went up by"),
    verb("gone up by", Up, "gone down by"), verb("gone down by", Down, "gone up by"),
    verb("going up by", Up, "going down by"), verb("going down by", Down, "going up by"),
    verb("contracted", Down, "grew"), verb("contracted by", Down, "grew by"),
    verb("contraction", Down, "growth"), verb("contraction of", Down, "growth of"),
    verb("expanded by", Up, "shrank by"),
    verb("climbed", Up, "fell"), verb("climbed by", Up, "fell by"),
    verb("jump", Up, "fall"), verb("jump of", Up, "fall of"),
    verb("jumped", Up, "fell"), verb("jumped by", Up, "fell by"),
    verb("surged by", Up, "fell by"), verb("soared by", Up, "fell by"),
    verb("slipped by", Down, "rose by"), verb("plunged by", Down, "rose by"),
    verb("plunged", Down, "rose"), verb("slumped by", Down, "rose by"),
    verb("narrowed by", Down, "widened by"), verb("widened by", Up, "narrowed by"),
    verb("another", Up, "down"), verb("a further", Up, "down"), verb("an extra", Up, "down"),
    verb("an additional", Up, "down"),
];
