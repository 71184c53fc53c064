//! Places of pages that links name: headings, figures, rows of datasets.

use std::collections::{BTreeMap, HashSet};

use crate::diag::{Diagnostic, code, nearest, suggest};
use crate::model::{Anchor, Dataset, Landing, PageId, Site, anchors};
use crate::resolve::Faulty;
use crate::view::RESERVED_ANCHORS;

/// How many names are compared with those that no page has, in all: the first of a flood are helped.
const MOST_COMPARED: usize = 2_000_000;

/// Whether a page has a place of this name: a heading, a figure, or what templates have.
pub(crate) fn has_place(site: &Site, page: PageId, name: &str) -> bool {
    let body = &site.page(page).body;
    let is_shown = |figure| {
        let mut shown = body.figures.iter().flatten();
        shown.any(|id| site.figure(*id).name == figure)
    };
    body.headings.iter().any(|heading| heading.anchor == name)
        || RESERVED_ANCHORS.contains(&name)
        || anchors::figure_at(name).is_some_and(is_shown)
}

/// Looks at every link to a place, now that all pages are known. Whether templates make theirs is looked for
/// when they have.
///
/// `faulty` are the figures that each page would show, were it not for their faults.
pub(super) fn check(site: &Site, faulty: &[Faulty]) -> Vec<Diagnostic> {
    let mut links: BTreeMap<Landing, Vec<&Anchor>> = BTreeMap::new();
    let of_templates = |link: &&Anchor| RESERVED_ANCHORS.contains(&link.name.as_str());
    for link in site.anchors.iter().filter(|link| !of_templates(link)) {
        links.entry(link.on).or_default().push(link);
    }
    let mut told = Vec::new();
    let mut left = MOST_COMPARED;
    for (on, links) in links {
        match on {
            Landing::Page(page) => {
                of_page(site, page, &faulty[page.0], &links, &mut left, &mut told);
            }
            Landing::Dataset(data) => of_dataset(site.dataset(data), &links, &mut left, &mut told),
        }
    }
    told
}

fn of_page(
    site: &Site,
    page: PageId,
    faulty: &Faulty,
    links: &[&Anchor],
    left: &mut usize,
    told: &mut Vec<Diagnostic>,
) {
    let body = &site.page(page).body;
    let figures = body.figures.iter().flatten();
    let figures: Vec<String> = figures
        .map(|id| anchors::figure(&site.figure(*id).name))
        .collect();
    let headings = body.headings.iter().map(|heading| heading.anchor.as_str());
    let names = headings.chain(figures.iter().map(String::as_str));
    let known: HashSet<&str> = names.clone().collect();
    for link in links
        .iter()
        .filter(|link| !known.contains(link.name.as_str()))
    {
        let message = format!("the page has no heading `#{}`", link.name);
        let fault = Diagnostic::error(&code::BROKEN_ANCHOR, link.span, message);
        let help = may_compare(left, known.len()).then(|| suggest(&link.name, names.clone()));
        let figure = anchors::figure_at(&link.name);
        let follows = figure.is_some_and(|name| faulty.may_hold(name));
        told.push(fault.maybe_help(help.flatten()).consequence(follows));
    }
}

/// Where a dataset could not be read whole, that a row is missing comes of it.
fn of_dataset(data: &Dataset, links: &[&Anchor], left: &mut usize, told: &mut Vec<Diagnostic>) {
    let rows = data.rows.iter().map(|row| row.key.as_str());
    let known: HashSet<&str> = rows.clone().collect();
    for link in links {
        let key = anchors::row_at(&link.name);
        if key.is_some_and(|key| known.contains(key)) {
            continue;
        }
        let message = format!(
            "the page of the dataset `{}` has no row `#{}`",
            data.key, link.name
        );
        let near = key.filter(|_| may_compare(left, known.len()));
        let near = near.and_then(|key| nearest(key, rows.clone()));
        let fault = Diagnostic::error(&code::BROKEN_ANCHOR, link.span, message);
        let help = match near {
            Some(near) => format!("did you mean `#{}`?", anchors::row(near)),
            None => format!(
                "a row is named by its key: `#{}`",
                anchors::row("north-east")
            ),
        };
        told.push(fault.help(help).consequence(!data.complete));
    }
}

/// Whether so many names may still be compared with one.
fn may_compare(left: &mut usize, names: usize) -> bool {
    let rest = left.checked_sub(names);
    *left = rest.unwrap_or(*left);
    rest.is_some()
}
