//! `briefpack init`.

use std::fs;
use std::path::Path;

use super::{Done, say};
use crate::embedded::INIT_SITE;
use crate::error::Fault;

/// Makes a small working site in a new or empty folder.
pub(super) fn run(folder: &Path) -> Result<Done, Fault> {
    if let Ok(mut entries) = fs::read_dir(folder)
        && let Some(Ok(entry)) = entries.next()
    {
        return Err(Fault::Usage(format!(
            "`{}` is not empty: it holds `{}`\nhelp: name a new folder",
            folder.display(),
            entry.file_name().to_string_lossy()
        )));
    }
    for (name, bytes) in INIT_SITE {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Fault::io("make the folder", parent, error))?;
        fs::write(&path, bytes).map_err(|error| Fault::io("write", &path, error))?;
    }
    let shown = folder.display();
    say(&format!(
        "Made a site in {shown}. Its files explain themselves; begin with briefpack.yaml.\n\
         Build it with:  briefpack build {shown}\n"
    ));
    Ok(Done::Well)
}
