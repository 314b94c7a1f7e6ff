//! Jobs as answers.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sandtable_core::{Code, Error, Result};
use sandtable_executor::TableBytes;
use sandtable_service::{JobData, JobRecord, JobSummary, StepRecord};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::contract;
use crate::failure::status;
use crate::table::{Bounded, bounded, whole_body};

/// A job that was taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobStarted)]
pub(crate) struct Started {
    /// Its number: 1, 2, 3, …
    #[schema(examples(123))]
    pub(crate) token: u64,
    /// Always `started`.
    #[schema(examples("started"))]
    pub(crate) status: &'static str,
    /// For people.
    #[schema(examples("File discovery job started"))]
    pub(crate) message: &'static str,
}

/// A job, its steps and its answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobRecord)]
pub(crate) struct JobRecordBody {
    /// Its number.
    #[schema(examples(123))]
    token: u64,
    /// `running` (also while it waits), `completed` or `failed`.
    #[schema(value_type = String, examples("completed"))]
    status: &'static str,
    /// What was done so far.
    steps: Vec<StepBody>,
    /// What came of it, by `job_type`; null until it is completed, and when it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, required = true)]
    data: Option<Value>,
    /// The number that the work itself would have been answered with: 200 while it runs and when it is completed.
    #[schema(examples(200))]
    code: u16,
    /// Why it failed.
    error: Option<JobErrorBody>,
    /// When it was submitted.
    #[schema(examples("2025-09-30T10:00:00.000Z"))]
    created_at: String,
    /// When something last happened to it.
    updated_at: String,
    /// `discover`, `infer_schema`, `query`, `analyze`, `pipeline` or `transform`.
    #[schema(examples("query"))]
    job_type: String,
    /// Seconds that it is kept once it is over.
    #[schema(examples(86400))]
    ttl: u64,
    /// How often it was tried.
    attempts: u32,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobStep)]
pub(crate) struct StepBody {
    /// Its name.
    #[schema(examples("file_found"))]
    step: String,
    /// For people.
    message: String,
    /// When it was reached.
    #[schema(examples("2025-09-30T10:00:00.000Z"))]
    timestamp: String,
    /// Milliseconds since the first step.
    #[schema(examples(0))]
    duration_ms: i64,
}

/// Why a job failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobError)]
pub(crate) struct JobErrorBody {
    /// `VALIDATION_ERROR`, `IO_ERROR`, `TIMEOUT`, `RESOURCE_CAP` or `AUTH_ERROR`. New ones may come.
    #[schema(value_type = String, examples("RESOURCE_CAP"))]
    code: Code,
    /// For people.
    message: String,
    /// Machine-readable particulars.
    #[schema(value_type = Object)]
    details: Map<String, Value>,
    /// The request that submitted the job.
    request_id: Option<String>,
}

/// A job without its steps and its answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobSummary)]
pub(crate) struct SummaryBody {
    /// Its number.
    token: u64,
    /// `running`, `completed` or `failed`.
    #[schema(value_type = String)]
    status: &'static str,
    /// What kind of work it is.
    job_type: String,
    /// As in the job's record.
    code: u16,
    /// Why it failed.
    error: Option<JobErrorBody>,
    /// When it was submitted.
    created_at: String,
    /// When something last happened to it.
    updated_at: String,
    /// How often it was tried.
    attempts: u32,
}

/// A part of a list of jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobList)]
pub(crate) struct ListBody {
    /// The jobs.
    pub(crate) jobs: Vec<SummaryBody>,
    /// What `before` is for the next page; null when there is no more.
    pub(crate) next: Option<u64>,
}

impl From<StepRecord> for StepBody {
    fn from(step: StepRecord) -> Self {
        let StepRecord { position: _, step, message, timestamp, duration_ms } = step;
        Self { step, message, timestamp, duration_ms }
    }
}

impl From<JobSummary> for SummaryBody {
    fn from(summary: JobSummary) -> Self {
        let (code, error) = ended(&summary);
        let JobSummary { token, status, job_type, created_at, updated_at, attempts, .. } = summary;
        Self { token, status, job_type, code, error, created_at, updated_at, attempts }
    }
}

/// A job's number and error: those of the answer that the work itself would have been given.
fn ended(summary: &JobSummary) -> (u16, Option<JobErrorBody>) {
    let Some(error) = &summary.error else { return (200, None) };
    let request_id = error.request_id.clone();
    let mut error = Error { details: error.details.clone(), ..Error::new(error.code, error.message.clone()) };
    let number = status(&error).as_u16();
    error = contract(error);
    (number, Some(JobErrorBody { code: error.code, message: error.message, details: error.details, request_id }))
}

impl JobRecordBody {
    fn of(summary: JobSummary, steps: Vec<StepRecord>) -> Self {
        let (code, error) = ended(&summary);
        let JobSummary { token, status, job_type, created_at, updated_at, attempts, ttl_s, .. } = summary;
        let steps = steps.into_iter().map(StepBody::from).collect();
        Self { token, status, steps, data: None, code, error, created_at, updated_at, job_type, ttl: ttl_s, attempts }
    }
}

/// The record of a job. Its answer is passed on as it was kept.
///
/// # Errors
/// `IO_ERROR` when the answer cannot be read.
pub(crate) fn answer(record: JobRecord) -> Result<Response> {
    let JobRecord { summary, steps, data } = record;
    let data = match data {
        JobData::None => Bounded::Held(b"null".to_vec()),
        JobData::Held(data) => Bounded::Held(data.get().as_bytes().to_vec()),
        JobData::Kept(file) => bounded(TableBytes::Spooled(file))?,
    };
    let mut rest = serde_json::to_vec(&JobRecordBody::of(summary, steps)).map_err(Error::internal)?;
    // Two objects become one.
    if let Some(first) = rest.first_mut() {
        *first = b',';
    }
    let (body, length) = whole_body(b"{\"data\":", data, rest)?;
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CONTENT_LENGTH, length.into())];
    Ok((headers, body).into_response())
}
