//! Attachments and images, published as they are.

use crate::diag::Diagnostic;
use crate::emit::Context;
use crate::output::Artifact;

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    for file in context.site.attachments.iter() {
        let copy = Artifact::Copy {
            origin: file.origin.clone(),
            size: file.size,
        };
        context.put(file.route.clone(), copy);
    }
    Vec::new()
}
