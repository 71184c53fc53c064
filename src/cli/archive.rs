//! `briefpack archive`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::progress::Progress;
use super::report::{count, found, report};
use super::{ArchiveArguments, Done, MessageFormat, build, epoch, now, say};
use crate::Options;
use crate::archive::{CaptureList, PACKAGES, SITE, names, seal};
use crate::diag::Severity;
use crate::discover::SourceFile;
use crate::error::Fault;
use crate::number::counted;
use crate::output::{Artifact, Output};
use crate::pack::{Listener, Moment, Note, Request};
use crate::resolve::Drafts;
use crate::signature::PublicKey;

/// Builds a site once and packs it in every form.
pub(super) fn run(arguments: &ArchiveArguments) -> Result<Done, Fault> {
    let started = Instant::now();
    let site = &arguments.site;
    let target = target(site, &arguments.output)?;
    let options = Options {
        drafts: Drafts::Exclude,
        as_of: arguments.as_of,
        now: now()?,
        base_url: None,
    };
    let archived = crate::archived(site, &options)?;
    let build = archived.build;
    report(&build.diagnostics, &build.sources, MessageFormat::Text);
    let Some(output) = build.output else {
        let found = found(&build.diagnostics);
        let _ = writeln!(
            anstream::stderr(),
            "{found}: nothing was archived, and `{}` {}",
            target.display(),
            build::left(&target)
        );
        return Ok(Done::WithErrors);
    };
    let mut sources = archived.sources;
    if !archived.withheld.is_empty() {
        sources.clear();
        warn_withheld(&archived.withheld);
    }
    warn_odd(&output, &sources);
    let files = output.len();
    let progress = Progress::new("Packing");
    let request = Request {
        facts: &archived.facts,
        sources: &sources,
        capture_list: match arguments.capture_list {
            true => CaptureList::Make,
            false => CaptureList::Leave,
        },
        moment: match arguments.as_of.is_some() || epoch()?.is_some() {
            true => Moment::Given,
            false => Moment::OfTheRun,
        },
    };
    let listener = Listener {
        progress: &|done, total| progress.tell(done, total),
        note: &|note| progress.say(&words(note)),
    };
    let packed = crate::pack::pack(output, &request, &target, listener);
    progress.end();
    let root = packed?;
    let warnings = count(&build.diagnostics, Severity::Warning);
    say(&format!(
        "Archived {} in {} forms with {} in {:.2} s.\nRoot of the seal: {root}\n{}\
         Check it with:  briefpack verify {}\n",
        counted(files, "file"),
        PACKAGES.len() - usize::from(sources.is_empty()),
        counted(warnings, "warning"),
        started.elapsed().as_secs_f64(),
        to_sign(&archived.facts.signed_by, &target),
        target.display()
    ));
    Ok(Done::Well)
}

/// How the seal is signed with the keys that the site names. The secret keys are not ours to touch.
fn to_sign(keys: &[PublicKey], target: &Path) -> String {
    let file = target.join(SITE).join(seal::NAME).display().to_string();
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-+,:@\\".contains(letter);
    let file = match file.chars().all(is_plain) {
        true => file,
        false => format!("'{}'", file.replace('\'', "'\\''")),
    };
    let lines = keys
        .iter()
        .map(|key| format!("Sign it with:   {}\n", key.to_sign(&file)));
    lines.collect()
}

/// Says that the sources are left out, because they would give away what is not published.
fn warn_withheld(withheld: &[String]) {
    let shown: Vec<String> = withheld
        .iter()
        .take(3)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = match withheld.len().saturating_sub(3) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let _ = writeln!(
        anstream::stderr(),
        "warning: the sources are not in the archive: they hold what is not published yet, {}{more}\n\
         help: publish or remove it, and archive the site again",
        shown.join(", ")
    );
}

/// Names the files that cannot be unpacked on every system.
fn warn_odd(output: &Output, sources: &[SourceFile]) {
    // A file that is published as it is has its name among the sources already.
    let is_told = |artifact: &Artifact| {
        matches!(artifact, Artifact::Copy { origin, .. }
            if sources.iter().any(|file| file.origin == *origin))
    };
    let made = output.iter().filter(|(_, artifact)| !is_told(artifact));
    let paths = made.map(|(path, _)| path.as_str());
    let odd = names::odd(paths.chain(sources.iter().map(|file| file.path.as_str())));
    let mut text = String::new();
    for (path, why) in odd.iter().take(SHOWN) {
        let path = path.escape_debug();
        text.push_str(&format!(
            "warning: `{path}` cannot be unpacked everywhere: {why}\n"
        ));
    }
    if let Some(more @ 1..) = odd.len().checked_sub(SHOWN) {
        let more = counted(more, "other name");
        text.push_str(&format!("warning: {more} cannot be unpacked everywhere\n"));
    }
    if !odd.is_empty() {
        text.push_str("help: rename them in the site, so that nobody loses them\n");
    }
    let _ = write!(anstream::stderr(), "{text}");
}

/// How many names of one kind are told.
const SHOWN: usize = 10;

/// What became of the work of a run that was stopped.
fn words(note: &Note) -> String {
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    match note {
        Note::TakenUp { work, as_of, parts } => format!(
            "note: taking up the work that was left in `{}`, for {as_of}; {}",
            work.display(),
            match parts.is_empty() {
                true => "no form was whole yet".to_string(),
                false => format!("whole already, and checked: {}", list(parts)),
            }
        ),
        Note::Changed { part } => {
            format!("note: `{part}` is not as it was left, and is made anew")
        }
        Note::Kept { part, files } => format!(
            "note: {} of `{part}` kept, and checked",
            counted(*files, "large file")
        ),
        Note::ThrownAway { work, made_from } => format!(
            "note: the work that was left in `{}` is thrown away: {}",
            work.display(),
            match made_from {
                Some(other) => format!("it was made from {other}"),
                None => "it cannot be told what it was made from".to_string(),
            }
        ),
    }
}

/// The folder of the archive. One that holds the site, lies in what the site is made of, or in a
/// folder that builds replace is refused.
fn target(site: &Path, output: &Path) -> Result<PathBuf, Fault> {
    let target = build::safe_target(site, output)?;
    let real = build::real(&target);
    let public = site.join("public");
    let inside = real
        .ancestors()
        .skip(1)
        .any(|folder| folder.join(".briefpack-output").is_file() || folder == build::real(&public));
    if inside {
        return Err(Fault::Usage(format!(
            "`{}` lies in a folder that the next build replaces\nhelp: choose another folder with \
             `-o`",
            output.display()
        )));
    }
    Ok(target)
}
