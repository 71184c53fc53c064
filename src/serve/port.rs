//! The ports of this machine's own loopback. Nothing else is ever listened to.

#![expect(
    clippy::disallowed_methods,
    reason = "this is what listens, and only on the loopback"
)]

use std::io::ErrorKind;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::path::Path;

use crate::error::Fault;

/// How many ports are tried.
const TRIES: u16 = 20;

/// Listens to a port, or to the next one that is free, under both of the loopback's addresses where
/// there are two. The port 0 stands for any.
///
/// # Errors
/// When none of them is free, or the system allows none.
pub(super) fn listen(asked: u16) -> Result<(u16, Vec<TcpListener>), Fault> {
    for step in 0..TRIES {
        let port = match asked {
            0 => 0,
            asked => match asked.checked_add(step) {
                Some(port) => port,
                None => break,
            },
        };
        match both(port) {
            Ok(listening) => return Ok(listening),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(refused(port, error)),
        }
    }
    Err(Fault::Usage(format!(
        "the port {asked} and those after it are taken by other programs\nhelp: name another with \
         `--port`"
    )))
}

fn refused(port: u16, error: std::io::Error) -> Fault {
    let address = format!("http://localhost:{port}/");
    Fault::io("listen at", Path::new(&address), error)
}

fn both(port: u16) -> std::io::Result<(u16, Vec<TcpListener>)> {
    let four = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = four.local_addr()?.port();
    match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
        Ok(six) => Ok((port, vec![four, six])),
        // Another program would answer to the same name.
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        // A machine may know one kind of address only.
        Err(_) => Ok((port, vec![four])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_is_answered_with_the_next_free_one() {
        let (first, _kept) = listen(0).unwrap();
        let (second, _kept_too) = listen(first).unwrap();
        assert!(
            second > first && second < first + TRIES,
            "{first}, {second}"
        );
    }

    #[test]
    fn only_the_loopback_is_listened_to() {
        let (_, listeners) = listen(0).unwrap();
        for listener in listeners {
            assert!(listener.local_addr().unwrap().ip().is_loopback());
        }
    }
}
