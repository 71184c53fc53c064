//! A folder that is made out of sight and takes the place of another one when it is whole.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use super::Placed;
use super::clear::remove_folder;
use super::in_place::{self, InPlace};
use super::mounts;
use super::place::{Kind, Lock, Place, lock, names};
use crate::error::Fault;

/// Where what replaces a folder is made.
pub(super) enum Replacement {
    /// Beside it, to be exchanged with it.
    Beside {
        /// Where it is made.
        staging: Staging,
        /// Where it goes.
        place: Place,
    },
    /// Inside it, because the folder itself cannot be exchanged.
    Inside(InPlace),
}

impl Replacement {
    /// Makes an empty folder for what is to replace `target`, which has to be free or briefpack's.
    pub(super) fn begin(target: &Path, kind: &Kind) -> Result<Self, Fault> {
        let place = Place::find(target, kind)?;
        if mounts::is_mounted(place.target()) {
            return InPlace::begin(place.target()).map(Replacement::Inside);
        }
        in_place::resume(place.target())?;
        Ok(Replacement::Beside {
            staging: Staging::new(&place)?,
            place,
        })
    }

    /// The folder to fill.
    pub(super) fn folder(&self) -> PathBuf {
        match self {
            Replacement::Beside { staging, .. } => staging.path.clone(),
            Replacement::Inside(update) => update.folder(),
        }
    }

    /// Puts what was made in its place.
    pub(super) fn finish(self) -> Result<Placed, Fault> {
        let (staging, place) = match self {
            Replacement::Beside { staging, place } => (staging, place),
            Replacement::Inside(update) => return update.finish().map(|()| Placed::FileByFile),
        };
        match place.put(&staging.path) {
            Ok(()) => Ok(Placed::Whole),
            // As where the folder comes from a layer below, of which the disk shows a copy.
            Err(Fault::Io { cause, .. }) if is_held(&cause) => {
                InPlace::adopt(place.target(), &staging.path)?.finish()?;
                Ok(Placed::FileByFile)
            }
            Err(fault) => Err(fault),
        }
    }
}

/// Whether the system says that a folder cannot be moved from where it is.
fn is_held(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy
    )
}

/// A staging folder, removed when it is dropped.
pub(super) struct Staging {
    path: PathBuf,
    /// Keeps other builds from taking it for left behind.
    _lock: Option<File>,
}

impl Staging {
    pub(super) fn new(place: &Place) -> Result<Self, Fault> {
        for name in names(std::process::id()) {
            let path = place.beside(&name);
            match make_folder(&path, place.target().exists()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                made => made.map_err(|error| Fault::io("make the folder", &path, error))?,
            }
            // Until it is locked, another build may take it for left behind and remove it.
            let lock = match lock(&path) {
                Lock::Taken(lock) if is_at(&lock, &path) => Some(lock),
                Lock::Taken(_) | Lock::Busy => continue,
                Lock::Unknown => None,
            };
            return Ok(Staging { path, _lock: lock });
        }
        let path = place.beside(&std::process::id().to_string());
        let cause = io::ErrorKind::AlreadyExists.into();
        Err(Fault::io("make the folder", &path, cause))
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.path
    }
}

/// Makes a folder. What is to replace another may not be read by more than that, which is known in the end,
/// so until then nobody else may read it at all.
fn make_folder(path: &Path, is_private: bool) -> io::Result<()> {
    let mut maker = DirBuilder::new();
    #[cfg(unix)]
    if is_private {
        use std::os::unix::fs::DirBuilderExt;
        maker.mode(0o700);
    }
    #[cfg(not(unix))]
    let _ = is_private;
    maker.create(path)
}

/// Whether an open folder still stands at a path.
#[cfg(unix)]
fn is_at(folder: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |data: fs::Metadata| (data.dev(), data.ino());
    match (folder.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_folder: &File, path: &Path) -> bool {
    path.is_dir()
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After an exchange this is the old site; after a fault, the unfinished new one.
        let _ = remove_folder(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::SITE;

    #[test]
    fn two_builds_with_one_number_work_in_folders_of_their_own() {
        let around = tempfile::tempdir().unwrap();
        let target = around.path().join("public");
        let find = || Place::find(&target, &SITE).unwrap();
        let first = Staging::new(&find()).unwrap();
        // As a build in another container does, it looks for what is left behind, and finds none.
        let second = Staging::new(&find()).unwrap();
        assert_ne!(first.path, second.path);
        assert!(first.path.is_dir() && second.path.is_dir());
    }

    #[test]
    #[cfg(unix)]
    fn nobody_may_read_what_is_made_who_may_not_read_what_it_replaces() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let around = tempfile::tempdir().unwrap();
        let target = around.path().join("public");
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o7777;
        for kept in [0o700, 0o2750, 0o755, 0o1777] {
            fs::create_dir_all(&target).unwrap();
            fs::set_permissions(&target, fs::Permissions::from_mode(kept)).unwrap();
            let place = Place::find(&target, &SITE).unwrap();
            let staging = Staging::new(&place).unwrap();
            assert_eq!(mode(&staging.path) & 0o077, 0);
            place.put(&staging.path).unwrap();
            assert_eq!(mode(&target), kept, "{kept:o}");
        }
    }
}
