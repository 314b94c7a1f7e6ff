//! A call: started, awaited, counted. It ends when the caller goes away.

use std::sync::Arc;

use sandtable_core::{Error, Result};
use sandtable_executor::{InputBody, ProgramRequest, RunInput, RunOutput, RunRequest, Ticket, Transforms};
use tokio::sync::oneshot;

use crate::app::AppState;
use crate::blocking::blocking;

/// Rows up to this size are handed on where they are; larger ones are written to a file first.
const SMALL_ROWS_BYTES: usize = 64 << 10;

/// What may be called.
pub(super) trait Callable: Send + 'static {
    /// Whether starting it touches no disk.
    fn is_warm(&self, transforms: &Transforms) -> bool;

    /// Starts it. May block when it is not warm.
    fn start(self, transforms: &Transforms, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket>;
}

impl Callable for RunRequest {
    fn is_warm(&self, transforms: &Transforms) -> bool {
        are_at_hand(&self.inputs) && transforms.is_warm(&self.name, self.version.as_ref())
    }

    fn start(self, transforms: &Transforms, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
        transforms.run(self, Arc::new(|_| {}), done)
    }
}

impl Callable for ProgramRequest {
    fn is_warm(&self, transforms: &Transforms) -> bool {
        are_at_hand(&self.inputs) && transforms.is_program_warm(&self.language)
    }

    fn start(self, transforms: &Transforms, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
        transforms.run_program(self, Arc::new(|_| {}), done)
    }
}

/// Runs a transform or a program and waits for its end.
///
/// Dropping the future cancels the call: it holds the ticket.
///
/// # Errors
/// What is wrong with the request, or what the call ended with.
pub(super) async fn call(app: &AppState, request: impl Callable) -> Result<RunOutput> {
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

async fn start(app: &AppState, request: impl Callable, done: impl FnOnce(Result<RunOutput>) + Send + 'static) -> Result<Ticket> {
    if request.is_warm(&app.transforms) {
        return request.start(&app.transforms, done);
    }
    let transforms = Arc::clone(&app.transforms);
    blocking(move || request.start(&transforms, done)).await
}

/// Whether taking them touches no disk.
fn are_at_hand(inputs: &[RunInput]) -> bool {
    inputs.iter().all(|input| match &input.body {
        InputBody::Spooled(_) => true,
        InputBody::Rows(rows) => rows.len() <= SMALL_ROWS_BYTES,
        InputBody::Uri(_) => false,
    })
}
