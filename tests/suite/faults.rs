//! Whatever goes wrong with the machine, at whatever moment: the output is wholly the old site or
//! wholly the new one, the next build succeeds and equals a clean one byte for byte, and nothing of
//! ours is left behind.

mod changing;
mod disks;
mod kills;
mod mounted;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Files, TestSite, start, walk};

/// How many attachments the site has in each version: enough that writing and removing take time.
const ATTACHMENTS: usize = 60;

/// A small site in two versions that share no page and no attachment byte for byte, each with files
/// that the other has not, and what a clean build makes of each.
struct Versions {
    site: TestSite,
    clean: [Files; 2],
}

impl Versions {
    /// Builds the old version, number 0, last.
    fn new() -> Self {
        let site = TestSite::empty();
        let clean = [1, 0].map(|number| {
            write_version(site.root(), number);
            // A folder that was not there is made without anything of an earlier build.
            let _ = fs::remove_dir_all(site.root().join("public"));
            site.built()
        });
        let [new, old] = clean;
        assert!(old.keys().any(|path| !new.contains_key(path)));
        assert!(new.keys().any(|path| !old.contains_key(path)));
        assert_ne!(old["index.html"], new["index.html"]);
        Versions {
            site,
            clean: [old, new],
        }
    }

    /// Makes the content that of a version.
    fn turn_to(&self, number: usize) {
        write_version(self.site.root(), number);
    }

    /// How long a build takes here and now.
    fn time_of_a_build(&self) -> Duration {
        // A build that remembers the one before would end at once.
        fs::remove_dir_all(self.site.root().join(".briefpack")).unwrap();
        let start = Instant::now();
        self.site.build().succeeded();
        start.elapsed()
    }
}

/// Writes the content of a version below a site folder, in the place of the other one.
fn write_version(root: &Path, number: usize) {
    let content = root.join("content");
    let _ = fs::remove_dir_all(&content);
    let write = |path: &str, text: String| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("briefpack.yaml", format!("title: Version {number}\n"));
    let mut index = format!("---\ntitle: Version {number}\n---\n\nWords of version {number}.\n\n");
    for file in 0..ATTACHMENTS {
        // A third of the names is in both versions, with other bytes.
        let name = match file % 3 {
            0 => format!("note-{file}.txt"),
            _ => format!("note-{file}-of-{number}.txt"),
        };
        index.push_str(&format!("- [Note {file}](files/{name})\n"));
        write(
            &format!("content/files/{name}"),
            format!("Note {file} of version {number}.\n").repeat(9),
        );
    }
    index.push_str(&format!("- [The page](page-{number}.md)\n"));
    write("content/index.md", index);
    write(
        &format!("content/page-{number}.md"),
        format!("---\ntitle: The page of version {number}\n---\n\nWords.\n"),
    );
    // What is a page in one version is a folder in the other.
    let both = ["content/turns.md", "content/turns/index.md"][number];
    write(both, format!("---\ntitle: Turns {number}\n---\n\nWords.\n"));
}

/// The names of what stands beside the output and is neither the author's nor the cache.
fn beside(root: &Path) -> Vec<String> {
    let known = ["briefpack.yaml", "content", "public", ".briefpack"];
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !known.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

/// Draws numbers that are the same for the same seed. The seed is printed with every failure; it
/// can be given as `BRIEFPACK_TEST_SEED`.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let given = std::env::var("BRIEFPACK_TEST_SEED").ok();
        let seed = given.map_or_else(
            || {
                let now = std::time::SystemTime::now();
                let passed = now.duration_since(std::time::UNIX_EPOCH).unwrap();
                passed.as_nanos() as u64
            },
            |seed| seed.parse().expect("the seed is a number"),
        );
        println!("BRIEFPACK_TEST_SEED={seed}");
        Random(seed)
    }

    /// The next number from 0 up to 1.
    fn share(&mut self) -> f64 {
        // SplitMix64, of which the upper 53 bits are taken.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Counts in which phase kills came, and prints the counts.
#[derive(Default)]
struct Phases(BTreeMap<&'static str, usize>);

impl Phases {
    fn add(&mut self, phase: &'static str) {
        *self.0.entry(phase).or_default() += 1;
    }

    /// Whether each of the phases was hit.
    fn has(&self, phases: &[&str]) -> bool {
        phases.iter().all(|phase| self.0.contains_key(phase))
    }
}

/// Runs a test in a mount namespace of its own, so that nothing is left mounted whatever happens:
/// the test binary calls itself for this one test.
fn with_own_mounts(test: &str, run: impl FnOnce()) {
    const INSIDE: &str = "BRIEFPACK_TEST_HAS_OWN_MOUNTS";
    if std::env::var_os(INSIDE).is_some() {
        return run();
    }
    let own_name = format!("faults::{test}");
    let output = Command::new("unshare")
        .args(["--mount", "--map-root-user"])
        .arg(std::env::current_exe().unwrap())
        .args([own_name.as_str(), "--exact", "--nocapture"])
        .env(INSIDE, "yes")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    print!("{said}");
    assert!(
        output.status.success(),
        "{own_name} failed in its own mounts"
    );
    assert!(said.contains("1 passed"), "{own_name} is no test");
}

/// Mounts something. Only to be called with mounts of its own.
fn mount(arguments: &[&str], at: &Path) {
    fs::create_dir_all(at).unwrap();
    let status = Command::new("mount")
        .args(arguments)
        .arg(at)
        .status()
        .unwrap();
    assert!(status.success(), "mount {arguments:?} {}", at.display());
}

/// Mounts an empty disk in memory.
fn mount_memory(options: &str, at: &Path) {
    mount(&["-t", "tmpfs", "-o", options, "tmpfs"], at);
}

/// The size of a folder's files on a disk of blocks of 4,096 bytes, folders included.
fn on_disk(folder: &Path) -> usize {
    let blocks = |path: &String| {
        let size = fs::metadata(folder.join(path)).unwrap().len() as usize;
        size.div_ceil(4096) * 4096
    };
    walk(folder).iter().map(blocks).sum()
}
