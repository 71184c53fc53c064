//! Archive: one build in the forms that archives take, before any of it is written.
//!
//! In: an [`Output`] that is sealed, and what is known about the site. Out: a [`Layout`] for each
//! row of [`PACKAGES`]. The writers that stream layouts to disk are in [`crate::pack`]; what reads
//! them back is [`crate::verify`].

pub(crate) mod bag;
mod capture;
mod cdx;
mod crate_metadata;
pub mod digest;
mod facts;
mod index;
pub mod layout;
pub(crate) mod media;
mod metadata;
pub mod names;
pub(crate) mod page;
pub mod seal;
mod single;
pub(crate) mod sources;
pub(crate) mod wacz;
mod warc;
mod zipped;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize as _;
use serde_json::Value as Json;

use crate::archive::digest::Digests;
use crate::archive::layout::{Closing, Layout, Member, Method, Piece};
use crate::archive::seal::Seal;
use crate::discover::SourceFile;
use crate::output::{Artifact, Output};
use crate::source::SitePath;

pub use facts::{DatasetFacts, Facts};

/// The folder of an archive in which the site stands; packages take its files from there.
pub const SITE: &str = "site";

/// A form in which the site is packed.
pub struct Package {
    /// The name of its folder or file in the archive.
    pub name: &'static str,
    /// What it is.
    pub summary: &'static str,
    /// Whether it is a folder or a ZIP file.
    pub form: Form,
    layout: fn(&Subject<'_>) -> Layout,
}

/// How a package stands on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A folder.
    Folder,
    /// A ZIP file.
    Zip,
}

/// Every form; the plain folder first, because the others take their files from it.
pub static PACKAGES: &[Package] = &[
    Package {
        name: SITE,
        summary: "the site as a folder: open `index.html`",
        form: Form::Folder,
        layout: plain,
    },
    Package {
        name: "bag",
        summary: "a BagIt 1.0 bag, for repositories",
        form: Form::Folder,
        layout: bag::layout,
    },
    Package {
        name: "site.wacz",
        summary: "a web archive, for players such as ReplayWeb.page",
        form: Form::Zip,
        layout: wacz::layout,
    },
    Package {
        name: "site.zip",
        summary: "the folder as one file",
        form: Form::Zip,
        layout: zipped::layout,
    },
    Package {
        name: single::NAME,
        summary: "each session, and the site if it is not too large, in one file with everything inside",
        form: Form::Folder,
        layout: single::layout,
    },
    Package {
        name: SOURCES,
        summary: "what the site was made of, to build it again",
        form: Form::Folder,
        layout: sources::layout,
    },
];

/// Folders that are no copy of the site.
pub const OTHERS: &[&str] = &[single::NAME, SOURCES];

/// The folder of the sources.
pub const SOURCES: &str = "sources";

impl Package {
    /// Whether there is something to pack: the sources are not always given away.
    pub fn is_made(&self, subject: &Subject<'_>) -> bool {
        self.name != SOURCES || !subject.sources.is_empty()
    }

    /// What goes where in the package.
    pub fn layout(&self, subject: &Subject<'_>) -> Layout {
        (self.layout)(subject)
    }
}

/// What is packed.
pub struct Subject<'a> {
    /// What is known about the site.
    pub facts: &'a Facts,
    /// The site, sealed.
    pub output: &'a Output,
    /// The digests of its files.
    pub files: &'a BTreeMap<SitePath, Digests>,
    /// The folder in which these files stand.
    pub folder: &'a Path,
    /// The root of the seal.
    pub root: &'a str,
    /// What the site was made of; empty where that is not to be given away.
    pub sources: &'a [SourceFile],
    /// The digests of these, by path.
    pub source_digests: &'a BTreeMap<String, [u8; 32]>,
    /// Whether a list of the addresses outside is wanted.
    pub capture_list: CaptureList,
}

/// Whether an archive holds a list of the addresses outside that pages lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptureList {
    /// It does.
    Make,
    /// It does not.
    Leave,
}

impl Subject<'_> {
    /// A file of the site.
    fn piece(&self, path: &SitePath, digests: &Digests) -> Piece {
        Piece::File {
            origin: self.folder.join(path.as_str()),
            size: digests.size,
            sha256: Some(digests.sha256),
        }
    }

    /// A file of the site as a member of a package.
    fn member(&self, path: &SitePath, to: String, digests: &Digests) -> Member {
        Member {
            method: layout::method(path.as_str()),
            pieces: vec![self.piece(path, digests)],
            path: to,
        }
    }

    /// The pages of the site and their text.
    fn pages(&self) -> impl Iterator<Item = (&SitePath, &str)> {
        self.output.iter().filter_map(|(path, artifact)| {
            let Artifact::Bytes(bytes) = artifact else {
                return None;
            };
            let text = std::str::from_utf8(bytes).ok()?;
            (path.extension() == "html").then_some((path, text))
        })
    }
}

/// The site as a folder.
fn plain(subject: &Subject<'_>) -> Layout {
    let members = subject.output.iter().map(|(path, artifact)| Member {
        path: path.to_string(),
        pieces: vec![match artifact {
            Artifact::Bytes(bytes) => Piece::Bytes(bytes.clone()),
            Artifact::Copy { origin, size } => Piece::File {
                origin: origin.clone(),
                size: *size,
                sha256: subject.files.get(path).map(|digests| digests.sha256),
            },
        }],
        method: Method::Stored,
    });
    Layout {
        members: members.collect(),
        closing: None,
    }
}

/// Seals a folder that is no copy of the site when all else in it is written.
fn sealing() -> Closing {
    Box::new(|written| {
        let files = written
            .iter()
            .map(|it| (it.path.clone(), it.digests.sha256));
        let seal = Seal {
            files: files.collect(),
            ..Seal::default()
        };
        vec![Member::text(seal::NAME, seal.text())]
    })
}

/// The files that stand beside the packages: metadata, and the index of the archive.
pub fn beside(subject: &Subject<'_>) -> Vec<Member> {
    let mut members: Vec<Member> = metadata::files(subject.facts)
        .into_iter()
        .map(|(name, text)| Member::text(name, text))
        .collect();
    members.push(Member::text(
        crate_metadata::NAME,
        crate_metadata::write(subject),
    ));
    if subject.capture_list == CaptureList::Make {
        members.push(Member::text(capture::NAME, capture::list(subject)));
    }
    members.push(Member::text("README.md", index::readme(subject)));
    members.push(Member::text(index::NAME, index::index(subject)));
    members
}

pub use index::{MANIFEST, NAME as INDEX, is_index};

/// The list of every file of an archive, as `sha256sum` writes it.
pub fn manifest(files: &BTreeMap<String, [u8; 32]>) -> String {
    let lines = files.iter().map(|(path, digest)| seal::line(path, digest));
    lines.collect()
}

/// The name and version of the program.
pub(crate) fn generator() -> String {
    format!("briefpack {}", env!("CARGO_PKG_VERSION"))
}

/// JSON that people can read.
fn pretty(json: &Json) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"  ");
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    json.serialize(&mut writer)
        .expect("a value without keys that are no text");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is UTF-8")
}
