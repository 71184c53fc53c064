//! The record of a whole build.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::Counts;
use crate::diag::Diagnostic;
use crate::discover::{SourceTree, Stamp};
use crate::emit;
use crate::model::Site;
use crate::source::{SourceId, SourceMap};

use super::face::Faces;
use super::needs::{leads, needs};
use super::record::{
    Asked, Collected, Digest, Folder, Input, Making, Piece, Record, Said, Written, digest, place,
};
use super::shelf::FRAMES;
use super::verdict::{Change, is_sure};

/// A whole build that is to be remembered.
pub(crate) struct Built<'a> {
    /// The site.
    pub(crate) site: &'a Site,
    /// The texts it was written in.
    pub(crate) sources: &'a SourceMap,
    /// What was found in it.
    pub(crate) diagnostics: &'a [Diagnostic],
    /// The same in words.
    pub(crate) said: Said,
    /// How much there is of what.
    pub(crate) counts: Counts,
    /// What its pages show to each other.
    pub(crate) faces: &'a Faces,
    /// The files of the site folder, as they were before they were read.
    pub(crate) files: Vec<(String, Stamp)>,
    /// What time it was then by the clock of the disk, in nanoseconds.
    pub(crate) clock: i64,
    /// The digests of those that were read.
    pub(crate) digests: Digests,
    /// The output.
    pub(crate) folders: Vec<Folder>,
    /// What stands around the words of pages.
    pub(crate) frames: Collected,
    /// Why it was built.
    pub(crate) changes: Vec<Change>,
}

/// The digests of files by their paths in the site folder.
pub(crate) type Digests = BTreeMap<String, Digest>;

/// The digests of the files that were read. Texts that are not UTF-8 have none: what was read of them is
/// not all that they hold.
pub(crate) fn digests(tree: &SourceTree) -> Digests {
    let text = |id: SourceId| tree.sources.file(id).text.as_bytes();
    let config = ("briefpack.yaml".to_string(), text(tree.config));
    let texts = tree
        .texts
        .iter()
        .filter(|(_, file)| file.not_utf8.is_none());
    let texts = texts.map(|(path, file)| (format!("content/{path}"), text(file.source)));
    let bytes = tree.bytes.iter();
    let bytes = bytes.map(|(path, bytes)| (format!("content/{path}"), &**bytes));
    let themes = tree.themes.iter();
    let themes = themes.map(|(path, file)| (format!("themes/{path}"), &*file.bytes));
    let files: Vec<(String, &[u8])> = texts.chain(bytes).chain(themes).chain([config]).collect();
    files
        .into_par_iter()
        .map(|(path, bytes)| (path, digest(bytes)))
        .collect()
}

impl Built<'_> {
    /// The record, and the pieces of the file of frames beside it.
    pub(super) fn record(self, asked: Asked) -> (Record, Vec<Box<[u8]>>) {
        let site = self.site;
        let (from, until) = self.holds();
        let mut digests = self.digests;
        let clock = self.clock;
        let inputs: Vec<Input> = self
            .files
            .into_iter()
            .map(|(path, stamp)| Input {
                digest: digests.remove(&path),
                sure: is_sure(stamp, clock),
                stamp,
                path,
            })
            .collect();
        let place = |path: &str| place(&inputs, path);
        let remarked = remarked(self.diagnostics);
        let mut kept = self.frames.whole();
        let pages = site.pages.par_iter().filter_map(|page| {
            let frame = kept.get(&page.source)?;
            let sources = self.sources;
            let needs = needs(site, page, sources, self.faces);
            let needs: Option<Vec<u32>> = needs.iter().map(|path| place(path)).collect();
            let written = Written {
                input: place(sources.file(page.source).path.as_str())?,
                route: page.route.to_string(),
                face: self.faces.pages.get(&page.source)?.digest,
                needs: needs?,
                frame: Piece {
                    start: 0,
                    length: u32::try_from(frame.len()).ok()?,
                    digest: digest(frame),
                },
                remarked: remarked.contains(&page.source),
            };
            Some((written, page.source))
        });
        let pages: Vec<(Written, SourceId)> = pages.collect();
        let mut frames = Vec::with_capacity(pages.len());
        let mut start = 0;
        let pages = pages.into_iter().filter_map(|(mut page, source)| {
            page.frame.start = start;
            start += u64::from(page.frame.length);
            frames.push(kept.remove(&source)?);
            Some(page)
        });
        let pages: Vec<Written> = pages.collect();
        let leads = leads(site, self.sources, self.faces, place);
        let record = Record {
            from,
            until,
            frames: frames_name(&pages),
            pages,
            folders: self.folders,
            leads,
            shared: emit::shared(site),
            said: self.said,
            counts: self.counts,
            changes: self.changes,
            made: Making::Whole,
            asked,
            inputs,
        };
        (record, frames)
    }

    /// From when to when the same content gives the same site: within a day, since pages print it, and
    /// between the moments at which something happens of itself.
    fn holds(&self) -> (i128, i128) {
        let site = self.site;
        let zone = &self.faces.timezone;
        let begins = |day: jiff::civil::Date| {
            let start = day.to_zoned(zone.clone()).ok()?;
            Some(start.timestamp())
        };
        let tomorrow = site.today.tomorrow().ok();
        let moments = self.faces.moments.iter().copied();
        let moments = moments
            .chain(begins(site.today))
            .chain(tomorrow.and_then(begins));
        let moments: BTreeSet<i128> = moments.map(|it| it.as_nanosecond()).collect();
        let now = site.as_of.as_nanosecond();
        let from = moments.range(..=now).next_back();
        let until = moments.range(now + 1..).next();
        // Where the calendar ends, nothing is taken for the same.
        (from.copied().unwrap_or(now), until.copied().unwrap_or(now))
    }
}

/// The name of a file of frames, which is the same where they are.
fn frames_name(pages: &[Written]) -> String {
    let digests = pages.iter().flat_map(|page| page.frame.digest);
    let digests: Vec<u8> = digests.collect();
    let name = digest(&digests).map(|byte| format!("{byte:02x}"));
    format!("{FRAMES}{}", name.concat())
}

/// The files that something was said about.
fn remarked(diagnostics: &[Diagnostic]) -> BTreeSet<SourceId> {
    let places = diagnostics.iter().flat_map(|it| {
        let others = it.others.iter().map(|other| other.span);
        others.chain([it.place.span])
    });
    places.map(|span| span.source).collect()
}
