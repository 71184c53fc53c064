//! Publish: a build that is written, and remembered for the next.
//!
//! The stages stand in [`crate`]; here they meet the disk. [`publish`] asks [`crate::memo`]
//! first what has to be made: nothing, the words of some pages, or the whole site.

use std::fs::Metadata;
use std::path::Path;
use std::sync::Arc;

use crate::diag::{Diagnostic, Severity, render_json, render_text};
use crate::discover::{Opened, Survey, open, survey};
use crate::emit::Drawings;
use crate::error::Fault;
use crate::memo::{
    self, Built, Change, Collected, Frame, Held, Left, Making, Memory, Said, Stands, Verdict, Why,
};
use crate::output::Artifact;
use crate::source::{SitePath, Span};
use crate::write::{self, Placed, Standing, Writing};
use crate::{
    Build, Content, Counts, Options, Recall, content_of, diag, emit, figure, made, pack, pages,
    put_away,
};

/// Whether what builds before have left is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// What has not changed is not made again, and what is made is remembered.
    Use,
    /// Everything is made, and nothing is remembered.
    Leave,
}

/// A site that was built to be written.
#[derive(Debug)]
pub struct Published {
    /// What there is to say.
    pub spoken: Spoken,
    /// How much there is of what.
    pub counts: Counts,
    /// How it was written; not at all, when errors keep it from being published.
    ///
    /// # Errors
    /// As [`write()`](write::write).
    pub written: Result<Option<Written>, Fault>,
}

/// How a site was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How much of it was made.
    pub making: Making,
    /// How it took its place.
    pub placed: Placed,
}

impl Written {
    fn in_one_step(making: Making) -> Self {
        Written {
            making,
            placed: Placed::Whole,
        }
    }

    fn whole(placed: Placed) -> Self {
        Written {
            making: Making::Whole,
            placed,
        }
    }
}

/// What a build has to say.
#[derive(Debug)]
pub enum Spoken {
    /// What it found, with what it was made of.
    Found(Box<Build>),
    /// What the build before said, word for word.
    Again(Said),
}

impl Spoken {
    /// How many warnings there are.
    pub fn warnings(&self) -> usize {
        match self {
            Spoken::Found(build) => warnings(&build.diagnostics),
            Spoken::Again(said) => said.warnings,
        }
    }
}

fn warnings(found: &[Diagnostic]) -> usize {
    let warnings = found.iter().filter(|it| it.severity == Severity::Warning);
    warnings.count()
}

/// Builds the site of a folder and puts it in the place of the folder `target`, in one step
/// where the folder can be exchanged. Files
/// are written as they are made, so that no more of them is in memory than is being made.
///
/// # Errors
/// As [`crate::build`].
pub fn publish(
    root: &Path,
    options: &Options,
    target: &Path,
    cache: Cache,
) -> Result<Published, Fault> {
    let memory = match cache {
        Cache::Use => Memory::of(root, target, options),
        Cache::Leave => None,
    };
    let held = memory.as_ref().and_then(Memory::hold);
    let (Some(memory), Some(held)) = (memory, held) else {
        return Ok(whole(open(root)?, options, target, None));
    };
    let clock = held.clock;
    let mut changes = vec![Change::NoRecord];
    let opened = if memory.is_blank() {
        drop(held);
        open(root)?
    } else {
        let standing = Standing::find(target);
        let (survey, left) = rayon::join(|| survey(root), || memory.recall(target));
        let survey = survey?;
        if let (Ok(standing), Some(mut left)) = (standing, left)
            && !survey.has_faults()
        {
            match memory.verdict(&mut left, &survey, &held) {
                Verdict::Nothing { stale } => {
                    memory.unchanged(&mut left, stale);
                    let published = published(&mut left, Making::Nothing);
                    put_away((left, survey));
                    return Ok(published);
                }
                Verdict::Pages(pages) => {
                    let again = Again {
                        survey: &survey,
                        options,
                        memory: &memory,
                        held: &held,
                    };
                    if let Some(published) = again.words(&mut left, &pages, standing) {
                        put_away((left, survey));
                        return Ok(published);
                    }
                    changes = left.edited(&pages);
                }
                Verdict::Whole(found) => changes = found,
            }
        }
        drop(held);
        survey.read()
    };
    let remembering = Remembering {
        memory,
        clock,
        changes,
    };
    Ok(whole(opened, options, target, Some(remembering)))
}

/// How a whole build is to be remembered.
struct Remembering {
    memory: Memory,
    /// What time it was by the clock of the disk before anything was read, in nanoseconds.
    clock: i64,
    /// Why the whole is built.
    changes: Vec<Change>,
}

/// Says what a page was made of, and why the last build of a site into a folder made it or kept it. None
/// where there is no record of such a build; every address of the site where there is no such page.
///
/// # Errors
/// As [`crate::build`].
pub fn why(
    root: &Path,
    target: &Path,
    page: &str,
) -> Result<Option<Result<Why, Vec<String>>>, Fault> {
    Ok(memo::why(&survey(root)?, root, target, page))
}

/// What there is to say when some of what the build before left was kept.
fn published(left: &mut Left, making: Making) -> Published {
    Published {
        counts: left.record.counts,
        spoken: Spoken::Again(std::mem::take(&mut left.record.said)),
        written: Ok(Some(Written::in_one_step(making))),
    }
}

/// Pages that are to be made again.
struct Again<'a> {
    survey: &'a Survey,
    options: &'a Options,
    memory: &'a Memory,
    held: &'a Held,
}

