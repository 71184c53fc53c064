//! A bag by BagIt 1.0 (RFC 8493): the site as its payload, with SHA-512.

use std::collections::BTreeMap;

use crate::archive::digest::{hex, of};
use crate::archive::layout::{Layout, Member};
use crate::archive::{Subject, metadata};

/// Exactly these two lines.
pub(crate) const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// The file in which they stand.
pub(crate) const DECLARED: &str = "bagit.txt";
/// Who packed it when.
pub(crate) const INFO: &str = "bag-info.txt";
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
        Member::text(INFO, info(subject, size, payload.len())),
        Member::text(DECLARED, DECLARATION),
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
fn info(subject: &Subject<'_>, size: u64, count: usize) -> String {
    let facts = subject.facts;
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
    let contact = facts.secretariat_name().unwrap_or(&facts.group);
    tell("Contact-Name", Some(contact));
    tell("Contact-Email", facts.email());
    tell("External-Description", Some(&facts.description()));
    tell("Bagging-Date", Some(&facts.today.to_string()));
    tell(
        "External-Identifier",
        facts.has_address.then_some(facts.base.as_str()),
    );
    // What tells this bag from any other, and can be checked: the root of the seal over the payload.
    let root = format!("sha256:{}", subject.root);
    tell("Internal-Sender-Identifier", Some(&root));
    tell("Bag-Size", Some(&words(size)));
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

/// A size in the units of SI, which RFC 8493 uses: `7.5 MB`.
fn words(size: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut unit = UNITS[0];
    let mut tenths = size.div_ceil(100);
    for larger in &UNITS[1..] {
        if tenths < 10_000 {
            break;
        }
        (unit, tenths) = (larger, tenths.div_ceil(1000));
    }
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_words() {
        for (size, expected) in [
            (0, "0.0 kB"),
            (1, "0.1 kB"),
            (999_900, "999.9 kB"),
            (1_000_000, "1.0 MB"),
            (7_504_696, "7.6 MB"),
            (4_500_000_000, "4.5 GB"),
        ] {
            assert_eq!(words(size), expected, "{size}");
        }
    }

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
