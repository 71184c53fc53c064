//! Pages: what every kind of content shares, and what it is.

use jiff::civil::Date;

use crate::model::{Name, PageId, Prose, Session, Text, TopicId};
use crate::source::{SitePath, SourceId, Spanned};

/// A page written in Markdown.
#[derive(Debug)]
pub struct Page {
    /// Its place in [`crate::model::Site::pages`].
    pub id: PageId,
    /// The file it was written in.
    pub source: SourceId,
    /// The folder of that file, in which its figures find their datasets.
    pub folder: SitePath,
    /// Its address in the output.
    pub route: SitePath,
    /// What it is.
    pub kind: Kind,
    /// What all kinds share.
    pub meta: Meta,
    /// What it says.
    pub body: Prose,
}

/// What a page is.
#[derive(Debug)]
pub enum Kind {
    /// The first page of the site.
    Home,
    /// A page by itself: about, contact.
    Plain,
    /// A session.
    Session(Box<Session>),
    /// A document of a session or publication, or a chapter of a report.
    Document {
        /// The page it belongs to.
        of: PageId,
    },
    /// A publication.
    Publication,
    /// A report.
    Report,
    /// A piece of news.
    News,
}

/// What all kinds of page share.
#[derive(Debug)]
pub struct Meta {
    /// The title and its place.
    pub title: Spanned<Text>,
    /// The date; required on sessions, publications, reports and news.
    pub date: Option<Date>,
    /// A sentence or two.
    pub summary: Option<Text>,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// Who wrote it.
    pub authors: Vec<Name>,
    /// The corrections log, oldest first.
    pub changes: Vec<Change>,
}

/// A correction.
#[derive(Debug)]
pub struct Change {
    /// The day it was made.
    pub date: Date,
    /// What was changed.
    pub note: Text,
}
