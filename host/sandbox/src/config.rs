//! How a sandbox is set up, once for a process.

use std::time::Duration;

use sandtable_core::units::MIB;

/// The sizes of the engine and its pools. Limits of calls live in [`sandtable_core::Limits`] and stay below these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SandboxConfig {
    /// The most that one linear memory may ever hold. Address space only: a call's own limit says what may be touched.
    pub max_memory_bytes: u64,
    /// How many instances may live at once, over all calls of the process.
    pub max_instances: u32,
    /// Stack for wasm on a guest's thread. Host functions get as much again on top.
    pub stack_bytes: usize,
    /// How often running guests are looked at: the grain of deadlines, cancels and CPU limits.
    pub tick: Duration,
    /// The largest component that is looked at.
    pub max_component_bytes: u64,
    /// The most core modules, functions, and types that a component may hold: compiling costs time and memory for
    /// each. CPython has some 20,000 functions.
    pub max_functions: u32,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            max_memory_bytes: 4096 * MIB,
            max_instances: 16,
            stack_bytes: 4 * MIB as usize,
            tick: Duration::from_millis(10),
            max_component_bytes: 64 * MIB,
            max_functions: 100_000,
        }
    }
}
