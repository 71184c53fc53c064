//! The index of a WARC file in CDXJ: sorted lines of an address turned round, a time, and where
//! the record is.

use serde_json::json;

use crate::archive::Facts;
use crate::archive::wacz::WARC;
use crate::archive::warc::Record;
use crate::web::WebAddress;

/// The index of these records.
pub(super) fn index(records: &[Record], facts: &Facts) -> String {
    let time = facts.as_of.strftime("%Y%m%d%H%M%S").to_string();
    let file = WARC.rsplit('/').next().unwrap_or(WARC);
    let lines = records.iter().map(|record| {
        let entry = json!({
            "url": record.url,
            "mime": record.media,
            "status": "200",
            "digest": record.digest,
            "length": record.length.to_string(),
            "offset": record.offset.to_string(),
            "filename": file,
        });
        format!("{} {time} {entry}\n", key(&record.url))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort_unstable();
    lines.concat()
}

/// The key of an address (SURT): the host turned round, everything in lower case.
fn key(url: &str) -> String {
    let web = WebAddress::of(url).expect("records are of addresses below the base of the site");
    let host = web.plain_host();
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let path = web.path.strip_prefix('/').unwrap_or(web.path);
    let parts: Vec<&str> = host.rsplit('.').collect();
    let port = match port {
        "" | "80" | "443" => String::new(),
        port => format!(":{port}"),
    };
    // A slash at the end is left out, but for that of the host itself.
    let path = path.strip_suffix('/').unwrap_or(path);
    format!("{}{port})/{path}", parts.join(",")).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_turns_the_host_round() {
        for (url, expected) in [
            ("https://example.org/", "org,example)/"),
            ("https://www.Example.org/appg/", "org,example)/appg"),
            (
                "http://example.org:8080/A%20b.pdf",
                "org,example:8080)/a%20b.pdf",
            ),
            ("https://a.b.c/x/index.html", "c,b,a)/x/index.html"),
        ] {
            assert_eq!(key(url), expected);
        }
    }
}
