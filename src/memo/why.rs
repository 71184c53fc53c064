//! What the record says of one page: what it is made of, and why it was made anew or kept.

use crate::discover::Stamp;

use super::record::{Making, Record};
use super::verdict::Change;

/// What is known of the making of one page.
#[derive(Debug, PartialEq, Eq)]
pub struct Why {
    /// Its address in the output.
    pub page: String,
    /// The file it is written in; none for one that the program makes of others.
    pub file: Option<String>,
    /// The files that its words lead to.
    pub needs: Vec<String>,
    /// Whether the last build made it.
    pub made: bool,
    /// How much the last build made.
    pub making: Making,
    /// What had changed before it.
    pub changes: Vec<Change>,
    /// What has changed since.
    pub since: Vec<Change>,
}

/// Finds a page by its address or by its file; gives every address where there is none.
pub(super) fn why(record: &Record, page: &str, since: Vec<Change>) -> Result<Why, Vec<String>> {
    let file = |at: u32| record.inputs[at as usize].path.clone();
    let wanted = page.trim_start_matches("./").trim_start_matches('/');
    let index = format!("{}/index.html", wanted.trim_end_matches('/'));
    let index = index.trim_start_matches('/');
    let in_content = format!("content/{wanted}");
    let written = record.pages.iter().find(|it| {
        let file = file(it.input);
        it.route == wanted || it.route == index || file == wanted || file == in_content
    });
    let mut addresses = record.folders.iter().flat_map(|folder| {
        let names = folder.files.iter().map(|(name, _)| name);
        names.filter(|name| name.ends_with(".html")).map(|name| {
            format!("{}/{name}", folder.path)
                .trim_start_matches('/')
                .to_string()
        })
    });
    let page = match written {
        Some(page) => page.route.clone(),
        None => {
            let known = |it: &String| *it == wanted || it == index;
            match addresses.clone().find(known) {
                Some(page) => page,
                None => return Err(addresses.by_ref().collect()),
            }
        }
    };
    let own = written.map(|it| file(it.input));
    let edited = |own: &String| record.changes.contains(&Change::Edited(own.clone()));
    Ok(Why {
        page,
        needs: written
            .iter()
            .flat_map(|it| it.needs.iter().map(|at| file(*at)))
            .filter(|path| Some(path) != own.as_ref())
            .collect(),
        made: match record.made {
            Making::Whole => true,
            Making::Words(_) => own.as_ref().is_some_and(edited),
            Making::Nothing => false,
        },
        file: own,
        making: record.made,
        changes: record.changes.clone(),
        since,
    })
}

/// The files that differ from those of a record, by name, size and time: what is not read is not known.
pub(super) fn since(record: &Record, files: &[(String, Stamp)]) -> Vec<Change> {
    let mut changes = Vec::new();
    for input in &record.inputs {
        match files.binary_search_by(|(path, _)| path.cmp(&input.path)) {
            Err(_) => changes.push(Change::Gone(input.path.clone())),
            Ok(at) if files[at].1 != input.stamp => {
                changes.push(Change::Edited(input.path.clone()));
            }
            Ok(_) => {}
        }
    }
    let is_new = |path: &String| {
        let known = record.inputs.binary_search_by(|input| input.path.cmp(path));
        known.is_err()
    };
    let new = files
        .iter()
        .map(|(path, _)| path)
        .filter(|path| is_new(path));
    changes.extend(new.cloned().map(Change::New));
    changes.sort();
    changes
}
