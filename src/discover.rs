//! Discover: the only reader of the site folder.
//!
//! In: the path of the folder. Out: a [`SourceTree`] with every text in memory and every other
//! file by its name and size. What cannot be read is reported; nothing outside the folder is
//! followed.

mod contents;
mod picture;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use crate::diag::{Diagnostic, code};
use crate::error::Fault;
use crate::outcome::Outcome;
use crate::source::{SitePath, SourceId, SourceMap, Span};

use contents::{
    BYTE_ORDER_MARK, Contents, LARGEST_GEOGRAPHY, LARGEST_PAGE, as_text, content_in_memory,
    is_delimited, is_no_file, largest, no_file, read_bytes, read_content, read_whole,
};
use walk::{Found, found_in};

pub(crate) use contents::LARGEST_BOOK;
pub use picture::Picture;
pub(crate) use walk::{is_inside, is_passed_over};

/// The site folder as read.
#[derive(Debug, Clone)]
pub struct SourceTree {
    /// The folder.
    pub root: PathBuf,
    /// Every text, for diagnostics to point into.
    pub sources: SourceMap,
    /// `briefpack.yaml`.
    pub config: SourceId,
    /// Markdown, YAML, CSV, SVG, and JSON in `data/`, by path under `content/`.
    pub texts: BTreeMap<SitePath, TextFile>,
    /// Every file under `content/`, texts included, by path under `content/`.
    pub files: BTreeMap<SitePath, DataFile>,
    /// The bytes of data files that are no text in UTF-8: workbooks in folders `data/`, and CSV in
    /// other encodings.
    pub bytes: BTreeMap<SitePath, Arc<[u8]>>,
    /// The files of the site's own themes, by path under `themes/`.
    pub themes: BTreeMap<SitePath, ThemeFile>,
    /// Paths under `content/` of which has been reported that they cannot be read: that they are
    /// not there is no second fault.
    pub unread: BTreeSet<SitePath>,
    /// Whether a file has other names, in the site folder or elsewhere, as by a link: what is changed under
    /// another name is changed here too. Looked at by [`discover`] alone.
    pub has_links: bool,
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
    /// The file as a place for diagnostics; its text where it is one, else nothing.
    pub source: SourceId,
    /// Where it is.
    pub origin: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// Width and height in pixels, for images that say so.
    pub pixels: Option<(u32, u32)>,
    /// What it is as an image, by its first bytes.
    pub picture: Picture,
    /// Whether it begins as a page or another text of markup does, whatever its name says.
    pub begins_as_markup: bool,
}

/// A file of a theme.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its text, for templates.
    pub source: Option<SourceId>,
}

/// A file of the site folder, by its path in it.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path in the site folder.
    pub path: String,
    /// Where it is.
    pub origin: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// Whether a file has other names on its disk, as far as the system tells.
pub(crate) fn has_other_names(data: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    let names = std::os::unix::fs::MetadataExt::nlink(data);
    #[cfg(not(unix))]
    let names = u64::from(data.is_file());
    names > 1
}

/// What a disk says of a file without its being read. Two that are the same are of the same content,
/// unless it was changed within the moment in which the disk's clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Stamp {
    /// The size in bytes.
    pub(crate) size: u64,
    /// When the content was last changed, in nanoseconds; anybody can set it.
    pub(crate) modified: i64,
    /// When anything about the file was last changed, in nanoseconds; only the system sets it.
    pub(crate) changed: i64,
    /// The file's number on its disk.
    pub(crate) inode: u64,
}

impl Stamp {
    /// The stamp of a file.
    #[cfg(unix)]
    pub(crate) fn of(data: &std::fs::Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt as _;
        let whole = |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000) + rest;
        Stamp {
            size: data.size(),
            modified: whole(data.mtime(), data.mtime_nsec()),
            changed: whole(data.ctime(), data.ctime_nsec()),
            inode: data.ino(),
        }
    }

    /// The stamp of a file, of a system that says less: too little to go by.
    #[cfg(not(unix))]
    pub(crate) fn of(data: &std::fs::Metadata) -> Stamp {
        Stamp {
            size: data.len(),
            changed: i64::MAX,
            ..Stamp::default()
        }
    }
}

/// What lies in a site folder, before it is read.
#[derive(Debug, Clone)]
pub(crate) struct Survey {
    root: PathBuf,
    config: Stamp,
    content: Vec<Found>,
    themes: Vec<Found>,
    /// The faults of the walk, and the names of what has them.
    tree: SourceTree,
    faults: Vec<Diagnostic>,
}

