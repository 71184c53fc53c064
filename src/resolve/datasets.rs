//! Datasets: rows get their names, keys their fields, descriptions their links.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Dataset, DatasetId, Field, FieldId, Row, Source, Text, Value};
use crate::parse::dataset::{RawDataset, RawSource};
use crate::parse::markdown::RawText;
use crate::parse::{RawDatasets, fields};
use crate::resolve::links::Scope;
use crate::resolve::visibility::Hidden;
use crate::resolve::{Names, routes};
use crate::slug::{slug, without_order};
use crate::source::{SitePath, Span, Spanned};

/// The folder whose `data/` holds a dataset, and the word that addresses use for it.
pub(super) fn home_and_key(path: &SitePath) -> (SitePath, String) {
    (path.parent().parent(), slug(without_order(path.stem())))
}

/// The folders whose `data/` a page in `folder` looks into: its own, those above, the site's.
pub(super) fn homes(folder: &SitePath) -> Vec<SitePath> {
    let mut homes = vec![folder.clone()];
    let mut at = folder.clone();
    while !at.as_str().is_empty() {
        at = at.parent();
        homes.push(at.clone());
    }
    homes
}

impl Names<'_> {
    /// Enters the datasets, reporting two of one name.
    pub(super) fn index_datasets(
        &mut self,
        datasets: &[Box<RawDataset>],
        faults: &mut Vec<Diagnostic>,
    ) {
        let mut first: BTreeMap<(SitePath, String), Span> = BTreeMap::new();
        for (at, data) in datasets.iter().enumerate() {
            let key = home_and_key(&data.path);
            let span = Span::file(data.source);
            self.dataset_files.insert(data.path.clone(), DatasetId(at));
            if let Some(file) = &data.data_file {
                let stands_for_it = data.shape.is_none().then_some(DatasetId(at));
                let known = self.data_files.entry(file.clone()).or_default();
                *known = known.or(stands_for_it);
            }
            if let Some(first) = first.insert(key.clone(), span) {
                faults.push(
                    Diagnostic::error(
                        &code::DUPLICATE_DATASET,
                        span,
                        format!("another dataset of this folder is called `{}` too", key.1),
                    )
                    .other(first, "this one")
                    .help("rename one of the files"),
                );
            }
            self.dataset_keys.insert(key, DatasetId(at));
        }
    }

    /// The dataset of a name, looked for in the folder of a page and above.
    pub(super) fn dataset(&self, key: &str, folder: &SitePath) -> Option<DatasetId> {
        let key = slug(key);
        for home in homes(folder) {
            let place = (home, key.clone());
            if let Some(id) = self.dataset_keys.get(&place) {
                return Some(*id);
            }
            // A dataset further up is not the one that is meant.
            if self.hidden_keys.contains(&place) {
                return None;
            }
        }
        None
    }

    /// Reports a dataset that is not there, or not published.
    /// A description that is there and could not be read is no second fault.
    pub(super) fn no_dataset(&self, name: &Spanned<&str>, folder: &SitePath) -> Option<Diagnostic> {
        let key = slug(name.value);
        let homes = homes(folder);
        if homes
            .iter()
            .any(|home| self.hidden_keys.contains(&(home.clone(), key.clone())))
        {
            return Some(
                Diagnostic::error(
                    &code::HIDDEN_TARGET,
                    name.span,
                    format!("the dataset `{}` is not published yet", name.value),
                )
                .help("it is a draft or under embargo, or only such content uses it"),
            );
        }
        let is_it = |path: &SitePath| {
            let (home, of) = home_and_key(path);
            of == key && homes.contains(&home)
        };
        let mut texts = self.tree.texts.keys();
        let there = |path: &SitePath| {
            matches!(path.extension().as_str(), "yaml" | "yml")
                && path.parent().name() == "data"
                && !self.hidden.covers(path)
                && !self.dataset_files.contains_key(path)
                && is_it(path)
        };
        if texts.any(there) {
            return None;
        }
        let fault = Diagnostic::error(
            &code::UNKNOWN_DATASET,
            name.span,
            format!("there is no dataset `{}`", name.value),
        );
        if let Some(help) = self.elsewhere(&key) {
            return Some(fault.help(help));
        }
        let known = self
            .dataset_keys
            .keys()
            .filter(|(home, _)| homes.contains(home));
        let known: Vec<&str> = known.map(|(_, key)| key.as_str()).collect();
        Some(fault.help(suggest(&key, known).unwrap_or_else(|| {
            "describe it in a YAML file in `data/`, beside the page or at the top".to_string()
        })))
    }

    /// What to do about a dataset that lies in the `data/` of another folder, where pages of that folder
    /// alone look for it.
    fn elsewhere(&self, key: &str) -> Option<String> {
        let mut files = self.dataset_files.iter();
        let (path, id) = files.find(|(path, _)| home_and_key(path).1 == key)?;
        let mut read = self.data_files.iter();
        let read = read.find(|(_, of)| **of == Some(*id)).is_some();
        let what = if read { "it and its data file" } else { "it" };
        let folder = path.parent().parent();
        Some(format!(
            "`content/{path}` is there for pages in `content/{folder}/` alone: move {what} to \
             `content/data/` for pages elsewhere"
        ))
    }
}

