//! The record of the last build beside what is there now.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::discover::Stamp;

use super::record::{Asked, Digest, Folder, Input, Record};

/// What is there now.
pub(super) struct Now<'a> {
    /// What is asked for.
    pub(super) asked: &'a Asked,
    /// For which instant; none where it is the beginning of a day.
    pub(super) instant: Option<Timestamp>,
    /// The files of the site folder, in order.
    pub(super) files: &'a [(String, Stamp)],
    /// The output; none where it cannot be read.
    pub(super) output: Option<&'a [Folder]>,
    /// What time it is by the clock of the disk, in nanoseconds.
    pub(super) clock: i64,
    /// Reads a file of the site folder, and gives the digest of what is in it.
    pub(super) digest: &'a (dyn Fn(&str) -> Option<Digest> + Sync),
}

/// What has to be done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing. `stale` says whether what the disk says of some files has changed, although they have
    /// not, so that the record should be kept anew.
    Nothing { stale: bool },
    /// These pages, by place in [`Record::pages`], whose files alone have changed; if only their words
    /// have, nothing else.
    Pages(Vec<usize>),
    /// Everything, because of these changes.
    Whole(Vec<Change>),
}

/// Something that has changed since the last build.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Change {
    /// There is no record of a build.
    NoRecord,
    /// The last build was made by another version of the program.
    Program,
    /// The last build was made for other options.
    Options,
    /// The day, an embargo or the end of a session has passed.
    Time,
    /// A file has other content.
    Edited(String),
    /// A file is new.
    New(String),
    /// A file is gone.
    Gone(String),
    /// A file of the output is not as it was left.
    Output(String),
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::NoRecord => out.write_str("there was no record of a build before"),
            Change::Program => out.write_str("briefpack itself is another than before"),
            Change::Options => out.write_str("the build was asked for with other options"),
            Change::Time => {
                out.write_str("time has passed: another day, the end of an embargo or of a session")
            }
            Change::Edited(path) => write!(out, "`{path}` was edited"),
            Change::New(path) => write!(out, "`{path}` is new"),
            Change::Gone(path) => write!(out, "`{path}` is gone"),
            Change::Output(path) => {
                write!(
                    out,
                    "`{path}` in the output was not as the build had left it"
                )
            }
        }
    }
}

/// Whether a file with this stamp, taken at a time, has the same content as long as it has the stamp. One
/// that had been changed a moment before may be changed again within the same tick of a clock, and on
/// some disks these are two seconds long.
pub(super) fn is_sure(stamp: Stamp, clock: i64) -> bool {
    const TICK: i64 = 2_000_000_000;
    stamp.changed.max(stamp.modified) < clock.saturating_sub(TICK)
}

/// Says what has to be done. Brings the stamps of files in the record up to date whose content has not
/// changed.
pub(super) fn verdict(record: &mut Record, now: &Now<'_>) -> Verdict {
    let mut changes = Vec::new();
    let asked = &record.asked;
    if (&asked.program, asked.executable) != (&now.asked.program, now.asked.executable) {
        changes.push(Change::Program);
    } else if asked != now.asked {
        changes.push(Change::Options);
    }
    let in_time =
        |instant: Timestamp| (record.from..record.until).contains(&instant.as_nanosecond());
    // A day that is asked for by its date begins when it did.
    if !now.instant.is_none_or(in_time) {
        changes.push(Change::Time);
    }
    changes.extend(touched(&record.folders, now.output));
    let (edited, stale) = files(&mut record.inputs, now, &mut changes);
    if !changes.is_empty() {
        let edited = edited.iter().map(|at| &record.inputs[*at].path);
        changes.extend(edited.cloned().map(Change::Edited));
        changes.sort();
        return Verdict::Whole(changes);
    }
    if edited.is_empty() {
        return Verdict::Nothing { stale };
    }
    let by_input: BTreeMap<usize, usize> = record
        .pages
        .iter()
        .enumerate()
        .map(|(at, page)| (page.input as usize, at))
        .collect();
    let pages: Option<Vec<usize>> = edited
        .iter()
        .map(|at| by_input.get(at).copied())
        .map(|at| at.filter(|at| !record.pages[*at].remarked))
        .collect();
    match pages {
        Some(pages) => Verdict::Pages(pages),
        None => {
            let edited = edited.iter().map(|at| &record.inputs[*at].path);
            Verdict::Whole(edited.cloned().map(Change::Edited).collect())
        }
    }
}

/// The first file of the output that is not as it was left.
fn touched(left: &[Folder], now: Option<&[Folder]>) -> Option<Change> {
    let Some(now) = now else {
        return Some(Change::Output(String::new()));
    };
    if left.len() != now.len() {
        let paths = left.iter().map(|it| &it.path);
        let other = paths
            .zip(now.iter().map(|it| &it.path))
            .find(|(a, b)| a != b);
        let path = other.map_or_else(String::new, |(left, now)| left.min(now).clone());
        return Some(Change::Output(path));
    }
    let (left, now) = left.iter().zip(now).find(|(left, now)| left != now)?;
    let path = match left.files.iter().zip(&now.files).find(|(a, b)| a != b) {
        Some(((name, _), _)) => format!("{}/{name}", left.path),
        None => left.path.clone(),
    };
    Some(Change::Output(path.trim_start_matches('/').to_string()))
}

/// Compares the files of the site folder. Gives those with other content, by place, and whether stamps
/// were brought up to date; new ones and those that are gone are changes.
fn files(inputs: &mut [Input], now: &Now<'_>, changes: &mut Vec<Change>) -> (Vec<usize>, bool) {
    use rayon::prelude::*;
    let mut asked: Vec<(usize, Stamp)> = Vec::new();
    let (mut old, mut new) = (0, 0);
    loop {
        match (inputs.get(old), now.files.get(new)) {
            (None, None) => break,
            (Some(input), Some((path, stamp))) if input.path == *path => {
                if input.stamp != *stamp || !input.sure {
                    asked.push((old, *stamp));
                }
                (old, new) = (old + 1, new + 1);
            }
            (Some(input), there) if there.is_none_or(|(path, _)| input.path < *path) => {
                changes.push(Change::Gone(input.path.clone()));
                old += 1;
            }
            (_, Some((path, _))) => {
                changes.push(Change::New(path.clone()));
                new += 1;
            }
            (Some(_), None) => unreachable!("the arm before takes every input without a file"),
        }
    }
    let same: Vec<bool> = asked
        .par_iter()
        .map(|(at, stamp)| {
            let input = &inputs[*at];
            input.digest.is_some()
                && input.stamp.size == stamp.size
                && (now.digest)(&input.path) == input.digest
        })
        .collect();
    let mut edited = Vec::new();
    let mut stale = false;
    for ((at, stamp), same) in asked.into_iter().zip(same) {
        match same {
            true => {
                inputs[at].stamp = stamp;
                inputs[at].sure = is_sure(stamp, now.clock);
                stale = true;
            }
            false => edited.push(at),
        }
    }
    (edited, stale)
}
