//! The site as it is after `resolve`: every name is an id, every address is assigned, nothing
//! dangles, and nothing that may not be published yet is in it.

pub(crate) mod anchors;
mod attachment;
mod dataset;
mod elsewhere;
mod figure;
mod formula;
mod geography;
mod markup;
pub mod natural;
mod page;
mod people;
mod places;
pub mod scale;
mod session;
mod walk;
mod words;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::{Config, LifecycleState};
use crate::source::{SitePath, Span};

pub use attachment::{Attachment, Attachments};
pub use dataset::{Cell, Dataset, Field, FieldType, Licence, Marker, Row, Source, Unit, Value};
pub use elsewhere::{Elsewhere, Outside};
pub use figure::{Bin, Channels, Figure, Reference, SeriesBreak, Stack};
pub use formula::{CellId, Column, Formula, Function, Term};
pub use geography::{Area, AreaKind, Areas, Classing, Grid, Ground, HexLayout, Ring, Shape};
pub(crate) use markup::each_piece;
pub use markup::{
    Alert, Align, Block, Bound, Definition, Element, Footnote, Heading, Image, Inline, Inlines,
    Item, List, Prose, Table, Target, Text, plain,
};
pub use page::{Change, Kind, Meta, Page};
pub use people::{Name, Organisation, Person, Topic};
pub use places::Places;
pub use session::{
    Appearance, Entry, Link, PackItem, PackTarget, ReadingGroup, ReadingList, Robust, Session,
    State,
};
pub use walk::Owner;
pub(crate) use words::Begun;
pub use words::{Line, Lines, Part, Piece, Run, Words};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);
    )*};
}

ids! {
    /// A page, by its place in [`Site::pages`].
    PageId
    /// A person, by place in [`Site::people`].
    PersonId
    /// An organisation, by place in [`Site::organisations`].
    OrganisationId
    /// A topic, by place in [`Site::topics`].
    TopicId
    /// A dataset, by its place in [`Site::datasets`].
    DatasetId
    /// A field, by its place in [`Dataset::fields`].
    FieldId
    /// A figure, by its place in [`Site::figures`].
    FigureId
    /// A file that is published as it is, by the number of its source.
    AttachmentId
}

/// Everything that is to be published.
#[derive(Debug)]
pub struct Site {
    /// `briefpack.yaml`.
    pub config: Config,
    /// The instant the site is built for.
    pub as_of: Timestamp,
    /// The day of that instant in the site's time zone.
    pub today: Date,
    /// Every page written in Markdown, in the order of their source paths.
    pub pages: Vec<Page>,
    /// The home page.
    pub home: Option<PageId>,
    /// The sessions, in their order.
    pub sessions: Vec<PageId>,
    /// The publications, newest first.
    pub publications: Vec<PageId>,
    /// The reports, newest first.
    pub reports: Vec<PageId>,
    /// The news, newest first.
    pub news: Vec<PageId>,
    /// The people who have a page, in the order of `people.yaml`.
    pub people: Vec<Person>,
    /// The organisations of `people.yaml`.
    pub organisations: Vec<Organisation>,
    /// The topics, by title.
    pub topics: Vec<Topic>,
    /// The datasets, in the order of their paths.
    pub datasets: Vec<Dataset>,
    /// The figures, in the order of pages and places.
    pub figures: Vec<Figure>,
    /// The files published as they are.
    pub attachments: Attachments,
    /// Old addresses that lead to pages.
    pub redirects: Vec<Redirect>,
    /// Files that are left out because they say so themselves, in the order of their paths.
    pub withheld: Vec<Withheld>,
    /// Who stands where.
    pub places: Places,
    /// Every link to a place of a page, of a dataset's page too.
    pub anchors: Vec<Anchor>,
    /// What is known of addresses outside; nothing before the site is closed, where it is not told.
    pub outside: Outside,
}

/// What a place stands on that a link names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Landing {
    /// A page of its own.
    Page(PageId),
    /// The page of a dataset.
    Dataset(DatasetId),
}

/// A link to a heading or another place of a page.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// Where the place is to be.
    pub on: Landing,
    /// The name of the place.
    pub name: String,
    /// The link.
    pub span: Span,
}

/// A file that is not published yet.
#[derive(Debug, Clone)]
pub struct Withheld {
    /// Where it says so, or stands.
    pub span: Span,
    /// The file, or the person with the file: `content/people.yaml/jane-doe`.
    pub name: String,
    /// Until when it is under embargo; none for a draft.
    pub until: Option<Timestamp>,
}

impl Site {
    /// Whether the site has been closed, by the day it is built for.
    pub fn is_closed(&self) -> bool {
        self.config.lifecycle.state == LifecycleState::Closed
            && self.config.closed_on.is_none_or(|on| on <= self.as_of)
    }

    /// The page of an id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// The dataset of an id.
    pub fn dataset(&self, id: DatasetId) -> &Dataset {
        &self.datasets[id.0]
    }

    /// The figure of an id.
    pub fn figure(&self, id: FigureId) -> &Figure {
        &self.figures[id.0]
    }

    /// The person of an id.
    pub fn person(&self, id: PersonId) -> &Person {
        &self.people[id.0]
    }

    /// The topic of an id.
    pub fn topic(&self, id: TopicId) -> &Topic {
        &self.topics[id.0]
    }

    /// The attachment of an id.
    pub fn attachment(&self, id: AttachmentId) -> &Attachment {
        self.attachments.of(id)
    }

    /// The session that a page belongs to: itself, or the one whose document it is.
    pub fn session_of(&self, page: &Page) -> Option<PageId> {
        match &page.kind {
            Kind::Session(_) => Some(page.id),
            Kind::Document { of } if matches!(self.page(*of).kind, Kind::Session(_)) => Some(*of),
            _ => None,
        }
    }
}

/// An old address and the page it leads to.
#[derive(Debug, Clone)]
pub struct Redirect {
    /// The file that answers at the old address.
    pub from: SitePath,
    /// The page.
    pub to: PageId,
}
