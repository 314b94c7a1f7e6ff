//! Work that blocks, away from the threads that serve connections.

use sandtable_core::{Error, Result};
use tracing::Span;

/// Does `work` on a thread that may block; its log lines carry the request's id all the same.
///
/// When the caller goes away the work is finished, and what it gave is dropped.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let span = Span::current();
    let done = tokio::task::spawn_blocking(move || span.in_scope(work)).await;
    done.unwrap_or_else(|error| Err(Error::internal(format!("blocking work failed: {error}"))))
}
