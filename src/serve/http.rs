//! Requests and answers, without sockets or files: from the head of a request and what is shown at
//! present to an answer.
//!
//! A page is looked up in the site in memory, by its address after one decoding. No path of the
//! machine is ever made from an address.

use std::fs::File;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::Showing;
use super::refresh;
use crate::archive::media;
use crate::output::{Artifact, Output};
use crate::source::SitePath;

/// The largest head of a request.
pub(super) const LARGEST_HEAD: usize = 16 * 1024;
/// The longest address.
const LONGEST_TARGET: usize = 4 * 1024;
/// How many lines the head of a request may have.
const MOST_HEADERS: usize = 64;

/// What is asked for.
#[derive(Debug, Default, Clone)]
pub(super) struct Request {
    method: String,
    target: String,
    hosts: Vec<String>,
    origin: Option<String>,
    fetch_site: Option<String>,
    range: Option<String>,
}

/// What was read of a request so far.
#[derive(Debug)]
pub(super) enum Head {
    /// All of it.
    Whole(Request),
    /// It goes on.
    Partial,
    /// It cannot be one, or is larger than it may be.
    Refused(Answer),
}

/// An answer, whose body is still where it is.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    media: &'static str,
    /// Headers that only some answers have.
    more: Vec<(&'static str, String)>,
    pub(super) body: Body,
    /// Whether the head is all that is sent.
    pub(super) is_head: bool,
}

/// What an answer holds.
#[derive(Debug)]
pub(super) enum Body {
    /// Bytes in memory.
    Bytes(Arc<Vec<u8>>, Range<u64>),
    /// A file of the site, and the part of it that is asked for.
    File(PathBuf, Option<String>),
    /// A part of a file that is open.
    Opened(File, Range<u64>),
    /// The stream of events, which does not end.
    Events,
}

/// Reads the head of a request.
pub(super) fn head(bytes: &[u8]) -> Head {
    let refused = |status, sentence| {
        let mut answer = Answer::plain(status, sentence);
        answer.is_head = bytes.starts_with(b"HEAD ");
        Head::Refused(answer)
    };
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => Head::Whole(request(&parsed)),
        Ok(httparse::Status::Partial) if bytes.len() < LARGEST_HEAD => Head::Partial,
        Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
            refused(431, "The head of the request is too large.\n")
        }
        Err(_) => refused(400, "This is no request that can be read.\n"),
    }
}

fn request(parsed: &httparse::Request<'_, '_>) -> Request {
    let values = |name: &str| -> Vec<String> {
        let named = parsed.headers.iter();
        let named = named.filter(|header| header.name.eq_ignore_ascii_case(name));
        named
            .map(|header| String::from_utf8_lossy(header.value).trim().to_string())
            .collect()
    };
    let value = |name: &str| values(name).into_iter().next();
    Request {
        method: parsed.method.unwrap_or_default().to_string(),
        target: parsed.path.unwrap_or_default().to_string(),
        hosts: values("host"),
        origin: value("origin"),
        fetch_site: value("sec-fetch-site"),
        range: value("range"),
    }
}

/// Answers a request that came to a port.
pub(super) fn answer(request: &Request, port: u16, showing: &Showing) -> Answer {
    let whole = in_whole(request, port);
    let is_ours = match whole {
        // Where the address is written in whole, it says which host is meant, whatever the one header does.
        Some(_) => request.hosts.len() == 1,
        None => is_ours(&request.hosts, port),
    };
    let target = whole.as_deref().unwrap_or(&request.target);
    let mut answer = match request.method.as_str() {
        _ if !is_ours => Answer::plain(
            403,
            "This preview answers only to localhost and its own port.\n",
        ),
        "GET" | "HEAD" => found(request, target, port, showing),
        _ => {
            let mut answer = Answer::plain(405, "Pages can only be read here.\n");
            answer.more.push(("Allow", "GET, HEAD".to_string()));
            answer
        }
    };
    answer.is_head = request.method == "HEAD";
    answer
}

/// What is asked for of this host, where the request names it with the host: `http://localhost:4000/a`.
fn in_whole(request: &Request, port: u16) -> Option<String> {
    const SCHEME: &str = "http://";
    let scheme = request.target.get(..SCHEME.len())?;
    let rest = request.target.get(SCHEME.len()..)?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    if !scheme.eq_ignore_ascii_case(SCHEME) || !is_ours(&[host.to_string()], port) {
        return None;
    }
    Some(match rest.starts_with('/') {
        true => rest.to_string(),
        false => format!("/{rest}"),
    })
}

