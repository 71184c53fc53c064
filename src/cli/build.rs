//! `briefpack build`.

use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use super::report::{found, report_spoken};
use super::{BuildArguments, Done, MessageFormat, now, say};
use crate::error::Fault;
use crate::number::counted;
use crate::resolve::Drafts;
use crate::write::Placed;
use crate::{AsOf, Build, Cache, Counts, Making, Options, Spoken};

/// Reads `--as-of`.
pub(super) fn as_of(text: &str) -> Result<AsOf, String> {
    if let Some(instant) = crate::parse::instant(text) {
        return Ok(AsOf::Instant(instant));
    }
    let form = "write a day such as `2026-11-23`, or a time with its zone such as \
                `2026-11-23T09:00:00Z`";
    crate::parse::day(text)
        .map(AsOf::Day)
        .map_err(|problem| format!("{problem}; {form}"))
}

/// Reads `--base-url`.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    match crate::parse::base_address(text) {
        Ok(()) => Ok(text.to_string()),
        Err(problem) => Err(format!("{problem}; write `https://example.org/` in full")),
    }
}

/// Builds a site and writes it.
pub(super) fn run(arguments: &BuildArguments) -> Result<Done, Fault> {
    let started = Instant::now();
    let target = target(arguments)?;
    if let Some(jobs) = arguments.jobs {
        // Fails only when the pool was made before, which nothing here has done.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs.into())
            .build_global();
    }
    let options = Options {
        drafts: if arguments.drafts {
            Drafts::Include
        } else {
            Drafts::Exclude
        },
        as_of: arguments.as_of,
        now: now()?,
        base_url: arguments.base_url.clone(),
    };
    let cache = match arguments.no_cache {
        true => Cache::Leave,
        false => Cache::Use,
    };
    let published = crate::publish(&arguments.site, &options, &target, cache)?;
    report_spoken(&published.spoken, arguments.message_format);
    let is_text = arguments.message_format == MessageFormat::Text;
    match published.written? {
        Some(written) => {
            if is_text {
                let built = Built {
                    counts: published.counts,
                    warnings: published.spoken.warnings(),
                    making: written.making,
                };
                let mut text = built.summary(arguments.drafts, started);
                text.push_str(&place(written.placed, &target));
                say(&text);
            }
            // The program ends here. Its memory goes back in one piece, not text by text.
            std::mem::forget(published.spoken);
            Ok(Done::Well)
        }
        None => {
            if let (true, Spoken::Found(build)) = (is_text, &published.spoken) {
                let _ = writeln!(anstream::stderr(), "{}", refusal(build, &target));
            }
            Ok(Done::WithErrors)
        }
    }
}

/// What a summary tells.
struct Built {
    counts: Counts,
    warnings: usize,
    making: Making,
}

/// The output folder.
fn target(arguments: &BuildArguments) -> Result<PathBuf, Fault> {
    let site = &arguments.site;
    let target = arguments
        .output
        .clone()
        .unwrap_or_else(|| site.join("public"));
    safe_target(site, &target)
}

/// The folder `target` as it is to be written, unless it holds the site or lies in what the site is
/// made of.
pub(super) fn safe_target(site: &Path, target: &Path) -> Result<PathBuf, Fault> {
    let (root, out) = (real(site), real(target));
    if root.starts_with(&out) || is_made_of(&root, &out) {
        return Err(Fault::Usage(format!(
            "the output folder `{}` would take the place of the site's own files\nhelp: choose \
             another folder with `-o`",
            target.display()
        )));
    }
    let around = out.ancestors().skip(1).filter(|folder| **folder != root);
    let mut others = around.filter(|folder| folder.join("briefpack.yaml").exists());
    if let Some(other) = others.find(|other| is_made_of(other, &out)) {
        return Err(Fault::Usage(format!(
            "the output folder `{}` would lie in what another site, `{}`, is made of\nhelp: choose \
             another folder with `-o`",
            target.display(),
            other.display()
        )));
    }
    let is_plain = !target.components().any(|part| part == Component::ParentDir);
    Ok(if is_plain {
        target.components().collect()
    } else {
        out
    })
}

/// Whether an output folder lies in what a site is made of, or holds some of it. Those folders may be links.
fn is_made_of(site: &Path, out: &Path) -> bool {
    ["content", "themes"].iter().any(|name| {
        let folder = site.join(name);
        let own = real(&folder);
        out.starts_with(&folder) || out.starts_with(&own) || own.starts_with(out)
    })
}

/// Where a path leads, although its last folders may not be there yet: links are followed as far as
/// there are any, and `..` is resolved.
pub(super) fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut real = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        if let Ok(led) = real.canonicalize() {
            real = led;
        }
    }
    real
}

fn refusal(build: &Build, target: &Path) -> String {
    let found = found(&build.diagnostics);
    format!(
        "{found}: the site was not built, and `{}` {}",
        target.display(),
        left(target)
    )
}

/// What has become of a folder that nothing was written to.
pub(super) fn left(target: &Path) -> &'static str {
    match target.exists() {
        true => "was left as it was",
        false => "was not made",
    }
}

impl Built {
    fn summary(&self, drafts: bool, started: Instant) -> String {
        let counts = self.counts;
        let warnings = match self.warnings {
            0 => "no warnings".to_string(),
            count => counted(count, "warning"),
        };
        let kept = match self.making {
            Making::Whole => String::new(),
            Making::Words(pages) => format!(
                "; {} anew, the rest had not changed",
                counted(pages, "page")
            ),
            Making::Nothing => "; nothing had changed".to_string(),
        };
        let mut text = format!(
            "Built {}, {}, {} with {warnings} in {:.2} s{kept}.\n",
            counted(counts.pages, "page"),
            counted(counts.figures, "figure"),
            counted(counts.datasets, "dataset"),
            started.elapsed().as_secs_f64()
        );
        if drafts {
            text.push_str("Drafts and embargoed content are in it: do not publish this folder.\n");
        }
        text
    }
}

/// Where the site is, and how it came there if not in one step.
fn place(placed: Placed, target: &Path) -> String {
    let how = match placed {
        Placed::Whole => String::new(),
        Placed::FileByFile => format!(
            "`{}` could not be exchanged whole, so it was updated file by file, pages last.\n",
            target.display()
        ),
    };
    format!("{how}Open {}\n", target.join("index.html").display())
}
