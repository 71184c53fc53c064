//! The files that datasets name: found, decoded or unpacked, and entered as sources.

use std::collections::BTreeMap;
use std::sync::Arc;

use encoding_rs::{Encoding, UTF_8};
use rayon::prelude::*;

use crate::diag::{Diagnostic, code};
use crate::discover::{LARGEST_BOOK, SourceTree};
use crate::parse::choose;
use crate::parse::control;
use crate::parse::csv::{self, NoText};
use crate::parse::data::Described;
use crate::parse::data_file::DataFile;
use crate::parse::dataset::{RawDataset, RawRows};
use crate::parse::grid::Grid;
use crate::parse::leads_out;
use crate::parse::workbook::{Refused, SheetText, Workbook};
use crate::source::{SitePath, SourceId, SourceMap, Span, Spanned};

/// What each dataset reads.
pub(crate) struct Inputs(Vec<Option<Input>>);

/// What a dataset reads.
#[derive(Clone)]
pub(crate) enum Input {
    /// A text file.
    Text(SourceId),
    /// A sheet of a workbook.
    Sheet(SourceId, Arc<Grid>),
}

impl Inputs {
    /// What the dataset of a number reads; none where its file cannot be read, which is reported.
    pub(crate) fn of(&self, dataset: usize) -> Option<&Input> {
        self.0.get(dataset)?.as_ref()
    }
}

/// What a file is, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Workbook,
}

/// Opens the files that the datasets name.
pub(crate) fn open(described: &mut [Described], tree: &mut SourceTree) -> Inputs {
    let mut inputs = vec![None; described.len()];
    let mut decoded: BTreeMap<(SitePath, &'static str), SourceId> = BTreeMap::new();
    let mut books: BTreeMap<SitePath, Vec<usize>> = BTreeMap::new();
    for (at, described) in described.iter_mut().enumerate() {
        let RawRows::File(file) = &described.rows else {
            continue;
        };
        let faults = &mut described.faults;
        let Some((path, form)) = locate(file, &mut described.dataset, tree, faults) else {
            continue;
        };
        match form {
            Form::Text => {
                let source = text(file, &path, tree, &mut decoded, faults);
                if let Some(source) = source {
                    control::check(source, &tree.sources.file(source).text, faults);
                }
                inputs[at] = source.map(Input::Text);
            }
            Form::Workbook => books.entry(path).or_default().push(at),
        }
    }
    let read: Vec<(SitePath, Vec<Chosen>)> = books
        .into_par_iter()
        .map(|(path, wanted)| {
            let read = workbook(&path, &wanted, described, tree);
            (path, read)
        })
        .collect();
    for (path, read) in read {
        let mut sheets: BTreeMap<usize, Input> = BTreeMap::new();
        for (at, picked) in read {
            let faults = &mut described[at].faults;
            match picked {
                Err(found) => faults.extend(found),
                Ok(picked) => {
                    let enter = || enter(&path, &picked.text, &mut tree.sources);
                    let input = sheets.entry(picked.sheet).or_insert_with(enter);
                    if let Input::Sheet(source, _) = input {
                        control::check(*source, &picked.text.text, faults);
                        let whole = Span::file(*source);
                        faults.extend(picked.faults.into_iter().map(|fault| fault.at(whole)));
                    }
                    inputs[at] = Some(input.clone());
                }
            }
        }
    }
    Inputs(inputs)
}

/// A sheet that a dataset reads.
struct Picked {
    sheet: usize,
    text: Arc<SheetText>,
    faults: Vec<choose::Fault>,
}

/// The number of a dataset and the sheet it reads, or why it reads none.
type Chosen = (usize, Result<Picked, Vec<Diagnostic>>);

fn enter(path: &SitePath, text: &SheetText, sources: &mut SourceMap) -> Input {
    let shown = SitePath::new(format!("content/{path}"));
    let source = sources.add_sheet(shown, text.text.as_str().into(), text.sheet.clone());
    Input::Sheet(source, Arc::new(text.grid(source)))
}

/// Finds the file that a description names, and tells what it is.
fn locate(
    file: &DataFile,
    dataset: &mut RawDataset,
    tree: &SourceTree,
    faults: &mut Vec<Diagnostic>,
) -> Option<(SitePath, Form)> {
    let name = &file.name;
    let Some(path) = dataset.path.parent().join(&name.value) else {
        faults.push(leads_out(name));
        return None;
    };
    if tree.unread.contains(&path) {
        dataset.complete = false;
        dataset.data_file = Some(path);
        return None;
    }
    let form = form(&path);
    let Some(found) = tree.files.get(&path) else {
        // A file that is not there and could not be read is two faults in one.
        faults.push(match form {
            Ok(_) => missing(name, &path, tree, |other| self::form(other).is_ok()),
            Err(_) => wrong_form(name),
        });
        return None;
    };
    dataset.data_file = Some(path.clone());
    let readable = match form {
        Err(Some(refused)) => Err(refused.at(name.span, &name.value)),
        Err(None) => Err(wrong_form(name)),
        Ok(Form::Text) if !tree.texts.contains_key(&path) => Err(too_large(name, "1 GB")),
        Ok(Form::Workbook) if !tree.bytes.contains_key(&path) => Err(match found.size {
            size if size > LARGEST_BOOK => too_large(name, &format!("{} MB", LARGEST_BOOK >> 20)),
            _ => Diagnostic::error(
                &code::MISSING_FILE,
                name.span,
                format!("`{}` does not stand in a folder `data`", name.value),
            )
            .help("put workbooks that datasets read beside their descriptions"),
        }),
        Ok(form) => Ok(form),
    };
    match readable {
        Ok(form) => {
            faults.extend(foreign_keys(file, form));
            Some((path, form))
        }
        Err(fault) => {
            faults.push(fault);
            None
        }
    }
}

/// What a file is by the ending of its name; where it cannot be read, why.
pub(super) fn form(path: &SitePath) -> Result<Form, Option<Refused>> {
    match path.extension().as_str() {
        "csv" | "tsv" => Ok(Form::Text),
        "xlsx" | "xlsm" | "ods" => Ok(Form::Workbook),
        "xls" => Err(Some(Refused::Old)),
        _ => Err(None),
    }
}

pub(super) fn wrong_form(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        &code::WRONG_TYPE,
        name.span,
        format!("`{}` is neither CSV nor a workbook", name.value),
    )
    .help("save the table as `.csv`, `.xlsx` or `.ods` and name that file")
}

