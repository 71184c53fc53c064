//! Two folders exchanged in one step.

use std::fs;
use std::io;
use std::path::Path;

use super::place::aside;
use crate::error::Fault;

/// Puts the staging folder in the place of the output folder in one step.
pub(super) fn exchange(staging: &Path, target: &Path) -> Result<(), Fault> {
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

/// Has everything on the disk of a folder written down.
#[cfg(target_os = "linux")]
pub(super) fn settle(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(fs::File::open(folder)?)?)
}

#[cfg(all(unix, not(target_os = "linux")))]
pub(super) fn settle(_folder: &Path) -> io::Result<()> {
    rustix::fs::sync();
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn settle(_folder: &Path) -> io::Result<()> {
    Ok(())
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
}
