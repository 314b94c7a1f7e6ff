//! Whoever does the jobs: claims one, has it done, ends it, and claims the next.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sandtable_core::{Code, Error};
use sandtable_executor::CRASHED;
use sandtable_jobs::{Claim, JobResult, JobStore, Lease, Next, State, StoreError};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::ServiceConfig;
use crate::outcome::{Outcome, Reference};
use crate::perform::{Performer, blocking};
use crate::record::of_error;
use crate::request::{JobRequest, Payload};
use crate::running::{Entry, Running};
use crate::service::{QUEUE, ServiceParts, random};
use crate::steps::steps;

/// How long a worker waits at most before it looks for a job again: other processes on the same file ring no bell here.
const IDLE: Duration = Duration::from_millis(500);
/// How often a running job is asked about, whether another process has cancelled it.
const CANCEL_POLL: Duration = Duration::from_secs(1);
/// How often owners that fell silent are given up, and what expired is dropped.
const SWEEP: Duration = Duration::from_secs(2);
/// Jobs that one sweep looks at.
const SWEPT: u32 = 200;
/// How often results are looked for that nothing refers to.
const TIDY: Duration = Duration::from_hours(1);
/// The first wait before another attempt; each further one is twice as long.
const BACKOFF: Duration = Duration::from_secs(1);
/// The longest.
const BACKOFF_MOST: Duration = Duration::from_secs(60);
/// How long the end of a job is tried to be written while the store is away.
const ENDING: Duration = Duration::from_secs(120);

/// Does jobs, several at once.
pub struct Worker {
    store: Arc<dyn JobStore>,
    performer: Performer,
    running: Running,
    config: ServiceConfig,
    owner: String,
}

/// How the doing of a job ended.
enum End {
    Done(Result<Outcome, Error>),
    Cancelled,
    /// Another one does it now.
    Lost,
    /// The process stops.
    GivenBack,
}

impl Worker {
    pub(crate) fn new(parts: &ServiceParts, running: Running, performer: Performer, owner: String) -> Self {
        Self { store: Arc::clone(&parts.store), performer, running, config: parts.config.clone(), owner }
    }

    /// Works until `stop` says so, then lets what runs end, or gives it back.
    pub async fn run(self: Arc<Self>, stop: watch::Receiver<bool>) {
        let mut slots = JoinSet::new();
        for _ in 0..self.config.workers.max(1) {
            slots.spawn(Arc::clone(&self).serve(stop.clone()));
        }
        slots.spawn(Arc::clone(&self).sweep(stop));
        while slots.join_next().await.is_some() {}
    }

    async fn serve(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut arrivals = self.store.arrivals();
        while !*stop.borrow() {
            match self.store.claim(QUEUE, &self.owner, self.config.lease).await {
                Ok(Some(claim)) => self.work(claim, stop.clone()).await,
                Ok(None) => {
                    tokio::select! {
                        () = arrivals.wait(IDLE) => {}
                        _ = stop.wait_for(|stop| *stop) => {}
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "no job can be claimed");
                    tokio::time::sleep(IDLE).await;
                }
            }
        }
    }

