//! Pipelines: documents in JSON, checked, run, explained, and turned from and into other things.

mod answer;
mod request;
pub(crate) mod translate;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use sandtable_core::{Error, Result};
use sandtable_executor::{PipelineDoor, PipelineOutput, PipelineRequest};
use sandtable_frames::Format;
use tokio::sync::oneshot;

pub(crate) use answer::{PipelineChecked, PipelineExplained, PipelineRan};
pub(crate) use request::{PipelineEnvelope, SqlEnvelope};

use crate::app::{App, AppState};
use crate::body::Chunks;
use crate::failure::Failure;
use crate::schema::{Binary, Failures};
use crate::{json, query};

/// Checks a pipeline and runs nothing.
///
/// Names, arguments, references, variables and the columns after each step; of files only the schemas are read. The
/// first fault is the answer, with `step`, `operation`, `argument`, `given`, `allowed` and `did_you_mean` in its details.
#[utoipa::path(
    post, path = "/v1/pipelines/check", operation_id = "check_pipeline", tag = "pipelines",
    request_body = PipelineEnvelope, responses((status = 200, body = PipelineChecked), Failures)
)]
pub(crate) async fn check(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    document(&app, request, PipelineDoor::Check).await
}

/// Runs a pipeline.
///
/// Outputs are written below the server's output path, each whole or not at all, and none when the run fails. The frame
/// that `return` names comes back: with a JSON answer as rows, and in the other formats as the bytes alone.
#[utoipa::path(
    post, path = "/v1/pipelines/run", operation_id = "run_pipeline", tag = "pipelines",
    request_body = PipelineEnvelope,
    responses(
        (status = 200, description = "What was done, and the returned frame", content(
            (PipelineRan = "application/json"),
            (Binary = "application/x-ndjson"),
            (Binary = "text/csv"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.arrow.file"),
        )),
        Failures
    )
)]
pub(crate) async fn run(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    document(&app, request, PipelineDoor::Run).await
}

/// The plans of a pipeline: as written, and as Polars makes it of them.
///
/// Nothing runs; of files only the schemas are read.
#[utoipa::path(
    post, path = "/v1/pipelines/explain", operation_id = "explain_pipeline", tag = "pipelines",
    request_body = PipelineEnvelope, responses((status = 200, body = PipelineExplained), Failures)
)]
pub(crate) async fn explain(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    document(&app, request, PipelineDoor::Explain).await
}

/// Runs one SQL query.
///
/// Tables are those of `tables`, and files under the base path that the query names itself, in quotes:
/// `select carrier, avg(dep_delay) from "flights.csv" group by carrier`. `null_values` says what means null in CSV files;
/// how else a file is read is said in `tables`.
#[utoipa::path(
    post, path = "/v1/pipelines/sql", operation_id = "run_sql", tag = "pipelines",
    request_body = SqlEnvelope,
    responses(
        (status = 200, description = "The rows", content(
            (PipelineRan = "application/json"),
            (Binary = "application/x-ndjson"),
            (Binary = "text/csv"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.arrow.file"),
        )),
        Failures
    )
)]
pub(crate) async fn sql(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let envelope: SqlEnvelope = receive(&app, request).await?;
    answered(&app, envelope.resolve()).await
}

async fn document(app: &AppState, request: Request, door: PipelineDoor) -> Result<Response, Failure> {
    let envelope: PipelineEnvelope = receive(app, request).await?;
    answered(app, envelope.resolve(door)?).await
}

async fn answered(app: &AppState, wanted: PipelineRequest) -> Result<Response, Failure> {
    let (door, format) = (wanted.door, wanted.format);
    let output = start(app, wanted).await?;
    Ok(if door == PipelineDoor::Run && format != Format::Json { answer::bytes(output, format)? } else { answer::json(output)? })
}

/// Takes the JSON request.
async fn receive<T: serde::de::DeserializeOwned>(app: &App, request: Request) -> Result<T> {
    query::none(request.uri())?;
    let (head, body) = request.into_parts();
    let what = "the JSON request";
    let bytes = Chunks::of_body(body, &head.headers, what, app.bodies.envelope_bytes, app.bodies.pause)?.collect().await?;
    json::parse_object(&bytes, what)
}

/// Runs it and waits for its end. Dropping the future cancels: it holds the ticket.
async fn start(app: &AppState, wanted: PipelineRequest) -> Result<PipelineOutput> {
    let (tell, told) = oneshot::channel();
    let ticket = app.pipelines.start(wanted, Arc::new(|_| {}), move |result| drop(tell.send(result)))?;
    let result = told.await.unwrap_or_else(|_| Err(Error::internal("a pipeline was dropped without a result")));
    drop(ticket);
    result
}
