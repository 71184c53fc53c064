//! `briefpack archive` and `briefpack verify`: what goes into an archive comes out of it, and
//! nothing that was done to it stays unseen.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use briefpack::archive::seal::{BLANK, Seal};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::support::{AS_OF, Files, Run, TestSite, assert_same, copy_tree, files, program, walk};

/// A small closed site: two pages, a dataset, an attachment with an odd name, a notice.
fn small() -> TestSite {
    TestSite::empty()
        .file(
            "briefpack.yaml",
            "title: Example group\nlicence: OGL-UK-3.0\nlifecycle: {state: closed, since: \
             2020-01-01, on: 2026-03-31}\norganisation: {name: Example group, secretariat: Example \
             Secretariat, contact: \"[group@example.org](mailto:group@example.org)\"}\n",
        )
        .file(
            "content/index.md",
            "---\ntitle: Example group\nsummary: Words for a test.\n---\n\n## Papers\n\nThe \
             [paper](files/paper.txt) and [another page](about.md#more).\n",
        )
        .file(
            "content/about.md",
            "---\ntitle: About\ntopics: [testing]\n---\n\n## More\n\nWords with ŵ, → and 📁.\n",
        )
        .file("content/files/paper.txt", "A paper.\n")
        .file(
            "content/sessions/01-first/index.md",
            "---\ntitle: First session\ndate: 2026-01-10\npack:\n  - {document: briefing.md}\n  - \
             {file: files/plan.pdf, title: Plan}\n---\n\nWhat was said, with \
             [one job](=jobs/north/jobs).\n\n```figure\nid: jobs-north\ndata: jobs\nmark: \
             table\ntitle: Jobs by area\nalt: One job in the North.\n```\n",
        )
        .file(
            "content/sessions/01-first/briefing.md",
            "---\ntitle: Briefing\n---\n\n## Why\n\nBack to [the session](index.md) and \
             [about](../../about.md).\n",
        )
        .file("content/sessions/01-first/files/plan.pdf", "%PDF-1.4 not much")
        .file(
            "content/data/jobs.yaml",
            "title: Jobs\nsource: {name: Example}\nprimary_key: area\nfields:\n  - {name: area, type: string}\n  - \
             {name: jobs, type: integer}\nrows:\n  - {area: North, jobs: 1}\n",
        )
}

/// Archives a site into `archive` beside its folder, which has to succeed.
#[track_caller]
fn archive(site: &TestSite) -> PathBuf {
    let target = site.around().join("archive");
    run_archive(site, &target).succeeded();
    target
}

fn run_archive(site: &TestSite, target: &Path) -> Run {
    let target = target.to_str().unwrap();
    site.run(["archive", "--as-of", AS_OF, "-o", target])
}

fn verify(path: &Path) -> Run {
    Run::of(program().arg("verify").arg(path))
}

/// An archive of the small site, made once.
fn made() -> &'static Path {
    static MADE: OnceLock<(TestSite, PathBuf)> = OnceLock::new();
    let (_, path) = MADE.get_or_init(|| {
        let site = small();
        let path = archive(&site);
        (site, path)
    });
    path
}

/// A copy of that archive to be damaged.
fn copy() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive");
    copy_tree(made(), &path);
    (folder, path)
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn an_archive_holds_the_site_in_every_form() {
    let archive = made();
    let mut names: Vec<String> = fs::read_dir(archive)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "CITATION.cff",
            "README.md",
            "archive.json",
            "bag",
            "datacite.json",
            "dublin-core.xml",
            "manifest-sha256.txt",
            "ro-crate-metadata.json",
            "single",
            "site",
            "site.wacz",
            "site.zip",
            "sources",
        ]
    );
    let site = files(&archive.join("site"));
    assert_same(&site, &files(&archive.join("bag/data")), "bag");
    assert_same(&site, &unzipped(&archive.join("site.zip")), "ZIP");
    let built = small().run(["build", "--as-of", AS_OF]);
    built.succeeded();
}

#[test]
fn the_archived_site_is_what_a_build_gives_and_its_seal() {
    let site = small();
    let mut built = site.built();
    built.remove(".briefpack-output");
    let archived = files(&made().join("site"));
    assert_same(&built, &archived, "archived");
    let seal = String::from_utf8(built.remove("seal.txt").unwrap()).unwrap();
    let list = Seal::read(&seal).unwrap();
    assert!(list.printed_on.contains_key("about-this-archive.html"));
    built.remove("about-this-archive.html");
    assert_eq!(list.files.len(), built.len());
    for (path, bytes) in &built {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        assert_eq!(list.files[path], digest, "{path}");
    }
}

