//! Write: the only writer. All or nothing.
//!
//! In: the [`Output`] and a folder. The whole site is written into a staging folder beside the
//! output folder, which then takes its place in one step: whatever interrupts the program, the
//! output folder holds the whole old site or the whole new one. Where something is mounted at the
//! output folder it cannot be exchanged, and its files are replaced one by one (`in_place`). Only
//! a folder that briefpack made, or an empty one, is ever replaced.

#![expect(clippy::disallowed_methods, reason = "this stage is the writer")]

mod amend;
mod clear;
mod exchange;
mod in_place;
mod mounts;
mod place;
mod staging;
mod texts;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::error::Fault;
use crate::output::{Artifact, Output, Sink};
use crate::source::SitePath;

pub(crate) use self::amend::Standing;
pub(crate) use self::place::{Kind, Place};
use self::staging::Replacement;
pub use self::texts::{new_text, replace_text};

/// The file by which an output folder is known as ours.
pub(crate) const MARK: &str = ".briefpack-output";
/// What that file says.
pub(crate) const MARK_TEXT: &str = "briefpack made this folder and replaces it whole at each build.\n\
    Keep nothing of your own in it.\n";

/// What programs keep a history of files in: replaced with the folder, it would be lost for good.
const HISTORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// How a new site has taken the place of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// In one step.
    Whole,
    /// One file after the other, because the folder cannot be exchanged.
    FileByFile,
}

/// Replaces the folder `target` by the output.
///
/// # Errors
/// When the folder is not briefpack's to replace, or the disk refuses; the folder is then as it
/// was, unless the fault says that it is [half updated](Fault::HalfUpdated).
pub fn write(output: &Output, target: &Path) -> Result<Placed, Fault> {
    let writing = Writing::begin(target)?;
    let files: Vec<_> = output.iter().collect();
    let put = |(path, artifact): &(&SitePath, &Artifact)| writing.write(path, artifact);
    files.par_iter().try_for_each(put)?;
    writing.finish()
}

/// Told of each file that has been written, and what the disk says of it.
type Told<'t> = &'t (dyn Fn(&SitePath, &fs::Metadata) + Sync);

/// A site that is written while it is made. Dropped before it is finished, it leaves nothing.
pub struct Writing<'t> {
    replacement: Replacement,
    told: Told<'t>,
    /// The folders that are there.
    folders: Mutex<BTreeSet<SitePath>>,
    /// The first thing that went wrong with what was put.
    fault: Mutex<Option<Fault>>,
}

impl<'t> Writing<'t> {
    /// Makes room beside `target`, which has to be free or briefpack's.
    ///
    /// # Errors
    /// When the folder is not briefpack's to replace, or the disk refuses.
    pub fn begin(target: &Path) -> Result<Self, Fault> {
        Writing::begin_telling(target, &|_, _| ())
    }

    /// As [`Writing::begin`], and tells of each file what the disk says of it. A file keeps what is said
    /// when the whole takes the place of the folder.
    pub(crate) fn begin_telling(target: &Path, told: Told<'t>) -> Result<Self, Fault> {
        Ok(Writing {
            replacement: Replacement::begin(target, &SITE)?,
            told,
            folders: Mutex::default(),
            fault: Mutex::default(),
        })
    }

    /// Puts what was written in the place of the folder.
    ///
    /// # Errors
    /// When anything could not be written; the folder is then as it was, unless the fault says
    /// that it is [half updated](Fault::HalfUpdated).
    pub fn finish(self) -> Result<Placed, Fault> {
        let mark = Artifact::text(MARK_TEXT);
        self.put(SitePath::new(MARK), mark);
        let fault = self.fault.into_inner();
        if let Some(fault) = fault.unwrap_or_else(PoisonError::into_inner) {
            return Err(fault);
        }
        self.replacement.finish()
    }

    fn write(&self, path: &SitePath, artifact: &Artifact) -> Result<(), Fault> {
        self.make_folder(path.parent())?;
        let to = self.replacement.folder().join(path.as_str());
        let data = match artifact {
            Artifact::Bytes(bytes) => create(bytes, &to),
            Artifact::Copy { origin, size } => copy(origin, *size, &to),
        };
        (self.told)(path, &data?);
        Ok(())
    }

    /// Makes a folder that is not there yet, with those above it. Two threads may do so at once. The one
    /// around all is not made again: who took it away has taken away what was written.
    fn make_folder(&self, folder: SitePath) -> Result<(), Fault> {
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folder.as_str().is_empty() || folders().contains(&folder) {
            return Ok(());
        }
        self.make_folder(folder.parent())?;
        let path = self.replacement.folder().join(folder.as_str());
        match fs::create_dir(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(Fault::io("make the folder", &path, error));
            }
            _ => folders().insert(folder),
        };
        Ok(())
    }
}

impl Sink for Writing<'_> {
    fn put(&self, path: SitePath, artifact: Artifact) {
        let fault = || self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        // What comes after a fault is written in vain.
        if fault().is_none()
            && let Err(found) = self.write(&path, &artifact)
        {
            fault().get_or_insert(found);
        }
    }
}

const SITE: Kind = Kind {
    mark: MARK,
    check: check_target,
};

/// Refuses a folder that somebody else made.
fn check_target(target: &Path) -> Result<(), Fault> {
    let entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Fault::io("look into the output folder", target, error)),
    };
    let history = HISTORIES.into_iter();
    let mut history = history.filter(|name| target.join(name).symlink_metadata().is_ok());
    if let Some(holds) = history.next() {
        return Err(Fault::WouldLose {
            folder: target.to_path_buf(),
            what: format!("it holds `{holds}`, the history of a repository"),
        });
    }
    if target.join(MARK).is_file() || in_place::is_begun(target) {
        return Ok(());
    }
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut names: Vec<OsString> = names
        .filter(|name| !in_place::is_set_apart(target, name))
        .collect();
    names.sort();
    match names.first() {
        None => Ok(()),
        Some(first) => Err(Fault::NotOurs {
            folder: target.to_path_buf(),
            holds: first.to_string_lossy().into_owned(),
        }),
    }
}

/// Writes a new file, and gives what the disk says of it.
fn create(bytes: &[u8], to: &Path) -> Result<fs::Metadata, Fault> {
    let written = fs::File::create(to).and_then(|mut file| {
        file.write_all(bytes)?;
        file.metadata()
    });
    written.map_err(|error| Fault::io("write", to, error))
}

/// Copies the content of a file, not its permissions: a read-only attachment must not make the
/// output impossible to replace. Pages already say how large it is, so one that is changed
/// meanwhile is not published, nor is half of one state and half of the next.
fn copy(from: &Path, size: u64, to: &Path) -> Result<fs::Metadata, Fault> {
    let read = |error| Fault::io("read", from, error);
    let mut source = fs::File::open(from).map_err(read)?;
    let before = source.metadata().map_err(read)?;
    let mut target = fs::File::create(to).map_err(|error| Fault::io("write", to, error))?;
    let copied =
        io::copy(&mut source, &mut target).map_err(|error| Fault::io("write", to, error))?;
    let after = source.metadata().map_err(read)?;
    if copied != size || after.len() != size || before.modified().ok() != after.modified().ok() {
        let cause = io::Error::other("it was changed while the site was built; build again");
        return Err(Fault::io("copy", from, cause));
    }
    let data = target.metadata();
    data.map_err(|error| Fault::io("write", to, error))
}
