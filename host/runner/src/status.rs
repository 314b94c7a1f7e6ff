//! How busy the runner is, in the contract's fields.

use serde::Serialize;

/// The answer of `GET /status`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// Whether it takes requests.
    pub healthy: bool,
    /// Runs that wait.
    pub queue_size: usize,
    /// How many may.
    pub max_queue_size: usize,
    /// Whether anything runs.
    pub currently_executing: bool,
    /// The oldest of what runs.
    pub current_execution_id: Option<String>,
    /// What has become of requests since the start.
    pub metrics: MetricsReport,
}

/// What has become of requests since the start.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricsReport {
    /// Well-formed requests, those that were rejected among them.
    pub total_requests: u64,
    /// Runs that have ended, however they did.
    pub completed: u64,
    /// Which part of them ended with exit code 0: from 0 to 1.
    pub success_rate: f64,
    /// Runs that reached their time limit.
    pub timeouts: u64,
    /// Requests that the queue had no room for.
    pub rejected: u64,
    /// Seconds that a run took, on average.
    pub avg_execution_time: f64,
}
