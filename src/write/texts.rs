//! Single files of authors, written for them.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::error::Fault;

/// Puts a new text in the place of `old` in an author's file, in one step.
///
/// # Errors
/// When the file no longer holds `old`, or the disk refuses; the file is then as it was.
pub fn replace_text(path: &Path, old: &str, new: &str) -> Result<(), Fault> {
    // A link to a file stays a link; what it leads to is replaced.
    let real = path
        .canonicalize()
        .map_err(|error| Fault::io("find", path, error))?;
    let now = fs::read(&real).map_err(|error| Fault::io("read", path, error))?;
    if now != old.as_bytes() {
        let cause = io::Error::other("it was changed in the meantime; run the command again");
        return Err(Fault::io("rewrite", path, cause));
    }
    let failed = |error| Fault::io("rewrite", path, error);
    let mut name = OsString::from(".");
    name.push(real.file_name().unwrap_or_default());
    name.push(format!(".briefpack-{}", std::process::id()));
    let staging = real.with_file_name(name);
    let written = fs::metadata(&real).and_then(|data| {
        fs::write(&staging, new)?;
        fs::set_permissions(&staging, data.permissions())?;
        fs::rename(&staging, &real)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&staging);
        failed(error)
    })
}

/// Writes a text where there is no file yet; gives whether it did.
///
/// # Errors
/// When the disk refuses.
pub fn new_text(path: &Path, text: &str) -> Result<bool, Fault> {
    let failed = |error| Fault::io("write", path, error);
    let mut file = match fs::File::create_new(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(failed(error)),
    };
    file.write_all(text.as_bytes()).map_err(|error| {
        let _ = fs::remove_file(path);
        failed(error)
    })?;
    Ok(true)
}
