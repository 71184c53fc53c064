//! `briefpack.yaml`.

use jiff::tz::TimeZone;

use crate::diag::{Diagnostic, code};
use crate::model::Licence;
use crate::parse::fields::{self, Fields};
use crate::parse::licence;
use crate::parse::lifecycle::{self, RawLifecycle};
use crate::parse::markdown::RawText;
use crate::parse::page::strings;
use crate::parse::passage::Passage;
use crate::parse::yaml;
use crate::source::{SourceId, Span, Spanned};

/// `briefpack.yaml` as written.
#[derive(Debug)]
pub(crate) struct RawConfig {
    pub(crate) title: RawText,
    pub(crate) language: String,
    pub(crate) base_url: Option<String>,
    pub(crate) theme: Spanned<String>,
    pub(crate) timezone: TimeZone,
    pub(crate) lifecycle: RawLifecycle,
    pub(crate) organisation: RawOrganisation,
    pub(crate) disclaimer: Option<RawText>,
    pub(crate) licence: Option<Licence>,
}

/// Who publishes the site, as written.
#[derive(Debug, Default)]
pub(crate) struct RawOrganisation {
    pub(crate) name: Option<RawText>,
    pub(crate) secretariat: Option<RawText>,
    pub(crate) funding: Option<RawText>,
    pub(crate) address: Option<RawText>,
    pub(crate) contact: Option<RawText>,
    pub(crate) logo: Option<Spanned<String>>,
}

/// Reads `briefpack.yaml`. A site whose configuration has faults still has one, so that the
/// rest of it can be checked in the same run.
pub(crate) fn parse(source: SourceId, file: &str, faults: &mut Vec<Diagnostic>) -> RawConfig {
    let passage = Passage::straight(file, file, source, 0);
    let mut config = RawConfig {
        title: RawText::default(),
        language: "en-GB".to_string(),
        base_url: None,
        theme: Spanned::new("default".to_string(), Span::file(source)),
        timezone: TimeZone::UTC,
        lifecycle: RawLifecycle::default(),
        organisation: RawOrganisation::default(),
        disclaimer: None,
        licence: None,
    };
    config.timezone = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    let Some(node) = yaml::parse(&passage, faults) else {
        return config;
    };
    let Some(mut map) = Fields::of(&node, "`briefpack.yaml`", file, faults) else {
        return config;
    };
    config.title = map.required_text("title").unwrap_or_default();
    if let Some(language) = map.string("language") {
        if !is_language(&language.value) {
            map.faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_WORD,
                    language.span,
                    format!("`{}` is not the code of a language", language.value),
                )
                .help("write a code such as `en-GB` or `cy`"),
            );
        }
        config.language = language.value;
    }
    if let Some(url) = map.url("base_url") {
        if let Err(problem) = base_address(&url.value) {
            map.faults.push(
                Diagnostic::error(
                    &code::FORBIDDEN_ADDRESS,
                    url.span,
                    format!(
                        "`{}` cannot be the address of the site: {problem}",
                        url.value
                    ),
                )
                .help("write the address of the folder, such as `https://example.org/group/`"),
            );
        }
        config.base_url = Some(base(url.value));
    }
    if let Some(theme) = map.string("theme") {
        config.theme = theme;
    }
    if let Some(zone) = map.string("timezone") {
        match TimeZone::get(&zone.value) {
            Ok(found) => config.timezone = found,
            Err(_) => map.faults.push(
                Diagnostic::error(
                    &code::UNKNOWN_WORD,
                    zone.span,
                    format!("`{}` is not a time zone", zone.value),
                )
                .help("write a zone of the IANA database, such as `Europe/London`"),
            ),
        }
    }
    if let Some(node) = map.take("lifecycle") {
        config.lifecycle = lifecycle::parse(node, file, &config.timezone, map.faults);
    }
    if let Some(node) = map.take("organisation") {
        config.organisation = organisation(node, file, map.faults);
    }
    config.disclaimer = map.text("disclaimer");
    config.licence = map.string("licence").map(|id| licence::licence(&id.value));
    // Rule packs are applied by a later command; their names are part of the file's form.
    strings(&mut map, "rules");
    map.finish();
    config
}

/// Whether a text has the form of a language's code: two or three letters, then parts of up to
/// eight letters and digits (RFC 5646, section 2.1, without private and registered forms).
fn is_language(code: &str) -> bool {
    let mut parts = code.split('-');
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    parts
        .next()
        .is_some_and(|first| matches!(first.len(), 2 | 3) && letters(first))
        && parts.all(|part| {
            matches!(part.len(), 1..=8) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Whether a text is a web address that paths can be put after, and if not, why.
pub(crate) fn base_address(text: &str) -> Result<(), &'static str> {
    fields::web_address(text)?;
    match text.contains(['?', '#']) {
        true => Err("paths cannot follow a `?` or `#`"),
        false => Ok(()),
    }
}

/// A base address ends in a slash, so that paths can be put after it.
pub(crate) fn base(mut url: String) -> String {
    if !url.ends_with('/') {
        url.push('/');
    }
    url
}

fn organisation(node: &yaml::Node, file: &str, faults: &mut Vec<Diagnostic>) -> RawOrganisation {
    let Some(mut map) = Fields::of(node, "`organisation`", file, faults) else {
        return RawOrganisation::default();
    };
    let organisation = RawOrganisation {
        name: map.text("name"),
        secretariat: map.text("secretariat"),
        funding: map.text("funding"),
        address: map.text("address"),
        contact: map.text("contact"),
        logo: map.string("logo"),
    };
    map.finish();
    organisation
}
