//! What stands around the content of every page: navigation, notices, policy, breadcrumbs.

use crate::config::LifecycleState;
use crate::html::Writer;
use crate::model::{AttachmentId, Dataset, Kind, Licence, Page, PageId, Site, Text};
use crate::number::long_date;
use crate::source::SitePath;
use crate::view::{
    DateView, HeadView, ImageView, LicenceView, LinkView, NavigationView, OrganisationView,
    SiteView,
};

/// The Content-Security-Policy of most pages: the site's own style, images, fonts and media, and
/// nothing else; no script, frame or form.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
    font-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'";

/// The Content-Security-Policy of a page. Only one that has something to sort, filter or point at
/// takes the theme's script.
fn policy(script: bool) -> String {
    match script {
        true => format!("{POLICY}; script-src 'self'"),
        false => POLICY.to_string(),
    }
}

/// What all pages of one depth share; `root` is the way from them to the top.
pub(crate) fn site_view(site: &Site, root: &str) -> SiteView {
    // A page of that depth stands for all of them, in folders that no content can have: no
    // address begins with a hyphen, so every link leads by way of the top.
    let from = SitePath::new(format!(
        "{}-.html",
        "-/".repeat(root.matches("../").count())
    ));
    let writer = Writer::new(site, &from);
    let text = |text: &Option<Text>| text.as_ref().map(|text| writer.text(text));
    let config = &site.config;
    let organisation = &config.organisation;
    SiteView {
        title: config.title.plain(),
        title_html: writer.text_unlinked(&config.title),
        language: config.language.clone(),
        navigation: navigation(site),
        footer: footer(site),
        notice_html: notice(site, &writer),
        closed: site.is_closed(),
        disclaimer_html: text(&config.disclaimer),
        organisation: OrganisationView {
            name_html: text(&organisation.name),
            secretariat_html: text(&organisation.secretariat),
            funding_html: text(&organisation.funding),
            address_html: text(&organisation.address),
            contact_html: text(&organisation.contact),
            logo: organisation.logo.map(|logo| from_top(site, logo)),
        },
        licence: config.licence.as_ref().map(licence),
        generator: format!("briefpack {}", env!("CARGO_PKG_VERSION")),
        built_for: long_date(site.today),
        built_for_date: site.today.to_string(),
    }
}

/// The sections of the site, each with its title and whether it is empty.
fn sections(site: &Site) -> [(&'static str, &'static str, bool); 7] {
    [
        ("Sessions", "sessions", site.sessions.is_empty()),
        ("Reports", "reports", site.reports.is_empty()),
        ("Publications", "publications", site.publications.is_empty()),
        ("News", "news", site.news.is_empty()),
        ("Topics", "topics", site.topics.is_empty()),
        ("Data", "data", site.datasets.is_empty()),
        ("People", "people", site.people.is_empty()),
    ]
}

/// The sections that have content.
fn navigation(site: &Site) -> Vec<NavigationView> {
    let mut navigation: Vec<NavigationView> = sections(site)
        .into_iter()
        .filter(|(_, _, empty)| !empty)
        .map(|(title, section, _)| NavigationView {
            title: title.to_string(),
            path: format!("{section}/index.html"),
            section: section.to_string(),
        })
        .collect();
    // Pages at the top of the site, such as About, stand last.
    let about = site.places.page(&SitePath::new("about.html"));
    let about = about.map(|id| site.page(id));
    navigation.extend(
        about
            .filter(|page| matches!(page.kind, Kind::Plain))
            .map(|page| NavigationView {
                title: page.meta.title.value.plain(),
                path: page.route.to_string(),
                section: "about".to_string(),
            }),
    );
    navigation
}

/// The pages that readers look for at the foot: those at the top of the site with these names.
fn footer(site: &Site) -> Vec<NavigationView> {
    let named = |name: &str| {
        let route = SitePath::new(format!("{name}.html"));
        site.places.page(&route).map(|id| site.page(id))
    };
    let pages = ["accessibility", "privacy", "contact"]
        .into_iter()
        .filter_map(named);
    let about = site.is_closed().then(|| NavigationView {
        title: "About this archive".to_string(),
        path: ABOUT_THE_ARCHIVE.to_string(),
        section: String::new(),
    });
    let pages = pages.map(|page| NavigationView {
        title: page.meta.title.value.plain(),
        path: page.route.to_string(),
        section: String::new(),
    });
    about.into_iter().chain(pages).collect()
}

