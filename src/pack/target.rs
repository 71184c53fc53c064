//! Where an archive may be put: into a new or empty folder, or in the place of an archive that holds
//! nothing but what the program put there.

use std::fs;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use crate::archive::seal::{self, read_line};
use crate::archive::{INDEX, MANIFEST, is_index};
use crate::error::Fault;
use crate::signature::ENDINGS;
use crate::write::Kind;

/// An archive.
pub(super) const ARCHIVE: Kind = Kind {
    mark: INDEX,
    check: check_target,
};

/// Refuses a folder that holds anything of somebody else's.
fn check_target(target: &Path) -> Result<(), Fault> {
    let failed = |error| Fault::io("look into the folder", target, error);
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let Some(first) = entries.next() else {
        return Ok(());
    };
    let first = first.map_err(failed)?.file_name();
    let foreign = |holds: String| Fault::NotOurs {
        folder: target.to_path_buf(),
        holds,
    };
    let index = fs::read_to_string(target.join(INDEX)).unwrap_or_default();
    if !is_index(&index) {
        return Err(foreign(first.to_string_lossy().into_owned()));
    }
    // Somebody may have put a receipt or a signature beside the packages: it is not ours to lose.
    let manifest = fs::read_to_string(target.join(MANIFEST)).unwrap_or_default();
    let listed: std::collections::BTreeSet<String> = manifest
        .lines()
        .filter_map(|line| Some(read_line(line)?.0))
        .collect();
    for entry in WalkDir::new(target).sort_by_file_name() {
        let entry = entry.map_err(|error| failed(error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(target).unwrap_or(entry.path());
        let path = path.to_string_lossy().into_owned();
        if path != MANIFEST && !listed.contains(&path) {
            if is_signature(&path) {
                return Err(signed(target, &path));
            }
            return Err(foreign(path));
        }
    }
    Ok(())
}

/// Whether a file of an archive is a signature of its seal.
fn is_signature(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut stems = ENDINGS
        .iter()
        .filter_map(|ending| name.strip_suffix(ending));
    stems.any(|stem| stem == seal::NAME)
}

/// A signature holds for one seal and takes its owner to make, so it is not lost in passing.
fn signed(target: &Path, path: &str) -> Fault {
    Fault::Usage(format!(
        "`{}` is signed, so it is left as it is: a new archive would lose `{path}`\nhelp: choose \
         another folder with `-o`, or move the signature away; a new archive needs a new one",
        target.display()
    ))
}
