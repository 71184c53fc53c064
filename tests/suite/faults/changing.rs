//! Content that is changed, shortened or deleted while it is read.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Versions, beside, start};
use crate::support::{Run, TestSite, assert_same};

/// Large enough that copying it takes far longer than the time between two changes.
const LARGE: usize = 48 << 20;

/// Runs builds while something is done to the content over and over again.
fn while_changing<T>(change: impl Fn() + Sync, run: impl FnOnce() -> T) -> T {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let changing = scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                change();
            }
        });
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        stop.store(true, Ordering::Relaxed);
        changing.join().unwrap();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn append(path: &Path) {
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(b"one more line\n").unwrap();
}

fn cut(path: &Path) {
    let file = OpenOptions::new().write(true).open(path).unwrap();
    let size = file.metadata().unwrap().len();
    file.set_len(size.saturating_sub(1)).unwrap();
}

fn overwrite(path: &Path) {
    use std::os::unix::fs::FileExt;
    let file = OpenOptions::new().write(true).open(path).unwrap();
    file.write_all_at(b"other words", LARGE as u64 / 2).unwrap();
}

/// A site with a large file that its first page names, built.
fn site_with(file: &str) -> TestSite {
    let site = TestSite::minimal().file(file, "words and\n".repeat(LARGE / 10));
    let name = file.strip_prefix("content/").unwrap();
    let link = format!("---\ntitle: Example group\n---\n\n[The file]({name})\n");
    site.write("content/index.md", link);
    site
}

#[test]
fn an_attachment_that_is_changed_while_it_is_copied_leaves_the_old_site() {
    for change in [append, cut, overwrite] {
        let site = site_with("content/files/minutes.txt");
        let before = site.built();
        let path = site.root().join("content/files/minutes.txt");
        let run = while_changing(|| change(&path), || site.build());
        refused(run, "minutes.txt");
        assert_same(&before, &site.output(), "changed while it was copied");
        assert_eq!(beside(site.root()), [""; 0]);
        assert_clean_again(&site);
    }
}

#[test]
fn a_text_that_is_changed_while_it_is_read_leaves_the_old_site() {
    for change in [append, cut, overwrite] {
        let site = TestSite::minimal();
        let before = site.built();
        let text = "words and\n".repeat(LARGE / 10);
        site.write("content/long.csv", &text);
        let path = site.root().join("content/long.csv");
        let run = while_changing(|| change(&path), || site.build());
        run.exits(1).says("it was changed while it was read");
        assert_same(&before, &site.output(), "changed while it was read");
        fs::remove_file(&path).unwrap();
        assert_clean_again(&site);
    }
}

#[test]
fn files_that_come_and_go_are_in_the_site_or_not() {
    let versions = Versions::new();
    let site = &versions.site;
    let page = site.root().join("content/page-of-the-moment.md");
    let note = site.root().join("content/files/note-0.txt");
    let words = fs::read(&note).unwrap();
    fs::write(&page, "---\ntitle: A page\n---\n\nWords.\n").unwrap();
    let with = site.built();
    fs::remove_file(&page).unwrap();
    let without = site.built();
    // Each appears whole and goes whole, as with a program that saves with care.
    let aside = site.around().join("aside");
    fs::write(&aside, "---\ntitle: A page\n---\n\nWords.\n").unwrap();
    let come_and_go = || {
        fs::rename(&aside, &page).unwrap();
        fs::remove_file(&note).unwrap();
        let new = site.around().join("new");
        fs::write(&new, &words).unwrap();
        fs::rename(&new, &note).unwrap();
        fs::rename(&page, &aside).unwrap();
    };
    while_changing(come_and_go, || {
        for round in 0..30 {
            let run = site.build();
            assert!(!run.said().contains("panicked at"), "{}", run.said());
            let left = site.output();
            if left != with {
                assert_same(&without, &left, &format!("round {round}: {}", run.said()));
            }
        }
    });
    assert_same(&without, &site.built(), "after all that");
    assert_eq!(beside(site.root()), [""; 0]);
}

#[test]
fn many_builds_into_one_folder_leave_a_whole_site() {
    let versions = Versions::new();
    for round in 0..6 {
        let next = 1 - round % 2;
        versions.turn_to(next);
        let mut builds: Vec<_> = (0..3).map(|_| start(&versions.site)).collect();
        let ended = builds.iter_mut().map(|build| build.wait().unwrap());
        assert!(ended.filter(|status| status.success()).count() > 0);
        assert_same(&versions.clean[next], &versions.site.output(), "at once");
        versions.site.build().succeeded();
        assert_same(&versions.clean[next], &versions.site.output(), "again");
        assert_eq!(beside(versions.site.root()), [""; 0]);
    }
}

/// The run has to have been refused, naming the file and that it was changed. A file that is being
/// read as a text is the content's fault, one that is being copied the machine's.
#[track_caller]
fn refused(run: Run, file: &str) {
    assert_ne!(run.status, 0, "{}", run.said());
    run.says(file).says("it was changed while");
}

/// The next build succeeds and equals one into a new folder.
#[track_caller]
fn assert_clean_again(site: &TestSite) {
    let next = site.built();
    fs::remove_dir_all(site.root().join("public")).unwrap();
    assert_same(&site.built(), &next, "the next build and a clean one");
    assert_eq!(beside(site.root()), [""; 0]);
}
