//! `404.html`, which stands alone at any depth, and a page at each old address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::diag::Diagnostic;
use crate::emit::{Context, render_all};
use crate::source::SitePath;
use crate::view::chrome::{canonical, made_head};
use crate::view::{LinkView, LostView};

/// The style of the page for missing addresses, in a theme.
const LOST_STYLE: &str = "lost.css";

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    let site = context.site;
    let route = SitePath::new("404.html");
    let mut faults = render_all(context, &[()], |()| {
        let mut head = made_head(site, "Page not found", "", &route);
        head.canonical = None;
        head.breadcrumbs.clear();
        let style = context.theme.assets.get(LOST_STYLE);
        let style = style.map(|asset| String::from_utf8_lossy(&asset.bytes).into_owned());
        head.policy = match &style {
            Some(style) => format!(
                "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
                STANDARD.encode(Sha256::digest(style.as_bytes()))
            ),
            None => "default-src 'none'; base-uri 'none'; form-action 'none'".to_string(),
        };
        let home = site.config.base_url.as_ref().map(|base| LinkView {
            title: site.config.title.plain(),
            href: base.clone(),
        });
        let page = context.page("404.html", &route, &head, &LostView { style, home })?;
        Ok(vec![(route.clone(), page)])
    });
    let redirects = render_all(context, &site.redirects, |redirect| {
        let page = site.page(redirect.to);
        let title = page.meta.title.value.plain();
        let mut head = made_head(site, &title, "", &redirect.from);
        head.canonical = canonical(site, &page.route);
        let href = page.route.relative_to(&redirect.from);
        let view = LostView {
            style: None,
            home: Some(LinkView { title, href }),
        };
        let file = context.page("redirect.html", &redirect.from, &head, &view)?;
        Ok(vec![(redirect.from.clone(), file)])
    });
    faults.extend(redirects);
    faults
}
