//! Who stands where: what a page would else have to look for through the whole site, which for all
//! pages together takes the square of their number.

use std::collections::BTreeMap;

use super::{Dataset, DatasetId, Figure, FigureId, Kind, Page, PageId};
use crate::source::SitePath;

/// Pages and datasets by their addresses, and what belongs to each page.
#[derive(Debug, Default)]
pub struct Places {
    pages: BTreeMap<SitePath, PageId>,
    /// In the order of addresses.
    datasets: Vec<(SitePath, DatasetId)>,
    documents: BTreeMap<PageId, Vec<PageId>>,
    figures: BTreeMap<PageId, Vec<FigureId>>,
}

impl Places {
    /// Looks through a site once.
    pub fn of(pages: &[Page], datasets: &[Dataset], figures: &[Figure]) -> Self {
        let mut places = Places::default();
        for page in pages {
            // Of two at one address, which is reported, the first counts.
            places.pages.entry(page.route.clone()).or_insert(page.id);
            if let Kind::Document { of } = page.kind {
                places.documents.entry(of).or_default().push(page.id);
            }
        }
        let routes = datasets.iter();
        places.datasets = routes.map(|data| (data.route.clone(), data.id)).collect();
        places.datasets.sort();
        for figure in figures {
            places
                .figures
                .entry(figure.page)
                .or_default()
                .push(figure.id);
        }
        places
    }

    /// The page at an address.
    pub fn page(&self, route: &SitePath) -> Option<PageId> {
        self.pages.get(route).copied()
    }

    /// The page that is the index of a folder.
    pub fn index(&self, folder: &SitePath) -> Option<PageId> {
        self.page(&folder.join("index.html")?)
    }

    /// The documents of a page, in the order of their files.
    pub fn documents(&self, of: PageId) -> &[PageId] {
        self.documents.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The figures that a page defines, in their order.
    pub fn figures(&self, of: PageId) -> &[FigureId] {
        self.figures.get(&of).map_or(&[], Vec::as_slice)
    }

    /// The datasets under a folder, in the order of their files; of the topmost folder all.
    pub fn datasets(&self, folder: &SitePath) -> Vec<DatasetId> {
        let first = self.datasets.partition_point(|(route, _)| route < folder);
        let under = self.datasets[first..].iter();
        // A name that goes on after the folder's, `a-b` after `a`, may stand between.
        let near = under.take_while(|(route, _)| route.as_str().starts_with(folder.as_str()));
        let inside = near.filter(|(route, _)| route.inside(folder.as_str()).is_some());
        let mut found: Vec<DatasetId> = inside.map(|(_, id)| *id).collect();
        found.sort_unstable();
        found
    }
}
