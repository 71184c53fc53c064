//! A WARC 1.1 file (ISO 28500): a `resource` record for each file of the site. The records say what
//! the files are; nobody fetched them, so no answer of a server is made up.

use crate::archive::digest::{base32, uuid};
use crate::archive::layout::{Member, Method, Piece};
use crate::archive::{Facts, Subject, digest, media};

/// A record of a file, as the index has to find it.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    /// The address.
    pub(crate) url: String,
    /// The kind of content.
    pub(crate) media: &'static str,
    /// The digest of the content: `sha256:` and base32.
    pub(crate) digest: String,
    /// Where the record begins in the file.
    pub(crate) offset: u64,
    /// How long it is.
    pub(crate) length: u64,
}

/// The file, and where its records are.
pub(super) fn member(path: &str, subject: &Subject<'_>) -> (Member, Vec<Record>) {
    let facts = subject.facts;
    let head = information(path, facts);
    let mut offset = head.len() as u64;
    let mut pieces = vec![Piece::Bytes(head.into_bytes().into())];
    let mut records = Vec::new();
    for (path, digests) in subject.files {
        for url in urls(facts, path.as_str()) {
            let media = media::of(path.as_str());
            let digest = format!("sha256:{}", base32(&digests.sha256));
            let id = uuid(&digest::sha256(format!("{url} {digest}").as_bytes()));
            let head = format!(
                "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{id}>\r\n\
                 WARC-Date: {}\r\nWARC-Target-URI: {url}\r\nWARC-Block-Digest: {digest}\r\n\
                 WARC-Payload-Digest: {digest}\r\nContent-Type: {media}\r\n\
                 Content-Length: {}\r\n\r\n",
                facts.instant(),
                digests.size
            );
            let length = head.len() as u64 + digests.size + 4;
            records.push(Record {
                url,
                media: media.split(';').next().unwrap_or(media),
                digest,
                offset,
                length,
            });
            offset += length;
            pieces.push(Piece::Bytes(head.into_bytes().into()));
            pieces.push(subject.piece(path, digests));
            pieces.push(Piece::Bytes(b"\r\n\r\n".to_vec().into()));
        }
    }
    let member = Member {
        path: path.to_string(),
        pieces,
        method: Method::Stored,
    };
    (member, records)
}

/// The addresses at which a file answers: its own, and that of its folder if it is an index.
fn urls(facts: &Facts, path: &str) -> Vec<String> {
    let mut urls = vec![facts.url(path)];
    if let Some(folder) = path.strip_suffix("index.html")
        && (folder.is_empty() || folder.ends_with('/'))
    {
        urls.push(facts.url(folder));
    }
    urls
}

/// The first record: what made the file and what is in it.
fn information(path: &str, facts: &Facts) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let body = format!(
        "software: {}\r\nformat: WARC File Format 1.1\r\n\
         conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
         isPartOf: {}\r\ndescription: {}\r\npublisher: {}\r\n",
        super::generator(),
        line(&facts.title),
        line(&facts.description()),
        line(&facts.group),
    );
    let digest = digest::sha256(body.as_bytes());
    format!(
        "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: {}\r\n\
         WARC-Filename: {name}\r\nWARC-Block-Digest: sha256:{}\r\n\
         Content-Type: application/warc-fields\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
        uuid(&digest),
        facts.instant(),
        base32(&digest),
        body.len()
    )
}
