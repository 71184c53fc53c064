//! Verify: reads an archive, or a part of one, and says what is not as it was made.
//!
//! In: a folder or a file. Out: a [`Report`] of what was found, what was checked, and what could not
//! be. Nothing is unpacked or changed.

#![expect(clippy::disallowed_methods, reason = "this stage reads archives")]

mod bag;
mod links;
mod rebuild;
mod report;
mod sealed;
mod shelf;
mod signed;
mod wacz;
mod warc;
mod whole;
mod zipped;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::archive::bag::{self as bags, DECLARED, TAG_MANIFEST};
use crate::archive::digest::Digester;
use crate::archive::wacz::PACKAGE;
use crate::archive::{INDEX, MANIFEST, seal};
use crate::error::Fault;
use crate::number::counted;
use crate::pack::Progress;

use self::sealed::{Copy, Right};
use self::shelf::Shelf;

pub use self::report::{Finding, Report, What};
pub use self::signed::Given;

/// Counts what passes, and what of it is kept.
struct Watch<'a> {
    total: Arc<AtomicU64>,
    done: Arc<AtomicU64>,
    progress: Progress<'a>,
    /// How many bytes may still be kept in memory.
    room: Arc<AtomicU64>,
}

impl Watch<'_> {
    fn expect(&self, bytes: u64) {
        let total = self.total.load(Ordering::Relaxed);
        self.total
            .store(total.saturating_add(bytes), Ordering::Relaxed);
    }

    fn passed(&self, bytes: usize) {
        let bytes = bytes as u64;
        let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
        (self.progress)(done, self.total.load(Ordering::Relaxed));
    }

    /// Counts so much after so much.
    fn reached(&self, before: u64, bytes: u64) {
        let done = before + bytes;
        self.done.store(done, Ordering::Relaxed);
        (self.progress)(done, self.total.load(Ordering::Relaxed));
    }

    /// One that counts nothing, for what lies in something that is counted.
    fn quiet(&self) -> Watch<'static> {
        Watch {
            total: Arc::default(),
            done: Arc::default(),
            progress: &|_, _| {},
            room: self.room.clone(),
        }
    }

    /// The same, with room for so many bytes.
    fn with_room(&self, bytes: u64) -> Watch<'_> {
        Watch {
            total: self.total.clone(),
            done: self.done.clone(),
            progress: self.progress,
            room: Arc::new(AtomicU64::new(bytes)),
        }
    }

    /// Takes room for what is kept. Gives whether there was enough.
    fn keeps(&self, bytes: usize) -> bool {
        let take = |room: u64| Some(room.saturating_sub(bytes as u64));
        let order = Ordering::Relaxed;
        let before = self.room.fetch_update(order, order, take);
        before.is_ok_and(|room| room > bytes as u64)
    }

    /// Whether there is no more room.
    fn is_full(&self) -> bool {
        self.room.load(Ordering::Relaxed) == 0
    }
}

/// What a place is, from what is in it.
enum Sort {
    Whole,
    Bag,
    Folder,
}

/// Verifies a whole archive, or a folder, bag, ZIP file or WACZ file of one, and the signatures of its
/// seal that are there or given.
///
/// # Errors
/// When there is nothing of the kind, or it cannot be read.
pub fn verify(path: &Path, given: &Given, progress: Progress<'_>) -> Result<Report, Fault> {
    let watch = Watch {
        total: Arc::default(),
        done: Arc::default(),
        progress,
        room: Arc::new(AtomicU64::new(u64::MAX)),
    };
    let mut report = Report::default();
    // What leads to an archive may be a link; in it there are none.
    let path = &path
        .canonicalize()
        .map_err(|error| Fault::io("find", path, error))?;
    let data = path
        .metadata()
        .map_err(|error| Fault::io("find", path, error))?;
    let mut signatures = signed::given(given)?;
    if !data.is_dir() {
        signatures.extend(signed::beside(path)?);
        file(path, signatures, given, &mut report, &watch)?;
        return Ok(report);
    }
    match sort(path)? {
        Sort::Whole => whole::check(path, signatures, given, &mut report, &watch)?,
        Sort::Bag => {
            let shelf = shelf::folder(path, Some(""), &mut report, &watch)?;
            let root = bag::check(&part(&shelf, ""), "", &Right::new(), &mut report);
            let copy = part(&shelf, "data/");
            signatures.extend(signed::beside(path)?);
            let trusted = signed::check(&copy, "data/", signatures, given, &mut report);
            told(root, "bag", trusted, &mut report);
            unsigned_beside(trusted, &mut report);
            site(&copy, false, "data/", &mut report);
        }
        Sort::Folder => {
            let mut shelf = shelf::folder(path, None, &mut report, &watch)?;
            signatures.extend(signed::taken(&mut shelf, ""));
            signatures.extend(signed::beside(path)?);
            let copy = part(&shelf, "");
            let root = sealed::check(&copy, "", &Right::new(), &mut report);
            let trusted = signed::check(&copy, "", signatures, given, &mut report);
            if sealed::is_site(&copy) {
                told(root, "folder", trusted, &mut report);
                site(&copy, false, "", &mut report);
            } else {
                told_of_another(root, trusted, &mut report);
                if !copy.contains_key("briefpack.yaml") {
                    site(&copy, false, "", &mut report);
                }
            }
        }
    }
    Ok(report)
}

