//! ZIP files of more than 4 GB and of more than 65,535 members, as they are packed.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use crate::archive::layout::{Layout, Member, Method, Piece};
use crate::pack::zip_into;

use super::*;

const BLOCK: usize = 1 << 16;

/// A file in memory that keeps only blocks with something in them, so that one of 4 GB of zeros is small.
#[derive(Default, Clone)]
struct Sparse {
    blocks: BTreeMap<u64, Vec<u8>>,
    length: u64,
    at: u64,
}

impl Sparse {
    /// The block at the place, the place in it, and how much of `length` lies in it.
    fn place(&self, length: usize) -> (u64, usize, usize) {
        let start = (self.at % BLOCK as u64) as usize;
        (self.at / BLOCK as u64, start, length.min(BLOCK - start))
    }

    fn flip(&mut self, at: u64, bit: u8) {
        let block = self.blocks.entry(at / BLOCK as u64);
        block.or_insert_with(|| vec![0; BLOCK])[(at % BLOCK as u64) as usize] ^= 1 << bit;
    }
}

impl Write for Sparse {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (block, start, length) = self.place(bytes.len());
        if bytes[..length] != [0; BLOCK][..length] || self.blocks.contains_key(&block) {
            let block = self.blocks.entry(block).or_insert_with(|| vec![0; BLOCK]);
            block[start..start + length].copy_from_slice(&bytes[..length]);
        }
        self.at += length as u64;
        self.length = self.length.max(self.at);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Sparse {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(BLOCK);
        let (block, start, length) = self.place(into.len().min(rest));
        match self.blocks.get(&block) {
            Some(block) => into[..length].copy_from_slice(&block[start..start + length]),
            None => into[..length].fill(0),
        }
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// A ZIP file as it is packed.
fn packed(members: Vec<Member>) -> Sparse {
    let mut file = Sparse::default();
    let layout = Layout {
        members,
        closing: None,
    };
    let time = "2026-06-01T09:00:00Z".parse().unwrap();
    let stream = crate::pack::silent();
    zip_into(&mut file, layout, Path::new("site.zip"), time, &stream).unwrap();
    file
}

/// What is wrong with the structure of a file, if anything.
fn wrong(file: &Sparse) -> bool {
    // One that is no ZIP file any more is told elsewhere.
    ZipArchive::new(file.clone()).map_or(true, |archive| {
        fault(archive).map_or(true, |words| words.is_some())
    })
}

/// Flips a bit of each of these bytes in turn.
fn assert_each_counts(file: &Sparse, places: impl Iterator<Item = u64>) {
    assert!(!wrong(file), "a sound file");
    let mut count = 0;
    for (bit, at) in places.enumerate() {
        let mut damaged = file.clone();
        damaged.flip(at, (bit % 8) as u8);
        assert!(wrong(&damaged), "byte {at} of {}", file.length);
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn every_byte_between_members_of_more_than_4_gigabytes_counts() {
    let folder = tempfile::tempdir().unwrap();
    let origin = folder.path().join("film.mp4");
    let size = (4 << 30) + 5;
    std::fs::File::create(&origin)
        .unwrap()
        .set_len(size)
        .unwrap();
    let large = Member {
        path: "b.mp4".to_string(),
        pieces: vec![Piece::File {
            origin,
            size,
            sha256: None,
        }],
        method: Method::Stored,
    };
    let small = |name: &str| Member::text(name, "Words.");
    let file = packed(vec![small("a.txt"), large, small("c.txt"), small("ŵ.txt")]);
    // Every byte that is in no member.
    let mut archive = ZipArchive::new(file.clone()).unwrap();
    let mut places = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at).unwrap();
        places.extend(member.header_start()..member.data_start().unwrap());
    }
    assert!(places.iter().any(|at| *at > u64::from(u32::MAX)));
    places.extend(archive.central_directory_start()..file.length);
    assert_each_counts(&file, places.into_iter());
}

#[test]
fn every_byte_at_the_end_of_very_many_members_counts() {
    let member = |at| Member {
        path: format!("{at}"),
        pieces: Vec::new(),
        method: Method::Stored,
    };
    for count in [65_534, 65_535, 65_536] {
        let file = packed((0..count).map(member).collect());
        let length = file.length;
        assert_each_counts(&file, (length - 98..length).step_by(33));
    }
}
