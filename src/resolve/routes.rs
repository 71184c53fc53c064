//! Addresses: where each piece of content stands in the output.
//!
//! Addresses mirror the content: a folder with `index.md` becomes a folder with `index.html`, any
//! other file `x.md` becomes `x.html` beside it. A number before a name only orders.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code};
use crate::model::{Redirect, Site};
use crate::slug::{slug, without_order};
use crate::source::{SitePath, SourceId, Span, Spanned};

/// The address of a page or dataset, from its path under `content/`, with another extension.
/// `None` when a part of it has no letter or digit.
pub(crate) fn output_path(path: &SitePath, extension: &str) -> Option<SitePath> {
    let is_news = path.inside("news").is_some();
    let folder = path.parent();
    let mut parts = Vec::new();
    for name in folder.as_str().split('/').filter(|name| !name.is_empty()) {
        parts.push(part(name, is_news)?);
    }
    parts.push(format!("{}.{extension}", part(path.stem(), is_news)?));
    Some(SitePath::new(parts.join("/")))
}

/// A name as a part of an address. A date before a name is kept: it is no order.
fn part(name: &str, keep_number: bool) -> Option<String> {
    let name = if keep_number || begins_with_date(name) {
        name
    } else {
        without_order(name)
    };
    let slug = slug(name);
    (!slug.is_empty()).then_some(slug)
}

fn begins_with_date(name: &str) -> bool {
    name.get(..10)
        .is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok())
}

/// The address of a file that is published as it is: its folder's address, its name in lower
/// case without spaces.
pub(super) fn attachment(path: &SitePath) -> SitePath {
    let mut parts: Vec<String> = Vec::new();
    for name in path
        .parent()
        .as_str()
        .split('/')
        .filter(|name| !name.is_empty())
    {
        parts.push(part(name, false).unwrap_or_else(|| "files".to_string()));
    }
    let stem = match slug(path.stem()) {
        stem if stem.is_empty() => "file".to_string(),
        stem => stem,
    };
    parts.push(match path.extension() {
        extension if extension.is_empty() => stem,
        extension => format!("{stem}.{extension}"),
    });
    SitePath::new(parts.join("/"))
}

/// Reads an old address: `/evidence/session-3/` or `https://old.example/evidence/session-3/`.
pub(super) fn redirect(from: &Spanned<String>, faults: &mut Vec<Diagnostic>) -> Option<SitePath> {
    let path = from
        .value
        .split_once("://")
        .map_or(from.value.as_str(), |(_, rest)| {
            rest.split_once('/').map_or("", |(_, path)| path)
        });
    let path = path.trim_start_matches('/');
    let refuse = |why: &str| {
        Diagnostic::warning(
            &code::REDIRECT_ADDRESS,
            from.span,
            format!("the old address `{}` cannot be kept: {why}", from.value),
        )
    };
    if path.contains(['?', '#']) {
        faults.push(
            refuse("a folder of files cannot answer at an address with `?` or `#`").help(
                "set this redirect at the host, if it can; old addresses that are paths are kept",
            ),
        );
        return None;
    }
    let whole = match path {
        "" => "index.html".to_string(),
        path if path.ends_with('/') => format!("{path}index.html"),
        path if path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.contains('.')) =>
        {
            path.to_string()
        }
        path => format!("{path}/index.html"),
    };
    let clean = SitePath::default()
        .join(&whole)
        .filter(|clean| clean.as_str() == whole);
    if clean.is_none() {
        faults.push(refuse("it is not a plain path").help("write it as `/evidence/session-3/`"));
    }
    clean
}

const DATASET: &str = "this dataset";

/// Reports every address that two pieces of content claim.
pub(super) fn check(
    site: &Site,
    redirect_spans: &[Span],
    config_source: SourceId,
    faults: &mut Vec<Diagnostic>,
) {
    // Compared without case, because many disks make no difference between `A` and `a`.
    let mut taken: BTreeMap<String, (Span, &str)> = BTreeMap::new();
    let mut claims: Vec<(&SitePath, Span, &str)> = Vec::new();
    let generated: Vec<SitePath> = crate::view::GENERATED
        .iter()
        .map(|it| SitePath::new(*it))
        .collect();
    claims.extend(generated.iter().map(|path| {
        (
            path,
            Span::file(config_source),
            "a page that briefpack makes",
        )
    }));
    claims.extend(
        site.pages
            .iter()
            .map(|page| (&page.route, page.meta.title.span, "this page")),
    );
    claims.extend(
        site.datasets
            .iter()
            .map(|data| (&data.route, data.span(), DATASET)),
    );
    for (path, span, what) in claims {
        if let Some((first, first_what)) = taken.get(&path.as_str().to_lowercase()) {
            // Two datasets of one name have been reported as such.
            if what == DATASET && *first_what == DATASET {
                continue;
            }
            let fault = Diagnostic::error(
                &code::DUPLICATE_ADDRESS,
                span,
                format!("the address `{path}` is taken already"),
            );
            faults.push(if first.source == config_source {
                fault
                    .label(format!("{first_what} has it"))
                    .help("rename the file or folder")
            } else {
                fault
                    .other(*first, format!("{first_what} has it"))
                    .help("rename one of the two files or folders")
            });
            continue;
        }
        taken.insert(path.as_str().to_lowercase(), (span, what));
    }
    let mut old: BTreeMap<&SitePath, Span> = BTreeMap::new();
    for (Redirect { from, .. }, span) in site.redirects.iter().zip(redirect_spans) {
        let other = taken
            .get(&from.as_str().to_lowercase())
            .map(|(first, _)| *first);
        if let Some(first) = other.or_else(|| old.get(from).copied()) {
            faults.push(
                Diagnostic::error(
                    &code::DUPLICATE_ADDRESS,
                    *span,
                    format!("the old address `{from}` is taken already"),
                )
                .other(first, "this has it")
                .help("remove the line"),
            );
        }
        old.insert(from, *span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_mirror_the_content() {
        let route = |path: &str| {
            output_path(&SitePath::new(path), "html")
                .unwrap()
                .to_string()
        };
        assert_eq!(
            route("sessions/03-employment-skills-education/index.md"),
            "sessions/employment-skills-education/index.html"
        );
        assert_eq!(
            route("news/2020-07-14-launch.md"),
            "news/2020-07-14-launch.html"
        );
        assert_eq!(
            route("reports/final/01-introduction.md"),
            "reports/final/introduction.html"
        );
        assert_eq!(route("data/gcse.yaml"), "data/gcse.html");
        assert_eq!(output_path(&SitePath::new("…/x.md"), "html"), None);
    }
}
