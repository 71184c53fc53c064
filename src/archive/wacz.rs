//! A WACZ 1.1.1 file: the site as a web archive that standard players replay. Inside it are a WARC
//! file, its index, the list of pages with their words, and a description with all digests.

use serde_json::{Map, Value as Json, json};

use crate::archive::digest::{hex, sha256};
use crate::archive::layout::{Layout, Member, Method, Written};
use crate::archive::{Facts, Subject, cdx, page, warc};

/// The WARC file in the package.
pub(crate) const WARC: &str = "archive/data.warc";
/// Its index.
pub(crate) const INDEX: &str = "indexes/index.cdx";
/// The list of pages.
pub(crate) const PAGES: &str = "pages/pages.jsonl";
/// The description of the package.
pub(crate) const PACKAGE: &str = "datapackage.json";
/// The digest of the description.
pub(crate) const PACKAGE_DIGEST: &str = "datapackage-digest.json";

pub(super) fn layout(subject: &Subject<'_>) -> Layout {
    let (warc, records) = warc::member(WARC, subject);
    let facts = subject.facts.clone();
    let stored = |member: Member| Member {
        method: Method::Stored,
        ..member
    };
    Layout {
        members: vec![
            warc,
            stored(Member::text(INDEX, cdx::index(&records, &facts))),
            Member::text(PAGES, pages(subject)),
        ],
        closing: Some(Box::new(move |written| {
            let package = package(&facts, written);
            let digest = package_digest(package.as_bytes());
            vec![
                stored(Member::text(PACKAGE, package)),
                stored(Member::text(PACKAGE_DIGEST, digest)),
            ]
        })),
    }
}

/// A line for each page: address, title, words.
fn pages(subject: &Subject<'_>) -> String {
    let facts = subject.facts;
    let head = json!({
        "format": "json-pages-1.0",
        "id": "pages",
        "title": "All pages",
        "hasText": true,
    });
    let mut text = format!("{head}\n");
    for (path, html) in subject.pages() {
        let page = page::read(html);
        if page.leads_on {
            continue;
        }
        let url = facts.url(path.as_str());
        let entry = json!({
            "id": hex(&sha256(url.as_bytes())[..8]),
            "url": url,
            "ts": facts.instant(),
            "title": page.title,
            "text": page.words,
        });
        text.push_str(&format!("{entry}\n"));
    }
    text
}

/// The description: a Frictionless data package of the members.
fn package(facts: &Facts, written: &[Written]) -> String {
    let resources: Vec<Json> = written.iter().map(resource).collect();
    let mut json = Map::new();
    json.insert("profile".into(), json!("data-package"));
    json.insert("wacz_version".into(), json!("1.1.1"));
    json.insert("title".into(), json!(facts.title));
    json.insert("description".into(), json!(facts.description()));
    json.insert("created".into(), json!(facts.instant()));
    json.insert("software".into(), json!(super::generator()));
    json.insert("mainPageUrl".into(), json!(facts.url("index.html")));
    json.insert("mainPageDate".into(), json!(facts.instant()));
    json.insert("resources".into(), json!(resources));
    super::pretty(&Json::Object(json))
}

fn resource(written: &Written) -> Json {
    let name = written.path.rsplit('/').next().unwrap_or(&written.path);
    json!({
        "name": name,
        "path": written.path,
        "hash": format!("sha256:{}", hex(&written.digests.sha256)),
        "bytes": written.digests.size,
    })
}

/// The digest of the description, as a file of its own that can be signed.
pub(crate) fn package_digest(package: &[u8]) -> String {
    super::pretty(&json!({
        "path": PACKAGE,
        "hash": format!("sha256:{}", hex(&sha256(package))),
    }))
}