#[test]
fn every_part_of_a_sound_archive_is_found_sound() {
    let archive = made();
    for (part, said) in [
        ("", "the sources, built again, give every one"),
        ("site", "the folder against its seal"),
        ("bag", "the bag against its seal"),
        ("site.zip", "the ZIP file against its seal"),
        ("site.wacz", "the web archive against its seal"),
        ("single", "the folder against its seal"),
        ("sources", "the folder against its seal"),
    ] {
        let run = verify(&archive.join(part)).succeeded().says(said);
        if !["single", "sources"].contains(&part) {
            run.says("the notice on");
        }
    }
}

#[test]
fn the_root_is_the_digest_of_the_seal_everywhere() {
    let archive = made();
    let seal = fs::read(archive.join("site/seal.txt")).unwrap();
    let root: String = Sha256::digest(&seal)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert!(text(&archive.join("archive.json")).contains(&root));
    assert!(text(&archive.join("README.md")).contains(&root));
    verify(archive).says(&root);
}

#[test]
fn a_closed_site_prints_the_root_of_its_seal() {
    let (_folder, archive) = copy();
    let page = archive.join("site/about-this-archive.html");
    let root = Seal::read(&text(&archive.join("site/seal.txt")))
        .unwrap()
        .root();
    assert!(text(&page).contains(&root) && !text(&page).contains(BLANK));
    verify(&archive).succeeded();
    for part in ["site", "bag", "site.zip", "site.wacz"] {
        verify(&archive.join(part)).succeeded();
    }
    fs::write(&page, text(&page).replace("unchanged", "unchanges")).unwrap();
    verify(&archive)
        .exits(1)
        .says("`site/about-this-archive.html` was changed");
    verify(&archive.join("site"))
        .exits(1)
        .says("`about-this-archive.html` was changed");
}

#[test]
fn an_archive_for_a_day_before_the_closing_is_one_of_an_active_group() {
    let site = small();
    let target = site.around().join("before");
    let place = target.to_str().unwrap();
    site.run(["archive", "--as-of", "2026-03-30", "-o", place])
        .succeeded();
    verify(&target).succeeded();
    for file in ["README.md", "bag/bag-info.txt", "archive.json"] {
        let text = text(&target.join(file)).to_lowercase();
        assert!(!text.contains("closed"), "{file}: {text}");
        assert!(!text.contains("2026-03-31"), "{file}: {text}");
    }
}

#[test]
fn a_single_file_holds_everything_that_it_shows() {
    let archive = made();
    for (file, words) in [
        (
            "sessions/first.html",
            &["First session", "Briefing", "Back to", "Jobs by area"][..],
        ),
        (
            "site.html",
            &["Words with ŵ, → and 📁.", "Back to", "About this archive"],
        ),
    ] {
        let html = text(&archive.join("single").join(file));
        for word in words {
            assert!(html.contains(word), "{word} is not in {file}");
        }
        assert!(html.contains("class=\"notice\""), "{file} has no notice");
        assert!(!html.contains("<script"), "{file} has a script");
        // The attachment, as it is.
        assert!(
            html.contains("data:application/pdf;base64,JVBERi0xLjQgbm90IG11Y2g=\""),
            "{file}"
        );
        for attribute in ["href=\"", "src=\"", "url("] {
            for part in html.split(attribute).skip(1) {
                let address = part.trim_start_matches('"');
                let inside = ["#", "data:", "https://", "mailto:"];
                let known = inside.iter().any(|start| address.starts_with(start));
                assert!(known, "{file} needs `{}`", part.get(..60).unwrap_or(part));
            }
        }
    }
    // A page that is not in the file is not led to.
    let session = text(&archive.join("single/sessions/first.html"));
    assert!(
        session.contains("<a >about</a>"),
        "the link out of the file"
    );
}

/// What is done to a file.
#[derive(Clone, Copy)]
enum Damage {
    Flip,
    Remove,
    Rename,
    Add,
}

fn damage(path: &Path, how: Damage) {
    let beside = PathBuf::from(format!("{}.moved", path.display()));
    match how {
        Damage::Flip => {
            let mut bytes = fs::read(path).unwrap();
            let at = bytes.len() / 2;
            bytes[at] ^= 1;
            fs::write(path, bytes).unwrap();
        }
        Damage::Remove => fs::remove_file(path).unwrap(),
        Damage::Rename => fs::rename(path, beside).unwrap(),
        Damage::Add => fs::write(beside, "words of somebody else").unwrap(),
    }
}

