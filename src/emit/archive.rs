//! The page about a closed site as an archive: what it was, who keeps it, how to cite and check it.

use crate::diag::Diagnostic;
use crate::emit::{Context, render_all};
use crate::source::SitePath;
use crate::view::archive;
use crate::view::chrome::{ABOUT_THE_ARCHIVE, made_head};

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    let site = context.site;
    if !site.is_closed() {
        return Vec::new();
    }
    let route = SitePath::new(ABOUT_THE_ARCHIVE);
    render_all(context, &[()], |()| {
        let head = made_head(site, "About this archive", "archive", &route);
        let view = archive::view(site, &context.writer(&route));
        let page = context.page("archive.html", &route, &head, &view)?;
        Ok(vec![(route.clone(), page)])
    })
}
