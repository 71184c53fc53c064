//! What goes where in a package, before any of it is written.
//!
//! A package is a list of members, each a list of pieces: bytes made here, or a file on disk that
//! the writer streams. So a package of any size is laid out in little memory.

use std::path::PathBuf;
use std::sync::Arc;

use crate::archive::digest::Digests;

/// A part of a member.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Bytes made by the program.
    Bytes(Arc<Vec<u8>>),
    /// A file, of which the size is known.
    File {
        /// Where it is.
        origin: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// Its SHA-256, where it is known: a file that has another by then was changed meanwhile.
        sha256: Option<[u8; 32]>,
    },
    /// A file in base64.
    Base64 {
        /// Where it is.
        origin: PathBuf,
        /// Its size in bytes, before it is written so.
        size: u64,
    },
}

impl Piece {
    /// The size in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::File { size, .. } => *size,
            Piece::Base64 { size, .. } => size.div_ceil(3) * 4,
        }
    }
}

/// A file of a package.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its path in the package.
    pub path: String,
    /// What it holds, in order.
    pub pieces: Vec<Piece>,
    /// How it stands in a ZIP file.
    pub method: Method,
}

/// How a member stands in a ZIP file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// As it is.
    Stored,
    /// Compressed.
    Deflated,
}

/// From this size on, the size of a file in a ZIP file is told in 64 bits. Somewhat below the limit of
/// 32, because compression can make a file larger.
pub const LARGE: u64 = 0xF000_0000;

impl Member {
    /// A text made by the program.
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Member {
        Member {
            path: path.into(),
            pieces: vec![Piece::Bytes(text.into().into_bytes().into())],
            method: Method::Deflated,
        }
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.pieces.iter().map(Piece::size).sum()
    }

    /// The bytes of a member that is made in memory.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => all.extend_from_slice(bytes),
                Piece::File { .. } | Piece::Base64 { .. } => return None,
            }
        }
        Some(all)
    }
}

/// A member as it was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its path in the package.
    pub path: String,
    /// Its size and SHA-256.
    pub digests: Digests,
}

/// Members that can be told only once the others are written, because they hold their digests.
pub type Closing = Box<dyn FnOnce(&[Written]) -> Vec<Member> + Send>;

/// A package before it is written.
pub struct Layout {
    /// The members in the order in which they are written.
    pub members: Vec<Member>,
    /// The last members.
    pub closing: Option<Closing>,
}

impl Layout {
    /// The size of all members that are known.
    pub fn size(&self) -> u64 {
        self.members.iter().map(Member::size).sum()
    }
}

/// Whether files of this name are compressed already.
pub(crate) fn method(path: &str) -> Method {
    const PACKED: &[&str] = &[
        "7z", "avif", "docx", "epub", "gif", "gz", "jpeg", "jpg", "m4a", "m4v", "mov", "mp3",
        "mp4", "odp", "ods", "odt", "ogg", "pdf", "png", "pptx", "webm", "webp", "woff", "woff2",
        "xlsx", "xz", "zip",
    ];
    let extension = path.rsplit('/').next().unwrap_or("").rsplit_once('.');
    match extension {
        Some((_, extension)) if PACKED.contains(&extension) => Method::Stored,
        _ => Method::Deflated,
    }
}
