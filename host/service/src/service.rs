//! What a door talks to: requests become jobs, jobs are looked up, cancelled and given another life.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sandtable_core::{Code, Error, Result};
use sandtable_datasets::Sources;
use sandtable_executor::{Pipelines, TableBytes, Transforms};
use sandtable_jobs::{Cancel, Counts, Filter, JobStore, NewJob, Page, State, Token};
use sandtable_objects::is_away;

use crate::artifacts::Artifacts;
use crate::config::ServiceConfig;
use crate::locate::Locator;
use crate::outcome::{Download, Reference};
use crate::perform::{Performer, blocking, named};
use crate::preview::Previews;
use crate::record::{self, JobData, JobRecord, JobSummary, StepRecord};
use crate::request::{JobRequest, Payload};
use crate::running::{Attempts, Running};
use crate::worker::Worker;

/// The queue of all of the service's jobs.
pub(crate) const QUEUE: &str = "service";
/// How long figures wait for the store: whoever asks for them asks often, and wants the others.
const COUNTING: Duration = Duration::from_secs(1);
/// Steps that are read from the store at a time.
const STEPS: u32 = 10_000;

/// What the service is made of.
#[derive(Clone)]
pub struct ServiceParts {
    /// Where jobs are.
    pub store: Arc<dyn JobStore>,
    /// Where results are.
    pub artifacts: Artifacts,
    /// Where files are found; without it none are read.
    pub sources: Option<Arc<Sources>>,
    /// The numbers.
    pub config: ServiceConfig,
}

/// What a worker is made of.
pub struct WorkerParts {
    /// Transforms on executors for jobs.
    pub transforms: Arc<Transforms>,
    /// Pipelines on the same.
    pub pipelines: Pipelines,
    /// What the store of jobs knows it by.
    pub owner: String,
    /// Whether another process takes the uploads: then the catalog is read anew before it is looked into.
    pub alone: bool,
}

/// The file-analytics service.
pub struct Service {
    parts: ServiceParts,
    locator: Locator,
    running: Running,
    pub(crate) previews: Previews,
}

/// A job that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submitted {
    /// Its number.
    pub token: u64,
    /// For people.
    pub message: &'static str,
}

/// How the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// Jobs that this process is doing.
    pub workers_active: usize,
    /// Jobs that wait or run, anywhere.
    pub active_jobs: u64,
    /// The token that the next job will have.
    pub next_token: u64,
}

/// What is counted.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Jobs that this process may do at once.
    pub workers: usize,
    /// Those that it is doing.
    pub workers_active: usize,
    /// Jobs anywhere; nothing while their store is away.
    pub jobs: Option<Counts>,
    /// What this process has done, by the state that it left the job in, or `lost`.
    pub attempts: BTreeMap<&'static str, Attempts>,
}

impl Service {
    /// The service; `transforms` do what is answered at once.
    pub fn new(parts: ServiceParts, transforms: Arc<Transforms>) -> Self {
        let locator = Locator(parts.sources.clone());
        let previews = Previews::new(transforms, locator.clone(), parts.config.clone());
        Self { locator, running: Running::default(), previews, parts }
    }

    /// Who does its jobs.
    pub fn worker(&self, parts: WorkerParts) -> Worker {
        let WorkerParts { transforms, pipelines, owner, alone } = parts;
        let performer = Performer {
            transforms,
            pipelines: Arc::new(pipelines),
            refreshes: alone,
            locator: self.locator.clone(),
            artifacts: self.parts.artifacts.clone(),
            config: self.parts.config.clone(),
        };
        Worker::new(&self.parts, self.running.clone(), performer, owner)
    }

    /// The numbers that it works with.
    pub fn config(&self) -> &ServiceConfig {
        &self.parts.config
    }

    /// Checks a request and queues it.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for what can be seen without doing it, such as a path that is not allowed; `RESOURCE_CAP` when
    /// the queue is full; `UNAVAILABLE` when the store of jobs is away.
    pub async fn submit(&self, request: JobRequest, idempotency_key: Option<String>, request_id: Option<String>) -> Result<Submitted> {
        let message = request.started();
        let locator = self.locator.clone();
        let request = blocking(move || match check(&locator, &request) {
            // The store may be back when the job's turn has come; if not, the job says so.
            Err(error) if is_away(&error) => {
                tracing::warn!(%error, "a job is taken whose files cannot be looked for");
                Ok(request)
            }
            checked => checked.map(|()| request),
        })
        .await?;
        let job_type = request.job_type();
        let payload = serde_json::to_vec(&Payload { request_id, request }).map_err(Error::internal)?;
        let config = &self.parts.config;
        let new = NewJob { max_attempts: config.max_attempts, ttl: config.ttl, idempotency_key, ..NewJob::new(QUEUE, job_type, payload) };
        let enqueued = self.parts.store.enqueue(new).await?;
        Ok(Submitted { token: enqueued.token.0, message })
    }