/// Each file of a kind, the damage, and the words that name it when the whole archive is read.
/// When only the package is read, the words are the same without the package's name.
const DAMAGES: &[(&str, Damage, &str)] = &[
    (
        "site/about.html",
        Damage::Flip,
        "`site/about.html` was changed",
    ),
    (
        "site/about.html",
        Damage::Remove,
        "`site/about.html` is missing",
    ),
    (
        "site/about.html",
        Damage::Rename,
        "`site/about.html` was renamed to `site/about.html.moved`",
    ),
    (
        "site/about.html",
        Damage::Add,
        "`site/about.html.moved` was added",
    ),
    (
        "site/files/paper.txt",
        Damage::Flip,
        "`site/files/paper.txt` was changed",
    ),
    ("site/seal.txt", Damage::Flip, "`site/seal.txt` was changed"),
    (
        "site/seal.txt",
        Damage::Remove,
        "`site/seal.txt` is missing",
    ),
    (
        "bag/data/about.html",
        Damage::Flip,
        "`bag/data/about.html` was changed",
    ),
    (
        "bag/data/about.html",
        Damage::Remove,
        "`bag/data/about.html` is missing",
    ),
    (
        "bag/data/about.html",
        Damage::Rename,
        "`bag/data/about.html` was renamed to `bag/data/about.html.moved`",
    ),
    (
        "bag/data/about.html",
        Damage::Add,
        "`bag/data/about.html.moved` was added",
    ),
    ("bag/bagit.txt", Damage::Flip, "`bag/bagit.txt` was changed"),
    (
        "bag/bagit.txt",
        Damage::Remove,
        "`bag/bagit.txt` is missing",
    ),
    (
        "bag/bag-info.txt",
        Damage::Flip,
        "`bag/bag-info.txt` was changed",
    ),
    (
        "bag/bag-info.txt",
        Damage::Add,
        "`bag/bag-info.txt.moved` was added",
    ),
    (
        "bag/metadata/CITATION.cff",
        Damage::Flip,
        "`bag/metadata/CITATION.cff` was changed",
    ),
    (
        "bag/manifest-sha512.txt",
        Damage::Flip,
        "`bag/manifest-sha512.txt` was changed",
    ),
    (
        "bag/manifest-sha512.txt",
        Damage::Remove,
        "`bag/manifest-sha512.txt` is missing",
    ),
    (
        "bag/tagmanifest-sha512.txt",
        Damage::Remove,
        "`bag/tagmanifest-sha512.txt` is missing",
    ),
    (
        "single/sessions/first.html",
        Damage::Flip,
        "`single/sessions/first.html` was changed",
    ),
    (
        "single/sessions/first.html",
        Damage::Remove,
        "`single/sessions/first.html` is missing",
    ),
    (
        "sources/content/about.md",
        Damage::Flip,
        "`sources/content/about.md` was changed",
    ),
    (
        "sources/content/about.md",
        Damage::Remove,
        "`sources/content/about.md` is missing",
    ),
    (
        "sources/content/about.md",
        Damage::Rename,
        "`sources/content/about.md` was renamed to `sources/content/about.md.moved`",
    ),
    (
        "sources/content/about.md",
        Damage::Add,
        "`sources/content/about.md.moved` was added",
    ),
];