/// Reports what published datasets take from those that are not published yet.
pub(super) fn check_joins(
    datasets: &[Box<RawDataset>],
    hidden: &Hidden,
    faults: &mut Vec<Diagnostic>,
) {
    let joins = datasets.iter().flat_map(|data| &data.joins);
    for join in joins.filter(|join| hidden.covers(&join.value)) {
        faults.push(
            Diagnostic::error(
                &code::HIDDEN_TARGET,
                join.span,
                format!("the dataset `{}` is not published yet", join.value.name()),
            )
            .help("it is a draft or under embargo; leave the join out until it is published"),
        );
    }
}

/// The texts of a dataset, still to be resolved.
pub(super) struct RawTexts {
    folder: SitePath,
    title: RawText,
    description: Option<RawText>,
    publisher: Option<RawSource>,
    notes: Vec<RawText>,
    fields: Vec<Option<RawText>>,
}

/// The texts of a dataset, resolved.
pub(super) struct Texts {
    title: Text,
    description: Option<Text>,
    source: Option<Source>,
    notes: Vec<Text>,
    fields: Vec<Option<Text>>,
}

/// Builds the tables; their texts follow when everything they may lead to is known.
pub(super) fn tables(
    datasets: RawDatasets,
    faults: &mut Vec<Diagnostic>,
) -> (Vec<Dataset>, Vec<RawTexts>) {
    datasets
        .into_iter()
        .enumerate()
        .map(|(at, raw)| table(DatasetId(at), *raw, faults))
        .unzip()
}

fn table(id: DatasetId, raw: RawDataset, faults: &mut Vec<Diagnostic>) -> (Dataset, RawTexts) {
    let (_, key) = home_and_key(&raw.path);
    let (fields, descriptions): (Vec<Field>, Vec<Option<RawText>>) = raw
        .fields
        .into_iter()
        .map(|field| (field.field, field.description))
        .unzip();
    let primary_key = primary_key(&raw.primary_key, &fields, faults);
    let mut rows = raw.rows;
    let is_read = |row: &Row| {
        let mut key = primary_key.iter().map(|id| &row.cells[id.0].value);
        !raw.unread || !key.any(|value| matches!(value, Value::Missing(_)))
    };
    // Rows that have no name for a fault of their dataset are neither missed nor found twice.
    let key_is_known = primary_key.len() == raw.primary_key.len() && rows.iter().all(is_read);
    let named_by = match key_is_known {
        true => primary_key.as_slice(),
        false => &[],
    };
    let doubled = name_rows(&mut rows, &fields, named_by, raw.complete, faults);
    let route = routes::output_path(&raw.path, "html").unwrap_or_else(|| {
        faults.push(
            Diagnostic::error(
                &code::EMPTY_SLUG,
                Span::file(raw.source),
                format!(
                    "`{}` has no letter or digit to make an address of",
                    raw.path
                ),
            )
            .help("rename the file"),
        );
        SitePath::new(format!("data/dataset-{}.html", id.0))
    });
    let dataset = Dataset {
        id,
        key,
        file: raw.source,
        title: Text::default(),
        description: None,
        source: None,
        licence: raw.licence,
        notes: Vec::new(),
        fields,
        primary_key,
        rows,
        complete: raw.complete && key_is_known,
        unread: raw.unread,
        doubled,
        route,
    };
    let texts = RawTexts {
        folder: raw.path.parent(),
        title: raw.title,
        description: raw.description,
        publisher: raw.publisher,
        notes: raw.notes,
        fields: descriptions,
    };
    (dataset, texts)
}

