//! At every instant `public/` is wholly the old site or wholly the new one, and nothing that
//! briefpack did not make is ever replaced.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::{AS_OF, Files, Run, TestSite, assert_same, files, start};

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_as_it_is() {
    let site = TestSite::minimal().file("public/thesis.txt", "three years of work");
    let run = site.build().exits(2);
    let said = run.said();
    assert!(said.contains("public"), "the folder is not named:\n{said}");
    let left: Files = [("thesis.txt".to_string(), b"three years of work".to_vec())].into();
    assert_eq!(site.output(), left);
}

#[test]
fn a_hidden_file_of_somebody_else_counts() {
    let site = TestSite::minimal().file("public/.git/HEAD", "ref: refs/heads/main\n");
    site.build().exits(2);
    assert_eq!(site.output().len(), 1);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let site = TestSite::minimal().file("public", "not a folder");
    site.build().exits(2).says("public");
    assert_eq!(
        fs::read_to_string(site.root().join("public")).unwrap(),
        "not a folder"
    );
}

#[test]
fn an_empty_folder_is_taken() {
    let site = TestSite::minimal();
    fs::create_dir(site.root().join("public")).unwrap();
    assert!(site.built().contains_key("index.html"));
}

#[test]
fn a_new_folder_is_made_with_the_folders_above_it() {
    let site = TestSite::minimal();
    site.run(["build", "--as-of", AS_OF, "-o", "out/of/the/way"])
        .succeeded();
    assert!(site.root().join("out/of/the/way/index.html").is_file());
}

#[test]
fn a_folder_named_with_dots_is_made_like_any_other() {
    for (out, made) in [("public/.", "public"), ("./new/../out", "out")] {
        let site = TestSite::minimal();
        for _ in 0..2 {
            site.run(["build", "--as-of", AS_OF, "-o", out]).succeeded();
        }
        assert!(site.root().join(made).join("index.html").is_file(), "{out}");
    }
}

#[test]
fn no_way_of_writing_leads_the_output_into_the_content() {
    for out in [
        "new/../content/out",
        "link/out",
        "link/../content/out",
        "content/./a/b",
    ] {
        let site = TestSite::minimal();
        std::os::unix::fs::symlink("content", site.root().join("link")).unwrap();
        let before = files(&site.root().join("content"));
        site.run(["build", "--as-of", AS_OF, "-o", out]).exits(2);
        assert_same(&before, &files(&site.root().join("content")), out);
    }
}

#[test]
fn a_site_in_a_linked_home_keeps_its_content() {
    let site = TestSite::minimal();
    let home = site.around().join("home");
    std::os::unix::fs::symlink(site.root(), &home).unwrap();
    let out = home.join("content/out");
    site.run(["build", "--as-of", AS_OF, "-o", out.to_str().unwrap()])
        .exits(2);
}

#[test]
fn folders_beside_the_output_that_are_not_ours_stay() {
    let site = TestSite::minimal()
        .file(".public.briefpack-notes/a.txt", "mine")
        .file(".public.briefpack-aside/a.txt", "mine")
        .file(".public.briefpack-0001/a.txt", "mine")
        .file(
            ".public.briefpack-4194399/a.txt",
            "left by a build that was killed",
        );
    site.built();
    for (name, stays) in [
        ("notes", true),
        ("aside", true),
        ("0001", true),
        ("4194399", false),
    ] {
        let path = site.root().join(format!(".public.briefpack-{name}"));
        assert_eq!(path.exists(), stays, "{name}");
    }
}

#[test]
fn the_site_folder_and_what_it_is_made_of_are_never_the_output() {
    for out in [".", "content", "content/sessions", "themes", ".."] {
        let site = TestSite::minimal().file("themes/mine/theme.yaml", "name: mine\n");
        let before = files(site.root());
        site.run(["build", "--as-of", AS_OF, "-o", out]).exits(2);
        assert_eq!(files(site.root()), before, "-o {out}");
    }
}