/// The notice at the top of every page: the author's words, or the plain fact. It stands there
/// from `lifecycle.on`, where that is given.
fn notice(site: &Site, writer: &Writer<'_>) -> Option<String> {
    let lifecycle = &site.config.lifecycle;
    if site.config.closed_on.is_some_and(|on| on > site.as_of) {
        return None;
    }
    let own = lifecycle.notice.as_ref();
    let own = own.map(|notice| format!("<p>{}</p>", writer.text(notice)));
    match lifecycle.state {
        LifecycleState::Closed => {
            let fact = ending(site, writer).unwrap_or_default();
            Some(format!("{}<p>{fact}</p>", own.unwrap_or_default()))
        }
        LifecycleState::Dissolved => {
            own.or_else(|| ending(site, writer).map(|fact| format!("<p>{fact}</p>")))
        }
        LifecycleState::Active => own,
    }
}

/// The address of the page about a closed site as an archive.
pub(crate) const ABOUT_THE_ARCHIVE: &str = "about-this-archive.html";

/// The address of the seal of a closed site.
pub(crate) const SEAL: &str = "seal.txt";

/// What stands on that page in the place of the root of the seal, until the site is sealed. The root is
/// a digest over all files, so it is known only when they are all made.
pub(crate) const NO_ROOT_YET: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// The plain fact of an ending: from when to when the group was at work, and what became of the
/// site.
pub(crate) fn ending(site: &Site, writer: &Writer<'_>) -> Option<String> {
    let lifecycle = &site.config.lifecycle;
    let (ended, fact) = match lifecycle.state {
        LifecycleState::Active => return None,
        LifecycleState::Dissolved => (
            "has ceased to exist",
            "Parliament has been dissolved; this website is not updated.",
        ),
        LifecycleState::Closed => ("has closed", "This website will no longer be updated."),
    };
    let end = lifecycle.until.or(lifecycle.on).map(long_date);
    let dates = match (lifecycle.since.map(long_date), end) {
        (Some(since), Some(end)) => format!("was active from {since} to {end}"),
        (Some(since), None) => format!("began on {since} and {ended}"),
        (None, Some(end)) if lifecycle.until.is_some() => format!("ended on {end}"),
        (None, Some(end)) => format!("closed on {end}"),
        (None, None) => ended.to_string(),
    };
    let fact = match lifecycle
        .on
        .filter(|on| lifecycle.until.is_some_and(|until| until != *on))
    {
        Some(on) if lifecycle.state == LifecycleState::Closed => format!(
            "This website was closed on {} and will no longer be updated.",
            long_date(on)
        ),
        _ => fact.to_string(),
    };
    let title = writer.text_unlinked(&site.config.title);
    Some(format!("{title} {dates}. {fact}"))
}

/// A licence.
pub(crate) fn licence(licence: &Licence) -> LicenceView {
    LicenceView {
        name: licence.name.clone(),
        url: licence.url.map(str::to_string),
        attribution: licence.attribution.map(str::to_string),
    }
}

/// A date.
pub(crate) fn date(date: jiff::civil::Date) -> DateView {
    DateView {
        date: date.to_string(),
        words: long_date(date),
    }
}

/// A date of which only the year or month may be known.
pub(crate) fn partial_date(text: &str) -> String {
    let whole = match text.len() {
        7 => format!("{text}-01"),
        _ => text.to_string(),
    };
    match whole.parse::<jiff::civil::Date>() {
        Ok(date) if text.len() == 7 => date.strftime("%B %Y").to_string(),
        Ok(date) => long_date(date),
        Err(_) => text.to_string(),
    }
}

fn from_top(site: &Site, id: AttachmentId) -> ImageView {
    let file = site.attachment(id);
    ImageView {
        href: file.route.to_string(),
        alt: String::new(),
        width: file.pixels.map(|(width, _)| width),
        height: file.pixels.map(|(_, height)| height),
    }
}

