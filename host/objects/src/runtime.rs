//! Where requests to stores live: a small runtime of their own, so that callers need none and block none.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use sandtable_core::{Error, Result};

/// Threads that wait for answers. They compute nothing.
const THREADS: usize = 2;

/// Cheap to clone; ends with its last clone.
#[derive(Clone)]
pub(crate) struct Runtime(Arc<Inner>);

struct Inner(Option<tokio::runtime::Runtime>);

impl Runtime {
    pub(crate) fn start() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).thread_name("objects").enable_all().build();
        runtime.map(|runtime| Self(Arc::new(Inner(Some(runtime))))).map_err(Error::internal)
    }

    /// Does something and waits for its end, on the caller's thread, at most so long.
    ///
    /// # Errors
    /// `IO_ERROR` when it takes longer; the work is given up then.
    pub(crate) fn wait<T: Send + 'static>(&self, most: Duration, work: impl Future<Output = T> + Send + 'static) -> Result<T> {
        let (tell, told) = mpsc::sync_channel(1);
        let Some(runtime) = &self.0.0 else { return Err(Error::internal("the runtime of stores has ended")) };
        // Whoever waits here is there until the end.
        runtime.spawn(async move { drop(tell.send(tokio::time::timeout(most, work).await)) });
        match told.recv() {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) => Err(crate::failure::away(format!("the store did not answer within {} s", most.as_secs()))),
            Err(error) => Err(Error::internal(error)),
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A runtime may not be dropped on another's threads, which is where the last clone may be.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