#[test]
fn each_damage_of_a_folder_is_named_by_path() {
    let mut wrong = Vec::new();
    for (file, how, words) in DAMAGES {
        let (_folder, archive) = copy();
        damage(&archive.join(file), *how);
        let (package, _) = file.split_once('/').unwrap();
        let alone = words.replace(&format!("`{package}/"), "`");
        for (path, words) in [
            (archive.clone(), (*words).to_string()),
            (archive.join(package), alone),
        ] {
            let run = verify(&path);
            if run.status != 1 || !run.said().contains(&words) {
                wrong.push(format!("{}: no `{words}`:\n{}", path.display(), run.said()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_damage_of_a_file_at_the_top_is_named() {
    for name in [
        "CITATION.cff",
        "README.md",
        "archive.json",
        "datacite.json",
        "dublin-core.xml",
        "ro-crate-metadata.json",
        "site.wacz",
        "site.zip",
    ] {
        for (how, words) in [
            (Damage::Flip, format!("`{name}` was changed")),
            (Damage::Remove, format!("`{name}` is missing")),
            (
                Damage::Rename,
                format!("`{name}` was renamed to `{name}.moved`"),
            ),
            (Damage::Add, format!("`{name}.moved` was added")),
        ] {
            let (_folder, archive) = copy();
            damage(&archive.join(name), how);
            verify(&archive).exits(1).says(&words);
        }
    }
    let (_folder, archive) = copy();
    damage(&archive.join("manifest-sha256.txt"), Damage::Remove);
    verify(&archive)
        .exits(1)
        .says("`manifest-sha256.txt` is missing");
}

/// The members of a ZIP file.
fn unzipped(path: &Path) -> Files {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut all = Files::new();
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut member, &mut bytes).unwrap();
        all.insert(member.name().unwrap().to_string(), bytes);
    }
    all
}

/// Packs members as the program does, but for what was done to them.
fn zipped(members: &Files, stored: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let method = match stored.iter().any(|end| name.ends_with(end)) {
            true => zip::CompressionMethod::Stored,
            false => zip::CompressionMethod::Deflated,
        };
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(zip::DateTime::default())
            .unix_permissions(0o644)
            .system(zip::System::Unix);
        writer.start_file(name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn each_damage_of_a_member_of_a_zip_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.zip");
    let members = unzipped(&made().join("site.zip"));
    let case = |change: &dyn Fn(&mut Files), words: &str| {
        let mut members = members.clone();
        change(&mut members);
        fs::write(&path, zipped(&members, &["woff2"])).unwrap();
        verify(&path).exits(1).says(words);
    };
    fs::write(&path, zipped(&members, &["woff2"])).unwrap();
    verify(&path).succeeded();
    case(
        &|members| members.get_mut("about.html").unwrap()[700] ^= 1,
        "`about.html` was changed",
    );
    case(
        &|members| drop(members.remove("about.html")),
        "`about.html` is missing",
    );
    case(
        &|members| {
            let page = members.remove("about.html").unwrap();
            members.insert("about-us.html".into(), page);
        },
        "`about.html` was renamed to `about-us.html`",
    );
    case(
        &|members| drop(members.insert("more.html".into(), b"<p>More.".to_vec())),
        "`more.html` was added",
    );
    case(
        &|members| drop(members.remove("seal.txt")),
        "`seal.txt` is missing",
    );
}

#[test]
fn each_bit_that_is_told_of_the_members_of_a_zip_file_counts() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["site.zip", "site.wacz"] {
        let path = folder.path().join(name);
        let bytes = fs::read(made().join(name)).unwrap();
        let start = zip::ZipArchive::new(Cursor::new(&bytes))
            .unwrap()
            .central_directory_start() as usize;
        // The first head, and places spread over the directory, each with another bit.
        let places = (4..34).chain((start..bytes.len()).step_by(41));
        for (bit, at) in places.enumerate() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << (bit % 8);
            fs::write(&path, &bytes).unwrap();
            let run = verify(&path);
            assert_eq!(run.status, 1, "{name}, byte {at}:\n{}", run.said());
        }
    }
}

#[test]
fn each_damage_of_a_web_archive_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.wacz");
    let members = unzipped(&made().join("site.wacz"));
    let stored = ["warc", "cdx", "datapackage.json", "datapackage-digest.json"];
    let case = |change: &dyn Fn(&mut Files), words: &[&str]| {
        let mut members = members.clone();
        change(&mut members);
        fs::write(&path, zipped(&members, &stored)).unwrap();
        let run = verify(&path).exits(1);
        for words in words {
            assert!(run.said().contains(words), "no `{words}`:\n{}", run.said());
        }
    };
    fs::write(&path, zipped(&members, &stored)).unwrap();
    verify(&path).succeeded();
    let page = b"Words with ";
    case(
        &|members| {
            let warc = members.get_mut("archive/data.warc").unwrap();
            let at = find(warc, page);
            warc[at] ^= 1;
        },
        &[
            "`archive/data.warc` was changed",
            "`archive/data.warc: about.html` was changed",
        ],
    );
    case(
        &|members| {
            let warc = members.get_mut("archive/data.warc").unwrap();
            let at = find(warc, b"/files/paper.txt");
            warc[at + 7] = b'P';
        },
        &[
            "`archive/data.warc: files/paper.txt` was renamed to `archive/data.warc: files/Paper.txt`",
        ],
    );
    case(
        &|members| {
            let warc = members.get_mut("archive/data.warc").unwrap();
            let at = find(warc, b"WARC-Type: resource");
            warc[at - 2] = b'x';
        },
        &["its record at byte"],
    );
    for name in ["indexes/index.cdx", "pages/pages.jsonl"] {
        case(
            &|members| members.get_mut(name).unwrap()[30] ^= 1,
            &[&format!("`{name}` was changed")],
        );
        case(
            &|members| drop(members.remove(name)),
            &[&format!("`{name}` is missing")],
        );
    }
    case(
        &|members| drop(members.insert("archive/more.warc".into(), Vec::new())),
        &["`archive/more.warc` was added"],
    );
    case(
        &|members| members.get_mut("datapackage.json").unwrap()[40] ^= 1,
        &["`datapackage-digest.json`"],
    );
    case(
        &|members| drop(members.remove("datapackage.json")),
        &["`datapackage.json` is missing"],
    );
}

#[test]
fn a_file_renamed_in_two_forms_is_told_once_for_each() {
    let (_folder, archive) = copy();
    for form in ["site", "bag/data"] {
        let form = archive.join(form);
        fs::rename(form.join("about.html"), form.join("About.html")).unwrap();
    }
    verify(&archive)
        .exits(1)
        .says("`bag/data/about.html` was renamed to `bag/data/About.html`")
        .says("`site/about.html` was renamed to `site/About.html`")
        .says("2 faults");
}

#[test]
fn a_zip_file_that_was_packed_anew_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.zip");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["assets", "sessions"] {
        writer.add_directory(name, options).unwrap();
    }
    for (name, bytes) in unzipped(&made().join("site.zip")) {
        writer.start_file(name, options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
    verify(&path)
        .exits(1)
        .says("`site.zip`: it was packed anew: no archive has members for folders")
        .says("1 fault");
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    let mut windows = bytes.windows(part.len());
    windows.position(|window| window == part).unwrap()
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.zip");
    let members = unzipped(&made().join("site.zip"));
    for name in ["../../etc/passwd", "/etc/passwd", "a/../b", "a\\..\\b"] {
        let mut members = members.clone();
        members.insert(name.to_string(), b"x".to_vec());
        fs::write(&path, zipped(&members, &[])).unwrap();
        verify(&path).exits(1).says("leads out of it");
    }
    // Many megabytes of zeros in a few kilobytes, under a name that is read into memory.
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    bomb.start_file("seal.txt", options).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..80 {
        bomb.write_all(&zeros).unwrap();
    }
    fs::write(&path, bomb.finish().unwrap().into_inner()).unwrap();
    verify(&path).exits(1);
    // What is no ZIP file at all, or only the beginning of one.
    for bytes in [&b"words"[..], b"", b"PK\x05\x06", b"PK\x03\x04PK\x01\x02"] {
        fs::write(&path, bytes).unwrap();
        verify(&path).exits(1).says("no whole ZIP file");
    }
    let whole = fs::read(made().join("site.wacz")).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    verify(&path).exits(1).says("no whole ZIP file");
}

#[test]
fn what_is_no_archive_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    verify(folder.path())
        .exits(2)
        .says("is no archive of briefpack");
    verify(&folder.path().join("nowhere")).exits(2);
    std::os::unix::fs::symlink(made(), folder.path().join("link")).unwrap();
    verify(&folder.path().join("link")).succeeded();
}

#[test]
fn a_link_in_the_place_of_a_file_is_no_file() {
    let (_folder, archive) = copy();
    let page = archive.join("site/about.html");
    let elsewhere = archive.with_file_name("about.html");
    fs::rename(&page, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &page).unwrap();
    verify(&archive)
        .exits(1)
        .says("`site/about.html`: it is a link");
}

/// Makes the seal of a folder that of what is in it now.
fn seal_again(folder: &Path) {
    let mut seal = Seal::default();
    for (path, bytes) in files(folder) {
        if path != "seal.txt" {
            seal.files.insert(path, Sha256::digest(&bytes).into());
        }
    }
    fs::write(folder.join("seal.txt"), seal.text()).unwrap();
}

#[test]
fn links_that_lead_out_of_a_sealed_folder_are_found() {
    for (link, words) in [
        (
            "href=\"about.html#nowhere\"",
            "leads to no place on that page",
        ),
        ("href=\"nowhere.html\"", "leads to nothing in the archive"),
        (
            "href=\"../outside.html\"",
            "leads to nothing in the archive",
        ),
        ("href=\"/about.html\"", "leads to nothing in the archive"),
        ("href=\"data/\"", "leads to nothing in the archive"),
    ] {
        let (_folder, archive) = copy();
        let site = archive.join("site");
        let page = text(&site.join("index.html"));
        assert!(page.contains("href=\"about.html#more\""));
        let page = page.replace("href=\"about.html#more\"", link);
        fs::write(site.join("index.html"), page).unwrap();
        seal_again(&site);
        verify(&site).exits(1).says("`index.html`").says(words);
    }
}

#[test]
fn a_page_without_the_notice_is_found() {
    let (_folder, archive) = copy();
    let site = archive.join("site");
    let page = text(&site.join("about.html"));
    let page = page.replace("class=\"notice\"", "class=\"noted\"");
    fs::write(site.join("about.html"), page).unwrap();
    seal_again(&site);
    verify(&site)
        .exits(1)
        .says("`about.html`: the notice of the first page is not on it");
    // The other packages and the sources tell of another site.
    verify(&archive)
        .exits(1)
        .says("`site`: the root of its seal is")
        .says("`site/about.html` was changed");
}

#[test]
fn sources_that_give_another_site_are_found() {
    let (_folder, archive) = copy();
    let sources = archive.join("sources");
    let page = sources.join("content/about.md");
    fs::write(&page, text(&page).replace("Words with", "Words without")).unwrap();
    seal_again(&sources);
    let listed: std::collections::BTreeMap<String, [u8; 32]> = files(&archive)
        .into_iter()
        .filter(|(path, _)| path != "manifest-sha256.txt")
        .map(|(path, bytes)| (path, Sha256::digest(&bytes).into()))
        .collect();
    let manifest = briefpack::archive::manifest(&listed);
    fs::write(archive.join("manifest-sha256.txt"), manifest).unwrap();
    verify(&archive)
        .exits(1)
        .says("`site/about.html`: building the sources again does not give these bytes");
}

#[test]
fn a_third_party_can_build_the_sources_again() {
    let elsewhere = tempfile::tempdir().unwrap();
    let sources = elsewhere.path().join("given");
    copy_tree(&made().join("sources"), &sources);
    let recipe = text(&sources.join("REBUILD.md"));
    let line = recipe
        .lines()
        .find(|line| line.contains("briefpack build"))
        .unwrap();
    let (_, command) = line.split_once("`briefpack ").unwrap();
    let (command, _) = command.split_once('`').unwrap();
    let mut program = program();
    program.current_dir(&sources).args(command.split(' '));
    Run::of(&mut program).succeeded();
    let mut rebuilt = files(&sources.join("rebuilt"));
    rebuilt.remove(".briefpack-output");
    let archived = files(&made().join("site"));
    assert_same(&archived, &rebuilt, "built by somebody else");
}

#[test]
fn the_same_sources_give_the_same_archive_anywhere() {
    let first = files(made());
    let site = TestSite::at("elsewhere with spaces/Dŵr");
    let model = small();
    let mut paths = walk(model.root());
    paths.reverse();
    for path in paths {
        site.write(&path, fs::read(model.root().join(&path)).unwrap());
    }
    for (zone, language, threads) in [
        ("Pacific/Kiritimati", "cy_GB.UTF-8", "1"),
        ("America/Los_Angeles", "tr_TR.UTF-8", "7"),
    ] {
        let target = site.around().join("another name");
        let mut command = program();
        command
            .current_dir("/")
            .args(["archive", "--as-of", AS_OF, "-o"])
            .args([&target, site.root()])
            .env("TZ", zone)
            .env("LC_ALL", language)
            .env("USER", zone)
            .env("RAYON_NUM_THREADS", threads);
        Run::of(&mut command).succeeded();
        assert_same(&first, &files(&target), zone);
    }
}

#[test]
fn another_user_makes_the_same_archive() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        let all = std::env::var_os("BRIEFPACK_ALL_TESTS").is_some();
        // Where everything is asked for, root runs the tests.
        assert!(!all, "only root can become another user");
        return;
    }
    let first = files(made());
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let mode = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    // Everybody may look, and the other user owns the folder that the archive is made in.
    mode(folder.path(), 0o755);
    fs::copy(env!("CARGO_BIN_EXE_briefpack"), place("briefpack")).unwrap();
    mode(&place("briefpack"), 0o755);
    copy_tree(small().root(), &place("site"));
    // Files of the site as they may be after a copy from a memory stick.
    for (at, path) in walk(&place("site")).iter().enumerate() {
        mode(&place("site").join(path), [0o777, 0o444, 0o604][at % 3]);
    }
    fs::create_dir(place("theirs")).unwrap();
    chown(place("theirs"), Some(65534), Some(65534)).unwrap();
    let script = "umask $1; exec setpriv --reuid 65534 --regid 65534 --clear-groups \"$2\" archive \"$3\" \
                  --as-of \"$4\" -o \"$5\"";
    for umask in ["000", "077"] {
        let target = place("theirs").join(umask);
        let mut command = Command::new("bash");
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", "/nonexistent")
            .env("USER", "nobody")
            .env("TZ", "Asia/Kathmandu")
            .env("LANG", "cy_GB.UTF-8")
            .env("RAYON_NUM_THREADS", "3")
            .current_dir("/")
            .args(["-c", script, "bash", umask])
            .args([place("briefpack"), place("site")])
            .arg(AS_OF)
            .arg(&target);
        Run::of(&mut command).succeeded();
        assert_eq!(fs::metadata(&target).unwrap().uid(), 65534);
        assert_same(&first, &files(&target), umask);
    }
    for name in ["site.zip", "site.wacz"] {
        let bytes = Cursor::new(&first[name]);
        let mut archive = zip::ZipArchive::new(bytes).unwrap();
        for at in 0..archive.len() {
            let member = archive.by_index(at).unwrap();
            assert_eq!(member.unix_mode(), Some(0o100_644), "{name}");
        }
    }
}

