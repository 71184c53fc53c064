//! A list of addresses to hand to a crawler: every place outside that pages lead to.

use std::collections::BTreeSet;

use crate::archive::Subject;
use crate::archive::page::{self, Part};
use crate::web::is_web;

/// The name of the list.
pub(crate) const NAME: &str = "capture-list.txt";

/// Every address of the web that pages of the site lead to, one a line, without places in pages.
pub(super) fn list(subject: &Subject<'_>) -> String {
    let mut found = BTreeSet::new();
    for (_, html) in subject.pages() {
        for part in page::parts(html) {
            let Part::Tag(tag) = part else { continue };
            let Some(href) = tag.get("href").filter(|_| tag.name == "a") else {
                continue;
            };
            let address = href.split('#').next().unwrap_or(href);
            if is_web(address) && !address.starts_with(&subject.facts.base) {
                found.insert(address.to_string());
            }
        }
    }
    found.into_iter().map(|address| address + "\n").collect()
}
