//! Parse: every file by itself into what its author wrote, with the place of every value.
//!
//! In: the [`SourceTree`]. Out: [`Parsed`]. Files are read in parallel and nothing is looked up
//! in another file, except that a dataset reads the data file it names.

mod bibtex;
pub(crate) mod cell;
mod choose;
pub(crate) mod config;
mod control;
mod csv;
mod data;
mod data_file;
pub(crate) mod dataset;
mod days;
mod detect;
pub(crate) mod fields;
pub(crate) mod figure;
pub(crate) mod geography;
mod grid;
pub(crate) mod ground;
mod inputs;
pub mod inspect;
mod json;
mod layout;
mod licence;
pub(crate) mod lifecycle;
pub(crate) mod markdown;
mod notes;
pub(crate) mod page;
pub(crate) mod passage;
pub(crate) mod people;
mod range;
pub(crate) mod reading;
pub(crate) mod rewrite;
mod rows;
pub(crate) mod table;
pub(crate) mod typing;
mod workbook;
pub(crate) mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::LifecycleState;
use crate::diag::{Diagnostic, code};
use crate::discover::{SourceTree, TextFile, not_utf8_fault};
use crate::outcome::Outcome;
use crate::resolve::Request;
use crate::source::{SitePath, SourceId, Spanned};
use crate::{AsOf, Options};

use self::config::RawConfig;
use self::data::Described;
use self::dataset::{RawDataset, RawRows};
use self::markdown::RawFigureRef;
use self::page::RawPage;
use self::people::RawPeople;
use self::reading::RawReading;

pub(crate) use self::config::{base, base_address};
pub(crate) use self::fields::{day, web_address};
pub(crate) use self::page::instant;

/// Where a group is in its life, by the text of `briefpack.yaml`; faults are left to [`parse`].
pub(crate) fn lifecycle_of(source: SourceId, file: &str) -> lifecycle::RawLifecycle {
    config::parse(source, file, &mut Vec::new()).lifecycle
}

/// Pages as written: each takes about a kilobyte, and is handed on from stage to stage.
pub(crate) type RawPages = Vec<Box<RawPage>>;

/// Datasets as written, of the same size.
pub(crate) type RawDatasets = Vec<Box<RawDataset>>;

/// The site as written.
#[derive(Debug)]
pub struct Parsed {
    pub(crate) config: RawConfig,
    pub(crate) config_source: SourceId,
    pub(crate) people: RawPeople,
    pub(crate) pages: RawPages,
    pub(crate) datasets: RawDatasets,
    /// Reading lists by path under `content/`, each with its faults: a YAML file outside `data/`
    /// is one only if a session names it.
    pub(crate) readings: BTreeMap<SitePath, (RawReading, Vec<Diagnostic>)>,
    /// The files of areas that figures name, by path under `content/`, each with its faults: they
    /// concern nobody where only hidden figures name them.
    pub(crate) geographies: BTreeMap<SitePath, geography::Found>,
    /// The figures of pages that could not be read, by path under `content/`.
    pub(crate) faulty: BTreeMap<SitePath, Vec<RawFigureRef>>,
    /// Files that parsing has used: descriptions and the data files they name.
    pub(crate) used: BTreeSet<SitePath>,
}

impl Parsed {
    /// The theme that the configuration names.
    pub fn theme(&self) -> &Spanned<String> {
        &self.config.theme
    }

    /// What is to be resolved: the options, with what the configuration adds to them.
    pub fn request(&self, options: &Options) -> Request {
        let lifecycle = &self.config.lifecycle;
        let closed = match lifecycle.state {
            LifecycleState::Closed => lifecycle.on_instant,
            LifecycleState::Active | LifecycleState::Dissolved => None,
        };
        let first_instant = |day: Date| {
            let start = day.to_zoned(self.config.timezone.clone());
            start.map_or(options.now, |start| start.timestamp())
        };
        let as_of = match options.as_of {
            Some(AsOf::Day(day)) => first_instant(day),
            Some(AsOf::Instant(instant)) => instant,
            // A site that is to be closed one day lives in the present until then: what is under
            // embargo today stays so.
            None => closed.map_or(options.now, |closed| closed.min(options.now)),
        };
        let base_url = options.base_url.clone().map(base);
        Request {
            drafts: options.drafts,
            as_of,
            base_url,
        }
    }
}

/// How many files a processor takes at once at most, so that none waits for another at the end.
const AT_ONCE: usize = 32;

/// What a file under `content/` is, by its name and place.
enum Role {
    Page,
    People,
    Dataset,
    Reading,
    Other,
}

