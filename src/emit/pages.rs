//! Every page written in Markdown.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::emit::{Context, Rendered, citations, render_all};
use crate::model::{FigureId, Page};
use crate::output::Artifact;
use crate::source::SitePath;
use crate::view::written::{Content, Frame, Words};

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    render_all(context, &context.site.pages, |page| {
        page_file(context, page)
    })
}

fn page_file(context: &Context<'_>, page: &Page) -> Rendered {
    let writer = context.writer(&page.route);
    let mut frame = Frame::of(context.site, page, &writer, context.theme.has_script());
    let (downloads, mut files): (Vec<_>, Vec<_>) =
        citations::emit(page, &writer).into_iter().unzip();
    if let Content::Session(view) = &mut frame.content
        && let Some(reading) = &mut view.reading
    {
        reading.downloads = downloads;
    }
    if let Some(frames) = context.frames {
        frames.keep(page, &frame);
    }
    let file = said(context, page, &page.route, frame)?;
    files.push((page.route.clone(), file));
    Ok(files)
}

/// A page whose words are put into its frame.
pub(super) fn said(
    context: &Context<'_>,
    page: &Page,
    route: &SitePath,
    mut frame: Frame,
) -> Result<Artifact, Box<Diagnostic>> {
    let figures: BTreeSet<FigureId> = page.body.figures.iter().flatten().copied().collect();
    let drawn: Vec<(FigureId, Result<String, Box<Diagnostic>>)> = figures
        .into_par_iter()
        .map(|id| (id, context.figure(id, route)))
        .collect();
    let mut figures = BTreeMap::new();
    for (id, figure) in drawn {
        figures.insert(id, figure?);
    }
    let writer = context.writer(route).with_figures(figures);
    frame.say(Words::of(page, &writer));
    let head = &frame.head;
    match &frame.content {
        Content::Home(view) => context.page("home.html", route, head, view),
        Content::Session(view) => context.page("session.html", route, head, view),
        Content::Article(view) => context.page("page.html", route, head, view),
    }
}
