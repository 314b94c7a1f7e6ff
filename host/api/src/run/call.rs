//! A call: started, awaited, counted. It ends when the caller goes away.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use sandtable_core::name::TransformName;
use sandtable_core::{Error, Result};
use sandtable_executor::{InputBody, RunOutput, RunRequest, Ticket};
use semver::Version;
use tokio::sync::oneshot;

use crate::app::AppState;
use crate::blocking::blocking;

/// Rows up to this size are handed on where they are; larger ones are written to a file first.
const SMALL_ROWS_BYTES: usize = 64 << 10;

/// Transforms that ran since the start: their compiled code is at hand, so that starting a call does not block.
///
/// At most as many as were ever stored: only what was found is remembered.
#[derive(Default)]
pub(crate) struct Warm(RwLock<HashSet<(TransformName, Option<Version>)>>);

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
    let key = (request.name.clone(), request.version.clone());
    if app.warm.knows(&key) && request.inputs.iter().all(|input| is_at_hand(&input.body)) {
        return app.transforms.run(request, Arc::new(|_| {}), done);
    }
    let transforms = Arc::clone(&app.transforms);
    let ticket = blocking(move || transforms.run(request, Arc::new(|_| {}), done)).await?;
    app.warm.learn(key);
    Ok(ticket)
}

/// Whether taking it touches no disk.
fn is_at_hand(body: &InputBody) -> bool {
    match body {
        InputBody::Spooled(_) => true,
        InputBody::Rows(rows) => rows.len() <= SMALL_ROWS_BYTES,
        InputBody::Uri(_) => false,
    }
}

impl Warm {
    fn knows(&self, key: &(TransformName, Option<Version>)) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(key)
    }

    fn learn(&self, key: (TransformName, Option<Version>)) {
        if !self.knows(&key) {
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key);
        }
    }
}
