//! Pack: streams the layouts of an archive to disk. All or nothing.
//!
//! In: a built site and what is known about it. Out: a folder with every package. It is made beside
//! its place and put there when it is whole; a run that was stopped is taken up by the next. Files are
//! streamed through a small buffer and their digests taken as they pass, so memory does not grow with
//! attachments; a file that changes while it is packed is a fault.

#![expect(clippy::disallowed_methods, reason = "this stage writes archives")]

mod journal;
mod kept;
mod streams;
mod target;
mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::archive::digest::{self, Digester, Digests};
use crate::archive::layout::{Layout, Written};
use crate::archive::seal::{self, Seal};
use crate::archive::{self, CaptureList, Facts, Form, PACKAGES, Package, Subject};
use crate::discover::SourceFile;
use crate::error::Fault;
use crate::output::{Artifact, Output};
use crate::signature::PublicKey;
use crate::source::SitePath;
use crate::view::chrome::ABOUT_THE_ARCHIVE;

use self::journal::{Files, Journal, MadeFrom};
use self::streams::{Stream, write_zip};
use self::work::{Left, Work};

#[cfg(test)]
pub(crate) use self::streams::zip_into;

/// Told how many bytes of how many have been worked through.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A site with the seal over all of its files.
#[derive(Debug)]
pub struct Sealed {
    /// The site; the seal is one of its files.
    pub output: Output,
    /// The digests of its files; SHA-512 only where it is packed.
    pub files: BTreeMap<SitePath, Digests>,
    /// The root of the seal.
    pub root: String,
}

/// A stream that tells nobody how far it is.
pub(crate) fn silent() -> Stream<'static> {
    Stream::new(0, &|_, _| {})
}

/// Seals a site: adds `seal.txt`, which names the keys that it is to be signed with, and prints its
/// root on the page that waits for it.
///
/// # Errors
/// When an attachment cannot be read.
pub fn seal(output: Output, signed_by: &[PublicKey]) -> Result<Sealed, Fault> {
    sealed(output, signed_by, &Digester::sha256(), &silent())
}

/// As [`seal()`], and tells how far it is.
///
/// # Errors
/// As [`seal()`].
pub(crate) fn seal_telling(
    output: Output,
    signed_by: &[PublicKey],
    progress: Progress<'_>,
) -> Result<Sealed, Fault> {
    let stream = Stream::new(output.size(), progress);
    sealed(output, signed_by, &Digester::sha256(), &stream)
}

/// Seals a site that waits for it: one with a page that prints the root. Any other is left alone.
///
/// # Errors
/// As [`seal()`].
pub fn seal_if_asked(output: Output, signed_by: &[PublicKey]) -> Result<Output, Fault> {
    let page = output.get(&SitePath::new(ABOUT_THE_ARCHIVE));
    let waits = matches!(page, Some(Artifact::Bytes(page)) if seal::prints_root(page));
    match waits {
        true => Ok(seal(output, signed_by)?.output),
        false => Ok(output),
    }
}

fn sealed(
    output: Output,
    signed_by: &[PublicKey],
    digester: &Digester,
    stream: &Stream<'_>,
) -> Result<Sealed, Fault> {
    let about = SitePath::new(ABOUT_THE_ARCHIVE);
    let mut waiting = None;
    if let Some(Artifact::Bytes(page)) = output.get(&about)
        && seal::prints_root(page)
    {
        waiting = Some(page.clone());
    }
    let listed: Vec<_> = output
        .iter()
        .filter(|(path, _)| waiting.is_none() || **path != about)
        .collect();
    let mut files: BTreeMap<SitePath, Digests> = listed
        .par_iter()
        .map(|(path, artifact)| Ok(((*path).clone(), digests(artifact, digester, stream)?)))
        .collect::<Result<_, Fault>>()?;
    let mut list = Seal {
        files: files
            .iter()
            .map(|(path, digests)| (path.to_string(), digests.sha256))
            .collect(),
        signed_by: signed_by.to_vec(),
        ..Seal::default()
    };
    if let Some(page) = &waiting {
        list.printed_on
            .insert(about.to_string(), digest::sha256(page));
    }
    let (text, root) = (list.text(), list.root());
    let mut whole = Output::default();
    for (path, artifact) in output.iter() {
        let artifact = match &waiting {
            Some(page) if *path == about => {
                let page = seal::replaced(page, seal::BLANK, &root);
                files.insert(about.clone(), digest::of(&page));
                Artifact::bytes(page)
            }
            _ => artifact.clone(),
        };
        whole.put(path.clone(), artifact);
    }
    files.insert(seal::path(), digest::of(text.as_bytes()));
    whole.put(seal::path(), Artifact::text(text));
    Ok(Sealed {
        output: whole,
        files,
        root,
    })
}

