//! The plain folder as one ZIP file.

use crate::archive::Subject;
use crate::archive::layout::Layout;

pub(super) fn layout(subject: &Subject<'_>) -> Layout {
    let members = subject
        .files
        .iter()
        .map(|(path, digests)| subject.member(path, path.to_string(), digests));
    Layout {
        members: members.collect(),
        closing: None,
    }
}
