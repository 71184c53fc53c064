//! What is remembered of a build within one run of the program.

use std::collections::BTreeSet;
use std::path::Path;

use crate::Options;
use crate::discover::is_there;
use crate::source::SitePath;

use super::built::Built;
use super::record::{Asked, instant, read};
use super::{Frame, Left};

/// The record of a build with its frames, both in memory.
pub(crate) struct Recalled {
    pub(crate) left: Left,
    /// In the order of the pages of the record.
    frames: Vec<Box<[u8]>>,
}

impl Recalled {
    /// Remembers a build.
    pub(crate) fn of(built: Built<'_>) -> Recalled {
        let (record, frames) = built.record(Asked::default());
        Recalled {
            left: Left {
                record,
                output: None,
            },
            frames,
        }
    }

    /// The pages, by place in the record, whose files these are; none where one of them is no page, or time
    /// has made another site of the same content. What a program puts down for a moment while it saves
    /// a file is passed over.
    pub(crate) fn pages(
        &self,
        changed: &BTreeSet<SitePath>,
        root: &Path,
        options: &Options,
    ) -> Option<Vec<usize>> {
        if !self.is_in_time(options) {
            return None;
        }
        let record = &self.left.record;
        let mut pages = Vec::new();
        for path in changed {
            let at = record
                .pages
                .binary_search_by(|page| self.left.path(page).cmp(path.as_str()));
            match at {
                Ok(at) if !record.pages[at].remarked => pages.push(at),
                Ok(_) => return None,
                Err(_) if self.is_known(path) || is_there(root, path) => return None,
                Err(_) => {}
            }
        }
        Some(pages)
    }

    /// Whether the same content is still the same site.
    pub(crate) fn is_in_time(&self, options: &Options) -> bool {
        let (from, until) = (self.left.record.from, self.left.record.until);
        instant(options).is_some_and(|now| (from..until).contains(&now.as_nanosecond()))
    }

    /// Whether a path is that of a file of the site, or of a folder of such.
    fn is_known(&self, path: &SitePath) -> bool {
        let inputs = &self.left.record.inputs;
        let at = inputs.partition_point(|input| input.path.as_str() < path.as_str());
        let within = format!("{path}/");
        // What stands in a folder need not follow it at once: a hyphen comes before the slash.
        inputs[at..]
            .iter()
            .take_while(|input| input.path.starts_with(path.as_str()))
            .any(|input| input.path == path.as_str() || input.path.starts_with(&within))
    }

    /// The frames of pages.
    pub(crate) fn frames(&self, pages: &[usize]) -> Option<Vec<Frame>> {
        let frames = pages.iter().map(|at| self.frames.get(*at));
        frames.map(|frame| read(frame?)).collect()
    }
}
