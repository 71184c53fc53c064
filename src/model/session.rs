//! Sessions: when and where, who spoke, the briefing pack, the reading list.

use jiff::civil::{Date, Time};

use crate::model::{AttachmentId, Organisation, PageId, PersonId, Text};
use crate::source::{SourceId, Spanned};

/// What a session has beyond other pages.
#[derive(Debug)]
pub struct Session {
    /// Its number in the series.
    pub number: Option<Spanned<u32>>,
    /// When it begins.
    pub start: Option<Time>,
    /// When it ends.
    pub end: Option<Time>,
    /// Where it is held.
    pub place: Option<Text>,
    /// Whether it has been held.
    pub state: Option<State>,
    /// Who speaks, in order.
    pub speakers: Vec<Appearance>,
    /// The briefing pack.
    pub pack: Vec<PackItem>,
    /// The reading list.
    pub reading: Option<ReadingList>,
    /// The minutes.
    pub minutes: Option<PageId>,
    /// The documents of its folder, minutes among them: those of the pack in its order, then the others in
    /// the order of their files.
    pub documents: Vec<PageId>,
}

/// Whether a session has been held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is to come.
    Planned,
    /// It has been held.
    Held,
    /// It was called off.
    Cancelled,
}

/// Somebody who speaks at a session.
#[derive(Debug)]
pub struct Appearance {
    /// The person of `people.yaml`, where it is one.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// Letters after the name.
    pub honours: Option<String>,
    /// The role, at the session or in the organisation.
    pub role: Option<Text>,
    /// The organisation.
    pub organisation: Option<Organisation>,
    /// The party.
    pub party: Option<String>,
    /// The constituency.
    pub constituency: Option<String>,
    /// A few lines about the person.
    pub biography: Option<Text>,
    /// A photograph.
    pub photo: Option<AttachmentId>,
    /// What the person speaks about.
    pub talk: Option<Text>,
    /// A recording.
    pub recording: Option<Link>,
    /// What was said, in writing.
    pub transcript: Option<Link>,
}

/// Something to open: a file or page of the site, or an address outside.
#[derive(Debug, Clone)]
pub enum Link {
    /// A page of the site.
    Page(PageId),
    /// A file of the site.
    File(AttachmentId),
    /// An address outside.
    Outside(String),
}

/// An item of a briefing pack.
#[derive(Debug)]
pub struct PackItem {
    /// What it is.
    pub target: PackTarget,
    /// Its title, where it differs from the document's.
    pub title: Option<Text>,
    /// Who published it.
    pub publisher: Option<Text>,
    /// When: a day, or only a year or a month, as written.
    pub date: Option<String>,
    /// What is in it.
    pub description: Option<Text>,
    /// The day it was last read elsewhere.
    pub accessed: Option<Date>,
    /// A copy in a web archive, of a publication elsewhere.
    pub archived: Option<Robust>,
}

/// What an item of a briefing pack is.
#[derive(Debug, Clone)]
pub enum PackTarget {
    /// A document of the session.
    Document(PageId),
    /// An attachment.
    File(AttachmentId),
    /// A publication elsewhere.
    Outside(String),
}

/// A reading list in its categories.
#[derive(Debug)]
pub struct ReadingList {
    /// The categories, in order.
    pub groups: Vec<ReadingGroup>,
}

/// A category of a reading list.
#[derive(Debug)]
pub struct ReadingGroup {
    /// Its title; none for a list without categories.
    pub title: Option<Text>,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// A publication of a reading list; its fields carry hayagriva's names.
#[derive(Debug)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// The file it stands in.
    pub source: SourceId,
    /// `report`, `article` and so on.
    pub kind: String,
    /// The title.
    pub title: Text,
    /// The authors, as written: `Surname, Given`.
    pub authors: Vec<String>,
    /// The publisher.
    pub publisher: Option<Text>,
    /// A day, a month or a year, as written.
    pub date: Option<String>,
    /// The work it stands in: a journal, a series.
    pub parent: Option<Text>,
    /// Volume, issue, pages or number of the work, as written.
    pub locators: Vec<(&'static str, String)>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The day it was last read there.
    pub accessed: Option<Date>,
    /// Its DOI.
    pub doi: Option<String>,
    /// What it says, in the group's words.
    pub annotation: Option<Text>,
    /// A copy in a web archive.
    pub archived: Option<Robust>,
}

/// A copy in a web archive: a Robust Link.
#[derive(Debug, Clone)]
pub struct Robust {
    /// The address of the copy.
    pub url: String,
    /// The day it was made.
    pub date: Date,
}
