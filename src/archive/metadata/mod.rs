//! What catalogues read: `CITATION.cff`, DataCite and Dublin Core, ready for a deposit that gives
//! the site a DOI. A form is a file and a row of [`FORMS`].

mod citation;
mod datacite;
mod dublin;

use crate::archive::Facts;

/// A form of metadata.
pub(crate) struct Form {
    /// The name of its file.
    pub(crate) file: &'static str,
    write: fn(&Facts) -> String,
}

/// Every form.
pub(crate) static FORMS: &[Form] = &[
    Form {
        file: "CITATION.cff",
        write: citation::write,
    },
    Form {
        file: "datacite.json",
        write: datacite::write,
    },
    Form {
        file: "dublin-core.xml",
        write: dublin::write,
    },
];

/// The files of metadata, by name.
pub(crate) fn files(facts: &Facts) -> Vec<(&'static str, String)> {
    let made = FORMS.iter().map(|form| (form.file, (form.write)(facts)));
    made.collect()
}
