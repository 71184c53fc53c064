//! The page about a closed site as an archive.

use jiff::civil::Date;

use crate::config::Accepted;
use crate::html::Writer;
use crate::model::{Kind, Site, State};
use crate::number::{counted, long_date};
use crate::view::chrome::{NO_ROOT_YET, ending};
use crate::view::{AcceptedItemView, AcceptedView, ArchiveView};

/// What is open under each kind of gap, in words.
const KINDS: &[(&str, &str)] = &[
    ("placeholder", "Words that were to be replaced"),
    ("withheld", "Not published"),
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
        accepted: config
            .lifecycle
            .accepted
            .iter()
            .map(|it| accepted(it, writer))
            .collect(),
    }
}

/// The days of the sessions that were held, in order.
fn held(site: &Site) -> (usize, Vec<Date>) {
    let mut count = 0;
    let mut days = Vec::new();
    for id in &site.sessions {
        let page = site.page(*id);
        if let Kind::Session(session) = &page.kind
            && session.state != Some(State::Cancelled)
        {
            count += 1;
            days.extend(page.meta.date);
        }
    }
    days.sort();
    (count, days)
}

fn sessions(site: &Site) -> Option<String> {
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

fn accepted(accepted: &Accepted, writer: &Writer<'_>) -> AcceptedView {
    let items = accepted.items.iter().map(|item| {
        let (kind, name) = item.split_once(':').unwrap_or((item, ""));
        let known = KINDS.iter().find(|(known, _)| *known == kind);
        AcceptedItemView {
            kind: known.map_or(kind, |(_, words)| *words).to_string(),
            name: name.to_string(),
            external: name.starts_with("https://") || name.starts_with("http://"),
        }
    });
    AcceptedView {
        reason_html: writer.text(&accepted.reason),
        items: items.collect(),
    }
}
