//! What documents are made from, and what is made from them.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sandtable_core::{Error, Result};
use sandtable_executor::TranslateTask;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use tokio::sync::oneshot;
use utoipa::ToSchema;

use super::receive;
use crate::app::AppState;
use crate::failure::Failure;
use crate::query;
use crate::schema::Failures;

/// Template blocks, and a graph that connects them.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompileRequest {
    /// The blocks.
    #[schema(value_type = Vec<Object>)]
    templates: Box<RawValue>,
    /// `nodes` [{id, template, values}] and `edges` [{from: "id.output", to: "id.input"}].
    #[schema(value_type = Object)]
    graph: Box<RawValue>,
}

/// A document.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PipelineDocument)]
pub(crate) struct DocumentBody {
    /// The document, in the transformation format.
    #[schema(value_type = Object)]
    document: Box<RawValue>,
}

/// Python source.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PythonSource)]
pub(crate) struct SourceBody {
    /// Statements on Polars frames: `df = pl.scan_csv("flights.csv")` and so on. Parsed, never run.
    source: String,
}

/// All operations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Operations {
    /// The version of Python Polars whose names these are.
    polars: String,
    /// What it is called on, name, signature, one line, an example, and for what is not available the reason.
    #[schema(value_type = Vec<Object>)]
    operations: Vec<Value>,
}

/// Compiles template blocks and a graph into a document.
#[utoipa::path(
    post, path = "/v1/pipelines/compile", operation_id = "compile_pipeline", tag = "pipelines",
    request_body = CompileRequest, responses((status = 200, body = DocumentBody), Failures)
)]
pub(crate) async fn compile(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let body: CompileRequest = receive(&app, request).await?;
    translated(&app, TranslateTask::Compile(to_raw_value(&body).map_err(Error::internal)?)).await
}

/// Reads Polars code in Python into a document.
///
/// The code is parsed, never run. What cannot be taken is an error with its line and column.
#[utoipa::path(
    post, path = "/v1/pipelines/from-python", operation_id = "pipeline_from_python", tag = "pipelines",
    request_body = SourceBody, responses((status = 200, body = DocumentBody), Failures)
)]
pub(crate) async fn from_python(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let body: SourceBody = receive(&app, request).await?;
    translated(&app, TranslateTask::FromPython(body.source)).await
}

/// Writes a document as Polars code in Python.
#[utoipa::path(
    post, path = "/v1/pipelines/to-python", operation_id = "pipeline_to_python", tag = "pipelines",
    request_body = DocumentBody, responses((status = 200, body = SourceBody), Failures)
)]
pub(crate) async fn to_python(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let body: DocumentBody = receive(&app, request).await?;
    translated(&app, TranslateTask::ToPython(body.document)).await
}

/// Every operation that a pipeline may name.
#[utoipa::path(get, path = "/v1/operations", operation_id = "list_operations", tag = "pipelines", responses((status = 200, body = Operations), Failures))]
pub(crate) async fn operations(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    query::none(request.uri())?;
    translated(&app, TranslateTask::Operations).await
}

async fn translated(app: &AppState, task: TranslateTask) -> Result<Response, Failure> {
    let (tell, told) = oneshot::channel();
    let ticket = app.pipelines.translate(task, move |result| drop(tell.send(result)))?;
    let json = told.await.unwrap_or_else(|_| Err(Error::internal("a translation was dropped without a result")))?;
    drop(ticket);
    let json: Box<str> = json.into();
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], json.into_string()).into_response())
}
