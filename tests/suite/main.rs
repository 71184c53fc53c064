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
#![expect(
    clippy::print_stdout,
    reason = "what a test drew and counted is shown when it fails"
)]

mod markup;
mod support;

mod archive;
mod checking;
mod claims;
mod cli;
mod closing;
mod dependencies;
mod determinism;
mod diagnostics;
mod drafts;
mod faults;
mod figure_numbers;
mod fuzzing;
mod gallery;
mod golden;
mod guide;
mod hostile;
mod injections;
mod inspect;
mod properties;
mod remembering;
mod resuming;
mod script;
mod security;
mod serving;
mod signing;
mod themes;
mod tidy;
mod tracing;
mod unfinished;
mod workbooks;
mod writing;
