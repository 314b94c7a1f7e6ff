//! Tables through every format and over the bridge.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod any_frame;
mod bridge;
mod check_columns;
mod csv;
mod files;
mod json;
mod large;
mod malformed;
mod pandas;
mod roundtrip;
mod support;
mod write;
