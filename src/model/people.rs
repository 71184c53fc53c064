//! People, organisations and topics.

use crate::model::{AttachmentId, OrganisationId, PageId, PersonId, Text};
use crate::source::{SitePath, Span};

/// A person of `people.yaml`.
#[derive(Debug)]
pub struct Person {
    /// Where its author wrote the key.
    pub span: Span,
    /// The key that content uses.
    pub key: String,
    /// The name.
    pub name: String,
    /// Letters after the name: `MP`, `OBE`.
    pub honours: Option<String>,
    /// The role in the group: `Chair`.
    pub role: Option<Text>,
    /// The organisation.
    pub organisation: Option<Organisation>,
    /// Its place among the organisations, where it is one of them.
    pub organisation_id: Option<OrganisationId>,
    /// The party.
    pub party: Option<String>,
    /// The constituency.
    pub constituency: Option<String>,
    /// A few lines about the person.
    pub biography: Option<Text>,
    /// A photograph.
    pub photo: Option<AttachmentId>,
    /// A page about the person elsewhere.
    pub url: Option<String>,
    /// The address of the person's page.
    pub route: SitePath,
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its website.
    pub url: Option<String>,
}

/// Somebody named in content: a person of `people.yaml`, or only a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A person with a page.
    Person(PersonId),
    /// A name.
    Plain(String),
}

/// A topic.
#[derive(Debug)]
pub struct Topic {
    /// Where it is first named.
    pub span: Span,
    /// Its name as first written.
    pub title: String,
    /// Its name in addresses.
    pub slug: String,
    /// The pages about it, in the order of the site.
    pub pages: Vec<PageId>,
    /// The address of its page.
    pub route: SitePath,
}
