//! `briefpack verify`.

use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;

use super::progress::Progress;
use super::{Done, VerifyArguments, say};
use crate::error::Fault;
use crate::number::counted;
use crate::signature::{MOST, NoKey, PublicKey};
use crate::verify::Given;

/// Reads `--key`: a key, or the name of a file with one.
pub(super) fn key(text: &str) -> Result<PublicKey, String> {
    let path = Path::new(text);
    if !path.is_file() {
        let told = |no: NoKey| told(&no, ", nor is there a file of that name");
        return PublicKey::read(text).map_err(told);
    }
    let mut bytes = String::new();
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    file.take(MOST)
        .read_to_string(&mut bytes)
        .map_err(|error| error.to_string())?;
    PublicKey::read(&bytes).map_err(|no| told(&no, ""))
}

/// Why something is no key, and what to do.
fn told(no: &NoKey, more: &str) -> String {
    match no.is_secret {
        true => format!(
            "{}\n\nhelp: name the file beside it that ends in `.pub`",
            no.what
        ),
        false => format!("{}{more}\n\nhelp: {}", no.what, no.help),
    }
}

/// Says what of an archive is not as it was made.
pub(super) fn run(arguments: &VerifyArguments) -> Result<Done, Fault> {
    let path = &arguments.path;
    let given = Given {
        keys: arguments.key.clone(),
        signatures: arguments.signature.clone(),
    };
    let progress = Progress::new("Reading");
    let report = crate::verify::verify(path, &given, &|done, total| progress.tell(done, total));
    progress.end();
    let report = report?;
    let mut text = String::new();
    for checked in &report.checked {
        text.push_str(&format!("checked: {checked}\n"));
    }
    for unchecked in &report.unchecked {
        text.push_str(&format!("not checked: {unchecked}\n"));
    }
    say(&text);
    for finding in &report.found {
        let _ = writeln!(anstream::stderr(), "error: {finding}");
    }
    let shown = path.display();
    if report.found.is_empty() {
        say(&format!("`{shown}` is as it was made.\n"));
        return Ok(Done::Well);
    }
    let count = counted(report.found.len(), "fault");
    let _ = writeln!(
        anstream::stderr(),
        "{count}: `{shown}` is not as it was made"
    );
    Ok(Done::WithErrors)
}
