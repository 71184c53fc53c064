//! Where an archive is made: a folder beside its place that outlives a run that was stopped.
//!
//! ```text
//! .NAME.briefpack-unfinished/
//!   lock         locked by the run that works here; by it the folder is known as ours
//!   journal.txt  what the archive is made from, and which parts are whole
//!   archive/     what takes its place when it is whole
//! ```

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use walkdir::WalkDir;

use super::journal::{Files, Journal};
use super::target;
use crate::archive::{Form, PACKAGES};
use crate::error::Fault;
use crate::write::Place;

const NAME: &str = "unfinished";
const LOCK: &str = "lock";
const JOURNAL: &str = "journal.txt";
const ARCHIVE: &str = "archive";

/// From this size on, a file of a folder that is not whole yet is kept by itself.
pub(super) const LARGE_FILE: u64 = 1 << 20;

/// The folder, locked.
pub(super) struct Work {
    place: Place,
    folder: PathBuf,
    journal: Mutex<Option<Journal>>,
    _lock: File,
}

impl Work {
    /// Finds or makes the folder for an archive, which no other run may be at work in.
    pub(super) fn begin(target: &Path) -> Result<Work, Fault> {
        let place = Place::find(target, &target::ARCHIVE)?;
        let folder = place.beside(NAME);
        loop {
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(Fault::io("make the folder", &folder, error));
                }
                _ => refuse_foreign(&folder)?,
            }
            if let Some(lock) = lock(&folder, target)? {
                return Ok(Work {
                    place,
                    folder,
                    journal: Mutex::new(None),
                    _lock: lock,
                });
            }
        }
    }

    /// The folder as a whole.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the archive is made.
    pub(super) fn archive(&self) -> PathBuf {
        self.folder.join(ARCHIVE)
    }

    /// What a run before has left: its journal, or nothing where that cannot be read.
    pub(super) fn left(&self) -> Left {
        if let Ok(text) = fs::read_to_string(self.folder.join(JOURNAL)) {
            return Journal::read(&text).map_or(Left::Unreadable, Left::Journal);
        }
        match self.archive().symlink_metadata().is_ok() {
            true => Left::Unreadable,
            false => Left::Nothing,
        }
    }

    /// Throws away everything that a run before has left.
    pub(super) fn clear(&self) -> Result<(), Fault> {
        for name in [JOURNAL, ARCHIVE] {
            remove(&self.folder.join(name))?;
        }
        Ok(())
    }

    /// Begins with a journal, and with what it says is whole.
    pub(super) fn open(&self, journal: Journal) -> Result<(), Fault> {
        let archive = self.archive();
        fs::create_dir_all(&archive)
            .map_err(|error| Fault::io("make the folder", &archive, error))?;
        tidy(&archive, &journal)?;
        self.note(journal)
    }

    /// Notes that a part is whole.
    pub(super) fn add(&self, part: &str, files: &Files) -> Result<(), Fault> {
        let mut journal = self.journal.lock().expect("no holder panics");
        let mut next = journal.clone().expect("a journal is open");
        next.parts.insert(part.to_string(), files.clone());
        self.write(&next)?;
        *journal = Some(next);
        Ok(())
    }

    fn note(&self, journal: Journal) -> Result<(), Fault> {
        self.write(&journal)?;
        *self.journal.lock().expect("no holder panics") = Some(journal);
        Ok(())
    }

    /// Writes the journal in one step, and has it on the disk.
    fn write(&self, journal: &Journal) -> Result<(), Fault> {
        let path = self.folder.join(JOURNAL);
        let new = self.folder.join("journal.new");
        let written = File::create(&new).and_then(|mut file| {
            file.write_all(journal.text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, &path)
        });
        written.map_err(|error| {
            let _ = fs::remove_file(&new);
            Fault::io("write", &path, error)
        })
    }

    /// Puts the archive in its place, and leaves nothing behind.
    pub(super) fn finish(self) -> Result<(), Fault> {
        let archive = self.archive();
        let placed = self.place.settle(&archive).and_then(|()| {
            // Once the archive is in its place, the journal would tell of the old one as if it were new.
            remove(&self.folder.join(JOURNAL))?;
            self.place.put_for_good(&archive)
        });
        if let Err(fault) = placed {
            return Err(self.stopped(fault));
        }
        self.give_up();
        Ok(())
    }

    /// Keeps what can be taken up, where there is any.
    pub(super) fn stopped(self, fault: Fault) -> Fault {
        let journal = self.journal.lock().expect("no holder panics").take();
        let kept = journal.is_some_and(|journal| {
            let kept = tidy(&self.archive(), &journal).unwrap_or(true);
            // The disk may be full still: then the journal that is there is the one to keep.
            kept && (self.write(&journal).is_ok() || self.folder.join(JOURNAL).exists())
        });
        if !kept {
            self.give_up();
            return fault;
        }
        Fault::Unfinished {
            cause: Box::new(fault),
            work: self.folder.clone(),
        }
    }

    /// Removes the folder. What cannot be removed now is thrown away by the next run.
    fn give_up(&self) {
        let _ = self.clear();
        // By the lock the folder is known, so it goes last.
        let _ = fs::remove_file(self.folder.join(LOCK));
        let _ = fs::remove_dir(&self.folder);
    }
}

