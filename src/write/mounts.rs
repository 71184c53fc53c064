//! What is mounted at a folder, which cannot be exchanged then, and in one: that is not briefpack's, whatever the
//! folder around it is.

use std::path::{Path, PathBuf};

/// Whether a folder cannot be exchanged because something is mounted there.
pub(super) fn is_mounted(folder: &Path) -> bool {
    is_root_of_mount(folder) || is_on_another_disk(folder)
}

#[cfg(target_os = "linux")]
fn is_root_of_mount(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|data| data.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_root_of_mount(_folder: &Path) -> bool {
    false
}

#[cfg(unix)]
fn is_on_another_disk(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| std::fs::metadata(path).map(|data| data.dev()).ok();
    disk(folder).is_some_and(|here| disk(&folder.join("..")).is_some_and(|above| above != here))
}

#[cfg(not(unix))]
fn is_on_another_disk(_folder: &Path) -> bool {
    false
}

/// A folder inside this one at which something is mounted, a disk or another folder.
pub(super) fn inside(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    points(&folder).into_iter().find(|point| *point != folder)
}

/// Whether something is mounted at a folder or inside it.
pub(super) fn is_at_or_inside(folder: &Path) -> bool {
    let folder = folder.canonicalize();
    folder.is_ok_and(|folder| !points(&folder).is_empty())
}

/// Where something is mounted at or inside a folder, as far as the system tells.
#[cfg(target_os = "linux")]
fn points(folder: &Path) -> Vec<PathBuf> {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    // As proc_pid_mountinfo(5) has it: the fifth field is where, with odd bytes as octal numbers.
    let table = std::fs::read("/proc/self/mountinfo").unwrap_or_default();
    let points = table
        .split(|byte| *byte == b'\n')
        .filter_map(|line| line.split(|byte| *byte == b' ').nth(4));
    points
        .map(|point| PathBuf::from(OsString::from_vec(unescaped(point))))
        .filter(|point| point.starts_with(folder))
        .collect()
}

#[cfg(target_os = "linux")]
fn unescaped(point: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = point;
    while let [first, after @ ..] = rest {
        let digits = after
            .get(..3)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let octal = digits.and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match octal {
            Some(byte) if *first == b'\\' => {
                out.push(byte);
                rest = &after[3..];
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}

/// Elsewhere another disk shows by its number.
#[cfg(all(unix, not(target_os = "linux")))]
fn points(folder: &Path) -> Vec<PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| path.symlink_metadata().map(|data| data.dev()).ok();
    let mut open = vec![folder.to_path_buf()];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        for entry in std::fs::read_dir(&path).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                match disk(&entry.path()) == disk(folder) {
                    true => open.push(entry.path()),
                    false => found.push(entry.path()),
                }
            }
        }
    }
    found
}

#[cfg(not(unix))]
fn points(_folder: &Path) -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_mounts_is_read() {
        assert!(is_at_or_inside(Path::new("/proc")));
        assert!(inside(Path::new("/")).is_some());
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_at_or_inside(folder.path()));
        assert_eq!(inside(&folder.path().join("none")), None);
    }

    #[test]
    fn spaces_and_the_like_are_octal_numbers() {
        assert_eq!(unescaped(br"/a\040b\134c\1"), br"/a b\c\1");
        assert_eq!(unescaped(b""), b"");
    }
}