    /// Keeps a frame that came along in base64, and gives the key that its bytes stand under.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when it is not base64, `IO_ERROR`.
    pub async fn keep_frame(&self, data: String) -> Result<String> {
        let artifacts = self.parts.artifacts.clone();
        blocking(move || {
            let wrong = |error| Error::invalid("frame_ref.data", format!("frame_ref.data is not base64: {error}")).with("constraint", "base64");
            let bytes = STANDARD.decode(data.trim_ascii()).map_err(wrong)?;
            drop(data);
            let key = format!("frame-{}", random()?);
            artifacts.put(&key, TableBytes::Held(bytes))?;
            Ok(key)
        })
        .await
    }

    /// A job, its steps and its answer.
    ///
    /// # Errors
    /// `NOT_FOUND` for a token that was never given, or is forgotten.
    pub async fn record(&self, token: u64) -> Result<JobRecord> {
        let token = Token(token);
        let job = self.parts.store.get(token).await?.ok_or_else(|| unknown(token))?;
        let steps = self.parts.store.steps(token, 0, STEPS).await?;
        let steps = record::steps(token, job.state, job.created_at_ms, steps, None);
        let data = match job.result.as_ref().filter(|_| job.state == State::Completed) {
            None => JobData::None,
            Some(result) => match Reference::from_text(&result.reference)? {
                Reference { data: Some(data), .. } => JobData::Held(data),
                Reference { data_key: Some(key), .. } => {
                    let artifacts = self.parts.artifacts.clone();
                    match blocking(move || artifacts.open(&key)).await {
                        Ok(file) => JobData::Kept(file),
                        // It expired since the record was read.
                        Err(error) if error.code == Code::NotFound => JobData::None,
                        Err(error) => return Err(error),
                    }
                }
                Reference { .. } => JobData::None,
            },
        };
        Ok(JobRecord { summary: JobSummary::of(job), steps, data })
    }

    /// A job without its answer, and its steps from a position on: for who follows it.
    ///
    /// # Errors
    /// As [`Service::record`].
    pub async fn follow(&self, token: u64, from: u64) -> Result<(JobSummary, Vec<StepRecord>)> {
        let token = Token(token);
        let job = self.parts.store.get(token).await?.ok_or_else(|| unknown(token))?;
        let first = self.parts.store.steps(token, 0, 1).await?.first().map(|step| step.entry.started_at_ms);
        let steps = if job.step_count > from { self.parts.store.steps(token, from, STEPS).await? } else { Vec::new() };
        let waits = if from == 0 { job.state } else { State::Running };
        let steps = record::steps(token, waits, job.created_at_ms, steps, first);
        Ok((JobSummary::of(job), steps))
    }

    /// Jobs, newest first, and the token that the next page begins below.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the store is away.
    pub async fn list(&self, status: Option<&str>, job_type: Option<String>, before: Option<u64>, limit: u32) -> Result<(Vec<JobSummary>, Option<u64>)> {
        let states = match status {
            None => Vec::new(),
            Some("running") => vec![State::Queued, State::Running],
            Some("completed") => vec![State::Completed],
            Some("failed") => vec![State::Failed, State::Cancelled, State::Dead],
            Some(other) => {
                let message = format!("status is {}, allowed are running, completed, failed", sandtable_core::text::quote(other));
                return Err(Error::invalid("status", message).with("allowed", vec!["running", "completed", "failed"]));
            }
        };
        let page = self.parts.store.list(Filter { states, job_type, before: before.map(Token) }, limit).await?;
        Ok(shown(page))
    }

    /// Jobs that used all their attempts, newest first.
    ///
    /// # Errors
    /// As [`Service::list`].
    pub async fn dead(&self, before: Option<u64>, limit: u32) -> Result<(Vec<JobSummary>, Option<u64>)> {
        Ok(shown(self.parts.store.dead_letters(before.map(Token), limit).await?))
    }

