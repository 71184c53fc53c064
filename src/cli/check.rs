//! `briefpack check`.

use std::io::Write as _;

use super::report::{found, report};
use super::{CheckArguments, Done, MessageFormat};
use crate::diag::has_errors;
use crate::error::Fault;

/// Looks at a site without writing it.
pub(super) fn run(arguments: &CheckArguments) -> Result<Done, Fault> {
    let site = &arguments.site;
    let build = crate::examine(&site.site, &site.options())?;
    report(&build.diagnostics, &build.sources, site.message_format);
    if site.message_format == MessageFormat::Text {
        let found = found(&build.diagnostics);
        let _ = writeln!(anstream::stderr(), "{found}");
    }
    Ok(if has_errors(&build.diagnostics) {
        Done::WithErrors
    } else {
        Done::Well
    })
}
