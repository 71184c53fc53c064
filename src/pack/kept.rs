//! What a run that was stopped has left: is it what the journal or the layout says?

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::journal::Files;
use super::streams::Stream;
use crate::archive::digest::Digester;
use crate::archive::layout::{Layout, Member, Piece, Written};
use crate::error::Fault;

/// Whether a part of an archive is whole and holds what the journal says, and nothing else.
pub(super) fn part(archive: &Path, part: &str, files: &Files, stream: &Stream<'_>) -> bool {
    let mut folders = BTreeSet::new();
    for file in files.keys() {
        let path = archive.join(file);
        folders.extend(path.ancestors().skip(1).map(Path::to_path_buf));
    }
    let mut found = 0;
    for entry in WalkDir::new(archive.join(part)) {
        let Ok(entry) = entry else { return false };
        if entry.file_type().is_dir() && folders.contains(entry.path()) {
            continue;
        }
        if !entry.file_type().is_file() {
            return false;
        }
        found += 1;
    }
    let right = |(file, digest): (&String, &[u8; 32])| {
        let digests = stream.digests(&archive.join(file), Digester::sha256());
        digests.is_ok_and(|it| it.sha256 == *digest)
    };
    found == files.len() && files.par_iter().all(right)
}

/// Takes out of a layout what is in its folder already as the layout asks for it, and removes all else
/// from there.
pub(super) fn members(
    layout: &mut Layout,
    folder: &Path,
    stream: &Stream<'_>,
) -> Result<Vec<Written>, Fault> {
    if folder.symlink_metadata().is_err() {
        return Ok(Vec::new());
    }
    let kept: Vec<Written> = layout
        .members
        .par_iter()
        .filter_map(|member| member_there(member, &folder.join(&member.path), stream))
        .collect();
    let paths: BTreeSet<&str> = kept.iter().map(|it| it.path.as_str()).collect();
    layout
        .members
        .retain(|it| !paths.contains(it.path.as_str()));
    let files: BTreeSet<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
    for entry in WalkDir::new(folder) {
        let entry =
            entry.map_err(|error| Fault::io("look into the folder", folder, error.into()))?;
        if !entry.file_type().is_dir() && !files.contains(entry.path()) {
            fs::remove_file(entry.path())
                .map_err(|error| Fault::io("remove", entry.path(), error))?;
        }
    }
    Ok(kept)
}

/// A member that is a file of a known digest, if it is there.
fn member_there(member: &Member, path: &Path, stream: &Stream<'_>) -> Option<Written> {
    let [Piece::File { size, sha256, .. }] = &member.pieces[..] else {
        return None;
    };
    let data = path.symlink_metadata().ok()?;
    if !data.is_file() || data.len() != *size || sha256.is_none() {
        return None;
    }
    let digests = stream.digests(path, Digester::sha256()).ok()?;
    let path = member.path.clone();
    (Some(digests.sha256) == *sha256).then_some(Written { path, digests })
}
