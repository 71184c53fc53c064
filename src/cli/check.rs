//! `briefpack check`.

use std::io::Write as _;
use std::path::Path;

use super::report::{found, report};
use super::{CheckArguments, Done, MessageFormat};
use crate::Mended;
use crate::check::Fix;
use crate::diag::has_errors;
use crate::error::Fault;
use crate::number::counted;
use crate::source::{SourceId, SourceMap};

/// Looks at a site without building it. With `--fix`, first puts right what needs no person.
pub(super) fn run(arguments: &CheckArguments) -> Result<Done, Fault> {
    let site = &arguments.site;
    if arguments.fix {
        let mended = crate::mend(&site.site, &site.options())?;
        fix(&site.site, &mended)?;
    }
    let build = crate::examine(&site.site, &site.options())?;
    report(&build.diagnostics, &build.sources, site.message_format);
    if site.message_format == MessageFormat::Text {
        let found = found(&build.diagnostics);
        let _ = writeln!(anstream::stderr(), "{found}");
    }
    Ok(if has_errors(&build.diagnostics) {
        Done::WithErrors
    } else {
        Done::Well
    })
}

/// Applies the changes, file by file, and shows each line before and after.
fn fix(root: &Path, mended: &Mended) -> Result<(), Fault> {
    let mut rest = &mended.fixes[..];
    while let Some(first) = rest.first() {
        let source = first.span.source;
        let count = rest.partition_point(|fix| fix.span.source == source);
        let (here, others) = rest.split_at(count);
        rest = others;
        let file = mended.sources.file(source);
        let path = root.join(file.path.as_str());
        crate::write::replace_text(&path, &file.text, &fixed(&file.text, here))?;
        let _ = write!(
            anstream::stderr(),
            "{}",
            lines(&mended.sources, source, here)
        );
    }
    let numbers = counted(mended.fixes.len(), "number");
    let _ = writeln!(anstream::stderr(), "{numbers} rewritten");
    Ok(())
}

/// The text with the changes made. They are in the order of places and do not overlap.
fn fixed(text: &str, fixes: &[Fix]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for fix in fixes {
        out.push_str(&text[at..fix.span.start as usize]);
        out.push_str(&fix.text);
        at = fix.span.end as usize;
    }
    out.push_str(&text[at..]);
    out
}

/// The lines that change, as they were and as they are.
fn lines(sources: &SourceMap, source: SourceId, fixes: &[Fix]) -> String {
    let file = sources.file(source);
    let text = &file.text;
    let mut out = String::new();
    let mut rest = fixes;
    while let Some(first) = rest.first() {
        let start = text[..first.span.start as usize]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let end = text[first.span.end as usize..]
            .find('\n')
            .map_or(text.len(), |at| first.span.end as usize + at);
        let count = rest.partition_point(|fix| (fix.span.start as usize) < end);
        let (here, others) = rest.split_at(count);
        rest = others;
        let moved: Vec<Fix> = here
            .iter()
            .map(|fix| Fix {
                span: crate::source::Span {
                    start: fix.span.start - start as u32,
                    end: fix.span.end - start as u32,
                    ..fix.span
                },
                text: fix.text.clone(),
            })
            .collect();
        let line = &text[start..end];
        let after = fixed(line, &moved);
        let (number, _) = sources.line_column(source, first.span.start);
        out.push_str(&format!("{}:{number}\n", file.path));
        for before in line.lines() {
            out.push_str(&format!("- {before}\n"));
        }
        for after in after.lines() {
            out.push_str(&format!("+ {after}\n"));
        }
    }
    out
}
