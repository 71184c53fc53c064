//! The structure of a ZIP file: what stands in it outside its members.
//!
//! Names, sizes and dates have no digest of their own, so a change there is seen in another way.
//! A member's own checks have shown what its name, size and sum are; from these follows every byte
//! of the file that is not in a member, and it is held against them.

use std::io::{self, Read, Seek, SeekFrom};

use zip::result::{ZipError, ZipResult};
use zip::{CompressionMethod, ZipArchive};

use super::report::Report;

/// From this size on, numbers of 64 bits stand elsewhere.
const LARGE: u64 = 0xF000_0000;
/// From this number of members on.
const MANY: usize = 65_535;

/// Checks the structure; `shown` is the file in reports.
pub(super) fn structure<R: Read + Seek>(archive: ZipArchive<R>, shown: &str, report: &mut Report) {
    let words = match fault(archive, shown, report) {
        Ok(words) => words,
        Err(error) => Some(format!(
            "its directory does not agree with its members: {error}"
        )),
    };
    if let Some(words) = words {
        report.note(shown, words);
    }
}

fn fault<R: Read + Seek>(
    mut archive: ZipArchive<R>,
    shown: &str,
    report: &mut Report,
) -> ZipResult<Option<String>> {
    if archive.offset() != 0 || !archive.comment().is_empty() {
        return Ok(Some(
            "there is something in it that is no member".to_string(),
        ));
    }
    let directory = archive.central_directory_start();
    if directory >= LARGE || archive.len() >= MANY {
        report.unchecked.push(format!(
            "every byte between the members of `{shown}`: it is too large for that"
        ));
        archive.validate_header_consistency()?;
        return Ok(archive
            .has_overlapping_entries()?
            .then(|| "its members overlap".to_string()));
    }
    let mut heads = Vec::new();
    for at in 0..archive.len() {
        heads.push(Head::of(&mut archive, at)?);
    }
    let mut bytes = archive.into_inner();
    let mut next = 0;
    for head in &heads {
        if head.start != next || taken(&mut bytes, next, head.length())? != head.local() {
            let name = String::from_utf8_lossy(&head.name);
            let name = name.escape_debug();
            return Ok(Some(format!(
                "what it tells of its member `{name}` was changed"
            )));
        }
        next += head.length() + u64::from(head.packed);
    }
    let mut expected: Vec<u8> = heads.iter().flat_map(Head::central).collect();
    let size = expected.len() as u64;
    expected.extend_from_slice(&end(heads.len(), size, next));
    let length = bytes.seek(SeekFrom::End(0))?;
    let whole = next == directory
        && length == next + expected.len() as u64
        && taken(&mut bytes, next, expected.len() as u64)? == expected;
    Ok((!whole).then(|| "its directory was changed".to_string()))
}

fn taken<R: Read + Seek>(from: &mut R, at: u64, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.seek(SeekFrom::Start(at))?;
    from.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is told of a member.
struct Head {
    name: Vec<u8>,
    start: u64,
    method: u16,
    time: u16,
    date: u16,
    sum: u32,
    packed: u32,
    size: u32,
}

impl Head {
    fn of<R: Read + Seek>(archive: &mut ZipArchive<R>, at: usize) -> ZipResult<Head> {
        // The time of all is that of the first.
        let time = archive.by_index_raw(0)?.last_modified();
        let time = time.ok_or(ZipError::FileNotFound)?;
        let member = archive.by_index_raw(at)?;
        let small = |size: u64| u32::try_from(size).map_err(|_| ZipError::FileNotFound);
        Ok(Head {
            name: member.name_raw().to_vec(),
            start: member.header_start(),
            method: match member.compression() {
                CompressionMethod::Stored => 0,
                _ => 8,
            },
            time: time.timepart(),
            date: time.datepart(),
            sum: member.crc32(),
            packed: small(member.compressed_size())?,
            size: small(member.size())?,
        })
    }

    fn length(&self) -> u64 {
        30 + self.name.len() as u64
    }

    /// What is told at both places.
    fn shared(&self) -> Vec<u8> {
        let version: u16 = if self.method == 0 { 10 } else { 20 };
        let flags: u16 = if self.name.is_ascii() { 0 } else { 1 << 11 };
        let mut bytes = Vec::new();
        for number in [version, flags, self.method, self.time, self.date] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.sum, self.packed, self.size] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(&(self.name.len() as u16).to_le_bytes());
        // No further fields.
        bytes.extend_from_slice(&[0; 2]);
        bytes
    }

    /// What stands before the member.
    fn local(&self) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend(self.shared());
        bytes.extend_from_slice(&self.name);
        bytes
    }

    /// What stands in the directory.
    fn central(&self) -> Vec<u8> {
        let mut bytes = b"PK\x01\x02".to_vec();
        let shared = self.shared();
        // Made on Unix, by the version that is needed to read it.
        bytes.extend_from_slice(&[shared[0], 3]);
        bytes.extend(shared);
        // No comment, first disk, no attributes inside.
        bytes.extend_from_slice(&[0; 6]);
        let mode: u32 = 0o100_644 << 16;
        bytes.extend_from_slice(&mode.to_le_bytes());
        bytes.extend_from_slice(&(self.start as u32).to_le_bytes());
        bytes.extend_from_slice(&self.name);
        bytes
    }
}

/// What stands at the end.
fn end(members: usize, size: u64, start: u64) -> Vec<u8> {
    let mut bytes = b"PK\x05\x06\0\0\0\0".to_vec();
    bytes.extend_from_slice(&(members as u16).to_le_bytes());
    bytes.extend_from_slice(&(members as u16).to_le_bytes());
    bytes.extend_from_slice(&(size as u32).to_le_bytes());
    bytes.extend_from_slice(&(start as u32).to_le_bytes());
    bytes.extend_from_slice(&[0; 2]);
    bytes
}