fn primary_key(
    names: &[Spanned<String>],
    fields: &[Field],
    faults: &mut Vec<Diagnostic>,
) -> Vec<FieldId> {
    let mut key = Vec::new();
    for name in names {
        match fields.iter().position(|field| field.name == name.value) {
            Some(at) => key.push(FieldId(at)),
            None => {
                let known: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                faults.push(
                    Diagnostic::error(
                        &code::UNKNOWN_FIELD,
                        name.span,
                        format!("the dataset has no field `{}`", name.value),
                    )
                    .maybe_help(suggest(&name.value, known))
                    .maybe_help(several(&name.value)),
                );
            }
        }
    }
    key
}

/// What to do about several names in one text.
pub(super) fn several(name: &str) -> Option<String> {
    let list = fields::as_list(name)?;
    Some(format!("several names are a list: `{list}`"))
}

/// Gives each row its name; two of one name are reported, and may come of what could not be read where
/// the rows are not `complete`. Gives whether there are such.
fn name_rows(
    rows: &mut [Row],
    fields: &[Field],
    primary_key: &[FieldId],
    complete: bool,
    faults: &mut Vec<Diagnostic>,
) -> bool {
    if primary_key.is_empty() {
        for (at, row) in rows.iter_mut().enumerate() {
            row.key = (at + 1).to_string();
        }
        return false;
    }
    for row in rows.iter_mut() {
        let mut parts = primary_key
            .iter()
            .map(|id| slug(&row.cells[id.0].value.published()));
        let mut key = parts.next().unwrap_or_default();
        for part in parts {
            key.push(',');
            key.push_str(&part);
        }
        row.key = key;
    }
    let mut first: BTreeMap<&str, &Row> = BTreeMap::new();
    let mut doubled = false;
    for row in rows.iter() {
        let Some(before) = first.insert(&row.key, row) else {
            continue;
        };
        doubled = true;
        let place = |row: &Row| row.cells[primary_key[0].0].span;
        let names: Vec<&str> = primary_key
            .iter()
            .map(|id| fields[id.0].name.as_str())
            .collect();
        faults.push(
            Diagnostic::error(
                &code::DUPLICATE_ROW,
                place(row),
                format!("two rows have the key `{}`", row.key),
            )
            .other(place(before), "first here")
            .help(format!(
                "the primary key ({}) has to name one row; add a field to it or correct the row",
                names.join(", ")
            ))
            .consequence(!complete),
        );
    }
    doubled
}

/// Resolves the texts of the datasets.
pub(super) fn texts(raw: Vec<RawTexts>, scope: &mut Scope<'_, '_>) -> Vec<Texts> {
    raw.into_iter()
        .map(|raw| {
            let folder = raw.folder;
            let mut text = |raw: RawText| scope.text(raw, &folder);
            Texts {
                title: text(raw.title),
                description: raw.description.map(&mut text),
                notes: raw.notes.into_iter().map(&mut text).collect(),
                fields: raw
                    .fields
                    .into_iter()
                    .map(|field| field.map(&mut text))
                    .collect(),
                source: raw.publisher.map(|source| Source {
                    name: text(source.name),
                    title: source.title.map(&mut text),
                    url: source.url,
                    copy: source.copy,
                    published: source.published,
                    accessed: source.accessed,
                }),
            }
        })
        .collect()
}

/// Puts the resolved texts into the tables.
pub(super) fn fill(datasets: &mut [Dataset], texts: Vec<Texts>) {
    for (dataset, texts) in datasets.iter_mut().zip(texts) {
        dataset.title = texts.title;
        dataset.description = texts.description;
        dataset.notes = texts.notes;
        dataset.source = texts.source;
        for (field, description) in dataset.fields.iter_mut().zip(texts.fields) {
            field.description = description;
        }
    }
}
