//! `briefpack serve`.

use std::io::Write as _;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::report::{count, found, report};
use super::{Done, MessageFormat, ServeArguments, complain, now, say};
use crate::diag::{Severity, has_errors};
use crate::error::Fault;
use crate::number::counted;
use crate::resolve::Drafts;
use crate::serve::{News, Settings};
use crate::{Changes, Options, Preview};

/// How many changed files a line names.
const NAMED: usize = 3;

/// Serves a site until the program is told to end.
pub(super) fn run(arguments: &ServeArguments) -> Result<Done, Fault> {
    let settings = Settings {
        root: arguments.site.clone(),
        port: arguments.port,
        options: Options {
            drafts: match arguments.drafts {
                true => Drafts::Include,
                false => Drafts::Exclude,
            },
            as_of: None,
            now: now()?,
            base_url: None,
        },
        now: present,
    };
    let (ended, ends) = mpsc::channel();
    let told_to_end = ended.clone();
    let handler = ctrlc::set_handler(move || {
        let _ = told_to_end.send(Ok(()));
    });
    handler.map_err(|error| Fault::Usage(format!("the system tells of no Ctrl-C: {error}")))?;
    let (asked, drafts) = (arguments.port, arguments.drafts);
    // The site is built in a thread of its own, which ends with the program: nothing is waited for
    // when somebody wants it to end.
    let work = move || {
        let end = crate::serve::serve(settings, &|news| tell(news, asked, drafts));
        let _ = ended.send(end);
    };
    let thread = thread::Builder::new().name("serve".to_string()).spawn(work);
    thread.map_err(|error| Fault::Usage(format!("the system gives no thread: {error}")))?;
    match ends.recv() {
        Ok(end) => end.map(|()| Done::Well),
        Err(_) => Ok(Done::Well),
    }
}

/// The present. That the environment's time can be read was found out at the start.
fn present() -> Timestamp {
    now().unwrap_or_else(|_| Timestamp::now())
}

fn tell(news: News<'_>, asked: u16, drafts: bool) {
    match news {
        News::Built {
            changes,
            preview,
            sources,
            taken,
        } => {
            report(&preview.diagnostics, sources, MessageFormat::Text);
            say(&built(changes, preview, taken));
        }
        News::Unreadable(fault) => complain(fault),
        News::OwnFault(words) => {
            let _ = writeln!(
                anstream::stderr(),
                "error: briefpack has a fault of its own: {words}\nhelp: your files are as they \
                 were; please report this with the file you changed last"
            );
        }
        News::Serves { port } => say(&serves(port, asked, drafts)),
        News::Watch(words) => {
            let _ = writeln!(anstream::stderr(), "note: {words}");
        }
    }
}

/// A line about a build.
fn built(changes: Option<&Changes>, preview: &Preview, taken: Duration) -> String {
    let seconds = taken.as_secs_f64();
    let changed = changes.map(|changes| format!("Changed: {}. ", named(changes)));
    let changed = changed.unwrap_or_default();
    if has_errors(&preview.diagnostics) {
        let shown = match changes {
            Some(_) => "the site stays as it was last built",
            None => "a page shows what is wrong",
        };
        let found = found(&preview.diagnostics);
        return format!("{changed}Not built, with {found}, in {seconds:.2} s: {shown}.\n");
    }
    let counts = preview.counts;
    format!(
        "{changed}Built {}, {}, {} with {} in {seconds:.2} s.\n",
        counted(counts.pages, "page"),
        counted(counts.figures, "figure"),
        counted(counts.datasets, "dataset"),
        match count(&preview.diagnostics, Severity::Warning) {
            0 => "no warnings".to_string(),
            count => counted(count, "warning"),
        },
    )
}

/// What has changed, in a few words.
fn named(changes: &Changes) -> String {
    let mut names: Vec<String> = changes.paths.iter().map(ToString::to_string).collect();
    if names.is_empty() {
        return "the site folder".to_string();
    }
    let more = names.len().saturating_sub(NAMED);
    if more > 0 {
        names.truncate(NAMED);
        names.push(format!("{more} more"));
    }
    let last = names.pop().unwrap_or_default();
    match names.is_empty() {
        true => last,
        false => format!("{} and {last}", names.join(", ")),
    }
}

fn serves(port: u16, asked: u16, drafts: bool) -> String {
    let mut text = String::new();
    if asked != 0 && port != asked {
        text.push_str(&format!("Port {asked} is taken by another program.\n"));
    }
    if drafts {
        text.push_str("Drafts and embargoed content are shown.\n");
    }
    text.push_str(&format!(
        "Open http://localhost:{port}/ and end with Ctrl-C.\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SitePath;

    #[test]
    fn a_line_names_a_few_of_the_files_that_have_changed() {
        let changed = |count: usize| {
            let paths = (0..count).map(|at| SitePath::new(format!("content/{at}.md")));
            named(&Changes {
                paths: paths.collect(),
                anything: false,
            })
        };
        assert_eq!(changed(1), "content/0.md");
        assert_eq!(changed(2), "content/0.md and content/1.md");
        assert_eq!(
            changed(200),
            "content/0.md, content/1.md, content/10.md and 197 more"
        );
        assert_eq!(named(&Changes::anything()), "the site folder");
    }

    #[test]
    fn another_port_than_was_asked_for_is_said() {
        assert!(serves(4001, 4000, false).starts_with("Port 4000 is taken"));
        assert_eq!(
            serves(4000, 4000, false),
            "Open http://localhost:4000/ and end with Ctrl-C.\n"
        );
    }
}
