//! How the runner is set up.

use std::time::Duration;

use sandtable_core::units::MIB;

use crate::request::BEYOND_WALL_MS;

/// The runner's settings. Those of the contract are defaults here.
#[derive(Debug, Clone)]
pub struct RunnerConfig {
    /// Runs at once. 1 does one after the other, as the contract's own server does.
    pub concurrency: usize,
    /// Runs that may wait for their turn.
    pub queue: usize,
    /// How long one may wait.
    pub patience: Duration,
    /// How much longer than its `timeout` a request may take in all.
    pub slack: Duration,
    /// Wall time of a run of the first generation that asks for none.
    pub first_wall: Duration,
    /// Wall time of a run of the second generation that asks for none.
    pub second_wall: Duration,
    /// The most wall time that a run may ask for. One that asks for more has this, and is told.
    pub max_wall: Duration,
    /// CPU time of a run of the first generation. One of the second has as much as wall time.
    pub cpu: Duration,
    /// Guest memory of a run, which is also the most that it may ask for.
    pub memory_bytes: u64,
    /// How long what a run wrote can be asked for after its end.
    pub logs_kept: Duration,
    /// Bytes of what a run writes that are kept.
    pub log_bytes: u64,
}

impl RunnerConfig {
    /// The most CPU time that the runner asks for.
    pub fn max_cpu(&self) -> Duration {
        self.max_wall + Duration::from_millis(BEYOND_WALL_MS)
    }
}

impl Default for RunnerConfig {
    fn default() -> Self {
        Self {
            concurrency: std::thread::available_parallelism().map_or(2, usize::from),
            queue: 10,
            patience: Duration::from_secs(60),
            slack: Duration::from_secs(60),
            first_wall: Duration::from_secs(30),
            second_wall: Duration::from_secs(1800),
            max_wall: Duration::from_secs(1800),
            cpu: Duration::from_secs(60),
            memory_bytes: 1024 * MIB,
            logs_kept: Duration::from_secs(600),
            log_bytes: MIB,
        }
    }
}
