//! Signatures of the seal: found beside it or given, and held against it with the keys that are known.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::report::Report;
use super::sealed::{self, Copy};
use super::shelf::Shelf;
use crate::archive::seal::{self, Seal};
use crate::archive::{MANIFEST, OTHERS, SITE};
use crate::error::Fault;
use crate::signature::{ENDINGS, MOST, PublicKey, Signature, Verdict};

/// What whoever verifies has from elsewhere.
#[derive(Debug, Default)]
pub struct Given {
    /// Keys, with each of which the seal has to be signed.
    pub keys: Vec<PublicKey>,
    /// Files with signatures of the seal.
    pub signatures: Vec<PathBuf>,
}

/// A file that should be a signature.
pub(super) struct Found {
    at: String,
    bytes: Vec<u8>,
}

/// The names of signatures of a seal.
fn names() -> impl Iterator<Item = String> {
    ENDINGS
        .iter()
        .map(|ending| format!("{}{ending}", seal::NAME))
}

/// Takes the signatures in a folder out of what was read: no list of an archive holds them.
pub(super) fn taken(shelf: &mut Shelf, folder: &str) -> Vec<Found> {
    let paths = names().map(|name| format!("{folder}{name}"));
    let taken = paths.filter_map(|at| {
        let bytes = shelf.remove(&at)?.kept.unwrap_or_default();
        Some(Found { at, bytes })
    });
    taken.collect()
}

/// Signatures that lie beside a part of an archive, or beside the site of the archive that it lies in.
pub(super) fn beside(path: &Path) -> Result<Vec<Found>, Fault> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some(parent) = path.parent().filter(|_| !OTHERS.contains(&&*name)) else {
        return Ok(Vec::new());
    };
    let mut places: Vec<String> = names().collect();
    if parent.join(MANIFEST).is_file() && parent.join(SITE) != path {
        places.extend(names().map(|name| format!("{SITE}/{name}")));
    }
    places.retain(|place| parent.join(place).is_file());
    let found = places.into_iter().map(|at| {
        let bytes = read(&parent.join(&at))?;
        Ok(Found { at, bytes })
    });
    found.collect()
}

/// Signatures that were given by name.
pub(super) fn given(given: &Given) -> Result<Vec<Found>, Fault> {
    let found = given.signatures.iter().map(|path| {
        let at = path.display().to_string();
        let bytes = read(path)?;
        Ok(Found { at, bytes })
    });
    found.collect()
}

/// No more of a file than a signature may have.
fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let failed = |error| Fault::io("read the signature", path, error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    Ok(bytes)
}

/// Holds signatures against the seal of a copy of the site. Gives whether one is good that was made
/// with a given key, so that it is known who made the seal.
pub(super) fn check(
    copy: &Copy<'_>,
    prefix: &str,
    found: Vec<Found>,
    given: &Given,
    report: &mut Report,
) -> bool {
    let Some(seal) = copy.get(seal::NAME).and_then(|taken| taken.kept.as_deref()) else {
        return false;
    };
    let named = Seal::keys(&String::from_utf8_lossy(seal));
    let keys: Vec<&PublicKey> = given.keys.iter().chain(&named).collect();
    let before = report.found.len();
    let mut good: Vec<&PublicKey> = Vec::new();
    let mut seen: Vec<&[u8]> = Vec::new();
    for it in &found {
        if !seen.contains(&&*it.bytes) {
            seen.push(&it.bytes);
            good.extend(one(it, seal, &keys, report));
        }
    }
    if report.found.len() == before {
        let at = format!("{prefix}{}", seal::NAME);
        let why = match sealed::is_site(copy) {
            true => "",
            false => {
                ": what is signed is the site; verify `site`, `bag`, `site.zip` or `site.wacz`, or the \
                 whole archive"
            }
        };
        unsigned(&good, &named, given, (&at, why), report);
    }
    let is_given = |key: &PublicKey| given.keys.iter().any(|known| known.is(key));
    if good.iter().any(|key| !is_given(key)) {
        report.unchecked.push(
            "whether the key that the seal names is that of who made the site: compare it with one \
             that you have from elsewhere, or give that with `--key`"
                .to_string(),
        );
    }
    good.iter().any(|key| is_given(key))
}

/// Holds one signature against the seal. Gives the key it was made with if it is good.
fn one<'k>(
    found: &Found,
    seal: &[u8],
    keys: &[&'k PublicKey],
    report: &mut Report,
) -> Option<&'k PublicKey> {
    let at = &found.at;
    let verdict = match Signature::read(&found.bytes) {
        Ok(signature) => signature.check(seal, keys),
        Err(why) => {
            report.note(at, why);
            return None;
        }
    };
    match verdict {
        Verdict::Good { key, said } => {
            let said = said.map_or_else(String::new, |said| format!(", which says `{said}`"));
            report.checked.push(format!(
                "the signature `{at}`: the seal is signed with the key `{key}`{said}"
            ));
            return Some(key);
        }
        Verdict::Unknown { key } if keys.is_empty() => report.unchecked.push(format!(
            "the signature `{at}`, by the key `{key}`: if you know whose it is, give it with `--key`"
        )),
        Verdict::Unknown { key } => report.note(
            at,
            format!("it was made with another key than it should be, `{key}`"),
        ),
        Verdict::OtherKind(kind) => report.unchecked.push(format!(
            "the signature `{at}`, by a key of the kind `{kind}`, which briefpack does not read: \
             `ssh-keygen -Y verify` does"
        )),
        Verdict::OtherUse(namespace) => report.note(
            at,
            format!(
                "it was made for `{namespace}` and not to sign a file: sign again with `ssh-keygen -Y \
                 sign -n file`"
            ),
        ),
        Verdict::Bad(key) => report.note(
            at,
            format!(
                "it is a bad signature: either it or the seal is not as it was when the key `{key}` \
                 signed"
            ),
        ),
    }
    None
}

/// Says which keys did not sign the seal at `at`, and why where it is known: a fault if they were given.
fn unsigned(
    good: &[&PublicKey],
    named: &[PublicKey],
    given: &Given,
    (at, why): (&str, &str),
    report: &mut Report,
) {
    let signed = |key: &PublicKey| good.iter().any(|other| other.is(key));
    for key in given.keys.iter().filter(|key| !signed(key)) {
        report.note(
            at,
            format!("no signature by the key `{key}` was found{why}"),
        );
    }
    let is_given = |key: &PublicKey| given.keys.iter().any(|other| other.is(key));
    for key in named.iter().filter(|key| !signed(key) && !is_given(key)) {
        report.unchecked.push(format!(
            "the signature with the key `{key}`, which the seal names: there is none"
        ));
    }
}
