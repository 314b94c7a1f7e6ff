//! The second generation: presigned URLs.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use sandtable_core::Error;
use sandtable_runner::SecondRequest;
use serde_json::{Value, json};

use super::answer::{executed, told};
use super::schema::{CancelBody, Cancelled, Executed, LogsBody, LogsQuery, RunnerFailures, SecondBody, StatusBody};
use super::{first, receive, runner};
use crate::app::AppState;
use crate::failure::Failure;
use crate::query;

/// Runs code over tables behind URLs.
///
/// Blocks until the run ends. The table is sent to `output_url`, then its manifest to `output_manifest_url`; what the run
/// wrote goes to `events_url` in any case.
#[utoipa::path(
    post, path = "/v1/execute", operation_id = "runner_execute_urls", tag = "runner", request_body = SecondBody,
    responses(
        (status = 200, description = "Exit code 0", body = Executed),
        (status = 500, description = "Any other exit code", body = Executed),
        RunnerFailures,
    )
)]
pub(crate) async fn execute(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let runner = runner(&app)?;
    let (body, caller) = receive(&app, request).await?;
    Ok(executed(match SecondRequest::parse(&body) {
        Ok(request) => runner.second(request, &caller).await,
        Err(refusal) => Err(refusal),
    }))
}

/// What a run has written so far, and for ten minutes after its end.
#[utoipa::path(
    get, path = "/v1/logs", operation_id = "runner_logs", tag = "runner", params(LogsQuery),
    responses(
        (status = 200, description = "Its lines", body = LogsBody),
        RunnerFailures,
    )
)]
pub(crate) async fn logs(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let LogsQuery { request_id } = query::parse(request.uri())?;
    match runner(&app)?.logs(&request_id) {
        Some(logs) => Ok(told(StatusCode::OK, serde_json::to_value(logs).map_err(Error::internal)?)),
        None => Ok(told(StatusCode::NOT_FOUND, json!({"error": "No such execution", "request_id": request_id}))),
    }
}

/// Ends a run.
#[utoipa::path(
    post, path = "/v1/cancel", operation_id = "runner_cancel", tag = "runner", request_body = CancelBody,
    responses(
        (status = 200, description = "It is being ended", body = Cancelled),
        RunnerFailures,
    )
)]
pub(crate) async fn cancel(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let runner = runner(&app)?;
    let (body, _) = receive(&app, request).await?;
    let id = match serde_json::from_slice::<Value>(&body).ok().and_then(|body| body.get("request_id").cloned()) {
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        _ => return Ok(told(StatusCode::BAD_REQUEST, json!({"error": "request_id is required"}))),
    };
    Ok(match runner.cancel(&id) {
        true => told(StatusCode::OK, json!({"request_id": id, "cancelled": true})),
        false => told(StatusCode::NOT_FOUND, json!({"error": "No such execution is running", "request_id": id})),
    })
}

/// How busy the runner is.
#[utoipa::path(
    get, path = "/v1/status", operation_id = "runner_status_v1", tag = "runner",
    responses((status = 200, description = "How busy it is", body = StatusBody), RunnerFailures)
)]
pub(crate) async fn status(State(app): State<AppState>) -> Result<Response, Failure> {
    first::busy(&app)
}
