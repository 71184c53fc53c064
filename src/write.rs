//! Write: the only writer. All or nothing.
//!
//! In: the [`Output`] and a folder. The whole site is written into a staging folder beside the
//! output folder, which then takes its place in one step: whatever interrupts the program, the
//! output folder holds the whole old site or the whole new one. Only a folder that briefpack
//! made, or an empty one, is ever replaced.

#![expect(clippy::disallowed_methods, reason = "this stage is the writer")]

mod amend;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::error::Fault;
use crate::output::{Artifact, Output, Sink};
use crate::source::SitePath;

pub(crate) use amend::Standing;

/// The file by which an output folder is known as ours, and what it says.
pub(crate) const MARK: &str = ".briefpack-output";
const ASIDE: &str = "aside";
pub(crate) const MARK_TEXT: &str = "briefpack made this folder and replaces it whole at each build.\n\
    Keep nothing of your own in it.\n";

/// Replaces the folder `target` by the output.
///
/// # Errors
/// When the folder is not briefpack's to replace, or the disk refuses; the folder is then as it
/// was.
pub fn write(output: &Output, target: &Path) -> Result<(), Fault> {
    let writing = Writing::begin(target)?;
    let files: Vec<_> = output.iter().collect();
    let put = |(path, artifact): &(&SitePath, &Artifact)| writing.write(path, artifact);
    files.par_iter().try_for_each(put)?;
    writing.finish()
}

/// A site that is written while it is made. Dropped before it is finished, it leaves nothing.
pub struct Writing {
    replacement: Replacement,
    /// The folders that are there.
    folders: Mutex<BTreeSet<SitePath>>,
    /// The first thing that went wrong with what was put.
    fault: Mutex<Option<Fault>>,
}

impl Writing {
    /// Makes room beside `target`, which has to be free or briefpack's.
    ///
    /// # Errors
    /// When the folder is not briefpack's to replace, or the disk refuses.
    pub fn begin(target: &Path) -> Result<Self, Fault> {
        Ok(Writing {
            replacement: Replacement::begin(target, &SITE)?,
            folders: Mutex::default(),
            fault: Mutex::default(),
        })
    }

    /// Puts what was written in the place of the folder.
    ///
    /// # Errors
    /// When anything could not be written; the folder is then as it was.
    pub fn finish(self) -> Result<(), Fault> {
        self.finish_after(|_| ())
    }

    /// As [`Writing::finish`], and lets `look` look at the folder before, when it is whole.
    pub(crate) fn finish_after(self, look: impl FnOnce(&Path)) -> Result<(), Fault> {
        let fault = self.fault.into_inner();
        if let Some(fault) = fault.unwrap_or_else(PoisonError::into_inner) {
            return Err(fault);
        }
        let mark = self.replacement.folder().join(MARK);
        fs::write(&mark, MARK_TEXT).map_err(|error| Fault::io("write", &mark, error))?;
        look(self.replacement.folder());
        self.replacement.finish()
    }

    fn write(&self, path: &SitePath, artifact: &Artifact) -> Result<(), Fault> {
        self.make_folder(path.parent())?;
        let to = self.replacement.folder().join(path.as_str());
        match artifact {
            Artifact::Bytes(bytes) => {
                fs::write(&to, bytes).map_err(|error| Fault::io("write", &to, error))
            }
            Artifact::Copy { origin, .. } => copy(origin, &to),
        }
    }

    /// Makes a folder that is not there yet. Two threads may do so at once.
    fn make_folder(&self, folder: SitePath) -> Result<(), Fault> {
        let folders = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folders().contains(&folder) {
            return Ok(());
        }
        let path = self.replacement.folder().join(folder.as_str());
        fs::create_dir_all(&path).map_err(|error| Fault::io("make the folder", &path, error))?;
        folders().insert(folder);
        Ok(())
    }
}

impl Sink for Writing {
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

/// How a folder that is replaced whole is known as briefpack's.
pub(crate) struct Kind {
    /// The file that marks it.
    pub(crate) mark: &'static str,
    /// Refuses a folder that is there and not to be replaced.
    pub(crate) check: fn(&Path) -> Result<(), Fault>,
}

const SITE: Kind = Kind {
    mark: MARK,
    check: check_target,
};

/// Where a folder is to stand that is replaced whole.
pub(crate) struct Place {
    target: PathBuf,
    parent: PathBuf,
}

impl Place {
    /// Finds the place of `target`, which has to be free or briefpack's. What runs that were killed
    /// left there is put back or cleared away.
    pub(crate) fn find(target: &Path, kind: &Kind) -> Result<Self, Fault> {
        // A link to a folder stays a link; what it leads to is replaced.
        let real = target.canonicalize();
        let target = real.as_deref().unwrap_or(target);
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        recover(target, parent, kind.mark)?;
        (kind.check)(target)?;
        fs::create_dir_all(parent).map_err(|error| Fault::io("make the folder", parent, error))?;
        sweep(target, parent, kind.mark);
        Ok(Place {
            target: target.to_path_buf(),
            parent: parent.to_path_buf(),
        })
    }

