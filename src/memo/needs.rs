//! Where the words of a page lead: which files have to be read again to make the page again, and which
//! places other pages have to have.

use std::collections::BTreeSet;

use crate::discover::SourceTree;
use crate::model::{DatasetId, Formula, Kind, Landing, Page, Site, Target};
use crate::parse;
use crate::source::{SitePath, SourceId, SourceMap};

use super::face::{Faces, page_of};
use super::record::Lead;

/// The files of pages that links in these texts lead to, by paths in the site folder, with what may say
/// that they are not to be seen. Some may not be there.
pub(super) fn linked(tree: &SourceTree) -> BTreeSet<String> {
    let mut linked = BTreeSet::new();
    for (path, file) in &tree.texts {
        let text = &tree.sources.file(file.source).text;
        let Some(page) = parse::page::parse(path, file.source, text, &mut Vec::new()) else {
            continue;
        };
        let folder = path.parent();
        let links = page.body.links.iter();
        let pages = links.filter_map(|link| folder.named(page_of(&link.value)?));
        for page in pages {
            let mut above = page.parent();
            while !above.as_str().is_empty() {
                linked.insert(format!("content/{above}/index.md"));
                above = above.parent();
            }
            linked.extend(["content/index.md".to_string(), format!("content/{page}")]);
        }
    }
    linked
}

/// Where the links of a site lead that name a place of a page; `place` gives the places of files among the
/// inputs. Those of a body to itself are left out: they are made again with it.
pub(super) fn leads(
    site: &Site,
    sources: &SourceMap,
    faces: &Faces,
    place: impl Fn(&str) -> Option<u32>,
) -> Vec<Lead> {
    let place = |source: SourceId| place(sources.file(source).path.as_str());
    let leads = site.anchors.iter().filter_map(|it| {
        // With a dataset its rows are read again, and what templates make there concerns the whole.
        let Landing::Page(to) = it.on else {
            return None;
        };
        let (from, to) = (it.span.source, site.page(to).source);
        let in_body = faces.pages.get(&from);
        let in_body = in_body.is_some_and(|face| it.span.start as usize >= face.body);
        if from == to && in_body {
            return None;
        }
        Some(Lead {
            from: place(from)?,
            in_body,
            to: place(to)?,
            name: it.name.clone(),
        })
    });
    leads.collect()
}

/// The files that the words of a page lead to, its own left out: paths in the site folder.
pub(super) fn needs(
    site: &Site,
    page: &Page,
    sources: &SourceMap,
    faces: &Faces,
) -> BTreeSet<String> {
    let mut needs = Needs {
        site,
        sources,
        faces,
        files: BTreeSet::new(),
    };
    if let Kind::Document { of } = page.kind {
        needs.source(site.page(of).source);
    }
    needs.links(&page.body.links);
    for file in page.body.images.iter().filter_map(|image| image.file) {
        needs.content(&site.attachment(file).path);
    }
    let claims = page.body.claims.iter();
    for formula in claims.filter_map(|claim| claim.formula.as_ref()) {
        needs.formula(formula);
    }
    for id in page.body.figures.iter().flatten() {
        let figure = site.figure(*id);
        needs.source(site.page(figure.page).source);
        needs.dataset(figure.dataset);
        figure.each_text(&mut |text| {
            needs.links(&text.links);
            let claims = text.claims.iter();
            let formulas = claims.filter_map(|claim| claim.formula.as_ref());
            formulas.for_each(|formula| needs.formula(formula));
        });
        let ground = figure.channels.ground.as_ref();
        if let Some(areas) = ground.and_then(|ground| ground.areas.as_ref()) {
            needs.source(areas.value.file);
        }
    }
    needs.files
}

struct Needs<'a> {
    site: &'a Site,
    sources: &'a SourceMap,
    faces: &'a Faces,
    files: BTreeSet<String>,
}

impl Needs<'_> {
    fn source(&mut self, id: SourceId) {
        let path = &self.sources.file(id).path;
        self.files.insert(path.to_string());
    }

    fn content(&mut self, path: &SitePath) {
        self.files.insert(format!("content/{path}"));
    }

    fn dataset(&mut self, id: DatasetId) {
        let file = self.site.dataset(id).file;
        let files = self.faces.datasets.get(&file);
        files
            .into_iter()
            .flatten()
            .for_each(|path| self.content(path));
    }

    fn links(&mut self, links: &[Target]) {
        for link in links {
            match link {
                Target::Page(id, _) => self.source(self.site.page(*id).source),
                Target::Dataset(id, _) => self.dataset(*id),
                Target::Attachment(id, _) => self.content(&self.site.attachment(*id).path),
                Target::Outside(_) | Target::Here(_) | Target::Nowhere => {}
            }
        }
    }

    fn formula(&mut self, formula: &Formula) {
        let datasets = formula.datasets();
        datasets.into_iter().for_each(|id| self.dataset(id));
    }
}
