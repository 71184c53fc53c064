//! A bag by BagIt 1.0 (RFC 8493): the site as its payload, with SHA-512.

use std::collections::BTreeMap;

use crate::archive::digest::{hex, of};
use crate::archive::layout::{Layout, Member};
use crate::archive::{Facts, Subject, metadata};

/// Exactly these two lines.
pub(crate) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The manifest of the payload.
pub(crate) const MANIFEST: &str = "manifest-sha512.txt";
/// The manifest of everything else.
pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha512.txt";

/// The payload, and the files that tell about it.
pub(super) fn layout(subject: &Subject<'_>) -> Layout {
    let mut payload: BTreeMap<String, [u8; 64]> = BTreeMap::new();
    let mut members = Vec::new();
    for (path, digests) in subject.files {
        let to = format!("data/{path}");
        payload.insert(to.clone(), digests.sha512);
        members.push(subject.member(path, to, digests));
    }
    let size: u64 = subject.files.values().map(|it| it.size).sum();
    let mut tags = vec![
        Member::text("bag-info.txt", info(subject.facts, size, payload.len())),
        Member::text("bagit.txt", DECLARATION),
        Member::text(MANIFEST, manifest(&payload)),
    ];
    tags.extend(
        metadata::files(subject.facts)
            .into_iter()
            .map(|(name, text)| Member::text(format!("metadata/{name}"), text)),
    );
    let digests = tags.iter().map(|tag| {
        let bytes = tag.bytes().expect("tag files are made in memory");
        (tag.path.clone(), of(&bytes).sha512)
    });
    let tag_manifest = manifest(&digests.collect());
    members.append(&mut tags);
    members.push(Member::text(TAG_MANIFEST, tag_manifest));
    Layout {
        members,
        closing: None,
    }
}

/// A manifest: a line for each file, line ends and per cent signs in names escaped.
pub(crate) fn manifest(files: &BTreeMap<String, [u8; 64]>) -> String {
    let lines = files
        .iter()
        .map(|(path, digest)| format!("{}  {}\n", hex(digest), escaped(path)));
    lines.collect()
}

/// A name as a manifest writes it.
fn escaped(path: &str) -> String {
    path.replace('%', "%25")
        .replace('\n', "%0A")
        .replace('\r', "%0D")
}

/// A name as a manifest means it.
pub(crate) fn unescaped(path: &str) -> String {
    path.replace("%0A", "\n")
        .replace("%0a", "\n")
        .replace("%0D", "\r")
        .replace("%0d", "\r")
        .replace("%25", "%")
}

/// Who packed what when. Elements with words of RFC 8493, section 2.2.2, and then our own.
fn info(facts: &Facts, size: u64, count: usize) -> String {
    let mut text = String::new();
    let mut tell = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            // A value is one line.
            let value: Vec<&str> = value.split_whitespace().collect();
            text.push_str(&format!("{name}: {}\n", value.join(" ")));
        }
    };
    let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
    tell("Source-Organization", Some(&facts.group));
    tell("Organization-Address", facts.address.as_deref());
    tell("Contact-Name", facts.secretariat.as_deref());
    tell("Contact-Email", facts.email());
    tell("External-Description", Some(&facts.description()));
    tell("Bagging-Date", Some(&facts.today.to_string()));
    tell(
        "External-Identifier",
        facts.has_address.then_some(facts.base.as_str()),
    );
    tell("Payload-Oxum", Some(&format!("{size}.{count}")));
    tell("Bag-Software-Agent", Some(&super::generator()));
    tell("Title", Some(&facts.title));
    tell("Lifecycle", Some(facts.state_word()));
    tell("Active-Since", date(facts.since).as_deref());
    tell("Active-Until", date(facts.until).as_deref());
    tell("Closed-On", date(facts.on).as_deref());
    tell("Kept-By", facts.keeper.as_deref());
    tell("Licence", facts.licence.as_ref().map(|it| it.name.as_str()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_and_read_back() {
        for name in [
            "data/100% sure.txt",
            "data/%0A",
            "data/a\nb\rc",
            "data/plain",
        ] {
            let written = escaped(name);
            assert!(!written.contains(['\n', '\r']));
            assert_eq!(unescaped(&written), name);
        }
    }
}
