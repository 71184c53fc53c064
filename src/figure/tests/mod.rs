//! Charts as specifications.

mod drawings;
mod faults;
mod golden;
mod labels;
mod samples;
mod support;