impl Again<'_> {
    /// Makes pages again whose words alone were edited, on a site of no more than what their words lead
    /// to, and puts them in their places. None where more than words was edited, or anything is to be
    /// said about them: the whole site is then built.
    fn words(&self, left: &mut Left, pages: &[usize], standing: Standing) -> Option<Published> {
        let frames = self.memory.frames(left, pages)?;
        let own = self.survey.only(&left.files(pages)).read().tree().value;
        let mut found = Vec::new();
        let needed = self.survey.only(&left.needs(pages, &own));
        let tree = needed.read().tree().collect(&mut found);
        let content = content_of(tree, found, self.options, Recall::ThisRun);
        let remade = remade(content, left, pages, frames)?;
        let (mut texts, mut files) = (Vec::new(), Vec::new());
        for (at, page) in pages.iter().zip(remade) {
            left.lead(*at, page.ways);
            texts.push(page.text);
            files.push(page.file);
        }
        let others = || {
            let paths: Vec<SitePath> = files.iter().map(|(path, _)| path.clone()).collect();
            left.others(&paths)
        };
        // What the disk refuses here it may allow to a new folder.
        standing.amend(&files, others).ok()?;
        let now = self.survey.files();
        self.memory.amended(left, pages, &now, self.held, &texts);
        Some(published(left, Making::Words(pages.len())))
    }
}

/// A page made again.
pub(crate) struct Remade {
    /// The text it was made of.
    pub(crate) text: Arc<str>,
    /// Where it leads now.
    pub(crate) ways: memo::Ways,
    /// Its file.
    pub(crate) file: (SitePath, Artifact),
}

/// Makes pages again. None where it is not certain that a whole build would make the same.
pub(crate) fn remade(
    content: Content,
    left: &Left,
    pages: &[usize],
    frames: Vec<Frame>,
) -> Option<Vec<Remade>> {
    let Content {
        tree,
        theme,
        site,
        mut found,
        faces,
        ..
    } = content;
    let (theme, faces) = (theme?, faces?);
    let drawings = figure::draw_all(&site).collect(&mut found);
    let drawings = Drawings::Drawn(&drawings);
    let mut made = Vec::new();
    for (at, frame) in pages.iter().zip(frames) {
        let known = &left.record.pages[*at];
        let path = left.path(known);
        let page = site
            .pages
            .iter()
            .find(|page| tree.sources.file(page.source).path.as_str() == path)?;
        let face = faces.pages.get(&page.source)?;
        // What stands in its front matter has not changed, and may lead to files that were not read.
        let concerns = |span: Span| span.source == page.source && span.start as usize >= face.body;
        let is_said = found.iter().any(|it| {
            let others = it.others.iter().map(|other| other.span);
            others.chain([it.place.span]).any(concerns)
        });
        if face.digest != known.face
            || page.route.as_str() != known.route
            || is_said
            || !left.is_as_linked(known, &site, page)
        {
            return None;
        }
        let ways = left.ways(&site, page, &tree.sources, &faces)?;
        let root = page.route.way_to_top();
        let again = emit::Again {
            page,
            frame,
            shared: left.record.shared.get(&root)?,
            root: &root,
        };
        let file = emit::again(&site, drawings, &theme, again).ok()?;
        made.push(Remade {
            text: tree.sources.file(page.source).text.clone(),
            ways,
            file: (page.route.clone(), file),
        });
    }
    Some(made)
}

/// Builds the whole site, and remembers it.
fn whole(
    opened: Opened,
    options: &Options,
    target: &Path,
    remembering: Option<Remembering>,
) -> Published {
    let files = remembering.as_ref().map(|_| opened.files());
    let mut found = Vec::new();
    let tree = opened.tree().collect(&mut found);
    let recall = match remembering {
        Some(_) => Recall::AnotherRun,
        None => Recall::Nobody,
    };
    let mut content = content_of(tree, found, options, recall);
    // A page of a closed site prints a digest of all others.
    if content.site.is_closed() || diag::has_errors(&content.found) {
        let mut build = pages(content);
        let written = build.output.take().map_or(Ok(None), |output| {
            let output = pack::seal_if_asked(output, &build.signed_by)?;
            write::write(&output, target).map(|placed| Some(Written::whole(placed)))
        });
        return said(build, written);
    }
    let stands = Stands::default();
    let told = |path: &SitePath, data: &Metadata| stands.add(path, data);
    let begun = match remembering {
        Some(_) => Writing::begin_telling(target, &told),
        None => Writing::begin(target),
    };
    let writing = match begun {
        Ok(writing) => writing,
        Err(fault) => return said(pages(content), Err(fault)),
    };
    let faces = content.faces.take();
    let digests = content.digests.take();
    let frames = Collected::default();
    let frames_wanted = remembering.as_ref().map(|_| &frames as &dyn emit::Frames);
    let (build, is_whole) = made(content, &writing, frames_wanted);
    if !is_whole {
        return said(build, Ok(None));
    }
    let finished = writing.finish();
    if let (Ok(_), Some(it), Some(faces)) = (&finished, remembering, faces) {
        it.memory.remember(Built {
            site: &build.site,
            sources: &build.sources,
            diagnostics: &build.diagnostics,
            said: kept(&build),
            counts: build.counts,
            faces: &faces,
            files: files.unwrap_or_default(),
            digests: digests.unwrap_or_default(),
            folders: stands.whole(),
            frames,
            clock: it.clock,
            changes: it.changes,
        });
    }
    said(build, finished.map(|placed| Some(Written::whole(placed))))
}

fn said(build: Build, written: Result<Option<Written>, Fault>) -> Published {
    Published {
        counts: build.counts,
        spoken: Spoken::Found(Box::new(build)),
        written,
    }
}

/// What a build had to say, as it is kept.
fn kept(build: &Build) -> Said {
    let (found, sources) = (&build.diagnostics, &build.sources);
    Said {
        warnings: warnings(found),
        text: render_text(found, sources, true),
        json: render_json(found, sources),
    }
}
