//! A folder that is made beside another one and takes its place when it is whole.

use std::fs;
use std::path::{Path, PathBuf};

use super::place::{Kind, Place};
use crate::error::Fault;

/// A folder that is made beside another one and takes its place when it is whole.
pub(super) struct Replacement {
    staging: Staging,
    place: Place,
}

impl Replacement {
    /// Makes an empty folder beside `target`, which has to be free or briefpack's.
    pub(super) fn begin(target: &Path, kind: &Kind) -> Result<Self, Fault> {
        let place = Place::find(target, kind)?;
        Ok(Replacement {
            staging: Staging::new(&place)?,
            place,
        })
    }

    /// The folder to fill.
    pub(super) fn folder(&self) -> &Path {
        &self.staging.path
    }

    /// Puts the folder in its place.
    pub(super) fn finish(self) -> Result<(), Fault> {
        self.place.put(&self.staging.path)
    }
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
