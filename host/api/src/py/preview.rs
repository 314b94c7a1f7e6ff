//! The first rows of a data set, at once.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sandtable_analysis::request::PreviewRequest;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{PLAN_BYTES, receive};
use crate::app::AppState;
use crate::failure::Failure;
use crate::schema::{Column, Failures};
use crate::table::{bounded, whole_body};

/// The first rows.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: an executor writes it")]
pub(crate) struct Preview {
    /// Rows as objects.
    #[schema(value_type = Vec<Object>)]
    rows: Vec<Map<String, Value>>,
    /// The columns.
    schema: Fields,
    /// How many rows there are.
    stats: PreviewStats,
}

/// Columns.
#[derive(ToSchema)]
#[schema(as = TableSchema)]
#[expect(dead_code, reason = "only described: an executor writes it")]
pub(crate) struct Fields {
    /// In order.
    fields: Vec<Column>,
}

/// How many rows there are.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described: an executor writes it")]
pub(crate) struct PreviewStats {
    /// Whether there are more than these.
    sampled: bool,
    /// Rows of the whole data set.
    total_rows: u64,
    /// Rows in this answer.
    sample_size: u64,
}

/// The first rows of a data set.
#[utoipa::path(
    post, path = "/v1/py/preview", operation_id = "preview", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    request_body(content = PreviewRequest, example = json!({"datasource_id": "energy-files", "path": "energy/measurements.parquet", "limit": 100})),
    responses((status = 200, body = Preview), Failures)
)]
pub(crate) async fn preview(State(app): State<AppState>, request: Request) -> Result<Response, Failure> {
    let (request, _): (PreviewRequest, _) = receive(&app, request, PLAN_BYTES).await?;
    let (body, length) = whole_body(b"", bounded(app.service.preview(request).await?)?, Vec::new())?;
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json")), (header::CONTENT_LENGTH, length.into())];
    Ok((headers, body).into_response())
}
