//! The place of a folder that is replaced whole, and what runs that were killed left beside it.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::clear::remove_folder;
use super::exchange::{exchange, settle};
use super::mounts;
use crate::error::Fault;

const ASIDE: &str = "aside";
/// How long nobody may have worked in a folder of a process that cannot be seen.
const FORGOTTEN: Duration = Duration::from_secs(24 * 3600);

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
        if let Err(error) = &real
            && target.is_symlink()
        {
            let cause = io::Error::new(error.kind(), "it is a link that leads to nothing");
            return Err(Fault::io("replace", target, cause));
        }
        let target = real.as_deref().unwrap_or(target);
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        recover(target, parent, kind.mark)?;
        (kind.check)(target)?;
        if let Some(point) = mounts::inside(target) {
            let what = format!("something else is mounted at `{}`", point.display());
            return Err(Fault::WouldLose {
                folder: target.to_path_buf(),
                what,
            });
        }
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

    /// Puts a folder there that lies on the same disk. What stood there is then where it was. Whoever may
    /// read the one may read the other.
    pub(crate) fn put(&self, folder: &Path) -> Result<(), Fault> {
        if self.target.exists() {
            keep_rights(&self.target, folder).map_err(|error| {
                Fault::io(
                    "give to what was made the permissions of",
                    &self.target,
                    error,
                )
            })?;
        }
        exchange(folder, &self.target)
    }

    /// Has a folder on the disk with every byte, so that not even a power cut puts half of it there.
    pub(crate) fn settle(&self, folder: &Path) -> Result<(), Fault> {
        settle(folder).map_err(|error| Fault::io("write", folder, error))
    }

    /// As [`Place::put`], and has the new name on the disk before the old folder can be given up.
    pub(crate) fn put_for_good(&self, folder: &Path) -> Result<(), Fault> {
        self.put(folder)?;
        let parent = File::open(&self.parent);
        // Not every system opens a folder as a file.
        let _ = parent.and_then(|parent| parent.sync_all());
        Ok(())
    }
}

/// Gives a folder the permissions that another one has, and its group and owner where that is allowed.
#[cfg(unix)]
fn keep_rights(of: &Path, folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let (old, new) = (fs::metadata(of)?, fs::metadata(folder)?);
    if old.gid() != new.gid() {
        // Only to groups that one is in oneself, and disks of other systems know no owners.
        let _ = chown(folder, None, Some(old.gid()));
    }
    if old.uid() != new.uid() {
        let _ = chown(folder, Some(old.uid()), None);
    }
    // A change of the owner takes some of these away, so they come last.
    match old.mode() == fs::metadata(folder)?.mode() {
        true => Ok(()),
        false => fs::set_permissions(folder, fs::Permissions::from_mode(old.mode() & 0o7777)),
    }
}

#[cfg(not(unix))]
fn keep_rights(_of: &Path, _folder: &Path) -> io::Result<()> {
    Ok(())
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

/// Removes what builds that were killed left behind, and nothing of anybody else's: staging folders that
/// nobody works in, and an old site.
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
        let path = entry.path();
        let (left_behind, _lock) = match process_of(process) {
            Some(id) => match lock(&path) {
                Lock::Taken(lock) => (true, Some(lock)),
                Lock::Busy => (false, None),
                Lock::Unknown => (!is_running(id) && is_forgotten(&path), None),
            },
            // The old site, moved aside by a build that was killed.
            None => (process == ASIDE && path.join(mark).is_file(), None),
        };
        if left_behind {
            // What cannot be removed now is tried again by the next build.
            let _ = remove_folder(&path);
        }
    }
}

/// The name of a staging folder of a process; several times, because another that does not see this one
/// may have the same number, as in two containers.
pub(super) fn names(process: u32) -> impl Iterator<Item = String> {
    (1..1000).map(move |at| match at {
        1 => process.to_string(),
        at => format!("{process}-{at}"),
    })
}

/// The process that has a staging folder of this name.
fn process_of(name: &str) -> Option<u32> {
    let id = name.split_once('-').map_or(name, |(id, _)| id);
    let id = id.parse().ok()?;
    names(id).any(|known| known == name).then_some(id)
}

/// Whether a folder can be kept from others.
pub(super) enum Lock {
    /// Until this is dropped, or the process ends, however it ends.
    Taken(File),
    /// Somebody else has it.
    Busy,
    /// The disk or the system knows no locks of folders.
    Unknown,
}

/// Locks a folder. The lock is the system's, which other machines and containers see too.
pub(super) fn lock(folder: &Path) -> Lock {
    let Ok(open) = File::open(folder) else {
        return Lock::Unknown;
    };
    match open.try_lock() {
        Ok(()) => Lock::Taken(open),
        Err(TryLockError::WouldBlock) => Lock::Busy,
        Err(TryLockError::Error(_)) => Lock::Unknown,
    }
}

/// Whether nothing was made in a folder for longer than any build takes.
fn is_forgotten(folder: &Path) -> bool {
    let changed = fs::metadata(folder).and_then(|data| data.modified());
    let since = changed.map(|changed| changed.elapsed().unwrap_or_default());
    since.is_ok_and(|since| since > FORGOTTEN)
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
    fn what_a_killed_build_left_is_swept_and_what_another_works_in_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("public");
        let own = std::process::id();
        // None of these is a process that can be seen from here, or it is this one.
        let names = ["4294967295", &own.to_string(), &format!("{own}-2")].map(|process| {
            let mut name = prefix(&target);
            name.push(process);
            folder.path().join(name)
        });
        let others = ["1-1", "1-x", "01", "x"].map(|other| {
            let mut name = prefix(&target);
            name.push(other);
            folder.path().join(name)
        });
        for path in names.iter().chain(&others) {
            fs::create_dir(path).unwrap();
        }
        let locks: Vec<Lock> = names.iter().map(|path| lock(path)).collect();
        sweep(&target, folder.path(), MARK);
        assert!(names.iter().all(|path| path.is_dir()), "builds work there");
        drop(locks);
        sweep(&target, folder.path(), MARK);
        assert!(names.iter().all(|path| !path.exists()));
        assert!(others.iter().all(|path| path.is_dir()), "not ours");
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
