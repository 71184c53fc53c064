//! An output folder that cannot be exchanged is updated file by file, and the next build finishes
//! what was begun.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::{Phases, Random, Versions, beside, mount, mount_memory, start, with_own_mounts};
use crate::support::{Files, TestSite, assert_same, files};

const KILLS: usize = 120;
const UPDATE: &str = ".briefpack-update/";
const SAID: &str = "could not be exchanged whole, so it was updated file by file";

#[test]
fn a_mounted_folder_is_updated_file_by_file_and_the_summary_says_so() {
    with_own_mounts(
        "mounted::a_mounted_folder_is_updated_file_by_file_and_the_summary_says_so",
        || {
            let versions = Versions::new();
            let (site, public) = (&versions.site, versions.site.root().join("public"));
            assert!(!site.build().succeeded().said().contains("file by file"));
            fs::remove_dir_all(&public).unwrap();
            mount_memory("size=64m", &public);
            // What the disk keeps at its root for itself is neither in the way nor removed.
            fs::create_dir(public.join("lost+found")).unwrap();
            for number in [0, 1, 0] {
                versions.turn_to(number);
                site.build().succeeded().says(SAID);
                assert_same(&versions.clean[number], &site.output(), "mounted");
                assert!(public.join("lost+found").is_dir());
                let mut folders = BTreeSet::new();
                for path in versions.clean[number].keys() {
                    folders.extend(Path::new(path).ancestors().skip(1).map(Path::to_path_buf));
                }
                folders.insert("lost+found".into());
                assert_eq!(
                    folders_of(&public),
                    folders,
                    "folders that hold nothing stay"
                );
            }
        },
    );
}

#[test]
fn what_is_mounted_inside_the_output_is_not_removed() {
    with_own_mounts(
        "mounted::what_is_mounted_inside_the_output_is_not_removed",
        || {
            let versions = Versions::new();
            let (site, public) = (&versions.site, versions.site.root().join("public"));
            site.build().succeeded();
            let elsewhere = site.around().join("else where");
            fs::create_dir(&elsewhere).unwrap();
            fs::write(elsewhere.join("thesis.txt"), "three years of work").unwrap();
            let bind = ["--bind", elsewhere.to_str().unwrap()];
            let refused = |point: &str| {
                mount(&bind, &public.join(point));
                for number in [1, 0] {
                    versions.turn_to(number);
                    site.build().exits(2).says("is mounted").says(point);
                }
                assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 1);
                let left = files(&public);
                assert!(left.contains_key("index.html") && beside(site.root()).is_empty());
                let status = Command::new("umount").arg(public.join(point)).status();
                assert!(status.unwrap().success());
                fs::remove_dir(public.join(point)).unwrap();
            };
            refused("photos");
            refused("files/photos taken");
            // The output itself a disk, with another in it.
            mount_memory("size=64m", &public);
            site.build().succeeded().says(SAID);
            refused("photos");
        },
    );
}

#[test]
fn a_folder_mounted_from_the_same_disk_is_updated_file_by_file() {
    with_own_mounts(
        "mounted::a_folder_mounted_from_the_same_disk_is_updated_file_by_file",
        || {
            let versions = Versions::new();
            let elsewhere = versions.site.around().join("elsewhere");
            fs::create_dir(&elsewhere).unwrap();
            let public = versions.site.root().join("public");
            fs::remove_dir_all(&public).unwrap();
            mount(&["--bind", elsewhere.to_str().unwrap()], &public);
            versions.site.build().succeeded().says(SAID);
            assert_same(&versions.clean[0], &files(&elsewhere), "bound");
        },
    );
}

#[test]
fn a_folder_from_a_layer_below_is_updated_file_by_file() {
    with_own_mounts(
        "mounted::a_folder_from_a_layer_below_is_updated_file_by_file",
        || {
            let versions = Versions::new();
            let (site, around) = (&versions.site, versions.site.around());
            // A file system of layers needs one below that is no such thing itself.
            let disk = around.join("disk");
            mount_memory("size=64m", &disk);
            crate::support::copy_tree(site.root(), &disk.join("low"));
            for folder in ["up", "work"] {
                fs::create_dir(disk.join(folder)).unwrap();
            }
            let at = |name: &str| disk.join(name).display().to_string();
            let layers = format!(
                "lowerdir={},upperdir={},workdir={}",
                at("low"),
                at("up"),
                at("work")
            );
            mount(&["-t", "overlay", "overlay", "-o", &layers], site.root());
            versions.turn_to(1);
            site.build().succeeded().says(SAID);
            assert_same(&versions.clean[1], &site.output(), "a layer above another");
            assert_eq!(beside(site.root()), [""; 0]);
        },
    );
}

#[test]
fn somebody_elses_files_on_a_mounted_disk_are_left_alone() {
    with_own_mounts(
        "mounted::somebody_elses_files_on_a_mounted_disk_are_left_alone",
        || {
            let site = TestSite::minimal();
            let public = site.root().join("public");
            mount_memory("size=64m", &public);
            fs::write(public.join("thesis.txt"), "three years of work").unwrap();
            // What a killed build may have left proves nothing without its journal.
            fs::create_dir_all(public.join(UPDATE).join("site")).unwrap();
            site.build().exits(2).says("thesis.txt");
            assert_eq!(site.output().len(), 1);
        },
    );
}

