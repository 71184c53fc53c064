//! A folder that cannot be exchanged, as a mount point cannot: its files are replaced one by one.
//!
//! The new site is first made whole in a hidden folder inside, which is on the same disk:
//!
//! ```text
//! .briefpack-update/
//!   site/     the new site, from which one file after the other is moved to its place
//!   journal   the names of all its files; from then on the update is finished, never undone
//! ```
//!
//! What pages need is moved first, then pages that are new, then those that are replaced. What the
//! new site no longer has is removed last, pages first. So every file is wholly old or wholly new
//! at every moment, and no page asks for a file that is not there. A build that finds a journal
//! finishes that update before its own; without a journal the folder of the update is thrown away.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::MARK;
use super::clear::remove_folder;
use super::mounts::is_mounted;
use super::place::{self, Lock};
use crate::error::Fault;

/// The folder of an update.
pub(super) const UPDATE: &str = ".briefpack-update";
/// What file systems keep at their root for themselves.
const LOST: &str = "lost+found";
const NEW: &str = "site";
const JOURNAL: &str = "journal";
/// Closes a journal that is whole. Names are divided by a byte that no name can have.
const END: &str = "end of the journal";
const DIVIDER: char = '\0';

/// Whether a file or folder at the top of an output folder is neither the site's nor anybody's:
/// the rest of an update, or what the disk itself keeps there.
pub(super) fn is_set_apart(folder: &Path, name: &OsStr) -> bool {
    name == UPDATE || (name == LOST && is_mounted(folder))
}

/// Whether an update was begun here that is to be finished.
pub(super) fn is_begun(folder: &Path) -> bool {
    folder.join(UPDATE).join(JOURNAL).is_file()
}

/// Finishes or throws away what a build that was killed has left inside.
pub(super) fn resume(target: &Path) -> Result<(), Fault> {
    match target.join(UPDATE).symlink_metadata().is_ok() {
        true => lock(target).and_then(|_lock| take_up(target)),
        false => Ok(()),
    }
}

/// A site that is made inside the folder whose files it will replace. Dropped before it is
/// finished, it leaves nothing.
pub(super) struct InPlace {
    target: PathBuf,
    /// Other builds are kept out until this ends, however it ends.
    _lock: Option<File>,
    /// Folders that were made for the new site and hold nothing yet.
    made: Vec<PathBuf>,
    is_decided: bool,
}

impl InPlace {
    /// Finishes what an earlier build has left, and makes the folder to fill.
    pub(super) fn begin(target: &Path) -> Result<Self, Fault> {
        let update = InPlace::open(target)?;
        make_folder(&update.folder())?;
        Ok(update)
    }

    /// Takes a site that was made elsewhere on the same disk.
    pub(super) fn adopt(target: &Path, site: &Path) -> Result<Self, Fault> {
        let update = InPlace::open(target)?;
        fs::rename(site, update.folder())
            .map_err(|error| Fault::io("move what was made to", &update.folder(), error))?;
        Ok(update)
    }

    fn open(target: &Path) -> Result<Self, Fault> {
        let lock = lock(target)?;
        take_up(target)?;
        let update = InPlace {
            target: target.to_path_buf(),
            _lock: lock,
            made: Vec::new(),
            is_decided: false,
        };
        make_folder(&update.own())?;
        Ok(update)
    }

    fn own(&self) -> PathBuf {
        self.target.join(UPDATE)
    }

    /// The folder to fill.
    pub(super) fn folder(&self) -> PathBuf {
        self.own().join(NEW)
    }

    /// Replaces the files of the folder by those that were made.
    pub(super) fn finish(mut self) -> Result<(), Fault> {
        let (files, folders) = tree(&self.folder())?;
        // Room for folders is what a full disk would lack later; now it harms nothing yet. What has the
        // name of a folder and is none, a file or a link, stays until its turn.
        let mut in_the_way: Vec<PathBuf> = Vec::new();
        for folder in folders {
            let folder = self.target.join(folder);
            if in_the_way.iter().any(|path| folder.starts_with(path)) {
                continue;
            }
            match folder.symlink_metadata() {
                Ok(found) if found.is_dir() => {}
                Ok(_) => in_the_way.push(folder),
                Err(_) => {
                    make_folder(&folder)?;
                    self.made.push(folder);
                }
            }
        }
        write_journal(&self.own(), &files)?;
        self.is_decided = true;
        apply(&self.target).map_err(|fault| Fault::HalfUpdated {
            cause: Box::new(fault),
            folder: self.target.clone(),
        })
    }
}

