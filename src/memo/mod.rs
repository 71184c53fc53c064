//! Memo: what the last build leaves for the next, so that what has not changed is not made again.
//!
//! In: the record of the last build, and what the disk says of the files of the site and of its output.
//! Out: a [`Verdict`]. Either nothing has changed, and the output is left as it is; or only the words of
//! some pages have, which are then made again in the [frames](crate::view::written::Frame) they had; or
//! anything else, and the whole site is built.
//!
//! The rule that keeps this right: a build that uses the record gives the same bytes as one that does
//! not. What is not certain is built whole. A record that is damaged, missing, of another version of
//! the program or made for other options is none.
//!
//! | module | what it holds |
//! |---|---|
//! | [`record`] | what is remembered, and its form on the disk |
//! | [`face`] | what a page shows to the rest of the site, as a digest |
//! | [`mod@needs`] | where the words of a page lead |
//! | [`built`] | the record of a whole build |
//! | [`verdict`] | the record beside what is there now: pure |

//! | `recalled` | the same within one run of the program |
//! | `why` | what the record says of one page |
//! | [`shelf`] | the folder of records: the only one here to touch the disk |

mod built;
mod face;
mod needs;
mod recalled;
mod record;
mod shelf;
mod verdict;
mod why;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::Options;
use crate::discover::{SourceTree, Stamp, Survey};
use crate::model::{Page, Site};
use crate::resolve::has_place;
use crate::source::{SitePath, SourceMap};
use crate::view::RESERVED_ANCHORS;

pub(crate) use crate::view::written::Frame;

pub(crate) use self::built::{Built, Digests, digests};
pub(crate) use self::face::{Faces, faces};
pub(crate) use self::recalled::Recalled;
pub(crate) use self::record::Collected;
pub use self::record::{Making, Said};
pub(crate) use self::shelf::{Held, Stands};
pub use self::verdict::Change;
pub(crate) use self::verdict::Verdict;
pub use self::why::Why;

use self::needs::needs;
use self::record::{Asked, Folder, Lead, Piece, Record, Written, digest};
use self::shelf::Shelf;
use self::verdict::Now;

/// The memory of builds of one site into one folder.
#[derive(Debug)]
pub(crate) struct Memory {
    shelf: Shelf,
    asked: Asked,
    instant: Option<Timestamp>,
}

/// What the build before has left.
pub(crate) struct Left {
    pub(crate) record: Record,
    /// The output as it is now.
    output: Option<Vec<Folder>>,
}

/// Where a page that was made again leads.
pub(crate) struct Ways {
    /// The files its words lead to, by place among the inputs.
    needs: Vec<u32>,
    /// The links of its body to places of other pages.
    leads: Vec<Lead>,
}

impl Memory {
    /// The memory for what is asked; none where the program cannot tell itself from other versions.
    pub(crate) fn of(site: &Path, target: &Path, options: &Options) -> Option<Memory> {
        let shelf = Shelf::of(site, target);
        let (site, target) = (shelf.site.clone(), shelf.target.clone());
        Some(Memory {
            asked: Asked::new(options, shelf::executable()?, site, target),
            instant: record::instant(options),
            shelf,
        })
    }

    /// Keeps others from looking at the output, or putting another in its place, until it is dropped.
    pub(crate) fn hold(&self) -> Option<Held> {
        self.shelf.hold()
    }

    /// Whether there is no record that could be read: all has to be made, and can be read at once.
    pub(crate) fn is_blank(&self) -> bool {
        self.shelf.is_blank()
    }

    /// What the build before has left, in the output too.
    pub(crate) fn recall(&self, target: &Path) -> Option<Left> {
        let (record, output) = rayon::join(|| self.shelf.record(), || shelf::folders(target));
        Some(Left {
            record: record?,
            output,
        })
    }

    /// Says what has to be done.
    pub(crate) fn verdict(&self, left: &mut Left, survey: &Survey, held: &Held) -> Verdict {
        let now = Now {
            asked: &self.asked,
            instant: self.instant,
            files: &survey.files(),
            output: left.output.as_deref(),
            clock: held.clock,
            digest: &|path| shelf::digest_of(&survey.origin(path)),
        };
        verdict::verdict(&mut left.record, &now)
    }

    /// The frames of pages.
    pub(crate) fn frames(&self, left: &Left, pages: &[usize]) -> Option<Vec<Frame>> {
        let pieces = pages.iter().map(|at| left.record.pages[*at].frame);
        let pieces: Vec<Piece> = pieces.collect();
        let frames = self.shelf.frames(&left.record.frames, &pieces)?;
        frames.iter().map(|frame| record::read(frame)).collect()
    }

    /// Remembers that nothing had changed, and, where `stale`, what the disk says of files now.
    pub(crate) fn unchanged(&self, left: &mut Left, stale: bool) {
        if stale || left.record.made != Making::Nothing {
            left.record.made = Making::Nothing;
            left.record.changes.clear();
            self.keep(self.shelf.keep_record(&left.record));
        }
    }

