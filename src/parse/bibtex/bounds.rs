//! What keeps a file from being read by the crate: braces inside braces, which it follows by calling
//! itself, and abbreviations of abbreviations, which multiply or lead in a circle.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{Pair, RawBibliography, RawChunk};

/// How deep braces may stand inside the braces of a value.
const DEEPEST: usize = 50;
/// How many pieces a value may be put together of: `institute # { and } # press`.
const MOST_PIECES: usize = 1_000;
/// How long all values may be with their abbreviations written out, in bytes.
const LONGEST: usize = 32 << 20;

/// Why a file is not read, and where that stands.
pub(super) struct Beyond {
    pub(super) place: Range<usize>,
    pub(super) message: &'static str,
    pub(super) help: &'static str,
}

/// Looks whether a file is within bounds.
pub(super) fn check(raw: &RawBibliography<'_>) -> Result<(), Beyond> {
    let own = &raw.abbreviations;
    let fields = raw.entries.iter().flat_map(|entry| &entry.v.fields);
    for pair in own.iter().chain(fields.clone()) {
        within(pair)?;
    }
    // As in the crate, the last of one name counts.
    let named = own.iter().map(|pair| (pair.key.v, pair)).collect();
    let mut lengths = Lengths {
        named,
        known: BTreeMap::new(),
        open: 0,
    };
    for pair in own {
        lengths.of(pair)?;
    }
    let mut whole = 0;
    for pair in fields {
        whole += lengths.of(pair)?.length;
        if whole > LONGEST {
            return Err(multiplied(pair));
        }
    }
    Ok(())
}

/// Whether the pieces of a value are few enough and their braces not too deep.
fn within(pair: &Pair<'_>) -> Result<(), Beyond> {
    let pieces = &pair.value.v;
    if pieces.len() > MOST_PIECES {
        return Err(Beyond {
            place: pair.key.span.clone(),
            message: "the value is put together of too many pieces",
            help: "write it as one text in braces",
        });
    }
    for piece in pieces {
        if let RawChunk::Normal(text) = piece.v
            && depth(text) > DEEPEST
        {
            return Err(Beyond {
                place: pair.key.span.clone(),
                message: "braces are nested too deeply",
                help: "write the value with fewer braces inside braces",
            });
        }
    }
    Ok(())
}

/// How deep the braces of a text go.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => {
                // A brace that is written out opens nothing; what a command begins with is no brace.
                bytes.next();
            }
            b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// What a value is with its abbreviations written out.
#[derive(Clone, Copy, Default)]
struct Whole {
    /// How long it is, in bytes.
    length: usize,
    /// How many abbreviations lie inside each other.
    steps: usize,
}

/// What values are with their abbreviations written out.
struct Lengths<'r, 's> {
    named: BTreeMap<&'s str, &'r Pair<'s>>,
    /// What abbreviations are; none while one is being looked at.
    known: BTreeMap<&'s str, Option<Whole>>,
    /// How many are being looked at.
    open: usize,
}

impl<'s> Lengths<'_, 's> {
    fn of(&mut self, pair: &Pair<'s>) -> Result<Whole, Beyond> {
        let mut whole = Whole::default();
        for piece in &pair.value.v {
            match &piece.v {
                RawChunk::Normal(text) => whole.length += text.len(),
                RawChunk::Abbreviation(name) => {
                    let inner = self.of_abbreviation(name, pair)?;
                    whole.length += inner.length;
                    whole.steps = whole.steps.max(inner.steps + 1);
                }
            }
            if whole.length > LONGEST {
                return Err(multiplied(pair));
            }
        }
        match whole.steps > DEEPEST {
            true => Err(circle(pair)),
            false => Ok(whole),
        }
    }

    fn of_abbreviation(&mut self, name: &'s str, user: &Pair<'s>) -> Result<Whole, Beyond> {
        match self.known.get(name) {
            Some(Some(whole)) => return Ok(*whole),
            Some(None) => return Err(circle(user)),
            None => {}
        }
        // Months are abbreviations that the crate knows; what nothing knows it reports.
        let Some(pair) = self.named.get(name).copied() else {
            return Ok(Whole::default());
        };
        if self.open >= DEEPEST {
            return Err(circle(user));
        }
        self.known.insert(name, None);
        self.open += 1;
        let whole = self.of(pair)?;
        self.open -= 1;
        self.known.insert(name, Some(whole));
        Ok(whole)
    }
}

fn multiplied(pair: &Pair<'_>) -> Beyond {
    Beyond {
        place: pair.key.span.clone(),
        message: "abbreviations make this value too long",
        help: "write it out, with fewer abbreviations of abbreviations",
    }
}

fn circle(pair: &Pair<'_>) -> Beyond {
    Beyond {
        place: pair.key.span.clone(),
        message: "abbreviations lead to each other in a circle, or too many steps far",
        help: "write the words in braces where the abbreviation stands",
    }
}
