//! briefpack: briefing packs for parliamentary groups, from Markdown and published data to a
//! self-contained site that opens from disk.
//!
//! A site comes to be in one direction, each stage a pure function of the one before:
//!
//! | stage | in → out |
//! |---|---|
//! | [`discover`] | folder → [`discover::SourceTree`]; the only reader |
//! | [`parse`] | `SourceTree` → [`parse::Parsed`]: each file by itself |
//! | [`shape`] | `Parsed` → `Parsed`: tables filtered, joined, summed up; cells typed |
//! | [`theme`] | theme files → [`theme::Theme`] |
//! | [`resolve`] | `Parsed` → [`model::Site`]: names become ids, nothing dangles |
//! | [`check`] | `&Site` → diagnostics: rules over the whole |
//! | [`figure`] | figures and data → drawings, with the pages they stand on |
//! | [`emit`] | site, drawings and theme → [`output::Output`] |
//! | [`write()`](write::write) | `Output` → disk; the only writer |
//!
//! [`archive`] lays the same `Output` out in the forms that archives take, [`pack`] streams them to
//! disk, and [`verify`] reads them back.
//!
//! Every stage collects its diagnostics and goes on; whether the site is written is decided once,
//! from all of them.

pub mod archive;
mod bytes;
pub mod check;
pub mod claim;
pub mod cli;
pub mod closing;
pub mod config;
mod css;
pub mod diag;
pub mod discover;
mod embedded;
pub mod emit;
pub mod error;
pub mod figure;
mod html;
mod memo;
pub mod model;
pub mod number;
pub mod outcome;
pub mod output;
pub mod pack;
pub mod parse;
mod publish;
pub mod resolve;
pub mod serve;
pub mod shape;
pub mod signature;
pub mod slug;
pub mod source;
pub mod theme;
pub mod trace;
pub mod verify;
pub mod view;
mod web;
pub mod write;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::archive::Facts;
use crate::diag::{Diagnostic, code};
use crate::discover::{SourceFile, SourceTree};
use crate::emit::{Drawings, Frames};
use crate::error::Fault;
use crate::model::Site;
use crate::output::{Gathered, Nowhere, Output, Sink};
use crate::resolve::{Drafts, Hidden};
use crate::signature::PublicKey;
use crate::source::{SourceMap, Spanned};
use crate::theme::Theme;
use crate::trace::Trace;

pub use crate::memo::{Change, Making, Said, Why};
pub use crate::publish::{Cache, Published, Spoken, Written, publish, why};

#[path = "lib/workshop.rs"]
mod workshop;

pub use workshop::{Changes, Preview, Workshop};

/// What a build is asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether drafts and embargoed content are built.
    pub drafts: Drafts,
    /// The day or instant to build for; without it [`Options::now`], or the day the site was
    /// closed.
    pub as_of: Option<AsOf>,
    /// The present.
    pub now: Timestamp,
    /// The address the site will have, over that of `briefpack.yaml`.
    pub base_url: Option<String>,
}

/// The time to build for.
#[derive(Debug, Clone, Copy)]
pub enum AsOf {
    /// The first instant of a day in the site's time zone.
    Day(Date),
    /// An instant.
    Instant(Timestamp),
}

/// A built site, not yet written.
#[derive(Debug)]
pub struct Build {
    /// The texts that diagnostics point into.
    pub sources: SourceMap,
    /// Everything that was found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; none when errors keep it from being published.
    pub output: Option<Output>,
    /// How much there is of what.
    pub counts: Counts,
    /// The keys that the seal over the site is to be signed with.
    pub signed_by: Vec<PublicKey>,
    /// The content that the pages were made of, which takes a while to be taken apart.
    pub site: Site,
}

/// How much a site holds.
#[derive(Debug, Clone, Copy, Default, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the names are what is counted")]
pub struct Counts {
    pub pages: usize,
    pub figures: usize,
    pub datasets: usize,
}

/// A site as far as its content goes, checked and not yet drawn.
struct Content {
    tree: SourceTree,
    /// The name of the theme, where it was written.
    theme_name: Spanned<String>,
    /// How many of the tree's sources were there before the theme was loaded.
    before_theme: usize,
    theme: Option<Theme>,
    site: Site,
    found: Vec<Diagnostic>,
    /// What is not published yet.
    hidden: Hidden,
    /// What the pages show to each other, for builds that are to be remembered.
    faces: Option<memo::Faces>,
    /// The digests of the files, for builds that are to be remembered by another run.
    digests: Option<memo::Digests>,
}

