//! The events of a text, in which one can look ahead by one.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, OffsetIter, Options, Parser};

type Broken<'p> = fn(BrokenLink<'p>) -> Option<(CowStr<'p>, CowStr<'p>)>;

/// What a text consists of, in order, each with its place in it. Whatever begins in it also ends in it, and
/// what begins later ends earlier.
pub(super) struct Events<'p> {
    coming: OffsetIter<'p, Broken<'p>>,
    /// The one that comes first, where it has been looked at already.
    first: Option<(Event<'p>, Range<usize>)>,
}

impl<'p> Events<'p> {
    pub(super) fn of(text: &'p str, options: Options) -> Self {
        // A full reference without definition is a mistake and comes back as a link; words in
        // brackets such as `[c]` are words.
        let broken: Broken<'p> = |link| match link.link_type {
            LinkType::Reference => Some((link.reference, "".into())),
            _ => None,
        };
        let parser = Parser::new_with_broken_link_callback(text, options, Some(broken));
        Events {
            coming: parser.into_offset_iter(),
            first: None,
        }
    }

    pub(super) fn next(&mut self) -> Option<(Event<'p>, Range<usize>)> {
        match self.first {
            None => self.coming.next(),
            Some(_) => self.first.take(),
        }
    }

    /// The next event, which stays the next.
    pub(super) fn peek(&mut self) -> Option<&Event<'p>> {
        if self.first.is_none() {
            self.first = self.coming.next();
        }
        self.first.as_ref().map(|(event, _)| event)
    }

    /// Makes the event that came last the next again.
    pub(super) fn put_back(&mut self, event: Event<'p>, range: Range<usize>) {
        self.first = Some((event, range));
    }
}
