//! The structure of a ZIP file: what stands in it outside its members.
//!
//! Names, sizes and dates have no digest of their own, so a change there is seen in another way.
//! A member's own checks have shown what its name, size and sum are; from these follows every byte
//! of the file that is not in a member, and it is held against them.

use std::io::{self, Read, Seek, SeekFrom};

use zip::result::{ZipError, ZipResult};
use zip::{CompressionMethod, ZipArchive};

use super::report::Report;
use crate::archive::layout::LARGE;

/// What stands in the place of a number that needs more than 32 bits, and is told elsewhere.
const ELSEWHERE: u32 = u32::MAX;
/// The most members that are counted in 16 bits.
const MANY: u64 = u16::MAX as u64;

/// Checks the structure; `shown` is the file in reports.
pub(super) fn structure<R: Read + Seek>(archive: ZipArchive<R>, shown: &str, report: &mut Report) {
    let words = match fault(archive) {
        Ok(words) => words,
        Err(error) => Some(format!(
            "its directory does not agree with its members: {error}"
        )),
    };
    if let Some(words) = words {
        report.note(shown, words);
    }
}

fn fault<R: Read + Seek>(mut archive: ZipArchive<R>) -> ZipResult<Option<String>> {
    if archive.offset() != 0 || !archive.comment().is_empty() {
        return Ok(Some(
            "there is something in it that is no member".to_string(),
        ));
    }
    let directory = archive.central_directory_start();
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
        next += head.length() + head.packed;
    }
    let mut expected: Vec<u8> = heads.iter().flat_map(Head::central).collect();
    let size = expected.len() as u64;
    expected.extend(end(&heads, size, next));
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
    packed: u64,
    size: u64,
}

impl Head {
    fn of<R: Read + Seek>(archive: &mut ZipArchive<R>, at: usize) -> ZipResult<Head> {
        // The time of all is that of the first.
        let time = archive.by_index_raw(0)?.last_modified();
        let time = time.ok_or(ZipError::FileNotFound)?;
        let member = archive.by_index_raw(at)?;
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
            packed: member.compressed_size(),
            size: member.size(),
        })
    }

    /// Whether its sizes are told in 64 bits.
    fn is_large(&self) -> bool {
        self.size >= LARGE
    }

    /// The version that is needed to read it.
    fn version(&self) -> u16 {
        match (self.is_large(), self.method) {
            (true, _) => 45,
            (false, 0) => 10,
            (false, _) => 20,
        }
    }

    /// How long what stands before the member is.
    fn length(&self) -> u64 {
        let sizes = if self.is_large() { 20 } else { 0 };
        30 + self.name.len() as u64 + sizes
    }

    /// The field for numbers of 64 bits; none where there are no such.
    fn wide(&self, more: Option<u64>) -> Vec<u8> {
        let sizes = self.is_large().then_some([self.size, self.packed]);
        let numbers: Vec<u64> = sizes.into_iter().flatten().chain(more).collect();
        if numbers.is_empty() {
            return Vec::new();
        }
        let mut bytes = 1_u16.to_le_bytes().to_vec();
        bytes.extend((numbers.len() as u16 * 8).to_le_bytes());
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes
    }

    /// What is told at both places, up to the length of the field for numbers of 64 bits.
    fn shared(&self, wide: usize) -> Vec<u8> {
        let flags: u16 = if self.name.is_ascii() { 0 } else { 1 << 11 };
        let mut bytes = Vec::new();
        for number in [self.version(), flags, self.method, self.time, self.date] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let sizes = match self.is_large() {
            true => [ELSEWHERE; 2],
            false => [narrow(self.packed), narrow(self.size)],
        };
        for number in [self.sum, sizes[0], sizes[1]] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        for length in [self.name.len(), wide] {
            bytes.extend_from_slice(&(length as u16).to_le_bytes());
        }
        bytes
    }

    /// What stands before the member.
    fn local(&self) -> Vec<u8> {
        let wide = self.wide(None);
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend(self.shared(wide.len()));
        bytes.extend_from_slice(&self.name);
        bytes.extend(wide);
        bytes
    }

    /// What stands in the directory.
    fn central(&self) -> Vec<u8> {
        let wide = self.wide((self.start >= u64::from(ELSEWHERE)).then_some(self.start));
        let mut bytes = b"PK\x01\x02".to_vec();
        // Made on Unix, by the version that is needed to read it.
        bytes.extend_from_slice(&[self.version() as u8, 3]);
        bytes.extend(self.shared(wide.len()));
        // No comment, first disk, no attributes inside.
        bytes.extend_from_slice(&[0; 6]);
        let mode: u32 = 0o100_644 << 16;
        bytes.extend_from_slice(&mode.to_le_bytes());
        bytes.extend_from_slice(&narrow(self.start).to_le_bytes());
        bytes.extend_from_slice(&self.name);
        bytes.extend(wide);
        bytes
    }
}

/// A number in 32 bits, or the sign that it is told elsewhere.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(ELSEWHERE)
}

/// What stands at the end, after a directory of so many bytes that starts there.
fn end(heads: &[Head], size: u64, start: u64) -> Vec<u8> {
    let members = heads.len() as u64;
    let is_wide = members > MANY || size.max(start) > u64::from(ELSEWHERE);
    let mut bytes = Vec::new();
    if is_wide {
        let version = heads.iter().map(Head::version).max().unwrap_or(10);
        bytes.extend_from_slice(b"PK\x06\x06");
        bytes.extend_from_slice(&44_u64.to_le_bytes());
        bytes.extend(version.to_le_bytes().repeat(2));
        bytes.extend_from_slice(&[0; 8]);
        for number in [members, members, size, start] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        // Where that stands, on the only disk.
        bytes.extend_from_slice(b"PK\x06\x07\0\0\0\0");
        bytes.extend_from_slice(&(start + size).to_le_bytes());
        bytes.extend_from_slice(&1_u32.to_le_bytes());
    }
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    bytes.extend((members.min(MANY) as u16).to_le_bytes().repeat(2));
    let size = if is_wide { ELSEWHERE } else { narrow(size) };
    for number in [size, narrow(start)] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(&[0; 2]);
    bytes
}

#[cfg(test)]
#[path = "zipped_tests.rs"]
mod tests;
