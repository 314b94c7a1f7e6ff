//! Check a component and store nothing.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use sandtable_core::Error;
use serde_json::{Map, Value};

use crate::app::AppState;
use crate::blocking::blocking;
use crate::body::spool_component;
use crate::failure::Failure;
use crate::query;
use crate::schema::{Binary, CheckReport, Failures};

/// Checks a component and stores nothing.
///
/// The answer is 200 whether the component is acceptable or not; `problems` says what is wrong with it. It is the
/// report that an upload would be judged by.
#[utoipa::path(
    post, path = "/v1/check", operation_id = "check_component", tag = "transforms",
    request_body(content_type = "application/wasm", content = Binary, description = "The component's bytes"),
    responses((status = 200, body = CheckReport), Failures)
)]
pub(crate) async fn check(State(app): State<AppState>, request: Request) -> Result<Json<Value>, Failure> {
    query::none(request.uri())?;
    let upload = spool_component(&app, request).await?;
    let transforms = Arc::clone(&app.transforms);
    let report = blocking(move || transforms.check(upload.file)).await?;
    let mut answer = Map::new();
    answer.insert("acceptable".to_owned(), report.problems.is_empty().into());
    answer.insert("digest".to_owned(), upload.digest.as_str().into());
    match serde_json::to_value(&report).map_err(Error::internal)? {
        Value::Object(fields) => answer.extend(fields),
        other => return Err(Failure(Error::internal(format!("a report that is no object: {other}")))),
    }
    Ok(Json(Value::Object(answer)))
}
