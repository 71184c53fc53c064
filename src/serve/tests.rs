//! Rebuilds, without sockets: what is shown after each.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write sites to disk and change them"
)]

use std::cell::RefCell;
use std::path::Path;

use super::*;
use crate::resolve::Drafts;
use crate::source::SitePath;

/// Writes a file, with the folders it lies in.
pub(super) fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn now() -> Timestamp {
    "2026-06-01T09:00:00Z".parse().unwrap()
}

struct Tried {
    folder: tempfile::TempDir,
    said: RefCell<Vec<String>>,
}

impl Tried {
    fn new() -> Self {
        let tried = Tried {
            folder: tempfile::tempdir().unwrap(),
            said: RefCell::default(),
        };
        tried.put("briefpack.yaml", "title: Group\n");
        tried.put(
            "content/index.md",
            "---\ntitle: Home\n---\n\nFirst words.\n",
        );
        tried
    }

    fn put(&self, path: &str, text: &str) {
        put(&self.folder.path().join(path), text);
    }

    fn settings(&self) -> Settings {
        Settings {
            root: self.folder.path().to_path_buf(),
            port: 0,
            options: Options {
                drafts: Drafts::Exclude,
                as_of: None,
                now: now(),
                base_url: None,
            },
            now,
        }
    }

    fn hear(&self, news: News<'_>) {
        let words = match news {
            News::Built { preview, .. } => format!("built, {} found", preview.diagnostics.len()),
            News::Unreadable(fault) => fault.to_string(),
            News::OwnFault(words) | News::Watch(words) => words.to_string(),
            News::Serves { port } => port.to_string(),
        };
        self.said.borrow_mut().push(words);
    }
}

fn changed(path: &str) -> Changes {
    Changes {
        paths: [SitePath::new(path)].into(),
        anything: false,
    }
}

