//! Watching the site folder: `content/`, `themes/` and `briefpack.yaml`, nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify::{Watcher, recommended_watcher};
use walkdir::WalkDir;

use super::ground::{FOLDERS, Folder, Ground, Linked, ONE_BY_ONE, bases};
use crate::discover::is_read;
use crate::source::SitePath;

/// How often files are looked at where the system does not tell of changes.
const LOOK: Duration = Duration::from_secs(1);
/// How often folders are looked for that have come while others were being watched.
const ROUNDS: usize = 8;

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
    watched: BTreeMap<PathBuf, Folder>,
    /// Whether folders have come that are not watched yet.
    is_behind: bool,
    /// What may be changed under another name, of which the system does not tell, as it was.
    linked: Linked,
    /// The files, as they were when something was last forgotten.
    known: Option<Files>,
}

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
            is_behind: false,
            linked: Linked::default(),
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
        let mut told = Told::default();
        move |event| {
            if event
                .as_ref()
                .is_ok_and(|event| !told.is_news(event, &root))
            {
                return;
            }
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
        let root = self.root.clone();
        self.leaves(&root);
        self.catches_up();
    }

    /// Watches the folders that are there now. Has to be done before what is in them is read, so that no
    /// change falls between.
    pub(super) fn catches_up(&mut self) {
        self.is_behind = false;
        let mut failed = None;
        // A folder may come into another before that one is watched.
        for _ in 0..ROUNDS {
            let ground = Ground::of(&self.root);
            self.linked.becomes(ground.linked);
            let Some(watcher) = &mut self.watcher else {
                return;
            };
            let now = &ground.folders;
            self.watched.retain(|path, as_it_was| {
                let stays = now.get(path) == Some(as_it_was);
                if !stays {
                    // It may have gone away, and its watch with it.
                    let _ = watcher.unwatch(path);
                }
                stays
            });
            let mut is_whole = true;
            for (path, folder) in ground.folders {
                if self.watched.contains_key(&path) {
                    continue;
                }
                // One that may not be read, or has gone away since, is as good as watched: whether it is
                // another by then is looked at.
                let watched = watcher.watch(&path, mode(&self.root, &path));
                if watched.is_err_and(|error| matches!(error.kind, ErrorKind::MaxFilesWatch)) {
                    failed = Some("there are more folders than the system can watch");
                }
                self.watched.insert(path, folder);
                is_whole = false;
            }
            if is_whole || failed.is_some() {
                break;
            }
        }
        if let Some(why) = failed {
            self.fails(why);
        }
    }

    /// Watches a folder no longer, and none in it.
    fn leaves(&mut self, folder: &Path) {
        let is_in = |path: &PathBuf| path.starts_with(folder);
        let gone: Vec<PathBuf> = self
            .watched
            .keys()
            .filter(|it| is_in(it))
            .cloned()
            .collect();
        for path in gone {
            self.watched.remove(&path);
            if let Some(watcher) = &mut self.watcher {
                let _ = watcher.unwatch(&path);
            }
        }
    }

    /// Takes note that something was changed. A folder has to be watched anew then: another may have taken
    /// its place, or it may be read from now on.
    pub(super) fn notices(&mut self, path: &SitePath) {
        let path = self.root.join(path.as_str());
        let next = self.watched.range(path.clone()..).next();
        let was_folder = next.is_some_and(|(watched, _)| watched.starts_with(&path));
        if was_folder || path.is_dir() {
            self.leaves(&path);
            self.is_behind = true;
        }
        self.linked.notices(path);
    }

    /// Takes note that something was changed of which the name is not known.
    pub(super) fn notices_something(&mut self) {
        self.is_behind = true;
    }

    /// Whether folders have come that are not watched yet.
    pub(super) fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// What was changed under another name since this was last asked.
    pub(super) fn changed_elsewhere(&mut self) -> Vec<SitePath> {
        let changed = self.linked.changed().into_iter();
        let changed = changed.filter_map(|path| site_path(path.strip_prefix(&self.root).ok()?));
        let changed: Vec<SitePath> = changed.collect();
        for path in &changed {
            self.notices(path);
        }
        changed
    }

    /// Whether a watched folder has gone, or another has taken its place, or one has come, or may be read
    /// now and might not before.
    pub(super) fn is_lost(&self) -> bool {
        let closed = self.watched.iter().filter(|(_, folder)| !folder.is_open);
        let closed = closed.map(|(path, _)| path.clone());
        let mut looked_at = bases(&self.root).into_iter().chain(closed);
        let is_other = |path: PathBuf| Folder::at(&path).as_ref() != self.watched.get(&path);
        self.watcher.is_some() && looked_at.any(is_other)
    }

    /// Whether the site folder is there.
    pub(super) fn has_root(&self) -> bool {
        Folder::at(&self.root).is_some()
    }

    /// Whether any file is not as it was when this was last asked. Looks at all of them.
    pub(super) fn differs(&mut self) -> bool {
        let now = files(&self.root);
        let differs = self.known.as_ref() != Some(&now);
        self.known = Some(now);
        differs
    }
}

/// How a folder is watched.
fn mode(root: &Path, folder: &Path) -> RecursiveMode {
    match ONE_BY_ONE || folder == root {
        true => RecursiveMode::NonRecursive,
        false => RecursiveMode::Recursive,
    }
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
    // Reading is no change.
    if event.kind.is_access() && event.kind != CLOSED {
        return Vec::new();
    }
    let stays = event.kind == CLOSED
        || EventKind::is_modify(&event.kind)
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
    Some(site_path(inner).map_or(Seen::Something, Seen::Changed))
}

/// A path in the site folder; none where it is no text.
fn site_path(inner: &Path) -> Option<SitePath> {
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    Some(SitePath::new(parts?.join("/")))
}

/// The end of writing, which is all that is told of what was written through memory.
const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));

/// Files that are being written, as they were when that was last told.
#[derive(Default)]
struct Told(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Told {
    /// Whether an event is more than the end of a change that was told of.
    fn is_news(&mut self, event: &Event, root: &Path) -> bool {
        let is_end = event.kind == CLOSED;
        let is_begun = event.kind.is_create() || event.kind.is_modify();
        let mut is_news = !is_end;
        for path in event.paths.iter().filter(|_| is_end || is_begun) {
            if !path.strip_prefix(root).is_ok_and(is_read) {
                continue;
            }
            let now = path.metadata().ok().filter(std::fs::Metadata::is_file);
            let now = now.map(|data| (data.len(), data.modified().ok()));
            let before = match now.filter(|_| !is_end) {
                Some(now) => self.0.insert(path.clone(), now),
                None => self.0.remove(path),
            };
            is_news |= before != now;
        }
        is_news
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag, MetadataKind, RemoveKind};

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
    fn the_end_of_writing_is_news_where_the_writing_was_not_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("content/a.md");
        crate::serve::tests::put(&path, "one");
        let mut told = Told::default();
        let mut is_news = |kind| {
            let event = Event::new(kind).add_path(path.clone());
            told.is_news(&event, folder.path())
        };
        assert!(is_news(CLOSED));
        assert!(is_news(WRITTEN));
        assert!(!is_news(CLOSED));
        // As through memory, after the file was made longer.
        assert!(is_news(WRITTEN));
        crate::serve::tests::put(&path, "other words");
        assert!(is_news(CLOSED));
        assert_eq!(seen(CLOSED, "/site/content/a.md").len(), 1);
        assert_eq!(seen(CLOSED, "/site/notes.md"), []);
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