/// Reads, resolves and checks the site of a folder.
fn content(root: &Path, options: &Options, recall: Recall) -> Result<Content, Fault> {
    let mut found = Vec::new();
    let tree = discover::discover(root)?.collect(&mut found);
    Ok(content_of(tree, found, options, recall))
}

/// Who will want to know later what of a site has changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recall {
    Nobody,
    /// This run, to which the system tells what changes.
    ThisRun,
    /// Another run, which has to look at the files.
    AnotherRun,
}

/// Resolves and checks what was read; `found` is what reading had to say.
fn content_of(
    mut tree: SourceTree,
    mut found: Vec<Diagnostic>,
    options: &Options,
    recall: Recall,
) -> Content {
    let parsed = parse::parse(&mut tree).collect(&mut found);
    let parsed = shape::shape(parsed, &tree).collect(&mut found);
    let faces = (recall != Recall::Nobody).then(|| memo::faces(&parsed, &tree.sources));
    let theme_name = parsed.theme().clone();
    let before_theme = tree.sources.len();
    let files = theme::gather(&mut tree, &theme_name).collect(&mut found);
    let request = parsed.request(options);
    let read = &tree;
    // Resolving takes one thread, and longer than the rest.
    let ((theme, digests), (site, hidden)) = rayon::join(
        || {
            let theme = files.map(|files| files.compile(read));
            let digests = (recall == Recall::AnotherRun).then(|| memo::digests(read));
            (theme, digests)
        },
        || {
            let hidden = resolve::hidden(&parsed, read, &found, &request);
            let site = resolve::resolve(parsed, read, &request, &hidden);
            (site, hidden)
        },
    );
    let theme = theme.and_then(|theme| theme.collect(&mut found));
    let site = site.collect(&mut found);
    let mut found = hidden.set_aside(found);
    found.extend(check::check(&site));
    Content {
        tree,
        theme_name,
        before_theme,
        theme,
        site,
        found,
        hidden,
        faces,
        digests,
    }
}

/// Draws a site and puts its pages together.
fn pages(content: Content) -> Build {
    let gathered = Gathered::default();
    let (build, is_whole) = made(content, &gathered, None);
    Build {
        output: Some(gathered.whole()).filter(|_| is_whole),
        ..build
    }
}

/// Draws a site and hands its pages to a sink, and what stands around their words to `frames`. Gives
/// whether what the sink took may be published.
fn made(content: Content, sink: &dyn Sink, frames: Option<&dyn Frames>) -> (Build, bool) {
    let pages = put_together(&content, Drawings::WithPages, sink, frames);
    let Content {
        tree, theme, site, ..
    } = content;
    put_away((tree.files, theme));
    let build = Build {
        sources: tree.sources,
        diagnostics: pages.diagnostics,
        output: None,
        counts: pages.counts,
        signed_by: site.config.lifecycle.signed_by.clone(),
        site,
    };
    (build, pages.is_whole)
}

/// Takes something large apart beside what comes next: nobody has to wait for it.
fn put_away(what: impl Send + 'static) {
    rayon::spawn(move || drop(what));
}

/// Pages that have gone to a sink.
struct Pages {
    /// Everything that was found from the first stage on.
    diagnostics: Vec<Diagnostic>,
    counts: Counts,
    /// Whether they may be published.
    is_whole: bool,
}

/// Puts the pages of a site together from its content and drawings.
fn put_together(
    content: &Content,
    drawings: Drawings<'_>,
    sink: &dyn Sink,
    frames: Option<&dyn Frames>,
) -> Pages {
    let Content { theme, site, .. } = content;
    let mut found = content.found.clone();
    // Content that claims one address twice cannot even be put together.
    let addressed = !found.iter().any(|fault: &Diagnostic| {
        fault.code == &code::DUPLICATE_ADDRESS || fault.code == &code::DUPLICATE_DATASET
    });
    let theme = theme.as_ref().filter(|_| addressed);
    let pages = match theme {
        Some(theme) => {
            let pages = emit::emit_keeping(site, drawings, theme, sink, frames);
            Some(pages.collect(&mut found))
        }
        None => {
            found.extend(drawings.said(site));
            None
        }
    };
    let diagnostics = diag::arrange(diag::without_consequences(found));
    let is_whole = pages.is_some() && !diag::has_errors(&diagnostics);
    Pages {
        diagnostics,
        counts: Counts {
            pages: pages.filter(|_| is_whole).unwrap_or(0),
            figures: site.figures.len(),
            datasets: site.datasets.len(),
        },
        is_whole,
    }
}

