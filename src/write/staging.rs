//! A folder that is made out of sight and takes the place of another one when it is whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Placed;
use super::clear::remove_folder;
use super::in_place::{self, InPlace};
use super::place::{Kind, Place};
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
        if in_place::is_mounted(place.target()) {
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
}

impl Staging {
    pub(super) fn new(place: &Place) -> Result<Self, Fault> {
        let path = place.beside(&std::process::id().to_string());
        fs::create_dir(&path).map_err(|error| Fault::io("make the folder", &path, error))?;
        Ok(Staging { path })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.path
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After an exchange this is the old site; after a fault, the unfinished new one.
        let _ = remove_folder(&self.path);
    }
}
