//! Walk: which files lie in a folder of the site, and what is wrong with others there.

use std::ffi::OsStr;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

use walkdir::WalkDir;

use crate::diag::{Diagnostic, code};
use crate::source::{SitePath, SourceId, Span};

use super::{SourceTree, Stamp, has_other_names, prefixed, unreadable};

/// A file found on the walk.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: SitePath,
    pub(super) origin: PathBuf,
    pub(super) stamp: Stamp,
    /// Whether it has other names.
    pub(super) is_link: bool,
}

/// The files of a folder of the site, sorted by path.
pub(super) fn found_in(
    canonical: &Path,
    folder: &str,
    tree: &mut SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Found> {
    let mut found = Vec::new();
    walk(canonical, folder, tree, faults, &mut |it| found.push(it));
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

/// Gives the files of a folder of the site to `see`, folder by folder. Hidden files and editors' backups
/// are passed over.
pub(super) fn walk(
    canonical: &Path,
    folder: &str,
    tree: &mut SourceTree,
    faults: &mut Vec<Diagnostic>,
    see: &mut dyn FnMut(Found),
) {
    let base = tree.root.join(folder);
    if !base.exists() {
        return;
    }
    let mut walk = WalkDir::new(&base)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.file_name()));
    // How deep the linked folder lies whose files are being found.
    let mut linked: Option<usize> = None;
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                faults.push(walk_fault(&base, folder, &error, tree));
                continue;
            }
        };
        let Some(path) = site_path(&base, entry.path()) else {
            let shown = entry
                .path()
                .strip_prefix(&tree.root)
                .unwrap_or(entry.path());
            let id = tree
                .sources
                .add(SitePath::new(folder.to_string()), "".into());
            faults.push(
                Diagnostic::error(
                    &code::UNREADABLE,
                    Span::file(id),
                    format!("the name of `{}` is not UTF-8", shown.display()),
                )
                .help("rename the file"),
            );
            continue;
        };
        if entry.path_is_symlink() && !is_inside(entry.path(), canonical) {
            let shown = prefixed(folder, &path);
            let id = tree.refuse(&shown);
            faults.push(leads_out(&shown, id));
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        linked = linked.filter(|above| entry.depth() > *above);
        let is_linked = linked.is_some() || entry.path_is_symlink();
        if entry.file_type().is_dir() && is_linked && entry.depth() > 0 {
            linked = linked.or(Some(entry.depth()));
        }
        if entry.file_type().is_file() {
            let data = entry.metadata().ok();
            see(Found {
                path,
                stamp: data.as_ref().map(Stamp::of).unwrap_or_default(),
                is_link: is_linked || data.is_some_and(|it| has_other_names(&it)),
                origin: entry.into_path(),
            });
        } else if !entry.file_type().is_dir() {
            let shown = prefixed(folder, &path);
            let id = tree.refuse(&shown);
            faults.push(
                Diagnostic::error(
                    &code::UNREADABLE,
                    Span::file(id),
                    format!("`{shown}` is no file but a pipe, socket or device"),
                )
                .help("remove it, or put a file in its place"),
            );
        }
    }
}

pub(crate) fn is_inside(path: &Path, canonical: &Path) -> bool {
    path.canonicalize()
        .is_ok_and(|real| real.starts_with(canonical))
}

fn leads_out(shown: &SitePath, id: SourceId) -> Diagnostic {
    Diagnostic::error(
        &code::OUTSIDE_SITE,
        Span::file(id),
        format!("`{shown}` is a link that leads out of the site"),
    )
    .help("copy what it leads to into the site, in place of the link")
}

pub(crate) fn is_passed_over(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || matches!(name.as_ref(), "Thumbs.db" | "desktop.ini")
}

fn site_path(base: &Path, path: &Path) -> Option<SitePath> {
    let relative = path.strip_prefix(base).ok()?.to_str()?;
    Some(SitePath::new(relative.replace(MAIN_SEPARATOR, "/")))
}

fn walk_fault(
    base: &Path,
    folder: &str,
    error: &walkdir::Error,
    tree: &mut SourceTree,
) -> Diagnostic {
    let path = error
        .path()
        .and_then(|path| site_path(base, path))
        .unwrap_or_default();
    let path = prefixed(folder, &path);
    let span = Span::file(tree.refuse(&path));
    if error.loop_ancestor().is_some() {
        return Diagnostic::error(
            &code::LINK_LOOP,
            span,
            format!("`{path}` is a link to a folder that holds it"),
        )
        .help("remove the link");
    }
    let Some(cause) = error.io_error() else {
        return unreadable(&path, &std::io::Error::other(error.to_string()), span);
    };
    if cause.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return Diagnostic::error(
            &code::LINK_LOOP,
            span,
            format!("`{path}` is a link that leads back to itself"),
        )
        .help("remove the link");
    }
    // A file that the folder lists and that is not there is a link.
    if cause.kind() == std::io::ErrorKind::NotFound {
        return Diagnostic::error(
            &code::UNREADABLE,
            span,
            format!("`{path}` is a link to a file that is not there"),
        )
        .help("remove the link, or put the file itself in its place");
    }
    unreadable(&path, cause, span)
}
