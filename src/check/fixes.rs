//! Bound numbers that can be put right without a person: plain numbers whose words differ from the
//! data in nothing but the number. Everything else is left to the report.

use std::collections::BTreeMap;

use crate::check::judged::judge;
use crate::claim::{self, Part, Verdict};
use crate::model::{Bound, Dataset, Site};
use crate::source::{SourceMap, Span};

/// A change to an author's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The words to be replaced.
    pub span: Span,
    /// What is to stand there.
    pub text: String,
}

/// The changes that make wrong plain numbers true, in the order of files and places.
pub fn fixes(site: &Site, sources: &SourceMap) -> Vec<Fix> {
    let mut found = BTreeMap::new();
    site.each_claim(&mut |_, bound| {
        if let Some(text) = fix(bound, &site.datasets, sources) {
            found.insert(bound.span, text);
        }
    });
    found
        .into_iter()
        .map(|(span, text)| Fix { span, text })
        .collect()
}

fn fix(bound: &Bound, data: &[Dataset], sources: &SourceMap) -> Option<String> {
    // Words with marks in them, or written with escapes, are not put together again.
    let written = sources.text(bound.span);
    let windows = written.contains("\r\n");
    if written.replace("\r\n", "\n") != bound.words {
        return None;
    }
    let (said, verdict) = judge(bound, data)?.ok()?.said.ok()?;
    let Verdict::Disagrees(mismatch) = verdict else {
        return None;
    };
    let (words, after) = mismatch.truth.split_at_checked(mismatch.link)?;
    // A direction in front of the link stays as it is; a hedge there is never rewritten.
    let lead = claim::lead(&bound.before);
    let words = match lead.filter(|lead| mismatch.said.starts_with(lead.words)) {
        Some(lead) if lead.hedge => return None,
        Some(lead) => words.strip_prefix(lead.words)?,
        None => words,
    };
    // A column of millions would be written into the sentence as a number of thousands, and `improved
    // by −3` is no sentence.
    let sure = mismatch.scale.is_none() && !mismatch.unsigned;
    let only_the_number = mismatch.parts == [Part::Number] && said.is_plain() && sure;
    let in_the_link = after == said.text.get(said.words..)?;
    let text = || match windows {
        true => words.replace('\n', "\r\n"),
        false => words.to_string(),
    };
    (only_the_number && in_the_link).then(text)
}