    /// A path beside the place, named after it.
    pub(crate) fn beside(&self, what: &str) -> PathBuf {
        let mut name = prefix(&self.target);
        name.push(what);
        self.parent.join(name)
    }

    /// Puts a folder there that lies on the same disk. What stood there is then where it was.
    pub(crate) fn put(&self, folder: &Path) -> Result<(), Fault> {
        exchange(folder, &self.target)
    }

    /// Has a folder on the disk with every byte, so that not even a power cut puts half of it there.
    pub(crate) fn settle(&self, folder: &Path) -> Result<(), Fault> {
        settle(folder).map_err(|error| Fault::io("write", folder, error))
    }

    /// As [`Place::put`], and has the new name on the disk before the old folder can be given up.
    pub(crate) fn put_for_good(&self, folder: &Path) -> Result<(), Fault> {
        self.put(folder)?;
        let parent = fs::File::open(&self.parent);
        // Not every system opens a folder as a file.
        let _ = parent.and_then(|parent| parent.sync_all());
        Ok(())
    }
}

/// Has everything on the disk of a folder written down.
#[cfg(target_os = "linux")]
fn settle(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn settle(_folder: &Path) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

#[cfg(not(unix))]
fn settle(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// A folder that is made beside another one and takes its place when it is whole.
struct Replacement {
    staging: Staging,
    place: Place,
}

impl Replacement {
    /// Makes an empty folder beside `target`, which has to be free or briefpack's.
    fn begin(target: &Path, kind: &Kind) -> Result<Self, Fault> {
        let place = Place::find(target, kind)?;
        Ok(Replacement {
            staging: Staging::new(&place)?,
            place,
        })
    }

    /// The folder to fill.
    fn folder(&self) -> &Path {
        &self.staging.path
    }

    /// Puts the folder in its place.
    fn finish(self) -> Result<(), Fault> {
        self.place.put(&self.staging.path)
    }
}

/// Puts a new text in the place of `old` in an author's file, in one step.
///
/// # Errors
/// When the file no longer holds `old`, or the disk refuses; the file is then as it was.
pub fn replace_text(path: &Path, old: &str, new: &str) -> Result<(), Fault> {
    // A link to a file stays a link; what it leads to is replaced.
    let real = path
        .canonicalize()
        .map_err(|error| Fault::io("find", path, error))?;
    let now = fs::read(&real).map_err(|error| Fault::io("read", path, error))?;
    if now != old.as_bytes() {
        let cause = io::Error::other("it was changed in the meantime; run the command again");
        return Err(Fault::io("rewrite", path, cause));
    }
    let failed = |error| Fault::io("rewrite", path, error);
    let mut name = OsString::from(".");
    name.push(real.file_name().unwrap_or_default());
    name.push(format!(".briefpack-{}", std::process::id()));
    let staging = real.with_file_name(name);
    let written = fs::metadata(&real).and_then(|data| {
        fs::write(&staging, new)?;
        fs::set_permissions(&staging, data.permissions())?;
        fs::rename(&staging, &real)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&staging);
        failed(error)
    })
}

/// Writes a text where there is no file yet; gives whether it did.
///
/// # Errors
/// When the disk refuses.
pub fn new_text(path: &Path, text: &str) -> Result<bool, Fault> {
    let failed = |error| Fault::io("write", path, error);
    let mut file = match fs::File::create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(failed(error)),
    };
    file.write_all(text.as_bytes()).map_err(|error| {
        let _ = fs::remove_file(path);
        failed(error)
    })?;
    Ok(true)
}

/// Where the old site waits on disks that cannot exchange two folders in one step.
fn aside(target: &Path, parent: &Path) -> PathBuf {
    let mut name = prefix(target);
    name.push(ASIDE);
    parent.join(name)
}

/// Puts the old site back where a build was killed between the two steps of [`swap_in_two`].
fn recover(target: &Path, parent: &Path, mark: &str) -> Result<(), Fault> {
    let aside = aside(target, parent);
    if target.exists() || !aside.join(mark).is_file() {
        return Ok(());
    }
    fs::rename(&aside, target)
        .map_err(|error| Fault::io("move the old site back to", target, error))
}

/// Refuses a folder that somebody else made.
fn check_target(target: &Path) -> Result<(), Fault> {
    let entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Fault::io("look into the output folder", target, error)),
    };
    if target.join(MARK).is_file() {
        return Ok(());
    }
    let mut names: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    match names.first() {
        None => Ok(()),
        Some(first) => Err(Fault::NotOurs {
            folder: target.to_path_buf(),
            holds: first.to_string_lossy().into_owned(),
        }),
    }
}

