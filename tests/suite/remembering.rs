//! A build that remembers gives what a build that does not would give, whatever happened in between.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use briefpack::output::{Artifact, Output};
use briefpack::resolve::Drafts;
use briefpack::source::SitePath;
use briefpack::{AsOf, Cache, Changes, Making, Options, Spoken, Workshop, diag};

use crate::support::{Files, TestSite, assert_same, files, make_pipe};

/// Numbers that look drawn by lot, the same in each run.
struct Lot(u64);

impl Lot {
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's MMIX constants; the upper half is the better one.
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

fn options(day: i8) -> Options {
    Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Instant(
            format!("2026-06-{day:02}T09:00:00Z").parse().unwrap(),
        )),
        now: "2026-06-01T09:00:00Z".parse().unwrap(),
        base_url: None,
    }
}

/// What a build that remembers nothing makes and says; no output where there are errors.
fn clean(root: &Path, options: &Options) -> (Option<Files>, String) {
    let build = briefpack::build(root, options).unwrap();
    let said = diag::render_text(&build.diagnostics, &build.sources, true);
    (build.output.as_ref().map(whole), said)
}

/// An output as files.
fn whole(output: &Output) -> Files {
    let files = output.iter().map(|(path, artifact)| {
        let bytes = match artifact {
            Artifact::Bytes(bytes) => bytes.to_vec(),
            Artifact::Copy { origin, .. } => fs::read(origin).unwrap(),
        };
        (path.to_string(), bytes)
    });
    files.collect()
}

/// A build that remembers, beside one that does not.
fn compared(root: &Path, options: &Options, what: &str) -> Option<Making> {
    let target = root.join("public");
    let published = briefpack::publish(root, options, &target, Cache::Use).unwrap();
    let (output, said) = clean(root, options);
    let told = match &published.spoken {
        Spoken::Found(build) => diag::render_text(&build.diagnostics, &build.sources, true),
        Spoken::Again(said) => said.text.clone(),
    };
    assert_eq!(told, said, "what is said {what}");
    let making = published.written.unwrap().map(|it| it.making);
    assert_eq!(
        making.is_some(),
        output.is_some(),
        "whether it is written {what}"
    );
    if let Some(output) = output {
        let mut there = files(&target);
        there.remove(".briefpack-output");
        assert_same(&output, &there, what);
    }
    making
}

/// The files under a folder whose names end so.
fn named(root: &Path, ends: &[&str]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .filter(|path| ends.iter().any(|end| path.to_string_lossy().ends_with(end)))
        .collect();
    found.sort();
    found
}

/// Something that happens to a site; gives to which file.
type Event = fn(&TestSite, &mut Lot) -> String;