#[test]
fn the_time_comes_from_the_site_or_from_the_environment() {
    let closed = small();
    let (one, two) = (closed.around().join("one"), closed.around().join("two"));
    for target in [&one, &two] {
        let target = target.to_str().unwrap();
        closed.run(["archive", "-o", target]).succeeded();
    }
    // The instant of `lifecycle.on`, in the site's time zone.
    assert!(text(&one.join("archive.json")).contains("\"as_of\": \"2026-03-30T23:00:00Z\""));
    assert_same(&files(&one), &files(&two), "closed");
    let active = TestSite::minimal();
    let target = active.around().join("archive");
    let run = |epoch: &str| {
        let mut command = active.command(["archive", "-o", target.to_str().unwrap()]);
        Run::of(command.env("SOURCE_DATE_EPOCH", epoch))
    };
    run("1767225600").succeeded();
    assert!(text(&target.join("archive.json")).contains("\"as_of\": \"2026-01-01T00:00:00Z\""));
    run("yesterday").exits(2).says("SOURCE_DATE_EPOCH");
}

#[test]
fn the_addresses_outside_can_be_listed_for_a_crawler() {
    let site = small().file(
        "content/more.md",
        "---\ntitle: More\n---\n\n[One](https://example.org/b?x=1&y=2#part) \
         [two](https://example.org/a) [again](https://example.org/a#part) \
         [mail](mailto:group@example.org) [capitals](HTTPS://EXAMPLE.org/c)\n",
    );
    let target = site.around().join("archive");
    let archive = ["archive", "--as-of", AS_OF, "--capture-list", "-o"];
    let arguments = archive.into_iter().chain(target.to_str());
    site.run(arguments).succeeded();
    let list = text(&target.join("capture-list.txt"));
    let ours: Vec<&str> = list
        .lines()
        .filter(|line| line.to_lowercase().contains("example.org"))
        .collect();
    assert_eq!(
        ours,
        [
            "HTTPS://EXAMPLE.org/c",
            "https://example.org/a",
            "https://example.org/b?x=1&y=2"
        ]
    );
    verify(&target).succeeded();
    assert!(!made().join("capture-list.txt").exists());
}