    /// Remembers pages that were made again of these texts.
    pub(crate) fn amended(
        &self,
        left: &mut Left,
        pages: &[usize],
        now: &[(String, Stamp)],
        held: &Held,
        texts: &[Arc<str>],
    ) {
        let record = &mut left.record;
        record.changes = Vec::new();
        for (page, text) in pages.iter().zip(texts) {
            let input = &mut record.inputs[record.pages[*page].input as usize];
            let at = now.binary_search_by(|(path, _)| path.cmp(&input.path));
            let at = at.expect("a file that was compared is there");
            input.stamp = now[at].1;
            input.sure = verdict::is_sure(input.stamp, held.clock);
            input.digest = Some(digest(text.as_bytes()));
            record.changes.push(Change::Edited(input.path.clone()));
        }
        record.made = Making::Words(pages.len());
        match shelf::folders(Path::new(&self.asked.target)) {
            Some(folders) => {
                record.folders = folders;
                self.keep(self.shelf.keep_record(record));
            }
            None => self.shelf.forget(),
        }
    }

    /// Remembers a whole build.
    pub(crate) fn remember(&self, built: Built<'_>) {
        let clock = built.clock;
        let (mut record, frames) = built.record(self.asked.clone());
        let unread = record.inputs.iter_mut();
        // Others are known by their stamps.
        for input in unread.filter(|input| input.digest.is_none() && !input.sure) {
            let path = Path::new(&self.asked.site).join(&input.path);
            input.digest = shelf::digest_since(&path, input.stamp, clock);
        }
        if let Some(_held) = self.hold() {
            self.keep(self.shelf.keep(&record, &frames));
        }
    }

    /// Where nothing can be kept, nothing wrong may be left either.
    fn keep(&self, kept: std::io::Result<()>) {
        if kept.is_err() {
            self.shelf.forget();
        }
    }
}

/// What the record of the builds of a site into a folder says of a page. None where there is no record;
/// every address of the site where there is no such page.
pub(crate) fn why(
    survey: &Survey,
    site: &Path,
    target: &Path,
    page: &str,
) -> Option<Result<Why, Vec<String>>> {
    let record = Shelf::of(site, target).record()?;
    let since = why::since(&record, &survey.files());
    Some(why::why(&record, page, since))
}

impl Left {
    /// The file of a page.
    pub(crate) fn path(&self, page: &Written) -> &str {
        &self.record.inputs[page.input as usize].path
    }

    /// The files of pages.
    pub(crate) fn files(&self, pages: &[usize]) -> BTreeSet<String> {
        let pages = pages.iter().map(|at| &self.record.pages[*at]);
        pages.map(|page| self.path(page).to_string()).collect()
    }

    /// What has to be read to make pages again, of which `own` are the files as they are now: what they led
    /// to before, and the pages that they lead to now.
    pub(crate) fn needs(&self, pages: &[usize], own: &SourceTree) -> BTreeSet<String> {
        let pages = pages.iter().map(|at| &self.record.pages[*at]);
        let inputs = pages.flat_map(|page| page.needs.iter().chain([&page.input]));
        let paths = inputs.map(|at| self.record.inputs[*at as usize].path.clone());
        let mut files: BTreeSet<String> = paths.collect();
        files.insert("content/people.yaml".to_string());
        files.append(&mut needs::linked(own));
        files
    }

    /// Whether a page still has every place that a link outside its body leads to, on a site that was made
    /// of some files again. Of places that templates make only a whole build can tell, and so of links to
    /// these.
    pub(crate) fn is_as_linked(&self, known: &Written, site: &Site, page: &Page) -> bool {
        let of_templates = |name: &str| RESERVED_ANCHORS.contains(&name);
        let leads = self.record.leads.iter();
        let mut leads = leads.filter(|lead| lead.to == known.input);
        let own = site.anchors.iter();
        let mut own = own.filter(|link| link.span.source == page.source);
        leads.all(|lead| !of_templates(&lead.name) && has_place(site, page.id, &lead.name))
            && !own.any(|link| of_templates(&link.name))
    }

    /// Where a page leads, on a site that was made of some files again. None where it is to files that are
    /// not known.
    pub(crate) fn ways(
        &self,
        site: &Site,
        page: &Page,
        sources: &SourceMap,
        faces: &Faces,
    ) -> Option<Ways> {
        let needs = needs(site, page, sources, faces);
        let needs: Option<Vec<u32>> = needs.iter().map(|path| self.record.place(path)).collect();
        let from = self.record.place(sources.file(page.source).path.as_str())?;
        let mut leads = needs::leads(site, sources, faces, |path| self.record.place(path));
        leads.retain(|lead| lead.from == from && lead.in_body);
        Some(Ways {
            needs: needs?,
            leads,
        })
    }

    /// Remembers where a page leads now.
    pub(crate) fn lead(&mut self, page: usize, ways: Ways) {
        let page = &mut self.record.pages[page];
        page.needs = ways.needs;
        let leads = &mut self.record.leads;
        leads.retain(|lead| lead.from != page.input || !lead.in_body);
        leads.extend(ways.leads);
    }

    /// What has changed when only these pages have.
    pub(crate) fn edited(&self, pages: &[usize]) -> Vec<Change> {
        let pages = pages.iter().map(|at| &self.record.pages[*at]);
        pages
            .map(|page| Change::Edited(self.path(page).to_string()))
            .collect()
    }

    /// The files of the output but for some.
    pub(crate) fn others(&self, made: &[SitePath]) -> Vec<SitePath> {
        let folders = self.record.folders.iter();
        let files = folders.flat_map(|folder| {
            let names = folder.files.iter();
            names.map(|(name, _)| match folder.path.as_str() {
                "" => SitePath::new(name.as_str()),
                path => SitePath::new(format!("{path}/{name}")),
            })
        });
        files.filter(|path| !made.contains(path)).collect()
    }
}

#[cfg(test)]
mod tests;
