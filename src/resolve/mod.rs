//! Resolve: names become ids, addresses are assigned, and what may not be published yet is left
//! out.
//!
//! In: [`Parsed`] and the files that are there. Out: the [`Site`], in which no reference dangles.
//! What cannot be resolved is reported at its place and left out.

mod active;
mod addresses;
mod config;
mod datasets;
mod figures;
mod formulas;
mod ground;
mod image;
mod links;
mod mentions;
mod pages;
mod people;
mod picture;
mod places;
mod reach;
mod reading;
mod routes;
mod sessions;
mod unused;
mod visibility;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use jiff::Timestamp;

use crate::diag::Diagnostic;
use crate::discover::SourceTree;
use crate::model::{
    Anchor, Attachment, AttachmentId, Attachments, DatasetId, Organisation, Outside, PageId,
    PersonId, Places, Site,
};
use crate::outcome::Outcome;
use crate::parse::Parsed;
use crate::parse::geography::Found;
use crate::parse::markdown::RawFigureRef;
use crate::slug::folded;
use crate::source::{SitePath, Span};

pub(crate) use self::figures::Faulty;
pub(crate) use self::places::has_place;
pub use self::visibility::Hidden;

/// Whether drafts and embargoed content are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// Everything is built, for the eyes of the secretariat.
    Include,
    /// Only what may be published.
    Exclude,
}

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Whether drafts are built.
    pub drafts: Drafts,
    /// The instant to build for.
    pub as_of: Timestamp,
    /// The address the site will have, over that of `briefpack.yaml`.
    pub base_url: Option<String>,
}

/// What names lead to. Built before anything is resolved, and not changed afterwards.
struct Names<'a> {
    tree: &'a SourceTree,
    /// Pages by path under `content/`.
    pages: BTreeMap<SitePath, PageId>,
    /// Content that is not published.
    hidden: &'a Hidden,
    /// Files of areas that figures name, by path under `content/`.
    geographies: &'a BTreeMap<SitePath, Found>,
    /// Dataset descriptions by path under `content/`.
    dataset_files: BTreeMap<SitePath, DatasetId>,
    /// The data files that published datasets read, each with the dataset whose page stands for
    /// it; none where steps make something else of it.
    data_files: BTreeMap<SitePath, Option<DatasetId>>,
    /// Datasets by the folder whose `data/` holds them and their key.
    dataset_keys: BTreeMap<(SitePath, String), DatasetId>,
    /// Keys of datasets that are not published, by folder.
    hidden_keys: BTreeSet<(SitePath, String)>,
    /// People by key; none for one who is not published.
    people: BTreeMap<String, Option<PersonId>>,
    /// Whether `people.yaml` holds somebody who could not be read.
    people_unread: bool,
    /// Organisations by key.
    organisations: BTreeMap<String, Organisation>,
    /// See [`Names::folded_files`].
    folded: OnceLock<HashMap<String, Vec<String>>>,
}

impl Names<'_> {
    /// The paths of all files in small letters, by how they look: the same for accents written in any way.
    fn folded_files(&self) -> &HashMap<String, Vec<String>> {
        self.folded.get_or_init(|| {
            let mut files: HashMap<String, Vec<String>> = HashMap::new();
            for file in self.tree.files.keys() {
                let alike = files.entry(folded(file.as_str())).or_default();
                alike.push(file.as_str().to_lowercase());
            }
            files
        })
    }
}

/// What content has used so far: the files to publish.
#[derive(Default)]
struct Uses {
    attachments: Attachments,
    /// Where each of them is first named.
    named: Vec<Span>,
    /// Links to headings, to be looked at when every page is known.
    anchors: Vec<Anchor>,
    /// Files used in other ways, such as reading lists.
    others: BTreeSet<SitePath>,
    /// Names that no file has.
    unknown: Vec<Unknown>,
}

/// A name that no file has, of which more is to be said when all content has been looked at: every name
/// of the site is looked through for that.
struct Unknown {
    /// Its fault, by its place among the faults of the same pieces of content.
    fault: usize,
    /// The path that the name leads to, and the folder of the file in which it is written.
    path: SitePath,
    folder: SitePath,
}

impl Names<'_> {
    /// Whether a file under `content/` is not published yet, or belongs to what is not.
    fn is_hidden(&self, path: &SitePath) -> bool {
        self.hidden.covers(path) && !self.data_files.contains_key(path)
    }
}

impl Uses {
    /// Publishes a file of the site.
    fn attach(&mut self, path: &SitePath, named: Span, names: &Names<'_>) -> Option<AttachmentId> {
        let file = names.tree.files.get(path)?;
        let id = AttachmentId(file.source.0 as usize);
        if !self.attachments.has(id) {
            self.attachments.add(Attachment {
                id,
                path: path.clone(),
                route: routes::attachment(path),
                origin: file.origin.clone(),
                size: file.size,
                pixels: file.pixels,
            });
            self.named.push(named);
        }
        Some(id)
    }

