//! Numbers in prose that nobody has bound, on pages that have data: each with the values it might
//! be, for `briefpack check`. A number in a link is left to the link, and a confidence level is no
//! finding.

use std::collections::BTreeSet;

use crate::check::lines::{each_line, is_of_method, is_plain};
use crate::claim::{self, Found, Quantity, Verdict};
use crate::diag::{Diagnostic, code};
use crate::model::{Dataset, DatasetId, Line, Owner, PageId, Site};
use crate::slug::slug;
use crate::source::SitePath;

/// How many values are named.
const MOST_NAMED: usize = 3;
/// How many cells with the same number are compared by their names.
const MOST_COMPARED: usize = 1000;
/// How many bytes before a number the name of its row may stand.
const NAMED_WITHIN: usize = 300;
/// How many cells are looked at for one number: a table of a million rows is no help.
const MOST_CELLS: usize = 50_000;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let scopes: Vec<Vec<DatasetId>> = site.pages.iter().map(|page| scope(site, page.id)).collect();
    let mut faults = Vec::new();
    each_line(site, &mut |owner, line| {
        let Some(data) = data_of(site, owner, &scopes) else {
            return;
        };
        let words = line.words;
        for found in claim::scan(words) {
            if is_plain(line, &found) && !is_of_method(&words[found.end..]) {
                faults.extend(unbound(site, line, words, &found, &data));
            }
        }
    });
    faults
}

/// The datasets that a text may speak of; none where it has none.
fn data_of(site: &Site, owner: Owner, scopes: &[Vec<DatasetId>]) -> Option<Vec<DatasetId>> {
    let data = match owner {
        Owner::Page(page) => scopes[page.0].clone(),
        Owner::Figure(figure) => vec![site.figure(figure).dataset],
        Owner::Dataset(data) => vec![data],
        Owner::Person(_) | Owner::Site => Vec::new(),
    };
    (!data.is_empty()).then_some(data)
}

/// The datasets of a page: those its numbers and figures use, and those of its own folder.
fn scope(site: &Site, page: PageId) -> Vec<DatasetId> {
    let page = site.page(page);
    let mut data = BTreeSet::new();
    let formulas = |claims: &[crate::model::Bound]| -> Vec<DatasetId> {
        let formulas = claims.iter().filter_map(|claim| claim.formula.as_ref());
        formulas.flat_map(crate::model::Formula::datasets).collect()
    };
    data.extend(formulas(&page.body.claims));
    page.each_text(&mut |text| data.extend(formulas(&text.claims)));
    let figures = page.body.figures.iter().flatten();
    data.extend(figures.map(|id| site.figure(*id).dataset));
    let own = |data: &&Dataset| {
        let folder: SitePath = data.route.parent().parent();
        !folder.as_str().is_empty() && folder == page.route.parent()
    };
    data.extend(site.datasets.iter().filter(own).map(|data| data.id));
    data.into_iter().collect()
}

fn unbound(
    site: &Site,
    line: Line<'_>,
    words: &str,
    found: &Found,
    data: &[DatasetId],
) -> Option<Diagnostic> {
    let said = &words[found.start..found.end];
    let span = line.span(found.start, found.end)?;
    let fault = Diagnostic::warning(
        &code::UNBOUND_NUMBER,
        span,
        format!("`{said}` is bound to no value"),
    );
    let (named, more) = candidates(site, words, found, data);
    let Some((first, others)) = named.split_first() else {
        return Some(fault.help(
            "no value of the page's datasets is this number: bind it to what it comes from, or \
             make it a link to its source",
        ));
    };
    let also = match (others.len(), more) {
        (0, 0) => String::new(),
        (_, 0) => format!("; it may also be `{}`", others.join("` or `")),
        (_, more) => format!(
            "; it may also be `{}`, or one of {more} more",
            others.join("`, `")
        ),
    };
    Some(fault.help(format!("bind it: `[{said}](={first})`{also}")))
}

/// The addresses of some cells that the words agree with, and how many more there are. Cells whose
/// row the line names come first, the nearest before the number at the head.
fn candidates(site: &Site, words: &str, found: &Found, data: &[DatasetId]) -> (Vec<String>, usize) {
    let mut from = found.start.saturating_sub(NAMED_WITHIN);
    while !words.is_char_boundary(from) {
        from += 1;
    }
    let said_before = format!("-{}", slug(&words[from..found.start]));
    let mut agree: Vec<(Option<usize>, String)> = Vec::new();
    let mut looked = 0;
    for data in data {
        let data = site.dataset(*data);
        for (at, field) in data.fields.iter().enumerate() {
            for row in &data.rows {
                looked += 1;
                if looked > MOST_CELLS || agree.len() > MOST_COMPARED {
                    return nearest(agree);
                }
                let Some(value) = row.cells[at].value.number() else {
                    continue;
                };
                let quantity = Quantity::of_field(value, field);
                if claim::verify(&found.claim, &quantity) != Verdict::Agrees {
                    continue;
                }
                // Any part of the row's name will do: `knowsley,private-rent`.
                let key = &row.key;
                let parts = key.split(',').filter(|part| !part.is_empty());
                let near = parts.filter_map(|part| {
                    // `Kingston upon Hull, City of` is seldom written out: two words will do.
                    let end = part
                        .match_indices('-')
                        .nth(1)
                        .map_or(part.len(), |(at, _)| at);
                    said_before.rfind(&format!("-{}", &part[..end]))
                });
                let address = format!("{}/{key}/{}", data.key, field.name);
                agree.push((near.max(), address));
            }
        }
    }
    nearest(agree)
}

/// The first few, those that are named nearest before the number, and how many others there are.
fn nearest(mut agree: Vec<(Option<usize>, String)>) -> (Vec<String>, usize) {
    agree.sort_by_key(|(near, _)| std::cmp::Reverse(*near));
    let more = agree.len().saturating_sub(MOST_NAMED);
    let named = agree.into_iter().take(MOST_NAMED);
    (named.map(|(_, address)| address).collect(), more)
}
