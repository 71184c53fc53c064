//! The command line: what is accepted, what is refused, and with which exit status.

use std::fs;

use crate::support::{AS_OF, Run, TestSite, copy_tree, files, program};

fn run(arguments: &[&str]) -> Run {
    let elsewhere = tempfile::tempdir().unwrap();
    Run::of(program().current_dir(elsewhere.path()).args(arguments))
}

#[test]
fn a_site_without_faults_exits_with_0() {
    let site = TestSite::minimal();
    site.build().exits(0);
    assert!(site.output().contains_key("index.html"));
}

#[test]
fn faults_of_the_content_exit_with_1() {
    TestSite::minimal()
        .file("content/faulty.md", "---\ntilte: Faulty\n---\n")
        .build()
        .exits(1)
        .says("content/faulty.md:2:1")
        .says("did you mean `title`?");
}

#[test]
fn wrong_usage_exits_with_2() {
    for arguments in [
        &["bild"][..],
        &["build", "--no-such-flag"],
        &["build", "--jobs", "many"],
        &["build", "--jobs", "0"],
        &["build", "--as-of", "2026-02-30"],
        &["build", "--as-of", "yesterday"],
        &["build", "--as-of", "2026-06-01T09:00:00"],
        &["build", "--base-url", "example.org"],
        &["build", "--base-url", "ftp://example.org/"],
        &["build", "--message-format", "xml"],
        &["build", "one", "two"],
        &["init"],
        &[],
    ] {
        let site = TestSite::minimal();
        site.run(arguments).exits(2);
        assert!(!site.root().join("public").exists(), "{arguments:?} wrote");
    }
}

#[test]
fn a_flag_of_work_to_come_is_refused_and_not_ignored() {
    for flag in ["--no-pdf", "--emit", "--external", "--publish"] {
        TestSite::minimal().run(["build", flag]).exits(2).says(flag);
    }
}

