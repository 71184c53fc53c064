//! Who published data and on which terms, as files for programs say it.

use serde::Serialize;

use crate::model::{Dataset, Text};

/// Who published the data.
#[derive(Serialize)]
pub(crate) struct CitedSource<'a> {
    name: String,
    title: Option<String>,
    url: Option<&'a str>,
    copy: Option<&'a str>,
    published: Option<&'a str>,
    accessed: Option<String>,
}

/// Who published a dataset.
pub(crate) fn source(data: &Dataset) -> Option<CitedSource<'_>> {
    let source = data.source.as_ref()?;
    Some(CitedSource {
        name: source.name.plain(),
        title: source.title.as_ref().map(Text::plain),
        url: source.url.as_deref(),
        copy: source.copy.as_deref(),
        published: source.published.as_deref(),
        accessed: source.accessed.map(|date| date.to_string()),
    })
}

/// On which terms it may be used.
pub(crate) fn licence(data: &Dataset) -> Option<&str> {
    data.licence.as_ref().map(|licence| licence.id.as_str())
}
