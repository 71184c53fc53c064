//! `briefpack data inspect`.

use std::io::Read as _;
use std::path::Path;

use super::report::report;
use super::{Done, MessageFormat, say};
use crate::error::Fault;
use crate::parse::inspect::{Inspection, inspect, most_bytes, too_large};

/// Prints the descriptions of the tables in a data file.
pub(super) fn run(path: &Path, sheet: Option<&str>) -> Result<Done, Fault> {
    let fault = |cause| Fault::io("read", path, cause);
    let file = std::fs::File::open(path).map_err(fault)?;
    let found = file.metadata().map_err(fault)?;
    if found.is_dir() {
        return Err(Fault::Usage(format!(
            "`{}` is a folder: name a CSV file or a workbook",
            path.display()
        )));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let most = most_bytes(&name);
    let mut bytes = Vec::new();
    // What is no plain file may say that it has no size.
    let read = match found.len() > most {
        true => most + 1,
        false => file.take(most + 1).read_to_end(&mut bytes).map_err(fault)? as u64,
    };
    let inspection = match read > most {
        true => too_large(&name),
        false => inspect(&name, bytes.into(), sheet),
    };
    Ok(told(&inspection))
}

fn told(inspection: &Inspection) -> Done {
    say(&inspection.yaml);
    report(
        &inspection.diagnostics,
        &inspection.sources,
        MessageFormat::Text,
    );
    match inspection.tables {
        0 => Done::WithErrors,
        _ => Done::Well,
    }
}
