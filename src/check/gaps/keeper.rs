//! Nobody is named who keeps the site once it is closed.

use crate::check::gaps::Found;
use crate::diag::{Diagnostic, code};
use crate::model::Site;
use crate::source::{SourceMap, Span};

pub(super) fn find(site: &Site, _: &SourceMap) -> Vec<Found> {
    let config = &site.config;
    if config.lifecycle.keeper.is_some() {
        return Vec::new();
    }
    let message = "nobody is named who keeps this site once it is closed";
    vec![Found {
        name: String::new(),
        diagnostic: Diagnostic::warning(&code::GAP_KEEPER, Span::file(config.source), message)
            .help("write `keeper:` under `lifecycle`: a library, a charity, a web archive"),
    }]
}
