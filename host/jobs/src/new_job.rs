//! A job that is to be enqueued.

use std::time::Duration;

use crate::Token;

/// What a caller says of a new job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// The queue that workers claim from.
    pub queue: String,
    /// What kind of work it is, as shown and filtered by.
    pub job_type: String,
    /// The request: bytes that only the caller reads, JSON by custom.
    pub payload: Vec<u8>,
    /// Higher is claimed earlier. 0 is usual.
    pub priority: i32,
    /// How many attempts it has, at least 1.
    pub max_attempts: u32,
    /// How long payload, steps and result are kept once it is over.
    pub ttl: Duration,
    /// Not to be claimed before so long from now.
    pub delay: Duration,
    /// The same key gives the same token for a day. Scope it: keys of all callers share one space.
    pub idempotency_key: Option<String>,
}

impl NewJob {
    /// A job with the usual rest: priority 0, three attempts, a day to live, at once, no key.
    pub fn new(queue: impl Into<String>, job_type: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            queue: queue.into(),
            job_type: job_type.into(),
            payload: payload.into(),
            priority: 0,
            max_attempts: 3,
            ttl: Duration::from_hours(24),
            delay: Duration::ZERO,
            idempotency_key: None,
        }
    }
}

/// What became of an enqueue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enqueued {
    /// The job's token.
    pub token: Token,
    /// False when an idempotency key led to an earlier job.
    pub is_new: bool,
}
