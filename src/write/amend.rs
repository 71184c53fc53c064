//! Single files of an output exchanged, where the rest of it stays.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::Fault;
use crate::output::{Artifact, Sink as _};
use crate::source::SitePath;

use super::staging::Staging;
use super::{MARK, Place, SITE, Writing};

/// An output folder of ours that is to be looked at and may be amended.
pub(crate) struct Standing {
    target: PathBuf,
    place: Place,
    /// The folder itself, whatever takes its place meanwhile.
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "only Unix names files within a folder")
    )]
    folder: Option<File>,
}

impl Standing {
    /// Finds an output folder. What builds that were killed left beside it is put back or cleared away
    /// first.
    pub(crate) fn find(target: &Path) -> Result<Standing, Fault> {
        let place = Place::find(target, &SITE)?;
        Ok(Standing {
            target: target.to_path_buf(),
            folder: File::open(target).ok(),
            place,
        })
    }

    /// Puts other files in the place of some. A single one is exchanged in one step, several with the
    /// whole folder, into which `others`, the files that stay, are carried by hard links.
    ///
    /// # Errors
    /// When the disk refuses; the folder is then as it was.
    pub(crate) fn amend(
        self,
        files: &[(SitePath, Artifact)],
        others: impl Fn() -> Vec<SitePath>,
    ) -> Result<(), Fault> {
        match files {
            [] => Ok(()),
            [(path, file)] => self.exchange(path, file),
            files => self.carry(files, &others()),
        }
    }

    fn exchange(&self, path: &SitePath, file: &Artifact) -> Result<(), Fault> {
        let Artifact::Bytes(bytes) = file else {
            unreachable!("pages are made in memory");
        };
        let staging = Staging::new(&self.place)?;
        let new = staging.folder().join("page");
        fs::write(&new, bytes.as_slice()).map_err(|error| Fault::io("write", &new, error))?;
        self.put(&new, path)
            .map_err(|error| Fault::io("replace", &self.target.join(path.as_str()), error))
    }

    /// Should another build have taken the folder away, the file goes with the old one.
    #[cfg(unix)]
    fn put(&self, new: &Path, path: &SitePath) -> std::io::Result<()> {
        let folder = self.folder.as_ref();
        let folder = folder.ok_or(std::io::ErrorKind::NotFound)?;
        Ok(rustix::fs::renameat(
            rustix::fs::CWD,
            new,
            folder,
            path.as_str(),
        )?)
    }

    #[cfg(not(unix))]
    fn put(&self, new: &Path, path: &SitePath) -> std::io::Result<()> {
        fs::rename(new, self.target.join(path.as_str()))
    }

    fn carry(&self, files: &[(SitePath, Artifact)], others: &[SitePath]) -> Result<(), Fault> {
        let writing = Writing::begin(&self.target)?;
        others
            .par_iter()
            .filter(|path| path.as_str() != MARK)
            .try_for_each(|path| {
                writing.make_folder(path.parent())?;
                let to = writing.replacement.folder().join(path.as_str());
                fs::hard_link(self.target.join(path.as_str()), &to)
                    .map_err(|error| Fault::io("link", &to, error))
            })?;
        for (path, file) in files {
            writing.put(path.clone(), file.clone());
        }
        writing.finish().map(drop)
    }
}
