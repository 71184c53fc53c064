//! What there is to be watched in a site folder: the folders that a build reads, and what in them can be
//! changed without the system telling of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::discover::{Stamp, has_other_names, is_inside, is_passed_over};

/// The folders that a build reads with everything in them.
pub(super) const FOLDERS: [&str; 2] = ["content", "themes"];
/// Whether folders are watched one by one, as the system tells of no more than one. So those that no build
/// reads, or may not be read, can be left out.
pub(super) const ONE_BY_ONE: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// The folders that are looked at whether they are there or not.
pub(super) fn bases(root: &Path) -> Vec<PathBuf> {
    let inner = FOLDERS.map(|name| root.join(name));
    std::iter::once(root.to_path_buf()).chain(inner).collect()
}

/// What tells a folder from another that takes its place.
type Identity = (u64, u64);

/// A folder as it was when it was watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folder {
    identity: Identity,
    /// Whether it may be read.
    pub(super) is_open: bool,
}

impl Folder {
    /// The folder at a path, if there is one.
    pub(super) fn at(path: &Path) -> Option<Folder> {
        Some(Folder {
            identity: identity(path)?,
            is_open: is_open(path),
        })
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let data = folder.metadata().ok().filter(|data| data.is_dir())?;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    let data = folder.metadata().ok().filter(|data| data.is_dir())?;
    let made = data
        .created()
        .ok()?
        .duration_since(std::time::SystemTime::UNIX_EPOCH);
    let made = made.ok()?;
    Some((made.as_secs(), u64::from(made.subsec_nanos())))
}

#[cfg(unix)]
fn is_open(folder: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(folder, Access::READ_OK | Access::EXEC_OK).is_ok()
}

#[cfg(not(unix))]
fn is_open(_folder: &Path) -> bool {
    true
}

/// What can be changed under another name: links, what lies in linked folders, files with several names.
#[derive(Debug, Default)]
pub(super) struct Linked(BTreeMap<PathBuf, Option<Stamp>>);

impl Linked {
    fn add(&mut self, path: PathBuf) {
        let stamp = stamp(&path);
        self.0.insert(path, stamp);
    }

    fn add_if_link(&mut self, path: &Path) {
        let data = path.symlink_metadata();
        if data.is_ok_and(|data| data.is_symlink() || data.is_file() && has_other_names(&data)) {
            self.add(path.to_path_buf());
        }
    }

    /// Takes what there is now. What was there before stays as it was, so that no change is passed over.
    pub(super) fn becomes(&mut self, now: Linked) {
        let before = std::mem::replace(self, now);
        for (path, stamp) in before.0 {
            self.0.entry(path).and_modify(|now| *now = stamp);
        }
    }

    /// Takes note that a change of something was told of.
    pub(super) fn notices(&mut self, path: PathBuf) {
        match self.0.contains_key(&path) && path.symlink_metadata().is_ok() {
            true => self.add(path),
            false => {
                self.0.remove(&path);
                self.add_if_link(&path);
            }
        }
    }

    /// What is not as it was when this was last asked.
    pub(super) fn changed(&mut self) -> Vec<PathBuf> {
        let mut changed = Vec::new();
        for (path, before) in &mut self.0 {
            let now = stamp(path);
            if std::mem::replace(before, now) != now {
                changed.push(path.clone());
            }
        }
        changed
    }
}

/// How what a path leads to is; of a folder, which it is.
fn stamp(path: &Path) -> Option<Stamp> {
    let data = path.metadata().ok()?;
    let stamp = Stamp::of(&data);
    Some(match data.is_dir() {
        true => Stamp {
            inode: stamp.inode,
            ..Stamp::default()
        },
        false => stamp,
    })
}

/// What there is in a site folder.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// The folders to be watched.
    pub(super) folders: BTreeMap<PathBuf, Folder>,
    pub(super) linked: Linked,
    /// A folder may be reached by several paths, of which the system tells of one.
    reached: BTreeSet<Identity>,
}

impl Ground {
    /// What there is in a site folder now. What a build passes over is passed over here.
    pub(super) fn of(root: &Path) -> Ground {
        let mut ground = Ground::default();
        ground.linked.add_if_link(&root.join("briefpack.yaml"));
        for base in bases(root) {
            if let Some(folder) = Folder::at(&base) {
                ground.folders.insert(base, folder);
            }
        }
        // The site folder itself may be a link by now.
        let canonical = root.canonicalize();
        let canonical = canonical.unwrap_or_else(|_| root.to_path_buf());
        for name in FOLDERS {
            ground.walk(&canonical, &root.join(name));
        }
        ground
    }

    fn walk(&mut self, canonical: &Path, base: &Path) {
        let is_read = |entry: &DirEntry| entry.depth() == 0 || !is_passed_over(entry.file_name());
        let walk = WalkDir::new(base).follow_links(true).into_iter();
        let mut walk = walk.filter_entry(is_read);
        // How deep the folder lies that is reached under another name too.
        let mut linked: Option<usize> = None;
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // A link that leads nowhere may lead somewhere later.
                    if let Some(path) = error.path() {
                        self.linked.add_if_link(path);
                    }
                    continue;
                }
            };
            let (path, depth) = (entry.path(), entry.depth());
            linked = linked.filter(|above| depth > *above);
            if !entry.file_type().is_dir() {
                match linked {
                    Some(_) => self.linked.add(path.to_path_buf()),
                    None => self.linked.add_if_link(path),
                }
                continue;
            }
            if entry.path_is_symlink() {
                self.linked.add(path.to_path_buf());
                if !is_inside(path, canonical) {
                    walk.skip_current_dir();
                    continue;
                }
            }
            let folder = Folder::at(path);
            let is_first = folder.is_some_and(|folder| self.reached.insert(folder.identity));
            if (entry.path_is_symlink() && depth > 0) || !is_first {
                linked = linked.or(Some(depth));
            }
            if let (Some(folder), true) = (folder, ONE_BY_ONE && is_first) {
                self.folders.insert(path.to_path_buf(), folder);
            }
        }
    }
}
