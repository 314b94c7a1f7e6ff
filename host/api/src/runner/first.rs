//! The first generation: files in a folder.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use sandtable_core::Error;
use sandtable_runner::FirstRequest;

use super::answer::{executed, told};
use super::schema::{Executed, FirstBody, RunnerFailures, StatusBody};
use super::{receive, runner};
use crate::app::AppState;
use crate::failure::Failure;

/// Runs code over files.
///
/// `working_dir` must lie below one of the server's roots. `script.py`, `stdout.log`, `stderr.log` and `output.csv` are
/// written there, each whole or not at all.
#[utoipa::path(
    post, path = "/execute", operation_id = "runner_execute", tag = "runner", request_body = FirstBody,
    responses(
        (status = 200, description = "Exit code 0", body = Executed),
        (status = 500, description = "Any other exit code", body = Executed),
        RunnerFailures,
    )
)]
pub(crate) async fn execute(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let runner = runner(&app)?;
    let (body, caller) = receive(&app, request).await?;
    Ok(executed(match FirstRequest::parse(&body) {
        Ok(request) => runner.first(request, &caller).await,
        Err(refusal) => Err(refusal),
    }))
}

/// How busy the runner is.
#[utoipa::path(
    get, path = "/status", operation_id = "runner_status", tag = "runner",
    responses((status = 200, description = "How busy it is", body = StatusBody), RunnerFailures)
)]
pub(crate) async fn status(State(app): State<AppState>) -> Result<Response, Failure> {
    busy(&app)
}

/// The status, for both generations.
pub(super) fn busy(app: &AppState) -> Result<Response, Failure> {
    let status = serde_json::to_value(runner(app)?.status()).map_err(Error::internal)?;
    Ok(told(StatusCode::OK, status))
}
