//! Every page written in Markdown.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::emit::{Context, Rendered, render_all};
use crate::model::{Kind, Page};
use crate::view::{article, chrome, session};

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    render_all(context, &context.site.pages, |page| {
        page_file(context, page)
    })
}

fn page_file(context: &Context<'_>, page: &Page) -> Rendered {
    let site = context.site;
    let mut figures = BTreeMap::new();
    for id in page.body.figures.iter().flatten() {
        if !figures.contains_key(id) {
            figures.insert(*id, context.figure(*id, &page.route)?);
        }
    }
    let writer = context.writer(&page.route).with_figures(figures);
    let head = chrome::page_head(site, page, &writer, context.theme.has_script());
    let file = match &page.kind {
        Kind::Home => context.page(
            "home.html",
            &page.route,
            &head,
            &article::home(site, page, &writer),
        ),
        Kind::Session(it) => {
            let view = session::session(site, page, it, &writer);
            context.page("session.html", &page.route, &head, &view)
        }
        _ => context.page(
            "page.html",
            &page.route,
            &head,
            &article::article(site, page, &writer),
        ),
    };
    Ok(vec![(page.route.clone(), file?)])
}
