//! The smallest worker: takes jobs until it is killed, and writes its process id and the attempt as each result.
//!
//! `jobs-worker sqlite FOLDER` or `jobs-worker redis URL PREFIX`. The tests kill it while it works.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use sandtable_jobs::{JobResult, JobStore, NewStep, Options, RedisStore, SqliteStore, StepStatus, StoreError};

/// How long an owner may be silent. Short, so that the tests need not wait long for a job of a killed worker.
const LEASE: Duration = Duration::from_millis(500);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let store: Box<dyn JobStore> = match arguments[..] {
        ["sqlite", folder] => Box::new(SqliteStore::open(Path::new(folder), Options::default())?),
        ["redis", url, prefix] => Box::new(RedisStore::connect(url, Some(prefix), Options::default()).await?),
        _ => return Err("usage: jobs-worker sqlite FOLDER | redis URL PREFIX".into()),
    };
    let mut arrivals = store.arrivals();
    loop {
        match work(&*store).await {
            Ok(true) => {}
            Ok(false) => arrivals.wait(Duration::from_millis(20)).await,
            // Somebody gave this worker up: the job is another one's now.
            Err(StoreError::LeaseLost(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Does one job, if there is one.
async fn work(store: &dyn JobStore) -> Result<bool, StoreError> {
    let owner = format!("process-{}", std::process::id());
    let Some(claim) = store.claim("work", &owner, LEASE).await? else { return Ok(false) };
    let started_at_ms = claim.job.started_at_ms.unwrap_or_default();
    for step in ["reading", "computing", "writing"] {
        store.heartbeat(claim.lease, LEASE).await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
        let message = format!("{owner}, attempt {}", claim.lease.fence);
        let step = NewStep { step: step.to_owned(), status: StepStatus::Completed, started_at_ms, ended_at_ms: None, duration_ms: 20, message, details: None };
        store.append_step(claim.lease, step).await?;
    }
    store.complete(claim.lease, JobResult { reference: format!("{owner}, attempt {}", claim.lease.fence), size_bytes: 1 }).await?;
    Ok(true)
}
