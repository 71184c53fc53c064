//! Places in an order: `third highest`, `8th of 12`, `the lowest`, `in the top ten`.

use rust_decimal::prelude::ToPrimitive;

use crate::claim::numeral::numeral;
use crate::claim::read::Reader;
use crate::claim::tables::{
    ENDS, GROUPS, Kind, OF_PLACES, ORDINAL_SUFFIXES, ORDINALS, SHARED, TENS,
};
use crate::claim::tokens::{TokenKind, joins, phrase, row, span};
use crate::claim::{Place, Rank, Unreadable};

impl Reader<'_> {
    /// Reads the place in an order that begins here, and where the token after it stands.
    pub(super) fn rank(&self) -> Result<Option<(Rank, usize)>, Unreadable> {
        let Some(token) = self.tokens[..self.split].get(self.at) else {
            return Ok(None);
        };
        let shared = SHARED.contains(&token.lower.as_ref());
        let start = self.at + usize::from(shared);
        let start = start + usize::from(shared && joins(self.tokens, start));
        let found = self
            .group(start)
            .or_else(|| self.place_in_words(start))
            .or_else(|| self.end_alone(start));
        let Some((mut rank, mut end)) = found else {
            return Ok(None);
        };
        rank.shared |= shared;
        rank.place = span(&self.tokens[self.at..end]);
        if self.hedge.is_some() || self.way.is_some() {
            return self.refuse(self.at, end, Kind::Ordinal);
        }
        if let Some((of, place, behind)) = self.of_places(end) {
            rank.of = Some((of, place));
            end = behind;
        }
        Ok(Some((rank, end)))
    }

    /// `third`, `twenty-first`, `3rd`; the number of the place and where the token after it
    /// stands.
    pub(super) fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        let link = &self.tokens[..self.split];
        let token = link.get(at)?;
        let place = |word: &str| {
            let at = ORDINALS.iter().position(|name| *name == word)?;
            u32::try_from(at + 1).ok()
        };
        if token.kind == TokenKind::Digits {
            let suffix = link.get(at + 1).filter(|next| next.glued)?;
            let ordinal = ORDINAL_SUFFIXES.contains(&suffix.lower.as_ref());
            let number = token.text.parse().ok().filter(|number| *number > 0);
            return number.filter(|_| ordinal).map(|number| (number, at + 2));
        }
        if let Some(number) = place(&token.lower) {
            return Some((number, at + 1));
        }
        let tens = TENS.iter().position(|name| *name == token.lower)?;
        let next = at + 1 + usize::from(joins(link, at + 1));
        let ones = place(&link.get(next)?.lower).filter(|ones| *ones < 10)?;
        Some(((u32::try_from(tens).ok()? + 2) * 10 + ones, next + 1))
    }

    fn place_in_words(&self, start: usize) -> Option<(Rank, usize)> {
        let (number, end) = self.ordinal(start)?;
        let mut rank = plain(number, Some(span(&self.tokens[start..end])));
        let mut end = end;
        if let Some((_, behind)) = row(&self.tokens[..self.split], end, SHARED, |words| *words) {
            rank.shared = true;
            end = behind;
        }
        let at = end + usize::from(joins(self.tokens, end));
        if let Some((named, behind)) = row(&self.tokens[..self.split], at, ENDS, |end| end.words) {
            rank.from_below = named.below;
            end = behind;
        }
        Some((rank, end))
    }

    /// `the highest`, `bottom`.
    fn end_alone(&self, start: usize) -> Option<(Rank, usize)> {
        let (named, end) = row(&self.tokens[..self.split], start, ENDS, |end| end.words)?;
        if named.words.contains(' ') {
            return None;
        }
        let rank = Rank {
            from_below: named.below,
            ..plain(1, None)
        };
        Some((rank, end))
    }

    /// `top ten`; behind `among the` or `one of the` also `ten highest`.
    fn group(&self, start: usize) -> Option<(Rank, usize)> {
        let link = &self.tokens[..self.split];
        let cardinal = |at: usize| {
            let number = numeral(link, at)?.ok()?;
            let rank = number.value.is_integer().then(|| number.value.to_u32())??;
            (rank > 0).then_some((rank, number.end))
        };
        if let Some((named, at)) = row(link, start, GROUPS, |group| group.0) {
            let (number, end) = cardinal(at)?;
            let rank = Rank {
                from_below: named.1,
                group: true,
                ..plain(number, Some(span(&link[at..end])))
            };
            return Some((rank, end));
        }
        let one_of = phrase(link, start, "one of the");
        let at = one_of.or_else(|| self.among.then_some(start))?;
        let (number, end) = cardinal(at)?;
        let (named, behind) = row(link, end, ENDS, |end| end.words)?;
        let rank = Rank {
            from_below: named.below,
            group: true,
            ..plain(number, Some(span(&link[at..end])))
        };
        Some((rank, behind))
    }

    /// The `of 12` of `8th of 12`.
    fn of_places(&self, at: usize) -> Option<(u32, Place, usize)> {
        let (_, number) = row(self.tokens, at, OF_PLACES, |words| *words)?;
        let of = numeral(self.tokens, number)?.ok()?;
        let same = self.tokens[at].place.side == self.tokens.get(number)?.place.side;
        let whole = of.value.is_integer().then(|| of.value.to_u32())??;
        same.then_some((whole, span(&self.tokens[number..of.end]), of.end))
    }
}

fn plain(rank: u32, number: Option<Place>) -> Rank {
    Rank {
        rank,
        from_below: false,
        group: false,
        shared: false,
        of: None,
        number,
        // Set when the whole of it has been read.
        place: number.unwrap_or(Place {
            side: crate::claim::Side::Words,
            start: 0,
            end: 0,
        }),
    }
}
