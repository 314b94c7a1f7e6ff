//! Runs guests. The only module that names wasmtime.
//!
//! A [`Sandbox`] is one engine. [`Sandbox::check`] turns an upload into a report and compiled code, [`Sandbox::load`]
//! compiled code into a [`Transform`], and [`Transform::run`] runs it over tables that come from [`TableSource`]s and
//! go to a [`TableSink`]. Whatever a guest does ends as an [`Outcome`]: rows in the sink, or one [`Failure`].
//!
//! Of Polars nothing is known here: native frames, for guests that may use them, are a [`FrameHost`] behind a [`Call`].
//!
//! What holds everywhere in here:
//! - A store lives for one call (of a row-by-row transform: for one instance's share of it) and is then thrown away.
//! - What a guest gives is hostile until [`wire`] has rebuilt it through arrow's checked constructors.
//! - What the host refuses (a limit, a cancel, a source or sink that fails) is a trap that no guest can catch, and the
//!   first cause is the one reported.
//! - Guests run on threads of our own with explicit stacks, never on a caller's.
//! - Bytes that a user sent never reach `deserialize`.

mod call;
mod check;
mod config;
mod engine;
mod failure;
mod frames;
mod guest;
mod language;
mod linker;
mod log;
mod meter;
mod reader;
mod rows;
mod sandbox;
mod table;
mod threads;
mod transform;
mod wasi;
mod watch;
mod wire;

pub use call::{Call, Cancel, LogLevel, LogLine, LogSource, Observer, Outcome, Silent, TableSink, TableSource};
pub use check::{Checked, Problem, Report};
pub use config::SandboxConfig;
pub use failure::Failure;
pub use frames::{FrameHost, FrameId, Frames, Pulse};
pub use sandbox::Sandbox;
pub use transform::Transform;
