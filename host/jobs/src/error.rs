//! What a store refuses, and what goes wrong in it.

use std::fmt;

use sandtable_core::{Code, Error};

use crate::{Lease, State, Token};

/// A result with a store's error.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why a store did not do what was asked. Nothing was written.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreError {
    /// The caller no longer holds the job: its lease was given up, its number is old, or the job is over.
    LeaseLost(Lease),
    /// There is no such job, or no longer.
    Unknown(Token),
    /// As many jobs wait in the queue as may.
    QueueFull {
        /// The queue.
        queue: String,
        /// How many may wait.
        limit: u64,
    },
    /// A payload, a step or a step log is larger than allowed.
    TooLarge {
        /// `payload`, `step` (bytes) or `steps` (their number).
        what: &'static str,
        /// What is allowed.
        limit: u64,
        /// What was given.
        given: u64,
    },
    /// A name or number that no job can have.
    Invalid {
        /// The field.
        field: &'static str,
        /// What was given and what is allowed.
        message: String,
    },
    /// Only dead jobs can be requeued; this one is not.
    NotDead(Token, State),
    /// The job's payload is past its time to live.
    Expired(Token),
    /// The store cannot be reached or cannot write now; the text is for the log.
    Unavailable(String),
    /// The disk that the store is on has no room; the text is for the log.
    DiskFull(String),
    /// What the store holds makes no sense; the text is for the log.
    Broken(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeaseLost(Lease { token, fence }) => write!(f, "job {token}: the lease with fencing number {fence} is no longer held"),
            Self::Unknown(token) => write!(f, "there is no job {token}"),
            Self::QueueFull { queue, limit } => write!(f, "queue {queue:?} is full: {limit} jobs wait already"),
            Self::TooLarge { what, limit, given } => write!(f, "{what}: {given} is more than the {limit} allowed"),
            Self::Invalid { field, message } => write!(f, "{field}: {message}"),
            Self::NotDead(token, state) => write!(f, "job {token} is {state}, only dead jobs can be requeued"),
            Self::Expired(token) => write!(f, "job {token} is past its time to live"),
            Self::Unavailable(_) => f.write_str("the job store cannot be reached"),
            Self::DiskFull(_) => f.write_str("the disk of the job store is full"),
            Self::Broken(_) => f.write_str("the job store holds something unexpected"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let message = error.to_string();
        match error {
            StoreError::LeaseLost(lease) => Self::new(Code::Conflict, message).with("reason", "lease_lost").with("token", lease.token.0),
            StoreError::Unknown(token) => Self::not_found(message).with("token", token.0),
            StoreError::QueueFull { queue, limit } => {
                Self::new(Code::ResourceCap, message).with("reason", "queue_full").with("queue", queue).with("limit", limit)
            }
            StoreError::TooLarge { what, limit, given } => Self::new(Code::ResourceCap, message).with("field", what).with("limit", limit).with("given", given),
            StoreError::Invalid { field, .. } => Self::invalid(field, message),
            StoreError::NotDead(token, state) => {
                Self::new(Code::Conflict, message).with("reason", "not_dead").with("token", token.0).with("state", state.as_str())
            }
            StoreError::Expired(token) => Self::new(Code::Conflict, message).with("reason", "expired").with("token", token.0),
            StoreError::Unavailable(inside) => Self::new(Code::Unavailable, message).with("reason", "store_unavailable").with_inside(inside),
            StoreError::DiskFull(inside) => Self::new(Code::Unavailable, message).with("reason", "disk_full").with_inside(inside),
            StoreError::Broken(inside) => Self::internal(inside),
        }
    }
}
