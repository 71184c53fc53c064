//! `briefpack.yaml`: what the whole site shares.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::{AttachmentId, Licence, Text};

/// `briefpack.yaml`.
#[derive(Debug)]
pub struct Config {
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
}

/// Where a group is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecycleState {
    /// At work.
    Active,
    /// Ended with a Parliament; it may come back.
    Dissolved,
    /// Ended for good.
    Closed,
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
