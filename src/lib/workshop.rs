//! A site that is built again and again while its files change.
//!
//! What the last build was made of is kept, so that the next one need not make all of it again.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::diag::{Diagnostic, code};
use crate::error::Fault;
use crate::figure::Drawing;
use crate::output::{Gathered, Output};
use crate::source::{SitePath, SourceMap};
use crate::{Content, Counts, Options, content, discover, figure, pack, put_together, theme};

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
#[derive(Debug)]
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

/// What the last build was made of.
struct Kept {
    content: Content,
    drawings: Vec<Drawing>,
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
            Some(mut kept) if changes.only_themes() => {
                kept.take_theme()?;
                kept
            }
            _ => {
                let mut content = content(&self.root, &self.options)?;
                let drawings = figure::draw_all(&content.site).collect(&mut content.found);
                Kept { content, drawings }
            }
        };
        let preview = kept.preview();
        self.kept = Some(kept);
        preview
    }

    /// The texts that the diagnostics of the last build point into.
    pub fn sources(&self) -> Option<&SourceMap> {
        self.kept.as_ref().map(|kept| &kept.content.tree.sources)
    }
}

impl Kept {
    /// Reads the site's themes again and loads the one it has.
    fn take_theme(&mut self) -> Result<(), Fault> {
        let Content {
            tree,
            theme,
            found,
            theme_name,
            before_theme,
            ..
        } = &mut self.content;
        found.retain(|fault| !concerns_theme(fault, &tree.sources));
        tree.sources.cut_off(*before_theme);
        found.extend(discover::themes_again(tree)?);
        *theme = theme::load(tree, theme_name).collect(found);
        Ok(())
    }

    fn preview(&self) -> Result<Preview, Fault> {
        let gathered = Gathered::default();
        let pages = put_together(&self.content, &self.drawings, &gathered);
        let signed_by = &self.content.site.config.lifecycle.signed_by;
        let output = pages
            .is_whole
            .then(|| pack::seal_if_asked(gathered.whole(), signed_by))
            .transpose()?;
        Ok(Preview {
            diagnostics: pages.diagnostics,
            output,
            counts: pages.counts,
        })
    }
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
