//! Addresses of the web, taken apart. Pure: nothing is asked for.
//!
//! Schemes and hosts are the same in capitals as in small letters (RFC 3986, 6.2.2.1), so both are read.

/// A whole `http` or `https` address, in its parts as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WebAddress<'a> {
    /// All behind the scheme and `//`.
    pub(crate) rest: &'a str,
    /// The host, with its port where one is given.
    pub(crate) host: &'a str,
    /// All behind the host: empty, or from a `/`, `?` or `#` on.
    pub(crate) path: &'a str,
}

impl<'a> WebAddress<'a> {
    /// The parts of an address of the web; none of any other.
    pub(crate) fn of(address: &'a str) -> Option<Self> {
        let (scheme, rest) = address.split_once(':')?;
        let rest = rest.strip_prefix("//")?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let mut letters = rest.bytes();
        let end = letters.position(|letter| matches!(letter, b'/' | b'?' | b'#'));
        let (host, path) = rest.split_at(end.unwrap_or(rest.len()));
        Some(WebAddress { rest, host, path })
    }

    /// The host without the `www.` that readers leave out.
    pub(crate) fn plain_host(&self) -> &'a str {
        let www = self.host.get(..4);
        let has_www = www.is_some_and(|www| www.eq_ignore_ascii_case("www."));
        if has_www { &self.host[4..] } else { self.host }
    }
}

/// Whether an address is one of the web.
pub(crate) fn is_web(address: &str) -> bool {
    WebAddress::of(address).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        for (address, host, path) in [
            ("https://example.org", "example.org", ""),
            (
                "http://example.org:8080/a?b#c",
                "example.org:8080",
                "/a?b#c",
            ),
            ("HTTPS://Example.org?b", "Example.org", "?b"),
            ("https://example.org#c://d", "example.org", "#c://d"),
            ("https://", "", ""),
        ] {
            let parts = WebAddress::of(address).unwrap();
            assert_eq!((parts.host, parts.path), (host, path), "{address}");
            assert_eq!(parts.rest, format!("{host}{path}"), "{address}");
        }
    }

    #[test]
    fn others_are_none() {
        for address in [
            "",
            "example.org",
            "//example.org",
            "https:example.org",
            "ftp://example.org",
            "httpx://example.org",
            " https://example.org",
            "mailto:a@example.org",
        ] {
            assert!(!is_web(address), "{address}");
        }
    }

    #[test]
    fn readers_leave_out_www() {
        for (address, host) in [
            ("https://www.example.org/", "example.org"),
            ("https://WWW.example.org/", "example.org"),
            ("https://wwwexample.org/", "wwwexample.org"),
            ("https://é.org/", "é.org"),
        ] {
            assert_eq!(WebAddress::of(address).unwrap().plain_host(), host);
        }
    }
}