fn digests(
    artifact: &Artifact,
    digester: &Digester,
    stream: &Stream<'_>,
) -> Result<Digests, Fault> {
    let mut digester = digester.clone();
    match artifact {
        Artifact::Bytes(bytes) => {
            stream.passed(bytes.len() as u64);
            digester.take(bytes);
            Ok(digester.done())
        }
        Artifact::Copy { origin, .. } => stream.digests(origin, digester),
    }
}

/// Writes a package as a folder, without telling how far it is.
///
/// # Errors
/// When the disk refuses, or a file is not what the layout says of it.
pub fn write_folder(layout: Layout, folder: &Path) -> Result<Vec<Written>, Fault> {
    streams::write_folder(layout, Vec::new(), folder, &silent())
}

/// What is packed with a site.
#[derive(Debug)]
pub struct Request<'a> {
    /// What is known about the site.
    pub facts: &'a Facts,
    /// What it was made of; empty where that is not to be given away.
    pub sources: &'a [SourceFile],
    /// Whether a list of the addresses outside is wanted.
    pub capture_list: CaptureList,
    /// Where the instant of the facts comes from.
    pub moment: Moment,
}

/// Where the instant comes from that an archive is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It was asked for.
    Given,
    /// It is that of the run. A run that takes up another keeps the instant of that one, if the site is
    /// the same at both, on the same day.
    OfTheRun,
}

/// What becomes of the work of a run that was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// It is taken up.
    TakenUp {
        /// Where it was left.
        work: PathBuf,
        /// The instant it is made for.
        as_of: Timestamp,
        /// The packages that are whole, by name.
        parts: Vec<String>,
    },
    /// A package in it was changed since, and is made anew.
    Changed {
        /// Its name.
        part: String,
    },
    /// Large files of a package were whole and are kept.
    Kept {
        /// The name of the package.
        part: String,
        /// How many they are.
        files: usize,
    },
    /// It is thrown away.
    ThrownAway {
        /// Where it was left.
        work: PathBuf,
        /// What it was made from that this run is not, in words; nothing where it cannot be read.
        made_from: Option<&'static str>,
    },
}

/// Whoever wants to know how an archive comes along.
#[derive(Clone, Copy)]
pub struct Listener<'a> {
    /// Told how far it is.
    pub progress: Progress<'a>,
    /// Told what becomes of earlier work.
    pub note: &'a (dyn Fn(&Note) + Sync),
}

/// Packs a site into the folder `target`, in every form, and gives the root of its seal.
///
/// What an earlier run has left whole beside it is kept, if it was made from the same.
///
/// # Errors
/// When the folder is somebody else's, another run is at work on it, or the disk refuses; the folder is
/// then as it was.
pub fn pack(
    output: Output,
    request: &Request<'_>,
    target: &Path,
    listener: Listener<'_>,
) -> Result<String, Fault> {
    let work = Work::begin(target)?;
    match fill(&work, output, request, listener) {
        Ok(root) => {
            // All that is left is to wait for the disk.
            (listener.progress)(1, 1);
            work.finish()?;
            Ok(root)
        }
        Err(fault) => Err(work.stopped(fault)),
    }
}

/// Makes the archive in the folder for work.
fn fill(
    work: &Work,
    output: Output,
    request: &Request<'_>,
    listener: Listener<'_>,
) -> Result<String, Fault> {
    let sources = request.sources;
    let given: u64 = sources.iter().map(|file| file.size).sum();
    // Read once for the seal, then written, and read for the list of all, in each form.
    let total = output.size() * (1 + 3 + 2) + given * 2;
    let stream = Stream::new(total, listener.progress);
    let signed_by = &request.facts.signed_by;
    let sealed = sealed(output, signed_by, &Digester::default(), &stream)?;
    let digests = source_digests(sources, &sealed, &stream)?;
    let made_from = made_from(request, &sealed, &digests);
    let journal = taken_up(work, request, made_from, listener, &stream)?;
    let facts = Facts {
        as_of: journal.as_of,
        ..request.facts.clone()
    };
    let folder = work.archive();
    let whole = journal.parts.clone();
    work.open(journal)?;
    let subject = Subject {
        facts: &facts,
        output: &sealed.output,
        files: &sealed.files,
        folder: &folder.join(archive::SITE),
        root: &sealed.root,
        sources,
        source_digests: &digests,
        capture_list: request.capture_list,
    };
    let made: Vec<&Package> = PACKAGES.iter().filter(|it| it.is_made(&subject)).collect();
    let make = |package: &Package| match whole.get(package.name) {
        Some(files) => {
            if package.form == Form::Zip {
                // It was read once, not written and read.
                let size = folder.join(package.name).metadata();
                stream.passed(size.map_or(0, |data| data.len()));
            }
            Ok(files.clone())
        }
        None => {
            let files = write(package, &subject, &folder, &stream, listener)?;
            work.add(package.name, &files)?;
            Ok(files)
        }
    };
    let (first, others) = made
        .split_first()
        .expect("the table begins with the folder");
    let mut files = make(first)?;
    let written: Vec<Files> = others
        .par_iter()
        .map(|package| make(package))
        .collect::<Result<_, Fault>>()?;
    files.extend(written.into_iter().flatten());
    let beside = Layout {
        members: archive::beside(&subject),
        closing: None,
    };
    let beside = streams::write_folder(beside, Vec::new(), &folder, &stream)?;
    files.extend(named("", beside));
    let manifest = folder.join(archive::MANIFEST);
    std::fs::write(&manifest, archive::manifest(&files))
        .map_err(|error| Fault::io("write", &manifest, error))?;
    Ok(sealed.root)
}