pub(super) fn too_large(name: &Spanned<String>, most: &str) -> Diagnostic {
    Diagnostic::error(
        &code::TOO_LARGE,
        name.span,
        format!("`{}` is larger than {most}", name.value),
    )
    .help("keep the rows and columns that are needed, and name that file")
}

/// A file that is named and is not there; `suits` says which files beside it may have been meant.
pub(super) fn missing(
    name: &Spanned<String>,
    path: &SitePath,
    tree: &SourceTree,
    suits: impl Fn(&SitePath) -> bool,
) -> Diagnostic {
    let folder = path.parent();
    let beside = tree.files.keys();
    let beside: Vec<&str> = beside
        .filter(|other| other.parent() == folder && suits(other))
        .map(SitePath::name)
        .collect();
    Diagnostic::error(
        &code::MISSING_FILE,
        name.span,
        format!("there is no file `{}`", name.value),
    )
    .help(
        crate::diag::nearest(path.name(), beside)
            .map(|near| format!("did you mean `{near}`?"))
            .unwrap_or_else(|| match name.value.starts_with('/') {
                true => "name the file as seen from this one, without `/` in front".into(),
                false => {
                    format!("put the file into the folder `content/{folder}`, or correct its name")
                }
            }),
    )
}

/// Keys that say nothing about a file of this form.
fn foreign_keys(file: &DataFile, form: Form) -> Vec<Diagnostic> {
    let (keys, form) = match form {
        Form::Workbook => (file.of_text(), "a workbook"),
        Form::Text => {
            let sheet = file.sheet.as_ref().map(|it| ("sheet", it.span));
            (sheet.into_iter().collect(), "a CSV file")
        }
    };
    keys.into_iter()
        .map(|(key, span)| {
            Diagnostic::error(
                &code::CONFLICTING_KEYS,
                span,
                format!("`{key}` says nothing about {form}"),
            )
            .other(file.name.span, "the file")
            .help("remove it")
        })
        .collect()
}

