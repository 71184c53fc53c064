//! `briefpack serve`: what is saved is shown, what is wrong is shown over it, and nobody else can
//! read it. The built program serves a site in a folder and is spoken to over TCP.
//!
//! Nothing here waits for a time to pass: each wait is for something to happen, within a limit that
//! only a program that hangs reaches.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{TestSite, files, make_pipe};

/// Longer than anything takes that works.
const LIMIT: Duration = Duration::from_secs(60);

/// A program that serves a site; it ends with the value.
struct Serving {
    child: Child,
    port: u16,
    lines: Receiver<String>,
    /// What it said until it was ready.
    said: Vec<String>,
}

/// An answer.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Serving {
    fn of(site: &TestSite) -> Serving {
        Serving::with(site, &["--port", "0"])
    }

    fn with(site: &TestSite, flags: &[&str]) -> Serving {
        let mut command = site.command(["serve"]);
        command.args(flags);
        Serving::begun(command)
    }

    fn begun(mut command: Command) -> Serving {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let lines = lines(child.stdout.take().unwrap());
        let mut serving = Serving {
            child,
            port: 0,
            lines,
            said: Vec::new(),
        };
        let open = serving.hears("Open http://localhost:");
        let port = open.split("localhost:").nth(1).unwrap();
        serving.port = port.split('/').next().unwrap().parse().unwrap();
        serving
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn hears(&mut self, words: &str) -> String {
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("no `{words}` among {:#?}", self.said);
            };
            self.said.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// Sends bytes and reads the whole answer.
    fn sends(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        answer(&mut stream)
    }

    fn asks(&self, method: &str, target: &str, more: &str) -> Answer {
        let host = format!("Host: localhost:{}", self.port);
        self.sends(format!("{method} {target} HTTP/1.1\r\n{host}\r\n{more}\r\n").as_bytes())
    }

    fn get(&self, target: &str) -> Answer {
        self.asks("GET", target, "")
    }

    /// Asks again until the page at an address says these words.
    #[track_caller]
    fn shows(&self, target: &str, words: &str) -> Answer {
        self.comes_to(target, words, |answer| answer.body.contains(words))
    }

    /// Asks again until an answer is as it should be.
    #[track_caller]
    fn comes_to(&self, target: &str, what: &str, is_so: impl Fn(&Answer) -> bool) -> Answer {
        let end = Instant::now() + LIMIT;
        loop {
            let answer = self.get(target);
            if is_so(&answer) {
                return answer;
            }
            let Answer { status, body, .. } = answer;
            assert!(
                Instant::now() < end,
                "{target} never came to {what}: {status}\n{body}"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Listens to the stream of events.
    fn listens(&self) -> BufReader<TcpStream> {
        let mut stream = self.connect();
        let host = format!("Host: localhost:{}", self.port);
        let head = format!("GET /.briefpack/events HTTP/1.1\r\n{host}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            assert!(
                stream.read_line(&mut line).unwrap() > 0,
                "the stream ended in its head"
            );
        }
        stream
    }

    /// Tells the program to end, as Ctrl-C does.
    #[cfg(unix)]
    fn ends(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &pid])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines that a program prints, as they come.
fn lines(out: ChildStdout) -> Receiver<String> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    receive
}

fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A refused request may be cut off while more of it is on its way.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    Answer {
        status: status.unwrap_or(0),
        head: head.to_string(),
        body: body.to_string(),
    }
}

/// The next event: the versions of the site and of what is wrong with it.
fn event(stream: &mut BufReader<TcpStream>) -> (String, String) {
    let mut line = String::new();
    loop {
        line.clear();
        assert!(stream.read_line(&mut line).unwrap() > 0, "the stream ended");
        if let Some((site, trouble)) = line
            .strip_prefix("data: ")
            .and_then(|it| it.split_once(' '))
        {
            return (site.to_string(), trouble.trim_end().to_string());
        }
    }
}

fn page(title: &str, words: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{words}\n")
}

const HOME: &str = "content/index.md";

