//! Signatures of a seal: those of the real programs are found good, and nothing else is.
//!
//! `tests/signatures/` holds a sealed folder, public keys made for it and signatures that `ssh-keygen`
//! and `minisign` made. The secret keys were thrown away. Where an archive has to be signed in a test,
//! the key is made of a constant here.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use briefpack::signature::{PublicKey, Signature, Verdict};
use ed25519_compact::{KeyPair, Seed};
use proptest::prelude::*;
use sha2::{Digest as _, Sha512};
use tempfile::TempDir;

use crate::support::{AS_OF, Run, TestSite, copy_tree, program, repository};

fn given(name: &str) -> PathBuf {
    repository().join("tests/signatures").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(given(name)).unwrap()
}

fn key(name: &str) -> PublicKey {
    PublicKey::read(&String::from_utf8(bytes(name)).unwrap()).unwrap()
}

fn verify<'a>(path: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Run {
    Run::of(program().arg("verify").arg(path).args(arguments))
}

/// The sealed folder, with a signature beside its seal.
fn signed(signature: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    copy_tree(&given("site"), &site);
    let ending = signature.rsplit('.').next().unwrap();
    let to = site.join(format!("seal.txt.{ending}"));
    fs::copy(given(signature), to).unwrap();
    (folder, site)
}

/// Each signature of the real programs and the file of its key.
const GOOD: &[(&str, &str)] = &[
    ("ssh.sig", "ssh.pub"),
    ("ssh-sha256.sig", "ssh.pub"),
    ("hashed.minisig", "minisign.pub"),
    ("legacy.minisig", "minisign.pub"),
];

const ROOT_TO_COMPARE: &str = "whether the root is the one that was made known";

#[test]
fn a_signature_of_the_real_programs_is_good() {
    for (signature, public) in GOOD {
        let (_folder, site) = signed(signature);
        // With the key from elsewhere, it is known who made the seal.
        let run = verify(&site, ["--key", given(public).to_str().unwrap()]);
        let run = run.succeeded().says("the seal is signed with the key");
        assert!(!run.said().contains(ROOT_TO_COMPARE), "{signature}");
        // The key can be given as it is. Without one, the seal names its own.
        verify(&site, ["--key", &key(public).bare()]).succeeded();
        verify(&site, [])
            .succeeded()
            .says("the seal is signed with the key")
            .says("whether the key that the seal names is that of who made the site")
            .says(ROOT_TO_COMPARE);
        // It need not lie there.
        let path = given(signature);
        verify(
            &given("site"),
            [
                "--signature",
                path.to_str().unwrap(),
                "--key",
                given(public).to_str().unwrap(),
            ],
        )
        .succeeded()
        .says("the seal is signed with the key");
    }
    let (_folder, site) = signed("hashed.minisig");
    verify(&site, []).says("which says `sealed for a test`");
}

#[test]
fn no_signature_is_good_with_one_bit_changed() {
    let seal = bytes("site/seal.txt");
    for (signature, public) in GOOD {
        let (whole, key) = (bytes(signature), key(public));
        let check = |signature: &[u8], seal: &[u8]| {
            let signature = Signature::read(signature)?;
            Ok::<bool, String>(matches!(
                signature.check(seal, &[&key]),
                Verdict::Good { .. }
            ))
        };
        assert_eq!(check(&whole, &seal), Ok(true), "{signature}");
        for at in 0..seal.len() {
            let mut seal = seal.clone();
            seal[at] ^= 1 << (at % 8);
            assert_eq!(
                check(&whole, &seal),
                Ok(false),
                "{signature}: seal, byte {at}"
            );
        }
        // The first line of minisign is signed by nobody, as it says itself.
        let head = match signature.ends_with(".minisig") {
            true => whole.iter().position(|byte| *byte == b'\n').unwrap(),
            false => 0,
        };
        for at in head..whole.len() - 1 {
            let mut whole = whole.clone();
            whole[at] ^= 1 << (at % 8);
            assert_ne!(check(&whole, &seal), Ok(true), "{signature}: byte {at}");
        }
    }
}

#[test]
fn a_changed_seal_is_not_what_was_signed() {
    for (signature, public) in GOOD {
        let (_folder, site) = signed(signature);
        let seal = site.join("seal.txt");
        let text = fs::read_to_string(&seal).unwrap();
        fs::write(&seal, text.replace("  about.html", "  abouu.html")).unwrap();
        verify(&site, ["--key", given(public).to_str().unwrap()])
            .exits(1)
            .says("it is a bad signature");
        // Not even where the seal is none any more, so that it names no key as a seal does.
        fs::write(&seal, text + "more\n").unwrap();
        verify(&site, []).exits(1).says("it is a bad signature");
    }
}

