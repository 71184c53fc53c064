//! Pages: their addresses, topics, authors and bodies, and the order they stand in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Diagnostic, code};
use crate::model::{
    Change, Dataset, Figure, Kind, Meta, PackTarget, Page, PageId, Redirect, Session, Site, State,
    Topic, TopicId,
};
use crate::number::long_date;
use crate::parse::RawPages;
use crate::parse::page::{RawDate, RawPage, Sort};
use crate::parse::reading::RawReading;
use crate::resolve::figures::{self, Faulty, PageFigures};
use crate::resolve::links::Scope;
use crate::resolve::{Names, Request, Uses, routes, sessions};
use crate::slug::{is_slug, slug};
use crate::source::{SitePath, SourceId, Span, Spanned};

/// Reading lists by path, each with its faults.
pub(super) type Readings = BTreeMap<SitePath, (RawReading, Vec<Diagnostic>)>;

/// The pages and what was found in them.
pub(super) struct Built {
    pub(super) pages: Vec<Page>,
    pub(super) topics: Vec<Topic>,
    pub(super) figures: Vec<Figure>,
    pub(super) redirects: Vec<Redirect>,
    /// Where each redirect was asked for.
    pub(super) redirect_spans: Vec<Span>,
    /// For each page the figures that it would show, were it not for their faults.
    pub(super) faulty: Vec<Faulty>,
}

/// What pages are resolved against, each by itself.
struct Against<'a> {
    names: &'a Names<'a>,
    data: &'a [Dataset],
    config: &'a Config,
    request: &'a Request,
    readings: &'a Readings,
    topics: &'a Topics,
}

/// What a page is beside itself.
struct Beside {
    figures: PageFigures,
    redirects: Vec<(Redirect, Span)>,
    uses: Uses,
    faults: Vec<Diagnostic>,
}

/// Resolves the pages. `faulty` are the figures of pages that could not be read.
pub(super) fn resolve(
    raw: RawPages,
    config: &Config,
    request: &Request,
    readings: &Readings,
    faulty: Faulty,
    scope: &mut Scope<'_, '_>,
) -> Built {
    let mut topics = Topics::gather(&raw, scope.faults);
    let against = Against {
        names: scope.names,
        data: scope.data,
        config,
        request,
        readings,
        topics: &topics,
    };
    let (mut pages, beside): (Vec<Page>, Vec<Beside>) = raw
        .into_par_iter()
        .enumerate()
        .map(|(at, raw)| against.page(PageId(at), raw))
        .unzip();
    let mut page_figures = Vec::with_capacity(pages.len());
    let (mut redirects, mut redirect_spans) = (Vec::new(), Vec::new());
    for (page, beside) in pages.iter().zip(beside) {
        for (redirect, span) in beside.redirects {
            redirects.push(redirect);
            redirect_spans.push(span);
        }
        topics.enter(page);
        page_figures.push(beside.figures);
        scope.uses.add(beside.uses, scope.faults.len());
        scope.faults.extend(beside.faults);
    }
    let resolved = figures::number(page_figures, faulty, scope);
    for (page, numbers) in pages.iter_mut().zip(resolved.numbers) {
        page.body.figures = numbers;
    }
    Built {
        pages,
        topics: topics.finish(),
        figures: resolved.figures,
        redirects,
        redirect_spans,
        faulty: resolved.faulty,
    }
}

impl Against<'_> {
    /// Resolves a page.
    fn page(&self, id: PageId, mut raw: Box<RawPage>) -> (Page, Beside) {
        let figures = std::mem::take(&mut raw.body.figures);
        let folder = raw.path.parent();
        let figures = PageFigures::resolve(figures, id, &folder, (self.names, self.data));
        let (mut uses, mut faults) = (Uses::default(), Vec::new());
        let redirects = raw.redirect_from.iter().filter_map(|from| {
            let path = routes::redirect(from, &mut faults)?;
            Some((Redirect { from: path, to: id }, from.span))
        });
        let redirects = redirects.collect();
        let mut scope = Scope {
            names: self.names,
            data: self.data,
            uses: &mut uses,
            faults: &mut faults,
        };
        let page = page(id, *raw, self, &mut scope);
        let beside = Beside {
            figures,
            redirects,
            uses,
            faults,
        };
        (page, beside)
    }
}

