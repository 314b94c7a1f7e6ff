//! What the service is set up with.

use std::time::Duration;

use sandtable_core::units::MIB;

/// The service's numbers.
#[derive(Debug, Clone)]
pub struct ServiceConfig {
    /// Jobs that are done at once, each in an executor of its own.
    pub workers: usize,
    /// Memory of each, in bytes.
    pub memory_bytes: u64,
    /// How long a job may take, not counting the wait for its turn.
    pub job_wall: Duration,
    /// How long a request that is answered at once may take.
    pub wall: Duration,
    /// How long payload, steps and result of a job are kept once it is over.
    pub ttl: Duration,
    /// Rows of a JSON answer at most.
    pub max_rows_json: u64,
    /// Rows of a text file that tell the types of its columns, when a request does not say.
    pub infer_rows: u32,
    /// Files of a data set that are looked at, when a request does not say.
    pub sample_files: u32,
    /// How long a worker may be silent before its job is given to another.
    pub lease: Duration,
    /// How often a job is tried.
    pub max_attempts: u32,
    /// How long running jobs may go on after a shutdown has begun; then they are given back.
    pub drain: Duration,
}

impl Default for ServiceConfig {
    fn default() -> Self {
        Self {
            workers: 2,
            memory_bytes: 2048 * MIB,
            job_wall: Duration::from_secs(600),
            wall: Duration::from_secs(90),
            ttl: Duration::from_hours(24),
            max_rows_json: 50_000,
            infer_rows: 20_000,
            sample_files: 3,
            lease: Duration::from_secs(30),
            max_attempts: 3,
            drain: Duration::from_secs(30),
        }
    }
}
