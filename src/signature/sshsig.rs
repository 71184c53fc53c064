//! Signatures of `ssh-keygen -Y sign`
//! (<https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.sshsig>) by keys of the kind ed25519.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha512};

use super::{Kind, NAMESPACE, PublicKey, Verdict};

/// The kind of key that is read.
pub(super) const ED25519: &str = "ssh-ed25519";

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// What the bytes of a signature, and the bytes that are signed, begin with.
const MAGIC: &[u8] = b"SSHSIG";

/// A signature, with the key that it says it was made with.
#[derive(Debug)]
pub struct Signature {
    kind: String,
    key: Vec<u8>,
    namespace: Vec<u8>,
    reserved: Vec<u8>,
    digest: Vec<u8>,
    signature: Vec<u8>,
}

/// Bytes that are taken from their beginning: strings with their length before them (RFC 4251,
/// section 5).
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let bytes = self.take(4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }
}

/// The kind of a key and its bytes, if it is of the kind that is read.
fn key(blob: &[u8]) -> Option<(String, Option<[u8; 32]>)> {
    let mut bytes = Bytes(blob);
    let kind = std::str::from_utf8(bytes.string()?).ok()?;
    let known = (kind == ED25519)
        .then(|| bytes.string()?.try_into().ok())
        .flatten()
        .filter(|_| bytes.0.is_empty());
    Some((kind.to_string(), known))
}

/// Whether a text is a key of the kind that is read.
pub(super) fn is_key(base64: &str) -> bool {
    let blob = STANDARD.decode(base64).unwrap_or_default();
    matches!(key(&blob), Some((_, Some(_))))
}

/// Whether a text begins as a signature does.
pub(super) fn is_begun(text: &str) -> bool {
    text.trim_start().starts_with(BEGIN)
}

impl Signature {
    pub(super) fn read(text: &str) -> Result<Signature, String> {
        let inside = text.trim().strip_prefix(BEGIN);
        let inside = inside.and_then(|text| text.strip_suffix(END));
        let base64: String = inside
            .unwrap_or_default()
            .split_ascii_whitespace()
            .collect();
        let blob = STANDARD.decode(base64).unwrap_or_default();
        fields(&blob).ok_or_else(|| "it is no whole signature of OpenSSH".to_string())
    }

    pub(super) fn check<'k>(&self, message: &[u8], keys: &[&'k PublicKey]) -> Verdict<'k> {
        if self.kind != ED25519 {
            return Verdict::OtherKind(self.kind.escape_debug().to_string());
        }
        let maker = STANDARD.encode(&self.key);
        if !self.is_of(message) {
            return Verdict::Bad(format!("{ED25519} {maker}"));
        }
        if self.namespace != NAMESPACE.as_bytes() {
            let namespace = String::from_utf8_lossy(&self.namespace);
            return Verdict::OtherUse(namespace.escape_debug().to_string());
        }
        let mut of_kind = keys.iter().filter(|key| key.kind == Kind::Ssh);
        match of_kind.find(|key| key.base64 == maker) {
            Some(key) => Verdict::Good { key, said: None },
            None => Verdict::Unknown {
                key: format!("{ED25519} {maker}"),
            },
        }
    }

    /// Whether it is a signature of these bytes by its own key.
    fn is_of(&self, message: &[u8]) -> bool {
        let digest: Vec<u8> = match self.digest.as_slice() {
            b"sha256" => Sha256::digest(message).to_vec(),
            b"sha512" => Sha512::digest(message).to_vec(),
            _ => return false,
        };
        let mut signed = MAGIC.to_vec();
        for part in [&self.namespace, &self.reserved, &self.digest, &digest] {
            let length = u32::try_from(part.len()).expect("it was read from a length of 32 bits");
            signed.extend_from_slice(&length.to_be_bytes());
            signed.extend_from_slice(part);
        }
        let Some((_, Some(key))) = key(&self.key) else {
            return false;
        };
        let signature = ed25519_compact::Signature::from_slice(&self.signature);
        signature.is_ok_and(|signature| {
            ed25519_compact::PublicKey::new(key)
                .verify(signed, &signature)
                .is_ok()
        })
    }
}

/// The parts of a signature. One by another kind of key keeps its bytes as they are.
fn fields(blob: &[u8]) -> Option<Signature> {
    let mut bytes = Bytes(blob);
    if bytes.take(MAGIC.len())? != MAGIC || bytes.number()? != 1 {
        return None;
    }
    let public = bytes.string()?;
    let namespace = bytes.string()?;
    let reserved = bytes.string()?;
    let digest = bytes.string()?;
    let mut own = Bytes(bytes.string()?);
    let (kind, known) = key(public)?;
    let signature = match kind == ED25519 {
        true => {
            let of = own.string()?;
            let signature = own.string()?;
            let whole = known.is_some() && of == ED25519.as_bytes() && own.0.is_empty();
            whole.then_some(signature)?
        }
        false => own.0,
    };
    bytes.0.is_empty().then(|| Signature {
        kind,
        key: public.to_vec(),
        namespace: namespace.to_vec(),
        reserved: reserved.to_vec(),
        digest: digest.to_vec(),
        signature: signature.to_vec(),
    })
}