    /// Gives a dead job another life.
    ///
    /// # Errors
    /// `NOT_FOUND`, `CONFLICT` when it is not dead or expired.
    pub async fn requeue(&self, token: u64) -> Result<()> {
        Ok(self.parts.store.requeue(Token(token)).await?)
    }

    /// Ends a job: a queued one at once, a running one as soon as its executor is killed. One that is over stays as it is.
    ///
    /// # Errors
    /// `NOT_FOUND`.
    pub async fn cancel(&self, token: u64) -> Result<()> {
        let token = Token(token);
        match self.parts.store.cancel(token).await? {
            Cancel::Ended | Cancel::WasOver(_) => {}
            Cancel::Asked => self.running.ring(token),
        }
        Ok(())
    }

    /// The table of a completed job.
    ///
    /// # Errors
    /// `CONFLICT` (`not_completed`) before that, `NOT_FOUND` for an unknown token (`expired` when it is no longer kept, and
    /// `no_table` for a job whose answer is all in its record).
    pub async fn download(&self, token: u64) -> Result<Download> {
        let token = Token(token);
        let job = self.parts.store.get(token).await?.ok_or_else(|| unknown(token))?;
        if job.expired {
            return Err(Error::not_found(format!("the result of job {token} is no longer kept")).with("reason", "expired"));
        }
        let Some(result) = job.result.filter(|_| job.state == State::Completed) else {
            let state = JobSummary::status_of(job.state);
            let error = Error::new(Code::Conflict, format!("job {token} is {state}, so there is nothing to download")).with("reason", "not_completed");
            return Err(error.with("status", state));
        };
        match Reference::from_text(&result.reference)?.table {
            Some(kept) => {
                let artifacts = self.parts.artifacts.clone();
                let file = blocking(move || artifacts.open(&kept.key)).await?;
                Ok(Download { table: kept.table, file })
            }
            None => Err(Error::not_found(format!("job {token} gave no table to download; its answer is in its record")).with("reason", "no_table")),
        }
    }

    /// How the service is.
    ///
    /// # Errors
    /// `UNAVAILABLE` when the store of jobs is away.
    pub async fn status(&self) -> Result<Status> {
        let counts = self.parts.store.counts().await?;
        let of = |state: State| counts.states.get(&state).copied().unwrap_or(0);
        Ok(Status { workers_active: self.running.count(), active_jobs: of(State::Queued) + of(State::Running), next_token: counts.next_token })
    }

    /// What is counted.
    pub async fn figures(&self) -> Figures {
        Figures {
            workers: self.parts.config.workers,
            workers_active: self.running.count(),
            jobs: tokio::time::timeout(COUNTING, self.parts.store.counts()).await.ok().and_then(Result::ok),
            attempts: self.running.attempts(),
        }
    }
}

/// Finds what a request means, so that a path that is not allowed is refused at once. Touches the disk.
fn check(locator: &Locator, request: &JobRequest) -> Result<()> {
    match request {
        JobRequest::Discover(request) => {
            let sources = locator.sources()?;
            let path = sources.place(request.datasource_id.as_deref(), &request.uri)?;
            // One file is enough to know that there is something; the job lists the rest.
            sources.files().list(&path, false, sources.extensions(), 1).map(drop)
        }
        JobRequest::InferSchema(request) => locator.one(request.datasource_id.as_deref(), &request.uri, "uri").map(drop),
        JobRequest::Query(request) => locator.of_plan(request.datasource_id.as_deref(), &request.plan).map(drop),
        JobRequest::Analyze { request, .. } => locator.of_analysis(request).map(drop),
        JobRequest::Pipeline(_) => Ok(()),
        JobRequest::Transform(job) => named(&job.transform).map(drop),
    }
}

fn shown(page: Page) -> (Vec<JobSummary>, Option<u64>) {
    (page.jobs.into_iter().map(JobSummary::of).collect(), page.next.map(|token| token.0))
}

fn unknown(token: Token) -> Error {
    Error::not_found(format!("there is no job {token}")).with("token", token.0)
}

/// Sixteen letters that nobody guesses and nobody else has.
pub(crate) fn random() -> Result<String> {
    let mut bytes = [0_u8; 16];
    rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).map_err(Error::internal)?;
    Ok(bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect())
}
