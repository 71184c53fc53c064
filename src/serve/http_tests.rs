//! From the bytes of a request to the head and body of its answer.

use super::*;
use crate::serve::Trouble;

fn showing() -> Showing {
    let mut site = Output::default();
    let page = "<!doctype html>\n<html>\n<head>\n<title>Home</title></head>";
    let mut put = |path: &str, text: &str| site.put(SitePath::new(path), Artifact::text(text));
    put("index.html", page);
    put("404.html", "<head><title>Lost</title></head>");
    put(
        "sessions/skills/index.html",
        "<head><title>Skills</title></head>",
    );
    put("data/gcse.csv", "a,b\n1,2\n");
    put("notes/ŵ x.txt", "Welsh");
    let origin = PathBuf::from("/site/content/talk.mp4");
    site.put(
        SitePath::new("files/talk.mp4"),
        Artifact::Copy { origin, size: 1000 },
    );
    Showing {
        version: "1-1".to_string(),
        site: Some(Arc::new(site)),
        trouble: None,
    }
}

fn asked_with(method: &str, target: &str, headers: &str) -> Answer {
    let sent = format!("{method} {target} HTTP/1.1\r\n{headers}\r\n");
    match head(sent.as_bytes()) {
        Head::Whole(request) => answer(&request, 4000, &showing()),
        Head::Refused(answer) => answer,
        Head::Partial => panic!("the request is whole: {sent}"),
    }
}

fn asked_for(target: &str) -> Answer {
    asked_with("GET", target, "Host: localhost:4000\r\n")
}