/// Parses every file of the site.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn parse(tree: &mut SourceTree) -> Outcome<Parsed> {
    let mut faults = Vec::new();
    let config_source = tree.config;
    let config_text = &tree.sources.file(config_source).text;
    let config = config::parse(config_source, config_text, &mut faults);
    let files: Vec<(&SitePath, &TextFile)> = tree.texts.iter().collect();
    let parsed: Vec<(Piece, Vec<Diagnostic>)> = files
        .par_iter()
        .with_max_len(AT_ONCE)
        .map(|(path, file)| piece(path, file, tree))
        .collect();
    let count = |is: fn(&Piece) -> bool| parsed.iter().filter(|(piece, _)| is(piece)).count();
    let pages = count(|piece| matches!(piece, Piece::Page(_)));
    let datasets = count(|piece| matches!(piece, Piece::Dataset(..)));
    let mut site = Parsed {
        config,
        config_source,
        people: RawPeople::default(),
        pages: Vec::with_capacity(pages),
        datasets: Vec::new(),
        readings: BTreeMap::new(),
        geographies: BTreeMap::new(),
        faulty: BTreeMap::new(),
        used: BTreeSet::new(),
    };
    let mut described = Vec::with_capacity(datasets);
    // In the order of the files, those of datasets last: so gathered it becomes a set at once.
    let mut used = Vec::with_capacity(parsed.len());
    for (piece, found) in parsed {
        match piece {
            Piece::Reading(path, reading) => {
                site.readings.insert(path, (reading, found));
                continue;
            }
            Piece::Dataset(dataset, rows) => {
                described.push(Described {
                    dataset,
                    rows,
                    faults: found,
                });
                continue;
            }
            Piece::Page(page) => {
                used.push(page.path.clone());
                site.pages.push(page);
            }
            Piece::People(people) => {
                used.push(SitePath::new("people.yaml"));
                site.people = people;
            }
            Piece::Faulty(path) => {
                used.push(path);
            }
            Piece::FaultyPage(path, figures) => {
                used.push(path.clone());
                site.faulty.insert(path, figures);
            }
            Piece::Nothing => {}
        }
        faults.extend(found);
    }
    for dataset in data::read(described, tree).collect(&mut faults) {
        used.push(dataset.path.clone());
        used.extend(dataset.data_file.clone());
        site.datasets.push(dataset);
    }
    site.used = used.into_iter().collect();
    site.geographies = geographies(&site.pages, tree);
    Outcome {
        value: site,
        diagnostics: faults,
    }
}

/// Reads the files of areas that figures name, from whichever `data/` folder they stand in.
fn geographies(pages: &[Box<RawPage>], tree: &SourceTree) -> BTreeMap<SitePath, geography::Found> {
    let figures = pages.iter().flat_map(|page| &page.body.figures);
    let named: BTreeSet<&str> = figures
        .filter_map(|figure| match figure {
            RawFigureRef::Defined(figure) => figure.as_ref().as_ref(),
            RawFigureRef::Again(_) => None,
        })
        .flat_map(|figure| figure.ground.files())
        .collect();
    let files: Vec<(&SitePath, &TextFile)> = tree
        .texts
        .iter()
        .filter(|(path, _)| path.parent().name() == "data" && named.contains(path.name()))
        .collect();
    files
        .into_par_iter()
        .map(|(path, file)| {
            let found = match file.not_utf8 {
                Some(_) => (None, vec![not_utf8_fault(file)]),
                None => geography::parse(path, file.source, &tree.sources),
            };
            (path.clone(), found)
        })
        .collect()
}

/// What one file became.
enum Piece {
    Page(Box<RawPage>),
    People(RawPeople),
    Dataset(Box<RawDataset>, RawRows),
    Reading(SitePath, RawReading),
    /// A file whose faults have been reported.
    Faulty(SitePath),
    /// Such a page, with the figures that stand in it all the same.
    FaultyPage(SitePath, Vec<RawFigureRef>),
    Nothing,
}

fn piece(path: &SitePath, file: &TextFile, tree: &SourceTree) -> (Piece, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let source = file.source;
    let text = tree.sources.file(source).text.as_ref();
    let role = role(path);
    if !matches!(role, Role::Other) && file.not_utf8.is_none() {
        control::check(source, text, &mut faults);
    }
    let piece = match role {
        Role::Other => Piece::Nothing,
        _ if file.not_utf8.is_some() => {
            faults.push(not_utf8_fault(file));
            match role {
                Role::Page => Piece::FaultyPage(path.clone(), page::figures(source, text)),
                _ => Piece::Faulty(path.clone()),
            }
        }
        Role::Page => match page::parse(path, source, text, &mut faults) {
            Some(page) => Piece::Page(Box::new(page)),
            None => Piece::FaultyPage(path.clone(), page::figures(source, text)),
        },
        Role::People => Piece::People(people::parse(source, text, &mut faults)),
        Role::Reading => {
            let mut list = reading::parse(path, source, text, &mut faults);
            reading::read_files(&mut list, tree, &mut faults);
            Piece::Reading(path.clone(), list)
        }
        Role::Dataset => match dataset::parse(path, source, text, &mut faults) {
            Some((dataset, rows)) => Piece::Dataset(Box::new(dataset), rows),
            None => Piece::Faulty(path.clone()),
        },
    };
    (piece, faults)
}

/// Reading lists are the YAML files outside `data/`; `people.yaml` is one file at the top.
fn role(path: &SitePath) -> Role {
    let in_data = path.parent().name() == "data";
    match path.extension().as_str() {
        _ if path.is_page() => Role::Page,
        "yaml" | "yml" if path.as_str() == "people.yaml" => Role::People,
        "yaml" | "yml" if in_data => Role::Dataset,
        "yaml" | "yml" => Role::Reading,
        _ => Role::Other,
    }
}

/// A path that leads out of the site.
pub(crate) fn leads_out(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        &code::OUTSIDE_SITE,
        name.span,
        format!("`{}` leads out of the site's content", name.value),
    )
    .help("copy the file into the site and name it there")
}