#[test]
fn a_page_that_is_gone_from_the_content_is_gone_from_the_site() {
    let site = TestSite::minimal().file("content/old.md", "---\ntitle: Old\n---\n\nOld.\n");
    assert!(site.built().contains_key("old.html"));
    fs::remove_file(site.root().join("content/old.md")).unwrap();
    assert!(!site.built().contains_key("old.html"));
}

#[test]
fn a_site_with_faults_leaves_the_old_one() {
    let site = TestSite::kitchen();
    let before = site.built();
    site.write("content/faulty.md", "---\ntilte: Faulty\n---\n");
    site.build().exits(1);
    assert_same(&before, &site.output(), "after a build with faults");
    assert_nothing_beside(site.root());
}

#[test]
fn an_output_that_links_elsewhere_does_not_reach_there() {
    let site = TestSite::minimal();
    let target = site.around().join("precious");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("thesis.txt"), "three years of work").unwrap();
    std::os::unix::fs::symlink(&target, site.root().join("public")).unwrap();
    let run = site.build();
    let built = site.root().join("public/index.html").is_file();
    assert!(
        run.status == 2 || (run.status == 0 && built),
        "{}",
        run.said()
    );
    let left: Files = [("thesis.txt".to_string(), b"three years of work".to_vec())].into();
    assert_eq!(files(&target), left);
}

#[test]
fn a_build_that_is_killed_leaves_wholly_the_old_or_the_new_site() {
    let site = TestSite::kitchen();
    let (old, new) = two_versions(&site);
    let versions = [old, new];
    let whole = time_of_a_build(&site);
    let (mut stands, mut kept, mut replaced) = (0, 0, 0);
    for round in 0_u32.. {
        if round >= 30 && replaced > 0 {
            break;
        }
        assert!(round < 60, "no build came to its end");
        // The moments spread over a whole build and beyond, the later part more densely, because
        // that is where it writes.
        let share = f64::from(round % 30) / 29.0 + f64::from(round / 30);
        let moment = whole.mul_f64(1.15 * share.sqrt());
        let next = 1 - stands;
        version(&site, next);
        let mut child = start(&site);
        std::thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let left = site.output();
        if left == versions[next] {
            stands = next;
            replaced += 1;
        } else {
            let case = format!("killed after {moment:?} of {whole:?}");
            assert_same(&versions[stands], &left, &case);
            kept += 1;
        }
    }
    assert!(kept > 0, "no build was killed in time");
    let [_, new] = versions;
    // What a killed build leaves behind does not stand in the way of the next, which clears it.
    version(&site, 1);
    assert_same(&new, &site.built(), "after the last kill");
    assert_nothing_beside(site.root());
}

#[test]
fn readers_never_find_the_site_missing_or_mixed() {
    let site = TestSite::kitchen();
    let (old, new) = two_versions(&site);
    let stop = AtomicBool::new(false);
    let page = site.root().join("public/index.html");
    let (old_page, new_page) = (&old["index.html"], &new["index.html"]);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0_u32;
            while !stop.load(Ordering::Relaxed) {
                let bytes = fs::read(&page).expect("the first page is always there");
                assert!(&bytes == old_page || &bytes == new_page, "a mixed page");
                reads += 1;
            }
            reads
        });
        for round in 0..8 {
            version(&site, round % 2);
            let run = site.build();
            if run.status != 0 || reader.is_finished() {
                stop.store(true, Ordering::Relaxed);
            }
            run.succeeded();
        }
        stop.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 100, "the reader hardly read");
    });
}

#[test]
fn two_builds_at_once_leave_a_whole_site() {
    let site = TestSite::kitchen();
    let (_, new) = two_versions(&site);
    version(&site, 1);
    for _ in 0..4 {
        let (mut one, mut two) = (start(&site), start(&site));
        let statuses = [one.wait().unwrap(), two.wait().unwrap()];
        assert!(statuses.iter().any(std::process::ExitStatus::success));
        assert_same(&new, &site.output(), "two at once");
    }
    site.build().succeeded();
    assert_nothing_beside(site.root());
}

