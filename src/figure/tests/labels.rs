//! Labels: each whole, none on another.