#[test]
fn a_signature_by_another_key_is_told() {
    for (signature, public) in [("other.sig", "ssh.pub"), ("other.minisig", "minisign.pub")] {
        let (_folder, site) = signed(signature);
        verify(&site, [])
            .exits(1)
            .says("it was made with another key than it should be");
        verify(&site, ["--key", given(public).to_str().unwrap()])
            .exits(1)
            .says("it was made with another key than it should be");
    }
    // Somebody else may sign too, if their key is given.
    let (_folder, site) = signed("other.sig");
    verify(&site, ["--key", given("other.pub").to_str().unwrap()])
        .succeeded()
        .says("the seal is signed with the key")
        .says("which the seal names: there is none");
}

#[test]
fn a_signature_for_another_use_is_refused() {
    let (_folder, site) = signed("ssh-git.sig");
    verify(&site, [])
        .exits(1)
        .says("it was made for `git` and not to sign a file");
}

#[test]
fn other_kinds_of_keys_are_left_to_their_own_program() {
    for (signature, kind) in [("rsa.sig", "ssh-rsa"), ("ecdsa.sig", "ecdsa-sha2-nistp256")] {
        let (_folder, site) = signed(signature);
        let words = format!("by a key of the kind `{kind}`, which briefpack does not read");
        verify(&site, []).succeeded().says(&words);
        verify(&site, ["--key", given("ssh.pub").to_str().unwrap()])
            .exits(1)
            .says("no signature by the key");
    }
    verify(
        &given("site"),
        ["--key", given("rsa.pub").to_str().unwrap()],
    )
    .exits(2)
    .says("briefpack checks no signatures by `ssh-rsa` keys");
}

#[test]
fn a_missing_signature_is_told_and_a_fault_if_its_key_is_given() {
    verify(&given("site"), [])
        .succeeded()
        .says("which the seal names: there is none");
    verify(
        &given("site"),
        ["--key", given("ssh.pub").to_str().unwrap()],
    )
    .exits(1)
    .says("`seal.txt`: no signature by the key");
    verify(&given("site"), ["--signature", "nowhere.sig"])
        .exits(2)
        .says("cannot read the signature `nowhere.sig`");
}

#[test]
fn what_is_no_signature_is_no_signature() {
    let whole = String::from_utf8(bytes("ssh.sig")).unwrap();
    let minisig = String::from_utf8(bytes("hashed.minisig")).unwrap();
    let cases: &[(&str, &str, String)] = &[
        ("sig", "no signature", String::new()),
        ("sig", "no signature", "words of somebody else".into()),
        ("sig", "no signature", "x".repeat(70_000)),
        ("sig", "no whole signature", whole[..200].into()),
        ("sig", "no whole signature", whole.replace("U1NIU0lH", "")),
        ("minisig", "no signature", minisig[..200].into()),
        ("minisig", "no signature", minisig.clone() + "and more\n"),
        ("minisig", "no signature", bytes_as_text("minisign.pub")),
    ];
    for (ending, words, text) in cases {
        let (_folder, site) = signed("ssh.sig");
        fs::write(site.join(format!("seal.txt.{ending}")), text).unwrap();
        verify(&site, [])
            .exits(1)
            .says(&format!("`seal.txt.{ending}`: it is {words}"));
    }
}

fn bytes_as_text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

#[test]
fn what_is_no_key_is_refused() {
    let secret = format!(
        "{}\n",
        STANDARD.encode([b"Ed\0\0B2", &[0; 152][..]].concat())
    );
    for (key, words) in [
        ("nothing.pub", "nor is there a file of that name"),
        ("", "there is no public key"),
        ("ssh-ed25519", "this is no public key"),
        ("ecdsa-sha2-nistp256 AAAA", "briefpack checks no signatures"),
        (&secret, "this is a secret key"),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "this is a secret key",
        ),
    ] {
        verify(&given("site"), [&format!("--key={key}")[..]])
            .exits(2)
            .says(words);
    }
}

/// A key that is made of a constant, for tests only.
struct Signer(KeyPair);

impl Signer {
    fn new(constant: u8) -> Signer {
        Signer(KeyPair::from_seed(Seed::new([constant; 32])))
    }

