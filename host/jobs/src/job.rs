//! A job's record.

use std::fmt;
use std::str::FromStr;

use sandtable_core::Code;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A job's number, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Token(pub u64);

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a job is in its life. The doors show some of these under other names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits to be claimed, perhaps until a time.
    Queued,
    /// Claimed: somebody holds its lease.
    Running,
    /// Over, with a result.
    Completed,
    /// Over, with an error that another attempt would not mend.
    Failed,
    /// Over, because a caller asked for it.
    Cancelled,
    /// Over, with all attempts used: a dead letter, which may be requeued.
    Dead,
}

impl State {
    /// Every state, in the order of a job's life.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Running, Self::Completed, Self::Failed, Self::Cancelled, Self::Dead];

    /// The state as it stands in stores and answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Dead => "dead",
        }
    }

    /// Whether nothing more will happen by itself.
    pub fn is_over(self) -> bool {
        match self {
            Self::Queued | Self::Running => false,
            Self::Completed | Self::Failed | Self::Cancelled | Self::Dead => true,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| format!("{text:?} is not a state"))
    }
}

/// Why an attempt gave no result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobError {
    /// The stable code.
    pub code: Code,
    /// Safe to show to callers.
    pub message: String,
    /// Machine-readable particulars.
    #[serde(default)]
    pub details: Map<String, Value>,
    /// The request that submitted the job.
    #[serde(default)]
    pub request_id: Option<String>,
}

impl JobError {
    /// What a job is told whose owner fell silent on its last attempt.
    pub(crate) fn owner_lost(attempts: u32) -> Self {
        let message = format!("the worker that ran this job stopped answering, {attempts} of {attempts} attempts used");
        let details = Map::from_iter([("reason".to_owned(), "lease_expired".into()), ("attempts".to_owned(), attempts.into())]);
        Self { code: Code::IoError, message, details, request_id: None }
    }
}

/// Where a job's result is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobResult {
    /// A text that means something to whoever wrote it, such as an artifact's digest.
    pub reference: String,
    /// The size of what it refers to.
    pub size_bytes: u64,
}

/// What is known of a job, but for its payload and its steps. Times are milliseconds since 1970, UTC, by the store's clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its number.
    pub token: Token,
    /// The queue it was put into.
    pub queue: String,
    /// What kind of work it is.
    pub job_type: String,
    /// Where it is in its life.
    pub state: State,
    /// Higher is claimed earlier.
    pub priority: i32,
    /// How often it was claimed and not released.
    pub attempts: u32,
    /// After so many it is dead.
    pub max_attempts: u32,
    /// When it was enqueued.
    pub created_at_ms: i64,
    /// When its state or step log last changed.
    pub updated_at_ms: i64,
    /// When it was last claimed.
    pub started_at_ms: Option<i64>,
    /// When it was over.
    pub finished_at_ms: Option<i64>,
    /// Queued, but not to be claimed before this time.
    pub run_at_ms: Option<i64>,
    /// How long payload, steps and result are kept once it is over.
    pub ttl_ms: i64,
    /// When they are dropped, known once it is over.
    pub expires_at_ms: Option<i64>,
    /// That time has come: there is no payload, no step and no result any more.
    pub expired: bool,
    /// A cancel was asked for while it ran.
    pub cancel_asked: bool,
    /// Who runs it.
    pub owner: Option<String>,
    /// Until when the owner need not say that it is alive.
    pub lease_until_ms: Option<i64>,
    /// The last attempt's error.
    pub error: Option<JobError>,
    /// The result, once completed and until it expires.
    pub result: Option<JobResult>,
    /// How many steps the log has.
    pub step_count: u64,
}

impl Job {
    /// The record as seen at a time: what is past its time to live is gone, swept or not, and a dead job without an error
    /// is one whose owner was lost.
    pub(crate) fn seen_at(mut self, now_ms: i64) -> Self {
        if self.state == State::Dead && self.error.is_none() {
            self.error = Some(JobError::owner_lost(self.attempts));
        }
        if self.expires_at_ms.is_some_and(|at| at <= now_ms) {
            self.expired = true;
            self.result = None;
        }
        self
    }
}