/// Builds the site of a folder.
///
/// # Errors
/// When the folder holds no site or cannot be read at all. Everything that is wrong with the
/// content is among the diagnostics.
pub fn build(root: &Path, options: &Options) -> Result<Build, Fault> {
    Ok(pages(content(root, options, Recall::Nobody)?))
}

/// Builds a site that is in memory already ([`discover::in_memory`]), of which `found` has been
/// said. Attachments are named in the output, and not looked at.
pub fn build_in_memory(tree: SourceTree, found: Vec<Diagnostic>, options: &Options) -> Build {
    pages(content_of(tree, found, options, Recall::Nobody))
}

/// Builds the site of a folder and looks for what a person should look at too
/// ([`check::LINTS`]). What is not published yet is looked at as if it were, which takes as long again.
///
/// # Errors
/// As [`build`].
pub fn examine(root: &Path, options: &Options) -> Result<Build, Fault> {
    let mut found = Vec::new();
    let tree = discover::discover(root)?.collect(&mut found);
    let (whole, of_whole) = (tree.clone(), found.clone());
    let mut content = content_of(tree, found, options, Recall::Nobody);
    let lints = check::lint(&content.site);
    content.found.extend(lints);
    let hidden = std::mem::take(&mut content.hidden);
    let mut build = pages(content);
    if hidden.is_any() {
        let options = Options {
            drafts: Drafts::Include,
            ..options.clone()
        };
        let with_drafts = content_of(whole, of_whole, &options, Recall::Nobody);
        let (with_drafts, _) = made(with_drafts, &Nowhere, None);
        let told = hidden.retell(build.diagnostics, &with_drafts.diagnostics);
        build.diagnostics = diag::arrange(told);
    }
    Ok(build)
}

/// A built site with what archives ask about it.
#[derive(Debug)]
pub struct Archived {
    /// The site.
    pub build: Build,
    /// What is told about it.
    pub facts: Facts,
    /// The files it was made of.
    pub sources: Vec<SourceFile>,
    /// What among them is not published yet, by the names of files and people.
    pub withheld: Vec<String>,
}

/// Builds the site of a folder to be archived. What a closing would have to accept first is among the
/// diagnostics.
///
/// # Errors
/// As [`build`].
pub fn archived(root: &Path, options: &Options) -> Result<Archived, Fault> {
    let mut content = content(root, options, Recall::Nobody)?;
    let gaps = check::gaps(&content.site, &content.tree.sources);
    let open = gaps
        .into_iter()
        .filter(|gap| gap.refuses && !check::is_accepted(&content.site, gap));
    let open: Vec<Diagnostic> = open.map(|gap| gap.diagnostic).collect();
    content.found.extend(open);
    Ok(Archived {
        facts: Facts::of(&content.site),
        sources: content.tree.whole(),
        withheld: content.hidden.names(),
        build: pages(content),
    })
}

/// Changes to a site's files that make wrong numbers true.
#[derive(Debug)]
pub struct Mended {
    /// The texts that the changes point into.
    pub sources: SourceMap,
    /// The changes, in the order of files and places.
    pub fixes: Vec<check::Fix>,
}

/// Finds the bound numbers that can be put right without a person. Nothing is changed yet.
///
/// # Errors
/// As [`build`].
pub fn mend(root: &Path, options: &Options) -> Result<Mended, Fault> {
    let Content { tree, site, .. } = content(root, options, Recall::Nobody)?;
    let fixes = check::fixes(&site, &tree.sources);
    Ok(Mended {
        sources: tree.sources,
        fixes,
    })
}

