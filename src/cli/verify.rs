//! `briefpack verify`.

use std::io::Write as _;
use std::path::Path;

use super::progress::Progress;
use super::{Done, say};
use crate::error::Fault;
use crate::number::counted;

/// Says what of an archive is not as it was made.
pub(super) fn run(path: &Path) -> Result<Done, Fault> {
    let progress = Progress::new("Reading");
    let report = crate::verify::verify(path, &|done, total| progress.tell(done, total));
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
