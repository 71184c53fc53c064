//! The theme's style, fonts and images.

use crate::diag::Diagnostic;
use crate::emit::Context;

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    for asset in context.theme.assets.values() {
        context.put_asset(asset);
    }
    Vec::new()
}
