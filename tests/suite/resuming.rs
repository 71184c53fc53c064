//! `briefpack archive` that is stopped, and taken up: what comes out in the end is what one run makes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use briefpack::archive::CaptureList;
use briefpack::pack::{Listener, Moment, Note, Request, pack};
use briefpack::resolve::Drafts;
use briefpack::{AsOf, Options};
use sha2::{Digest as _, Sha256};

use crate::support::{AS_OF, Files, Run, TestSite, assert_same, copy_tree, files, program, walk};

/// What lies beside an archive while it is made.
const WORK: &str = ".archive.briefpack-unfinished";

/// A site with an attachment that is large enough to be kept by itself.
fn site() -> TestSite {
    TestSite::empty()
        .file(
            "briefpack.yaml",
            "title: Example group\nlifecycle: {state: closed, since: 2020-01-01, on: 2026-03-31}\n",
        )
        .file(
            "content/index.md",
            "---\ntitle: Example group\n---\n\nThe [paper](files/paper.bin) and [more](more.md).\n",
        )
        .file("content/more.md", "---\ntitle: More\n---\n\nWords.\n")
        .file("content/files/paper.bin", large(1))
}

/// Three million bytes that do not repeat soon.
fn large(seed: u32) -> Vec<u8> {
    let mut state = seed;
    let next = move |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..3_000_000).map(next).collect()
}

fn command(site: &TestSite, target: &Path) -> Command {
    let mut command = site.command(["archive", "--as-of", AS_OF, "-o"]);
    command.arg(target);
    command
}

fn archive(site: &TestSite, target: &Path) -> Run {
    Run::of(&mut command(site, target))
}

/// Packs a site as the command does, and gives what became of earlier work.
fn packed(site: &Path, target: &Path, progress: &(dyn Fn(u64, u64) + Sync)) -> Vec<Note> {
    let options = Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Instant(AS_OF.parse().unwrap())),
        now: AS_OF.parse().unwrap(),
        base_url: None,
    };
    let archived = briefpack::archived(site, &options).unwrap();
    let request = Request {
        facts: &archived.facts,
        sources: &archived.sources,
        capture_list: CaptureList::Leave,
        moment: Moment::Given,
    };
    let notes = Mutex::new(Vec::new());
    let note = |note: &Note| notes.lock().unwrap().push(note.clone());
    let listener = Listener {
        progress,
        note: &note,
    };
    pack(archived.build.output.unwrap(), &request, target, listener).unwrap();
    notes.into_inner().unwrap()
}

/// What lies beside a site and its archive, by name.
fn beside(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

/// States of the folder for work as a kill at that moment would leave them.
fn states(site: &TestSite, into: &Path) -> Vec<PathBuf> {
    let target = site.around().join("archive");
    let work = site.around().join(WORK);
    let seen = AtomicU64::new(0);
    let taken = Mutex::new(Vec::new());
    packed(site.root(), &target, &|_, _| {
        // All chunks of a small site are too many; of each few, one is as good as the next.
        let count = seen.fetch_add(1, Ordering::Relaxed);
        if !count.is_multiple_of(9) || !work.exists() {
            return;
        }
        let mut taken = taken.lock().unwrap();
        let state = into.join(taken.len().to_string());
        fs::create_dir_all(&state).unwrap();
        // Files come and go while they are copied, as they do while a program is killed.
        for path in walk_if_there(&work) {
            let to = state.join(&path);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            let _ = fs::copy(work.join(&path), to);
        }
        taken.push(state);
    });
    fs::remove_dir_all(target).unwrap();
    taken.into_inner().unwrap()
}

/// The files under a folder that others work in, the journal first: what it says is whole has to be so in
/// what is copied after it, as it is wherever a kill falls.
fn walk_if_there(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_path_buf());
    let mut files: Vec<PathBuf> = files.collect();
    files.sort_by_key(|path| path != Path::new("journal.txt"));
    files
}

