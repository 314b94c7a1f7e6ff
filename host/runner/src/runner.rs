//! The runner: its parts, and the questions that need no run.

use std::sync::Arc;

use sandtable_core::{Error, Result};
use sandtable_datasets::WorkRoots;

use crate::book::{Book, Logs};
use crate::config::RunnerConfig;
use crate::engine::{Code, Done, Engine, Held};
use crate::fetch::Fetcher;
use crate::metrics::Metrics;
use crate::status::Status;
use crate::turns::Turns;

/// What a runner is made of.
pub struct RunnerParts {
    /// Its settings.
    pub config: RunnerConfig,
    /// What runs code.
    pub engine: Arc<dyn Engine>,
    /// Where callers of the first generation may work.
    pub roots: WorkRoots,
    /// What brings and takes tables of the second generation.
    pub fetcher: Fetcher,
}

/// Runs users' code, in turn. [`Runner::first`] and [`Runner::second`] are the two generations' `execute`.
pub struct Runner {
    pub(crate) config: RunnerConfig,
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) roots: Arc<WorkRoots>,
    pub(crate) fetcher: Fetcher,
    pub(crate) turns: Arc<Turns>,
    pub(crate) book: Arc<Book>,
    pub(crate) metrics: Metrics,
}

impl Runner {
    /// A runner.
    pub fn new(parts: RunnerParts) -> Self {
        let RunnerParts { config, engine, roots, fetcher } = parts;
        Self {
            turns: Turns::new(config.concurrency, config.queue),
            book: Book::new(config.logs_kept, config.log_bytes),
            metrics: Metrics::default(),
            roots: Arc::new(roots),
            engine,
            fetcher,
            config,
        }
    }

    /// What a run has written so far; none when no run of that id is known.
    pub fn logs(&self, id: &str) -> Option<Logs> {
        self.book.logs(id)
    }

    /// Ends a run. Whether there was one.
    pub fn cancel(&self, id: &str) -> bool {
        self.book.cancel(id)
    }

    /// How busy it is.
    pub fn status(&self) -> Status {
        let (running, oldest) = self.book.running();
        Status {
            healthy: true,
            queue_size: self.turns.waiting(),
            max_queue_size: self.config.queue,
            currently_executing: running > 0,
            current_execution_id: oldest,
            metrics: self.metrics.report(),
        }
    }

    /// Has the engine made ready for code, which is no part of a run.
    pub(crate) async fn ready(&self, code: &Code) -> Result<()> {
        let (engine, code) = (Arc::clone(&self.engine), code.clone());
        tokio::task::spawn_blocking(move || engine.ready(&code)).await.map_err(Error::internal)?
    }

    /// Has the engine do something. Dropping the future ends it.
    pub(crate) async fn engine<T: Send + 'static>(&self, begin: impl FnOnce(&dyn Engine, Done<T>) -> Result<Held> + Send + 'static) -> Result<T> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let engine = Arc::clone(&self.engine);
        // Who waits for it may have gone.
        let begun = tokio::task::spawn_blocking(move || begin(&*engine, Box::new(move |result| drop(tell.send(result)))));
        let held = begun.await.map_err(Error::internal)??;
        let result = told.await.unwrap_or_else(|_| Err(Error::internal("a run was dropped without a result")));
        drop(held);
        result
    }
}
