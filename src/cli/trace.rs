//! `briefpack trace`.

use std::io::Write as _;

use super::report::{found, report};
use super::{Done, MessageFormat, SiteArguments, say};
use crate::error::Fault;
use crate::trace::{render_json, render_text};

/// Lists every number of a site with the cells it comes from.
pub(super) fn run(arguments: &SiteArguments) -> Result<Done, Fault> {
    let traced = crate::trace(&arguments.site, &arguments.options())?;
    let Some(trace) = &traced.trace else {
        report(
            &traced.diagnostics,
            &traced.sources,
            arguments.message_format,
        );
        let found = found(&traced.diagnostics);
        let _ = writeln!(
            anstream::stderr(),
            "{found}: numbers are traced once the site can be built"
        );
        return Ok(Done::WithErrors);
    };
    say(&match arguments.message_format {
        MessageFormat::Text => render_text(trace, &traced.site, &traced.sources),
        MessageFormat::Json => render_json(trace, &traced.site, &traced.sources),
    });
    Ok(Done::Well)
}
