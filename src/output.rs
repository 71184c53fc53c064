//! What a build makes: one map from address to content.
//!
//! The same value is served, packed and compared in tests. What is only to be written goes to the disk
//! piece by piece as it is made: both are a [`Sink`].

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::source::SitePath;

/// What stands at an address.
#[derive(Debug, Clone)]
pub enum Artifact {
    /// Bytes made by the program, kept as they were made: to put them elsewhere would copy the whole site.
    Bytes(Arc<Vec<u8>>),
    /// A file of the site, published as it is.
    Copy {
        /// The file.
        origin: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
}

impl Artifact {
    /// Text made by the program.
    pub fn text(text: impl Into<String>) -> Artifact {
        Artifact::bytes(text.into().into_bytes())
    }

    /// Bytes made by the program. Room that they have not used is given back.
    pub fn bytes(mut bytes: Vec<u8>) -> Artifact {
        bytes.shrink_to_fit();
        Artifact::Bytes(Arc::new(bytes))
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Artifact::Bytes(bytes) => bytes.len() as u64,
            Artifact::Copy { size, .. } => *size,
        }
    }
}

/// Takes what a build makes, in any order and from several threads at once.
pub trait Sink: Sync {
    /// Takes what is to stand at an address. Each address comes once.
    fn put(&self, path: SitePath, artifact: Artifact);
}

/// A sink that keeps nothing: what is made is only looked at.
#[derive(Debug)]
pub(crate) struct Nowhere;

impl Sink for Nowhere {
    fn put(&self, _path: SitePath, _artifact: Artifact) {}
}

/// A sink that keeps everything.
#[derive(Debug, Default)]
pub struct Gathered(Mutex<Output>);

impl Gathered {
    /// Everything that was taken.
    pub fn whole(self) -> Output {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Gathered {
    fn put(&self, path: SitePath, artifact: Artifact) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        output.put(path, artifact);
    }
}

/// The whole site as it is to be published.
#[derive(Debug, Default, Clone)]
pub struct Output {
    files: BTreeMap<SitePath, Artifact>,
}

impl Output {
    /// Puts something at an address.
    ///
    /// # Panics
    /// When something stands there already: `resolve` reports addresses that content takes
    /// twice, and emitters have addresses of their own.
    pub fn put(&mut self, path: SitePath, artifact: Artifact) {
        let before = self.files.insert(path.clone(), artifact);
        assert!(before.is_none(), "two emitters wrote `{path}`");
    }

    /// Puts something else in the place of what stands at an address.
    pub(crate) fn replace(&mut self, path: SitePath, artifact: Artifact) {
        self.files.insert(path, artifact);
    }

    /// What stands at an address.
    pub fn get(&self, path: &SitePath) -> Option<&Artifact> {
        self.files.get(path)
    }

    /// Every address and what stands there, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&SitePath, &Artifact)> {
        self.files.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// How many of them are pages.
    pub fn pages(&self) -> usize {
        self.files
            .keys()
            .filter(|path| path.as_str().ends_with(".html"))
            .count()
    }

    /// The size of all files in bytes.
    pub fn size(&self) -> u64 {
        self.files.values().map(Artifact::size).sum()
    }
}