/// The folder of content and that of themes.
const CONTENT: &str = "content";
const THEMES: &str = "themes";
/// The configuration.
const CONFIG: &str = "briefpack.yaml";

/// Reads the site folder.
///
/// # Errors
/// When the folder or its `briefpack.yaml` is not there or cannot be read.
pub fn discover(root: &Path) -> Result<Outcome<SourceTree>, Fault> {
    let opened = open(root)?;
    let has_links = opened.survey.has_links();
    let mut read = opened.tree();
    read.value.has_links = has_links;
    Ok(read)
}

/// Looks which files a site folder holds, and reads those of the content as they are found.
///
/// # Errors
/// As [`discover`].
#[inline(never)] // `bench/budget` tells stages apart by it.
pub(crate) fn open(root: &Path) -> Result<Opened, Fault> {
    let mut contents = Vec::new();
    let survey = survey_with(root, |canonical, tree, faults| {
        let read = Mutex::new(Vec::new());
        rayon::scope(|scope| {
            let mut batch = Vec::with_capacity(AT_ONCE);
            let hand_over = |batch: Vec<Found>| {
                let read = &read;
                scope.spawn(move |_| {
                    let batch = batch.into_iter().map(|found| {
                        let contents = read_content(&found);
                        (found, contents)
                    });
                    let batch: Vec<(Found, Contents)> = batch.collect();
                    read.lock().expect(UNBROKEN).extend(batch);
                });
            };
            walk::walk(canonical, CONTENT, tree, faults, &mut |found| {
                batch.push(found);
                if batch.len() == AT_ONCE {
                    hand_over(std::mem::replace(&mut batch, Vec::with_capacity(AT_ONCE)));
                }
            });
            hand_over(batch);
        });
        let mut read = read.into_inner().expect(UNBROKEN);
        read.sort_unstable_by(|(left, _), (right, _)| left.path.cmp(&right.path));
        let found;
        (found, contents) = read.into_iter().unzip();
        found
    })?;
    Ok(Opened { survey, contents })
}

/// How many files are handed over to be read: enough that handing over is nothing beside it, few enough
/// that no processor waits for another at the end.
const AT_ONCE: usize = 16;

const UNBROKEN: &str = "no reader panics while it holds the lock";

/// Looks which files a site folder holds.
///
/// # Errors
/// As [`discover`].
pub(crate) fn survey(root: &Path) -> Result<Survey, Fault> {
    survey_with(root, |canonical, tree, faults| {
        found_in(canonical, CONTENT, tree, faults)
    })
}

/// Looks at some files of the content alone, by their paths in the site folder. What is no file, or a
/// link that leads out of the site, is passed over.
///
/// # Errors
/// As [`discover`].
pub(crate) fn survey_of(root: &Path, files: &BTreeSet<String>) -> Result<Survey, Fault> {
    survey_with(root, |canonical, tree, _| {
        let files = files.iter().filter_map(|path| {
            let within = path.strip_prefix(CONTENT)?.strip_prefix('/')?;
            let origin = tree.root.join(path);
            let data = std::fs::metadata(&origin).ok()?;
            (data.is_file() && is_inside(&origin, canonical)).then(|| Found {
                path: SitePath::new(within),
                stamp: Stamp::of(&data),
                is_link: has_other_names(&data),
                origin,
            })
        });
        files.collect()
    })
}

/// Whether anything stands at a path in a site folder.
pub(crate) fn is_there(root: &Path, path: &SitePath) -> bool {
    root.join(path.as_str()).symlink_metadata().is_ok()
}

fn survey_with(
    root: &Path,
    content: impl FnOnce(&Path, &mut SourceTree, &mut Vec<Diagnostic>) -> Vec<Found>,
) -> Result<Survey, Fault> {
    let canonical = root
        .canonicalize()
        .map_err(|error| Fault::io("find the site folder", root, error))?;
    let mut faults = Vec::new();
    let mut sources = SourceMap::default();
    let (config, stamp) = read_config(root, &canonical, &mut sources, &mut faults)?;
    let mut tree = SourceTree::empty(root.to_path_buf(), sources, config);
    Ok(Survey {
        root: root.to_path_buf(),
        config: stamp,
        content: content(&canonical, &mut tree, &mut faults),
        themes: found_in(&canonical, THEMES, &mut tree, &mut faults),
        tree,
        faults,
    })
}

