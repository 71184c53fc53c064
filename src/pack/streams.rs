//! Members of packages on their way to disk, in pieces, with their digests taken as they pass.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Progress;
use crate::archive::digest::{Digester, Digests};
use crate::archive::layout::{LARGE, Layout, Member, Method, Piece, Written};
use crate::error::Fault;

/// How much of a file is in memory at once.
const BUFFER: usize = 256 * 1024;

/// Counts what passes.
pub(crate) struct Stream<'a> {
    total: u64,
    done: AtomicU64,
    progress: Progress<'a>,
}

impl<'a> Stream<'a> {
    pub(crate) fn new(total: u64, progress: Progress<'a>) -> Self {
        Stream {
            total,
            done: AtomicU64::new(0),
            progress,
        }
    }

    pub(super) fn passed(&self, bytes: u64) {
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        (self.progress)(done, self.total);
    }

    /// The digests of a file.
    pub(super) fn digests(&self, path: &Path, digester: Digester) -> Result<Digests, Fault> {
        let mut digester = digester;
        let taken = self.each_chunk(path, &mut |chunk| {
            digester.take(chunk);
            Ok(())
        });
        taken?;
        Ok(digester.done())
    }

    /// Reads a file in chunks.
    fn each_chunk(
        &self,
        path: &Path,
        take: &mut dyn FnMut(&[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let failed = |error| Fault::io("read", path, error);
        let mut file = File::open(path).map_err(failed)?;
        let mut buffer = vec![0; BUFFER];
        loop {
            let length = match file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(error)),
            };
            take(&buffer[..length])?;
            self.passed(length as u64);
        }
    }

    /// Writes a member, of which `path` is the place for reports.
    fn write(&self, member: &Member, path: &Path, out: &mut dyn Write) -> Result<Written, Fault> {
        let failed = |error| Fault::io("write", path, error);
        let mut digester = Digester::sha256();
        // The digest of a file is that of a member that holds nothing else.
        let is_one = member.pieces.len() == 1;
        for piece in &member.pieces {
            match piece {
                Piece::Bytes(bytes) => {
                    digester.take(bytes);
                    out.write_all(bytes).map_err(failed)?;
                    self.passed(bytes.len() as u64);
                }
                Piece::Base64 { origin, size } => {
                    let mut rest = Vec::new();
                    let mut encode = |bytes: &[u8]| {
                        let text = STANDARD.encode(bytes);
                        digester.take(text.as_bytes());
                        out.write_all(text.as_bytes()).map_err(failed)
                    };
                    let mut read = 0;
                    self.each_chunk(origin, &mut |chunk| {
                        read += chunk.len() as u64;
                        rest.extend_from_slice(chunk);
                        let whole = rest.len() / 3 * 3;
                        encode(&rest[..whole])?;
                        rest.drain(..whole);
                        Ok(())
                    })?;
                    encode(&rest)?;
                    if read != *size {
                        return Err(changed(origin));
                    }
                }
                Piece::File {
                    origin,
                    size,
                    sha256,
                } => {
                    let mut own = Digester::sha256();
                    self.each_chunk(origin, &mut |chunk| {
                        own.take(chunk);
                        if !is_one {
                            digester.take(chunk);
                        }
                        out.write_all(chunk).map_err(failed)
                    })?;
                    let own = own.done();
                    if own.size != *size || sha256.is_some_and(|known| known != own.sha256) {
                        return Err(changed(origin));
                    }
                    if is_one {
                        return Ok(Written {
                            path: member.path.clone(),
                            digests: own,
                        });
                    }
                }
            }
        }
        Ok(Written {
            path: member.path.clone(),
            digests: digester.done(),
        })
    }
}

fn changed(path: &Path) -> Fault {
    let cause = io::Error::other("it was changed while it was read; run the command again");
    Fault::io("pack", path, cause)
}