fn home(showing: &Showing) -> String {
    let site = showing.site.as_ref().expect("there is a site");
    match site.get(&SitePath::new("index.html")) {
        Some(crate::output::Artifact::Bytes(page)) => String::from_utf8_lossy(page).into_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_last_good_site_stays_under_the_trouble_until_it_is_mended() {
    let tried = Tried::new();
    let hear = |news: News<'_>| tried.hear(news);
    let mut maker = Maker::new(tried.settings(), mpsc::channel().0, &hear);
    maker.make(None);
    let first = maker.shown.now();
    assert!(home(&first).contains("First words."));

    tried.put(
        "content/index.md",
        "---\ntitel: Home\n---\n\nSecond words.\n",
    );
    maker.make(Some(&changed("content/index.md")));
    let broken = maker.shown.now();
    assert!(home(&broken).contains("First words."));
    assert_eq!(broken.version, first.version);
    let trouble = broken.trouble.clone().expect("there is trouble");
    assert!(
        trouble.text.contains("content/index.md:2:1"),
        "{}",
        trouble.text
    );

    tried.put(
        "content/index.md",
        "---\ntitle: Home\n---\n\nThird words.\n",
    );
    maker.make(Some(&changed("content/index.md")));
    let mended = maker.shown.now();
    assert!(home(&mended).contains("Third words."));
    assert_eq!(mended.trouble, None);
    assert_ne!(mended.version, first.version);
}

#[test]
fn a_folder_that_is_no_site_any_more_is_trouble_too() {
    let tried = Tried::new();
    let hear = |news: News<'_>| tried.hear(news);
    let mut maker = Maker::new(tried.settings(), mpsc::channel().0, &hear);
    maker.make(None);
    std::fs::remove_file(tried.folder.path().join("briefpack.yaml")).unwrap();
    maker.make(Some(&changed("briefpack.yaml")));
    let trouble = maker.shown.now().trouble.clone().expect("there is trouble");
    assert!(trouble.text.contains("is not a site"), "{}", trouble.text);
    tried.put("briefpack.yaml", "title: Group\n");
    maker.make(Some(&changed("briefpack.yaml")));
    assert_eq!(maker.shown.now().trouble, None);
}

#[test]
fn the_same_trouble_keeps_its_number() {
    let tried = Tried::new();
    tried.put("content/index.md", "---\ntitel: Home\n---\n");
    let hear = |news: News<'_>| tried.hear(news);
    let mut maker = Maker::new(tried.settings(), mpsc::channel().0, &hear);
    maker.make(None);
    let first = maker.shown.now().trouble.clone();
    maker.make(Some(&changed("content/index.md")));
    assert!(first.is_some());
    assert_eq!(maker.shown.now().trouble, first);
}

#[test]
fn a_change_of_the_theme_gives_what_a_whole_build_gives() {
    let tried = Tried::new();
    tried.put("themes/default/assets/style.css", "body { color: red }\n");
    let options = tried.settings().options;
    let root = tried.folder.path().to_path_buf();
    let mut workshop = Workshop::new(root.clone(), options.clone());
    let mut say = |changes: &Changes| {
        let preview = workshop.build(changes, now()).unwrap();
        let sources = workshop.sources().unwrap();
        let words = render_text(&preview.diagnostics, sources, false);
        let whole = crate::build(&root, &options).unwrap();
        assert_eq!(
            words,
            render_text(&whole.diagnostics, &whole.sources, false)
        );
        let files = |output: Option<Output>| -> Option<Vec<String>> {
            let files = output?;
            Some(files.iter().map(|file| format!("{file:?}")).collect())
        };
        assert_eq!(files(preview.output), files(whole.output), "{words}");
        words
    };
    assert_eq!(say(&Changes::anything()), "");
    // Each is another way of a theme to be wrong, and the last is right again.
    let sheet = "themes/default/assets/style.css";
    let page = "themes/default/templates/home.html";
    for (path, text, is_wrong) in [
        (sheet, "body { color: blue }\n", false),
        (sheet, "body { background: url(none.png) }\n", true),
        (page, "{% if %}", true),
        (sheet, "body { color: green }\n", true),
        (page, "{{ nothing.here }}", true),
        (page, "<p>{{ page.title }}</p>", false),
        (sheet, "body { color: black }\n", false),
    ] {
        tried.put(path, text);
        let words = say(&changed(path));
        assert_eq!(words.contains("error"), is_wrong, "{path}: {text}\n{words}");
    }
    std::fs::remove_dir_all(root.join("themes")).unwrap();
    assert_eq!(say(&changed("themes")), "");
}

#[test]
fn sources_do_not_pile_up_when_a_theme_is_saved_again_and_again() {
    let tried = Tried::new();
    let mut workshop = Workshop::new(tried.folder.path().to_path_buf(), tried.settings().options);
    workshop.build(&Changes::anything(), now()).unwrap();
    let count = |workshop: &Workshop| workshop.sources().unwrap().iter().count();
    tried.put("themes/default/assets/style.css", "body { color: red }\n");
    workshop
        .build(&changed("themes/default/assets/style.css"), now())
        .unwrap();
    let once = count(&workshop);
    for _ in 0..5 {
        workshop
            .build(&changed("themes/default/assets/style.css"), now())
            .unwrap();
    }
    assert_eq!(count(&workshop), once);
}

#[test]
fn a_panic_is_told_by_its_words() {
    // What a panic prints goes to the output of the test, which nobody sees unless it fails.
    let with = |number: usize| guarded(|| [1, 2][number]);
    assert_eq!(with(1), Ok(2));
    assert!(with(7).unwrap_err().contains("index"));
    assert_eq!(
        guarded(|| -> () { panic!("plain") }),
        Err("plain".to_string())
    );
    assert!(own_fault_text("plain").contains("a fault of its own: plain"));
}

#[test]
fn a_page_shows_no_more_errors_than_can_be_read() {
    let tried = Tried::new();
    let keys: String = (0..80).map(|number| format!("odd{number}: x\n")).collect();
    tried.put(
        "content/index.md",
        &format!("---\ntitle: Home\n{keys}---\n"),
    );
    let hear = |news: News<'_>| tried.hear(news);
    let mut maker = Maker::new(tried.settings(), mpsc::channel().0, &hear);
    maker.make(None);
    let trouble = maker.shown.now().trouble.clone().expect("there is trouble");
    assert!(
        trouble
            .text
            .ends_with("The terminal shows 30 errors more.\n"),
        "{}",
        trouble.text
    );
    assert_eq!(*tried.said.borrow(), ["built, 80 found"]);
}
