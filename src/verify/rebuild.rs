//! The sources built again, and every byte of the result held against the archived site.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use serde_json::Value as Json;

use super::Watch;
use super::report::Report;
use super::sealed::Copy;
use crate::archive::SOURCES;
use crate::archive::sources::RECIPE;
use crate::error::Fault;
use crate::pack;
use crate::resolve::Drafts;
use crate::{AsOf, Options};

/// Builds the sources in `folder` by their recipe and compares with the site, of which `prefix` is
/// the name.
pub(super) fn check(
    folder: &Path,
    recipe: &str,
    site: &Copy<'_>,
    prefix: &str,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<(), Fault> {
    let recipe: Json = serde_json::from_str(recipe).unwrap_or_default();
    let version = recipe["version"].as_str().unwrap_or_default();
    if version != env!("CARGO_PKG_VERSION") {
        report.unchecked.push(format!(
            "whether the sources give the site: that takes briefpack {version}, and this is {}",
            env!("CARGO_PKG_VERSION")
        ));
        return Ok(());
    }
    let as_of = recipe["as_of"].as_str().and_then(|text| text.parse().ok());
    let Some(as_of) = as_of else {
        report.note(
            format!("{SOURCES}/{RECIPE}"),
            "it does not say when the site was built",
        );
        return Ok(());
    };
    let options = Options {
        drafts: Drafts::Exclude,
        as_of: Some(AsOf::Instant(as_of)),
        now: as_of,
        base_url: None,
    };
    let build = crate::build(folder, &options)?;
    let Some(output) = build.output else {
        report.note("sources", "what they describe cannot be built");
        return Ok(());
    };
    let before = watch.done.load(Ordering::Relaxed);
    let telling = |done, _| watch.reached(before, done);
    let sealed = pack::seal_telling(output, &build.signed_by, &telling)?;
    let mut rebuilt = BTreeMap::new();
    for (path, digests) in &sealed.files {
        rebuilt.insert(path.to_string(), digests.sha256);
    }
    let mut differ = 0;
    for (path, digest) in &rebuilt {
        let now = site.get(path).map(|taken| taken.digests.sha256);
        let at = format!("{prefix}{path}");
        if now != Some(*digest) {
            differ += 1;
            // What is known to be damaged need not be told twice.
            if !report.knows(&at) {
                report.note(at, "building the sources again does not give these bytes");
            }
        }
    }
    for path in site.keys().filter(|path| !rebuilt.contains_key(*path)) {
        differ += 1;
        let at = format!("{prefix}{path}");
        if !report.knows(&at) {
            report.note(at, "building the sources again does not give this file");
        }
    }
    if differ == 0 {
        report.checked.push(format!(
            "the sources, built again, give every one of the {} files of the site",
            rebuilt.len()
        ));
    }
    Ok(())
}
