//! The site in single files that hold everything they need: one for each session, for e-mail, and one
//! for the whole site where that is not too large.
//!
//! A file is the content of several pages one after another. Style, fonts, images and downloads are
//! in it; links between its pages lead to places in it. It needs no script.

mod edition;

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::layout::{Layout, Member, Method};
use crate::archive::{Facts, Subject, page, sealing};
use crate::source::SitePath;

use self::edition::Edition;

/// The name of the folder.
pub(crate) const NAME: &str = "single";

/// The most that a file of the whole site may be.
const MOST: u64 = 40 << 20;

pub(super) fn layout(subject: &Subject<'_>) -> Layout {
    let pages: BTreeMap<&SitePath, &str> = subject.pages().collect();
    let sessions = subject.facts.sessions.iter();
    let mut members: Vec<Member> = sessions
        .map(|session| {
            let folder = session.pages[0].parent();
            let wanted = with_evidence(&session.pages, &pages, subject.facts);
            let path = format!("sessions/{}.html", folder.name());
            let title = format!("{} – {}", session.title, subject.facts.title);
            member(path, &title, &wanted, &pages, subject)
        })
        .collect();
    let all = whole(&pages);
    if let Some(first) = all.first().filter(|first| first.as_str() == "index.html") {
        let title = page::read(pages[first]).title;
        let site = member("site.html".to_string(), &title, &all, &pages, subject);
        members.extend((site.size() <= MOST).then_some(site));
    }
    Layout {
        members,
        closing: Some(sealing()),
    }
}

fn member(
    path: String,
    title: &str,
    wanted: &[SitePath],
    pages: &BTreeMap<&SitePath, &str>,
    subject: &Subject<'_>,
) -> Member {
    Member {
        path,
        pieces: Edition::of(title, wanted, pages, subject),
        method: Method::Deflated,
    }
}

/// All pages, the first page first, but for those that only lead on and the one for addresses that
/// do not exist.
fn whole(pages: &BTreeMap<&SitePath, &str>) -> Vec<SitePath> {
    let mut all: Vec<SitePath> = pages
        .iter()
        .filter(|(path, html)| path.as_str() != "404.html" && !page::read(html).leads_on)
        .map(|(path, _)| (*path).clone())
        .collect();
    // An index stands before what is in its folder.
    all.sort_by_key(|path| {
        let parts: Vec<String> = path.as_str().split('/').map(str::to_string).collect();
        let is_index = |part: &str| if part == "index.html" { 0 } else { 1 };
        parts
            .into_iter()
            .map(|part| (is_index(&part), part))
            .collect::<Vec<_>>()
    });
    all
}

/// The pages of a session, and those of datasets and people that they lead to.
fn with_evidence(
    wanted: &[SitePath],
    pages: &BTreeMap<&SitePath, &str>,
    facts: &Facts,
) -> Vec<SitePath> {
    let known: BTreeSet<&SitePath> = facts
        .datasets
        .iter()
        .map(|data| &data.page)
        .chain(&facts.people)
        .collect();
    let mut all = wanted.to_vec();
    for path in wanted {
        let links = edition::targets(pages.get(path).copied().unwrap_or_default(), path);
        for target in links {
            if known.contains(&target) && !all.contains(&target) {
                all.push(target);
            }
        }
    }
    all.retain(|path| pages.contains_key(path));
    all
}
