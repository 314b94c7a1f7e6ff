//! What a store of jobs can do.

use std::time::Duration;

use async_trait::async_trait;

use crate::{Arrivals, Beat, Cancel, Claim, Counts, Enqueued, Filter, Job, JobError, JobResult, Lease, NewJob, NewStep, Next, Page, Result, State, Step};
use crate::{Swept, Token};

/// A store of jobs. Every method is one atomic change: a process that dies between two calls loses no job.
///
/// All times are the store's clock, so that machines whose clocks differ agree on who is late: callers hand in durations,
/// never instants.
#[async_trait]
pub trait JobStore: Send + Sync {
    /// Puts a job into its queue and gives it the next token: 1, 2, 3, … without gaps.
    ///
    /// With an idempotency key that was used within [`Options::idempotency_ttl`](crate::Options), nothing is written and
    /// the earlier token is given, also when the queue is full.
    ///
    /// Errors: [`QueueFull`](crate::StoreError::QueueFull), [`TooLarge`](crate::StoreError::TooLarge) for the payload,
    /// [`Invalid`](crate::StoreError::Invalid) for an empty or overlong name.
    async fn enqueue(&self, new: NewJob) -> Result<Enqueued>;

    /// Takes the first ready job of the queue: highest priority first, then lowest token. Counts an attempt.
    async fn claim(&self, queue: &str, owner: &str, lease_for: Duration) -> Result<Option<Claim>>;

    /// Says that the owner is alive: the lease lasts until `extend` from now. Tells whether a cancel was asked for.
    async fn heartbeat(&self, lease: Lease, extend: Duration) -> Result<Beat>;

    /// Appends to the step log, and gives the step's position, counted from 0 over all attempts.
    async fn append_step(&self, lease: Lease, step: NewStep) -> Result<u64>;

    /// Ends the job with its result. The same call again, with the same lease and result, is fine: an owner whose
    /// connection broke may ask twice.
    async fn complete(&self, lease: Lease, result: JobResult) -> Result<()>;

    /// Ends the attempt with an error. Gives the state that the job then has: [`Next::Retry`] becomes [`State::Cancelled`]
    /// when a cancel was asked for, and [`State::Dead`] when all attempts are used.
    async fn fail(&self, lease: Lease, error: JobError, next: Next) -> Result<State>;

    /// Gives the job back unharmed, as at a shutdown: it is ready again, and the attempt does not count.
    /// [`State::Cancelled`] when a cancel was asked for.
    async fn release(&self, lease: Lease) -> Result<State>;

    /// Ends a queued job at once, asks the owner of a running one.
    async fn cancel(&self, token: Token) -> Result<Cancel>;

    /// Whether a cancel was asked for, or has ended the job.
    async fn cancelled(&self, token: Token) -> Result<bool>;

    /// The record, or none for a token that was never given or is forgotten (see [`Options::record_ttl`](crate::Options)).
    async fn get(&self, token: Token) -> Result<Option<Job>>;

    /// The request as it was handed in; none when it expired.
    async fn payload(&self, token: Token) -> Result<Option<Vec<u8>>>;

    /// At most `limit` steps from a position on, in order; empty when there are none yet, or the job expired.
    async fn steps(&self, token: Token, from: u64, limit: u32) -> Result<Vec<Step>>;

    /// At most `limit` records, newest first.
    async fn list(&self, filter: Filter, limit: u32) -> Result<Page>;

    /// The list of dead jobs.
    async fn dead_letters(&self, before: Option<Token>, limit: u32) -> Result<Page> {
        self.list(Filter { states: vec![State::Dead], job_type: None, before }, limit).await
    }

    /// Gives a dead job a new life: ready, no attempts used, no error. Its token and step log stay.
    ///
    /// Errors: [`NotDead`](crate::StoreError::NotDead), [`Expired`](crate::StoreError::Expired).
    async fn requeue(&self, token: Token) -> Result<()>;

    /// Gives up owners whose lease is over, drops what is past its time to live, and forgets old records; at most `limit`
    /// of each. To be called every few seconds, by every process: it does not matter who does it.
    async fn sweep(&self, limit: u32) -> Result<Swept>;

    /// How many jobs there are, by state and by queue.
    async fn counts(&self) -> Result<Counts>;

    /// Rings when a job may have become ready. A worker claims until there is none, then waits here.
    fn arrivals(&self) -> Arrivals;
}