/// A step of a group's life, worked out and not yet taken.
#[derive(Debug)]
pub struct Closure {
    /// The texts of the site as it would be.
    pub sources: SourceMap,
    /// What the site as it would be has to say.
    pub diagnostics: Vec<Diagnostic>,
    /// Gaps that nobody has accepted.
    pub open: Vec<check::Gap>,
    /// What a person should look at, and nothing refuses.
    pub notices: Vec<check::Gap>,
    /// `briefpack.yaml` as it is.
    pub old: Arc<str>,
    /// `briefpack.yaml` as it would be.
    pub new: Arc<str>,
    /// What becomes of keys that a person may have written, a sentence each.
    pub remarks: Vec<&'static str>,
    /// The day on which the step takes effect, where that is still to come.
    pub ahead: Option<Date>,
    /// A note for whoever holds the site from then on.
    pub handover: String,
}

/// Works out a step of a group's life. Nothing is changed yet.
///
/// # Errors
/// As [`build`], and when the step does not lead on from where the group is, or accepts what is no
/// gap.
pub fn close(root: &Path, options: &Options, request: &closing::Request) -> Result<Closure, Fault> {
    let refused = |refusal: closing::Refusal| Fault::Usage(refusal.0);
    let mut found = Vec::new();
    let tree = discover::discover(root)?.collect(&mut found);
    let config = tree.config;
    let old = tree.sources.file(config).text.clone();
    let now = parse::lifecycle_of(config, &old);
    let as_of = request.on.map(AsOf::Day).or(options.as_of);
    let options = Options {
        as_of,
        ..options.clone()
    };
    let changed = |accepted| -> Result<Result<String, Box<Diagnostic>>, Fault> {
        let changes = closing::changes(request, &now, accepted).map_err(refused)?;
        Ok(parse::rewrite::rewrite(config, &old, "lifecycle", &changes))
    };
    let as_it_would_be = |text: &str| {
        let mut tree = tree.clone();
        tree.sources.replace(config, text.into());
        content_of(tree, found.clone(), &options, Recall::Nobody)
    };
    let refuses = |fault: Box<Diagnostic>| Closure {
        sources: tree.sources.clone(),
        diagnostics: vec![*fault],
        open: Vec::new(),
        notices: Vec::new(),
        old: old.clone(),
        new: old.clone(),
        remarks: Vec::new(),
        ahead: None,
        handover: String::new(),
    };
    let kept = closing::accepted(request, &now, &[]).unwrap_or_default();
    let first = match changed(kept)? {
        Ok(text) => as_it_would_be(&text),
        Err(fault) => return Ok(refuses(fault)),
    };
    let gaps = match request.step {
        closing::Step::Close => check::gaps(&first.site, &first.tree.sources),
        closing::Step::Dissolve | closing::Step::Revive => Vec::new(),
    };
    let accepted = closing::accepted(request, &now, &gaps).map_err(refused)?;
    let new = match changed(accepted)? {
        Ok(text) => text,
        Err(fault) => return Ok(refuses(fault)),
    };
    let content = as_it_would_be(&new);
    let open = |gap: &check::Gap| gap.refuses && !check::is_accepted(&content.site, gap);
    let (open, others): (Vec<_>, Vec<_>) = gaps.into_iter().partition(open);
    let handover = closing::handover(&content.site);
    let config = &content.site.config;
    let ahead = config.closed_on.is_some_and(|on| on > options.now);
    let ahead = config.lifecycle.on.filter(|_| ahead);
    let build = pages(content);
    Ok(Closure {
        sources: build.sources,
        diagnostics: build.diagnostics,
        open,
        notices: others.into_iter().filter(|gap| !gap.refuses).collect(),
        old,
        new: new.into(),
        remarks: closing::remarks(request, &now),
        ahead,
        handover,
    })
}

/// The numbers of a site, with where they come from.
#[derive(Debug)]
pub struct Traced {
    /// The texts that places point into.
    pub sources: SourceMap,
    /// Everything that was found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The site.
    pub site: Site,
    /// Its numbers; none when errors keep the site from being published.
    pub trace: Option<Trace>,
}

/// Follows every number of a site to the cells it comes from.
///
/// # Errors
/// As [`build`].
pub fn trace(root: &Path, options: &Options) -> Result<Traced, Fault> {
    let Content {
        tree, site, found, ..
    } = content(root, options, Recall::Nobody)?;
    let diagnostics = diag::arrange(diag::without_consequences(found));
    let trace = (!diag::has_errors(&diagnostics)).then(|| trace::trace(&site));
    Ok(Traced {
        sources: tree.sources,
        diagnostics,
        site,
        trace,
    })
}

#[cfg(test)]
#[path = "lib/tests/mod.rs"]
mod tests;