fn page(id: PageId, raw: RawPage, against: &Against<'_>, scope: &mut Scope<'_, '_>) -> Page {
    let Against {
        config, request, ..
    } = *against;
    let folder = raw.path.parent();
    let route = route(id, &raw, scope.faults);
    let title_span = raw.title.span.unwrap_or(Span::file(raw.source));
    let date = match &raw.date {
        Some(RawDate::Day(date)) => Some(date.value),
        Some(RawDate::Unknown) | None => None,
    };
    let kind = match raw.sort {
        Sort::Home => Kind::Home,
        Sort::Plain => Kind::Plain,
        Sort::Publication => Kind::Publication,
        Sort::Report => Kind::Report,
        Sort::News => Kind::News,
        Sort::Session => {
            let session = raw.session.expect("parsing reads a session's own keys");
            let day = sessions::Day {
                date,
                request,
                config,
            };
            Kind::Session(Box::new(sessions::resolve(
                session,
                day,
                &folder,
                against.readings,
                scope,
            )))
        }
        Sort::Document => match owner(&raw.path, scope) {
            Some(of) => Kind::Document { of },
            None => {
                // An item whose own page has faults is there all the same.
                let index = index_of(&raw.path);
                let tree = scope.names.tree;
                if !tree.files.contains_key(&index) && !tree.unread.contains(&index) {
                    scope.faults.push(ownerless(&raw.path, title_span));
                }
                Kind::Plain
            }
        },
    };
    let authors = raw
        .authors
        .iter()
        .filter_map(|author| scope.names.author(author, scope.faults))
        .collect();
    let today = request.as_of.to_zoned(config.timezone.clone()).date();
    let later = raw.changes.iter().filter(|it| it.date.value > today);
    scope
        .faults
        .extend(later.map(|it| to_come(&it.date, today)));
    let changes = raw.changes.into_iter();
    let meta = Meta {
        title: Spanned::new(scope.text(raw.title, &folder), title_span),
        date,
        summary: raw.summary.map(|summary| scope.text(summary, &folder)),
        topics: against.topics.of(&raw.topics),
        authors,
        changes: changes
            .map(|change| Change {
                date: change.date.value,
                note: scope.text(change.note, &folder),
            })
            .collect(),
    };
    let body = scope.prose(raw.body, &folder, id);
    Page {
        id,
        source: raw.source,
        folder,
        route,
        kind,
        meta,
        body,
    }
}

fn route(id: PageId, raw: &RawPage, faults: &mut Vec<Diagnostic>) -> SitePath {
    routes::output_path(&raw.path, "html").unwrap_or_else(|| {
        faults.push(
            Diagnostic::error(
                &code::EMPTY_SLUG,
                Span::file(raw.source),
                format!(
                    "`{}` has no letter or digit to make an address of",
                    raw.path
                ),
            )
            .help("rename the file or folder"),
        );
        SitePath::new(format!("page-{}.html", id.0))
    })
}

/// The session, publication, report or piece of news that a document belongs to, however deep
/// in the item's folder it lies.
fn owner(document: &SitePath, scope: &Scope<'_, '_>) -> Option<PageId> {
    scope.names.pages.get(&index_of(document)).copied()
}

/// The page of the item in whose folder a document lies: `sessions/<item>/index.md`.
fn index_of(document: &SitePath) -> SitePath {
    let path = document.as_str();
    let mut ends = path.bytes().enumerate().filter(|(_, byte)| *byte == b'/');
    match ends.nth(1) {
        Some((end, _)) => SitePath::new([&path[..end], "index.md"].join("/")),
        None => SitePath::default(),
    }
}

fn ownerless(path: &SitePath, span: Span) -> Diagnostic {
    let section = path.as_str().split('/').next().unwrap_or("");
    let (what, help) = if path.depth() == 1 {
        (
            format!("`{section}/` holds a folder for each of its items, not files"),
            format!(
                "move the file to `content/{section}/{}/index.md`",
                path.stem()
            ),
        )
    } else {
        (
            "the folder of this document has no `index.md`".to_string(),
            format!(
                "write `content/{}`, to which the document belongs",
                index_of(path)
            ),
        )
    };
    Diagnostic::error(&code::EXPECTED_FILE, span, what).help(help)
}

