//! The tests of pipelines, in one binary.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

mod compile;
mod differential;
mod documents;
mod engine;
mod errors;
mod expressions;
mod files;
mod frames;
mod python;
mod session;
mod sql;
mod support;
mod translations;
