//! The HTML site map, and `sitemap.xml` (sitemaps.org) for a site with an address.

use crate::diag::Diagnostic;
use crate::emit::{Context, render_all};
use crate::model::Site;
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::chrome::{canonical, made_head};
use crate::view::lists;

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    let site = context.site;
    let route = SitePath::new("sitemap.html");
    let faults = render_all(context, &[()], |()| {
        let head = made_head(site, "Site map", "sitemap", &route);
        let view = lists::sitemap(site, &context.writer(&route));
        let page = context.page("sitemap.html", &route, &head, &view)?;
        Ok(vec![(route.clone(), page)])
    });
    if site.config.base_url.is_some() {
        context.put(SitePath::new("sitemap.xml"), Artifact::text(xml(site)));
    }
    faults
}

/// Every page with its address; pages with a corrections log with the day of its last entry.
fn xml(site: &Site) -> String {
    let mut entries: Vec<(String, Option<String>)> = Vec::new();
    let mut add = |route: &SitePath, changed: Option<jiff::civil::Date>| {
        entries.extend(canonical(site, route).map(|url| (url, changed.map(|it| it.to_string()))));
    };
    for page in &site.pages {
        add(
            &page.route,
            page.meta
                .changes
                .last()
                .map(|change| change.date)
                .or(page.meta.date),
        );
    }
    site.datasets.iter().for_each(|data| add(&data.route, None));
    site.people
        .iter()
        .for_each(|person| add(&person.route, None));
    site.topics.iter().for_each(|topic| add(&topic.route, None));
    entries.sort();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (url, changed) in entries {
        xml.push_str("<url><loc>");
        crate::html::escape(&url, &mut xml);
        xml.push_str("</loc>");
        if let Some(changed) = changed {
            xml.push_str(&format!("<lastmod>{changed}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