/// What a folder is. A file by which it would be known may be the one that is missing, so any of
/// several will do.
fn sort(path: &Path) -> Result<Sort, Fault> {
    let has = |name: &str| path.join(name).exists();
    if has(INDEX) || has(MANIFEST) {
        return Ok(Sort::Whole);
    }
    if [DECLARED, bags::MANIFEST, TAG_MANIFEST]
        .into_iter()
        .any(has)
    {
        return Ok(Sort::Bag);
    }
    if has(seal::NAME) || has("index.html") || has("briefpack.yaml") {
        return Ok(Sort::Folder);
    }
    Err(Fault::Usage(format!(
        "`{}` is no archive of briefpack, nor a part of one\nhelp: name the folder that `briefpack \
         archive` made, or a folder, bag, ZIP or WACZ file in it",
        path.display()
    )))
}

/// Verifies a ZIP or WACZ file.
fn file(
    path: &Path,
    signatures: Vec<signed::Found>,
    given: &Given,
    report: &mut Report,
    watch: &Watch<'_>,
) -> Result<(), Fault> {
    watch.expect(shelf::size_of_members(path));
    let Some(members) = shelf::zip(path, "", report, watch)? else {
        return Ok(());
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_wacz = name.ends_with(".wacz")
        || members.contains_key(PACKAGE) && !members.contains_key(seal::NAME);
    let copy = part(&members, "");
    if is_wacz {
        if let Some(held) = wacz::check(&copy, "", report) {
            let trusted = signed::check(&held.copy, &held.prefix, signatures, given, report);
            told(held.root, "web archive", trusted, report);
            unsigned_beside(trusted, report);
            site(&held.copy, false, &held.prefix, report);
        }
    } else {
        let root = sealed::check(&copy, "", &Right::new(), report);
        let trusted = signed::check(&copy, "", signatures, given, report);
        told(root, "ZIP file", trusted, report);
        site(&copy, false, "", report);
    }
    beside(path, report, watch)
}

/// Holds a file against the list of the archive that it lies in, where it does.
fn beside(path: &Path, report: &mut Report, watch: &Watch<'_>) -> Result<(), Fault> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let list = path.with_file_name(MANIFEST);
    let text = match std::fs::read_to_string(&list) {
        Ok(text) => text,
        Err(_) => {
            report
                .unchecked
                .push("the file as a whole: the list of its archive is not beside it".to_string());
            return Ok(());
        }
    };
    let listed = text.lines().filter_map(seal::read_line);
    let Some((_, digest)) = listed.into_iter().find(|(path, _)| *path == name) else {
        return Ok(());
    };
    let mut file = std::fs::File::open(path).map_err(|error| Fault::io("read", path, error))?;
    let taken = shelf::take("", &mut file, 0, Digester::sha256(), &watch.quiet())
        .map_err(|error| Fault::io("read", path, error))?;
    if taken.digests.sha256 != digest {
        report.find(name, What::Changed);
    }
    Ok(())
}

/// The files below a prefix, by their paths from there.
fn part<'a>(shelf: &'a Shelf, prefix: &str) -> Copy<'a> {
    let files = shelf.iter();
    files
        .filter_map(|(path, taken)| Some((path.strip_prefix(prefix)?.to_string(), taken)))
        .collect()
}

/// Tells the root of a seal. One that is signed with a known key need not be compared.
fn told(root: Option<String>, what: &str, trusted: bool, report: &mut Report) {
    if let Some(root) = root {
        report
            .checked
            .push(format!("the {what} against its seal, whose root is {root}"));
        if !trusted {
            report.unchecked.push(
                "whether the root is the one that was made known: compare it with the one you have"
                    .to_string(),
            );
        }
    }
}

/// Says what a good signature of the site leaves open in a form that holds more than the site.
fn unsigned_beside(trusted: bool, report: &mut Report) {
    if trusted {
        report.unchecked.push(
            "whether what describes the site in it is of the same hand: the signature is one of the site"
                .to_string(),
        );
    }
}

/// Tells the seal of a folder that is no copy of the site. Its root is printed nowhere.
fn told_of_another(root: Option<String>, trusted: bool, report: &mut Report) {
    if root.is_none() {
        return;
    }
    report
        .checked
        .push("the folder against its seal".to_string());
    if !trusted {
        report.unchecked.push(format!(
            "whether the seal is as it was made: it is not that of the site, whose root was made \
             known; the whole archive lists it in `{MANIFEST}`"
        ));
    }
}

/// Checks what holds for the site in whatever form: links and the notice.
fn site(copy: &Copy<'_>, is_closed: bool, prefix: &str, report: &mut Report) {
    let before = report.found.len();
    let links = links::check(copy, prefix, report);
    if report.found.len() == before {
        let links = counted(links, "link");
        report.checked.push(format!(
            "{links} between files of the site: each leads to one"
        ));
    }
    let before = report.found.len();
    let pages = links::notice(copy, is_closed, prefix, report);
    if let Some(pages) = pages.filter(|_| report.found.len() == before) {
        let pages = counted(pages, "page");
        report.checked.push(format!("the notice on {pages}"));
    }
}
