//! What is remembered of a build, and its form on the disk.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use crate::discover::Stamp;
use crate::emit::Frames;
use crate::model::Page;
use crate::resolve::Drafts;
use crate::source::SourceId;
use crate::view::SiteView;
use crate::view::written::Frame;
use crate::{AsOf, Counts, Options};

use super::verdict::Change;

/// What tells contents apart: XXH3 of 128 bits. It finds what has changed and what is damaged; whoever
/// can write two contents with one digest on purpose can only keep a build of their own from being made
/// again. Seals and archives have SHA-256.
pub(crate) type Digest = [u8; 16];

/// The digest of some bytes.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    XxHash3_128::oneshot(bytes).to_be_bytes()
}

/// What is remembered of a build.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    /// What it was asked for, and which program did it.
    pub(crate) asked: Asked,
    /// From when to when the same content gives the same site, in nanoseconds of Unix time: to the end of
    /// the day, to the next embargo, to the end of a session. The end is no part of it.
    pub(crate) from: i128,
    pub(crate) until: i128,
    /// The files of the site folder, in order.
    pub(crate) inputs: Vec<Input>,
    /// The folders of the output, in order.
    pub(crate) folders: Vec<Folder>,
    /// The pages written in Markdown, in the order of their files.
    pub(crate) pages: Vec<Written>,
    /// The links to places of pages that stand in other files.
    pub(crate) leads: Vec<Lead>,
    /// What all pages of each depth share, by the way to the top.
    pub(crate) shared: BTreeMap<String, SiteView>,
    /// What there was to say.
    pub(crate) said: Said,
    /// How much there is of what.
    pub(crate) counts: Counts,
    /// Which file beside the record holds the frames.
    pub(crate) frames: String,
    /// What had changed since the build before, and what was done about it.
    pub(crate) changes: Vec<Change>,
    pub(crate) made: Making,
}

impl Record {
    /// Where a file stands among the inputs.
    pub(super) fn place(&self, path: &str) -> Option<u32> {
        place(&self.inputs, path)
    }
}

/// Where a file stands among inputs, which are in order.
pub(super) fn place(inputs: &[Input], path: &str) -> Option<u32> {
    let at = inputs.binary_search_by(|input| input.path.as_str().cmp(path));
    at.ok().map(|at| at as u32)
}

/// A link to a place of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lead {
    /// The file it stands in, by place among the inputs.
    pub(crate) from: u32,
    /// Whether it stands in the body of a page, and not in its front matter or in a file of another kind.
    pub(crate) in_body: bool,
    /// The file of the page.
    pub(crate) to: u32,
    /// The name of the place.
    pub(crate) name: String,
}

/// How much of a site was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Making {
    /// All of it.
    Whole,
    /// So many pages.
    Words(usize),
    /// Nothing had changed.
    Nothing,
}

/// What a build is asked for, as far as its result depends on it, and which program does it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) program: String,
    /// The program's own file.
    pub(crate) executable: Stamp,
    pub(crate) site: String,
    pub(crate) target: String,
    pub(crate) drafts: bool,
    pub(crate) base_url: Option<String>,
    /// The day it was asked for; none for an instant or the present.
    pub(crate) day: Option<String>,
}

impl Asked {
    /// What these options ask of this program.
    pub(crate) fn new(options: &Options, executable: Stamp, site: String, target: String) -> Asked {
        Asked {
            program: env!("CARGO_PKG_VERSION").to_string(),
            executable,
            site,
            target,
            drafts: options.drafts == Drafts::Include,
            base_url: options.base_url.clone(),
            day: match options.as_of {
                Some(AsOf::Day(day)) => Some(day.to_string()),
                Some(AsOf::Instant(_)) | None => None,
            },
        }
    }
}

/// The instant that options ask for; none where they name a day, whose beginning the site's time zone
/// decides.
pub(super) fn instant(options: &Options) -> Option<Timestamp> {
    match options.as_of {
        Some(AsOf::Day(_)) => None,
        Some(AsOf::Instant(instant)) => Some(instant),
        None => Some(options.now),
    }
}

/// A file of the site folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// Its path in the site folder.
    pub(crate) path: String,
    /// What the disk said of it before it was read.
    pub(crate) stamp: Stamp,
    /// Whether the same stamp means the same content: not, where the file had been changed so shortly
    /// before that a further change may have left the stamp as it was.
    pub(crate) sure: bool,
    /// The digest of its content; none where it was not read.
    pub(crate) digest: Option<Digest>,
}

/// A folder of the output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Folder {
    /// Its path in the output; empty for the output itself.
    pub(crate) path: String,
    /// The folders in it.
    pub(crate) folders: Vec<String>,
    /// The files in it, each with its size, the time of its last change and its number.
    pub(crate) files: Vec<(String, Standing)>,
}

/// What the disk says of a file of the output. That a file gets a second name or other permissions
/// does not change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Standing {
    pub(crate) size: u64,
    pub(crate) modified: i64,
    pub(crate) inode: u64,
}

impl From<Stamp> for Standing {
    fn from(stamp: Stamp) -> Standing {
        Standing {
            size: stamp.size,
            modified: stamp.modified,
            inode: stamp.inode,
        }
    }
}

/// A page written in Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    /// Its file, by place among the inputs.
    pub(crate) input: u32,
    /// Its address.
    pub(crate) route: String,
    /// What it shows to the rest of the site.
    pub(crate) face: Digest,
    /// The files its words lead to, by place among the inputs.
    pub(crate) needs: Vec<u32>,
    /// Where its frame stands in the file of frames.
    pub(crate) frame: Piece,
    /// Whether there was something to say about its file.
    pub(crate) remarked: bool,
}

/// A piece of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Piece {
    pub(crate) start: u64,
    pub(crate) length: u32,
    pub(crate) digest: Digest,
}

/// What a build had to say, as it was printed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Said {
    /// How many warnings.
    pub warnings: usize,
    /// For people, with colours.
    pub text: String,
    /// For programs.
    pub json: String,
}

/// The frames of pages while they are gathered, as they are kept, by file.
#[derive(Debug, Default)]
pub(crate) struct Collected(Mutex<BTreeMap<SourceId, Box<[u8]>>>);

impl Collected {
    /// What was gathered.
    pub(super) fn whole(self) -> BTreeMap<SourceId, Box<[u8]>> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Frames for Collected {
    fn keep(&self, page: &Page, frame: &Frame) {
        // Without the room that was left over while it was written.
        let bytes = written(frame).as_slice().into();
        let mut frames = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        frames.insert(page.source, bytes);
    }
}

/// The form in which something is kept.
pub(super) fn written<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).expect("a tree of text and numbers, and a memory to hold it")
}

/// What was kept; none where it is not what it should be.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// What a file of ours begins with; the last letter changes with its form.
const MAGIC: &[u8; 8] = b"bpmemo-4";

/// A record as a file: what it begins with, its digest, itself.
pub(super) fn sealed(record: &Record) -> Vec<u8> {
    let body = written(record);
    let mut file = Vec::with_capacity(body.len() + 24);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&digest(&body));
    file.extend_from_slice(&body);
    file
}

/// A record out of a file; none where the file is damaged or of another form.
pub(super) fn unsealed(file: &[u8]) -> Option<Record> {
    let rest = file.strip_prefix(MAGIC.as_slice())?;
    let (seal, body) = rest.split_at_checked(16)?;
    (digest(body) == seal).then(|| read(body))?
}
