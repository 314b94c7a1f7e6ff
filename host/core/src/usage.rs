//! What a call used.

use std::ops::AddAssign;

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

/// Several calls' use as one: sums, and of the memory the most.
impl AddAssign<&Usage> for Usage {
    fn add_assign(&mut self, other: &Usage) {
        let Usage { fuel, wall_ms, cpu_ms, peak_memory_bytes, bytes_in, bytes_out, rows_in, rows_out, host_calls, instances, native_rows, native_ms } = other;
        self.fuel = self.fuel.saturating_add(*fuel);
        self.wall_ms += wall_ms;
        self.cpu_ms += cpu_ms;
        self.peak_memory_bytes = self.peak_memory_bytes.max(*peak_memory_bytes);
        self.bytes_in += bytes_in;
        self.bytes_out += bytes_out;
        self.rows_in += rows_in;
        self.rows_out += rows_out;
        self.host_calls += host_calls;
        self.instances += instances;
        self.native_rows += native_rows;
        self.native_ms += native_ms;
    }
}
