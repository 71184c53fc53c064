//! What stands at the top of an archive: an index for programs, and words for people.

use serde_json::json;

use crate::archive::{CaptureList, PACKAGES, SITE, Subject, seal};
use crate::signature::PublicKey;

/// The index, by which a folder is known as an archive of this program.
pub const NAME: &str = "archive.json";
/// The list of every file.
pub const MANIFEST: &str = "manifest-sha256.txt";

const FORMAT: &str = "briefpack archive 1";

/// Whether a text is the index of an archive.
pub fn is_index(text: &str) -> bool {
    let index: Option<serde_json::Value> = serde_json::from_str(text).ok();
    index.is_some_and(|index| index["format"] == FORMAT)
}

/// The index.
pub(super) fn index(subject: &Subject<'_>) -> String {
    let facts = subject.facts;
    let packages: Vec<_> = names(subject)
        .map(|(name, summary)| json!({"name": name, "summary": summary}))
        .collect();
    super::pretty(&json!({
        "format": FORMAT,
        "title": facts.title,
        "publisher": facts.group,
        "address": facts.has_address.then_some(&facts.base),
        "addresses_in_web_archive": facts.base,
        "lifecycle": {
            "state": facts.state_word(),
            "since": facts.since.map(|date| date.to_string()),
            "until": facts.until.map(|date| date.to_string()),
            "on": facts.on.map(|date| date.to_string()),
        },
        "as_of": facts.as_of.to_string(),
        "software": super::generator(),
        "root": subject.root,
        "signed_by": facts.signed_by.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "packages": packages,
    }))
}

/// The packages of an archive.
fn names(subject: &Subject<'_>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let made = PACKAGES.iter().filter(|package| package.is_made(subject));
    made.map(|package| (package.name, package.summary))
}

/// How the signature of the seal is checked, key by key.
fn signing(keys: &[PublicKey]) -> String {
    let file = format!("{SITE}/{}", seal::NAME);
    let mut text = String::new();
    for key in keys {
        text.push_str(&format!(
            "\nThe seal is to be signed with the key\n\n    {key}\n\nThe signature is `{}`. \
             Compare the key with one that you have from elsewhere; then `briefpack verify` checks \
             the signature too, or\n\n",
            key.signature_of(&file)
        ));
        for command in key.to_check(&file) {
            text.push_str(&format!("    {command}\n"));
        }
    }
    text
}

/// What the sources are good for, or that they are not here.
fn rebuilt(subject: &Subject<'_>) -> &'static str {
    match subject.sources.is_empty() {
        true => {
            ". The sources of the site are not here, because they hold what was not published, so \
             it cannot be built again from this archive"
        }
        false => ", and, by building the sources again, that the site is what they say",
    }
}

/// The words.
pub(super) fn readme(subject: &Subject<'_>) -> String {
    let facts = subject.facts;
    let mut text = format!("# {}: an archive\n\n{}\n", facts.title, facts.description());
    if let Some(dates) = facts.active_dates() {
        text.push_str(&format!("The group was active {dates}.\n"));
    }
    if let Some(keeper) = &facts.keeper {
        text.push_str(&format!("It is kept by {keeper}.\n"));
    }
    if let Some(licence) = &facts.licence {
        text.push_str(&format!(
            "Its words may be used under the {}; each dataset names its own licence.\n",
            licence.name
        ));
    }
    if let Some(contact) = &facts.contact {
        text.push_str(&format!("Contact, as of that day: {contact}\n"));
    }
    text.push_str("\nTo read it, open `site/index.html`. No network and no program but a browser is needed.\n");
    text.push_str("\n## What is here\n\n");
    for (name, summary) in names(subject) {
        text.push_str(&format!("- `{name}`: {summary}\n"));
    }
    if subject.capture_list == CaptureList::Make {
        text.push_str(
            "- `capture-list.txt`: the places outside that pages lead to, for a crawler\n",
        );
    }
    text.push_str(&format!(
        "- `CITATION.cff`, `datacite.json`, `dublin-core.xml`, `ro-crate-metadata.json`: who made \
         it, how to cite it, on what terms it may be used\n\n\
         ## How to check it\n\n\
         The root of the seal over the site is\n\n    {}\n\n\
         It is the SHA-256 digest of `{SITE}/{seal}`, which holds that of every other file of \
         `{SITE}`. Without any program of ours:\n\n    sha256sum {SITE}/{seal}\n    \
         (cd {SITE} && sha256sum --quiet -c {seal})\n    sha256sum --quiet -c {MANIFEST}\n\n\
         `briefpack verify` on this folder checks that and more: that nothing was added, that the \
         packages hold the same files, that no link leads out of the archive to a file that is not \
         there{}.\n",
        subject.root,
        rebuilt(subject),
        seal = seal::NAME,
    ));
    text.push_str(&signing(&facts.signed_by));
    if !facts.has_address {
        text.push_str(&format!(
            "\n## Addresses\n\nThe site had no address when it was archived. In `site.wacz` its \
             pages stand under `{}`, a name that nobody can ever have.\n",
            facts.base
        ));
    }
    text
}
