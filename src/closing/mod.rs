//! Closing: the steps of a group's life as changes to `briefpack.yaml`.
//!
//! `active → dissolved → active again → closed`. In: what is asked for, and the site as it would be.
//! Out: the changed text, and the gaps that somebody has to accept first. Nothing is written here.

mod handover;

use jiff::civil::Date;

use crate::check::Gap;
use crate::config::LifecycleState;
use crate::diag::nearest;
use crate::parse::lifecycle::RawLifecycle;
use crate::parse::rewrite::{Change, Value};

pub(crate) use handover::handover;

/// What is to happen to a site.
#[derive(Debug, Clone)]
pub struct Request {
    /// The step.
    pub step: Step,
    /// The day on which it takes effect.
    pub on: Option<Date>,
    /// A sentence for the top of every page.
    pub notice: Option<String>,
    /// Gaps that are accepted, each with the reason: the gap's item, a kind, or `all`. Where both hold
    /// a `=`, they may be parted at any of them.
    pub accept: Vec<(String, String)>,
}

/// A step of a group's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The group ends with a Parliament, and may come back.
    Dissolve,
    /// It has come back.
    Revive,
    /// It ends for good.
    Close,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub String);

/// The changes that a step asks for, from the life as written; `accepted` is the whole list of what
/// is accepted from then on.
///
/// # Errors
/// When the step does not lead on from where the group is.
pub(crate) fn changes(
    request: &Request,
    now: &RawLifecycle,
    accepted: Vec<(String, Vec<String>)>,
) -> Result<Vec<Change>, Refusal> {
    let refuse = |why: &str| Err(Refusal(why.to_string()));
    let state = match (request.step, now.state) {
        (Step::Dissolve, LifecycleState::Closed) => {
            return refuse("the site is closed for good; `--revive` makes it active again");
        }
        (Step::Revive, LifecycleState::Active) => {
            return refuse("the site is active: there is nothing to revive");
        }
        (Step::Dissolve, _) => LifecycleState::Dissolved,
        (Step::Revive, _) => LifecycleState::Active,
        (Step::Close, _) => LifecycleState::Closed,
    };
    let mut changes = vec![Change::Set("state", Value::Word(state.word().to_string()))];
    if request.step == Step::Revive {
        changes.extend(["on", "accepted"].map(Change::Remove));
        if ended_by_dissolution(now) {
            changes.push(Change::Remove("until"));
        }
    }
    if let Some(on) = request.on.filter(|_| request.step != Step::Revive) {
        if request.step == Step::Dissolve {
            changes.push(Change::Set("until", Value::Word(on.to_string())));
        }
        changes.push(Change::Set("on", Value::Word(on.to_string())));
    }
    if let Some(notice) = &request.notice {
        changes.push(Change::Set("notice", Value::Text(notice.clone())));
    }
    if !accepted.is_empty() && request.step == Step::Close {
        let groups = Value::Groups(["reason", "items"], accepted);
        changes.push(Change::Set("accepted", groups));
    }
    Ok(changes)
}

/// Whether `until` is what a dissolution has written. After a closing it may be yours.
fn ended_by_dissolution(now: &RawLifecycle) -> bool {
    now.state == LifecycleState::Dissolved && now.until.is_some() && now.until == now.on
}

/// What a step does to keys that a person may have written, in words: those that `--revive` keeps, and
/// those that another step puts something else in the place of.
pub(crate) fn remarks(request: &Request, now: &RawLifecycle) -> Vec<&'static str> {
    let comes_back = request.step == Step::Revive;
    let rows = [
        (
            comes_back && now.notice.is_some(),
            "`notice` stays, as you may have written it: take it out if it speaks of the ending.",
        ),
        (
            comes_back && now.until.is_some() && !ended_by_dissolution(now),
            "`until` stays, as you may have written it: take it out if the group goes on.",
        ),
        (
            !comes_back && now.notice.is_some() && request.notice.is_some(),
            "The new notice takes the place of the one that stood there, and `--revive` does not bring \
             that back.",
        ),
        (
            request.step == Step::Dissolve && now.until.is_some_and(|day| Some(day) != request.on),
            "The new `until` takes the place of the day that stood there, and `--revive` does not bring \
             that back.",
        ),
    ];
    let said = rows.into_iter().filter(|(holds, _)| *holds);
    said.map(|(_, words)| words).collect()
}

/// What is accepted once the request is granted: what was before, and every gap that the request
/// means, by its own name, under its reason.
///
/// # Errors
/// When the request accepts something that is no gap.
pub(crate) fn accepted(
    request: &Request,
    before: &RawLifecycle,
    gaps: &[Gap],
) -> Result<Vec<(String, Vec<String>)>, Refusal> {
    let mut groups: Vec<(String, Vec<String>)> = before
        .accepted
        .iter()
        .map(|accepted| (accepted.written.clone(), accepted.items.clone()))
        .collect();
    for (name, reason) in &request.accept {
        let whole = format!("{name}={reason}");
        let (meant, reason) = meant(&whole, gaps).ok_or_else(|| no_such(name, gaps))?;
        for gap in meant {
            let item = gap.item();
            if groups.iter().any(|(_, items)| items.contains(&item)) {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| known == reason) {
                Some((_, items)) => items.push(item),
                None => groups.push((reason.to_string(), vec![item])),
            }
        }
    }
    Ok(groups)
}

/// The gaps that `ITEM=REASON` means, and the reason. Both may hold a `=`, as addresses do: the item is
/// the longest that names something.
fn meant<'a>(text: &'a str, gaps: &'a [Gap]) -> Option<(Vec<&'a Gap>, &'a str)> {
    text.rmatch_indices('=').find_map(|(at, sign)| {
        let (item, reason) = (text[..at].trim(), text[at + sign.len()..].trim());
        let meant: Vec<&Gap> = gaps
            .iter()
            .filter(|gap| gap.refuses && gap.is_meant_by(item))
            .collect();
        (!meant.is_empty() || item == "all").then_some((meant, reason))
    })
}

fn no_such(name: &str, gaps: &[Gap]) -> Refusal {
    let open = || gaps.iter().filter(|gap| gap.refuses);
    let mut names: Vec<String> = open().map(|gap| gap.kind.to_string()).collect();
    names.dedup();
    let kinds: Vec<String> = names.iter().map(|kind| format!("`{kind}`")).collect();
    names.extend(open().map(Gap::item));
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if kinds.is_empty() => "nothing is open, so nothing has to be accepted".to_string(),
        None => format!(
            "open are items of the kinds {}; without `--accept` the command lists them",
            kinds.join(", ")
        ),
    };
    Refusal(format!(
        "`--accept {name}=…` names nothing that is open\nhelp: {help}"
    ))
}
