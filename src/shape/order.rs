//! In which order datasets are made: those that are joined first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::ScopeFifo;

use crate::diag::{Diagnostic, code, nearest};
use crate::discover::SourceTree;
use crate::parse::dataset::RawDataset;
use crate::parse::{RawDatasets, leads_out};
use crate::source::{SitePath, Span, Spanned};

use super::step::{self, Step};

/// A dataset that has still to be made.
pub(super) struct Waiting {
    pub(super) dataset: Box<RawDataset>,
    /// Its steps; none where it has none or they cannot be run, which is reported.
    pub(super) steps: Option<Vec<Box<dyn Step>>>,
    /// The datasets it needs, by path under `content/`.
    pub(super) joins: BTreeSet<SitePath>,
}

/// A dataset that is made, and what there was to say of it.
pub(super) type Finished = (Box<RawDataset>, Vec<Diagnostic>);

/// The datasets that are made so far, by path under `content/`.
#[derive(Default)]
pub(super) struct Made(BTreeMap<SitePath, OnceLock<Finished>>);

impl Made {
    /// A dataset, if it is made already.
    pub(super) fn get(&self, path: &SitePath) -> Option<&RawDataset> {
        self.0.get(path)?.get().map(|(dataset, _)| dataset.as_ref())
    }

    /// All of them, in the order of their paths, and what there was to say of each.
    pub(super) fn whole(self) -> impl Iterator<Item = Finished> {
        self.0.into_values().filter_map(OnceLock::into_inner)
    }
}

/// A dataset that has still to be made, and what waits for it.
struct Task {
    dataset: Mutex<Option<Waiting>>,
    /// How many of the datasets it needs are not made yet.
    needs: AtomicUsize,
    /// The tasks that need it.
    needed_by: Vec<usize>,
}

/// Makes datasets side by side, each as soon as what it joins is made; large ones first, since the
/// last to end keeps all others waiting.
pub(super) fn make<F>(waiting: Vec<Waiting>, finish: F) -> Made
where
    F: Fn(Waiting, &Made) -> Finished + Sync,
{
    let paths = waiting.iter().map(|it| it.dataset.path.clone());
    let at: BTreeMap<SitePath, usize> = paths.zip(0..).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); waiting.len()];
    let mut first: Vec<(usize, usize)> = Vec::new();
    for (number, it) in waiting.iter().enumerate() {
        for path in &it.joins {
            needed_by[at[path]].push(number);
        }
        if it.joins.is_empty() {
            let table = it.dataset.table.as_ref();
            let cells = table.map_or(0, |table| table.rows.len() * table.columns.len());
            first.push((number, cells));
        }
    }
    let tasks = waiting.into_iter().zip(needed_by);
    let tasks = tasks.map(|(it, needed_by)| Task {
        needs: AtomicUsize::new(it.joins.len()),
        dataset: Mutex::new(Some(it)),
        needed_by,
    });
    first.sort_by_key(|(_, cells)| Reverse(*cells));
    let made = Made(at.into_keys().map(|path| (path, OnceLock::new())).collect());
    let workshop = Workshop {
        tasks: tasks.collect(),
        made,
        finish,
    };
    rayon::scope_fifo(|scope| {
        for (number, _) in first {
            workshop.begin(number, scope);
        }
    });
    workshop.made
}

struct Workshop<F> {
    tasks: Vec<Task>,
    made: Made,
    finish: F,
}

impl<F> Workshop<F>
where
    F: Fn(Waiting, &Made) -> Finished + Sync,
{
    /// Makes a dataset that needs no other any more, and begins those that waited for it alone.
    fn begin<'s>(&'s self, number: usize, scope: &ScopeFifo<'s>) {
        scope.spawn_fifo(move |scope| {
            let task = &self.tasks[number];
            let waiting = task
                .dataset
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            let Some(waiting) = waiting else { return };
            let finished = (self.finish)(waiting, &self.made);
            let place = self.made.0.get(&finished.0.path);
            let place = place.expect("there is a place for each dataset that waits");
            assert!(place.set(finished).is_ok(), "each dataset is taken once");
            for waits in &task.needed_by {
                if self.tasks[*waits].needs.fetch_sub(1, Ordering::AcqRel) == 1 {
                    self.begin(*waits, scope);
                }
            }
        });
    }
}

