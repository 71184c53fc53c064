//! `briefpack close`.

use std::io::Write as _;
use std::path::Path;

use super::diff::diff;
use super::report::report;
use super::{CloseArguments, Done, MessageFormat};
use crate::check::Gap;
use crate::closing::{Request, Step};
use crate::diag::{Diagnostic, Severity, has_errors};
use crate::error::Fault;
use crate::resolve::Drafts;
use crate::{Closure, Options};

/// The note for whoever holds the site from then on, in the folder of the site.
const HANDOVER: &str = "HANDOVER.md";

/// Reads `--on`.
pub(super) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    crate::parse::day(text)
        .map_err(|problem| format!("{problem}; write a day such as `2026-11-23`"))
}

/// Reads `--accept`.
pub(super) fn accept(text: &str) -> Result<(String, String), String> {
    // Both may hold a `=`, as addresses do; which is meant shows once it is known what is open.
    let (item, reason) = text
        .rsplit_once('=')
        .ok_or("write the item, `=` and the reason: `recording=The film was lost.`")?;
    match (item.trim(), reason.trim()) {
        ("", _) => Err("the item is missing before the `=`".to_string()),
        (_, "") => Err("the reason is missing after the `=`".to_string()),
        (item, reason) => Ok((item.to_string(), reason.to_string())),
    }
}

/// Takes a step in the life of a group, or shows what it would be.
pub(super) fn run(arguments: &CloseArguments) -> Result<Done, Fault> {
    let step = match (arguments.dissolve, arguments.revive) {
        (true, _) => Step::Dissolve,
        (_, true) => Step::Revive,
        _ => Step::Close,
    };
    let request = Request {
        step,
        on: arguments.on,
        notice: arguments.notice.clone(),
        accept: arguments.accept.clone(),
    };
    let options = Options {
        drafts: Drafts::Exclude,
        as_of: None,
        now: jiff::Timestamp::now(),
        base_url: None,
    };
    let closure = crate::close(&arguments.site, &options, &request)?;
    let found = said(&closure);
    report(&found, &closure.sources, arguments.message_format);
    let refused = has_errors(&found);
    if arguments.message_format == MessageFormat::Text {
        let mut words = diff("briefpack.yaml", &closure.old, &closure.new);
        words.push_str(&outcome(&closure, step, refused, arguments.dry_run));
        let _ = write!(anstream::stderr(), "{words}");
    }
    if refused {
        return Ok(Done::WithErrors);
    }
    if !arguments.dry_run {
        take(&arguments.site, &closure, step, arguments.message_format)?;
    }
    Ok(Done::Well)
}

/// Everything that is to be said; what refuses is an error here.
fn said(closure: &Closure) -> Vec<Diagnostic> {
    let open = closure.open.iter().map(|gap| Diagnostic {
        severity: Severity::Error,
        ..gap.diagnostic.clone()
    });
    let notices = closure.notices.iter().map(|gap| gap.diagnostic.clone());
    let diagnostics = closure.diagnostics.iter().cloned();
    crate::diag::arrange(diagnostics.chain(open).chain(notices).collect())
}

/// What came of it, in words.
fn outcome(closure: &Closure, step: Step, refused: bool, dry_run: bool) -> String {
    if refused {
        return match closure.open.len() {
            0 => "Nothing was changed: the site has errors.\n".to_string(),
            _ => format!("Nothing was changed.\n{}", items(&closure.open)),
        };
    }
    if closure.old == closure.new {
        return "Nothing changes: `briefpack.yaml` says so already.\n".to_string();
    }
    let came = match dry_run {
        true => "Nothing was changed: this is what would be.".to_string(),
        false => taken(step, closure.ahead),
    };
    let remarks = closure.remarks.iter().map(|words| (*words).to_string());
    let all = std::iter::once(came).chain(remarks);
    all.map(|line| format!("{line}\n")).collect()
}

/// What a step that was taken comes to; a build does not show it before its day.
fn taken(step: Step, ahead: Option<jiff::civil::Date>) -> String {
    let (now, then, built) = match step {
        Step::Close => (
            "The site is closed",
            "The site is to be closed",
            "makes its last edition",
        ),
        Step::Dissolve => (
            "The group is dissolved",
            "The group is to be dissolved",
            "puts the notice on every page",
        ),
        Step::Revive => (
            "The group is active again",
            "The group is to be active again",
            "no longer says that it has ended",
        ),
    };
    match ahead {
        None => format!("{now}. `briefpack build` {built}."),
        Some(day) => format!(
            "{then} on {day}. Build the site on that day or later: only then `briefpack build` {built}."
        ),
    }
}

/// The open items, to be mended or accepted by name.
fn items(open: &[Gap]) -> String {
    let mut out = format!(
        "{} open. Mend each, or accept it with its reason, which the site will print:\n",
        match open.len() {
            1 => "1 item is".to_string(),
            more => format!("{more} items are"),
        }
    );
    for gap in open {
        out.push_str(&format!("  --accept '{}=…'\n", gap.item()));
    }
    out
}

fn take(root: &Path, closure: &Closure, step: Step, format: MessageFormat) -> Result<(), Fault> {
    crate::write::replace_text(&root.join("briefpack.yaml"), &closure.old, &closure.new)?;
    let note = root.join(HANDOVER);
    let written = step == Step::Close && crate::write::new_text(&note, &closure.handover)?;
    if written && format == MessageFormat::Text {
        let _ = writeln!(
            anstream::stderr(),
            "`{HANDOVER}` is a note for whoever holds the site from now on: complete it."
        );
    }
    Ok(())
}
