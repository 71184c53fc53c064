//! Charts as specifications.

mod faults;
mod golden;
mod labels;
mod samples;
mod support;