#[test]
fn a_page_that_is_saved_is_shown_and_nothing_is_written() {
    let site = TestSite::minimal().file("content/notes.txt", "As it is.");
    let mut serving = Serving::of(&site);
    assert!(serving.get("/").body.contains("Words."));
    let mut stream = serving.listens();
    let (first, trouble) = event(&mut stream);
    assert_eq!(trouble, "0");
    site.write(HOME, page("Example group", "Other words."));
    serving.shows("/", "Other words.");
    let (second, trouble) = event(&mut stream);
    assert_ne!(first, second);
    assert_eq!(trouble, "0");
    serving.hears("Changed: content/index.md. Built");
    let names: BTreeSet<String> = files(site.root()).into_keys().collect();
    let written = ["briefpack.yaml", "content/index.md", "content/notes.txt"];
    assert_eq!(names, written.map(str::to_string).into());
}

#[test]
fn what_is_wrong_is_told_over_the_last_good_site_until_it_is_mended() {
    let site = TestSite::minimal();
    let mut serving = Serving::of(&site);
    let mut stream = serving.listens();
    let (good, _) = event(&mut stream);
    site.write(HOME, "---\ntitel: Example group\n---\n\nBroken words.\n");
    let (still, trouble) = event(&mut stream);
    assert_eq!(still, good);
    assert_ne!(trouble, "0");
    let faults = serving.get("/.briefpack/faults").body;
    assert!(faults.contains("has no key `titel`"), "{faults}");
    assert!(faults.contains("content/index.md:2:1"), "{faults}");
    assert!(serving.get("/").body.contains("Words."));
    serving.hears("Not built, with");
    site.write(HOME, page("Example group", "Mended words."));
    let (mended, trouble) = event(&mut stream);
    assert_ne!(mended, good);
    assert_eq!(trouble, "0");
    assert_eq!(serving.get("/.briefpack/faults").body, "");
    assert!(serving.get("/").body.contains("Mended words."));
}

#[test]
fn a_site_that_begins_broken_shows_what_is_wrong_and_then_the_site() {
    let site = TestSite::minimal();
    site.write(HOME, "---\ntitel: Example group\n---\n\nWords.\n");
    let serving = Serving::of(&site);
    let first = serving.get("/any/address.html");
    assert_eq!(first.status, 503);
    assert!(first.body.contains("has no key `titel`"), "{}", first.body);
    site.write(HOME, page("Example group", "At last."));
    let answer = serving.shows("/", "At last.");
    assert_eq!(answer.status, 200);
}

#[test]
fn editors_that_write_a_new_file_and_rename_it_are_followed() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    for round in ["One", "Two", "Three"] {
        // As an editor does that keeps a backup: the old file moved away, the new one in its place.
        let new = site.root().join("content/.index.md.new");
        fs::write(&new, page("Example group", round)).unwrap();
        let old = site.root().join(HOME);
        fs::rename(&old, site.root().join("content/index.md~")).unwrap();
        fs::rename(&new, &old).unwrap();
        serving.shows("/", round);
    }
}

#[test]
fn folders_that_are_moved_away_and_back_are_followed() {
    let site = TestSite::minimal().file("content/evidence/index.md", page("Evidence", "Heard."));
    let serving = Serving::of(&site);
    assert_eq!(serving.get("/evidence/").status, 200);
    let aside = site.around().join("aside");
    for folder in ["content/evidence", "content"] {
        let folder = site.root().join(folder);
        fs::rename(&folder, &aside).unwrap();
        serving.comes_to("/.briefpack/faults", "a change", |answer| {
            !answer.body.is_empty() || serving.get("/evidence/").status == 404
        });
        fs::rename(&aside, &folder).unwrap();
        serving.comes_to("/evidence/", "the page", |answer| {
            answer.status == 200 && serving.get("/.briefpack/faults").body.is_empty()
        });
        // And files in them are still seen.
        let words = format!("Heard after {}.", folder.display());
        site.write("content/evidence/index.md", page("Evidence", &words));
        serving.shows("/evidence/", "Heard after");
        site.write("content/evidence/index.md", page("Evidence", "Heard."));
        serving.comes_to("/evidence/", "the old words", |it| {
            !it.body.contains("Heard after")
        });
    }
}

#[test]
fn a_site_folder_that_goes_away_and_comes_back_is_followed() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    let aside = site.around().join("aside");
    fs::rename(site.root(), &aside).unwrap();
    serving.comes_to("/.briefpack/faults", "what is wrong", |it| {
        !it.body.is_empty()
    });
    assert!(serving.get("/").body.contains("Words."));
    fs::rename(&aside, site.root()).unwrap();
    serving.comes_to("/.briefpack/faults", "nothing", |it| it.body.is_empty());
    site.write(HOME, page("Example group", "Words after."));
    serving.shows("/", "Words after.");
}

