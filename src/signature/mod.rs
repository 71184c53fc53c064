//! Signatures over a file, as `minisign` and `ssh-keygen -Y sign` make them: public keys and
//! signatures read, and held against the file. Nothing here makes a signature or knows a secret key.

mod minisign;
mod sshsig;

use std::fmt;

/// The endings that the two programs give to signatures.
pub const ENDINGS: [&str; 2] = [".minisig", ".sig"];

/// The most bytes that a signature or public key is long.
pub const MOST: u64 = 64 << 10;

/// What the signature of a file is made for, in the words of `ssh-keygen -n`.
const NAMESPACE: &str = "file";

/// A public key, by which a signature is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    kind: Kind,
    /// The key in base64, as its program writes it.
    base64: String,
    /// Whose it is, in the words beside it.
    holder: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Minisign,
    Ssh,
}

/// Why a text is no public key, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoKey {
    /// What is wrong, in one lower-case line.
    pub what: String,
    /// What to do.
    pub help: &'static str,
    /// Whether it is a secret key.
    pub is_secret: bool,
}

const FORMS: &str = "write the line of the `.pub` file that `ssh-keygen -t ed25519` or `minisign -G` \
                     made: `ssh-ed25519 AAAA…` or `RW…`";
const OTHER_KIND: &str = "make a key for this with `ssh-keygen -t ed25519`, or with `minisign -G`";
const SECRET: &str = "take it out and make a new pair of keys: whoever reads it can sign in your name. \
                      What belongs here is in the `.pub` file";

impl PublicKey {
    /// Reads a key: a line `ssh-ed25519 AAAA…` or `RW…`, with the name of its holder behind it, or
    /// the whole of a file that holds such a line.
    ///
    /// # Errors
    /// When it is none, or one of another kind.
    pub fn read(text: &str) -> Result<PublicKey, NoKey> {
        let wrong = |what: &str, help| {
            Err(NoKey {
                what: what.to_string(),
                help,
                is_secret: help == SECRET,
            })
        };
        if text.contains("PRIVATE KEY-----") || text.contains("secret key\n") {
            return wrong("this is a secret key", SECRET);
        }
        let mut lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("untrusted comment:"));
        let Some(line) = lines.next() else {
            return wrong("there is no public key", FORMS);
        };
        if lines.next().is_some() {
            return wrong("this is more than one line, and a key is one", FORMS);
        }
        if line.contains(char::is_control) {
            return wrong("a public key holds no control characters", FORMS);
        }
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        let (kind, base64) = match first {
            sshsig::ED25519 => (Kind::Ssh, words.next().unwrap_or_default()),
            other if is_other_kind(other) => {
                let what = format!("briefpack checks no signatures by `{other}` keys");
                return wrong(&what, OTHER_KIND);
            }
            base64 => (Kind::Minisign, base64),
        };
        let known = match kind {
            Kind::Ssh => sshsig::is_key(base64),
            Kind::Minisign if minisign::is_secret_key(base64) => {
                return wrong("this is a secret key", SECRET);
            }
            Kind::Minisign => minisign::is_key(base64),
        };
        if !known {
            return wrong("this is no public key of OpenSSH or minisign", FORMS);
        }
        let holder: Vec<&str> = words.collect();
        Ok(PublicKey {
            kind,
            base64: base64.to_string(),
            holder: (!holder.is_empty()).then(|| holder.join(" ")),
        })
    }

    /// Whether another is the same key, whoever is said to hold it.
    pub fn is(&self, other: &PublicKey) -> bool {
        self.kind == other.kind && self.base64 == other.base64
    }

    /// The key without the name of its holder.
    pub fn bare(&self) -> String {
        match self.kind {
            Kind::Minisign => self.base64.clone(),
            Kind::Ssh => format!("{} {}", sshsig::ED25519, self.base64),
        }
    }

    /// Whose it is, in the words beside it.
    pub fn holder(&self) -> Option<&str> {
        self.holder.as_deref()
    }

    /// The command that signs a file.
    pub fn to_sign(&self, file: &str) -> String {
        match self.kind {
            Kind::Minisign => format!("minisign -S -m {file}"),
            Kind::Ssh => format!("ssh-keygen -Y sign -n {NAMESPACE} -f SECRET_KEY_FILE {file}"),
        }
    }

    /// The commands that check the signature of a file.
    pub fn to_check(&self, file: &str) -> Vec<String> {
        let key = self.bare();
        match self.kind {
            Kind::Minisign => vec![format!("minisign -V -P {key} -m {file}")],
            Kind::Ssh => vec![
                format!("echo 'signer {key}' > signers.txt"),
                format!(
                    "ssh-keygen -Y verify -f signers.txt -I signer -n {NAMESPACE} -s {file}.sig < {file}"
                ),
            ],
        }
    }

    /// The name of the file in which its signature of a file stands.
    pub fn signature_of(&self, file: &str) -> String {
        match self.kind {
            Kind::Minisign => format!("{file}.minisig"),
            Kind::Ssh => format!("{file}.sig"),
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.holder {
            Some(holder) => write!(out, "{} {holder}", self.bare()),
            None => out.write_str(&self.bare()),
        }
    }
}

/// Whether a word is the name of another kind of key of OpenSSH.
fn is_other_kind(word: &str) -> bool {
    let starts = ["ssh-", "ecdsa-", "sk-", "rsa-"];
    word.len() < 64 && word.contains('-') && starts.iter().any(|start| word.starts_with(start))
}

/// A signature as read.
#[derive(Debug)]
pub enum Signature {
    /// By `minisign`.
    Minisign(Box<minisign::Signature>),
    /// By `ssh-keygen`.
    Ssh(sshsig::Signature),
}

/// What a signature comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict<'k> {
    /// It is good, and was made with this key.
    Good {
        /// The key.
        key: &'k PublicKey,
        /// What the signer said with it, signed too.
        said: Option<String>,
    },
    /// It was made with a key that is none of the known ones. That it is good is not known from it.
    Unknown {
        /// The key, as far as the signature tells it.
        key: String,
    },
    /// It is by a kind of key that is not checked here.
    OtherKind(String),
    /// It is good, and was made for another use than to sign a file: the `-n` of `ssh-keygen`.
    OtherUse(String),
    /// It is none of this file; with the key that it says it was made with.
    Bad(String),
}

impl Signature {
    /// Reads a signature.
    ///
    /// # Errors
    /// When it is none; with the reason.
    pub fn read(bytes: &[u8]) -> Result<Signature, String> {
        let text = std::str::from_utf8(bytes).ok();
        let text = text.filter(|text| text.len() as u64 <= MOST);
        let Some(text) = text else {
            return Err("it is no signature of minisign or OpenSSH".to_string());
        };
        match sshsig::is_begun(text) {
            true => sshsig::Signature::read(text).map(Signature::Ssh),
            false => minisign::Signature::read(text).map(|it| Signature::Minisign(Box::new(it))),
        }
    }

    /// Holds it against the bytes that it should be a signature of.
    pub fn check<'k>(&self, message: &[u8], keys: &[&'k PublicKey]) -> Verdict<'k> {
        match self {
            Signature::Minisign(signature) => signature.check(message, keys),
            Signature::Ssh(signature) => signature.check(message, keys),
        }
    }
}
