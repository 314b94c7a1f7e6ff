//! The crate through its public door, on real files.