/// As in two containers that share a folder: neither sees the other's processes, and both have the same
/// number.
#[test]
fn builds_that_do_not_see_each_other_leave_a_whole_site() {
    let site = TestSite::kitchen();
    let (_, new) = two_versions(&site);
    version(&site, 1);
    let alone = || {
        let mut command = Command::new("unshare");
        command
            .args(["--map-root-user", "--pid", "--fork", "--mount-proc"])
            .arg(env!("CARGO_BIN_EXE_briefpack"))
            .args(["build", "--no-cache", "--as-of", AS_OF])
            .current_dir(site.root());
        command
    };
    for _ in 0..4 {
        let mut both = [(); 2].map(|()| alone().spawn().unwrap());
        for build in &mut both {
            assert!(build.wait().unwrap().success());
        }
        assert_same(&new, &site.output(), "two that do not see each other");
        assert_nothing_beside(site.root());
    }
}

#[test]
fn a_folder_that_few_may_read_stays_so() {
    let site = TestSite::minimal();
    site.built();
    let public = site.root().join("public");
    let mode = || fs::metadata(&public).unwrap().permissions().mode() & 0o7777;
    for kept in [0o700, 0o2770, 0o755] {
        fs::set_permissions(&public, fs::Permissions::from_mode(kept)).unwrap();
        site.run(["build", "--no-cache", "--as-of", AS_OF])
            .succeeded();
        assert_eq!(mode(), kept);
    }
}

#[test]
fn a_history_that_somebody_keeps_in_the_output_is_not_removed() {
    let site = TestSite::minimal();
    site.built();
    site.write("public/.git/HEAD", "ref: refs/heads/main\n");
    let before = site.output();
    site.edit("content/index.md", "title: ", "title: New ");
    site.build().exits(2).says("the history of a repository");
    assert_eq!(site.output(), before);
}

#[test]
fn an_output_that_is_a_link_to_nothing_is_named() {
    let site = TestSite::minimal();
    std::os::unix::fs::symlink("nowhere", site.root().join("public")).unwrap();
    site.build().exits(2).says("a link that leads to nothing");
    assert_nothing_beside(site.root());
}

#[test]
fn a_limit_on_the_size_of_files_leaves_the_old_site() {
    let site = TestSite::kitchen();
    let before = site.built();
    site.edit("content/index.md", "one of everything", "one of each");
    let mut command = Command::new("bash");
    command
        .current_dir(site.root())
        // Ignored, the signal becomes an error of the write, as on a full disk.
        .args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_briefpack"))
        .args(["build", "--as-of", AS_OF]);
    Run::of(&mut command).exits(2).says("too large");
    assert_same(&before, &site.output(), "after a write that failed");
    assert_nothing_beside(site.root());
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let site = TestSite::kitchen();
    let size: usize = site.built().values().map(Vec::len).sum();
    let disk = site.around().join("disk");
    fs::create_dir(&disk).unwrap();
    // In a mount namespace of its own, so that nothing is left mounted whatever happens. There
    // is room for one site and a half: the first build fits, the second does not.
    let script = "set -e; mount -t tmpfs -o size=$SIZE tmpfs \"$DISK\"; \
                  cp -r \"$SITE/.\" \"$DISK\"; cd \"$DISK\"; rm -rf public .briefpack; \
                  \"$BRIEFPACK\" build --as-of \"$AS_OF\" >&2; \
                  cp -r public \"$KEPT/before\"; \
                  sed -i 's/one of everything/one of each/' content/index.md; \
                  set +e; \"$BRIEFPACK\" build --as-of \"$AS_OF\"; status=$?; set -e; \
                  cp -r public \"$KEPT/after\"; ls -A > \"$KEPT/beside\"; exit $status";
    let kept = site.around().join("kept");
    fs::create_dir(&kept).unwrap();
    let sources: usize = ["content", "briefpack.yaml"]
        .iter()
        .flat_map(|part| walkdir::WalkDir::new(site.root().join(part)))
        .map(|entry| entry.unwrap().metadata().unwrap().len().div_ceil(4096) as usize * 4096 + 4096)
        .sum();
    let mut command = Command::new("unshare");
    command
        .args(["--mount", "--map-root-user", "bash", "-c", script])
        .env("SIZE", (sources + size * 3 / 2 + size / 4).to_string())
        .env("DISK", &disk)
        .env("SITE", site.root())
        .env("KEPT", &kept)
        .env("BRIEFPACK", env!("CARGO_BIN_EXE_briefpack"))
        .env("AS_OF", AS_OF);
    let run = Run::of(&mut command);
    assert!(
        kept.join("after").exists(),
        "the test could not be set up:\n{}",
        run.said()
    );
    let run = run.exits(2);
    let said = run.said();
    assert!(
        said.contains("No space left"),
        "the cause is not named:\n{said}"
    );
    assert_same(
        &files(&kept.join("before")),
        &files(&kept.join("after")),
        "after a disk that was full",
    );
}

