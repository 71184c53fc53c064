//! Views of sessions: speakers, pack, reading list.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Time;

use crate::html::{Writer, kind, size};
use crate::model::{
    Appearance, Dataset, Entry, Kind, Link, Organisation, PackItem, PackTarget, Page, PageId,
    Person, ReadingList, Robust, Session, Site, State, Text, anchors,
};
use crate::slug::slug;
use crate::source::SitePath;
use crate::view::CardView;
use crate::view::chrome::{date, image, partial_date};
use crate::view::lists::{card, dataset_card};
use crate::view::{
    ArchivedView, EntryView, FigureLinkView, PackItemView, RESERVED_ANCHORS, ReadingGroupView,
    ReadingView, ResourceView, SessionView, SpeakerView, article,
};
use crate::web::WebAddress;

/// A session.
pub(crate) fn session(
    site: &Site,
    page: &Page,
    session: &Session,
    writer: &Writer<'_>,
) -> SessionView {
    let in_pack = |id: &PageId| {
        session
            .pack
            .iter()
            .any(|item| matches!(item.target, PackTarget::Document(it) if it == *id))
    };
    let others = session
        .documents
        .iter()
        .filter(|id| !in_pack(id) && session.minutes != Some(**id));
    SessionView {
        article: article::parts(site, page, writer),
        number: session.number.as_ref().map(|number| number.value),
        state: session.state.map(|it| state(site, it).into()),
        time: time(session),
        place_html: session.place.as_ref().map(|place| writer.text(place)),
        speakers: session
            .speakers
            .iter()
            .map(|it| speaker(site, it, writer))
            .collect(),
        pack: session
            .pack
            .iter()
            .map(|item| pack_item(site, item, writer))
            .collect(),
        reading: session
            .reading
            .as_ref()
            .map(|reading| reading_list(reading, page, writer)),
        minutes: session.minutes.map(|id| CardView {
            label: Some("Minutes".to_string()),
            ..card(site, id, writer)
        }),
        documents: others.map(|id| card(site, *id, writer)).collect(),
        datasets: datasets(site, page)
            .map(|data| dataset_card(data, writer))
            .collect(),
        figures: figures(site, page, session, writer),
        opens_with_text: false,
    }
}

/// The figures of a session's pages. One that the session shows itself is led to there.
fn figures(
    site: &Site,
    page: &Page,
    session: &Session,
    writer: &Writer<'_>,
) -> Vec<FigureLinkView> {
    let pages: Vec<PageId> = std::iter::once(page.id)
        .chain(session.documents.iter().copied())
        .collect();
    let drawn = pages.iter().flat_map(|id| site.places.figures(*id));
    let drawn = drawn.map(|id| site.figure(*id));
    drawn
        .map(|figure| {
            let here = page.body.figures.contains(&Some(figure.id));
            let at = if here { page } else { site.page(figure.page) };
            let way = if here {
                String::new()
            } else {
                writer.href(&at.route)
            };
            FigureLinkView {
                title_html: writer.text_unlinked(&figure.title),
                href: format!("{way}#{}", anchors::figure(&figure.name)),
                page_html: writer.text_unlinked(&at.meta.title.value),
            }
        })
        .collect()
}

/// The word templates know a state by. On a closed site nothing is to come any more.
pub(crate) fn state(site: &Site, state: State) -> &'static str {
    match state {
        State::Planned if site.is_closed() => "was-planned",
        State::Planned => "planned",
        State::Held => "held",
        State::Cancelled => "cancelled",
    }
}

/// The datasets in a session's own folder.
fn datasets<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = &'a Dataset> {
    let own = site.places.datasets(&page.route.parent());
    own.into_iter().map(|id| site.dataset(id))
}

fn time(session: &Session) -> Option<String> {
    match (session.start, session.end) {
        (Some(start), Some(end)) => Some(format!("{} to {}", clock(start), clock(end))),
        (Some(start), None) => Some(clock(start)),
        (None, Some(end)) => Some(format!("until {}", clock(end))),
        (None, None) => None,
    }
}

