//! What may be an archive: verified as it is, as a ZIP file, or as a folder.

use std::fs;
use std::path::Path;

use briefpack::verify::{Given, verify as verified};

/// Verifies an input. Its first byte says as what: 0 a ZIP file and 1 a web archive as they are; 2 and 3
/// the same, made of parts without packing, so that what is in them can be changed; 4 a folder of parts.
/// A part begins with a line `-- PATH --`.
pub fn verify(input: &[u8]) {
    let Some((which, bytes)) = input.split_first() else {
        return;
    };
    let work = tempfile::tempdir_in(memory()).expect("a folder to work in");
    let path = match which % 5 {
        0 => work.path().join("tried.zip"),
        1 => work.path().join("tried.wacz"),
        2 => work.path().join("made.zip"),
        3 => work.path().join("made.wacz"),
        _ => work.path().join("folder"),
    };
    match which % 5 {
        0 | 1 => fs::write(&path, bytes).expect("there is room"),
        2 | 3 => fs::write(&path, zip(&parts(bytes))).expect("there is room"),
        _ => folder(&path, &parts(bytes)),
    }
    let given = Given {
        keys: Vec::new(),
        signatures: Vec::new(),
    };
    if let Ok(report) = verified(&path, &given, &|_, _| {}) {
        let _ = format!("{report:?}");
    }
}

/// A folder in memory, where there is one.
fn memory() -> &'static Path {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => memory,
        false => Path::new("/tmp"),
    }
}

/// Paths and their bytes.
pub fn parts(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut heads: Vec<(usize, usize, String)> = Vec::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let end = at + line.len();
        let name = line
            .strip_prefix(b"-- ")
            .and_then(|line| line.strip_suffix(b" --\n"));
        if let Some(name) = name.and_then(|name| std::str::from_utf8(name).ok()) {
            heads.push((at, end, name.to_string()));
        }
        at = end;
    }
    let ends: Vec<usize> = heads
        .iter()
        .skip(1)
        .map(|head| head.0)
        .chain([bytes.len()])
        .collect();
    let parts = heads.into_iter().zip(ends);
    // The line before the next head is its own.
    parts
        .map(|((_, start, name), end)| (name, &bytes[start..end]))
        .collect()
}

fn folder(root: &Path, parts: &[(String, &[u8])]) {
    fs::create_dir_all(root).expect("there is room");
    for (name, bytes) in parts.iter().take(64) {
        let is_inside = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let path = root.join(name);
        if is_inside && !name.contains('\0') && name.len() < 200 {
            let folder = path.parent().expect("it lies in the root");
            // A file may stand where another part wants a folder.
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes));
        }
    }
}

/// A ZIP file whose members are stored as they are.
pub fn zip(parts: &[(String, &[u8])]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in parts {
        let offset = out.len() as u32;
        let length = bytes.len() as u32;
        let mut fields = vec![20_u8, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
        fields.extend(crc32(bytes).to_le_bytes());
        fields.extend([length.to_le_bytes(), length.to_le_bytes()].concat());
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend(name.as_bytes());
        out.extend(*bytes);
        list.extend(b"PK\x01\x02\x14\x00");
        list.extend(&fields);
        list.extend([0; 10]);
        list.extend(offset.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, count) = (out.len() as u32, parts.len() as u16);
    out.extend(&list);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    out.extend((list.len() as u32).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}