/// Topics while they are being gathered.
struct Topics {
    /// By their names, as each is written anywhere.
    by_name: HashMap<String, TopicId, RandomState>,
    topics: Vec<Topic>,
}

impl Topics {
    /// Names every topic; they are ordered by title.
    fn gather(pages: &[Box<RawPage>], faults: &mut Vec<Diagnostic>) -> Topics {
        let mut titles: BTreeMap<String, (String, Span)> = BTreeMap::new();
        // Most topics are named as on another page.
        let mut slugs: HashMap<&str, String, RandomState> = HashMap::default();
        for topic in pages.iter().flat_map(|page| &page.topics) {
            if slugs.contains_key(topic.value.as_str()) {
                continue;
            }
            let slug = slug(&topic.value);
            if slug.is_empty() {
                faults.push(
                    Diagnostic::error(
                        &code::EMPTY_SLUG,
                        topic.span,
                        format!("the topic `{}` has no letter or digit", topic.value),
                    )
                    .help("write the topic as a word, or take it out"),
                );
                continue;
            }
            titles
                .entry(slug.clone())
                .or_insert_with(|| (capitalised(&topic.value), topic.span));
            slugs.insert(&topic.value, slug);
        }
        let mut topics: Vec<Topic> = titles
            .into_iter()
            .map(|(slug, (title, span))| Topic {
                span,
                title,
                route: SitePath::new(format!("topics/{slug}.html")),
                slug,
                pages: Vec::new(),
            })
            .collect();
        topics.sort_by_key(|topic| topic.title.to_lowercase());
        let by_slug = topics.iter().enumerate();
        let by_slug = by_slug.map(|(at, it)| (it.slug.as_str(), TopicId(at)));
        let by_slug: BTreeMap<&str, TopicId> = by_slug.collect();
        let by_name = slugs
            .into_iter()
            .map(|(name, slug)| (name.to_string(), by_slug[slug.as_str()]))
            .collect();
        Topics { by_name, topics }
    }

    /// The topics that a page names, each once.
    fn of(&self, names: &[Spanned<String>]) -> Vec<TopicId> {
        let mut seen = BTreeSet::new();
        let ids = names
            .iter()
            .filter_map(|name| self.by_name.get(&name.value).copied());
        ids.filter(|id| seen.insert(*id)).collect()
    }

    /// Enters a page with its topics.
    fn enter(&mut self, page: &Page) {
        for id in &page.meta.topics {
            self.topics[id.0].pages.push(page.id);
        }
    }

    fn finish(self) -> Vec<Topic> {
        self.topics
    }
}

/// A topic's name begins with a capital, and a key such as `town-centres` reads as words.
fn capitalised(name: &str) -> String {
    let words = if is_slug(name) {
        name.replace('-', " ")
    } else {
        name.to_string()
    };
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => words,
    }
}