/// What can happen to a site between two builds.
const EVENTS: &[(&str, Event)] = &[
    ("a paragraph is added", |site, lot| {
        edit(site, lot, &[".md"], |text, lot| {
            format!("{text}\n\nAn added remark, number {}.\n", lot.below(1000))
        })
    }),
    ("a word of the body is changed", |site, lot| {
        edit(site, lot, &[".md"], |text, lot| {
            let (front, body) = front_and_body(text);
            let words: Vec<usize> = body.match_indices(" the ").map(|(at, _)| at).collect();
            if words.is_empty() {
                return format!("{text}\nWords.\n");
            }
            let at = *lot.of(&words);
            format!("{front}{} this very {}", &body[..at], &body[at + 5..])
        })
    }),
    ("pages are edited together", |site, lot| {
        let add = |text: &str, _: &mut Lot| format!("{text}\n\nOne more.\n");
        let several: Vec<String> = (0..3).map(|_| edit(site, lot, &[".md"], add)).collect();
        several.join(", ")
    }),
    ("a heading is added", |site, lot| {
        edit(site, lot, &[".md"], |text, lot| {
            format!("{text}\n\n## A heading of {}\n\nWords.\n", lot.below(1000))
        })
    }),
    ("a heading is worded anew", |site, lot| {
        edit(site, lot, &[".md"], |text, lot| {
            let headings: Vec<usize> = text.match_indices("\n## ").map(|(at, _)| at).collect();
            if headings.is_empty() {
                return format!("{text}\n\n## The end\n");
            }
            let at = *lot.of(&headings) + 4;
            format!("{}Of {}: {}", &text[..at], lot.below(1000), &text[at..])
        })
    }),
    ("a link is added", |site, lot| {
        let pages = named(&site.root().join("content"), &[".md"]);
        let to = lot.of(&pages);
        let text = fs::read_to_string(to).unwrap_or_default();
        let headings: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        let place = match (headings.is_empty(), lot.below(3)) {
            (_, 0) => "#main".to_string(),
            (false, 1) => {
                let words = lot.of(&headings).to_lowercase();
                let parts = words.split(|letter: char| !letter.is_ascii_alphanumeric());
                let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
                format!("#{}", parts.join("-"))
            }
            _ => String::new(),
        };
        let within = to.strip_prefix(site.root().join("content")).unwrap();
        let link = format!("/{}{place}", within.display());
        let from = edit(site, lot, &[".md"], |text, _| {
            format!("{text}\n\nSee [that](<{link}>) and <https://example.org/>.\n")
        });
        format!("{from} to {link}")
    }),
    ("a link is taken away", |site, lot| {
        edit(site, lot, &[".md"], |text, lot| {
            let (front, body) = front_and_body(text);
            let ends: Vec<usize> = body.match_indices("](").map(|(at, _)| at).collect();
            if ends.is_empty() {
                return format!("{text}\nWords.\n");
            }
            let at = *lot.of(&ends);
            format!("{front}{}] ({}", &body[..at], &body[at + 2..])
        })
    }),
    ("a title is changed", |site, lot| {
        edit(site, lot, &[".md", "briefpack.yaml"], |text, lot| {
            text.replacen("title: ", &format!("title: Of {} ", lot.below(1000)), 1)
        })
    }),
    ("a digit is changed", |site, lot| {
        edit(site, lot, &[".md", ".yaml", ".csv"], |text, lot| {
            let digits: Vec<usize> = text
                .char_indices()
                .filter(|(_, letter)| letter.is_ascii_digit())
                .map(|(at, _)| at)
                .collect();
            if digits.is_empty() {
                return format!("{text}\n");
            }
            let at = *lot.of(&digits);
            format!("{}{}{}", &text[..at], lot.below(10), &text[at + 1..])
        })
    }),
    ("a file is written anew as it was", |site, lot| {
        edit(site, lot, &[".md", ".yaml", ".csv", ".svg"], |text, _| {
            text.to_string()
        })
    }),
    ("a file is taken away", |site, lot| {
        let all = named(
            &site.root().join("content"),
            &[".md", ".csv", ".svg", ".yaml"],
        );
        let path = lot.of(&all);
        fs::remove_file(path).unwrap();
        path.display().to_string()
    }),
    ("a file is copied", |site, lot| {
        let all = named(
            &site.root().join("content"),
            &[".md", ".csv", ".svg", ".yaml"],
        );
        let path = lot.of(&all);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let copy = path.with_file_name(format!("copy-{}-{name}", lot.below(1000)));
        fs::copy(path, &copy).unwrap();
        copy.display().to_string()
    }),
    ("a file is renamed", |site, lot| {
        let all = named(
            &site.root().join("content"),
            &[".md", ".csv", ".svg", ".yaml"],
        );
        let path = lot.of(&all);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        fs::rename(path, path.with_file_name(format!("moved-{name}"))).unwrap();
        path.display().to_string()
    }),
    ("a template is laid over", |site, lot| {
        let text = format!("<p>Lost, for the {}th time.</p>\n", lot.below(1000));
        site.write("themes/default/templates/redirect.html", text);
        String::new()
    }),
    ("a template of pages is changed", |site, lot| {
        site.write(TEMPLATE, template(&format!("{}", lot.below(1000))));
        String::new()
    }),
    ("a page of the output is written to", |site, lot| {
        let all = named(
            &site.root().join("public"),
            &[".html", ".svg", ".css", ".csv"],
        );
        if let Some(path) = (!all.is_empty()).then(|| lot.of(&all)) {
            fs::write(path, "somebody else").unwrap();
            return path.display().to_string();
        }
        String::new()
    }),
    ("a file of the output is removed", |site, lot| {
        let all = named(
            &site.root().join("public"),
            &[".html", ".svg", ".css", ".csv"],
        );
        if !all.is_empty() {
            fs::remove_file(lot.of(&all)).unwrap();
        }
        String::new()
    }),
    ("a file is put into the output", |site, _| {
        let _ = fs::write(site.root().join("public/sessions/stray.html"), "stray");
        String::new()
    }),
    ("the output is removed", |site, _| {
        let _ = fs::remove_dir_all(site.root().join("public"));
        String::new()
    }),
    ("the cache is damaged", |site, lot| {
        let all = named(&site.root().join(".briefpack"), &[""]);
        let path = lot.of(&all);
        let mut bytes = fs::read(path).unwrap();
        if !bytes.is_empty() {
            let at = lot.below(bytes.len());
            bytes[at] ^= 1 << lot.below(8);
        }
        fs::write(path, bytes).unwrap();
        path.display().to_string()
    }),
    ("a file of the cache is cut off", |site, lot| {
        let all = named(&site.root().join(".briefpack"), &[""]);
        let path = lot.of(&all);
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..lot.below(bytes.len() + 1)]).unwrap();
        path.display().to_string()
    }),
    ("the cache is removed", |site, _| {
        fs::remove_dir_all(site.root().join(".briefpack")).unwrap();
        String::new()
    }),
];

fn front_and_body(text: &str) -> (&str, &str) {
    let end = text[3..].find("\n---\n").map_or(0, |at| at + 3 + 5);
    text.split_at(end)
}

/// Changes one of the files with these endings; says which.
fn edit(
    site: &TestSite,
    lot: &mut Lot,
    ends: &[&str],
    change: impl Fn(&str, &mut Lot) -> String,
) -> String {
    let mut all = named(&site.root().join("content"), ends);
    if ends.contains(&"briefpack.yaml") {
        all.push(site.root().join("briefpack.yaml"));
    }
    let path = lot.of(&all).clone();
    let Ok(text) = fs::read_to_string(&path) else {
        return String::new();
    };
    fs::write(&path, change(&text, lot)).unwrap();
    path.display().to_string()
}

/// A site as it stands, to go back to.
fn content(root: &Path) -> Files {
    files(&root.join("content"))
}