/// An image for a page.
pub(crate) fn image(site: &Site, writer: &Writer<'_>, id: AttachmentId, alt: &str) -> ImageView {
    let href = writer.href(&site.attachment(id).route);
    ImageView {
        href,
        alt: alt.to_string(),
        ..from_top(site, id)
    }
}

/// The head of a page that the program makes.
pub(crate) fn made_head(site: &Site, title: &str, section: &str, route: &SitePath) -> HeadView {
    HeadView {
        title: title.to_string(),
        title_html: crate::html::escaped(title),
        description: None,
        section: section.to_string(),
        canonical: canonical(site, route),
        policy: policy(false),
        script: false,
        breadcrumbs: crumbs(site, route, &[]),
        contents: Vec::new(),
    }
}

/// The head of a dataset's page, which stands under the session or other item that it belongs
/// to. `script` says whether the theme has a script for it.
pub(crate) fn data_head(
    site: &Site,
    data: &Dataset,
    writer: &Writer<'_>,
    script: bool,
) -> HeadView {
    let folder = data.route.parent().parent();
    let item = site.places.index(&folder);
    let item = item.filter(|_| !folder.as_str().is_empty());
    let above: Vec<PageId> = item.into_iter().collect();
    HeadView {
        title_html: writer.text(&data.title),
        description: data.description.as_ref().map(Text::plain),
        breadcrumbs: crumbs(site, &data.route, &above),
        policy: policy(script),
        script,
        ..made_head(site, &data.title.plain(), "data", &data.route)
    }
}

/// The head of a page written in Markdown. `script` says whether the theme has a script for
/// figures.
pub(crate) fn page_head(site: &Site, page: &Page, writer: &Writer<'_>, script: bool) -> HeadView {
    let script = script && page.body.figures.iter().any(Option::is_some);
    let above: Vec<PageId> = match page.kind {
        Kind::Document { of } => vec![of],
        _ => Vec::new(),
    };
    HeadView {
        title: page.meta.title.value.plain(),
        title_html: writer.text(&page.meta.title.value),
        description: page.meta.summary.as_ref().map(Text::plain),
        section: section(site, page).to_string(),
        canonical: canonical(site, &page.route),
        policy: policy(script),
        script,
        breadcrumbs: crumbs(site, &page.route, &above),
        contents: Vec::new(),
    }
}

fn section(site: &Site, page: &Page) -> &'static str {
    match page.kind {
        Kind::Home => "home",
        Kind::Session(_) => "sessions",
        Kind::Publication => "publications",
        Kind::Report => "reports",
        Kind::News => "news",
        Kind::Document { of } => section(site, site.page(of)),
        Kind::Plain if page.route.as_str() == "about.html" => "about",
        Kind::Plain => "",
    }
}

/// The address a page will have, where the site has one.
pub(crate) fn canonical(site: &Site, route: &SitePath) -> Option<String> {
    let base = site.config.base_url.as_ref()?;
    let path = route.as_str();
    // A folder's address is shorter than its index, and every host answers at it.
    let path = match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    };
    let mut address = String::with_capacity(base.len() + path.len());
    address.push_str(base);
    for byte in path.bytes() {
        // Letters beyond ASCII are escaped (RFC 3986, section 2.5).
        match byte.is_ascii_graphic() {
            true => address.push(char::from(byte)),
            false => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(address)
}

/// The pages above one: home, its section, and those given.
fn crumbs(site: &Site, route: &SitePath, above: &[PageId]) -> Vec<LinkView> {
    if route.as_str() == "index.html" {
        return Vec::new();
    }
    let home = SitePath::new("index.html");
    let mut crumbs = vec![LinkView {
        title: "Home".to_string(),
        href: home.relative_to(route),
    }];
    let within = route.as_str().split('/').next().unwrap_or("");
    let listed = sections(site)
        .into_iter()
        .find(|(_, section, empty)| !empty && *section == within);
    if let Some((title, ..)) = listed {
        let index = SitePath::new(format!("{within}/index.html"));
        if index != *route {
            crumbs.push(LinkView {
                title: title.to_string(),
                href: index.relative_to(route),
            });
        }
    }
    for id in above {
        let page = site.page(*id);
        crumbs.push(LinkView {
            title: page.meta.title.value.plain(),
            href: page.route.relative_to(route),
        });
    }
    crumbs
}