#[test]
fn what_is_not_published_is_nowhere_in_an_archive() {
    let site = TestSite::minimal()
        .file(
            "content/secret.md",
            "---\ntitle: Xylophone plans\ndraft: true\n---\n\nQuicksilver.\n",
        )
        .file("content/notes.md", "---\ntitle: Notes\n---\n\nWords.\n");
    let target = site.around().join("archive");
    run_archive(&site, &target)
        .succeeded()
        .says("the sources are not in the archive")
        .says("`content/secret.md`");
    assert!(!target.join("sources").exists());
    for (path, bytes) in files(&target) {
        for word in ["Xylophone", "Quicksilver", "secret"] {
            let there = bytes.windows(word.len()).any(|it| it == word.as_bytes());
            assert!(!there && !path.contains(word), "{word} in {path}");
        }
    }
    for bytes in unzipped(&target.join("site.zip")).values() {
        assert!(!bytes.windows(9).any(|it| it == b"Xylophone"));
    }
    verify(&target)
        .succeeded()
        .says("the archive holds no sources");
}

#[test]
fn odd_names_are_archived_and_told_apart() {
    let long = "a".repeat(196);
    let site = small()
        .file("content/files/Annual report 2025 📁.txt", "one")
        .file(format!("content/files/{long}.txt").as_str(), "two")
        .file("content/files/back\\slash.txt", "three")
        .file("content/files/UPPER.txt", "four")
        .file("content/files/100% sure.txt", "five")
        .file(
            "content/more.md",
            format!(
                "---\ntitle: More\n---\n\n[1](<files/Annual report 2025 📁.txt>) \
                 [2](files/{long}.txt) [4](files/UPPER.txt) [5](<files/100%25 sure.txt>)\n"
            ),
        );
    let archive = archive(&site);
    assert!(
        archive
            .join("sources/content/files/Annual report 2025 📁.txt")
            .is_file()
    );
    assert!(archive.join(format!("bag/data/files/{long}.txt")).is_file());
    verify(&archive).succeeded();
    // Names that a disk without capitals cannot tell apart would be lost there.
    let site = small()
        .file("content/files/Paper.txt", "Another paper.")
        .file(
            "content/more.md",
            "---\ntitle: More\n---\n\n[Another](files/Paper.txt)\n",
        );
    run_archive(&site, &site.around().join("archive"))
        .exits(1)
        .says("files/paper.txt");
    assert!(!site.around().join("archive").exists());
}

