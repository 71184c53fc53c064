//! The theme's style, fonts and images.

use crate::emit::Context;
use crate::outcome::Outcome;
use crate::output::{Artifact, Output};

pub(super) fn emit(context: &Context<'_>) -> Outcome<Output> {
    let mut output = Output::default();
    for asset in context.theme.assets.values() {
        output.put(asset.path.clone(), Artifact::Bytes(asset.bytes.clone()));
    }
    Outcome::clean(output)
}