/// What lies in a site folder, with what was read of its content.
pub(crate) struct Opened {
    survey: Survey,
    /// Of every file of the content, in the same order.
    contents: Vec<Contents>,
}

impl Opened {
    /// Every file by its path in the site folder, in order, with its stamp.
    pub(crate) fn files(&self) -> Vec<(String, Stamp)> {
        self.survey.files()
    }

    /// The site folder as it was read.
    pub(crate) fn tree(self) -> Outcome<SourceTree> {
        let Survey {
            content,
            themes,
            mut tree,
            mut faults,
            ..
        } = self.survey;
        for (found, read) in content.into_iter().zip(self.contents) {
            tree.add_content(found, read, &mut faults);
        }
        tree.add_themes(themes, &mut faults);
        Outcome {
            value: tree,
            diagnostics: faults,
        }
    }
}

impl Survey {
    /// Reads what was found.
    pub(crate) fn read(self) -> Opened {
        let contents = self.content.par_iter().map(read_content).collect();
        Opened {
            survey: self,
            contents,
        }
    }

    /// Every file by its path in the site folder, in order, with its stamp.
    pub(crate) fn files(&self) -> Vec<(String, Stamp)> {
        let config = (CONFIG.to_string(), self.config);
        let within = |folder: &'static str, files: &[Found]| -> Vec<(String, Stamp)> {
            let files = files.iter();
            files
                .map(|it| ([folder, "/", it.path.as_str()].concat(), it.stamp))
                .collect()
        };
        let content = within(CONTENT, &self.content);
        let themes = within(THEMES, &self.themes);
        let files = std::iter::once(config).chain(content).chain(themes);
        files.collect()
    }

    /// Whether a file has other names.
    fn has_links(&self) -> bool {
        let config = self.root.join(CONFIG).symlink_metadata();
        let is_link = config.is_ok_and(|data| data.is_symlink() || has_other_names(&data));
        let mut files = self.content.iter().chain(&self.themes);
        is_link || files.any(|file| file.is_link)
    }

    /// Whether something could not be looked at.
    pub(crate) fn has_faults(&self) -> bool {
        !self.faults.is_empty()
    }

    /// The same with only some of the content, by the paths of files in the site folder.
    pub(crate) fn only(&self, keep: &BTreeSet<String>) -> Survey {
        let kept = keep.iter().filter_map(|path| {
            let path = SitePath::new(path.strip_prefix(CONTENT)?.strip_prefix('/')?);
            let at = self.content.binary_search_by(|it| it.path.cmp(&path));
            Some(self.content[at.ok()?].clone())
        });
        Survey {
            root: self.root.clone(),
            config: self.config,
            content: kept.collect(),
            themes: self.themes.clone(),
            tree: self.tree.clone(),
            faults: self.faults.clone(),
        }
    }

    /// Where a file of the site folder lies.
    pub(crate) fn origin(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

/// Reads the files of the site's own themes again.
///
/// # Errors
/// When the folder is not there any more.
pub(crate) fn themes_again(tree: &mut SourceTree) -> Result<Vec<Diagnostic>, Fault> {
    let canonical = tree.root.canonicalize();
    let canonical =
        canonical.map_err(|error| Fault::io("find the site folder", &tree.root, error))?;
    let mut faults = Vec::new();
    tree.themes.clear();
    let themes = found_in(&canonical, THEMES, tree, &mut faults);
    tree.add_themes(themes, &mut faults);
    Ok(faults)
}

/// Whether [`discover`] reads what stands at a path in the site folder, or would, if it were there.
pub(crate) fn is_read(path: &Path) -> bool {
    let mut parts = path.iter();
    match parts.next().and_then(OsStr::to_str) {
        Some("briefpack.yaml") => parts.next().is_none(),
        Some("content" | "themes") => !parts.any(is_passed_over),
        _ => false,
    }
}

fn read_config(
    root: &Path,
    canonical: &Path,
    sources: &mut SourceMap,
    faults: &mut Vec<Diagnostic>,
) -> Result<(SourceId, Stamp), Fault> {
    let path = root.join(CONFIG);
    if !path.exists() {
        return Err(Fault::NotASite {
            folder: canonical.to_path_buf(),
        });
    }
    if !is_inside(&path, canonical) {
        let cause = std::io::Error::other("it is a link that leads out of the site");
        return Err(Fault::io("read", &path, cause));
    }
    let failed = |error| Fault::io("read", &path, error);
    // Before it is read: what changes it afterwards gives it another stamp.
    let data = std::fs::metadata(&path).map_err(failed)?;
    if is_no_file(&data) {
        return Err(failed(no_file()));
    }
    let stamp = Stamp::of(&data);
    let bytes = read_whole(&path).map_err(failed)?;
    Ok((add_config(bytes, sources, faults), stamp))
}

fn add_config(bytes: Vec<u8>, sources: &mut SourceMap, faults: &mut Vec<Diagnostic>) -> SourceId {
    let (text, not_utf8) = as_text(bytes);
    let source = sources.add(SitePath::new(CONFIG), text);
    if not_utf8.is_some() {
        faults.push(not_utf8_fault(&TextFile { source, not_utf8 }));
    }
    source
}

/// A site that stands in memory: files by their paths in the site folder, read as [`discover`] reads
/// them from disk. Without a `briefpack.yaml` it has an empty one.
pub fn in_memory(mut files: BTreeMap<SitePath, Vec<u8>>) -> Outcome<SourceTree> {
    let mut faults = Vec::new();
    let mut sources = SourceMap::default();
    let config = files.remove(&SitePath::new(CONFIG)).unwrap_or_default();
    let config = add_config(config, &mut sources, &mut faults);
    let mut tree = SourceTree::empty(PathBuf::new(), sources, config);
    for (path, bytes) in files {
        let found = |inside: &str| Found {
            path: SitePath::new(inside.to_string()),
            origin: PathBuf::from(path.as_str()),
            stamp: Stamp {
                size: bytes.len() as u64,
                ..Stamp::default()
            },
            is_link: false,
        };
        if let Some(inside) = path.inside("content") {
            let found = found(inside);
            let read = content_in_memory(&found, bytes);
            tree.add_content(found, read, &mut faults);
        } else if let Some(inside) = path.inside("themes") {
            tree.add_theme(found(inside), Contents::Bytes(bytes.into()), &mut faults);
        }
    }
    Outcome {
        value: tree,
        diagnostics: faults,
    }
}

fn prefixed(folder: &str, path: &SitePath) -> SitePath {
    match path.as_str() {
        "" => SitePath::new(folder.to_string()),
        inside => SitePath::new([folder, "/", inside].concat()),
    }
}

impl SourceTree {
    fn empty(root: PathBuf, sources: SourceMap, config: SourceId) -> SourceTree {
        SourceTree {
            root,
            sources,
            config,
            texts: BTreeMap::new(),
            files: BTreeMap::new(),
            bytes: BTreeMap::new(),
            themes: BTreeMap::new(),
            unread: BTreeSet::new(),
            has_links: false,
        }
    }

    /// Every file of the site folder that a build reads.
    pub fn whole(&self) -> Vec<SourceFile> {
        let config = self.root.join("briefpack.yaml");
        let size = config.metadata().map_or(0, |data| data.len());
        let mut whole = vec![SourceFile {
            path: "briefpack.yaml".to_string(),
            origin: config,
            size,
        }];
        whole.extend(self.files.iter().map(|(path, file)| SourceFile {
            path: format!("content/{path}"),
            origin: file.origin.clone(),
            size: file.size,
        }));
        whole.extend(self.themes.iter().map(|(path, file)| SourceFile {
            path: format!("themes/{path}"),
            origin: self.root.join("themes").join(path.as_str()),
            size: file.bytes.len() as u64,
        }));
        whole
    }

    /// Enters a file that is not read, as a place for diagnostics.
    fn refuse(&mut self, shown: &SitePath) -> SourceId {
        if let Some(path) = shown.inside("content") {
            self.unread.insert(SitePath::new(path.to_string()));
        }
        self.sources.add(shown.clone(), "".into())
    }

    fn add_content(&mut self, found: Found, read: Contents, faults: &mut Vec<Diagnostic>) {
        let shown = prefixed("content", &found.path);
        let (mut picture, mut begins_as_markup) = ((Picture::Unknown, None), false);
        let (text, read) = match read {
            Contents::Text(text, not_utf8) => (text, Contents::Text("".into(), not_utf8)),
            read => ("".into(), read),
        };
        let source = self.sources.add(shown.clone(), text);
        match read {
            Contents::Text(_, not_utf8) => {
                self.texts
                    .insert(found.path.clone(), TextFile { source, not_utf8 });
            }
            Contents::Encoded(bytes, at) => {
                let not_utf8 = Some(at);
                self.texts
                    .insert(found.path.clone(), TextFile { source, not_utf8 });
                self.bytes.insert(found.path.clone(), bytes);
            }
            Contents::Head {
                picture: judged,
                is_markup,
            } => (picture, begins_as_markup) = (judged, is_markup),
            Contents::Bytes(bytes) => {
                self.bytes.insert(found.path.clone(), bytes);
            }
            Contents::TooLarge if is_delimited(&found.path) => {}
            Contents::TooLarge if largest(&found.path) == LARGEST_GEOGRAPHY => {
                self.unread.insert(found.path.clone());
                faults.push(
                    Diagnostic::error(
                        &code::TOO_LARGE,
                        Span::file(source),
                        format!("`{shown}` is larger than boundaries can be, which is 256 MB"),
                    )
                    .help("use a generalised file of the same boundaries, or move it to `files/`"),
                );
            }
            Contents::TooLarge => {
                self.unread.insert(found.path.clone());
                let most = match largest(&found.path) {
                    LARGEST_PAGE => "a page, description or bibliography can be, which is 32 MB",
                    _ => "a text can be, which is 1 GB",
                };
                faults.push(
                    Diagnostic::error(
                        &code::TOO_LARGE,
                        Span::file(source),
                        format!("`{shown}` is larger than {most}"),
                    )
                    .help("split it into several files, or attach it as a file of another kind"),
                );
            }
            Contents::Unreadable(error) => {
                self.unread.insert(found.path.clone());
                faults.push(unreadable(&shown, &error, Span::file(source)));
            }
        }
        let file = DataFile {
            source,
            origin: found.origin,
            size: found.stamp.size,
            pixels: picture.1,
            picture: picture.0,
            begins_as_markup,
        };
        self.files.insert(found.path, file);
    }

    fn add_themes(&mut self, themes: Vec<Found>, faults: &mut Vec<Diagnostic>) {
        for found in themes {
            let read = read_bytes(&found);
            self.add_theme(found, read, faults);
        }
    }

    fn add_theme(&mut self, found: Found, read: Contents, faults: &mut Vec<Diagnostic>) {
        let shown = prefixed("themes", &found.path);
        match read {
            Contents::Bytes(bytes) => {
                let is_text = matches!(found.path.extension().as_str(), "html" | "css" | "yaml");
                // A template may have to begin with `{% extends … %}`, and nothing before it.
                let bytes = match bytes.strip_prefix(BYTE_ORDER_MARK) {
                    Some(rest) if is_text => rest.into(),
                    _ => bytes,
                };
                let source = is_text.then(|| {
                    let (text, not_utf8) = as_text(bytes.to_vec());
                    let source = self.sources.add(shown, text);
                    if not_utf8.is_some() {
                        faults.push(not_utf8_fault(&TextFile { source, not_utf8 }));
                    }
                    source
                });
                self.themes.insert(found.path, ThemeFile { bytes, source });
            }
            Contents::Unreadable(error) => {
                let id = self.sources.add(shown.clone(), "".into());
                faults.push(unreadable(&shown, &error, Span::file(id)));
            }
            Contents::Text(..)
            | Contents::Encoded(..)
            | Contents::Head { .. }
            | Contents::TooLarge => {}
        }
    }
}

/// A text file that is not UTF-8.
pub(crate) fn not_utf8_fault(file: &TextFile) -> Diagnostic {
    let at = file.not_utf8.unwrap_or(0);
    let span = Span::new(file.source, at, at);
    let message = match at {
        0 => "the file is not saved as UTF-8",
        _ => "this letter cannot be read: the file is not saved as UTF-8",
    };
    Diagnostic::error(&code::NOT_UTF8, span, message).help(
        "save it again: in Excel as \"CSV UTF-8\", in Notepad or another editor with the encoding \
         UTF-8",
    )
}

fn unreadable(shown: &SitePath, error: &std::io::Error, span: Span) -> Diagnostic {
    Diagnostic::error(
        &code::UNREADABLE,
        span,
        format!("`{shown}` cannot be read: {error}"),
    )
    .help(match error.kind() {
        std::io::ErrorKind::ResourceBusy => "build again when it has been saved",
        _ => "check that the file is there and that you may read it",
    })
}
