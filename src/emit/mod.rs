//! Emit: views through templates, and the files beside them, into a [`Sink`].
//!
//! In: the [`Site`], its drawings and the theme. Out: everything that is to be published. Each
//! emitter is a file and a row of [`EMITTERS`]; they do not know each other.

mod archive;
mod assets;
mod citations;
mod data;
mod figures;
mod files;
mod indexes;
mod json;
mod lost;
mod package;
mod pages;
mod people;
mod places;
mod sitemap;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::diag::{Diagnostic, code};
use crate::emit::places::Places;
use crate::figure::{self, Drawing};
use crate::html::Writer;
use crate::model::{Bound, DatasetId, Figure, FigureId, Formula, Page, PageId, Site};
use crate::outcome::Outcome;
use crate::output::{Artifact, Gathered, Sink};
use crate::source::SitePath;
use crate::theme::{Asset, TemplateValue, Theme, value};
use crate::view::chrome::site_view;
use crate::view::written::Frame;
use crate::view::{self, HeadView, SiteView};

/// Something that makes a part of the output.
pub struct Emitter {
    /// Its name.
    pub name: &'static str,
    /// What it makes.
    pub summary: &'static str,
    run: fn(&Context<'_>) -> Vec<Diagnostic>,
}

/// Everything that makes a part of the output. The files of figures are made with the pages they stand
/// on, which say how large they are.
pub static EMITTERS: &[Emitter] = &[
    Emitter {
        name: "pages",
        summary: "every page written in Markdown, with its figures and the files of its reading list",
        run: pages::emit,
    },
    Emitter {
        name: "data",
        summary: "each dataset's page, CSV, JSON and Data Package",
        run: data::emit,
    },
    Emitter {
        name: "people",
        summary: "each person's page",
        run: people::emit,
    },
    Emitter {
        name: "indexes",
        summary: "the indexes of sessions, publications, news, data, topics and people, and each topic's page",
        run: indexes::emit,
    },
    Emitter {
        name: "sitemap",
        summary: "the HTML site map, and `sitemap.xml` for a site with an address",
        run: sitemap::emit,
    },
    Emitter {
        name: "archive",
        summary: "the page about a closed site as an archive",
        run: archive::emit,
    },
    Emitter {
        name: "lost",
        summary: "`404.html`, and a page at each old address",
        run: lost::emit,
    },
    Emitter {
        name: "files",
        summary: "attachments and images as they are",
        run: files::emit,
    },
    Emitter {
        name: "assets",
        summary: "the theme's style and fonts",
        run: assets::emit,
    },
];

/// Where the drawings of a site's figures come from.
#[derive(Debug, Clone, Copy)]
pub enum Drawings<'a> {
    /// They are there, in the order of the figures, and what there is to say of them has been said.
    Drawn(&'a [Drawing]),
    /// Each is drawn with its page, and kept only where another page shows it too.
    WithPages,
}

impl Drawings<'_> {
    /// What has not been said of them, where there are no pages to draw them with.
    pub(crate) fn said(self, site: &Site) -> Vec<Diagnostic> {
        match self {
            Drawings::Drawn(_) => Vec::new(),
            Drawings::WithPages => figure::draw_all(site).diagnostics,
        }
    }
}

/// What emitters read.
pub struct Context<'a> {
    pub(crate) site: &'a Site,
    pub(crate) theme: &'a Theme,
    drawings: Drawings<'a>,
    /// What there was to say of each figure when it was drawn here.
    drawn: Vec<OnceLock<Vec<Diagnostic>>>,
    /// The drawings of figures that several pages show, as soon as they are drawn. A page that comes in
    /// between draws its own: waiting for another could be waiting for itself.
    repeated: BTreeMap<FigureId, OnceLock<Drawing>>,
    /// The pages whose figures or numbers use a dataset.
    pub(crate) used_on: BTreeMap<DatasetId, Vec<PageId>>,
    shared: BTreeMap<String, TemplateValue>,
    assets: TemplateValue,
    sink: &'a dyn Sink,
    frames: Option<&'a dyn Frames>,
    /// The addresses of the theme's files, which nothing else may have.
    taken: BTreeSet<&'a SitePath>,
    /// Those that something else would have. `resolve` has looked at all other addresses.
    clashes: Mutex<BTreeSet<SitePath>>,
    /// The links to places that templates make.
    places: Places<'a>,
    /// How many pages were made.
    pages: AtomicUsize,
}

/// Takes what stands around the words of pages written in Markdown, from several threads at once.
pub(crate) trait Frames: Sync {
    /// Takes the frame of a page.
    fn keep(&self, page: &Page, frame: &Frame);
}

/// Makes everything that is published, and hands each file to the sink as soon as it is made. Gives
/// the number of pages.
pub fn emit(site: &Site, drawings: Drawings<'_>, theme: &Theme, sink: &dyn Sink) -> Outcome<usize> {
    emit_keeping(site, drawings, theme, sink, None)
}

