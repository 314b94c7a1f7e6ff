//! The crate through its public door, on real files.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod analyze;
mod damage;
mod estimate;
mod infer;
mod preview;
mod query;
mod support;
