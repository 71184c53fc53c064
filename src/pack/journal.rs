//! The journal of an archive in the making: what it is made from, and which parts are whole.
//!
//! It is a text with its own digest in its second line, so that one that is damaged is known. Every
//! part is listed with the digests of its files: it is trusted only once they have been taken again.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::archive::digest::{hex, sha256};
use crate::archive::seal::{line, read_line};

const HEAD: &str = "briefpack unfinished archive 1\n";
const DIGEST: &str = "digest of what follows: ";
const AS_OF: &str = "as of: ";
const PART: &str = "part: ";

/// The files of a part by their paths in the archive.
pub(super) type Files = BTreeMap<String, [u8; 32]>;

/// What an archive is made from. Two that are alike give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MadeFrom {
    /// The program: its version, and a digest of itself.
    pub(super) program: String,
    /// What was asked for.
    pub(super) options: String,
    /// The root of the seal of the site.
    pub(super) site: String,
    /// A digest of what it was made of.
    pub(super) sources: String,
    /// A digest of what is told about it.
    pub(super) facts: String,
}

impl MadeFrom {
    /// Each part with the words for one that differs.
    fn rows(&self) -> [(&'static str, &str, &'static str); 5] {
        [
            ("program", &self.program, "another version of briefpack"),
            ("options", &self.options, "other options"),
            ("site", &self.site, "another site"),
            ("sources", &self.sources, "other sources"),
            ("facts", &self.facts, "another day or description"),
        ]
    }

    /// What the other was made from that this one is not, in words.
    pub(super) fn differs(&self, other: &MadeFrom) -> Option<&'static str> {
        let mut rows = self.rows().into_iter().zip(other.rows());
        rows.find_map(|((_, own, words), (_, other, _))| (own != other).then_some(words))
    }
}

/// What is known of an archive in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Journal {
    /// What it is made from.
    pub(super) made_from: MadeFrom,
    /// The instant it is made for.
    pub(super) as_of: Timestamp,
    /// The parts that are whole.
    pub(super) parts: BTreeMap<String, Files>,
}

impl Journal {
    /// The text of the journal.
    pub(super) fn text(&self) -> String {
        let mut body = format!("{AS_OF}{}\n", self.as_of);
        for (key, value, _) in self.made_from.rows() {
            body.push_str(&format!("{key}: {value}\n"));
        }
        for (name, files) in &self.parts {
            body.push_str(&format!("{PART}{name}\n"));
            files
                .iter()
                .for_each(|(path, digest)| body.push_str(&line(path, digest)));
        }
        format!("{HEAD}{DIGEST}{}\n{body}", hex(&sha256(body.as_bytes())))
    }

    /// Reads a journal; nothing where it is none, or not as it was written.
    pub(super) fn read(text: &str) -> Option<Journal> {
        let rest = text.strip_prefix(HEAD)?.strip_prefix(DIGEST)?;
        let (digest, body) = rest.split_once('\n')?;
        if digest != hex(&sha256(body.as_bytes())) {
            return None;
        }
        let mut lines = body.lines();
        let as_of = lines.next()?.strip_prefix(AS_OF)?.parse().ok()?;
        let mut value = |key: &str| {
            let line = lines.next()?;
            Some(line.strip_prefix(key)?.strip_prefix(": ")?.to_string())
        };
        let made_from = MadeFrom {
            program: value("program")?,
            options: value("options")?,
            site: value("site")?,
            sources: value("sources")?,
            facts: value("facts")?,
        };
        let mut parts: BTreeMap<String, Files> = BTreeMap::new();
        let mut part = None;
        for line in lines {
            if let Some(name) = line.strip_prefix(PART) {
                part = Some(parts.entry(name.to_string()).or_default());
            } else {
                let (path, digest) = read_line(line)?;
                part.as_mut()?.insert(path, digest);
            }
        }
        Some(Journal {
            made_from,
            as_of,
            parts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Journal {
        let word = |word: &str| word.to_string();
        let files = |names: &[&str]| {
            let files = names.iter().map(|name| (word(name), [7; 32]));
            files.collect()
        };
        Journal {
            made_from: MadeFrom {
                program: word("briefpack 0.1.0"),
                options: String::new(),
                site: word("abc"),
                sources: word("def"),
                facts: word("012"),
            },
            as_of: "2026-06-01T09:00:00Z".parse().unwrap(),
            parts: [
                (
                    "site".into(),
                    files(&["site/a", "site/back\\slash", "site/part: x"]),
                ),
                ("site.zip".into(), files(&["site.zip"])),
            ]
            .into(),
        }
    }

    #[test]
    fn a_journal_is_read_as_it_was_written() {
        let mut journal = journal();
        assert_eq!(Journal::read(&journal.text()), Some(journal.clone()));
        journal.parts.clear();
        assert_eq!(Journal::read(&journal.text()), Some(journal));
    }

    #[test]
    fn a_journal_with_any_change_is_none() {
        let text = journal().text();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else {
                continue;
            };
            assert_eq!(Journal::read(&changed), None, "byte {at}");
            assert_eq!(Journal::read(&text[..at]), None, "cut at byte {at}");
        }
        let lines: Vec<&str> = text.lines().collect();
        for left_out in 0..lines.len() {
            let mut lines = lines.clone();
            lines.remove(left_out);
            assert_eq!(Journal::read(&(lines.join("\n") + "\n")), None);
        }
    }

    #[test]
    fn what_differs_is_named() {
        let ours = journal().made_from;
        assert_eq!(ours.differs(&ours), None);
        let theirs = MadeFrom {
            sources: "other".into(),
            ..ours.clone()
        };
        assert_eq!(ours.differs(&theirs), Some("other sources"));
    }
}
