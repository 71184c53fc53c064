//! Keys and signatures of minisign (<https://jedisct1.github.io/minisign/>), of the file itself or,
//! as it does by itself since 2021, of its BLAKE2b digest.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Kind, PublicKey, Verdict};

/// The bytes of a public key: the algorithm, a number, and the key.
const KEY: usize = 2 + 8 + 32;
/// The bytes of a secret key.
const SECRET_KEY: usize = 158;

/// Whether a text is a public key.
pub(super) fn is_key(base64: &str) -> bool {
    let bytes = STANDARD.decode(base64).unwrap_or_default();
    bytes.len() == KEY && minisign_verify::PublicKey::from_base64(base64).is_ok()
}

/// Whether a text is a secret key.
pub(super) fn is_secret_key(base64: &str) -> bool {
    let bytes = STANDARD.decode(base64).unwrap_or_default();
    bytes.len() == SECRET_KEY && bytes.starts_with(b"Ed")
}

/// The number by which minisign knows a key, as it prints it.
fn number(base64: &str) -> Option<String> {
    let bytes = STANDARD.decode(base64.trim()).ok()?;
    let number: [u8; 8] = bytes.get(2..10)?.try_into().ok()?;
    Some(format!("{:X}", u64::from_le_bytes(number)))
}

/// A signature with what its second line tells of the key.
pub struct Signature {
    signature: minisign_verify::Signature,
    number: String,
}

impl std::fmt::Debug for Signature {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a signature by the minisign key {}", self.number)
    }
}

impl Signature {
    pub(super) fn read(text: &str) -> Result<Signature, String> {
        let no = || "it is no signature of minisign or OpenSSH".to_string();
        // The program writes these four lines, and what stands behind them is signed by nobody.
        let text = text.trim_end();
        if !text.starts_with("untrusted comment:") || text.lines().count() != 4 {
            return Err(no());
        }
        let number = text.lines().nth(1).and_then(number).ok_or_else(no)?;
        let signature = minisign_verify::Signature::decode(text).map_err(|_| no())?;
        Ok(Signature { signature, number })
    }

    pub(super) fn check<'k>(&self, message: &[u8], keys: &[&'k PublicKey]) -> Verdict<'k> {
        let mut verdict = Verdict::Unknown {
            key: format!("minisign key {}", self.number),
        };
        for key in keys.iter().filter(|key| key.kind == Kind::Minisign) {
            if number(&key.base64).as_ref() != Some(&self.number) {
                continue;
            }
            let read = minisign_verify::PublicKey::from_base64(&key.base64);
            let good = read.is_ok_and(|it| it.verify(message, &self.signature, true).is_ok());
            if good {
                let said = self.signature.trusted_comment().replace('\t', " ");
                return Verdict::Good {
                    key,
                    said: (!said.is_empty()).then(|| said.escape_debug().to_string()),
                };
            }
            verdict = Verdict::Bad(format!("key {}", self.number));
        }
        verdict
    }
}
