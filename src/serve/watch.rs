//! Watching the site folder: `content/`, `themes/` and `briefpack.yaml`, nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, SystemTime};

use notify::event::ModifyKind;
use notify::{Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify::{Watcher, recommended_watcher};
use walkdir::WalkDir;

use crate::discover::is_read;
use crate::source::SitePath;

/// The folders that are watched with everything in them.
const FOLDERS: [&str; 2] = ["content", "themes"];
/// How often files are looked at where the system does not tell of changes.
const LOOK: Duration = Duration::from_secs(1);

/// What is seen.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// A file or folder was changed, made or removed.
    Changed(SitePath),
    /// Something was changed of which the name is no text.
    Something,
    /// A watched folder itself came or went.
    Folder,
    /// So much has happened that the system has forgotten some of it. Reading many files is enough.
    Overflow,
    /// The system cannot tell of changes.
    Fails(String),
}

/// A watch over a site folder.
pub(super) struct Watch {
    root: PathBuf,
    seen: Sender<Seen>,
    watcher: Option<Box<dyn Watcher + Send>>,
    /// Whether it looks at the files, because the system does not tell of changes.
    looks: bool,
    /// The folders that are watched, as they were then.
    watched: BTreeMap<PathBuf, Identity>,
    /// The files, as they were when something was last forgotten.
    known: Option<Files>,
}

/// What tells a folder from another that takes its place.
type Identity = (u64, u64);
/// Sizes and times of files.
type Files = BTreeMap<PathBuf, (u64, Option<SystemTime>, bool)>;

impl Watch {
    /// Watches a folder, of which the path has to be canonical. Says to `seen` what happens.
    pub(super) fn begin(root: PathBuf, seen: Sender<Seen>) -> Watch {
        let mut watch = Watch {
            root,
            seen,
            watcher: None,
            looks: false,
            watched: BTreeMap::new(),
            known: None,
        };
        let watcher = recommended_watcher(watch.handler());
        watch.watcher = watcher
            .ok()
            .map(|watcher: RecommendedWatcher| Box::new(watcher) as Box<dyn Watcher + Send>);
        if watch.watcher.is_none() {
            watch.fails("the system does not tell of changes");
        }
        watch.renew();
        watch
    }

    fn handler(&self) -> impl FnMut(notify::Result<Event>) + Send + 'static {
        let (root, seen) = (self.root.clone(), self.seen.clone());
        move |event| {
            for what in read(event, &root) {
                let _ = seen.send(what);
            }
        }
    }

    fn fails(&self, why: &str) {
        let _ = self.seen.send(Seen::Fails(why.to_string()));
    }

    /// Looks at the files themselves every second from now on; gives whether that is new.
    pub(super) fn falls_back(&mut self) -> bool {
        if std::mem::replace(&mut self.looks, true) {
            return false;
        }
        let config = Config::default().with_poll_interval(LOOK);
        let watcher = PollWatcher::new(self.handler(), config);
        // Where not even that is to be had, the folders are still looked at.
        self.watcher = watcher
            .ok()
            .map(|watcher| Box::new(watcher) as Box<dyn Watcher + Send>);
        self.watched.clear();
        self.renew();
        true
    }

    /// Watches the folders that are there now, from the beginning.
    pub(super) fn renew(&mut self) {
        let Some(watcher) = &mut self.watcher else {
            return;
        };
        for folder in std::mem::take(&mut self.watched).into_keys() {
            // It may have gone away, and its watch with it.
            let _ = watcher.unwatch(&folder);
        }
        let mut failed = None;
        for (folder, mode) in folders(&self.root) {
            let Some(identity) = identity(&folder) else {
                continue;
            };
            match watcher.watch(&folder, mode) {
                Ok(()) => drop(self.watched.insert(folder, identity)),
                Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                    failed = Some("there are more folders than the system can watch");
                }
                // It has gone away since.
                Err(_) => {}
            }
        }
        if let Some(why) = failed {
            self.fails(why);
        }
    }

    /// Whether a watched folder has gone, or another has taken its place, or one has come.
    pub(super) fn is_lost(&self) -> bool {
        let now = folders(&self.root).into_iter();
        let now: BTreeMap<PathBuf, Identity> = now
            .filter_map(|(folder, _)| Some((folder.clone(), identity(&folder)?)))
            .collect();
        self.watcher.is_some() && now != self.watched
    }

    /// Whether the site folder is there.
    pub(super) fn has_root(&self) -> bool {
        identity(&self.root).is_some()
    }

    /// Whether any file is not as it was when this was last asked. Looks at all of them.
    pub(super) fn differs(&mut self) -> bool {
        let now = files(&self.root);
        let differs = self.known.as_ref() != Some(&now);
        self.known = Some(now);
        differs
    }
}

/// What is watched in a site folder.
fn folders(root: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let inner = FOLDERS.map(|name| (root.join(name), RecursiveMode::Recursive));
    let mut all = vec![(root.to_path_buf(), RecursiveMode::NonRecursive)];
    all.extend(inner);
    all
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let data = folder.metadata().ok().filter(|data| data.is_dir())?;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    let data = folder.metadata().ok().filter(|data| data.is_dir())?;
    let made = data.created().ok()?.duration_since(SystemTime::UNIX_EPOCH);
    let made = made.ok()?;
    Some((made.as_secs(), u64::from(made.subsec_nanos())))
}

