//! A run, from its turn to its end: the same for both generations.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sandtable_core::{Error, LimitsRequest, Result, Usage};
use sandtable_executor::RunInput;
use sandtable_frames::{Format, WriteOptions};
use serde_json::{Map, Value};

use crate::book::Page;
use crate::engine::{Code, Made, Takes, Wanted};
use crate::lines::Stream;
use crate::request::Bounds;
use crate::runner::Runner;
use crate::turns::Full;
use crate::verdict::Verdict;

/// How far past its limit a run may tell its end by itself, before it is given up.
const GRACE: Duration = Duration::from_secs(2);

/// The code of a language's error when its program takes another number of tables than it got.
const NO_TABLE: &str = "bad-input";

/// Why there was no run.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The request is not acceptable.
    Invalid(String),
    /// A run of this id still goes on.
    Busy(String),
    /// So many wait already.
    Full(usize),
    /// It waited too long for its turn.
    Waited(Value),
    /// It took too long in all.
    TooLong(Value),
    /// Somebody asked for its end while it waited.
    Cancelled(Value),
}

/// The answer to a request that was run.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its body.
    pub body: Map<String, Value>,
    /// Whether the exit code is 0.
    pub success: bool,
}

/// How a run ended.
pub(crate) struct Outcome {
    /// Why it gave nothing.
    pub(crate) result: Result<(), Verdict>,
    /// How long it took.
    pub(crate) took: Duration,
    /// What it used, as far as that is known.
    pub(crate) usage: Option<Usage>,
}

/// What is to be run, and how its tables are found.
pub(crate) struct Job<'a> {
    pub(crate) page: &'a Page,
    pub(crate) code: Code,
    /// The names of the tables that were given.
    pub(crate) given: Vec<String>,
    pub(crate) bounds: &'a Bounds,
    pub(crate) format: Format,
    pub(crate) options: WriteOptions,
}

impl Runner {
    /// Waits for a turn and does `work` then, within all the time that a request may take.
    pub(crate) async fn in_turn<T>(
        &self,
        page: &Page,
        told_id: &Value,
        caller: &str,
        place: Option<&str>,
        timeout: f64,
        work: impl Future<Output = T>,
    ) -> Result<T, Refusal> {
        self.metrics.came();
        let mut queued = self.turns.join(caller, place).map_err(|Full(waiting)| {
            self.metrics.rejected();
            Refusal::Full(waiting)
        })?;
        let all = Duration::from_secs_f64(timeout) + self.config.slack;
        let in_turn = async {
            let turn = tokio::select! {
                turn = tokio::time::timeout(self.config.patience, queued.turn()) => turn.ok().flatten(),
                () = page.cancelled() => return Err(Refusal::Cancelled(told_id.clone())),
            };
            if turn.is_none() {
                return Err(Refusal::Waited(told_id.clone()));
            }
            page.begin();
            let done = work.await;
            drop(turn);
            Ok(done)
        };
        tokio::time::timeout(all, in_turn).await.unwrap_or_else(|_| Err(Refusal::TooLong(told_id.clone())))
    }