#[test]
fn work_that_was_left_at_any_moment_is_taken_up() {
    let site = site();
    let (one, two) = (site.around().join("one"), site.around().join("archive"));
    packed(site.root(), &one, &|_, _| {});
    let right = files(&one);
    let states_folder = site.around().join("states");
    let states = states(&site, &states_folder);
    assert!(states.len() > 10, "{} moments", states.len());
    let (mut parts_kept, mut files_kept) = (std::collections::BTreeSet::new(), 0);
    for state in states {
        copy_tree(&state, &site.around().join(WORK));
        for note in packed(site.root(), &two, &|_, _| {}) {
            match note {
                Note::TakenUp { parts, .. } => parts_kept.extend(parts),
                Note::Kept { files, .. } => files_kept += files,
                // Before the journal there is nothing to take up.
                Note::ThrownAway { made_from, .. } => assert_eq!(made_from, None),
                Note::Changed { part } => panic!("{part} in {}", state.display()),
            }
        }
        assert_same(&right, &files(&two), &state.display().to_string());
        assert!(beside(site.around()).is_empty());
        fs::remove_dir_all(&two).unwrap();
    }
    for part in ["site", "bag", "site.zip", "site.wacz", "sources", "single"] {
        assert!(parts_kept.contains(part), "{part} was never kept");
    }
    assert!(files_kept > 0, "no large file was kept");
}

/// Work that was left at the last moment, and the archive that comes of it.
struct LeftWork {
    site: TestSite,
    target: PathBuf,
    work: PathBuf,
    right: Files,
}

impl LeftWork {
    fn new() -> LeftWork {
        let site = site();
        let target = site.around().join("archive");
        let (work, left) = (site.around().join(WORK), site.around().join("left"));
        packed(site.root(), &target, &|done, total| {
            // All that is left to do then is to put it in its place.
            if done == total && total == 1 {
                copy_tree(&work, &left);
            }
        });
        let right = files(&target);
        fs::remove_dir_all(&target).unwrap();
        fs::rename(&left, &work).unwrap();
        LeftWork {
            site,
            target,
            work,
            right,
        }
    }

    /// Takes the work up, which has to give the archive as it was.
    #[track_caller]
    fn taken_up(&self) -> Vec<Note> {
        let notes = self.pack();
        assert_same(&self.right, &files(&self.target), "taken up");
        notes
    }

    fn pack(&self) -> Vec<Note> {
        let notes = packed(self.site.root(), &self.target, &|_, _| {});
        assert!(beside(self.site.around()).is_empty());
        notes
    }

    /// Changes the journal as if another run had written it.
    fn rewrite(&self, from: &str, to: &str) {
        let path = self.work.join("journal.txt");
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.splitn(3, '\n');
        let (head, _, body) = (lines.next(), lines.next(), lines.next().unwrap());
        assert!(body.contains(from), "`{from}` is not in the journal");
        let body = body.replace(from, to);
        let digest: String = Sha256::digest(&body)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let text = format!(
            "{}\ndigest of what follows: {digest}\n{body}",
            head.unwrap()
        );
        fs::write(&path, text).unwrap();
    }
}

/// The parts that were taken up.
fn kept(notes: &[Note]) -> Vec<&str> {
    let parts = notes.iter().find_map(|note| match note {
        Note::TakenUp { parts, .. } => Some(parts),
        _ => None,
    });
    let parts = parts.unwrap_or_else(|| panic!("not taken up: {notes:?}"));
    parts.iter().map(String::as_str).collect()
}

/// What the work that was thrown away was made from.
fn thrown_away(notes: &[Note]) -> Option<&'static str> {
    match notes {
        [Note::ThrownAway { made_from, .. }] => *made_from,
        other => panic!("not thrown away: {other:?}"),
    }
}

const ALL: [&str; 6] = ["bag", "single", "site", "site.wacz", "site.zip", "sources"];

#[test]
fn all_that_is_whole_is_kept() {
    let left = LeftWork::new();
    assert_eq!(kept(&left.taken_up()), ALL);
}

#[test]
fn a_part_that_was_changed_since_is_made_anew() {
    let left = LeftWork::new();
    let saved = left.site.around().join("saved");
    fs::rename(&left.work, &saved).unwrap();
    type Change = fn(&Path);
    let flip: Change = |path| {
        let mut bytes = fs::read(path).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        fs::write(path, bytes).unwrap();
    };
    let remove: Change = |path| fs::remove_file(path).unwrap();
    let add: Change = |path| fs::write(path.with_file_name("more"), "words").unwrap();
    let link: Change = |path| {
        let elsewhere = path.ancestors().nth(5).unwrap().join("elsewhere");
        fs::rename(path, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, path).unwrap();
    };
    for (file, change) in [
        ("site/more.html", flip),
        ("site/files/paper.bin", flip),
        ("site/files/paper.bin", link),
        ("bag/data/more.html", remove),
        ("bag/data/more.html", add),
        ("bag/bagit.txt", flip),
        ("site.zip", flip),
        ("site.wacz", remove),
        ("single/site.html", flip),
        ("sources/content/more.md", flip),
        ("sources/seal.txt", remove),
    ] {
        copy_tree(&saved, &left.work);
        change(&left.work.join("archive").join(file));
        let notes = left.taken_up();
        let part = file.split('/').next().unwrap();
        let others: Vec<&str> = ALL.into_iter().filter(|name| *name != part).collect();
        assert_eq!(kept(&notes), others, "{file}");
        let part = part.to_string();
        assert!(notes.contains(&Note::Changed { part }), "{file}");
        fs::remove_dir_all(&left.target).unwrap();
    }
}

