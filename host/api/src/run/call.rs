//! A call: started, awaited, counted. It ends when the caller goes away.

use std::sync::Arc;

use sandtable_core::{Error, Result};
use sandtable_executor::{InputBody, RunOutput, RunRequest, Ticket};
use tokio::sync::oneshot;

use crate::app::AppState;
use crate::blocking::blocking;

/// Rows up to this size are handed on where they are; larger ones are written to a file first.
const SMALL_ROWS_BYTES: usize = 64 << 10;

/// Runs a transform and waits for its end.
///
/// Dropping the future cancels the call: it holds the ticket.
///
/// # Errors
/// What is wrong with the request, or what the call ended with.
pub(super) async fn call(app: &AppState, request: RunRequest) -> Result<RunOutput> {
    let (tell, told) = oneshot::channel();
    let counting = Arc::clone(app);
    let done = move |result: Result<RunOutput>| {
        // Here, so that a call is counted too whose caller has gone and hears no more of it.
        counting.metrics.run(result.as_ref().map(|output| &output.ran.usage));
        drop(tell.send(result));
    };
    let ticket = start(app, request, done).await.inspect_err(|error| app.metrics.run(Err(error)))?;
    let result = told.await.unwrap_or_else(|_| Err(Error::internal("a call was dropped without a result")));
    drop(ticket);
    result
}

async fn start(app: &AppState, request: RunRequest, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
    if request.inputs.iter().all(|input| is_at_hand(&input.body)) && app.transforms.is_warm(&request.name, request.version.as_ref()) {
        return app.transforms.run(request, Arc::new(|_| {}), done);
    }
    let transforms = Arc::clone(&app.transforms);
    blocking(move || transforms.run(request, Arc::new(|_| {}), done)).await
}

/// Whether taking it touches no disk.
fn is_at_hand(body: &InputBody) -> bool {
    match body {
        InputBody::Spooled(_) => true,
        InputBody::Rows(rows) => rows.len() <= SMALL_ROWS_BYTES,
        InputBody::Uri(_) => false,
    }
}
