//! Discover: the only reader of the site folder.
//!
//! In: the path of the folder. Out: a [`SourceTree`] with every text in memory and every other
//! file by its name and size. What cannot be read is reported; nothing outside the folder is
//! followed.

#![expect(clippy::disallowed_methods, reason = "this stage is the reader")]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diag::{Diagnostic, code};
use crate::error::Fault;
use crate::outcome::Outcome;
use crate::source::{SitePath, SourceId, SourceMap, Span};

/// The largest text that is read; a longer one is an attachment or a mistake.
const LARGEST_TEXT: u64 = 1 << 30;

/// The site folder as read.
#[derive(Debug)]
pub struct SourceTree {
    /// The folder.
    pub root: PathBuf,
    /// Every text, for diagnostics to point into.
    pub sources: SourceMap,
    /// `briefpack.yaml`.
    pub config: SourceId,
    /// Markdown, YAML and CSV, by path under `content/`.
    pub texts: BTreeMap<SitePath, TextFile>,
    /// Every file under `content/`, texts included, by path under `content/`.
    pub files: BTreeMap<SitePath, DataFile>,
    /// The files of the site's own themes, by path under `themes/`.
    pub themes: BTreeMap<SitePath, ThemeFile>,
}

/// A text file.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Its text.
    pub source: SourceId,
    /// The first byte that is not UTF-8, where there is one; what follows is replaced.
    pub not_utf8: Option<usize>,
}

/// A file that is not read, or not only.
#[derive(Debug, Clone)]
pub struct DataFile {
    /// Where it is.
    pub origin: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Width and height in pixels, for images that say so.
    pub pixels: Option<(u32, u32)>,
}

/// A file of a theme.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its text, for templates.
    pub source: Option<SourceId>,
}

/// A file found on the walk.
struct Found {
    path: SitePath,
    origin: PathBuf,
    size: u64,
}

/// What was read of a file.
enum Contents {
    Text(Arc<str>, Option<usize>),
    Bytes(Arc<[u8]>),
    Size(Option<(u32, u32)>),
    TooLarge,
    Unreadable(std::io::Error),
}

/// Reads the site folder.
///
/// # Errors
/// When the folder or its `briefpack.yaml` is not there or cannot be read.
pub fn discover(root: &Path) -> Result<Outcome<SourceTree>, Fault> {
    let canonical = root
        .canonicalize()
        .map_err(|error| Fault::io("find the site folder", root, error))?;
    let mut faults = Vec::new();
    let mut sources = SourceMap::default();
    let config = read_config(root, &canonical, &mut sources)?;
    let mut tree = SourceTree {
        root: root.to_path_buf(),
        sources,
        config,
        texts: BTreeMap::new(),
        files: BTreeMap::new(),
        themes: BTreeMap::new(),
    };
    let content = walk(root, &canonical, "content", &mut tree.sources, &mut faults);
    let read: Vec<(Found, Contents)> = content
        .into_par_iter()
        .map(|found| {
            let read = read_content(&found);
            (found, read)
        })
        .collect();
    for (found, read) in read {
        tree.add_content(found, read, &mut faults);
    }
    let themes = walk(root, &canonical, "themes", &mut tree.sources, &mut faults);
    for found in themes {
        let read = read_theme(&found);
        tree.add_theme(found, read, &mut faults);
    }
    Ok(Outcome {
        value: tree,
        diagnostics: faults,
    })
}

fn read_config(root: &Path, canonical: &Path, sources: &mut SourceMap) -> Result<SourceId, Fault> {
    let path = root.join("briefpack.yaml");
    if !path.exists() {
        return Err(Fault::NotASite {
            folder: canonical.to_path_buf(),
        });
    }
    let bytes = std::fs::read(&path).map_err(|error| Fault::io("read", &path, error))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(sources.add(SitePath::new("briefpack.yaml"), text.into()))
}

