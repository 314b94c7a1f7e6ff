//! Jobs by token: looked up, listed, cancelled, downloaded.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sandtable_core::Error;
use sandtable_executor::TableBytes;
use serde::Deserialize;
use utoipa::IntoParams;

use super::TokenPath;
use super::record::{self, JobRecordBody, ListBody};
use crate::app::AppState;
use crate::failure::Failure;
use crate::query;
use crate::schema::{Binary, Failures};
use crate::table::{bounded, whole_body};

const SCHEMA: HeaderName = HeaderName::from_static("x-arrow-schema");
const ROWS: HeaderName = HeaderName::from_static("x-arrow-rows");
const BYTES: HeaderName = HeaderName::from_static("x-arrow-bytes");

/// Jobs of a page, when the request does not say.
const PAGE: u32 = 100;
/// At most.
const PAGE_MOST: u32 = 1000;

/// A job.
///
/// 200 for every known token, whatever became of the job: `status`, `code` and `error` tell.
#[utoipa::path(
    get, path = "/v1/py/jobs/{token}", operation_id = "get_job", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("token" = u64, Path, description = "The job's number", minimum = 1, example = 123)),
    responses((status = 200, body = JobRecordBody), Failures)
)]
pub(crate) async fn show(State(app): State<AppState>, TokenPath(token): TokenPath) -> Result<Response, Failure> {
    Ok(record::answer(app.service.record(token).await?)?)
}

/// Which jobs are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only `running`, `completed` or `failed` ones.
    #[serde(default)]
    status: Option<String>,
    /// Only of this kind.
    #[serde(default)]
    job_type: Option<String>,
    /// Only those with a smaller token: where the page before ended.
    #[serde(default)]
    #[param(minimum = 0)]
    before: Option<u64>,
    /// How many, at most 1000.
    #[serde(default)]
    #[param(minimum = 1, maximum = 1000, default = 100)]
    limit: Option<u32>,
}

/// Jobs, newest first.
#[utoipa::path(
    get, path = "/v1/py/jobs", operation_id = "list_jobs", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(ListQuery), responses((status = 200, body = ListBody), Failures)
)]
pub(crate) async fn list(State(app): State<AppState>, request: Request) -> Result<Json<ListBody>, Failure> {
    let ListQuery { status, job_type, before, limit } = query::parse(request.uri())?;
    let (jobs, next) = app.service.list(status.as_deref(), job_type, earlier(before)?, page(limit)?).await?;
    Ok(Json(ListBody { jobs: jobs.into_iter().map(Into::into).collect(), next }))
}

/// A page's size.
///
/// # Errors
/// `VALIDATION_ERROR` when it is none.
pub(super) fn page(limit: Option<u32>) -> Result<u32, Error> {
    match limit.unwrap_or(PAGE) {
        limit @ 1..=PAGE_MOST => Ok(limit),
        limit => Err(Error::invalid("limit", format!("limit is {limit}, allowed are 1 to {PAGE_MOST}")).with("constraint", "1 to 1000")),
    }
}

/// Where a page begins.
///
/// # Errors
/// `VALIDATION_ERROR` when no token is as large.
pub(super) fn earlier(before: Option<u64>) -> Result<Option<u64>, Error> {
    match before {
        Some(before) if i64::try_from(before).is_err() => {
            Err(Error::invalid("before", format!("before is {before}, no token is larger than {}", i64::MAX)).with("constraint", "a token"))
        }
        before => Ok(before),
    }
}

/// Cancels a job.
///
/// A queued one is over at once, a running one as soon as its work is stopped. One that is over stays as it is. The
/// answer is the job's record.
#[utoipa::path(
    delete, path = "/v1/py/jobs/{token}", operation_id = "cancel_job", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("token" = u64, Path, description = "The job's number", minimum = 1, example = 123)),
    responses((status = 200, body = JobRecordBody), Failures)
)]
pub(crate) async fn cancel(State(app): State<AppState>, TokenPath(token): TokenPath) -> Result<Response, Failure> {
    app.service.cancel(token).await?;
    Ok(record::answer(app.service.record(token).await?)?)
}

/// The table that a completed job gave.
///
/// An Arrow IPC stream, Parquet or CSV, as the request asked for. 409 before the job is completed, 410 when the table is
/// no longer kept, 404 when the job gave none.
#[utoipa::path(
    get, path = "/v1/py/jobs/{token}/download", operation_id = "download_job", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("token" = u64, Path, description = "The job's number", minimum = 1, example = 123)),
    responses(
        (status = 200, description = "The table", content(
            (Binary = "application/vnd.apache.arrow.stream"), (Binary = "application/vnd.apache.arrow.file"), (Binary = "application/vnd.apache.parquet"),
            (Binary = "text/csv"), (Binary = "application/x-ndjson"),
        ), headers(
            ("X-Arrow-Schema" = String, description = "The Arrow IPC message of the schema, in base64; not for very wide tables"),
            ("X-Arrow-Rows" = u64, description = "Rows"),
            ("X-Arrow-Bytes" = u64, description = "Bytes of the body"),
        )),
        Failures
    )
)]
pub(crate) async fn download(State(app): State<AppState>, TokenPath(token): TokenPath) -> Result<Response, Failure> {
    let found = app.service.download(token).await?;
    let table = bounded(TableBytes::Spooled(found.file))?;
    let (body, length) = whole_body(b"", table, Vec::new())?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(found.table.format.content_type()));
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.insert(ROWS, found.table.rows.into());
    headers.insert(BYTES, length.into());
    if let Some(schema) = found.table.arrow_schema.and_then(|schema| HeaderValue::try_from(schema).ok()) {
        headers.insert(SCHEMA, schema);
    }
    Ok(response)
}
