//! Files that are published as they are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::model::AttachmentId;
use crate::source::SitePath;

/// The files that are published as they are, in the order in which they are first named.
#[derive(Debug, Clone, Default)]
pub struct Attachments {
    files: Vec<Attachment>,
    places: BTreeMap<AttachmentId, usize>,
}

impl Attachments {
    /// Adds a file, unless it is there.
    pub(crate) fn add(&mut self, file: Attachment) -> bool {
        let is_new = !self.places.contains_key(&file.id);
        if is_new {
            self.places.insert(file.id, self.files.len());
            self.files.push(file);
        }
        is_new
    }

    /// Whether a file is there.
    pub(crate) fn has(&self, id: AttachmentId) -> bool {
        self.places.contains_key(&id)
    }

    /// The file of an id.
    pub(super) fn of(&self, id: AttachmentId) -> &Attachment {
        &self.files[self.places[&id]]
    }

    /// All files, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Attachment> {
        self.files.iter()
    }
}

impl IntoIterator for Attachments {
    type Item = Attachment;
    type IntoIter = std::vec::IntoIter<Attachment>;

    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

/// A file that is published as it is: an attachment, an image, a photograph, a logo.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// Its place in the site folder.
    pub path: SitePath,
    /// Its address in the output.
    pub route: SitePath,
    /// The file to copy.
    pub origin: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Width and height in pixels, for images that say so.
    pub pixels: Option<(u32, u32)>,
}
