//! What may not be seen yet: drafts, and content under embargo.
//!
//! A draft hides its page and everything in its folder. Beyond these, a dataset or a person is
//! hidden if what is hidden leads to it, step by step, and nothing that is published does
//! (`reach`). What neither leads to is published, for it stands for itself.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::diag::{Diagnostic, Severity, code};
use crate::discover::SourceTree;
use crate::model::Withheld;
use crate::parse::Parsed;
use crate::parse::page::{RawPage, Visibility};
use crate::resolve::reach::{Known, Used};
use crate::resolve::{Drafts, Request};
use crate::source::{SitePath, SourceId, Span};

/// Everything that is left out of the site.
#[derive(Debug, Default)]
pub struct Hidden {
    /// Pages by path under `content/`.
    pub(super) pages: BTreeSet<SitePath>,
    /// Datasets by path under `content/`.
    pub(super) datasets: BTreeSet<SitePath>,
    /// People by key.
    pub(super) people: BTreeSet<String>,
    /// Files that only hidden content reads, by path under `content/`.
    pub(super) files: BTreeSet<SitePath>,
    /// Folders of which everything is hidden.
    pub(super) folders: BTreeSet<SitePath>,
    /// What says of itself that it is hidden.
    pub(super) withheld: Vec<Withheld>,
    /// The texts of all these.
    sources: BTreeSet<SourceId>,
    /// What is to be said about it.
    notes: Vec<Diagnostic>,
}

impl Hidden {
    /// Whether the file of a path is hidden, or lies in a hidden folder.
    pub(super) fn covers(&self, path: &SitePath) -> bool {
        let named = [&self.pages, &self.datasets, &self.files];
        named.iter().any(|paths| paths.contains(path)) || self.in_folder(path)
    }

    /// Hides files that only hidden content reads. A page stands for itself, whoever names it.
    fn hide<'p>(&mut self, files: impl Iterator<Item = &'p SitePath>) {
        let files = files.filter(|path| !path.is_page());
        self.files.extend(files.cloned());
    }

    fn withhold(&mut self, path: &SitePath, source: SourceId, visibility: &Visibility) {
        let draft = visibility.draft == Some(true);
        self.withheld.push(Withheld {
            span: Span::file(source),
            name: format!("content/{path}"),
            until: visibility.embargo.filter(|_| !draft),
        });
    }

    /// Everything that is not published yet, by the names of files and people.
    pub(crate) fn names(&self) -> Vec<String> {
        let files = [&self.pages, &self.datasets, &self.files];
        let files = files.into_iter().flatten();
        let mut names: Vec<String> = files.map(|path| format!("content/{path}")).collect();
        let people = self.people.iter();
        names.extend(people.map(|key| format!("content/people.yaml: {key}")));
        names.sort();
        names
    }

    fn in_folder(&self, path: &SitePath) -> bool {
        self.folders
            .iter()
            .any(|folder| path.inside(folder.as_str()).is_some())
    }

    /// Puts aside the faults of what is not published: they concern nobody yet, and keep nothing
    /// else from being published. That there are some is said, once for each file.
    pub fn set_aside(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut counts: BTreeMap<SourceId, usize> = BTreeMap::new();
        found.extend(self.notes.iter().cloned());
        found.retain(|fault| {
            let source = fault.place.span.source;
            let aside = self.sources.contains(&source) && fault.code != &code::HELD_BACK;
            if aside && fault.severity == Severity::Error {
                *counts.entry(source).or_default() += 1;
            }
            !aside
        });
        found.extend(
            counts
                .into_iter()
                .map(|(source, count)| of_file(source, count)),
        );
        found
    }

    /// Whether the texts of anything were put aside.
    pub(crate) fn is_any(&self) -> bool {
        !self.sources.is_empty() || !self.people.is_empty()
    }

    /// Says anew, once for each file, what faults there are in what is not published: `with_drafts` is
    /// what there is to say of the site with everything in it, `found` what there is to say without.
    pub(crate) fn retell(
        &self,
        mut found: Vec<Diagnostic>,
        with_drafts: &[Diagnostic],
    ) -> Vec<Diagnostic> {
        let place = |it: &Diagnostic| (it.place.span, it.code.name);
        let told: BTreeSet<_> = found.iter().map(place).collect();
        let errors = with_drafts.iter().filter(|it| {
            let is_new = !told.contains(&place(it));
            it.severity == Severity::Error && is_new
        });
        let mut counts: BTreeMap<SourceId, usize> = BTreeMap::new();
        let mut elsewhere: BTreeMap<SourceId, (Span, usize)> = BTreeMap::new();
        for fault in errors {
            let span = fault.place.span;
            match self.sources.contains(&span.source) {
                true => *counts.entry(span.source).or_default() += 1,
                false => elsewhere.entry(span.source).or_insert((span, 0)).1 += 1,
            }
        }
        found.retain(|it| it.code != &code::UNFINISHED_DRAFT);
        let files = counts.into_iter();
        found.extend(files.map(|(source, count)| of_file(source, count)));
        found.extend(elsewhere.into_values().map(|(span, count)| {
            let faults = faults(count);
            unfinished(
                span,
                format!("what is not published yet has {faults} would keep it from being so"),
            )
        }));
        found
    }
}