/// A time as British readers write it: `10am`, `11.30am`, `midday`.
fn clock(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (hour, minute) {
        (0, 0) => return "midnight".to_string(),
        (12, 0) => return "midday".to_string(),
        _ => {}
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    if minute == 0 {
        format!("{hour}{half}")
    } else {
        format!("{hour}.{minute:02}{half}")
    }
}

/// A speaker. What the session says of a person comes before what `people.yaml` says.
fn speaker(site: &Site, it: &Appearance, writer: &Writer<'_>) -> SpeakerView {
    let mut view = match it.person {
        Some(id) => person(site, site.person(id), writer),
        None => empty(),
    };
    let text = |text: &Option<Text>| text.as_ref().map(|text| writer.text(text));
    if !it.name.is_empty() {
        view.name.clone_from(&it.name);
    }
    view.honours = it.honours.clone().or(view.honours);
    view.role_html = text(&it.role).or(view.role_html);
    if let Some(organisation) = &it.organisation {
        set_organisation(&mut view, organisation);
    }
    view.party = it.party.clone().or(view.party);
    view.constituency = it.constituency.clone().or(view.constituency);
    view.biography_html = text(&it.biography).or(view.biography_html);
    if let Some(photo) = it.photo {
        view.photo = Some(image(
            site,
            writer,
            photo,
            &format!("Portrait of {}", view.name),
        ));
    }
    view.talk_html = text(&it.talk);
    view.recording = it
        .recording
        .as_ref()
        .map(|link| resource(site, link, writer));
    view.transcript = it
        .transcript
        .as_ref()
        .map(|link| resource(site, link, writer));
    view
}

/// A person of `people.yaml`.
pub(crate) fn person(site: &Site, person: &Person, writer: &Writer<'_>) -> SpeakerView {
    let mut view = SpeakerView {
        name: person.name.clone(),
        honours: person.honours.clone(),
        href: Some(writer.href(&person.route)),
        role_html: person.role.as_ref().map(|role| writer.text(role)),
        party: person.party.clone(),
        constituency: person.constituency.clone(),
        biography_html: person.biography.as_ref().map(|text| writer.text(text)),
        photo: person
            .photo
            .map(|photo| image(site, writer, photo, &format!("Portrait of {}", person.name))),
        ..empty()
    };
    if let Some(organisation) = &person.organisation {
        set_organisation(&mut view, organisation);
    }
    view
}

fn set_organisation(view: &mut SpeakerView, organisation: &Organisation) {
    view.organisation = Some(organisation.name.clone());
    view.organisation_url.clone_from(&organisation.url);
}

fn empty() -> SpeakerView {
    SpeakerView {
        name: String::new(),
        honours: None,
        href: None,
        role_html: None,
        organisation: None,
        organisation_url: None,
        party: None,
        constituency: None,
        biography_html: None,
        photo: None,
        talk_html: None,
        recording: None,
        transcript: None,
    }
}

fn resource(site: &Site, link: &Link, writer: &Writer<'_>) -> ResourceView {
    match link {
        Link::Page(id) => page_resource(&site.page(*id).route, writer),
        Link::File(id) => {
            let file = site.attachment(*id);
            ResourceView {
                href: writer.href(&file.route),
                kind: kind(&file.route),
                size: Some(size(file.size)),
                external: false,
            }
        }
        Link::Outside(url) => outside(url),
    }
}

fn page_resource(route: &SitePath, writer: &Writer<'_>) -> ResourceView {
    ResourceView {
        href: writer.href(route),
        kind: "Web page".to_string(),
        size: None,
        external: false,
    }
}

fn outside(url: &str) -> ResourceView {
    let host = WebAddress::of(url).map_or(url, |web| web.plain_host());
    ResourceView {
        href: url.to_string(),
        kind: host.to_string(),
        size: None,
        external: true,
    }
}

fn pack_item(site: &Site, item: &PackItem, writer: &Writer<'_>) -> PackItemView {
    let title = item.title.as_ref().map(|title| writer.text_unlinked(title));
    let text = |text: &Option<Text>| text.as_ref().map(|text| writer.text(text));
    let (resource, title, description) = match &item.target {
        PackTarget::Document(id) => {
            let page = site.page(*id);
            let own = || writer.text_unlinked(&page.meta.title.value);
            let summary = text(&item.description).or_else(|| text(&page.meta.summary));
            (
                page_resource(&page.route, writer),
                title.unwrap_or_else(own),
                summary,
            )
        }
        PackTarget::File(id) => {
            let link = Link::File(*id);
            (
                resource(site, &link, writer),
                title.unwrap_or_default(),
                text(&item.description),
            )
        }
        PackTarget::Outside(url) => (
            outside(url),
            title.unwrap_or_default(),
            text(&item.description),
        ),
    };
    let original = match &item.target {
        PackTarget::Outside(url) => Some(url.as_str()),
        _ => None,
    };
    PackItemView {
        title_html: title,
        resource,
        publisher_html: text(&item.publisher),
        date: item.date.as_deref().map(partial_date),
        description_html: description,
        accessed: item.accessed.map(date),
        archived: item.archived.as_ref().map(|copy| archived(copy, original)),
    }
}

fn reading_list(reading: &ReadingList, page: &Page, writer: &Writer<'_>) -> ReadingView {
    let headings = page.body.headings.iter();
    let mut taken: BTreeSet<String> = headings.map(|heading| heading.anchor.clone()).collect();
    // How many anchors of each name have been tried, which are all taken.
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    let groups = reading.groups.iter().map(|group| {
        let title = group.title.as_ref().map_or_else(String::new, Text::plain);
        let name = anchors::reading_group(&slug(&title));
        let tried = tried.entry(name.clone()).or_default();
        let anchor = loop {
            let anchor = anchors::again(&name, *tried);
            *tried += 1;
            if !taken.contains(&anchor) && !RESERVED_ANCHORS.contains(&anchor.as_str()) {
                break anchor;
            }
        };
        taken.insert(anchor.clone());
        ReadingGroupView {
            title_html: group.title.as_ref().map(|title| writer.text(title)),
            anchor,
            entries: group.entries.iter().map(|it| entry(it, writer)).collect(),
        }
    });
    ReadingView {
        groups: groups.collect(),
        downloads: Vec::new(),
    }
}

fn entry(entry: &Entry, writer: &Writer<'_>) -> EntryView {
    let text = |text: &Option<Text>| text.as_ref().map(|text| writer.text(text));
    let doi = || {
        entry
            .doi
            .as_ref()
            .map(|doi| format!("https://doi.org/{doi}"))
    };
    let locators: Vec<String> = entry
        .locators
        .iter()
        .map(|(words, value)| format!("{words}{value}"))
        .collect();
    EntryView {
        title_html: writer.text_unlinked(&entry.title),
        url: entry.url.clone().or_else(doi),
        authors: authors(&entry.authors),
        publisher_html: text(&entry.publisher),
        parent_html: text(&entry.parent),
        year: entry.date.as_ref().map(|date| date[..4].to_string()),
        locators: (!locators.is_empty()).then(|| locators.join(", ")),
        annotation_html: text(&entry.annotation),
        accessed: entry.accessed.map(date),
        archived: entry
            .archived
            .as_ref()
            .map(|copy| archived(copy, entry.url.as_deref())),
    }
}

fn archived(copy: &Robust, original: Option<&str>) -> ArchivedView {
    ArchivedView {
        url: copy.url.clone(),
        date: date(copy.date),
        original: original.unwrap_or(&copy.url).to_string(),
    }
}

/// `Surname, Given` as `Given Surname`, several joined with commas and "and".
fn authors(names: &[String]) -> Option<String> {
    let mut names: Vec<String> = names
        .iter()
        .map(|name| match name.split_once(", ") {
            Some((surname, given)) => format!("{given} {surname}"),
            None => name.clone(),
        })
        .collect();
    let last = names.pop()?;
    Some(if names.is_empty() {
        last
    } else {
        format!("{} and {last}", names.join(", "))
    })
}

/// The speakers of all sessions, for the pages of people.
pub(crate) fn spoke_at(site: &Site) -> BTreeMap<usize, Vec<PageId>> {
    let mut spoke: BTreeMap<usize, Vec<PageId>> = Default::default();
    for id in &site.sessions {
        let Kind::Session(session) = &site.page(*id).kind else {
            continue;
        };
        for person in session.speakers.iter().filter_map(|it| it.person) {
            let sessions = spoke.entry(person.0).or_default();
            if sessions.last() != Some(id) {
                sessions.push(*id);
            }
        }
    }
    spoke
}
