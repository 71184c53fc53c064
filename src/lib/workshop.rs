//! A site that is built again and again while its files change.
//!
//! What the last build was made of is kept, so that the next one need not make all of it again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::diag::{Diagnostic, code};
use crate::discover::Stamp;
use crate::emit::{Drawings, Frames};
use crate::error::Fault;
use crate::figure::Drawing;
use crate::memo::{Built, Collected, Recalled, Said};
use crate::output::{Gathered, Output};
use crate::publish::remade;
use crate::source::{SitePath, SourceMap};
use crate::{
    Content, Counts, Options, Recall, content, content_of, discover, figure, pack, put_together,
    theme,
};

/// What has changed in a site folder since the last build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The files and folders that were changed, made or removed, by their paths in the site folder.
    pub paths: BTreeSet<SitePath>,
    /// Whether anything else may have changed too.
    pub anything: bool,
}

impl Changes {
    /// Nothing is known of what has changed.
    pub fn anything() -> Self {
        Changes {
            paths: BTreeSet::new(),
            anything: true,
        }
    }

    /// Whether only files of themes have changed.
    fn only_themes(&self) -> bool {
        let is_theme =
            |path: &SitePath| path.as_str() == "themes" || path.inside("themes").is_some();
        !self.anything && self.paths.iter().all(is_theme)
    }
}

/// A site as it was just built.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Everything that was found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; none when errors keep it from being published.
    pub output: Option<Output>,
    /// How much there is of what.
    pub counts: Counts,
}

/// A site folder with what its last build was made of.
pub struct Workshop {
    root: PathBuf,
    options: Options,
    kept: Option<Kept>,
}

/// What the last build was made of, and what came out.
struct Kept {
    content: Content,
    drawings: Vec<Drawing>,
    preview: Preview,
    /// What single pages can be made again from; nothing where there were errors, or the site is closed.
    recalled: Option<Recalled>,
    /// The files of pages that were made again, of which `content` knows no more than before.
    amended: BTreeSet<SitePath>,
}

impl Workshop {
    /// The site of a folder, of which nothing was built yet.
    pub fn new(root: PathBuf, options: Options) -> Self {
        Workshop {
            root,
            options,
            kept: None,
        }
    }

    /// Builds the site for the present `now`, of which `changes` have been made since the last
    /// time. What comes out is what [`crate::build`] would give.
    ///
    /// # Errors
    /// As [`crate::build`].
    pub fn build(&mut self, changes: &Changes, now: Timestamp) -> Result<Preview, Fault> {
        self.options.now = now;
        // What fails half-way, by a fault or a panic, leaves nothing to build on.
        let kept = match self.kept.take() {
            Some(kept) => kept.again(changes, &self.root, &self.options),
            None => Kept::whole(&self.root, &self.options),
        };
        let kept = kept?;
        let preview = kept.preview.clone();
        self.kept = Some(kept);
        Ok(preview)
    }

    /// The texts that the diagnostics of the last build point into.
    pub fn sources(&self) -> Option<&SourceMap> {
        self.kept.as_ref().map(|kept| &kept.content.tree.sources)
    }
}

impl Kept {
    /// Builds the whole site.
    fn whole(root: &Path, options: &Options) -> Result<Kept, Fault> {
        let mut content = content(root, options, Recall::ThisRun)?;
        let drawings = figure::draw_all(&content.site).collect(&mut content.found);
        Kept::put_together(content, drawings, None)
    }

    /// Builds what changes have made different.
    fn again(mut self, changes: &Changes, root: &Path, options: &Options) -> Result<Kept, Fault> {
        let in_time = self.recalled.as_ref();
        let in_time = in_time.is_some_and(|recalled| recalled.is_in_time(options));
        if changes.only_themes() && in_time {
            let script = |content: &Content| content.theme.as_ref().map(theme::Theme::has_script);
            let before = script(&self.content);
            take_theme(&mut self.content)?;
            // Of a theme, frames tell no more than whether it has a script.
            let frames = self.recalled.filter(|_| before == script(&self.content));
            let mut kept = Kept::put_together(self.content, self.drawings, frames)?;
            // The words of these are those that they had before.
            return match self.amended.is_empty() || kept.words(&self.amended, root, options) {
                true => Ok(kept),
                false => Kept::whole(root, options),
            };
        }
        match !changes.anything && self.words(&changes.paths, root, options) {
            true => Ok(self),
            false => Kept::whole(root, options),
        }
    }