/// Puts sessions, publications, reports and news in their orders, documents under their owners,
/// and pages under topics in the order of the site.
pub(super) fn order(
    site: &mut Site,
    config_source: SourceId,
    home_is_unread: bool,
    faults: &mut Vec<Diagnostic>,
) {
    let ids = |keep: fn(&Kind) -> bool| -> Vec<PageId> {
        site.pages
            .iter()
            .filter(|page| keep(&page.kind))
            .map(|page| page.id)
            .collect()
    };
    let home = ids(|kind| matches!(kind, Kind::Home));
    let mut sessions = ids(|kind| matches!(kind, Kind::Session(_)));
    let mut publications = ids(|kind| matches!(kind, Kind::Publication));
    let mut reports = ids(|kind| matches!(kind, Kind::Report));
    let mut news = ids(|kind| matches!(kind, Kind::News));
    let by_number = |id: &PageId| {
        let page = site.page(*id);
        let number = match &page.kind {
            Kind::Session(session) => session.number.as_ref().map(|number| number.value),
            _ => None,
        };
        let date = page.meta.date;
        (
            (number.is_none(), number),
            (date.is_none(), date),
            &page.folder,
        )
    };
    sessions.sort_by(|left, right| by_number(left).cmp(&by_number(right)));
    faults.extend(twice_numbered(site, &sessions));
    let latest_first = |id: &PageId| {
        let page = site.page(*id);
        (std::cmp::Reverse(page.meta.date), &page.route)
    };
    for list in [&mut publications, &mut reports, &mut news] {
        list.sort_by(|left, right| latest_first(left).cmp(&latest_first(right)));
    }
    if home.is_empty() && !home_is_unread {
        faults.push(
            Diagnostic::error(
                &code::EXPECTED_FILE,
                Span::file(config_source),
                "the site has no home page: `content/index.md` is not there",
            )
            .help("write `content/index.md` with a title, and a few words about the group"),
        );
    }
    site.home = home.first().copied();
    (site.sessions, site.publications, site.reports, site.news) =
        (sessions, publications, reports, news);
    let owned: Vec<(PageId, PageId)> = site
        .pages
        .iter()
        .filter_map(|page| match page.kind {
            Kind::Document { of } => Some((of, page.id)),
            _ => None,
        })
        .collect();
    for (owner, document) in owned {
        if let Kind::Session(session) = &mut site.pages[owner.0].kind {
            session.documents.push(document);
        }
    }
    for page in &mut site.pages {
        if let Kind::Session(session) = &mut page.kind {
            in_order_of_pack(session);
        }
    }
    let mut places = vec![0; site.pages.len()];
    for (at, id) in in_order(site).into_iter().enumerate() {
        places[id.0] = at;
    }
    for topic in &mut site.topics {
        topic.pages.sort_by_key(|id| places[id.0]);
    }
}

/// A correction that is dated after the day the site is built for.
fn to_come(date: &Spanned<Date>, today: Date) -> Diagnostic {
    let message = format!(
        "this correction is dated {}, and the site is built as of {}",
        long_date(date.value),
        long_date(today)
    );
    Diagnostic::warning(&code::DATE_TO_COME, date.span, message)
        .help("write the day on which it was made; what is still to be made is no correction yet")
}

/// Puts the documents of a session, which stand in the order of their files, into the order of its
/// pack; those that the pack does not name follow.
fn in_order_of_pack(session: &mut Session) {
    let named = session.pack.iter().filter_map(|item| match item.target {
        PackTarget::Document(id) => Some(id),
        PackTarget::File(_) | PackTarget::Outside(_) => None,
    });
    let mut places: BTreeMap<PageId, usize> = BTreeMap::new();
    for (at, id) in named.enumerate() {
        places.entry(id).or_insert(at);
    }
    let place = |id: &PageId| places.get(id).copied().unwrap_or(usize::MAX);
    session.documents.sort_by_key(place);
}

/// Sessions in their order that have the number of the one before. One that was cancelled leaves
/// its number to the one held instead.
fn twice_numbered(site: &Site, sessions: &[PageId]) -> Vec<Diagnostic> {
    let numbers = sessions.iter().filter_map(|id| match &site.page(*id).kind {
        Kind::Session(session) if session.state != Some(State::Cancelled) => {
            session.number.as_ref()
        }
        _ => None,
    });
    let numbers: Vec<_> = numbers.collect();
    let pairs = numbers.windows(2).map(|pair| (pair[0], pair[1]));
    let same = pairs.filter(|(first, second)| first.value == second.value);
    let told = same.map(|(first, second)| {
        let message = format!("two sessions have the number {}", second.value);
        Diagnostic::warning(&code::DUPLICATE_NUMBER, second.span, message)
            .other(first.span, "the first")
            .help("give each its own, or leave `number` out: sessions then stand by their dates")
    });
    told.collect()
}

/// Every page in the order of the site: sessions with their documents first.
fn in_order(site: &Site) -> Vec<PageId> {
    let mut order = Vec::with_capacity(site.pages.len());
    for id in &site.sessions {
        order.push(*id);
        if let Kind::Session(session) = &site.page(*id).kind {
            order.extend(&session.documents);
        }
    }
    for list in [&site.reports, &site.publications, &site.news] {
        order.extend(list);
    }
    let mut listed = vec![false; site.pages.len()];
    for id in &order {
        listed[id.0] = true;
    }
    let ids = site.pages.iter().map(|page| page.id);
    order.extend(ids.filter(|id| !listed[id.0]));
    order
}