impl Drop for InPlace {
    fn drop(&mut self) {
        if self.is_decided {
            return;
        }
        let _ = remove_folder(&self.own());
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Keeps other builds out of the folder. The lock is the system's and ends with the process; on
/// disks that know none, builds are not kept apart.
fn lock(target: &Path) -> Result<Option<File>, Fault> {
    match place::lock(target) {
        Lock::Taken(lock) => Ok(Some(lock)),
        Lock::Busy => Err(Fault::Busy {
            folder: target.to_path_buf(),
            work: target.join(UPDATE),
        }),
        Lock::Unknown => Ok(None),
    }
}

/// Finishes or throws away what is left of an update. The folder has to be locked.
fn take_up(target: &Path) -> Result<(), Fault> {
    let own = target.join(UPDATE);
    if read_journal(&own).is_some() {
        return apply(target).map_err(|fault| Fault::HalfUpdated {
            cause: Box::new(fault),
            folder: target.to_path_buf(),
        });
    }
    remove(&own)
}

/// Moves the files of an update to their places and removes what is not of the new site. What was
/// done before is passed over.
fn apply(target: &Path) -> Result<(), Fault> {
    let own = target.join(UPDATE);
    let new = own.join(NEW);
    let kept = read_journal(&own).unwrap_or_default();
    let (mut waiting, _) = match new.is_dir() {
        true => tree(&new)?,
        false => Default::default(),
    };
    waiting.sort_by_cached_key(|name| (turn(name, target), name.clone()));
    for name in &waiting {
        make_way(target, name)?;
        let to = target.join(name);
        fs::rename(new.join(name), &to).map_err(|error| Fault::io("replace", &to, error))?;
    }
    remove_the_rest(target, &kept)?;
    // The journal goes last but for the folder: until then all of this can be done again.
    for path in [new, own.join(JOURNAL), own] {
        remove(&path)?;
    }
    Ok(())
}

/// When a file has its turn: what marks the folder as ours, what pages need, pages that nothing
/// leads to yet, pages that are there.
fn turn(name: &Path, target: &Path) -> u8 {
    match () {
        () if name == Path::new(MARK) => 0,
        () if !is_page(name) => 1,
        () if target.join(name).symlink_metadata().is_err() => 2,
        () => 3,
    }
}

fn is_page(name: &Path) -> bool {
    name.extension()
        .is_some_and(|extension| extension == "html")
}

/// Makes the folders that a file is to lie in, and removes what has the name of one of them, or a
/// folder that has the name of the file.
fn make_way(target: &Path, name: &Path) -> Result<(), Fault> {
    let mut folder = target.to_path_buf();
    for part in name.parent().into_iter().flat_map(Path::components) {
        folder.push(part);
        match folder.symlink_metadata() {
            Ok(found) if found.is_dir() => continue,
            Ok(_) => remove(&folder)?,
            Err(_) => {}
        }
        make_folder(&folder)?;
    }
    let to = target.join(name);
    match to.symlink_metadata() {
        Ok(found) if found.is_dir() => remove(&to),
        _ => Ok(()),
    }
}

/// Removes the files that the new site does not have, pages first, and folders that hold nothing.
fn remove_the_rest(target: &Path, kept: &BTreeSet<PathBuf>) -> Result<(), Fault> {
    let (mut files, folders) = tree(target)?;
    let is_apart = |name: &Path| {
        let top = name.components().next();
        top.is_some_and(|top| is_set_apart(target, top.as_os_str()))
    };
    files.retain(|name| !kept.contains(name) && !is_apart(name));
    files.sort_by_key(|name| !is_page(name));
    for name in files {
        remove(&target.join(name))?;
    }
    let in_use: BTreeSet<&Path> = kept.iter().flat_map(|name| name.ancestors()).collect();
    let empty = folders.iter().rev();
    for name in empty.filter(|name| !in_use.contains(name.as_path()) && !is_apart(name)) {
        remove(&target.join(name))?;
    }
    Ok(())
}

/// The names of all files and links under a folder, and of all folders, each after the one it lies
/// in. Links are not followed.
fn tree(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Fault> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let mut open = vec![PathBuf::new()];
    while let Some(name) = open.pop() {
        let path = folder.join(&name);
        let failed = |error| Fault::io("look into", &path, error);
        for entry in fs::read_dir(&path).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = name.join(entry.file_name());
            match entry.file_type().map_err(failed)?.is_dir() {
                true => {
                    // What is set apart may not even be ours to look into.
                    if !is_set_apart(folder, name.as_os_str()) {
                        open.push(name.clone());
                    }
                    folders.push(name);
                }
                false => files.push(name),
            }
        }
    }
    Ok((files, folders))
}

fn write_journal(own: &Path, files: &[PathBuf]) -> Result<(), Fault> {
    let mut text = String::new();
    for name in files {
        // Every name was a text of ours.
        text.push_str(&name.to_string_lossy());
        text.push(DIVIDER);
    }
    text.push_str(END);
    let (new, journal) = (own.join("journal.new"), own.join(JOURNAL));
    fs::write(&new, text).map_err(|error| Fault::io("write", &new, error))?;
    fs::rename(&new, &journal).map_err(|error| Fault::io("write", &journal, error))
}

/// The names in a journal; none without a journal that is whole.
fn read_journal(own: &Path) -> Option<BTreeSet<PathBuf>> {
    let text = fs::read_to_string(own.join(JOURNAL)).ok()?;
    let names = text.strip_suffix(END)?;
    Some(names.split_terminator(DIVIDER).map(PathBuf::from).collect())
}

fn make_folder(path: &Path) -> Result<(), Fault> {
    fs::create_dir(path).map_err(|error| Fault::io("make the folder", path, error))
}

/// Removes a file, a link, or a folder with all that it holds. Nothing being there is well.
fn remove(path: &Path) -> Result<(), Fault> {
    let removed = match path.symlink_metadata() {
        Ok(found) if found.is_dir() => remove_folder(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Fault::io("remove", path, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Updates a folder to hold these files, each with its own name in it.
    fn update(target: &Path, names: &[&str]) {
        let update = InPlace::begin(target).unwrap();
        for name in names {
            let path = update.folder().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        update.finish().unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let (files, _) = tree(folder).unwrap();
        let names = files.iter().map(|name| name.display().to_string());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_a_file_becomes_a_folder_and_back() {
        let folder = tempfile::tempdir().unwrap();
        let versions: [&[&str]; 2] = [&["a.html", "b/c/d.txt"], &["a.html/index.html", "b"]];
        for at in [0, 1, 0] {
            update(folder.path(), versions[at]);
            assert_eq!(names(folder.path()), versions[at]);
        }
    }

    #[test]
    fn a_link_that_somebody_put_there_is_replaced_and_not_followed() {
        let around = tempfile::tempdir().unwrap();
        let (target, elsewhere) = (around.path().join("public"), around.path().join("else"));
        for path in [&target, &elsewhere] {
            fs::create_dir(path).unwrap();
        }
        fs::write(elsewhere.join("thesis.txt"), "three years of work").unwrap();
        std::os::unix::fs::symlink(&elsewhere, target.join("data")).unwrap();
        update(&target, &["data/a.csv"]);
        assert_eq!(names(&target), ["data/a.csv"]);
        assert_eq!(names(&elsewhere), ["thesis.txt"]);
    }

    #[test]
    fn an_update_that_was_begun_is_finished_and_one_that_was_not_is_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(UPDATE);
        update(folder.path(), &["index.html", "old.txt"]);
        let whole = format!("index.html{DIVIDER}new.txt{DIVIDER}{END}");
        for (journal, left) in [
            (&whole[..whole.len() - 1], ["index.html", "old.txt"]),
            (&whole, ["index.html", "new.txt"]),
        ] {
            fs::create_dir_all(own.join(NEW)).unwrap();
            fs::write(own.join(NEW).join("new.txt"), "new").unwrap();
            fs::write(own.join(JOURNAL), journal).unwrap();
            resume(folder.path()).unwrap();
            assert_eq!(names(folder.path()), left);
        }
    }

    #[test]
    fn an_update_that_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        update(folder.path(), &["index.html"]);
        let given_up = InPlace::begin(folder.path()).unwrap();
        fs::write(given_up.folder().join("index.html"), "new").unwrap();
        drop(given_up);
        assert_eq!(names(folder.path()), ["index.html"]);
        assert!(tree(folder.path()).unwrap().1.is_empty());
    }
}
