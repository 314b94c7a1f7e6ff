//! A language for tests: a program is a list of commands, one a line (see `program.rs`).
//!
//! Built without the SDK, which is for transforms.

#[cfg(target_arch = "wasm32")]
#[path = "../../hostile-table/src/abi.rs"]
mod abi;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod program;
#[cfg(target_arch = "wasm32")]
mod tables;