    async fn sweep(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let mut tidied = None::<Instant>;
        while !*stop.borrow() {
            match self.store.sweep(SWEPT).await {
                Ok(swept) => {
                    for token in swept.requeued {
                        tracing::warn!(%token, "its worker fell silent; it is tried again");
                    }
                    for token in swept.dead {
                        tracing::error!(%token, "its worker fell silent on the last attempt");
                    }
                    let references: Vec<Reference> = swept.results.iter().filter_map(|result| Reference::from_text(&result.reference).ok()).collect();
                    let artifacts = self.performer.artifacts.clone();
                    let _ = blocking(move || {
                        references.iter().for_each(|reference| reference.remove(&artifacts));
                        Ok(())
                    })
                    .await;
                }
                Err(error) => tracing::warn!(%error, "jobs cannot be swept"),
            }
            if tidied.is_none_or(|at| at.elapsed() >= TIDY) {
                tidied = Some(Instant::now());
                let (artifacts, age) = (self.performer.artifacts.clone(), self.config.ttl * 2 + Duration::from_hours(8 * 24));
                let _ = blocking(move || {
                    artifacts.remove_older_than(age);
                    Ok(())
                })
                .await;
            }
            tokio::select! {
                () = tokio::time::sleep(SWEEP.min(self.config.lease / 4)) => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        }
    }

    /// One attempt at a job.
    async fn work(&self, claim: Claim, stop: watch::Receiver<bool>) {
        let Claim { lease, job, payload } = claim;
        let entry = self.running.enter(lease.token);
        let payload: Payload = match serde_json::from_slice(&payload) {
            Ok(payload) => payload,
            // An older or newer version wrote it: no attempt here will read it.
            Err(error) => {
                let error = Error::internal(format!("a job's payload cannot be read: {error}"));
                return self.end(&entry, lease, job.attempts, None, End::Done(Err(error)), None).await;
            }
        };
        let Payload { request_id, request } = payload;
        let frame = match &request {
            JobRequest::Analyze { frame, .. } => frame.clone(),
            _ => None,
        };
        let (tell, scribe) = steps();
        let store = Arc::clone(&self.store);
        let writing = tokio::spawn(async move { scribe.write(&*store, lease).await });
        let end = tokio::select! {
            result = self.performer.perform(request, &tell) => End::Done(result),
            end = self.watch(&entry, lease) => end,
            () = self.drained(stop) => End::GivenBack,
        };
        drop(tell);
        // What was told before the end stands in the log before the end does. A killed executor's events may take a moment.
        let lost = tokio::time::timeout(Duration::from_secs(5), writing).await;
        let end = if matches!(lost, Ok(Ok(true))) { End::Lost } else { end };
        self.end(&entry, lease, job.attempts, request_id, end, frame).await;
    }

    /// Says that the job is being done, until it must not be any more.
    async fn watch(&self, entry: &Entry, lease: Lease) -> End {
        let mut beat = tokio::time::interval(self.config.lease / 3);
        let mut poll = tokio::time::interval(CANCEL_POLL);
        poll.reset();
        beat.reset();
        loop {
            let cancelled = tokio::select! {
                () = entry.rung() => self.store.cancelled(lease.token).await,
                _ = poll.tick() => self.store.cancelled(lease.token).await,
                _ = beat.tick() => self.store.heartbeat(lease, self.config.lease).await.map(|beat| beat.cancel_asked),
            };
            match cancelled {
                Ok(true) => return End::Cancelled,
                Ok(false) => {}
                Err(StoreError::LeaseLost(_)) => return End::Lost,
                Err(error) => tracing::warn!(token = lease.token.0, %error, "no heartbeat"),
            }
        }
    }

    /// Is over when the process stops and has waited long enough.
    async fn drained(&self, mut stop: watch::Receiver<bool>) {
        let _ = stop.wait_for(|stop| *stop).await;
        tokio::time::sleep(self.config.drain).await;
    }

    /// Writes the end of an attempt.
    async fn end(&self, entry: &Entry, lease: Lease, attempts: u32, request_id: Option<String>, end: End, frame: Option<String>) {
        let token = lease.token;
        // Nobody else has it: not an attempt that is late, and not another job of that number in a store that several share.
        let key = match random() {
            Ok(random) => format!("{token}-{}-{random}", lease.fence),
            Err(error) => return tracing::error!(%token, %error, "a result has no key"),
        };
        let end = match end {
            End::Done(Ok(outcome)) => {
                let artifacts = self.performer.artifacts.clone();
                match blocking(move || Reference::keep(outcome, &key, &artifacts)).await.and_then(|(kept, size)| Ok((kept.to_text()?, kept, size))) {
                    Ok((reference, kept, size_bytes)) => {
                        let result = JobResult { reference, size_bytes };
                        let ended = self.insist(|| self.store.complete(lease, result.clone())).await;
                        if ended.is_err() {
                            let artifacts = self.performer.artifacts.clone();
                            let _ = blocking(move || {
                                kept.remove(&artifacts);
                                Ok(())
                            })
                            .await;
                        }
                        ended.map(|()| State::Completed)
                    }
                    Err(error) => self.fail(lease, attempts, request_id, error).await,
                }
            }
            End::Done(Err(error)) => self.fail(lease, attempts, request_id, error).await,
            End::Cancelled => {
                let error = of_error(Error::new(Code::Cancelled, "the job was cancelled").with("reason", "cancelled"), request_id);
                self.insist(|| self.store.fail(lease, error.clone(), Next::Cancelled)).await
            }
            End::GivenBack => self.insist(|| self.store.release(lease)).await,
            End::Lost => Err(StoreError::LeaseLost(lease)),
        };
        entry.ended(end.as_ref().map_or("lost", |state| state.as_str()));
        match end {
            Ok(state) => {
                tracing::debug!(%token, %state, "a job's attempt ended");
                if let Some(frame) = frame.filter(|_| state.is_over() && state != State::Dead) {
                    let artifacts = self.performer.artifacts.clone();
                    let _ = blocking(move || {
                        artifacts.remove(&frame);
                        Ok(())
                    })
                    .await;
                }
            }
            Err(StoreError::LeaseLost(_)) => tracing::warn!(%token, "a job was given to another worker meanwhile"),
            Err(error) => tracing::error!(%token, %error, "a job's end cannot be written; it is done again when its lease is over"),
        }
    }

    async fn fail(&self, lease: Lease, attempts: u32, request_id: Option<String>, error: Error) -> Result<State, StoreError> {
        let token = lease.token;
        if let Some(inside) = &error.inside {
            tracing::error!(%token, request_id, code = %error.code, message = error.message, inside, "a job failed");
        }
        let next = match is_transient(&error) {
            true => Next::Retry { after: BACKOFF.saturating_mul(1 << attempts.saturating_sub(1).min(10)).min(BACKOFF_MOST) },
            false => Next::Failed,
        };
        let error = of_error(error, request_id);
        self.insist(|| self.store.fail(lease, error.clone(), next)).await
    }

    /// Writes an end, again and again while the store is away: the work is done, and to do it twice is worse.
    async fn insist<T, F: Future<Output = Result<T, StoreError>>>(&self, write: impl Fn() -> F) -> Result<T, StoreError> {
        let until = tokio::time::Instant::now() + ENDING;
        let mut pause = Duration::from_millis(50);
        loop {
            match write().await {
                Err(StoreError::Unavailable(why) | StoreError::DiskFull(why)) if tokio::time::Instant::now() < until => {
                    tracing::warn!(why, "the end of a job cannot be written yet");
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_secs(5));
                }
                ended => return ended,
            }
        }
    }
}

/// Whether another attempt may end better: a file or a service failed, or an executor crashed, which may have been
/// another's doing. What a request, a limit or a guest is at fault for ends the same way again.
fn is_transient(error: &Error) -> bool {
    error.code == Code::IoError || error.details.get("reason").is_some_and(|reason| reason == CRASHED)
}
