//! Pack: streams the layouts of an archive to disk. All or nothing.
//!
//! In: a built site and what is known about it. Out: a folder with every package. It is made beside
//! its place and put there when it is whole. Files are streamed through a small buffer and their
//! digests taken as they pass, so memory does not grow with attachments; a file that changes while
//! it is packed is a fault.

#![expect(clippy::disallowed_methods, reason = "this stage writes archives")]

mod streams;
mod target;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::archive::digest::{self, Digester, Digests};
use crate::archive::layout::{Layout, Written};
use crate::archive::seal::{self, Seal};
use crate::archive::{self, CaptureList, Facts, Form, PACKAGES, Package, Subject};
use crate::discover::SourceFile;
use crate::error::Fault;
use crate::output::{Artifact, Output};
use crate::source::SitePath;
use crate::view::chrome::ABOUT_THE_ARCHIVE;
use crate::write::Replacement;

use self::streams::{Stream, write_zip};

/// Told how many bytes of how many have been worked through.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A site with the seal over all of its files.
#[derive(Debug)]
pub struct Sealed {
    /// The site; the seal is one of its files.
    pub output: Output,
    /// The digests of its files.
    pub files: BTreeMap<SitePath, Digests>,
    /// The root of the seal.
    pub root: String,
}

/// Seals a site: adds `seal.txt`, and prints its root on the page that waits for it.
///
/// # Errors
/// When an attachment cannot be read.
pub fn seal(output: Output) -> Result<Sealed, Fault> {
    sealed(output, &Stream::new(0, &|_, _| {}))
}

/// Seals a site that waits for it: one with a page that prints the root. Any other is left alone.
///
/// # Errors
/// As [`seal()`].
pub fn seal_if_asked(output: Output) -> Result<Output, Fault> {
    let page = output.get(&SitePath::new(ABOUT_THE_ARCHIVE));
    let waits = matches!(page, Some(Artifact::Bytes(page)) if seal::prints_root(page));
    match waits {
        true => Ok(seal(output)?.output),
        false => Ok(output),
    }
}

fn sealed(output: Output, stream: &Stream<'_>) -> Result<Sealed, Fault> {
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
        .map(|(path, artifact)| Ok(((*path).clone(), digests(artifact, stream)?)))
        .collect::<Result<_, Fault>>()?;
    let mut list = Seal {
        files: files
            .iter()
            .map(|(path, digests)| (path.to_string(), digests.sha256))
            .collect(),
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
                Artifact::Bytes(page.into())
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

fn digests(artifact: &Artifact, stream: &Stream<'_>) -> Result<Digests, Fault> {
    match artifact {
        Artifact::Bytes(bytes) => {
            stream.passed(bytes.len());
            Ok(digest::of(bytes))
        }
        Artifact::Copy { origin, .. } => stream.digests(origin, Digester::default()),
    }
}

/// Writes a package as a folder, without telling how far it is.
///
/// # Errors
/// When the disk refuses, or a file is not what the layout says of it.
pub fn write_folder(layout: Layout, folder: &Path) -> Result<Vec<Written>, Fault> {
    streams::write_folder(layout, folder, &Stream::new(0, &|_, _| {}))
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
}

/// Packs a site into the folder `target`, in every form, and gives the root of its seal.
///
/// # Errors
/// When the folder is somebody else's, or the disk refuses; it is then as it was.
pub fn pack(
    output: Output,
    request: &Request<'_>,
    target: &Path,
    progress: Progress<'_>,
) -> Result<String, Fault> {
    let Request { facts, sources, .. } = *request;
    let replacement = Replacement::begin(target, &target::ARCHIVE)?;
    let folder = replacement.folder();
    let given: u64 = sources.iter().map(|file| file.size).sum();
    // Read once for the seal, then written, and read for the list of all, in each form.
    let total = output.size() * (1 + 3 + 2) + given;
    let stream = Stream::new(total, progress);
    let sealed = sealed(output, &stream)?;
    let subject = Subject {
        facts,
        output: &sealed.output,
        files: &sealed.files,
        folder: &folder.join(archive::SITE),
        root: &sealed.root,
        sources,
        capture_list: request.capture_list,
    };
    let made: Vec<&Package> = PACKAGES.iter().filter(|it| it.is_made(&subject)).collect();
    let (first, others) = made
        .split_first()
        .expect("the table begins with the folder");
    let mut files = write(first, &subject, folder, &stream)?;
    let written: Vec<BTreeMap<String, [u8; 32]>> = others
        .par_iter()
        .map(|package| write(package, &subject, folder, &stream))
        .collect::<Result<_, Fault>>()?;
    files.extend(written.into_iter().flatten());
    let beside = Layout {
        members: archive::beside(&subject),
        closing: None,
    };
    files.extend(named("", streams::write_folder(beside, folder, &stream)?));
    let manifest = folder.join(archive::MANIFEST);
    std::fs::write(&manifest, archive::manifest(&files))
        .map_err(|error| Fault::io("write", &manifest, error))?;
    replacement.finish()?;
    Ok(sealed.root)
}

/// Writes a package and gives the digests of its files, by their paths in the archive.
fn write(
    package: &Package,
    subject: &Subject<'_>,
    folder: &Path,
    stream: &Stream<'_>,
) -> Result<BTreeMap<String, [u8; 32]>, Fault> {
    let path = folder.join(package.name);
    let layout = package.layout(subject);
    match package.form {
        Form::Folder => {
            let written = streams::write_folder(layout, &path, stream)?;
            Ok(named(&format!("{}/", package.name), written))
        }
        Form::Zip => {
            write_zip(layout, &path, subject.facts.as_of, stream)?;
            let digests = stream.digests(&path, Digester::sha256())?;
            Ok([(package.name.to_string(), digests.sha256)].into())
        }
    }
}

fn named(prefix: &str, written: Vec<Written>) -> BTreeMap<String, [u8; 32]> {
    let files = written.into_iter();
    files
        .map(|it| (format!("{prefix}{}", it.path), it.digests.sha256))
        .collect()
}
