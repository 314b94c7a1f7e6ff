//! The crate through its public door, on real files.

mod analyze;
mod damage;
mod estimate;
mod infer;
mod preview;
mod query;
mod support;
