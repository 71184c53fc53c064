//! Disks that are full, and folders that may not be written to.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{
    Random, Versions, beside, mount, mount_memory, on_disk, with_own_mounts, write_version,
};
use crate::support::{AS_OF, Run, assert_same, copy_tree, files, program};

/// In how many steps a disk grows from too small to large enough.
const STEPS: usize = 24;

#[test]
fn a_disk_that_is_full_at_any_stage_leaves_the_old_site() {
    with_own_mounts(
        "disks::a_disk_that_is_full_at_any_stage_leaves_the_old_site",
        || {
            let versions = Versions::new();
            let disk = versions.site.around().join("disk");
            mount_memory("size=64m", &disk);
            copy_tree(versions.site.root(), &disk);
            write_version(&disk, 1);
            let used = used(&disk).0;
            let needed = on_disk(&versions.site.root().join("public"));
            let sizes = |step: usize| format!("size={}", used + needed * step * 5 / (4 * STEPS));
            fills_up(&versions, &disk, &disk, &sizes);
        },
    );
}

#[test]
fn a_disk_without_room_for_names_leaves_the_old_site() {
    with_own_mounts(
        "disks::a_disk_without_room_for_names_leaves_the_old_site",
        || {
            let versions = Versions::new();
            let disk = versions.site.around().join("disk");
            mount_memory("size=64m", &disk);
            copy_tree(versions.site.root(), &disk);
            write_version(&disk, 1);
            let used = used(&disk).1;
            let needed = versions.clean[0].len() + 12;
            let sizes =
                |step: usize| format!("nr_inodes={}", used + needed * step * 5 / (4 * STEPS));
            fills_up(&versions, &disk, &disk, &sizes);
        },
    );
}

#[test]
fn a_mounted_folder_that_is_full_at_any_stage_keeps_the_old_site() {
    with_own_mounts(
        "disks::a_mounted_folder_that_is_full_at_any_stage_keeps_the_old_site",
        || {
            let versions = Versions::new();
            let disk = versions.site.around().join("disk");
            copy_tree(versions.site.root(), &disk);
            let public = disk.join("public");
            fs::remove_dir_all(&public).unwrap();
            mount_memory("size=64m", &public);
            build(&disk).succeeded();
            let (used, needed) = (used(&public).0, on_disk(&public));
            let sizes = |step: usize| format!("size={}", used + needed * step * 5 / (4 * STEPS));
            fills_up(&versions, &disk, &public, &sizes);
        },
    );
}

/// Lets a disk grow until the new version fits; whenever it does not, the old one has to be left.
fn fills_up(versions: &Versions, root: &Path, disk: &Path, size: &dyn Fn(usize) -> String) {
    write_version(root, 1);
    let mut full = 0;
    for step in 0.. {
        assert!(step <= 2 * STEPS, "no disk was large enough");
        let size = size(step);
        mount(&["-o", &format!("remount,{size}")], disk);
        let run = build(root);
        let left = files(&root.join("public"));
        assert_eq!(beside(root), [""; 0], "{size}");
        if run.status == 0 {
            assert_same(&versions.clean[1], &left, &size);
            break;
        }
        run.exits(2).says("No space left");
        assert_same(&versions.clean[0], &left, &size);
        full += 1;
    }
    assert!(full >= STEPS / 2, "the disk was full {full} times only");
    build(root).succeeded();
    assert_same(&versions.clean[1], &files(&root.join("public")), "again");
}

/// How many bytes and how many names a disk in memory holds.
fn used(disk: &Path) -> (usize, usize) {
    let ask = |format: &str| -> usize {
        let output = Command::new("stat")
            .args(["--file-system", "--format", format])
            .arg(disk)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let numbers: Vec<usize> = text
            .split_whitespace()
            .map(|number| number.parse().unwrap())
            .collect();
        match numbers[..] {
            [all, free, unit] => (all - free) * unit,
            _ => panic!("stat said {text}"),
        }
    };
    (ask("%b %f %S"), ask("%c %d 1"))
}

