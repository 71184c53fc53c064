//! Views of lists: cards, indexes, people, the site map.

use std::collections::BTreeMap;

use crate::html::Writer;
use crate::model::{Dataset, Kind, Name, PageId, Person, Site};
use crate::source::SitePath;
use crate::view::chrome::date;
use crate::view::session::{person, state};
use crate::view::{
    CardView, ListGroupView, ListView, PeopleView, PersonView, SitemapLink, SitemapSection,
    SitemapView,
};

/// A page in a list.
pub(crate) fn card(site: &Site, id: PageId, writer: &Writer<'_>) -> CardView {
    let page = site.page(id);
    let (label, number, held) = match &page.kind {
        Kind::Session(session) => (
            Some(match &session.number {
                Some(number) => format!("Session {}", number.value),
                None => "Session".to_string(),
            }),
            session.number.as_ref().map(|number| number.value),
            session.state.map(|it| state(site, it)),
        ),
        Kind::Publication => (Some("Publication".to_string()), None, None),
        Kind::Report => (Some("Report".to_string()), None, None),
        Kind::News => (Some("News".to_string()), None, None),
        Kind::Document { .. } => (Some("Document".to_string()), None, None),
        Kind::Home | Kind::Plain => (None, None, None),
    };
    CardView {
        title_html: writer.text_unlinked(&page.meta.title.value),
        href: writer.href(&page.route),
        label,
        number,
        date: page.meta.date.map(date),
        summary_html: page
            .meta
            .summary
            .as_ref()
            .map(|summary| writer.text(summary)),
        state: held.map(Into::into),
    }
}

/// A dataset in a list.
pub(crate) fn dataset_card(data: &Dataset, writer: &Writer<'_>) -> CardView {
    let rows = match data.rows.len() {
        1 => "1 row".to_string(),
        rows => format!("{} rows", crate::number::plain(rows.into(), None)),
    };
    CardView {
        title_html: writer.text_unlinked(&data.title),
        href: writer.href(&data.route),
        label: Some(rows),
        number: None,
        date: None,
        summary_html: data.description.as_ref().map(|text| writer.text(text)),
        state: None,
    }
}

fn list<C>(groups: Vec<(Option<String>, Vec<C>)>) -> ListView<C> {
    let groups = groups
        .into_iter()
        .filter(|(_, cards)| !cards.is_empty())
        .map(|(title, cards)| ListGroupView { title, cards })
        .collect();
    ListView { groups }
}

/// Pages in one list.
pub(crate) fn pages(site: &Site, ids: &[PageId], writer: &Writer<'_>) -> ListView {
    list(vec![(
        None,
        ids.iter().map(|id| card(site, *id, writer)).collect(),
    )])
}

/// The pages of a topic, each by its card.
pub(crate) fn of_topic<C>(ids: &[PageId], card: impl Fn(PageId) -> C) -> ListView<C> {
    list(vec![(None, ids.iter().map(|id| card(*id)).collect())])
}

/// A page in the list of a topic. They are of different kinds, so that a number alone would say nothing:
/// each has its kind in words.
pub(crate) fn topic_card(site: &Site, id: PageId, writer: &Writer<'_>) -> CardView {
    CardView {
        number: None,
        ..card(site, id, writer)
    }
}

/// Pages under their years, newest first.
pub(crate) fn by_year(site: &Site, ids: &[PageId], writer: &Writer<'_>) -> ListView {
    let mut years: Vec<(Option<String>, Vec<CardView>)> = Vec::new();
    for id in ids {
        let year = site.page(*id).meta.date.map(|date| date.year().to_string());
        let card = card(site, *id, writer);
        match years.last_mut() {
            Some((last, cards)) if *last == year => cards.push(card),
            _ => years.push((year, vec![card])),
        }
    }
    list(years)
}

