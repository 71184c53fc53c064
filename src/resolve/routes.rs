//! Addresses: where each piece of content stands in the output.
//!
//! Addresses mirror the content: a folder with `index.md` becomes a folder with `index.html`, any
//! other file `x.md` becomes `x.html` beside it. A number before a name only orders.

use crate::diag::{Diagnostic, code};
use crate::slug::{slug, without_order};
use crate::source::{SitePath, Spanned, percent_decoded};
use crate::web::WebAddress;

/// The address of a page or dataset, from its path under `content/`, with another extension.
/// `None` when a part of it has no letter or digit.
pub(crate) fn output_path(path: &SitePath, extension: &str) -> Option<SitePath> {
    let is_news = path.inside("news").is_some();
    let mut route = String::with_capacity(path.as_str().len() + extension.len() + 1);
    if let Some((folder, _)) = path.as_str().rsplit_once('/') {
        for name in folder.split('/') {
            route.push_str(&part(name, is_news)?);
            route.push('/');
        }
    }
    route.push_str(&part(path.stem(), is_news)?);
    route.push('.');
    route.push_str(extension);
    Some(SitePath::new(route))
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
    // No date begins with a letter, as most names do.
    let date = name.get(..10);
    let date = date.filter(|date| !date.starts_with(char::is_alphabetic));
    date.is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok())
}

/// The address of a file that is published as it is: its folder's address, its name and kind in
/// lower case, without spaces or marks that have a meaning in addresses.
pub(super) fn attachment(path: &SitePath) -> SitePath {
    let is_news = path.inside("news").is_some();
    let mut parts: Vec<String> = Vec::new();
    for name in path
        .parent()
        .as_str()
        .split('/')
        .filter(|name| !name.is_empty())
    {
        parts.push(part(name, is_news).unwrap_or_else(|| "files".to_string()));
    }
    let stem = match slug(path.stem()) {
        stem if stem.is_empty() => "file".to_string(),
        stem => stem,
    };
    parts.push(match slug(&path.extension()) {
        extension if extension.is_empty() => stem,
        extension => format!("{stem}.{extension}"),
    });
    SitePath::new(parts.join("/"))
}

/// Reads an old address: `/evidence/session-3/` or `https://old.example/evidence/session-3/`.
///
/// Only a page can lead on, so what is no `.html` file is kept as a folder with an index: hosts
/// answer at `/report.pdf` with the index of a folder of that name.
pub(super) fn redirect(from: &Spanned<String>, faults: &mut Vec<Diagnostic>) -> Option<SitePath> {
    let address = from.value.as_str();
    let path = WebAddress::of(address).map_or(address, |web| web.path);
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
    // Hosts look for the file under its name without escapes.
    let path = percent_decoded(path).into_owned();
    let lower = path.to_lowercase();
    let whole = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else if lower.ends_with(".html") || lower.ends_with(".htm") {
        path
    } else {
        format!("{path}/index.html")
    };
    let is_plain = !whole
        .contains(|letter: char| letter.is_control() || "\\:*\"<>|".contains(letter))
        && whole.split('/').all(|part| !part.starts_with('.'));
    let clean = SitePath::default()
        .join(&whole)
        .filter(|clean| is_plain && clean.as_str() == whole);
    if clean.as_ref().is_some_and(super::addresses::is_too_long) {
        faults.push(
            refuse("a part of it is longer than 255 bytes, which no disk takes")
                .help("set this redirect at the host, if it can"),
        );
        return None;
    }
    if clean.is_none() {
        faults.push(refuse("it is not a plain path").help("write it as `/evidence/session-3/`"));
    }
    clean
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

    #[test]
    fn a_file_keeps_nothing_in_its_address_that_means_something_there() {
        let route = |path: &str| attachment(&SitePath::new(path)).to_string();
        assert_eq!(route("files/Data Dive.PDF"), "files/data-dive.pdf");
        assert_eq!(route("files/mr. o'neil#2"), "files/mr.o-neil-2");
        assert_eq!(
            route("news/01-launch/files/a.pdf"),
            "news/01-launch/files/a.pdf"
        );
    }

    #[test]
    fn an_old_address_is_kept_where_a_host_looks_for_it() {
        let span = crate::source::Span::file(crate::source::SourceId(0));
        let kept = |from: &str| {
            let mut faults = Vec::new();
            let path = redirect(&Spanned::new(from.to_string(), span), &mut faults);
            assert_eq!(path.is_none(), !faults.is_empty(), "{from}");
            path.map(|path| path.to_string())
        };
        let is = |from: &str, to: &str| assert_eq!(kept(from).as_deref(), Some(to));
        is("/evidence/session-3/", "evidence/session-3/index.html");
        is("https://old.example/a/b.html", "a/b.html");
        is("HTTP://old.example", "index.html");
        is("/files/report.pdf", "files/report.pdf/index.html");
        is("/v1.2", "v1.2/index.html");
        is("/caf%C3%A9/", "café/index.html");
        for from in [
            "/a/../b/",
            "/.briefpack-output",
            "/a?b=1",
            "/go?to=https://new.example/a",
            "/a%00b/",
            "/a\"b/",
            "/a//b/",
        ] {
            assert_eq!(kept(from), None, "{from}");
        }
    }
}