#[test]
fn names_that_other_systems_cannot_unpack_are_warned_about() {
    let long = "long ".repeat(38);
    let site = small()
        .file("content/files/Unused.txt", "one")
        .file("content/files/unused.txt", "two")
        .file("content/files/what?.txt", "three")
        .file("content/files/End.", "four")
        .file(format!("content/files/{long}.txt").as_str(), "five")
        .file(
            "content/aux.md",
            "---\ntitle: Aux\n---\n\n[What](files/what%3F.txt)\n",
        );
    let target = site.around().join("archive");
    let run = run_archive(&site, &target).succeeded();
    let told: Vec<&str> = run
        .stderr
        .lines()
        .filter(|line| line.contains("cannot be unpacked everywhere"))
        .collect();
    let starts = [
        "warning: `aux.html` cannot".to_string(),
        "warning: `content/aux.md` cannot".to_string(),
        "warning: `content/files/End.` cannot".to_string(),
        format!("warning: `content/files/{long}.txt` cannot"),
        "warning: `content/files/unused.txt` cannot be unpacked everywhere: Windows or macOS does \
         not tell it from `content/files/Unused.txt`"
            .to_string(),
        "warning: `content/files/what?.txt` cannot".to_string(),
    ];
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for (line, start) in told.iter().zip(starts) {
        assert!(line.starts_with(&start), "{line}");
    }
    // All the same they are in it, as they are.
    verify(&target).succeeded();
    // A site that has none of them is told nothing.
    let run = run_archive(&small(), &small().around().join("archive")).succeeded();
    assert!(!run.said().contains("unpacked"));
}