#[test]
fn two_builds_into_a_mounted_folder_do_not_mix() {
    with_own_mounts(
        "mounted::two_builds_into_a_mounted_folder_do_not_mix",
        || {
            let versions = Versions::new();
            let site = &versions.site;
            let public = site.root().join("public");
            fs::remove_dir_all(&public).unwrap();
            mount_memory("size=64m", &public);
            for round in 0..6 {
                let number = round % 2;
                versions.turn_to(number);
                let mut builds: Vec<_> = (0..3).map(|_| start(site)).collect();
                let ended = builds.iter_mut().map(|build| build.wait().unwrap().code());
                let ended: Vec<_> = ended.collect();
                assert!(ended.contains(&Some(0)), "{ended:?}");
                // Who comes second is told so and changes nothing.
                assert!(ended.iter().all(|code| [Some(0), Some(2)].contains(code)));
                assert_same(&versions.clean[number], &site.output(), "at once");
            }
            let held = fs::File::open(&public).unwrap();
            held.lock().unwrap();
            versions.turn_to(0);
            site.build().exits(2).says("by another run of briefpack");
            assert_same(&versions.clean[1], &site.output(), "while it is held");
            drop(held);
            site.build().succeeded();
        },
    );
}

#[test]
fn kills_of_an_update_file_by_file_leave_every_file_whole_and_no_page_without_its_files() {
    let name = "mounted::kills_of_an_update_file_by_file_leave_every_file_whole_and_no_page_without_its_files";
    with_own_mounts(name, || {
        let versions = Versions::new();
        let site = &versions.site;
        let public = site.root().join("public");
        fs::remove_dir_all(&public).unwrap();
        mount_memory("size=64m", &public);
        let mut whole = versions.time_of_a_build();
        let mut random = Random::new();
        let mut phases = Phases::default();
        let met = ["old", "writing", "moving", "new"];
        let mut stands = 0;
        for round in 0.. {
            if round >= KILLS && (phases.has(&met) || round >= 3 * KILLS) {
                break;
            }
            let next = 1 - stands;
            versions.turn_to(next);
            let mut child = start(site);
            // Every second kill waits until the files are being moved, which is soon over.
            if round % 2 == 0 {
                std::thread::sleep(whole.mul_f64(1.1 * random.share()));
            } else {
                let journal = public.join(UPDATE).join("journal");
                while !journal.exists() && child.try_wait().unwrap().is_none() {
                    std::hint::spin_loop();
                }
                std::thread::sleep(Duration::from_micros((3000.0 * random.share()) as u64));
            }
            child.kill().unwrap();
            child.wait().unwrap();
            let case = format!("kill {round}");
            phases.add(phase(&versions, next, &case));
            let took = versions.time_of_a_build();
            whole = (whole * 3 + took) / 4;
            assert_same(&versions.clean[next], &site.output(), &case);
            assert_eq!(beside(site.root()), [""; 0], "{case}");
            stands = next;
        }
        println!("{:?}", phases.0);
        assert!(phases.has(&met), "not every phase was hit: {:?}", phases.0);
    });
}

/// Looks at what a kill has left of an update to a version, and says how far it had come.
fn phase(versions: &Versions, next: usize, case: &str) -> &'static str {
    let (old, new) = (&versions.clean[1 - next], &versions.clean[next]);
    let all = versions.site.output();
    let is_decided = all.contains_key(".briefpack-update/journal");
    let is_begun = all.keys().any(|path| path.starts_with(UPDATE));
    let mut left = all;
    left.retain(|path, _| !path.starts_with(UPDATE));
    assert_without_gaps(&left, case);
    if !is_decided {
        if &left == new {
            return "new";
        }
        assert_same(old, &left, case);
        return if is_begun { "writing" } else { "old" };
    }
    for (path, bytes) in &left {
        let is_whole = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(is_whole, "{case}: {path} is neither old nor new");
    }
    "moving"
}

/// Asserts that every file of the site that a page asks for, or leads to, is there, but for pages.
fn assert_without_gaps(site: &Files, case: &str) {
    for (path, bytes) in site {
        if !path.ends_with(".html") || path == "404.html" {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        for attribute in ["href=\"", "src=\""] {
            for after in text.split(attribute).skip(1) {
                let address = after.split(['"', '#', '?']).next().unwrap();
                if address.is_empty() || address.contains(':') || address.ends_with(".html") {
                    continue;
                }
                let asked = joined(path, address);
                let there = site.contains_key(&asked);
                assert!(there, "{case}: {path} asks for {asked}, which is not there");
            }
        }
    }
}

/// Where a relative address in a page leads.
fn joined(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// All folders below a folder, and itself as the empty path.
fn folders_of(folder: &Path) -> BTreeSet<std::path::PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_dir())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_path_buf())
        .collect()
}
