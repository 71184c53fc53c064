//! Files of a folder or a ZIP file, read once: digests of all, and what later checks need of some.
//!
//! Nothing is unpacked. What is read is held against bounds first, so that a hostile file costs no
//! more than the reading of its own bytes many times over, and little memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use rayon::prelude::*;
use walkdir::WalkDir;
use zip::ZipArchive;
use zip::read::Config;
use zip::result::ZipResult;
use zip::unstable::read::ZipIterable;

use super::links::PageFacts;
use super::report::{Report, What};
use super::{Watch, warc};
use crate::archive::digest::{Digester, Digests};
use crate::archive::seal::{self, is_path};
use crate::archive::sources::RECIPE;
use crate::archive::{self, bag, wacz};
use crate::error::Fault;
use crate::signature::ENDINGS;

/// The most that is read into memory of one file.
const MOST: u64 = 64 << 20;
/// What is kept in memory of a ZIP file, whatever its size: enough for the lists of half a million files
/// and what a hundred thousand pages lead to.
const ROOM: u64 = 256 << 20;
/// The most members of a ZIP file that are looked at.
const MOST_MEMBERS: usize = 1_000_000;

/// A file as read.
#[derive(Debug)]
pub(super) struct Taken {
    /// Its digests.
    pub(super) digests: Digests,
    /// What a page or style sheet leads to.
    pub(super) page: Option<PageFacts>,
    /// The bytes of texts that tell about others.
    pub(super) kept: Option<Vec<u8>>,
    /// The records of a WARC file.
    pub(super) records: Option<warc::Records>,
}

/// Files by their paths.
pub(super) type Shelf = BTreeMap<String, Taken>;

/// Files whose text later checks read.
const TELLING: &[&str] = &[
    seal::NAME,
    seal::PAGE,
    bag::DECLARED,
    bag::INFO,
    bag::MANIFEST,
    bag::TAG_MANIFEST,
    archive::MANIFEST,
    archive::INDEX,
    wacz::PACKAGE,
    wacz::PACKAGE_DIGEST,
    wacz::INDEX,
    RECIPE,
];

/// Whether later checks read the text of a file: one of those, in whatever folder, or a signature.
fn is_telling(path: &str) -> bool {
    let ends = |name: &&str| {
        let folder = path.strip_suffix(*name);
        folder.is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
    };
    let plain = ENDINGS.iter().find_map(|ending| path.strip_suffix(ending));
    TELLING.iter().any(ends) || plain.is_some_and(|path| path.ends_with(seal::NAME))
}

