//! Check: rules over the whole site.
//!
//! In: the [`Site`]. Out: diagnostics. A rule is a file and a row of [`RULES`]; rules do not
//! know each other. What concerns one name or one value is reported where it is read or
//! resolved; here stand the rules that need everything.

mod claims;
mod courses;
mod denominators;
mod figures;
mod fixes;
mod gaps;
mod judged;
mod lines;
mod outside;
mod scales;
mod unbound;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::model::Site;

pub use fixes::{Fix, fixes};
pub use gaps::{GAPS, Gap, GapKind, gaps, is_accepted};

/// A rule.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What it looks at.
    pub summary: &'static str,
    run: fn(&Site) -> Vec<Diagnostic>,
}

/// The rules.
pub static RULES: &[Rule] = &[
    Rule {
        name: "claims",
        summary: "every number in prose that is bound to a value says what the data says",
        run: claims::check,
    },
    Rule {
        name: "courses",
        summary: "what rises from one number to another ends at the higher one",
        run: courses::check,
    },
    Rule {
        name: "denominators",
        summary: "rates in one sentence are counted for the same number",
        run: denominators::check,
    },
    Rule {
        name: "figures",
        summary: "numbers in the words of a figure are numbers that it shows",
        run: figures::check,
    },
];

/// What `briefpack check` looks for beside the rules: nothing that keeps a site from being built,
/// but what a person should decide about.
pub static LINTS: &[Rule] = &[
    Rule {
        name: "unbound",
        summary: "numbers in prose that could be bound to a value and are not",
        run: unbound::check,
    },
    Rule {
        name: "outside",
        summary: "words in front of a bound number that the data would deny",
        run: outside::check,
    },
    Rule {
        name: "scales",
        summary: "columns counted in millions whose numbers are read as they stand",
        run: scales::check,
    },
];

/// Applies every rule.
#[inline(never)] // `bench/budget` tells stages apart by it.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    apply(RULES, site)
}

/// Applies every lint.
pub fn lint(site: &Site) -> Vec<Diagnostic> {
    apply(LINTS, site)
}

fn apply(rules: &[Rule], site: &Site) -> Vec<Diagnostic> {
    rules
        .par_iter()
        .flat_map_iter(|rule| (rule.run)(site))
        .collect()
}