/// As [`emit`], and hands what stands around the words of pages to `frames`.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub(crate) fn emit_keeping(
    site: &Site,
    drawings: Drawings<'_>,
    theme: &Theme,
    sink: &dyn Sink,
    frames: Option<&dyn Frames>,
) -> Outcome<usize> {
    let context = Context::new(site, drawings, theme, sink, frames);
    let found: Vec<Vec<Diagnostic>> = EMITTERS
        .par_iter()
        .map(|emitter| (emitter.run)(&context))
        .collect();
    let mut diagnostics: Vec<Diagnostic> = found.into_iter().flatten().collect();
    // A page whose template fails may not have come to all of its figures.
    let left = site.figures.par_iter();
    left.filter(|figure| context.drawn[figure.id.0].get().is_none())
        .for_each(|figure| context.with_drawing(figure, |_| ()));
    let said = context.drawn.into_iter().filter_map(OnceLock::into_inner);
    diagnostics.extend(said.flatten());
    let clashes = context.clashes.into_inner();
    let clashes = clashes.unwrap_or_else(PoisonError::into_inner);
    diagnostics.extend(clashes.iter().map(|path| theme_clash(path, theme)));
    diagnostics.extend(context.places.into_broken());
    Outcome {
        value: context.pages.into_inner(),
        diagnostics,
    }
}

fn theme_clash(path: &SitePath, theme: &Theme) -> Diagnostic {
    Diagnostic::error(
        &code::DUPLICATE_ADDRESS,
        theme.place(),
        format!("a file of the theme and one of the content have the address `{path}`"),
    )
    .help("rename the file under `content/`")
}

impl<'a> Context<'a> {
    fn new(
        site: &'a Site,
        drawings: Drawings<'a>,
        theme: &'a Theme,
        sink: &'a dyn Sink,
        frames: Option<&'a dyn Frames>,
    ) -> Self {
        let assets: BTreeMap<&str, &str> = theme
            .assets
            .iter()
            .map(|(name, asset)| (name.as_str(), asset.path.as_str()))
            .collect();
        let shared = shared(site).into_iter();
        let shared = shared.map(|(root, view)| (root, value(&view)));
        Context {
            site,
            theme,
            drawings,
            drawn: site.figures.iter().map(|_| OnceLock::new()).collect(),
            repeated: repeated(site).map(|id| (id, OnceLock::new())).collect(),
            used_on: used_on(site),
            shared: shared.collect(),
            assets: value(&assets),
            sink,
            frames,
            taken: theme.assets.values().map(|asset| &asset.path).collect(),
            clashes: Mutex::default(),
            places: Places::of(site),
            pages: AtomicUsize::new(0),
        }
    }

    /// Makes something of the drawing of a figure.
    fn with_drawing<T>(&self, figure: &Figure, make: impl FnOnce(&Drawing) -> T) -> T {
        let repeated = self.repeated.get(&figure.id);
        let there = match self.drawings {
            Drawings::Drawn(drawings) => Some(&drawings[figure.id.0]),
            Drawings::WithPages => repeated.and_then(OnceLock::get),
        };
        if let Some(drawing) = there {
            self.drawn[figure.id.0].get_or_init(Vec::new);
            return make(drawing);
        }
        let drawn = figure::draw(figure, self.site.dataset(figure.dataset));
        // A figure that is drawn again has nothing else to say.
        self.drawn[figure.id.0].get_or_init(|| drawn.diagnostics);
        let made = make(&drawn.value);
        if let Some(repeated) = repeated {
            // Where another page was quicker, its drawing is the same.
            let _ = repeated.set(drawn.value);
        }
        made
    }

    /// Hands on what was made for an address.
    pub(crate) fn put(&self, path: SitePath, artifact: Artifact) {
        if self.taken.contains(&path) {
            let mut clashes = self.clashes.lock().unwrap_or_else(PoisonError::into_inner);
            clashes.insert(path);
            return;
        }
        if path.as_str().ends_with(".html") {
            self.pages.fetch_add(1, Ordering::Relaxed);
            if let Artifact::Bytes(html) = &artifact {
                self.places.look(&path, html);
            }
        }
        self.sink.put(path, artifact);
    }

    /// Hands on a file of the theme.
    pub(crate) fn put_asset(&self, asset: &Asset) {
        let artifact = Artifact::Bytes(asset.bytes.clone());
        self.sink.put(asset.path.clone(), artifact);
    }

    /// A writer for the page at `route`.
    pub(crate) fn writer<'w>(&'w self, route: &'w SitePath) -> Writer<'w> {
        Writer::new(self.site, route)
    }

    /// Renders a page.
    pub(crate) fn page<T: serde::Serialize>(
        &self,
        template: &str,
        route: &SitePath,
        head: &HeadView,
        content: &T,
    ) -> Result<Artifact, Box<Diagnostic>> {
        let root = route.way_to_top();
        let mut context = tera::Context::new();
        context.insert_value("site", self.shared[&root].clone());
        context.insert_value("assets", self.assets.clone());
        context.insert("root", &root);
        context.insert_value("page", value(head));
        context.insert_value("content", value(content));
        let page = self.theme.render(template, &context)?;
        Ok(Artifact::bytes(page))
    }

