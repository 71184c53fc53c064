//! `people.yaml`: people and organisations.

use crate::diag::{Diagnostic, code};
use crate::model::Organisation;
use crate::parse::fields::{self, Fields};
use crate::parse::markdown::RawText;
use crate::parse::passage::Passage;
use crate::parse::yaml::{self, Kind, Node};
use crate::source::{SourceId, Span, Spanned};

/// `people.yaml` as written.
#[derive(Debug, Default)]
pub(crate) struct RawPeople {
    /// Whether somebody could not be read: a key that is not found may be theirs.
    pub(crate) unread: bool,
    pub(crate) people: Vec<RawPerson>,
    pub(crate) organisations: Vec<(String, Organisation)>,
}

/// A person as written.
#[derive(Debug)]
pub(crate) struct RawPerson {
    pub(crate) key: Spanned<String>,
    pub(crate) name: String,
    pub(crate) honours: Option<String>,
    pub(crate) role: Option<RawText>,
    pub(crate) organisation: Option<String>,
    pub(crate) party: Option<String>,
    pub(crate) constituency: Option<String>,
    pub(crate) biography: Option<RawText>,
    pub(crate) photo: Option<Spanned<String>>,
    pub(crate) url: Option<String>,
    /// Whether the person is kept back, or kept, whoever names them; none when nothing is said.
    pub(crate) draft: Option<bool>,
}

/// Reads `people.yaml`.
pub(crate) fn parse(source: SourceId, file: &str, faults: &mut Vec<Diagnostic>) -> RawPeople {
    let passage = Passage::straight(file, file, source, 0);
    let mut raw = RawPeople {
        unread: true,
        ..RawPeople::default()
    };
    let Some(node) = yaml::parse(&passage, faults) else {
        return raw;
    };
    if node.is_null() {
        raw.unread = false;
        return raw;
    }
    let Some(mut map) = Fields::of(&node, "`people.yaml`", file, faults) else {
        return raw;
    };
    raw.unread = false;
    if let Some(node) = map.take("people") {
        let entries = keyed(node, "people", map.faults);
        let written = if let Kind::Map(entries) = &node.kind {
            entries.len()
        } else {
            usize::MAX
        };
        for (key, node) in entries {
            raw.people.extend(person(key, node, file, map.faults));
        }
        raw.unread = raw.people.len() < written;
    }
    if let Some(node) = map.take("organisations") {
        for (key, node) in keyed(node, "organisations", map.faults) {
            let organisation = organisation(node, file, map.faults);
            raw.organisations
                .extend(organisation.map(|it| (key.value, it)));
        }
    }
    map.finish();
    raw
}

/// The entries of a map whose keys become addresses.
fn keyed<'n>(
    node: &'n Node<'n>,
    what: &str,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(Spanned<String>, &'n Node<'n>)> {
    let Kind::Map(entries) = &node.kind else {
        faults.push(
            fields::wrong_type(
                node,
                &format!("in `{what}` each begins with a key of its own"),
            )
            .help("write a key such as `jane-doe:`, and on the next line, further in, `name: …`"),
        );
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|entry| {
            let key = Spanned::new(entry.key.to_string(), entry.key_span);
            check_key(&key, faults).then_some((key, &entry.value))
        })
        .collect()
}

/// Whether a key can stand in an address.
fn check_key(key: &Spanned<String>, faults: &mut Vec<Diagnostic>) -> bool {
    let slug = crate::slug::slug(&key.value);
    if slug == key.value && !slug.is_empty() {
        return true;
    }
    let span: Span = key.span;
    faults.push(
        Diagnostic::error(
            &code::WRONG_TYPE,
            span,
            format!(
                "the key `{}` is not made of lower-case letters, digits and hyphens",
                key.value
            ),
        )
        .maybe_help((!slug.is_empty()).then(|| format!("write `{slug}:`"))),
    );
    false
}

fn person(
    key: Spanned<String>,
    node: &Node,
    file: &str,
    faults: &mut Vec<Diagnostic>,
) -> Option<RawPerson> {
    let mut map = Fields::of(node, "a person", file, faults)?;
    let plain = |text: Option<Spanned<String>>| text.map(|text| text.value);
    let name = map
        .require("name")
        .and_then(|node| fields::string(node, map.faults));
    let person = RawPerson {
        key,
        name: name.map(|name| name.value).unwrap_or_default(),
        honours: plain(map.string("honours")),
        role: map.text("role"),
        organisation: plain(map.string("organisation")),
        party: plain(map.string("party")),
        constituency: plain(map.string("constituency")),
        biography: map.text("biography"),
        photo: map.string("photo"),
        url: plain(map.url("url")),
        draft: super::page::draft(&mut map),
    };
    map.finish();
    Some(person)
}

fn organisation(node: &Node, file: &str, faults: &mut Vec<Diagnostic>) -> Option<Organisation> {
    let mut map = Fields::of(node, "an organisation", file, faults)?;
    let name = map
        .require("name")
        .and_then(|node| fields::string(node, map.faults));
    let url = map.url("url").map(|url| url.value);
    map.finish();
    Some(Organisation {
        name: name?.value,
        url,
    })
}
