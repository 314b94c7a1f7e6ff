//! Turns a core wasm module into a component.
//!
//! The module carries its component type in a custom section, put there by a binding generator (`wit-bindgen` in any
//! language, or the Rust SDK). Adapters translate older system interfaces, such as `wasi_snapshot_preview1`.

use anyhow::{Context, Result};
use wasmparser::{Validator, WasmFeatures};
use wit_component::ComponentEncoder;

/// A module that stands between a guest's core imports and the component model.
pub struct Adapter {
    /// The import module that it provides, such as `wasi_snapshot_preview1`.
    pub name: String,
    /// The adapter, a core module itself.
    pub module: Vec<u8>,
}

/// Wraps `module` into a component, and validates the result.
///
/// Fails when the module is not valid, carries no component type, or does not match the type that it carries; each
/// error says which import or export is wrong.
pub fn componentize(module: &[u8], adapters: &[Adapter]) -> Result<Vec<u8>> {
    let mut encoder = ComponentEncoder::default().module(module).context("read the core module and its component type")?;
    for adapter in adapters {
        encoder = encoder.adapter(&adapter.name, &adapter.module).with_context(|| format!("read the adapter `{}`", adapter.name))?;
    }
    let component = encoder.encode().context("encode the component")?;
    Validator::new_with_features(WasmFeatures::default()).validate_all(&component).context("validate the finished component")?;
    Ok(component)
}