    /// Makes pages again of whose files only words have changed. Whether that could be done: not where
    /// anything else has changed.
    fn words(&mut self, files: &BTreeSet<SitePath>, root: &Path, options: &Options) -> bool {
        let made = self.said_again(files, root, options);
        if made.is_some() {
            self.amended.extend(files.iter().cloned());
        }
        made.is_some()
    }

    fn said_again(
        &mut self,
        files: &BTreeSet<SitePath>,
        root: &Path,
        options: &Options,
    ) -> Option<()> {
        let recalled = self.recalled.as_mut()?;
        let pages = recalled.pages(files, root, options)?;
        let frames = recalled.frames(&pages)?;
        let read = |files| {
            let survey = discover::survey_of(root, &files).ok()?;
            Some(survey.read().tree())
        };
        let own = read(recalled.left.files(&pages))?.value;
        let mut found = Vec::new();
        let tree = read(recalled.left.needs(&pages, &own))?.collect(&mut found);
        let content = content_of(tree, found, options, Recall::ThisRun);
        let remade = remade(content, &recalled.left, &pages, frames)?;
        let output = self.preview.output.as_mut()?;
        for (at, page) in pages.iter().zip(remade) {
            recalled.left.lead(*at, page.ways);
            let (path, file) = page.file;
            output.replace(path, file);
        }
        Some(())
    }

    /// Puts the pages together. `recalled` is what single pages can be made again from, where that is
    /// known from before.
    fn put_together(
        content: Content,
        drawings: Vec<Drawing>,
        recalled: Option<Recalled>,
    ) -> Result<Kept, Fault> {
        let gathered = Gathered::default();
        let frames = Collected::default();
        let wanted = recalled.is_none().then_some(&frames as &dyn Frames);
        let pages = put_together(&content, Drawings::Drawn(&drawings), &gathered, wanted);
        let site = &content.site;
        let output = pages
            .is_whole
            .then(|| pack::seal_if_asked(gathered.whole(), &site.config.lifecycle.signed_by))
            .transpose()?;
        let files = || content.tree.whole().into_iter();
        let kept = content.faces.as_ref();
        // Of a file that is changed under another name nothing is told.
        let is_told = !content.tree.has_links;
        let kept = kept.filter(|_| pages.is_whole && !site.is_closed() && is_told);
        let recalled = kept.map(|faces| match recalled {
            Some(recalled) => recalled,
            None => Recalled::of(Built {
                site,
                sources: &content.tree.sources,
                diagnostics: &pages.diagnostics,
                said: Said::default(),
                counts: pages.counts,
                faces,
                // Changes are told, and need not be looked for on the disk.
                files: files().map(|file| (file.path, Stamp::default())).collect(),
                clock: 0,
                digests: BTreeMap::new(),
                folders: Vec::new(),
                frames,
                changes: Vec::new(),
            }),
        });
        Ok(Kept {
            preview: Preview {
                diagnostics: pages.diagnostics,
                output,
                counts: pages.counts,
            },
            recalled,
            content,
            drawings,
            amended: BTreeSet::new(),
        })
    }
}

/// Reads a site's themes again and loads the one it has.
fn take_theme(content: &mut Content) -> Result<(), Fault> {
    let Content {
        tree,
        theme,
        found,
        theme_name,
        before_theme,
        ..
    } = content;
    found.retain(|fault| !concerns_theme(fault, &tree.sources));
    tree.sources.cut_off(*before_theme);
    found.extend(discover::themes_again(tree)?);
    *theme = theme::load(tree, theme_name).collect(found);
    Ok(())
}

/// Whether a fault was found while themes were read and loaded.
fn concerns_theme(fault: &Diagnostic, sources: &SourceMap) -> bool {
    let path = &sources.file(fault.place.span.source).path;
    path.as_str() == "themes"
        || path.inside("themes").is_some()
        || path.inside("(built-in theme)").is_some()
        // These stand where the theme is named, or nowhere.
        || [&code::UNKNOWN_THEME, &code::MISSING_ASSET, &code::TEMPLATE].contains(&fault.code)
}
