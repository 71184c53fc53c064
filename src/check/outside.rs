//! Bounds in front of a link that the data would deny: `more than [88](=…)` of 88. They may be about
//! something else than the number, so only `briefpack check` says so.

use crate::check::judged::judge;
use crate::claim::{self, Verdict};
use crate::diag::{Diagnostic, code};
use crate::model::{Bound, Dataset, Site};

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    site.each_claim(&mut |_, bound| faults.extend(one(bound, &site.datasets)));
    faults
}

fn one(bound: &Bound, data: &[Dataset]) -> Option<Diagnostic> {
    let before = claim::bound_before(&bound.before)?;
    let judged = judge(bound, data)?.ok()?;
    let (claim, _) = judged.said.ok()?;
    if claim.hedge.is_some() {
        return None;
    }
    let joined = format!("{before}{}", bound.words);
    let joined = claim::read(&joined, &bound.after).ok()?;
    let quantity = judged.evaluated.quantity;
    let true_alone = claim::verify(&claim, &quantity) == Verdict::Agrees;
    let Verdict::Disagrees(mismatch) = claim::verify(&joined, &quantity) else {
        return None;
    };
    let before = before.trim_end();
    true_alone.then(|| {
        let message = format!(
            "`{before} {}` would not be true: the data says `{}`",
            bound.words, mismatch.data
        );
        Diagnostic::warning(&code::BOUND_OUTSIDE, bound.span, message).help(format!(
            "if `{before}` is about this number, take it into the link, where it is checked"
        ))
    })
}
