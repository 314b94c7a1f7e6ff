//! The host's side of the boundary: the real one in wasm, memory everywhere else, so that transforms run under plain
//! `cargo test`.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod native;
#[cfg(target_arch = "wasm32")]
mod wasm;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use native::{Plan, Sink, Source, log, progress};
#[cfg(target_arch = "wasm32")]
pub(crate) use wasm::{Plan, Sink, Source, log, progress};