#[test]
fn new_folders_and_removed_files_are_followed() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    site.write("content/evidence/deep/index.md", page("Deep", "Far down."));
    serving.shows("/evidence/deep/", "Far down.");
    site.write(
        "content/evidence/deep/index.md",
        page("Deep", "Farther down."),
    );
    serving.shows("/evidence/deep/", "Farther down.");
    fs::remove_dir_all(site.root().join("content/evidence")).unwrap();
    serving.comes_to("/evidence/deep/", "nothing", |answer| answer.status == 404);
    assert!(
        serving
            .get("/evidence/deep/")
            .body
            .contains("Page not found")
    );
}

#[test]
fn two_hundred_files_saved_at_once_are_few_builds() {
    let site = TestSite::minimal();
    for number in 0..200 {
        site.write(
            &format!("content/p{number}.md"),
            page(&format!("P {number}"), "Old."),
        );
    }
    let mut serving = Serving::of(&site);
    for number in 0..200 {
        site.write(
            &format!("content/p{number}.md"),
            page(&format!("P {number}"), "New."),
        );
    }
    for number in 0..200 {
        serving.shows(&format!("/p{number}.html"), "New.");
    }
    // What is said of a change afterwards is said after all there was to say before.
    site.write(HOME, page("Example group", "The end."));
    serving.shows("/", "The end.");
    serving.hears("content/index.md");
    let builds = serving
        .said
        .iter()
        .filter(|line| line.starts_with("Changed:"))
        .count();
    // The first may begin when a part of the files is there; the last is that of the home page.
    assert!(builds <= 4, "{:#?}", serving.said);
}

/// A program that serves a site as a user whom permissions hold back, as the one who runs tests may not be.
#[cfg(unix)]
fn held_back(site: &TestSite) -> Serving {
    use std::os::unix::fs::PermissionsExt as _;
    let open = || fs::Permissions::from_mode(0o755);
    fs::set_permissions(site.around(), open()).unwrap();
    let probe = site.around().join("probe");
    fs::create_dir(&probe).unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o000)).unwrap();
    let mut command = match fs::read_dir(&probe) {
        Ok(_) => {
            let program = site.around().join("briefpack");
            fs::copy(env!("CARGO_BIN_EXE_briefpack"), &program).unwrap();
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            command.arg(program).arg("serve").current_dir(site.root());
            command
        }
        Err(_) => site.command(["serve"]),
    };
    command.args(["--port", "0"]);
    Serving::begun(command)
}