/// Every file of the site that is read, as it is.
fn files(root: &Path) -> Files {
    let mut files = Files::new();
    let config = root.join("briefpack.yaml");
    let walks = FOLDERS.map(|name| root.join(name)).into_iter();
    for start in walks.chain([config]) {
        let walk = WalkDir::new(start).follow_links(true).into_iter();
        for entry in walk.filter_map(Result::ok) {
            let path = entry.path();
            let is_ours = path.strip_prefix(root).is_ok_and(is_read);
            if let (true, Ok(data)) = (is_ours && !entry.file_type().is_dir(), entry.metadata()) {
                let write = data.permissions().readonly();
                files.insert(
                    path.to_path_buf(),
                    (data.len(), data.modified().ok(), write),
                );
            }
        }
    }
    files
}

/// What an event of the system says about a site.
fn read(event: notify::Result<Event>, root: &Path) -> Vec<Seen> {
    let event = match event {
        Ok(event) => event,
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
            let why = "there are more folders than the system can watch";
            return vec![Seen::Fails(why.to_string())];
        }
        Err(_) => return vec![Seen::Overflow],
    };
    if event.need_rescan() {
        return vec![Seen::Overflow];
    }
    // Reading is no change, and neither is the end of a change that was told of.
    if matches!(event.kind, EventKind::Access(_)) {
        return Vec::new();
    }
    let stays = EventKind::is_modify(&event.kind)
        && !matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
    let is_move = !stays;
    let seen = event
        .paths
        .iter()
        .filter_map(|path| about(path, is_move, root));
    seen.collect()
}

/// What a change of a path means.
fn about(path: &Path, is_move: bool, root: &Path) -> Option<Seen> {
    let Ok(inner) = path.strip_prefix(root) else {
        // The folder around the site, or a link that leads there.
        return None;
    };
    let is_folder =
        inner.as_os_str().is_empty() || FOLDERS.iter().any(|name| inner == Path::new(name));
    if is_folder {
        // The times of a folder change with every file in it.
        return is_move.then_some(Seen::Folder);
    }
    if !is_read(inner) {
        return None;
    }
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    Some(match parts {
        Some(parts) => Seen::Changed(SitePath::new(parts.join("/"))),
        None => Seen::Something,
    })
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, Flag, MetadataKind, RemoveKind};

    use super::*;

    fn seen(kind: EventKind, path: &str) -> Vec<Seen> {
        let event = Event::new(kind).add_path(PathBuf::from(path));
        read(Ok(event), Path::new("/site"))
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    #[test]
    fn a_file_of_the_content_is_named_by_its_path_in_the_site() {
        let path = SitePath::new("content/sessions/a.md");
        assert_eq!(
            seen(WRITTEN, "/site/content/sessions/a.md"),
            [Seen::Changed(path)]
        );
        let path = SitePath::new("briefpack.yaml");
        assert_eq!(seen(WRITTEN, "/site/briefpack.yaml"), [Seen::Changed(path)]);
    }

    #[test]
    fn what_is_not_read_does_not_count() {
        for path in [
            "/site/public/index.html",
            "/site/.briefpack/cache",
            "/site/content/.index.md.swp",
            "/site/content/.git/index",
            "/site/content/index.md~",
            "/site/content/~$book.xlsx",
            "/site/content/briefpack.yaml~",
            "/site/notes.md",
            "/elsewhere/content/a.md",
        ] {
            assert_eq!(seen(WRITTEN, path), [], "{path}");
        }
    }

    #[test]
    fn reading_is_no_change() {
        let kind = EventKind::Access(AccessKind::Read);
        assert_eq!(seen(kind, "/site/content/a.md"), []);
    }

    #[test]
    fn folders_that_come_or_go_are_watched_anew() {
        let made = EventKind::Create(CreateKind::Folder);
        let gone = EventKind::Remove(RemoveKind::Folder);
        assert_eq!(seen(made, "/site/content"), [Seen::Folder]);
        assert_eq!(seen(gone, "/site/themes"), [Seen::Folder]);
        assert_eq!(seen(gone, "/site"), [Seen::Folder]);
        let times = EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any));
        assert_eq!(seen(times, "/site/content"), []);
    }

    #[test]
    fn what_the_system_has_forgotten_is_looked_for() {
        let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(read(Ok(event), Path::new("/site")), [Seen::Overflow]);
    }

    #[test]
    fn files_differ_once_and_then_only_after_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        crate::serve::tests::put(&root.join("content/a.md"), "one");
        let (seen, _kept) = std::sync::mpsc::channel();
        let mut watch = Watch::begin(root.clone(), seen);
        assert!(watch.differs());
        assert!(!watch.differs());
        crate::serve::tests::put(&root.join("content/.a.md.swp"), "one");
        assert!(!watch.differs());
        crate::serve::tests::put(&root.join("content/b.md"), "two");
        assert!(watch.differs());
    }
}