fn restore(root: &Path, content: &Files, config: &[u8]) {
    fs::remove_dir_all(root.join("content")).unwrap();
    for (path, bytes) in content {
        let path = root.join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(root.join("briefpack.yaml"), config).unwrap();
}

#[test]
fn whatever_happens_a_build_that_remembers_gives_the_bytes_of_one_that_does_not() {
    let steps: usize = std::env::var("BRIEFPACK_STEPS")
        .ok()
        .map_or(40, |steps| steps.parse().unwrap());
    let site = TestSite::kitchen();
    let root = site.root();
    let (good, config) = (
        content(root),
        fs::read(root.join("briefpack.yaml")).unwrap(),
    );
    let mut lot = Lot(steps as u64);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut day = 1;
    compared(root, &options(day), "at first");
    for step in 0..steps {
        let (name, event) = lot.of(EVENTS);
        let which = event(&site, &mut lot);
        if lot.below(20) == 0 {
            day = 1 + lot.below(28) as i8;
        }
        let what = format!("after step {step}, {name} ({which})");
        let making = compared(root, &options(day), &what);
        *seen.entry(format!("{making:?}")).or_default() += 1;
        if making.is_none() || lot.below(12) == 0 {
            // Faults would pile up until nothing is built any more.
            restore(root, &good, &config);
            compared(root, &options(day), "when all is as it was at first");
        }
    }
    for kind in ["Some(Whole)", "Some(Words(1))", "Some(Nothing)", "None"] {
        assert!(seen.contains_key(kind), "{kind} never happened: {seen:?}");
    }
}

/// The files of a site by their paths in its folder, its output and cache left out.
fn sources(root: &Path) -> Files {
    let mut all = files(root);
    all.retain(|path, _| {
        path == "briefpack.yaml" || path.starts_with("content/") || path.starts_with("themes/")
    });
    all
}

#[test]
fn a_site_that_is_built_again_and_again_in_memory_is_the_one_that_is_there() {
    let events: Vec<_> = EVENTS
        .iter()
        .filter(|(name, _)| !name.contains("output") && !name.contains("cache"))
        .collect();
    let site = TestSite::kitchen();
    let root = site.root();
    let (good, config) = (
        content(root),
        fs::read(root.join("briefpack.yaml")).unwrap(),
    );
    let options = options(1);
    let now = "2026-06-01T09:00:00Z".parse().unwrap();
    let mut workshop = Workshop::new(root.to_path_buf(), options.clone());
    workshop.build(&Changes::anything(), now).unwrap();
    let mut lot = Lot(7);
    let mut before = sources(root);
    for step in 0..30 {
        // Words are what is edited most.
        let (name, event) = match lot.below(2) {
            0 => events[lot.below(2)],
            _ => *lot.of(&events),
        };
        let which = event(&site, &mut lot);
        let what = format!("after step {step}, {name} ({which})");
        let after = sources(root);
        let changed = |path: &&String| before.get(*path) != after.get(*path);
        let paths = before.keys().chain(after.keys()).filter(changed);
        let changes = Changes {
            paths: paths.map(|path| SitePath::new(path.as_str())).collect(),
            anything: false,
        };
        let preview = workshop.build(&changes, now).unwrap();
        let (output, _) = clean(root, &options);
        assert_eq!(preview.output.is_some(), output.is_some(), "{what}");
        if let (Some(there), Some(output)) = (preview.output, output) {
            assert_same(&output, &whole(&there), &what);
        } else {
            restore(root, &good, &config);
            workshop.build(&Changes::anything(), now).unwrap();
        }
        before = sources(root);
    }
}

/// A template of every page.
const TEMPLATE: &str = "themes/default/templates/base.html";

/// That template with a mark.
fn template(mark: &str) -> String {
    let text = include_str!("../../themes/default/templates/base.html");
    assert!(text.contains("</body>"));
    text.replace("</body>", &format!("<!-- {mark} --></body>"))
}

#[test]
fn a_theme_that_is_changed_after_words_were_shows_both() {
    let site = TestSite::kitchen();
    let root = site.root();
    let options = options(1);
    let now = "2026-06-01T09:00:00Z".parse().unwrap();
    let mut workshop = Workshop::new(root.to_path_buf(), options.clone());
    workshop.build(&Changes::anything(), now).unwrap();
    let page = "content/about.md";
    for round in 0..3 {
        for path in [page, TEMPLATE] {
            let text = match path {
                path if path == page => {
                    let text = fs::read_to_string(root.join(path)).unwrap();
                    format!("{text}\n\nWords of round {round}.\n")
                }
                _ => template(&format!("theme of round {round}")),
            };
            site.write(path, text);
            let changes = Changes {
                paths: [SitePath::new(path)].into(),
                anything: false,
            };
            let preview = workshop.build(&changes, now).unwrap();
            let (output, _) = clean(root, &options);
            let there = whole(&preview.output.unwrap());
            assert_same(&output.unwrap(), &there, &format!("round {round}, {path}"));
        }
    }
}

#[test]
fn every_page_of_the_test_site_can_be_made_again_alone() {
    let site = TestSite::kitchen();
    let root = site.root();
    compared(root, &options(1), "at first");
    let mut again = 0;
    let pages = named(&root.join("content"), &[".md"]);
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        fs::write(page, format!("{text}\n\nA last word.\n")).unwrap();
        let what = format!("with a last word in {}", page.display());
        let making = compared(root, &options(1), &what);
        again += usize::from(making == Some(Making::Words(1)));
        assert_eq!(
            compared(root, &options(1), &what),
            Some(Making::Nothing),
            "{what}"
        );
    }
    // Drafts are no pages, and what is said about a page is said anew.
    assert!(again * 10 >= pages.len() * 7, "{again} of {}", pages.len());
}