#[test]
fn what_nobody_asked_for_does_not_come_into_the_archive() {
    let left = LeftWork::new();
    let archive = left.work.join("archive");
    fs::write(archive.join("README.md"), "half").unwrap();
    fs::write(archive.join("stray"), "words").unwrap();
    fs::create_dir(archive.join("folder")).unwrap();
    fs::write(archive.join("folder/stray"), large(2)).unwrap();
    // A package that the journal does not list, with a large file that is none of it, one that is
    // its own, and one that was changed.
    left.rewrite("part: bag\n", "part: other\n");
    fs::write(archive.join("bag/data/stray.bin"), large(2)).unwrap();
    left.taken_up();
}

#[test]
fn work_from_other_sources_is_thrown_away() {
    let left = LeftWork::new();
    left.site.edit("content/more.md", "Words", "Other words");
    assert_eq!(thrown_away(&left.pack()), Some("another site"));
    let now = files(&left.target);
    assert_ne!(now, left.right);
    fs::remove_dir_all(&left.target).unwrap();
    left.pack();
    assert_same(&now, &files(&left.target), "in one go");
}

#[test]
fn each_thing_that_work_was_made_from_counts() {
    for (from, to, words) in [
        (
            "program: briefpack 0.",
            "program: briefpack 9.",
            "another version of briefpack",
        ),
        ("options: Leave", "options: Make", "other options"),
        ("site: ", "site: f", "another site"),
        ("sources: ", "sources: f", "other sources"),
        ("facts: ", "facts: f", "another day or description"),
    ] {
        let left = LeftWork::new();
        left.rewrite(&format!("\n{from}"), &format!("\n{to}"));
        assert_eq!(thrown_away(&left.taken_up()), Some(words));
    }
    // A file that no page shows is in the sources all the same.
    let left = LeftWork::new();
    left.site.write("content/files/unused.txt", "Words.");
    assert_eq!(thrown_away(&left.pack()), Some("other sources"));
}

#[test]
fn a_damaged_journal_is_not_believed() {
    for damage in ["", "words", "briefpack unfinished archive 1\n"] {
        let left = LeftWork::new();
        fs::write(left.work.join("journal.txt"), damage).unwrap();
        assert_eq!(thrown_away(&left.taken_up()), None);
    }
    let left = LeftWork::new();
    fs::remove_file(left.work.join("journal.txt")).unwrap();
    assert_eq!(thrown_away(&left.taken_up()), None);
}

#[test]
fn a_folder_of_that_name_that_is_not_ours_is_left_alone() {
    let site = site();
    let target = site.around().join("archive");
    let work = site.around().join(WORK);
    fs::create_dir(&work).unwrap();
    fs::write(work.join("letter.txt"), "words").unwrap();
    archive(&site, &target)
        .exits(2)
        .says("it holds `letter.txt`");
    assert_eq!(walk(&work), ["letter.txt"]);
    fs::remove_dir_all(&work).unwrap();
    // An empty one is what a run leaves that is killed at once.
    fs::create_dir(&work).unwrap();
    archive(&site, &target).succeeded();
    let elsewhere = site.around().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &work).unwrap();
    archive(&site, &target).exits(2);
    assert!(walk(&elsewhere).is_empty());
}