#[test]
fn an_output_that_cannot_be_written_is_named_with_its_cause() {
    // Permissions do not hold root back, so the folder above is one that nobody can write to.
    let site = TestSite::minimal();
    let run = site
        .run(["build", "--as-of", AS_OF, "-o", "/proc/briefpack-test"])
        .exits(2);
    let said = run.said();
    assert!(
        said.contains("/proc/") && said.contains("briefpack-test"),
        "{said}"
    );
}

#[test]
fn a_read_only_folder_leaves_the_old_site() {
    let site = TestSite::minimal();
    let before = site.built();
    site.edit("content/index.md", "Words.", "Other words.");
    let read_only = fs::Permissions::from_mode(0o555);
    fs::set_permissions(site.root(), read_only).unwrap();
    let mut command = site.command(["build", "--as-of", AS_OF]);
    let run = if may_write_everywhere() {
        as_nobody(&site, &["build", "--as-of", AS_OF])
    } else {
        Run::of(&mut command)
    };
    let after = site.output();
    fs::set_permissions(site.root(), fs::Permissions::from_mode(0o755)).unwrap();
    run.exits(2);
    assert_same(&before, &after, "after a folder that was read-only");
}

/// Whether permissions do not hold this user back, as with root.
fn may_write_everywhere() -> bool {
    let probe = tempfile::tempdir().unwrap();
    fs::set_permissions(probe.path(), fs::Permissions::from_mode(0o555)).unwrap();
    fs::write(probe.path().join("probe"), "").is_ok()
}

/// Runs the program as a user whom permissions hold back.
fn as_nobody(site: &TestSite, arguments: &[&str]) -> Run {
    // Such a user has to be able to reach the program and the site.
    let program = site.around().join("briefpack");
    fs::copy(env!("CARGO_BIN_EXE_briefpack"), &program).unwrap();
    fs::set_permissions(site.around(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new("setpriv");
    command
        .current_dir(site.root())
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(program)
        .args(arguments);
    Run::of(&mut command)
}

/// Builds two versions of the site, the old one last, and gives both.
fn two_versions(site: &TestSite) -> (Files, Files) {
    site.edit(
        "content/index.md",
        "one of everything",
        "version 0 of everything",
    );
    let old = site.built();
    version(site, 1);
    let new = site.built();
    version(site, 0);
    assert_same(&old, &site.built(), "the old version again");
    assert_ne!(old, new);
    (old, new)
}

/// Makes the content that of version 0 or 1.
fn version(site: &TestSite, number: usize) {
    let path = site.root().join("content/index.md");
    let text = fs::read_to_string(&path).unwrap();
    let text = text
        .replace("version 0 of", &format!("version {number} of"))
        .replace("version 1 of", &format!("version {number} of"));
    fs::write(path, text).unwrap();
}

/// How long a build takes here.
fn time_of_a_build(site: &TestSite) -> Duration {
    // A build that remembers the one before would end at once.
    fs::remove_dir_all(site.root().join(".briefpack")).unwrap();
    let start = Instant::now();
    site.build().succeeded();
    start.elapsed()
}

/// Asserts that the site folder holds what its author put there, the output, and no leftovers.
#[track_caller]
fn assert_nothing_beside(root: &Path) {
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| {
            ![
                "briefpack.yaml",
                "content",
                "public",
                "themes",
                ".briefpack",
            ]
            .contains(&name.as_str())
        })
        .collect();
    names.sort();
    assert!(names.is_empty(), "left behind: {names:?}");
}
