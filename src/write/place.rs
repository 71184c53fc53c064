//! The place of a folder that is replaced whole, and what runs that were killed left beside it.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::clear::remove_folder;
use super::exchange::{exchange, settle};
use crate::error::Fault;

const ASIDE: &str = "aside";

/// How a folder that is replaced whole is known as briefpack's.
pub(crate) struct Kind {
    /// The file that marks it.
    pub(crate) mark: &'static str,
    /// Refuses a folder that is there and not to be replaced.
    pub(crate) check: fn(&Path) -> Result<(), Fault>,
}

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

    /// The folder itself.
    pub(super) fn target(&self) -> &Path {
        &self.target
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

/// Where the old site waits on disks that cannot exchange two folders in one step.
pub(super) fn aside(target: &Path, parent: &Path) -> PathBuf {
    let mut name = prefix(target);
    name.push(ASIDE);
    parent.join(name)
}

/// Puts the old site back where a build was killed between the two steps of `exchange`.
fn recover(target: &Path, parent: &Path, mark: &str) -> Result<(), Fault> {
    let aside = aside(target, parent);
    if target.exists() || !aside.join(mark).is_file() {
        return Ok(());
    }
    fs::rename(&aside, target)
        .map_err(|error| Fault::io("move the old site back to", target, error))
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
            let _ = remove_folder(&entry.path());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::{MARK, MARK_TEXT};

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
