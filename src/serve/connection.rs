//! Sockets: taking connections, reading the head of a request within bounds, sending the answer.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use super::Shown;
use super::events::Notice;
use super::http::{self, Answer, Body, Head, LARGEST_HEAD};

/// How many requests are answered at once. Streams of events are not among them.
const MOST: usize = 64;
/// How long a request may take to arrive.
const ARRIVES: Duration = Duration::from_secs(5);
/// How long the other end may take nothing of an answer.
const TAKES: Duration = Duration::from_secs(10);
/// How long the other end may take to go away once it is answered.
const LEAVES: Duration = Duration::from_millis(500);
/// How much of an attachment is in memory at once.
const PIECE: usize = 64 * 1024;

/// What every connection needs.
pub(super) struct Desk {
    /// The port that requests have to name.
    pub(super) port: u16,
    /// The site folder, out of which nothing is sent.
    pub(super) root: PathBuf,
    pub(super) shown: Arc<Shown>,
    pub(super) notices: Sender<Notice>,
    /// How many requests are being answered.
    pub(super) busy: AtomicUsize,
}

/// One of the requests that are being answered.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(busy: &'a AtomicUsize) -> Option<Place<'a>> {
        let place = Place(busy);
        let before = busy.fetch_add(1, Ordering::SeqCst);
        (before < MOST).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers what comes to a port, each request in a thread of its own.
pub(super) fn attend(listener: &TcpListener, desk: &Arc<Desk>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // The system has no room for another connection just now.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let desk = Arc::clone(desk);
        let thread = thread::Builder::new().name("request".to_string());
        // Without a thread to be had, the connection is closed.
        drop(thread.spawn(move || converse(stream, &desk)));
    }
}

fn converse(mut stream: TcpStream, desk: &Desk) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_write_timeout(Some(TAKES));
    let Some(_place) = Place::take(&desk.busy) else {
        let answer = Answer::plain(503, "Too many requests at once.\n");
        if send(&mut stream, &answer, &desk.root).is_ok() {
            end(&mut stream);
        }
        return;
    };
    let answer = match read_head(&mut stream) {
        Some(Head::Whole(request)) => http::answer(&request, desk.port, &desk.shown.now()),
        Some(Head::Refused(answer)) => answer,
        // The other end has gone away.
        Some(Head::Partial) => return,
        None => Answer::plain(408, "The request took too long to arrive.\n"),
    };
    if matches!(answer.body, Body::Events) && !answer.is_head {
        if stream.write_all(answer.head().as_bytes()).is_ok() {
            let _ = desk.notices.send(Notice::Listens(stream));
        }
        return;
    }
    if send(&mut stream, &answer, &desk.root).is_ok() {
        end(&mut stream);
    }
}

/// Reads until the head of a request is there. None when that takes too long.
fn read_head(stream: &mut TcpStream) -> Option<Head> {
    let end = Instant::now() + ARRIVES;
    let mut bytes = vec![0; LARGEST_HEAD];
    let mut length = 0;
    loop {
        let left = end.checked_duration_since(Instant::now())?;
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return None;
        }
        match stream.read(&mut bytes[length..]) {
            Ok(0) => return Some(Head::Partial),
            Ok(read) => length += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return None,
        }
        match http::head(&bytes[..length]) {
            Head::Partial => {}
            head => return Some(head),
        }
    }
}

fn send(stream: &mut TcpStream, answer: &Answer, root: &Path) -> std::io::Result<()> {
    match &answer.body {
        Body::Bytes(bytes, part) => {
            stream.write_all(answer.head().as_bytes())?;
            if !answer.is_head {
                // Both ends lie within the bytes, of which there are fewer than fit into memory.
                stream.write_all(&bytes[part.start as usize..part.end as usize])?;
            }
            Ok(())
        }
        Body::File(origin, range) => {
            // The file may be another by now than it was when the site was built.
            let now = match opened(origin, root) {
                Ok((file, size)) => answer.of_size(size, range.as_deref(), file),
                Err(_) => answer.instead(404, "The file is not there any more.\n"),
            };
            send(stream, &now, root)
        }
        Body::Opened(file, part) => {
            stream.write_all(answer.head().as_bytes())?;
            match answer.is_head {
                true => Ok(()),
                false => send_file(stream, file, part),
            }
        }
        Body::Events => stream.write_all(answer.head().as_bytes()),
    }
}

/// Opens an attachment; gives its size too. A link may have been put in its place since it was found, which
/// must not lead out of the site folder, or a pipe, for which nobody waits.
fn opened(origin: &Path, root: &Path) -> std::io::Result<(File, u64)> {
    // The site folder itself may have been moved away, with a link left in its place.
    let (real, root) = (origin.canonicalize()?, root.canonicalize()?);
    if !real.starts_with(root) {
        return Err(std::io::ErrorKind::NotFound.into());
    }
    let mut how = OpenOptions::new();
    how.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        how.custom_flags(flags.bits().cast_signed());
    }
    let file = how.open(real)?;
    let data = file.metadata()?;
    match data.is_file() {
        true => Ok((file, data.len())),
        false => Err(std::io::ErrorKind::NotFound.into()),
    }
}

fn send_file(stream: &mut TcpStream, mut file: &File, part: &Range<u64>) -> std::io::Result<()> {
    file.seek(SeekFrom::Start(part.start))?;
    let mut file = file.take(part.end - part.start);
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(()),
            read => stream.write_all(&piece[..read])?,
        }
    }
}

/// Ends a connection so that the answer arrives although there may be more of the request: a system
/// that closes with bytes unread takes back what the other end has not read yet.
fn end(stream: &mut TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let end = Instant::now() + LEAVES;
    let mut rest = [0; 4096];
    for _ in 0..16 {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_read_timeout(Some(left)).is_err() {
            return;
        }
        match stream.read(&mut rest) {
            Ok(read) if read > 0 => {}
            _ => return,
        }
    }
}