/// Writes a package as a folder, beside what of it is there already.
pub(super) fn write_folder(
    layout: Layout,
    kept: Vec<Written>,
    folder: &Path,
    stream: &Stream<'_>,
) -> Result<Vec<Written>, Fault> {
    make_folders(&layout.members, folder)?;
    let mut written: Vec<Written> = layout
        .members
        .par_iter()
        .map(|member| write_file(member, folder, stream))
        .collect::<Result<_, Fault>>()?;
    written.extend(kept);
    if let Some(closing) = layout.closing {
        let last = closing(&written);
        make_folders(&last, folder)?;
        for member in &last {
            written.push(write_file(member, folder, stream)?);
        }
    }
    Ok(written)
}

fn make_folders(members: &[Member], folder: &Path) -> Result<(), Fault> {
    let folders: BTreeSet<PathBuf> = members
        .iter()
        .filter_map(|member| Some(folder.join(&member.path).parent()?.to_path_buf()))
        .collect();
    folders.iter().try_for_each(|folder| {
        fs::create_dir_all(folder).map_err(|error| Fault::io("make the folder", folder, error))
    })
}

fn write_file(member: &Member, folder: &Path, stream: &Stream<'_>) -> Result<Written, Fault> {
    let path = folder.join(&member.path);
    let failed = |error| Fault::io("write", &path, error);
    let written = File::create(&path).map_err(failed).and_then(|file| {
        let mut file = BufWriter::with_capacity(BUFFER, file);
        let written = stream.write(member, &path, &mut file)?;
        file.flush().map_err(failed)?;
        Ok(written)
    });
    if written.is_err() {
        // Where the disk is full, somebody needs the room.
        let _ = fs::remove_file(&path);
    }
    written
}

/// Writes a package as a ZIP file.
pub(super) fn write_zip(
    layout: Layout,
    path: &Path,
    time: Timestamp,
    stream: &Stream<'_>,
) -> Result<(), Fault> {
    let failed = |error| Fault::io("write", path, error);
    let file = File::create(path).map_err(failed)?;
    let mut file = BufWriter::with_capacity(BUFFER, file);
    zip_into(&mut file, layout, path, time, stream)?;
    file.flush().map_err(failed)
}

/// Writes a ZIP file, of which `path` is the place for reports. Everything that could differ from one
/// machine to another is fixed: the order, the time, permissions, the system.
pub(crate) fn zip_into(
    to: impl Write + Seek,
    layout: Layout,
    path: &Path,
    time: Timestamp,
    stream: &Stream<'_>,
) -> Result<(), Fault> {
    let failed = |error: io::Error| Fault::io("write", path, error);
    let mut zip = ZipWriter::new(to);
    let time = zip_time(time);
    let mut add = |members: &[Member]| {
        let written = members.iter().map(|member| {
            let options = SimpleFileOptions::default()
                .compression_method(match member.method {
                    Method::Stored => CompressionMethod::Stored,
                    Method::Deflated => CompressionMethod::Deflated,
                })
                .last_modified_time(time)
                .unix_permissions(0o644)
                .system(zip::System::Unix)
                .large_file(member.size() >= LARGE);
            zip.start_file(&member.path, options)
                .map_err(|error| failed(error.into()))?;
            stream.write(member, path, &mut zip)
        });
        written.collect::<Result<Vec<Written>, Fault>>()
    };
    let written = add(&layout.members)?;
    if let Some(closing) = layout.closing {
        add(&closing(&written))?;
    }
    zip.finish().map_err(|error| failed(error.into()))?;
    Ok(())
}

/// A time as a ZIP file can tell it: from 1980 on, in steps of two seconds.
fn zip_time(time: Timestamp) -> DateTime {
    let time = time.to_zoned(TimeZone::UTC);
    let part = |value: i8| u8::try_from(value).unwrap_or(0);
    let year = u16::try_from(time.year()).unwrap_or(0);
    let second = part(time.second()) / 2 * 2;
    DateTime::from_date_and_time(
        year,
        part(time.month()),
        part(time.day()),
        part(time.hour()),
        part(time.minute()),
        second,
    )
    .unwrap_or_default()
}
