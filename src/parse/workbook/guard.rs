//! What a file has to be before it is unpacked: a workbook, and not one that fills the memory.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Kind, Refused};

/// The most bytes that the parts of a workbook may unpack to.
pub(super) const MOST_UNPACKED: u64 = 512 << 20;
/// The most parts that a workbook may have.
const MOST_PARTS: usize = 10_000;
/// How compound files begin: workbooks of before 2007, and those under a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// The stream that holds a workbook under a password, as a compound file names it.
const ENCRYPTED: &str = "EncryptedPackage";

/// Tells the kind of a workbook, and refuses what is none.
pub(super) fn check(bytes: &[u8]) -> Result<Kind, Refused> {
    if bytes.starts_with(COMPOUND) {
        let name: Vec<u8> = ENCRYPTED
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let locked = bytes.windows(name.len()).any(|window| window == name);
        return Err(if locked {
            Refused::Locked
        } else {
            Refused::Old
        });
    }
    if bytes.is_empty() {
        return Err(Refused::Broken("the file is empty".to_string()));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        let known = std::str::from_utf8(&bytes[..bytes.len().min(512)]).is_ok();
        Refused::Broken(match known {
            true => "it is text, not a workbook".to_string(),
            false => "it is cut short or damaged".to_string(),
        })
    })?;
    bounded(&mut archive, MOST_UNPACKED)?;
    if archive.index_for_name("content.xml").is_some() {
        let manifest = part(bytes, "META-INF/manifest.xml").unwrap_or_default();
        let mark: &[u8] = b"encryption-data";
        if manifest.windows(mark.len()).any(|window| window == mark) {
            return Err(Refused::Locked);
        }
        return Ok(Kind::Ods);
    }
    match archive.index_for_name("_rels/.rels").is_some() {
        true => Ok(Kind::Xlsx),
        false => Err(Refused::Broken(
            "it is an archive of something else".to_string(),
        )),
    }
}

/// Refuses archives that unpack too far: by what they declare, and by unpacking every part once
/// without keeping it, since what they declare may be false.
fn bounded(archive: &mut ZipArchive<Cursor<&[u8]>>, most: u64) -> Result<(), Refused> {
    if archive.len() > MOST_PARTS {
        return Err(Refused::Bomb);
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|error| broken(&error))?;
        left = left.checked_sub(part.size()).ok_or(Refused::Bomb)?;
    }
    let mut left = most;
    for at in 0..archive.len() {
        let part = match archive.by_index(at) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(_)) => return Err(Refused::Locked),
            Err(error) => return Err(broken(&error)),
        };
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|error| broken(&error))?;
        left = left.checked_sub(read).ok_or(Refused::Bomb)?;
    }
    Ok(())
}

/// A part by its name, whose size has been checked.
pub(super) fn part(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let part = archive.by_name(name).ok()?;
    let mut content = Vec::new();
    part.take(MOST_UNPACKED).read_to_end(&mut content).ok()?;
    Some(content)
}

pub(super) fn broken(error: &dyn std::fmt::Display) -> Refused {
    // One line, in the manner of our own messages.
    let words = error.to_string().replace(['\n', '\r'], " ");
    Refused::Broken(words.trim_end_matches('.').to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &[u8] = include_bytes!("../../../tests/workbooks/plain.xlsx");

    /// The same archive, in which every part declares that it unpacks to so many bytes.
    fn declaring(size: u32) -> Vec<u8> {
        let mut bytes = PLAIN.to_vec();
        let entries: Vec<usize> = (0..bytes.len() - 4)
            .filter(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
            .collect();
        for at in entries {
            bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
        bytes
    }

    fn checked(bytes: &[u8], most: u64) -> Result<(), Refused> {
        bounded(&mut ZipArchive::new(Cursor::new(bytes)).unwrap(), most)
    }

    #[test]
    fn neither_what_a_workbook_declares_nor_what_it_unpacks_to_may_be_too_much() {
        assert_eq!(checked(PLAIN, MOST_UNPACKED), Ok(()));
        assert_eq!(
            checked(&declaring(1 << 30), MOST_UNPACKED),
            Err(Refused::Bomb)
        );
        // It declares nothing, and unpacks to more than a thousand bytes.
        assert!(checked(&declaring(1), 1000).is_err());
    }
}
