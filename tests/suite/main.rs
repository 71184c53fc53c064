//! The program as its users meet it: sites go in, the built binary runs, folders come out.
//!
//! One binary for all of it, so that it is linked once. `support` holds the one harness; each
//! other module is one promise.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write sites to disk and read what the program made of them"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up should stop there and then"
)]

mod support;

mod archive;
mod checking;
mod claims;
mod cli;
mod closing;
mod determinism;
mod diagnostics;
mod drafts;
mod figure_numbers;
mod fuzzing;
mod gallery;
mod golden;
mod guide;
mod hostile;
mod inspect;
mod properties;
mod resuming;
mod script;
mod signing;
mod tidy;
mod tracing;
mod workbooks;
mod writing;
