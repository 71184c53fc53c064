//! The indexes of the sections that have content, and each topic's page.

use std::sync::OnceLock;

use crate::diag::Diagnostic;
use crate::emit::{Context, Rendered, render_all};
use crate::html::Writer;
use crate::model::{PageId, Site};
use crate::source::SitePath;
use crate::theme::{TemplateValue, value};
use crate::view::chrome::made_head;
use crate::view::{HeadView, ListView, lists};

/// An index: its title, its section, whether it has content, its view.
struct Index {
    title: &'static str,
    section: &'static str,
    has_content: fn(&Site) -> bool,
    view: fn(&Site, &Writer<'_>) -> ListView,
}

static INDEXES: &[Index] = &[
    Index {
        title: "Sessions",
        section: "sessions",
        has_content: |site| !site.sessions.is_empty(),
        view: lists::sessions,
    },
    Index {
        title: "Reports",
        section: "reports",
        has_content: |site| !site.reports.is_empty(),
        view: |site, writer| lists::pages(site, &site.reports, writer),
    },
    Index {
        title: "Publications",
        section: "publications",
        has_content: |site| !site.publications.is_empty(),
        view: |site, writer| lists::pages(site, &site.publications, writer),
    },
    Index {
        title: "News",
        section: "news",
        has_content: |site| !site.news.is_empty(),
        view: |site, writer| lists::by_year(site, &site.news, writer),
    },
    Index {
        title: "Topics",
        section: "topics",
        has_content: |site| !site.topics.is_empty(),
        view: lists::topics,
    },
    Index {
        title: "Data",
        section: "data",
        has_content: |site| !site.datasets.is_empty(),
        view: lists::datasets,
    },
];

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    let used: Vec<&Index> = INDEXES
        .iter()
        .filter(|index| (index.has_content)(context.site))
        .collect();
    let mut faults = render_all(context, &used, |index| index_file(context, index));
    faults.extend(render_topics(context));
    if !context.site.people.is_empty() {
        faults.extend(render_all(context, &[()], |()| people_file(context)));
    }
    faults
}

/// Each topic's page. They stand in one folder, where all links to a page are alike: so it has one card for
/// all of its topics.
fn render_topics(context: &Context<'_>) -> Vec<Diagnostic> {
    let site = context.site;
    let cards: Vec<OnceLock<TemplateValue>> = site.pages.iter().map(|_| OnceLock::new()).collect();
    render_all(context, &site.topics, |topic| {
        let writer = context.writer(&topic.route);
        let head = HeadView {
            // The section on data and the topic of data are two pages.
            title: format!("Topic: {}", topic.title),
            ..made_head(site, &topic.title, "topics", &topic.route)
        };
        let view = lists::of_topic(&topic.pages, |PageId(id)| {
            let card = || value(&lists::topic_card(site, PageId(id), &writer));
            cards[id].get_or_init(card).clone()
        });
        let page = context.page("list.html", &topic.route, &head, &view)?;
        Ok(vec![(topic.route.clone(), page)])
    })
}

fn index_file(context: &Context<'_>, index: &Index) -> Rendered {
    let route = SitePath::new(format!("{}/index.html", index.section));
    let head = made_head(context.site, index.title, index.section, &route);
    let view = (index.view)(context.site, &context.writer(&route));
    let page = context.page("list.html", &route, &head, &view)?;
    Ok(vec![(route, page)])
}

fn people_file(context: &Context<'_>) -> Rendered {
    let route = SitePath::new("people/index.html");
    let head = made_head(context.site, "People", "people", &route);
    let view = lists::people(context.site, &context.writer(&route));
    let page = context.page("people.html", &route, &head, &view)?;
    Ok(vec![(route, page)])
}
