//! What a store allows and how long it keeps things.

use std::time::Duration;

use crate::Clock;

/// A store's bounds. All processes that share a store should have the same.
#[derive(Debug, Clone)]
pub struct Options {
    /// Jobs that may wait in one queue, ready and delayed; one more is refused. Retries and requeues are never refused.
    pub max_queued: u64,
    /// Bytes that a payload may have. Larger things belong into the artifact store, with their reference in the payload.
    pub max_payload_bytes: u64,
    /// Steps that one job may log, over all attempts.
    pub max_steps: u64,
    /// Bytes that one step may have, as JSON.
    pub max_step_bytes: u64,
    /// How long an idempotency key leads to the same token.
    pub idempotency_ttl: Duration,
    /// How long dead letters keep their payload at least: longer than a weekend, whatever the job's own time to live.
    pub dead_ttl: Duration,
    /// How long the record of an expired job is still known. After that its token is unknown.
    pub record_ttl: Duration,
    /// Where the time comes from.
    pub clock: Clock,
}

impl Default for Options {
    fn default() -> Self {
        const DAY: Duration = Duration::from_hours(24);
        Self {
            max_queued: 10_000,
            max_payload_bytes: 2 << 20,
            max_steps: 10_000,
            max_step_bytes: 64 << 10,
            idempotency_ttl: DAY,
            dead_ttl: 7 * DAY,
            record_ttl: 7 * DAY,
            clock: Clock::System,
        }
    }
}
