//! Files that the program carries inside it; the tables are written by `build.rs`.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
