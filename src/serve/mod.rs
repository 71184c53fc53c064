//! Serve: a site is built in memory, answered on this machine's loopback, and built anew when its
//! files change.
//!
//! In: a site folder. Out: answers to requests, and [`News`] for whoever started it. Nothing is
//! written. One thread waits for changes and builds, one tells open pages of it (`events`), and each
//! request has a thread of its own for as long as it takes.

mod connection;
mod events;
mod gather;
mod ground;
mod http;
mod port;
mod refresh;
mod watch;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::diag::{Diagnostic, Severity, render_text};
use crate::error::Fault;
use crate::number::counted;
use crate::output::Output;
use crate::source::SourceMap;
use crate::{Changes, Options, Preview, Workshop};

use connection::Desk;
use events::Notice;
use gather::Gathering;
use watch::{Seen, Watch};

/// How often it is looked whether the watched folders are still the same.
const LOOK: Duration = Duration::from_secs(1);
/// How many errors a page shows; the terminal shows all.
const MOST_SHOWN: usize = 50;

/// What is to be served.
pub struct Settings {
    /// The site folder.
    pub root: PathBuf,
    /// The first port to try; 0 for any.
    pub port: u16,
    /// What is built.
    pub options: Options,
    /// The present, to build for.
    pub now: fn() -> Timestamp,
}

/// What happens while a site is served.
pub enum News<'a> {
    /// The site was built, or has errors.
    Built {
        /// What had changed; none for the first time.
        changes: Option<&'a Changes>,
        /// What came out.
        preview: &'a Preview,
        /// The texts that its diagnostics point into.
        sources: &'a SourceMap,
        /// How long it took.
        taken: Duration,
    },
    /// The site folder could not be read.
    Unreadable(&'a Fault),
    /// The program has a fault of its own, with these words.
    OwnFault(&'a str),
    /// Requests are answered at a port, which may be another than was asked for.
    Serves {
        /// The port.
        port: u16,
    },
    /// Something about the watch over files that its owner should know.
    Watch(&'a str),
}

/// What is shown at present.
#[derive(Debug, Default)]
struct Showing {
    /// Tells sites from each other, those of another run too; `0` while there is none.
    version: String,
    /// The last site that was built without errors.
    site: Option<Arc<Output>>,
    /// What keeps the files, as they are now, from being a site.
    trouble: Option<Trouble>,
}

/// What is wrong with a site.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trouble {
    /// Tells it from other trouble; never 0.
    number: u64,
    text: String,
}

/// What is shown at present, for all threads.
struct Shown(RwLock<Arc<Showing>>);

impl Shown {
    fn now(&self) -> Arc<Showing> {
        let shown = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&shown)
    }

    /// Shows something else. Gives what was shown before.
    fn show(&self, showing: Arc<Showing>) -> Arc<Showing> {
        let mut shown = self.0.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *shown, showing)
    }
}

