//! The transform runner's doors. Their answers are their own contract's, errors among them: `{"error": …}`.

mod answer;
pub(crate) mod first;
mod schema;
pub(crate) mod second;
mod token;

use std::sync::Arc;

use axum::extract::Request;
use sandtable_core::{Error, Result};
use sandtable_runner::Runner;

pub(crate) use answer::Told;
pub(crate) use schema::RunnerError;
pub use token::RunnerToken;

use crate::app::App;
use crate::auth::Peer;
use crate::body::Chunks;

/// The runner, and who may use it.
pub struct RunnerDoor {
    /// It.
    pub runner: Arc<Runner>,
    /// The token that callers send; without one everyone may.
    pub token: Option<RunnerToken>,
}

/// Whether errors of a path are told in the runner's way.
pub(crate) fn is_ours(path: &str) -> bool {
    ["/execute", "/status", "/v1/execute", "/v1/logs", "/v1/cancel", "/v1/status"].contains(&path)
}

/// The runner, when there is one.
fn runner(app: &App) -> Result<Arc<Runner>> {
    app.runner.as_ref().map(|door| Arc::clone(&door.runner)).ok_or_else(closed)
}

/// What a path of a runner that is not there answers.
pub(crate) fn closed() -> Error {
    Error::not_found("the runner is not open here: set AUTH_TOKEN or --runner-root")
}

/// The request's body, and who it is from, for turns to be fair.
async fn receive(app: &App, request: Request) -> Result<(Vec<u8>, String)> {
    let caller = request.extensions().get::<Peer>().map(|Peer(address)| address.ip().to_canonical().to_string()).unwrap_or_default();
    let (head, body) = request.into_parts();
    let bytes = Chunks::of_body(body, &head.headers, "the JSON request", app.bodies.envelope_bytes, app.bodies.pause)?.collect().await?;
    Ok((bytes.to_vec(), caller))
}