/// The files of a folder of the site, sorted by path. Hidden files and editors' backups are
/// passed over.
fn walk(
    root: &Path,
    canonical: &Path,
    folder: &str,
    sources: &mut SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Found> {
    let base = root.join(folder);
    let mut found = Vec::new();
    if !base.exists() {
        return found;
    }
    let walk = WalkDir::new(&base)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_passed_over(entry.file_name()));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                faults.push(walk_fault(&base, folder, &error, sources));
                continue;
            }
        };
        let Some(path) = site_path(&base, entry.path()) else {
            let shown = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let id = sources.add(SitePath::new(folder.to_string()), "".into());
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
        if entry.path_is_symlink() {
            let inside = entry
                .path()
                .canonicalize()
                .is_ok_and(|real| real.starts_with(canonical));
            if !inside {
                let id = sources.add(prefixed(folder, &path), "".into());
                faults.push(
                    Diagnostic::error(
                        &code::OUTSIDE_SITE,
                        Span::file(id),
                        format!("`{folder}/{path}` is a link that leads out of the site"),
                    )
                    .help("copy the file into the site in place of the link"),
                );
                continue;
            }
        }
        if entry.file_type().is_file() {
            let size = entry.metadata().map_or(0, |data| data.len());
            found.push(Found {
                path,
                origin: entry.into_path(),
                size,
            });
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

fn is_passed_over(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.ends_with('~')
        || name.starts_with("~$")
        || matches!(name.as_ref(), "Thumbs.db" | "desktop.ini")
}

fn site_path(base: &Path, path: &Path) -> Option<SitePath> {
    let relative = path.strip_prefix(base).ok()?;
    let parts: Option<Vec<&str>> = relative
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    Some(SitePath::new(parts?.join("/")))
}

fn prefixed(folder: &str, path: &SitePath) -> SitePath {
    SitePath::new(format!("{folder}/{path}").trim_end_matches('/').to_string())
}

fn walk_fault(
    base: &Path,
    folder: &str,
    error: &walkdir::Error,
    sources: &mut SourceMap,
) -> Diagnostic {
    let path = error
        .path()
        .and_then(|path| site_path(base, path))
        .unwrap_or_default();
    let path = prefixed(folder, &path);
    let id = sources.add(path.clone(), "".into());
    if error.loop_ancestor().is_some() {
        return Diagnostic::error(
            &code::LINK_LOOP,
            Span::file(id),
            format!("`{path}` is a link to a folder that holds it"),
        )
        .help("remove the link");
    }
    let cause = error
        .io_error()
        .map_or_else(|| error.to_string(), ToString::to_string);
    Diagnostic::error(
        &code::UNREADABLE,
        Span::file(id),
        format!("`{path}` cannot be read: {cause}"),
    )
    .help("check that the file is there and that you may read it")
}

fn is_text(path: &SitePath) -> bool {
    matches!(path.extension().as_str(), "md" | "yaml" | "yml" | "csv")
}

fn read_content(found: &Found) -> Contents {
    if is_text(&found.path) {
        if found.size > LARGEST_TEXT {
            return Contents::TooLarge;
        }
        return match std::fs::read(&found.origin) {
            Ok(bytes) => as_text(bytes),
            Err(error) => Contents::Unreadable(error),
        };
    }
    // Only what an image needs to say its size.
    let mut head = vec![0; 64 * 1024];
    let read = std::fs::File::open(&found.origin).and_then(|mut file| file.read(&mut head));
    match read {
        Ok(length) => Contents::Size(image_size(&head[..length])),
        Err(error) => Contents::Unreadable(error),
    }
}

fn image_size(head: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(head).ok()?;
    Some((
        u32::try_from(size.width).ok()?,
        u32::try_from(size.height).ok()?,
    ))
}

fn read_theme(found: &Found) -> Contents {
    match std::fs::read(&found.origin) {
        Ok(bytes) => Contents::Bytes(bytes.into()),
        Err(error) => Contents::Unreadable(error),
    }
}

fn as_text(bytes: Vec<u8>) -> Contents {
    match String::from_utf8(bytes) {
        Ok(text) => Contents::Text(text.into(), None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            Contents::Text(String::from_utf8_lossy(error.as_bytes()).into(), Some(at))
        }
    }
}

impl SourceTree {
    fn add_content(&mut self, found: Found, read: Contents, faults: &mut Vec<Diagnostic>) {
        let shown = prefixed("content", &found.path);
        let mut pixels = None;
        match read {
            Contents::Text(text, not_utf8) => {
                let source = self.sources.add(shown, text);
                self.texts
                    .insert(found.path.clone(), TextFile { source, not_utf8 });
            }
            Contents::Size(size) => pixels = size,
            Contents::Bytes(_) => {}
            Contents::TooLarge if found.path.extension() == "csv" => {}
            Contents::TooLarge => {
                let id = self.sources.add(shown.clone(), "".into());
                faults.push(
                    Diagnostic::error(
                        &code::TOO_LARGE,
                        Span::file(id),
                        format!("`{shown}` is larger than a text can be"),
                    )
                    .help("attach it as a file of another kind"),
                );
            }
            Contents::Unreadable(error) => self.unreadable(&shown, &error, faults),
        }
        let file = DataFile {
            origin: found.origin,
            size: found.size,
            pixels,
        };
        self.files.insert(found.path, file);
    }

    fn add_theme(&mut self, found: Found, read: Contents, faults: &mut Vec<Diagnostic>) {
        let shown = prefixed("themes", &found.path);
        match read {
            Contents::Bytes(bytes) => {
                let is_text = matches!(found.path.extension().as_str(), "html" | "css" | "yaml");
                let text = is_text.then(|| String::from_utf8_lossy(&bytes).into_owned());
                let source = text.map(|text| self.sources.add(shown, text.into()));
                self.themes.insert(found.path, ThemeFile { bytes, source });
            }
            Contents::Unreadable(error) => self.unreadable(&shown, &error, faults),
            Contents::Text(..) | Contents::Size(_) | Contents::TooLarge => {}
        }
    }

    fn unreadable(
        &mut self,
        shown: &SitePath,
        error: &std::io::Error,
        faults: &mut Vec<Diagnostic>,
    ) {
        let id = self.sources.add(shown.clone(), "".into());
        faults.push(
            Diagnostic::error(
                &code::UNREADABLE,
                Span::file(id),
                format!("`{shown}` cannot be read: {error}"),
            )
            .help("check that the file is there and that you may read it"),
        );
    }
}
