//! Run a transform: a request in one of three shapes, a call, an answer.

mod answer;
mod call;
pub(crate) mod program;
mod query;
mod request;
mod tables;

use axum::extract::{Request, State};
use axum::response::Response;
use sandtable_core::name::TransformName;
use semver::Version;

pub(crate) use answer::RunAnswer;
pub(crate) use program::ProgramEnvelope;
pub(crate) use query::RunQuery;
pub(crate) use request::{InputSpec, Inputs, OutputSpec, RunEnvelope};

use crate::app::AppState;
use crate::failure::Failure;
use crate::path::{NamePath, VersionPath};
use crate::schema::{Binary, Failures, RunParts};

/// Runs the newest version of a transform.
///
/// The body is the JSON request; or `multipart/form-data` with the JSON request as the part `request` and one part for
/// each table, named as the input; or, for a transform with a single input, the table itself, and then the rest stands
/// in the query. A JSON answer holds rows, schema, usage and logs; the other formats are the bytes alone, with the usage
/// in headers. When the caller goes away the call is cancelled.
#[utoipa::path(
    post, path = "/v1/transforms/{name}/run", operation_id = "run_transform", tag = "run",
    params(("name" = String, Path, description = "The transform's name", example = "flight-delays"), RunQuery),
    request_body(
        content(
            (RunEnvelope = "application/json"),
            (RunParts = "multipart/form-data"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "text/csv"),
            (Binary = "application/x-ndjson"),
        ),
        description = "The request, or the only table"
    ),
    responses(
        (status = 200, description = "The table", content(
            (RunAnswer = "application/json"),
            (Binary = "application/x-ndjson"),
            (Binary = "text/csv"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.arrow.file"),
        ), headers(
            ("X-Sandtable-Usage" = String, description = "What the call used, as JSON; not with JSON answers"),
            ("X-Sandtable-Rows" = u64, description = "Rows in the answer; not with JSON answers"),
            ("X-Sandtable-Total-Rows" = u64, description = "Rows that the transform gave; not with JSON answers"),
            ("X-Sandtable-Truncated" = bool, description = "Whether rows were left out; not with JSON answers"),
            ("X-Sandtable-Transform" = String, description = "NAME@VERSION of what ran; not with JSON answers"),
        )),
        Failures
    )
)]
pub(crate) async fn run_newest(State(app): State<AppState>, NamePath(name): NamePath, request: Request) -> Result<Response, Failure> {
    run(&app, name, None, request).await
}

/// Runs a version of a transform.
///
/// As without a version.
#[utoipa::path(
    post, path = "/v1/transforms/{name}/{version}/run", tag = "run",
    params(
        ("name" = String, Path, description = "The transform's name", example = "flight-delays"),
        ("version" = String, Path, description = "The version, in full", example = "1.2.0"),
        RunQuery
    ),
    request_body(
        content(
            (RunEnvelope = "application/json"),
            (RunParts = "multipart/form-data"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "text/csv"),
            (Binary = "application/x-ndjson"),
        ),
        description = "The request, or the only table"
    ),
    responses(
        (status = 200, description = "The table", content(
            (RunAnswer = "application/json"),
            (Binary = "application/x-ndjson"),
            (Binary = "text/csv"),
            (Binary = "application/vnd.apache.parquet"),
            (Binary = "application/vnd.apache.arrow.stream"),
            (Binary = "application/vnd.apache.arrow.file"),
        )),
        Failures
    )
)]
pub(crate) async fn run_version(State(app): State<AppState>, VersionPath(name, version): VersionPath, request: Request) -> Result<Response, Failure> {
    run(&app, name, Some(version), request).await
}

async fn run(app: &AppState, name: TransformName, version: Option<Version>, request: Request) -> Result<Response, Failure> {
    let wanted = tables::receive(app, request).await?;
    let format = wanted.format;
    let output = call::call(app, wanted.of(name, version)).await?;
    Ok(answer::answer(output, format)?)
}