/// Reads every file under a folder; those under `bag` with SHA-512, which only bags ask for. Links are
/// not followed: an archive holds none.
pub(super) fn folder(
    root: &Path,
    bag: Option<&str>,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<Shelf, Fault> {
    let mut paths = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.map_err(|error| Fault::io("look into the folder", root, error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let Some(name) = relative.to_str().map(str::to_string) else {
            report.find(relative.to_string_lossy(), What::Added);
            continue;
        };
        if entry.file_type().is_file() {
            watch.expect(entry.metadata().map_or(0, |data| data.len()));
            paths.push((name, entry.into_path()));
        } else {
            report.note(name, "it is a link or device, which no archive holds");
        }
    }
    let read: Vec<(String, Result<Taken, io::Error>)> = paths
        .into_par_iter()
        .map(|(name, path)| {
            let taken = File::open(&path).and_then(|file| {
                let size = file.metadata()?.len();
                let digester = match bag.is_some_and(|bag| name.starts_with(bag)) {
                    true => Digester::default(),
                    false => Digester::sha256(),
                };
                take(&name, &mut BufReader::new(file), size, digester, watch)
            });
            (name, taken)
        })
        .collect();
    let mut shelf = Shelf::new();
    for (name, taken) in read {
        match taken {
            Ok(taken) => {
                shelf.insert(name, taken);
            }
            Err(error) => {
                let path = root.join(&name);
                return Err(Fault::io("read", &path, error));
            }
        }
    }
    Ok(shelf)
}

/// How many bytes the files under a folder hold.
pub(super) fn size_of_files(root: &Path) -> u64 {
    let entries = WalkDir::new(root).into_iter().flatten();
    let files = entries.filter(|entry| entry.file_type().is_file());
    let sizes = files.map(|file| file.metadata().map_or(0, |data| data.len()));
    sizes.fold(0, u64::saturating_add)
}

/// How many bytes the members of a ZIP file say that they hold; 0 where it is none.
pub(super) fn size_of_members(path: &Path) -> u64 {
    let listed = File::open(path).ok().and_then(|file| listed(file).ok());
    listed.flatten().map_or(0, |listed| listed.unpacked)
}

/// What the list of a ZIP file says of all members together.
struct Listed {
    /// How many bytes they take in the file.
    packed: u64,
    /// How many bytes they hold.
    unpacked: u64,
}

/// Reads the list of a ZIP file member by member; none where there are more than are looked at. What reads
/// whole files keeps every member in memory before it says how many there are.
fn listed(file: File) -> ZipResult<Option<Listed>> {
    let mut archive = ZipIterable::try_new(BufReader::new(file), Config::default())?;
    if archive.len() > MOST_MEMBERS {
        return Ok(None);
    }
    let mut all = Listed {
        packed: 0,
        unpacked: 0,
    };
    for member in archive.files()? {
        let member = member?;
        all.packed = all.packed.saturating_add(member.compressed_size());
        all.unpacked = all.unpacked.saturating_add(member.size());
    }
    Ok(Some(all))
}

/// Reads every member of a ZIP file; `label` stands before their names in reports. Gives nothing
/// where the file is none.
pub(super) fn zip(
    path: &Path,
    label: &str,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<Option<Shelf>, Fault> {
    let failed = |error| Fault::io("read", path, error);
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let shown = &match label.trim_end_matches('/') {
        "" => path.file_name().unwrap_or_default().to_string_lossy(),
        label => label.into(),
    };
    let again = file.try_clone().map_err(failed)?;
    let read = listed(file).and_then(|listed| match listed {
        Some(listed) if listed.packed <= length => ZipArchive::new(BufReader::new(again)).map(Some),
        _ => Ok(None),
    });
    let mut archive = match read {
        Ok(Some(archive)) => archive,
        Ok(None) => {
            report.note(
                &**shown,
                "it claims to hold more than it can, and was not read further",
            );
            return Ok(None);
        }
        Err(error) => {
            report.note(&**shown, format!("it is no whole ZIP file: {error}"));
            return Ok(None);
        }
    };
    let watch = &watch.with_room(ROOM);
    let mut shelf = Shelf::new();
    for at in 0..archive.len() {
        let mut member = match archive.by_index(at) {
            Ok(member) => member,
            Err(error) => {
                report.note(
                    &**shown,
                    format!("its member {} cannot be read: {error}", at + 1),
                );
                continue;
            }
        };
        let name = member
            .name()
            .map(|name| name.to_string())
            .unwrap_or_default();
        let size = member.size();
        if member.is_dir() && is_path(name.trim_end_matches('/')) {
            report.note(
                &**shown,
                "it was packed anew: no archive has members for folders",
            );
            continue;
        }
        if !is_path(&name) || name.contains('\\') {
            report.note(
                &**shown,
                format!("its member `{}` leads out of it", name.escape_debug()),
            );
            continue;
        }
        let name = format!("{label}{name}");
        if shelf.contains_key(&name) {
            report.note(name, "it is there twice");
            continue;
        }
        match take(&name, &mut member, size, Digester::sha256(), watch) {
            Ok(taken) => {
                shelf.insert(name, taken);
            }
            Err(_) if watch.is_full() => {
                report.note(&**shown, too_much());
                return Ok(None);
            }
            Err(_) => {
                // What cannot be unpacked, or not to what its sum of bytes says, was changed. It
                // stays in the list, so that it is not missing as well.
                report.find(&name, What::Changed);
                shelf.insert(name, Taken::unreadable());
            }
        }
    }
    if !report.knows(shown) {
        super::zipped::structure(archive, shown, report);
    }
    Ok(Some(shelf))
}

impl Taken {
    fn unreadable() -> Taken {
        Taken {
            digests: Digester::sha256().done(),
            page: None,
            kept: None,
            records: None,
        }
    }

    /// The text of a file that tells about others.
    pub(super) fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.kept.as_deref()?).ok()
    }
}

/// Reads a file: its digests, and what later checks need of it.
pub(super) fn take(
    name: &str,
    from: &mut dyn Read,
    size: u64,
    digester: Digester,
    watch: &Watch<'_>,
) -> io::Result<Taken> {
    let mut digester = digester;
    let file = name.rsplit('/').next().unwrap_or(name);
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    if extension == "warc" {
        // What is in records is counted as a part of the file.
        let quiet = watch.quiet();
        let mut all = Digesting {
            from,
            digester: &mut digester,
            watch,
        };
        let records = warc::read(&mut all, &quiet);
        return Ok(Taken {
            digests: digester.done(),
            page: None,
            kept: None,
            records: Some(records),
        });
    }
    let is_page = matches!(extension, "html" | "css");
    let is_telling = is_telling(name);
    if (is_page || is_telling) && size <= MOST {
        if watch.is_full() {
            return Err(full());
        }
        // With a byte to spare, so that the end is found without room for twice as much.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        let mut all = Digesting {
            from,
            digester: &mut digester,
            watch,
        };
        (&mut all).take(size).read_to_end(&mut bytes)?;
        if all.read(&mut [0])? > 0 {
            return Err(io::Error::other("it is larger than it says"));
        }
        let page = match is_page {
            true => Some(PageFacts::read(extension, &bytes).ok_or_else(full)?),
            false => None,
        };
        bytes.shrink_to_fit();
        let kept = is_telling.then_some(bytes);
        let size = page.as_ref().map_or(0, PageFacts::size) + kept.as_ref().map_or(0, Vec::len);
        if !watch.keeps(size) {
            return Err(full());
        }
        return Ok(Taken {
            digests: digester.done(),
            page,
            kept,
            records: None,
        });
    }
    let mut all = Digesting {
        from,
        digester: &mut digester,
        watch,
    };
    io::copy(&mut all, &mut io::sink())?;
    Ok(Taken {
        digests: digester.done(),
        page: None,
        kept: None,
        records: None,
    })
}

