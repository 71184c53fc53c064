//! The seal: a text that lists every file of a folder with its SHA-256, and the digest of that
//! text, the root. Whoever knows the root can tell whether anything was changed.
//!
//! `sha256sum -c seal.txt` checks all of it without this program. One page may print the root.
//! It cannot hold the digest of a text that holds its own digest, so it is listed in a comment
//! with the digest it has when [`BLANK`] stands where the root is printed.

use std::collections::BTreeMap;

use crate::archive::digest::{hex, is_hex, sha256};
use crate::signature::PublicKey;
use crate::source::SitePath;
use crate::view::chrome::NO_ROOT_YET;

/// The name of the seal in the folder that it seals.
pub const NAME: &str = crate::view::chrome::SEAL;
/// The page that prints its root.
pub(crate) const PAGE: &str = crate::view::chrome::ABOUT_THE_ARCHIVE;

/// What stands in the place of the root while a page that prints it is sealed.
pub const BLANK: &str = NO_ROOT_YET;

const HEAD: &str = "\
# The SHA-256 digest of every file of this folder but this one.
# Check them with `sha256sum -c seal.txt`, and this list by its own digest, the root.
";

/// Before a page that prints the root.
const PRINTED_ON: &str = "# with zeros for the root: ";

/// Before a key that the seal is to be signed with.
const SIGNED_BY: &str = "# signed by: ";

/// Every file with its digest, and the pages that print the root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    /// The files by path.
    pub files: BTreeMap<String, [u8; 32]>,
    /// Pages that print the root, with their digests while [`BLANK`] stands in its place.
    pub printed_on: BTreeMap<String, [u8; 32]>,
    /// The keys that the seal is to be signed with.
    pub signed_by: Vec<PublicKey>,
}

impl Seal {
    /// The text of the seal.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_string();
        for key in &self.signed_by {
            text.push_str(&format!("{SIGNED_BY}{key}\n"));
        }
        for (path, digest) in &self.printed_on {
            text.push_str(PRINTED_ON);
            text.push_str(&line(path, digest));
        }
        for (path, digest) in &self.files {
            text.push_str(&line(path, digest));
        }
        text
    }

    /// The keys that a text names, even if it is no seal any more.
    pub fn keys(text: &str) -> Vec<PublicKey> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(SIGNED_BY));
        lines.filter_map(|key| PublicKey::read(key).ok()).collect()
    }

    /// The root: the digest of the text, in hexadecimal.
    pub fn root(&self) -> String {
        hex(&sha256(self.text().as_bytes()))
    }

    /// Reads a seal. Gives the number of the first line that is none of a seal.
    ///
    /// # Errors
    /// With the number of the line, from 1.
    pub fn read(text: &str) -> Result<Seal, usize> {
        let mut seal = Seal::default();
        for (number, text) in text.lines().enumerate() {
            if let Some(key) = text.strip_prefix(SIGNED_BY) {
                let key = PublicKey::read(key).map_err(|_| number + 1)?;
                seal.signed_by.push(key);
                continue;
            }
            let (list, entry) = match text.strip_prefix(PRINTED_ON) {
                Some(entry) => (&mut seal.printed_on, entry),
                None if text.starts_with('#') => continue,
                None => (&mut seal.files, text),
            };
            let entry = read_line(entry).filter(|(path, _)| !list.contains_key(path));
            let (path, digest) = entry.ok_or(number + 1)?;
            list.insert(path, digest);
        }
        Ok(seal)
    }
}

/// A line as `sha256sum` writes it: names with a backslash or a line end are marked and escaped.
pub(crate) fn line(path: &str, digest: &[u8]) -> String {
    let digest = hex(digest);
    if path.contains(['\\', '\n', '\r']) {
        let escaped = path
            .replace('\\', "\\\\")
            .replace('\n', "\\n")
            .replace('\r', "\\r");
        return format!("\\{digest}  {escaped}\n");
    }
    format!("{digest}  {path}\n")
}

/// Reads a line as `sha256sum` writes it.
pub(crate) fn read_line(line: &str) -> Option<(String, [u8; 32])> {
    let (escaped, line) = match line.strip_prefix('\\') {
        Some(line) => (true, line),
        None => (false, line),
    };
    let (digest, path) = line.split_once("  ")?;
    let path = match escaped {
        true => unescape(path)?,
        false => path.to_string(),
    };
    is_path(&path).then_some((path, bytes(digest)?))
}

fn unescape(path: &str) -> Option<String> {
    let mut plain = String::with_capacity(path.len());
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        plain.push(match letter {
            '\\' => match letters.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            letter => letter,
        });
    }
    Some(plain)
}

/// Whether a path stays in the folder it is read in.
pub(crate) fn is_path(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn bytes(digest: &str) -> Option<[u8; 32]> {
    if !is_hex(digest, 32) {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digest[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

/// The bytes of a page with one text of 64 letters in the place of another.
pub fn replaced(page: &[u8], from: &str, to: &str) -> Vec<u8> {
    let from = from.as_bytes();
    let mut out = Vec::with_capacity(page.len());
    let mut at = 0;
    while at < page.len() {
        if page[at..].starts_with(from) {
            out.extend_from_slice(to.as_bytes());
            at += from.len();
        } else {
            out.push(page[at]);
            at += 1;
        }
    }
    out
}

/// Whether a page holds [`BLANK`], so that it can print the root.
pub(crate) fn prints_root(page: &[u8]) -> bool {
    page.windows(BLANK.len())
        .any(|window| window == BLANK.as_bytes())
}

/// The path of the seal in a site.
pub fn path() -> SitePath {
    SitePath::new(NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_read_as_it_was_written() {
        let mut seal = Seal::default();
        for path in ["index.html", "a b/ŵ 📁.pdf", "back\\slash\nline", "  two"] {
            seal.files.insert(path.to_string(), sha256(path.as_bytes()));
        }
        seal.printed_on.insert("about.html".into(), [7; 32]);
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3 of a test";
        seal.signed_by = vec![PublicKey::read(key).unwrap()];
        assert_eq!(Seal::read(&seal.text()), Ok(seal.clone()));
        assert_eq!(seal.root().len(), BLANK.len());
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let digest = "0".repeat(64);
        for line in [
            "words",
            &format!("{digest} one-blank"),
            &format!("{digest}  ../outside"),
            &format!("{digest}  /absolute"),
            &format!("{digest}  "),
            &format!("{}  upper", "A".repeat(64)),
            &format!("\\{digest}  un\\escaped"),
        ] {
            let text = format!("{digest}  first\n{line}\n");
            assert_eq!(Seal::read(&text), Err(2), "{line}");
        }
        let twice = format!("{digest}  a\n{digest}  a\n");
        assert_eq!(Seal::read(&twice), Err(2));
    }

    #[test]
    fn the_root_takes_the_place_of_zeros_and_back() {
        let root = "ab".repeat(32);
        let page = format!("<code>{BLANK}</code> {BLANK}");
        let printed = replaced(page.as_bytes(), BLANK, &root);
        assert!(!prints_root(&printed) && prints_root(page.as_bytes()));
        assert_eq!(replaced(&printed, &root, BLANK), page.as_bytes());
    }
}
