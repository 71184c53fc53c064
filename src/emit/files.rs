//! Attachments and images, published as they are.

use crate::emit::Context;
use crate::outcome::Outcome;
use crate::output::{Artifact, Output};

pub(super) fn emit(context: &Context<'_>) -> Outcome<Output> {
    let mut output = Output::default();
    for file in &context.site.attachments {
        let copy = Artifact::Copy {
            origin: file.origin.clone(),
            size: file.size,
        };
        output.put(file.route.clone(), copy);
    }
    Outcome::clean(output)
}