fn prefix(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(target.file_name().unwrap_or_else(|| "output".as_ref()));
    prefix.push(".briefpack-");
    prefix
}

/// Removes what builds that were killed left behind, and nothing of anybody else's: staging folders,
/// named by a process that is gone, and an old site.
fn sweep(target: &Path, parent: &Path, mark: &str) {
    let prefix = prefix(target);
    let prefix = prefix.to_string_lossy();
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let Some(process) = name.strip_prefix(prefix.as_ref()) else {
            continue;
        };
        let left_behind = match process.parse::<u32>() {
            Ok(id) => process == id.to_string() && (id == std::process::id() || !is_running(id)),
            // The old site, moved aside by a build that was killed.
            Err(_) => process == ASIDE && entry.path().join(mark).is_file(),
        };
        if left_behind {
            // What cannot be removed now is tried again by the next build.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(target_os = "linux")]
fn is_running(process: u32) -> bool {
    Path::new("/proc").join(process.to_string()).exists()
}

#[cfg(not(target_os = "linux"))]
fn is_running(_process: u32) -> bool {
    // Without a way to ask, a folder that may be in use is left alone.
    true
}

/// A staging folder, removed when it is dropped.
struct Staging {
    path: PathBuf,
}

impl Staging {
    fn new(place: &Place) -> Result<Self, Fault> {
        let path = place.beside(&std::process::id().to_string());
        fs::create_dir(&path).map_err(|error| Fault::io("make the folder", &path, error))?;
        Ok(Staging { path })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After an exchange this is the old site; after a fault, the unfinished new one.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Copies the content of a file, not its permissions: a read-only attachment must not make the
/// output impossible to replace.
fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    let mut source = fs::File::open(from).map_err(|error| Fault::io("read", from, error))?;
    let mut target = fs::File::create(to).map_err(|error| Fault::io("write", to, error))?;
    io::copy(&mut source, &mut target).map_err(|error| Fault::io("write", to, error))?;
    Ok(())
}

/// Puts the staging folder in the place of the output folder in one step.
fn exchange(staging: &Path, target: &Path) -> Result<(), Fault> {
    if !target.exists() {
        return fs::rename(staging, target)
            .map_err(|error| Fault::io("move what was made to", target, error));
    }
    let swapped = match swap(staging, target) {
        Err(error) if cannot_exchange(&error) => swap_in_two(staging, target),
        swapped => swapped,
    };
    swapped.map_err(|error| Fault::io("put what was made in the place of", target, error))
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn swap(staging: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(
        CWD,
        staging,
        CWD,
        target,
        RenameFlags::EXCHANGE,
    )?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn swap(_staging: &Path, _target: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether the system or the disk (many network drives and memory sticks) knows no exchange.
fn cannot_exchange(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
    )
}

/// Moves the old site aside first. Should the second move fail, the old site is moved back; a
/// build that is killed between the two leaves it to the next to do so.
fn swap_in_two(staging: &Path, target: &Path) -> io::Result<()> {
    let parent = staging.parent().unwrap_or(Path::new("."));
    let aside = aside(target, parent);
    fs::rename(target, &aside)?;
    match fs::rename(staging, target) {
        Ok(()) => fs::rename(&aside, staging),
        Err(error) => {
            fs::rename(&aside, target)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_exchange_gets_the_new_site_in_two_steps() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("public"), folder.path().join(".staging"));
        for (path, text) in [(&old, "old"), (&new, "new")] {
            fs::create_dir(path).unwrap();
            fs::write(path.join("index.html"), text).unwrap();
        }
        swap_in_two(&new, &old).unwrap();
        let read = |path: &Path| fs::read_to_string(path.join("index.html")).unwrap();
        assert_eq!((read(&old).as_str(), read(&new).as_str()), ("new", "old"));
        assert!(!aside(&old, folder.path()).exists());
    }

    #[test]
    fn an_old_site_that_was_left_aside_is_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("public");
        let aside_there = aside(&target, folder.path());
        fs::create_dir(&aside_there).unwrap();
        recover(&target, folder.path(), MARK).unwrap();
        assert!(!target.exists(), "it is not ours without its mark");
        fs::write(aside_there.join(MARK), MARK_TEXT).unwrap();
        recover(&target, folder.path(), MARK).unwrap();
        assert!(target.is_dir() && !aside(&target, folder.path()).exists());
    }
}