fn text(answer: &Answer) -> String {
    match &answer.body {
        Body::Bytes(bytes, part) => {
            let part = &bytes[part.start as usize..part.end as usize];
            String::from_utf8_lossy(part).into_owned()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_is_answered_with_the_script_in_it() {
    let answer = asked_for("/");
    assert_eq!(answer.status, 200);
    assert!(text(&answer).contains("<title>Home</title>"));
    assert!(text(&answer).contains("/.briefpack/refresh.js\" data-version=\"1-1\""));
    let head = answer.head();
    for line in [
        "HTTP/1.1 200 OK\r\n",
        "Content-Type: text/html; charset=utf-8\r\n",
        "Cache-Control: no-store\r\n",
        "X-Content-Type-Options: nosniff\r\n",
        "Cross-Origin-Resource-Policy: same-origin\r\n",
    ] {
        assert!(head.contains(line), "{line:?} is not in {head}");
    }
    assert!(head.contains(&format!("Content-Length: {}\r\n", text(&answer).len())));
    assert!(head.ends_with("\r\n\r\n"));
}

#[test]
fn other_files_are_answered_as_they_are() {
    let answer = asked_for("/data/gcse.csv");
    assert_eq!(text(&answer), "a,b\n1,2\n");
    assert!(
        answer
            .head()
            .contains("Content-Type: text/csv; charset=utf-8\r\n")
    );
    assert_eq!(text(&asked_for("/notes/%C5%B5%20x.txt?from=a")), "Welsh");
}

#[test]
fn the_address_of_a_folder_is_that_of_its_page() {
    assert!(text(&asked_for("/sessions/skills/")).contains("Skills"));
    let answer = asked_for("/sessions/skills?x=1");
    assert_eq!(answer.status, 307);
    assert!(
        answer
            .head()
            .contains("Location: /sessions/skills/?x=1\r\n")
    );
}

#[test]
fn an_address_that_leads_nowhere_shows_the_sites_own_page() {
    for target in [
        "/none.html",
        "/sessions/",
        "/sessions",
        "/index.html/",
        "//",
        "//example.org/x",
        "/data//gcse.csv",
    ] {
        let answer = asked_for(target);
        assert_eq!(answer.status, 404, "{target}");
        assert!(text(&answer).contains("Lost"), "{target}");
    }
}

#[test]
fn no_address_leads_out_of_the_site() {
    for target in [
        "/../briefpack.yaml",
        "/..",
        "/./index.html",
        "/sessions/../index.html",
        "/%2e%2e/briefpack.yaml",
        "/%2E%2E%2Fbriefpack.yaml",
        "/..%2f..%2fetc%2fpasswd",
        "/%252e%252e/briefpack.yaml",
        "/%252e%252e%252fetc%252fpasswd",
        "/data/..%2F..%2Fbriefpack.yaml",
        "/content/index.md",
        "/etc/passwd",
        "//etc/passwd",
    ] {
        assert_eq!(asked_for(target).status, 404, "{target}");
    }
    for target in [
        "/..\\briefpack.yaml",
        "/..%5cbriefpack.yaml",
        "/index.html%00.txt",
        "/%0d%0aSet-Cookie:x",
        "/%",
        "/%2",
        "/%zz",
        "/%ff",
        "index.html",
        "*",
        "http://example.org/index.html",
        "file:///etc/passwd",
    ] {
        assert_eq!(asked_for(target).status, 400, "{target}");
    }
}

#[test]
fn only_this_host_with_its_port_is_answered() {
    for host in [
        "localhost:4000",
        "LOCALHOST:4000",
        "127.0.0.1:4000",
        "[::1]:4000",
    ] {
        let answer = asked_with("GET", "/", &format!("Host: {host}\r\n"));
        assert_eq!(answer.status, 200, "{host}");
    }
    for headers in [
        "",
        "Host:\r\n",
        "Host: example.org\r\n",
        "Host: example.org:4000\r\n",
        "Host: localhost\r\n",
        "Host: localhost:80\r\n",
        "Host: localhost:4001\r\n",
        "Host: localhost.:4000\r\n",
        "Host: localhost:4000.example.org\r\n",
        "Host: localhost:4000@example.org\r\n",
        "Host: a.localhost:4000\r\n",
        "Host: 127.0.0.2:4000\r\n",
        "Host: 0.0.0.0:4000\r\n",
        "Host: 2130706433:4000\r\n",
        "Host: ::1:4000\r\n",
        "Host: localhost:4000\r\nHost: example.org\r\n",
        "Host: localhost:4000, example.org\r\n",
    ] {
        let answer = asked_with("GET", "/", headers);
        assert_eq!(answer.status, 403, "{headers}");
        assert_eq!(text(&answer).lines().count(), 1);
    }
}

#[test]
fn an_address_in_whole_is_answered_where_it_names_this_host() {
    for (target, host) in [
        ("http://localhost:4000/", "localhost:4000"),
        ("HTTP://LocalHost:4000", "localhost:4000"),
        ("http://127.0.0.1:4000?x=1", "localhost:4000"),
        // What the address says counts, and not what the header does.
        ("http://[::1]:4000/index.html", "example.org"),
    ] {
        let answer = asked_with("GET", target, &format!("Host: {host}\r\n"));
        assert_eq!(answer.status, 200, "{target}");
        assert!(text(&answer).contains("Home"), "{target}");
    }
    for target in [
        "http://localhost/",
        "http://localhost:4001/",
        "http://localhost:4000.example.org/",
        "http://localhost:4000@example.org/",
        "http://example.org@localhost:4000/",
        "http://example.org/localhost:4000/",
        "http://localhost:4000#/",
        "http:///",
        "https://localhost:4000/",
        "//localhost:4000/",
    ] {
        let answer = asked_for(target);
        assert!(matches!(answer.status, 400 | 404), "{target}");
        let answer = asked_with("GET", target, "Host: example.org\r\n");
        assert_eq!(answer.status, 403, "{target}");
    }
    // One header that names the host there has to be all the same.
    for headers in ["", "Host: localhost:4000\r\nHost: localhost:4000\r\n"] {
        let answer = asked_with("GET", "http://localhost:4000/", headers);
        assert_eq!(answer.status, 403, "{headers}");
    }
    let foreign = "Host: localhost:4000\r\nOrigin: http://example.org\r\n";
    let answer = asked_with("GET", "http://localhost:4000/.briefpack/events", foreign);
    assert_eq!(answer.status, 403);
    let target = "http://localhost:4000/../briefpack.yaml";
    assert_eq!(asked_for(target).status, 404);
}

#[test]
fn a_refusal_of_what_asks_for_the_head_is_the_head_alone() {
    for headers in ["Host: example.org\r\n".to_string(), "X: y\r\n".repeat(100)] {
        let answer = asked_with("HEAD", "/", &headers);
        assert!(matches!(answer.status, 403 | 431));
        assert!(answer.is_head, "{}", answer.status);
    }
}

#[test]
fn a_host_without_a_port_is_this_one_at_the_port_of_the_scheme() {
    assert!(is_ours(&["localhost".to_string()], 80));
    assert!(!is_ours(&["localhost".to_string()], 8080));
}

#[test]
fn pages_of_other_sites_do_not_hear_what_happens() {
    let stream = |more: &str| {
        let headers = format!("Host: localhost:4000\r\n{more}");
        asked_with("GET", "/.briefpack/events", &headers)
    };
    for more in [
        "",
        "Sec-Fetch-Site: same-origin\r\n",
        "Sec-Fetch-Site: none\r\n",
        "Origin: http://localhost:4000\r\nSec-Fetch-Site: same-origin\r\n",
        "Origin: http://[::1]:4000\r\n",
    ] {
        let answer = stream(more);
        assert!(matches!(answer.body, Body::Events), "{more}");
        assert!(answer.head().contains("Content-Type: text/event-stream"));
        assert!(!answer.head().contains("Content-Length"));
    }
    for more in [
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: http://example.org\r\n",
        "Origin: https://localhost:4000\r\n",
        "Origin: http://localhost:4001\r\n",
        "Origin: null\r\n",
    ] {
        assert_eq!(stream(more).status, 403, "{more}");
    }
}

#[test]
fn pages_can_only_be_read() {
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "get",
    ] {
        let answer = asked_with(method, "/", "Host: localhost:4000\r\n");
        assert_eq!(answer.status, 405, "{method}");
        assert!(answer.head().contains("Allow: GET, HEAD\r\n"));
    }
    let answer = asked_with("HEAD", "/data/gcse.csv", "Host: localhost:4000\r\n");
    assert!(answer.is_head);
    assert!(answer.head().contains("Content-Length: 8\r\n"));
}

#[test]
fn a_part_of_a_film_can_be_asked_for() {
    let part = |range: &str| {
        let headers = format!("Host: localhost:4000\r\nRange: {range}\r\n");
        let answer = asked_with("GET", "/files/talk.mp4", &headers);
        let Body::File(_, range) = &answer.body else {
            panic!("{:?}", answer.body);
        };
        let file = tempfile::tempfile().unwrap();
        let answer = answer.of_size(1000, range.as_deref(), file);
        let range = match &answer.body {
            Body::Opened(_, range) => Some(range.clone()),
            _ => None,
        };
        (answer.status, range, answer.head())
    };
    let (status, range, head) = part("bytes=10-19");
    assert_eq!((status, range), (206, Some(10..20)));
    assert!(head.contains("Content-Length: 10\r\n"), "{head}");
    assert!(
        head.contains("Content-Range: bytes 10-19/1000\r\n"),
        "{head}"
    );
    assert_eq!(part("bytes=990-").1, Some(990..1000));
    assert_eq!(part("bytes=-10").1, Some(990..1000));
    assert_eq!(part("bytes=-5000").1, Some(0..1000));
    assert_eq!(part("bytes=0-99999999999999999999").1, Some(0..1000));
    let (status, _, head) = part("bytes=1000-");
    assert_eq!(status, 416);
    assert!(head.contains("Content-Range: bytes */1000\r\n"));
    assert_eq!(part("bytes=-0").0, 416);
    // What is no range, or several, is answered with everything.
    for odd in [
        "bytes=5-2",
        "bytes=a-b",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=-",
        "bytes",
    ] {
        let (status, range, _) = part(odd);
        assert_eq!((status, range), (200, Some(0..1000)), "{odd}");
    }
}

#[test]
fn a_request_that_is_too_large_or_none_is_refused() {
    let long = format!("/{}", "a".repeat(5000));
    assert_eq!(asked_for(&long).status, 414);
    let many: String = (0..100).map(|at| format!("X-{at}: y\r\n")).collect();
    assert_eq!(asked_with("GET", "/", &many).status, 431);
    let endless = format!("GET / HTTP/1.1\r\nX: {}", "a".repeat(LARGEST_HEAD));
    assert!(matches!(head(endless.as_bytes()), Head::Refused(answer) if answer.status == 431));
    assert!(matches!(head(b"GET / HT"), Head::Partial));
    for odd in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
    ] {
        assert!(
            matches!(head(odd), Head::Refused(answer) if answer.status == 400),
            "{odd:?}"
        );
    }
}

#[test]
fn without_a_site_every_address_shows_what_is_wrong() {
    let showing = Showing {
        version: "0".to_string(),
        site: None,
        trouble: Some(Trouble {
            number: 1,
            text: "error: <b>\n".to_string(),
        }),
    };
    let ask = |target: &str| {
        let sent = format!("GET {target} HTTP/1.1\r\nHost: localhost:4000\r\n\r\n");
        match head(sent.as_bytes()) {
            Head::Whole(request) => answer(&request, 4000, &showing),
            other => panic!("{other:?}"),
        }
    };
    for target in ["/", "/sessions/skills/"] {
        let answer = ask(target);
        assert_eq!(answer.status, 503);
        assert!(text(&answer).contains("error: &lt;b&gt;"));
        assert!(
            answer
                .head()
                .contains("Content-Security-Policy: default-src 'none'")
        );
    }
    assert_eq!(text(&ask("/.briefpack/faults")), "error: <b>\n");
    assert_eq!(ask("/.briefpack/refresh.css").status, 200);
    assert_eq!(ask("/.briefpack/other").status, 404);
}
