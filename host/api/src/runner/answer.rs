//! What the runner gave, as HTTP has it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sandtable_runner::{Answer, Refusal};
use serde_json::{Value, json};

/// Marks an answer whose body is as it should be, whatever its number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told;

/// An answer that is left as it is.
pub(super) fn told(status: StatusCode, body: Value) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.extensions_mut().insert(Told);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// The answer to an `execute`.
pub(super) fn executed(result: Result<Answer, Refusal>) -> Response {
    match result {
        Ok(Answer { body, success: true }) => told(StatusCode::OK, Value::Object(body)),
        Ok(Answer { body, success: false }) => told(StatusCode::INTERNAL_SERVER_ERROR, Value::Object(body)),
        Err(refusal) => refused(refusal),
    }
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Invalid(why) => told(StatusCode::BAD_REQUEST, json!({"error": why})),
        Refusal::Busy(id) => told(StatusCode::CONFLICT, json!({"error": format!("A request with id {id} is still running"), "request_id": id})),
        Refusal::Full(waiting) => told(StatusCode::SERVICE_UNAVAILABLE, json!({"error": "Server is at capacity, please retry later", "queue_size": waiting})),
        Refusal::Waited(id) => told(StatusCode::SERVICE_UNAVAILABLE, json!({"error": "Request waited too long in the queue", "request_id": id})),
        Refusal::TooLong(id) => told(StatusCode::GATEWAY_TIMEOUT, json!({"error": "Request processing timeout", "request_id": id})),
        Refusal::Cancelled(id) => {
            let body = json!({"exit_code": -15, "execution_time": 0.0, "request_id": id, "timeout": false, "error": "Execution was cancelled"});
            told(StatusCode::INTERNAL_SERVER_ERROR, body)
        }
    }
}