/// What a run before has left.
pub(super) enum Left {
    /// Nothing.
    Nothing,
    /// Work that nobody can tell what it is.
    Unreadable,
    /// Work with its journal.
    Journal(Journal),
}

/// Refuses a folder with our name that we have not made.
fn refuse_foreign(folder: &Path) -> Result<(), Fault> {
    let failed = |error| Fault::io("look into the folder", folder, error);
    let data = match folder.symlink_metadata() {
        Ok(data) => data,
        // Another run that has just ended took it away.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    let mut holds = Some("no folder".to_string());
    if data.is_dir() {
        let names = fs::read_dir(folder).map_err(failed)?.flatten();
        let names: BTreeSet<_> = names.map(|entry| entry.file_name()).collect();
        holds = match names.iter().any(|name| name == LOCK) {
            true => None,
            false => names
                .first()
                .map(|name| name.to_string_lossy().into_owned()),
        };
    }
    match holds {
        None => Ok(()),
        Some(holds) => Err(Fault::NotOurs {
            folder: folder.to_path_buf(),
            holds,
        }),
    }
}

/// Locks the folder; nothing where another run has taken it away in the meantime. The lock ends with
/// the process, whatever ends it.
fn lock(folder: &Path, target: &Path) -> Result<Option<File>, Fault> {
    let path = folder.join(LOCK);
    let mut options = File::options();
    let file = match options.create(true).append(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Fault::io("write", &path, error)),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Fault::Busy {
                folder: target.to_path_buf(),
                work: folder.to_path_buf(),
            });
        }
        Err(TryLockError::Error(error)) => return Err(Fault::io("lock", &path, error)),
    }
    Ok(is_there(&file, &path).then_some(file))
}

/// Whether an open file is the one at a path.
#[cfg(unix)]
fn is_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |data: fs::Metadata| (data.dev(), data.ino());
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(file), Ok(path)) => id(file) == id(path),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_there(_file: &File, path: &Path) -> bool {
    // An open file cannot be removed.
    path.exists()
}

/// Removes a file or folder, if it is there.
fn remove(path: &Path) -> Result<(), Fault> {
    let removed = match path.symlink_metadata() {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
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

/// Removes what is neither a part that is whole nor a large file of a folder, whose digest is taken
/// when it is its turn. Tells whether anything is left.
fn tidy(archive: &Path, journal: &Journal) -> Result<bool, Fault> {
    let failed = |error: io::Error| Fault::io("look into the folder", archive, error);
    let mut left = false;
    for entry in fs::read_dir(archive).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let is_part = |name: &str| entry.file_name() == name;
        if journal.parts.keys().any(|part| is_part(part)) {
            left = true;
            continue;
        }
        let is_folder = entry.file_type().map_err(failed)?.is_dir();
        let mut folders = PACKAGES.iter().filter(|it| it.form == Form::Folder);
        let known = is_folder && folders.any(|package| is_part(package.name));
        let kept = known && keep_large(&archive.join(&name))?;
        if !kept {
            remove(&archive.join(&name))?;
        }
        left |= kept;
    }
    Ok(left)
}

/// Removes all but large files from a folder. Tells whether there are any.
fn keep_large(folder: &Path) -> Result<bool, Fault> {
    let mut left = false;
    for entry in WalkDir::new(folder) {
        let entry =
            entry.map_err(|error| Fault::io("look into the folder", folder, error.into()))?;
        let is_large = || entry.metadata().is_ok_and(|data| data.len() >= LARGE_FILE);
        if entry.file_type().is_dir() {
            continue;
        }
        match entry.file_type().is_file() && is_large() {
            true => left = true,
            false => remove(entry.path())?,
        }
    }
    Ok(left)
}