/// Whether a request names one host, which is this one. Else any site could have its name point
/// here and read what is served.
fn is_ours(hosts: &[String], port: u16) -> bool {
    match hosts {
        [host] => names(port).any(|name| host.eq_ignore_ascii_case(&name)),
        _ => false,
    }
}

/// What this host is called, with the port; without it too, where the port is that of the scheme.
fn names(port: u16) -> impl Iterator<Item = String> {
    let names = ["localhost", "127.0.0.1", "[::1]"];
    let with = names.map(|name| format!("{name}:{port}"));
    let without = names.map(str::to_string);
    let without = without.into_iter().filter(move |_| port == 80);
    with.into_iter().chain(without)
}

/// Whether a request was made by a page of another site.
fn is_foreign(request: &Request, port: u16) -> bool {
    let origin = request.origin.as_deref();
    let foreign_origin = origin.is_some_and(|origin| {
        !names(port).any(|name| origin.eq_ignore_ascii_case(&format!("http://{name}")))
    });
    let site = request.fetch_site.as_deref();
    foreign_origin || site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

fn found(request: &Request, target: &str, port: u16, showing: &Showing) -> Answer {
    if request.target.len() > LONGEST_TARGET {
        return Answer::plain(414, "The address is too long.\n");
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let Some(path) = decoded(path) else {
        return Answer::plain(400, "This is no address of a page.\n");
    };
    if let Some(name) = path.strip_prefix(refresh::FOLDER) {
        return match is_foreign(request, port) {
            true => Answer::plain(403, "Only pages of this preview may ask for this.\n"),
            false => own(name, showing),
        };
    }
    let Some(site) = &showing.site else {
        return first_page(showing);
    };
    page(
        &path,
        query,
        request.range.as_deref(),
        site,
        &showing.version,
    )
}

/// The path of an address, decoded once; none where it is no path, or holds what no path of a site
/// can.
fn decoded(path: &str) -> Option<String> {
    let path = path.strip_prefix('/')?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    let path = String::from_utf8(bytes).ok()?;
    let is_odd = |letter: char| letter.is_control() || letter == '\\';
    (!path.contains(is_odd)).then_some(path)
}

/// What stands at an address of our own.
fn own(name: &str, showing: &Showing) -> Answer {
    match name {
        refresh::EVENTS => Answer {
            body: Body::Events,
            ..Answer::of(200, "text/event-stream; charset=utf-8", Vec::new())
        },
        refresh::SCRIPT => Answer::of(200, media::of("x.js"), refresh::SCRIPT_TEXT.as_bytes()),
        refresh::STYLE => Answer::of(200, media::of("x.css"), refresh::STYLE_TEXT.as_bytes()),
        refresh::FAULTS => {
            let text = showing.trouble.as_ref();
            let text = text.map_or("", |trouble| trouble.text.as_str());
            Answer::of(200, media::of("x.txt"), text.as_bytes())
        }
        _ => Answer::plain(404, "There is nothing at this address.\n"),
    }
}

/// The page that is shown while there is no site yet.
fn first_page(showing: &Showing) -> Answer {
    let Some(trouble) = &showing.trouble else {
        return Answer::plain(503, "The site is not built yet.\n");
    };
    let mut answer = Answer::of(503, media::of("x.html"), refresh::first_page(trouble));
    let policy = ("Content-Security-Policy", refresh::FIRST_POLICY.to_string());
    answer.more.push(policy);
    answer
}

/// What stands at an address of the site.
fn page(
    path: &str,
    query: Option<&str>,
    range: Option<&str>,
    site: &Output,
    version: &str,
) -> Answer {
    let folder = path.strip_suffix('/').unwrap_or(path);
    // `SitePath` takes only what is in the right form.
    let is_path = path.is_empty()
        || folder
            .split('/')
            .all(|part| !matches!(part, "" | "." | ".."));
    if !is_path {
        return lost(site, version);
    }
    let folder = SitePath::new(folder);
    let index = folder.join("index.html").and_then(|index| {
        let artifact = site.get(&index)?;
        Some((index, artifact))
    });
    if path.is_empty() || path.ends_with('/') {
        return match index {
            Some((index, artifact)) => stands(&index, artifact, range, version),
            None => lost(site, version),
        };
    }
    match (site.get(&folder), index) {
        (Some(artifact), _) => stands(&folder, artifact, range, version),
        (None, Some(_)) => {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            let mut answer = Answer::plain(307, "The page is at the address with a slash.\n");
            let there = format!("/{}/{query}", encoded(folder.as_str()));
            answer.more.push(("Location", there));
            answer
        }
        (None, None) => lost(site, version),
    }
}

/// The site's own page for addresses that lead nowhere.
fn lost(site: &Output, version: &str) -> Answer {
    let path = SitePath::new("404.html");
    match site.get(&path) {
        Some(artifact) => Answer {
            status: 404,
            ..stands(&path, artifact, None, version)
        },
        None => Answer::plain(404, "There is nothing at this address.\n"),
    }
}

/// A file of the site. Pages get the script that keeps them up to date.
fn stands(path: &SitePath, artifact: &Artifact, range: Option<&str>, version: &str) -> Answer {
    let media = media::of(path.as_str());
    match artifact {
        Artifact::Bytes(page) if media.starts_with("text/html") => {
            let page = String::from_utf8_lossy(page);
            Answer::of(200, media, refresh::kept_fresh(&page, version).into_bytes())
        }
        Artifact::Bytes(bytes) => {
            let all = 0..bytes.len() as u64;
            Answer::part(media, range, all, |part| Body::Bytes(bytes.clone(), part))
        }
        // Its size is that which it has when it is sent.
        Artifact::Copy { origin, .. } => Answer {
            body: Body::File(origin.clone(), range.map(str::to_string)),
            ..Answer::of(200, media, Vec::new())
        },
    }
}

/// A path as it stands in an address.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The one range that is asked for, of so many bytes: `bytes=0-99`, `bytes=100-`, `bytes=-50`.
/// None where all is to be sent; an error where there are no such bytes.
fn asked(range: &str, size: u64) -> Option<Result<Range<u64>, ()>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| -> Option<u64> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let part = match (number(first), number(last)) {
        (Some(first), Some(last)) if first > last => return None,
        (Some(first), Some(last)) => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.is_empty() => first..size,
        (None, Some(last)) if first.is_empty() => size.saturating_sub(last)..size,
        _ => return None,
    };
    Some(if part.start < part.end {
        Ok(part)
    } else {
        Err(())
    })
}

impl Answer {
    fn of(status: u16, media: &'static str, bytes: impl Into<Vec<u8>>) -> Answer {
        let bytes: Vec<u8> = bytes.into();
        let all = 0..bytes.len() as u64;
        Answer {
            status,
            media,
            more: Vec::new(),
            body: Body::Bytes(Arc::new(bytes), all),
            is_head: false,
        }
    }

    /// A plain sentence.
    pub(super) fn plain(status: u16, sentence: &str) -> Answer {
        Answer::of(status, media::of("x.txt"), sentence.as_bytes())
    }

    /// The same of a file that is open now and of this size.
    pub(super) fn of_size(&self, size: u64, range: Option<&str>, file: File) -> Answer {
        let body = |part| Body::Opened(file, part);
        let mut answer = Answer::part(self.media, range, 0..size, body);
        // A page about addresses that lead nowhere is still that.
        if self.status != 200 {
            answer.status = self.status;
        }
        answer.is_head = self.is_head;
        answer
    }

    /// A plain sentence to the same request.
    pub(super) fn instead(&self, status: u16, sentence: &str) -> Answer {
        Answer {
            is_head: self.is_head,
            ..Answer::plain(status, sentence)
        }
    }

    /// The part of a body that is asked for.
    fn part(
        media: &'static str,
        range: Option<&str>,
        all: Range<u64>,
        body: impl FnOnce(Range<u64>) -> Body,
    ) -> Answer {
        let size = all.end;
        let whole = |part| Answer {
            body: body(part),
            more: vec![("Accept-Ranges", "bytes".to_string())],
            ..Answer::of(200, media, Vec::new())
        };
        match range.and_then(|range| asked(range, size)) {
            None => whole(all),
            Some(Ok(part)) => {
                let said = format!("bytes {}-{}/{size}", part.start, part.end - 1);
                let mut answer = whole(part);
                answer.status = 206;
                answer.more.push(("Content-Range", said));
                answer
            }
            Some(Err(())) => {
                let mut answer = Answer::plain(416, "There are no such bytes.\n");
                answer
                    .more
                    .push(("Content-Range", format!("bytes */{size}")));
                answer
            }
        }
    }

    /// The head of the answer, as it is sent.
    pub(super) fn head(&self) -> String {
        let mut head = format!(
            "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nCache-Control: no-store\r\n\
             X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             Connection: close\r\n",
            self.status,
            reason(self.status),
            self.media
        );
        match &self.body {
            Body::Bytes(_, part) | Body::Opened(_, part) => {
                head.push_str(&format!("Content-Length: {}\r\n", part.end - part.start));
            }
            Body::File(..) | Body::Events => {}
        }
        for (name, value) in &self.more {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        head
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        414 => "URI Too Long",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        _ => "Service Unavailable",
    }
}

#[cfg(test)]
#[path = "http_tests.rs"]
mod tests;
