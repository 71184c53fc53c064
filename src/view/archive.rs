//! The page about a closed site as an archive.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::Accepted;
use crate::html::Writer;
use crate::model::{Kind, Page, Site, State};
use crate::number::{counted, long_date};
use crate::signature::PublicKey;
use crate::slug::{slug, without_order};
use crate::source::SitePath;
use crate::view::chrome::{NO_ROOT_YET, SEAL, ending};
use crate::view::{AcceptedItemView, AcceptedView, ArchiveView, KeyView};
use crate::web::is_web;

/// The kind of what is not published: nothing more is said of it.
const WITHHELD: &str = "withheld";

/// What is open under each kind of gap, in words.
const KINDS: &[(&str, &str)] = &[
    ("placeholder", "Words that were to be replaced"),
    (WITHHELD, "Not published"),
    ("planned", "Session without an outcome"),
    ("recording", "Recording kept elsewhere"),
    ("source", "Publication without an archived copy"),
    ("keeper", "Nobody named who keeps the site"),
];

/// The page of a closed site.
pub(crate) fn view(site: &Site, writer: &Writer<'_>) -> ArchiveView {
    let config = &site.config;
    ArchiveView {
        dates_html: ending(site, writer).unwrap_or_default(),
        sessions: sessions(site),
        data: data(site),
        keeper_html: config
            .lifecycle
            .keeper
            .as_ref()
            .map(|keeper| writer.text(keeper)),
        citation_html: citation(site, writer),
        root: NO_ROOT_YET.to_string(),
        keys: config.lifecycle.signed_by.iter().map(key).collect(),
        accepted: config
            .lifecycle
            .accepted
            .iter()
            .map(|it| accepted(it, site, writer))
            .collect(),
    }
}

fn key(key: &PublicKey) -> KeyView {
    KeyView {
        key: key.bare(),
        holder: key.holder().map(str::to_string),
        file: key.signature_of(SEAL),
        commands: key.to_check(SEAL),
    }
}

/// How many sessions are in these states, and their days in order.
fn days(site: &Site, states: &[Option<State>]) -> (usize, Vec<Date>) {
    let mut count = 0;
    let mut days = Vec::new();
    for id in &site.sessions {
        let page = site.page(*id);
        if let Kind::Session(session) = &page.kind
            && states.contains(&session.state)
        {
            count += 1;
            days.extend(page.meta.date);
        }
    }
    days.sort();
    (count, days)
}

/// The sessions that were held; of one whose day is not known nothing else is said.
fn held(site: &Site) -> (usize, Vec<Date>) {
    days(site, &[Some(State::Held), None])
}

/// How many sessions there were, and when; those of which it is not known that they were held are told
/// by themselves.
fn sessions(site: &Site) -> Option<String> {
    let held = of_held(site);
    let (planned, days) = days(site, &[Some(State::Planned)]);
    if planned == 0 {
        return held;
    }
    let was = if planned == 1 { "was" } else { "were" };
    let days = match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => format!(" for {}", long_date(*first)),
        (Some(first), Some(last)) => {
            format!(" for {} to {}", long_date(*first), long_date(*last))
        }
        _ => String::new(),
    };
    Some(match held {
        Some(held) => format!("{held}; {planned} more {was} planned{days}"),
        None => format!("{} {was} planned{days}", counted(planned, "session")),
    })
}

fn of_held(site: &Site) -> Option<String> {
    let (count, days) = held(site);
    let sessions = (count > 0).then(|| counted(count, "session"))?;
    Some(match (days.first(), days.last()) {
        (Some(first), Some(last)) if first == last => {
            format!("{sessions}, on {}", long_date(*first))
        }
        (Some(first), Some(last)) => {
            format!(
                "{sessions}, from {} to {}",
                long_date(*first),
                long_date(*last)
            )
        }
        _ => sessions,
    })
}

fn data(site: &Site) -> Option<String> {
    match (site.figures.len(), site.datasets.len()) {
        (0, 0) => None,
        (0, data) => Some(counted(data, "dataset")),
        (figures, data) => Some(format!(
            "{} and {}",
            counted(figures, "figure"),
            counted(data, "dataset")
        )),
    }
}

/// Body, years, title, kind, closing day, address.
fn citation(site: &Site, writer: &Writer<'_>) -> String {
    let config = &site.config;
    let lifecycle = &config.lifecycle;
    let title = writer.text_unlinked(&config.title);
    let end = lifecycle.until.or(lifecycle.on);
    let begin = lifecycle.since.or_else(|| held(site).1.first().copied());
    let years = match (begin, end) {
        (Some(begin), Some(end)) if begin.year() < end.year() => {
            format!(" ({} to {})", begin.year(), end.year())
        }
        (_, Some(day)) | (Some(day), None) => format!(" ({})", day.year()),
        (None, None) => String::new(),
    };
    let mut out = match &config.organisation.name {
        Some(name) => format!("{}{years}. <i>{title}</i>", writer.text_unlinked(name)),
        None => format!("<i>{title}</i>{years}"),
    };
    out.push_str(" [archived website].");
    if let Some(on) = lifecycle.on {
        out.push_str(&format!(" Closed on {}.", long_date(on)));
    }
    if let Some(address) = &config.base_url {
        out.push(' ');
        crate::html::escape(address, &mut out);
    }
    out
}

fn accepted(accepted: &Accepted, site: &Site, writer: &Writer<'_>) -> AcceptedView {
    let mut items: Vec<AcceptedItemView> = Vec::new();
    let mut unnamed: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &accepted.items {
        let (kind, name) = item.split_once(':').unwrap_or((item, ""));
        let known = KINDS.iter().find(|(known, _)| *known == kind);
        let words = known.map_or(kind, |(_, words)| *words);
        let external = is_web(name);
        let page = page_of(name, site).filter(|_| kind != WITHHELD);
        let view = |name: String, href: Option<String>| AcceptedItemView {
            kind: words.to_string(),
            name,
            href,
            external,
        };
        if external {
            items.push(view(name.to_string(), Some(name.to_string())));
        } else if let Some(page) = page {
            let title = page.meta.title.value.plain();
            items.push(view(title, Some(page.route.to_string())));
        } else {
            *unnamed.entry(words).or_default() += 1;
        }
    }
    items.dedup_by(|later, first| later.kind == first.kind && later.href == first.href);
    items.extend(unnamed.into_iter().map(|(words, count)| AcceptedItemView {
        kind: words.to_string(),
        name: match count {
            1 => String::new(),
            count => counted(count, "item"),
        },
        href: None,
        external: false,
    }));
    AcceptedView {
        reason_html: writer.text(&accepted.reason),
        items,
    }
}

/// The published page that an item means, which names a file or a line of one. Names of files are
/// never printed: they may be those of what was not to be published.
fn page_of<'a>(name: &str, site: &'a Site) -> Option<&'a Page> {
    let file = match name.rsplit_once(':') {
        Some((file, line)) if line.bytes().all(|byte| byte.is_ascii_digit()) => file,
        _ => name,
    };
    let file = SitePath::new(file.strip_prefix("content/")?);
    let stem = slug(without_order(file.stem()));
    let mut pages = site.pages.iter();
    pages.find(|page| page.folder == file.parent() && page.route.stem() == stem)
}