/// The text of a file as a source, decoded where it is not UTF-8.
fn text(
    file: &DataFile,
    path: &SitePath,
    tree: &mut SourceTree,
    decoded: &mut BTreeMap<(SitePath, &'static str), SourceId>,
    faults: &mut Vec<Diagnostic>,
) -> Option<SourceId> {
    let named = file.encoding.as_ref();
    let found = tree.texts.get(path)?;
    let source = found.source;
    // Half of UTF-16 without a mark at its beginning is made of these.
    let nought = match found.not_utf8 {
        None => tree.sources.file(source).text.find('\0'),
        Some(_) => None,
    };
    if let Some(at) = nought
        && named.is_none_or(|named| named.value == UTF_8)
    {
        faults.push(no_text(file, NoText::Binary(at)));
        return None;
    }
    if found.not_utf8.is_none() && nought.is_none() {
        let is_ascii = || tree.sources.file(source).text.is_ascii();
        if let Some(named) = named.filter(|named| named.value != UTF_8)
            && !is_ascii()
        {
            faults.push(
                Diagnostic::error(
                    &code::ENCODING,
                    named.span,
                    format!("the file is in UTF-8, not in {}", word(named.value)),
                )
                .other(file.name.span, "the file")
                .help("remove `encoding`"),
            );
        }
        return Some(source);
    }
    let key = (path.clone(), named.map_or("", |named| named.value.name()));
    if let Some(source) = decoded.get(&key) {
        return Some(*source);
    }
    let read = match tree.bytes.get(path) {
        Some(bytes) => csv::decode(bytes, named.map(|named| named.value)),
        None => {
            let text = &tree.sources.file(source).text;
            csv::decode(text.as_bytes(), named.map(|named| named.value))
        }
    };
    let read = match read {
        Ok(read) => read,
        Err(why) => {
            faults.push(no_text(file, why));
            return None;
        }
    };
    let shown = SitePath::new(format!("content/{path}"));
    let source = tree.sources.add(shown, read.text.into());
    if let Some(at) = read.doubt {
        faults.push(doubt(file, Span::new(source, at, at + 1), read.encoding));
    }
    decoded.insert(key, source);
    Some(source)
}

fn word(encoding: &'static Encoding) -> String {
    encoding.name().to_lowercase()
}

pub(super) fn no_text(file: &DataFile, why: NoText) -> Diagnostic {
    let name = &file.name;
    match (&file.encoding, why) {
        (Some(encoding), NoText::NotSo(at)) => Diagnostic::error(
            &code::ENCODING,
            encoding.span,
            format!(
                "`{}` is not in {}: byte {} does not fit",
                name.value,
                word(encoding.value),
                at + 1
            ),
        )
        .help("remove `encoding` to let it be found out, or save the file as \"CSV UTF-8\""),
        (_, NoText::NotSo(at) | NoText::Binary(at)) => Diagnostic::error(
            &code::ENCODING,
            name.span,
            format!(
                "`{}` is no text: byte {} belongs to none",
                name.value,
                at + 1
            ),
        )
        .help(
            "look whether it is a CSV file; if it is, save it again as \"CSV UTF-8\", or name its \
             encoding: `encoding: windows-1252`",
        ),
    }
}

fn doubt(file: &DataFile, at: Span, encoding: &'static Encoding) -> Diagnostic {
    Diagnostic::warning(
        &code::ENCODING,
        at,
        format!(
            "this letter is rare: the file may not be in {}, as was guessed",
            word(encoding)
        ),
    )
    .other(file.name.span, "no encoding is said here")
    .help(format!(
        "if the letter is right, say `encoding: {}`; a file of an older Mac is in `macintosh`; \
         else save it again as \"CSV UTF-8\"",
        word(encoding)
    ))
}

/// Reads the sheets of a workbook that some datasets name.
fn workbook(
    path: &SitePath,
    wanted: &[usize],
    described: &[Described],
    tree: &SourceTree,
) -> Vec<Chosen> {
    let files = wanted.iter().filter_map(|at| match &described[*at].rows {
        RawRows::File(file) => Some((*at, file.as_ref())),
        RawRows::Here(_) => None,
    });
    let bytes = tree.bytes.get(path).cloned().unwrap_or_default();
    let refused =
        |file: &DataFile, refused: &Refused| vec![refused.at(file.name.span, &file.name.value)];
    let book = match Workbook::open(bytes) {
        Ok(book) => book,
        Err(why) => {
            return files
                .map(|(at, file)| (at, Err(refused(file, &why))))
                .collect();
        }
    };
    let mut texts: BTreeMap<usize, Result<Arc<SheetText>, Refused>> = BTreeMap::new();
    let mut read = |sheet: usize| -> Result<Arc<SheetText>, Refused> {
        let text = texts
            .entry(sheet)
            .or_insert_with(|| book.read(sheet).map(Arc::new));
        text.clone()
    };
    files
        .map(|(at, file)| {
            let picked = choose::sheet(&book, file, &mut read).and_then(|(sheet, faults)| {
                let text = read(sheet).map_err(|why| refused(file, &why))?;
                Ok(Picked {
                    sheet,
                    text,
                    faults,
                })
            });
            (at, picked)
        })
        .collect()
}