/// The digests of what a site is made of, by path. Files that the site publishes have been read already.
fn source_digests(
    sources: &[SourceFile],
    sealed: &Sealed,
    stream: &Stream<'_>,
) -> Result<Files, Fault> {
    let published: BTreeMap<&Path, [u8; 32]> = sealed
        .output
        .iter()
        .filter_map(|(path, artifact)| match artifact {
            Artifact::Copy { origin, .. } => Some((origin.as_path(), sealed.files[path].sha256)),
            Artifact::Bytes(_) => None,
        })
        .collect();
    let digests = sources.par_iter().map(|file| {
        let digest = match published.get(file.origin.as_path()) {
            Some(digest) => {
                stream.passed(file.size);
                *digest
            }
            None => stream.digests(&file.origin, Digester::sha256())?.sha256,
        };
        Ok((file.path.clone(), digest))
    });
    digests.collect()
}

/// What an archive is made from.
fn made_from(request: &Request<'_>, sealed: &Sealed, sources: &Files) -> MadeFrom {
    let mut facts = request.facts.clone();
    let mut options = format!("{:?}", request.capture_list);
    match request.moment {
        Moment::Given => options.push_str(&format!(", as of {}", facts.as_of)),
        Moment::OfTheRun => facts.as_of = Timestamp::UNIX_EPOCH,
    }
    // Two programs of one version may differ while it is worked on. One that cannot be read is taken
    // at its word.
    let program = std::env::current_exe().ok();
    let program = program.and_then(|path| silent().digests(&path, Digester::sha256()).ok());
    let program = program.map_or(String::new(), |it| digest::hex(&it.sha256));
    MadeFrom {
        program: format!("{} {program}", archive::generator()),
        options,
        site: sealed.root.clone(),
        sources: digest::hex(&digest::sha256(archive::manifest(sources).as_bytes())),
        facts: digest::hex(&digest::sha256(format!("{facts:?}").as_bytes())),
    }
}

/// The journal to go on with: that of an earlier run without the parts that are not as they were, or a
/// new one.
fn taken_up(
    work: &Work,
    request: &Request<'_>,
    made_from: MadeFrom,
    listener: Listener<'_>,
    stream: &Stream<'_>,
) -> Result<Journal, Fault> {
    let differs = match work.left() {
        Left::Nothing => None,
        Left::Unreadable => Some(None),
        Left::Journal(mut journal) => match made_from.differs(&journal.made_from) {
            None => {
                let archive = work.archive();
                journal.parts.retain(|part, files| {
                    let right = kept::part(&archive, part, files, stream);
                    if !right {
                        (listener.note)(&Note::Changed { part: part.clone() });
                    }
                    right
                });
                (listener.note)(&Note::TakenUp {
                    work: work.folder().to_path_buf(),
                    as_of: journal.as_of,
                    parts: journal.parts.keys().cloned().collect(),
                });
                return Ok(journal);
            }
            differs => Some(differs),
        },
    };
    if let Some(made_from) = differs {
        (listener.note)(&Note::ThrownAway {
            work: work.folder().to_path_buf(),
            made_from,
        });
    }
    work.clear()?;
    Ok(Journal {
        made_from,
        as_of: request.facts.as_of,
        parts: BTreeMap::new(),
    })
}

/// Writes a package and gives the digests of its files, by their paths in the archive.
fn write(
    package: &Package,
    subject: &Subject<'_>,
    folder: &Path,
    stream: &Stream<'_>,
    listener: Listener<'_>,
) -> Result<Files, Fault> {
    let path = folder.join(package.name);
    let mut layout = package.layout(subject);
    match package.form {
        Form::Folder => {
            let kept = kept::members(&mut layout, &path, stream)?;
            if !kept.is_empty() {
                (listener.note)(&Note::Kept {
                    part: package.name.to_string(),
                    files: kept.len(),
                });
            }
            let written = streams::write_folder(layout, kept, &path, stream)?;
            Ok(named(&format!("{}/", package.name), written))
        }
        Form::Zip => {
            write_zip(layout, &path, subject.facts.as_of, stream)?;
            let digests = stream.digests(&path, Digester::sha256())?;
            Ok([(package.name.to_string(), digests.sha256)].into())
        }
    }
}

fn named(prefix: &str, written: Vec<Written>) -> Files {
    let files = written.into_iter();
    files
        .map(|it| (format!("{prefix}{}", it.path), it.digests.sha256))
        .collect()
}