#[test]
fn a_disk_that_is_read_only_leaves_the_old_site() {
    with_own_mounts(
        "disks::a_disk_that_is_read_only_leaves_the_old_site",
        || {
            let versions = Versions::new();
            let disk = versions.site.around().join("disk");
            mount_memory("size=64m", &disk);
            copy_tree(versions.site.root(), &disk);
            // The whole disk, then the output alone.
            for folder in [disk.clone(), disk.join("public")] {
                write_version(&disk, 1);
                if folder != disk {
                    let own = folder.to_str().unwrap();
                    mount(&["--bind", own], &folder);
                }
                mount(&["-o", "remount,bind,ro"], &folder);
                build(&disk).exits(2).says("Read-only file system");
                assert_same(
                    &versions.clean[0],
                    &files(&disk.join("public")),
                    "read-only",
                );
                mount(&["-o", "remount,bind,rw"], &folder);
                build(&disk).succeeded();
                assert_same(&versions.clean[1], &files(&disk.join("public")), "again");
                write_version(&disk, 0);
                build(&disk).succeeded();
                assert_eq!(beside(&disk), [""; 0]);
            }
        },
    );
}

#[test]
fn permissions_that_are_taken_away_half_way_leave_the_old_or_the_new_site() {
    let versions = Versions::new();
    let (site, root) = (&versions.site, versions.site.root());
    let nobody = Nobody::of(&versions);
    let mut random = Random::new();
    let whole = versions.time_of_a_build();
    nobody.takes(root);
    let (mut stands, mut refused) = (0, 0);
    for round in 0..40 {
        let next = 1 - stands;
        versions.turn_to(next);
        nobody.takes(root);
        let folder = ["", "public", "content", "content/files"][round % 4];
        let folder = root.join(folder);
        let mut child = nobody.build(root).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(random.share()));
        let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        mode(0o555 * u32::from(round % 8 < 4));
        let status = child.wait().unwrap();
        mode(0o755);
        let case = format!("round {round}, {}", folder.display());
        let left = site.output();
        if left != versions.clean[next] {
            assert_same(&versions.clean[stands], &left, &case);
            assert!(!status.success(), "{case}: nothing was said");
            refused += 1;
        }
        Run::of(&mut nobody.build(root)).succeeded();
        assert_same(&versions.clean[next], &site.output(), &case);
        assert_eq!(beside(root), [""; 0], "{case}");
        stands = next;
    }
    assert!(refused > 0, "no permission was missed");
}

/// A user whom permissions hold back: another one where this is root.
struct Nobody {
    program: std::path::PathBuf,
    is_other: bool,
}

impl Nobody {
    fn of(versions: &Versions) -> Self {
        let around = versions.site.around();
        let program = around.join("briefpack");
        fs::copy(env!("CARGO_BIN_EXE_briefpack"), &program).unwrap();
        fs::set_permissions(around, fs::Permissions::from_mode(0o755)).unwrap();
        let user = Command::new("id").arg("-u").output().unwrap();
        Nobody {
            program,
            is_other: user.stdout == b"0\n",
        }
    }

    /// Gives the user a folder with all that it holds.
    fn takes(&self, folder: &Path) {
        if self.is_other {
            let given = Command::new("chown")
                .args(["-R", "65534:65534"])
                .arg(folder)
                .status();
            assert!(given.unwrap().success());
        }
    }

    fn build(&self, root: &Path) -> Command {
        let mut command = match self.is_other {
            true => {
                let mut command = Command::new("setpriv");
                command
                    .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
                    .arg(&self.program);
                command
            }
            false => Command::new(&self.program),
        };
        command
            .current_dir(root)
            .args(["build", "--as-of", AS_OF])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }
}

fn build(root: &Path) -> Run {
    let mut command = program();
    Run::of(command.current_dir(root).args(["build", "--as-of", AS_OF]))
}