/// Reads the steps of all datasets and what they join. Steps that lead in a circle, or to no
/// dataset, are reported and left out.
pub(super) fn waiting(
    datasets: RawDatasets,
    tree: &SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Waiting> {
    let known: BTreeSet<SitePath> = datasets.iter().map(|data| data.path.clone()).collect();
    let mut edges: BTreeMap<SitePath, Vec<(SitePath, Span)>> = BTreeMap::new();
    let mut waiting = Vec::new();
    for mut dataset in datasets {
        let file = &tree.sources.file(dataset.source).text;
        let steps = dataset
            .shape
            .as_ref()
            .and_then(|node| step::read(node, file, faults));
        let named: Option<Vec<(SitePath, Span)>> = steps
            .as_ref()
            .map(|steps| {
                let joins = steps.iter().flat_map(|step| step.joins());
                let found: Vec<Option<(SitePath, Span)>> = joins
                    .map(|name| target(name, &dataset.path, &known, tree, faults))
                    .collect();
                found.into_iter().collect()
            })
            .unwrap_or(Some(Vec::new()));
        let steps = steps.filter(|_| named.is_some());
        let named = named.unwrap_or_default();
        dataset.joins = named
            .iter()
            .map(|(path, span)| Spanned::new(path.clone(), *span))
            .collect();
        edges.insert(dataset.path.clone(), named.clone());
        waiting.push(Waiting {
            steps,
            joins: named.into_iter().map(|(path, _)| path).collect(),
            dataset,
        });
    }
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for dataset in &mut waiting {
        let Some(circle) = circle(&dataset.dataset.path, &edges) else {
            continue;
        };
        if circle.iter().all(|step| !told.contains(step)) {
            faults.push(circular(&circle));
        }
        told.extend(circle);
        dataset.steps = None;
        dataset.joins.clear();
    }
    waiting
}

/// The path of a dataset that a step names.
fn target(
    name: &Spanned<String>,
    from: &SitePath,
    known: &BTreeSet<SitePath>,
    tree: &SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> Option<(SitePath, Span)> {
    let folder = from.parent();
    let Some(path) = folder.join(&name.value) else {
        faults.push(leads_out(name));
        return None;
    };
    if known.contains(&path) {
        return Some((path, name.span));
    }
    // What is there and could not be read has been reported.
    let described =
        path.parent().name() == "data" && matches!(path.extension().as_str(), "yaml" | "yml");
    if (described && tree.texts.contains_key(&path)) || tree.unread.contains(&path) {
        return None;
    }
    let help = match tree.files.contains_key(&path) {
        true => format!(
            "describe `{}` in a YAML file beside it, and name that file",
            name.value
        ),
        false => {
            let beside = known.iter().filter(|path| path.parent() == folder);
            match nearest(&name.value, beside.map(SitePath::name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name the YAML file of the dataset as seen from this one".to_string(),
            }
        }
    };
    faults.push(
        Diagnostic::error(
            &code::UNKNOWN_DATASET,
            name.span,
            format!("there is no dataset `{}`", name.value),
        )
        .help(help),
    );
    None
}

/// The steps from a dataset back to itself.
fn circle(
    start: &SitePath,
    edges: &BTreeMap<SitePath, Vec<(SitePath, Span)>>,
) -> Option<Vec<Span>> {
    let mut seen: BTreeSet<&SitePath> = BTreeSet::new();
    let mut open: Vec<(&SitePath, Vec<Span>)> = vec![(start, Vec::new())];
    while let Some((path, way)) = open.pop() {
        for (next, span) in edges.get(path).into_iter().flatten() {
            let mut way = way.clone();
            way.push(*span);
            if next == start {
                return Some(way);
            }
            if seen.insert(next) {
                open.push((next, way));
            }
        }
    }
    None
}

fn circular(way: &[Span]) -> Diagnostic {
    let message = match way.len() {
        1 => "the dataset joins itself",
        _ => "these datasets join each other in a circle",
    };
    let mut fault = Diagnostic::error(&code::JOIN_LOOP, way[0], message)
        .help("put what they share into a dataset of its own that joins none of them");
    for span in &way[1..] {
        fault = fault.other(*span, "which joins this");
    }
    fault
}
