//! The configuration, its texts and files resolved.

use crate::config::{Accepted, Config, Lifecycle, Organisation};
use crate::parse::config::RawConfig;
use crate::parse::markdown::RawText;
use crate::resolve::Request;
use crate::resolve::links::Scope;
use crate::source::{SitePath, SourceId};

/// Resolves `briefpack.yaml`; its links and files are found from `content/`.
pub(super) fn resolve(
    raw: RawConfig,
    source: SourceId,
    request: &Request,
    scope: &mut Scope<'_, '_>,
) -> Config {
    let top = SitePath::default();
    let logo = raw
        .organisation
        .logo
        .and_then(|logo| scope.picture(&logo, &top));
    let mut text = |raw: Option<RawText>| raw.map(|raw| scope.text(raw, &top));
    let organisation = Organisation {
        name: text(raw.organisation.name),
        secretariat: text(raw.organisation.secretariat),
        funding: text(raw.organisation.funding),
        address: text(raw.organisation.address),
        contact: text(raw.organisation.contact),
        logo,
    };
    let accepted = raw.lifecycle.accepted.into_iter();
    let accepted = accepted
        .map(|it| Accepted {
            reason: text(Some(it.reason)).unwrap_or_default(),
            items: it.items,
        })
        .collect();
    Config {
        source,
        title: text(Some(raw.title)).unwrap_or_default(),
        language: raw.language,
        base_url: request.base_url.clone().or(raw.base_url),
        theme: raw.theme.value,
        timezone: raw.timezone,
        lifecycle: Lifecycle {
            state: raw.lifecycle.state,
            since: raw.lifecycle.since,
            until: raw.lifecycle.until,
            on: raw.lifecycle.on,
            notice: text(raw.lifecycle.notice),
            keeper: text(raw.lifecycle.keeper),
            signed_by: raw.lifecycle.signed_by,
            accepted,
        },
        organisation,
        disclaimer: text(raw.disclaimer),
        licence: raw.licence,
        closed_on: raw.lifecycle.on_instant,
    }
}