    /// The finished HTML of a figure on the page at `route`, whose files are handed on.
    pub(crate) fn figure(&self, id: FigureId, route: &SitePath) -> Result<String, Box<Diagnostic>> {
        let figure = self.site.figure(id);
        let writer = self.writer(route);
        self.with_drawing(figure, |drawing| {
            let downloads = figures::emit(self, figure, drawing, route);
            let listed = self.theme.names_rows();
            let view = view::table::figure(self.site, figure, drawing, downloads, listed, &writer);
            let mut context = tera::Context::new();
            context.insert("root", &route.way_to_top());
            context.insert_value("figure", value(&view));
            let html = self.theme.render("figure.html", &context)?;
            Ok(String::from_utf8(html).expect("templates write text"))
        })
    }
}

/// The files of one page, or the fault of its template.
pub(crate) type Rendered = Result<Vec<(SitePath, Artifact)>, Box<Diagnostic>>;

/// Renders many pages at once and hands them on; gives the faults in the order of the items.
pub(crate) fn render_all<I: Sync>(
    context: &Context<'_>,
    items: &[I],
    render: impl Fn(&I) -> Rendered + Sync + Send,
) -> Vec<Diagnostic> {
    let rendered = items.par_iter().filter_map(|item| match render(item) {
        Ok(files) => {
            let files = files.into_iter();
            files.for_each(|(path, file)| context.put(path, file));
            None
        }
        Err(fault) => Some(*fault),
    });
    rendered.collect()
}

/// Makes a page anew in the frame it had, on a site of which no more is known than what its words lead
/// to. `shared` is what pages of its depth share in the whole site.
pub(crate) fn again(
    site: &Site,
    drawings: Drawings<'_>,
    theme: &Theme,
    again: Again<'_>,
) -> Result<Artifact, Box<Diagnostic>> {
    let nowhere = Gathered::default();
    let mut context = Context::new(site, drawings, theme, &nowhere, None);
    let shared = (again.root.to_string(), value(again.shared));
    context.shared = BTreeMap::from([shared]);
    pages::said(&context, again.page, &again.page.route, again.frame)
}

/// A page to be made again.
pub(crate) struct Again<'a> {
    /// The page, of which only the words are asked for.
    pub(crate) page: &'a Page,
    /// What stands around them.
    pub(crate) frame: Frame,
    /// The way from the page to the top.
    pub(crate) root: &'a str,
    /// What all pages of its depth share.
    pub(crate) shared: &'a SiteView,
}

/// What all pages of each depth share, by the way from them to the top.
pub(crate) fn shared(site: &Site) -> BTreeMap<String, SiteView> {
    let deepest = site
        .pages
        .iter()
        .map(|page| &page.route)
        .chain(site.datasets.iter().map(|data| &data.route))
        .chain(site.redirects.iter().map(|redirect| &redirect.from))
        .map(SitePath::depth)
        .max()
        .unwrap_or(0)
        .max(2);
    let roots = (0..=deepest).map(|depth| "../".repeat(depth));
    roots
        .map(|root| {
            let view = site_view(site, &root);
            (root, view)
        })
        .collect()
}

/// The figures that more than one page shows.
fn repeated(site: &Site) -> impl Iterator<Item = FigureId> {
    let mut pages: Vec<usize> = vec![0; site.figures.len()];
    for page in &site.pages {
        let figures = page.body.figures.iter().flatten();
        let figures: BTreeSet<FigureId> = figures.copied().collect();
        figures.iter().for_each(|id| pages[id.0] += 1);
    }
    let figures = site.figures.iter().map(|figure| figure.id);
    figures.filter(move |id| pages[id.0] > 1)
}

/// The pages whose figures or numbers use a dataset, in the order of their files.
fn used_on(site: &Site) -> BTreeMap<DatasetId, Vec<PageId>> {
    let mut used: BTreeMap<DatasetId, Vec<PageId>> = BTreeMap::new();
    for page in &site.pages {
        let mut datasets: Vec<DatasetId> = Vec::new();
        let mut claims = |claims: &[Bound]| {
            let formulas = claims.iter().filter_map(|claim| claim.formula.as_ref());
            datasets.extend(formulas.flat_map(Formula::datasets));
        };
        claims(&page.body.claims);
        page.each_text(&mut |text| claims(&text.claims));
        let figures = page.body.figures.iter().flatten();
        for figure in figures.clone() {
            site.figure(*figure)
                .each_text(&mut |text| claims(&text.claims));
        }
        datasets.extend(figures.map(|id| site.figure(*id).dataset));
        for dataset in datasets {
            let pages = used.entry(dataset).or_default();
            if pages.last() != Some(&page.id) {
                pages.push(page.id);
            }
        }
    }
    used
}
