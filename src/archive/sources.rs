//! The sources of a site with all that is needed to build it again: the version of the program,
//! the versions of everything in it, and the instant the site was built for.

use serde_json::json;

use crate::archive::layout::{Layout, Member, Method, Piece};
use crate::archive::{Facts, Subject, sealing};

/// What tells how the site was built.
pub(crate) const RECIPE: &str = "rebuild.json";

/// The versions of all that the program is made of.
const LOCK: &str = include_str!("../../Cargo.lock");

/// The sources as a folder that can be built as it is.
pub(super) fn layout(subject: &Subject<'_>) -> Layout {
    let mut members: Vec<Member> = subject
        .sources
        .iter()
        .map(|file| Member {
            path: file.path.clone(),
            pieces: vec![Piece::File {
                origin: file.origin.clone(),
                size: file.size,
                sha256: subject.source_digests.get(&file.path).copied(),
            }],
            method: Method::Stored,
        })
        .collect();
    members.push(Member::text("Cargo.lock", LOCK));
    members.push(Member::text("REBUILD.md", words(subject.facts)));
    members.push(Member::text(RECIPE, recipe(subject)));
    Layout {
        members,
        closing: Some(sealing()),
    }
}

/// The recipe for programs.
fn recipe(subject: &Subject<'_>) -> String {
    super::pretty(&json!({
        "program": "briefpack",
        "version": env!("CARGO_PKG_VERSION"),
        "as_of": subject.facts.as_of.to_string(),
        "root": subject.root,
    }))
}

/// The recipe for people.
fn words(facts: &Facts) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let as_of = facts.as_of;
    format!(
        "# How to build this site again\n\n\
         This folder holds everything that the site was made of. It was built by briefpack {version}, \
         for the instant {as_of}.\n\n\
         1. Get the source of briefpack {version}, put the `Cargo.lock` of this folder beside its \
         `Cargo.toml`, and compile it: `cargo build --release --locked`. It names the version of every \
         part with its checksum.\n\
         2. In this folder: `briefpack build --as-of {as_of} -o rebuilt`\n\
         3. Compare with the archived folder: every file of `rebuilt` has the same bytes as in `site`. \
         `briefpack verify` on the folder of the archive does the second and third step by itself.\n"
    )
}
