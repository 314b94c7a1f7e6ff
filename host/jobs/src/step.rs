//! The step log.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// It began.
    Started,
    /// It is done.
    Completed,
    /// It went wrong.
    Failed,
}

/// A step as its owner reports it. Times are milliseconds since 1970, UTC, by the clock of whoever did the work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewStep {
    /// The step's name, such as `reading_file`.
    pub step: String,
    /// How it stands.
    pub status: StepStatus,
    /// When it began.
    pub started_at_ms: i64,
    /// When it was over.
    pub ended_at_ms: Option<i64>,
    /// How long it took, or when it was reached: the door decides what it counts from.
    pub duration_ms: i64,
    /// For people.
    pub message: String,
    /// For programs.
    #[serde(default)]
    pub details: Option<Value>,
}

/// A step of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its place in the log, counted from 0 over all attempts. The next one to ask for is one more.
    pub position: u64,
    /// What was reported.
    pub entry: NewStep,
}
