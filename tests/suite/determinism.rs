//! The output is a pure function of the site folder, the theme, the version and `--as-of`.

use std::fs;
use std::path::Path;

use crate::support::{AS_OF, Files, Run, TestSite, assert_same, files, program, repository, walk};

/// What the site gives when it is built in the plainest way.
fn plain() -> Files {
    TestSite::kitchen().built()
}

#[test]
fn a_second_build_gives_the_same_bytes() {
    let site = TestSite::kitchen();
    let first = site.built();
    assert_same(&first, &site.built(), "over the first");
    fs::remove_dir_all(site.root().join("public")).unwrap();
    assert_same(&first, &site.built(), "into a new folder");
}

#[test]
fn the_working_folder_does_not_matter() {
    let site = TestSite::kitchen();
    let out = site.around().join("elsewhere");
    let from_outside = |folder: &Path| {
        let mut command = program();
        command
            .current_dir(folder)
            .arg("build")
            .arg(site.root())
            .args(["--as-of", AS_OF, "-o"])
            .arg(&out);
        Run::of(&mut command).succeeded();
        files(&out)
    };
    let plain = plain();
    assert_same(
        &plain,
        &from_outside(Path::new("/")),
        "from the root folder",
    );
    assert_same(
        &plain,
        &from_outside(site.around()),
        "from the folder above",
    );
    assert_same(
        &plain,
        &from_outside(&site.root().join("content/sessions")),
        "from a folder inside",
    );
}

#[test]
fn the_place_of_the_site_does_not_matter() {
    let site = TestSite::at("a place with spaces/Dŵr 📁/deeper/still");
    crate::support::copy_tree(&repository().join("tests/sites/kitchen"), site.root());
    assert_same(&plain(), &site.built(), "in another place");
}

#[test]
fn zone_and_language_of_the_machine_do_not_matter() {
    let plain = plain();
    for (zone, language) in [
        ("Pacific/Kiritimati", "cy_GB.UTF-8"),
        ("America/Los_Angeles", "tr_TR.UTF-8"),
        ("UTC", "C"),
    ] {
        let site = TestSite::kitchen();
        let mut command = site.command(["build", "--as-of", AS_OF]);
        command
            .env("TZ", zone)
            .env("LANG", language)
            .env("LC_ALL", language)
            .env("SOURCE_DATE_EPOCH", "1");
        Run::of(&mut command).succeeded();
        assert_same(&plain, &site.output(), zone);
    }
}

#[test]
fn the_number_of_jobs_does_not_matter() {
    let plain = plain();
    for jobs in ["1", "2", "7"] {
        let site = TestSite::kitchen();
        site.run(["build", "--as-of", AS_OF, "--jobs", jobs])
            .succeeded();
        assert_same(&plain, &site.output(), &format!("--jobs {jobs}"));
    }
}

#[test]
fn the_order_in_which_files_were_made_does_not_matter() {
    let plain = plain();
    let kitchen = repository().join("tests/sites/kitchen");
    for round in 1..=3_u64 {
        let site = TestSite::empty();
        let mut paths = walk(&kitchen);
        shuffle(&mut paths, round);
        for path in &paths {
            site.write(path, fs::read(kitchen.join(path)).unwrap());
        }
        assert_same(&plain, &site.built(), &format!("shuffled, round {round}"));
    }
}

#[test]
fn times_of_files_do_not_matter() {
    let site = TestSite::kitchen();
    let first = site.built();
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(86_400);
    for path in walk(&site.root().join("content")) {
        let file = fs::File::options()
            .append(true)
            .open(site.root().join("content").join(path))
            .unwrap();
        file.set_modified(old).unwrap();
    }
    assert_same(&first, &site.built(), "with files of 1970");
}

#[test]
fn faults_are_reported_in_one_order() {
    let site = TestSite::kitchen()
        .file(
            "content/one.md",
            "---\ntilte: One\n---\n\n[x](nowhere.md)\n",
        )
        .file("content/two.md", "---\ntilte: Two\n---\n\n<script>\n")
        .file("content/data/three.yaml", "titel: Three\n");
    let report = |jobs: &str| {
        site.run(["build", "--as-of", AS_OF, "--jobs", jobs])
            .exits(1)
            .stderr
    };
    let first = report("1");
    for jobs in ["1", "2", "5"] {
        assert_eq!(report(jobs), first, "--jobs {jobs}");
    }
}

/// A shuffle that is the same in every run of the tests (xorshift, Fisher and Yates).
fn shuffle(paths: &mut [String], seed: u64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for at in (1..paths.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        paths.swap(at, (state % (at as u64 + 1)) as usize);
    }
}
