//! What a call used.

use serde::{Deserialize, Serialize};

/// What one call of a transform used. In every answer, and in the error of a call that failed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Fuel: about one unit a wasm instruction, more for bulk operations. The same for the same call everywhere.
    pub fuel: u64,
    /// Wall time of the guest's call, its instantiation included.
    pub wall_ms: f64,
    /// CPU time of the guest's threads.
    pub cpu_ms: f64,
    /// The most that all linear memories and tables held at once, in bytes, over all instances.
    pub peak_memory_bytes: u64,
    /// Bytes of Arrow buffers handed to the guest.
    pub bytes_in: u64,
    /// Bytes of Arrow buffers taken from the guest.
    pub bytes_out: u64,
    /// Rows handed to the guest.
    pub rows_in: u64,
    /// Rows taken from the guest.
    pub rows_out: u64,
    /// Calls of imported functions.
    pub host_calls: u64,
    /// How many instances ran: more than one for row-by-row transforms over large tables.
    pub instances: u32,
    /// Rows that native frames made for the guest: collected, or pushed to the output.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub native_rows: u64,
    /// Wall time in which the guest waited for native frames.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub native_ms: f64,
}

/// Calls without native frames say nothing of them.
fn is_zero(rows: &u64) -> bool {
    *rows == 0
}

fn is_nothing(ms: &f64) -> bool {
    *ms == 0.0
}