#[test]
fn a_folder_without_a_site_is_named() {
    for arguments in [&["build"][..], &["build", "no-such-folder"]] {
        let run = run(arguments);
        assert_ne!(run.status, 0);
        let said = run.said();
        assert!(
            said.contains("briefpack.yaml") || said.contains("no-such-folder"),
            "{said}"
        );
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let run = run(&["--version"]).succeeded();
    assert_eq!(
        run.stdout,
        concat!("briefpack ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn help_names_every_command_and_flag() {
    let help = run(&["--help"]).succeeded().stdout;
    for word in ["build", "init"] {
        assert!(help.contains(word), "{word} is not in\n{help}");
    }
    let help = run(&["build", "--help"]).succeeded().stdout;
    for flag in [
        "--drafts",
        "--as-of",
        "--base-url",
        "--jobs",
        "--message-format",
        "-o",
    ] {
        assert!(help.contains(flag), "{flag} is not in\n{help}");
    }
}

#[test]
fn a_report_names_file_line_column_and_what_to_do_without_colour_in_a_pipe() {
    let run = TestSite::minimal()
        .file(
            "content/faulty.md",
            "---\ntitle: Faulty\n---\n\n[x](nowhere.md)\n",
        )
        .build()
        .exits(1);
    let said = run.said();
    assert!(said.contains("content/faulty.md:5:5"), "{said}");
    assert!(said.contains("BP0301"), "{said}");
    assert!(said.contains("[x](nowhere.md)"), "no excerpt: {said}");
    assert!(!said.contains('\u{1b}'), "colour in a pipe: {said:?}");
}

#[test]
fn all_faults_are_reported_in_one_run() {
    let run = TestSite::minimal()
        .file(
            "content/one.md",
            "---\ntilte: One\n---\n\n[x](nowhere.md)\n",
        )
        .file(
            "content/two.md",
            "---\ntitle: Two\n---\n\n<script>alert(1)</script>\n",
        )
        .file("content/data/three.yaml", "titel: Three\n")
        .build()
        .exits(1);
    let said = run.said();
    for file in ["one.md:2", "two.md:5", "three.yaml:1"] {
        assert!(said.contains(file), "{file} is not in\n{said}");
    }
}

#[test]
fn messages_in_json_are_one_object_a_line() {
    let run = TestSite::minimal()
        .file(
            "content/faulty.md",
            "---\ntitle: Faulty\nsumary: x\n---\n\nŵ [x](nowhere.md)\n",
        )
        .run(["build", "--as-of", AS_OF, "--message-format", "json"])
        .exits(1);
    let diagnostics = run.diagnostics();
    assert!(diagnostics.len() >= 2, "{}", run.stdout);
    for diagnostic in &diagnostics {
        assert_eq!(diagnostic["file"], "content/faulty.md", "{diagnostic}");
        for key in ["line", "column", "end_line", "end_column"] {
            assert!(
                diagnostic[key].as_u64().is_some_and(|at| at >= 1),
                "{diagnostic}"
            );
        }
        for key in ["severity", "code", "name", "message"] {
            assert!(diagnostic[key].is_string(), "{diagnostic}");
        }
    }
    let link = diagnostics
        .iter()
        .find(|diagnostic| diagnostic["code"] == "BP0301")
        .expect("the broken link is reported");
    assert_eq!((&link["line"], &link["column"]), (&6.into(), &7.into()));
}

#[test]
fn a_clean_build_in_json_prints_nothing_but_json() {
    let site = TestSite::minimal();
    let run = site
        .run(["build", "--as-of", AS_OF, "--message-format", "json"])
        .succeeded();
    assert_eq!(run.diagnostics(), Vec::<serde_json::Value>::new());
    assert!(site.output().contains_key("index.html"));
}

#[test]
fn the_summary_tells_what_was_built() {
    let run = TestSite::kitchen().build().succeeded();
    let said = run.said();
    for word in ["page", "figure", "dataset", "public"] {
        assert!(said.contains(word), "no {word} in\n{said}");
    }
}

#[test]
fn the_site_with_one_of_everything_has_no_warnings() {
    let site = TestSite::kitchen();
    let run = site.build().succeeded();
    assert!(!run.said().contains("warning["), "{}", run.said());
    assert!(site.output().len() > 50, "it is not all there");
}

#[test]
fn init_makes_a_site_that_builds_without_a_warning() {
    let site = TestSite::empty();
    site.run(["init", "new-site"]).succeeded();
    let mut build = program();
    build.current_dir(site.root().join("new-site")).arg("build");
    let run = Run::of(&mut build).succeeded();
    assert!(run.said().contains("no warnings"), "{}", run.said());
    let built = files(&site.root().join("new-site/public"));
    assert!(built.contains_key("index.html"));
    assert!(
        built
            .keys()
            .any(|path| path.ends_with(".svg") && path.starts_with("sessions/")),
        "the example has no figure: {:?}",
        built.keys()
    );
}

#[test]
fn init_refuses_a_folder_that_holds_something() {
    let site = TestSite::empty().file("here/thesis.txt", "three years of work");
    site.run(["init", "here"]).exits(2).says("here");
    assert_eq!(files(&site.root().join("here")).len(), 1);
}

#[test]
fn init_takes_an_empty_folder() {
    let site = TestSite::empty();
    fs::create_dir(site.root().join("here")).unwrap();
    site.run(["init", "here"]).succeeded();
    assert!(site.root().join("here/briefpack.yaml").is_file());
}

#[test]
fn a_base_url_gives_canonical_links_and_a_site_map_for_machines() {
    let site = TestSite::minimal();
    site.run([
        "build",
        "--as-of",
        AS_OF,
        "--base-url",
        "https://example.org/appg",
    ])
    .succeeded();
    let output = site.output();
    let home = String::from_utf8_lossy(&output["index.html"]).into_owned();
    assert!(
        home.contains("https://example.org/appg/index.html")
            || home.contains("https://example.org/appg/\""),
        "{home}"
    );
    assert!(output.contains_key("sitemap.xml"));
    let output = site.built();
    assert!(!output.contains_key("sitemap.xml"));
    assert!(!String::from_utf8_lossy(&output["index.html"]).contains("canonical"));
}

#[test]
fn no_command_waits_for_an_answer() {
    // Standard input is closed in every run of these tests; this one shows that nothing is asked.
    let site = TestSite::minimal().file("public/thesis.txt", "work");
    let run = site.build().exits(2);
    assert!(!run.said().contains("[y/N]"), "{}", run.said());
}

#[test]
fn an_output_folder_in_content_that_is_a_link_is_refused() {
    use std::os::unix::fs::symlink;
    let site = TestSite::minimal();
    let root = site.root();
    fs::create_dir(root.join("texts")).unwrap();
    fs::rename(root.join("content"), root.join("texts/en")).unwrap();
    symlink("texts/en", root.join("content")).unwrap();
    for target in ["texts/en/public", "texts/en", "texts", "content/public"] {
        let run = site.run(["build", "-o", target]).exits(2);
        run.says("own files");
    }
    assert_eq!(files(&root.join("texts")).len(), 1);
    site.run(["build", "-o", "texts/public"]).succeeded();
}

#[test]
fn an_output_folder_in_what_another_site_is_made_of_is_refused() {
    let site = TestSite::minimal();
    let other = site.around().join("other");
    copy_tree(site.root(), &other);
    for folder in [
        "content/public",
        "content",
        "themes/public",
        "content/deep/er",
    ] {
        let target = format!("../other/{folder}");
        let run = site.run(["build", "-o", &target]).exits(2);
        run.says("another site");
    }
    assert_eq!(files(&other).len(), 2);
    site.run(["build", "-o", "../other/public"]).succeeded();
    // A folder with that name and no site around it is as any other.
    site.run(["build", "-o", "../content/public"]).succeeded();
}
