//! Requests that become jobs.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use sandtable_analysis::request::{AnalyzeRequest, DiscoverRequest, InferSchemaRequest, QueryRequest};
use sandtable_core::{Error, Result};
use sandtable_service::{JobRequest, PipelineJob};

use super::record::Started;
use super::request::TransformEnvelope;
use super::{FRAME_BYTES, PLAN_BYTES, receive};
use crate::app::AppState;
use crate::body::too_large;
use crate::failure::Failure;
use crate::pipelines::PipelineEnvelope;
use crate::request_id::RequestId;
use crate::schema::Failures;

/// The header of a key that makes submitting the same thing twice harmless.
const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// Characters of a key.
const KEY_CHARS: usize = 200;

/// Which files there are.
///
/// Answers with a token; the job's `data` lists files with size, time and number of rows: exact where the format tells,
/// estimated else.
#[utoipa::path(
    post, path = "/v1/py/discover", operation_id = "discover", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same token for a day")),
    request_body(content = DiscoverRequest, example = json!({"datasource_id": "energy-files", "uri": "energy", "recurse": true, "max_files": 1000})),
    responses((status = 200, body = Started), Failures)
)]
pub(crate) async fn discover(State(app): State<AppState>, request: Request) -> Result<Json<Started>, Failure> {
    let about = About::of(&request)?;
    let (asked, _) = receive::<DiscoverRequest>(&app, request, PLAN_BYTES).await?;
    if asked.max_files == 0 || asked.max_files > 10_000 {
        return Err(Failure(range("max_files", asked.max_files, 10_000)));
    }
    submit(&app, JobRequest::Discover(asked), about).await
}

/// The columns of a data set, and what is in them.
///
/// Answers with a token; the job's `data` holds schema, statistics and sample rows.
#[utoipa::path(
    post, path = "/v1/py/infer_schema", operation_id = "infer_schema", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same token for a day")),
    request_body(content = InferSchemaRequest, example = json!({"datasource_id": "energy-files", "uri": "energy/measurements.parquet", "sample_files": 3})),
    responses((status = 200, body = Started), Failures)
)]
pub(crate) async fn infer_schema(State(app): State<AppState>, request: Request) -> Result<Json<Started>, Failure> {
    let about = About::of(&request)?;
    let (asked, _) = receive::<InferSchemaRequest>(&app, request, PLAN_BYTES).await?;
    for (field, given, most) in [("sample_files", asked.sample_files, 10_000), ("infer_rows", asked.infer_rows, 10_000_000)] {
        if let Some(given) = given.filter(|given| *given == 0 || *given > most) {
            return Err(Failure(range(field, given, most)));
        }
    }
    submit(&app, JobRequest::InferSchema(asked), about).await
}

/// A plan over data sets.
///
/// Answers with a token. With `output` json the job's `data` holds the rows; with the others schema, metrics and a sample,
/// and the rows are downloaded.
#[utoipa::path(
    post, path = "/v1/py/query", operation_id = "query", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same token for a day")),
    request_body(content = QueryRequest, example = json!({
        "datasource_id": "energy-files",
        "plan": {
            "dataset": "energy_parquet",
            "filters": [{"col": "timestamp", "op": ">=", "val": "2025-09-01T00:00:00Z"}],
            "groupby": ["site_id", "day"],
            "aggs": [{"col": "kwh", "fn": "sum"}, {"col": "cost", "fn": "sum"}],
            "grain": "1 day",
            "order": [{"col": "day", "dir": "asc"}],
            "limit": 50000
        },
        "output": "arrow"
    })),
    responses((status = 200, body = Started), Failures)
)]
pub(crate) async fn query(State(app): State<AppState>, request: Request) -> Result<Json<Started>, Failure> {
    let about = About::of(&request)?;
    let (asked, _) = receive::<QueryRequest>(&app, request, PLAN_BYTES).await?;
    submit(&app, JobRequest::Query(Box::new(asked)), about).await
}

