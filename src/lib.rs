//! briefpack: briefing packs for parliamentary groups, from Markdown and published data to a
//! site that opens from disk.

pub mod config;
pub mod diag;
pub mod figure;
pub mod model;
pub mod number;
pub mod outcome;
pub mod source;
pub mod view;
