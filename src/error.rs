//! Faults of the machine and of usage: a path, what was tried, and the cause.

use std::fmt;
use std::path::{Path, PathBuf};

/// Something that keeps the program from doing its work and that no content can mend.
#[derive(Debug)]
pub enum Fault {
    /// A file or folder could not be worked with.
    Io {
        /// What was tried: `write`, `read`.
        tried: &'static str,
        /// The path.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The folder holds no site.
    NotASite {
        /// The folder.
        folder: PathBuf,
    },
    /// The output folder is somebody else's.
    NotOurs {
        /// The folder.
        folder: PathBuf,
        /// Something in it that briefpack did not make.
        holds: String,
    },
    /// The output folder holds what a new site would remove and nobody could bring back.
    WouldLose {
        /// The folder.
        folder: PathBuf,
        /// What it holds, as a sentence goes on: `it holds …`.
        what: String,
    },
    /// Another run is at work on the same.
    Busy {
        /// What it makes.
        folder: PathBuf,
        /// Where it makes it.
        work: PathBuf,
    },
    /// Work was stopped, and what was done can be taken up.
    Unfinished {
        /// What stopped it.
        cause: Box<Fault>,
        /// Where it is kept.
        work: PathBuf,
    },
    /// A folder whose files are replaced one by one holds some of the old site and some of the new.
    HalfUpdated {
        /// What stopped it.
        cause: Box<Fault>,
        /// The folder.
        folder: PathBuf,
    },
    /// The command was called in a way that makes no sense.
    Usage(String),
}

impl Fault {
    /// A fault of a file or folder.
    pub fn io(tried: &'static str, path: &Path, cause: std::io::Error) -> Fault {
        Fault::Io {
            tried,
            path: path.to_path_buf(),
            cause,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Io { tried, path, cause } => {
                write!(out, "cannot {tried} `{}`: {cause}", path.display())
            }
            Fault::NotASite { folder } => write!(
                out,
                "`{}` is not a site: it has no `briefpack.yaml`\nhelp: name the folder of a site, \
                 or make one with `briefpack init DIR`",
                folder.display()
            ),
            Fault::NotOurs { folder, holds } => write!(
                out,
                "`{}` was not made by briefpack, so it is left as it is: it holds `{holds}`\nhelp: \
                 choose an empty or new folder with `-o`, or remove this one yourself",
                folder.display()
            ),
            Fault::WouldLose { folder, what } => write!(
                out,
                "`{}` is left as it is: {what}, which a new site would remove\nhelp: take that out of \
                 it first, or choose another folder with `-o`",
                folder.display()
            ),
            Fault::Busy { folder, work } => write!(
                out,
                "`{}` is being made by another run of briefpack, which works in `{}`\nhelp: wait \
                 until it has ended",
                folder.display(),
                work.display()
            ),
            Fault::Unfinished { cause, work } => write!(
                out,
                "{cause}\nhelp: what is whole so far is kept in `{}`: run the same command again to \
                 take it up, or remove that folder to throw it away",
                work.display()
            ),
            Fault::HalfUpdated { cause, folder } => write!(
                out,
                "{cause}, so `{}` holds some files of the old site and some of the new\nhelp: mend \
                 that and build again, which first finishes what was begun",
                folder.display()
            ),
            Fault::Usage(message) => out.write_str(message),
        }
    }
}

impl std::error::Error for Fault {}
