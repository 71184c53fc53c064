//! The folder of records, `.briefpack/` in the site folder, and what the disk says of an output.
//!
//! Everything here may fail, and nothing that fails here is a fault: without a record the site is built
//! whole. What is kept is put in its place in one step, so that a program that is killed leaves the old
//! record or the new one.

#![expect(
    clippy::disallowed_methods,
    reason = "records lie on the disk, and the executable's own file tells one version from another"
)]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::discover::{Stamp, has_other_names};
use crate::source::SitePath;

use super::record::{Digest, Folder, Piece, Record, Standing, digest, sealed, unsealed};

/// The folder in the site folder that holds what can be made again.
pub(crate) const CACHE: &str = ".briefpack";

/// Where the record of the builds of one site into one folder is kept.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    /// The site and the output folder, as they are reached from everywhere.
    pub(crate) site: String,
    pub(crate) target: String,
}

/// Held while an output is looked at or put in its place, so that no other build does so meanwhile.
pub(crate) struct Held {
    /// What time it was by the clock of the disk, in nanoseconds.
    pub(crate) clock: i64,
    _file: File,
}

impl Shelf {
    /// The place of the record of builds of a site into a folder.
    pub(crate) fn of(site: &Path, target: &Path) -> Shelf {
        let whole = |path: &Path| {
            let whole = path.canonicalize().or_else(|_| std::path::absolute(path));
            let whole = whole.unwrap_or_else(|_| path.to_path_buf());
            whole.to_string_lossy().into_owned()
        };
        let target = whole(target);
        let name: String = digest(target.as_bytes())[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Shelf {
            folder: site.join(CACHE).join(format!("build-{name}")),
            site: whole(site),
            target,
        }
    }

    /// Makes the folder and waits until no other build holds it; none where that cannot be done.
    pub(crate) fn hold(&self) -> Option<Held> {
        let cache = self.folder.parent()?;
        let _ = fs::create_dir(cache);
        let _ = is_folder(cache).then(|| fs::create_dir(&self.folder));
        if !self.is_own() {
            return None;
        }
        if let Ok(mut ignore) = File::create_new(cache.join(".gitignore")) {
            let _ = ignore.write_all(b"# What briefpack can make again.\n*\n");
        }
        let path = self.folder.join("lock");
        let mut how = File::options();
        let mut file = plain(how.create(true).truncate(false).write(true), &path)?;
        let data = file.metadata().ok()?;
        // What is longer, or has another name, was not made here.
        if data.len() > 1 || has_other_names(&data) {
            return None;
        }
        file.lock().ok()?;
        file.write_all(b".").ok()?;
        file.set_len(0).ok()?;
        let clock = Stamp::of(&file.metadata().ok()?).changed;
        Some(Held { clock, _file: file })
    }

    /// Whether the folder is one, and no link, which may lead anywhere.
    fn is_own(&self) -> bool {
        self.folder.parent().is_some_and(is_folder) && is_folder(&self.folder)
    }

    /// Opens a file of the folder to be read.
    fn open(&self, name: &str) -> Option<File> {
        let path = self.folder.join(name);
        self.is_own()
            .then(|| plain(File::options().read(true), &path))?
    }

    /// Whether there is no record, or none that may be opened.
    pub(crate) fn is_blank(&self) -> bool {
        self.open(RECORD).is_none()
    }

    /// The record; none where there is none that can be trusted.
    pub(crate) fn record(&self) -> Option<Record> {
        let mut bytes = Vec::new();
        self.open(RECORD)?.read_to_end(&mut bytes).ok()?;
        unsealed(&bytes)
    }

    /// Pieces of the file of frames; none where one of them is not what was put there.
    pub(super) fn frames(&self, name: &str, pieces: &[Piece]) -> Option<Vec<Vec<u8>>> {
        let mut file = self.open(name)?;
        let pieces = pieces.iter().map(|piece| {
            let mut bytes = vec![0; piece.length as usize];
            file.seek(SeekFrom::Start(piece.start)).ok()?;
            file.read_exact(&mut bytes).ok()?;
            (digest(&bytes) == piece.digest).then_some(bytes)
        });
        pieces.collect()
    }

    /// Keeps a record with its frames.
    pub(super) fn keep(&self, record: &Record, frames: &[Box<[u8]>]) -> io::Result<()> {
        let (put, record_file) =
            rayon::join(|| self.put(&record.frames, frames), || sealed(record));
        put?;
        self.put(RECORD, &[record_file])?;
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with(FRAMES) && *name != *record.frames {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Keeps a record whose frames are there.
    pub(super) fn keep_record(&self, record: &Record) -> io::Result<()> {
        self.put(RECORD, &[sealed(record)])
    }

    /// Forgets everything.
    pub(super) fn forget(&self) {
        if self.is_own() {
            let _ = fs::remove_file(self.folder.join(RECORD));
        }
    }

    /// Puts a file in place whose content comes in pieces.
    fn put<P: AsRef<[u8]>>(&self, name: &str, pieces: &[P]) -> io::Result<()> {
        // Held by one build at a time, so one name is enough.
        let new = self.folder.join("new");
        let file = match File::create_new(&new) {
            // One that a killed build has left, or a link, through which nothing is written.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                fs::remove_file(&new)?;
                File::create_new(&new)
            }
            file => file,
        };
        let mut file = BufWriter::new(file?);
        for piece in pieces {
            file.write_all(piece.as_ref())?;
        }
        file.flush()?;
        drop(file);
        fs::rename(new, self.folder.join(name))
    }
}

/// Whether a folder stands at a path, and no link to one.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| data.is_dir())
}

/// Opens a plain file: no link is followed, and no pipe waited for.
fn plain(how: &mut OpenOptions, path: &Path) -> Option<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        how.custom_flags(flags.bits().cast_signed());
    }
    let file = how.open(path).ok()?;
    file.metadata()
        .is_ok_and(|data| data.is_file())
        .then_some(file)
}

