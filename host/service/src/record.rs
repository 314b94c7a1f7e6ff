//! A job as callers see it.

use std::fs::File;

use sandtable_core::Error;
use sandtable_jobs::{Job, JobError, State, Step, Token};
use serde_json::value::RawValue;

use crate::clock::iso;

/// A job and what is known of it.
#[derive(Debug)]
pub struct JobRecord {
    /// What lists show too.
    pub summary: JobSummary,
    /// What was done so far.
    pub steps: Vec<StepRecord>,
    /// What came of it, once completed and until it expires.
    pub data: JobData,
}

/// The answer of a job.
#[derive(Debug)]
pub enum JobData {
    /// There is none: not yet, not any more, or the job failed.
    None,
    /// A small one.
    Held(Box<RawValue>),
    /// A large one: a file with JSON in it.
    Kept(File),
}

/// A job without its steps and its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct JobSummary {
    /// Its number.
    pub token: u64,
    /// `running`, `completed` or `failed`.
    pub status: &'static str,
    /// What kind of work it is.
    pub job_type: String,
    /// Why it failed; then the code of the answer is this error's.
    pub error: Option<JobError>,
    /// When it was submitted.
    pub created_at: String,
    /// When something last happened to it.
    pub updated_at: String,
    /// How often it was tried.
    pub attempts: u32,
    /// For how many seconds it is kept once it is over.
    pub ttl_s: u64,
    /// Its answer is no longer kept.
    pub expired: bool,
}

/// A step, as callers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRecord {
    /// Its position, from 0.
    pub position: u64,
    /// Its name.
    pub step: String,
    /// For people.
    pub message: String,
    /// When it was reached.
    pub timestamp: String,
    /// Milliseconds since the first step.
    pub duration_ms: i64,
}

impl JobSummary {
    /// The word that callers know a state by.
    pub(crate) fn status_of(state: State) -> &'static str {
        match state {
            State::Queued | State::Running => "running",
            State::Completed => "completed",
            State::Failed | State::Cancelled | State::Dead => "failed",
        }
    }

    pub(crate) fn of(job: Job) -> Self {
        let status = Self::status_of(job.state);
        let error = match (job.state, job.error) {
            (State::Queued | State::Running | State::Completed, _) => None,
            (State::Dead, Some(mut error)) => {
                error.details.entry("reason").or_insert_with(|| "dead".into());
                error.details.insert("dead".to_owned(), true.into());
                Some(error)
            }
            (State::Cancelled, error) => Some(error.unwrap_or_else(cancelled)),
            (_, error) => error,
        };
        Self {
            token: job.token.0,
            status,
            job_type: job.job_type,
            error,
            created_at: iso(job.created_at_ms),
            updated_at: iso(job.updated_at_ms),
            attempts: job.attempts,
            ttl_s: u64::try_from(job.ttl_ms / 1000).unwrap_or(0),
            expired: job.expired,
        }
    }
}

/// What a job is told that was cancelled before anybody had claimed it.
fn cancelled() -> JobError {
    of_error(Error::new(sandtable_core::Code::Cancelled, "the job was cancelled").with("reason", "cancelled"), None)
}

/// An error as it is kept with its job. What only the log should see stays behind.
pub(crate) fn of_error(error: Error, request_id: Option<String>) -> JobError {
    JobError { code: error.code, message: error.message, details: error.details, request_id }
}

/// The steps as callers see them. A job that waits has one: that it is queued.
pub(crate) fn steps(token: Token, state: State, created_at_ms: i64, steps: Vec<Step>, first_ms: Option<i64>) -> Vec<StepRecord> {
    let first_ms = first_ms.or_else(|| steps.first().map(|step| step.entry.started_at_ms)).unwrap_or(created_at_ms);
    if steps.is_empty() && state == State::Queued {
        let message = format!("Job {token} waits for its turn");
        return vec![StepRecord { position: 0, step: "queued".to_owned(), message, timestamp: iso(created_at_ms), duration_ms: 0 }];
    }
    let shown = |Step { position, entry }: Step| StepRecord {
        position,
        duration_ms: (entry.started_at_ms - first_ms).max(0),
        timestamp: iso(entry.started_at_ms),
        step: entry.step,
        message: entry.message,
    };
    steps.into_iter().map(shown).collect()
}