    fn blob(&self) -> Vec<u8> {
        [string(b"ssh-ed25519"), string(self.0.pk.as_ref())].concat()
    }

    fn public(&self) -> String {
        format!("ssh-ed25519 {} for tests", STANDARD.encode(self.blob()))
    }

    /// A signature as `ssh-keygen -Y sign -n file` makes it.
    fn sign(&self, file: &Path) -> String {
        let digest = Sha512::digest(fs::read(file).unwrap());
        let head = [string(b"file"), string(b""), string(b"sha512")].concat();
        let message = [b"SSHSIG", &head[..], &string(&digest)].concat();
        let own = [
            string(b"ssh-ed25519"),
            string(self.0.sk.sign(message, None).as_ref()),
        ];
        let blob = [
            b"SSHSIG\0\0\0\x01",
            &string(&self.blob())[..],
            &head,
            &string(&own.concat()),
        ];
        let base64 = STANDARD.encode(blob.concat());
        format!("-----BEGIN SSH SIGNATURE-----\n{base64}\n-----END SSH SIGNATURE-----\n")
    }
}

fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    [&length.to_be_bytes(), bytes].concat()
}

/// A closed site that names a key.
fn site(key: &str) -> TestSite {
    TestSite::empty()
        .file(
            "briefpack.yaml",
            format!(
                "title: Example group\nlifecycle:\n  state: closed\n  on: 2026-03-31\n  signed_by: {key}\n"
            ),
        )
        .file("content/index.md", "---\ntitle: Example group\n---\n\nWords.\n")
}

fn archive(site: &TestSite) -> PathBuf {
    let target = site.around().join("archive");
    let run = site.run(["archive", "--as-of", AS_OF, "-o", target.to_str().unwrap()]);
    run.succeeded();
    target
}

#[test]
fn the_key_of_a_site_is_told_where_its_archive_is_checked() {
    let key = Signer::new(7).public();
    let site = site(&key);
    let target = site.around().join("archive");
    site.run(["archive", "--as-of", AS_OF, "-o", target.to_str().unwrap()])
        .succeeded()
        .says("Sign it with:   ssh-keygen -Y sign -n file -f SECRET_KEY_FILE");
    let bare = key.trim_end_matches(" for tests");
    for (file, words) in [
        ("site/seal.txt", format!("# signed by: {key}\n")),
        ("README.md", format!("    {key}\n")),
        (
            "README.md",
            format!("    echo 'signer {bare}' > signers.txt\n"),
        ),
        ("archive.json", format!("\"{key}\"")),
        ("site/about-this-archive.html", bare.replace('+', "&#43;")),
    ] {
        let text = fs::read_to_string(target.join(file)).unwrap();
        let text = text.replace('+', "&#43;");
        assert!(
            text.contains(&words.replace('+', "&#43;")),
            "{file}: {text}"
        );
    }
}

#[test]
fn a_signed_archive_is_sound_in_every_form() {
    let signer = Signer::new(7);
    let site = site(&signer.public());
    let archive = archive(&site);
    let signature = signer.sign(&archive.join("site/seal.txt"));
    for place in ["site/seal.txt.sig", "seal.txt.sig"] {
        fs::write(archive.join(place), &signature).unwrap();
        for part in ["", "site", "bag", "site.zip", "site.wacz"] {
            let run = verify(&archive.join(part), ["--key", &signer.public()]);
            let run = run.succeeded().says("the seal is signed with the key");
            assert!(!run.said().contains(ROOT_TO_COMPARE), "{part}");
            // Who packed it, and the index of a web archive, are not signed.
            let open = run.said().contains("what describes the site in it");
            assert_eq!(open, ["bag", "site.wacz"].contains(&part), "{part}");
        }
        // Neither has a signature of its own, nor is that of the site taken for one.
        for part in ["single", "sources"] {
            let run = verify(&archive.join(part), []).succeeded();
            assert!(!run.said().contains(ROOT_TO_COMPARE), "{part}");
            run.says("it is not that of the site, whose root was made known");
            verify(&archive.join(part), ["--key", &signer.public()])
                .exits(1)
                .says("was found: what is signed is the site");
        }
        fs::remove_file(archive.join(place)).unwrap();
    }
    // Away from its archive, with the signature beside it.
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("site.zip");
    fs::copy(archive.join("site.zip"), &zip).unwrap();
    fs::write(folder.path().join("seal.txt.sig"), &signature).unwrap();
    verify(&zip, ["--key", &signer.public()])
        .succeeded()
        .says("the seal is signed with the key");
    verify(&zip, ["--key", &Signer::new(8).public()])
        .exits(1)
        .says("no signature by the key");
}