/// Sessions: those to come, those held, those called off.
pub(crate) fn sessions(site: &Site, writer: &Writer<'_>) -> ListView {
    let cards: Vec<CardView> = site
        .sessions
        .iter()
        .map(|id| card(site, *id, writer))
        .collect();
    let of = |wanted: &str| -> Vec<CardView> {
        cards
            .iter()
            .filter(|card| card.state.as_deref() == Some(wanted))
            .cloned()
            .collect()
    };
    let (planned, held, cancelled) = (of("planned"), of("held"), of("cancelled"));
    let was_planned = of("was-planned");
    let undated: Vec<CardView> = cards
        .iter()
        .filter(|it| it.state.is_none())
        .cloned()
        .collect();
    let kinds = [&planned, &held, &was_planned, &cancelled, &undated]
        .iter()
        .filter(|cards| !cards.is_empty())
        .count();
    if kinds < 2 {
        return list(vec![(None, cards)]);
    }
    let groups = [
        ("Planned", planned),
        ("Held", held),
        ("Planned, without an outcome", was_planned),
        ("Cancelled", cancelled),
        ("Date not known", undated),
    ];
    let filled = groups.into_iter().filter(|(_, cards)| !cards.is_empty());
    list(
        filled
            .map(|(title, cards)| (Some(title.to_string()), cards))
            .collect(),
    )
}

/// Datasets: those of the whole site, then those of each session.
pub(crate) fn datasets(site: &Site, writer: &Writer<'_>) -> ListView {
    let mut groups: BTreeMap<SitePath, Vec<CardView>> = BTreeMap::new();
    for data in &site.datasets {
        let folder = data.route.parent().parent();
        let card = dataset_card(data, writer);
        groups.entry(folder).or_default().push(card);
    }
    let sessions = site.sessions.iter().enumerate();
    let places: BTreeMap<SitePath, usize> = sessions
        .map(|(at, id)| (site.page(*id).route.parent(), at))
        .collect();
    let mut groups: Vec<(SitePath, Vec<CardView>)> = groups.into_iter().collect();
    groups.sort_by_cached_key(|(folder, _)| {
        (
            !folder.as_str().is_empty(),
            places.get(folder).copied().unwrap_or(usize::MAX),
            folder.clone(),
        )
    });
    let alone = groups.len() < 2;
    list(
        groups
            .into_iter()
            .map(|(folder, cards)| {
                // The item that the folder belongs to: a session, a publication, a page.
                let item = site.places.index(&folder).map(|id| site.page(id));
                let title = match item {
                    _ if folder.as_str().is_empty() => "The whole site".to_string(),
                    Some(page) => page.meta.title.value.plain(),
                    None => folder.to_string(),
                };
                ((!alone).then_some(title), cards)
            })
            .collect(),
    )
}

/// Topics.
pub(crate) fn topics(site: &Site, writer: &Writer<'_>) -> ListView {
    let cards = site
        .topics
        .iter()
        .map(|topic| CardView {
            title_html: crate::html::escaped(&topic.title),
            href: writer.href(&topic.route),
            label: Some(match topic.pages.len() {
                1 => "1 page".to_string(),
                pages => format!("{pages} pages"),
            }),
            number: None,
            date: None,
            summary_html: None,
            state: None,
        })
        .collect();
    list(vec![(None, cards)])
}

/// Everybody in the order of surnames: those with a role in the group first.
pub(crate) fn people(site: &Site, writer: &Writer<'_>) -> PeopleView {
    let (mut with_role, mut others): (Vec<&Person>, Vec<&Person>) =
        site.people.iter().partition(|person| person.role.is_some());
    with_role.sort_by_cached_key(|person| surname_first(&person.name));
    others.sort_by_cached_key(|person| surname_first(&person.name));
    let everybody = with_role.into_iter().chain(others);
    PeopleView {
        people: everybody.map(|it| person(site, it, writer)).collect(),
    }
}

/// What people are sorted by: the last word of the name, then the whole name, without marks and case.
fn surname_first(name: &str) -> (String, String) {
    let last = name.split_whitespace().next_back().unwrap_or(name);
    (crate::slug::slug(last), crate::slug::slug(name))
}

