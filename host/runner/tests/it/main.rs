//! The runner over an engine that does as it is told, and over hosts that do not.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod engine;
mod fetch;
mod first;
mod host;
mod order;
mod second;
mod support;
