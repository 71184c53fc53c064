//! What the data does not allow is said, and where.
