//! The licences that this field uses, by identifier.

use crate::model::Licence;

struct Row {
    id: &'static str,
    name: &'static str,
    url: &'static str,
    attribution: Option<&'static str>,
}

/// Identifiers are SPDX's where SPDX has one; the Open Parliament Licence has none.
const LICENCES: &[Row] = &[
    Row {
        id: "OGL-UK-3.0",
        name: "Open Government Licence v3.0",
        url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        attribution: Some(
            "Contains public sector information licensed under the Open Government Licence v3.0.",
        ),
    },
    Row {
        id: "OGL-UK-2.0",
        name: "Open Government Licence v2.0",
        url: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/",
        attribution: Some(
            "Contains public sector information licensed under the Open Government Licence v2.0.",
        ),
    },
    Row {
        id: "OPL-3.0",
        name: "Open Parliament Licence v3.0",
        url: "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
        attribution: Some(
            "Contains Parliamentary information licensed under the Open Parliament Licence v3.0.",
        ),
    },
    Row {
        id: "CC-BY-4.0",
        name: "Creative Commons Attribution 4.0",
        url: "https://creativecommons.org/licenses/by/4.0/",
        attribution: None,
    },
    Row {
        id: "CC-BY-SA-4.0",
        name: "Creative Commons Attribution-ShareAlike 4.0",
        url: "https://creativecommons.org/licenses/by-sa/4.0/",
        attribution: None,
    },
    Row {
        id: "CC0-1.0",
        name: "Creative Commons Zero 1.0",
        url: "https://creativecommons.org/publicdomain/zero/1.0/",
        attribution: None,
    },
    Row {
        id: "ODbL-1.0",
        name: "Open Database License 1.0",
        url: "https://opendatacommons.org/licenses/odbl/1-0/",
        attribution: None,
    },
    Row {
        id: "MIT",
        name: "MIT licence",
        url: "https://opensource.org/license/mit",
        attribution: None,
    },
];

/// The licence of an identifier, letter case aside. One that is not in the table is kept under
/// the words its author wrote.
pub(crate) fn licence(id: &str) -> Licence {
    match LICENCES.iter().find(|row| row.id.eq_ignore_ascii_case(id)) {
        Some(row) => Licence {
            id: row.id.to_string(),
            name: row.name.to_string(),
            url: Some(row.url),
            attribution: row.attribution,
        },
        None => Licence {
            id: id.to_string(),
            name: id.to_string(),
            url: None,
            attribution: None,
        },
    }
}
