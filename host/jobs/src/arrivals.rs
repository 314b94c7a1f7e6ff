//! The bell that rings when a job may have become ready.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

/// Waits for jobs to arrive. No ring is missed: one that came between a claim and the wait ends the wait at once.
///
/// It hears of jobs that this process enqueued, gave back or swept; with Redis also of those of other processes. It does
/// not hear of a delay that ends, nor of another process on the same SQLite file: hence the bound on every wait.
#[derive(Debug, Clone)]
pub struct Arrivals(watch::Receiver<()>);

impl Arrivals {
    /// Waits for the next ring, at most so long.
    pub async fn wait(&mut self, at_most: Duration) {
        match tokio::time::timeout(at_most, self.0.changed()).await {
            Ok(Ok(())) | Err(_) => {}
            // The store is gone; without the sleep a loop around this would spin.
            Ok(Err(_)) => tokio::time::sleep(at_most).await,
        }
    }
}

/// What rings.
#[derive(Debug, Clone)]
pub(crate) struct Bell(Arc<watch::Sender<()>>);

impl Bell {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(())))
    }

    pub(crate) fn ring(&self) {
        self.0.send_replace(());
    }

    pub(crate) fn arrivals(&self) -> Arrivals {
        Arrivals(self.0.subscribe())
    }
}
