//! Charts as specifications.

mod areas;
mod contrast;
mod drawings;
mod facets;
mod faults;
mod golden;
mod labels;
mod readings;
mod samples;
mod support;