#[test]
fn a_run_of_another_time_takes_up_what_that_time_does_not_change() {
    let site = TestSite::minimal();
    let target = site.around().join("archive");
    let work = site.around().join(WORK);
    // The time is that of the run here, and each run has its own.
    let run = || Run::of(site.command(["archive", "-o"]).arg(&target));
    let mut stopped = false;
    for _ in 0..100 {
        let mut command = site.command(["archive", "-o"]);
        let child = command
            .arg(&target)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = child.spawn().unwrap();
        let journal = work.join("journal.txt");
        while child.try_wait().unwrap().is_none() {
            let text = fs::read_to_string(&journal).unwrap_or_default();
            if text.contains("\npart: site\n") {
                let _ = child.kill();
            }
        }
        stopped = journal.exists();
        if stopped {
            break;
        }
    }
    assert!(stopped, "no run could be stopped in time");
    let journal = fs::read_to_string(work.join("journal.txt")).unwrap();
    let as_of = journal
        .lines()
        .find_map(|line| line.strip_prefix("as of: "));
    let as_of = as_of.unwrap().to_string();
    run()
        .succeeded()
        .says(&format!("for {as_of}"))
        .says("`site`");
    let taken_up = files(&target);
    let index = fs::read_to_string(target.join("archive.json")).unwrap();
    assert!(index.contains(&as_of), "{index}");
    // As one run for that instant makes it.
    let mut command = site.command(["archive", "--as-of", &as_of, "-o"]);
    Run::of(command.arg(&target)).succeeded();
    assert_same(&files(&target), &taken_up, "for that instant");
    Run::of(program().arg("verify").arg(&target)).succeeded();
}

#[test]
fn a_run_that_is_killed_is_taken_up_by_the_next() {
    let site = site();
    let target = site.around().join("archive");
    let journal = site.around().join(WORK).join("journal.txt");
    // Starts a run and waits until it has begun to write.
    let start = || {
        let mut command = command(&site, &target);
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        while !journal.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child
    };
    let mut child = start();
    let begun = Instant::now();
    child.wait().unwrap();
    let whole = begun.elapsed();
    let right = files(&target);
    let mut taken_up = 0;
    for round in 0..8 {
        fs::remove_dir_all(&target).unwrap();
        // Killed twice, a little later each time.
        for part in 1..=2 {
            let mut child = start();
            std::thread::sleep(whole.mul_f64(f64::from(round * part) / 14.0));
            let _ = child.kill();
            child.wait().unwrap();
            if target.exists() {
                assert_same(&right, &files(&target), "it took its place whole");
            }
        }
        let run = archive(&site, &target).succeeded();
        taken_up += usize::from(run.said().contains("taking up the work"));
        assert_same(&right, &files(&target), "after kills");
        assert!(beside(site.around()).is_empty());
    }
    assert!(taken_up > 0, "no run was stopped in the middle");
}

