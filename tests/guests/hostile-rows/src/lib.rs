//! A row-by-row transform that means harm. What it does is the parameter `evil`; `tests/it/hostile` asks for it.
//!
//! Built without the SDK, which would keep it from most of this.

#[cfg(target_arch = "wasm32")]
#[path = "../../hostile-table/src/abi.rs"]
mod abi;
#[cfg(target_arch = "wasm32")]
mod exports;
#[cfg(target_arch = "wasm32")]
#[path = "../../hostile-table/src/script.rs"]
mod script;
