//! A site that stands in memory is built as from a disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::options;
use crate::diag::render_text;
use crate::discover::in_memory;
use crate::output::{Artifact, Output};
use crate::source::SitePath;
use crate::{Build, build, build_in_memory};

fn gather(root: &Path, folder: &str, files: &mut BTreeMap<SitePath, Vec<u8>>) {
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = match folder {
            "" => name,
            folder => format!("{folder}/{name}"),
        };
        if entry.file_type().unwrap().is_dir() {
            gather(root, &path, files);
        } else {
            files.insert(SitePath::new(path), fs::read(entry.path()).unwrap());
        }
    }
}

/// What stands at each address; of a copy its size.
fn contents(output: &Output) -> BTreeMap<String, Result<Vec<u8>, u64>> {
    let files = output.iter().map(|(path, artifact)| {
        let content = match artifact {
            Artifact::Bytes(bytes) => Ok(bytes.to_vec()),
            Artifact::Copy { size, .. } => Err(*size),
        };
        (path.to_string(), content)
    });
    files.collect()
}

#[test]
fn a_site_in_memory_gives_what_it_gives_from_a_disk() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/kitchen");
    let mut files = BTreeMap::new();
    gather(&root, "", &mut files);
    let read = in_memory(files);
    let memory = build_in_memory(read.value, read.diagnostics, &options());
    let disk = build(&root, &options()).unwrap();
    let said = |build: &Build| render_text(&build.diagnostics, &build.sources, false);
    assert_eq!(said(&memory), said(&disk));
    let (memory, disk) = (memory.output.unwrap(), disk.output.unwrap());
    assert!(disk.pages() > 20);
    assert!(contents(&memory) == contents(&disk));
}

#[test]
fn a_site_of_nothing_is_told_what_it_lacks() {
    let read = in_memory(BTreeMap::new());
    let build = build_in_memory(read.value, read.diagnostics, &options());
    assert!(build.output.is_none());
    assert!(!build.diagnostics.is_empty());
}