    /// Takes in what later content uses, whose faults stand behind `before` others.
    fn add(&mut self, later: Uses, before: usize) {
        for (file, named) in later.attachments.into_iter().zip(later.named) {
            if self.attachments.add(file) {
                self.named.push(named);
            }
        }
        self.anchors.extend(later.anchors);
        self.others.extend(later.others);
        self.unknown
            .extend(later.unknown.into_iter().map(|it| Unknown {
                fault: before + it.fault,
                ..it
            }));
    }
}

/// Finds what may not be published yet; `found` is what the stages before had to say.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn hidden(
    parsed: &Parsed,
    tree: &SourceTree,
    found: &[Diagnostic],
    request: &Request,
) -> Hidden {
    visibility::hidden(parsed, tree, found, request)
}

/// The figures of pages that could not be read, where that has been reported to those who see this build.
fn of_unread_pages(
    faulty: &BTreeMap<SitePath, Vec<RawFigureRef>>,
    tree: &SourceTree,
    hidden: &Hidden,
) -> Faulty {
    let mut found = Faulty::default();
    for (path, figures) in faulty {
        if !hidden.covers(path) {
            found.add(figures);
        }
    }
    found.any |= tree.unread.iter().any(SitePath::is_page);
    found
}

/// Resolves a parsed site, without what is hidden.
pub fn resolve(
    parsed: Parsed,
    tree: &SourceTree,
    request: &Request,
    hidden: &Hidden,
) -> Outcome<Site> {
    let mut faults = Vec::new();
    let Parsed {
        config,
        config_source,
        people,
        mut pages,
        mut datasets,
        readings,
        geographies,
        faulty,
        used,
    } = parsed;
    let drafted: Vec<_> = pages
        .extract_if(.., |page| hidden.pages.contains(&page.path))
        .collect();
    let drafted_data: Vec<_> = datasets
        .extract_if(.., |dataset| hidden.datasets.contains(&dataset.path))
        .collect();

    let mut names = Names {
        tree,
        pages: pages
            .iter()
            .enumerate()
            .map(|(at, page)| (page.path.clone(), PageId(at)))
            .collect(),
        hidden,
        geographies: &geographies,
        dataset_files: BTreeMap::new(),
        data_files: BTreeMap::new(),
        dataset_keys: BTreeMap::new(),
        hidden_keys: drafted_data
            .iter()
            .map(|data| datasets::home_and_key(&data.path))
            .collect(),
        people: BTreeMap::new(),
        people_unread: people.unread || tree.unread.contains(&SitePath::new("people.yaml")),
        organisations: people.organisations.into_iter().collect(),
        folded: OnceLock::new(),
    };
    names.index_datasets(&datasets, &mut faults);
    datasets::check_joins(&datasets, hidden, &mut faults);
    let people_visible = people::index(&mut names, people.people, &hidden.people);

    let mut uses = Uses::default();
    let (mut data, raw_texts) = datasets::tables(datasets, &mut faults);
    let mut scope = links::Scope {
        names: &names,
        data: &data,
        uses: &mut uses,
        faults: &mut faults,
    };
    let texts = datasets::texts(raw_texts, &mut scope);
    let config = config::resolve(config, config_source, request, &mut scope);
    let (people, organisations) = people::resolve(people_visible, &mut scope);
    let faulty = of_unread_pages(&faulty, tree, hidden);
    let built = pages::resolve(pages, &config, request, &readings, faulty, &mut scope);
    datasets::fill(&mut data, texts);

    let today = request.as_of.to_zoned(config.timezone.clone()).date();
    let mut site = Site {
        config,
        as_of: request.as_of,
        today,
        pages: built.pages,
        home: None,
        sessions: Vec::new(),
        publications: Vec::new(),
        reports: Vec::new(),
        news: Vec::new(),
        people,
        organisations,
        topics: built.topics,
        datasets: data,
        figures: built.figures,
        attachments: uses.attachments,
        redirects: built.redirects,
        withheld: hidden.withheld.clone(),
        places: Places::default(),
        anchors: uses.anchors,
        outside: Outside::default(),
    };
    site.places = Places::of(&site.pages, &site.datasets, &site.figures);
    if site.is_closed() {
        site.outside = Outside::of(&site.pages, &site.datasets);
    }
    let home = SitePath::new("index.md");
    let home_is_unread = tree.files.contains_key(&home) || tree.unread.contains(&home);
    pages::order(&mut site, config_source, home_is_unread, &mut faults);
    let known = unused::Known {
        tree,
        parsed: &used,
        attachments: &site.attachments,
        others: &uses.others,
        hidden,
        drafted: &drafted,
        readings: &readings,
    };
    let (of_anchors, (of_addresses, of_files)) = rayon::join(
        || places::check(&site, &built.faulty),
        || {
            let (redirects, named) = (&built.redirect_spans, &uses.named);
            rayon::join(
                || addresses::check(&site, redirects, named, config_source),
                || unused::check(&known),
            )
        },
    );
    faults.extend(of_anchors.into_iter().chain(of_addresses).chain(of_files));
    names.help(&uses.unknown, &mut faults);
    Outcome {
        value: site,
        diagnostics: faults,
    }
}
