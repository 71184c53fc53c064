//! briefpack: briefing packs for parliamentary groups, from Markdown and published data to a
//! site that opens from disk.

pub mod config;
pub mod diag;
pub mod discover;
pub mod error;
pub mod figure;
pub mod model;
pub mod number;
pub mod outcome;
pub mod parse;
pub mod resolve;
pub mod slug;
pub mod source;
pub mod view;
