//! Whether every address is taken once: by a page, a dataset with its files, a figure's files,
//! an attachment, a person, a topic, an old address, or a page that the program makes.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::diag::{Diagnostic, code};
use crate::model::{Kind, Site};
use crate::source::{SitePath, SourceId, Span};

/// Something that stands at an address.
struct Claim {
    path: SitePath,
    /// Where its author wrote it; none for what the program makes.
    span: Option<Span>,
    what: &'static str,
    help: &'static str,
}

/// What has an address already.
struct Taken {
    span: Option<Span>,
    what: &'static str,
    is_folder: bool,
}

const RENAME: &str = "rename one of the two files or folders";

/// Reports every address that two pieces of content claim, and every file that stands where
/// another needs a folder. `named` gives the place where each attachment is first named.
pub(super) fn check(
    site: &Site,
    redirect_spans: &[Span],
    named: &[Span],
    config_source: SourceId,
) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let claims = claims(site, redirect_spans, named);
    let mut taken: HashMap<Cow<'_, str>, Taken, RandomState> =
        HashMap::with_capacity_and_hasher(claims.len(), RandomState::default());
    // The folder of the claim before: it and those above it are taken as folders. Most claims stand
    // beside the one before.
    let mut beside: Option<&str> = None;
    let mut reported = None;
    let mut too_long = None;
    for claim in &claims {
        // The files of one figure or dataset are one fault.
        if is_too_long(&claim.path) && (too_long.is_none() || too_long != claim.span) {
            too_long = claim.span;
            faults.push(long(claim, config_source));
        }
        let path = claim.path.as_str();
        let folder = folder(path);
        let above = || {
            let is_new = beside != Some(folder);
            folders(path).take_while(move |_| is_new)
        };
        let address = folded(path);
        let first = taken.get(&address).or_else(|| {
            let mut above = above().filter_map(|folder| taken.get(&folded(folder)));
            above.find(|first| !first.is_folder)
        });
        if let Some(first) = first {
            // Two datasets of one name have been reported as such.
            if claim.what == DATASET && first.what == DATASET {
                continue;
            }
            // The files of one figure or dataset are one fault.
            if reported.is_some() && reported == claim.span {
                continue;
            }
            reported = claim.span;
            faults.push(clash(claim, first, config_source));
            continue;
        }
        let takes = |is_folder| Taken {
            span: claim.span,
            what: claim.what,
            is_folder,
        };
        for folder in above() {
            taken.entry(folded(folder)).or_insert(takes(true));
        }
        taken.insert(address, takes(false));
        beside = Some(folder);
    }
    faults
}

/// Whether a part of a path is longer than the names of files can be.
pub(super) fn is_too_long(path: &SitePath) -> bool {
    const LONGEST: usize = 255;
    let path = path.as_str();
    path.len() > LONGEST && path.split('/').any(|part| part.len() > LONGEST)
}

fn long(claim: &Claim, config_source: SourceId) -> Diagnostic {
    let parts = claim.path.as_str().split('/');
    let length = parts.map(str::len).max().unwrap_or(0);
    let message = format!(
        "a part of the address of {} would be {length} bytes long",
        claim.what
    );
    Diagnostic::error(
        &code::LONG_ADDRESS,
        claim.span.unwrap_or(Span::file(config_source)),
        message,
    )
    .help("choose a shorter name: disks take names of at most 255 bytes")
}

/// Addresses are compared without case, because many disks make no difference between `A` and
/// `a`. Most have small letters of ASCII alone.
fn folded(path: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    match path.bytes().all(is_folded) {
        true => Cow::Borrowed(path),
        false => Cow::Owned(path.to_lowercase()),
    }
}

/// The folder that a path lies in; an empty path at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folders that a path lies in, from it upwards.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let above = std::iter::successors(Some(folder(path)), |it| Some(folder(it)));
    above.take_while(|folder| !folder.is_empty())
}

fn clash(claim: &Claim, first: &Taken, config_source: SourceId) -> Diagnostic {
    let Claim {
        path, span, what, ..
    } = claim;
    let message = match (*what, first.is_folder) {
        (OLD_ADDRESS, _) => format!("the old address `{path}` is taken already"),
        (_, true) => format!("the address `{path}` is that of a folder already"),
        (_, false) => format!("the address `{path}` is taken already"),
    };
    let place = span.unwrap_or(Span::file(config_source));
    let help = match (first.what, *what) {
        (OWN_PAGE, PERSON) => "choose another key for the person",
        (OWN_PAGE, TOPIC) => "choose another word for the topic",
        (OWN_PAGE, _) => "rename the file or folder",
        _ => claim.help,
    };
    let fault = Diagnostic::error(&code::DUPLICATE_ADDRESS, place, message).help(help);
    let has_it = format!("{} has it", first.what);
    match first.span {
        Some(span) => fault.other(span, has_it),
        None => fault.label(has_it),
    }
}

const OWN_PAGE: &str = "a page that briefpack makes";
const PERSON: &str = "the page of this person";
const TOPIC: &str = "the page of this topic";
const READING: &str = "the reading list of this session";
const DATASET: &str = "this dataset";
const OLD_ADDRESS: &str = "this old address";

/// Everything that has an address, those first that an author cannot rename.
fn claims(site: &Site, redirect_spans: &[Span], named: &[Span]) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    let mut add = |path: SitePath, span: Option<Span>, what, help| {
        claims.push(Claim {
            path,
            span,
            what,
            help,
        });
    };
    for path in crate::view::GENERATED {
        add(SitePath::new(*path), None, OWN_PAGE, RENAME);
    }
    for page in &site.pages {
        let span = page.meta.title.span;
        add(page.route.clone(), Some(span), "this page", RENAME);
    }
    for page in &site.pages {
        if !matches!(&page.kind, Kind::Session(session) if session.reading.is_some()) {
            continue;
        }
        for name in crate::view::READING_FILES {
            let folder = page.route.parent();
            let path = folder.join(name).expect("the name is a constant");
            add(path, Some(page.meta.title.span), READING, RENAME);
        }
    }
    for data in &site.datasets {
        let files = crate::view::DATASET_FILES;
        for extension in ["html"].into_iter().chain(files) {
            let path = beside(&data.route, data.route.stem(), extension);
            add(path, Some(data.span()), DATASET, RENAME);
        }
    }
    for person in &site.people {
        add(
            person.route.clone(),
            Some(person.span),
            PERSON,
            "rename the file, or the key in `people.yaml`",
        );
    }
    for topic in &site.topics {
        add(
            topic.route.clone(),
            Some(topic.span),
            TOPIC,
            "rename the file, or the topic",
        );
    }
    for figure in &site.figures {
        for extension in ["svg", "csv", "json"] {
            let path = beside(&site.page(figure.page).route, &figure.name, extension);
            add(
                path,
                Some(figure.span),
                "this figure",
                "give the figure another `id`, or rename the other file",
            );
        }
    }
    for (file, span) in site.attachments.iter().zip(named) {
        add(
            file.route.clone(),
            Some(*span),
            "the file that is named here",
            "rename the file; its address is its name in lower case without spaces",
        );
    }
    for (redirect, span) in site.redirects.iter().zip(redirect_spans) {
        add(
            redirect.from.clone(),
            Some(*span),
            OLD_ADDRESS,
            "remove the line",
        );
    }
    claims
}

/// A file beside a page.
fn beside(route: &SitePath, stem: &str, extension: &str) -> SitePath {
    let path = route.parent().join(&format!("{stem}.{extension}"));
    path.unwrap_or_default()
}