/// What a build that remembers says of itself, after what was done to the site.
fn summary(site: &TestSite) -> String {
    let run = site.build().succeeded();
    run.stdout.lines().next().unwrap().to_string()
}

#[test]
fn the_summary_says_what_was_made() {
    let site = TestSite::minimal().file("content/about.md", "---\ntitle: About\n---\n\nWords.\n");
    let first = summary(&site);
    assert!(first.ends_with(" s."), "{first}");
    let second = summary(&site);
    assert!(second.ends_with("s; nothing had changed."), "{second}");
    site.edit("content/about.md", "Words.", "Other words.");
    let third = summary(&site);
    assert!(
        third.ends_with("s; 1 page anew, the rest had not changed."),
        "{third}"
    );
    site.edit("content/about.md", "title: About", "title: About us");
    let fourth = summary(&site);
    assert!(fourth.ends_with(" s."), "{fourth}");
}

#[test]
fn without_the_cache_nothing_is_read_and_nothing_left() {
    let site = TestSite::minimal();
    let build = || {
        site.run(["build", "--as-of", crate::support::AS_OF, "--no-cache"])
            .succeeded()
    };
    build();
    assert!(!site.root().join(".briefpack").exists());
    site.build().succeeded();
    let run = build();
    assert!(
        !run.stdout.contains("nothing had changed"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_is_kept_is_none_of_gits_business() {
    let site = TestSite::minimal();
    site.build().succeeded();
    let ignored = fs::read_to_string(site.root().join(".briefpack/.gitignore")).unwrap();
    assert!(ignored.lines().any(|line| line == "*"), "{ignored}");
}

#[test]
fn where_nothing_can_be_kept_the_site_is_built_all_the_same() {
    let site = TestSite::minimal().file(".briefpack", "in the way");
    site.build().succeeded();
    assert!(!summary(&site).contains("nothing had changed"));
}

#[test]
fn why_says_what_a_page_is_made_of_and_what_became_of_it() {
    let site = TestSite::minimal()
        .file("content/about.md", "---\ntitle: About\n---\n\nWords.\n")
        .file(
            "content/news/one.md",
            "---\ntitle: One\ndate: 2026-01-01\n---\n\n[About](../about.md).\n",
        );
    let why = |page: &str| site.run(["why", page]);
    let refused = why("about.html");
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("nothing is remembered"),
        "{}",
        refused.stderr
    );
    summary(&site);
    let said = why("news/one.html").succeeded().stdout;
    assert!(
        said.contains("is written in content/news/one.md\n"),
        "{said}"
    );
    assert!(said.contains("leads to content/about.md\n"), "{said}");
    assert!(
        said.contains("there was no record of a build before\n"),
        "{said}"
    );
    site.edit("content/about.md", "Words.", "Other words.");
    let said = why("content/about.md").succeeded().stdout;
    assert!(said.starts_with("about.html\n"), "{said}");
    assert!(
        said.contains("Since then:\n  - `content/about.md` was edited\n"),
        "{said}"
    );
    summary(&site);
    let said = why("about.md").succeeded().stdout;
    assert!(said.contains("The last build made it again"), "{said}");
    let said = why("/news/one.html").succeeded().stdout;
    assert!(
        said.contains("The last build kept it. It made other pages again"),
        "{said}"
    );
    let said = why("news").succeeded().stdout;
    assert!(
        said.starts_with("news/index.html\n  is made by briefpack"),
        "{said}"
    );
    let refused = why("news/onee.html");
    assert!(
        refused.stderr.contains("did you mean `news/one.html`?"),
        "{}",
        refused.stderr
    );
}

#[test]
fn two_builds_at_once_leave_a_site_and_a_record_that_fit() {
    let site = TestSite::kitchen();
    let plain = site.built();
    for round in 0..4 {
        site.edit(
            "content/about.md",
            "---\n\n",
            &format!("---\n\nRound {round}.\n\n"),
        );
        let builds: Vec<_> = (0..3)
            .map(|_| {
                site.command(["build", "--as-of", crate::support::AS_OF])
                    .spawn()
                    .unwrap()
            })
            .collect();
        for mut build in builds {
            assert!(build.wait().unwrap().success());
        }
        let after = site.built();
        let mut changed = plain.clone();
        changed.insert("about.html".into(), after["about.html"].clone());
        assert_same(&changed, &after, "after builds at once");
        assert!(String::from_utf8_lossy(&after["about.html"]).contains(&format!("Round {round}.")));
        let (output, _) = clean(site.root(), &options(1));
        assert_eq!(output.unwrap()["about.html"], after["about.html"]);
    }
}

#[test]
fn what_other_pages_can_see_of_a_page_concerns_everything() {
    const PAGE: &str = "---\ntitle: About\n---\n\nWords of [home](index.md), and \
                        [20](=jobs/north/jobs) jobs.\n\n## A heading\n\n```figure\nid: jobs\n\
                        data: jobs\nmark: bar\nx: jobs\ny: area\ntitle: Jobs\nalt: Jobs by area.\n```\n";
    let edits: &[(&str, &str, Making)] = &[
        ("Words of", "Other words of", Making::Words(1)),
        ("[home]", "[the home page]", Making::Words(1)),
        ("[20](", "[20.0](", Making::Words(1)),
        (
            "## A heading",
            "## A heading {#a-heading}",
            Making::Words(1),
        ),
        ("## A heading", "## Another heading", Making::Words(1)),
        // Which parts templates make shows only in what was made.
        ("(index.md)", "(index.md#main)", Making::Whole),
        ("(index.md)", "(other.md#a-place)", Making::Words(1)),
        ("(index.md)", "(#a-heading)", Making::Words(1)),
        (
            "(index.md)",
            "(https://www.parliament.uk/)",
            Making::Words(1),
        ),
        ("(index.md)", "(data/jobs.yaml)", Making::Whole),
        ("(index.md)", "(files/mark.png)", Making::Whole),
        ("title: About", "title: About us", Making::Whole),
        (
            "jobs/north/jobs) jobs",
            "jobs/south/jobs) jobs",
            Making::Whole,
        ),
        ("title: Jobs", "title: Jobs by area", Making::Whole),
        (
            "Words of",
            "![A mark](files/mark.png) Words of",
            Making::Whole,
        ),
    ];
    for (from, to, making) in edits {
        let site = TestSite::minimal()
            .file("content/about.md", PAGE)
            .file("content/data/jobs.yaml", JOBS)
            .file(
                "content/files/mark.png",
                fs::read(
                    crate::support::repository().join("tests/sites/kitchen/content/files/mark.png"),
                )
                .unwrap(),
            )
            .file(
                "content/other.md",
                "---\ntitle: Other\n---\n\n![A mark](files/mark.png)\n\n## A place\n",
            );
        // Attachments are known by their content when the disk's clock has moved on since they came.
        std::thread::sleep(std::time::Duration::from_millis(60));
        compared(site.root(), &options(1), "at first");
        let (from, to) = match *to {
            // The number has to stay true.
            "jobs/south/jobs) jobs" => ("[20](=jobs/north/jobs)", "[30](=jobs/south/jobs)"),
            to => (*from, to),
        };
        site.edit("content/about.md", from, to);
        let made = compared(site.root(), &options(1), to);
        assert_eq!(made, Some(*making), "`{from}` to `{to}`");
    }
}

#[test]
fn a_pack_in_another_order_concerns_everything() {
    let session = "content/sessions/skills/index.md";
    let site = TestSite::minimal()
        .file(
            session,
            "---\ntitle: Skills\ndate: 2026-01-01\npack:\n  - document: one.md\n  - document: \
             two.md\n---\n",
        )
        .file(
            "content/sessions/skills/one.md",
            "---\ntitle: One\n---\n\nWords.\n",
        )
        .file(
            "content/sessions/skills/two.md",
            "---\ntitle: Two\n---\n\nWords.\n",
        );
    compared(site.root(), &options(1), "at first");
    site.edit(
        session,
        "  - document: one.md\n  - document: two.md\n",
        "  - document: two.md\n  - document: one.md\n",
    );
    let made = compared(site.root(), &options(1), "turned round");
    assert_eq!(made, Some(Making::Whole));
    let two = fs::read_to_string(site.root().join("public/sessions/skills/two.html")).unwrap();
    assert!(two.contains("rel=\"next\"") && !two.contains("rel=\"prev\""));
}

#[test]
fn headings_and_links_between_pages_are_looked_after_when_only_words_are_made_again() {
    let page = |title: &str, words: &str| format!("---\ntitle: {title}\n---\n\n{words}\n");
    let site = TestSite::minimal()
        .file("content/a.md", page("A", "Words.\n\n## First\n\nWords."))
        .file(
            "content/b.md",
            page("B", "To [the first](a.md#first).\n\n## Second"),
        )
        .file(
            "content/sessions/1/index.md",
            "---\ntitle: Session\ndate: 2025-03-04\ndraft: true\n---\n\nWords.\n",
        )
        .file("content/sessions/1/c.md", page("C", "Words."));
    let built = |file: &str, words: &str, making: Option<Making>| {
        site.write(
            &format!("content/{file}"),
            page(&file[..1].to_uppercase(), words),
        );
        let what = format!("{file} says {words:?}");
        assert_eq!(compared(site.root(), &options(1), &what), making, "{what}");
    };
    let alone = |file: &str, words: &str| built(file, words, Some(Making::Words(1)));
    compared(site.root(), &options(1), "at first");
    // A heading that nobody leads to is worded anew; one that somebody does is missed.
    alone("b.md", "To [the first](a.md#first).\n\n## Third");
    built("a.md", "Words.\n\n## Last\n\nWords.", None);
    alone("a.md", "More words.\n\n## First\n\nWords.");
    // It may go once nobody leads to it, which was said by a page that was made again alone.
    alone("b.md", "To [the page](a.md).\n\n## Third");
    alone("a.md", "Words.\n\n## Last\n\nWords.");
    // And one that such a page leads to is missed again.
    alone("b.md", "To [the last](a.md#last).\n\n## Third");
    alone("a.md", "Words, and to [C](b.md#third).\n\n## Last");
    built("a.md", "Words, and to [C](b.md#third).\n\n## First", None);
    built(
        "a.md",
        "Words, and to [C](b.md#third).\n\n## Last",
        Some(Making::Nothing),
    );
    built("b.md", "To [the last](a.md#last).\n\n## Fourth", None);
    built(
        "b.md",
        "To [the last](a.md#last).\n\n## Third",
        Some(Making::Nothing),
    );
    // What is not to be seen yet is so by a file that no page has led to before.
    built("a.md", "To [a draft](sessions/1/c.md).\n\n## Last", None);
}

#[test]
fn places_that_templates_make_are_looked_for_in_what_was_made() {
    let page = |words: &str| format!("---\ntitle: A\n---\n\n{words}\n");
    let site = TestSite::minimal()
        .file("content/a.md", page("Words.[^1]\n\n[^1]: A note."))
        .file("content/b.md", page("To [the notes](a.md#footnotes)."));
    let built = |file: &str, words: &str, making: Option<Making>| {
        site.write(&format!("content/{file}"), page(words));
        let what = format!("{file} says {words:?}");
        assert_eq!(compared(site.root(), &options(1), &what), making, "{what}");
    };
    compared(site.root(), &options(1), "at first");
    built("a.md", "Words.", None);
    built("b.md", "To [the page](a.md).", Some(Making::Whole));
    built("a.md", "Other words.", Some(Making::Words(1)));
    built("b.md", "To [the notes](a.md#footnotes).", None);
    built(
        "b.md",
        "To [my own](#footnotes).[^1]\n\n[^1]: A note.",
        Some(Making::Whole),
    );
    built("b.md", "To [my own](#footnotes).", None);
}

/// Jobs of two areas.
const JOBS: &str = "title: Jobs\nprimary_key: area\nfields:\n  - {name: area}\n  \
                    - {name: jobs, type: number}\nrows:\n  - {area: North, jobs: 20}\n  \
                    - {area: South, jobs: 30}\n";

/// A page with a figure of them, and the figure's note.
fn page_with_figure(note: &str) -> String {
    format!(
        "---\ntitle: C\n---\n\n```figure\nid: jobs\ndata: jobs\nmark: bar\nx: jobs\ny: area\n\
         title: Jobs\nalt: Jobs by area.\nnote: \"{note}\"\n```\n"
    )
}

/// Builds a site, makes edits one after the other, and compares after each.
fn edited(files: &[(&str, &str)], edits: &[(&str, &str, &str)]) {
    let mut site = TestSite::minimal();
    for (path, text) in files {
        site = site.file(&format!("content/{path}"), *text);
    }
    assert!(compared(site.root(), &options(1), "at first").is_some());
    for (path, from, to) in edits {
        site.edit(&format!("content/{path}"), from, to);
        let what = format!("after `{from}` became `{to}` in {path}");
        compared(site.root(), &options(1), &what);
    }
}

const WITH_HEADING: &str = "---\ntitle: A\n---\n\nWords.\n\n## First\n\nWords.\n";

#[test]
fn links_in_front_matter_are_not_forgotten_when_words_are_made_again() {
    let summary = "---\ntitle: B\nsummary: See [that](a.md#first).\n---\n\nWords.\n";
    edited(
        &[("a.md", WITH_HEADING), ("b.md", summary)],
        &[
            ("b.md", "---\n\nWords.", "---\n\nOther words."),
            ("a.md", "## First", "## Last"),
        ],
    );
    // Nor one to the page itself.
    let own = WITH_HEADING.replace("title: A", "title: A\nsummary: See [that](a.md#first).");
    edited(&[("a.md", &own)], &[("a.md", "## First", "## Last")]);
}

#[test]
fn headings_of_a_session_are_seen_by_its_reading_list() {
    const SESSION: &str = "---\ntitle: S\ndate: 2025-03-04\nreading: reading.yaml\n---\n\nWords.\n\n\
                           ## Other\n\nWords.\n";
    const READING: &str = "groups:\n  - title: Essays\n    entries:\n      one:\n        type: web\n        \
                           title: A page\n        date: 2018-07-14\n        url: https://example.org/page\n";
    edited(
        &[
            ("sessions/1/index.md", SESSION),
            ("sessions/1/reading.yaml", READING),
        ],
        &[
            ("sessions/1/index.md", "## Other", "## Reading Essays"),
            ("sessions/1/index.md", "## Reading Essays", "## Other"),
        ],
    );
}

#[test]
fn pages_stand_for_themselves_whoever_names_them() {
    const B: &str = "---\ntitle: B\n---\n\nWords.\n";
    const C: &str = "---\ntitle: C\n---\n\nWords.\n";
    let link = |to: &str| format!("Words of [that]({to}).");
    // As the reading list of a draft.
    let draft =
        "---\ntitle: S\ndate: 2025-03-04\ndraft: true\nreading: ../../c.md\n---\n\nWords.\n";
    edited(
        &[("b.md", B), ("c.md", C), ("sessions/1/index.md", draft)],
        &[("b.md", "Words.", &link("c.md"))],
    );
    // As the data of a dataset that is a draft, and of one that only drafts lead to.
    let data = "title: Jobs\nfile: notes.md\nfields:\n  - {name: area}\n";
    let drafted = format!("{data}draft: true\n");
    let page = "---\ntitle: D\ndraft: true\n---\n\nWords of [data](data/jobs.yaml).\n";
    for (data, page) in [(drafted.as_str(), B), (data, page)] {
        edited(
            &[
                ("b.md", B),
                ("d.md", page),
                ("data/jobs.yaml", data),
                ("data/notes.md", C),
            ],
            &[("b.md", "Words.", &link("data/notes.md"))],
        );
    }
}

#[test]
fn folders_named_as_schemes_are_not_what_addresses_outside_lead_to() {
    const DATA: &str = "title: Jobs\nfields:\n  - {name: area}\nrows:\n  - {area: North}\n";
    let draft = "---\ntitle: D\ndraft: true\n---\n\nWords of [data](<./https:/data/jobs.yaml>).\n";
    edited(
        &[
            ("b.md", "---\ntitle: B\n---\n\nWords.\n"),
            ("d.md", draft),
            ("https:/data/jobs.yaml", DATA),
        ],
        &[("b.md", "Words.", "Words of [that](https://data/jobs.yaml).")],
    );
}

#[test]
fn a_figure_that_is_shown_again_keeps_its_links() {
    let figure = page_with_figure("See [that](a.md#first).");
    edited(
        &[
            ("a.md", WITH_HEADING),
            ("b.md", "---\ntitle: B\n---\n\nWords.\n\n![](figure:jobs)\n"),
            ("c.md", &figure),
            ("data/jobs.yaml", JOBS),
        ],
        &[
            ("b.md", "Words.", "Other words."),
            ("a.md", "## First", "## Last"),
            ("a.md", "## Last", "## First"),
            ("c.md", "```figure", "Words.\n\n```figure"),
            ("a.md", "## First", "## Last"),
        ],
    );
}

/// Makes a change to a site that is built again and again in memory, and compares.
fn shown(workshop: &mut Workshop, site: &TestSite, path: &str, text: &str, now: &str) {
    site.write(path, text);
    let changes = Changes {
        paths: [SitePath::new(path)].into(),
        anything: false,
    };
    let now = now.parse().unwrap();
    let preview = workshop.build(&changes, now).unwrap();
    let options = at(now);
    let (output, _) = clean(site.root(), &options);
    let what = format!("after {path} became {text:?} at {now}");
    assert_eq!(preview.output.is_some(), output.is_some(), "{what}");
    if let (Some(there), Some(output)) = (preview.output, output) {
        assert_same(&output, &whole(&there), &what);
    }
}

/// What is asked for when a site is shown at a time.
fn at(now: jiff::Timestamp) -> Options {
    Options {
        now,
        as_of: None,
        ..options(1)
    }
}

/// A site as it is built first in memory.
fn workshop(site: &TestSite, now: &str) -> Workshop {
    let now = now.parse().unwrap();
    let mut workshop = Workshop::new(site.root().to_path_buf(), at(now));
    let preview = workshop.build(&Changes::anything(), now);
    assert!(preview.unwrap().output.is_some());
    workshop
}

#[test]
#[cfg(unix)]
fn a_file_under_two_names_is_shown_under_both() {
    use std::os::unix::fs::symlink;
    const NOW: &str = "2026-06-01T09:00:00Z";
    let page = |words: &str| format!("---\ntitle: C\n---\n\n{words}\n");
    let content = |site: &TestSite, path: &str| site.root().join("content").join(path);
    let link: [fn(&Path, &Path) -> std::io::Result<()>; 2] = [
        |from, to| symlink(from, to),
        |from, to| fs::hard_link(from, to),
    ];
    for link in link {
        let site = TestSite::minimal()
            .file("content/sub/c.md", page("Words.\n\n## First"))
            .file("content/b.md", page("To [the first](d.md#first)."));
        link(&content(&site, "sub/c.md"), &content(&site, "d.md")).unwrap();
        let mut workshop = workshop(&site, NOW);
        for words in ["Other words.\n\n## First", "Other words.\n\n## Last"] {
            shown(&mut workshop, &site, "content/sub/c.md", &page(words), NOW);
        }
    }
}

#[test]
#[cfg(unix)]
fn a_file_whose_other_name_is_not_looked_at_is_shown_with_the_next_change() {
    use std::os::unix::fs::symlink;
    const NOW: &str = "2026-06-01T09:00:00Z";
    let page = |words: &str| format!("---\ntitle: C\n---\n\n{words}\n");
    for (path, before, after) in [
        ("content/c.md", page("Words."), page("Other words.")),
        (
            "content/files/f.txt",
            "Words.".to_string(),
            "Words. ".repeat(900),
        ),
        (
            "briefpack.yaml",
            "title: One\n".to_string(),
            "title: Two\n".to_string(),
        ),
    ] {
        let site = TestSite::minimal()
            .file("content/b.md", page("[It](files/f.txt)."))
            .file("content/files/f.txt", "Words.")
            .file("notes/real", before);
        let link = site.root().join(path);
        fs::remove_file(&link).ok();
        symlink(site.root().join("notes/real"), link).unwrap();
        let mut workshop = workshop(&site, NOW);
        // Nothing tells of this one.
        fs::write(site.root().join("notes/real"), after).unwrap();
        let other = page("[It](files/f.txt), in other words.");
        shown(&mut workshop, &site, "content/b.md", &other, NOW);
    }
}

#[test]
#[cfg(unix)]
fn a_figure_that_is_shown_again_leads_to_links_too() {
    const NOW: &str = "2026-06-01T09:00:00Z";
    let figure = page_with_figure("See [it](files/link.txt).");
    let page = "---\ntitle: B\n---\n\nWords.\n\n![](figure:jobs)\n";
    let site = TestSite::minimal()
        .file("content/b.md", page)
        .file("content/c.md", figure)
        .file("content/data/jobs.yaml", JOBS)
        .file("content/files/other.txt", "Words.")
        .file("notes/real.txt", "Words.");
    let link = site.root().join("content/files/link.txt");
    std::os::unix::fs::symlink(site.root().join("notes/real.txt"), link).unwrap();
    let mut workshop = workshop(&site, NOW);
    let other = page.replace("Words", "Other words");
    shown(&mut workshop, &site, "content/b.md", &other, NOW);
}

#[test]
fn a_theme_that_is_changed_later_shows_what_has_been_published_since() {
    let page = "---\ntitle: B\nembargo: 2026-06-01T10:00:00Z\n---\n\nWords.\n";
    let site = TestSite::minimal().file("content/b.md", page);
    let mut workshop = workshop(&site, "2026-06-01T09:59:00Z");
    let (theme, before) = (TEMPLATE, "2026-06-01T09:59:30Z");
    shown(&mut workshop, &site, theme, &template("one"), before);
    let after = "2026-06-01T10:00:30Z";
    shown(&mut workshop, &site, theme, &template("two"), after);
}

/// The folder of the record of the builds into `public`.
fn shelf(site: &TestSite) -> PathBuf {
    let cache = fs::read_dir(site.root().join(".briefpack")).unwrap();
    let mut folders = cache.map(|entry| entry.unwrap().path());
    folders.find(|path| path.is_dir()).unwrap()
}

#[test]
fn what_was_put_into_the_folder_of_records_leads_nothing_out_of_it() {
    use std::os::unix::fs::symlink;
    const PRECIOUS: &str = "Not ours.";
    // What stands in the folder, and how it gets there.
    type Put = fn(&Path, &Path);
    let puts: [(&str, Put); 5] = [
        ("lock", |path, outside| symlink(outside, path).unwrap()),
        ("lock", |path, outside| {
            fs::hard_link(outside, path).unwrap()
        }),
        ("new", |path, outside| symlink(outside, path).unwrap()),
        ("new", |path, outside| fs::hard_link(outside, path).unwrap()),
        ("record", |path, outside| symlink(outside, path).unwrap()),
    ];
    for (name, put) in puts {
        let site = TestSite::minimal();
        let clean = site.built();
        let shelf = shelf(&site);
        let outside = site.around().join("outside");
        fs::write(&outside, PRECIOUS).unwrap();
        let _ = fs::remove_file(shelf.join(name));
        put(&shelf.join(name), &outside);
        site.write("content/more.md", "---\ntitle: More\n---\n\nWords.\n");
        site.build().succeeded();
        assert_eq!(fs::read_to_string(&outside).unwrap(), PRECIOUS, "{name}");
        fs::remove_file(site.root().join("content/more.md")).unwrap();
        assert_same(&clean, &site.built(), name);
        assert_eq!(fs::read_to_string(&outside).unwrap(), PRECIOUS, "{name}");
    }
    // A lock with words in it is somebody's.
    let site = TestSite::minimal();
    site.built();
    let lock = shelf(&site).join("lock");
    fs::write(&lock, PRECIOUS).unwrap();
    site.built();
    assert_eq!(fs::read_to_string(&lock).unwrap(), PRECIOUS);
}

#[test]
fn a_folder_of_records_that_is_a_link_is_none() {
    use std::os::unix::fs::symlink;
    let site = TestSite::minimal();
    symlink(".", site.root().join(".briefpack")).unwrap();
    site.built();
    site.built();
    assert!(!site.root().join(".gitignore").exists());
    let names = fs::read_dir(site.root()).unwrap();
    assert_eq!(names.count(), 4, "the site, `public` and the link");

    let site = TestSite::minimal();
    site.built();
    let shelf = shelf(&site);
    let outside = site.around().join("outside");
    fs::rename(&shelf, &outside).unwrap();
    symlink(&outside, &shelf).unwrap();
    let before = files(&outside);
    site.write("content/more.md", "---\ntitle: More\n---\n\nWords.\n");
    site.built();
    assert_same(&before, &files(&outside), "a folder outside");
    let link = site.root().join(".briefpack/.gitignore");
    fs::remove_file(&link).unwrap();
    symlink(site.around().join("ignored"), &link).unwrap();
    site.built();
    assert!(!site.around().join("ignored").exists());
}

#[test]
fn a_pipe_where_a_file_should_be_is_not_waited_for() {
    let site = TestSite::minimal();
    let clean = site.built();
    let shelf = shelf(&site);
    for name in ["lock", "record"] {
        fs::remove_file(shelf.join(name)).unwrap();
        make_pipe(&shelf.join(name));
        site.build_in_time().succeeded();
        assert_same(&clean, &site.output(), name);
    }
    let config = site.root().join("briefpack.yaml");
    fs::remove_file(&config).unwrap();
    make_pipe(&config);
    let run = site.build_in_time().exits(2);
    run.says("briefpack.yaml").says("no file but a pipe");
}
