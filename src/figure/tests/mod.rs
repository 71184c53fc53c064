//! Charts as specifications.

mod drawings;
mod faults;
mod golden;
mod labels;
mod readings;
mod samples;
mod support;
