//! The records of a WARC file, read as a stream.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

use super::Watch;
use super::shelf::{Taken, full, take};
use crate::archive::digest::{Digester, base32};

/// The most that the head of a record may hold.
const MOST_HEAD: u64 = 64 << 10;
/// The most records of one file.
const MOST_RECORDS: usize = 2_000_000;
/// What of a head is kept.
const TOLD: &[&str] = &[
    "warc-type",
    "warc-target-uri",
    "warc-block-digest",
    "warc-payload-digest",
    "content-length",
];
/// About how much memory a record takes besides what is kept of its head.
const RECORD: usize = 1 << 10;

/// A record with what it holds.
#[derive(Debug)]
pub(super) struct Record {
    /// What is told in its head and needed later, by names in lower case.
    pub(super) head: BTreeMap<String, String>,
    /// Where it begins.
    pub(super) offset: u64,
    /// How long it is.
    pub(super) length: u64,
    /// What was in it.
    pub(super) taken: Taken,
}

/// What a WARC file holds.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Its records, in order.
    pub(super) records: Vec<Record>,
    /// Where it could not be read further, and why.
    pub(super) fault: Option<String>,
}

impl Record {
    pub(super) fn get(&self, name: &str) -> &str {
        self.head.get(name).map_or("", String::as_str)
    }

    /// Whether its digests are those of what it holds.
    pub(super) fn is_right(&self) -> bool {
        let digest = format!("sha256:{}", base32(&self.taken.digests.sha256));
        let told = ["warc-block-digest", "warc-payload-digest"];
        let mut told = told
            .iter()
            .filter_map(|name| self.head.get(*name))
            .peekable();
        told.peek().is_some() && told.all(|told| *told == digest)
    }
}

/// Reads all records. What is no record ends the reading with a fault; the rest is read on, so
/// that its digest can be told.
pub(super) fn read(from: &mut dyn Read, watch: &Watch<'_>) -> Records {
    let mut from = BufReader::with_capacity(64 << 10, from);
    let mut records = Records::default();
    let mut offset = 0;
    let quiet = watch.quiet();
    // A fault of reading is met again in the record.
    while from.fill_buf().is_ok_and(|bytes| !bytes.is_empty()) {
        match record(&mut from, offset, &quiet) {
            Ok(record) if records.records.len() < MOST_RECORDS => {
                offset += record.length;
                records.records.push(record);
            }
            Ok(_) => {
                records.fault = Some("it holds too many records".to_string());
                break;
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                records.fault = Some(format!("its record at byte {offset} {error}"));
                break;
            }
            Err(error) => {
                records.fault = Some(format!("it cannot be read beyond byte {offset}: {error}"));
                return records;
            }
        }
    }
    // What is after the last record, or after one that is none, counts for the digest.
    if let Err(error) = io::copy(&mut from, &mut io::sink()) {
        records
            .fault
            .get_or_insert_with(|| format!("it cannot be read: {error}"));
    }
    records
}

fn invalid(words: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words)
}

fn record(from: &mut dyn BufRead, offset: u64, watch: &Watch<'_>) -> io::Result<Record> {
    let (head, head_length) = head(from)?;
    let size: u64 = head
        .get("content-length")
        .and_then(|size| size.parse().ok())
        .ok_or_else(|| invalid("does not say how long it is"))?;
    let url = head.get("warc-target-uri").map_or("", String::as_str);
    let mut block = from.take(size);
    let name = match url.ends_with('/') {
        true => format!("{url}index.html"),
        false => url.to_string(),
    };
    // What a record holds is read as files are; a WARC file inside one is no WARC file here.
    let name = name.trim_end_matches(".warc");
    let kept = head.values().map(String::len).sum::<usize>();
    if !watch.keeps(RECORD + kept) {
        return Err(full());
    }
    let taken = take(name, &mut block, size, Digester::sha256(), watch)?;
    if taken.digests.size != size {
        return Err(invalid("is shorter than it says"));
    }
    let mut end = [0; 4];
    from.read_exact(&mut end)
        .map_err(|_| invalid("has no end"))?;
    if &end != b"\r\n\r\n" {
        return Err(invalid("does not end where it says"));
    }
    Ok(Record {
        head,
        offset,
        length: head_length + size + 4,
        taken,
    })
}

/// The head of a record, and its length.
fn head(from: &mut dyn BufRead) -> io::Result<(BTreeMap<String, String>, u64)> {
    let mut from = from.take(MOST_HEAD);
    let mut head = BTreeMap::new();
    let mut length = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        length += from.read_until(b'\n', &mut line)? as u64;
        let text = std::str::from_utf8(&line).map_err(|_| invalid("has a head that is no text"))?;
        let Some(text) = text.strip_suffix("\r\n") else {
            return Err(invalid("has a head without an end"));
        };
        if text.is_empty() {
            return Ok((head, length));
        }
        if head.is_empty() && text == "WARC/1.1" {
            head.insert(String::new(), text.to_string());
            continue;
        }
        let pair = text.split_once(": ").filter(|_| head.contains_key(""));
        let (name, value) = pair.ok_or_else(|| invalid("does not begin as one of WARC 1.1"))?;
        let name = name.to_ascii_lowercase();
        if TOLD.contains(&name.as_str()) {
            head.insert(name, value.to_string());
        }
    }
}