/// Sets who may read something: everybody or nobody.
#[cfg(unix)]
fn close(site: &TestSite, path: &str, is_closed: bool) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if is_closed { 0o000 } else { 0o755 };
    fs::set_permissions(site.root().join(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_read_is_no_reason_to_build_again_and_again() {
    let site = TestSite::minimal()
        .file("content/.Trash-0/a.md", "Not read.")
        .file("content/evidence/index.md", page("Evidence", "Heard."));
    close(&site, "content/.Trash-0", true);
    let mut serving = held_back(&site);
    // Longer than it takes until it is looked again whether anything is not as it was.
    let more = serving.lines.recv_timeout(Duration::from_millis(2500));
    assert!(more.is_err(), "{more:?}");
    // And the folders beside it are watched.
    site.write("content/evidence/index.md", page("Evidence", "Read."));
    serving.hears("Changed: content/evidence/index.md. Built");
    // Nor is one that a build would read.
    close(&site, "content/evidence", true);
    serving.hears("Not built, with 1 error");
    let more = serving.lines.recv_timeout(Duration::from_millis(2500));
    assert!(more.is_err(), "{more:?}");
    site.write(HOME, page("Example group", "Other words."));
    serving.hears("Not built, with 1 error");
    close(&site, "content/evidence", false);
    serving.hears("Built");
    close(&site, "content/.Trash-0", false);
}

#[test]
#[cfg(unix)]
fn a_folder_that_is_opened_later_is_followed_from_then_on() {
    let site = TestSite::minimal();
    let mut serving = held_back(&site);
    for folder in ["content/evidence", "content"] {
        if folder == "content/evidence" {
            site.write("evidence/deep/index.md", page("Deep", "Heard."));
            close(&site, "evidence", true);
            fs::rename(site.root().join("evidence"), site.root().join(folder)).unwrap();
        } else {
            close(&site, folder, true);
        }
        serving.hears("Not built, with");
        close(&site, folder, false);
        serving.hears("Built");
        let words = format!("Heard in {folder}.");
        site.write("content/evidence/deep/index.md", page("Deep", &words));
        serving.shows("/evidence/deep/", &words);
    }
}

#[test]
#[cfg(unix)]
fn what_is_edited_under_another_name_is_followed() {
    use std::os::unix::fs::symlink;
    let site = TestSite::minimal()
        .file("texts/about.md", page("About", "First."))
        .file("texts/more/deep/index.md", page("More", "First."))
        .file("texts/name.yaml", "title: A name\n")
        .file("twin.md", page("Twin", "First."));
    let root = site.root();
    fs::create_dir(root.join("links")).unwrap();
    symlink("../texts/about.md", root.join("links/to-about.md")).unwrap();
    symlink("../links/to-about.md", root.join("content/about.md")).unwrap();
    symlink("../texts/more", root.join("content/more")).unwrap();
    symlink("more", root.join("content/again")).unwrap();
    fs::hard_link(root.join("twin.md"), root.join("content/twin.md")).unwrap();
    fs::remove_file(root.join("briefpack.yaml")).unwrap();
    symlink("texts/name.yaml", root.join("briefpack.yaml")).unwrap();
    let mut serving = Serving::of(&site);
    for round in ["Second.", "Third."] {
        site.write("texts/about.md", page("About", round));
        serving.hears("Changed: content/about.md. Built");
        serving.shows("/about.html", round);
        site.write("texts/more/deep/index.md", page("More", round));
        serving.shows("/more/deep/", round);
        serving.shows("/again/deep/", round);
        site.write("twin.md", page("Twin", round));
        serving.shows("/twin.html", round);
        site.write("texts/name.yaml", format!("title: A {round}\n"));
        serving.shows("/", &format!("A {round}"));
    }
    // A link that leads nowhere for a while, and then to something else.
    fs::rename(root.join("texts/about.md"), root.join("texts/aside.md")).unwrap();
    serving.hears("Not built, with");
    site.write("texts/about.md", page("About", "Back."));
    serving.shows("/about.html", "Back.");
    fs::remove_file(root.join("links/to-about.md")).unwrap();
    symlink("../texts/aside.md", root.join("links/to-about.md")).unwrap();
    serving.shows("/about.html", "Third.");
    // One that comes while the site is served.
    site.write("texts/late.md", page("Late", "First."));
    symlink("../texts/late.md", root.join("content/late.md")).unwrap();
    serving.shows("/late.html", "First.");
    site.write("texts/late.md", page("Late", "Second."));
    serving.shows("/late.html", "Second.");
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_written_through_memory_is_seen_when_it_is_closed() {
    let site = TestSite::minimal();
    let mut serving = Serving::of(&site);
    // Of such writing the system tells no more than of this: a file was open for writing, and is no longer.
    let open = fs::File::options().write(true).open(site.root().join(HOME));
    drop(open.unwrap());
    serving.hears("Changed: content/index.md. Built");
    // The end of a change that was told of is no other change.
    site.write(HOME, page("Example group", "Other words."));
    serving.hears("Changed: content/index.md. Built");
    let more = serving.lines.recv_timeout(Duration::from_millis(500));
    assert!(more.is_err(), "{more:?}");
}

#[test]
fn folders_in_folders_that_come_at_once_are_followed() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    for round in ["One", "Two"] {
        let deep = |number: usize| format!("content/a/{number}/b/c/d.md");
        for number in 0..40 {
            site.write(&deep(number), page("Deep", round));
        }
        for number in [0, 20, 39] {
            serving.shows(&format!("/a/{number}/b/c/d.html"), round);
            site.write(&deep(number), page("Deep", "Edited."));
            serving.shows(&format!("/a/{number}/b/c/d.html"), "Edited.");
        }
        fs::remove_dir_all(site.root().join("content/a")).unwrap();
        serving.comes_to("/a/0/b/c/d.html", "nothing", |answer| answer.status == 404);
    }
}

#[test]
fn what_is_not_read_is_not_built() {
    let site = TestSite::minimal();
    let mut serving = Serving::of(&site);
    for path in [
        "public/index.html",
        ".briefpack/cache",
        "content/.hidden.md",
        "content/index.md~",
        "content/~$book.xlsx",
        "notes.md",
    ] {
        site.write(path, "Not read.");
    }
    assert!(
        !fs::read_to_string(site.root().join(HOME))
            .unwrap()
            .is_empty()
    );
    site.write(HOME, page("Example group", "The end."));
    serving.shows("/", "The end.");
    serving.hears("Changed:");
    let builds: Vec<_> = serving
        .said
        .iter()
        .filter(|line| line.starts_with("Changed:"))
        .collect();
    assert_eq!(builds.len(), 1, "{builds:?}");
    assert!(
        builds[0].starts_with("Changed: content/index.md. "),
        "{builds:?}"
    );
}

#[test]
fn the_theme_and_the_settings_are_followed() {
    let site = TestSite::minimal().file("themes/default/assets/style.css", "body { color: red }");
    let serving = Serving::of(&site);
    let sheet = |body: &str| -> String {
        let from = body.find("assets/style.").unwrap();
        body[from..].split('"').next().unwrap().to_string()
    };
    let before = sheet(&serving.get("/").body);
    site.write("themes/default/assets/style.css", "body { color: blue }");
    let answer = serving.comes_to("/", "another sheet", |it| sheet(&it.body) != before);
    let answer = serving.get(&format!("/{}", sheet(&answer.body)));
    assert_eq!(answer.body, "body { color: blue }");
    assert!(answer.head.contains("Content-Type: text/css"));
    site.write("briefpack.yaml", "title: Another name\n");
    serving.shows("/", "<title>Example group – Another name</title>");
    // A theme of its own where there was no folder for themes.
    fs::remove_dir_all(site.root().join("themes")).unwrap();
    serving.comes_to("/", "the built-in theme", |it| sheet(&it.body) != before);
    site.write("themes/default/assets/style.css", "body { color: red }");
    serving.comes_to("/", "its own theme", |it| sheet(&it.body) == before);
}

#[test]
fn drafts_are_shown_only_when_asked_for() {
    let site = TestSite::minimal().file(
        "content/later.md",
        "---\ntitle: Later\ndraft: true\n---\n\nNot yet.\n",
    );
    assert_eq!(Serving::of(&site).get("/later.html").status, 404);
    let serving = Serving::with(&site, &["--port", "0", "--drafts"]);
    assert!(serving.get("/later.html").body.contains("Not yet."));
}

#[test]
fn attachments_come_from_where_they_are_and_in_parts() {
    let site = TestSite::minimal()
        .file(HOME, page("Example group", "[All](files/all.pdf)"))
        .file("content/files/all.pdf", "0123456789".repeat(20_000));
    let serving = Serving::of(&site);
    let whole = serving.get("/files/all.pdf");
    assert_eq!((whole.status, whole.body.len()), (200, 200_000));
    assert!(whole.head.contains("Content-Type: application/pdf"));
    let part = serving.asks("GET", "/files/all.pdf", "Range: bytes=100003-100007\r\n");
    assert_eq!((part.status, part.body.as_str()), (206, "34567"));
    let head = serving.asks("HEAD", "/files/all.pdf", "");
    assert!(head.head.contains("Content-Length: 200000"));
    assert_eq!(head.body, "");
}

#[test]
#[cfg(unix)]
fn a_link_put_in_the_place_of_an_attachment_leads_nowhere() {
    let site = TestSite::minimal()
        .file(HOME, page("Example group", "[All](files/all.pdf)"))
        .file("content/files/all.pdf", "inside");
    let serving = Serving::of(&site);
    let secret = site.around().join("secret");
    fs::write(&secret, "secret").unwrap();
    let path = site.root().join("content/files/all.pdf");
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(&secret, &path).unwrap();
    let answer = serving.comes_to("/files/all.pdf", "a refusal", |it| {
        !it.body.contains("inside")
    });
    assert_eq!(answer.status, 404);
    assert!(!answer.body.contains("secret"), "{}", answer.body);
}

#[test]
fn an_attachment_is_as_it_is_now_while_the_site_has_errors() {
    let site = TestSite::minimal()
        .file(HOME, page("Example group", "[All](files/all.pdf)"))
        .file("content/files/all.pdf", "0123456789".repeat(2));
    let mut serving = Serving::of(&site);
    site.write(HOME, "---\ntitel: Example group\n---\n");
    serving.hears("Not built, with");
    site.write("content/files/all.pdf", "01234");
    let short = serving.get("/files/all.pdf");
    assert_eq!((short.status, short.body.as_str()), (200, "01234"));
    assert!(
        short.head.contains("Content-Length: 5\r\n"),
        "{}",
        short.head
    );
    let beyond = serving.asks("GET", "/files/all.pdf", "Range: bytes=10-12\r\n");
    assert_eq!(beyond.status, 416);
    assert!(beyond.head.contains("bytes */5"), "{}", beyond.head);
    site.write("content/files/all.pdf", "0123456789".repeat(3));
    let part = serving.asks("GET", "/files/all.pdf", "Range: bytes=25-\r\n");
    assert_eq!((part.status, part.body.as_str()), (206, "56789"));
    assert!(part.head.contains("bytes 25-29/30"), "{}", part.head);
}

#[test]
#[cfg(unix)]
fn a_site_folder_that_is_moved_away_behind_a_link_keeps_its_attachments() {
    let site = TestSite::minimal()
        .file(HOME, page("Example group", "[All](files/all.pdf)"))
        .file("content/files/all.pdf", "inside");
    let serving = Serving::of(&site);
    let aside = site.around().join("aside");
    fs::rename(site.root(), &aside).unwrap();
    std::os::unix::fs::symlink(&aside, site.root()).unwrap();
    assert_eq!(serving.get("/files/all.pdf").body, "inside");
    // A link that leads out of where the folder is now leads nowhere all the same.
    fs::write(site.around().join("secret"), "secret").unwrap();
    let path = aside.join("content/files/all.pdf");
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(site.around().join("secret"), &path).unwrap();
    let answer = serving.get("/files/all.pdf");
    assert_eq!(answer.status, 404, "{}", answer.body);
}

#[test]
#[cfg(unix)]
fn a_pipe_in_the_place_of_an_attachment_keeps_nobody_waiting() {
    let site = TestSite::minimal()
        .file(HOME, page("Example group", "[All](files/all.pdf)"))
        .file("content/files/all.pdf", "inside");
    let serving = Serving::of(&site);
    let path = site.root().join("content/files/all.pdf");
    fs::remove_file(&path).unwrap();
    make_pipe(&path);
    let answer = serving.get("/files/all.pdf");
    assert_eq!(answer.status, 404, "{}", answer.body);
    assert!(serving.get("/").body.contains("all.pdf"));
}

#[test]
fn a_busy_port_is_answered_with_the_next_free_one() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let site = TestSite::minimal();
    let serving = Serving::with(&site, &["--port", &port.to_string()]);
    assert!(serving.port > port);
    let said = serving.said.join("\n");
    assert!(said.contains(&format!("Port {port} is taken")), "{said}");
    assert!(serving.get("/").body.contains("Words."));
}

#[test]
fn no_address_reads_what_is_not_published() {
    let site = TestSite::minimal().file("content/.secret", "SECRET").file(
        "content/later.md",
        "---\ntitle: Later\ndraft: true\n---\n\nSECRET\n",
    );
    fs::write(site.around().join("secret"), "SECRET").unwrap();
    let serving = Serving::of(&site);
    let long = format!("/{}secret", "../".repeat(400));
    let longer = format!("/{}", "a/".repeat(6000));
    for target in [
        "/../secret",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/secret",
        "/%2e%2e%2fsecret",
        "/..%2fsecret",
        "/%252e%252e%252fsecret",
        "/.%2e/secret",
        "/..%5csecret",
        "/..\\secret",
        "/%00",
        "/index.html%00.css",
        "/%c0%ae%c0%ae/secret",
        "/content/index.md",
        "/content/.secret",
        "/.secret",
        "/later.html",
        "/briefpack.yaml",
        "/.briefpack/../briefpack.yaml",
        "/.briefpack/",
        "/.briefpack",
        "//etc/passwd",
        "///etc/passwd",
        "file:///etc/passwd",
        "http://localhost/../secret",
        "http://example.org/",
        "..",
        "*",
        "/?../secret",
        &long,
        &longer,
    ] {
        let answer = serving.get(target);
        let shown = &target[..target.len().min(60)];
        let is_home = target.starts_with("/?") && answer.status == 200;
        assert!(
            is_home || (400..500).contains(&answer.status),
            "{shown}: {}",
            answer.status
        );
        for word in ["SECRET", "root:", "title:"] {
            assert!(!answer.body.contains(word), "{shown} gave {word}");
        }
    }
    assert!(serving.get("/").body.contains("Words."));
}

#[test]
fn other_hosts_other_origins_and_other_methods_are_refused() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    let port = serving.port;
    let of = |host: &str| format!("GET / HTTP/1.1\r\n{host}\r\n");
    for host in [
        "",
        "Host: example.org\r\n",
        "Host: localhost\r\n",
        "Host: localhost:1\r\n",
        &format!("Host: example.org:{port}\r\n"),
        &format!("Host: localhost:{port}.example.org\r\n"),
        &format!("Host: localhost:{port}\r\nHost: example.org\r\n"),
    ] {
        let answer = serving.sends(of(host).as_bytes());
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.body.contains("Words."), "{host}");
    }
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let answer = serving.sends(of(&format!("Host: {host}:{port}\r\n")).as_bytes());
        assert_eq!(answer.status, 200, "{host}");
    }
    for more in [
        "Origin: http://example.org\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
    ] {
        for target in ["/.briefpack/events", "/.briefpack/faults"] {
            assert_eq!(
                serving.asks("GET", target, more).status,
                403,
                "{target} {more}"
            );
        }
    }
    let body = "Content-Length: 5\r\n\r\nhello";
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        assert_eq!(serving.asks(method, "/", body).status, 405, "{method}");
    }
}