#[test]
fn two_runs_at_once_do_not_harm_each_other() {
    let site = site();
    let target = site.around().join("archive");
    archive(&site, &target).succeeded();
    let right = files(&target);
    let mut refused = 0;
    for _ in 0..5 {
        let both: Vec<_> = (0..3)
            .map(|_| {
                let mut command = command(&site, &target);
                let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        for child in both {
            let done = child.wait_with_output().unwrap();
            let said = String::from_utf8(done.stderr).unwrap();
            match done.status.code() {
                Some(0) => {}
                Some(2) => {
                    assert!(said.contains("is being made by another run"), "{said}");
                    refused += 1;
                }
                _ => panic!("{said}"),
            }
        }
        assert_same(&right, &files(&target), "after two at once");
        assert!(beside(site.around()).is_empty());
    }
    assert!(refused > 0, "they never met");
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_archive_and_what_is_whole_of_the_new_one() {
    let site = site();
    let target = site.around().join("archive");
    archive(&site, &target).succeeded();
    let old = files(&target);
    let size: usize = old.values().map(Vec::len).sum();
    site.edit("content/more.md", "Words", "Other words");
    let (disk, kept) = (site.around().join("disk"), site.around().join("kept"));
    fs::create_dir(&disk).unwrap();
    fs::create_dir(&kept).unwrap();
    // In a mount namespace of its own: room for one archive and a part of the next, then for both.
    let script = "set -e; mount -t tmpfs -o size=$SIZE tmpfs \"$DISK\"; \
                  cp -r \"$ARCHIVE\" \"$DISK/archive\"; \
                  run() { \"$BRIEFPACK\" archive \"$SITE\" --as-of \"$AS_OF\" -o \"$DISK/archive\"; }; \
                  status=0; run || status=$?; cp -r \"$DISK/archive\" \"$KEPT/old\"; \
                  ls -A \"$DISK\" > \"$KEPT/beside\"; test $status = 2; \
                  mount -o remount,size=$MORE \"$DISK\"; run; \
                  cp -r \"$DISK/archive\" \"$KEPT/new\"; ls -A \"$DISK\" > \"$KEPT/after\"";
    let run = |room: usize| {
        for name in ["old", "new"] {
            let _ = fs::remove_dir_all(kept.join(name));
        }
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--map-root-user", "bash", "-c", script])
            .env("SIZE", room.to_string())
            .env("MORE", (size * 3).to_string())
            .env("DISK", &disk)
            .env("ARCHIVE", &target)
            .env("SITE", site.root())
            .env("KEPT", &kept)
            .env("BRIEFPACK", env!("CARGO_BIN_EXE_briefpack"))
            .env("AS_OF", AS_OF);
        Run::of(&mut command).succeeded().says("No space left")
    };
    let new = site.around().join("new");
    archive(&site, &new).succeeded();
    for share in [0, 2, 5, 8] {
        let run = run(size + 500_000 + size * share / 10);
        assert_same(&old, &files(&kept.join("old")), "while the disk was full");
        assert_same(&files(&new), &files(&kept.join("new")), "with more room");
        let beside = fs::read_to_string(kept.join("beside")).unwrap();
        let after = fs::read_to_string(kept.join("after")).unwrap();
        assert_eq!(after, "archive\n");
        if share == 0 {
            // There was not even room for the first large file.
            assert_eq!(beside, "archive\n");
        } else {
            assert_eq!(beside, format!("{WORK}\narchive\n"));
            run.says("what is whole so far is kept in")
                .says("taking up the work");
        }
    }
}

/// What a terminal of so many columns shows in the end, line by line. It knows what the program writes:
/// text, line ends, and the way back to the start of a line.
fn screen(written: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![Vec::new()];
    let mut at = 0;
    let mut letters = written.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => at = 0,
            '\n' => lines.push(Vec::new()),
            '\u{1b}' => drop(letters.find(char::is_ascii_alphabetic)),
            letter => {
                if at == columns {
                    lines.push(Vec::new());
                    at = 0;
                }
                let line = lines.last_mut().unwrap();
                line.resize(line.len().max(at + 1), ' ');
                line[at] = letter;
                at += 1;
            }
        }
    }
    let text = lines.into_iter().map(|line| line.into_iter().collect());
    text.map(|line: String| line.trim_end().to_string())
        .collect()
}

#[test]
fn a_terminal_shows_how_far_it_is_and_nothing_of_it_in_the_end() {
    let site = site();
    let film = fs::File::create(site.root().join("content/files/film.mp4")).unwrap();
    film.set_len(60_000_000).unwrap();
    site.edit("content/more.md", "Words", "[A film](files/film.mp4)");
    let target = site.around().join("archive");
    let on_terminal = |words: &str, columns: usize, variables: &[(&str, &str)]| {
        let program = env!("CARGO_BIN_EXE_briefpack");
        let mut command = Command::new("script");
        command
            .arg("-qec")
            .arg(format!("stty cols {columns}; '{program}' {words}"))
            .arg("/dev/null")
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied());
        Run::of(&mut command).succeeded().stdout
    };
    let target = target.to_str().unwrap();
    let root = site.root().to_str().unwrap();
    let archive = format!("archive '{root}' --as-of {AS_OF} -o '{target}'");
    let verify = format!("verify '{target}'");
    for (words, name) in [(&archive, "Packing ["), (&verify, "Reading [")] {
        for columns in [40, 80, 200] {
            let written = on_terminal(words, columns, &[]);
            assert!(written.contains(name), "{columns}: {written:?}");
            let shown = screen(&written, columns);
            assert!(!shown.iter().any(|line| line.contains(name)), "{shown:#?}");
            // How far it is never goes back.
            let shares: Vec<u32> = written
                .split(name)
                .skip(1)
                .filter_map(|rest| rest.get(12..)?.split('%').next()?.trim().parse().ok())
                .collect();
            assert!(shares.is_sorted() && !shares.is_empty(), "{shares:?}");
        }
        let plain = on_terminal(words, 80, &[("NO_COLOR", "1")]);
        assert!(
            plain.contains(name) && !plain.contains('\u{1b}'),
            "{plain:?}"
        );
        let dumb = on_terminal(words, 80, &[("TERM", "dumb")]);
        assert!(!dumb.contains(name), "{dumb:?}");
    }
    let run = self::archive(&site, Path::new(target)).succeeded();
    assert!(!run.said().contains("Packing ["), "in a pipe");
}
