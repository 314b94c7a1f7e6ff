//! The step log of a job that is being done.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sandtable_jobs::{JobStore, Lease, NewStep, StepStatus, StoreError};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use crate::clock::now_ms;

/// The least time between two steps that only tell how far a job is.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(1);
/// Characters of a message.
const MESSAGE_CHARS: usize = 500;

/// Where steps are told, from any thread.
#[derive(Debug, Clone)]
pub(crate) struct Steps(UnboundedSender<NewStep>);

/// What writes them down, in order.
#[derive(Debug)]
pub(crate) struct Scribe(UnboundedReceiver<NewStep>);

/// A log that is about to begin.
pub(crate) fn steps() -> (Steps, Scribe) {
    let (tell, told) = mpsc::unbounded_channel();
    (Steps(tell), Scribe(told))
}

impl Steps {
    /// Tells that a step is reached.
    pub(crate) fn tell(&self, step: &str, message: impl Into<String>) {
        let started_at_ms = now_ms();
        let message: String = message.into();
        let message = message.chars().take(MESSAGE_CHARS).collect();
        let step = NewStep {
            step: step.to_owned(),
            status: StepStatus::Completed,
            started_at_ms,
            ended_at_ms: Some(started_at_ms),
            duration_ms: 0,
            message,
            details: None,
        };
        // Nobody listens when the job is over: then it does not matter.
        let _ = self.0.send(step);
    }

    /// What an executor tells while it works, as steps.
    pub(crate) fn events(&self) -> sandtable_executor::Events {
        use sandtable_executor::Event;
        let steps = self.clone();
        let last = std::sync::Mutex::new(None::<Instant>);
        Arc::new(move |event| match event {
            Event::Step { step, message } => steps.tell(&step, message),
            Event::Progress { done, total } => {
                let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if last.is_none_or(|at| at.elapsed() >= PROGRESS_INTERVAL) {
                    *last = Some(Instant::now());
                    let total = total.map(|total| format!(" of {total}")).unwrap_or_default();
                    steps.tell("progress", format!("{done}{total} done"));
                }
            }
            Event::Log(_) => {}
        })
    }
}

impl Scribe {
    /// Writes down what is told until nobody can tell any more. `true` when the lease is lost.
    ///
    /// A step that cannot be written is left out: the log is for people, and the job's end is what counts.
    pub(crate) async fn write(mut self, store: &dyn JobStore, lease: Lease) -> bool {
        while let Some(step) = self.0.recv().await {
            match store.append_step(lease, step).await {
                Ok(_) => {}
                Err(StoreError::LeaseLost(_)) => return true,
                Err(error) => tracing::warn!(token = lease.token.0, %error, "a step is not logged"),
            }
        }
        false
    }
}
