//! Which pages load the theme's script, and how a theme leaves it out.

use crate::support::{Files, TestSite};

const JOBS: &str = "title: Jobs\nprimary_key: area\nfields:\n  - {name: area, type: string}\n  - \
    {name: jobs, type: integer}\nrows:\n  - {area: North, jobs: 52}\n  - {area: South, jobs: 88}\n";
const FIGURE: &str = "---\ntitle: Home\n---\n\n```figure\nid: jobs\ndata: jobs\nmark: bar\n\
    y: area\nx: jobs\ntitle: South has more jobs\nalt: Two bars, 52 and 88.\n```\n";

/// A page with a figure, one without, and a dataset, in a theme with such a file.
fn site(script: Option<&str>) -> Files {
    let site = TestSite::minimal()
        .file("briefpack.yaml", "title: A group\ntheme: ours\n")
        .file("themes/ours/theme.yaml", "title: Ours\n")
        .file("content/index.md", FIGURE)
        .file("content/plain.md", "---\ntitle: Plain\n---\n\nWords.\n")
        .file("content/data/jobs.yaml", JOBS);
    match script {
        Some(script) => site.file("themes/ours/assets/layer.js", script).built(),
        None => site.built(),
    }
}

fn page(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

fn scripts(files: &Files) -> Vec<&String> {
    files.keys().filter(|path| path.ends_with(".js")).collect()
}

#[test]
fn pages_with_figures_or_data_load_the_script_and_only_they_allow_it() {
    let files = site(None);
    let [script] = scripts(&files)[..] else {
        panic!("{:?}", scripts(&files))
    };
    for (path, way) in [("index.html", ""), ("data/jobs.html", "../")] {
        let page = page(&files, path);
        assert!(page.contains("; script-src &#39;self&#39;\""), "{path}");
        let tag = format!("<script src=\"{way}{script}\" defer></script>");
        assert!(page.contains(&tag), "{path} has no {tag}");
    }
    for path in ["plain.html", "data/index.html", "404.html", "sitemap.html"] {
        let page = page(&files, path);
        assert!(!page.contains("script-src"), "{path}");
        assert!(!page.contains("<script"), "{path}");
    }
}

#[test]
fn a_theme_with_an_empty_script_has_none() {
    let files = site(Some("\n"));
    assert_eq!(scripts(&files), Vec::<&String>::new());
    for (path, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("script-src"), "{path}");
        assert!(!text.contains("<script"), "{path}");
    }
}

#[test]
fn a_theme_may_bring_its_own_script() {
    let files = site(Some("document.title;\n"));
    let [script] = scripts(&files)[..] else {
        panic!("{:?}", scripts(&files))
    };
    assert_eq!(files[script], b"document.title;\n");
    assert!(page(&files, "index.html").contains(script.as_str()));
}
