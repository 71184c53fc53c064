//! The stream of events: one thread tells all open pages what is shown now.
//!
//! An event is a few bytes and names versions only, so that it always fits into what the system
//! keeps for a connection: nobody waits for a page that does not read.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::Showing;

/// How many pages can listen at once.
const MOST: usize = 256;
/// How often pages are asked whether they are still there.
const STILL_THERE: Duration = Duration::from_secs(10);

/// What the thread is told.
pub(super) enum Notice {
    /// A page listens from now on; the head of the answer has been sent.
    Listens(TcpStream),
    /// Something else is shown now.
    Shows(Arc<Showing>),
}

/// Tells pages what is shown, until nobody sends notices any more.
pub(super) fn tell(notices: &Receiver<Notice>, mut showing: Arc<Showing>) {
    let mut pages: Vec<TcpStream> = Vec::new();
    loop {
        match notices.recv_timeout(STILL_THERE) {
            Ok(Notice::Listens(page)) => {
                // A page that has gone away makes room before one that is there has to wait.
                pages.retain(is_there);
                let is_told = page.set_nonblocking(true).is_ok() && send(&page, &event(&showing));
                if is_told && pages.len() < MOST {
                    pages.push(page);
                }
            }
            Ok(Notice::Shows(now)) => {
                showing = now;
                let event = event(&showing);
                pages.retain(|page| send(page, &event));
            }
            Err(RecvTimeoutError::Timeout) => pages.retain(|page| send(page, ":\n\n")),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The versions of the site and of what is wrong with it.
fn event(showing: &Showing) -> String {
    let trouble = showing.trouble.as_ref().map_or(0, |trouble| trouble.number);
    format!("retry: 500\ndata: {} {trouble}\n\n", showing.version)
}

fn send(mut page: &TcpStream, text: &str) -> bool {
    let is_sent = page.write_all(text.as_bytes()).is_ok();
    if !is_sent {
        let _ = page.shutdown(Shutdown::Both);
    }
    is_sent
}

/// Whether the other end is still open. Pages send nothing after their request.
fn is_there(mut page: &TcpStream) -> bool {
    let mut byte = [0];
    match page.read(&mut byte) {
        Ok(read) => read > 0,
        Err(error) => error.kind() == std::io::ErrorKind::WouldBlock,
    }
}