/// Serves a site, for as long as the program runs.
///
/// # Errors
/// When the folder holds no site to begin with, or no port is to be had.
pub fn serve(settings: Settings, tell: &dyn Fn(News<'_>)) -> Result<(), Fault> {
    let root = settings.root.canonicalize();
    let root = root.map_err(|error| Fault::io("find the site folder", &settings.root, error))?;
    if !root.join("briefpack.yaml").exists() {
        return Err(Fault::NotASite { folder: root });
    }
    let (port, listeners) = port::listen(settings.port)?;
    let (seen, sight) = mpsc::channel();
    // Files are watched before they are read, so that no change falls between.
    let watch = Watch::begin(root.clone(), seen);
    let (notices, told) = mpsc::channel();
    // The path as the system spells it stays that of this folder, wherever the program was started.
    let settings = Settings {
        root: root.clone(),
        ..settings
    };
    let mut maker = Maker::new(settings, notices.clone(), tell);
    maker.make(None);
    let shown = Arc::clone(&maker.shown);
    let first = shown.now();
    start("events", move || events::tell(&told, first))?;
    let desk = Arc::new(Desk {
        port,
        root,
        shown,
        notices,
        busy: AtomicUsize::new(0),
    });
    for listener in listeners {
        let desk = Arc::clone(&desk);
        start("connections", move || connection::attend(&listener, &desk))?;
    }
    tell(News::Serves { port });
    follow(watch, &sight, &mut maker);
    Ok(())
}

fn start(name: &'static str, work: impl FnOnce() + Send + 'static) -> Result<(), Fault> {
    let thread = thread::Builder::new().name(name.to_string()).spawn(work);
    let started = thread.map(drop);
    started.map_err(|error| Fault::Usage(format!("the system gives no thread: {error}")))
}

/// Builds anew whenever files have changed.
fn follow(mut watch: Watch, sight: &Receiver<Seen>, maker: &mut Maker<'_>) {
    let mut gathering = Gathering::default();
    let mut has_root = true;
    // When it was last looked for what the system does not tell of.
    let mut looked = Instant::now();
    // Whether the system has forgotten some of what has happened.
    let mut has_forgotten = false;
    loop {
        let now = Instant::now();
        let due = gathering.due();
        if due.is_some_and(|due| due <= now) {
            if watch.is_behind() {
                watch.catches_up();
            }
            maker.make(Some(&gathering.take()));
            looked = Instant::now();
            continue;
        }
        let wait = due.unwrap_or(looked + LOOK);
        match sight.recv_timeout(wait.saturating_duration_since(now)) {
            Ok(Seen::Changed(path)) => {
                watch.notices(&path);
                gathering.add(path, Instant::now());
            }
            Ok(Seen::Something) => {
                watch.notices_something();
                gathering.add_anything(Instant::now());
            }
            Ok(Seen::Folder) => {
                watch.renew();
                gathering.add_anything(Instant::now());
            }
            Ok(Seen::Overflow) => has_forgotten = true,
            Ok(Seen::Fails(why)) => {
                if watch.falls_back() {
                    let words = format!("{why}: files are looked at every second instead");
                    (maker.tell)(News::Watch(&words));
                    gathering.add_anything(Instant::now());
                }
            }
            Err(RecvTimeoutError::Timeout) if due.is_some() => {}
            Err(RecvTimeoutError::Timeout) => {
                looked = Instant::now();
                // Reading the site may have been all that happened, so files are looked at first.
                if watch.is_lost() || (std::mem::take(&mut has_forgotten) && watch.differs()) {
                    watch.renew();
                    gathering.add_anything(Instant::now());
                }
                for path in watch.changed_elsewhere() {
                    gathering.add(path, Instant::now());
                }
                if watch.has_root() != has_root {
                    has_root = !has_root;
                    (maker.tell)(News::Watch(match has_root {
                        true => "the site folder is back",
                        false => "the site folder is gone; it is looked for every second",
                    }));
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// What builds the site and shows it.
struct Maker<'a> {
    settings: Settings,
    workshop: Workshop,
    shown: Arc<Shown>,
    notices: Sender<Notice>,
    tell: &'a dyn Fn(News<'_>),
    /// Tells this run from others.
    run: i64,
    /// How often the site was built.
    count: u64,
}

/// Why there is nothing to show, and nothing to say about the content either.
#[derive(Debug)]
enum Failure {
    Machine(Fault),
    Ours(String),
}

impl<'a> Maker<'a> {
    fn new(settings: Settings, notices: Sender<Notice>, tell: &'a dyn Fn(News<'_>)) -> Self {
        let showing = Showing {
            version: "0".to_string(),
            ..Showing::default()
        };
        Maker {
            run: (settings.now)().as_millisecond(),
            workshop: Workshop::new(settings.root.clone(), settings.options.clone()),
            settings,
            shown: Arc::new(Shown(RwLock::new(Arc::new(showing)))),
            notices,
            tell,
            count: 0,
        }
    }

    /// Builds the site after changes, shows what came out, and says so.
    fn make(&mut self, changes: Option<&Changes>) {
        let started = Instant::now();
        let anything = Changes::anything();
        let now = (self.settings.now)();
        let made = rebuild(&mut self.workshop, changes.unwrap_or(&anything), now);
        self.count += 1;
        match made {
            Ok(mut preview) => {
                let site = preview.output.take().map(Arc::new);
                let none = SourceMap::default();
                let sources = self.workshop.sources().unwrap_or(&none);
                let before = match site {
                    Some(site) => self.show_site(site),
                    None => self.show_trouble(trouble_text(&preview.diagnostics, sources)),
                };
                let taken = started.elapsed();
                (self.tell)(News::Built {
                    changes,
                    preview: &preview,
                    sources,
                    taken,
                });
                // Taking a large site apart takes a while, for which nobody has to wait.
                drop(before);
            }
            Err(Failure::Machine(fault)) => {
                self.show_trouble(format!("error: {fault}\n"));
                (self.tell)(News::Unreadable(&fault));
            }
            Err(Failure::Ours(words)) => {
                self.show_trouble(own_fault_text(&words));
                (self.tell)(News::OwnFault(&words));
            }
        }
    }

    fn show_site(&self, site: Arc<Output>) -> Arc<Showing> {
        self.show(Showing {
            version: format!("{:x}-{}", self.run, self.count),
            site: Some(site),
            trouble: None,
        })
    }

    /// The last site stays, under what is wrong.
    fn show_trouble(&self, text: String) -> Arc<Showing> {
        let before = self.shown.now();
        let same = before.trouble.as_ref().filter(|known| known.text == text);
        let trouble = same.cloned().unwrap_or(Trouble {
            number: self.count,
            text,
        });
        self.show(Showing {
            version: before.version.clone(),
            site: before.site.clone(),
            trouble: Some(trouble),
        })
    }

    fn show(&self, showing: Showing) -> Arc<Showing> {
        let showing = Arc::new(showing);
        let before = self.shown.show(Arc::clone(&showing));
        // It is there for as long as the program runs.
        let _ = self.notices.send(Notice::Shows(showing));
        before
    }
}

/// Builds a site after changes, from what the last build has left. A fault of our own ends neither
/// the program nor what is shown.
fn rebuild(workshop: &mut Workshop, changes: &Changes, now: Timestamp) -> Result<Preview, Failure> {
    // A workshop forgets what it has begun from before it begins.
    let made = guarded(|| workshop.build(changes, now));
    made.map_err(Failure::Ours)?.map_err(Failure::Machine)
}

/// Does something that may panic; gives the words of the panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| words_of(panic.as_ref()))
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let words = panic
        .downcast_ref::<&str>()
        .map(|words| (*words).to_string());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
    words.unwrap_or_else(|| "without words".to_string())
}

fn own_fault_text(words: &str) -> String {
    format!(
        "error: briefpack has a fault of its own: {words}\n\nYour files are as they were. The site is \
         built again when one of them is saved.\nPlease report this with the file you changed last.\n"
    )
}

/// What is wrong, as the terminal says it: errors only, and not more of them than can be read.
fn trouble_text(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
    let errors: Vec<Diagnostic> = diagnostics.iter().filter(is_error).cloned().collect();
    let shown = &errors[..errors.len().min(MOST_SHOWN)];
    let mut text = render_text(shown, sources, false);
    if errors.len() > shown.len() {
        let more = counted(errors.len() - shown.len(), "error");
        text.push_str(&format!("The terminal shows {more} more.\n"));
    }
    text
}

#[cfg(test)]
mod tests;
