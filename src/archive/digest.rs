//! Digests: SHA-256 and SHA-512 of what passes by, and how formats write them.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256, Sha512};

/// The digests of a file, with its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digests {
    /// The size in bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
    /// SHA-512; zeros where it was not asked for.
    pub sha512: [u8; 64],
}

/// Takes bytes as they come and gives their digests.
#[derive(Debug, Clone)]
pub struct Digester {
    size: u64,
    sha256: Sha256,
    sha512: Option<Sha512>,
}

impl Default for Digester {
    fn default() -> Self {
        Digester {
            sha512: Some(Sha512::default()),
            ..Digester::sha256()
        }
    }
}

impl Digester {
    /// One that takes no SHA-512, which is slow.
    pub fn sha256() -> Self {
        Digester {
            size: 0,
            sha256: Sha256::default(),
            sha512: None,
        }
    }

    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        self.size += bytes.len() as u64;
        self.sha256.update(bytes);
        if let Some(sha512) = &mut self.sha512 {
            sha512.update(bytes);
        }
    }

    /// The digests of everything taken.
    pub fn done(self) -> Digests {
        Digests {
            size: self.size,
            sha256: self.sha256.finalize().into(),
            sha512: match self.sha512 {
                Some(sha512) => sha512.finalize().into(),
                None => [0; 64],
            },
        }
    }
}

/// The digests of bytes in memory.
pub fn of(bytes: &[u8]) -> Digests {
    let mut digester = Digester::default();
    digester.take(bytes);
    digester.done()
}

/// SHA-256 of bytes in memory.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// A digest in lower-case hexadecimal.
pub fn hex(digest: &[u8]) -> String {
    let mut text = String::with_capacity(digest.len() * 2);
    for byte in digest {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Whether a text is a digest of so many bytes in lower-case hexadecimal.
pub fn is_hex(text: &str, bytes: usize) -> bool {
    let is_digit = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
    text.len() == bytes * 2 && text.bytes().all(is_digit)
}

/// A digest in base32 with its padding (RFC 4648), as WARC writes it: programs that check the
/// digests of records ask for the padding.
pub fn base32(digest: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(digest.len().div_ceil(5) * 8);
    for chunk in digest.chunks(5) {
        let mut bytes = [0; 8];
        bytes[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(bytes);
        let letters = (chunk.len() * 8).div_ceil(5);
        for at in 0..8 {
            let letter = LETTERS[(bits >> (35 - 5 * at) & 31) as usize];
            text.push(if at < letters { letter.into() } else { '=' });
        }
    }
    text
}

/// A UUID made from a digest (RFC 9562, version 8), so that the same content has the same one.
pub fn uuid(digest: &[u8; 32]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let text = hex(&bytes);
    format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_standard() {
        // RFC 4648, section 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "MY======"),
            ("fo", "MZXQ===="),
            ("foo", "MZXW6==="),
            ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI======"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn digests_are_those_of_the_standard() {
        let empty = of(b"");
        assert_eq!(
            hex(&empty.sha256),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert!(hex(&empty.sha512).starts_with("cf83e1357eefb8bdf1542850d66d8007"));
        let mut parts = Digester::default();
        parts.take(b"foo");
        parts.take(b"bar");
        assert_eq!(parts.done(), of(b"foobar"));
        assert!(is_hex(&hex(&empty.sha256), 32) && !is_hex("E3", 1) && !is_hex("e", 1));
    }

    #[test]
    fn a_uuid_says_its_version_and_variant() {
        assert_eq!(uuid(&[0xff; 32]), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