#[test]
fn an_archive_is_replaced_whole_and_nothing_else_is() {
    let site = small();
    let target = archive(&site);
    let first = files(&target);
    site.edit("content/about.md", "Words with", "Other words with");
    run_archive(&site, &target).succeeded();
    assert_ne!(files(&target), first);
    verify(&target).succeeded();
    // A receipt that somebody put there is theirs.
    fs::write(target.join("receipt.txt"), "kept").unwrap();
    let before = files(&target);
    run_archive(&site, &target).exits(2).says("`receipt.txt`");
    assert_same(&before, &files(&target), "with a receipt");
    // So is everything in a folder that is no archive.
    let other = site.around().join("other");
    fs::create_dir(&other).unwrap();
    run_archive(&site, &other).succeeded();
    let foreign = site.around().join("foreign");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("archive.json"), "{}").unwrap();
    run_archive(&site, &foreign).exits(2).says("`archive.json`");
    // And a file.
    let file = site.around().join("file");
    fs::write(&file, "words").unwrap();
    run_archive(&site, &file).exits(2);
    assert_eq!(text(&file), "words");
}

#[test]
fn an_archive_is_never_put_where_it_would_be_lost() {
    let site = small();
    site.built();
    for target in [
        ".",
        "..",
        "content/archive",
        "public",
        "public/archive",
        "themes/x",
    ] {
        let before = files(site.root());
        let run = site.run(["archive", "--as-of", AS_OF, "-o", target]);
        run.exits(2);
        assert_same(&before, &files(site.root()), target);
    }
}

#[test]
fn a_site_with_faults_is_not_archived() {
    let site = small();
    let target = archive(&site);
    let before = files(&target);
    site.write("content/faulty.md", "---\ntilte: Faulty\n---\n");
    run_archive(&site, &target)
        .exits(1)
        .says("nothing was archived")
        .says("was left as it was");
    assert_same(&before, &files(&target), "after faults");
}

#[test]
fn a_kill_leaves_no_half_archive() {
    let site = small();
    let target = archive(&site);
    let before = files(&target);
    let started = std::time::Instant::now();
    run_archive(&site, &target).succeeded();
    let whole = started.elapsed();
    site.edit("content/about.md", "Words with", "Other words with");
    for round in 1..=10 {
        let mut child = site
            .command(["archive", "--as-of", AS_OF, "-o"])
            .arg(&target)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(whole.mul_f64(f64::from(round) / 12.0));
        let _ = child.kill();
        child.wait().unwrap();
        let now = files(&target);
        if now != before {
            verify(&target).succeeded();
            break;
        }
    }
    run_archive(&site, &target).succeeded();
    verify(&target).succeeded();
    let left: Vec<_> = fs::read_dir(site.around())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

#[test]
fn a_file_that_changes_while_it_is_packed_is_a_fault() {
    use briefpack::archive::layout::{Layout, Member, Method, Piece};
    // The size and digest that a file had when the site was sealed are asked of every copy.
    let folder = tempfile::tempdir().unwrap();
    let origin = folder.path().join("paper.txt");
    fs::write(&origin, "A paper.").unwrap();
    let layout = |size: u64, sha256: Option<[u8; 32]>| Layout {
        members: vec![Member {
            path: "paper.txt".to_string(),
            pieces: vec![Piece::File {
                origin: origin.clone(),
                size,
                sha256,
            }],
            method: Method::Deflated,
        }],
        closing: None,
    };
    let write = |layout| briefpack::pack::write_folder(layout, &folder.path().join("to"));
    write(layout(8, None)).unwrap();
    let digest: [u8; 32] = Sha256::digest(b"A paper.").into();
    write(layout(8, Some(digest))).unwrap();
    for wrong in [layout(9, None), layout(8, Some([0; 32]))] {
        let fault = write(wrong).unwrap_err().to_string();
        assert!(
            fault.contains("it was changed while it was read"),
            "{fault}"
        );
    }
}