/// Who spoke where and wrote what, gathered once for the pages of all people.
pub(crate) struct Involvement {
    spoke: BTreeMap<usize, Vec<PageId>>,
    wrote: BTreeMap<usize, Vec<PageId>>,
}

impl Involvement {
    /// Gathers from all pages.
    pub(crate) fn of(site: &Site) -> Self {
        let mut wrote: BTreeMap<usize, Vec<PageId>> = BTreeMap::new();
        for page in &site.pages {
            for author in &page.meta.authors {
                if let Name::Person(id) = author {
                    wrote.entry(id.0).or_default().push(page.id);
                }
            }
        }
        Involvement {
            spoke: super::session::spoke_at(site),
            wrote,
        }
    }
}

/// A person's page.
pub(crate) fn person_page(
    site: &Site,
    at: usize,
    involvement: &Involvement,
    writer: &Writer<'_>,
) -> PersonView {
    let it = &site.people[at];
    let cards = |ids: Option<&Vec<PageId>>| {
        ids.into_iter()
            .flatten()
            .map(|id| card(site, *id, writer))
            .collect()
    };
    PersonView {
        person: person(site, it, writer),
        url: it.url.clone(),
        sessions: cards(involvement.spoke.get(&at)),
        writings: cards(involvement.wrote.get(&at)),
    }
}

/// Every page of the site.
pub(crate) fn sitemap(site: &Site, writer: &Writer<'_>) -> SitemapView {
    let page = |id: PageId| SitemapLink {
        title: site.page(id).meta.title.value.plain(),
        href: writer.href(&site.page(id).route),
        children: Vec::new(),
    };
    let index = |section: &str| Some(writer.href(&SitePath::new(format!("{section}/index.html"))));
    let with_documents = |ids: &[PageId]| -> Vec<SitemapLink> {
        let with = |id: &PageId| {
            let children = match &site.page(*id).kind {
                Kind::Session(session) => session.documents.iter().map(|it| page(*it)).collect(),
                _ => {
                    let documents = site.places.documents(*id);
                    documents.iter().map(|it| page(*it)).collect()
                }
            };
            SitemapLink {
                children,
                ..page(*id)
            }
        };
        ids.iter().map(with).collect()
    };
    let link = |title: &str, route: &SitePath| SitemapLink {
        title: title.to_string(),
        href: writer.href(route),
        children: Vec::new(),
    };
    let home = site
        .pages
        .iter()
        .filter(|page| matches!(page.kind, Kind::Home));
    let plain = site
        .pages
        .iter()
        .filter(|page| matches!(page.kind, Kind::Plain));
    let plain: Vec<SitemapLink> = home
        .map(|home| link("Home", &home.route))
        .chain(plain.map(|it| page(it.id)))
        .collect();
    let datasets = site
        .datasets
        .iter()
        .map(|data| link(&data.title.plain(), &data.route));
    let mut people: Vec<&Person> = site.people.iter().collect();
    people.sort_by_cached_key(|person| surname_first(&person.name));
    let people = people
        .into_iter()
        .map(|person| link(&person.name, &person.route));
    let topics = site
        .topics
        .iter()
        .map(|topic| link(&topic.title, &topic.route));
    let sections = vec![
        ("Pages", None, plain),
        (
            "Sessions",
            index("sessions"),
            with_documents(&site.sessions),
        ),
        ("Reports", index("reports"), with_documents(&site.reports)),
        (
            "Publications",
            index("publications"),
            with_documents(&site.publications),
        ),
        ("News", index("news"), with_documents(&site.news)),
        ("Topics", index("topics"), topics.collect()),
        ("Data", index("data"), datasets.collect()),
        ("People", index("people"), people.collect()),
    ];
    let sections = sections
        .into_iter()
        .filter(|(_, _, pages)| !pages.is_empty())
        .map(|(title, href, pages)| SitemapSection {
            title: title.to_string(),
            href,
            pages,
        })
        .collect();
    SitemapView { sections }
}