const RECORD: &str = "record";
/// What the name of a file of frames begins with.
pub(super) const FRAMES: &str = "frames-";

/// The stamp of the program's own file; none where it cannot be found.
pub(super) fn executable() -> Option<Stamp> {
    let path = std::env::current_exe().ok()?;
    Some(Stamp::of(&fs::metadata(path).ok()?))
}

/// The digest of a file; none where it cannot be read.
pub(super) fn digest_of(path: &Path) -> Option<Digest> {
    Some(digest(&fs::read(path).ok()?))
}

/// The digest of a file that no build reads, such as an attachment; none for a large one, and where it may
/// not be what it was when it had the stamp, at a time by the clock of its disk.
pub(super) fn digest_since(path: &Path, stamp: Stamp, clock: i64) -> Option<Digest> {
    /// Larger ones are taken for changed until their stamps can be trusted.
    const LARGEST: u64 = 16 << 20;
    /// The longest tick of a clock on disks that keep parts of a second.
    const TICK: i64 = 20_000_000;
    if stamp.size > LARGEST || stamp.changed.max(stamp.modified) > clock - TICK {
        return None;
    }
    let digest = digest_of(path)?;
    (Stamp::of(&fs::metadata(path).ok()?) == stamp).then_some(digest)
}

/// What a build has written, while it writes.
#[derive(Default)]
pub(crate) struct Stands(Mutex<BTreeMap<String, Folder>>);

impl Stands {
    /// Enters a file.
    pub(crate) fn add(&self, path: &SitePath, data: &fs::Metadata) {
        let (folder, name) = path
            .as_str()
            .rsplit_once('/')
            .unwrap_or(("", path.as_str()));
        let file = (name.to_string(), Standing::from(Stamp::of(data)));
        let mut folders = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        enter(&mut folders, folder).files.push(file);
    }

    /// What [`folders`] would say of the whole.
    pub(crate) fn whole(self) -> Vec<Folder> {
        let folders = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let folders = folders.into_values().map(|mut folder| {
            folder.folders.sort_unstable();
            folder
                .files
                .sort_unstable_by(|left, right| left.0.cmp(&right.0));
            folder
        });
        folders.collect()
    }
}

/// The folder of a path, which is entered with those above it where it is new.
fn enter<'f>(folders: &'f mut BTreeMap<String, Folder>, path: &str) -> &'f mut Folder {
    if !folders.contains_key(path) {
        let new = Folder {
            path: path.to_string(),
            folders: Vec::new(),
            files: Vec::new(),
        };
        folders.insert(path.to_string(), new);
        if !path.is_empty() {
            let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
            enter(folders, above).folders.push(name.to_string());
        }
    }
    folders.get_mut(path).expect("it is there or was put there")
}

/// Every folder of an output, in order, with what lies in it. None where it cannot be read, or holds what
/// no build leaves there: a link, a pipe.
pub(super) fn folders(output: &Path) -> Option<Vec<Folder>> {
    let mut whole = Vec::new();
    let mut open = vec![String::new()];
    while !open.is_empty() {
        let level: Option<Vec<Folder>> = open
            .into_par_iter()
            .map(|path| folder(output, path))
            .collect();
        let level = level?;
        open = level
            .iter()
            .flat_map(|it| {
                it.folders.iter().map(|name| match it.path.as_str() {
                    "" => name.clone(),
                    path => format!("{path}/{name}"),
                })
            })
            .collect();
        whole.extend(level);
    }
    whole.sort_by(|left, right| left.path.cmp(&right.path));
    Some(whole)
}

fn folder(output: &Path, path: String) -> Option<Folder> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(output.join(&path)).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name().into_string().ok()?;
        let kind = entry.file_type().ok()?;
        if kind.is_dir() {
            folders.push(name);
        } else if kind.is_file() {
            // Of the name in this folder, which is not looked up anew from the top.
            files.push((name, Standing::from(Stamp::of(&entry.metadata().ok()?))));
        } else {
            return None;
        }
    }
    folders.sort_unstable();
    files.sort_unstable_by(|left, right| left.0.cmp(&right.0));
    Some(Folder {
        path,
        folders,
        files,
    })
}