/// Says that a file that is not published has faults.
fn of_file(source: SourceId, count: usize) -> Diagnostic {
    let faults = faults(count);
    unfinished(
        Span::file(source),
        format!("this is not published yet, and has {faults} would keep it from being so"),
    )
}

fn faults(count: usize) -> String {
    match count {
        1 => "a fault that".to_string(),
        more => format!("{more} faults that"),
    }
}

fn unfinished(span: Span, message: String) -> Diagnostic {
    Diagnostic::warning(&code::UNFINISHED_DRAFT, span, message)
        .help("`briefpack build --drafts -o preview` shows what is wrong")
}

/// Finds what is left out. `found` is what parsing had to say.
pub(super) fn hidden(
    parsed: &Parsed,
    tree: &SourceTree,
    found: &[Diagnostic],
    request: &Request,
) -> Hidden {
    let mut hidden = Hidden::default();
    if request.drafts == Drafts::Include {
        return hidden;
    }
    named_so(parsed, request.as_of, &mut hidden);
    let named = [&hidden.pages, &hidden.datasets, &hidden.folders];
    if named.iter().all(|paths| paths.is_empty()) && hidden.people.is_empty() {
        return hidden;
    }
    let known = Known::of(parsed, tree);
    let (mut unseen, unread) = of_hidden(parsed, &known, found, &mut hidden);
    for text in unread {
        unseen.words(text, &known);
    }
    unseen.close(parsed, &known, |_| true, |_| true);
    let seen = seen(parsed, &known, request, &hidden, &unseen);
    held_back(parsed, &unseen, &seen, &mut hidden);
    let datasets = unseen.datasets.difference(&seen.datasets).cloned();
    hidden.datasets.extend(datasets);
    let people = unseen.people.difference(&seen.people).cloned();
    hidden.people.extend(people);
    data_files(parsed, &mut hidden);
    let texts = tree.texts.iter();
    let sources = texts.filter(|(path, _)| hidden.covers(path));
    hidden.sources = sources.map(|(_, file)| file.source).collect();
    hidden
}

/// What says of itself that it is hidden, and what lies in its folder.
fn named_so(parsed: &Parsed, as_of: Timestamp, hidden: &mut Hidden) {
    let is_hidden = |visibility: &Visibility| {
        visibility.draft == Some(true) || visibility.embargo.is_some_and(|until| until > as_of)
    };
    for page in parsed
        .pages
        .iter()
        .filter(|page| is_hidden(&page.visibility))
    {
        hidden.pages.insert(page.path.clone());
        hidden.withhold(&page.path, page.source, &page.visibility);
        // However it is written: a name in capitals is told of, and hides no less.
        let stands_for_all = page.path.name().eq_ignore_ascii_case("index.md");
        if stands_for_all && !page.path.parent().as_str().is_empty() {
            hidden.folders.insert(page.path.parent());
        }
    }
    for page in &parsed.pages {
        if hidden.in_folder(&page.path) {
            hidden.pages.insert(page.path.clone());
        }
    }
    for data in &parsed.datasets {
        if is_hidden(&data.visibility) {
            hidden.withhold(&data.path, data.source, &data.visibility);
        }
        if is_hidden(&data.visibility) || hidden.in_folder(&data.path) {
            hidden.datasets.insert(data.path.clone());
        }
    }
    for person in &parsed.people.people {
        if person.draft == Some(true) {
            hidden.people.insert(person.key.value.clone());
            hidden.withheld.push(Withheld {
                span: person.key.span,
                name: format!("content/people.yaml/{}", person.key.value),
                until: None,
            });
        }
    }
}