    /// Runs a job within its limits. `tables` brings those of the given tables that the code names.
    pub(crate) async fn perform<F, T>(&self, job: Job<'_>, tables: F) -> (Outcome, Option<Made>)
    where
        F: FnOnce(Vec<String>) -> T,
        T: Future<Output = Result<Vec<RunInput>>>,
    {
        let (page, bounds) = (job.page, job.bounds);
        bounds.tell(&page.lines);
        let limit = bounds.timeout;
        let mut usage = None;
        // The clock begins once all is there that is not the run's own.
        let ready = tokio::select! {
            biased;
            () = page.cancelled() => Ok(()),
            ready = self.ready(&job.code) => ready,
        };
        let started = Instant::now();
        let work = async {
            let made = match ready {
                Ok(()) => self.made(job, tables, started).await,
                Err(error) => Err(Failed::Error(error)),
            };
            made.map_err(|failed| match failed {
                Failed::Error(error) => {
                    usage = error.details.get("usage").and_then(|usage| serde_json::from_value(usage.clone()).ok());
                    if let Some(inside) = &error.inside {
                        tracing::warn!(id = page.id, code = %error.code, message = error.message, inside, "a run failed");
                    }
                    Verdict::of(&error, limit)
                }
                Failed::Verdict(verdict) => verdict,
            })
        };
        let result = tokio::select! {
            biased;
            () = page.cancelled() => Err(Verdict::cancelled()),
            result = tokio::time::timeout(Duration::from_secs_f64(limit) + GRACE, work) => result.unwrap_or_else(|_| Err(Verdict::timeout(limit))),
        };
        // What took its limit is told as that.
        let took = if result.as_ref().is_err_and(|verdict| verdict.timeout) { Duration::from_secs_f64(limit) } else { started.elapsed() };
        match result {
            Ok(made) => (Outcome { result: Ok(()), took, usage: Some(made.usage.clone()) }, Some(made)),
            Err(verdict) => {
                verdict.stderr.iter().for_each(|line| page.lines.say(Stream::Stderr, line));
                (Outcome { result: Err(verdict), took, usage }, None)
            }
        }
    }

    async fn made<F, T>(&self, job: Job<'_>, tables: F, started: Instant) -> Result<Made, Failed>
    where
        F: FnOnce(Vec<String>) -> T,
        T: Future<Output = Result<Vec<RunInput>>>,
    {
        let Job { page, code, given, bounds, format, options } = job;
        let left = |limits: &LimitsRequest| -> Result<LimitsRequest, Failed> {
            let wall_ms = limits.timeout_ms.unwrap_or_default().saturating_sub(started.elapsed().as_millis() as u64);
            if wall_ms == 0 {
                Err(Failed::Verdict(Verdict::timeout(bounds.timeout)))
            } else {
                Ok(LimitsRequest { timeout_ms: Some(wall_ms), ..limits.clone() })
            }
        };
        let mut inputs = Vec::new();
        if !given.is_empty() {
            let takes = self.takes(&code, left(&bounds.limits)?).await?;
            missing(&takes, &given)?;
            inputs = tables(takes.inputs).await?;
        }
        let wanted = Wanted { code: code.clone(), inputs, limits: left(&bounds.limits)?, format, options };
        let events = page.lines.events();
        let made = self.engine(move |engine, done| engine.run(wanted, events, done)).await;
        match made {
            // Without tables nobody looked which ones the code takes.
            Err(error) if given.is_empty() && error.details.get("guest_code").is_some_and(|code| code == NO_TABLE) => {
                missing(&self.takes(&code, left(&bounds.limits)?).await?, &given)?;
                Err(Failed::Error(error))
            }
            made => Ok(made?),
        }
    }

    async fn takes(&self, code: &Code, limits: LimitsRequest) -> Result<Takes> {
        let code = code.clone();
        // What the module says while it is only looked at, it says again when it is run.
        let silent = Arc::new(|_| {});
        self.engine(move |engine, done| engine.takes(&code, &limits, silent, done)).await
    }

    /// Counts a run that has ended.
    pub(crate) fn count(&self, outcome: &Outcome) {
        let timeout = outcome.result.as_ref().is_err_and(|verdict| verdict.timeout);
        self.metrics.ended(outcome.took, outcome.result.is_ok(), timeout);
    }
}

/// An error when the code takes a table that was not given.
fn missing(takes: &Takes, given: &[String]) -> Result<(), Failed> {
    let missing: Vec<&str> = takes.inputs.iter().map(String::as_str).filter(|name| !given.iter().any(|given| given == name)).collect();
    if missing.is_empty() { Ok(()) } else { Err(Failed::Verdict(Verdict::missing_tables(&missing))) }
}

/// Why there is no table.
enum Failed {
    Error(Error),
    Verdict(Verdict),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}
