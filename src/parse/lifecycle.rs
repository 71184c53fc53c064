//! `lifecycle` in `briefpack.yaml`: where a group is in its life.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::LifecycleState;
use crate::diag::{Diagnostic, code};
use crate::parse::fields::{self, Fields};
use crate::parse::markdown::RawText;
use crate::parse::page::instant;
use crate::parse::yaml::Node;
use crate::signature::PublicKey;

/// Where a group is in its life, as written.
#[derive(Debug, Default)]
pub(crate) struct RawLifecycle {
    pub(crate) state: LifecycleState,
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) on: Option<Date>,
    pub(crate) on_instant: Option<Timestamp>,
    pub(crate) notice: Option<RawText>,
    pub(crate) keeper: Option<RawText>,
    pub(crate) signed_by: Vec<PublicKey>,
    pub(crate) accepted: Vec<RawAccepted>,
}

/// What was found open when the site was closed, and why it was closed nonetheless, as written.
#[derive(Debug)]
pub(crate) struct RawAccepted {
    pub(crate) reason: RawText,
    /// The reason, letter by letter.
    pub(crate) written: String,
    pub(crate) items: Vec<String>,
}

/// Reads the value of `lifecycle`; days without a time begin in `zone`.
pub(super) fn parse(
    node: &Node,
    file: &str,
    zone: &TimeZone,
    faults: &mut Vec<Diagnostic>,
) -> RawLifecycle {
    let mut read = RawLifecycle::default();
    let Some(mut map) = Fields::of(node, "`lifecycle`", file, faults) else {
        return read;
    };
    let states = LifecycleState::ALL.map(|state| (state.word(), state));
    if let Some(state) = map.word("state", &states) {
        read.state = state.value;
    }
    read.since = map.date("since").map(|date| date.value);
    read.until = map.date("until").map(|date| date.value);
    if let Some(node) = map.take("on") {
        let text = fields::scalar(node).unwrap_or("");
        if let Some(time) = instant(text) {
            read.on = Some(time.to_zoned(zone.clone()).date());
            read.on_instant = Some(time);
        } else if let Some(date) = fields::date(node, map.faults) {
            read.on = Some(date.value);
            let start = date.value.to_zoned(zone.clone());
            read.on_instant = start.ok().map(|start| start.timestamp());
        }
    }
    read.notice = map.text("notice");
    read.keeper = map.text("keeper");
    for node in map.list("signed_by") {
        let known = &read.signed_by;
        let key = key(node, known, map.faults);
        read.signed_by.extend(key);
    }
    for node in map.list("accepted") {
        read.accepted.extend(accepted(node, file, map.faults));
    }
    map.finish();
    read
}

/// A key by which the seal is signed.
fn key(node: &Node, known: &[PublicKey], faults: &mut Vec<Diagnostic>) -> Option<PublicKey> {
    let text = fields::string(node, faults)?;
    let mut wrong = |what: &str, help| {
        faults.push(Diagnostic::error(&code::SIGNING_KEY, text.span, what).help(help));
        None
    };
    match PublicKey::read(&text.value) {
        Err(no) => wrong(&no.what, no.help),
        Ok(key) if known.iter().any(|other| other.is(&key)) => {
            wrong("this key is in the list already", "remove one of the two")
        }
        Ok(key) => Some(key),
    }
}

fn accepted(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<RawAccepted> {
    let mut map = Fields::of(node, "what was accepted", file, faults)?;
    let written = map.string("reason").map(|reason| reason.value);
    let reason = map.required_text("reason");
    let items: Vec<String> = map
        .list("items")
        .iter()
        .filter_map(|item| fields::string(item, map.faults))
        .map(|item| item.value)
        .collect();
    map.finish();
    Some(RawAccepted {
        reason: reason?,
        written: written.unwrap_or_default(),
        items,
    })
}