/// What is said of a ZIP file of which more would have to be kept than there is room for.
fn too_much() -> String {
    format!(
        "its pages and lists come to more than the {} MB that are kept of a ZIP file, and it was not read \
         further; if you trust where it is from, unpack it and verify the folder",
        ROOM >> 20
    )
}

/// That there is no room for what a file holds.
pub(super) fn full() -> io::Error {
    io::Error::other("it holds more than can be kept in mind")
}

/// Takes the digests of what is read.
struct Digesting<'a> {
    from: &'a mut dyn Read,
    digester: &'a mut Digester,
    watch: &'a Watch<'a>,
}

impl Read for Digesting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.digester.take(&buffer[..length]);
        self.watch.passed(length);
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list that says so many members of one byte's name, each of a packed size.
    fn list(count: u64, packed: u32) -> Vec<u8> {
        let mut member = Vec::new();
        member.extend(0x0201_4b50_u32.to_le_bytes());
        member.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0, 0, 0, 0]);
        member.extend(packed.to_le_bytes());
        member.extend(packed.to_le_bytes());
        member.extend([1, 0]);
        member.extend([0; 16]);
        member.push(b'a');
        let mut list = member.repeat(count as usize);
        let size = list.len() as u64;
        // The end of a list of more members than two bytes can say.
        list.extend(0x0606_4b50_u32.to_le_bytes());
        list.extend(44_u64.to_le_bytes());
        list.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [count, count, size, 0] {
            list.extend(number.to_le_bytes());
        }
        list.extend(0x0706_4b50_u32.to_le_bytes());
        list.extend([0; 4]);
        list.extend(size.to_le_bytes());
        list.extend(1_u32.to_le_bytes());
        list.extend(0x0605_4b50_u32.to_le_bytes());
        list.extend([0; 4]);
        list.extend([0xff; 12]);
        list.extend([0; 2]);
        list
    }

    fn read(list: &[u8]) -> ZipResult<Option<(u64, u64)>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("site.zip");
        std::fs::write(&path, list).unwrap();
        let read = listed(File::open(path).unwrap())?;
        Ok(read.map(|all| (all.packed, all.unpacked)))
    }

    #[test]
    fn more_members_than_are_looked_at_are_not_even_read() {
        assert_eq!(read(&list(1000, 7)).unwrap(), Some((7000, 7000)));
        let most = MOST_MEMBERS as u64;
        assert_eq!(read(&list(most + 1, 1)).unwrap(), None);
        let mut damaged = list(1000, 7);
        damaged[47 * 500] ^= 1;
        assert!(read(&damaged).is_err());
    }
}