#[test]
fn whoever_seals_another_site_cannot_sign_it() {
    let (signer, other) = (Signer::new(7), Signer::new(8));
    let named = site(&signer.public());
    let archive = archive(&named);
    let seal = archive.join("site/seal.txt");
    // Sealed anew by somebody who names the right key and signs with their own.
    fs::write(archive.join("site/seal.txt.sig"), other.sign(&seal)).unwrap();
    for arguments in [&[][..], &["--key", &signer.public()]] {
        verify(&archive, arguments.iter().copied())
            .exits(1)
            .says("`site/seal.txt.sig`: it was made with another key than it should be");
    }
    // Who names their own key is found out by whoever has the right one.
    let site = site(&other.public());
    let archive = self::archive(&site);
    let seal = archive.join("site/seal.txt");
    fs::write(archive.join("site/seal.txt.sig"), other.sign(&seal)).unwrap();
    verify(&archive, [])
        .succeeded()
        .says("whether the key that the seal names is that of who made the site");
    verify(&archive, ["--key", &signer.public()])
        .exits(1)
        .says("no signature by the key");
}

#[test]
fn a_signature_whose_key_nobody_knows_is_no_fault() {
    let signer = Signer::new(7);
    let site = TestSite::minimal();
    let archive = archive(&site);
    let signature = signer.sign(&archive.join("site/seal.txt"));
    fs::write(archive.join("site/seal.txt.sig"), &signature).unwrap();
    verify(&archive, [])
        .succeeded()
        .says("if you know whose it is, give it with `--key`");
    verify(&archive, ["--key", &signer.public()]).succeeded();
    // It hides nothing: what is called so has to be a signature, and of this seal.
    fs::write(archive.join("site/seal.txt.sig"), "something else").unwrap();
    verify(&archive, [])
        .exits(1)
        .says("`site/seal.txt.sig`: it is no signature");
    fs::write(archive.join("site/seal.txt.sig"), bytes("ssh.sig")).unwrap();
    verify(&archive, [])
        .exits(1)
        .says("`site/seal.txt.sig`: it is a bad signature");
    fs::remove_file(archive.join("site/seal.txt.sig")).unwrap();
    fs::write(archive.join("bag/data/seal.txt.sig"), &signature).unwrap();
    verify(&archive, [])
        .exits(1)
        .says("`bag/data/seal.txt.sig` was added");
}

#[test]
fn a_signed_archive_is_not_replaced() {
    let signer = Signer::new(7);
    let site = site(&signer.public());
    let archive = archive(&site);
    let signature = archive.join("site/seal.txt.sig");
    fs::write(&signature, signer.sign(&archive.join("site/seal.txt"))).unwrap();
    site.run(["archive", "--as-of", AS_OF, "-o", archive.to_str().unwrap()])
        .exits(2)
        .says("is signed, so it is left as it is: a new archive would lose `site/seal.txt.sig`");
    verify(&archive, ["--key", &signer.public()]).succeeded();
    fs::remove_file(&signature).unwrap();
    site.run(["archive", "--as-of", AS_OF, "-o", archive.to_str().unwrap()])
        .succeeded();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn anything_can_be_read_as_a_key_or_signature(
        which in 0..GOOD.len(),
        cut in 0_usize..400,
        put in prop::collection::vec(any::<u8>(), 0..40),
        raw in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let known = key("ssh.pub");
        let other = key("minisign.pub");
        let mut damaged = bytes(GOOD[which].0);
        let cut = cut.min(damaged.len());
        let end = (cut + put.len()).min(damaged.len());
        damaged.splice(cut..end, put);
        let blob = [b"SSHSIG\0\0\0\x01\0\0\0", &raw[..]].concat();
        let armoured = format!(
            "-----BEGIN SSH SIGNATURE-----\n{}\n-----END SSH SIGNATURE-----\n",
            STANDARD.encode(&blob)
        );
        for bytes in [&damaged[..], armoured.as_bytes(), &raw] {
            if let Ok(signature) = Signature::read(bytes) {
                signature.check(b"words", &[&known, &other]);
            }
            let _ = PublicKey::read(&String::from_utf8_lossy(bytes));
        }
    }
}
