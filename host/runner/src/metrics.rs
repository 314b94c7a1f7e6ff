//! What has become of requests.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::status::MetricsReport;

#[derive(Debug, Default)]
pub(crate) struct Metrics(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    total: u64,
    completed: u64,
    succeeded: u64,
    timeouts: u64,
    rejected: u64,
    took: Duration,
}

impl Metrics {
    /// A request that is well formed.
    pub(crate) fn came(&self) {
        self.with(|counts| counts.total += 1);
    }

    /// One that the queue had no room for.
    pub(crate) fn rejected(&self) {
        self.with(|counts| counts.rejected += 1);
    }

    /// One that has run to its end, however it ended.
    pub(crate) fn ended(&self, took: Duration, succeeded: bool, timeout: bool) {
        self.with(|counts| {
            counts.completed += 1;
            counts.succeeded += u64::from(succeeded);
            counts.timeouts += u64::from(timeout);
            counts.took += took;
        });
    }

    pub(crate) fn report(&self) -> MetricsReport {
        self.with(|Counts { total, completed, succeeded, timeouts, rejected, took }| {
            let per_run = |sum: f64| if *completed == 0 { 0.0 } else { sum / *completed as f64 };
            MetricsReport {
                total_requests: *total,
                completed: *completed,
                success_rate: per_run(*succeeded as f64),
                timeouts: *timeouts,
                rejected: *rejected,
                avg_execution_time: per_run(took.as_secs_f64()),
            }
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Counts) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
