//! `briefpack.yaml`: what the whole site shares.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::{AttachmentId, Licence, Text};
use crate::signature::PublicKey;
use crate::source::SourceId;

/// `briefpack.yaml`.
#[derive(Debug)]
pub struct Config {
    /// The file it stands in.
    pub source: SourceId,
    /// The title of the site.
    pub title: Text,
    /// The language of its words, a BCP 47 tag such as `en-GB`.
    pub language: String,
    /// The address the site will have, ending in `/`.
    pub base_url: Option<String>,
    /// The name of the theme.
    pub theme: String,
    /// The zone in which dates and times without one are read.
    pub timezone: TimeZone,
    /// Where the group is in its life.
    pub lifecycle: Lifecycle,
    /// Who publishes the site.
    pub organisation: Organisation,
    /// A statement printed on every page.
    pub disclaimer: Option<Text>,
    /// The licence of the site's own words.
    pub licence: Option<Licence>,
    /// The instant `lifecycle.on` names: the default of `--as-of` once the site is closed.
    pub closed_on: Option<Timestamp>,
}

/// Where a group is in its life.
#[derive(Debug)]
pub struct Lifecycle {
    /// The state.
    pub state: LifecycleState,
    /// When the group began.
    pub since: Option<Date>,
    /// When it was dissolved or ended.
    pub until: Option<Date>,
    /// When the site was closed.
    pub on: Option<Date>,
    /// A sentence for the top of every page.
    pub notice: Option<Text>,
    /// Who keeps the site once it is closed.
    pub keeper: Option<Text>,
    /// The keys that the seal over the site is to be signed with.
    pub signed_by: Vec<PublicKey>,
    /// What was open when the site was closed.
    pub accepted: Vec<Accepted>,
}

/// What was found open when the site was closed, and why it was closed nonetheless.
#[derive(Debug)]
pub struct Accepted {
    /// The reason, in the group's words.
    pub reason: Text,
    /// The items, as `briefpack close` names them: `recording:https://…`.
    pub items: Vec<String>,
}

/// Where a group is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LifecycleState {
    /// At work.
    #[default]
    Active,
    /// Ended with a Parliament; it may come back.
    Dissolved,
    /// Ended for good.
    Closed,
}

impl LifecycleState {
    /// Every state, in the order of a life.
    pub const ALL: [LifecycleState; 3] = [
        LifecycleState::Active,
        LifecycleState::Dissolved,
        LifecycleState::Closed,
    ];

    /// The word for it in `briefpack.yaml`.
    pub fn word(self) -> &'static str {
        match self {
            LifecycleState::Active => "active",
            LifecycleState::Dissolved => "dissolved",
            LifecycleState::Closed => "closed",
        }
    }
}

/// Who publishes the site.
#[derive(Debug, Default)]
pub struct Organisation {
    /// The group.
    pub name: Option<Text>,
    /// Who runs it.
    pub secretariat: Option<Text>,
    /// Who pays.
    pub funding: Option<Text>,
    /// Where it can be written to.
    pub address: Option<Text>,
    /// How it can be reached.
    pub contact: Option<Text>,
    /// Its mark.
    pub logo: Option<AttachmentId>,
}