#[test]
fn huge_and_slow_and_senseless_requests_keep_nobody_else_waiting() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    let host = format!("Host: localhost:{}\r\n", serving.port);
    let huge = format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "a".repeat(60_000));
    assert_eq!(serving.sends(huge.as_bytes()).status, 431);
    assert_eq!(
        serving
            .sends(b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03")
            .status,
        400
    );
    // Requests that never end, and pages that listen and never read.
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = serving.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
            stream
        })
        .collect();
    let mut listening: Vec<_> = (0..40).map(|_| serving.listens()).collect();
    assert!(serving.get("/").body.contains("Words."));
    site.write(HOME, page("Example group", "Other words."));
    serving.shows("/", "Other words.");
    for stream in &mut listening {
        let (first, _) = event(stream);
        assert_ne!(event(stream).0, first);
    }
    // Those that never end are ended.
    for mut stream in slow {
        assert_eq!(answer(&mut stream).status, 408);
    }
}

#[test]
fn too_many_requests_at_once_are_told_so_and_later_ones_answered() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    let host = format!("Host: localhost:{}", serving.port);
    let small = format!("GET / HTTP/1.1\r\n{host}\r\n\r\n");
    // More than is read of a request while it is refused.
    let large = format!(
        "GET / HTTP/1.1\r\n{host}\r\nX: {}\r\n\r\n",
        "a".repeat(30_000)
    );
    let mut open: Vec<TcpStream> = Vec::new();
    let end = Instant::now() + LIMIT;
    for (request, else_is) in [(&small, 200), (&large, 431)].repeat(3) {
        loop {
            // Those that ask nothing are ended after a while, so that there have to be new ones.
            open.extend((0..80).map(|_| serving.connect()));
            let answer = serving.sends(request.as_bytes());
            if answer.status == 503 {
                assert_eq!(answer.body, "Too many requests at once.\n");
                break;
            }
            // A request whose turn comes before that of the others has its answer, and none is lost.
            assert_eq!(answer.status, else_is);
            assert!(Instant::now() < end, "there never were too many");
        }
    }
    drop(open);
    serving.comes_to("/", "an answer", |answer| answer.status == 200);
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_at_once_and_well() {
    let site = TestSite::minimal();
    let serving = Serving::of(&site);
    let _stream = serving.listens();
    let _open = serving.connect();
    assert_eq!(serving.ends(), Some(0));
    assert_eq!(files(site.root()).len(), 2);
}

#[test]
fn a_folder_without_a_site_is_refused() {
    let site = TestSite::empty();
    site.run(["serve", "--port", "0"])
        .exits(2)
        .says("is not a site");
    site.run(["serve", "none", "--port", "0"]).exits(2);
    site.run(["serve", "--port", "70000"]).exits(2);
}