/// What hidden content names, and the texts of it that were not read to the end: they may name
/// anything that stands in them.
fn of_hidden<'t>(
    parsed: &'t Parsed,
    known: &Known<'t>,
    found: &[Diagnostic],
    hidden: &mut Hidden,
) -> (Used, Vec<&'t str>) {
    let mut unseen = Used {
        loosely: true,
        ..Used::default()
    };
    let pages = || parsed.pages.iter().map(Box::as_ref);
    let lists = |of_hidden: bool| -> BTreeSet<SitePath> {
        let pages = pages().filter(|page| hidden.pages.contains(&page.path) == of_hidden);
        pages.filter_map(|page| page.reading_list()).collect()
    };
    let (of_hidden, of_seen) = (lists(true), lists(false));
    hidden.hide(of_hidden.difference(&of_seen));
    for page in pages().filter(|page| hidden.pages.contains(&page.path)) {
        let unknown = unseen.add_page(page, parsed, known, |_| true);
        hidden.notes.extend(unknown);
    }
    // Of what is published, only some may be shown: an item of the pack goes with its document.
    let partly = |page: &&RawPage| page.documents().any(|it| hidden.pages.contains(&it));
    for page in pages().filter(partly) {
        unseen.add_page(page, parsed, known, |_| true);
    }
    unseen.add_config(&parsed.config, known, Timestamp::MAX);
    for data in &parsed.datasets {
        if hidden.datasets.contains(&data.path) {
            unseen.add_dataset(data, known);
        }
    }
    for person in &parsed.people.people {
        if hidden.people.contains(&person.key.value) {
            unseen.add_person(person, known);
        }
    }
    let of_lists = parsed.readings.values().flat_map(|(_, faults)| faults);
    let errors = found
        .iter()
        .chain(of_lists)
        .filter(|fault| fault.severity == Severity::Error);
    let faulty: BTreeSet<SourceId> = errors.map(|fault| fault.place.span.source).collect();
    let texts = known.tree.texts.iter();
    let unread = texts
        .filter(|(path, file)| faulty.contains(&file.source) && hidden.covers(path))
        .map(|(_, file)| known.tree.sources.file(file.source).text.as_ref());
    (unseen, unread.collect())
}

/// What published content leads to. It begins with what is published for its own sake: pages,
/// the configuration, and what no hidden content leads to.
fn seen(
    parsed: &Parsed,
    known: &Known<'_>,
    request: &Request,
    hidden: &Hidden,
    unseen: &Used,
) -> Used {
    let mut seen = Used::default();
    seen.add_config(&parsed.config, known, request.as_of);
    for page in &parsed.pages {
        if !hidden.pages.contains(&page.path) {
            seen.add_page(page, parsed, known, |document| !hidden.covers(document));
        }
    }
    for data in &parsed.datasets {
        if data.visibility.draft == Some(false) || !unseen.datasets.contains(&data.path) {
            seen.datasets.insert(data.path.clone());
        }
    }
    for person in &parsed.people.people {
        if person.draft == Some(false) || !unseen.people.contains(&person.key.value) {
            seen.people.insert(person.key.value.clone());
        }
    }
    // What is hidden by its own word leads nowhere.
    let open = |path: &SitePath| !hidden.datasets.contains(path);
    let shown = |key: &String| !hidden.people.contains(key);
    seen.datasets.retain(open);
    seen.people.retain(shown);
    seen.close(parsed, known, open, shown);
    seen
}

/// Says of each person and dataset that would have a page, were it not for drafts.
fn held_back(parsed: &Parsed, unseen: &Used, seen: &Used, hidden: &mut Hidden) {
    let mut note = |span: Span, what: String| {
        hidden.notes.push(
            Diagnostic::warning(
                &code::HELD_BACK,
                span,
                format!("{what} is not published, because only drafts lead there"),
            )
            .help("say `draft: false` here to publish it, or `draft: true` if that is meant"),
        );
    };
    for person in &parsed.people.people {
        let key = &person.key.value;
        if unseen.people.contains(key) && !seen.people.contains(key) && person.draft.is_none() {
            note(person.key.span, format!("the page of `{key}`"));
        }
    }
    for data in &parsed.datasets {
        let only = unseen.datasets.contains(&data.path) && !seen.datasets.contains(&data.path);
        if only && !hidden.datasets.contains(&data.path) {
            note(
                Span::file(data.source),
                format!("the dataset `{}`", data.path.stem()),
            );
        }
    }
}

/// Hides the files that only hidden datasets read.
fn data_files(parsed: &Parsed, hidden: &mut Hidden) {
    let files = |keep: bool| -> BTreeSet<SitePath> {
        let datasets = parsed.datasets.iter();
        datasets
            .filter(|data| hidden.datasets.contains(&data.path) == keep)
            .filter_map(|data| data.data_file.clone())
            .collect()
    };
    let (of_hidden, of_seen) = (files(true), files(false));
    hidden.hide(of_hidden.difference(&of_seen));
}