/// What is in a table, and what is odd about it.
///
/// Of a plan's result, or of an Arrow frame that comes along. Answers with a token; the job's `data` holds metrics, issues,
/// chart hints, a sample and the schema.
#[utoipa::path(
    post, path = "/v1/py/analyze", operation_id = "analyze", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same token for a day")),
    request_body(content = AnalyzeRequest, example = json!({
        "datasource_id": "energy-files",
        "plan": {"dataset": "energy_parquet"},
        "job_kind": "profile",
        "options": {"include_correlations": true, "include_outliers": true}
    })),
    responses((status = 200, body = Started), Failures)
)]
pub(crate) async fn analyze(State(app): State<AppState>, request: Request) -> Result<Json<Started>, Failure> {
    let about = About::of(&request)?;
    // A frame is held while it is decoded: only so many at once, so that the memory of the server has a bound.
    let _turn = app.frames.acquire().await.map_err(|error| Failure(Error::internal(error)))?;
    let (mut asked, length) = receive::<AnalyzeRequest>(&app, request, FRAME_BYTES).await?;
    let frame = match (asked.frame_ref.take(), &asked.plan) {
        (Some(_), Some(_)) => return Err(Failure(Error::invalid("frame_ref", "there are both frame_ref and plan; exactly one is needed"))),
        (None, None) => return Err(Failure(Error::invalid("plan", "there is neither plan nor frame_ref; exactly one is needed"))),
        (None, Some(_)) if length as u64 > PLAN_BYTES => return Err(Failure(too_large("the JSON request", PLAN_BYTES))),
        (None, Some(_)) => None,
        (Some(frame), None) => Some(app.service.keep_frame(frame.data).await?),
    };
    submit(&app, JobRequest::Analyze { request: Box::new(asked), frame }, about).await
}

/// A pipeline, as `POST /v1/pipelines/run` takes it.
///
/// Answers with a token; the job's `data` holds what was done, and the returned frame's rows; in other formats than json
/// the frame is downloaded.
#[utoipa::path(
    post, path = "/v1/py/pipeline", operation_id = "submit_pipeline", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same token for a day")),
    request_body = PipelineEnvelope, responses((status = 200, body = Started), Failures)
)]
pub(crate) async fn pipeline(State(app): State<AppState>, request: Request) -> Result<Json<Started>, Failure> {
    let about = About::of(&request)?;
    let (envelope, _) = receive::<PipelineEnvelope>(&app, request, PLAN_BYTES).await?;
    let wanted = envelope.resolve(sandtable_executor::PipelineDoor::Run)?;
    let job = PipelineJob { source: wanted.source, returned: wanted.returned, limits: wanted.limits, format: wanted.format, options: wanted.options };
    submit(&app, JobRequest::Pipeline(Box::new(job)), about).await
}

/// A transform over tables, as `POST /v1/transforms/{name}/run` takes it, with the transform's name in the request.
///
/// Answers with a token; the job's `data` holds rows, schema, usage and logs; in other formats than json the table is
/// downloaded.
#[utoipa::path(
    post, path = "/v1/py/transform", operation_id = "submit_transform", tags = ["internal", "python"], extensions(("x-internal" = json!(true))),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key gives the same token for a day")),
    request_body = TransformEnvelope, responses((status = 200, body = Started), Failures)
)]
pub(crate) async fn transform(State(app): State<AppState>, request: Request) -> Result<Json<Started>, Failure> {
    let about = About::of(&request)?;
    let (envelope, _) = receive::<TransformEnvelope>(&app, request, PLAN_BYTES).await?;
    submit(&app, JobRequest::Transform(Box::new(envelope.resolve()?)), about).await
}

/// What is known of a request beside its body.
struct About {
    key: Option<String>,
    request_id: Option<String>,
}

impl About {
    fn of(request: &Request) -> Result<Self> {
        let request_id = request.extensions().get::<RequestId>().map(|id| id.as_str().to_owned());
        Ok(Self { key: key(request.headers())?, request_id })
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(given) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    match given.to_str() {
        Ok(key) if (1..=KEY_CHARS).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Error::invalid("Idempotency-Key", format!("the header Idempotency-Key is not 1 to {KEY_CHARS} visible characters"))),
    }
}

async fn submit(app: &AppState, request: JobRequest, about: About) -> Result<Json<Started>, Failure> {
    // One caller's key for a discovery is not its key for a query.
    let key = about.key.map(|key| format!("{}:{key}", request.job_type()));
    let submitted = app.service.submit(request, key, about.request_id).await?;
    Ok(Json(Started { token: submitted.token, status: "started", message: submitted.message }))
}

fn range(field: &str, given: u32, most: u32) -> Error {
    Error::invalid(field, format!("{field} is {given}, allowed are 1 to {most}")).with("constraint", format!("1 to {most}"))
}
