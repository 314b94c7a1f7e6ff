//! How many jobs there are, and what a sweep did.

use std::collections::BTreeMap;

use crate::{State, Token};

/// Numbers for metrics, health and back-pressure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Jobs by state; a state without jobs is 0, never absent.
    pub states: BTreeMap<State, u64>,
    /// Queues that have jobs waiting or running.
    pub queues: BTreeMap<String, QueueCounts>,
    /// The token that the next job will have.
    pub next_token: u64,
}

/// One queue's numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Ready to be claimed.
    pub ready: u64,
    /// Queued for a later time, which may have come since the last claim.
    pub delayed: u64,
    /// Claimed.
    pub running: u64,
}

/// What a sweep did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Swept {
    /// Their owners fell silent; they are ready again.
    pub requeued: Vec<Token>,
    /// Their owners fell silent on the last attempt; they are dead letters now.
    pub dead: Vec<Token>,
    /// Their owners fell silent after a cancel was asked for; they are cancelled.
    pub cancelled: Vec<Token>,
    /// Past their time to live: payload, steps and result reference are dropped.
    pub expired: Vec<Token>,
    /// The references that were dropped. This is the only time they are given: what they refer to may go now, and should
    /// also go by age, in case this process dies before it has removed it.
    pub results: Vec<ExpiredResult>,
    /// Records that are no longer known.
    pub forgotten: Vec<Token>,
}

/// A result whose job expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiredResult {
    /// The job.
    pub token: Token,
    /// What [`JobResult::reference`](crate::JobResult) was.
    pub reference: String,
}

impl Counts {
    /// No jobs at all.
    pub(crate) fn empty(next_token: u64) -> Self {
        Self { states: State::ALL.into_iter().map(|state| (state, 0)).collect(), queues: BTreeMap::new(), next_token }
    }
}
