//! Who may write to a running job, and what it is told.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Job, State, Token};

/// The right to write to a running job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lease {
    /// The job.
    pub token: Token,
    /// The fencing number: larger with every claim of this job. An older one can write nothing.
    pub fence: u64,
}

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What its owner writes with.
    pub lease: Lease,
    /// The record, as of the claim.
    pub job: Job,
    /// The request as it was handed in.
    pub payload: Vec<u8>,
}

/// What a heartbeat answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// When the next one must have come.
    pub lease_until_ms: i64,
    /// A caller wants the work to stop: kill it, then [`fail`](crate::JobStore::fail) with [`Next::Cancelled`].
    pub cancel_asked: bool,
}

/// What is to become of a job whose attempt failed. When to try again is the caller's policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Another attempt, so long from now; dead when none is left.
    Retry {
        /// The back-off.
        after: Duration,
    },
    /// Over: another attempt would end the same way.
    Failed,
    /// Over: a dead letter, whatever attempts are left.
    Dead,
    /// Over: the work was stopped because a cancel was asked for.
    Cancelled,
}

/// What became of a cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancel {
    /// The job was queued and is over now.
    Ended,
    /// The job runs; its owner hears of it at its next heartbeat. It may still complete before that.
    Asked,
    /// The job was over already, in this state.
    WasOver(State),
}
